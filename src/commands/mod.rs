//! The commands: open, call, print. Results go to standard output, all else to standard error.

mod chosen;
mod completions;
mod demo;
mod diff;
mod doctor;
mod entities;
mod external;
mod extract;
mod forget;
mod import;
mod ingest;
mod lines;
mod lists;
mod log;
mod matching;
mod report;
mod review;
mod run;
mod schedule;
mod show;
mod sql;
mod text;

use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail};

use atodds::batch::Lock;
use atodds::model::Language;
use atodds::report::{Format, Page, Report, escape, format};
use atodds::store::{Mode, Store};

use crate::cli::{Cli, Command, Common, FormatArg};

/// Exit status: done.
pub const DONE: u8 = 0;
/// Exit status: findings at or above `--fail-on`.
pub const FOUND: u8 = 1;
/// Exit status: something failed or was skipped.
pub const FAILED: u8 = 2;

/// The width of a table that goes to no terminal: the same everywhere, so that outputs compare.
const PIPE_WIDTH: usize = 120;

/// Runs a command and returns the exit status.
pub fn run(cli: &Cli) -> Result<u8> {
    let common = &cli.common;
    match &cli.command {
        Command::Ingest(args) => ingest::run(args, common),
        Command::Import(args) => import::run(args, common),
        Command::Extract(args) => extract::run(args, common),
        Command::Forget(args) => forget::run(args, common),
        Command::Report(args) => report::run(args, common),
        Command::Run(args) => run::run(args, common),
        Command::Schedule(args) => schedule::run(args),
        Command::Show(args) => show::run(args, common),
        Command::Review(args) => review::run(args, common),
        Command::Diff(args) => diff::run(args, common),
        Command::Runs => lists::runs(common),
        Command::Sql(args) => sql::run(args, common),
        Command::Documents(args) => lists::documents(args, common),
        Command::Sources => lists::sources(common),
        Command::Entities(args) => entities::run(args, common),
        Command::Doctor => doctor::run(common),
        Command::Mentions(args) => text::mentions(args, common),
        Command::Parse(args) => text::parse(args, common),
        Command::Demo(args) => demo::run(args, common),
        Command::Completions(args) => completions::run(args),
    }
}

/// Tells an error on standard error: the whole chain on one line.
pub fn complain(error: &anyhow::Error) {
    note(&chain(error));
}

/// Returns an error with all its causes, as one text.
pub fn chain(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain() {
        let cause = cause.to_string();
        // Some messages hold their cause's words already.
        if !text.contains(&cause) {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(&cause);
        }
    }
    text
}

/// Writes a line to standard error; where that is closed, nobody is there to be told.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr(), "atodds: {}", escape::line(text));
}

/// How long a command that writes waits for another one to end.
const PATIENCE: Duration = Duration::from_secs(600);

/// Takes the database's lock for a command that writes, and tells for whom it waits.
pub fn lock(common: &Common, command: &str) -> Result<Lock> {
    Ok(Lock::take(&common.db, command, PATIENCE, &mut |who| note(&format!("waiting for {who}")))?)
}

/// Opens the store for reading.
pub fn open(common: &Common) -> Result<Store> {
    open_at(&common.db)
}

/// Opens a store for reading, and says where a run was broken off.
pub fn open_at(path: &Path) -> Result<Store> {
    let store = Store::open(path, Mode::Read)?;
    match store.dirty_topics()? {
        0 => {}
        n => note(&format!(
            "{n} topics wait to be gathered, and findings may be missing: a run was broken off, or this atodds is newer than the file; run `atodds ingest` again"
        )),
    }
    Ok(store)
}

/// Returns the format that was asked for.
pub fn chosen(common: &Common) -> Result<Format> {
    Ok(match common.format {
        None | Some(FormatArg::Table) => Format::Table,
        Some(FormatArg::Json) => Format::Json,
        Some(FormatArg::Jsonl) => Format::Jsonl,
        Some(FormatArg::Csv) => Format::Csv,
        Some(FormatArg::Md) => Format::Md,
        Some(FormatArg::Html) => Format::Html,
        Some(FormatArg::Sarif) => Format::Sarif,
        Some(FormatArg::Junit) => Format::Junit,
        Some(FormatArg::Conllu) => {
            bail!("--format conllu is for `atodds parse`: use table, json, jsonl, csv, md or html here")
        }
    })
}

/// Returns whether results are for programs: these get every column and every row.
pub fn is_data(common: &Common) -> Result<bool> {
    Ok(matches!(chosen(common)?, Format::Json | Format::Jsonl | Format::Csv))
}

/// Returns whether results go to a terminal.
pub fn on_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Refuses a language that has no rules.
pub fn can_read(language: Language) -> Result<()> {
    let known = atodds::rules::languages();
    if known.contains(&language) {
        return Ok(());
    }
    let known: Vec<String> = known.iter().map(ToString::to_string).collect();
    bail!("--language {language}: atodds has no rules for it; it reads {}", known.join(", "))
}

/// Returns what tables are fit to.
pub fn page(common: &Common) -> Page {
    let terminal = || terminal_size::terminal_size_of(io::stdout()).map(|(w, _)| usize::from(w.0).max(20));
    let width = common.width.map(usize::from).or_else(terminal).unwrap_or(PIPE_WIDTH);
    // NO_COLOR, CLICOLOR_FORCE and TERM=dumb are anstream's business.
    let styled = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
    Page { width, styled }
}

/// Writes a result to standard output in the format that was asked for; `None` where the reader went away.
pub fn print<T>(common: &Common, write: impl FnOnce(&dyn Report, &mut dyn Write) -> Result<T>) -> Result<Option<T>> {
    let report = format(chosen(common)?, page(common));
    output(|out| write(&*report, out))
}

/// Writes to standard output. A reader that went away, as `head` does, is no failure: it has what it wanted.
pub fn output<T>(write: impl FnOnce(&mut dyn Write) -> Result<T>) -> Result<Option<T>> {
    let mut out = BufWriter::new(io::stdout().lock());
    let result = write(&mut out).and_then(|value| {
        out.flush()?;
        Ok(value)
    });
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if is_closed_pipe(&error) => {
            // What is buffered has nowhere to go; dropping the writer would try again.
            let _ = out.into_parts();
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let csv = cause.downcast_ref::<csv::Error>().and_then(|e| match e.kind() {
            csv::ErrorKind::Io(e) => Some(e.kind()),
            _ => None,
        });
        io.or(csv) == Some(ErrorKind::BrokenPipe)
    })
}
