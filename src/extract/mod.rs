//! From mentions and their sentences to assertions.

pub mod cues;
