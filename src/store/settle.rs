//! Settling: which of the stored documents tell of one event, and which of their statements answer one question.
//!
//! Documents have an order (date of publication, then content), and a document's story hangs on those before it alone
//! ([`crate::resolve::Stories`]); so do its statements' questions ([`crate::resolve::Questions`]). A run settles anew from
//! the first document that came, changed or went, and what is stored hangs on the documents and not on the order in which
//! they came. What a document states of its event moves to its story's event, under the key that the story's first
//! document gave it; a question is called what most of its statements are called.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use foldhash::{HashMap, HashMapExt, HashSet};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

use super::Store;
use super::asked;
use super::identity;
use super::judgement;
use super::links;
use super::name_judgement;
use super::write::{entity_row, first_julian_day};
use crate::model::PartialDate;
use crate::names::sounds_key;
use crate::resolve::decisions::Decisions;
use crate::resolve::{Mark, Stories};
use crate::rules::stories::StoryRules;
use crate::threads;

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

/// So many stories are held in memory at once, at most: they hang on each other only through what is read before and written after.
const AT_ONCE: usize = 64;

/// And no further story once they state so much.
const STATEMENTS_AT_ONCE: usize = 8_192;

/// How stories are settled.
#[derive(Clone, Copy, Debug)]
pub(super) struct How {
    /// On so many threads.
    pub threads: usize,
    /// Whether documents were read anew: then their statements stand where their own words put them.
    pub is_anew: bool,
}

/// Stories that changed, each with the first place in the order from which on.
pub(super) type Changed = BTreeMap<String, String>;

impl Store {
    /// Finds the story of each document that came since the last time and the questions of its statements, and of those
    /// documents whose story or questions hang on it.
    ///
    /// # Errors
    /// Where the file cannot be written; then all is as before.
    pub(super) fn settle(&mut self) -> Result<()> {
        let (path, threads) = (self.path.clone(), self.threads);
        let explain = |e| super::open::explain(&path, e);
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(explain)?;
        within(&tx, How { threads, is_anew: false })?;
        tx.commit().map_err(explain)?;
        Ok(())
    }
}

/// Settles within a transaction, as [`Store::settle`] does.
///
/// `how`: on how many threads, and whether documents were read anew.
pub(super) fn within(tx: &Transaction, how: How) -> Result<()> {
    let first: Option<String> = tx.query_row(include_str!("sql/first_unsettled.sql"), [], |r| r.get(0))?;
    let Some(first) = first else { return Ok(()) };
    let decisions = name_judgement::decisions(tx)?;
    let moved = identity::settle(tx, &decisions)?;
    let mut changed = gone(tx)?;
    settle_from(tx, &first, StoryRules::embedded()?, &decisions, &mut changed)?;
    let alone: BTreeSet<i64> = tx
        .prepare_cached(include_str!("sql/unsettled_alone.sql"))?
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    restate(tx, &decisions, &moved, changed, alone, how)?;
    tx.execute(include_str!("sql/settle_rest.sql"), [])?;
    Ok(())
}

/// Has the documents state what they state of whom they mean now: those of changed stories, those that stand alone, and
/// those that give a key that means another entity than before.
pub(super) fn restate(
    tx: &Transaction,
    decisions: &Decisions,
    moved: &[String],
    mut changed: Changed,
    mut alone: BTreeSet<i64>,
    how: How,
) -> Result<()> {
    note_documents(tx, moved, &mut changed, &mut alone)?;
    let mut shown = BTreeMap::new();
    let mut met = BTreeSet::new();
    let stories: Vec<&String> = changed.keys().collect();
    for some in stories.chunks(AT_ONCE) {
        let names = some.iter().map(|story| links::read(tx, story, decisions)).collect::<Result<Vec<_>>>()?;
        let of_stories = threads::each(how.threads, names, |names| links::show(names, decisions));
        for (story, of_story) in some.iter().zip(of_stories) {
            met.extend(links::keep(tx, story, &of_story)?);
            shown.insert((*story).clone(), of_story);
        }
    }
    // What stories show holds in all others.
    let followed = identity::follow(tx, decisions, &met)?;
    note_documents(tx, &followed, &mut changed, &mut alone)?;
    let mut left = changed.iter().peekable();
    while left.peek().is_some() {
        let mut asking = Vec::new();
        let mut held = 0;
        while held < STATEMENTS_AT_ONCE
            && asking.len() < AT_ONCE
            && let Some((story, place)) = left.next()
        {
            links::link(tx, story, decisions, shown.remove(story))?;
            let read = asked::read(tx, story, place)?;
            held += read.statements();
            asking.push(read);
        }
        threads::each_taken(how.threads, asking, asked::answer, |answered| asked::write(tx, &answered?, !how.is_anew))?;
    }
    for document_id in alone {
        links::link_document(tx, document_id, decisions)?;
    }
    Ok(())
}

/// Notes the stories of the documents that give some keys, and the documents that belong to none.
fn note_documents(tx: &Transaction, keys: &[String], changed: &mut Changed, alone: &mut BTreeSet<i64>) -> Result<()> {
    for key in keys {
        let mut statement = tx.prepare_cached(include_str!("sql/key_documents.sql"))?;
        let mut rows = statement.query([key])?;
        while let Some(row) = rows.next()? {
            match row.get::<_, Option<String>>("story")? {
                Some(story) => note(changed, &story, &row.get::<_, String>("place")?),
                None => _ = alone.insert(row.get("document_id")?),
            }
        }
    }
    Ok(())
}

fn note(changed: &mut Changed, story: &str, place: &str) {
    match changed.get_mut(story) {
        Some(first) if first.as_str() <= place => {}
        Some(first) => place.clone_into(first),
        None => _ = changed.insert(story.to_owned(), place.to_owned()),
    }
}

/// Returns the stories that lost a document.
fn gone(tx: &Transaction) -> Result<Changed> {
    let mut changed = Changed::new();
    let mut statement = tx.prepare(include_str!("sql/gone_documents.sql"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        note(&mut changed, &row.get::<_, String>(0)?, &row.get::<_, String>(1)?);
    }
    Ok(changed)
}

/// Settles the stories of the documents from a place in the order on.
fn settle_from(
    tx: &Transaction,
    first: &str,
    rules: &StoryRules,
    decisions: &Decisions,
    changed: &mut Changed,
) -> Result<()> {
    let undated: bool = tx.query_row(include_str!("sql/has_undated.sql"), [], |r| r.get(0))?;
    // What has no date may be of any story.
    let from = match first.split(' ').next().and_then(|date| date.parse::<PartialDate>().ok()) {
        Some(date) if !undated => Some(first_julian_day(date) - rules.window_days),
        _ => None,
    };
    let mut stories = Stories::new(rules);
    let mut keys: Vec<String> = Vec::new();
    let mut of_key: HashMap<String, usize> = HashMap::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let (mut left, mut had): (BTreeSet<(String, String)>, BTreeSet<String>) = Default::default();
    for told in documents(tx, first, from, decisions)? {
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
            let key = free_key(tx, &told, first, &of_key, &mut numbers)?;
            of_key.insert(key.clone(), n);
            keys.push(key);
        }
        let key = keys.get(n).context("a story has no key")?;
        had.extend(told.story.clone().filter(|_| told.is_settled));
        if told.is_settled && told.story.as_ref() == Some(key) {
            continue;
        }
        let before = told.story.as_deref().filter(|_| told.is_settled);
        // What was read anew states of the event as its own words have it, what a person split off still of its story's.
        for from in before.into_iter().chain([told.event_key.as_str()]).chain(told.story.as_deref()) {
            if move_event(tx, told.document_id, from, key)? {
                break;
            }
        }
        tx.prepare_cached(include_str!("sql/set_story.sql"))?.execute(params![told.document_id, key])?;
        for story in before.into_iter().chain([key.as_str()]) {
            note(changed, story, &told.place);
        }
        left.extend(before.filter(|before| before != key).map(|before| (before.to_owned(), key.clone())));
    }
    // Of stories that joined another one, or came apart, nobody can tell which finding was judged.
    let went_to = |before: &str| left.iter().filter(|(from, _)| from == before).count();
    let renamed = left.iter().filter(|(before, now)| !had.contains(now) && went_to(before) == 1);
    judgement::follow(tx, renamed)
}

fn documents(tx: &Transaction, first: &str, from: Option<i64>, decisions: &Decisions) -> Result<Vec<Told>> {
    // Which documents name one whom a person split, by the keys that names have: marks tell only what those sound like.
    let mut named: HashMap<String, HashSet<i64>> = HashMap::new();
    for key in decisions.splits_by_document().flat_map(|split| split.owns.iter().chain([&split.key])) {
        let mut statement = tx.prepare_cached(include_str!("sql/documents_named.sql"))?;
        let documents = statement.query_map([key], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
        named.insert(key.clone(), documents);
    }
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
            marks: told_apart(
                serde_json::from_str(&marks).context("a document's marks")?,
                row.get("document_id")?,
                &row.get::<_, String>("slot")?,
                decisions,
                &named,
            ),
            story: row.get("story")?,
            is_settled: row.get("is_settled")?,
        });
    }
    Ok(out)
}

/// Returns a document's marks as they are where a person told two of one name apart: a document that was split off has a mark
/// of its own, and one that came later has those of all, for the name alone tells no longer whose story it is.
fn told_apart(
    mut marks: Vec<Mark>,
    document_id: i64,
    slot: &str,
    decisions: &Decisions,
    named: &HashMap<String, HashSet<i64>>,
) -> Vec<Mark> {
    let names = |key: &String| named.get(key).is_some_and(|documents| documents.contains(&document_id));
    for split in decisions.splits_by_document().filter(|split| !split.stays.contains(slot)) {
        if !names(&split.key) && !split.owns.iter().any(&names) {
            continue;
        }
        let key = sounds_key(&split.key);
        let Some(at) = marks.iter().position(|(mark, _)| mark == key) else { continue };
        match split.left_for(slot) {
            Some(own) => own.clone_into(&mut marks[at].0),
            // A later document: its other words tell whose story it is, so its name leads to each of them.
            None => {
                let weight = marks[at].1;
                let owns =
                    split.owns.iter().filter(|own| named.get(*own).is_some_and(|documents| !documents.is_empty()));
                marks.extend(owns.map(|own| (own.clone(), weight)));
            }
        }
        if let Some((family, _)) = key.split_once(", ") {
            marks.retain(|(mark, _)| mark != family);
        }
    }
    marks
}

/// Returns the key that a story's first document gives it; where another story of the same place and day has it, with a
/// number behind. `numbers` keeps for each key the last number tried: those before it are taken for the whole run.
fn free_key(
    tx: &Transaction,
    told: &Told,
    first: &str,
    taken: &HashMap<String, usize>,
    numbers: &mut HashMap<String, usize>,
) -> Result<String> {
    let mut is_taken = tx.prepare_cached(include_str!("sql/story_taken.sql"))?;
    let n = numbers.entry(told.event_key.clone()).or_insert(0);
    loop {
        *n += 1;
        let key = if *n == 1 { told.event_key.clone() } else { format!("{}#{n}", told.event_key) };
        if !taken.contains_key(&key) && !is_taken.query_row(params![key, first], |r| r.get::<_, bool>(0))? {
            return Ok(key);
        }
    }
}

/// Has a document's event resolve to a story's, and returns whether the document states anything of the event under that key.
fn move_event(tx: &Transaction, document_id: i64, from: &str, to: &str) -> Result<bool> {
    let local: Option<(i64, i64, String)> = tx
        .prepare_cached(include_str!("sql/local_event.sql"))?
        .query_row(params![document_id, from], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?;
    let Some((local_id, old_id, name)) = local else { return Ok(false) };
    if from == to {
        return Ok(true);
    }
    let entity_id = entity_row(tx, to, "event", &name)?;
    tx.prepare_cached(include_str!("sql/mark_entity.sql"))?.execute([old_id])?;
    tx.prepare_cached(include_str!("sql/move_local_entity.sql"))?.execute([local_id, entity_id])?;
    Ok(true)
}
