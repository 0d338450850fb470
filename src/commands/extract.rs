//! `atodds extract`: stored documents with the rules and models of today.

use std::collections::BTreeMap;

use anyhow::Result;

use atodds::extract::Extractor;
use atodds::model::Language;
use atodds::pipeline::{self, Event};
use atodds::report::count;
use atodds::store::{Gathered, Held, Mode, RunCounts, Since, Store};

use super::ingest::{progress, tell, tell_unread, threads};
use super::{DONE, FAILED, chosen, output};
use crate::cli::{Common, ExtractArgs};

/// Reads documents anew, all of them or none, and tells what that changed.
pub fn run(args: &ExtractArgs, common: &Common) -> Result<u8> {
    let extractor = Extractor::new(args.rules.as_deref())?;
    // Asked of a reader: a mistyped --db makes no file.
    let reader = Store::open(&common.db, Mode::Read)?;
    let held = if args.all { reader.current_documents()? } else { chosen::documents(&reader, &args.paths)? };
    drop(reader);
    let mut store = Store::open(&common.db, Mode::Write)?;
    let run_id = store.begin_run("extract", env!("CARGO_PKG_VERSION")).map_err(|e| store.explain_any(e))?;
    let (counts, gathered) = read(&mut store, run_id, &held, &extractor, threads(args.jobs)).map_err(|e| {
        let _ = store.fail_run(run_id);
        store.explain_any(e)
    })?;
    let changes = store.diff(Since::LastRun)?.into_iter().filter(|c| c.run_id == run_id).count();
    output(|out| {
        let skipped = if counts.skipped > 0 { format!("; {} skipped", counts.skipped) } else { String::new() };
        writeln!(out, "{} read anew{skipped}", count(counts.read, "document"))?;
        let topics = count(gathered.topics, "topic");
        let news = match changes {
            0 => "no finding changed".to_owned(),
            n => format!("{} new, changed or gone: atodds diff", count(n, "finding")),
        };
        writeln!(out, "{topics} looked at anew, {} with differences; {news}", gathered.findings)?;
        Ok(())
    })?;
    Ok(if counts.skipped > 0 { FAILED } else { DONE })
}

fn read(
    store: &mut Store,
    run_id: i64,
    held: &[Held],
    extractor: &Extractor,
    threads: usize,
) -> Result<(RunCounts, Gathered)> {
    let bar = progress(held.len());
    let mut unread: BTreeMap<Language, usize> = BTreeMap::new();
    let ids: Vec<i64> = held.iter().map(|h| h.document_id).collect();
    let done = pipeline::reread(store, run_id, &ids, extractor, threads, &mut |event| match event {
        Event::Document { .. } => bar.inc(1),
        Event::Unread(_, language) => *unread.entry(language).or_default() += 1,
        Event::Skip(skip) => {
            bar.inc(1);
            bar.suspend(|| tell(skip));
        }
    })?;
    bar.finish_and_clear();
    tell_unread(&unread);
    Ok(done)
}
