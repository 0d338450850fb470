//! Forgetting: an article that is gone no longer counts.
//!
//! Its rows stay, as those of an older version do; what it alone disputed is settled, and ingesting it again brings it back.

use anyhow::Result;
use rusqlite::{OptionalExtension, params};

use super::Store;
use super::write::Batch;

/// A document that counts, as a person may name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its number in this file.
    pub document_id: i64,
    /// What its versions share.
    pub slot: String,
    /// Its path or address as given when it was read.
    pub path: String,
}

impl Store {
    /// Returns the documents that count and are named so: by path or address as they were given (`name`), or by the full path
    /// of their file, of a folder that holds it, or of a file whose rows they are (`full`).
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn documents_at(&self, name: &str, full: &str) -> Result<Vec<Held>> {
        let mut statement = self.db.prepare(include_str!("sql/documents_at.sql")).map_err(|e| self.explain(e))?;
        let rows = statement
            .query_map([name, full], |r| Ok(Held { document_id: r.get(0)?, slot: r.get(1)?, path: r.get(2)? }))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Takes the documents of these slots out of what counts, all of them or none, and returns how many there were.
    ///
    /// Slots are those of [`Store::known`]; one that holds no document that counts is passed over. Findings are as before
    /// until [`Store::gather`]. Where one of these texts stands in another file too, that copy is no document yet: so forget
    /// before reading, and the copy is read.
    ///
    /// # Errors
    /// Where the file cannot be written; then nothing is taken out.
    pub fn forget<S: AsRef<str>>(&mut self, run_id: i64, slots: &[S]) -> Result<usize> {
        let mut batch = self.batch(run_id)?;
        let mut forgotten = 0;
        for slot in slots {
            forgotten += usize::from(batch.forget(slot.as_ref())?);
        }
        batch.commit()?;
        Ok(forgotten)
    }
}

impl Batch<'_> {
    /// Takes the document of a slot out of what counts; returns whether there was one.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn forget(&mut self, slot: &str) -> Result<bool> {
        let current: Option<i64> =
            self.tx.prepare_cached(include_str!("sql/find_slot.sql"))?.query_row([slot], |r| r.get(0)).optional()?;
        let Some(document_id) = current else { return Ok(false) };
        self.retire(document_id)?;
        let forget = include_str!("sql/forget_document.sql");
        self.tx.prepare_cached(forget)?.execute(params![document_id, self.run_id])?;
        Ok(true)
    }
}
