//! Cuts a text into sentences and tokens by a language's tables alone, without a model.
//!
//! In: any text and a language. Out: an [`Analysis`] with spans only: nothing but white space lies outside the tokens.
//! Words, tags and names are the models' part.

mod rules;
mod sentences;
mod tokens;

pub use rules::{Contraction, LanguageRules, folded, is_apostrophe};
pub use sentences::LONGEST_SENTENCE;

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
    let tables = LanguageRules::of(lang);
    let pieces = tokens::tokens(text, tables);
    let begins = sentences::beginnings(text, &pieces, tables);
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

#[cfg(test)]
mod tests;
