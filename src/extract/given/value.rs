//! The value of a row from elsewhere: as the row says, else as its words say, in the program's own units and dates.

use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::{Row, one_of, short, words};
use crate::extract::comparable;
use crate::model::{
    Assertion, Bound, Comparable, DateBasis, DateInterval, Document, Interval, Kind, Language, LocalEntity, Mention,
    PartialDate, Span, Value,
};
use crate::recognize;
use crate::rules::clause_words::ClauseWords;
use crate::rules::units::Units;

/// Fills in value, bound, unit and what they are compared by. Returns what a person should look at.
pub(super) fn value(
    row: &Row,
    document: &Document,
    entity: &LocalEntity,
    assertion: &mut Assertion,
) -> Result<Option<String>, String> {
    let text = row.value_text.as_str();
    match assertion.kind {
        Kind::Name => {
            assertion.comparable = comparable::words(text, &entity.key);
            assertion.value = Value::Text(text.to_owned());
        }
        Kind::Role => {
            assertion.comparable = comparable::role(text, document.language);
            assertion.value = Value::Text(text.to_owned());
        }
        Kind::Fact => {
            assertion.comparable = match &row.members {
                Some(members) => {
                    let members: Vec<&str> = members.iter().map(String::as_str).collect();
                    comparable::list(&members, ClauseWords::of(document.language))
                }
                None => match clock(&read(document, assertion.quote, assertion.span, Kind::Date)) {
                    Some(time) => comparable::clock(&time),
                    None => Comparable::Words { fold: String::new(), key: String::new(), members: None },
                },
            };
            assertion.value = Value::Text(text.to_owned());
        }
        kind => {
            let read = read(document, assertion.quote, assertion.span, kind);
            return measured(row, document.language, &read, assertion);
        }
    }
    Ok(None)
}

/// Reads the value's words as the program itself would.
fn read(document: &Document, quote: Span, span: Span, kind: Kind) -> Option<Mention> {
    let context = recognize::Context { reference_date: document.published, country: document.country.clone() };
    let at = Span::new(span.start - quote.start, span.end - quote.start);
    let words = quote.of(&document.text);
    let found = recognize::recognize(words, document.language, &context, None);
    let same = |m: &&Mention| (m.kind == Kind::Date) == (kind == Kind::Date) && m.span.overlaps(&at);
    found.into_iter().find(|m| same(&m))
}

/// Returns the time of day that words tell.
fn clock(read: &Option<Mention>) -> Option<String> {
    let Value::Date(date) = &read.as_ref()?.value else { return None };
    let (hour, minute) = date.low?.time.filter(|_| date.low == date.high)?;
    Some(format!("{hour:02}:{minute:02}"))
}

/// A figure or a date: as the row says, else as its words say.
fn measured(
    row: &Row,
    language: Language,
    read: &Option<Mention>,
    assertion: &mut Assertion,
) -> Result<Option<String>, String> {
    let kind = assertion.kind;
    let given =
        row.value_low.as_ref().is_some_and(|v| !v.is_null()) || row.value_high.as_ref().is_some_and(|v| !v.is_null());
    assertion.bound = match row.bound.as_deref() {
        Some(word) => {
            Bound::from_word(word).ok_or_else(|| one_of("bound", word, Bound::ALL.iter().map(Bound::as_str)))?
        }
        None => read.as_ref().filter(|_| !given).map_or(Bound::Exact, |m| m.bound),
    };
    let mut warning = None;
    if given {
        assertion.value = if kind == Kind::Date { given_dates(row)? } else { given_numbers(row, assertion.bound)? };
        if let Some(m) = read.as_ref().filter(|m| !agree(&m.value, &assertion.value)) {
            warning = Some(format!(
                "the words {:?} read as {}, the row says {}",
                short(&row.value_text),
                told(&m.value),
                told(&assertion.value)
            ));
        }
    } else {
        let Some(m) = read else {
            return Err(format!(
                "no {kind} can be read in {:?}: give value_low and value_high",
                short(&row.value_text),
                kind = kind.as_str()
            ));
        };
        assertion.value = m.value.clone();
    }
    assertion.unit = unit(row, kind, language, read.as_ref());
    let is_code = |unit: &String| unit.len() == 3 && unit.bytes().all(|b| b.is_ascii_uppercase());
    if kind == Kind::Money && !assertion.unit.as_ref().is_some_and(is_code) {
        return Err("unit: money is in a currency, such as EUR".to_owned());
    }
    let rounding = read.as_ref().map_or(Decimal::ZERO, |m| m.rounding);
    assertion.comparable = match &assertion.value {
        Value::Number(interval) => comparable::measure(kind, interval, assertion.unit.as_deref(), rounding),
        Value::Date(dates) => comparable::date(dates),
        Value::Text(_) => return Err("a figure that is none".to_owned()),
    };
    Ok(warning)
}

fn unit(row: &Row, kind: Kind, language: Language, read: Option<&Mention>) -> Option<String> {
    let units = Units::embedded();
    match (kind, words(&row.unit)) {
        (Kind::Percent, _) => Some("%".to_owned()),
        (Kind::Date, _) => None,
        (_, None) => read.and_then(|m| m.unit.clone()),
        (Kind::Money, Some(code)) => Some(code.to_uppercase()),
        (_, Some(unit)) => {
            let symbol = units.index(&unit).or_else(|| units.form(&unit)).and_then(|n| units.unit(n));
            Some(symbol.map(|u| u.symbol.clone()).or_else(|| spelt_out(&unit, language)).unwrap_or(unit))
        }
    }
}

/// Returns the symbol of a unit that is written as a word: `hectare`, `heures`.
fn spelt_out(unit: &str, language: Language) -> Option<String> {
    [language, Language::EN].into_iter().find_map(|language| {
        let words = format!("2 {unit}");
        let found = recognize::recognize(&words, language, &recognize::Context::default(), None);
        let symbol = found.first().filter(|m| m.span.len() == words.len())?.unit.clone()?;
        Units::embedded().base(&symbol).is_some().then_some(symbol)
    })
}

fn given_numbers(row: &Row, bound: Bound) -> Result<Value, String> {
    let number = |column: &str, value: &Option<Json>| -> Result<Option<Decimal>, String> {
        let text = match value {
            None | Some(Json::Null) => return Ok(None),
            Some(Json::Number(n)) => n.to_string(),
            Some(Json::String(s)) => s.trim().to_owned(),
            Some(_) => return Err(format!("{column}: a number, or null where the side is open")),
        };
        let parsed = text.parse::<Decimal>().or_else(|_| Decimal::from_scientific(&text));
        parsed.map(Some).map_err(|_| format!("{column}: {text:?} is no number"))
    };
    let (mut low, mut high) = (number("value_low", &row.value_low)?, number("value_high", &row.value_high)?);
    match bound {
        Bound::AtLeast | Bound::MoreThan | Bound::Vague => (low, high) = (low.or(high), None),
        Bound::AtMost | Bound::LessThan => (low, high) = (None, high.or(low)),
        Bound::Exact | Bound::About | Bound::Nearly => (low, high) = (low.or(high), high.or(low)),
        Bound::Range => {}
    }
    match (low, high) {
        (Some(low), Some(high)) if low > high => Err(format!("value_low {low} is more than value_high {high}")),
        _ => Ok(Value::Number(Interval { low, high })),
    }
}

fn given_dates(row: &Row) -> Result<Value, String> {
    let date = |column: &str, value: &Option<Json>| -> Result<Option<PartialDate>, String> {
        match value {
            None | Some(Json::Null) => Ok(None),
            Some(Json::String(text)) => text.trim().parse().map(Some).map_err(|e| format!("{column}: {e}")),
            Some(Json::Number(year)) => year.to_string().parse().map(Some).map_err(|e| format!("{column}: {e}")),
            Some(_) => Err(format!("{column}: a date such as 2024-11-01, 2024-11 or 2024, or null")),
        }
    };
    let (low, high) = (date("value_low", &row.value_low)?, date("value_high", &row.value_high)?);
    match (low, high) {
        (Some(low), Some(high)) if low.first_day() > high.last_day() => {
            Err(format!("value_low {low} is later than value_high {high}"))
        }
        _ => Ok(Value::Date(DateInterval { low, high, basis: DateBasis::Words })),
    }
}

/// Whether the words and the row may mean one value: an edge in common is enough, since rows say more than words.
fn agree(words: &Value, row: &Value) -> bool {
    match (words, row) {
        (Value::Number(a), Value::Number(b)) => {
            let edges = |i: &Interval| [i.low, i.high].into_iter().flatten().collect::<Vec<_>>();
            edges(a).iter().any(|x| edges(b).contains(x))
        }
        (Value::Date(a), Value::Date(b)) => {
            let starts = |d: &DateInterval| d.low.or(d.high).map(|d| d.first_day());
            let ends = |d: &DateInterval| d.high.or(d.low).map(|d| d.last_day());
            starts(a) <= ends(b) && starts(b) <= ends(a)
        }
        _ => true,
    }
}

fn told(value: &Value) -> String {
    let side = |text: Option<String>| text.unwrap_or_else(|| "…".to_owned());
    match value {
        Value::Number(i) if i.low == i.high => side(i.low.map(|d| d.normalize().to_string())),
        Value::Number(i) => {
            let edge = |d: Option<Decimal>| side(d.map(|d| d.normalize().to_string()));
            format!("{}–{}", edge(i.low), edge(i.high))
        }
        Value::Date(d) if d.low == d.high => side(d.low.map(|d| d.to_string())),
        Value::Date(d) => format!("{}–{}", side(d.low.map(|d| d.to_string())), side(d.high.map(|d| d.to_string()))),
        Value::Text(text) => text.clone(),
    }
}
