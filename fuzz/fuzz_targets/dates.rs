//! Dates in hostile text: no panic, spans inside the text, in order.
#![no_main]

use atodds::model::{Language, PartialDate};
use atodds::recognize::date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for language in [Language::FR, Language::EN] {
        for reference in [None, Some(PartialDate::day(2024, 2, 29))] {
            let mut end = 0;
            for mention in date::find(text, language, reference) {
                assert!(mention.span.start >= end && !mention.span.of(text).is_empty());
                end = mention.span.end;
            }
        }
        if let Some((_, span)) = date::publication_date(text, language) {
            assert!(!span.of(text).is_empty());
        }
    }
});
