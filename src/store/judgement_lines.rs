//! Judgements as JSON lines: what one store keeps, for another.
//!
//! A line is an object with the columns of table `judgement_kept`, one line a judgement, in the order in which they were
//! kept. `judgement` is its number in that store, to which `undoes` of a later line refers.

use anyhow::{Context as _, Result, bail};
use foldhash::{HashMap, HashMapExt};
use rusqlite::types::Value as Sql;
use rusqlite::{ErrorCode, OptionalExtension, Row, Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use super::Store;
use super::read::json;

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Judgements that are new here.
    pub added: usize,
    /// Those that were kept already.
    pub known: usize,
}

/// One line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    judgement: i64,
    finding_id: String,
    verdict: String,
    reading: Option<String>,
    #[serde(default)]
    value_low: serde_json::Value,
    #[serde(default)]
    value_high: serde_json::Value,
    note: Option<String>,
    author: String,
    made_at: String,
    expires_on: Option<String>,
    undoes: Option<i64>,
    entity: String,
    attribute: String,
    label: String,
    kind: String,
    relation: String,
    readings: String,
    answers: Vec<String>,
    fingerprint: String,
}

impl Store {
    /// Gives each judgement as a line, without its line end.
    ///
    /// # Errors
    /// Where the file cannot be read, and those of `each`.
    pub fn export_judgements(&self, each: &mut dyn FnMut(&str) -> Result<()>) -> Result<()> {
        let mut statement = self.db.prepare(include_str!("sql/export_judgements.sql")).map_err(|e| self.explain(e))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            each(&serde_json::to_string(&line(row)?)?)?;
        }
        Ok(())
    }

    /// Keeps the judgements of these lines, all of them or none; those that are kept already are passed over. Of two
    /// judgements of one finding the later one stands, wherever it was made.
    ///
    /// # Errors
    /// Where a line is no judgement: the message names it. Where the file cannot be written.
    pub fn import_judgements(&mut self, lines: &mut dyn Iterator<Item = Result<String>>) -> Result<Imported> {
        let path = self.path.clone();
        let explain = |e| super::open::explain(&path, e);
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(explain)?;
        let mut done = Imported::default();
        let mut here: HashMap<i64, i64> = HashMap::new();
        for (n, text) in lines.enumerate() {
            let at = || format!("line {}", n + 1);
            let text = text.with_context(at)?;
            if text.trim().is_empty() {
                continue;
            }
            let line: Line = serde_json::from_str(&text).with_context(at)?;
            let number = line.judgement;
            let (judgement_id, is_new) = keep(&tx, line, &here).with_context(at)?;
            here.insert(number, judgement_id);
            done.added += usize::from(is_new);
            done.known += usize::from(!is_new);
        }
        tx.commit().map_err(explain)?;
        Ok(done)
    }
}

/// Keeps one judgement, unless it is kept already; returns its number here and whether it is new.
fn keep(tx: &Transaction, line: Line, here: &HashMap<i64, i64>) -> Result<(i64, bool)> {
    let undoes = match line.undoes {
        None => None,
        Some(number) => match here.get(&number) {
            Some(id) => Some(*id),
            None => bail!("it undoes judgement {number}, which no line before it holds"),
        },
    };
    let found: Option<i64> = tx
        .prepare_cached(include_str!("sql/find_judgement.sql"))?
        .query_row(
            params![line.finding_id, line.made_at, line.author, line.verdict, line.reading, line.note, undoes],
            |r| r.get(0),
        )
        .optional()?;
    if let Some(id) = found {
        return Ok((id, false));
    }
    let kept = tx.prepare_cached(include_str!("sql/import_judgement.sql"))?.execute(params![
        line.finding_id,
        line.verdict,
        line.reading,
        value(&line.value_low)?,
        value(&line.value_high)?,
        line.note,
        line.author,
        line.made_at,
        line.expires_on,
        undoes,
        line.entity,
        line.attribute,
        line.label,
        line.kind,
        line.relation,
        line.readings,
        serde_json::to_string(&line.answers)?,
        line.fingerprint,
    ]);
    match kept {
        Ok(_) => {}
        // Told by the line, not as a fault of the file.
        Err(e) if e.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
            bail!("it is no judgement that can be kept: {e}")
        }
        Err(e) => return Err(e.into()),
    }
    Ok((tx.last_insert_rowid(), true))
}

fn value(value: &serde_json::Value) -> Result<Sql> {
    Ok(match value {
        serde_json::Value::Null => Sql::Null,
        serde_json::Value::String(s) => Sql::Text(s.clone()),
        serde_json::Value::Number(n) => match (n.as_i64(), n.as_f64()) {
            (Some(i), _) => Sql::Integer(i),
            (None, f) => f.map_or(Sql::Null, Sql::Real),
        },
        other => bail!("{other} is no edge of a value"),
    })
}

fn line(row: &Row<'_>) -> Result<Line> {
    let answers: String = row.get("answers")?;
    Ok(Line {
        judgement: row.get("judgement_id")?,
        finding_id: row.get("finding_id")?,
        verdict: row.get("verdict")?,
        reading: row.get("reading")?,
        value_low: json(row.get_ref("value_low")?),
        value_high: json(row.get_ref("value_high")?),
        note: row.get("note")?,
        author: row.get("author")?,
        made_at: row.get("made_at")?,
        expires_on: row.get("expires_on")?,
        undoes: row.get("undoes")?,
        entity: row.get("entity")?,
        attribute: row.get("attribute")?,
        label: row.get("label")?,
        kind: row.get("kind")?,
        relation: row.get("relation")?,
        readings: row.get("readings")?,
        answers: serde_json::from_str(&answers).context("a judgement's answers")?,
        fingerprint: row.get("fingerprint")?,
    })
}
