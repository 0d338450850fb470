//! In which country a document's events lie, as the places tell that it names: whose dollars and dirhams it counts in, where neither its
//! words nor its source say so.
//!
//! In: a document's names. Out: a country's code (ISO 3166), or nothing.

use std::collections::BTreeMap;

use crate::model::{Analysis, Kind, Language, Mention, NameKind};
use crate::rules::gazetteer::Gazetteer;
use crate::rules::units::Units;

/// Returns the country to which more than half of the named places belong, where money of a document means another currency there.
pub(super) fn of_money(
    text: &str,
    language: Language,
    analysis: &Analysis,
    mentions: &[Mention],
) -> Option<&'static str> {
    let units = Units::embedded();
    let codes: Vec<&str> =
        mentions.iter().filter(|m| m.kind == Kind::Money).filter_map(|m| m.unit.as_deref()).collect();
    if codes.is_empty() {
        return None;
    }
    let counts = named(text, analysis);
    let all: usize = counts.values().sum();
    let (country, _) = counts.iter().find(|(_, count)| **count >= LEAST && **count * 2 > all)?;
    if !codes.iter().any(|code| units.is_another_in(code, country)) {
        return None;
    }
    // Whoever is read abroad writes dollars of the United States, and French names those of few countries bare.
    let is_dollar = codes.contains(&"USD");
    if is_dollar && (language != Language::EN || counts.contains_key("US")) {
        return None;
    }
    // Who writes `A$` or `US$` somewhere means those of his own country by a bare sign: which that is nobody tells.
    let is_told_apart = text.char_indices().any(|(at, c)| c == '$' && text[..at].ends_with(char::is_alphabetic));
    (!is_told_apart).then_some(*country)
}

/// Returns how often places of each country are named, and its people's words.
fn named(text: &str, analysis: &Analysis) -> BTreeMap<&'static str, usize> {
    let gazetteer = Gazetteer::embedded();
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut count = |country: &'static str| {
        if !country.is_empty() {
            *counts.entry(country).or_insert(0) += 1;
        }
    };
    for sentence in &analysis.sentences {
        for name in &sentence.names {
            let words = name.span.of(text);
            let place = if name.kind == NameKind::Place { gazetteer.lookup(words) } else { None };
            match place {
                Some(place) => count(place.country),
                // A body that bears a country's name speaks for it: `US Navy`, `American Airlines`.
                None => words.split_whitespace().filter_map(|word| gazetteer.people(word)).for_each(&mut count),
            }
        }
    }
    counts
}

/// Places named once or twice may be where somebody comes from, or to whom something is sold.
const LEAST: usize = 3;

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
            "Police in Brisbane offered a reward of $100,000. The men were last seen in Queensland, west of Toowoomba.";
        assert_eq!(units(reward, Language::EN), ["AUD"]);
        let told = format!("{reward} The firm is worth US$3m.");
        assert_eq!(units(&told, Language::EN), ["USD", "USD"], "a bare sign may be the writer's own");
        assert_eq!(units("Police offered a reward of $100,000 to a man from Brisbane.", Language::EN), ["USD"]);
        let sold = "The United States will sell missiles worth $330 million to Australia. Canberra and Sydney welcomed it in Australia.";
        assert_eq!(units(sold, Language::EN), ["USD"]);
        let fine = "Le tribunal de Casablanca a infligé une amende de 220 millions de dirhams. Le groupe de Rabat fait appel à Casablanca, au Maroc.";
        assert_eq!(units(fine, Language::FR), ["MAD"]);
    }
}
