//! Which statements answer one question.

use proptest::prelude::*;

use super::*;

pub(super) fn claim(document: usize, value: f64, attribute: &str, words: &[&str]) -> Claim {
    Claim {
        document,
        sentence: words.len(),
        language: Language::EN,
        written: None,
        kind: Kind::Quantity,
        dimension: "count".to_owned(),
        unit: "person".to_owned(),
        is_person: true,
        attribute: attribute.to_owned(),
        is_known: true,
        low: Some(value),
        high: Some(value),
        is_vague: false,
        subgroup: String::new(),
        place: String::new(),
        is_planned: false,
        modality: Modality::Asserted,
        polarity: Polarity::Affirmed,
        entity: "event:x".to_owned(),
        is_story: true,
        as_of: None,
        speaker: String::new(),
        context: Context {
            concepts: words.iter().map(|w| ((*w).to_owned(), 60)).collect(),
            governor: words.first().map(|w| (*w).to_owned()).unwrap_or_default(),
            counted: "person".to_owned(),
            ..Context::default()
        },
    }
}

#[test]
fn two_speakers_in_one_sentence_answer_one_question() {
    let by = |speaker: &str, value: f64| Claim {
        speaker: speaker.to_owned(),
        sentence: 40,
        ..claim(0, value, "demonstrators", &["march", "street"])
    };
    let mut questions = Questions::new(Matcher::embedded().unwrap());
    assert_eq!(questions.place(vec![by("police", 12_000.0), by("unions", 45_000.0)]), [0, 0]);
    // One speaker's two figures are of two things.
    let mut questions = Questions::new(Matcher::embedded().unwrap());
    assert_eq!(questions.place(vec![by("police", 12_000.0), by("police", 45_000.0)]), [0, 1]);
}

/// The questions that two documents' statements answer in the end.
fn merged(documents: &[Vec<Claim>]) -> Vec<Placed> {
    let mut questions = Questions::merging(Matcher::embedded().unwrap(), documents.len());
    let placed: Vec<Placed> = documents.iter().flat_map(|claims| questions.place_by_fit(claims.clone())).collect();
    questions.merge(&placed)
}

#[test]
fn questions_are_numbered_by_their_first_statement_and_fits_are_told_by_others() {
    let words = ["rescue", "sea", "migrant", "coast_guard"];
    let told =
        |n, value| vec![claim(n, value, "rescued", &words), claim(n, value / 7.0, "arrested", &["police", "smuggler"])];
    let all = merged(&[told(0, 71.0), told(1, 73.0), told(2, 71.0)]);
    assert_eq!(all.iter().map(|p| p.question).collect::<Vec<_>>(), [0, 1, 0, 1, 0, 1]);
    assert_eq!(all[0].fit, all[4].fit, "what the first said of itself is told by the others too");
    assert!(all.iter().all(|p| p.fit > 0.0 && p.fit <= 1.0));
}

#[test]
fn what_never_answers_one_question_is_not_merged() {
    // The dead are not the wounded, however alike the words.
    let words = ["bomb", "market", "hospital"];
    let all = merged(&[vec![claim(0, 12.0, "killed", &words)], vec![claim(1, 14.0, "wounded", &words)]]);
    assert_ne!(all[0].question, all[1].question);
}

#[test]
fn stories_of_too_many_documents_keep_the_questions_that_placing_made() {
    let matcher = Matcher::embedded().unwrap();
    assert!(Questions::merging(matcher, matcher.rules.most_merged).merges());
    let mut many = Questions::merging(matcher, matcher.rules.most_merged + 1);
    assert!(!many.merges());
    let placed = many.place_by_fit(vec![claim(0, 71.0, "rescued", &["sea"]), claim(0, 35.0, "arrested", &["police"])]);
    assert_eq!(many.merge(&placed), placed);
}

#[test]
fn a_telling_figure_is_one_answer_whatever_the_words_around() {
    let mut questions = Questions::new(Matcher::embedded().unwrap());
    let moved = claim(0, 22_400.0, "person.move", &["valley", "map"]);
    let mut counted = claim(1, 22_400.0, "home.count", &["campaign", "herd"]);
    counted.unit = "home".to_owned();
    counted.place = "rivers".to_owned();
    assert_eq!(questions.place(vec![moved]), [0]);
    assert_eq!(questions.place(vec![counted]), [0]);
}

#[test]
fn small_counts_meet_by_chance() {
    let rules = QuestionRules::embedded().unwrap();
    let is_telling = |value: f64, unit: &str| {
        let mut other = claim(1, value, "home.count", &["campaign"]);
        other.unit = unit.to_owned();
        other.is_person = unit == "person";
        other.is_known = false;
        is_same_figure(&claim(0, value, "person.move", &["valley"]), &other, rules)
    };
    let profit = claim(1, 210.0, "profit", &["owner"]);
    assert!(!is_same_figure(&claim(0, 210.0, "cost", &["repair"]), &profit, rules), "rules know them apart");
    assert!(is_telling(1_245.0, "home") && !is_telling(1_200.0, "home") && is_telling(1_200.0, ""));
    assert!(!is_telling(9.0, "home") && !is_telling(9.0, "person"));
    assert!(!is_telling(2_000.0, "home"), "a round figure");
    // Two digits tell where the unit is one.
    assert!(is_telling(64.0, "person") && !is_telling(64.0, "home"));
    let mut month = claim(0, 2_460_000.5, "start_date", &["work"]);
    month.kind = Kind::Date;
    month.high = Some(2_460_029.5);
    let mut day = month.clone();
    day.high = day.low;
    let in_other = |claim: &Claim| Claim { document: 1, ..claim.clone() };
    assert!(is_same_figure(&month, &in_other(&month), rules));
    assert!(!is_same_figure(&day, &in_other(&day), rules));
    assert!(!is_same_figure(&month, &month, rules), "one document");
}

#[test]
fn the_dead_are_not_the_wounded_however_equal_their_figures() {
    let mut questions = Questions::new(Matcher::embedded().unwrap());
    let told = |document, attribute| claim(document, 1_245.0, attribute, &["flood"]);
    assert_eq!(questions.place(vec![told(0, "killed")]), [0]);
    assert_eq!(questions.place(vec![told(1, "wounded")]), [1]);
}

#[test]
fn the_same_thing_told_twice_is_one_question_and_another_thing_is_not() {
    let mut questions = Questions::new(Matcher::embedded().unwrap());
    let one = questions.place(vec![
        claim(0, 417.0, "rescued", &["rescue", "boat", "coast"]),
        claim(0, 26.0, "missing", &["missing", "search"]),
    ]);
    assert_ne!(one[0], one[1]);
    let two = questions.place(vec![
        claim(1, 26.0, "missing", &["missing", "search", "sea"]),
        claim(1, 418.0, "rescued", &["rescue", "boat", "night"]),
    ]);
    assert_eq!(two, [one[1], one[0]]);
}

#[test]
fn two_figures_of_one_sentence_and_voice_are_two_questions() {
    let mut questions = Questions::new(Matcher::embedded().unwrap());
    let words = ["survive", "senegal", "mali"];
    let of = questions.place(vec![claim(0, 71.0, "rescued", &words), claim(0, 35.0, "rescued", &words)]);
    assert_ne!(of[0], of[1]);
}

#[test]
fn unlike_counts_of_a_place_and_of_a_part_of_it_are_two_questions() {
    let words = ["deploy", "army", "border"];
    let of = |document, value, place: &str| Claim {
        place: place.to_owned(),
        ..claim(document, value, "troops_deployed", &words)
    };
    let (whole, part) = ("France", "Paris");
    assert!(is_part(whole, part));
    let mut questions = Questions::new(Matcher::embedded().unwrap());
    let first = questions.place(vec![of(0, 417.0, whole)]);
    assert_ne!(questions.place(vec![of(1, 380.0, part)]), first);
    assert_eq!(questions.place(vec![of(2, 417.0, whole)]), first);
}

proptest! {
    /// Where a document's statements go hangs on those before it alone, so a run may begin again in the middle.
    #[test]
    fn what_was_asked_may_be_given_and_the_rest_follows(
        documents in proptest::collection::vec(
            proptest::collection::vec((0u8..6, 0usize..3, 0usize..4), 1..5), 1..6),
        cut in 0usize..6,
    ) {
        let documents: Vec<Vec<Claim>> = documents
            .into_iter()
            .enumerate()
            .map(|(n, claims)| {
                let of = |(value, attribute, word): (u8, usize, usize)| {
                    let word = ["fire", "road", "vote", "school"][word];
                    claim(n, f64::from(value) * 17.0, ["killed", "arrested", "cost"][attribute], &[word, "town"])
                };
                claims.into_iter().map(of).collect()
            })
            .collect();
        let matcher = Matcher::embedded().unwrap();
        let mut whole = Questions::new(matcher);
        let all: Vec<Vec<usize>> = documents.iter().map(|claims| whole.place(claims.clone())).collect();
        let mut again = Questions::new(matcher);
        for (n, claims) in documents.iter().enumerate() {
            if n < cut {
                again.add(claims.clone(), &all[n]);
            } else {
                prop_assert_eq!(&again.place(claims.clone()), &all[n]);
            }
        }
    }
}

#[test]
fn damaged_models_are_refused() {
    let good = include_str!("../../../models/questions.json");
    assert!(Trees::from_json(good, FEATURES).is_ok());
    assert!(Trees::from_json(good, &FEATURES[1..]).is_err());
    assert!(Trees::from_json("{}", FEATURES).is_err());
    for broken in [
        r#"{"feature":[0],"value":[1.0],"left":[0]}"#,
        r#"{"feature":[0,-1],"value":[1.0,0.0],"left":[1,0]}"#,
        r#"{"feature":[99,-1,-1],"value":[1.0,0.0,0.0],"left":[1,0,0]}"#,
        r#"{"feature":[],"value":[],"left":[]}"#,
        r#"{"feature":[-1],"value":[],"left":[0]}"#,
    ] {
        let features = serde_json::to_string(FEATURES).unwrap();
        let text = format!(r#"{{"base":0.0,"features":{features},"trees":[{broken}]}}"#);
        assert!(Trees::from_json(&text, FEATURES).is_err(), "{broken}");
    }
}
