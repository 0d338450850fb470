//! An assertion to begin with.

use crate::model::{Assertion, Bound, Comparable, Context, Kind, Modality, Polarity, Scope, Span, Value};

/// An assertion with nothing in it, to fill in the rest of one.
pub(super) fn assertion() -> Assertion {
    Assertion {
        entity: 0,
        attribute: String::new(),
        kind: Kind::Fact,
        value: Value::Text(String::new()),
        comparable: Comparable::Words { fold: String::new(), key: String::new(), members: None },
        bound: Bound::Exact,
        unit: None,
        scope: Scope::default(),
        attributed_to: None,
        speaker: None,
        polarity: Polarity::Affirmed,
        modality: Modality::Asserted,
        as_of: None,
        span: Span::default(),
        quote: Span::default(),
        passage: None,
        n_mentions: 1,
        context: Context::default(),
        rule: String::new(),
        confidence: 0.0,
    }
}
