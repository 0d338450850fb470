//! Statements as questions see them, out of what was read from a document.

use super::Claim;
use crate::model::{Assertion, Bound, Comparable, Document, Extraction, Kind, Language, julian_day};
use crate::rules::classes::Classes;
use crate::rules::concepts::Concepts;
use crate::rules::fold::fold;

/// Returns whether statements of a kind are held against each other: names and offices meet by whose they are alone.
pub fn is_asked(kind: Kind) -> bool {
    !matches!(kind, Kind::Name | Kind::Role)
}

/// Returns a unit as a concept.
pub fn unit(unit: Option<&str>, language: Language) -> String {
    let concepts = Concepts::embedded();
    let of = |folded: &str| {
        // Units of measure and classes of nouns are English in any document.
        let english = concepts.get(folded, Language::EN);
        english.unwrap_or_else(|| concepts.of(folded, language)).to_owned()
    };
    unit.map(|unit| of(&fold(unit))).unwrap_or_default()
}

/// Returns whether a unit is a word for persons.
pub fn is_person(unit: Option<&str>) -> bool {
    unit.is_some_and(|unit| Classes::embedded().is_person(unit))
}

/// Returns a document's statements that questions are asked of, each with its index among the assertions.
///
/// `number` tells documents apart.
pub fn of(number: usize, document: &Document, read: &Extraction) -> Vec<(usize, Claim)> {
    let asked = read.assertions.iter().enumerate().filter(|(_, a)| is_asked(a.kind));
    asked.map(|(n, a)| (n, claim(number, document, read, a))).collect()
}

fn claim(number: usize, document: &Document, read: &Extraction, a: &Assertion) -> Claim {
    let (low, high, dimension) = match &a.comparable {
        Comparable::Measure { low, high, dimension, .. } => (*low, *high, dimension.clone()),
        Comparable::Words { .. } => (None, None, String::new()),
    };
    let key = |n: usize| read.entities.get(n).map(|e| e.key.clone()).unwrap_or_default();
    let entity = key(a.entity);
    Claim {
        document: number,
        sentence: a.quote.start,
        language: document.language,
        written: document.published.map(|day| day.year),
        kind: a.kind,
        dimension,
        unit: unit(a.unit.as_deref(), document.language),
        is_person: is_person(a.unit.as_deref()),
        attribute: a.attribute.clone(),
        is_known: read.attributes.iter().any(|known| known.attribute == a.attribute && !known.is_open),
        low,
        high,
        is_vague: a.bound == Bound::Vague,
        subgroup: a.scope.subgroup.clone().unwrap_or_default(),
        place: a.scope.place_key.clone().unwrap_or_default(),
        is_planned: a.scope.planned,
        modality: a.modality,
        polarity: a.polarity,
        is_story: read.event.as_ref().is_some_and(|event| event.key == entity),
        entity,
        as_of: a.as_of.and_then(|d| d.low).map(|d| julian_day(d.first_day()) as f64),
        speaker: match (a.speaker, &a.attributed_to) {
            (Some(speaker), _) => key(speaker),
            (None, Some(words)) => words.to_lowercase(),
            (None, None) => String::new(),
        },
        context: a.context.clone(),
    }
}
