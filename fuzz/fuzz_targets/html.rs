//! The HTML cleaner: any bytes give a clean document or a reason.
#![no_main]

use atodds::ingest::{Format, Input, Options, boilerplate, normalize, passages, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let input = Input::of_bytes("page.html", bytes, Some(Format::Html));
    for document in read(&input, &Options::default()).flatten() {
        assert_eq!(normalize(&document.text), document.text);
        assert!(!document.text.trim().is_empty());
        for span in boilerplate(&document.text, document.language) {
            assert!(document.text.get(span.start..span.end).is_some());
        }
        for passage in passages(&document.text) {
            assert!(document.text.get(passage.span.start..passage.span.end).is_some());
        }
    }
});
