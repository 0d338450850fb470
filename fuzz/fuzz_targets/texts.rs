//! Plain text, Markdown and JSON lines: any bytes give clean documents or reasons. The first byte chooses.
#![no_main]

use atodds::ingest::{Format, Input, Options, normalize, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let format = [Some(Format::Txt), Some(Format::Md), Some(Format::Jsonl), None][usize::from(first % 4)];
    let input = Input::of_bytes("text", rest, format);
    for document in read(&input, &Options::default()).flatten() {
        assert_eq!(normalize(&document.text), document.text);
    }
});
