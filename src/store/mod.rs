//! The store: one SQLite file.
//!
//! In: documents and what was read from them. Out: the rows of the public views. SQL stands in `migrations/`, `views/`
//! and `src/store/sql/`; this module opens the file, writes whole documents, gathers findings, and reads. It judges
//! nothing: relations are the views' work.

mod answers;
mod asked;
mod authority;
mod batches;
mod check;
mod diff;
mod embedded;
mod entity;
mod forget;
mod gather;
mod id;
mod identity;
mod import;
mod judgement;
mod judgement_lines;
mod links;
mod name_judgement;
mod open;
mod part;
mod query;
mod read;
mod record;
mod reread;
mod run;
mod settle;
mod spelling;
mod story_link;
mod watched;
mod write;

pub use authority::{Listed, Preference};
pub use batches::{Tolerance, Untold};
pub use check::Check;
pub use diff::{Change, Since};
pub use embedded::schema_sql;
pub use entity::{EntityDetail, Part};
pub use forget::Held;
pub use gather::Gathered;
pub use import::{Stored, Taken};
pub use judgement::{Judgement, Ruling, Verdict};
pub use judgement_lines::Imported;
pub use name_judgement::{Decided, EntityRef};
pub use open::{Mode, OpenError, Store};
pub use query::{Cell, Query, QueryError, ReadOnly};
pub use read::public_views;
pub use record::{
    Filter, Finding, FindingDetail, FindingHead, Listing, Pair, PublicView, Quote, Reading, Sort, Totals,
};
pub use reread::Reread;
pub use run::{Known, RunCounts};
pub use watched::Watched;
pub use write::{Added, Batch};
