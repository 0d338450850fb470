//! `atodds doctor`: is the database sound?

use anyhow::Result;

use atodds::report::Format;
use atodds::store::{Cell, Mode, Store};

use super::{DONE, FAILED, chosen, print};
use crate::cli::Common;

/// Checks the database, and prints a line for each check.
pub fn run(common: &Common) -> Result<u8> {
    let store = Store::open(&common.db, Mode::Read)?;
    let checks = store.checks()?;
    let is_sound = checks.iter().all(|c| c.advice.is_none());
    let mut columns = ["check", "result", "found", "what to do"].map(str::to_owned).to_vec();
    // On a screen, nothing to do needs no column.
    if is_sound && chosen(common)? == Format::Table {
        columns.pop();
    }
    let mut rows = checks.iter().map(|c| {
        let result = if c.advice.is_none() { "ok" } else { "fault" };
        let words = [c.name, result, &c.found, c.advice.unwrap_or("")];
        Ok(words.iter().take(columns.len()).map(|w| Cell::Text((*w).to_owned())).collect())
    });
    print(common, |report, out| report.rows(&columns, &mut rows, out))?;
    Ok(if is_sound { DONE } else { FAILED })
}
