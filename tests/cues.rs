//! The examples in the cue rules: who is credited, how surely, with which sign.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use atodds::extract::cues::{Cues, DocumentCues};
use atodds::model::{Analysis, Language, Modality, Polarity, Sentence, Span};
use serde::Deserialize;

#[derive(Deserialize)]
struct Rules<T> {
    examples: T,
}

#[derive(Deserialize)]
struct Attribution {
    credited: Vec<(String, String, String)>,
    nobody: Vec<(String, String)>,
}

static FRENCH: LazyLock<Cues> = LazyLock::new(|| Cues::embedded(Language::FR).unwrap());
static ENGLISH: LazyLock<Cues> = LazyLock::new(|| Cues::embedded(Language::EN).unwrap());

type Lists = BTreeMap<String, Vec<(String, String)>>;

/// Sentences end at a stop before a capital, which is all that the examples need.
fn sentences(text: &str) -> Analysis {
    let mut ends = Vec::new();
    for (at, stop) in text.match_indices(['.', '!', '?', '\n']) {
        let mut end = at + stop.len();
        for close in ["”", " »", "\u{a0}»"] {
            if text[end..].starts_with(close) {
                end += close.len();
            }
        }
        let opens = |c: char| c.is_uppercase() || c == '«' || c == '“';
        if text[end..].starts_with([' ', '\n']) && text[end..].trim_start().starts_with(opens) {
            ends.push(end);
        }
    }
    ends.push(text.len());
    let mut sentences = Vec::new();
    let mut start = 0;
    for end in ends {
        let lead = text[start..end].len() - text[start..end].trim_start().len();
        let span = Span::new(start + lead, start + lead + text[start..end].trim().len());
        sentences.push(Sentence { span, ..Sentence::default() });
        start = end;
    }
    Analysis { sentences, language: None }
}

fn ask<T>(language: Language, text: &str, at: &str, question: impl Fn(&DocumentCues, Span) -> T) -> T {
    let cues = if language == Language::FR { &*FRENCH } else { &*ENGLISH };
    let analysis = sentences(text);
    let start = text.find(at).unwrap_or_else(|| panic!("{at:?} is not in {text:?}"));
    question(&cues.document(text, &analysis, &[]), Span::new(start, start + at.len()))
}

const LANGUAGES: [Language; 2] = [Language::FR, Language::EN];

fn report(misses: &[String]) {
    assert!(misses.is_empty(), "{} examples fail:\n{}", misses.len(), misses.join("\n"));
}

#[test]
fn attribution_examples_hold() {
    let mut misses = Vec::new();
    for language in LANGUAGES {
        let rules: Rules<Attribution> = atodds::rules::toml(&format!("{language}/attribution.toml")).unwrap();
        assert!(rules.examples.credited.len() >= 40 && rules.examples.nobody.len() >= 15, "too few examples");
        for (text, at, speaker) in &rules.examples.credited {
            let found = ask(language, text, at, |cues, span| cues.attribution(span).map(|s| s.words.clone()));
            if found.as_deref() != Some(speaker) {
                misses.push(format!("{text} [{at}]: {found:?}, not {speaker:?}"));
            }
        }
        for (text, at) in &rules.examples.nobody {
            let found = ask(language, text, at, |cues, span| cues.attribution(span).map(|s| s.words.clone()));
            if found.is_some() {
                misses.push(format!("{text} [{at}]: {found:?}, not nobody"));
            }
        }
    }
    report(&misses);
}

#[test]
fn modality_examples_hold() {
    let mut misses = Vec::new();
    for language in LANGUAGES {
        let rules: Rules<Lists> = atodds::rules::toml(&format!("{language}/modality.toml")).unwrap();
        for (name, modality) in [
            ("hedged", Modality::Hedged),
            ("planned", Modality::Planned),
            ("denied", Modality::Denied),
            ("asserted", Modality::Asserted),
        ] {
            for (text, at) in &rules.examples[name] {
                let (found, cue) = ask(language, text, at, |cues, span| cues.modality(span));
                if found != modality {
                    misses.push(format!("{text} [{at}]: {found:?} by {:?}, not {name}", cue.map(|c| c.of(text))));
                }
            }
        }
    }
    report(&misses);
}

#[test]
fn negation_examples_hold() {
    let mut misses = Vec::new();
    for language in LANGUAGES {
        let rules: Rules<Lists> = atodds::rules::toml(&format!("{language}/negation.toml")).unwrap();
        for (name, polarity, zero) in [
            ("negated", Polarity::Negated, None),
            ("zero", Polarity::Negated, Some(true)),
            ("affirmed", Polarity::Affirmed, Some(false)),
        ] {
            for (text, at) in &rules.examples[name] {
                let found = ask(language, text, at, |cues, span| cues.polarity(span));
                if found.polarity != polarity || zero.is_some_and(|zero| zero != found.zero) {
                    misses.push(format!("{text} [{at}]: {found:?}, not {name}"));
                }
            }
        }
    }
    report(&misses);
}
