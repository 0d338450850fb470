//! What tells whether two statements of one story answer the same question.

use std::sync::LazyLock;

use foldhash::HashSet;
use serde::Deserialize;

use crate::model::{Context, Kind};

/// From this weight on a concept tells the stage of its value.
const TELLS_A_STAGE: u8 = 25;

/// `rules/shared/questions.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionRules {
    /// The log-odds from which on a statement joins a question.
    pub enough: f32,
    /// The same for dates: an article tells many, and two that are taken for one are a false alarm.
    pub enough_for_dates: f32,
    /// The mean log-odds from which on two questions are one, once all documents of a story are placed.
    pub merge: f32,
    /// Stories of more documents keep the questions that placing them made.
    pub most_merged: usize,
    /// What it costs two statements, in log-odds, that one of them gives a vague count.
    pub vague: f32,
    /// The least log-odds of two speakers' figures of one attribute in one sentence, and of two documents' only figures of one
    /// attribute that are worded alike.
    pub rivals: f32,
    /// How alike the concepts around those are, at the least, 0 to 1.
    pub worded_alike: f32,
    /// The least log-odds of a statement and a question of which another document's statement gives the same telling figure.
    pub same_figure: f32,
    /// A telling figure of so many digits is one whatever the attributes and units.
    pub decisive_digits: u32,
    /// Which values are so telling that two documents of one story seldom give them of two things.
    pub telling: Vec<Telling>,
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
    /// Attributes that everyone has one of.
    pub held: HashSet<String>,
    /// Attributes of what happens once to everyone.
    pub once: HashSet<String>,
    /// Concepts of relatives, who are born and die too.
    pub kin: HashSet<String>,
    /// Attributes of the day on which something is told.
    pub told: HashSet<String>,
    /// Known attributes that may be of the same day.
    pub told_besides: HashSet<String>,
    /// Attributes that leave open what they are of.
    pub measured: HashSet<String>,
    /// What they may be of.
    pub measure: Vec<Measure>,
    /// Lists of attributes of which each is another question than all others of its list.
    pub unlike: Vec<HashSet<String>>,
    /// At what stage of what is told a figure stands: asked, offered, agreed; each stage's concepts and prepositions.
    pub stage: Vec<Stage>,
    /// What makes two facts one.
    pub facts: FactRules,
}

/// A stage of what is told.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// For people.
    pub name: String,
    /// Concepts of the sentence that tell of it.
    pub concepts: HashSet<String>,
    /// Prepositions right before the figure that do.
    #[serde(default)]
    pub prepositions: HashSet<String>,
}

/// Figures or dates of a kind that seldom meet by chance.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Telling {
    /// Their kind.
    pub kind: Kind,
    /// So many digits they have at least, noughts at the end left out: 417 has three, 1,200 two.
    #[serde(default)]
    pub digits: u32,
    /// So large they are at least, in their base unit; a share of 60 % is 60.
    #[serde(default)]
    pub least: f64,
    /// So wide they are at least: days between the first and the last day of a date, 0 for what is exact.
    #[serde(default)]
    pub width: f64,
    /// And so wide at most.
    #[serde(default)]
    pub widest: f64,
    /// Both have to be of one unit, and of one that is told.
    #[serde(default)]
    pub same_unit: bool,
}

/// What a figure may be of.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// For readers of the file.
    pub name: String,
    /// Concepts near the figure that tell it.
    pub concepts: HashSet<String>,
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

    /// Returns whether a value, from `low` to `high` and of so many digits, seldom stands for two things in one story.
    pub fn is_telling(&self, kind: Kind, (low, high): (f64, f64), digits: u32, same_unit: bool) -> bool {
        let fits = |sort: &Telling| {
            sort.kind == kind
                && digits >= sort.digits
                && low.abs() >= sort.least
                && (sort.width..=sort.widest).contains(&(high - low))
                && (same_unit || !sort.same_unit)
        };
        self.telling.iter().any(fits)
    }

    /// Returns whether statements of two attributes never answer one question.
    pub fn are_unlike(&self, one: &str, other: &str) -> bool {
        one != other && self.unlike.iter().any(|list| list.contains(one) && list.contains(other))
    }

    /// Returns at what stage a value stands, by its number from one on: the one whose word stands nearest; 0 where none tells.
    pub fn stage_of(&self, context: &Context) -> usize {
        if let Some(n) = self.stage.iter().position(|stage| stage.prepositions.contains(&context.preposition)) {
            return n + 1;
        }
        // The nearest stand first.
        let near = context.concepts.iter().take_while(|(_, near)| *near >= TELLS_A_STAGE);
        let of = |concept: &String| self.stage.iter().position(|stage| stage.concepts.contains(concept));
        near.filter_map(|(concept, _)| of(concept)).next().map_or(0, |n| n + 1)
    }

    /// Returns whether two statements of an attribute that leaves open what it is of are of unlike things, as their words tell.
    pub fn measure_unlike(&self, attribute: &str, one: &Context, other: &Context) -> bool {
        let of = |concept: &String| self.measure.iter().position(|m| m.concepts.contains(concept));
        // The nearest stand first.
        let nearest = |context: &Context| context.concepts.iter().find_map(|(concept, _)| of(concept));
        self.measured.contains(attribute) && nearest(one).zip(nearest(other)).is_some_and(|(one, other)| one != other)
    }

    /// Returns whether two statements may well share an attribute and be of unlike things.
    pub fn is_broad(&self, attribute: &str) -> bool {
        self.broad.contains(attribute)
    }

    /// Returns whether an attribute is of what happens once to everyone: two statements of it of one person answer one question.
    pub fn is_once(&self, attribute: &str) -> bool {
        self.once.contains(attribute)
    }

    /// Returns whether an attribute is of the day on which something is told, and another, which a rules file knows, is not.
    pub fn is_told_of(&self, told: &str, known: &str) -> bool {
        self.told.contains(told) && !self.told_besides.contains(known)
    }

    /// Returns whether everyone has one of an attribute, so that unlike holders have two.
    pub fn is_held(&self, attribute: &str) -> bool {
        self.held.contains(attribute)
    }
}
