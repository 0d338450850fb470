//! Gathering: brings the findings that are kept up to date with what was written.
//!
//! Each topic that a document touched is worked out by the view `finding_live`, and its row kept. Touched topics are
//! marked in the transaction that touched them, so a run that was killed leaves its marks to the next one.

use std::path::Path;

use anyhow::Result;
use foldhash::{HashMap, HashMapExt, HashSet};
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
const CACHE: i64 = 49_152;

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
        let several = dirty.iter().filter(|topic| topic.is_several).map(|topic| topic.topic_id);
        let differing = tell_leads(&tx, several)?;
        let is_shared = threads > 1 && differing.len() >= FEWEST_SHARED;
        let (tx, mut worked) = if is_shared {
            let before = version(&tx)?;
            tx.commit().map_err(explain)?;
            let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(explain)?;
            let stands = version(&tx)? == before;
            (tx, stands.then(|| work_out_shared(&path, &differing, threads)))
        } else {
            (tx, Some(HashMap::new()))
        };
        let differing: HashSet<i64> = differing.into_iter().collect();
        let work_out_here = |topic: &Dirty, known: Option<Option<Worked>>| match known {
            Some(worked) => Ok(worked),
            None if differing.contains(&topic.topic_id) => work_out(&tx, topic.topic_id),
            None => Ok(None),
        };
        done.findings += match &mut worked {
            Some(worked) => {
                keep_all(&tx, run_id, &dirty, |topic| work_out_here(topic, worked.remove(&topic.topic_id)))?
            }
            // Another process wrote since the leads were told.
            None => keep_all(&tx, run_id, &dirty, |topic| tell_and_work_out(&tx, topic.topic_id))?,
        };
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
        done.findings += keep_all(tx, run_id, &dirty, |topic| tell_and_work_out(tx, topic.topic_id))?;
        done.topics += dirty.len();
        if dirty.len() < BATCH {
            break;
        }
    }
    name(tx)?;
    Ok(done)
}

/// A topic that waits to be gathered.
struct Dirty {
    topic_id: i64,
    /// Whether two current assertions stand in it: fewer differ in nothing.
    is_several: bool,
    /// Whether it has a finding so far.
    is_kept: bool,
}

/// Returns some topics that wait to be gathered.
fn dirty(tx: &Transaction) -> Result<Vec<Dirty>> {
    let mut statement = tx.prepare_cached(include_str!("sql/dirty_topics.sql"))?;
    let topics = statement
        .query_map([BATCH as i64], |r| Ok(Dirty { topic_id: r.get(0)?, is_several: r.get(1)?, is_kept: r.get(2)? }))?;
    Ok(topics.collect::<rusqlite::Result<_>>()?)
}

fn tell_and_work_out(tx: &Transaction, topic_id: i64) -> Result<Option<Worked>> {
    if tell_leads(tx, [topic_id])?.is_empty() { Ok(None) } else { work_out(tx, topic_id) }
}

/// Keeps what topics come to, drops those that nothing is left of, and returns how many have a finding.
fn keep_all(
    tx: &Transaction,
    run_id: i64,
    dirty: &[Dirty],
    mut work_out: impl FnMut(&Dirty) -> Result<Option<Worked>>,
) -> Result<usize> {
    let (mut findings, mut without) = (0, Vec::new());
    for topic in dirty {
        match if topic.is_several { work_out(topic)? } else { None } {
            Some(worked) => {
                keep(tx, topic.topic_id, run_id, &worked)?;
                findings += 1;
            }
            None => {
                if topic.is_kept {
                    drop_finding(tx, topic.topic_id, run_id)?;
                }
                without.push(topic.topic_id);
            }
        }
    }
    let all: Vec<i64> = dirty.iter().map(|topic| topic.topic_id).collect();
    tx.prepare_cached(include_str!("sql/unmark_topics.sql"))?.execute([serde_json::to_string(&all)?])?;
    let without = serde_json::to_string(&without)?;
    for sql in [include_str!("sql/drop_empty_questions.sql"), include_str!("sql/drop_empty_topics.sql")] {
        tx.prepare_cached(sql)?.execute([&without])?;
    }
    Ok(findings)
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
struct Worked {
    live: Live,
    /// Its answers as they are written, and their keys.
    shorts: Vec<String>,
    keys: String,
}

/// Tells which assertions lead in those of some topics whose assertions differ at all, and returns these topics.
fn tell_leads(tx: &Transaction, topics: impl IntoIterator<Item = i64>) -> Result<Vec<i64>> {
    // Most topics are names that everyone spells alike: one look at the rows spares them the views.
    let mut cases = tx.prepare_cached(include_str!("sql/count_cases.sql"))?;
    let mut differing = Vec::new();
    for topic_id in topics {
        let distinct: i64 = cases.query_row([topic_id], |r| r.get(0))?;
        differing.extend((distinct > 1).then_some(topic_id));
    }
    if differing.is_empty() {
        return Ok(differing);
    }
    let list = serde_json::to_string(&differing)?;
    tx.prepare_cached(include_str!("sql/mark_leads.sql"))?.execute([&list])?;
    let many: Vec<i64> = tx
        .prepare_cached(include_str!("sql/many_leads.sql"))?
        .query_map(params![list, MOST_PAIRED], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for topic_id in many {
        tx.prepare_cached(include_str!("sql/thin_leads.sql"))?.execute([topic_id])?;
    }
    Ok(differing)
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
