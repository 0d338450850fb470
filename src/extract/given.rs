//! Assertions from elsewhere: what a person, a script or another program states that a document says.
//!
//! In: a row with the columns of view `assertion_full` and its document. Out: an assertion like one of the program's own,
//! or why there is none. Nothing is believed that the document does not show: the quote must stand in the text, and the
//! value's words in the quote. What the row leaves open is read from the words, and what it says is brought to the
//! same units, dates and keys as everything else.

use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value as Json;

use super::{blank, comparable};
use crate::ingest;
use crate::language::names;
use crate::model::{
    Assertion, AttributeDef, Bound, CharIndex, Comparable, DateBasis, DateInterval, Document, Dynamics, EntityKind,
    Extraction, Interval, Kind, Language, LocalEntity, Mention, Modality, NameKind, PartialDate, Polarity, Scope, Span,
    Value,
};
use crate::recognize::{self, role};
use crate::rules::attributes::{Attributes, ONE_EVENT_DAYS};
use crate::rules::clause_words::ClauseWords;
use crate::rules::fold::fold;
use crate::rules::gazetteer::Gazetteer;
use crate::rules::units::Units;

/// Columns of `assertion_full` that a row may carry and that say nothing about what is stated.
const PASSED_OVER: &[&str] = &[
    "assertion_id",
    "source",
    "published_on",
    "language",
    "question_id",
    "char_end",
    "origin_id",
    "n_mentions",
    "topic_id",
    "finding_id",
    "document_id",
    "local_entity_id",
];

/// How sure a row is that does not say.
const USUAL_CONFIDENCE: f64 = 0.9;

/// A row, as given.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Row {
    /// The document's path or URL, as `atodds documents` shows it.
    pub document: String,
    /// The words that state it: a part of the document's text.
    pub quote: String,
    /// The value's words: a part of the quote.
    pub value_text: String,
    /// Of whom or what it is stated.
    pub entity: String,
    /// What that is: `person`, `place`, `organisation`, `event`, `product`, `thing`.
    pub entity_kind: Option<String>,
    /// What is stated of it.
    pub attribute: String,
    /// Of the value.
    pub kind: String,
    /// `constant`, `cumulative`, `level`: of an attribute that the program does not know.
    pub dynamics: Option<String>,
    /// Low edge: a number, or an ISO date.
    pub value_low: Option<Json>,
    /// High edge, likewise.
    pub value_high: Option<Json>,
    /// What was said about the edge.
    pub bound: Option<String>,
    /// ISO 4217, a symbol, `%`, or what is counted.
    pub unit: Option<String>,
    /// `+` or `-`.
    pub polarity: Option<String>,
    /// `asserted`, `hedged`, `planned`, `denied`.
    pub modality: Option<String>,
    /// Whom the document credits.
    pub attributed_to: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// Which part of the whole.
    pub subgroup: Option<String>,
    /// For which period.
    pub period: Option<String>,
    /// From when it holds; ISO date.
    pub as_of_low: Option<String>,
    /// Until when.
    pub as_of_high: Option<String>,
    /// Of a list: its members.
    pub members: Option<Vec<String>>,
    /// The value's first code point in the document's text, where the words stand there more than once.
    pub char_start: Option<usize>,
    /// How sure it is, 0 to 1.
    pub confidence: Option<f64>,
    /// Who or what made it.
    pub extractor: Option<String>,
    /// By which rule.
    pub rule: Option<String>,
    /// Everything else that the row holds.
    #[serde(flatten)]
    pub further: serde_json::Map<String, Json>,
}

/// A row brought to the form of the program's own assertions.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// The assertion with its entity, attribute and places.
    pub extraction: Extraction,
    /// Who or what made it.
    pub extractor: String,
    /// What a person should look at, though the row was taken.
    pub warning: Option<String>,
}

/// Reads a row against its document. `known` tells under which name and key the document already knows an entity.
///
/// # Errors
/// Why the row cannot be taken, for a person: lower case, no full stop.
pub fn given(
    row: &Row,
    document: &Document,
    extractor: &str,
    known: &dyn Fn(&str) -> Option<LocalEntity>,
) -> Result<Given, String> {
    if let Some(key) = row.further.keys().find(|key| !PASSED_OVER.contains(&key.as_str())) {
        return Err(format!("there is no column {key:?} in assertion_full"));
    }
    let kind =
        Kind::from_word(&row.kind).ok_or_else(|| one_of("kind", &row.kind, Kind::ALL.iter().map(Kind::as_str)))?;
    let (quote, span) = place_words(row, document)?;
    let extractor = row.extractor.as_deref().unwrap_or(extractor).trim();
    if extractor.is_empty() || extractor.to_lowercase().starts_with("atodds") {
        return Err("extractor: name who or what made the row; atodds itself did not".to_owned());
    }
    let confidence = row.confidence.unwrap_or(USUAL_CONFIDENCE);
    if !(0.0..=1.0).contains(&confidence) {
        return Err(format!("confidence: {confidence} is not between 0 and 1"));
    }
    let polarity = match row.polarity.as_deref() {
        None | Some("+") => Polarity::Affirmed,
        Some("-") => Polarity::Negated,
        Some(other) => return Err(one_of("polarity", other, ["+", "-"].into_iter())),
    };
    let modality = match row.modality.as_deref() {
        None => Modality::Asserted,
        Some(word) => Modality::from_word(word)
            .ok_or_else(|| one_of("modality", word, ["asserted", "hedged", "planned", "denied"].into_iter()))?,
    };
    let attribute = attribute(row, kind)?;
    let entity = entity(row, known)?;
    let mut assertion = Assertion {
        attribute: attribute.attribute.clone(),
        kind,
        polarity,
        modality,
        span,
        quote,
        confidence,
        scope: scope(row, modality),
        as_of: as_of(row)?,
        passage: passage(document, span),
        attributed_to: words(&row.attributed_to),
        rule: row.rule.clone().filter(|r| !r.trim().is_empty()).unwrap_or_else(|| "given".to_owned()),
        ..blank::assertion()
    };
    let warning = value(row, document, &entity, &mut assertion)?;
    let mut extraction = Extraction { entities: vec![entity], attributes: vec![attribute], ..Extraction::default() };
    if let Some(speaker) = assertion.attributed_to.as_deref().and_then(known) {
        assertion.speaker = Some(1);
        extraction.entities.push(speaker);
    }
    if let Some(key) = &assertion.scope.place_key {
        extraction.place_parts = Gazetteer::embedded().wholes(key);
    }
    extraction.assertions.push(assertion);
    Ok(Given { extraction, extractor: extractor.to_owned(), warning })
}

/// Returns the hash of the paragraph that a span stands in, as the program's own assertions have it.
fn passage(document: &Document, span: Span) -> Option<String> {
    let passages = ingest::passages(&document.text);
    let n = passages.partition_point(|p| p.span.end <= span.start);
    passages.get(n).filter(|p| p.span.overlaps(&span)).map(|p| format!("{:016x}", p.hash))
}

fn one_of<'a>(column: &str, found: &str, allowed: impl Iterator<Item = &'a str>) -> String {
    format!("{column}: {found:?} is none of {}", allowed.collect::<Vec<_>>().join(", "))
}

fn words(text: &Option<String>) -> Option<String> {
    text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
}

/// Finds quote and value in the text. Of several places the one that `char_start` names, else the first.
fn place_words(row: &Row, document: &Document) -> Result<(Span, Span), String> {
    for (column, text) in [("document", &row.document), ("quote", &row.quote), ("value_text", &row.value_text)] {
        if text.trim().is_empty() {
            return Err(format!("{column} is missing"));
        }
    }
    let text = document.text.as_str();
    let index = CharIndex::new(text);
    let mut is_quoted = false;
    let mut first = None;
    for (at, _) in text.match_indices(row.quote.as_str()) {
        is_quoted = true;
        for (inside, _) in row.quote.match_indices(row.value_text.as_str()) {
            let span = Span::new(at + inside, at + inside + row.value_text.len());
            let found = (Span::new(at, at + row.quote.len()), span);
            match row.char_start {
                Some(start) if index.chars(span).0 != start => first = first.or(Some(found)),
                _ => return Ok(found),
            }
        }
    }
    match (is_quoted, first) {
        (false, _) => Err(format!("the quote does not stand in {}: {:?}", row.document, short(&row.quote))),
        (true, None) => Err(format!("the value {:?} does not stand in its quote", short(&row.value_text))),
        (true, Some(_)) => Err(format!("char_start: the value does not stand at {}", row.char_start.unwrap_or(0))),
    }
}

fn short(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Returns the attribute by its name or label; what no rules file knows is an open one.
fn attribute(row: &Row, kind: Kind) -> Result<AttributeDef, String> {
    let said = row.attribute.trim();
    if said.is_empty() {
        return Err("attribute is missing".to_owned());
    }
    if said.chars().any(char::is_control) || said.chars().count() > 100 {
        return Err("attribute: a name of at most 100 characters, such as troops_deployed".to_owned());
    }
    let dynamics = match row.dynamics.as_deref() {
        None => None,
        Some("constant") => Some(Dynamics::Constant),
        Some("cumulative") => Some(Dynamics::Cumulative),
        Some("level") => Some(Dynamics::Level),
        Some(other) => return Err(one_of("dynamics", other, ["constant", "cumulative", "level"].into_iter())),
    };
    let known = Attributes::embedded().map_err(|e| e.to_string())?;
    if let Some(rule) = known.all.iter().find(|a| a.attribute == said || a.label == said) {
        return Ok(rule.definition());
    }
    let name = said.split_whitespace().collect::<Vec<_>>().join("_");
    Ok(AttributeDef {
        label: match kind {
            Kind::Name if name == "name" => "spelling".to_owned(),
            _ => name.replace(['.', '_'], " "),
        },
        attribute: name,
        kind,
        dynamics: dynamics.unwrap_or(match kind {
            Kind::Fact | Kind::Role => Dynamics::Level,
            _ => Dynamics::Constant,
        }),
        is_single: kind != Kind::Role,
        is_open: !matches!(kind, Kind::Name | Kind::Role),
        one_event_days: if kind == Kind::Date { ONE_EVENT_DAYS } else { 0 },
    })
}

/// Returns the entity: as its document knows it, else by its name.
fn entity(row: &Row, known: &dyn Fn(&str) -> Option<LocalEntity>) -> Result<LocalEntity, String> {
    let name = row.entity.trim();
    if name.is_empty() {
        return Err("entity is missing".to_owned());
    }
    let named = |kind: NameKind| LocalEntity {
        kind: EntityKind::Named(kind),
        name: name.to_owned(),
        key: format!("{}:{}", kind.as_str(), names::key(name, kind)),
    };
    let thing = || LocalEntity { kind: EntityKind::Thing, name: name.to_owned(), key: format!("thing:{}", fold(name)) };
    match row.entity_kind.as_deref() {
        Some("thing") => Ok(thing()),
        Some(word) => NameKind::ALL
            .into_iter()
            .find(|k| k.as_str() == word)
            .map(named)
            .ok_or_else(|| one_of("entity_kind", word, NameKind::ALL.iter().map(NameKind::as_str).chain(["thing"]))),
        None => Ok(known(name).unwrap_or_else(|| {
            if Gazetteer::embedded().lookup(name).is_some() { named(NameKind::Place) } else { thing() }
        })),
    }
}

fn scope(row: &Row, modality: Modality) -> Scope {
    let place = words(&row.place);
    Scope {
        place_key: place.as_deref().map(|p| names::key(p, NameKind::Place)),
        place,
        subgroup: words(&row.subgroup),
        period: words(&row.period),
        planned: modality == Modality::Planned,
    }
}

fn day(column: &str, text: &Option<String>) -> Result<Option<PartialDate>, String> {
    words(text).map(|d| d.parse().map_err(|e| format!("{column}: {e}"))).transpose()
}

fn as_of(row: &Row) -> Result<Option<DateInterval>, String> {
    let (low, high) = (day("as_of_low", &row.as_of_low)?, day("as_of_high", &row.as_of_high)?);
    if let (Some(low), Some(high)) = (low, high)
        && low.first_day() > high.last_day()
    {
        return Err(format!("as_of_low {low} is later than as_of_high {high}"));
    }
    Ok((low.is_some() || high.is_some()).then_some(DateInterval { low, high, basis: DateBasis::Words }))
}

/// Fills in value, bound, unit and what they are compared by. Returns what a person should look at.
fn value(
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
            assertion.comparable = comparable::role(text, &role::fold_role(text, document.language));
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
