//! Comparing over JSON lines, for measuring and for other programs.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value as Json, json};

use super::{Kind, Languages, compare};

/// Answers a line (`a`, `b`, `kind`, and `lang_a`, `lang_b`, `id` where they are known) with one that tells `same`, `score`,
/// `class` and `reason` behind the names.
///
/// # Errors
/// Where the line is no JSON object, a name is missing or the kind is neither `person` nor `place`.
pub fn answer(line: &str) -> Result<String> {
    let row: Map<String, Json> = serde_json::from_str(line).context("not a JSON object")?;
    let (a, b) = (text(&row, "a")?, text(&row, "b")?);
    let kind = match text(&row, "kind")? {
        "person" => Kind::Person,
        "place" => Kind::Place,
        other => bail!("kind is person or place, not {other:?}"),
    };
    let languages = Languages(language(&row, "lang_a")?, language(&row, "lang_b")?);
    let found = compare(a, b, kind, languages);
    let mut answer = Map::new();
    if let Some(id) = row.get("id") {
        answer.insert("id".to_owned(), id.clone());
    }
    let score = (f64::from(found.score) * 1000.0).round() / 1000.0;
    let told = json!({
        "a": a, "b": b, "same": found.same, "score": score, "class": found.class.as_str(), "reason": found.reason,
    });
    if let Json::Object(told) = told {
        answer.extend(told);
    }
    Ok(Json::Object(answer).to_string())
}

fn text<'a>(row: &'a Map<String, Json>, field: &str) -> Result<&'a str> {
    match row.get(field) {
        None | Some(Json::Null) => bail!("no {field}"),
        Some(value) => value.as_str().with_context(|| format!("{field} is no text")),
    }
}

/// A language that has no two-letter code, such as `und`, is as good as none.
fn language(row: &Map<String, Json>, field: &str) -> Result<Option<crate::model::Language>> {
    match row.get(field) {
        None | Some(Json::Null) => Ok(None),
        Some(value) => Ok(value.as_str().with_context(|| format!("{field} is no text"))?.parse().ok()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_answered_by_a_line() {
        let told =
            answer(r#"{"id": 4, "a": "Zoe Lind", "b": "LIND, Zoé", "kind": "person", "lang_a": "und"}"#).unwrap();
        let told: Json = serde_json::from_str(&told).unwrap();
        assert_eq!((&told["id"], &told["same"], &told["class"]), (&json!(4), &json!(true), &json!("word_order")));
    }

    #[test]
    fn faults_are_named() {
        for (line, fault) in [
            ("[]", "not a JSON object"),
            (r#"{"a": "x", "kind": "person"}"#, "no b"),
            (r#"{"a": "x", "b": 3, "kind": "person"}"#, "b is no text"),
            (r#"{"a": "x", "b": "y", "kind": "dog"}"#, "person or place"),
        ] {
            let error = format!("{:#}", answer(line).unwrap_err());
            assert!(error.contains(fault), "{error}");
        }
    }
}
