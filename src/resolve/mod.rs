//! Resolving: what documents have in common beyond the words that they share.
//!
//! In: what was read from each document, in an order that the documents alone decide. Out: which of them tell of one
//! event. Knows nothing of the store.

mod stories;

pub use stories::{Mark, Stories};
