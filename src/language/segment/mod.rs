//! Cuts a text into sentences and tokens by a language's tables alone, without a model.
//!
//! In: any text and a language. Out: an [`Analysis`] with spans only: nothing but white space lies outside the tokens.
//! Words, tags and names are the models' part.

mod borders;
mod rules;
mod sentences;
mod tokens;

pub use rules::{Contraction, LanguageRules, folded, is_apostrophe};
pub use sentences::LONGEST_SENTENCE;

use std::collections::BTreeMap;
#[cfg(feature = "train")]
use std::collections::BTreeSet;
use std::sync::{Mutex, OnceLock, PoisonError};

use super::lexeme::Lexicon;
use super::linear::{Reader, Weights};
use super::model_file;
use crate::model::{Analysis, Language, Sentence, Span, Token};

/// Cuts a text into sentences and tokens.
///
/// Each token counts as one word for now: which of them stand for several is decided when they are tagged. A
/// language without tables is cut by what holds in all: white space, marks and capitals.
///
/// ```
/// use atodds::{language::segment, model::Language};
/// let text = "M. Dupont parle d'environ 8 000 soldats. Il se trompe.";
/// let sentences = segment(text, Language::FR).sentences;
/// assert_eq!(sentences.len(), 2);
/// assert_eq!(sentences[0].tokens[5].span.of(text), "8 000");
/// ```
pub fn segment(text: &str, lang: Language) -> Analysis {
    segment_by(text, lang, embedded_borders(lang))
}

/// A model of sentence borders, with the lexicon that it looks at.
pub(crate) type Borders<'m> = (&'m Weights, &'m Lexicon);

/// Returns the embedded model of a language's sentence borders; `None` where there is none, so that the tables decide.
fn embedded_borders(lang: Language) -> Option<Borders<'static>> {
    static LOADED: OnceLock<Mutex<BTreeMap<Language, Option<Borders<'static>>>>> = OnceLock::new();
    let mut loaded = LOADED.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    *loaded.entry(lang).or_insert_with(|| {
        // Only these two sections are unpacked: whoever wants sentences alone need not wait for the rest.
        let bytes = model_file::embedded(lang, "syntax")?;
        let section = model_file::section_of(bytes, "borders").ok()?;
        let weights = Weights::read(&mut Reader::new(&section)).ok()?;
        let section = model_file::section_of(bytes, "lexicon").ok()?;
        let lexicon = Lexicon::read(&mut Reader::new(&section)).ok()?;
        // Leaked on purpose: one a language, for the program's life.
        Some((&*Box::leak(Box::new(weights)), &*Box::leak(Box::new(lexicon))))
    })
}

/// Cuts a text with a given model of sentence borders, or by the tables alone.
pub(crate) fn segment_by(text: &str, lang: Language, model: Option<Borders<'_>>) -> Analysis {
    let tables = LanguageRules::of(lang);
    let pieces = tokens::tokens(text, tables);
    let hard = sentences::hard_breaks(text, &pieces, tables);
    let mut begins = sentences::beginnings(text, &pieces, &hard, tables);
    if let Some((weights, lexicon)) = model {
        let view = borders::View { text, pieces: &pieces, lexicon, hard: &hard };
        borders::correct(view, weights, LONGEST_SENTENCE, &mut begins);
    }
    sentences::close(text, &pieces, &mut begins);
    let mut found: Vec<Sentence> = Vec::new();
    for (piece, begins) in pieces.iter().zip(begins) {
        if begins {
            found.push(Sentence { span: piece.span, ..Sentence::default() });
        }
        if let Some(sentence) = found.last_mut() {
            let first_word = sentence.tokens.len();
            sentence.tokens.push(Token { span: piece.span, first_word, n_words: 1 });
            sentence.span = Span::new(sentence.span.start, piece.span.end);
        }
    }
    Analysis { sentences: found, language: Some(lang) }
}

/// A place where the model of borders is asked: its features, and what it should answer.
#[cfg(feature = "train")]
pub(crate) type BorderCase = (Vec<super::linear::Key>, bool);

/// Returns the cases that a text with known borders (bytes at which sentences start) teaches.
#[cfg(feature = "train")]
pub(crate) fn border_cases(text: &str, lang: Language, starts: &BTreeSet<usize>, lexicon: &Lexicon) -> Vec<BorderCase> {
    let tables = LanguageRules::of(lang);
    let pieces = tokens::tokens(text, tables);
    let hard = sentences::hard_breaks(text, &pieces, tables);
    let ruled = sentences::beginnings(text, &pieces, &hard, tables);
    let view = borders::View { text, pieces: &pieces, lexicon, hard: &hard };
    let (mut cases, mut memory, mut buffer) = (Vec::new(), borders::Memory::default(), String::new());
    for at in 0..pieces.len() {
        let gold = starts.contains(&pieces[at].span.start);
        if !hard[at] && borders::is_open(text, &pieces, at) {
            let mut keys = Vec::new();
            borders::border_keys(view, at, ruled[at], &memory, &mut buffer, &mut keys);
            cases.push((keys, gold));
        }
        memory.see(view, at, gold || hard[at], &mut buffer);
    }
    cases
}

#[cfg(test)]
mod tests;
