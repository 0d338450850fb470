//! Assertions from elsewhere: what a person, a script or another program states that a document says.
//!
//! In: a row with the columns of view `assertion_full` and its document. Out: an assertion like one of the program's own,
//! or why there is none. Nothing is believed that the document does not show: the quote must stand in the text, and the
//! value's words in the quote. What the row leaves open is read from the words, and what it says is brought to the
//! same units, dates and keys as everything else.

mod value;

use serde::Deserialize;
use serde_json::Value as Json;

use super::blank;
use crate::ingest;
use crate::language::names;
use crate::model::{
    Assertion, AttributeDef, CharIndex, DateBasis, DateInterval, Document, Dynamics, EntityKind, Extraction, Kind,
    LocalEntity, Modality, NameKind, PartialDate, Polarity, Scope, Span,
};
use crate::rules::attributes::{Attributes, ONE_EVENT_DAYS};
use crate::rules::fold::fold;
use crate::rules::gazetteer::Gazetteer;

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
    let warning = value::value(row, document, &entity, &mut assertion)?;
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
    let index = row.char_start.map(|_| CharIndex::new(text));
    let stands_at = |at: usize, span| index.as_ref().is_none_or(|index| index.chars(span).0 == at);
    let mut is_quoted = false;
    let mut first = None;
    for (at, _) in text.match_indices(row.quote.as_str()) {
        is_quoted = true;
        for (inside, _) in row.quote.match_indices(row.value_text.as_str()) {
            let span = Span::new(at + inside, at + inside + row.value_text.len());
            let found = (Span::new(at, at + row.quote.len()), span);
            match row.char_start {
                Some(start) if !stands_at(start, span) => first = first.or(Some(found)),
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
        // Whoever calls it a level says that it moves.
        is_daily: dynamics == Some(Dynamics::Level),
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
