//! `atodds documents`, `sources`, `runs`, and other listings: what the store holds.

use anyhow::Result;

use atodds::store::Listing;

use super::{DONE, is_data, open, print};
use crate::cli::{Common, DocumentsArgs};

/// Prints the documents, or what the last run skipped.
pub fn documents(args: &DocumentsArgs, common: &Common) -> Result<u8> {
    let listing = if args.skipped { Listing::Skips } else { Listing::Documents { all: args.all } };
    list(&listing, common)
}

/// Prints the sources.
pub fn sources(common: &Common) -> Result<u8> {
    list(&Listing::Sources, common)
}

/// Prints the runs.
pub fn runs(common: &Common) -> Result<u8> {
    list(&Listing::Runs { all: is_data(common)? }, common)
}

/// Prints a listing.
pub fn list(listing: &Listing, common: &Common) -> Result<u8> {
    let store = open(common)?;
    let (columns, rows) = store.list(listing)?;
    print(common, |report, out| report.rows(&columns, &mut rows.into_iter().map(Ok), out))?;
    Ok(DONE)
}
