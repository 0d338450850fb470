//! The rules data, embedded at build time and checked when it is loaded.
//!
//! Everything that is known of languages, units, attributes and names is a file under `rules/`; the folders are listed
//! by `build.rs`. A module that needs tables has a loader of its own here or beside it; this one only hands out texts.

pub mod attributes;
pub mod bodies;
pub mod classes;
pub mod clause_words;
pub mod concepts;
pub mod confidence;
pub mod fold;
pub mod gazetteer;
pub mod lexicon;
pub mod pattern;
pub mod people;
pub mod phrases;
pub mod quantity;
mod quantity_files;
pub mod questions;
pub mod statements;
pub mod stories;
pub mod translit;
pub mod units;

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;

use crate::model::Language;

/// The files under `rules/`: path from there with `/`, and text.
static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// Returns every embedded file whose path starts with `prefix` (`"fr/"`, `"shared/"`), in the order of their paths.
pub fn files(prefix: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().copied().filter(move |(path, _)| path.starts_with(prefix))
}

/// Returns the text of one file.
///
/// # Errors
/// Where no such file is embedded.
pub fn text(path: &str) -> Result<&'static str> {
    FILES.iter().find(|(name, _)| *name == path).map(|(_, text)| *text).with_context(|| format!("no rules file {path}"))
}

/// Reads one TOML file into a type.
///
/// # Errors
/// Where it is missing, or does not fit the type; the message names the file and the place.
pub fn toml<T: DeserializeOwned>(path: &str) -> Result<T> {
    toml::from_str(text(path)?).with_context(|| format!("rules/{path}"))
}

/// Returns the languages that have a folder under `rules/`, by code.
pub fn languages() -> Vec<Language> {
    let mut found: Vec<Language> = FILES
        .iter()
        .filter_map(|(path, _)| path.split_once('/'))
        .filter_map(|(folder, _)| if folder.len() == 2 { folder.parse().ok() } else { None })
        .collect();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_missing_file_is_named() {
        let error = super::text("xx/none.toml").unwrap_err().to_string();
        assert!(error.contains("xx/none.toml"), "{error}");
    }
}
