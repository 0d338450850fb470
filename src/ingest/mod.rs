//! Reading: bytes → [`Document`](crate::model::Document).
//!
//! In: paths as a person gives them (files, folders, quoted globs, `-`). Out: whole documents in a fixed order, and a
//! [`Skip`](crate::model::Skip) with its reason for each file or line that is none. [`list`] tells which files there are,
//! [`read`] reads one; the second is called for several files at once from several threads. Nothing is fetched from the
//! network, no input makes it panic or hang, and time and memory grow with the length of the document alone.
//!
//! What is known of a document comes, first found first taken, from: the person ([`Options`], then `sources.csv`, see
//! [`sources`](SourceTable)), the document's own metadata (front matter, JSON-LD, `meta`, the JSONL row), its text. What
//! the words of a page mean is left to the floors above, and so is reading a date out of running text: the caller lends a
//! function for it ([`Options::text_date`]).

mod boilerplate;
mod date;
mod decode;
mod html;
mod jsonl;
mod language;
mod list;
mod markdown;
mod normalize;
mod options;
mod passages;
mod plain;
mod read;
mod sources;
mod unread_dates;
mod wire;

pub use boilerplate::boilerplate;
pub use date::parse_date;
pub use decode::decoded;
pub use language::detect;
pub use list::{Input, Inputs, list, shown};
pub use normalize::normalize;
pub use options::{Format, Options, TextDate};
pub use passages::{Passage, passages};
pub use read::{Documents, read};
pub use sources::{SourceTable, country_of_host};
pub use unread_dates::UnreadDates;
pub use wire::{is_agency, wire};
