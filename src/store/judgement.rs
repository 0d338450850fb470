//! Judgements: what persons decided about findings, kept whatever is read anew.
//!
//! In: a finding and a [`Ruling`]. Out: rows of table `judgement_kept`, which are only ever added. What a judgement makes of its
//! finding today is the views' work (`judgement_standing`).

use anyhow::{Context as _, Result, bail};
use rusqlite::types::Value as Sql;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use serde::Serialize;

use super::answers::{self, Answer};
use super::id::finding_id;
use super::read::letter;
use super::{Finding, Store};
use crate::model::{Kind, PartialDate};
use crate::rules::fold::fold;

/// How many readings an error lists.
const FEW: usize = 8;

/// What a person decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// One reading is the one to use: its letter in `show`, or its words.
    Prefer(String),
    /// The truth lies in a range: `LOW-HIGH`.
    Range(String),
    /// Nothing confirms it.
    Uncorroborated,
    /// It is being looked into.
    Pending,
    /// It is no matter, until it has a new reading.
    Dismissed,
    /// What was decided no longer holds.
    Open,
}

impl Verdict {
    /// Returns the word that is stored.
    pub fn as_str(&self) -> &'static str {
        match self {
            Verdict::Prefer(_) => "prefer",
            Verdict::Range(_) => "range",
            Verdict::Uncorroborated => "uncorroborated",
            Verdict::Pending => "pending",
            Verdict::Dismissed => "dismissed",
            Verdict::Open => "open",
        }
    }
}

/// A decision, with who made it and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// What is decided.
    pub verdict: Verdict,
    /// Why.
    pub note: Option<String>,
    /// By whom.
    pub author: String,
    /// Until when it counts: the last day of this date included.
    pub until: Option<PartialDate>,
}

/// What was decided about a finding, and whether it still counts: of view `judgement`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// Its number in this file.
    pub judgement_id: i64,
    /// `prefer`, `range`, `uncorroborated`, `pending` or `dismissed`.
    pub verdict: String,
    /// The preferred reading or range.
    pub reading: Option<String>,
    /// Why.
    pub note: Option<String>,
    /// By whom.
    pub author: String,
    /// When, UTC.
    pub made_at: String,
    /// The last day on which it counts.
    pub expires_on: Option<String>,
    /// `stands`; `expired`; `came_back`: it dismissed a finding that has new readings.
    pub state: String,
    /// How many readings there are that were none when it was made.
    pub n_new_readings: usize,
}

/// What a decision says of the value.
#[derive(Default)]
struct Said {
    reading: Option<String>,
    low: Option<Sql>,
    high: Option<Sql>,
    /// Whether no reading lies there.
    is_apart: bool,
}

impl Store {
    /// Keeps a decision about a finding; the latest one stands. Returns whether it names a range in which no reading lies.
    ///
    /// # Errors
    /// Where the decision names no reading of the finding, or no range, or a day that is past; where nobody is named; where
    /// the file cannot be written. Nothing is kept then.
    pub fn judge(&mut self, finding: &Finding, ruling: &Ruling) -> Result<bool> {
        let id = &finding.finding_id;
        let author = ruling.author.trim();
        if author.is_empty() {
            bail!("a judgement needs an author: give --author, or set ATODDS_AUTHOR");
        }
        let path = self.path.clone();
        let explain = |e| super::open::explain(&path, e);
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(explain)?;
        let until = ruling.until.map(|date| {
            let (year, month, day) = date.last_day();
            format!("{year:04}-{month:02}-{day:02}")
        });
        if let Some(day) = &until
            && tx.query_row(include_str!("sql/is_past.sql"), [day], |r| r.get::<_, bool>(0))?
        {
            bail!("{day} is past: a judgement counts until a day to come");
        }
        let said = match &ruling.verdict {
            Verdict::Prefer(name) => preferred(&answers::of_topic(&tx, finding.topic_id)?, name, id)?,
            Verdict::Range(text) => range(&answers::of_topic(&tx, finding.topic_id)?, text, finding)?,
            _ => Said::default(),
        };
        let kept = tx
            .execute(
                include_str!("sql/insert_judgement.sql"),
                params![
                    finding.topic_id,
                    ruling.verdict.as_str(),
                    said.reading,
                    said.low,
                    said.high,
                    said_note(ruling.note.as_deref()),
                    author,
                    until
                ],
            )
            .map_err(explain)?;
        if kept == 0 {
            bail!("{id} is no finding any longer: its sources agree by now");
        }
        tx.commit().map_err(explain)?;
        Ok(said.is_apart)
    }

    /// Takes back the judgement of a finding that stands, so that the one before it stands again; returns what it was.
    ///
    /// # Errors
    /// Where there is none, where nobody is named, or the file cannot be written.
    pub fn take_back(&mut self, finding_id: &str, note: Option<&str>, author: &str) -> Result<String> {
        let author = author.trim();
        if author.is_empty() {
            bail!("taking a judgement back needs an author: give --author, or set ATODDS_AUTHOR");
        }
        let path = self.path.clone();
        let explain = |e| super::open::explain(&path, e);
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(explain)?;
        let standing: Option<(i64, String)> = tx
            .query_row(include_str!("sql/standing_judgement.sql"), [finding_id], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        let (judgement_id, verdict) =
            standing.with_context(|| format!("{finding_id} has no judgement that could be taken back"))?;
        tx.execute(include_str!("sql/insert_undo.sql"), params![judgement_id, said_note(note), author])
            .map_err(explain)?;
        tx.commit().map_err(explain)?;
        Ok(verdict)
    }

    /// Returns the id of the judged finding that is, or begins with, `id`, whether or not it is a finding by now; `None` where
    /// no judged one begins so, or several do.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn judged(&self, id: &str) -> Result<Option<String>> {
        let prefix = id.trim().to_ascii_lowercase();
        if prefix.is_empty() {
            return Ok(None);
        }
        let mut statement = self.db.prepare(include_str!("sql/judged_ids.sql")).map_err(|e| self.explain(e))?;
        let ids: Vec<String> = statement.query_map([&prefix], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(match ids.as_slice() {
            [first, ..] if *first == prefix => Some(first.clone()),
            [only] => Some(only.clone()),
            _ => None,
        })
    }

    /// Returns what was decided about a finding and not taken back since.
    pub(super) fn judgement_of(&self, finding_id: &str) -> Result<Option<Judgement>> {
        let judgement = self.db.query_row(include_str!("sql/finding_judgement.sql"), [finding_id], |r| {
            Ok(Judgement {
                judgement_id: r.get(0)?,
                verdict: r.get(1)?,
                reading: r.get(2)?,
                note: r.get(3)?,
                author: r.get(4)?,
                made_at: r.get(5)?,
                expires_on: r.get(6)?,
                state: r.get(7)?,
                n_new_readings: r.get(8)?,
            })
        });
        Ok(judgement.optional()?)
    }
}

/// Has what a person decided about a story's findings hold on where the story goes by another name: its first document came
/// later, or went. `renamed` has names that all documents left, each with the name that they took.
///
/// # Errors
/// Where the file cannot be written.
pub(super) fn follow<'s>(tx: &Transaction, renamed: impl Iterator<Item = &'s (String, String)>) -> Result<()> {
    for (before, now) in renamed {
        let judged: Vec<(String, String, String)> = tx
            .prepare_cached(include_str!("sql/judged_topics.sql"))?
            .query_map([before], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (finding, attribute, kind) in judged {
            let new = finding_id(now, &attribute, &kind);
            tx.prepare_cached(include_str!("sql/follow_judgement.sql"))?.execute([finding, new])?;
        }
    }
    Ok(())
}

/// Has what a person decided about a topic's finding hold for the topic to which most of its statements moved: its question goes by
/// another name since a further document asks another one of that name.
///
/// # Errors
/// Where the file cannot be written.
pub(super) fn follow_topic(tx: &Transaction, before: i64, now: i64) -> Result<()> {
    let judged: Option<(String, String)> = tx
        .prepare_cached(include_str!("sql/judged_topic.sql"))?
        .query_row([before, now], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    if let Some((before, now)) = judged {
        tx.prepare_cached(include_str!("sql/follow_judgement.sql"))?.execute([before, now])?;
    }
    Ok(())
}

fn said_note(note: Option<&str>) -> Option<&str> {
    note.map(str::trim).filter(|n| !n.is_empty())
}

/// Finds the reading that a person names by its letter or its words.
fn preferred(answers: &[Answer], name: &str, id: &str) -> Result<Said> {
    let name = name.trim();
    let by_letter = (0..answers.len()).find(|at| letter(*at).eq_ignore_ascii_case(name));
    let at = match by_letter {
        Some(at) => at,
        None => {
            let wanted = fold(name);
            let named: Vec<usize> = (0..answers.len()).filter(|at| fold(&answers[*at].short) == wanted).collect();
            match named[..] {
                [only] => only,
                [] => bail!("{id} has no reading {name:?}: give the letter or the words of one: {}", list(answers)),
                _ => bail!("{id} has several readings {name:?}: give the letter of one: {}", list(answers)),
            }
        }
    };
    let answer = &answers[at];
    let (low, high) = (sql(&answer.low), sql(&answer.high));
    Ok(Said { reading: Some(answer.short.clone()), low, high, is_apart: false })
}

fn list(answers: &[Answer]) -> String {
    let first: Vec<String> =
        answers.iter().take(FEW).enumerate().map(|(at, a)| format!("{} {}", letter(at), a.short)).collect();
    let more = if answers.len() > FEW { "; …" } else { "" };
    format!("{}{more}", first.join("; "))
}

fn sql(value: &serde_json::Value) -> Option<Sql> {
    match value {
        serde_json::Value::Number(n) => n.as_i64().map(Sql::Integer).or_else(|| n.as_f64().map(Sql::Real)),
        serde_json::Value::String(s) => Some(Sql::Text(s.clone())),
        _ => None,
    }
}

/// One edge of a range, with what it is compared by.
#[derive(PartialEq, PartialOrd)]
enum Edge {
    Number(f64),
    Day(String),
}

/// Reads a range of the finding's kind of value.
fn range(answers: &[Answer], text: &str, finding: &Finding) -> Result<Said> {
    let kind = Kind::from_word(&finding.kind);
    if matches!(kind, None | Some(Kind::Name | Kind::Role | Kind::Fact)) {
        bail!("{} is about words, which have no range: choose one with --prefer", finding.finding_id);
    }
    let is_date = kind == Some(Kind::Date);
    let read = |part: &str| if is_date { day(part) } else { number(part) };
    let cuts = text.char_indices().filter_map(|(at, c)| match c {
        '-' | '–' | '—' => Some((at, c.len_utf8())),
        '.' if text[at..].starts_with("..") => Some((at, 2)),
        _ => None,
    });
    let found = cuts.into_iter().find_map(|(at, wide)| Some((read(&text[..at])?, read(&text[at + wide..])?)));
    let example = if is_date { "2024-10-01..2024-10-05" } else { "10000-12000" };
    let Some(((low, low_value), (high, high_value))) = found else {
        bail!("{text:?} is no range: give its two ends, such as {example}");
    };
    if low > high {
        bail!("{text:?} is no range: its first end lies above its second");
    }
    let reading = Some(format!("{}–{}", words(&low_value), words(&high_value)));
    let touches = |answer: &Answer| {
        let edge = |value: &serde_json::Value| match value {
            serde_json::Value::Number(n) => n.as_f64().map(Edge::Number),
            serde_json::Value::String(s) => Some(Edge::Day(s.clone())),
            _ => None,
        };
        edge(&answer.low).is_none_or(|from| from <= high) && edge(&answer.high).is_none_or(|to| to >= low)
    };
    let is_apart = !answers.iter().any(touches);
    Ok(Said { reading, low: Some(low_value), high: Some(high_value), is_apart })
}

fn words(value: &Sql) -> String {
    match value {
        Sql::Integer(i) => i.to_string(),
        Sql::Real(f) => f.to_string(),
        Sql::Text(t) => t.clone(),
        Sql::Null | Sql::Blob(_) => String::new(),
    }
}

/// Reads a number; blanks and commas between its thousands are passed over.
fn number(text: &str) -> Option<(Edge, Sql)> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let value: f64 = digits.parse().ok().filter(|v: &f64| v.is_finite())?;
    Some((Edge::Number(value), digits.parse().map_or(Sql::Real(value), Sql::Integer)))
}

fn day(text: &str) -> Option<(Edge, Sql)> {
    let date: PartialDate = text.trim().parse().ok()?;
    Some((Edge::Day(date.to_string()), Sql::Text(date.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        let value = |text: &str| number(text).map(|(_, value)| value);
        assert_eq!(value("10,000"), Some(Sql::Integer(10_000)));
        assert_eq!(value(" 10 000 "), Some(Sql::Integer(10_000)));
        assert_eq!(value("2.5"), Some(Sql::Real(2.5)));
        for wrong in ["", "ten", "-3", "inf", "NaN", "1e999"] {
            assert_eq!(value(wrong), None, "{wrong}");
        }
    }
}
