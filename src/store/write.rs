//! Writing: whole documents with what was read from them, and skips.
//!
//! A [`Batch`] is one transaction. Rows go in in the order in which the caller gives documents, so the same documents in
//! the same order give the same file, however often the run was broken off between.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use rusqlite::types::Value as Sql;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use rust_decimal::prelude::ToPrimitive;

use super::Store;
use super::id::finding_id;
use super::links::sort;
use super::part;
use crate::model::{
    Assertion, AttributeDef, CharIndex, Comparable, Document, Extraction, Kind, LocalEntity, PartialDate, Skip, Value,
};
use crate::resolve::decisions::Decisions;
use crate::resolve::identity::own_key;

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is new.
    New,
    /// It takes the place of an older version.
    Version,
    /// It is there already.
    Unchanged,
}

/// One transaction of whole documents.
pub struct Batch<'s> {
    pub(super) tx: Transaction<'s>,
    pub(super) run_id: i64,
    /// What a person decided about names.
    decisions: Decisions,
    // What was written or found in this batch already: most of a batch recurs.
    entities: HashMap<String, i64>,
    topics: HashMap<(i64, String, Kind), i64>,
    questions: HashMap<Scoped, i64>,
    attributes: HashMap<String, AttributeDef>,
    place_parts: HashSet<(String, String)>,
}

/// What tells questions apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Scoped {
    pub topic_id: i64,
    pub place: String,
    pub subgroup: String,
    pub period: String,
    pub is_planned: bool,
}

impl Store {
    /// Begins a transaction; nothing of it stands until [`Batch::commit`].
    ///
    /// # Errors
    /// Where another process holds the file for too long, or it cannot be written.
    pub fn batch(&mut self, run_id: i64) -> Result<Batch<'_>> {
        let path = self.path.clone();
        let tx = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|e| super::open::explain(&path, e))?;
        let decisions = super::name_judgement::decisions(&tx)?;
        Ok(Batch {
            tx,
            run_id,
            decisions,
            entities: HashMap::new(),
            topics: HashMap::new(),
            questions: HashMap::new(),
            attributes: HashMap::new(),
            place_parts: HashSet::new(),
        })
    }
}

impl Batch<'_> {
    /// Makes the batch stand.
    ///
    /// # Errors
    /// Where it cannot be written; then nothing of it stands.
    pub fn commit(self) -> Result<()> {
        let path = self.tx.path().map(std::path::PathBuf::from).unwrap_or_default();
        self.tx.commit().map_err(|e| super::open::explain(&path, e))?;
        Ok(())
    }

    /// Notes a document, or a line of one, that was passed over.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn skip(&mut self, skip: &Skip) -> Result<()> {
        self.tx.prepare_cached(include_str!("sql/insert_skip.sql"))?.execute(params![
            self.run_id,
            skip.path,
            skip.line,
            skip.stage.as_str(),
            skip.reason
        ])?;
        Ok(())
    }

    /// Stores a document with what was read from it.
    ///
    /// `slot` is what its versions share, `hash` its content's. Where the slot holds just this content, or is new and the
    /// content stands in another slot, nothing is written.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn add(
        &mut self,
        document: &Document,
        slot: &str,
        hash: &str,
        read: &Extraction,
        extractor: &str,
    ) -> Result<Added> {
        let current: Option<(i64, String, i64)> = self
            .tx
            .prepare_cached(include_str!("sql/find_slot.sql"))?
            .query_row([slot], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
            .optional()?;
        match &current {
            Some((_, known, _)) if known == hash => return Ok(Added::Unchanged),
            // Two rows of one address, in one file or in two: each is read once, and the last one read counts.
            Some(_) if self.is_reread(slot, &document.path, hash)? => return Ok(Added::Unchanged),
            Some((document_id, _, _)) => self.retire(*document_id)?,
            None => {
                let elsewhere = self.tx.prepare_cached(include_str!("sql/find_content.sql"))?.exists([hash])?;
                if elsewhere {
                    return Ok(Added::Unchanged);
                }
            }
        }
        let version: i64 =
            self.tx.prepare_cached(include_str!("sql/next_version.sql"))?.query_row([slot], |r| r.get(0))?;
        let source_id = self.source(&document.source, document.country.as_deref())?;
        self.tx.prepare_cached(include_str!("sql/insert_document.sql"))?.execute(params![
            document.path,
            slot,
            source_id,
            document.title,
            document.text,
            document.language.code(),
            document.url,
            document.format,
            document.published.map(|d| d.to_string()),
            document.published.and(document.published_basis),
            hash,
            version,
            read.event.as_ref().map_or("", |event| event.key.as_str()),
            serde_json::to_string(&read.marks)?,
            crate::ingest::wire(&document.text)
        ])?;
        let document_id = self.tx.last_insert_rowid();
        let maker = Maker { name: extractor, given_hash: None };
        self.extraction(document_id, document, read, &maker, &HashMap::new())?;
        Ok(if version == 1 { Added::New } else { Added::Version })
    }

    /// Takes a document and what it states out of what counts; the rows stay.
    pub(super) fn retire(&mut self, document_id: i64) -> Result<()> {
        for sql in [
            include_str!("sql/retire_topics.sql"),
            include_str!("sql/retire_entities.sql"),
            include_str!("sql/retire_document.sql"),
            include_str!("sql/retire_local_entities.sql"),
            include_str!("sql/retire_assertions.sql"),
            include_str!("sql/unsettle_document.sql"),
        ] {
            self.tx.prepare_cached(sql)?.execute([document_id])?;
        }
        for passage in self.passages(document_id)? {
            self.mark_lone_carrier(&passage, document_id)?;
        }
        Ok(())
    }

    /// Returns the paragraphs that a document states something in, by their hashes.
    pub(super) fn passages(&self, document_id: i64) -> Result<Vec<String>> {
        let mut statement = self.tx.prepare_cached(include_str!("sql/document_passages.sql"))?;
        Ok(statement.query_map([document_id], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Where a paragraph comes from is told by who else carries it. The first copy of one thus changes what the document
    /// that had it alone counts for, and the last but one that goes does: that document's topics are gathered anew.
    fn share_passages(&self, document_id: i64, read: &Extraction) -> Result<()> {
        let passages: BTreeSet<&str> = read.assertions.iter().filter_map(|a| a.passage.as_deref()).collect();
        for passage in passages {
            self.mark_lone_carrier(passage, document_id)?;
        }
        Ok(())
    }

    pub(super) fn mark_lone_carrier(&self, passage: &str, but: i64) -> Result<()> {
        let carriers: Vec<i64> = self
            .tx
            .prepare_cached(include_str!("sql/passage_carriers.sql"))?
            .query_map(params![passage, but], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        if let [alone] = carriers[..] {
            self.tx.prepare_cached(include_str!("sql/mark_passage.sql"))?.execute(params![passage, alone])?;
        }
        Ok(())
    }

    fn is_reread(&self, slot: &str, path: &str, hash: &str) -> Result<bool> {
        let mut statement = self.tx.prepare_cached(include_str!("sql/is_reread.sql"))?;
        Ok(statement.query_row([slot, path, hash], |r| r.get(0))?)
    }

    fn source(&mut self, name: &str, country: Option<&str>) -> Result<i64> {
        let found: Option<(i64, Option<String>)> = self
            .tx
            .prepare_cached(include_str!("sql/find_source.sql"))?
            .query_row([name], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        match (found, country) {
            (Some((id, None)), Some(country)) => {
                self.tx.prepare_cached(include_str!("sql/set_country.sql"))?.execute(params![id, country])?;
                Ok(id)
            }
            (Some((id, _)), _) => Ok(id),
            (None, country) => {
                self.tx.prepare_cached(include_str!("sql/insert_source.sql"))?.execute(params![name, country])?;
                Ok(self.tx.last_insert_rowid())
            }
        }
    }

    /// Stores what was read from a document; `left` are names of it that are there already, by their keys.
    pub(super) fn extraction(
        &mut self,
        document_id: i64,
        document: &Document,
        read: &Extraction,
        maker: &Maker,
        left: &HashMap<String, i64>,
    ) -> Result<()> {
        for a in &read.attributes {
            if self.attributes.get(&a.attribute) == Some(a) {
                continue;
            }
            self.tx.prepare_cached(include_str!("sql/keep_attribute.sql"))?.execute(params![
                a.attribute,
                a.label,
                a.kind.as_str(),
                a.dynamics.as_str(),
                a.is_single,
                a.is_open,
                a.one_event_days,
                a.is_daily
            ])?;
            self.attributes.insert(a.attribute.clone(), a.clone());
        }
        for part in &read.place_parts {
            if !self.place_parts.contains(part) {
                self.tx.prepare_cached(include_str!("sql/insert_place_part.sql"))?.execute([&part.0, &part.1])?;
                self.place_parts.insert(part.clone());
            }
        }
        let mut locals = Vec::with_capacity(read.entities.len());
        let slot: String =
            self.tx.prepare_cached(include_str!("sql/document_slot.sql"))?.query_row([document_id], |r| r.get(0))?;
        for entity in &read.entities {
            let key = own_key(&entity.key, sort(entity.kind.as_str()), &entity.name);
            let key = self.decisions.key(&key, &entity.name, &slot).to_owned();
            if maker.given_hash.is_some()
                && let Some(known) = self.local_entity(document_id, [&entity.key, &key])?
            {
                locals.push(known);
                continue;
            }
            let entity_id = self.entity(entity, &key)?;
            if let Some(local_id) = left.get(&key) {
                locals.push((*local_id, entity_id, key));
                continue;
            }
            self.tx.prepare_cached(include_str!("sql/insert_local_entity.sql"))?.execute(params![
                document_id,
                entity_id,
                entity.name,
                key
            ])?;
            locals.push((self.tx.last_insert_rowid(), entity_id, key));
        }
        self.share_passages(document_id, read)?;
        let chars = CharIndex::new(&document.text);
        for assertion in &read.assertions {
            let (local_id, entity_id, entity_key) =
                locals.get(assertion.entity).context("an assertion names no entity of its document")?;
            let (local_id, entity_id) = (*local_id, *entity_id);
            let speaker = assertion.speaker.and_then(|s| locals.get(s));
            let speaker_id = speaker.map(|s| s.1);
            let speaker_key = match (speaker, &assertion.attributed_to) {
                (Some((_, _, key)), _) => key.clone(),
                (None, Some(words)) => words.to_lowercase(),
                (None, None) => String::new(),
            };
            let topic_id = self.topic(entity_id, entity_key, assertion)?;
            let question_id = self.question(topic_id, assertion, maker)?;
            self.assertion(
                &Ids { document_id, topic_id, question_id, local_id, speaker_id },
                document,
                &chars,
                assertion,
                &speaker_key,
                maker,
            )?;
        }
        part::part(&self.tx, &self.decisions, document_id)
    }

    /// Returns the row of an entity that a document knows already by one of two keys, with what it resolves to.
    fn local_entity(&self, document_id: i64, keys: [&str; 2]) -> Result<Option<(i64, i64, String)>> {
        let mut statement = self.tx.prepare_cached(include_str!("sql/find_local_entity.sql"))?;
        let read = |r: &rusqlite::Row| Ok((r.get(0)?, r.get(1)?, r.get(2)?));
        Ok(statement.query_row(params![document_id, keys[0], keys[1]], read).optional()?)
    }

    fn entity(&mut self, entity: &LocalEntity, key: &str) -> Result<i64> {
        if let Some(id) = self.entities.get(key) {
            return Ok(*id);
        }
        let id = entity_row(&self.tx, key, entity.kind.as_str(), &entity.name)?;
        self.entities.insert(key.to_owned(), id);
        Ok(id)
    }

    fn topic(&mut self, entity_id: i64, entity_key: &str, a: &Assertion) -> Result<i64> {
        let key = (entity_id, a.attribute.clone(), a.kind);
        if let Some(id) = self.topics.get(&key) {
            return Ok(*id);
        }
        let id = topic(&self.tx, entity_id, entity_key, &a.attribute, a.kind.as_str())?;
        self.topics.insert(key, id);
        Ok(id)
    }

    fn question(&mut self, topic_id: i64, a: &Assertion, maker: &Maker) -> Result<i64> {
        let s = &a.scope;
        let or_empty = |o: &Option<String>| o.clone().unwrap_or_default();
        // Whoever gives a row says which question it answers: place and time tell its answers apart, and ask no other.
        let is_given = maker.given_hash.is_some();
        let key = Scoped {
            topic_id,
            place: if is_given { String::new() } else { or_empty(&s.place_key) },
            subgroup: or_empty(&s.subgroup),
            period: or_empty(&s.period),
            is_planned: s.planned && !is_given,
        };
        if let Some(id) = self.questions.get(&key) {
            return Ok(*id);
        }
        let id = question(&self.tx, &key)?;
        self.questions.insert(key, id);
        Ok(id)
    }

    fn assertion(
        &mut self,
        ids: &Ids,
        document: &Document,
        chars: &CharIndex,
        a: &Assertion,
        speaker_key: &str,
        maker: &Maker,
    ) -> Result<()> {
        let (low, high) = public_values(&a.value);
        let (base_low, base_high, dimension, rounding, fold, key, members) = match &a.comparable {
            Comparable::Measure { low, high, rounding, dimension } => {
                (*low, *high, Some(dimension.as_str()), *rounding, "", "", None)
            }
            Comparable::Words { fold, key, members } => {
                let members = members.as_ref().map(serde_json::to_string).transpose()?;
                (None, None, None, 0.0, fold.as_str(), key.as_str(), members)
            }
        };
        let as_of_low = a.as_of.and_then(|d| d.low);
        let as_of_high = a.as_of.and_then(|d| d.high);
        // As-of comes from the words first, from the document's date second.
        let (day_low, day_high) = match a.as_of {
            Some(d) => (d.low.map(first_julian_day), d.high.map(last_julian_day)),
            None => (document.published.map(first_julian_day), document.published.map(last_julian_day)),
        };
        let (start, end) = chars.chars(a.span);
        self.tx.prepare_cached(include_str!("sql/insert_assertion.sql"))?.execute(params![
            ids.document_id,
            ids.topic_id,
            ids.question_id,
            ids.local_id,
            a.kind.as_str(),
            a.span.of(&document.text),
            low,
            high,
            a.bound.as_str(),
            a.unit,
            base_low,
            base_high,
            dimension,
            rounding,
            fold,
            key,
            members,
            a.polarity.as_str(),
            a.modality.as_str(),
            a.attributed_to,
            ids.speaker_id,
            speaker_key,
            a.scope.place,
            as_of_low.map(|d| d.to_string()),
            as_of_high.map(|d| d.to_string()),
            day_low,
            day_high,
            a.quote.of(&document.text),
            start,
            end,
            chars.chars_before(a.quote.start),
            a.passage.as_deref().unwrap_or(""),
            a.n_mentions,
            maker.name,
            a.rule,
            a.confidence,
            serde_json::to_string(&a.context)?,
            a.attribute,
            a.scope.place_key.as_deref().unwrap_or(""),
            a.scope.subgroup.as_deref().unwrap_or(""),
            a.scope.period.as_deref().unwrap_or(""),
            a.scope.planned,
            maker.given_hash,
        ])?;
        Ok(())
    }
}

/// Finds the row of an entity, made where there is none; its name is counted at the end of the run.
pub(super) fn entity_row(tx: &Transaction, key: &str, kind: &str, name: &str) -> Result<i64> {
    if let Some(id) = find(tx, include_str!("sql/find_entity.sql"), include_str!("sql/mark_entity.sql"), [key])? {
        return Ok(id);
    }
    tx.prepare_cached(include_str!("sql/insert_entity.sql"))?.execute([key, kind, name])?;
    Ok(tx.last_insert_rowid())
}

/// Finds the row of a topic, made where there is none; it is gathered at the end of the run.
pub(super) fn topic(tx: &Transaction, entity_id: i64, entity_key: &str, attribute: &str, kind: &str) -> Result<i64> {
    let (by, mark) = (include_str!("sql/find_topic.sql"), include_str!("sql/mark_topic.sql"));
    if let Some(id) = find(tx, by, mark, params![entity_id, attribute, kind])? {
        return Ok(id);
    }
    tx.prepare_cached(include_str!("sql/insert_topic.sql"))?.execute(params![
        finding_id(entity_key, attribute, kind),
        entity_id,
        attribute,
        kind
    ])?;
    Ok(tx.last_insert_rowid())
}

/// Finds the row of a question, made where there is none.
pub(super) fn question(tx: &Transaction, scoped: &Scoped) -> Result<i64> {
    let s = scoped;
    let key = params![s.topic_id, s.place, s.subgroup, s.period, s.is_planned];
    let found = tx.prepare_cached(include_str!("sql/find_question.sql"))?.query_row(key, |r| r.get(0)).optional()?;
    if let Some(id) = found {
        return Ok(id);
    }
    tx.prepare_cached(include_str!("sql/insert_question.sql"))?.execute(key)?;
    Ok(tx.last_insert_rowid())
}

/// Finds a row's number, and marks the row dirty where it is not.
fn find(tx: &Transaction, find: &str, mark: &str, key: impl rusqlite::Params) -> Result<Option<i64>> {
    let found: Option<(i64, bool)> =
        tx.prepare_cached(find)?.query_row(key, |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
    if let Some((id, false)) = found {
        tx.prepare_cached(mark)?.execute([id])?;
    }
    Ok(found.map(|(id, _)| id))
}

/// Who made an assertion.
pub(super) struct Maker<'m> {
    /// The program and its version, or a program's or person's name.
    pub name: &'m str,
    /// Of a row from elsewhere: its hash.
    pub given_hash: Option<&'m str>,
}

struct Ids {
    document_id: i64,
    topic_id: i64,
    question_id: i64,
    local_id: i64,
    speaker_id: Option<i64>,
}

/// Returns the public value columns: numbers, ISO dates, or nothing for words.
fn public_values(value: &Value) -> (Sql, Sql) {
    let date = |d: Option<PartialDate>| d.map_or(Sql::Null, |d| Sql::Text(d.to_string()));
    match value {
        Value::Number(i) => {
            let number = |d: Option<rust_decimal::Decimal>| match d {
                None => Sql::Null,
                // A whole number stays an exact integer; only a fraction becomes a float, in the column alone.
                Some(d) => match (d.fract().is_zero(), d.to_i64(), d.to_f64()) {
                    (true, Some(whole), _) => Sql::Integer(whole),
                    (_, _, Some(float)) => Sql::Real(float),
                    _ => Sql::Null,
                },
            };
            (number(i.low), number(i.high))
        }
        Value::Date(d) => (date(d.low), date(d.high)),
        Value::Text(_) => (Sql::Null, Sql::Null),
    }
}

/// Returns the Julian day number of the first day that a date covers.
pub(crate) fn first_julian_day(date: PartialDate) -> i64 {
    crate::model::julian_day(date.first_day())
}

/// Returns the Julian day number of the last day that a date covers.
pub(crate) fn last_julian_day(date: PartialDate) -> i64 {
    crate::model::julian_day(date.last_day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn julian_days_agree_with_the_almanac() {
        assert_eq!(first_julian_day(PartialDate::day(2000, 1, 1)), 2_451_545);
        assert_eq!(first_julian_day(PartialDate::day(2024, 11, 1)), 2_460_616);
        assert_eq!(last_julian_day(PartialDate::month(2024, 2)), first_julian_day(PartialDate::day(2024, 2, 29)));
    }
}
