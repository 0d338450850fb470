//! `atodds import`: assertions from elsewhere, each checked against its document.

use std::collections::HashMap;
use std::io::BufRead;
use std::path::Path;

use anyhow::{Context, Result, anyhow};

use atodds::extract::given::{self, Row};
use atodds::model::{Skip, Stage};
use atodds::store::{Mode, RunCounts, Store, Stored, Taken};

use super::text::reader_of;
use super::{DONE, FAILED, lock, note, output};
use crate::cli::{Common, ImportArgs};

/// Documents that were asked for, or why there is none.
pub type Known = HashMap<String, Result<Stored, String>>;

/// So many rows make a transaction.
const BATCH: usize = 1_000;

/// Takes in the rows of all files and gathers what they change.
pub fn run(args: &ImportArgs, common: &Common) -> Result<u8> {
    // A file that is not there is told before anything is begun.
    let inputs = args.files.iter().map(|file| Ok((name(file), reader_of(Some(file))?))).collect::<Result<Vec<_>>>()?;
    // Rows need documents: a store that is not there is no place for them.
    drop(Store::open(&common.db, Mode::Read)?);
    let _lock = lock(common, "import")?;
    let mut store = Store::open(&common.db, Mode::Write)?;
    let run_id = store.begin_run("import", env!("CARGO_PKG_VERSION")).map_err(|e| store.explain_any(e))?;
    let done = take(&mut store, run_id, args, inputs).map_err(|e| {
        let _ = store.fail_run(run_id);
        store.explain_any(e)
    })?;
    output(|out| {
        writeln!(
            out,
            "{} read: {} new, {} replaced, {} known already; {} refused",
            if done.read == 1 { "1 row".to_owned() } else { format!("{} rows", done.read) },
            done.added,
            done.changed,
            done.unchanged,
            done.skipped
        )?;
        Ok(())
    })?;
    Ok(if done.skipped > 0 { FAILED } else { DONE })
}

fn name(file: &Path) -> String {
    if file.as_os_str() == "-" { "standard input".to_owned() } else { file.display().to_string() }
}

fn take(
    store: &mut Store,
    run_id: i64,
    args: &ImportArgs,
    inputs: Vec<(String, Box<dyn BufRead>)>,
) -> Result<RunCounts> {
    let mut counts = RunCounts::default();
    let mut held = Known::new();
    for (name, mut reader) in inputs {
        let (mut line, mut number) = (Vec::new(), 0usize);
        let mut rows: Vec<(usize, Result<Row, String>)> = Vec::new();
        loop {
            line.clear();
            number += 1;
            let read = reader.read_until(b'\n', &mut line).with_context(|| format!("{name}, line {number}"))?;
            if !line.trim_ascii().is_empty() {
                rows.push((number, parse(&line)));
            }
            if rows.len() >= BATCH || read == 0 && !rows.is_empty() {
                write(store, run_id, &name, std::mem::take(&mut rows), &args.extractor, &mut held, &mut counts)?;
            }
            if read == 0 {
                break;
            }
        }
    }
    store.gather(run_id)?;
    store.finish_run(run_id, &counts)?;
    Ok(counts)
}

/// Reads a line as a row.
///
/// # Errors
/// What is wrong with it.
pub fn parse(line: &[u8]) -> Result<Row, String> {
    let text = std::str::from_utf8(line).map_err(|_| "not UTF-8".to_owned())?;
    let value: serde_json::Value = serde_json::from_str(text).map_err(|e| format!("not a JSON object: {e}"))?;
    if !value.is_object() {
        return Err("not a JSON object".to_owned());
    }
    serde_json::from_value(value).map_err(|e| e.to_string())
}

/// Stores a batch of rows whole; those at fault are told and noted.
///
/// # Errors
/// Where the store cannot be written.
pub fn write(
    store: &mut Store,
    run_id: i64,
    name: &str,
    rows: Vec<(usize, Result<Row, String>)>,
    extractor: &str,
    held: &mut Known,
    counts: &mut RunCounts,
) -> Result<()> {
    let mut ready = Vec::with_capacity(rows.len());
    for (number, row) in rows {
        let checked = row.and_then(|row| {
            let document = held
                .entry(row.document.clone())
                .or_insert_with(|| match row.document.trim() {
                    "" => Err("document is missing".to_owned()),
                    path => store.stored(path).map_err(|e| format!("{e:#}")),
                })
                .as_ref()
                .map_err(Clone::clone)?;
            let given = given::given(&row, &document.document, extractor, &|name| document.entity(name))?;
            Ok((row, given))
        });
        ready.push((number, checked));
    }
    let mut batch = store.batch(run_id)?;
    for (number, checked) in ready {
        counts.read += 1;
        match checked {
            Ok((row, given)) => {
                let Some(Ok(document)) = held.get(&row.document) else {
                    return Err(anyhow!("a row without a document was taken"));
                };
                match batch.give(document, &row, &given)? {
                    Taken::New => counts.added += 1,
                    Taken::Replaced => counts.changed += 1,
                    Taken::Known => counts.unchanged += 1,
                }
                if let Some(warning) = given.warning {
                    note(&format!("{name}:{number}: taken as given, but {warning}"));
                }
            }
            Err(reason) => {
                counts.skipped += 1;
                note(&format!("refused {name}:{number}: {reason}"));
                batch.skip(&Skip { path: name.to_owned(), line: Some(number), stage: Stage::Parse, reason })?;
            }
        }
    }
    batch.commit()
}
