//! Classes of words that mean the same for counting: synonyms, and what they are called in another language.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::fold::fold;

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    noun: Vec<Row>,
    #[serde(default)]
    verb: Vec<Row>,
    #[serde(default)]
    person_noun: Vec<Row>,
}

/// A class: its name, and its lemmas by language.
#[derive(Deserialize)]
struct Row {
    class: String,
    #[serde(flatten)]
    lemmas: HashMap<String, Vec<String>>,
}

/// Enters rows; of two classes with one lemma the first has it.
fn fill<'r>(into: &mut HashMap<String, String>, rows: impl Iterator<Item = &'r Row>) {
    for row in rows {
        for lemma in std::iter::once(&row.class).chain(row.lemmas.values().flatten()) {
            into.entry(fold(lemma)).or_insert_with(|| row.class.clone());
        }
    }
}

/// Word classes, by folded lemma of any language.
#[derive(Debug, Default)]
pub struct Classes {
    nouns: HashMap<String, String>,
    verbs: HashMap<String, String>,
    persons: HashSet<String>,
}

static EMBEDDED: LazyLock<Classes> = LazyLock::new(|| Classes::load().unwrap_or_default());

impl Classes {
    /// Returns the embedded ones.
    pub fn embedded() -> &'static Classes {
        &EMBEDDED
    }

    /// Loads `rules/shared/classes.toml`.
    ///
    /// # Errors
    /// Where the file does not fit its form.
    pub fn load() -> anyhow::Result<Self> {
        let file: File = super::toml("shared/classes.toml")?;
        let mut out = Classes::default();
        fill(&mut out.nouns, file.noun.iter().chain(&file.person_noun));
        fill(&mut out.verbs, file.verb.iter());
        out.persons = file.person_noun.iter().map(|r| r.class.clone()).collect();
        Ok(out)
    }

    /// Returns a noun's class; the noun itself where it is in none.
    pub fn noun<'a>(&'a self, lemma: &'a str) -> &'a str {
        self.nouns.get(&fold(lemma)).map_or(lemma, String::as_str)
    }

    /// Returns a verb's class; the verb itself where it is in none.
    pub fn verb<'a>(&'a self, lemma: &'a str) -> &'a str {
        self.verbs.get(&fold(lemma)).map_or(lemma, String::as_str)
    }

    /// Returns whether a noun names persons.
    pub fn is_person(&self, lemma: &str) -> bool {
        self.persons.contains(self.noun(lemma))
    }
}
