//! Settling: which of the stored documents tell of one event.
//!
//! Documents have an order (date of publication, then content), and a document's story hangs on those before it alone
//! ([`crate::resolve::Stories`]). So a run settles anew from the first document that came, changed or went, and what is
//! stored hangs on the documents and not on the order in which they came. What a document states of its event moves to
//! its story's event, under the key that the story's first document gave it.

use std::collections::HashMap;

use anyhow::{Context, Result};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

use super::Store;
use super::write::{Scoped, entity_row, first_julian_day, question, topic};
use crate::model::PartialDate;
use crate::resolve::{Mark, Stories};
use crate::rules::stories::StoryRules;

/// A document as settling sees it.
struct Told {
    document_id: i64,
    place: String,
    day: Option<i64>,
    event_key: String,
    marks: Vec<Mark>,
    /// Its story's key, as it was settled before.
    story: Option<String>,
    is_settled: bool,
}

impl Store {
    /// Finds the story of each document that came since the last time, and of those whose story hangs on it.
    ///
    /// # Errors
    /// Where the file cannot be written; then all is as before.
    pub(super) fn settle(&mut self) -> Result<()> {
        let rules = StoryRules::embedded()?;
        let path = self.path.clone();
        let explain = |e| super::open::explain(&path, e);
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(explain)?;
        let first: Option<String> =
            tx.query_row(include_str!("sql/first_unsettled.sql"), [], |r| r.get(0)).map_err(explain)?;
        let Some(first) = first else { return Ok(()) };
        settle_from(&tx, &first, rules)?;
        tx.execute(include_str!("sql/settle_rest.sql"), []).map_err(explain)?;
        tx.commit().map_err(explain)?;
        Ok(())
    }
}

/// Settles the documents from a place in the order on.
fn settle_from(tx: &Transaction, first: &str, rules: &StoryRules) -> Result<()> {
    let undated: bool = tx.query_row(include_str!("sql/has_undated.sql"), [], |r| r.get(0))?;
    // What has no date may be of any story.
    let from = match first.split(' ').next().and_then(|date| date.parse::<PartialDate>().ok()) {
        Some(date) if !undated => Some(first_julian_day(date) - rules.window_days),
        _ => None,
    };
    let mut stories = Stories::new(rules);
    let mut keys: Vec<String> = Vec::new();
    let mut of_key: HashMap<String, usize> = HashMap::new();
    for told in documents(tx, first, from)? {
        if told.place.as_str() < first {
            let key = told.story.clone().unwrap_or_else(|| told.event_key.clone());
            let n = *of_key.entry(key).or_insert_with_key(|key| {
                keys.push(key.clone());
                keys.len() - 1
            });
            stories.add(n, told.day, &told.marks);
            continue;
        }
        let n = stories.place(told.day, &told.marks);
        if n == keys.len() {
            let key = free_key(tx, &told, first, &of_key)?;
            of_key.insert(key.clone(), n);
            keys.push(key);
        }
        let key = keys.get(n).context("a story has no key")?;
        if told.is_settled && told.story.as_ref() == Some(key) {
            continue;
        }
        let before = if told.is_settled { told.story.as_deref() } else { None };
        move_event(tx, told.document_id, before.unwrap_or(&told.event_key), key)?;
        tx.prepare_cached(include_str!("sql/set_story.sql"))?.execute(params![told.document_id, key])?;
    }
    Ok(())
}

fn documents(tx: &Transaction, first: &str, from: Option<i64>) -> Result<Vec<Told>> {
    let mut statement = tx.prepare(include_str!("sql/story_documents.sql"))?;
    let mut rows = statement.query(params![first, from])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let published: Option<String> = row.get("published_on")?;
        let marks: String = row.get("marks")?;
        out.push(Told {
            document_id: row.get("document_id")?,
            place: row.get("place")?,
            day: published.and_then(|date| date.parse().ok()).map(first_julian_day),
            event_key: row.get("event_key")?,
            marks: serde_json::from_str(&marks).context("a document's marks")?,
            story: row.get("story")?,
            is_settled: row.get("is_settled")?,
        });
    }
    Ok(out)
}

/// Returns the key that a story's first document gives it; where another story of the same place and day has it, with a
/// number behind.
fn free_key(tx: &Transaction, told: &Told, first: &str, taken: &HashMap<String, usize>) -> Result<String> {
    let mut is_taken = tx.prepare_cached(include_str!("sql/story_taken.sql"))?;
    for n in 1.. {
        let key = if n == 1 { told.event_key.clone() } else { format!("{}#{n}", told.event_key) };
        if !taken.contains_key(&key) && !is_taken.query_row(params![key, first], |r| r.get::<_, bool>(0))? {
            return Ok(key);
        }
    }
    Ok(told.event_key.clone())
}

/// Moves what a document states of one event to another one.
fn move_event(tx: &Transaction, document_id: i64, from: &str, to: &str) -> Result<()> {
    if from == to {
        return Ok(());
    }
    let local: Option<(i64, i64, String)> = tx
        .prepare_cached(include_str!("sql/local_event.sql"))?
        .query_row(params![document_id, from], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?;
    // Nothing is stated of it.
    let Some((local_id, old_id, name)) = local else { return Ok(()) };
    let entity_id = entity_row(tx, to, "event", &name)?;
    tx.prepare_cached(include_str!("sql/mark_entity.sql"))?.execute([old_id])?;
    tx.prepare_cached(include_str!("sql/move_local_entity.sql"))?.execute([local_id, entity_id])?;
    let mut statement = tx.prepare_cached(include_str!("sql/questions_of_local.sql"))?;
    let questions = statement
        .query_map([local_id], |r| {
            let scope: Scoped = (r.get(1)?, r.get(4)?, r.get(5)?, r.get(6)?, r.get(7)?);
            Ok((r.get::<_, i64>(0)?, r.get::<_, String>(2)?, r.get::<_, String>(3)?, scope))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for (old_question, attribute, kind, (old_topic, place, subgroup, period, planned)) in questions {
        let topic_id = topic(tx, entity_id, to, &attribute, &kind)?;
        let question_id = question(tx, &(topic_id, place, subgroup, period, planned))?;
        tx.prepare_cached(include_str!("sql/mark_topic.sql"))?.execute([old_topic])?;
        tx.prepare_cached(include_str!("sql/move_assertions.sql"))?.execute(params![
            local_id,
            old_question,
            topic_id,
            question_id
        ])?;
    }
    Ok(())
}
