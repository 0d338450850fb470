//! Mentions: spans of a document that name something.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{DateInterval, Span};

/// What sort of thing a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A count or a measure.
    Quantity,
    /// An amount in a currency.
    Money,
    /// A share of a whole, or percentage points.
    Percent,
    /// How old someone or something is.
    Age,
    /// How long something lasts.
    Duration,
    /// When something is.
    Date,
    /// How someone or something is called.
    Name,
    /// What office or function someone holds.
    Role,
    /// A statement that is affirmed or denied.
    Fact,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 9] = [
        Kind::Quantity,
        Kind::Money,
        Kind::Percent,
        Kind::Age,
        Kind::Duration,
        Kind::Date,
        Kind::Name,
        Kind::Role,
        Kind::Fact,
    ];

    /// Returns the kind that a stored word names.
    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Returns the word that is stored and shown.
    pub fn as_str(&self) -> &'static str {
        match self {
            Kind::Quantity => "quantity",
            Kind::Money => "money",
            Kind::Percent => "percent",
            Kind::Age => "age",
            Kind::Duration => "duration",
            Kind::Date => "date",
            Kind::Name => "name",
            Kind::Role => "role",
            Kind::Fact => "fact",
        }
    }
}

/// What was said about a figure's edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// `8 000`
    Exact,
    /// `environ 10 000`, `une dizaine`, `some 10,000`
    About,
    /// `près de 8 000`, `nearly`
    Nearly,
    /// `jusqu'à 8 000`, `up to`: no low edge
    AtMost,
    /// `au moins 12`, `at least`: no high edge
    AtLeast,
    /// `plus de 12`, `more than`: no high edge
    MoreThan,
    /// `moins de 12`, `fewer than`: no low edge
    LessThan,
    /// `entre 10 000 et 12 000`, `10–12,000`
    Range,
    /// `des milliers`, `dozens`: the lower edge alone
    Vague,
}

impl Bound {
    /// All of them.
    pub const ALL: [Bound; 9] = [
        Bound::Exact,
        Bound::About,
        Bound::Nearly,
        Bound::AtMost,
        Bound::AtLeast,
        Bound::MoreThan,
        Bound::LessThan,
        Bound::Range,
        Bound::Vague,
    ];

    /// Returns the bound that a stored word names.
    pub fn from_word(word: &str) -> Option<Bound> {
        Bound::ALL.into_iter().find(|bound| bound.as_str() == word)
    }

    /// Returns the word that is stored and shown.
    pub fn as_str(&self) -> &'static str {
        match self {
            Bound::Exact => "exact",
            Bound::About => "about",
            Bound::Nearly => "nearly",
            Bound::AtMost => "at_most",
            Bound::AtLeast => "at_least",
            Bound::MoreThan => "more_than",
            Bound::LessThan => "less_than",
            Bound::Range => "range",
            Bound::Vague => "vague",
        }
    }
}

/// A quantity as it was said: an interval with open sides, never a single number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Interval {
    /// Low edge; `None` is open.
    pub low: Option<Decimal>,
    /// High edge; `None` is open.
    pub high: Option<Decimal>,
}

impl Interval {
    /// Makes the interval of one figure.
    pub fn point(value: Decimal) -> Self {
        Interval { low: Some(value), high: Some(value) }
    }
}

/// What a mention stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A count, measure, amount, share, age or duration.
    Number(Interval),
    /// A date or a span of time.
    Date(DateInterval),
    /// Words: a name, a role, a statement.
    Text(String),
}

/// A span of a document that names something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The value's words with its bound and its unit: `près de 8 000`, `up to 40,000 tonnes`, `entre 10 000 et 12 000`.
    /// A counted noun is no part of it.
    pub span: Span,
    /// The figure or date words alone, without bound and unit.
    pub core: Span,
    /// What sort of thing it is.
    pub kind: Kind,
    /// What it stands for.
    pub value: Value,
    /// What was said about its edge.
    pub bound: Bound,
    /// ISO 4217 for money, a UCUM-style symbol for a measure, `%`, `year` for an age; for a count the noun that is
    /// counted, as a singular lemma in the document's language, where it was found.
    pub unit: Option<String>,
    /// The words that are counted (`soldats nord-coréens`), where they were found.
    pub counted: Option<Span>,
    /// Half of the last figure's place that the writing commits to, in the value's own unit: 500 for `8 000`, 0 for `27`,
    /// 0.05 for `7,4`. Comparing widens by it.
    pub rounding: Decimal,
    /// The rule that made it, `file:name`.
    pub rule: &'static str,
}
