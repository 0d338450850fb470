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
    /// Returns the modality that a stored word names.
    pub fn from_word(word: &str) -> Option<Modality> {
        let all = [Modality::Asserted, Modality::Hedged, Modality::Planned, Modality::Denied];
        all.into_iter().find(|modality| modality.as_str() == word)
    }

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

/// A value brought to a form in which values of unlike units and writings compare.
#[derive(Clone, Debug, PartialEq)]
pub enum Comparable {
    /// A number or date: its interval in the base unit of its dimension (days as Julian day numbers).
    Measure {
        /// Low edge; `None` is open.
        low: Option<f64>,
        /// High edge; `None` is open.
        high: Option<f64>,
        /// Half of the place that the figure commits to, in the base unit.
        rounding: f64,
        /// `length`, `mass`, `count`, `EUR`, `day`: values of unlike dimensions do not compare.
        dimension: String,
    },
    /// Words.
    Words {
        /// In lower case, without accents.
        fold: String,
        /// What synonyms and spellings share.
        key: String,
        /// Of a list: its members, folded, sorted, each once.
        members: Option<Vec<String>>,
    },
}

/// What one document states of one entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Assertion {
    /// Index in [`Extraction::entities`].
    pub entity: usize,
    /// What is being stated of it: `troops_deployed`, `name`, `bridge.cost`.
    pub attribute: String,
    /// What sort of value it is.
    pub kind: Kind,
    /// The value.
    pub value: Value,
    /// The value, made comparable.
    pub comparable: Comparable,
    /// What was said about its edge.
    pub bound: Bound,
    /// Its unit; see [`super::Mention::unit`].
    pub unit: Option<String>,
    /// What narrows it.
    pub scope: Scope,
    /// Whom the document credits, in its words; `None` is the source's own voice.
    pub attributed_to: Option<String>,
    /// That speaker's index in [`Extraction::entities`], where it is one.
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
    /// Hash of the folded words of its paragraph; the same paragraph elsewhere is one origin.
    pub passage: Option<String>,
    /// Of a name: how often the document spells it so; else 1.
    pub n_mentions: usize,
    /// The words around it that tell what it is of.
    pub context: Context,
    /// The rule that made it, `file:name`.
    pub rule: String,
    /// How sure the extraction is, 0 to 1.
    pub confidence: f64,
}

/// The words around a value that tell what it is of, as concepts that both languages share.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Context {
    /// Concepts of its sentence, each with how near it stands, 1 to 99; the nearest first.
    #[serde(rename = "c", skip_serializing_if = "Vec::is_empty")]
    pub concepts: Vec<(String, u8)>,
    /// The concept of the verb or noun that it hangs on.
    #[serde(rename = "g", skip_serializing_if = "String::is_empty")]
    pub governor: String,
    /// The concept of what is counted.
    #[serde(rename = "n", skip_serializing_if = "String::is_empty")]
    pub counted: String,
    /// Concepts that hang on what is counted.
    #[serde(rename = "b", skip_serializing_if = "Vec::is_empty")]
    pub below: Vec<String>,
    /// The preposition before it.
    #[serde(rename = "p", skip_serializing_if = "String::is_empty")]
    pub preposition: String,
    /// Years that its sentence names.
    #[serde(rename = "y", skip_serializing_if = "Vec::is_empty")]
    pub years: Vec<i16>,
    /// The person or body that its clause speaks of, by key.
    #[serde(rename = "h", skip_serializing_if = "String::is_empty")]
    pub holder: String,
    /// Names in its sentence, by key.
    #[serde(rename = "e", skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// Whether what is counted is one of several sorts of people named side by side: "three men and a woman".
    #[serde(rename = "l", skip_serializing_if = "std::ops::Not::not")]
    pub is_listed: bool,
    /// Concepts of the sentences around, each with how near it stands, 1 to 99: what a bare "only 40 are left" is of.
    #[serde(rename = "a", skip_serializing_if = "Vec::is_empty")]
    pub around: Vec<(String, u8)>,
}

/// An attribute as the rules define it, or as an open one was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeDef {
    /// Its name: `troops_deployed`.
    pub attribute: String,
    /// For people: `troops deployed`.
    pub label: String,
    /// Of its values.
    pub kind: Kind,
    /// Whether and how its value may change in time.
    pub dynamics: Dynamics,
    /// Of a level: whether it runs from day to day, so that the day of an article alone makes it another value: a water level, not a price.
    pub is_daily: bool,
    /// Whether one value shuts out others at one time; a person may hold two offices.
    pub is_single: bool,
    /// Whether it was read from the sentence, no rule naming it.
    pub is_open: bool,
    /// Of a date: how many days two of them may lie apart and still be of one event; 0 is any number.
    pub one_event_days: u32,
}

/// Whether and how an attribute's value may change in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dynamics {
    /// Never: a birth date.
    Constant,
    /// It only grows: a death toll.
    Cumulative,
    /// It moves either way: troops present, a price.
    Level,
}

impl Dynamics {
    /// Returns the word that is stored and shown.
    pub fn as_str(&self) -> &'static str {
        match self {
            Dynamics::Constant => "constant",
            Dynamics::Cumulative => "cumulative",
            Dynamics::Level => "level",
        }
    }
}

/// All that was read from one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extraction {
    /// The entities that its assertions speak of.
    pub entities: Vec<LocalEntity>,
    /// What it states, in the order of the text.
    pub assertions: Vec<Assertion>,
    /// The attributes that its assertions use.
    pub attributes: Vec<AttributeDef>,
    /// For each place that a scope names: itself and the places that it lies in, as (place, whole).
    pub place_parts: Vec<(String, String)>,
    /// The event that the document is about, as it alone knows it; what is stated of nothing else is stated of it.
    pub event: Option<LocalEntity>,
    /// Names and figures by which documents about one event are known, each with a weight, in the order of the names.
    pub marks: Vec<(String, f64)>,
}
