//! Resolving: what documents have in common beyond the words that they share.
//!
//! In: what was read from each document, in an order that the documents alone decide. Out: which of them tell of one
//! event, which of their names mean one, in a story and over all, and which of their statements answer one question. Knows
//! nothing of the store.

pub mod decisions;
pub mod facts;
pub mod identity;
pub mod links;
pub mod questions;
mod stories;

pub use questions::{Claim, Matcher, Placed, Questions};
pub use stories::{Mark, Stories};
