//! `atodds forget`: documents that no longer count.

use anyhow::Result;

use atodds::report::count;
use atodds::store::{Gathered, Held, Mode, RunCounts, Store};

use super::{DONE, chosen, lock, output};
use crate::cli::{Common, ForgetArgs};

/// Takes documents out, gathers anew what they spoke of, and tells how many they were.
pub fn run(args: &ForgetArgs, common: &Common) -> Result<u8> {
    // Asked of a reader: a mistyped --db makes no file.
    let held = chosen::documents(&Store::open(&common.db, Mode::Read)?, &args.paths)?;
    let _lock = lock(common, "forget")?;
    let mut store = Store::open(&common.db, Mode::Write)?;
    let run_id = store.begin_run("forget", env!("CARGO_PKG_VERSION")).map_err(|e| store.explain_any(e))?;
    let (forgotten, gathered) = forget(&mut store, run_id, &held).map_err(|e| {
        let _ = store.fail_run(run_id);
        store.explain_any(e)
    })?;
    output(|out| {
        writeln!(out, "{} forgotten", count(forgotten, "document"))?;
        if gathered.topics > 0 {
            let topics = count(gathered.topics, "topic");
            writeln!(out, "{topics} looked at anew, {} with differences: atodds report", gathered.findings)?;
        }
        Ok(())
    })?;
    Ok(DONE)
}

fn forget(store: &mut Store, run_id: i64, held: &[Held]) -> Result<(usize, Gathered)> {
    let slots: Vec<&str> = held.iter().map(|h| h.slot.as_str()).collect();
    let forgotten = store.forget(run_id, &slots)?;
    let gathered = store.gather(run_id)?;
    store.finish_run(run_id, &RunCounts { forgotten, ..RunCounts::default() })?;
    Ok((forgotten, gathered))
}
