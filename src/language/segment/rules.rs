//! A language's tables for cutting text, read from `rules/<lang>/language.toml`.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use anyhow::{Result, ensure};
use foldhash::{HashMap, HashMapExt, HashSet};
use serde::Deserialize;

use crate::model::Language;
use crate::rules;

/// The file as written; every table may be missing.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    digits_grouped_by_space: bool,
    split_hyphens: bool,
    split_slashes: bool,
    possessive_apostrophe: bool,
    elisions: Vec<String>,
    whole: Vec<String>,
    clitics: Vec<String>,
    clitics_lower_only: Vec<String>,
    hyphen_prefixes: Vec<String>,
    opening_apostrophes: Vec<String>,
    units_after_digits: Vec<String>,
    abbreviations_before_name: Vec<String>,
    abbreviations_before_number: Vec<String>,
    abbreviations: Vec<String>,
    starters: Vec<String>,
    date_lines: Vec<String>,
    enclitics: Vec<String>,
    contractions: BTreeMap<String, ContractionEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ContractionEntry {
    words: Vec<String>,
    #[serde(default = "yes")]
    always: bool,
}

fn yes() -> bool {
    true
}

/// What an abbreviation asks of the word after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abbreviation {
    /// Stands before a name or word; its full stop never ends a sentence.
    BeforeName,
    /// One only where a number follows.
    BeforeNumber,
    /// What follows decides.
    Other,
}

/// A token that may stand for several words.
#[derive(Clone, Debug)]
pub struct Contraction {
    /// The words in small letters.
    pub words: Vec<String>,
    /// Whether it always does.
    pub always: bool,
}

/// The checked tables. All keys are in small letters with the straight apostrophe, but for abbreviations.
#[derive(Debug, Default)]
pub struct LanguageRules {
    /// May a plain space group digits.
    pub digits_grouped_by_space: bool,
    /// Are words cut at hyphens.
    pub split_hyphens: bool,
    /// Are words cut at slashes.
    pub split_slashes: bool,
    /// May a plural end in a bare apostrophe.
    pub possessive_apostrophe: bool,
    /// Prefixes before an apostrophe that are tokens.
    pub elisions: HashSet<String>,
    /// Words that are never cut.
    pub whole: HashSet<String>,
    /// Pronouns after a hyphen, hyphen included; true where only after small letters.
    pub clitics: HashMap<String, bool>,
    /// Prefixes that keep their hyphen.
    pub hyphen_prefixes: HashSet<String>,
    /// Words with an apostrophe in front.
    pub opening_apostrophes: HashSet<String>,
    /// Letters cut from the digits before them.
    pub units_after_digits: HashSet<String>,
    /// Words that often open a sentence.
    pub starters: HashSet<String>,
    /// Words of a line that only tells when something was published.
    pub date_lines: HashSet<String>,
    /// Endings that are words.
    pub enclitics: Vec<String>,
    abbreviations: HashMap<String, Abbreviation>,
    contractions: HashMap<String, Contraction>,
}

impl LanguageRules {
    /// Returns the tables of a language, read once; empty ones where it has no file, so that any text can be cut.
    pub fn of(lang: Language) -> &'static LanguageRules {
        static LOADED: OnceLock<Mutex<BTreeMap<Language, &'static LanguageRules>>> = OnceLock::new();
        let mut loaded = LOADED.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
        loaded
            .entry(lang)
            // Leaked on purpose: as many as there are languages, for the program's life.
            .or_insert_with(|| Box::leak(Box::new(LanguageRules::load(lang).unwrap_or_default())))
    }

    /// Reads and checks the tables of a language.
    ///
    /// # Errors
    /// Where there is no file, it has an unknown key, or an entry cannot match.
    pub fn load(lang: Language) -> Result<LanguageRules> {
        let path = format!("{lang}/language.toml");
        let file: File = rules::toml(&path)?;
        let sets =
            [&file.elisions, &file.whole, &file.clitics, &file.starters, &file.enclitics, &file.units_after_digits];
        for word in sets.into_iter().flatten().chain(file.contractions.keys()) {
            ensure!(!word.is_empty() && *word == folded(word), "rules/{path}: {word:?} is not in small letters");
        }
        let mut abbreviations = HashMap::new();
        let kinds = [
            (&file.abbreviations_before_number, Abbreviation::BeforeNumber),
            (&file.abbreviations, Abbreviation::Other),
            (&file.abbreviations_before_name, Abbreviation::BeforeName),
        ];
        for (words, kind) in kinds {
            for word in words {
                ensure!(
                    !word.is_empty() && !word.ends_with('.'),
                    "rules/{path}: abbreviation {word:?} without its last stop"
                );
                // A single letter with a capital is an initial, whatever it abbreviates in small.
                if word.chars().count() > 1 {
                    abbreviations.insert(capitalised(word), kind);
                }
                abbreviations.insert(word.clone(), kind);
            }
        }
        let mut clitics: HashMap<String, bool> = file.clitics.into_iter().map(|c| (c, false)).collect();
        for clitic in file.clitics_lower_only {
            ensure!(
                clitics.insert(clitic.clone(), true).is_some(),
                "rules/{path}: {clitic:?} is not among the clitics"
            );
        }
        Ok(LanguageRules {
            digits_grouped_by_space: file.digits_grouped_by_space,
            split_hyphens: file.split_hyphens,
            split_slashes: file.split_slashes,
            possessive_apostrophe: file.possessive_apostrophe,
            elisions: file.elisions.into_iter().collect(),
            whole: file.whole.into_iter().collect(),
            clitics,
            hyphen_prefixes: file.hyphen_prefixes.into_iter().collect(),
            opening_apostrophes: file.opening_apostrophes.into_iter().collect(),
            units_after_digits: file.units_after_digits.into_iter().collect(),
            starters: file.starters.into_iter().collect(),
            date_lines: file.date_lines.into_iter().collect(),
            enclitics: file.enclitics,
            abbreviations,
            contractions: file
                .contractions
                .into_iter()
                .map(|(token, entry)| (token, Contraction { words: entry.words, always: entry.always }))
                .collect(),
        })
    }

    /// Returns what kind of abbreviation a word is, given without its last full stop.
    pub fn abbreviation(&self, word: &str) -> Option<Abbreviation> {
        self.abbreviations.get(word).copied()
    }

    /// Returns what a token (in small letters, straight apostrophe) may stand for.
    pub fn contraction(&self, token: &str) -> Option<&Contraction> {
        self.contractions.get(token)
    }
}

/// Returns a word in small letters with straight apostrophes, as the tables have them.
pub fn folded(word: &str) -> String {
    word.chars().flat_map(|c| if is_apostrophe(c) { '\''.to_lowercase() } else { c.to_lowercase() }).collect()
}

/// Returns whether a character serves as an apostrophe.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{02BC}' | '\u{FF07}')
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_file_is_sound() {
        for lang in rules::languages() {
            LanguageRules::load(lang).unwrap();
        }
    }

    #[test]
    fn unknown_language_has_empty_tables() {
        assert!(LanguageRules::of("qq".parse().unwrap()).starters.is_empty());
    }
}
