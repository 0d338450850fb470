//! Judgements: what a person decides about which names are one.
//!
//! In: names, as a person gives them. Out: rows of `name_judgement`, which are never changed, and a store that is as they
//! say. They go by keys and spellings, so that they hold for documents that come later, and for those read again.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, bail};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

use super::forget::Held;
use super::links::{is_kind, sort};
use super::reread::stored_document;
use super::{Store, identity, part, settle};
use crate::language::names::key;
use crate::model::NameKind;
use crate::resolve::decisions::{Decision, Decisions};
use crate::resolve::identity::own_key;
use crate::rules::fold::fold;

/// An entity, as a person may name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityRef {
    /// Of this file alone.
    pub(super) entity_id: i64,
    /// Under which its spellings meet.
    pub key: String,
    /// What it is.
    pub kind: String,
    /// What it is called.
    pub name: String,
}

impl EntityRef {
    /// Returns whether it is known by its names: a person, a place, an organisation.
    pub(super) fn is_named(&self) -> bool {
        is_kind(&self.kind)
    }

    /// # Errors
    /// Where nothing can be decided about its names.
    fn check(self) -> Result<EntityRef> {
        if self.is_named() {
            return Ok(self);
        }
        bail!("{} is a {}: what a person decides is about people, places and organisations", self.name, self.kind)
    }
}

/// A decision that was noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Its number, by which it can be undone.
    pub decision: i64,
    /// What it says, for a person.
    pub text: String,
}

/// A row of `name_judgement`.
#[derive(Clone, Debug, Default)]
struct Judgement {
    judgement_id: i64,
    action: String,
    kind: String,
    key: String,
    name: String,
    other_key: String,
    other_name: String,
    spelling: String,
    note: String,
    /// Of a split by documents: which leave and which stay, by their slots.
    leaves: BTreeSet<String>,
    stays: BTreeSet<String>,
}

impl Judgement {
    fn read(row: &Row) -> rusqlite::Result<Judgement> {
        Ok(Judgement {
            judgement_id: row.get("judgement_id")?,
            action: row.get("action")?,
            kind: row.get("kind")?,
            key: row.get("key")?,
            name: row.get("name")?,
            other_key: row.get("other_key")?,
            other_name: row.get("other_name")?,
            spelling: row.get("spelling")?,
            note: row.get("note")?,
            ..Judgement::default()
        })
    }

    fn about(action: &str, entity: &EntityRef, other_key: &str, other_name: &str, note: &str) -> Judgement {
        Judgement {
            action: action.to_owned(),
            kind: entity.kind.clone(),
            key: entity.key.clone(),
            name: entity.name.clone(),
            other_key: other_key.to_owned(),
            other_name: other_name.to_owned(),
            note: note.to_owned(),
            ..Judgement::default()
        }
    }

    fn decision(&self) -> Decision {
        let (key, other) = (self.key.clone(), self.other_key.clone());
        match self.action.as_str() {
            "merge" => Decision::Merge(key, other),
            "split" => Decision::Split {
                key,
                spelling: self.spelling.clone(),
                own: other,
                leaves: self.leaves.clone(),
                stays: self.stays.clone(),
            },
            _ => Decision::Apart(key, other),
        }
    }

    /// Returns the kind that an entity is said to have, where that is what the decision says: it means a key of that kind.
    fn kind_said(&self) -> Option<&str> {
        let of = |key| str::split(key, ':').next();
        (self.action == "merge" && of(&self.key) != of(&self.other_key)).then_some(self.kind.as_str())
    }

    fn text(&self) -> String {
        let (name, other) = (&self.name, &self.other_name);
        if let Some(kind) = self.kind_said() {
            let article = if kind.starts_with('o') { "an" } else { "a" };
            return format!("{other} is {article} {kind}");
        }
        match self.action.as_str() {
            "merge" => format!("{other} is {name}"),
            "split" if self.leaves.len() == 1 => format!("one document means another {name}: {other}"),
            "split" if !self.leaves.is_empty() => {
                format!("{} documents mean another {name}: {other}", self.leaves.len())
            }
            "split" => format!("{other:?} is not {name}"),
            _ => format!("{other} is not {name}"),
        }
    }
}

/// Returns what was decided and holds.
///
/// # Errors
/// Where the file cannot be read.
pub(super) fn decisions(db: &Connection) -> Result<Decisions> {
    Ok(Decisions::of(&judgements(db)?.iter().map(Judgement::decision).collect::<Vec<_>>()))
}

fn judgements(db: &Connection) -> Result<Vec<Judgement>> {
    let mut statement = db.prepare_cached(include_str!("sql/name_judgements.sql"))?;
    let mut all: Vec<Judgement> = statement.query_map([], Judgement::read)?.collect::<rusqlite::Result<_>>()?;
    add_documents(db, &mut all)?;
    Ok(all)
}

/// Adds the documents of splits by documents.
fn add_documents(db: &Connection, all: &mut [Judgement]) -> Result<()> {
    let mut statement = db.prepare_cached(include_str!("sql/name_judgement_documents.sql"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, slot, leaves): (i64, String, bool) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if let Some(judgement) = all.iter_mut().find(|j| j.judgement_id == id) {
            (if leaves { &mut judgement.leaves } else { &mut judgement.stays }).insert(slot);
        }
    }
    Ok(())
}

impl Store {
    /// Has two entities be one, under the first's key.
    ///
    /// # Errors
    /// Where one is not found or several are, they are one already, are of unlike kinds, or were held apart by way of others.
    pub fn merge(&mut self, keep: &str, other: &str, note: &str) -> Result<Decided> {
        let (keep, other) = self.two(keep, other)?;
        if keep.kind != other.kind {
            bail!(
                "{} is a {} and {} a {}: they cannot be one; `atodds entities list NAME` shows all of a name with their kinds",
                keep.name,
                keep.kind,
                other.name,
                other.kind
            );
        }
        self.check_apart(&keep, &other)?;
        self.decide(vec![Judgement::about("merge", &keep, &other.key, &other.name, note)])
    }

    /// Has an entity be of another kind: a person that was read as a place or a body, and the other way round.
    ///
    /// # Errors
    /// Where it is not found, several are, or it is of that kind already.
    pub fn set_kind(&mut self, entity: &str, kind: NameKind, note: &str) -> Result<Decided> {
        let entity = self.entity_named(entity)?.check()?;
        let word = kind.as_str();
        if entity.kind == word {
            bail!("{} is of the kind {word} already", entity.name);
        }
        let plain = format!("{word}:{}", key(&entity.name, kind));
        let own = own_key(&plain, sort(word), &entity.name).into_owned();
        let said = EntityRef { key: own, kind: word.to_owned(), ..entity.clone() };
        self.decide(vec![Judgement::about("merge", &said, &entity.key, &entity.name, note)])
    }

    /// Has two entities stay two, however alike they are spelt.
    ///
    /// # Errors
    /// Where one is not found or several are, or they are one already.
    pub fn hold_apart(&mut self, entity: &str, other: &str, note: &str) -> Result<Decided> {
        let (entity, other) = self.two(entity, other)?;
        self.decide(vec![Judgement::about("apart", &entity, &other.key, &other.name, note)])
    }

    /// Has a spelling be an entity of its own.
    ///
    /// # Errors
    /// Where the entity is not found, has no such spelling, or has no other.
    pub fn split(&mut self, entity: &str, spelling: &str, note: &str) -> Result<Decided> {
        let entity = self.entity_named(entity)?.check()?;
        let mut statement = self.db.prepare(include_str!("sql/entity_own_names.sql")).map_err(|e| self.explain(e))?;
        let names: Vec<(String, String)> = statement
            .query_map([entity.entity_id], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        drop(statement);
        let folded = fold(spelling);
        let (chosen, rest): (Vec<_>, Vec<_>) = names.iter().partition(|(name, _)| fold(name) == folded);
        let shown = |names: &[&(String, String)]| {
            names
                .iter()
                .map(|(name, _)| name.as_str())
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect::<Vec<_>>()
                .join(", ")
        };
        // Of a document that has two as one: the keys of the names beside which the spelling stands.
        let beside = self.keys_beside(&entity, &folded)?;
        if chosen.is_empty() && beside.is_empty() {
            bail!(
                "no document knows {} as {spelling:?}: it is known as {}; `atodds entities split ENTITY --document PATH` splits by documents",
                entity.name,
                shown(&rest)
            );
        }
        let keys: BTreeSet<&String> = chosen.iter().map(|(_, key)| key).collect();
        let own_key = entity.key.clone();
        let leaves = |key: &String| *key != own_key;
        if beside.is_empty() && rest.iter().all(|(_, key)| leaves(key) && keys.contains(key)) {
            bail!(
                "{} has no other spelling than {}: there is nothing to split by spelling; where some documents mean another of that name, \
                 run `atodds entities split {:?} --document PATH`, with the paths of those",
                entity.name,
                shown(&chosen),
                entity.name
            );
        }
        // After a merger the entity may be called by the very spelling that leaves it.
        let stays = rest.iter().find(|(_, key)| *key == entity.key).or(rest.first()).map(|(name, _)| name.clone());
        let entity = EntityRef { name: stays.unwrap_or_else(|| entity.name.clone()), ..entity };
        let judgement = |key: &String| match leaves(key) {
            // All that their letters hold for one goes together.
            true => Judgement::about("apart", &entity, key, spelling, note),
            false => Judgement {
                spelling: folded.clone(),
                ..Judgement::about("split", &entity, &format!("{key}#{folded}"), spelling, note)
            },
        };
        let mut all: Vec<Judgement> = keys.iter().map(|key| judgement(key)).collect();
        for key in beside.iter().filter(|key| leaves(key) || !keys.contains(key)) {
            let own = format!("{key}#{folded}");
            if leaves(key) {
                all.push(Judgement::about("apart", &entity, &own, spelling, note));
            }
            let about = Judgement::about("split", &entity, &own, spelling, note);
            all.push(Judgement { key: key.clone(), spelling: folded.clone(), ..about });
        }
        self.decide(all)
    }

    /// Has those whom some documents mean by an entity's name be another one.
    ///
    /// # Errors
    /// Where the entity is not found, one of the documents does not name it, or no document would be left that does.
    pub fn split_documents(&mut self, entity: &str, documents: &[Held], note: &str) -> Result<Decided> {
        let entity = self.entity_named(entity)?.check()?;
        let named: Vec<Naming> = self
            .db
            .prepare(include_str!("sql/entity_documents.sql"))
            .map_err(|e| self.explain(e))?
            .query_map([entity.entity_id], Naming::read)?
            .collect::<rusqlite::Result<_>>()?;
        if let Some(other) = documents.iter().find(|held| named.iter().all(|n| n.document_id != held.document_id)) {
            bail!("{} does not name {}: `atodds entities show` tells who does", other.path, entity.name);
        }
        let leaves = |n: &&Naming| documents.iter().any(|held| held.document_id == n.document_id);
        let (leave, stay): (Vec<&Naming>, Vec<&Naming>) = named.iter().partition(leaves);
        if stay.is_empty() {
            bail!("no other document names {}: give those alone that mean another one", entity.name);
        }
        let slots = |all: &[&Naming]| all.iter().map(|n| n.slot.clone()).collect::<BTreeSet<_>>();
        // One that was split off itself has a number behind the name.
        let name =
            entity.name.rsplit_once(" (").filter(|_| is_split_off(&entity.key)).map_or(&*entity.name, |(name, _)| name);
        let folded = fold(name);
        let own = self.free_key(&format!("{}#{folded}", entity.key))?;
        let other = own.rsplit_once('#').map_or_else(|| name.to_owned(), |(_, n)| format!("{name} ({n})"));
        let keys: BTreeSet<&String> = leave.iter().map(|n| &n.own_key).collect();
        let mut all: Vec<Judgement> = Vec::new();
        if !keys.contains(&entity.key) {
            all.push(Judgement::about("apart", &entity, &own, &other, note));
        }
        all.extend(keys.into_iter().map(|key| Judgement {
            key: key.clone(),
            spelling: folded.clone(),
            leaves: slots(&leave),
            stays: slots(&stay),
            ..Judgement::about("split", &entity, &own, &other, note)
        }));
        self.decide(all)
    }

    /// Returns a key that no decision names, made by counting.
    fn free_key(&self, stem: &str) -> Result<String> {
        let mut statement = self.db.prepare(include_str!("sql/is_decided_key.sql")).map_err(|e| self.explain(e))?;
        for n in 2u32.. {
            let key = format!("{stem}#{n}");
            if !statement.query_row([&key], |r| r.get::<_, bool>(0))? {
                return Ok(key);
            }
        }
        bail!("too many were split from {stem:?}")
    }

    /// Returns the keys of those names of an entity beside which its documents have a spelling too, folded, that is none of theirs.
    fn keys_beside(&self, entity: &EntityRef, folded: &str) -> Result<BTreeSet<String>> {
        let mut statement = self.db.prepare(include_str!("sql/entity_locals.sql")).map_err(|e| self.explain(e))?;
        let mut rows = statement.query([entity.entity_id])?;
        let mut keys = BTreeSet::new();
        while let Some(row) = rows.next()? {
            let (name, key): (String, String) = (row.get(1)?, row.get(2)?);
            if fold(&name) == folded || keys.contains(&key) {
                continue;
            }
            let others: Vec<String> = self
                .db
                .prepare_cached(include_str!("sql/other_names.sql"))?
                .query_map(params![row.get::<_, i64>(3)?, row.get::<_, i64>(0)?], |r| r.get::<_, String>(0))?
                .map(|name| name.map(|name| fold(&name)))
                .collect::<rusqlite::Result<_>>()?;
            let text = stored_document(&self.db, row.get(3)?)?.text;
            if part::has_spelling(&text, &name, &others, folded) {
                keys.insert(key);
            }
        }
        Ok(keys)
    }

    /// Has a decision hold no longer.
    ///
    /// # Errors
    /// Where there is none of that number, or it was undone already, or is itself an undoing.
    pub fn undo_judgement(&mut self, decision: i64, note: &str) -> Result<Decided> {
        let found: Option<(Judgement, Option<i64>)> = self
            .db
            .prepare(include_str!("sql/find_name_judgement.sql"))
            .map_err(|e| self.explain(e))?
            .query_row([decision], |row| Ok((Judgement::read(row)?, row.get("undone_by")?)))
            .optional()?;
        match found {
            None => bail!("there is no decision {decision}: `atodds entities decisions` lists them"),
            Some((j, _)) if j.action == "undo" => {
                bail!("decision {decision} undoes another: decide that one again instead")
            }
            Some((_, Some(by))) => bail!("decision {decision} was undone already, by {by}"),
            Some((mut undone, None)) => {
                add_documents(&self.db, std::slice::from_mut(&mut undone))?;
                self.note_and_apply(&[], Some(&undone), note)
            }
        }
    }

    fn two(&self, one: &str, other: &str) -> Result<(EntityRef, EntityRef)> {
        let (a, b) = (self.entity_named(one)?.check()?, self.entity_named(other)?.check()?);
        if a.entity_id == b.entity_id {
            bail!(
                "{one:?} and {other:?} are one entity already: {} (`atodds entities split` takes a spelling out of it, or with --document \
                 those whom some documents mean)",
                a.name
            );
        }
        Ok((a, b))
    }

    /// Refuses to merge what was held apart, but for what a person said of these two, which the later word replaces.
    fn check_apart(&self, keep: &EntityRef, other: &EntityRef) -> Result<()> {
        let held = judgements(&self.db)?;
        let mut all: Vec<Decision> = held.iter().map(Judgement::decision).collect();
        all.push(Decision::Merge(keep.key.clone(), other.key.clone()));
        let after = Decisions::of(&all);
        let is_broken = |j: &&Judgement| j.action != "merge" && after.are_apart(&j.key, &j.other_key);
        let one = |key: &str| after.standing_for(key);
        match held.iter().filter(is_broken).find(|j| one(&j.key) == one(&j.other_key)) {
            Some(j) => bail!(
                "decision {} says that {}: run `atodds entities undo {}` first",
                j.judgement_id,
                j.text(),
                j.judgement_id
            ),
            None => Ok(()),
        }
    }

    /// Gathers what a decision or a list changed, as a part of the last run: it is no run of its own, and hides nothing that
    /// that one skipped.
    pub(super) fn gather_last(&mut self) -> Result<()> {
        let last: Option<i64> = self.db.query_row(include_str!("sql/last_run.sql"), [], |r| r.get(0))?;
        if let Some(run_id) = last {
            self.gather(run_id)?;
        }
        Ok(())
    }

    fn decide(&mut self, judgements: Vec<Judgement>) -> Result<Decided> {
        self.note_and_apply(&judgements, None, "")
    }

    /// Notes decisions, or that one holds no longer, and makes the store as they say, in one step; then gathers.
    fn note_and_apply(&mut self, given: &[Judgement], undone: Option<&Judgement>, note: &str) -> Result<Decided> {
        let (path, threads) = (self.path.clone(), self.threads);
        let explain = |e| super::open::explain(&path, e);
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(explain)?;
        for j in given {
            insert(&tx, j, None)?;
        }
        if let Some(j) = undone {
            let undo = Judgement { action: "undo".to_owned(), note: note.to_owned(), ..Judgement::default() };
            insert(&tx, &undo, Some(j.judgement_id))?;
        }
        let decision = tx.last_insert_rowid();
        apply(&tx, given.iter().chain(undone), threads)?;
        tx.commit().map_err(explain)?;
        self.gather_last()?;
        let text = match undone {
            Some(j) => format!("no longer: {}", j.text()),
            None => given.first().context("a decision about nothing")?.text(),
        };
        Ok(Decided { decision, text })
    }
}

/// Whether a key was made by splitting by documents: it ends in a number behind a `#` that no space stands before.
fn is_split_off(key: &str) -> bool {
    let stem = key.trim_end_matches(|c: char| c.is_ascii_digit());
    stem.len() < key.len() && stem.strip_suffix('#').is_some_and(|stem| !stem.ends_with(' '))
}

fn insert(tx: &Transaction, j: &Judgement, undoes: Option<i64>) -> Result<()> {
    tx.prepare_cached(include_str!("sql/insert_name_judgement.sql"))?.execute(params![
        j.action,
        j.kind,
        j.key,
        j.name,
        j.other_key,
        j.other_name,
        j.spelling,
        undoes,
        j.note
    ])?;
    let judgement_id = tx.last_insert_rowid();
    for (slots, leaves) in [(&j.leaves, true), (&j.stays, false)] {
        for slot in slots {
            tx.prepare_cached(include_str!("sql/insert_name_judgement_document.sql"))?.execute(params![
                judgement_id,
                slot,
                leaves
            ])?;
        }
    }
    Ok(())
}

/// How a document names an entity.
struct Naming {
    own_key: String,
    document_id: i64,
    slot: String,
}

impl Naming {
    fn read(row: &Row) -> rusqlite::Result<Naming> {
        Ok(Naming { own_key: row.get(0)?, document_id: row.get(1)?, slot: row.get(2)? })
    }
}

/// Makes the store as decisions say of which some are new or hold no longer.
fn apply<'j>(tx: &Transaction, changed: impl Iterator<Item = &'j Judgement>, threads: usize) -> Result<()> {
    let decisions = decisions(tx)?;
    let mut keys: BTreeSet<String> = BTreeSet::new();
    for j in changed {
        if j.action == "split" {
            // First those that stand beside it in a document: where they are one again, there is nothing left to spell.
            if j.leaves.is_empty() {
                part::follow(tx, &decisions, &j.key, &j.other_key)?;
            }
            respell(tx, &decisions, &j.key, &j.other_key)?;
        }
        if !j.leaves.is_empty() {
            // Their stories met by that name, perhaps.
            tx.execute(include_str!("sql/unsettle_named.sql"), [&j.key, &j.other_key])?;
        }
        keys.extend([j.key.clone(), j.other_key.clone()]);
    }
    let mut all = keys.clone();
    for key in &keys {
        let of = decisions.standing_for(key);
        let group = decisions.groups().find(|group| of.is_some() && group.first().map(String::as_str) == of);
        all.extend(group.into_iter().flatten().cloned());
    }
    let mut moved = identity::reconsider(tx, &decisions, &all)?;
    moved.extend(keys);
    moved.sort_unstable();
    moved.dedup();
    settle::restate(
        tx,
        &decisions,
        &moved,
        settle::Changed::new(),
        BTreeSet::new(),
        settle::How { threads, is_anew: false },
    )
}

/// Gives the names of two keys, of which one was made by splitting, the key that they have by now.
fn respell(tx: &Transaction, decisions: &Decisions, key: &str, own: &str) -> Result<()> {
    for from in [key, own] {
        let names: Vec<(i64, String, String)> = tx
            .prepare_cached(include_str!("sql/own_key_names.sql"))?
            .query_map([from], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (local_id, name, slot) in names {
            let now = decisions.key(key, &name, &slot);
            if now != from {
                tx.prepare_cached(include_str!("sql/respell.sql"))?.execute(params![local_id, now])?;
            }
        }
    }
    Ok(())
}
