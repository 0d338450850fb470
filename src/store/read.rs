//! Reading: what the views say, as plain records.
//!
//! In: filters. Out: findings, one finding with its readings and quotes, counts. The SQL stands in `sql/`; field names
//! are the views' column names. How it looks is left to `report`.

use anyhow::{Result, bail};
use foldhash::{HashMap, HashMapExt};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params};

use super::query::Cell;
use super::record::{
    Filter, Finding, FindingDetail, FindingHead, Listing, Pair, PublicView, Quote, Reading, Sort, Totals,
};
use super::{Store, embedded};
use crate::model::PartialDate;
use crate::rules::fold::fold;

/// The views that other programs may rely on; the rest are steps on the way to them.
const PUBLIC_VIEWS: &[&str] = &[
    "finding",
    "finding_history",
    "judgement",
    "reading",
    "assertion_full",
    "assertion_pair",
    "timeline",
    "name_variant",
    "possible_link",
    "house_style",
    "single_origin",
    "source_agreement",
];

/// Returns the public views with their columns, as the schema of this program has them.
///
/// # Errors
/// Where the embedded schema does not load.
pub fn public_views() -> Result<Vec<PublicView>> {
    let db = Connection::open_in_memory()?;
    db.execute_batch(&embedded::schema_sql())?;
    let views = embedded::views();
    let mut out = Vec::new();
    for name in PUBLIC_VIEWS {
        let Some(view) = views.iter().find(|v| v.name == *name) else {
            bail!("the schema has no view {name}");
        };
        // The first lines of the comment are the question and the grain; what it reads is for developers.
        let text: Vec<&str> = view.comment.lines().map(|l| l.trim_start_matches("--").trim()).collect();
        let text = text.join(" ");
        let question = text.split(" Reads ").next().unwrap_or(&text).to_owned();
        let columns = db.prepare(&format!("SELECT * FROM {name}"))?.column_names().map(str::to_owned).collect();
        out.push(PublicView { name, question, columns });
    }
    Ok(out)
}

impl Store {
    /// Returns the counts of the whole store.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn totals(&self) -> Result<Totals> {
        let totals = self
            .db
            .query_row(include_str!("sql/totals.sql"), [], |r| {
                Ok(Totals { documents: r.get(0)?, sources: r.get(1)?, is_stated: r.get(2)?, skipped: r.get(3)? })
            })
            .map_err(|e| self.explain(e))?;
        Ok(totals)
    }

    /// Returns the findings that pass a filter, of every relation, in order.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn findings(&self, filter: &Filter, sort: Sort) -> Result<Vec<Finding>> {
        let topics: Vec<i64> = self.heads(filter, sort)?.iter().map(|head| head.topic_id).collect();
        let mut found = self.findings_of(&topics)?;
        if sort == Sort::Gap {
            self.weigh(&mut found)?;
        }
        Ok(found)
    }

    /// Returns of the findings that pass a filter what decides whether they are shown, in order; by gap they are sorted once
    /// they are read ([`Store::findings`]).
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn heads(&self, filter: &Filter, sort: Sort) -> Result<Vec<FindingHead>> {
        let entities = filter.entity.as_deref().map(|words| self.entities_named(words));
        let attributes =
            filter.attribute.as_deref().map(|words| self.ids_named(include_str!("sql/attribute_names.sql"), words));
        let sources = filter.source.as_deref().map(|words| self.ids_named(include_str!("sql/source_names.sql"), words));
        let mut statement = self.db.prepare(include_str!("sql/finding_heads.sql")).map_err(|e| self.explain(e))?;
        let mut heads: Vec<FindingHead> = statement
            .query_map(
                params![
                    entities.transpose()?,
                    attributes.transpose()?,
                    filter.kind.map(|k| k.as_str()),
                    sources.transpose()?
                ],
                head,
            )?
            .collect::<rusqlite::Result<_>>()?;
        if let Some(since) = filter.since {
            let since = since.first_day();
            heads.retain(|head| {
                let last: Option<PartialDate> = head.last_on.as_deref().and_then(|d| d.parse().ok());
                last.is_some_and(|d| d.last_day() >= since)
            });
        }
        if sort == Sort::Recency {
            // Stable: of one day the more serious stays first. A finding without a date comes last.
            heads.sort_by(|a, b| b.last_on.cmp(&a.last_on));
        }
        Ok(heads)
    }

    /// Reads the findings of some topics whole, in the order of the topics.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn findings_of(&self, topics: &[i64]) -> Result<Vec<Finding>> {
        let mut statement = self.db.prepare(include_str!("sql/findings.sql")).map_err(|e| self.explain(e))?;
        let found = statement.query_map([serde_json::to_string(topics)?], finding)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns a listing: its column names and its rows.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn list(&self, listing: &Listing) -> Result<(Vec<String>, Vec<Vec<Cell>>)> {
        let named = |name: &Option<String>| -> Result<Value> {
            Ok(Value::from(name.as_deref().map(|words| self.entities_named(words)).transpose()?))
        };
        let (sql, parameter) = match listing {
            Listing::Documents { all } => (include_str!("sql/list_documents.sql"), Some(Value::from(*all))),
            Listing::Skips => (include_str!("sql/list_skips.sql"), None),
            Listing::Sources => (include_str!("sql/list_sources.sql"), None),
            Listing::Judgements { finding_id, all } => {
                let short = include_str!("sql/list_judgements.sql");
                (
                    if *all { include_str!("sql/read_judgements.sql") } else { short },
                    Some(Value::from(finding_id.clone())),
                )
            }
            Listing::Runs { all: false } => (include_str!("sql/list_runs.sql"), None),
            Listing::Runs { all: true } => (include_str!("sql/read_runs.sql"), None),
            Listing::NameJudgements => (include_str!("sql/list_name_judgements.sql"), None),
            Listing::Entities { name } => (include_str!("sql/list_entities.sql"), Some(named(name)?)),
            Listing::PossibleLinks { name } => (include_str!("sql/list_questions.sql"), Some(named(name)?)),
            Listing::Authority { name } => (include_str!("sql/list_authority.sql"), Some(named(name)?)),
        };
        let mut statement = self.db.prepare(sql).map_err(|e| self.explain(e))?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let width = columns.len();
        let rows = statement
            .query_map(rusqlite::params_from_iter(parameter), |row| {
                (0..width).map(|at| row.get_ref(at).map(Cell::of)).collect()
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok((columns, rows))
    }

    /// Returns the entities that have such a name in any current document, as a JSON array of ids.
    fn entities_named(&self, words: &str) -> Result<String> {
        self.ids_named(include_str!("sql/entity_names.sql"), words)
    }

    /// Sorts by the gap within each finding, of pairs that give its relation.
    fn weigh(&self, found: &mut Vec<Finding>) -> Result<()> {
        let mut statement = self.db.prepare(include_str!("sql/finding_weight.sql"))?;
        let mut kept = Vec::with_capacity(found.len());
        for mut f in found.drain(..) {
            let (gap, share): (Option<f64>, Option<f64>) =
                statement.query_row(params![f.topic_id, f.relation], |r| Ok((r.get(0)?, r.get(1)?)))?;
            f.gap = gap;
            kept.push((share.unwrap_or(-1.0), f));
        }
        kept.sort_by(|a, b| b.0.total_cmp(&a.0));
        found.extend(kept.into_iter().map(|(_, f)| f));
        Ok(())
    }

    /// Returns the ids of the rows `(id, name)` whose name holds the words, as a JSON array.
    fn ids_named(&self, sql: &str, words: &str) -> Result<String> {
        let wanted = format!(" {}", fold(words));
        let mut statement = self.db.prepare(sql).map_err(|e| self.explain(e))?;
        let mut rows = statement.query([])?;
        let mut ids: Vec<serde_json::Value> = Vec::new();
        while let Some(row) = rows.next()? {
            let name: String = row.get(1)?;
            if format!(" {}", fold(&name)).contains(&wanted) {
                ids.push(json(row.get_ref(0)?));
            }
        }
        Ok(serde_json::Value::Array(ids).to_string())
    }

    /// Returns the one finding whose id is, or begins with, `id`.
    ///
    /// # Errors
    /// Where there is none or several: the message says which, and what to do.
    pub fn find(&self, id: &str) -> Result<Finding> {
        let prefix = id.trim().to_ascii_lowercase();
        if prefix.is_empty() {
            bail!("no finding named: `atodds report` lists them with their ids");
        }
        let mut statement = self.db.prepare(include_str!("sql/find_finding.sql")).map_err(|e| self.explain(e))?;
        let mut found: Vec<Finding> = statement.query_map([&prefix], finding)?.collect::<rusqlite::Result<_>>()?;
        if let Some(at) = found.iter().position(|f| f.finding_id == prefix) {
            return Ok(found.swap_remove(at));
        }
        match found.len() {
            1 => Ok(found.swap_remove(0)),
            0 => {
                let settled: Option<String> = self
                    .db
                    .prepare(include_str!("sql/find_topic_id.sql"))?
                    .query_map([&prefix], |r| r.get(0))?
                    .next()
                    .transpose()?;
                match settled {
                    Some(id) => bail!(
                        "{id} is no finding, or no longer: its sources agree; `atodds report --all` lists what there is"
                    ),
                    None => bail!("no finding begins with {prefix:?}: `atodds report --all` lists them with their ids"),
                }
            }
            n => {
                let ids: Vec<&str> = found.iter().take(5).map(|f| f.finding_id.as_str()).collect();
                let more = if n > 5 { ", …" } else { "" };
                bail!("several findings begin with {prefix:?} ({}{more}): give more of the id", ids.join(", "))
            }
        }
    }

    /// Returns a finding with its readings, quotes and relations.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn detail(&self, finding: Finding) -> Result<FindingDetail> {
        let topic = finding.topic_id;
        let (mut answers, by_key) = self.answers(topic)?;
        let mut reading_of = HashMap::new();
        let mut origins = vec![std::collections::BTreeSet::new(); answers.len()];
        let mut statement = self.db.prepare(include_str!("sql/topic_quotes.sql"))?;
        let mut rows = statement.query([topic])?;
        while let Some(row) = rows.next()? {
            let Some(at) = by_key.get(&key(row, [26, 10, 11, 13, 27, 28])?) else {
                bail!("the statement {} belongs to no reading: `atodds doctor` says more", row.get::<_, i64>(0)?);
            };
            let quote = quote(row)?;
            reading_of.insert(quote.assertion_id, *at);
            origins[*at].insert(quote.origin_id.clone());
            answers[*at].quotes.push(quote);
        }
        for (reading, origins) in answers.iter_mut().zip(origins) {
            let distinct = |of: fn(&Quote) -> &str| {
                reading.quotes.iter().map(of).collect::<std::collections::BTreeSet<&str>>().len()
            };
            let (documents, sources) = (distinct(|q| &q.document), distinct(|q| &q.source));
            reading.place = reading.quotes.iter().find_map(|q| q.place.clone());
            (reading.n_documents, reading.n_sources, reading.n_origins) = (documents, sources, origins.len());
        }
        let pairs = self.pairs(topic, &answers, &reading_of)?;
        let relation_explanation =
            self.db.query_row(include_str!("sql/explain_relation.sql"), [&finding.relation], |r| r.get(0))?;
        let judgement = self.judgement_of(&finding.finding_id)?;
        Ok(FindingDetail { finding, relation_explanation, judgement, answers, pairs })
    }

    /// Returns a topic's readings without their quotes, and the place of each by what tells it apart.
    fn answers(&self, topic_id: i64) -> Result<(Vec<Reading>, HashMap<Key, usize>)> {
        let mut statement = self.db.prepare(include_str!("sql/topic_short.sql"))?;
        let mut rows = statement.query([topic_id])?;
        let mut answers = Vec::new();
        let mut by_key = HashMap::new();
        while let Some(row) = rows.next()? {
            by_key.insert(key(row, [0, 1, 2, 3, 4, 5])?, answers.len());
            answers.push(Reading {
                letter: letter(answers.len()),
                short: row.get(6)?,
                value_low: json(row.get_ref(1)?),
                value_high: json(row.get_ref(2)?),
                unit: row.get(3)?,
                place: None,
                subgroup: row.get(7)?,
                period: row.get(8)?,
                is_planned: row.get(9)?,
                is_denied: row.get(4)?,
                n_documents: 0,
                n_sources: 0,
                n_origins: 0,
                quotes: Vec::new(),
            });
        }
        Ok((answers, by_key))
    }

    /// Returns the most serious relation between each two readings, and within a reading where its forms differ.
    fn pairs(&self, topic_id: i64, answers: &[Reading], reading_of: &HashMap<i64, usize>) -> Result<Vec<Pair>> {
        let mut statement = self.db.prepare(include_str!("sql/topic_pairs.sql"))?;
        let mut rows = statement.query([topic_id])?;
        let mut seen = std::collections::HashSet::new();
        let mut pairs = Vec::new();
        while let Some(row) = rows.next()? {
            let (mut left_id, mut right_id): (i64, i64) = (row.get(0)?, row.get(1)?);
            let (Some(left), Some(right)) = (reading_of.get(&left_id), reading_of.get(&right_id)) else { continue };
            let relation: String = row.get(2)?;
            let (mut left, mut right) = (*left, *right);
            // One figure by two mouths on two days is no news to the reader.
            if left == right && relation == "agree" {
                continue;
            }
            if left > right {
                (left, right, left_id, right_id) = (right, left, right_id, left_id);
            }
            // Rows come in the order of seriousness: the first of two readings decides.
            if seen.insert((left, right)) {
                pairs.push(Pair {
                    left: answers[left].letter.clone(),
                    right: answers[right].letter.clone(),
                    left_id,
                    right_id,
                    relation,
                    reason: row.get(3)?,
                    explanation: row.get(4)?,
                    gap: row.get(5)?,
                });
            }
        }
        Ok(pairs)
    }
}

/// What tells a reading of one topic apart: question, edges, unit, denial, answer.
type Key = (i64, String, String, Option<String>, bool, String);

fn key(row: &Row<'_>, at: [usize; 6]) -> rusqlite::Result<Key> {
    Ok((
        row.get(at[0])?,
        edge(row.get_ref(at[1])?),
        edge(row.get_ref(at[2])?),
        row.get(at[3])?,
        row.get(at[4])?,
        row.get(at[5])?,
    ))
}

/// Writes an edge so that 8000 and 8000.0 are one, as they are in SQL.
pub(super) fn edge(value: rusqlite::types::ValueRef<'_>) -> String {
    match value {
        rusqlite::types::ValueRef::Integer(i) => (i as f64).to_string(),
        rusqlite::types::ValueRef::Real(f) => f.to_string(),
        other => json(other).to_string(),
    }
}

pub(super) fn json(value: rusqlite::types::ValueRef<'_>) -> serde_json::Value {
    use rusqlite::types::ValueRef;
    match value {
        ValueRef::Integer(i) => i.into(),
        ValueRef::Real(f) => f.into(),
        ValueRef::Text(t) => String::from_utf8_lossy(t).into(),
        ValueRef::Null | ValueRef::Blob(_) => serde_json::Value::Null,
    }
}

/// Returns the name of the reading at a place: A to Z, then AA.
pub(super) fn letter(at: usize) -> String {
    let own = char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
    if at < 26 { own.to_string() } else { format!("{}{own}", letter(at / 26 - 1)) }
}

fn head(row: &Row<'_>) -> rusqlite::Result<FindingHead> {
    Ok(FindingHead {
        topic_id: row.get(0)?,
        relation: row.get(1)?,
        reason: row.get(2)?,
        severity: row.get(3)?,
        is_at_odds: row.get(4)?,
        confidence: row.get(5)?,
        status: row.get(6)?,
        last_on: row.get(7)?,
    })
}

fn finding(row: &Row<'_>) -> rusqlite::Result<Finding> {
    Ok(Finding {
        finding_id: row.get(0)?,
        entity: row.get(1)?,
        attribute: row.get(2)?,
        kind: row.get(3)?,
        relation: row.get(4)?,
        readings: row.get(5)?,
        n_readings: row.get(6)?,
        n_documents: row.get(7)?,
        n_sources: row.get(8)?,
        n_origins: row.get(9)?,
        first_on: row.get(10)?,
        last_on: row.get(11)?,
        status: row.get(12)?,
        is_new: row.get::<_, Option<bool>>(13)?.unwrap_or(false),
        is_changed: row.get::<_, Option<bool>>(14)?.unwrap_or(false),
        reason: row.get(15)?,
        severity: row.get(16)?,
        weight: row.get(17)?,
        is_at_odds: row.get(18)?,
        entity_kind: row.get(19)?,
        label: row.get(20)?,
        topic_id: row.get(21)?,
        explanation: row.get(22)?,
        confidence: row.get(23)?,
        fingerprint: row.get(24)?,
        gap: None,
    })
}

fn quote(row: &Row<'_>) -> rusqlite::Result<Quote> {
    Ok(Quote {
        assertion_id: row.get(0)?,
        document: row.get(1)?,
        source: row.get(2)?,
        published_on: row.get(3)?,
        language: row.get(4)?,
        attributed_to: row.get(5)?,
        place: row.get(6)?,
        as_of_low: row.get(7)?,
        as_of_high: row.get(8)?,
        value_text: row.get(9)?,
        value_low: json(row.get_ref(10)?),
        value_high: json(row.get_ref(11)?),
        bound: row.get(12)?,
        unit: row.get(13)?,
        polarity: row.get(14)?,
        modality: row.get(15)?,
        quote: row.get(16)?,
        quote_start: row.get(17)?,
        char_start: row.get(18)?,
        char_end: row.get(19)?,
        origin_id: row.get(20)?,
        confidence: row.get(21)?,
        rule: row.get(22)?,
        extractor: row.get(23)?,
        title: row.get(24)?,
        url: row.get(25)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        let shown: Vec<String> = [0, 25, 26, 51, 52, 701, 702].map(letter).into();
        assert_eq!(shown, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn every_public_view_says_what_it_answers() {
        for view in public_views().unwrap() {
            assert!(view.question.contains('?') && view.question.contains("One row"), "{view:?}");
            assert!(!view.columns.is_empty(), "{view:?}");
        }
    }
}
