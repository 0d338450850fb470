//! The scheduled batch: what a configuration asks for, and the parts of a run that are neither reading nor reporting.
//!
//! In: a configuration file. Out: its meaning as types ([`Configuration`]), which files it names and which are gone
//! ([`Plan`]), the lock that lets one writer at a time at a database ([`Lock`]), reports written whole or not at all
//! ([`replace`]), the command that is told of news ([`notify`](notify::call)), and the texts for a machine's scheduler
//! ([`schedule`]). Nothing here prints, and nothing writes to the store: that is left to `commands`.

pub mod config;
pub mod notify;
pub mod schedule;

mod fields;
mod inputs;
mod lock;
mod replace;

pub use config::Configuration;
pub use inputs::{Plan, Refused};
pub use lock::{Lock, LockError};
pub use replace::{replace, writable};
