//! A text taken apart: sentences, tokens, words with their tags, lemmas and heads, names.

pub mod names;
pub mod linear;
pub mod model_file;
mod segment;

pub use segment::{LONGEST_SENTENCE, segment};
