//! `atodds run --dry-run`: what a run would do. Nothing is written, not even the lock.

use std::path::Path;

use anyhow::Result;

use atodds::batch::config::{Configuration, Removed};
use atodds::batch::{Plan, writable};
use atodds::pipeline;
use atodds::report::count;
use atodds::store::{Cell, Known, Mode, Store};

use super::watcher::told;
use crate::cli::Common;
use crate::commands::{DONE, FAILED, chain, print};

/// Prints a row for each document that would come, change or go, and for each thing that would be written or called.
pub fn run(configuration: &Configuration, database: &Path, is_forced: bool, common: &Common) -> Result<u8> {
    // A fault in a file of rules is told now.
    atodds::extract::Extractor::new(configuration.rules.as_deref())?;
    let store = if database.exists() { Some(Store::open(database, Mode::Read)?) } else { None };
    let plan = Plan::new(configuration, store.as_ref(), is_forced)?;
    let mut known = store.as_ref().map_or_else(|| Ok(Known::default()), Store::known)?;
    let mut rows: Vec<[String; 3]> = Vec::new();
    let mut push = |what: &str, on: &str, note: &str| rows.push([what, on, note].map(str::to_owned));
    let mut is_sound = true;
    push("database", &database.to_string_lossy(), if store.is_some() { "" } else { "would be made" });
    if configuration.removed == Removed::Forget {
        for refused in &plan.refused {
            is_sound = false;
            let note = format!("missing or empty, {} stay without --force", count(refused.documents, "document"));
            push("refused", &refused.input, &note);
        }
        for file in &plan.gone {
            let Some(store) = &store else { continue };
            for (slot, path) in store.documents_of(file)? {
                push("gone", &path, "");
                if let Some(hash) = known.slots.remove(&slot) {
                    known.contents.remove(&hash);
                }
            }
        }
    }
    let preview = pipeline::preview(&plan.groups, &known);
    for path in &preview.new {
        push("new", path, "");
    }
    for path in &preview.changed {
        push("changed", path, "");
    }
    push("known", "", &count(preview.unchanged, "document"));
    for skip in plan.skips.iter().chain(&preview.skips) {
        is_sound = false;
        push("skipped", &skip.path, &told(skip));
    }
    for part in configuration.reports.values() {
        let fault = writable(&part.path).err().map(|e| chain(&e));
        is_sound &= fault.is_none();
        push("report", &part.path.to_string_lossy(), fault.as_deref().unwrap_or("would be written"));
    }
    if let Some(notify) = &configuration.notify {
        push("notify", &notify.command().join(" "), "would be called with what is new");
    }
    let columns = ["what", "on", "note"].map(str::to_owned);
    let mut cells = rows.into_iter().map(|row| Ok(row.into_iter().map(Cell::Text).collect()));
    print(common, |report, out| report.rows(&columns, &mut cells, out))?;
    Ok(if is_sound { DONE } else { FAILED })
}
