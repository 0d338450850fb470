//! The store: one SQLite file.
//!
//! In: documents and what was read from them. Out: the rows of the public views. SQL stands in `migrations/`, `views/`
//! and `src/store/sql/`; this module opens the file, writes whole documents, gathers findings, and reads. It judges
//! nothing: relations are the views' work.

mod asked;
mod batches;
mod check;
mod embedded;
mod forget;
mod gather;
mod links;
mod open;
mod query;
mod read;
mod record;
mod run;
mod settle;
mod watched;
mod write;

pub use batches::{Tolerance, Untold};
pub use check::Check;
pub use embedded::schema_sql;
pub use forget::Held;
pub use gather::Gathered;
pub use open::{Mode, OpenError, Store};
pub use query::{Cell, Query, QueryError, ReadOnly};
pub use read::public_views;
pub use record::{Filter, Finding, FindingDetail, Listing, Pair, PublicView, Quote, Reading, Sort, Totals};
pub use run::{Known, RunCounts};
pub use watched::Watched;
pub use write::{Added, Batch};
