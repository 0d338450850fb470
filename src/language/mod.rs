//! A text taken apart: sentences, tokens, words with their tags, lemmas and heads, names.
//!
//! In: a text and its language. Out: an [`Analysis`](crate::model::Analysis), as deep as asked ([`Depth`]). What is known of a language is data:
//! tables under `rules/<lang>/language.toml`, models under `models/<lang>/`; there is no code for any one language.
//! Numbers, dates and what they mean are the recognizers' part.

mod analyzer;
pub mod conllu;
mod lemma;
mod lexeme;
pub mod linear;
pub mod model_file;
pub mod names;
mod parser;
mod relation;
mod segment;
mod tagger;
#[cfg(feature = "train")]
pub mod train;
mod words;

pub use analyzer::{Analyzer, Depth, Syntax};
pub use lexeme::{Lexeme, Lexicon, fold};
pub use segment::{LONGEST_SENTENCE, segment};
