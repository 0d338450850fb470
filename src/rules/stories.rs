//! What tells that two documents are about one event: weights of shared marks, and how much is enough.

use std::sync::LazyLock;

use foldhash::HashSet;
use serde::Deserialize;

/// What the mark of a word begins with; no name's key does.
pub const WORD: &str = "word:";

/// What the mark of a figure begins with.
pub const FIGURE: &str = "figure:";

/// `rules/shared/stories.toml`; all weights are positive and stand beside each other.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoryRules {
    /// What shared marks must weigh for a document to join a story.
    pub enough: f64,
    /// Days between a document and a story's nearest one that cost nothing.
    pub near_days: i64,
    /// Days beyond those after which marks count by half.
    pub fading_days: f64,
    /// The least that time leaves of a mark's weight, 0 to 1.
    pub least_fading: f64,
    /// What is left of it where a date is unknown, 0 to 1.
    pub undated: f64,
    /// Days beyond which nothing joins.
    pub window_days: i64,
    /// In so many other stories of the time a name or figure counts by half.
    pub common: f64,
    /// Other stories count there up to so many days off.
    pub common_days: i64,
    /// Weights of names.
    pub names: NameWeights,
    /// Weights of figures.
    pub figures: FigureWeights,
    /// What words of what happened weigh.
    pub words: WordWeights,
}

/// What shared words weigh that tell what happened.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordWeights {
    /// Each of them.
    pub weight: f64,
    /// All that two share, at most.
    pub most: f64,
    /// What two share of them must weigh at the least; less tells nothing.
    pub least: f64,
    /// In so many other stories of the time a word counts by half.
    pub common: f64,
    /// Where the documents lie further apart, in days, they count nothing.
    pub days: i64,
    /// Of so many sentences, from the headline on.
    pub sentences: usize,
    /// So many of a document, at most.
    pub kept: usize,
    /// Attributes whose statements count as a word each.
    pub attributes: HashSet<String>,
    /// Concepts that stand in reports of any sort and are no marks.
    pub idle: HashSet<String>,
}

/// What a shared name weighs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameWeights {
    /// A person's, with a given name.
    pub full_person: f64,
    /// A surname alone.
    pub part_person: f64,
    /// An organisation's.
    pub organisation: f64,
    /// That of one which is known everywhere.
    pub known_body: f64,
    /// A thing's.
    pub product: f64,
    /// An event's.
    pub event: f64,
    /// A town's, a region's, a river's.
    pub place: f64,
    /// A country's.
    pub country: f64,
    /// A continent's.
    pub continent: f64,
}

/// What a shared exact figure weighs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureWeights {
    /// Figures up to this say nothing.
    pub least: f64,
    /// One that commits to two digits.
    pub two_digits: f64,
    /// One that commits to more.
    pub more_digits: f64,
}

static EMBEDDED: LazyLock<anyhow::Result<StoryRules>> = LazyLock::new(|| super::toml("shared/stories.toml"));

impl StoryRules {
    /// Returns the embedded ones.
    ///
    /// # Errors
    /// Where the file does not fit its form.
    pub fn embedded() -> anyhow::Result<&'static StoryRules> {
        EMBEDDED.as_ref().map_err(|e| anyhow::anyhow!("{e:#}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_that_count_as_words_are_known() {
        for attribute in &StoryRules::embedded().unwrap().words.attributes {
            assert!(crate::rules::text(&format!("attributes/{attribute}.toml")).is_ok(), "{attribute}");
        }
    }
}
