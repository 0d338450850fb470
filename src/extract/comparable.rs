//! Values brought to a form in which they compare: base units, Julian days, folded words.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::model::{Comparable, DateInterval, Interval, Kind, julian_day};
use crate::rules::fold::fold;
use crate::rules::clause_words::ClauseWords;
use crate::rules::units::Units;

/// Makes a figure comparable: in the base unit of its dimension.
///
/// A count's dimension is `count` whatever is counted, since the attribute says that; a currency is a dimension of its own.
pub(super) fn measure(kind: Kind, value: &Interval, unit: Option<&str>, rounding: Decimal) -> Comparable {
    let float = |d: Decimal| d.to_f64();
    let known = unit.and_then(|u| Units::embedded().base(u));
    let (dimension, factor, offset) = match (kind, unit, known) {
        (Kind::Percent, ..) => ("%".to_owned(), 1.0, 0.0),
        (Kind::Age, _, None) => ("time".to_owned(), 1.0, 0.0),
        (Kind::Money, Some(code), _) => (code.to_owned(), 1.0, 0.0),
        (_, _, Some(base)) => (base.dimension.to_owned(), base.factor, base.offset),
        _ => ("count".to_owned(), 1.0, 0.0),
    };
    // Rounded to a relative 1e-12, so that 4 ha and 0.04 km² meet though their factors are binary.
    let base = |d: Option<Decimal>| d.and_then(float).map(|v| tidy(v * factor + offset));
    Comparable::Measure {
        low: base(value.low),
        high: base(value.high),
        rounding: tidy(float(rounding).unwrap_or(0.0) * factor),
        dimension,
    }
}

fn tidy(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

/// Makes a date comparable: first and last day as Julian day numbers.
pub(super) fn date(value: &DateInterval) -> Comparable {
    Comparable::Measure {
        low: value.low.map(|d| julian_day(d.first_day()) as f64),
        high: value.high.map(|d| julian_day(d.last_day()) as f64),
        rounding: 0.0,
        dimension: "day".to_owned(),
    }
}

/// Makes words comparable; `key` is what synonyms share.
pub(super) fn words(text: &str, key: &str) -> Comparable {
    Comparable::Words { fold: fold(text), key: key.to_owned(), members: None }
}

/// Makes a list comparable by its members, small words left out.
pub(super) fn list(members: &[&str], phrases: &ClauseWords) -> Comparable {
    let mut kept: Vec<String> = members
        .iter()
        .map(|m| {
            let folded = fold(m);
            let words: Vec<&str> = folded.split(' ').filter(|w| !phrases.stop_words.contains(*w)).collect();
            words.join(" ")
        })
        .filter(|m| !m.is_empty())
        .collect();
    kept.sort();
    kept.dedup();
    Comparable::Words { fold: kept.join("; "), key: String::new(), members: Some(kept) }
}
