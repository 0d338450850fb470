//! Classes, vetoes, and what holds for every pair of names.

use proptest::prelude::*;

use super::Kind::{Person, Place};
use super::*;

fn told(a: &str, b: &str, kind: Kind) -> Match {
    compare(a, b, kind, Languages::default())
}

#[test]
fn spellings_of_a_person_are_one_and_classed() {
    for (a, b, class) in [
        ("Marie Curie", "Marie Curie", Class::Same),
        ("Frederic Mistral", "Frédéric Mistral", Class::Accent),
        ("Jean-Paul Sartre", "Jean Paul Sartre", Class::HyphenOrSpace),
        ("MARIE CURIE", "Marie Curie", Class::Case),
        ("Curie, Marie", "Marie Curie", Class::WordOrder),
        ("Sir Isaac Newton", "Isaac Newton", Class::TitleOrRole),
        ("le président Vaclav Havel", "Vaclav Havel", Class::TitleOrRole),
        ("W. A. Mozart", "Wolfgang Amadeus Mozart", Class::ShortForm),
        ("Beethoven", "Ludwig van Beethoven", Class::ShortForm),
        ("Bill Shakespeare", "William Shakespeare", Class::ShortForm),
        ("Vladimir Poutine", "Vladimir Putin", Class::Transliteration),
        ("Valéry Guerassimov", "Valery Gerasimov", Class::Transliteration),
        ("Лев Толстой", "Lev Tolstoï", Class::Transliteration),
        ("Choe Son Hui", "Choe Son-hui", Class::HyphenOrSpace),
        ("Fyodor Dostoyevsky", "Fiodor Dostoïevski", Class::Transliteration),
    ] {
        let found = told(a, b, Person);
        assert!(found.same && found.class == class, "{a} / {b}: {found:?}");
    }
}

#[test]
fn letters_that_no_rule_explains_are_suspected() {
    let found = told("Gustave Courbet", "Gustave Courbert", Person);
    assert!(found.class == Class::SuspectedMisspelling || found.class == Class::Different, "{found:?}");
}

#[test]
fn letters_swapped_doubled_or_added_are_slips_and_not_another_way_of_writing() {
    for (a, b, kind) in [
        ("Loïc Talverdec", "Loïc Talverdeck", Person),
        ("Loïc Talverdec", "Loïc Talvredec", Person),
        ("Hamsby", "Hambsy", Place),
        ("Corinne Vaillard", "Corinne Vaillardt", Person),
        ("Orvane-sur-Mer", "Orvanne-sur-Mer", Place),
    ] {
        let found = told(a, b, kind);
        assert!(found.class == Class::SuspectedMisspelling, "{a} / {b}: {found:?}");
    }
}

#[test]
fn initials_of_one_letter_each_are_of_two_people() {
    assert!(!told("I. Sabatka", "T. Sabatka", Person).same);
    assert!(!told("I. Sabatka", "T. Sabatkova", Person).same);
    assert!(told("T. Sabatka", "Tomas Sabatka", Person).same);
    assert!(told("J.-P. Morel", "Jean-Paul Morel", Person).same);
}

#[test]
fn words_for_opposite_sides_tell_places_apart() {
    #[derive(serde::Deserialize)]
    struct Pairs {
        examples: Vec<[String; 2]>,
        counter_examples: Vec<[String; 2]>,
    }
    let pairs: Pairs = toml::from_str(crate::rules::text("shared/places/words.toml").unwrap()).unwrap();
    for [a, b] in &pairs.examples {
        let found = told(a, b, Place);
        assert!(!found.same && found.reason.contains("apart"), "{a} / {b}: {found:?}");
    }
    for [a, b] in &pairs.counter_examples {
        let found = told(a, b, Place);
        assert!(found.same, "{a} / {b}: {found:?}");
    }
}

#[test]
fn vetoes_beat_likeness() {
    for (a, b) in [
        ("Oliver Holmes Jr.", "Oliver Holmes Sr."),
        ("Pieter Brueghel père", "Pieter Brueghel fils"),
        ("Pierre Curie", "Irène Curie"),
        ("Paul Claudel", "Camille Claudel"),
        ("Daniel Lavoisier", "Danielle Lavoisier"),
        ("M. Lavoisier", "Mme Lavoisier"),
        ("Hugh Percy, 2nd Duke of Northumberland", "Hugh Percy, 3rd Duke of Northumberland"),
        ("Ben Jonson", "Ann Jonson"),
    ] {
        let found = told(a, b, Person);
        assert!(!found.same && found.class == Class::Different, "{a} / {b}: {found:?}");
    }
}

#[test]
fn names_in_two_scripts_may_be_two() {
    for (a, b) in [("Лев Толстой", "Marie Curie"), ("アルベルト・アインシュタイン", "Isaac Newton")]
    {
        assert!(!told(a, b, Person).same, "{a} / {b}");
    }
}

#[test]
fn places_go_by_their_forms_in_other_languages() {
    for (a, b) in [
        ("Kiev", "Kyiv"),
        ("Koursk", "Kursk"),
        ("Kingdom of Bhutan", "Bhoutan"),
        ("Londres", "London"),
        ("Pékin", "Beijing"),
    ] {
        assert!(told(a, b, Place).same, "{a} / {b}: {:?}", told(a, b, Place));
    }
    for (a, b) in [("Niger", "Nigeria"), ("Austria", "Australia"), ("North Korea", "South Korea"), ("Iran", "Irak")] {
        assert!(!told(a, b, Place).same, "{a} / {b}: {:?}", told(a, b, Place));
    }
}

#[test]
fn the_model_reads() {
    assert!(Judge::read(include_str!("../../models/names.json")).is_ok());
    assert!(Judge::read("{}").is_err());
}

/// Names and what is none.
fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,24}",
        "[A-Z][a-z]{1,9}( (de |van )?[A-Z][a-z]{1,9}){0,3}(, (Jr|[A-Z][a-z]{2,8}))?",
        "[А-Яа-я]{1,8}( [А-Яа-я]{1,9}){0,2}",
        "[ァ-ヶ]{1,6}(・[ァ-ヶ]{1,6}){0,2}",
        "[一-龥·]{1,6}",
        "[\\-.,'\"()·, ]{0,8}",
    ]
}

proptest! {
    #[test]
    fn order_does_not_matter(a in any_name(), b in any_name(), is_person: bool) {
        let kind = if is_person { Person } else { Place };
        let (there, back) = (told(&a, &b, kind), told(&b, &a, kind));
        prop_assert_eq!((there.same, there.class), (back.same, back.class));
        prop_assert!((there.score - back.score).abs() < f32::EPSILON);
        prop_assert!((0.0..=1.0).contains(&there.score));
        prop_assert_eq!(there.same, there.class != Class::Different);
    }

    #[test]
    fn a_name_is_itself(a in any_name(), is_person: bool) {
        let kind = if is_person { Person } else { Place };
        let found = told(&a, &a, kind);
        prop_assert!(found.same && found.class == Class::Same && found.score >= 1.0);
    }

    #[test]
    fn case_does_not_matter(a in "[A-Z][a-z]{1,9}( [A-Z][a-z]{1,9}){1,2}") {
        prop_assert!(told(&a, &a.to_uppercase(), Person).same);
    }
}
