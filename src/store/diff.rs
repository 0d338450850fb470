//! What happened to findings since a run or a day.
//!
//! In: a run's number or a day. Out: the findings that are new, changed or gone since then, each with what it was and what it
//! is. What came and went in between is no news, and left out.

use anyhow::{Context as _, Result, bail};
use rusqlite::{OptionalExtension, Row};
use serde::Serialize;

use super::Store;
use crate::model::PartialDate;

/// Since when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Since {
    /// The run before the last one that is done: what the last one brought.
    #[default]
    LastRun,
    /// The end of this run.
    Run(i64),
    /// The beginning of this day, UTC, by the time of the runs.
    Day(PartialDate),
}

/// A finding that is new, changed or gone.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// `new`, `changed` or `gone`.
    pub change: String,
    /// Its id.
    pub finding_id: String,
    /// Whom or what it is about.
    pub entity: String,
    /// What is stated of it.
    pub attribute: String,
    /// What sort of value.
    pub kind: String,
    /// Its relation then; null where there was none.
    pub relation_before: Option<String>,
    /// Its readings then.
    pub readings_before: Option<String>,
    /// Its relation now; null where it is gone.
    pub relation: Option<String>,
    /// Its readings now.
    pub readings: Option<String>,
    /// The attribute for people.
    pub label: String,
    /// Whether a person has, or had, to look at it; else the difference has an explanation.
    pub is_at_odds: bool,
    /// How sure it is, or was, 0 to 1.
    pub confidence: f64,
    /// The run that last changed it.
    pub run_id: i64,
}

impl Store {
    /// Returns what happened to findings since then, the new ones first, of one sort the most serious first.
    ///
    /// # Errors
    /// Where there is no such run, or one that did not end: the message says which there are.
    pub fn diff(&self, since: Since) -> Result<Vec<Change>> {
        let mark = self.mark(since)?;
        let mut statement = self.db.prepare(include_str!("sql/diff.sql")).map_err(|e| self.explain(e))?;
        let changes = statement.query_map([mark], change)?;
        Ok(changes.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the number of the last change that was known then.
    fn mark(&self, since: Since) -> Result<i64> {
        match since {
            Since::LastRun => Ok(self.db.query_row(include_str!("sql/mark_before_last.sql"), [], |r| r.get(0))?),
            Since::Day(day) => {
                let (year, month, day) = day.first_day();
                let day = format!("{year:04}-{month:02}-{day:02}");
                Ok(self.db.query_row(include_str!("sql/mark_by_day.sql"), [day], |r| r.get(0))?)
            }
            Since::Run(run_id) => {
                let found: Option<Option<i64>> =
                    self.db.query_row(include_str!("sql/mark_by_run.sql"), [run_id], |r| r.get(0)).optional()?;
                match found {
                    Some(Some(mark)) => Ok(mark),
                    Some(None) => bail!("run {run_id} did not end: {}", self.ended_runs()?),
                    None => bail!("there is no run {run_id}: {}", self.ended_runs()?),
                }
            }
        }
    }

    fn ended_runs(&self) -> Result<String> {
        let mut statement = self.db.prepare(include_str!("sql/run_ids.sql"))?;
        let runs: Vec<String> =
            statement.query_map([], |r| Ok(r.get::<_, i64>(0)?.to_string()))?.collect::<rusqlite::Result<_>>()?;
        Ok(match runs.is_empty() {
            true => "none has ended yet".to_owned(),
            false => format!("the last ones that ended are {}; `atodds runs` lists all", runs.join(", ")),
        })
    }
}

impl std::str::FromStr for Since {
    type Err = anyhow::Error;

    /// Reads `12` and `#12` as a run, `2024-11-01`, `2024-11` or a year as a day. Four digits are a year unless `#` stands before.
    fn from_str(text: &str) -> Result<Since> {
        let number = text.strip_prefix('#').unwrap_or(text);
        let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        if is_number && (number.len() != 4 || number.len() < text.len()) {
            return Ok(Since::Run(number.parse().with_context(|| format!("{text} is no run"))?));
        }
        match text.parse() {
            Ok(day) => Ok(Since::Day(day)),
            Err(_) => bail!("a run's number, such as 12, or a day, such as 2024-11-01"),
        }
    }
}

fn change(row: &Row<'_>) -> rusqlite::Result<Change> {
    Ok(Change {
        change: row.get(0)?,
        finding_id: row.get(1)?,
        entity: row.get(2)?,
        attribute: row.get(3)?,
        kind: row.get(4)?,
        relation_before: row.get(5)?,
        readings_before: row.get(6)?,
        relation: row.get(7)?,
        readings: row.get(8)?,
        label: row.get(9)?,
        is_at_odds: row.get(10)?,
        confidence: row.get(11)?,
        run_id: row.get(12)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_run_and_a_year_a_day() {
        let since = |text: &str| text.parse::<Since>();
        assert_eq!(since("12").unwrap(), Since::Run(12));
        assert_eq!(since("12345").unwrap(), Since::Run(12345));
        assert_eq!(since("#2024").unwrap(), Since::Run(2024));
        assert_eq!(since("2024").unwrap(), Since::Day(PartialDate::year(2024)));
        assert_eq!(since("2024-11-01").unwrap(), Since::Day(PartialDate::day(2024, 11, 1)));
        for wrong in ["", "yesterday", "-1", "run 3", "#", "#2024-01", "2024-13-01", "99999999999999999999"] {
            assert!(since(wrong).is_err(), "{wrong}");
        }
    }
}
