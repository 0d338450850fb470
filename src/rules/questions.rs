//! What tells whether two statements of one story answer the same question.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

/// `rules/shared/questions.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionRules {
    /// The log-odds from which on a statement joins a question.
    pub enough: f32,
    /// The same for dates: an article tells many, and two that are taken for one are a false alarm.
    pub enough_for_dates: f32,
    /// Two statements of one document below these log-odds never answer one question.
    pub apart: f32,
    /// Statements of a question that a further one is held against, at most.
    pub most_compared: usize,
    /// Questions that a statement is held against, at most: the most alike, and as many of its attribute.
    pub most_questions: usize,
    /// Statements of one document that are held against each other at once, at most: of a longer one, a part after another.
    pub most_at_once: usize,
    /// Attributes that say only what sort of value it is.
    pub broad: HashSet<String>,
    /// Lists of attributes of which each is another question than all others of its list.
    pub unlike: Vec<HashSet<String>>,
    /// What makes two facts one.
    pub facts: FactRules,
}

/// When two statements in other words say yes or no to the same thing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactRules {
    /// The share of the shorter one's words, by weight, that both hold at least.
    pub enough: f64,
    /// The least weight of a word that tells what a fact is of.
    pub near: u8,
    /// Attributes that tell how something is said and not what: they join by no likeness.
    pub apart: HashSet<String>,
    /// Concepts and words that tell nothing of what it is of.
    pub idle: HashSet<String>,
}

static EMBEDDED: LazyLock<anyhow::Result<QuestionRules>> = LazyLock::new(|| super::toml("shared/questions.toml"));

impl QuestionRules {
    /// Returns the embedded ones.
    ///
    /// # Errors
    /// Where the file does not fit its form.
    pub fn embedded() -> anyhow::Result<&'static QuestionRules> {
        EMBEDDED.as_ref().map_err(|e| anyhow::anyhow!("{e:#}"))
    }

    /// Returns whether statements of two attributes never answer one question.
    pub fn are_unlike(&self, one: &str, other: &str) -> bool {
        one != other && self.unlike.iter().any(|list| list.contains(one) && list.contains(other))
    }

    /// Returns whether two statements may well share an attribute and be of unlike things.
    pub fn is_broad(&self, attribute: &str) -> bool {
        self.broad.contains(attribute)
    }
}
