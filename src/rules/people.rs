//! Who is another than the one of the same name: what titles and given names tell of gender, and words for relatives
//! (`rules/shared/people.toml`, the titles in `rules/shared/names.toml`).

use std::sync::LazyLock;

use anyhow::Result;
use serde::Deserialize;

use super::fold::{FoldHash, HashTable, fold};

/// What a title or a given name tells of who bears it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// `Mr`, `baron`.
    Male,
    /// `Mrs`, `baroness`.
    Female,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    men: Vec<String>,
    women: Vec<String>,
    suffixes: Vec<String>,
    kin: Kin,
    #[cfg_attr(not(test), allow(dead_code, reason = "examples, which tests run"))]
    examples: Vec<(String, String)>,
    #[cfg_attr(not(test), allow(dead_code, reason = "examples, which tests run"))]
    counter_examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kin {
    words: Vec<String>,
    whose: Vec<String>,
}

/// Of the file on names the titles alone.
#[derive(Deserialize)]
struct NamesFile {
    titles: Titles,
}

#[derive(Deserialize)]
struct Titles {
    male: Vec<String>,
    female: Vec<String>,
}

/// What words tell of people.
#[derive(Debug, Default)]
pub struct People {
    titles: HashTable<Gender>,
    given: HashTable<Gender>,
    suffixes: HashTable<()>,
    kin: HashTable<()>,
    whose: HashTable<()>,
}

static EMBEDDED: LazyLock<People> = LazyLock::new(|| People::load().unwrap_or_default());

/// So many words lead to a relative's name: `his late elder brother`.
const MOST_KIN_WORDS: usize = 5;

/// They stand within so many bytes.
const LONGEST_KIN: usize = 160;

impl People {
    /// Returns the embedded ones.
    pub fn embedded() -> &'static People {
        &EMBEDDED
    }

    /// Loads the files.
    ///
    /// # Errors
    /// Where one does not fit its form.
    pub fn load() -> Result<People> {
        let file: File = super::toml("shared/people.toml")?;
        let NamesFile { titles } = super::toml("shared/names.toml")?;
        let set = |list: &[String]| list.iter().map(|word| (FoldHash::of(word), ())).collect();
        let genders = |men: &[String], women: &[String]| -> HashTable<Gender> {
            let of = |list: &[String], gender| list.iter().map(|w| (FoldHash::of(w), gender)).collect::<Vec<_>>();
            of(men, Gender::Male).into_iter().chain(of(women, Gender::Female)).collect()
        };
        Ok(People {
            titles: genders(&titles.male, &titles.female),
            given: genders(&file.men, &file.women),
            suffixes: set(&file.suffixes),
            kin: set(&file.kin.words),
            whose: set(&file.kin.whose),
        })
    }

    /// Returns what a given name tells of gender, where men alone or women alone bear it in the main.
    pub fn given_gender(&self, given: &str) -> Option<Gender> {
        self.given.get(&FoldHash::of(given)).copied()
    }

    /// Returns whether a folded word behind a name tells which of several of that name is meant: `jr`, `fils`, `iii`.
    pub fn is_suffix(&self, word: &str) -> bool {
        self.suffixes.contains_key(&FoldHash::of(word))
    }

    /// Returns the title that a text ends with and that tells of a gender (`M.`, `Mrs`), by where it begins: one stands right before a name.
    ///
    /// ```
    /// use atodds::rules::people::{Gender, People};
    /// assert_eq!(People::embedded().title("Hier, Mme "), Some((6, Gender::Female)));
    /// assert_eq!(People::embedded().title("at 5 p.m. "), None);
    /// ```
    pub fn title(&self, before: &str) -> Option<(usize, Gender)> {
        let bare = before.trim_end_matches([' ', '\u{a0}', '\u{202f}']);
        let is_apart = bare.len() < before.len();
        let bare = bare.strip_suffix('.').unwrap_or(bare);
        let last = bare.char_indices().rfind(|(_, c)| !c.is_alphabetic());
        let from = last.map_or(0, |(at, c)| at + c.len_utf8());
        let is_alone = is_apart && !bare[..from].ends_with(['.', '-', '\'', '’']);
        let word = &bare[from..];
        let gender = self.titles.get(&FoldHash::of(word)).filter(|_| is_alone && !word.is_empty())?;
        Some((from, *gender))
    }

    /// Returns the word by which a text that ends before a name introduces a relative's: `his father, `, `sa sœur `.
    pub fn kin(&self, before: &str) -> Option<String> {
        // A text may go on for long without a stop.
        let from = (before.len().saturating_sub(LONGEST_KIN)..=before.len()).find(|at| before.is_char_boundary(*at))?;
        let before = before[from..].trim_end();
        let before = before.strip_suffix(',').unwrap_or(before);
        let is_end =
            |c: char| matches!(c, '.' | ';' | ':' | '!' | '?' | ',' | '(' | ')' | '«' | '»' | '“' | '”' | '"' | '\n');
        let is_title = |clause: &str| self.titles.contains_key(&FoldHash::of(clause.trim()));
        let mut clause = before.rsplit(is_end).next().unwrap_or_default();
        // `his sister, Mrs`
        if let Some((rest, _)) = before.rsplit_once(',').filter(|(_, last)| is_title(last)) {
            clause = rest.rsplit(is_end).next().unwrap_or_default();
        }
        let lead: Vec<&str> = clause.split_whitespace().collect();
        let lead = &lead[lead.len().saturating_sub(MOST_KIN_WORDS)..];
        let at = lead.iter().rposition(|word| self.kin.contains_key(&FoldHash::of(word)))?;
        let is_whose =
            |word: &&str| self.whose.contains_key(&FoldHash::of(word)) || word.ends_with("'s") || word.ends_with("’s");
        // A title, or an adjective behind the noun, may stand between.
        let is_theirs = lead.len() - at <= 2 && lead[..at].iter().any(is_whose);
        is_theirs.then(|| fold(lead[at]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_hold() {
        let file: File = crate::rules::toml("shared/people.toml").unwrap();
        let people = People::load().unwrap();
        for (before, kin) in file.examples {
            assert_eq!(people.kin(&before), Some(kin), "{before}");
        }
        for before in file.counter_examples {
            assert_eq!(people.kin(&before), None, "{before}");
        }
    }
}
