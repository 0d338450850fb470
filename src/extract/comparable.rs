//! Values brought to a form in which they compare: base units, Julian days, folded words.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::model::{Comparable, DateInterval, Interval, Kind, Language, julian_day};
use crate::recognize::role::{self, RoleForms};
use crate::rules::clause_words::ClauseWords;
use crate::rules::fold::fold;
use crate::rules::translit::Translit;
use crate::rules::units::Units;

/// Makes a figure comparable: in the base unit of its dimension.
///
/// A count's dimension is `count` whatever is counted, since the attribute says that; a currency is a dimension of its own.
pub(super) fn measure(kind: Kind, value: &Interval, unit: Option<&str>, rounding: Decimal) -> Comparable {
    let known = unit.and_then(|u| Units::embedded().base(u));
    let (dimension, factor, offset) = match (kind, unit, known) {
        (Kind::Percent, ..) => ("%", Decimal::ONE, Decimal::ZERO),
        (Kind::Money, Some(code), _) => (code, Decimal::ONE, Decimal::ZERO),
        (_, _, Some(base)) => base,
        (Kind::Age, ..) => ("age", Decimal::ONE, Decimal::ZERO),
        _ => ("count", Decimal::ONE, Decimal::ZERO),
    };
    // Exact up to here; a figure too large to convert stays open and so contradicts nothing.
    let base =
        |d: Decimal| d.checked_mul(factor).and_then(|d| d.checked_add(offset)).and_then(|d| d.normalize().to_f64());
    Comparable::Measure {
        low: value.low.and_then(base),
        high: value.high.and_then(base),
        rounding: rounding.checked_mul(factor).and_then(|d| d.to_f64()).unwrap_or(0.0).abs(),
        dimension: dimension.to_owned(),
    }
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

/// Makes a name comparable, its short words written out; `key` is what its spellings share.
pub(super) fn words(text: &str, key: &str) -> Comparable {
    Comparable::Words { fold: Translit::embedded().fold_whole(text), key: key.to_owned(), members: None }
}

/// Makes a role comparable; of its key a shorter title has fewer words.
pub(super) fn role(text: &str, lang: Language) -> Comparable {
    let RoleForms { fold, key } = role::forms(text, lang);
    let mut members: Vec<String> = key.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
    members.sort();
    members.dedup();
    Comparable::Words { fold, key, members: Some(members) }
}

/// Makes a time of day comparable: the one member of a list.
pub(super) fn clock(time: &str) -> Comparable {
    Comparable::Words { fold: time.to_owned(), key: String::new(), members: Some(vec![time.to_owned()]) }
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
