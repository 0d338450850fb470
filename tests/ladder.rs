//! Each reason code of docs/relations.md has an example there, which gives just that code.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at any fault")]

use std::collections::BTreeSet;

use atodds::extract::Extractor;
use atodds::extract::given::{self, Row};
use atodds::model::{Document, Extraction, Language};
use atodds::store::{Mode, RunCounts, Store};

/// Codes of pairs of two questions: only reading makes these.
const OF_READING: &[&str] = &["place_unstated", "planned_not_done"];

struct Example {
    reason: String,
    lines: Vec<String>,
}

/// The fenced examples, each with the code named on its fence or last before it.
fn examples() -> Vec<Example> {
    let page = include_str!("../docs/relations.md");
    let (mut out, mut named, mut inside): (Vec<Example>, String, bool) = (Vec::new(), String::new(), false);
    for line in page.lines() {
        if let Some(fence) = line.strip_prefix("```ladder") {
            let own = fence.trim();
            let reason = if own.is_empty() { named.clone() } else { own.to_owned() };
            out.push(Example { reason, lines: Vec::new() });
            inside = true;
        } else if line.starts_with("```") {
            inside = false;
        } else if inside {
            out.last_mut().unwrap().lines.push(line.to_owned());
        } else if let Some(code) = line.strip_prefix('`').and_then(|l| l.split('`').next()) {
            named = code.to_owned();
        }
    }
    out
}

/// A line's document, and a row for each value in brackets.
fn read(line: &str, path: &str, entity: &str) -> (Document, Vec<Row>) {
    let (told, options) = line.split_once(" | ").unwrap_or((line, ""));
    let mut parts = told.splitn(3, ' ');
    let (date, language, marked) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
    let text = marked.replace(['[', ']'], "");
    let document = Document {
        path: path.to_owned(),
        title: None,
        text: text.clone(),
        source: path.to_owned(),
        country: None,
        url: None,
        published: Some(date.parse().unwrap()),
        published_basis: Some("option"),
        language: if language == "fr" { Language::FR } else { Language::EN },
        format: "txt",
    };
    let values: Vec<&str> = marked.split('[').skip(1).map(|v| v.split(']').next().unwrap()).collect();
    let rows = values.iter().enumerate().map(|(n, value)| {
        let mut row = serde_json::json!({
            "document": path, "quote": text, "value_text": value, "entity": entity, "attribute": "figure", "kind": "quantity",
        });
        for option in options.split_whitespace() {
            let (option, only) = option.split_once('@').map_or((option, None), |(o, n)| (o, n.parse::<usize>().ok()));
            if only.is_some_and(|only| only != n + 1) {
                continue;
            }
            let (key, value) = option.split_once('=').unwrap();
            row[key] = match key {
                "members" => value.split(',').collect(),
                "confidence" => value.parse::<f64>().unwrap().into(),
                "attributed_to" => value.replace('_', " ").into(),
                _ => value.into(),
            };
        }
        // An attribute has one definition in a store, and each kind of value another one.
        if row["attribute"] == "figure" {
            row["attribute"] = format!("figure_{}", row["kind"].as_str().unwrap()).into();
        }
        serde_json::from_value(row).unwrap()
    });
    (document, rows.collect())
}

/// Takes the examples in, and returns the codes of each one's pairs.
fn reasons(examples: &[Example]) -> Vec<BTreeSet<String>> {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("a.db"), Mode::Write).unwrap();
    let run = store.begin_run("import", "0").unwrap();
    for (n, example) in examples.iter().enumerate() {
        for (m, line) in example.lines.iter().enumerate() {
            let path = format!("{n}-{m}.txt");
            let (document, rows) = read(line, &path, &format!("example {n}"));
            let mut batch = store.batch(run).unwrap();
            batch.add(&document, &path, &document.content_hash(), &Extraction::default(), Extractor::name()).unwrap();
            batch.commit().unwrap();
            let held = store.stored(&path).unwrap();
            let mut batch = store.batch(run).unwrap();
            for row in rows {
                let given =
                    given::given(&row, &held.document, "test", &|_| None).unwrap_or_else(|e| panic!("{line}: {e}"));
                assert_eq!(given.warning, None, "{line}");
                batch.give(&held, &row, &given).unwrap();
            }
            batch.commit().unwrap();
        }
    }
    store.gather(run).unwrap();
    store.finish_run(run, &RunCounts::default()).unwrap();
    (0..examples.len())
        .map(|n| {
            let sql = "SELECT p.reason FROM assertion_pair p JOIN assertion_full f ON f.assertion_id = p.left_id WHERE f.entity = ?1";
            let mut statement = store.connection().prepare(sql).unwrap();
            let found = statement.query_map([format!("example {n}")], |r| r.get(0)).unwrap();
            found.collect::<Result<_, _>>().unwrap()
        })
        .collect()
}

#[test]
fn every_example_gives_its_code() {
    let examples = examples();
    let mut wrong = Vec::new();
    for (example, found) in examples.iter().zip(reasons(&examples)) {
        if !found.contains(&example.reason) {
            wrong.push(format!("{} gives {found:?}: {:?}", example.reason, example.lines));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_an_example() {
    let db = rusqlite::Connection::open_in_memory().unwrap();
    db.execute_batch(&atodds::store::schema_sql()).unwrap();
    let mut statement = db.prepare("SELECT reason FROM reason").unwrap();
    let codes: BTreeSet<String> = statement.query_map([], |r| r.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    let shown: BTreeSet<String> =
        examples().into_iter().map(|e| e.reason).chain(OF_READING.iter().map(|r| (*r).to_owned())).collect();
    assert_eq!(codes, shown);
}

/// What comes in reverse stands in the same relation: the ladder has no left and right.
#[test]
fn the_order_of_two_statements_changes_nothing() {
    let mut examples = examples();
    let forwards = reasons(&examples);
    for example in &mut examples {
        example.lines.reverse();
    }
    assert_eq!(reasons(&examples), forwards);
}
