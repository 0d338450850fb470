//! Which entities documents name: a name that another document of the story spells another way resolves to one entity, and
//! so do keys that mean one over the whole store ([`super::identity`]).

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use rusqlite::{ToSql, Transaction, params};
use serde::Serialize;

use super::story_link::{self, Pairs};
use super::write::{Scoped, entity_row, question, topic};
use crate::names::Class;
use crate::resolve::decisions::Decisions;
use crate::resolve::links::{Link, Named, Sort, links};

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
    /// The key that its own spelling makes, and the one that leads it by rules of spelling alone.
    own_key: String,
    leader: String,
    /// Of its document.
    slot: String,
    named: Named,
}

/// Why a name was linked, and how surely.
type Told = (String, f64);

/// What the documents of a story showed by themselves, kept for linking them.
pub(super) struct Shown {
    leaders: Vec<String>,
    links: Vec<Link>,
    pairs: Pairs,
}

/// The names of a story's documents.
pub(super) struct StoryNames(Vec<Stored>);

/// Reads the names of a story's documents.
pub(super) fn read(tx: &Transaction, story: &str, decisions: &Decisions) -> Result<StoryNames> {
    Ok(StoryNames(names(tx, include_str!("sql/story_names.sql"), &story, decisions)?))
}

/// Links the names of a story's documents by what their spellings alone make of them over the whole store. Looks at no store.
pub(super) fn show(StoryNames(stored): StoryNames, decisions: &Decisions) -> Shown {
    let named: Vec<Named> = stored.iter().map(|s| Named { key: s.leader.clone(), ..s.named.clone() }).collect();
    let links = links(&named, decisions);
    let mut pairs = Pairs::new();
    for (n, link) in links.iter().enumerate() {
        let is_other = named[n].key != named[link.leader].key;
        // A short form may be another's elsewhere.
        if !is_other || link.reason == Class::ShortForm.as_str() || link.reason == Class::Same.as_str() {
            continue;
        }
        let (a, b) = (&stored[n].own_key, &stored[link.leader].own_key);
        let pair = (a.min(b).clone(), a.max(b).clone());
        let known = pairs.entry(pair).or_insert((link.score, link.reason.to_owned()));
        if link.score > known.0 {
            *known = (link.score, link.reason.to_owned());
        }
    }
    Shown { leaders: named.into_iter().map(|named| named.key).collect(), links, pairs }
}

/// Keeps which names a story showed to be one, and returns the keys of which it said something else before.
pub(super) fn keep(tx: &Transaction, story: &str, shown: &Shown) -> Result<BTreeSet<String>> {
    story_link::keep(tx, story, &shown.pairs)
}

/// Links the names of a story's documents anew, and moves what is stated of those that mean another entity than before.
pub(super) fn link(tx: &Transaction, story: &str, decisions: &Decisions, shown: Option<Shown>) -> Result<()> {
    let stored = names(tx, include_str!("sql/story_names.sql"), &story, decisions)?;
    let named: Vec<Named> = stored.iter().map(|s| s.named.clone()).collect();
    // Where all names mean what leads them, they were linked already.
    let is_known = |shown: &Shown| shown.leaders.iter().eq(named.iter().map(|named| &named.key));
    let links = match shown.filter(is_known) {
        Some(shown) => shown.links,
        None => links(&named, decisions),
    };
    let meant = stored.iter().zip(&links).map(|(name, link)| {
        let key = named[link.leader].key.clone();
        let is_linked = key != name.named.key;
        let told = if is_linked { Some((link.reason.to_owned(), link.score)) } else { name.base.clone() };
        (key, told)
    });
    move_all(tx, &stored, meant, false)
}

/// Has the names of a document that belongs to no story mean what their keys mean over the whole store.
pub(super) fn link_document(tx: &Transaction, document_id: i64, decisions: &Decisions) -> Result<()> {
    let stored = names(tx, include_str!("sql/document_names.sql"), &document_id, decisions)?;
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
pub(super) struct Moved {
    pub from: i64,
    pub to: i64,
    pub key: String,
}

fn names(tx: &Transaction, sql: &str, of: &dyn ToSql, decisions: &Decisions) -> Result<Vec<Stored>> {
    let mut statement = tx.prepare_cached(sql)?;
    let mut rows = statement.query([of])?;
    let mut out: Vec<Stored> = Vec::new();
    let mut document = 0;
    // By number: both statements give the columns in one order.
    while let Some(row) = rows.next()? {
        let document_id = row.get(1)?;
        document += usize::from(out.last().is_some_and(|last| last.document_id != document_id));
        let kind: String = row.get(8)?;
        let (own_key, base_key): (String, String) = (row.get(4)?, row.get(9)?);
        let base: Option<String> = row.get(10)?;
        out.push(Stored {
            local_id: row.get(0)?,
            document_id,
            entity_id: row.get(2)?,
            key: row.get(7)?,
            reason: row.get(5)?,
            score: row.get(6)?,
            base: base.zip(row.get(11)?).filter(|_| own_key != base_key),
            own_key,
            leader: row.get(12)?,
            slot: row.get(13)?,
            named: Named { document, sort: sort(&kind), key: base_key, name: row.get(3)? },
            kind,
        });
    }
    follow_splits(&mut out, decisions);
    Ok(out)
}

/// Has the names of a story mean whom those of its documents mean that a person split off, unless one of them was seen to mean the
/// one that stays: one story hardly tells of two people of one spelling, and a document that comes later belongs with the others.
fn follow_splits(stored: &mut [Stored], decisions: &Decisions) {
    for split in decisions.splits_by_document() {
        let others: BTreeSet<(String, String)> = stored
            .iter()
            .filter(|name| split.owns.contains(&name.own_key))
            .map(|name| (name.named.key.clone(), name.leader.clone()))
            .collect();
        let mut others = others.into_iter();
        let (Some((key, leader)), None) = (others.next(), others.next()) else { continue };
        let is_own = |name: &&Stored| name.own_key == split.key;
        if stored.iter().filter(is_own).any(|name| split.stays.contains(&name.slot)) {
            continue;
        }
        for name in stored.iter_mut().filter(|name| name.own_key == split.key) {
            (name.named.key, name.leader) = (key.clone(), leader.clone());
            name.base = Some(("decided".to_owned(), 1.0));
        }
    }
}

/// Whether a word is a kind of those that are known by their names.
pub(super) fn is_kind(word: &str) -> bool {
    matches!(word, "person" | "place" | "organisation")
}

/// Returns the kind that a key is of, where it tells one.
pub(super) fn key_kind(key: &str) -> Option<&str> {
    key.split_once(':').map(|(kind, _)| kind).filter(|kind| is_kind(kind))
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
    // Of what kind it is a person may have said: then it means a key of that kind.
    let kind = key_kind(key).unwrap_or(&name.kind);
    let entity_id = entity_row(tx, key, kind, &name.named.name)?;
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
