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
        for (rows, into) in [(&file.noun, &mut out.nouns), (&file.person_noun, &mut out.nouns), (&file.verb, &mut out.verbs)] {
            for row in rows {
                into.entry(fold(&row.class)).or_insert_with(|| row.class.clone());
                for lemma in row.lemmas.values().flatten() {
                    into.entry(fold(lemma)).or_insert_with(|| row.class.clone());
                }
            }
        }
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
