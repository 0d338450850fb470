//! Checking a store: does it hold what it should, and does it hold together?
//!
//! In: an open store. Out: a line for each check, with what is wrong and what to do. Nothing is changed or mended.

use std::collections::BTreeMap;

use anyhow::Result;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{Store, embedded};

/// What became of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What was looked at: `spans`.
    pub name: &'static str,
    /// What was found, in a plain sentence.
    pub found: String,
    /// What to do about it; `None` where all is well.
    pub advice: Option<&'static str>,
}

const INGEST_AGAIN: &str = "run `atodds ingest` on the same documents into a new database";
const RESTORE: &str = "restore a copy from before, or ingest the documents into a new database";

/// Counts that must be none: the check's name, what is well, what is wrong, what to do, and the rows at fault.
const MUST_BE_NONE: &[(&str, &str, &str, &str, &str)] = &[
    (
        "foreign keys",
        "every row's references lead somewhere",
        "rows refer to rows that are not there",
        RESTORE,
        include_str!("sql/check_foreign_keys.sql"),
    ),
    (
        "versions",
        "every document has one version that counts, or was forgotten",
        "documents have no version that counts",
        RESTORE,
        include_str!("sql/check_versions.sql"),
    ),
    (
        "rows that belong together",
        "statements, questions, names and documents fit each other",
        "statements stand with another document's, topic's or entity's rows",
        RESTORE,
        include_str!("sql/check_rows.sql"),
    ),
    (
        "spans",
        "every value stands where it was read",
        "values are not what the document's text has at their place",
        INGEST_AGAIN,
        include_str!("sql/check_spans.sql"),
    ),
    (
        "quotes",
        "every quote stands in its document",
        "quotes are not what the document's text has at their place",
        INGEST_AGAIN,
        include_str!("sql/check_quotes.sql"),
    ),
    (
        "tolerances",
        "every bound has its tolerance",
        "bounds have no tolerance for all attributes ('*')",
        "add the rows to table tolerance: `atodds sql --schema` shows the first ones",
        include_str!("sql/check_tolerances.sql"),
    ),
];

impl Store {
    /// Runs all checks.
    ///
    /// # Errors
    /// Where the file cannot be read at all.
    pub fn checks(&self) -> Result<Vec<Check>> {
        let mut checks = vec![self.integrity()?, self.schema_as_made()?];
        for (name, well, wrong, advice, sql) in MUST_BE_NONE {
            let mut statement = self.db.prepare(sql).map_err(|e| self.explain(e))?;
            let mut rows = statement.query([]).map_err(|e| self.explain(e))?;
            let (mut n, mut first) = (0, Vec::new());
            while let Some(row) = rows.next().map_err(|e| self.explain(e))? {
                n += 1;
                if first.len() < 3 {
                    first.push(row.get::<_, String>(0)?);
                }
            }
            checks.push(verdict(name, n, &first, well, wrong, advice));
        }
        checks.extend([self.full_text()?, self.kept_as_worked_out()?, self.gathered()?, self.runs()?]);
        Ok(checks)
    }

    fn integrity(&self) -> Result<Check> {
        let mut statement = self.db.prepare("PRAGMA integrity_check(10)").map_err(|e| self.explain(e))?;
        let told: Vec<String> = statement
            .query_map([], |r| r.get(0))
            .and_then(|rows| rows.filter(|line| line.as_deref() != Ok("ok")).collect())
            .map_err(|e| self.explain(e))?;
        Ok(verdict("file", told.len(), &told, "SQLite finds the file whole", "SQLite finds faults", RESTORE))
    }

    /// Compares tables, indexes, triggers and views with those of a new store. What others added is theirs.
    fn schema_as_made(&self) -> Result<Check> {
        let new = Connection::open_in_memory()?;
        new.execute_batch(&embedded::schema_sql())?;
        let (made, here) = (objects(&new)?, objects(&self.db).map_err(|e| self.explain(e))?);
        let differ: Vec<String> = made
            .iter()
            .filter(|(name, sql)| here.get(*name) != Some(sql))
            .map(|((kind, name), _)| format!("{kind} {name}"))
            .collect();
        Ok(verdict(
            "schema",
            differ.len(),
            &differ,
            "tables, indexes, triggers and views are as this atodds makes them",
            "parts are missing or changed",
            RESTORE,
        ))
    }

    /// Compares the full-text index with the documents. That is a command to the index, so it needs a connection that
    /// could write; it is rolled back.
    fn full_text(&self) -> Result<Check> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let told = Connection::open_with_flags(&self.path, flags).and_then(|mut db| {
            let tx = db.transaction()?;
            tx.execute(include_str!("sql/check_full_text.sql"), [])?;
            tx.rollback()
        });
        let well = "the full-text index fits the documents";
        match told {
            Ok(()) => Ok(Check { name: "full text", found: well.to_owned(), advice: None }),
            Err(e) if matches!(e.sqlite_error_code(), Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen)) => Ok(Check {
                name: "full text",
                found: "not checked: that needs a file that may be written".to_owned(),
                advice: None,
            }),
            Err(e) if e.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) => Ok(Check {
                name: "full text",
                found: "the full-text index does not fit the documents".to_owned(),
                advice: Some(
                    "make it anew with any SQLite client: INSERT INTO document_text (document_text) VALUES ('rebuild')",
                ),
            }),
            Err(e) => Err(self.explain(e).into()),
        }
    }

    /// Works all findings out afresh and compares them with what was kept.
    fn kept_as_worked_out(&self) -> Result<Check> {
        let mut topics = self.db.prepare(include_str!("sql/gathered_topics.sql"))?;
        let mut cases = self.db.prepare(include_str!("sql/count_cases.sql"))?;
        let mut both = self.db.prepare(include_str!("sql/check_finding.sql"))?;
        let mut readings = self.db.prepare(include_str!("sql/topic_readings.sql"))?;
        let mut rows = topics.query([])?;
        let mut differ = Vec::new();
        while let Some(row) = rows.next()? {
            let (topic, id): (i64, String) = (row.get(0)?, row.get(1)?);
            let distinct: i64 = cases.query_row([topic], |r| r.get(0))?;
            let is_same = if distinct < 2 {
                let kept: bool = self.db.query_row(include_str!("sql/has_finding.sql"), [topic], |r| r.get(0))?;
                !kept
            } else {
                let (left, right, text) = both.query_row([topic], |r| {
                    let side = |from: usize| -> rusqlite::Result<Vec<rusqlite::types::Value>> {
                        (from..from + 7).map(|at| r.get(at)).collect()
                    };
                    Ok((side(0)?, side(8)?, r.get::<_, Option<String>>(7)?))
                })?;
                let now: Vec<String> = readings.query_map([topic], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
                left == right && text.is_none_or(|t| t == super::gather::cell(&now))
            };
            if !is_same {
                differ.push(id);
            }
        }
        Ok(verdict(
            "findings",
            differ.len(),
            &differ,
            "all findings are what their statements make",
            "findings are not what their statements make",
            "mark their topics with any SQLite client (UPDATE topic SET is_dirty = 1), then run `atodds ingest` again",
        ))
    }

    fn gathered(&self) -> Result<Check> {
        let n = self.dirty_topics()?;
        Ok(verdict(
            "gathering",
            n,
            &[],
            "no topic waits to be gathered",
            "topics wait to be gathered: a run was broken off, or is at work",
            "run `atodds ingest` again: it ends what was begun",
        ))
    }

    /// Looks for a last run that did not end; those before it were made good by later ones.
    fn runs(&self) -> Result<Check> {
        let mut statement = self.db.prepare(include_str!("sql/check_runs.sql"))?;
        let stuck: Vec<String> = statement.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(verdict(
            "runs",
            stuck.len(),
            &stuck,
            "the last run ended",
            "the last run did not end: it was broken off, or is at work",
            "run `atodds ingest` again: it ends what was begun",
        ))
    }
}

/// Returns a check's outcome: with how many are at fault and the first of them.
fn verdict(name: &'static str, n: usize, first: &[String], well: &str, wrong: &str, advice: &'static str) -> Check {
    if n == 0 {
        return Check { name, found: well.to_owned(), advice: None };
    }
    let shown: Vec<&str> = first.iter().take(3).map(String::as_str).collect();
    let more = if n > shown.len() && !shown.is_empty() { ", …" } else { "" };
    let list = if shown.is_empty() { String::new() } else { format!(" ({}{more})", shown.join(", ")) };
    Check { name, found: format!("{n}: {wrong}{list}"), advice: Some(advice) }
}

/// Returns the statements that made a schema, by kind and name; SQLite's own tables left out.
fn objects(db: &Connection) -> rusqlite::Result<BTreeMap<(String, String), String>> {
    db.prepare(include_str!("sql/schema_objects.sql"))?
        .query_map([], |r| Ok(((r.get(0)?, r.get(1)?), r.get(2)?)))?
        .collect()
}
