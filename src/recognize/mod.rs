//! Text to mentions.

pub mod date;
