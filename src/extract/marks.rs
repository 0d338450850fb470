//! By what a document about an event is known: the names and the figures that it holds, and what its first words tell.

use std::collections::BTreeMap;

use anyhow::Result;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::context::{self, Telling};
use super::page::Page;
use crate::model::{Assertion, EntityKind, Kind, Language, LocalEntity, Mention, NameKind, Polarity, Span, Value};
use crate::names::sounds_key;
use crate::rules::bodies::Bodies;
use crate::rules::gazetteer::{Gazetteer, PlaceKind};
use crate::rules::stories::{FIGURE, FigureWeights, NameWeights, StoryRules, WORD};

/// Returns what tells which documents are about the same event, each with its weight, in the order of the names.
///
/// `left_out` is what of the text nothing is read of: datelines, what a page says about itself.
///
/// Months' and years' lengths, ages and parts said in words ("a third") are in every paper, and no marks.
///
/// # Errors
/// Where the weights' file does not fit its form.
pub(super) fn of(
    page: &Page,
    telling: &Telling,
    mentions: &[Mention],
    stated: &[Assertion],
    left_out: &[Span],
    language: Language,
) -> Result<Vec<(String, f64)>> {
    let rules = StoryRules::embedded()?;
    let mut marks: BTreeMap<String, f64> = BTreeMap::new();
    for entity in &page.entities {
        let weight = name(entity, &rules.names);
        if weight > 0.0 {
            // Two spellings of one name still lead to one story.
            marks.insert(sounds_key(&entity.key).to_owned(), weight);
        }
        // "Mayor B. Almgren", "Mrs Almgren": of a full name the family's is a mark of its own, which others may share.
        if let Some((family, _)) = full_person(entity) {
            marks.insert(family.to_owned(), rules.names.part_person);
        }
    }
    for mention in mentions {
        let kind = match mention.kind {
            Kind::Quantity | Kind::Money => mention.kind.as_str(),
            Kind::Percent if mention.span.of(page.text).bytes().any(|b| b.is_ascii_digit()) => mention.kind.as_str(),
            _ => continue,
        };
        let Value::Number(value) = &mention.value else { continue };
        let Some(exact) = value.low.filter(|_| value.low == value.high) else { continue };
        let weight = figure(exact, &rules.figures);
        if weight > 0.0 {
            marks.insert(format!("{FIGURE}{kind}:{}", exact.normalize()), weight);
        }
    }
    let words = context::lead(page, telling, left_out, rules.words.sentences, language);
    for word in words.iter().filter(|word| !rules.words.idle.contains(*word)).take(rules.words.kept) {
        marks.insert(format!("{WORD}{word}"), rules.words.weight);
    }
    // "Nine people died" and "six people were killed" have no word in common.
    for of_attribute in stated.iter().filter(|a| a.polarity == Polarity::Affirmed && !a.scope.planned) {
        if rules.words.attributes.contains(&of_attribute.attribute) {
            marks.insert(format!("{WORD}= {}", of_attribute.attribute), rules.words.weight);
        }
    }
    Ok(marks.into_iter().collect())
}

/// Takes the key of a person's full name apart: it is "surname, given".
fn full_person(entity: &LocalEntity) -> Option<(&str, &str)> {
    let is_person = entity.kind == EntityKind::Named(NameKind::Person);
    entity.key.split_once(", ").filter(|_| is_person)
}

fn name(entity: &LocalEntity, weights: &NameWeights) -> f64 {
    let EntityKind::Named(kind) = entity.kind else { return 0.0 };
    match kind {
        // The story's own event is named by what is weighed already: by its key, and the day.
        NameKind::Event if entity.key.trim_start_matches("event:").contains([':', '@']) => 0.0,
        NameKind::Event => weights.event,
        NameKind::Person if full_person(entity).is_some() => weights.full_person - weights.part_person,
        NameKind::Person => weights.part_person,
        NameKind::Organisation if Bodies::embedded().is_known_key(entity.key.trim_start_matches("organisation:")) => {
            weights.known_body
        }
        NameKind::Organisation => weights.organisation,
        NameKind::Product => weights.product,
        NameKind::Place => {
            let known = entity.key.strip_prefix("place:").and_then(|key| Gazetteer::embedded().by_key(key));
            match known.map(|place| place.kind) {
                Some(PlaceKind::Continent) => weights.continent,
                Some(PlaceKind::Country) => weights.country,
                _ => weights.place,
            }
        }
    }
}

fn figure(value: Decimal, weights: &FigureWeights) -> f64 {
    let value = value.abs().normalize();
    if value.to_f64().is_none_or(|v| v <= weights.least) {
        return 0.0;
    }
    // 731.4 commits to four digits, 1,200 to two.
    let digits = value.mantissa().to_string();
    match digits.trim_end_matches('0').len() {
        0 | 1 => 0.0,
        2 => weights.two_digits,
        _ => weights.more_digits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_weighs_by_the_digits_that_it_commits_to() {
        let weights = &StoryRules::embedded().unwrap().figures;
        for (value, weight) in [
            ("3", 0.0),
            ("300", 0.0),
            ("12", 0.0),
            ("13", weights.two_digits),
            ("1200", weights.two_digits),
            ("2.4", 0.0),
            ("417", weights.more_digits),
            ("731.40", weights.more_digits),
            ("731400000000", weights.more_digits),
        ] {
            assert_eq!(figure(value.parse().unwrap(), weights), weight, "{value}");
        }
    }
}
