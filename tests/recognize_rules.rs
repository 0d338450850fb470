//! The examples that the rules files of numbers carry: what each must give, and what must give nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use atodds::model::{Kind, Language, Mention, Value};
use atodds::recognize::{Context, recognize};
use atodds::rules;
use rust_decimal::Decimal;
use serde::Deserialize;

/// The sections that every file of rules has: a text first, then what it gives, `low..high bound unit` each.
#[derive(Deserialize)]
struct Examples {
    examples: Vec<Vec<String>>,
    counter_examples: Vec<Vec<String>>,
}

const LANGUAGES: [Language; 2] = [Language::FR, Language::EN];

fn files() -> Vec<(String, Vec<Language>)> {
    let mut out = vec![("shared/units.toml".to_owned(), LANGUAGES.to_vec())];
    for language in LANGUAGES {
        for file in rules::quantity::FILES {
            out.push((format!("{language}/{file}.toml"), vec![language]));
        }
    }
    out
}

fn numbers(text: &str, language: Language) -> Vec<Mention> {
    recognize(text, language, &Context::default(), None).into_iter().filter(|m| m.kind != Kind::Date).collect()
}

fn written(mention: &Mention) -> String {
    let Value::Number(interval) = mention.value else { return String::new() };
    let side = |d: Option<Decimal>| d.map_or(String::new(), |d| d.round_dp(2).normalize().to_string());
    let value = if interval.low == interval.high {
        side(interval.low)
    } else {
        format!("{}..{}", side(interval.low), side(interval.high))
    };
    format!("{value} {} {}", mention.bound.as_str(), mention.unit.as_deref().unwrap_or("")).trim_end().to_owned()
}

#[test]
fn every_rules_file_of_numbers_has_both_kinds_of_example() {
    for (path, _) in files() {
        let examples: Examples = rules::toml(&path).unwrap_or_else(|e| panic!("{path}: {e:#}"));
        assert!(!examples.examples.is_empty(), "{path}: no examples");
        assert!(!examples.counter_examples.is_empty(), "{path}: no counter-examples");
    }
}

#[test]
fn examples_give_what_they_say() {
    let mut wrong = Vec::new();
    for (path, languages) in files() {
        let examples: Examples = rules::toml(&path).unwrap();
        for row in examples.examples.iter().chain(&examples.counter_examples) {
            let (text, wanted) = row.split_first().unwrap_or_else(|| panic!("{path}: an empty example"));
            for language in &languages {
                let found: Vec<String> = numbers(text, *language).iter().map(written).collect();
                let normal = |s: &String| {
                    let (value, rest) = s.split_once(' ').unwrap_or((s, ""));
                    let value: Vec<String> = value
                        .split("..")
                        .map(|v| v.parse::<Decimal>().map_or(String::new(), |d| d.normalize().to_string()))
                        .collect();
                    format!("{} {rest}", value.join(".."))
                };
                let wanted: Vec<String> = wanted.iter().map(normal).collect();
                if found != wanted {
                    wrong.push(format!("{path} [{language}]: {text:?}\n    wanted {wanted:?}\n    found  {found:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
