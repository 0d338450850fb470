//! Text to mentions: what in a text is a value.

pub mod date;
pub mod role;
