//! Where a statement holds, as a whole document is read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use atodds::extract::Extractor;
use atodds::model::Document;

fn place(language: &str, text: &str, value: &str) -> Option<String> {
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
    let found = read.assertions.iter().find(|a| a.span.of(text) == value);
    found.unwrap_or_else(|| panic!("{value:?} is not found in {text:?}")).scope.place.clone()
}

#[test]
fn a_statement_that_names_no_place_holds_where_the_article_speaks_of() {
    let coach = "Coach plunges into ravine\n\nVILA SERRANA, Portugal, March 10 (Tamsin News) - At least 11 people died when a coach left a \
                 mountain road in the north of the country, the rescue service said.\n\nSome 120 firefighters were sent.\n";
    for (language, text, value, expected) in [
        // The dateline's town, which no list knows.
        ("en", coach, "Some 120", "VILA SERRANA"),
        // `y` is where it was last said to be.
        (
            "fr",
            "À Brissay, 1 100 habitants ont quitté leur logement, selon la mairie. L'eau y est montée à 7,80 m.",
            "7,80 m",
            "Brissay",
        ),
    ] {
        assert_eq!(place(language, text, value).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn without_any_place_named_none_is_told() {
    assert_eq!(place("en", "The firm cut 300 jobs on Monday.", "300"), None);
}
