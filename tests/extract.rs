//! Whom a statement is about, where the words do not name them outright.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at any fault")]

use atodds::extract::Extractor;
use atodds::model::Document;

fn document(language: &str, text: &str) -> Document {
    Document {
        path: "text".to_owned(),
        title: None,
        text: text.to_owned(),
        source: "text".to_owned(),
        country: None,
        url: None,
        published: Some("2026-03-11".parse().unwrap()),
        published_basis: Some("metadata"),
        language: language.parse().unwrap(),
        format: "txt",
    }
}

/// What a text states, as `entity attribute sign`.
fn statements(language: &str, text: &str) -> Vec<String> {
    let read = Extractor::new(None).unwrap().read(&document(language, text)).unwrap();
    let line = |a: &atodds::model::Assertion| {
        format!("{} {} {}", read.entities[a.entity].key, a.attribute, a.polarity.as_str())
    };
    read.assertions.iter().map(line).collect()
}

fn states(language: &str, text: &str, wanted: &str) {
    let found = statements(language, text);
    assert!(found.iter().any(|f| f == wanted), "{text:?}: no {wanted:?} in {found:#?}");
}

fn states_not(language: &str, text: &str, unwanted: &str) {
    let found = statements(language, text);
    assert!(!found.iter().any(|f| f.contains(unwanted)), "{text:?}: {unwanted:?} in {found:#?}");
}

#[test]
fn a_peoples_word_of_two_words_is_its_country_and_no_person() {
    let text = "North Korean soldiers took part in fighting in the border area, the ministry said.";
    states("en", text, "place:North Korea in_combat +");
    states_not("en", text, "person:");
}

#[test]
fn a_countrys_army_acts_for_it() {
    let text = "L'armée nord-coréenne a pris part à la parade, a reconnu lundi l'agence officielle.";
    states("fr", text, "place:North Korea took_part +");
}

#[test]
fn a_pronoun_is_those_of_whom_the_text_spoke_last() {
    let text = "Près de 8 000 soldats nord-coréens ont pris position. Ils n'ont pas encore livré bataille.";
    states("fr", text, "place:North Korea in_combat -");
}

#[test]
fn soldiers_and_their_officers_are_no_police() {
    let text = "Ukraine says North Korea has sent 10,000 men to Russia, among them 500 officers and three generals.";
    states_not("en", text, "police_mobilised");
}

/// The figures of an attribute, as `words=value`.
fn counts(text: &str, attribute: &str) -> Vec<String> {
    let read = Extractor::new(None).unwrap().read(&document("en", text)).unwrap();
    let value = |a: &atodds::model::Assertion| match &a.value {
        atodds::model::Value::Number(i) => format!("{}={}", a.span.of(text), i.low.unwrap_or_default()),
        other => format!("{other:?}"),
    };
    read.assertions.iter().filter(|a| a.attribute == attribute).map(value).collect()
}

#[test]
fn a_patient_counts_where_no_figure_is_given() {
    assert_eq!(counts("The blast killed a guard and his son on Monday.", "killed"), ["a guard and his son=2"]);
    let both = "The blast killed three people on Monday. A guard died in the blast, a colleague said.";
    assert_eq!(counts(both, "killed"), ["three=3"]);
}

#[test]
fn who_was_shot_and_died_is_not_wounded_too() {
    let one = "A guard was shot in the robbery on Monday. The guard died later that day.";
    assert_eq!((counts(one, "wounded").len(), counts(one, "killed").len()), (0, 1));
    let two = "A guard was shot dead in the robbery on Monday. A driver was also shot in the arm.";
    assert_eq!((counts(two, "wounded").len(), counts(two, "killed").len()), (1, 1));
}

#[test]
fn who_shoots_is_not_shot() {
    assert_eq!(counts("Two officers shot and killed a robber on Monday.", "wounded"), [""; 0]);
}

#[test]
fn five_shot_are_wounded_only_where_nobody_is_said_to_have_died() {
    assert_eq!(counts("Five people were shot at a fair on Monday.", "wounded"), ["Five=5"]);
    let nobody = "Five people were shot at a fair on Monday. Nobody was killed.";
    assert_eq!((counts(nobody, "wounded"), counts(nobody, "people_shot").len()), (vec!["Five=5".to_owned()], 0));
    let one_died = "Five people were shot at a fair on Monday. A guard was killed.";
    assert_eq!((counts(one_died, "wounded").len(), counts(one_died, "people_shot")), (0, vec!["Five=5".to_owned()]));
}
