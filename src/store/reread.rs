//! Reading anew: stored documents with the rules and models of today, all of them or none.
//!
//! One transaction holds what was read, the stories, the questions and the findings, so that whoever looks, and whatever breaks
//! off, finds the old until the new is whole. Documents, judgements and the history of findings stay; so do statements that a
//! person or another program made.

use anyhow::{Context as _, Result, anyhow};
use foldhash::{HashMap, HashMapExt};
use rusqlite::{Connection, Row, params};
use serde::Serialize;

use super::write::{Batch, Maker, Scoped, entity_row, question, topic};
use super::{Gathered, Held, RunCounts, Store, gather, run};
use crate::model::{Document, Extraction, Language, Skip};

/// What stands first in the name of an extractor that is the program itself.
const OWN: &str = "atodds ";

/// A transaction in which documents are read anew. Nothing of it stands until [`Reread::finish`].
pub struct Reread<'s> {
    batch: Batch<'s>,
    threads: usize,
}

impl Store {
    /// Returns the documents that count, in the order in which they came.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn current_documents(&self) -> Result<Vec<Held>> {
        let mut statement = self.db.prepare(include_str!("sql/current_documents.sql")).map_err(|e| self.explain(e))?;
        let rows =
            statement.query_map([], |r| Ok(Held { document_id: r.get(0)?, slot: r.get(1)?, path: r.get(2)? }))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Begins to read documents anew.
    ///
    /// # Errors
    /// Where another process holds the file for too long, or it cannot be written.
    pub fn reread(&mut self, run_id: i64) -> Result<Reread<'_>> {
        let threads = self.threads;
        Ok(Reread { batch: self.batch(run_id)?, threads })
    }
}

impl Reread<'_> {
    /// Returns a document as it was read.
    ///
    /// # Errors
    /// Where there is none, or the file cannot be read.
    pub fn document(&self, document_id: i64) -> Result<Document> {
        stored_document(&self.batch.tx, document_id)
    }

    /// Notes a document that could not be read anew: it keeps what was read of it before.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn skip(&mut self, skip: &Skip) -> Result<()> {
        self.batch.skip(skip)
    }

    /// Puts what was read in a document in the place of what the program read in it before.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn replace(&mut self, document_id: i64, document: &Document, read: &Extraction, extractor: &str) -> Result<()> {
        let batch = &mut self.batch;
        for sql in [include_str!("sql/retire_topics.sql"), include_str!("sql/retire_entities.sql")] {
            batch.tx.prepare_cached(sql)?.execute([document_id])?;
        }
        let passages = batch.passages(document_id)?;
        batch.tx.prepare_cached(include_str!("sql/drop_own_assertions.sql"))?.execute(params![document_id, OWN])?;
        batch.tx.prepare_cached(include_str!("sql/drop_unused_names.sql"))?.execute([document_id])?;
        let left = unlink(batch, document_id)?;
        batch.tx.prepare_cached(include_str!("sql/reread_document.sql"))?.execute(params![
            document_id,
            read.event.as_ref().map_or("", |event| event.key.as_str()),
            serde_json::to_string(&read.marks)?,
            crate::ingest::wire(&document.text)
        ])?;
        let maker = Maker { name: extractor, given_hash: None };
        batch.extraction(document_id, document, read, &maker, &left)?;
        for passage in passages {
            batch.mark_lone_carrier(&passage, document_id)?;
        }
        Ok(())
    }

    /// Finds stories, questions and findings anew, ends the run with its counts, and makes everything stand.
    ///
    /// # Errors
    /// Where it cannot be written; then all is as before.
    pub fn finish(self, counts: &RunCounts) -> Result<Gathered> {
        let gathered = gather::within(&self.batch.tx, self.batch.run_id, self.threads)?;
        run::finish(&self.batch.tx, self.batch.run_id, counts)?;
        self.batch.commit()?;
        Ok(gathered)
    }
}

/// Whom a name resolved to, and whom it is by itself.
#[derive(Serialize)]
struct Moved {
    from: i64,
    to: i64,
    key: String,
}

/// Has what is left of a document (what others stated) mean what its own words say, as if it came in now: names resolve to their
/// own keys, statements to their own topics and questions. Returns the names that are left, by their keys.
fn unlink(batch: &Batch, document_id: i64) -> Result<HashMap<String, i64>> {
    let tx = &batch.tx;
    let mut left = HashMap::new();
    let mut moved = Vec::new();
    let mut statement = tx.prepare_cached(include_str!("sql/left_names.sql"))?;
    let mut rows = statement.query([document_id])?;
    while let Some(row) = rows.next()? {
        let (local_id, from, key): (i64, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (name, kind): (String, String) = (row.get(3)?, row.get(4)?);
        let to = entity_row(tx, &key, &kind, &name)?;
        if from != to {
            tx.prepare_cached(include_str!("sql/link_entity.sql"))?.execute(params![
                local_id,
                to,
                None::<String>,
                None::<f64>
            ])?;
            moved.push(Moved { from, to, key: key.clone() });
        }
        left.entry(key).or_insert(local_id);
    }
    if !moved.is_empty() {
        let moved = serde_json::to_string(&moved)?;
        tx.prepare_cached(include_str!("sql/move_speakers.sql"))?.execute(params![document_id, moved])?;
    }
    let mut statement = tx.prepare_cached(include_str!("sql/left_statements.sql"))?;
    let mut rows = statement.query([document_id])?;
    while let Some(row) = rows.next()? {
        let (assertion_id, entity_id): (i64, i64) = (row.get(0)?, row.get(1)?);
        let (key, attribute, kind): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let topic_id = topic(tx, entity_id, &key, &attribute, &kind)?;
        let scope = Scoped {
            topic_id,
            place: row.get(5)?,
            subgroup: row.get(6)?,
            period: row.get(7)?,
            is_planned: row.get(8)?,
        };
        let question_id = question(tx, &scope)?;
        tx.prepare_cached(include_str!("sql/move_assertion.sql"))?.execute(params![
            assertion_id,
            topic_id,
            question_id
        ])?;
        tx.prepare_cached(include_str!("sql/set_fit.sql"))?.execute(params![assertion_id, 1.0])?;
    }
    Ok(left)
}

/// Returns a document as it was read.
pub(super) fn stored_document(db: &Connection, document_id: i64) -> Result<Document> {
    let mut statement = db.prepare_cached(include_str!("sql/read_document.sql"))?;
    let mut rows = statement.query([document_id])?;
    document(rows.next()?.with_context(|| format!("there is no document {document_id}"))?)
}

fn document(row: &Row<'_>) -> Result<Document> {
    let language: String = row.get(8)?;
    let language: Language = language.parse().map_err(|e| anyhow!("{e}"))?;
    let published: Option<String> = row.get(6)?;
    Ok(Document {
        path: row.get(0)?,
        title: row.get(1)?,
        text: row.get(2)?,
        source: row.get(3)?,
        country: row.get(4)?,
        url: row.get(5)?,
        published: published.and_then(|date| date.parse().ok()),
        published_basis: known(row.get(7)?, &["metadata", "option", "sources", "text"]),
        language,
        format: known(row.get(9)?, &["txt", "md", "html", "jsonl", "stdin"]).unwrap_or(""),
    })
}

/// Returns the word of a list that a stored word is.
fn known(word: Option<String>, words: &[&'static str]) -> Option<&'static str> {
    words.iter().copied().find(|w| Some(*w) == word.as_deref())
}
