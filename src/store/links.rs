//! Which entities documents name: a name that another document of the story spells another way resolves to one entity, and
//! so do keys that mean one over the whole store ([`super::identity`]).

use std::collections::BTreeMap;

use anyhow::Result;
use rusqlite::{ToSql, Transaction, params};
use serde::Serialize;

use super::write::{Scoped, entity_row, question, topic};
use crate::resolve::decisions::Decisions;
use crate::resolve::links::{Named, Sort, links};

/// A name in the store.
struct Stored {
    local_id: i64,
    document_id: i64,
    entity_id: i64,
    /// What it resolves to now.
    key: String,
    kind: String,
    reason: Option<String>,
    score: Option<f64>,
    /// Why its key means another over the whole store, where it does.
    base: Option<Told>,
    named: Named,
}

/// Why a name was linked, and how surely.
type Told = (String, f64);

/// Links the names of a story's documents anew, and moves what is stated of those that mean another entity than before.
pub(super) fn link(tx: &Transaction, story: &str, decisions: &Decisions) -> Result<()> {
    let stored = names(tx, include_str!("sql/story_names.sql"), &story)?;
    let named: Vec<Named> = stored.iter().map(|s| s.named.clone()).collect();
    let links = links(&named, decisions);
    let meant = stored.iter().zip(&links).map(|(name, link)| {
        let key = named[link.leader].key.clone();
        let is_linked = key != name.named.key;
        let told = if is_linked { Some((link.reason.to_owned(), link.score)) } else { name.base.clone() };
        (key, told)
    });
    move_all(tx, &stored, meant, false)
}

/// Has the names of a document that belongs to no story mean what their keys mean over the whole store.
pub(super) fn link_document(tx: &Transaction, document_id: i64) -> Result<()> {
    let stored = names(tx, include_str!("sql/document_names.sql"), &document_id)?;
    let meant = stored.iter().map(|name| (name.named.key.clone(), name.base.clone()));
    // Nobody else moves what such a document states.
    move_all(tx, &stored, meant, true)
}

/// Moves the names that mean another key, or do so for another reason, with their spellings or with all that is stated.
fn move_all(
    tx: &Transaction,
    stored: &[Stored],
    meant: impl Iterator<Item = (String, Option<Told>)>,
    whole: bool,
) -> Result<()> {
    let mut moved: BTreeMap<i64, Vec<Moved>> = BTreeMap::new();
    for (name, (key, told)) in stored.iter().zip(meant) {
        if key != name.key || told != name.reason.clone().zip(name.score) {
            let entity_id = resolve(tx, name, &key, told.as_ref(), whole)?;
            let speaker = Moved { from: name.entity_id, to: entity_id, key };
            moved.entry(name.document_id).or_default().push(speaker);
        }
    }
    for (document_id, speakers) in &moved {
        let speakers = serde_json::to_string(speakers)?;
        tx.prepare_cached(include_str!("sql/move_speakers.sql"))?.execute(params![document_id, speakers])?;
    }
    Ok(())
}

/// Whom a document's name resolved to, and whom it resolves to now. All of a document are moved at once: one may now mean
/// whom another meant before.
#[derive(Serialize)]
struct Moved {
    from: i64,
    to: i64,
    key: String,
}

fn names(tx: &Transaction, sql: &str, of: &dyn ToSql) -> Result<Vec<Stored>> {
    let mut statement = tx.prepare_cached(sql)?;
    let mut rows = statement.query([of])?;
    let mut out: Vec<Stored> = Vec::new();
    let mut document = 0;
    while let Some(row) = rows.next()? {
        let document_id = row.get("document_id")?;
        document += usize::from(out.last().is_some_and(|last| last.document_id != document_id));
        let kind: String = row.get("kind")?;
        let (own_key, base_key): (String, String) = (row.get("own_key")?, row.get("base_key")?);
        let base: Option<String> = row.get("base_reason")?;
        out.push(Stored {
            local_id: row.get("local_entity_id")?,
            document_id,
            entity_id: row.get("entity_id")?,
            key: row.get("key")?,
            reason: row.get("link_reason")?,
            score: row.get("link_score")?,
            base: base.zip(row.get("base_score")?).filter(|_| own_key != base_key),
            named: Named { document, sort: sort(&kind), key: base_key, name: row.get("name")? },
            kind,
        });
    }
    Ok(out)
}

/// Returns what a kind is linked as.
pub(super) fn sort(kind: &str) -> Sort {
    match kind {
        "person" => Sort::Person,
        "place" => Sort::Place,
        _ => Sort::Organisation,
    }
}

/// Has a document's name resolve to the entity of a key, and returns that entity's number.
fn resolve(tx: &Transaction, name: &Stored, key: &str, told: Option<&Told>, whole: bool) -> Result<i64> {
    let entity_id = entity_row(tx, key, &name.kind, &name.named.name)?;
    tx.prepare_cached(include_str!("sql/mark_entity.sql"))?.execute([name.entity_id])?;
    tx.prepare_cached(include_str!("sql/link_entity.sql"))?.execute(params![
        name.local_id,
        entity_id,
        told.map(|t| &t.0),
        told.map(|t| t.1)
    ])?;
    let mut statement = tx.prepare_cached(include_str!("sql/local_names.sql"))?;
    let mut rows = statement.query(params![name.local_id, whole])?;
    while let Some(row) = rows.next()? {
        let (assertion_id, old_topic): (i64, i64) = (row.get("assertion_id")?, row.get("topic_id")?);
        let (attribute, kind): (String, String) = (row.get("attribute")?, row.get("kind")?);
        let topic_id = topic(tx, entity_id, key, &attribute, &kind)?;
        let scope = Scoped {
            topic_id,
            place: row.get("place_key")?,
            subgroup: row.get("subgroup")?,
            period: row.get("period")?,
            is_planned: row.get("is_planned")?,
        };
        let question_id = question(tx, &scope)?;
        tx.prepare_cached(include_str!("sql/mark_topic.sql"))?.execute([old_topic])?;
        tx.prepare_cached(include_str!("sql/move_assertion.sql"))?.execute(params![
            assertion_id,
            topic_id,
            question_id
        ])?;
    }
    Ok(entity_id)
}
