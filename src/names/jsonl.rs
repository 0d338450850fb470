//! Comparing over JSON lines, for measuring and for other programs.

use std::borrow::Cow;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::judge::Judge;
use super::{Kept, Kind, Languages};

/// What a line asks.
#[derive(Deserialize)]
struct Asked<'a> {
    id: Option<Json>,
    #[serde(borrow)]
    a: Option<Cow<'a, str>>,
    #[serde(borrow)]
    b: Option<Cow<'a, str>>,
    #[serde(borrow)]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow)]
    lang_a: Option<Cow<'a, str>>,
    #[serde(borrow)]
    lang_b: Option<Cow<'a, str>>,
}

/// What it is answered.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Json>,
    a: &'a str,
    b: &'a str,
    same: bool,
    score: f64,
    class: &'a str,
    reason: &'a str,
}

/// Answers lines one after another.
#[derive(Debug, Default)]
pub struct Answers {
    kept: Kept,
}

impl Answers {
    /// Answers a line (`a`, `b`, `kind`, and `lang_a`, `lang_b`, `id` where they are known) with one that tells `same`, `score`,
    /// `class` and `reason` behind the names.
    ///
    /// # Errors
    /// Where the line is no JSON object, a name is missing or the kind is neither `person` nor `place`.
    pub fn to(&mut self, line: &str) -> Result<String> {
        let asked: Asked<'_> = serde_json::from_str(line).context("not a JSON object that names a, b and kind")?;
        let (a, b) = (asked.a.context("no a")?, asked.b.context("no b")?);
        let kind = match asked.kind.context("no kind")?.as_ref() {
            "person" => Kind::Person,
            "place" => Kind::Place,
            other => bail!("kind is person or place, not {other:?}"),
        };
        // A language that has no two-letter code, such as `und`, is as good as none.
        let language = |code: Option<Cow<'_, str>>| code.and_then(|code| code.parse().ok());
        let languages = Languages(language(asked.lang_a), language(asked.lang_b));
        let (left, right) = self.kept.pair(&a, &b, kind).context("a name was lost")?;
        let found = Judge::embedded().compare(left, right, kind, languages);
        let answer = Answer {
            id: asked.id,
            a: &a,
            b: &b,
            same: found.same,
            score: (f64::from(found.score) * 1000.0).round() / 1000.0,
            class: found.class.as_str(),
            reason: &found.reason,
        };
        Ok(serde_json::to_string(&answer)?)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_line_is_answered_by_a_line() {
        let told = Answers::default()
            .to(r#"{"id": 4, "a": "Zoe Lind", "b": "LIND, Zoé", "kind": "person", "lang_a": "und"}"#)
            .unwrap();
        let told: Json = serde_json::from_str(&told).unwrap();
        assert_eq!((&told["id"], &told["same"], &told["class"]), (&json!(4), &json!(true), &json!("word_order")));
    }

    #[test]
    fn faults_are_named() {
        for (line, fault) in [
            ("[", "not a JSON object"),
            (r#"{"a": "x", "kind": "person"}"#, "no b"),
            (r#"{"a": "x", "b": 3, "kind": "person"}"#, "expected a string"),
            (r#"{"a": "x", "b": "y", "kind": "dog"}"#, "person or place"),
        ] {
            let error = format!("{:#}", Answers::default().to(line).unwrap_err());
            assert!(error.contains(fault), "{error}");
        }
    }
}
