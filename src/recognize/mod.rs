//! Sentences to mentions: what in a text is a value.

pub mod role;
