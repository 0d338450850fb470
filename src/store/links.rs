//! Which entities a story's documents name: a name that another document spells another way resolves to one entity.

use std::collections::BTreeMap;

use anyhow::Result;
use rusqlite::{Transaction, params};
use serde::Serialize;

use super::write::{Scoped, entity_row, question, topic};
use crate::resolve::links::{Link, Named, Sort, links};

/// A name in the store.
struct Stored {
    local_id: i64,
    document_id: i64,
    entity_id: i64,
    key: String,
    kind: String,
    reason: Option<String>,
    score: Option<f64>,
    named: Named,
}

/// Links the names of a story's documents anew, and moves what is stated of those that mean another entity than before.
pub(super) fn link(tx: &Transaction, story: &str) -> Result<()> {
    let stored = names(tx, story)?;
    let named: Vec<Named> = stored.iter().map(|s| s.named.clone()).collect();
    let mut moved: BTreeMap<i64, Vec<Moved>> = BTreeMap::new();
    for (name, link) in stored.iter().zip(links(&named)) {
        let key = &named[link.leader].key;
        let is_linked = *key != name.named.key;
        let told = is_linked.then_some((link.reason, link.score));
        if *key != name.key || told != name.reason.as_deref().zip(name.score) {
            let entity_id = resolve(tx, name, key, told.is_some().then_some(&link))?;
            let speaker = Moved { from: name.entity_id, to: entity_id, key: key.clone() };
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

fn names(tx: &Transaction, story: &str) -> Result<Vec<Stored>> {
    let mut statement = tx.prepare_cached(include_str!("sql/story_names.sql"))?;
    let mut rows = statement.query([story])?;
    let mut out: Vec<Stored> = Vec::new();
    let mut document = 0;
    while let Some(row) = rows.next()? {
        let document_id = row.get("document_id")?;
        document += usize::from(out.last().is_some_and(|last| last.document_id != document_id));
        let kind: String = row.get("kind")?;
        let sort = match kind.as_str() {
            "person" => Sort::Person,
            "place" => Sort::Place,
            _ => Sort::Organisation,
        };
        out.push(Stored {
            local_id: row.get("local_entity_id")?,
            document_id,
            entity_id: row.get("entity_id")?,
            key: row.get("key")?,
            reason: row.get("link_reason")?,
            score: row.get("link_score")?,
            named: Named { document, sort, key: row.get("own_key")?, name: row.get("name")? },
            kind,
        });
    }
    Ok(out)
}

/// Has a document's name resolve to the entity of a key, and returns that entity's number.
fn resolve(tx: &Transaction, name: &Stored, key: &str, link: Option<&Link>) -> Result<i64> {
    let entity_id = entity_row(tx, key, &name.kind, &name.named.name)?;
    tx.prepare_cached(include_str!("sql/mark_entity.sql"))?.execute([name.entity_id])?;
    tx.prepare_cached(include_str!("sql/link_entity.sql"))?.execute(params![
        name.local_id,
        entity_id,
        link.map(|l| l.reason),
        link.map(|l| l.score)
    ])?;
    let mut statement = tx.prepare_cached(include_str!("sql/local_names.sql"))?;
    let mut rows = statement.query([name.local_id])?;
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
