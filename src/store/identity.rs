//! Which entity each key of the store means: keeps `name_key`, `name_hint` and `near_miss` true to the current documents and
//! to what a person decided.
//!
//! In: the keys that documents touched, or that a decision names. Out: the keys that mean another entity than before. What
//! a block's keys mean hangs on their order in time alone, so a block is worked out anew from the first key that changed.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use foldhash::HashMap;
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::links::{key_kind, sort};
use super::story_link;
use crate::resolve::decisions::Decisions;
use crate::resolve::identity::{Known, Nearness, assign, block, hints};
use crate::resolve::links::Sort;

/// A row of `name_key`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Key {
    pub known: Known,
    pub kind: String,
    pub place: String,
    pub block: String,
    pub leader: String,
    pub means: String,
    pub reason: Option<String>,
    pub score: Option<f64>,
    /// Whom stories say that the leader is: see [`super::story_link`].
    pub root: String,
    pub root_reason: Option<String>,
    pub root_score: Option<f64>,
}

/// What a document hangs on that gives a key.
type Told = [Option<String>; 7];

impl Key {
    /// What a document hangs on that gives the key.
    fn told(&self) -> Told {
        let (reason, root_reason) = (self.reason.clone(), self.root_reason.clone());
        let [score, root_score] = [self.score, self.root_score].map(|score| score.map(|score| score.to_string()));
        let [means, leader, root] = [&self.means, &self.leader, &self.root].map(|key| Some(key.clone()));
        [means, leader, root, reason, root_reason, score, root_score]
    }
}

/// What has to be worked out anew, and what was before.
#[derive(Default)]
pub(super) struct Dirty {
    /// Blocks, each with the place in the order from which on.
    blocks: BTreeMap<String, String>,
    /// Keys that lead now and did not, the other way round, or whose name is another.
    leaders: BTreeSet<String>,
    /// Keys that stories hold side by side with others, of documents that came, changed or went.
    met: BTreeSet<String>,
    /// What each changed key meant before, and why.
    before: BTreeMap<String, Option<Told>>,
}

impl Dirty {
    fn note(&mut self, block: &str, place: &str) {
        if block.is_empty() {
            return;
        }
        match self.blocks.get_mut(block) {
            Some(first) if first.as_str() <= place => {}
            Some(first) => place.clone_into(first),
            None => _ = self.blocks.insert(block.to_owned(), place.to_owned()),
        }
    }

    pub(super) fn changes(&mut self, key: &Key) {
        self.before.entry(key.known.key.clone()).or_insert_with(|| Some(key.told()));
    }
}

/// Works out what the keys mean that documents brought, changed or took away since the last time; returns those that mean
/// another entity than before.
///
/// # Errors
/// Where the file cannot be written.
pub(super) fn settle(tx: &Transaction, decisions: &Decisions) -> Result<Vec<String>> {
    let mut dirty = Dirty::default();
    for (key, came, went) in touched(tx)? {
        let row = find(tx, &key)?;
        let is_first = |place: &Option<String>, row: &Key| place.as_ref().is_some_and(|p| *p <= row.place);
        if row.as_ref().is_none_or(|row| is_first(&came, row) || is_first(&went, row)) {
            refresh(tx, &key, row, &mut dirty)?;
        }
    }
    let mut statement = tx.prepare_cached(include_str!("sql/named_together.sql"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        dirty.note(&row.get::<_, String>(0)?, &row.get::<_, String>(1)?);
    }
    dirty.met = tx
        .prepare_cached(include_str!("sql/met_again.sql"))?
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    finish(tx, decisions, dirty)
}

/// Works out anew what keys mean that a decision names, or no longer names.
///
/// # Errors
/// Where the file cannot be written.
pub(super) fn reconsider(tx: &Transaction, decisions: &Decisions, keys: &BTreeSet<String>) -> Result<Vec<String>> {
    let mut dirty = Dirty::default();
    for key in keys {
        refresh(tx, key, find(tx, key)?, &mut dirty)?;
        if let Some(row) = find(tx, key)? {
            dirty.note(&row.block, "");
            dirty.leaders.extend([row.known.key, row.leader]);
        }
    }
    finish(tx, decisions, dirty)
}

/// Works out anew what keys mean of which stories found something else than before.
///
/// # Errors
/// Where the file cannot be written.
pub(super) fn follow(tx: &Transaction, decisions: &Decisions, keys: &BTreeSet<String>) -> Result<Vec<String>> {
    let mut dirty = Dirty::default();
    story_link::root(tx, decisions, keys, &mut dirty)?;
    decide(tx, decisions, &mut dirty)?;
    moved(tx, dirty)
}

fn finish(tx: &Transaction, decisions: &Decisions, mut dirty: Dirty) -> Result<Vec<String>> {
    for (block, from) in std::mem::take(&mut dirty.blocks) {
        relink(tx, &block, &from, decisions, &mut dirty)?;
    }
    let changed: BTreeSet<String> = dirty.before.keys().chain(&dirty.leaders).chain(&dirty.met).cloned().collect();
    story_link::root(tx, decisions, &changed, &mut dirty)?;
    decide(tx, decisions, &mut dirty)?;
    ask(tx, decisions, &dirty.leaders)?;
    moved(tx, dirty)
}

/// Returns the keys that mean another entity than before, or do so for another reason.
fn moved(tx: &Transaction, dirty: Dirty) -> Result<Vec<String>> {
    let mut moved = Vec::new();
    for (key, before) in dirty.before {
        let row = find(tx, &key)?;
        // A new key that means itself is what its documents say already.
        let is_news = before.is_some() || row.as_ref().is_some_and(|row| row.means != key);
        if is_news && row.map(|row| row.told()) != before {
            moved.push(key);
        }
    }
    Ok(moved)
}

/// Brings the name and the place of a key up to date.
fn refresh(tx: &Transaction, key: &str, row: Option<Key>, dirty: &mut Dirty) -> Result<()> {
    let first: Option<(String, String, String)> = tx
        .prepare_cached(include_str!("sql/first_name.sql"))?
        .query_row([key], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?;
    let Some((name, kind, place)) = first else {
        if let Some(row) = row {
            dirty.note(&row.block, &row.place);
            dirty.leaders.remove(key);
            for sql in [
                include_str!("sql/drop_name_key.sql"),
                include_str!("sql/drop_hints.sql"),
                include_str!("sql/drop_near_misses.sql"),
            ] {
                tx.prepare_cached(sql)?.execute([key])?;
            }
        }
        return Ok(());
    };
    // Whatever a person said that it is: that hangs on what the key means.
    let kind = key_kind(key).map_or(kind, str::to_owned);
    let known = Known { key: key.to_owned(), sort: sort(&kind), name };
    let now = Key {
        block: block(&known),
        leader: key.to_owned(),
        means: key.to_owned(),
        reason: None,
        score: None,
        root: key.to_owned(),
        root_reason: None,
        root_score: None,
        known,
        kind,
        place,
    };
    let Some(old) = row else {
        dirty.before.insert(key.to_owned(), None);
        dirty.note(&now.block, &now.place);
        dirty.leaders.insert(key.to_owned());
        return keep(tx, &now);
    };
    if old.known.name == now.known.name && old.kind == now.kind && old.place == now.place {
        return Ok(());
    }
    dirty.changes(&old);
    let from = old.place.as_str().min(now.place.as_str());
    dirty.note(&old.block, from);
    dirty.note(&now.block, from);
    if old.known.name != now.known.name || old.kind != now.kind {
        dirty.leaders.insert(key.to_owned());
    }
    // What it was linked to stays until its block is worked out; what belongs to no block leads.
    let stays = !now.block.is_empty();
    let roots = |key: Key| Key {
        root: old.root.clone(),
        root_reason: old.root_reason.clone(),
        root_score: old.root_score,
        means: old.means.clone(),
        ..key
    };
    let linked = Key { leader: old.leader.clone(), reason: old.reason.clone(), score: old.score, ..now.clone() };
    keep(tx, &roots(if stays { linked } else { now }))
}

/// Links the keys of a block from a place in the order on.
fn relink(tx: &Transaction, block: &str, from: &str, decisions: &Decisions, dirty: &mut Dirty) -> Result<()> {
    let rows = list(tx, include_str!("sql/block_keys.sql"), block)?;
    let at: HashMap<&str, usize> = rows.iter().enumerate().map(|(n, row)| (row.known.key.as_str(), n)).collect();
    let given: Vec<usize> = rows
        .iter()
        .enumerate()
        .take_while(|(_, row)| row.place.as_str() < from)
        .map(|(n, row)| at.get(row.leader.as_str()).copied().unwrap_or(n))
        .collect();
    let names: Vec<Known> = rows.iter().map(|row| row.known.clone()).collect();
    let mut together = tx.prepare_cached(include_str!("sql/are_together.sql"))?;
    let links = assign(&names, &given, |a, b| {
        if decisions.are_apart(a, b) {
            return Ok(true);
        }
        // A person who says that they are one knows of the documents that give both.
        let is_decided = decisions.standing_for(a).is_some_and(|key| decisions.standing_for(b) == Some(key));
        Ok(!is_decided && together.query_row([a, b], |r| r.get(0))?)
    })?;
    for (n, link) in links.iter().enumerate().skip(given.len()) {
        let old = &rows[n];
        let is_linked = link.leader != n;
        let now = Key {
            leader: names[link.leader].key.clone(),
            means: names[link.leader].key.clone(),
            reason: is_linked.then(|| link.reason.to_owned()),
            score: is_linked.then_some(link.score),
            // What stories show is asked anew.
            root: names[link.leader].key.clone(),
            root_reason: None,
            root_score: None,
            ..old.clone()
        };
        if now.leader == old.leader && now.reason == old.reason && now.score == old.score {
            continue;
        }
        dirty.changes(old);
        if (old.leader == old.known.key) == is_linked {
            dirty.leaders.insert(old.known.key.clone());
        }
        keep(tx, &now)?;
    }
    Ok(())
}

/// Has keys mean what a person decided: all that is linked with a key of a group means the key that stands for the group.
fn decide(tx: &Transaction, decisions: &Decisions, dirty: &mut Dirty) -> Result<()> {
    let groups: Vec<&[String]> = decisions.groups().collect();
    // Two groups whose keys were linked to one are one: the earlier decision's key stands for both.
    let mut part_of: Vec<usize> = (0..groups.len()).collect();
    let mut group_of: BTreeMap<String, usize> = BTreeMap::new();
    for (n, group) in groups.iter().enumerate() {
        for key in *group {
            let Some(row) = find(tx, key)? else { continue };
            let other = *group_of.entry(row.root).or_insert(n);
            let (a, b) = (root(&part_of, other), root(&part_of, n));
            part_of[a.max(b)] = a.min(b);
        }
    }
    let mut rows = list(tx, include_str!("sql/decided_keys.sql"), "")?;
    for leader in group_of.keys() {
        rows.extend(list(tx, include_str!("sql/rooted_keys.sql"), leader)?);
    }
    for row in rows {
        let group = group_of.get(&row.root).map(|n| groups[root(&part_of, *n)]);
        let means = group.and_then(|group| group.first()).unwrap_or(&row.root);
        if *means != row.means {
            dirty.changes(&row);
            let means = means.clone();
            keep(tx, &Key { means, ..row })?;
        }
    }
    Ok(())
}

fn root(part_of: &[usize], n: usize) -> usize {
    let mut at = n;
    while part_of[at] != at {
        at = part_of[at];
    }
    at
}

/// Looks for keys that may mean what leading keys mean.
fn ask(tx: &Transaction, decisions: &Decisions, leaders: &BTreeSet<String>) -> Result<()> {
    let mut leading = Vec::new();
    for key in leaders {
        for sql in [include_str!("sql/drop_near_misses.sql"), include_str!("sql/drop_hints.sql")] {
            tx.prepare_cached(sql)?.execute([key])?;
        }
        let Some(row) = find(tx, key)?.filter(|row| row.leader == *key) else { continue };
        for hint in hints(&row.known) {
            tx.prepare_cached(include_str!("sql/insert_hint.sql"))?.execute([&hint, key])?;
        }
        leading.push(row);
    }
    let mut nearness = Nearness::default();
    for row in &leading {
        for other in list(tx, include_str!("sql/hinted_keys.sql"), &row.known.key)? {
            // Of two that are both looked at the first has met the second.
            let is_met = other.known.key < row.known.key && leaders.contains(&other.known.key);
            if is_met || decisions.are_apart(&row.means, &other.means) {
                continue;
            }
            let (first, second) = if row.known.key < other.known.key { (row, &other) } else { (&other, row) };
            if let Some((score, reason)) = nearness.of(&first.known, &second.known) {
                tx.prepare_cached(include_str!("sql/insert_near_miss.sql"))?.execute(params![
                    first.known.key,
                    second.known.key,
                    score,
                    reason
                ])?;
            }
        }
    }
    Ok(())
}

/// A key, the first place in the order of the documents that brought it, and of those that took it away.
type Touched = (String, Option<String>, Option<String>);

fn touched(tx: &Transaction) -> Result<Vec<Touched>> {
    let mut statement = tx.prepare_cached(include_str!("sql/touched_keys.sql"))?;
    let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn find(tx: &Transaction, key: &str) -> Result<Option<Key>> {
    Ok(tx.prepare_cached(include_str!("sql/find_name_key.sql"))?.query_row([key], read).optional()?)
}

pub(super) fn list(tx: &Transaction, sql: &str, by: &str) -> Result<Vec<Key>> {
    let mut statement = tx.prepare_cached(sql)?;
    let by: &[&str] = if statement.parameter_count() == 0 { &[] } else { &[by] };
    let rows = statement.query_map(rusqlite::params_from_iter(by), read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Reads a row; by number, for all statements give the columns in one order, and names would be compared one by one.
fn read(row: &Row) -> rusqlite::Result<Key> {
    let kind: String = row.get(1)?;
    let sort: Sort = sort(&kind);
    Ok(Key {
        known: Known { key: row.get(0)?, sort, name: row.get(2)? },
        kind,
        place: row.get(3)?,
        block: row.get(4)?,
        leader: row.get(5)?,
        means: row.get(6)?,
        reason: row.get(7)?,
        score: row.get(8)?,
        root: row.get(9)?,
        root_reason: row.get(10)?,
        root_score: row.get(11)?,
    })
}

pub(super) fn keep(tx: &Transaction, key: &Key) -> Result<()> {
    tx.prepare_cached(include_str!("sql/keep_name_key.sql"))?.execute(params![
        key.known.key,
        key.kind,
        key.known.name,
        key.place,
        key.block,
        key.leader,
        key.means,
        key.reason,
        key.score,
        key.root,
        key.root_reason,
        key.root_score
    ])?;
    Ok(())
}
