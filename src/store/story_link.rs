//! What stories show of names: two keys that the documents of one story give one person, place or body, though no rule
//! explains how the spellings differ, mean one over the whole store.
//!
//! In: the pairs that each story found ([`crate::resolve::links`]), and the leading keys of [`super::identity`]. Out: the root
//! of each leading key. A key is led to an earlier one that leads itself, and only where a story held them side by side, no
//! document gives both, no person held them apart, and all that are led there already look alike: so no chain forms.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use rusqlite::{Transaction, params};

use super::identity::{self, Dirty, Key};
use crate::names::{Kept, Kind, Languages, Match};
use crate::resolve::decisions::Decisions;
use crate::resolve::links::Sort;

/// Two keys of one story, the first in the alphabet first, how sure it is that they are one, and what sets them apart.
pub(super) type Pairs = BTreeMap<(String, String), (f64, String)>;

/// In so many stories two keys have to be one to be so everywhere: what one article slipped on holds in its story alone.
const FEWEST_STORIES: i64 = 2;

/// So many keys that mean one are held against those of another, at most.
const MOST_HELD: usize = 96;

/// Keeps what a story found, and returns the keys of which it said something else before.
pub(super) fn keep(tx: &Transaction, story: &str, pairs: &Pairs) -> Result<BTreeSet<String>> {
    let before: Pairs = tx
        .prepare_cached(include_str!("sql/story_pairs.sql"))?
        .query_map([story], |r| Ok(((r.get(0)?, r.get(1)?), (r.get(2)?, r.get(3)?))))?
        .collect::<rusqlite::Result<_>>()?;
    if before == *pairs {
        return Ok(BTreeSet::new());
    }
    tx.prepare_cached(include_str!("sql/drop_story_pairs.sql"))?.execute([story])?;
    for ((key, other), (score, reason)) in pairs {
        tx.prepare_cached(include_str!("sql/insert_story_pair.sql"))?
            .execute(params![story, key, other, score, reason])?;
    }
    let is_news = |pair: &(String, String)| before.get(pair) != pairs.get(pair);
    let keys = before.keys().chain(pairs.keys()).filter(|pair| is_news(pair));
    Ok(keys.flat_map(|(key, other)| [key.clone(), other.clone()]).collect())
}

/// Finds the roots anew of all leading keys that hang together with some keys.
pub(super) fn root(tx: &Transaction, decisions: &Decisions, keys: &BTreeSet<String>, dirty: &mut Dirty) -> Result<()> {
    let met = Met::around(tx, keys)?;
    let mut roots: Vec<Option<Said>> = Vec::with_capacity(met.leaders.len());
    let mut followers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut kept = Kept::default();
    for n in 0..met.leaders.len() {
        let mut best: Option<Said> = None;
        for said in
            met.said.get(&n).into_iter().flatten().filter(|said| said.leader < n && said.stories >= FEWEST_STORIES)
        {
            let leads = roots.get(said.leader).is_some_and(Option::is_none);
            let is_better = best.as_ref().is_none_or(|b| said.rank() > b.rank());
            let others = followers.get(&said.leader).map(Vec::as_slice).unwrap_or_default();
            if leads && is_better && met.may_join(tx, decisions, n, said.leader, others, &mut kept)? {
                best = Some(said.clone());
            }
        }
        if let Some(said) = &best {
            followers.entry(said.leader).or_default().push(n);
        }
        roots.push(best);
    }
    for (led, root) in met.led.iter().zip(&roots) {
        for row in led {
            let now = match root {
                Some(said) => Key {
                    root: met.leaders[said.leader].known.key.clone(),
                    root_reason: Some(said.reason.clone()),
                    root_score: Some(said.score),
                    ..row.clone()
                },
                None => Key { root: row.leader.clone(), root_reason: None, root_score: None, ..row.clone() },
            };
            if now != *row {
                dirty.changes(row);
                identity::keep(tx, &Key { means: now.root.clone(), ..now })?;
            }
        }
    }
    Ok(())
}

/// What stories say of a leading key: which other one it is.
#[derive(Clone, Debug)]
struct Said {
    leader: usize,
    stories: i64,
    score: f64,
    reason: String,
}

impl Said {
    /// Most stories first, then the surest, then the earliest; of the rest the reason decides, never the way that led there.
    fn rank(&self) -> (i64, i64, std::cmp::Reverse<usize>, &str) {
        // Scores are hundredths.
        (self.stories, (self.score * 100.0).round() as i64, std::cmp::Reverse(self.leader), &self.reason)
    }
}

/// Leading keys that stories hold side by side, directly or by way of others, in the order of the documents that gave them first.
struct Met {
    leaders: Vec<Key>,
    /// The keys that each leads, itself among them.
    led: Vec<Vec<Key>>,
    said: BTreeMap<usize, Vec<Said>>,
}

impl Met {
    fn around(tx: &Transaction, keys: &BTreeSet<String>) -> Result<Met> {
        let mut found: BTreeMap<String, Vec<Key>> = BTreeMap::new();
        let mut pairs: Vec<(String, String, i64, f64, String)> = Vec::new();
        let mut open: Vec<String> = keys.iter().cloned().collect();
        while let Some(key) = open.pop() {
            let Some(row) = identity::find(tx, &key)? else { continue };
            if found.contains_key(&row.leader) {
                continue;
            }
            let led = identity::list(tx, include_str!("sql/led_keys.sql"), &row.leader)?;
            for member in &led {
                let mut statement = tx.prepare_cached(include_str!("sql/met_keys.sql"))?;
                let mut rows = statement.query([&member.known.key])?;
                while let Some(r) = rows.next()? {
                    let other: String = r.get(0)?;
                    pairs.push((member.known.key.clone(), other.clone(), r.get(1)?, r.get(2)?, r.get(3)?));
                    open.push(other);
                }
            }
            found.insert(row.leader, led);
        }
        Ok(Met::of(found, pairs))
    }

    fn of(found: BTreeMap<String, Vec<Key>>, pairs: Vec<(String, String, i64, f64, String)>) -> Met {
        let is_leader = |key: &&Key| key.known.key == key.leader;
        let mut leaders: Vec<Key> = found.values().flat_map(|led| led.iter().find(is_leader)).cloned().collect();
        leaders.sort_by(|a, b| (&a.place, &a.known.key).cmp(&(&b.place, &b.known.key)));
        let at: BTreeMap<&str, usize> =
            leaders.iter().enumerate().map(|(n, key)| (key.known.key.as_str(), n)).collect();
        let of_key: BTreeMap<&str, usize> = found
            .values()
            .flatten()
            .filter_map(|key| Some((key.known.key.as_str(), *at.get(key.leader.as_str())?)))
            .collect();
        let mut said: BTreeMap<usize, Vec<Said>> = BTreeMap::new();
        for (key, other, stories, score, reason) in pairs {
            let (Some(n), Some(leader)) = (of_key.get(key.as_str()), of_key.get(other.as_str())) else { continue };
            if n != leader {
                said.entry(*n).or_default().push(Said { leader: *leader, stories, score, reason });
            }
        }
        let led = leaders.iter().map(|key| found.get(&key.leader).cloned().unwrap_or_default()).collect();
        Met { leaders, led, said }
    }

    /// Returns whether nothing speaks against a leading key's being another one, to which others are led already.
    fn may_join(
        &self,
        tx: &Transaction,
        decisions: &Decisions,
        n: usize,
        leader: usize,
        others: &[usize],
        kept: &mut Kept,
    ) -> Result<bool> {
        let (own, to) = (&self.leaders[n].known, &self.leaders[leader].known);
        if own.sort != to.sort {
            return Ok(false);
        }
        for other in others.iter().take(MOST_HELD) {
            if !look_alike(&own.name, &self.leaders[*other].known.name, own.sort, kept) {
                return Ok(false);
            }
        }
        let mut together = tx.prepare_cached(include_str!("sql/are_together.sql"))?;
        let keys = |of: usize| self.led[of].iter().map(|key| key.known.key.as_str());
        for key in keys(n).take(MOST_HELD) {
            for other in std::iter::once(leader).chain(others.iter().copied()).flat_map(keys).take(MOST_HELD) {
                if decisions.are_apart(key, other) || together.query_row([key, other], |r| r.get(0))? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}

fn look_alike(a: &str, b: &str, sort: Sort, kept: &mut Kept) -> bool {
    let kind = match sort {
        Sort::Person => Kind::Person,
        Sort::Place => Kind::Place,
        Sort::Organisation => return true,
    };
    let found: Option<Match> =
        kept.pair(a, b, kind).map(|(a, b)| crate::names::Judge::embedded().compare(a, b, kind, Languages::default()));
    found.is_some_and(|found| found.same)
}
