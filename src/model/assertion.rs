//! Assertions: what one document states.

use super::{Bound, DateInterval, Kind, NameKind, Span, Value};

/// Whether a statement is made or negated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Polarity {
    /// `+`
    Affirmed,
    /// `-`: `n'a pas`, `et non onze`
    Negated,
}

impl Polarity {
    /// Returns the sign that is stored and shown.
    pub fn as_str(&self) -> &'static str {
        match self {
            Polarity::Affirmed => "+",
            Polarity::Negated => "-",
        }
    }
}

/// How surely a statement is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Modality {
    /// As a plain fact.
    Asserted,
    /// With reserve: the conditional, `reportedly`, `présumé`.
    Hedged,
    /// As something to come: `devrait`, `is expected to`, `en préparation`.
    Planned,
    /// As something false, withdrawn or corrected.
    Denied,
}

impl Modality {
    /// Returns the word that is stored and shown.
    pub fn as_str(&self) -> &'static str {
        match self {
            Modality::Asserted => "asserted",
            Modality::Hedged => "hedged",
            Modality::Planned => "planned",
            Modality::Denied => "denied",
        }
    }
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityKind {
    /// A person, place, organisation, event or product with a name.
    Named(NameKind),
    /// A thing without a name of its own: a bridge, a strike, the event that a story is about.
    Thing,
}

impl EntityKind {
    /// Returns the word that is stored and shown.
    pub fn as_str(&self) -> &'static str {
        match self {
            EntityKind::Named(kind) => kind.as_str(),
            EntityKind::Thing => "thing",
        }
    }
}

/// An entity as one document knows it: the names that it gives to one person, place or thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalEntity {
    /// What it is.
    pub kind: EntityKind,
    /// Its fullest name in the document.
    pub name: String,
    /// The key under which entities of different documents meet; made from the name and the gazetteers alone.
    pub key: String,
}

/// What narrows a statement; a part of the question that it answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Where, in the document's words.
    pub place: Option<String>,
    /// The key of that place in the gazetteer, else its folded words.
    pub place_key: Option<String>,
    /// Which part of the whole: `child`, `woman`, `police_officer`.
    pub subgroup: Option<String>,
    /// For which period: `per_year`, `2023`.
    pub period: Option<String>,
    /// Whether it is yet to come.
    pub planned: bool,
}

/// What one document states of one entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Assertion {
    /// Index in the document's list of [`LocalEntity`].
    pub entity: usize,
    /// What is being stated of it: `troops_deployed`, `name`, `bridge.cost`.
    pub attribute: String,
    /// What sort of value it is.
    pub kind: Kind,
    /// The value.
    pub value: Value,
    /// What was said about its edge.
    pub bound: Bound,
    /// Its unit; see [`super::Mention::unit`].
    pub unit: Option<String>,
    /// Half of the place that the figure commits to; see [`super::Mention::rounding`].
    pub rounding: rust_decimal::Decimal,
    /// What narrows it.
    pub scope: Scope,
    /// Whom the document credits, in its words; `None` is the source's own voice.
    pub attributed_to: Option<String>,
    /// That speaker's index in the document's list of [`LocalEntity`], where it is one.
    pub speaker: Option<usize>,
    /// Whether it is made or negated.
    pub polarity: Polarity,
    /// How surely it is made.
    pub modality: Modality,
    /// When it holds, where the words tell.
    pub as_of: Option<DateInterval>,
    /// The value's words.
    pub span: Span,
    /// The sentence, or the part of one, that states it.
    pub quote: Span,
    /// The rule that made it, `file:name`.
    pub rule: String,
    /// How sure the extraction is, 0 to 1.
    pub confidence: f64,
}
