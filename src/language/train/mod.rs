//! Trains the models from annotated text, and measures them. Behind the cargo feature `train`.
//!
//! In: a folder of data and a manifest that says of each file where it comes from, under which licence and for what.
//! Out: model files, the same bytes each time. What the models look at is defined beside their use, once.

pub mod data;
pub mod evaluate;
mod lemmas;
mod parsing;
mod syntax;
pub mod tagging;

pub use syntax::{Settings, train_syntax};
