//! Gathering: brings the findings that are kept up to date with what was written.
//!
//! Each topic that a document touched is worked out by the view `finding_live`, and its row kept. Touched topics are
//! marked in the transaction that touched them, so a run that was killed leaves its marks to the next one.

use std::path::Path;

use anyhow::Result;
use foldhash::{HashMap, HashMapExt};
use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params};

use super::settle::How;
use super::{Store, answers, spelling};
use crate::threads;

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

/// Fewer topics are worked out where they are written: a connection of its own costs a thread as much as some of them.
const FEWEST_SHARED: usize = 64;

/// Kibibytes that a thread keeps of what it reads.
const CACHE: i64 = 8_192;

impl Store {
    /// Works out the findings of all topics that were touched since the last time.
    ///
    /// # Errors
    /// Where the file cannot be written; what was gathered before stands.
    pub fn gather(&mut self, run_id: i64) -> Result<Gathered> {
        self.settle()?;
        let mut done = Gathered::default();
        while !self.gather_some(run_id, &mut done)? {}
        // In one step, so that a name is never counted without what goes being gone.
        let path = self.path.clone();
        let tx = self.db.transaction().map_err(|e| super::open::explain(&path, e))?;
        name(&tx)?;
        tx.commit().map_err(|e| super::open::explain(&path, e))?;
        Ok(done)
    }

    /// Works out some dirty topics, on several threads where they are many, and returns whether there are no more.
    ///
    /// Threads read through connections of their own, so what they read by must stand: the leads are told in a transaction before,
    /// and where another process wrote between that and this one, all is worked out in place.
    fn gather_some(&mut self, run_id: i64, done: &mut Gathered) -> Result<bool> {
        let (path, threads) = (self.path.clone(), self.threads);
        let explain = |e| super::open::explain(&path, e);
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(explain)?;
        let dirty = dirty(&tx)?;
        let differing = dirty.iter().map(|topic| Ok((*topic, tell_leads(&tx, *topic)?))).collect::<Result<Vec<_>>>()?;
        let many: Vec<i64> = differing.iter().filter(|(_, differ)| *differ).map(|(topic, _)| *topic).collect();
        let is_shared = threads > 1 && many.len() >= FEWEST_SHARED;
        let (tx, mut worked) = if is_shared {
            let before = version(&tx)?;
            tx.commit().map_err(explain)?;
            let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(explain)?;
            let worked = if version(&tx)? == before { work_out_shared(&path, &many, threads) } else { HashMap::new() };
            (tx, worked)
        } else {
            (tx, HashMap::new())
        };
        for (topic_id, differs) in differing {
            let worked = match worked.remove(&topic_id) {
                Some(worked) => worked,
                // Leads that were told before another process wrote are told once more.
                None if is_shared && !tell_leads(&tx, topic_id)? => None,
                None if is_shared || differs => work_out(&tx, topic_id)?,
                None => None,
            };
            done.findings += usize::from(keep_topic(&tx, topic_id, run_id, worked.as_ref())?);
        }
        tx.commit().map_err(explain)?;
        done.topics += dirty.len();
        Ok(dirty.len() < BATCH)
    }

    /// Returns how many topics wait to be gathered: more than none after a run that was broken off.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn dirty_topics(&self) -> Result<usize> {
        Ok(self.db.query_row(include_str!("sql/count_dirty_topics.sql"), [], |r| r.get(0))?)
    }
}

/// Settles and gathers as [`Store::gather`] does, all within one transaction in which documents were read anew.
pub(super) fn within(tx: &Transaction, run_id: i64, threads: usize) -> Result<Gathered> {
    super::settle::within(tx, How { threads, is_anew: true })?;
    let mut done = Gathered::default();
    loop {
        let dirty = dirty(tx)?;
        for topic_id in &dirty {
            let worked = if tell_leads(tx, *topic_id)? { work_out(tx, *topic_id)? } else { None };
            done.findings += usize::from(keep_topic(tx, *topic_id, run_id, worked.as_ref())?);
        }
        done.topics += dirty.len();
        if dirty.len() < BATCH {
            break;
        }
    }
    name(tx)?;
    Ok(done)
}

/// Returns some topics that wait to be gathered.
fn dirty(tx: &Transaction) -> Result<Vec<i64>> {
    let mut statement = tx.prepare_cached(include_str!("sql/dirty_topics.sql"))?;
    let topics = statement.query_map([BATCH as i64], |r| r.get(0))?;
    Ok(topics.collect::<rusqlite::Result<_>>()?)
}

/// Returns a number that is another one once another connection wrote to the file.
fn version(db: &Connection) -> Result<i64> {
    Ok(db.pragma_query_value(None, "data_version", |r| r.get(0))?)
}

/// Works out topics on several threads, each with a connection of its own. What could not be worked out so is left out.
fn work_out_shared(path: &Path, topics: &[i64], threads: usize) -> HashMap<i64, Option<Worked>> {
    let begin = || {
        let db = super::open::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
        db.pragma_update(None, "cache_size", -CACHE).ok()?;
        Some(db)
    };
    let worked = threads::each_with(threads, topics.to_vec(), begin, |db, topic_id| {
        Some((topic_id, work_out(db.as_ref()?, topic_id).ok()?))
    });
    worked.into_iter().flatten().collect()
}

/// Drops entities that nothing names any more, and counts the names of the others.
fn name(tx: &Transaction) -> Result<()> {
    tx.execute(include_str!("sql/drop_empty_entities.sql"), [])?;
    spelling::keep(tx)?;
    tx.execute(include_str!("sql/name_entities.sql"), [])?;
    Ok(())
}

/// What a topic comes to.
#[derive(Clone)]
struct Worked {
    live: Live,
    /// Its answers as they are written, and their keys.
    shorts: Vec<String>,
    keys: String,
}

/// Tells which assertions of a topic lead, and returns whether they differ at all.
fn tell_leads(tx: &Transaction, topic_id: i64) -> Result<bool> {
    // Most topics are names that everyone spells alike: one look at the rows spares them the views.
    let distinct: i64 = tx.prepare_cached(include_str!("sql/count_cases.sql"))?.query_row([topic_id], |r| r.get(0))?;
    if distinct < 2 {
        return Ok(false);
    }
    tx.prepare_cached(include_str!("sql/mark_leads.sql"))?.execute([topic_id])?;
    let leads: i64 = tx.prepare_cached(include_str!("sql/count_leads.sql"))?.query_row([topic_id], |r| r.get(0))?;
    if leads > MOST_PAIRED {
        tx.prepare_cached(include_str!("sql/thin_leads.sql"))?.execute([topic_id])?;
    }
    Ok(true)
}

/// Works out what is at odds in a topic whose leads are told.
fn work_out(db: &Connection, topic_id: i64) -> Result<Option<Worked>> {
    let live = db
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
    let Some(live) = live else { return Ok(None) };
    let answers = answers::of_topic(db, topic_id)?;
    Ok(Some(Worked { live, shorts: answers::shorts(&answers), keys: answers::keys(&answers)? }))
}

/// Keeps what a topic came to, and returns whether it has a finding.
fn keep_topic(tx: &Transaction, topic_id: i64, run_id: i64, worked: Option<&Worked>) -> Result<bool> {
    tx.prepare_cached(include_str!("sql/unmark_topic.sql"))?.execute([topic_id])?;
    if let Some(worked) = worked {
        keep(tx, topic_id, run_id, worked)?;
        return Ok(true);
    }
    drop_finding(tx, topic_id, run_id)?;
    for sql in [include_str!("sql/drop_empty_questions.sql"), include_str!("sql/drop_empty_topic.sql")] {
        tx.prepare_cached(sql)?.execute([topic_id])?;
    }
    Ok(false)
}

/// Keeps a finding, and notes what happened to it.
fn keep(tx: &Transaction, topic_id: i64, run_id: i64, worked: &Worked) -> Result<()> {
    let Worked { live, shorts, keys } = worked;
    let text = cell(shorts);
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
#[derive(Clone)]
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
