//! `atodds ingest --extractor`: a command reads each document beside the program, or instead of it.
//!
//! The command gets one document as a line of JSON on standard input and answers with rows as `atodds import` takes them.
//! Each document has a run of its own, so that a failure or a delay costs that document alone and can be told.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use serde_json::json;

use atodds::extract::given::Row;
use atodds::model::{Document, Skip, Stage};
use atodds::store::{RunCounts, Store};

use super::import::{self, Known};
use super::note;

/// So much of an answer is read, in bytes: a command that never ends is stopped before it fills the memory.
const MOST: u64 = 64 << 20;

/// How the command is asked.
pub struct External<'e> {
    /// What the shell runs.
    pub command: &'e str,
    /// How long one document may take.
    pub limit: Duration,
}

impl External<'_> {
    /// Has the command read each document, and takes in its rows. Returns the rows' counts; a document on which it failed
    /// counts as skipped.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn read(&self, store: &mut Store, run_id: i64, documents: &[String]) -> Result<RunCounts> {
        let mut counts = RunCounts::default();
        let mut held = Known::new();
        for path in documents {
            let answered = store.stored(path).and_then(|d| self.ask(&d.document));
            match answered {
                Ok(answer) => {
                    let name = format!("{path} by {}", self.command);
                    let rows =
                        answer.split(|b| *b == b'\n').enumerate().filter(|(_, line)| !line.trim_ascii().is_empty());
                    let rows = rows.map(|(n, line)| (n + 1, own(import::parse(line), path))).collect();
                    import::write(store, run_id, &name, rows, self.command, &mut held, &mut counts)?;
                }
                Err(error) => {
                    counts.skipped += 1;
                    let reason = format!("the extractor {:?} failed: {error:#}", self.command);
                    note(&format!("{path}: {reason}"));
                    let mut batch = store.batch(run_id)?;
                    batch.skip(&Skip { path: path.clone(), line: None, stage: Stage::Extract, reason })?;
                    batch.commit()?;
                }
            }
        }
        Ok(counts)
    }

    /// Runs the command on one document and returns what it answers.
    fn ask(&self, document: &Document) -> Result<Vec<u8>> {
        let line = json!({
            "document": document.path,
            "text": document.text,
            "title": document.title,
            "source": document.source,
            "published": document.published.map(|d| d.to_string()),
            "language": document.language.code(),
        });
        let mut child = Command::new("sh")
            .args(["-c", self.command])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("cannot be started")?;
        let (mut stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        // Threads that are left behind where the command hangs end with its pipes.
        thread::spawn(move || {
            if let Some(stdin) = &mut stdin {
                // A command may close its input before it has read all of it.
                let _ = writeln!(stdin, "{line}");
            }
        });
        let (answer, complaint) = (drain(stdout), drain(stderr));
        let end = Instant::now() + self.limit;
        let out = answer.recv_timeout(self.limit);
        let Some(status) = wait(&mut child, end)? else {
            let _ = child.kill();
            let _ = child.wait();
            bail!("no answer within {} seconds", self.limit.as_secs());
        };
        let said = complaint.recv_timeout(Duration::from_millis(200)).unwrap_or_default();
        if !status.success() {
            let said = String::from_utf8_lossy(&said);
            let last = said.lines().rev().find(|l| !l.trim().is_empty()).unwrap_or("it says nothing");
            bail!("{status}: {last}");
        }
        let out = out.map_err(|_| anyhow!("its answer did not end"))?;
        if out.len() as u64 > MOST {
            bail!("its answer is longer than {} MB", MOST >> 20);
        }
        Ok(out)
    }
}

/// A row that names no document is of the one that was asked about; no other may be named.
fn own(row: Result<Row, String>, path: &str) -> Result<Row, String> {
    let mut row = row?;
    if row.document.is_empty() {
        path.clone_into(&mut row.document);
    }
    if row.document != path {
        return Err(format!("it was asked about {path} and answers about {}", row.document));
    }
    Ok(row)
}

/// Reads a pipe to its end in the background.
fn drain(pipe: Option<impl Read + Send + 'static>) -> mpsc::Receiver<Vec<u8>> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let mut out = Vec::new();
        if let Some(pipe) = pipe {
            let _ = pipe.take(MOST + 1).read_to_end(&mut out);
        }
        let _ = send.send(out);
    });
    receive
}

/// Waits for the end of a command until a time; nothing where it goes on.
fn wait(child: &mut Child, end: Instant) -> Result<Option<std::process::ExitStatus>> {
    loop {
        if let Some(status) = child.try_wait().context("cannot be waited for")? {
            return Ok(Some(status));
        }
        if Instant::now() >= end {
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(10));
    }
}
