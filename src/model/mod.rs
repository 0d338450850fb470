//! The domain's words as types. Imports nothing else of this crate.
//!
//! Every stage takes and gives these types, so that stages meet here and never in each other.

mod assertion;
mod date;
mod document;
mod language;
mod mention;
mod span;
mod text;

pub use assertion::{
    Assertion, AttributeDef, Comparable, Context, Dynamics, EntityKind, Extraction, LocalEntity, Modality, Polarity,
    Scope,
};
pub use date::{DateBasis, DateInterval, PartialDate, days_in_month, julian_day};
pub use document::{Document, Skip, Stage};
pub use language::Language;
pub use mention::{Bound, Interval, Kind, Mention, Value};
pub use span::{CharIndex, Span};
pub use text::{Analysis, Name, NameKind, Sentence, Token, Upos, Word};
