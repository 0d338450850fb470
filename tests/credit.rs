//! Who is credited with a value, as a whole document is read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use atodds::boosted::Trees;
use atodds::extract::Extractor;
use atodds::extract::cues::credit::FEATURES;
use atodds::model::Document;

fn credited(language: &str, text: &str, value: &str) -> Option<String> {
    let document = Document {
        path: "example".to_owned(),
        title: None,
        text: text.to_owned(),
        source: "example".to_owned(),
        country: None,
        url: None,
        published: Some("2026-03-11".parse().unwrap()),
        published_basis: Some("metadata"),
        language: language.parse().unwrap(),
        format: "txt",
    };
    let read = Extractor::new(None).unwrap().read(&document).unwrap();
    let found = read.assertions.iter().find(|a| a.span.of(text).contains(value));
    found.unwrap_or_else(|| panic!("{value:?} is not found in {text:?}")).attributed_to.clone()
}

#[test]
fn the_subject_of_what_is_counted_or_said_is_credited() {
    for (language, text, value, speaker) in [
        ("en", "The port authority said on Monday that 14 cranes had been damaged.", "14", "port authority"),
        (
            "en",
            "Brokers put the loss at $4 million, while the mill's owner spoke of $9 million.",
            "$4 million",
            "Brokers",
        ),
        ("en", "According to the harbour master, 31 boats sank.", "31", "harbour master"),
        ("fr", "Selon la mairie, 31 bateaux ont coulé.", "31", "mairie"),
        ("fr", "La direction a recensé 212 grévistes jeudi.", "212", "direction"),
        (
            "fr",
            "Le barrage a coûté 12 millions d'euros, assure le ministère des Eaux.",
            "12 millions",
            "ministère des Eaux",
        ),
    ] {
        let found = credited(language, text, value);
        assert!(found.as_ref().is_some_and(|f| f.contains(speaker)), "{text:?} credits {found:?}");
    }
}

#[test]
fn the_outlets_own_voice_credits_nobody() {
    for (language, text, value) in [
        ("en", "The bridge is 320 metres long and was built in 1962.", "320"),
        ("en", "Prices rose by 4 percent in May.", "4 percent"),
        ("fr", "Le pont mesure 320 mètres et date de 1962.", "320"),
        ("fr", "Les prix ont augmenté de 4 % en mai.", "4 %"),
    ] {
        assert_eq!(credited(language, text, value), None, "{text:?}");
    }
}

#[test]
fn a_model_of_other_features_is_refused() {
    let good = include_str!("../models/attribution.json");
    assert!(Trees::from_json(good, FEATURES).is_ok());
    assert!(Trees::from_json(good, &FEATURES[1..]).is_err());
}
