//! `atodds diff`: which findings are new, changed or gone.

use anyhow::Result;

use atodds::report::count;
use atodds::store::{Cell, Change};

use super::report::MIN_CONFIDENCE;
use super::text::cell;
use super::{DONE, is_data, note, open, print};
use crate::cli::{Common, DiffArgs};

/// Prints what happened to findings: for people in few columns, for programs in all.
pub fn run(args: &DiffArgs, common: &Common) -> Result<u8> {
    let store = open(common)?;
    let mut changes = store.diff(args.since.unwrap_or_default())?;
    if is_data(common)? {
        let (columns, rows) = columns(&changes)?;
        print(common, |report, out| report.rows(&columns, &mut rows.into_iter().map(Ok), out))?;
        return Ok(DONE);
    }
    let before = changes.len();
    changes.retain(|c| args.all || c.is_at_odds && c.confidence >= MIN_CONFIDENCE);
    if changes.is_empty() {
        note("no finding is new, changed or gone");
    } else {
        let columns = ["change", "id", "about", "before", "after"].map(str::to_owned);
        let mut rows = changes.iter().map(|c| Ok(short(c)));
        print(common, |report, out| report.rows(&columns, &mut rows, out))?;
    }
    match before - changes.len() {
        0 => {}
        n => note(&format!("{} left out, explained or unsure: atodds diff --all", count(n, "change"))),
    }
    Ok(DONE)
}

fn short(c: &Change) -> Vec<Cell> {
    let side = |relation: &Option<String>, readings: &Option<String>| match (relation, readings) {
        (Some(relation), Some(readings)) => Cell::Text(format!("{relation}: {readings}")),
        _ => Cell::Null,
    };
    vec![
        Cell::Text(c.change.clone()),
        Cell::Text(c.finding_id.clone()),
        Cell::Text(format!("{} · {}", c.entity, c.label)),
        side(&c.relation_before, &c.readings_before),
        side(&c.relation, &c.readings),
    ]
}

/// The columns of [`Change`], whether or not there are rows.
const COLUMNS: &[&str] = &[
    "change",
    "finding_id",
    "entity",
    "attribute",
    "kind",
    "relation_before",
    "readings_before",
    "relation",
    "readings",
    "label",
    "is_at_odds",
    "confidence",
    "run_id",
];

fn columns(changes: &[Change]) -> Result<(Vec<String>, Vec<Vec<Cell>>)> {
    let mut rows = Vec::with_capacity(changes.len());
    for change in changes {
        let value = serde_json::to_value(change)?;
        rows.push(COLUMNS.iter().map(|c| cell(&value[*c])).collect());
    }
    Ok((COLUMNS.iter().map(|c| (*c).to_owned()).collect(), rows))
}
