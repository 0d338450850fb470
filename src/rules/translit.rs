//! What spellings of one name sound like, and which given names are one: `rules/shared/translit.toml`.
//!
//! In: a folded word. Out: its sounds, in a small Latin alphabet in which common transliterations into French and English
//! meet, or the class of its given name. What is made of them is the business of `language::names::key` and `names`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use anyhow::Result;
use foldhash::HashSet;
use serde::Deserialize;

use super::fold::fold;

/// The tables of sounds and of given names.
#[derive(Debug, Default)]
pub struct Translit {
    replace: Replacements,
    /// Words in and about persons' names.
    pub person: Person,
    given: BTreeMap<String, String>,
    short: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    replace: BTreeMap<String, String>,
    short: BTreeMap<String, String>,
    person: Person,
    given: BTreeMap<String, Vec<String>>,
}

/// Words in and about persons' names, folded.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// No part of a key: `de`, `van`.
    pub particles: HashSet<String>,
    /// Written apart or together with what follows: `mac`, `ben`.
    pub joined: HashSet<String>,
    /// After a name: `jr`.
    pub suffixes: HashSet<String>,
    /// Before a name: `sir`.
    pub titles: HashSet<String>,
    /// Families that stand before their given name.
    pub first: HashSet<String>,
    /// Given names that make one with the next.
    pub compound: HashSet<String>,
}

/// A spelling and what it sounds like.
#[derive(Debug)]
struct Replace {
    from: String,
    to: String,
    at_start: bool,
    at_end: bool,
}

/// Spellings to be replaced, read from the left, the longest that fits first.
#[derive(Debug, Default)]
pub struct Replacements {
    /// By first letter `a` to `z`, the longest first.
    by_letter: Vec<Vec<Replace>>,
}

impl Replacements {
    /// Lays out rules; `^` is a word's beginning, `$` its end. Rules for what is no small ASCII letter fall away.
    pub fn new(rules: BTreeMap<String, String>) -> Replacements {
        let mut by_letter: Vec<Vec<Replace>> = (0..26).map(|_| Vec::new()).collect();
        for (from, to) in rules {
            let bare = from.trim_matches(['^', '$']).to_owned();
            if let Some(first @ b'a'..=b'z') = bare.bytes().next() {
                let (at_start, at_end) = (from.starts_with('^'), from.ends_with('$'));
                by_letter[usize::from(first - b'a')].push(Replace { from: bare, to, at_start, at_end });
            }
        }
        for list in &mut by_letter {
            // Of rules that fit, the longest, then the one bound to a place.
            list.sort_by_key(|r| std::cmp::Reverse((r.from.len(), r.at_start || r.at_end)));
        }
        Replacements { by_letter }
    }

    /// Returns a folded word with its spellings replaced.
    pub fn apply(&self, word: &str) -> String {
        let mut out = String::with_capacity(word.len());
        let mut at = 0;
        while let Some(first) = word[at..].chars().next() {
            let rule = (first.is_ascii_lowercase() && !self.by_letter.is_empty())
                .then(|| &self.by_letter[first as usize - 'a' as usize])
                .and_then(|list| {
                    list.iter().find(|rule| {
                        word[at..].starts_with(&rule.from)
                            && (!rule.at_start || at == 0)
                            && (!rule.at_end || at + rule.from.len() == word.len())
                    })
                });
            match rule {
                Some(rule) => {
                    out.push_str(&rule.to);
                    at += rule.from.len();
                }
                None => {
                    out.push(first);
                    at += first.len_utf8();
                }
            }
        }
        out
    }
}

static EMBEDDED: LazyLock<Translit> = LazyLock::new(|| {
    // The file is part of the program and a test loads it; without it names meet only where their letters do.
    Translit::load().unwrap_or_default()
});

impl Translit {
    /// Returns the tables that are part of the program.
    pub fn embedded() -> &'static Translit {
        &EMBEDDED
    }

    /// Reads the tables.
    ///
    /// # Errors
    /// Where the file does not fit.
    pub fn load() -> Result<Translit> {
        super::toml::<File>("shared/translit.toml").map(Translit::new)
    }

    /// Returns the class of a given name that is one with others, folded: `william` for `guillaume`.
    pub fn given(&self, name: &str) -> Option<&str> {
        self.given.get(name).map(String::as_str)
    }

    /// Returns whether a family name, folded, stands before the given name.
    pub fn stands_first(&self, family: &str) -> bool {
        self.person.first.contains(family)
    }

    /// Returns every listed form of a given name with its class; the class's own name is a form too.
    pub fn given_forms(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = self.given.values().map(|class| (class.as_str(), class.as_str()));
        self.given.iter().map(|(form, class)| (form.as_str(), class.as_str())).chain(own)
    }

    fn new(file: File) -> Translit {
        let mut given = BTreeMap::new();
        for (class, forms) in file.given {
            for form in forms {
                given.entry(form).or_insert_with(|| class.clone());
            }
        }
        Translit { replace: Replacements::new(file.replace), person: file.person, given, short: file.short }
    }

    /// Returns a folded word of a name as it is written out: `saint` for `st`.
    pub fn whole<'w>(&'w self, word: &'w str) -> &'w str {
        self.short.get(word).map_or(word, String::as_str)
    }

    /// Returns a name folded, with its short words written out.
    ///
    /// ```
    /// use atodds::rules::translit::Translit;
    /// assert_eq!(Translit::embedded().fold_whole("St-Orvan"), "saint orvan");
    /// ```
    pub fn fold_whole(&self, name: &str) -> String {
        fold(name).split(' ').map(|word| self.whole(word)).collect::<Vec<_>>().join(" ")
    }

    /// Returns a folded word as it sounds.
    pub fn sounds(&self, word: &str) -> String {
        self.replace.apply(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_load() {
        let translit = Translit::load().unwrap();
        assert_eq!(translit.sounds("poutine"), translit.sounds("putin"));
        assert_eq!(translit.given("guillaume"), translit.given("bill"));
        assert!(translit.given_forms().any(|form| form == ("william", "william")));
    }
}
