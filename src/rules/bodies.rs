//! How the names of bodies of people are written in more than one way: `rules/shared/bodies.toml`.

use std::sync::LazyLock;

use anyhow::Result;
use foldhash::HashSet;
use serde::Deserialize;

use super::fold::fold;

#[derive(Deserialize)]
struct File {
    sorts: Vec<String>,
    forms: Vec<String>,
    one: Vec<Vec<String>>,
    #[cfg_attr(not(test), allow(dead_code, reason = "examples, which tests run"))]
    same: Vec<(String, String)>,
    #[cfg_attr(not(test), allow(dead_code, reason = "examples, which tests run"))]
    other: Vec<(String, String)>,
}

/// Words that tell what sort of body one is, and words that mean one country.
#[derive(Debug, Default)]
pub struct Bodies {
    sorts: HashSet<String>,
    forms: HashSet<String>,
    /// Words of a way of writing, and the first way of its row.
    one: Vec<(Vec<String>, String)>,
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
        Ok(Bodies { sorts: set(&file.sorts), forms: set(&file.forms), one })
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
        for (a, b) in file.other {
            assert!(!bodies.are_one(&a, &b), "{a}, {b}");
        }
    }
}
