//! What must hold of the recogniser of numbers for every input.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use atodds::model::{Bound, Kind, Language, Mention, Value};
use atodds::recognize::{Context, jsonl, recognize};
use proptest::prelude::*;
use rust_decimal::Decimal;
use text2num::Language as Reference;

const LANGUAGES: [Language; 2] = [Language::FR, Language::EN];

fn read(text: &str, language: Language) -> Vec<Mention> {
    recognize(text, language, &Context::default(), None)
}

fn only_number(text: &str, language: Language) -> Option<Decimal> {
    let found = read(text, language);
    match found.as_slice() {
        [one] if one.bound == Bound::Exact => match one.value {
            Value::Number(interval) => interval.low,
            _ => None,
        },
        _ => None,
    }
}

/// Writes a whole number in groups of three.
fn grouped(number: u64, separator: &str) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(digit);
    }
    out
}

/// Writes a number below a thousand million in words, as a careful writer does.
fn spelled(number: u64, french: bool) -> String {
    const FRENCH: [&str; 17] = [
        "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
        "treize", "quatorze", "quinze", "seize",
    ];
    const ENGLISH: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const FRENCH_TENS: [&str; 6] = ["vingt", "trente", "quarante", "cinquante", "soixante", "quatre-vingt"];
    const ENGLISH_TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let scaled = |scale: u64, one: &str, many: &str| {
        let (high, low) = (number / scale, number % scale);
        let head = if high == 1 && french && scale <= 1000 {
            one.to_owned()
        } else {
            format!("{} {}", spelled(high, french), if high == 1 { one } else { many })
        };
        if low == 0 { head } else { format!("{head} {}", spelled(low, french)) }
    };
    match (number, french) {
        (1_000_000.., true) => scaled(1_000_000, "million", "millions"),
        (1_000_000.., false) => scaled(1_000_000, "million", "million"),
        (1000.., true) => scaled(1000, "mille", "mille"),
        (1000.., false) => scaled(1000, "thousand", "thousand"),
        (100.., true) => scaled(100, "cent", "cent"),
        (100.., false) => {
            let head = format!("{} hundred", ENGLISH[(number / 100) as usize]);
            if number.is_multiple_of(100) { head } else { format!("{head} and {}", spelled(number % 100, false)) }
        }
        (0..=16, true) => FRENCH[number as usize].to_owned(),
        (17..=19, true) => format!("dix-{}", FRENCH[number as usize - 10]),
        (0..=19, false) => ENGLISH[number as usize].to_owned(),
        (_, true) => {
            let ten = match number {
                80.. => 5,
                60.. => 4,
                _ => number / 10 - 2,
            };
            let base = [20, 30, 40, 50, 60, 80][ten as usize];
            let tens = FRENCH_TENS[ten as usize];
            match number - base {
                0 if base == 80 => "quatre-vingts".to_owned(),
                0 => tens.to_owned(),
                rest @ (1 | 11) if base != 80 => format!("{tens} et {}", spelled(rest, true)),
                rest => format!("{tens}-{}", spelled(rest, true)),
            }
        }
        (_, false) => {
            let tens = ENGLISH_TENS[(number / 10) as usize - 2];
            if number.is_multiple_of(10) {
                tens.to_owned()
            } else {
                format!("{tens}-{}", ENGLISH[(number % 10) as usize])
            }
        }
    }
}

/// Reads a text as other programs do, and checks the places of what comes back.
fn rows_hold(text: &str, language: Language) -> Result<(), TestCaseError> {
    let row =
        serde_json::json!({ "id": 1, "text": text, "lang": language.to_string(), "reference_date": "2026-06-17" });
    let mut out = Vec::new();
    jsonl(row.to_string().as_bytes(), &mut out).unwrap();
    let answer: serde_json::Value = serde_json::from_slice(&out).unwrap();
    for mention in answer["mentions"].as_array().unwrap() {
        let place = |key: &str| usize::try_from(mention[key].as_u64().unwrap()).unwrap();
        let (start, end) = (place("start"), place("end"));
        let words: String = text.chars().skip(start).take(end - start).collect();
        prop_assert!(start < end, "an empty row in {:?}", text);
        prop_assert_eq!(mention["text"].as_str(), Some(words.as_str()), "of {:?}", text);
    }
    Ok(())
}

fn holds(text: &str, found: &[Mention]) -> Result<(), TestCaseError> {
    let mut end = 0;
    for mention in found {
        prop_assert!(mention.span.start >= end, "overlap in {:?}", text);
        prop_assert!(!mention.span.is_empty(), "empty mention in {:?}", text);
        end = mention.span.end;
        for span in [Some(mention.span), Some(mention.core), mention.counted].into_iter().flatten() {
            prop_assert!(text.get(span.start..span.end).is_some(), "{:?} cuts a character of {:?}", span, text);
        }
        if mention.kind != Kind::Date {
            prop_assert!(mention.span.contains(&mention.core), "{:?} lies outside {:?}", mention.core, mention.span);
        }
        if let Value::Number(interval) = mention.value {
            let (low, high) = (interval.low, interval.high);
            prop_assert!(low.is_some() || high.is_some(), "an interval without sides in {:?}", text);
            prop_assert!(low.zip(high).is_none_or(|(low, high)| low <= high), "upside down in {:?}", text);
            prop_assert!(mention.rounding >= Decimal::ZERO);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_read_without_harm(text in "\\PC{0,200}") {
        for language in LANGUAGES {
            holds(&text, &read(&text, language))?;
            rows_hold(&text, language)?;
        }
    }

    #[test]
    fn speech_is_read_without_harm(
        parts in prop::collection::vec(prop::sample::select(vec![
            "at ", "à ", "7", "12", "30", " ", ":", "/", "-", "pm", "ish", "seven ", "thirty ", "sept ", "trente ", "zero ", "zéro ", "o ", "hundred ",
            "and ", "et ", "a ", "un ", "one ", "fifths", "-fifth", "cinquième", "trillionth", "over ", "celsius ", "percent ", "of ", "$", "dollars ",
            "k", "G", "\"", "week", "my ", "the ", "early ", "May ", "mai ", "2018", "ago ", "il y a ", "dans ", "years ", "ans ", "weekend", "matin",
            "morning ", "after ", "lunch", "age ", "yo ", "per ", "\n\n", ".", ",", "\u{a0}", "é", "’",
        ]), 0..30)
    ) {
        let text = parts.concat();
        for language in LANGUAGES {
            rows_hold(&text, language)?;
        }
    }

    #[test]
    fn text_made_of_what_matters_is_read_without_harm(
        parts in prop::collection::vec(prop::sample::select(vec![
            "12", "1 000", "3,5", "10.000", "007", " ", "\n", "\n\n", "-", "–", "%", "€", "$", "US$", "½", "/", ".", ",", "d'", "de ", "et ", "and ",
            "to ", "à ", "entre ", "between ", "un ", "a ", "one ", "demi ", "half ", "tiers", "third", "million", "millions ", "milliers ", "dozens",
            "cent ", "mille ", "hundred ", "thousand ", "plus de ", "more than ", "km", "m²", "ans", "-year-old", "«", "»", "(", ")", "h", "e10", "x10^",
            "quatre-vingt", "dix", "sept", "mai ", "personnes", "people ", "page ", "Boeing ", "M€", "bn", "\u{202f}", "\u{a0}", "é", "’",
        ]), 0..40)
    ) {
        let text = parts.concat();
        for language in LANGUAGES {
            holds(&text, &read(&text, language))?;
        }
    }

    #[test]
    fn digits_in_any_writing_give_their_number(number in 0u64..100_000_000_000, cents in prop::option::of(0u64..100)) {
        // A bare number of four digits may be a year; 100 000 after `per` is none of these.
        prop_assume!(!(1000..=2100).contains(&number));
        for (language, separators, point) in [
            (Language::FR, ["\u{a0}", "\u{202f}", " ", ".", "’", "'"], ","),
            (Language::EN, [",", "\u{a0}", "\u{2009}", " ", "’", "\u{202f}"], "."),
        ] {
            for separator in separators {
                let whole = grouped(number, separator);
                let (text, value) = match cents {
                    Some(cents) => (format!("{whole}{point}{cents:02}"), Decimal::new((number * 100 + cents) as i64, 2)),
                    None => (whole, Decimal::from(number)),
                };
                prop_assert_eq!(only_number(&format!("({text})"), language), Some(value), "{} in {}", text, language);
            }
        }
    }

    #[test]
    fn money_in_any_writing_gives_its_amount(number in 1u64..1_000_000, tenths in 0u64..10) {
        let value = Decimal::new((number * 10 + tenths) as i64, 1);
        for (language, text) in [
            (Language::FR, format!("{},{tenths} €", grouped(number, "\u{202f}"))),
            (Language::FR, format!("{},{tenths} euros", grouped(number, " "))),
            (Language::EN, format!("€{}.{tenths}", grouped(number, ","))),
            (Language::EN, format!("{}.{tenths} euros", grouped(number, ","))),
        ] {
            let found = read(&text, language);
            prop_assert_eq!(found.len(), 1, "{}", text);
            prop_assert_eq!(found[0].unit.as_deref(), Some("EUR"));
            prop_assert_eq!(found[0].value.clone(), Value::Number(atodds::model::Interval::point(value)), "{}", text);
        }
    }

    #[test]
    fn numbers_in_words_give_their_number(number in 2u64..1_000_000_000) {
        for (language, french) in [(Language::FR, true), (Language::EN, false)] {
            let words = spelled(number, french);
            prop_assert_eq!(only_number(&words, language), Some(Decimal::from(number)), "{}", words);
        }
    }

    #[test]
    fn numbers_in_words_are_read_as_text2num_reads_them(number in 2u64..1_000_000) {
        for (language, reference, french) in [(Language::FR, Reference::french(), true), (Language::EN, Reference::english(), false)] {
            let words = spelled(number, french);
            let theirs = text2num::text2digits(&words, &reference).ok().and_then(|d| d.parse::<Decimal>().ok());
            if let Some(theirs) = theirs {
                prop_assert_eq!(only_number(&words, language), Some(theirs), "{}", words);
            }
        }
    }

    #[test]
    fn what_stands_before_does_not_change_a_sentence(number in 2u64..100_000_000) {
        let sentence = format!("Quelque {} personnes ont été évacuées.", grouped(number, "\u{202f}"));
        let alone = read(&sentence, Language::FR);
        let before = "Le pont est fermé. ".repeat(3000);
        let text = format!("{before}{sentence}");
        let moved = read(&text, Language::FR);
        let last = moved.last().map(|m| (m.value.clone(), m.bound, m.unit.clone(), m.span.start - before.len()));
        prop_assert_eq!(last, alone.last().map(|m| (m.value.clone(), m.bound, m.unit.clone(), m.span.start)));
    }
}

#[test]
fn a_long_line_is_read_in_linear_time() {
    // Quadratic work on one line of this length would not end within the test's patience.
    for part in [
        "12 345 personnes et 3,5 millions d'euros, ",
        "un ",
        "1 ",
        "1-",
        "de 10 à ",
        "cent mille ",
        "plus de ",
        "123456789",
        // Each figure went back through the list, and on through the row.
        "1,",
        "1, ",
        "1 and ",
        "1/2 ",
        "1/2/",
        "1:2-3 km ",
        "3 % 3 3 ",
        "rises 5 years ",
        "from 5 to 5 years to ",
        "de 5 ans à ",
    ] {
        let text = part.repeat(400_000 / part.len());
        let start = std::time::Instant::now();
        for language in LANGUAGES {
            read(&text, language);
        }
        assert!(start.elapsed().as_secs() < 30, "{part:?} took {:?}", start.elapsed());
    }
}

#[test]
fn speech_in_a_long_line_takes_linear_time() {
    for part in ["zero ", "o ", "oh ", "one hundred and ", "3\" \"", "$1 and ", "at 7 ", "five fifths ", "1-"] {
        let text = part.repeat(60_000 / part.len());
        let start = std::time::Instant::now();
        for language in LANGUAGES {
            let row = serde_json::json!({ "id": 1, "text": text, "lang": language.to_string() });
            jsonl(row.to_string().as_bytes(), std::io::sink()).unwrap();
        }
        assert!(start.elapsed().as_secs() < 30, "{part:?} took {:?}", start.elapsed());
    }
}
