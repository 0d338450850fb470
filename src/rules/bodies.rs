//! How the names of bodies of people are written in more than one way: `rules/shared/bodies.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use anyhow::Result;
use foldhash::{HashMap, HashSet};
use serde::Deserialize;

use super::fold::fold;
use super::gazetteer::{Gazetteer, PlaceKind};

#[derive(Deserialize)]
struct File {
    sorts: Vec<String>,
    forms: Vec<String>,
    one: Vec<Vec<String>>,
    known: Vec<Vec<String>>,
    ministries: Ministries,
    #[cfg_attr(not(test), allow(dead_code, reason = "examples, which tests run"))]
    keyed: Vec<(String, String)>,
    #[cfg_attr(not(test), allow(dead_code, reason = "examples, which tests run"))]
    same: Vec<(String, String)>,
    #[cfg_attr(not(test), allow(dead_code, reason = "examples, which tests run"))]
    other: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct Ministries {
    heads: Vec<String>,
    fillers: Vec<String>,
    topics: BTreeMap<String, Vec<String>>,
}

/// What a word or more of a ministry's name is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Head,
    Filler,
    Topic(String),
}

/// A ministry, as its name tells: what it is for, and of which country where that is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ministry {
    /// What it is for: `defence`.
    pub topic: String,
    /// The country's key in the gazetteer.
    pub country: Option<String>,
}

impl Ministry {
    /// Returns its key: no other body has such a one.
    pub fn key(&self) -> String {
        let country = self.country.as_ref().map(|country| format!(":{country}")).unwrap_or_default();
        format!("{MINISTRY}{}{country}", self.topic)
    }
}

/// Words that tell what sort of body one is, and words that mean one country.
#[derive(Debug, Default)]
pub struct Bodies {
    sorts: HashSet<String>,
    forms: HashSet<String>,
    /// Words of a way of writing, and the first way of its row.
    one: Vec<(Vec<String>, String)>,
    /// Bodies known everywhere: by each folded name without spaces the key.
    known: HashMap<String, String>,
    /// The keys of these.
    keys: HashSet<String>,
    /// The words of ministries' names, folded.
    ministry: HashMap<String, Part>,
}

static EMBEDDED: LazyLock<Bodies> = LazyLock::new(|| Bodies::load().unwrap_or_default());

impl Bodies {
    /// Returns the embedded ones.
    pub fn embedded() -> &'static Bodies {
        &EMBEDDED
    }

    /// Loads `rules/shared/bodies.toml`.
    ///
    /// # Errors
    /// Where the file does not fit its form.
    pub fn load() -> Result<Self> {
        let file: File = super::toml("shared/bodies.toml")?;
        let ways = file.one.iter().filter_map(|row| Some((row.first()?, row)));
        let one = ways.flat_map(|(first, row)| row.iter().map(|way| (words(way), first.clone()))).collect();
        let set = |list: &[String]| list.iter().map(|word| fold(word)).collect();
        let rows = file.known.iter().filter_map(|row| Some((row.first()?, row)));
        let known = rows.flat_map(|(first, row)| row.iter().map(|name| (bare(name), fold(first)))).collect();
        let keys = file.known.iter().filter_map(|row| row.first()).map(|name| fold(name)).collect();
        let Ministries { heads, fillers, topics } = file.ministries;
        let topics =
            topics.iter().flat_map(|(topic, words)| words.iter().map(move |word| (word, Part::Topic(topic.clone()))));
        let of = |list: Vec<String>, part: Part| list.into_iter().map(move |word| (fold(&word), part.clone()));
        let ministry =
            topics.map(|(word, part)| (fold(word), part)).chain(of(heads, Part::Head)).chain(of(fillers, Part::Filler));
        Ok(Bodies { sorts: set(&file.sorts), forms: set(&file.forms), one, known, keys, ministry: ministry.collect() })
    }

    /// Returns the key of a body that is known by several names, in French and English: one that is known everywhere, or a ministry.
    ///
    /// ```
    /// use atodds::rules::bodies::Bodies;
    /// let key = |name| Bodies::embedded().key(name);
    /// assert_eq!(key("OMS"), key("World Health Organization"));
    /// assert_eq!(key("ministère russe de la Défense"), key("Russian Defence Ministry"));
    /// assert_eq!(key("Terres d'ici"), None);
    /// ```
    pub fn key(&self, name: &str) -> Option<String> {
        self.known.get(&bare(name)).cloned().or_else(|| self.ministry(name).map(|ministry| ministry.key()))
    }

    /// Returns whether a key is that of a body that is known everywhere, or of a ministry, of [`Bodies::key`].
    pub fn is_known_key(&self, key: &str) -> bool {
        self.keys.contains(key) || key.starts_with(MINISTRY)
    }

    /// Returns whether a word is what ministries are called: `ministère`.
    pub fn is_ministry_head(&self, word: &str) -> bool {
        self.ministry.get(&fold(word)) == Some(&Part::Head)
    }

    /// Returns whether a word stands between those of a ministry's name: `de la`.
    pub fn is_ministry_filler(&self, word: &str) -> bool {
        self.ministry.get(&fold(word)) == Some(&Part::Filler)
    }

    /// Returns what a ministry's name tells; nothing where it is none, or has a word that no row knows.
    pub fn ministry(&self, name: &str) -> Option<Ministry> {
        // As they are written: `US` is a country, and `us` is none.
        let name = name.replace("U.S.", "US").replace("U.K.", "UK");
        let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let is_head = |word: &&str| self.ministry.get(&fold(word)) == Some(&Part::Head);
        if words.len() > MOST_WORDS || !words.iter().any(is_head) {
            return None;
        }
        let gazetteer = Gazetteer::embedded();
        let (mut topics, mut country) = (BTreeSet::new(), None);
        let mut rest = &words[..];
        while !rest.is_empty() {
            // The longest that is known: `foreign affairs` before `foreign`.
            let (part, length) = (1..=rest.len().min(LONGEST_PART)).rev().find_map(|length| {
                let words = rest[..length].join(" ");
                let place = || {
                    let land = gazetteer.listed(&words).filter(|place| place.kind == PlaceKind::Country);
                    gazetteer.demonym(&words).map(str::to_owned).or_else(|| land.map(|place| place.key.to_string()))
                };
                match self.ministry.get(&fold(&words)) {
                    Some(part) => Some((Ok(part), length)),
                    None => place().map(|key| (Err(key), length)),
                }
            })?;
            match part {
                Ok(Part::Topic(topic)) => _ = topics.insert(topic.as_str()),
                Ok(Part::Head | Part::Filler) => {}
                Err(key) => country = Some(key),
            }
            rest = &rest[length..];
        }
        let topic = topics.into_iter().collect::<Vec<_>>().join("+");
        (!topic.is_empty()).then_some(Ministry { topic, country })
    }

    /// Returns whether two names are one but for how a country is written and a word, which one of them may lack, that tells only what sort
    /// of body it is: before the name (`NGO`), or a company's form behind it (`Ltd`).
    ///
    /// ```
    /// use atodds::rules::bodies::Bodies;
    /// let are_one = |a, b| Bodies::embedded().are_one(a, b);
    /// assert!(are_one("ONG Terres d'ici", "Terres d'Ici"));
    /// assert!(!are_one("Terres d'ici", "Terres d'ailleurs"));
    /// ```
    pub fn are_one(&self, a: &str, b: &str) -> bool {
        let (a, b) = (words(a), words(b));
        let (x, y) = (self.plain(&a), self.plain(&b));
        // The company and its union, each with its own word, are two, and so are the group and its firm.
        x.1 == y.1 && (x.0.is_none() || y.0.is_none() || x.0 == y.0)
    }

    /// Returns whether two names may be one: as [`Bodies::are_one`] says, or companies that differ in their form alone.
    pub fn may_be_one(&self, a: &str, b: &str) -> bool {
        let (a, b) = (words(a), words(b));
        let (x, y) = (self.plain(&a), self.plain(&b));
        let is_company = |word: &str| self.forms.contains(word);
        x.1 == y.1 && x.0.zip(y.0).is_none_or(|(a, b)| a == b || is_company(a) && is_company(b))
    }

    /// Returns the words that tell only what sort of body one is, folded.
    pub fn sorts(&self) -> impl Iterator<Item = &str> {
        self.sorts.iter().map(String::as_str)
    }

    /// Returns what names that are one have in common, of [`Bodies::are_one`].
    pub fn rest(&self, name: &str) -> String {
        self.plain(&words(name)).1
    }

    /// Returns the word for its sort, and the rest in one, without a company's form.
    fn plain<'w>(&self, words: &'w [String]) -> (Option<&'w str>, String) {
        let is_sort = words.len() > 1 && self.sorts.contains(&words[0]);
        let mut rest = &words[usize::from(is_sort)..];
        // "Norvik Group" is a sort too: no union of that name.
        let mut form = None;
        while let Some((last, before)) =
            rest.split_last().filter(|(last, before)| !before.is_empty() && self.forms.contains(*last))
        {
            (form, rest) = (Some(last.as_str()), before);
        }
        let mut out = String::new();
        while let Some((word, behind)) = rest.split_first() {
            let longest = self.one.iter().filter(|(way, _)| rest.starts_with(way)).max_by_key(|(way, _)| way.len());
            match longest {
                Some((way, first)) => {
                    out.push(' ');
                    out.push_str(first);
                    rest = &rest[way.len()..];
                }
                None => {
                    out.push(' ');
                    out.push_str(word);
                    rest = behind;
                }
            }
        }
        (if is_sort { Some(words[0].as_str()) } else { form }, out)
    }
}

/// Begins the key of a ministry.
const MINISTRY: &str = "ministry:";

/// So many words a ministry's name has at most.
const MOST_WORDS: usize = 16;

/// So many of them mean one thing, at most: `foreign affairs`, `Bosnia and Herzegovina`.
const LONGEST_PART: usize = 3;

/// A name's letters without marks, spaces and an article before it: `U.N.`, `the UN`.
fn bare(name: &str) -> String {
    let folded = fold(name);
    let without = ["the ", "la ", "le ", "les ", "l "].iter().find_map(|article| folded.strip_prefix(article));
    without.unwrap_or(&folded).replace(' ', "")
}

fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_hold() {
        let file: File = crate::rules::toml("shared/bodies.toml").unwrap();
        let bodies = Bodies::load().unwrap();
        for (a, b) in file.same {
            assert!(bodies.are_one(&a, &b), "{a}, {b}");
        }
        for (a, b) in file.keyed {
            assert!(bodies.key(&a).is_some() && bodies.key(&a) == bodies.key(&b), "{a}, {b}");
        }
        for (a, b) in file.other {
            assert!(bodies.key(&a).is_none() || bodies.key(&a) != bodies.key(&b), "{a}, {b}");
            assert!(!bodies.are_one(&a, &b), "{a}, {b}");
        }
    }
}
