//! The words by which a sentence says yes or no to something (`rules/<lang>/statements.toml`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use anyhow::Result;
use foldhash::HashSet;
use serde::Deserialize;

use super::pattern::{Pattern, PatternSet};
use crate::model::Language;

/// What a word says to the statement that it stands by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// No: a negation.
    Negation,
    /// Looks like a negation, and is none.
    Bound,
    /// No: somebody denies it.
    Denial,
    /// No: somebody rules it out; where that is negated, it may be.
    Exclusion,
    /// Yes: somebody admits or confirms it.
    Admission,
    /// Yes, against what was thought.
    Insists,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    negations: Vec<String>,
    bounds: Vec<String>,
    denials: Vec<String>,
    exclusions: Vec<String>,
    admissions: Vec<String>,
    insists: Vec<String>,
    through: HashSet<String>,
    light: HashSet<String>,
    idle: HashSet<String>,
    idle_nouns: HashSet<String>,
    claim_nouns: HashSet<String>,
    conditions: HashSet<String>,
    clause_openers: HashSet<String>,
    examples: Vec<Example>,
    counter_examples: Vec<String>,
}

/// A sentence that states something.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// The words that state it.
    pub words: String,
    /// What it is called.
    pub attribute: String,
    /// `+`, `-`, or `denied`.
    pub says: String,
}

/// One language's words.
#[derive(Debug, Default)]
pub struct Statements {
    set: PatternSet,
    marks: Vec<Mark>,
    /// Verbs that lead to the one that tells what is meant.
    pub through: HashSet<String>,
    /// Verbs that tell nothing of their own.
    pub light: HashSet<String>,
    /// Predicates that nobody checks.
    pub idle: HashSet<String>,
    /// Nouns of which to have or have none says nothing.
    pub idle_nouns: HashSet<String>,
    /// Nouns for what is claimed.
    pub claim_nouns: HashSet<String>,
    /// Words that open a condition.
    pub conditions: HashSet<String>,
    /// Words that open the clause that somebody denies.
    pub clause_openers: HashSet<String>,
    /// Sentences that state something.
    pub examples: Vec<Example>,
    /// Sentences that state nothing that counts.
    pub counter_examples: Vec<String>,
}

static ALL: LazyLock<BTreeMap<Language, Statements>> = LazyLock::new(|| {
    super::languages()
        .into_iter()
        // A language without the file states nothing openly; a broken file fails the test below.
        .filter_map(|language| Some((language, Statements::load(language).ok()?)))
        .collect()
});

static NONE: LazyLock<Statements> = LazyLock::new(Statements::default);

impl Statements {
    /// Returns a language's words; none where no file has any.
    pub fn of(language: Language) -> &'static Statements {
        ALL.get(&language).unwrap_or(&NONE)
    }

    /// Loads a language's file.
    ///
    /// # Errors
    /// Where it does not fit the form; the message names it.
    pub fn load(language: Language) -> Result<Self> {
        let file: File = super::toml(&format!("{language}/statements.toml"))?;
        let mut out = Statements {
            through: file.through,
            light: file.light,
            idle: file.idle,
            idle_nouns: file.idle_nouns,
            claim_nouns: file.claim_nouns,
            conditions: file.conditions,
            clause_openers: file.clause_openers,
            examples: file.examples,
            counter_examples: file.counter_examples,
            ..Statements::default()
        };
        for (mark, patterns) in [
            (Mark::Negation, &file.negations),
            (Mark::Bound, &file.bounds),
            (Mark::Denial, &file.denials),
            (Mark::Exclusion, &file.exclusions),
            (Mark::Admission, &file.admissions),
            (Mark::Insists, &file.insists),
        ] {
            for pattern in patterns {
                out.set.add(Pattern::read(pattern)?, out.marks.len());
            }
            out.marks.push(mark);
        }
        Ok(out)
    }

    /// Calls `found(mark, start, end)` for every match in a sentence's folded words.
    pub fn matches(&self, words: &[impl AsRef<str>], mut found: impl FnMut(Mark, usize, usize)) {
        self.set.matches(words, |owner, start, end| {
            if let Some(mark) = self.marks.get(owner) {
                found(*mark, start, end);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_words() {
        for language in crate::rules::languages() {
            Statements::load(language).unwrap();
        }
    }
}
