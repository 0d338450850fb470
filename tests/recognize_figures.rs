//! Golden sentences: the figures of news sentences with their bounds, kinds and units; roundings; countries' currencies.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use atodds::model::{Kind, Language, Mention, Value};
use atodds::recognize::{Context, recognize};
use rust_decimal::Decimal;
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    sentence: Vec<Sentence>,
}

#[derive(Deserialize)]
struct Sentence {
    text: String,
    figures: Vec<String>,
}

fn figures(text: &str, language: Language, context: &Context) -> Vec<Mention> {
    recognize(text, language, context, None).into_iter().filter(|m| m.kind != Kind::Date).collect()
}

fn written(text: &str, mention: &Mention) -> String {
    let Value::Number(interval) = mention.value else { return String::new() };
    let side = |d: Option<Decimal>| d.map_or(String::new(), |d| d.round_dp(2).normalize().to_string());
    let value = if interval.low == interval.high {
        side(interval.low)
    } else {
        format!("{}..{}", side(interval.low), side(interval.high))
    };
    let unit = mention.unit.as_deref().unwrap_or("-");
    format!("{} = {value} {} {} {unit}", mention.span.of(text), mention.bound.as_str(), mention.kind.as_str())
}

#[test]
fn golden_sentences_hold_the_figures_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/figures");
    let mut wrong = Vec::new();
    for language in [Language::FR, Language::EN] {
        let path = folder.join(format!("{language}.toml"));
        let golden: Golden = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        assert!(golden.sentence.len() > 50);
        for sentence in golden.sentence {
            let found = figures(&sentence.text, language, &Context::default());
            let found: Vec<String> = found.iter().map(|m| written(&sentence.text, m)).collect();
            if found != sentence.figures {
                wrong.push(format!("{}\n    wanted {:?}\n    found  {found:?}", sentence.text, sentence.figures));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[derive(Deserialize)]
struct Hard {
    rows: Vec<Vec<String>>,
}

#[test]
fn sentences_that_tempt_hold_no_other_figures() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/figures");
    let mut wrong = Vec::new();
    for language in [Language::FR, Language::EN] {
        let path = folder.join(format!("hard-{language}.toml"));
        let hard: Hard = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        assert!(hard.rows.len() >= 60);
        for row in hard.rows {
            let (text, wanted) = row.split_first().unwrap();
            let found: Vec<String> =
                figures(text, language, &Context::default()).iter().map(|m| written(text, m)).collect();
            if found != wanted {
                wrong.push(format!("{text}\n    wanted {wanted:?}\n    found  {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_figure_commits_to_half_of_its_last_place() {
    for (text, half) in [
        ("8 000 soldats", "500"),
        ("10 000 soldats", "500"),
        ("27 soldats", "0"),
        ("340 pompiers", "5"),
        ("7,4 mètres", "0.05"),
        ("7,40 mètres", "0.005"),
        ("3,2 millions de personnes", "50000"),
        ("498,6 milliards d'euros", "50000000"),
        ("27 %", "0.5"),
        ("43 ans", "0"),
        ("3 712 450 euros", "5"),
    ] {
        let found = figures(text, Language::FR, &Context::default());
        assert_eq!(found[0].rounding, half.parse::<Decimal>().unwrap(), "{text}");
    }
}

#[test]
fn plain_currencies_follow_the_country_of_the_source() {
    for (text, country, code) in [
        ("200 dollars", Some("CA"), "CAD"),
        ("200 dollars", None, "USD"),
        ("200 francs", Some("CH"), "CHF"),
        ("200 couronnes", Some("SE"), "SEK"),
        ("200 dollars américains", Some("CA"), "USD"),
        ("200 $", Some("CA"), "CAD"),
    ] {
        let context = Context { country: country.map(str::to_owned), ..Context::default() };
        let found = figures(text, Language::FR, &context);
        assert_eq!(found[0].unit.as_deref(), Some(code), "{text} in {country:?}");
    }
}

#[test]
fn spans_part_bound_unit_and_counted_words() {
    let text = "Ils ont envoyé près de 8 000 soldats nord-coréens.";
    let found = figures(text, Language::FR, &Context::default());
    assert_eq!(found[0].span.of(text), "près de 8 000");
    assert_eq!(found[0].core.of(text), "8 000");
    assert_eq!(found[0].counted.map(|c| c.of(text)), Some("soldats nord-coréens"));
    let text = "up to 40,000 tonnes of diesel";
    let found = figures(text, Language::EN, &Context::default());
    assert_eq!((found[0].span.of(text), found[0].core.of(text)), ("up to 40,000 tonnes", "40,000"));
}
