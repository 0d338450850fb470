//! The answers that a topic gets: as they are written, and what tells them apart whatever the words.

use anyhow::Result;
use rusqlite::{Connection, Row};
use sha2::{Digest, Sha256};

use super::read::{edge, json};

/// One answer: a row of `reading_short`, in the order of a finding's readings.
pub(super) struct Answer {
    /// As it is written: `3,000 in Kursk`.
    pub short: String,
    /// Low edge: a number or an ISO date; null is open, and words have none.
    pub low: serde_json::Value,
    /// High edge, likewise.
    pub high: serde_json::Value,
    /// Tells it apart from all others: twelve hexadecimal digits made from scope, value and denial. A further article that gives
    /// the answer in other words gives the same key; so does the same text read anew.
    pub key: String,
}

/// Returns the answers of a topic, low before high.
pub(super) fn of_topic(db: &Connection, topic_id: i64) -> Result<Vec<Answer>> {
    let mut statement = db.prepare_cached(include_str!("sql/topic_short.sql"))?;
    let answers = statement.query_map([topic_id], answer)?;
    Ok(answers.collect::<rusqlite::Result<_>>()?)
}

fn answer(row: &Row<'_>) -> rusqlite::Result<Answer> {
    let text = |column: &str| row.get::<_, Option<String>>(column).map(Option::unwrap_or_default);
    let flag = |column: &str| row.get::<_, bool>(column).map(|is| is.to_string());
    let parts = [
        text("place_key")?,
        text("subgroup")?,
        text("period")?,
        flag("is_planned")?,
        edge(row.get_ref("value_low")?),
        edge(row.get_ref("value_high")?),
        text("unit")?,
        flag("is_denied")?,
        text("answer")?,
    ];
    Ok(Answer {
        short: row.get("short")?,
        low: json(row.get_ref("value_low")?),
        high: json(row.get_ref("value_high")?),
        key: hash(&parts, 6),
    })
}

/// Returns the distinct answers as they are written, in order.
pub(super) fn shorts(answers: &[Answer]) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(answers.len());
    let mut seen = std::collections::HashSet::new();
    for answer in answers {
        if seen.insert(answer.short.as_str()) {
            out.push(answer.short.clone());
        }
    }
    out
}

/// Returns the keys, sorted, as a JSON array.
pub(super) fn keys(answers: &[Answer]) -> Result<String> {
    let keys: std::collections::BTreeSet<&str> = answers.iter().map(|a| a.key.as_str()).collect();
    Ok(serde_json::to_string(&keys)?)
}

/// Returns the first bytes of the hash of some texts, in hexadecimal.
pub(super) fn hash(parts: &[String], bytes: usize) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(bytes).map(|byte| format!("{byte:02x}")).collect()
}
