//! Numbers and quantities: any text in either language gives mentions in order, on character borders, right side up.
#![no_main]

use atodds::model::{Language, Value};
use atodds::recognize::{Context, recognize};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for language in [Language::FR, Language::EN] {
        let mut end = 0;
        for mention in recognize(text, language, &Context::default(), None) {
            assert!(mention.span.start >= end && !mention.span.is_empty());
            end = mention.span.end;
            for span in [Some(mention.span), Some(mention.core), mention.counted].into_iter().flatten() {
                assert!(text.get(span.start..span.end).is_some());
            }
            if let Value::Number(interval) = mention.value {
                assert!(interval.low.zip(interval.high).is_none_or(|(low, high)| low <= high));
            }
        }
    }
});
