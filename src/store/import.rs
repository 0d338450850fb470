//! Assertions from elsewhere: rows that were checked against their documents, stored beside the program's own.

use anyhow::{Context, Result};
use foldhash::{HashMap, HashMapExt};
use rusqlite::{OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::Store;
use super::reread::stored_document;
use super::write::{Batch, Maker};
use crate::extract::given::{Given, Row};
use crate::model::{CharIndex, Document, EntityKind, LocalEntity, NameKind};
use crate::rules::fold::fold;

/// A stored document with those whom it names.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Its number in this file.
    pub document_id: i64,
    /// The document.
    pub document: Document,
    entities: Vec<LocalEntity>,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is new.
    New,
    /// It takes the place of an earlier row about the same words.
    Replaced,
    /// It is there already.
    Known,
}

impl Stored {
    /// Returns the entity that the document knows under a name: all of it, or its last words where no other ends so.
    pub fn entity(&self, name: &str) -> Option<LocalEntity> {
        let wanted = fold(name);
        if let Some(whole) = self.entities.iter().find(|e| fold(&e.name) == wanted) {
            return Some(whole.clone());
        }
        let end = format!(" {wanted}");
        let mut ends = self.entities.iter().filter(|e| fold(&e.name).ends_with(&end));
        let first = ends.next()?;
        ends.all(|other| other.key == first.key).then(|| first.clone())
    }
}

impl Store {
    /// Returns the current document of a path, an address or the end of a path; an error where several end so.
    ///
    /// # Errors
    /// Where no document or more than one is called so, or the file cannot be read.
    pub fn stored(&self, name: &str) -> Result<Stored> {
        let mut statement = self.db.prepare_cached(include_str!("sql/find_named_document.sql"))?;
        let found: Vec<(i64, bool)> =
            statement.query_map([name], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
        let (document_id, is_exact) =
            *found.first().with_context(|| format!("no document is called {name:?}: atodds documents lists them"))?;
        if !is_exact && found.len() > 1 {
            anyhow::bail!("several documents are called {name:?}: give the path as atodds documents shows it");
        }
        let entities = self
            .db
            .prepare_cached(include_str!("sql/document_entities.sql"))?
            .query_map([document_id], |r| Ok((r.get(0)?, r.get::<_, String>(1)?, r.get(2)?)))?
            .map(|row| {
                let (name, kind, key) = row?;
                let named = NameKind::ALL.into_iter().find(|k| k.as_str() == kind);
                Ok(LocalEntity { kind: named.map_or(EntityKind::Thing, EntityKind::Named), name, key })
            })
            .collect::<Result<_>>()?;
        Ok(Stored { document_id, document: stored_document(&self.db, document_id)?, entities })
    }

    /// Returns whether a command failed on a document when it was last asked, so that it is to be asked again.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn is_unanswered(&self, path: &str) -> Result<bool> {
        let mut statement = self.db.prepare_cached(include_str!("sql/extractor_failed.sql"))?;
        Ok(statement.query_row([path], |r| r.get(0))?)
    }
}

impl Batch<'_> {
    /// Stores a row from elsewhere about a document. A row about the same words of the same document by the same maker is
    /// replaced, and left where it is the same.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn give(&mut self, held: &Stored, row: &Row, given: &Given) -> Result<Taken> {
        let [assertion] = &given.extraction.assertions[..] else { anyhow::bail!("a row gives one assertion") };
        let entity = given.extraction.entities.get(assertion.entity).context("a row names its entity")?;
        let hash = hash(row, given);
        let (start, end) = CharIndex::new(&held.document.text).chars(assertion.span);
        let before: Option<(i64, String, i64)> = self
            .tx
            .prepare_cached(include_str!("sql/find_given.sql"))?
            .query_row(
                params![
                    held.document_id,
                    start,
                    end,
                    assertion.kind.as_str(),
                    given.extractor,
                    assertion.attribute,
                    entity.key
                ],
                |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
            )
            .optional()?;
        match &before {
            Some((_, known, _)) if *known == hash => return Ok(Taken::Known),
            Some((assertion_id, _, topic_id)) => {
                self.tx.prepare_cached(include_str!("sql/drop_given.sql"))?.execute([assertion_id])?;
                self.tx.prepare_cached(include_str!("sql/mark_topic.sql"))?.execute([topic_id])?;
            }
            None => {}
        }
        let maker = Maker { name: &given.extractor, given_hash: Some(&hash) };
        self.extraction(held.document_id, &held.document, &given.extraction, &maker, &HashMap::new())?;
        // Its names are linked with those of its story.
        self.tx.prepare_cached(include_str!("sql/unsettle_document.sql"))?.execute([held.document_id])?;
        Ok(if before.is_some() { Taken::Replaced } else { Taken::New })
    }
}

/// Returns what tells two rows about the same words apart.
fn hash(row: &Row, given: &Given) -> String {
    let digest = Sha256::digest(format!("{:?}{:?}", row.members, given.extraction).as_bytes());
    digest.iter().take(8).map(|b| format!("{b:02x}")).collect()
}
