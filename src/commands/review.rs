//! `atodds review`: what persons decide about findings.

use std::io::BufRead;
use std::path::Path;

use anyhow::{Context, Result, bail};

use atodds::report::{count, escape, judged};
use atodds::store::{Finding, Listing, Mode, Ruling, Store, Verdict};

use super::text::reader_of;
use super::{DONE, chosen, is_data, note, open, output, print};
use crate::cli::{Common, FormatArg, ReviewArgs};

/// Keeps a judgement, takes one back, lists them, or hands them over.
pub fn run(args: &ReviewArgs, common: &Common) -> Result<u8> {
    chosen(common)?;
    if args.export {
        return export(common);
    }
    if let Some(file) = &args.import {
        return import(file, common);
    }
    let Some(finding) = &args.finding else {
        return list(None, common);
    };
    match args.verdict() {
        Some(verdict) => judge(finding, verdict, args, common),
        None if args.undo => take_back(finding, args, common),
        None => {
            let store = open(common)?;
            let finding_id = match store.judged(finding)? {
                Some(id) => id,
                None => store.find(finding)?.finding_id,
            };
            list(Some(finding_id), common)
        }
    }
}

fn judge(finding: &str, verdict: Verdict, args: &ReviewArgs, common: &Common) -> Result<u8> {
    let found = open(common)?.find(finding)?;
    let author = author(args)?;
    let ruling = Ruling { verdict, note: args.note.clone(), author, until: args.until };
    let mut store = Store::open(&common.db, Mode::Write)?;
    if store.judge(&found, &ruling).map_err(|e| store.explain_any(e))? {
        note("none of the finding's readings lies in that range");
    }
    told(&store, &found, common)
}

fn take_back(finding: &str, args: &ReviewArgs, common: &Common) -> Result<u8> {
    let reader = open(common)?;
    // What is no finding by now may have been one when it was judged.
    let finding_id = match reader.judged(finding)? {
        Some(id) => id,
        None => reader.find(finding)?.finding_id,
    };
    let author = author(args)?;
    let mut store = Store::open(&common.db, Mode::Write)?;
    let verdict = store.take_back(&finding_id, args.note.as_deref(), &author).map_err(|e| store.explain_any(e))?;
    if is_data(common)? {
        return list(Some(finding_id), common);
    }
    output(|out| Ok(writeln!(out, "{finding_id}: '{verdict}' is taken back")?))?;
    Ok(DONE)
}

/// Says what is decided by now: to a person in a sentence, to a program in the judgement's row.
fn told(store: &Store, before: &Finding, common: &Common) -> Result<u8> {
    let id = &before.finding_id;
    if is_data(common)? {
        return list(Some(id.clone()), common);
    }
    let detail = store.detail(store.find(id)?)?;
    output(|out| {
        let about = format!("{id} {} · {}", detail.finding.entity, detail.finding.label);
        let line = match &detail.judgement {
            Some(judgement) => format!("{about}: {}", judged(judgement)),
            None => format!("{about}: open again"),
        };
        Ok(writeln!(out, "{}", escape::line(&line))?)
    })?;
    Ok(DONE)
}

/// Returns who decides: as told, else the user's name.
fn author(args: &ReviewArgs) -> Result<String> {
    let user = || ["USER", "USERNAME", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok());
    match args.author.clone().or_else(user).map(|name| name.trim().to_owned()) {
        Some(name) if !name.is_empty() => Ok(name),
        _ => bail!("who decides? give --author NAME, or set ATODDS_AUTHOR"),
    }
}

fn list(finding_id: Option<String>, common: &Common) -> Result<u8> {
    let store = open(common)?;
    let (columns, rows) = store.list(&Listing::Judgements { finding_id, all: is_data(common)? })?;
    if rows.is_empty() && !is_data(common)? {
        note("nothing was decided: `atodds review FINDING --dismiss`, --prefer and the like do");
        return Ok(DONE);
    }
    print(common, |report, out| report.rows(&columns, &mut rows.into_iter().map(Ok), out))?;
    Ok(DONE)
}

fn export(common: &Common) -> Result<u8> {
    if !matches!(common.format, None | Some(FormatArg::Jsonl)) {
        bail!("review --export writes JSON lines: leave --format out");
    }
    let store = open(common)?;
    output(|out| store.export_judgements(&mut |line| Ok(writeln!(out, "{}", escape::json(line))?)))?;
    Ok(DONE)
}

fn import(file: &Path, common: &Common) -> Result<u8> {
    let reader = reader_of(Some(file))?;
    let mut store = Store::open(&common.db, Mode::Write)?;
    let mut lines = reader.lines().map(|line| line.context("it cannot be read as UTF-8"));
    let done = store.import_judgements(&mut lines).map_err(|e| store.explain_any(e));
    let done = done.with_context(|| {
        let name = if file.as_os_str() == "-" { "standard input".to_owned() } else { file.display().to_string() };
        format!("{name}: nothing was imported")
    })?;
    let added = count(done.added, "judgement");
    output(|out| Ok(writeln!(out, "{added} imported, {} known already", done.known)?))?;
    Ok(DONE)
}
