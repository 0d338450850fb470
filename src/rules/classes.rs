//! Classes of words that mean the same for counting: synonyms, and what they are called in another language.

use std::sync::LazyLock;

use foldhash::{HashMap, HashSet};
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

/// Finds a lemma by its fold; most lemmas are folded as they stand.
fn look_up<'c>(table: &'c HashMap<String, String>, lemma: &str) -> Option<&'c String> {
    if lemma.bytes().all(|b| b.is_ascii_lowercase()) { table.get(lemma) } else { table.get(&fold(lemma)) }
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

    /// Returns the class of a folded noun; nothing where it is in none.
    pub fn known_noun(&self, folded: &str) -> Option<&str> {
        self.nouns.get(folded).map(String::as_str)
    }

    /// Returns the class of a folded verb; nothing where it is in none.
    pub fn known_verb(&self, folded: &str) -> Option<&str> {
        self.verbs.get(folded).map(String::as_str)
    }

    /// Returns a noun's class; the noun itself where it is in none.
    pub fn noun<'a>(&'a self, lemma: &'a str) -> &'a str {
        look_up(&self.nouns, lemma).map_or(lemma, String::as_str)
    }

    /// Returns the class of a noun by a folded form of it, plural or singular; nothing where it is in none.
    pub fn noun_of_form(&self, form: &str) -> Option<&str> {
        let known = |w: &str| self.nouns.get(w).map(String::as_str);
        // Regular plurals of French and English: enough where no lemma is at hand.
        known(form)
            .or_else(|| form.strip_suffix("ies").and_then(|w| known(&format!("{w}y"))))
            .or_else(|| form.strip_suffix("aux").and_then(|w| known(&format!("{w}al"))))
            .or_else(|| form.strip_suffix(['s', 'x']).and_then(known))
            .or_else(|| form.strip_suffix("es").and_then(known))
    }

    /// Returns a verb's class; the verb itself where it is in none.
    pub fn verb<'a>(&'a self, lemma: &'a str) -> &'a str {
        look_up(&self.verbs, lemma).map_or(lemma, String::as_str)
    }

    /// Returns whether a noun names persons.
    pub fn is_person(&self, lemma: &str) -> bool {
        self.persons.contains(self.noun(lemma))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synonyms_and_languages_meet() {
        let classes = Classes::load().unwrap();
        assert_eq!(classes.noun("militaire"), "soldier");
        assert_eq!(classes.noun_of_form("soldats"), Some("soldier"));
        assert_eq!(classes.noun("troop"), classes.noun("soldat"));
        assert_eq!(classes.noun("Zeppelinstange"), "Zeppelinstange");
        assert!(classes.is_person("soldat") && !classes.is_person("maison"));
    }
}
