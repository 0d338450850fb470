//! The files that scheduled batches read, so that what is gone is told from what came by another way.
//!
//! A file is watched before it is read: one whose documents are there already when it is first seen was read by somebody
//! else, and is never theirs to take out.

use anyhow::Result;
use rusqlite::params;

use super::Store;

/// A file that batches read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Watched {
    /// Its full path.
    pub file: String,
    /// Its path as it is shown.
    pub path: String,
    /// The input that it was found under, as a full path or glob.
    pub input: String,
}

impl Store {
    /// Returns the files that were found under these inputs before.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn watched(&self, inputs: &[String]) -> Result<Vec<Watched>> {
        let inputs = serde_json::to_string(inputs)?;
        let mut statement = self.db.prepare(include_str!("sql/watched_files.sql")).map_err(|e| self.explain(e))?;
        let rows =
            statement.query_map([inputs], |r| Ok(Watched { file: r.get(0)?, path: r.get(1)?, input: r.get(2)? }))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Watches files from now on, but for those whose documents came by another way.
    ///
    /// # Errors
    /// Where the file cannot be written; then none of them is watched.
    pub fn watch(&mut self, files: &[Watched]) -> Result<()> {
        let tx = self.db.transaction()?;
        {
            let mut statement = tx.prepare(include_str!("sql/watch_file.sql"))?;
            for w in files {
                statement.execute(params![w.file, w.path, w.input])?;
            }
        }
        tx.commit()?;
        Ok(())
    }

    /// Watches files no longer.
    ///
    /// # Errors
    /// Where the file cannot be written; then all of them are watched as before.
    pub fn unwatch(&mut self, files: &[Watched]) -> Result<()> {
        let tx = self.db.transaction()?;
        for w in files {
            tx.prepare_cached(include_str!("sql/unwatch_file.sql"))?.execute([&w.file])?;
        }
        tx.commit()?;
        Ok(())
    }

    /// Returns slot and path of the documents that count and came from a watched file.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn documents_of(&self, file: &Watched) -> Result<Vec<(String, String)>> {
        let mut statement = self.db.prepare_cached(include_str!("sql/watched_documents.sql"))?;
        let rows = statement.query_map([&file.file, &file.path], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
