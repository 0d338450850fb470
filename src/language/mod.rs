//! A text taken apart: sentences, tokens, words with their tags, lemmas and heads, names.

pub mod names;
mod segment;

pub use segment::{LONGEST_SENTENCE, segment};
