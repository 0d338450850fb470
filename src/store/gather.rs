//! Gathering: brings the findings that are kept up to date with what was written.
//!
//! Each topic that a document touched is worked out by the view `finding_live`, and its row kept. Touched topics are
//! marked in the transaction that touched them, so a run that was killed leaves its marks to the next one.

use anyhow::Result;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

use super::{Store, answers, spelling};

/// How many topics are gathered in one transaction: a reader waits no longer than this takes.
const BATCH: usize = 5_000;

/// Up to so many leads of a topic are paired each with each; of more, those alone that decide (`sql/thin_leads.sql`).
const MOST_PAIRED: i64 = 64;

/// What a gathering did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gathered {
    /// Topics worked out.
    pub topics: usize,
    /// Of these: with a finding.
    pub findings: usize,
}

impl Store {
    /// Works out the findings of all topics that were touched since the last time.
    ///
    /// # Errors
    /// Where the file cannot be written; what was gathered before stands.
    pub fn gather(&mut self, run_id: i64) -> Result<Gathered> {
        self.settle()?;
        let mut done = Gathered::default();
        let mut is_over = false;
        while !is_over {
            let path = self.path.clone();
            let tx = self
                .db
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(|e| super::open::explain(&path, e))?;
            is_over = some(&tx, run_id, &mut done)?;
            tx.commit().map_err(|e| super::open::explain(&path, e))?;
        }
        // In one step, so that a name is never counted without what goes being gone.
        let path = self.path.clone();
        let tx = self.db.transaction().map_err(|e| super::open::explain(&path, e))?;
        name(&tx)?;
        tx.commit().map_err(|e| super::open::explain(&path, e))?;
        Ok(done)
    }

    /// Returns how many topics wait to be gathered: more than none after a run that was broken off.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn dirty_topics(&self) -> Result<usize> {
        Ok(self.db.query_row(include_str!("sql/count_dirty_topics.sql"), [], |r| r.get(0))?)
    }
}

/// Settles and gathers as [`Store::gather`] does, all within one transaction.
pub(super) fn within(tx: &Transaction, run_id: i64) -> Result<Gathered> {
    super::settle::within(tx)?;
    let mut done = Gathered::default();
    while !some(tx, run_id, &mut done)? {}
    name(tx)?;
    Ok(done)
}

/// Works out some dirty topics, and returns whether there are no more.
fn some(tx: &Transaction, run_id: i64, done: &mut Gathered) -> Result<bool> {
    let dirty: Vec<i64> = tx
        .prepare_cached(include_str!("sql/dirty_topics.sql"))?
        .query_map([BATCH as i64], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for topic_id in &dirty {
        done.findings += usize::from(gather_topic(tx, *topic_id, run_id)?);
    }
    done.topics += dirty.len();
    Ok(dirty.len() < BATCH)
}

/// Drops entities that nothing names any more, and counts the names of the others.
fn name(tx: &Transaction) -> Result<()> {
    tx.execute(include_str!("sql/drop_empty_entities.sql"), [])?;
    spelling::keep(tx)?;
    tx.execute(include_str!("sql/name_entities.sql"), [])?;
    Ok(())
}

/// Works out one topic and returns whether it has a finding.
fn gather_topic(tx: &Transaction, topic_id: i64, run_id: i64) -> Result<bool> {
    tx.prepare_cached(include_str!("sql/unmark_topic.sql"))?.execute([topic_id])?;
    match live(tx, topic_id)? {
        Some(live) => keep(tx, topic_id, run_id, &live)?,
        None => {
            drop_finding(tx, topic_id, run_id)?;
            for sql in [include_str!("sql/drop_empty_questions.sql"), include_str!("sql/drop_empty_topic.sql")] {
                tx.prepare_cached(sql)?.execute([topic_id])?;
            }
            return Ok(false);
        }
    }
    Ok(true)
}

/// Works out what is at odds in a topic.
fn live(tx: &Transaction, topic_id: i64) -> Result<Option<Live>> {
    // Most topics are names that everyone spells alike: one look at the rows spares them the views.
    let distinct: i64 = tx.prepare_cached(include_str!("sql/count_cases.sql"))?.query_row([topic_id], |r| r.get(0))?;
    if distinct < 2 {
        return Ok(None);
    }
    tx.prepare_cached(include_str!("sql/mark_leads.sql"))?.execute([topic_id])?;
    let leads: i64 = tx.prepare_cached(include_str!("sql/count_leads.sql"))?.query_row([topic_id], |r| r.get(0))?;
    if leads > MOST_PAIRED {
        tx.prepare_cached(include_str!("sql/thin_leads.sql"))?.execute([topic_id])?;
    }
    let live = tx
        .prepare_cached(include_str!("sql/live_finding.sql"))?
        .query_row([topic_id], |r| {
            Ok(Live {
                relation: r.get(0)?,
                reason: r.get(1)?,
                severity: r.get(2)?,
                weight: r.get(3)?,
                documents: r.get(4)?,
                sources: r.get(5)?,
                origins: r.get(6)?,
                first_on: r.get(7)?,
                last_on: r.get(8)?,
                confidence: r.get(9)?,
            })
        })
        .optional()?;
    Ok(live)
}

/// Keeps a finding, and notes what happened to it.
fn keep(tx: &Transaction, topic_id: i64, run_id: i64, live: &Live) -> Result<()> {
    let answers = answers::of_topic(tx, topic_id)?;
    let (shorts, keys) = (answers::shorts(&answers), answers::keys(&answers)?);
    let text = cell(&shorts);
    let fingerprint = answers::hash(&[live.relation.clone(), keys.clone()], 8);
    let kept: Option<(String, i64, i64)> = tx
        .prepare_cached(include_str!("sql/kept_finding.sql"))?
        .query_row([topic_id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?;
    let note = |change: &str| -> Result<i64> {
        tx.prepare_cached(include_str!("sql/insert_change.sql"))?.execute(params![
            topic_id,
            run_id,
            change,
            live.relation,
            text,
            live.severity,
            live.weight,
            live.confidence,
            fingerprint
        ])?;
        Ok(tx.last_insert_rowid())
    };
    let (first_change, last_change) = match kept {
        None => {
            let change = note("new")?;
            (change, change)
        }
        Some((before, first, last)) if before == fingerprint => (first, last),
        Some((_, first, _)) => (first, note("changed")?),
    };
    tx.prepare_cached(include_str!("sql/keep_finding.sql"))?.execute(params![
        topic_id,
        live.relation,
        live.reason,
        live.severity,
        live.weight,
        text,
        shorts.len(),
        live.documents,
        live.sources,
        live.origins,
        live.first_on,
        live.last_on,
        live.confidence,
        keys,
        fingerprint,
        first_change,
        last_change
    ])?;
    Ok(())
}

/// Drops a topic's finding, and notes that it is gone where there was one.
fn drop_finding(tx: &Transaction, topic_id: i64, run_id: i64) -> Result<()> {
    let gone: Option<(String, String, i64, i64, f64)> = tx
        .prepare_cached(include_str!("sql/drop_finding.sql"))?
        .query_row([topic_id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)))
        .optional()?;
    if let Some((relation, readings, severity, weight, confidence)) = gone {
        tx.prepare_cached(include_str!("sql/insert_change.sql"))?
            .execute(params![topic_id, run_id, "gone", relation, readings, severity, weight, confidence, ""])?;
    }
    Ok(())
}

/// Most answers that a finding's row spells out.
const MOST_SPELT: usize = 40;

/// Writes a finding's answers for a table's cell: all of them, or the first and how many more there are.
pub(super) fn cell(readings: &[String]) -> String {
    match readings.get(..MOST_SPELT) {
        Some(first) if readings.len() > MOST_SPELT => {
            format!("{} | … and {} more", first.join(" | "), readings.len() - MOST_SPELT)
        }
        _ => readings.join(" | "),
    }
}

/// A row of `finding_live`.
struct Live {
    relation: String,
    reason: String,
    severity: i64,
    weight: i64,
    documents: i64,
    sources: i64,
    origins: i64,
    first_on: Option<String>,
    last_on: Option<String>,
    confidence: f64,
}
