//! Parting: two whom a document has as one, and of whom a person said that one spelling is another's.
//!
//! In: a document as it was stored, and what was decided. Out: a name of its own for the spelling that was split off, with what the
//! document states beside it; or all as it was, where the decision was undone. It goes by the document's words alone, so that it
//! comes to the same for documents that come later and for those read anew.

use anyhow::Result;
use rusqlite::{Transaction, params};
use unicode_normalization::char::is_combining_mark;

use super::links::Moved;
use super::reread::stored_document;
use super::write::{Scoped, entity_row, question, topic};
use crate::resolve::decisions::Decisions;
use crate::rules::fold::fold;

/// A name as its document knows it.
struct Local {
    local_id: i64,
    entity_id: i64,
    key: String,
    name: String,
    kind: String,
}

/// What a document states of one whom it names.
struct Stated {
    assertion_id: i64,
    topic_id: i64,
    attribute: String,
    kind: String,
    place: String,
    subgroup: String,
    period: String,
    is_planned: bool,
    value: String,
    /// In code points.
    start: usize,
    end: usize,
    quote: (usize, usize),
    is_made: bool,
}

/// A word of a text, folded, and where it stands, in code points.
struct Word {
    folded: String,
    start: usize,
    end: usize,
}

/// A place where somebody is named.
struct Mention {
    who: Who,
    start: usize,
    end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// Whom the document's name means.
    Named,
    /// Whom the spelling means that was split off.
    SplitOff,
    /// Someone else.
    Other,
}

/// Returns whether a text has a spelling that was split from a name that it gives, folded: not only as a part of that name.
pub(super) fn has_spelling(text: &str, name: &str, others: &[String], spelling: &str) -> bool {
    let words = words(text);
    mentions(&words, &[fold(name)], others, spelling).iter().any(|m| m.who == Who::SplitOff)
}

/// Gives the spellings of a document's names that a person split off names of their own, each with what is stated beside it.
pub(super) fn part(tx: &Transaction, decisions: &Decisions, document_id: i64) -> Result<()> {
    let mut read: Option<(String, Vec<Word>)> = None;
    for local in locals(tx, document_id)? {
        for (spelling, own) in decisions.spellings(&local.key) {
            if fold(&local.name) == spelling {
                continue;
            }
            if read.is_none() {
                let text = stored_document(tx, document_id)?.text;
                let words = words(&text);
                read = Some((text, words));
            }
            let Some((text, words)) = &read else { continue };
            part_one(tx, document_id, &local, (spelling, own), (text, words))?;
        }
    }
    Ok(())
}

fn part_one(
    tx: &Transaction,
    document_id: i64,
    local: &Local,
    (spelling, own): (&str, &str),
    (text, words): (&str, &[Word]),
) -> Result<()> {
    let all = locals(tx, document_id)?;
    let others: Vec<String> = all
        .iter()
        .filter(|other| other.local_id != local.local_id && other.key != own)
        .map(|other| fold(&other.name))
        .collect();
    let stated = stated(tx, local.local_id)?;
    let mut spelt: Vec<String> = stated.iter().filter(|s| s.kind == "name").map(|s| fold(&s.value)).collect();
    spelt.push(fold(&local.name));
    spelt.retain(|name| name != spelling);
    let mentions = mentions(words, &spelt, &others, spelling);
    let Some(first) = mentions.iter().find(|m| m.who == Who::SplitOff) else { return Ok(()) };
    let name: String = text.chars().skip(first.start).take(first.end - first.start).collect();
    let entity_id = entity_row(tx, own, &local.kind, &name)?;
    let to = match all.into_iter().find(|other| other.key == own) {
        Some(known) => known,
        None => {
            tx.prepare_cached(include_str!("sql/insert_local_entity.sql"))?.execute(params![
                document_id,
                entity_id,
                name,
                own
            ])?;
            Local {
                local_id: tx.last_insert_rowid(),
                entity_id,
                key: own.to_owned(),
                name: name.clone(),
                kind: local.kind.clone(),
            }
        }
    };
    let is_theirs = |s: &Stated| match s.kind.as_str() {
        "name" => fold(&s.value) == spelling,
        _ => nearest(&mentions, s) == Who::SplitOff,
    };
    let is_spelt = stated.iter().any(|s| s.kind == "name" && is_theirs(s));
    for s in stated.iter().filter(|s| is_theirs(s)) {
        move_to(tx, s, &to)?;
    }
    // A family name alone is kept as no spelling beside a full one; now it is all that the document calls them.
    let made = stated.iter().find(|s| s.kind == "name").filter(|_| !is_spelt);
    if let Some(like) = made {
        let quote = paragraph(text, first.start, first.end);
        let topic_id = topic(tx, to.entity_id, own, "name", "name")?;
        let scope = Scoped {
            topic_id,
            place: String::new(),
            subgroup: String::new(),
            period: String::new(),
            is_planned: false,
        };
        tx.prepare_cached(include_str!("sql/insert_parted_name.sql"))?.execute(params![
            like.assertion_id,
            topic_id,
            question(tx, &scope)?,
            to.local_id,
            name,
            spelling,
            quote.1,
            first.start as i64,
            first.end as i64,
            quote.0 as i64,
            mentions.iter().filter(|m| m.who == Who::SplitOff).count() as i64,
        ])?;
    }
    let speakers: Vec<(i64, String)> = tx
        .prepare_cached(include_str!("sql/credited_words.sql"))?
        .query_map([document_id, local.entity_id], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (assertion_id, credited) in speakers {
        if has_words(&fold(&credited), spelling) && !spelt.iter().any(|name| has_words(&fold(&credited), name)) {
            tx.prepare_cached(include_str!("sql/set_speaker.sql"))?.execute(params![
                assertion_id,
                to.entity_id,
                own
            ])?;
        }
    }
    Ok(())
}

/// Gives what was split off within documents back to whom they name beside it.
///
/// `own`: the key that the spelling had; `key`: the one that it was split from.
pub(super) fn join(tx: &Transaction, document_id: i64, key: &str, own: &str) -> Result<()> {
    let all = locals(tx, document_id)?;
    let (Some(from), Some(to)) = (all.iter().find(|l| l.key == own), all.iter().find(|l| l.key == key)) else {
        return Ok(());
    };
    for s in stated(tx, from.local_id)? {
        if s.is_made {
            tx.prepare_cached(include_str!("sql/mark_topic.sql"))?.execute([s.topic_id])?;
            tx.prepare_cached(include_str!("sql/drop_assertion.sql"))?.execute([s.assertion_id])?;
        } else {
            move_to(tx, &s, to)?;
        }
    }
    let moved = serde_json::to_string(&[Moved { from: from.entity_id, to: to.entity_id, key: key.to_owned() }])?;
    tx.prepare_cached(include_str!("sql/move_speakers.sql"))?.execute(params![document_id, moved])?;
    tx.prepare_cached(include_str!("sql/mark_entity.sql"))?.execute([from.entity_id])?;
    tx.prepare_cached(include_str!("sql/drop_local_entity.sql"))?.execute([from.local_id])?;
    Ok(())
}

/// Has a statement be about another name of its document, as its own words have it.
fn move_to(tx: &Transaction, s: &Stated, to: &Local) -> Result<()> {
    let topic_id = topic(tx, to.entity_id, &to.key, &s.attribute, &s.kind)?;
    let scope = Scoped {
        topic_id,
        place: s.place.clone(),
        subgroup: s.subgroup.clone(),
        period: s.period.clone(),
        is_planned: s.is_planned,
    };
    let question_id = question(tx, &scope)?;
    tx.prepare_cached(include_str!("sql/mark_topic.sql"))?.execute([s.topic_id])?;
    tx.prepare_cached(include_str!("sql/move_assertion.sql"))?.execute(params![
        s.assertion_id,
        topic_id,
        question_id
    ])?;
    tx.prepare_cached(include_str!("sql/set_local_entity.sql"))?.execute(params![s.assertion_id, to.local_id])?;
    Ok(())
}

fn locals(tx: &Transaction, document_id: i64) -> Result<Vec<Local>> {
    let mut statement = tx.prepare_cached(include_str!("sql/left_names.sql"))?;
    let read = |r: &rusqlite::Row| {
        Ok(Local { local_id: r.get(0)?, entity_id: r.get(1)?, key: r.get(2)?, name: r.get(3)?, kind: r.get(4)? })
    };
    Ok(statement.query_map([document_id], read)?.collect::<rusqlite::Result<_>>()?)
}

fn stated(tx: &Transaction, local_id: i64) -> Result<Vec<Stated>> {
    let mut statement = tx.prepare_cached(include_str!("sql/local_statements.sql"))?;
    let at = |r: &rusqlite::Row, column: &str| Ok::<usize, rusqlite::Error>(r.get::<_, u32>(column)? as usize);
    let read = |r: &rusqlite::Row| {
        let quote = at(r, "quote_start")?;
        Ok(Stated {
            assertion_id: r.get("assertion_id")?,
            topic_id: r.get("topic_id")?,
            attribute: r.get("said_attribute")?,
            kind: r.get("kind")?,
            place: r.get("place_key")?,
            subgroup: r.get("subgroup")?,
            period: r.get("period")?,
            is_planned: r.get("is_planned")?,
            value: r.get("value_text")?,
            start: at(r, "char_start")?,
            end: at(r, "char_end")?,
            quote: (quote, quote + at(r, "quote_length")?),
            is_made: r.get("is_made")?,
        })
    };
    Ok(statement.query_map([local_id], read)?.collect::<rusqlite::Result<_>>()?)
}

/// Cuts a text into words as folding does.
fn words(text: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (n, c) in text.chars().chain([' ']).enumerate() {
        match &mut open {
            Some((_, word)) if c.is_alphanumeric() || is_combining_mark(c) => word.push(c),
            Some((start, word)) => {
                out.push(Word { folded: fold(word), start: *start, end: n });
                open = None;
            }
            None if c.is_alphanumeric() => open = Some((n, c.to_string())),
            None => {}
        }
    }
    out
}

/// Returns where a text names whom, the longest name first: `spelt` are the spellings of the document's name, `others` other names of it.
fn mentions(words: &[Word], spelt: &[String], others: &[String], spelling: &str) -> Vec<Mention> {
    let ends_so = |name: &String| name.ends_with(&format!(" {spelling}"));
    // A family name alone is theirs whom the document has in full.
    if others.iter().any(ends_so) && !spelt.iter().any(ends_so) {
        return Vec::new();
    }
    let mut names: Vec<(Vec<&str>, Who)> = vec![(spelling.split(' ').collect(), Who::SplitOff)];
    for name in spelt {
        names.push((name.split(' ').collect(), Who::Named));
        let family = name.rsplit(' ').next().unwrap_or_default();
        if family != spelling {
            names.push((vec![family], Who::Named));
        }
    }
    names.extend(others.iter().map(|name| (name.split(' ').collect(), Who::Other)));
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let stands = |name: &&(Vec<&str>, Who)| {
            words.len() - at >= name.0.len() && name.0.iter().zip(&words[at..]).all(|(a, b)| *a == b.folded)
        };
        // Of equals the first: what was split off.
        match names.iter().filter(stands).max_by_key(|(name, who)| (name.len(), *who == Who::SplitOff)) {
            Some((name, who)) => {
                out.push(Mention { who: *who, start: words[at].start, end: words[at + name.len() - 1].end });
                at += name.len();
            }
            None => at += 1,
        }
    }
    out
}

/// Returns who is named nearest to what is stated: in its own words, else last before them.
fn nearest(mentions: &[Mention], s: &Stated) -> Who {
    let meant = || mentions.iter().filter(|m| m.who != Who::Other);
    let within = meant().filter(|m| m.start >= s.quote.0 && m.end <= s.quote.1);
    let distance = |m: &&Mention| m.start.saturating_sub(s.end) + s.start.saturating_sub(m.end);
    let near = within.min_by_key(distance).or_else(|| meant().rfind(|m| m.end <= s.start));
    near.map_or(Who::Named, |m| m.who)
}

/// Returns the paragraph in which words stand, and where it begins.
fn paragraph(text: &str, start: usize, end: usize) -> (usize, String) {
    let chars: Vec<char> = text.chars().collect();
    let is_break = |c: &char| *c == '\n';
    let from = chars[..start].iter().rposition(is_break).map_or(0, |at| at + 1);
    let to = chars[end..].iter().position(is_break).map_or(chars.len(), |at| end + at);
    (from, chars[from..to].iter().collect())
}

fn has_words(text: &str, words: &str) -> bool {
    format!(" {text} ").contains(&format!(" {words} "))
}

/// Parts the documents that name somebody by a key as a decision about it says, or joins them where it holds no longer.
pub(super) fn follow(tx: &Transaction, decisions: &Decisions, key: &str, own: &str) -> Result<()> {
    let documents: Vec<i64> = tx
        .prepare_cached(include_str!("sql/documents_named.sql"))?
        .query_map([key], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let holds = decisions.spellings(key).any(|(_, other)| other == own);
    for document_id in documents {
        if holds { part(tx, decisions, document_id)? } else { join(tx, document_id, key, own)? }
    }
    Ok(())
}
