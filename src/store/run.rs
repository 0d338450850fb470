//! Runs: each batch has a row, with its counts and how it ended; and what is known when one begins.

use anyhow::Result;
use foldhash::{HashMap, HashSet};
use rusqlite::{Connection, params};

use super::Store;

/// A run's counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunCounts {
    /// Documents read.
    pub read: usize,
    /// Of these: new.
    pub added: usize,
    /// Of these: a new version of a known one.
    pub changed: usize,
    /// Of these: known already.
    pub unchanged: usize,
    /// Passed over.
    pub skipped: usize,
    /// Taken out, their articles being gone.
    pub forgotten: usize,
}

/// The current documents, by what tells them apart.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The content's hash of each slot.
    pub slots: HashMap<String, String>,
    /// All contents' hashes.
    pub contents: HashSet<String>,
}

impl Store {
    /// Begins a run and returns its number.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn begin_run(&mut self, command: &str, version: &str) -> Result<i64> {
        self.db.execute(include_str!("sql/insert_run.sql"), params![command, version]).map_err(|e| self.explain(e))?;
        Ok(self.db.last_insert_rowid())
    }

    /// Ends a run with its counts.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn finish_run(&mut self, run_id: i64, counts: &RunCounts) -> Result<()> {
        finish(&self.db, run_id, counts).map_err(|e| self.explain(e))?;
        Ok(())
    }

    /// Notes that a run ended badly.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn fail_run(&mut self, run_id: i64) -> Result<()> {
        self.db.execute(include_str!("sql/fail_run.sql"), [run_id]).map_err(|e| self.explain(e))?;
        Ok(())
    }

    /// Returns what is there already.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn known(&self) -> Result<Known> {
        let mut known = Known::default();
        let mut rows = self.db.prepare(include_str!("sql/known_documents.sql"))?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let (slot, hash): (String, String) = (row.get(0)?, row.get(1)?);
            known.contents.insert(hash.clone());
            known.slots.insert(slot, hash);
        }
        Ok(known)
    }
}

/// Ends a run with its counts, perhaps within a transaction.
pub(super) fn finish(db: &Connection, run_id: i64, counts: &RunCounts) -> rusqlite::Result<()> {
    let c = counts;
    let counts = params![run_id, c.read, c.added, c.changed, c.unchanged, c.skipped, c.forgotten];
    db.execute(include_str!("sql/finish_run.sql"), counts)?;
    Ok(())
}
