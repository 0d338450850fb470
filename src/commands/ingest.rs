//! `atodds ingest`: documents into the store.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};

use atodds::batch::Lock;
use atodds::extract::Extractor;
use atodds::ingest::{self, Options};
use atodds::model::Language;
use atodds::pipeline::{self, Event, Group};
use atodds::recognize::date;
use atodds::report::escape;
use atodds::store::{Added, Mode, Store};

use super::external::External;
use super::{DONE, FAILED, can_read, note, output};
use crate::cli::{Common, IngestArgs};

/// Reads documents, gathers what they state, and tells what was read, skipped and why.
pub fn run(args: &IngestArgs, common: &Common) -> Result<u8> {
    if let Some(language) = args.language {
        can_read(language)?;
    }
    let options = Options {
        source: args.source.clone(),
        published: args.published,
        language: args.language,
        text_date: Some(Arc::new(|text, language| date::publication_date(text, language).map(|(date, _)| date))),
        ..Options::default()
    };
    let extractor = if args.extractor_alone { Extractor::silent()? } else { Extractor::new(args.rules.as_deref())? };
    let _lock = Lock::take(&common.db, "ingest", Duration::from_secs(args.wait), &mut |who| {
        note(&format!("waiting for {who}"));
    })?;
    let mut store = Store::open(&common.db, Mode::Write)?;
    let listed = ingest::list(&args.paths, &options);
    let run_id = store.begin_run("ingest", env!("CARGO_PKG_VERSION")).map_err(|e| store.explain_any(e))?;
    read(&mut store, run_id, args, listed, &options, &extractor).map_err(|e| {
        // What stands, stands; the run's row tells that it ended badly, if the file can still be written.
        let _ = store.fail_run(run_id);
        store.explain_any(e)
    })
}

fn read(
    store: &mut Store,
    run_id: i64,
    args: &IngestArgs,
    listed: ingest::Inputs,
    options: &Options,
    extractor: &Extractor,
) -> Result<u8> {
    let mut first = store.batch(run_id)?;
    for skip in &listed.skips {
        tell(skip);
        first.skip(skip)?;
    }
    first.commit()?;
    let threads = threads(args.jobs);
    let bar = progress(listed.inputs.len());
    let mut unread: BTreeMap<Language, usize> = BTreeMap::new();
    let (mut fresh, mut known): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let group = Group { inputs: listed.inputs, options: options.clone() };
    let mut counts =
        pipeline::run(store, run_id, vec![group], extractor, threads, &mut |event: Event<'_>| match event {
            Event::Document { path, added, .. } => {
                if args.extractor.is_some() {
                    let list = if added == Added::Unchanged { &mut known } else { &mut fresh };
                    list.push(path.to_owned());
                }
                if added != Added::Unchanged || !bar.is_hidden() {
                    bar.inc(1);
                }
            }
            Event::Unread(_, language) => *unread.entry(language).or_default() += 1,
            Event::Skip(skip) => {
                bar.inc(1);
                bar.suspend(|| tell(skip));
            }
        })?;
    bar.finish_and_clear();
    counts.skipped += listed.skips.len();
    let given = match &args.extractor {
        Some(command) => {
            // What it failed on before it is asked again.
            for path in known {
                if store.is_unanswered(&path)? {
                    fresh.push(path);
                }
            }
            let external = External { command, limit: Duration::from_secs(args.extractor_seconds) };
            Some(external.read(store, run_id, &fresh)?)
        }
        None => None,
    };
    counts.skipped += given.map_or(0, |given| given.skipped);
    let gathered = store.gather(run_id)?;
    store.finish_run(run_id, &counts)?;
    tell_unread(&unread);
    if let Some(told) = options.unread_dates.told() {
        note(&told);
    }
    let left: usize = listed.by_type.values().sum();
    if left > 0 {
        let kinds: Vec<String> = listed
            .by_type
            .iter()
            .map(|(ext, n)| if ext.is_empty() { format!("{n} without ending") } else { format!("{n} .{ext}") })
            .collect();
        let files = if left == 1 {
            "1 file that is no document by its ending"
        } else {
            "files that are no documents by their ending"
        };
        let many = if left == 1 { String::new() } else { format!("{left} ") };
        note(&format!("passed over {many}{files}: {}", kinds.join(", ")));
    }
    if counts.read == 0 && counts.skipped == 0 {
        note(
            "no article was found there: atodds reads .txt, .md, .html and .jsonl files, folders of them, and - for standard input",
        );
    }
    output(|out| {
        let c = &counts;
        writeln!(
            out,
            "{} read: {} new, {} changed, {} known already; {} skipped",
            plural(c.read, "document"),
            c.added,
            c.changed,
            c.unchanged,
            c.skipped
        )?;
        if let Some(given) = given {
            writeln!(out, "{} by the extractor; {} refused or failed", plural(given.added, "row"), given.skipped)?;
        }
        if gathered.topics > 0 {
            writeln!(
                out,
                "{} looked at anew, {} with differences: atodds report",
                plural(gathered.topics, "topic"),
                gathered.findings
            )?;
        }
        Ok(())
    })?;
    Ok(if counts.skipped > 0 { FAILED } else { DONE })
}

/// Returns how many documents are read at a time: as asked, else one a processor.
pub fn threads(jobs: Option<u16>) -> usize {
    jobs.map(usize::from).or_else(|| thread::available_parallelism().ok().map(usize::from)).unwrap_or(1)
}

/// Tells how many documents were in languages that have no rules.
pub fn tell_unread(unread: &BTreeMap<Language, usize>) {
    if !unread.is_empty() {
        let languages: Vec<String> = unread.iter().map(|(language, n)| format!("{n} in {language}")).collect();
        note(&format!(
            "kept, but nothing was read from documents in languages without rules: {}; if one is wrong, give --language",
            languages.join(", ")
        ));
    }
}

fn plural(n: usize, word: &str) -> String {
    if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") }
}

/// Tells a skip on standard error: file, line, reason.
pub fn tell(skip: &atodds::model::Skip) {
    let line = skip.line.map(|n| format!(":{n}")).unwrap_or_default();
    let text = format!("skipped {}{line}: {}", skip.path, skip.reason);
    let _ = writeln!(io::stderr(), "atodds: {}", escape::line(&text));
}

/// Returns a bar for so many documents; hidden where they are few, or nobody looks.
pub fn progress(n: usize) -> ProgressBar {
    if !io::stderr().is_terminal() || n < 20 {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(n as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} files, {per_sec}, {eta} left") {
        bar.set_style(style);
    }
    bar
}
