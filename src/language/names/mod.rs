//! Names: of persons, places, organisations, events and products.
//!
//! In: a text cut into sentences and tokens, and its language. Out: the names in it, each with its kind.

mod key;
mod lexicon;
mod link;
mod scan;
mod tokens;

use crate::model::{Analysis, Language, Name, Span};
pub use key::{Parts, key};
use lexicon::Lexicon;
pub use link::{LocalName, link};
use scan::Memory;

/// Finds the names of a text and puts them into its sentences.
pub fn annotate(text: &str, analysis: &mut Analysis, lang: Language) {
    let names = find(text, analysis, lang);
    let mut names = names.into_iter().peekable();
    for sentence in &mut analysis.sentences {
        sentence.names.clear();
        while let Some(name) = names.next_if(|name| name.span.start < sentence.span.end) {
            sentence.names.push(name);
        }
    }
}

/// Finds the names of a text, in order and without overlap.
///
/// ```
/// use atodds::{language::{names, segment}, model::{Language, NameKind}};
/// let text = "Sophie Delmas s'est rendue à Moscou.";
/// let found = names::find(text, &segment(text, Language::FR), Language::FR);
/// assert_eq!(found[0].span.of(text), "Sophie Delmas");
/// assert_eq!(found[1].kind, NameKind::Place);
/// ```
pub fn find(text: &str, analysis: &Analysis, lang: Language) -> Vec<Name> {
    let lexicon = Lexicon::of(lang);
    let mut seen = Vec::new();
    let mut memory = Memory::default();
    let mut names = Vec::new();
    // Twice over: what a full name tells of its last word also holds before it.
    for sentence in &analysis.sentences {
        tokens::look(text, sentence, lexicon, &mut seen);
        for run in scan::scan(&seen, &memory) {
            memory.note(&seen, run);
        }
    }
    for sentence in &analysis.sentences {
        tokens::look(text, sentence, lexicon, &mut seen);
        for run in scan::scan(&seen, &memory) {
            let span = Span::new(seen[run.start].span.start, seen[run.end - 1].span.end);
            names.push(Name { span, kind: run.kind });
        }
    }
    names
}
