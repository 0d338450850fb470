//! The language layer: any bytes, read as text in each language, are cut, tagged, parsed and named without a panic, and every
//! span lies in the text, on character borders, in order.
#![no_main]

use atodds::language::{Analyzer, Depth, names};
use atodds::model::{Language, Span};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    for lang in [Language::FR, Language::EN] {
        let Ok(analyzer) = Analyzer::embedded(lang) else { continue };
        let mut analysis = analyzer.analyze(&text, Depth::Parse);
        names::annotate(&text, &mut analysis, lang);
        let follows = |span: Span, end: usize| {
            assert!(span.start >= end && !span.is_empty());
            assert!(text.get(span.start..span.end).is_some());
            span.end
        };
        let (mut end, mut named) = (0, 0);
        for sentence in &analysis.sentences {
            for token in &sentence.tokens {
                end = follows(token.span, end);
                assert!(token.first_word + token.n_words <= sentence.words.len());
            }
            assert_eq!(sentence.span.end, end);
            for word in &sentence.words {
                assert!(word.token < sentence.tokens.len());
                assert!(word.head.is_none_or(|head| head < sentence.words.len()));
            }
            for name in &sentence.names {
                named = follows(name.span, named);
            }
        }
    }
});
