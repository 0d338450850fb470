//! In which country a document's events lie, as the places tell that it names: whose dollars and dirhams it counts in, where neither its
//! words nor its source say so.
//!
//! In: a document's names. Out: a country's code (ISO 3166), or nothing.

use std::collections::BTreeMap;

use crate::model::{Analysis, Kind, Mention, NameKind};
use crate::rules::gazetteer::Gazetteer;
use crate::rules::units::Units;

/// Returns the country to which more than half of the named places belong, where money of a document means another currency there.
pub(super) fn of_money(text: &str, analysis: &Analysis, mentions: &[Mention]) -> Option<&'static str> {
    let units = Units::embedded();
    let codes: Vec<&str> =
        mentions.iter().filter(|m| m.kind == Kind::Money).filter_map(|m| m.unit.as_deref()).collect();
    if codes.is_empty() {
        return None;
    }
    let country = most_named(text, analysis)?;
    if !codes.iter().any(|code| units.is_another_in(code, country)) {
        return None;
    }
    // Who writes `A$` or `US$` somewhere means those of his own country by a bare sign: which that is nobody tells.
    let is_told_apart = text.char_indices().any(|(at, c)| c == '$' && text[..at].ends_with(char::is_alphabetic));
    (!is_told_apart).then_some(country)
}

fn most_named(text: &str, analysis: &Analysis) -> Option<&'static str> {
    let gazetteer = Gazetteer::embedded();
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for name in analysis.sentences.iter().flat_map(|s| &s.names).filter(|name| name.kind == NameKind::Place) {
        let place = gazetteer.lookup(name.span.of(text));
        if let Some(country) = place.map(|place| place.country).filter(|country| !country.is_empty()) {
            *counts.entry(country).or_insert(0) += 1;
        }
    }
    let all: usize = counts.values().sum();
    counts.into_iter().find(|(_, count)| *count >= LEAST && count * 2 > all).map(|(country, _)| country)
}

/// One place named once may be where somebody comes from.
const LEAST: usize = 2;

#[cfg(test)]
mod tests {
    use crate::extract::Extractor;
    use crate::model::{Document, Kind, Language};

    fn units(text: &str, language: Language) -> Vec<String> {
        let document = Document {
            path: "a.txt".to_owned(),
            title: None,
            text: text.to_owned(),
            source: "a".to_owned(),
            country: None,
            url: None,
            published: None,
            published_basis: None,
            language,
            format: "txt",
        };
        let read = Extractor::new(None).unwrap().read(&document).unwrap();
        let money = read.assertions.into_iter().filter(|a| a.kind == Kind::Money);
        money.filter_map(|a| a.unit).collect()
    }

    #[test]
    fn a_story_of_one_country_counts_in_its_money() {
        let reward =
            "Police in Brisbane offered a reward of $100,000. The men were last seen in Queensland, west of Brisbane.";
        assert_eq!(units(reward, Language::EN), ["AUD"]);
        let told = format!("{reward} The firm is worth US$3m.");
        assert_eq!(units(&told, Language::EN), ["USD", "USD"], "a bare sign may be the writer's own");
        assert_eq!(units("Police offered a reward of $100,000 to a man from Brisbane.", Language::EN), ["USD"]);
        let fine = "Le tribunal de Casablanca a infligé une amende de 220 millions de dirhams. Le groupe de Rabat fait appel à Casablanca.";
        assert_eq!(units(fine, Language::FR), ["MAD"]);
    }
}
