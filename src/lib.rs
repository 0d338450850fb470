//! Where sources are at odds.
//!
//! The modules in the order in which a document passes through them; each imports only those above it in
//! `ARCHITECTURE.md`'s picture, and all of them share the words of [`model`].
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod batch;
pub mod boosted;
pub mod extract;
pub mod ingest;
pub mod language;
pub mod model;
pub mod names;
pub mod pipeline;
pub mod recognize;
pub mod report;
pub mod resolve;
pub mod rules;
pub mod store;
pub mod threads;
