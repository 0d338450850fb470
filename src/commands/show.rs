//! `atodds show`: one finding with all that stands behind it.

use anyhow::Result;

use super::{DONE, open, print};
use crate::cli::{Common, ShowArgs};

/// Prints a finding.
pub fn run(args: &ShowArgs, common: &Common) -> Result<u8> {
    let store = open(common)?;
    let detail = store.detail(store.find(&args.finding)?)?;
    print(common, |report, out| report.finding(&detail, args.all, out))?;
    Ok(DONE)
}
