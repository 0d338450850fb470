//! Telling of news: a command gets it as JSON on standard input.

use std::io::{Seek, SeekFrom, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde::Serialize;

use crate::store::Finding;

/// How often a command is looked after.
const PAUSE: Duration = Duration::from_millis(20);

/// What a command is told.
#[derive(Clone, Debug, Serialize)]
pub struct News<'n> {
    /// The run's number.
    pub run_id: i64,
    /// The configuration's full path.
    pub configuration: &'n str,
    /// The database, as it is named.
    pub database: &'n str,
    /// Findings of which nobody was told yet.
    pub new: Vec<Finding>,
    /// Findings that were told of, and have other readings or another relation since.
    pub changed: Vec<Finding>,
}

/// Calls a command (a program and its arguments, no shell) and waits until it is done. What it prints goes to standard
/// error.
///
/// # Errors
/// Where it cannot be called, ends with another status than 0, or is not done in time: then it is stopped.
pub fn call(command: &[String], news: &News, patience: Duration) -> Result<()> {
    let [program, arguments @ ..] = command else { bail!("no command") };
    let shown = program.as_str();
    // By way of a file: a command that does not read what it is given makes nobody wait.
    let mut input = tempfile::tempfile().context("cannot make a temporary file for the news")?;
    serde_json::to_writer(&mut input, news)?;
    input.write_all(b"\n").context("cannot write the news to a temporary file")?;
    input.seek(SeekFrom::Start(0))?;
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::from(input))
        .stdout(Stdio::from(std::io::stderr()))
        .spawn()
        .with_context(|| format!("cannot call {shown:?}: is it installed, and spelt so?"))?;
    match wait(child, patience).with_context(|| format!("cannot wait for {shown:?}"))? {
        Some(status) if status.success() => Ok(()),
        Some(status) => bail!("{shown:?} failed ({status})"),
        None => bail!("{shown:?} was not done within {} s, and was stopped", patience.as_secs()),
    }
}

/// Waits for a process; `None` where it was stopped since it took too long.
fn wait(mut child: Child, patience: Duration) -> std::io::Result<Option<ExitStatus>> {
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if began.elapsed() >= patience {
            let _ = child.kill();
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(PAUSE);
    }
}
