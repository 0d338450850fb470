//! `atodds import`: rows from elsewhere are checked against their documents, and stand beside the program's own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::fs;

use common::Env;
use serde_json::{Value, json};

const TEXT: &str =
    "La préfecture compte 3 200 manifestants à Verlac.\n\nLe syndicat en compte 8 000, dit Jeanne Morel.\n";

/// A folder with one article read.
fn env() -> Env {
    let env = Env::new();
    fs::write(env.path().join("a.txt"), TEXT).unwrap();
    env.args(&["ingest", "--published", "2024-11-01", "--source", "Le Relais", "a.txt"], 0);
    env
}

fn row() -> Value {
    json!({
        "document": "a.txt", "quote": "Le syndicat en compte 8 000, dit Jeanne Morel.", "value_text": "8 000",
        "entity": "marche de Verlac", "attribute": "demonstrators", "kind": "quantity",
    })
}

fn with(changes: &[(&str, Value)]) -> Value {
    let mut row = row();
    for (key, value) in changes {
        row[*key] = value.clone();
    }
    row
}

fn import(env: &Env, rows: &[Value], status: i32) -> (String, String) {
    let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
    fs::write(env.path().join("rows.jsonl"), lines.join("\n")).unwrap();
    env.args(&["import", "rows.jsonl"], status)
}

fn query(env: &Env, sql: &str) -> Vec<Value> {
    let (out, _) = env.args(&["sql", "--format", "json", sql], 0);
    serde_json::from_str(&out).unwrap()
}

const GIVEN: &str =
    "SELECT value_low, value_high, bound, unit, char_start, char_end, extractor, attributed_to, confidence
     FROM assertion_full WHERE extractor NOT LIKE 'atodds %' ORDER BY assertion_id";

#[test]
fn what_a_row_leaves_open_is_read_from_the_words() {
    let env = env();
    let (out, err) = import(&env, &[with(&[("attributed_to", json!("Jeanne Morel"))])], 0);
    assert_eq!(out, "1 row read: 1 new, 0 replaced, 0 known already; 0 refused\n");
    assert_eq!(err, "");
    let start = TEXT.chars().take_while(|c| *c != '8').count();
    assert_eq!(
        query(&env, GIVEN),
        [json!({
            "value_low": 8000, "value_high": 8000, "bound": "exact", "unit": null, "char_start": start,
            "char_end": start + 5, "extractor": "import", "attributed_to": "Jeanne Morel", "confidence": 0.9,
        })]
    );
}

#[test]
fn a_row_disagrees_with_the_programs_own_and_with_other_rows() {
    let env = env();
    let own = json!({
        "document": "a.txt", "quote": "3 200 manifestants", "value_text": "3 200", "entity": "marche de Verlac",
        "attribute": "demonstrators", "kind": "quantity", "attributed_to": "La préfecture", "extractor": "desk",
    });
    import(&env, &[row(), own], 0);
    let found = query(
        &env,
        "SELECT p.relation FROM assertion_pair p JOIN assertion_full l ON l.assertion_id = p.left_id
         JOIN assertion_full r ON r.assertion_id = p.right_id WHERE l.extractor IN ('desk', 'import') AND r.extractor IN ('desk', 'import')",
    );
    assert_eq!(found, [json!({ "relation": "contradiction" })]);
    assert!(env.run("report --entity verlac --format csv", 0).contains("3,200 | 8,000"));
}

#[test]
fn the_same_rows_again_add_nothing_and_a_changed_one_replaces() {
    let env = env();
    import(&env, &[row()], 0);
    let (out, _) = import(&env, &[row()], 0);
    assert_eq!(out, "1 row read: 0 new, 0 replaced, 1 known already; 0 refused\n");
    let (out, _) = import(&env, &[with(&[("modality", json!("hedged"))])], 0);
    assert_eq!(out, "1 row read: 0 new, 1 replaced, 0 known already; 0 refused\n");
    let found = query(&env, "SELECT modality FROM assertion_full WHERE extractor = 'import'");
    assert_eq!(found, [json!({ "modality": "hedged" })]);
    env.run("doctor", 0);
}

#[test]
fn what_the_document_does_not_show_is_refused_and_the_rest_goes_in() {
    let env = env();
    let faults = [
        (with(&[("quote", json!("Le syndicat en compte 9 000"))]), "the quote does not stand in a.txt"),
        (with(&[("value_text", json!("9 000"))]), "the value \"9 000\" does not stand in its quote"),
        (with(&[("value_text", json!(""))]), "value_text is missing"),
        (with(&[("document", json!("b.txt"))]), "no document is called \"b.txt\""),
        (with(&[("kind", json!("number"))]), "kind: \"number\" is none of quantity"),
        (with(&[("bound", json!("roughly"))]), "bound: \"roughly\" is none of exact"),
        (with(&[("modality", json!("sure"))]), "modality: \"sure\" is none of asserted"),
        (with(&[("polarity", json!("no"))]), "polarity: \"no\" is none of +, -"),
        (
            with(&[("value_low", json!(9)), ("value_high", json!(3)), ("bound", json!("range"))]),
            "value_low 9 is more than value_high 3",
        ),
        (with(&[("value_low", json!([1]))]), "value_low: a number, or null"),
        (with(&[("as_of_low", json!("yesterday"))]), "as_of_low: "),
        (with(&[("confidence", json!(3))]), "confidence: 3 is not between 0 and 1"),
        (with(&[("extractor", json!("atodds 9"))]), "extractor: name who or what made the row"),
        (with(&[("char_start", json!(2))]), "char_start: the value does not stand at 2"),
        (with(&[("atribute", json!("x"))]), "there is no column \"atribute\""),
        (with(&[("entity", json!(" "))]), "entity is missing"),
        (with(&[("entity_kind", json!("city"))]), "entity_kind: \"city\" is none of person"),
        (with(&[("kind", json!("money"))]), "unit: money is in a currency"),
        (json!([1]), "not a JSON object"),
    ];
    let mut rows: Vec<Value> = faults.iter().map(|(row, _)| row.clone()).collect();
    rows.push(row());
    let (out, err) = import(&env, &rows, 2);
    assert_eq!(
        out,
        format!("{} rows read: 1 new, 0 replaced, 0 known already; {} refused\n", rows.len(), faults.len())
    );
    for (n, ((_, reason), line)) in faults.iter().zip(err.lines()).enumerate() {
        let start = format!("atodds: refused rows.jsonl:{}: ", n + 1);
        assert!(line.starts_with(&start) && line.contains(reason), "{line:?} does not say {reason:?}");
    }
    assert_eq!(err.lines().count(), faults.len());
    assert_eq!(query(&env, GIVEN).len(), 1);
    assert!(env.run("documents --skipped", 0).contains("rows.jsonl"));
}

#[test]
fn a_value_that_its_words_do_not_say_is_told() {
    let env = env();
    let (_, err) = import(&env, &[with(&[("value_low", json!(80000)), ("value_high", json!(80000))])], 0);
    assert_eq!(err, "atodds: rows.jsonl:1: taken as given, but the words \"8 000\" read as 8000, the row says 80000\n");
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let env = env();
    fs::write(env.path().join("rows.jsonl"), b"\xff\xfe\n{\n").unwrap();
    let (_, err) = env.args(&["import", "rows.jsonl"], 2);
    assert!(err.contains("rows.jsonl:1: not UTF-8") && err.contains("rows.jsonl:2: "), "{err}");
}

#[test]
fn a_missing_file_is_an_error_and_leaves_the_store_whole() {
    let env = env();
    let (_, err) = env.args(&["import", "none.jsonl"], 2);
    assert!(err.contains("cannot read none.jsonl"), "{err}");
    env.run("doctor", 0);
}

#[test]
fn rows_of_a_changed_document_no_longer_count() {
    let env = env();
    import(&env, &[row()], 0);
    fs::write(env.path().join("a.txt"), "Le syndicat en compte 7 000, dit Jeanne Morel.\n").unwrap();
    env.args(&["ingest", "--published", "2024-11-01", "--source", "Le Relais", "a.txt"], 0);
    assert!(query(&env, GIVEN).is_empty());
    let (_, err) = import(&env, &[row()], 2);
    assert!(err.contains("the quote does not stand in a.txt"), "{err}");
}

/// A command for the shell that answers each document with one row.
const ANSWERS: &str = r#"grep -q 8 && echo '{"quote": "Le syndicat en compte 8 000", "value_text": "8 000", "entity": "Verlac", "attribute": "demonstrators", "kind": "quantity"}'"#;

fn two_documents() -> Env {
    let env = Env::new();
    fs::write(env.path().join("a.txt"), TEXT).unwrap();
    fs::write(env.path().join("b.txt"), "La préfecture ne compte personne.\n").unwrap();
    env
}

#[test]
fn a_command_reads_beside_the_program_and_its_failure_costs_one_document() {
    let env = two_documents();
    // Of b.txt it says nothing and ends with status 1.
    let (out, err) = env.args(&["ingest", "--extractor", ANSWERS, "a.txt", "b.txt"], 2);
    assert!(
        out.contains("2 documents read: 2 new") && out.contains("1 row by the extractor; 1 refused or failed"),
        "{out}"
    );
    assert!(err.contains("b.txt: the extractor") && err.contains("exit status: 1: it says nothing"), "{err}");
    let found = query(
        &env,
        "SELECT document, value_low, extractor LIKE 'grep%' AS is_its FROM assertion_full WHERE extractor NOT LIKE 'atodds %'",
    );
    assert_eq!(found, [json!({ "document": "a.txt", "value_low": 8000, "is_its": 1 })]);
    assert!(!query(&env, "SELECT 1 FROM assertion_full WHERE extractor LIKE 'atodds %'").is_empty());
}

#[test]
fn a_command_that_reads_alone_leaves_the_programs_own_reading_out() {
    let env = two_documents();
    env.args(&["ingest", "--extractor", ANSWERS, "--extractor-alone", "a.txt"], 0);
    assert_eq!(query(&env, "SELECT count(*) AS n FROM assertion_full"), [json!({ "n": 1 })]);
}

#[test]
fn a_command_that_does_not_end_is_stopped() {
    let env = two_documents();
    let (_, err) = env.args(&["ingest", "--extractor", "sleep 60", "--extractor-seconds", "1", "a.txt"], 2);
    assert!(err.contains("a.txt: the extractor \"sleep 60\" failed: no answer within 1 seconds"), "{err}");
    assert!(!query(&env, "SELECT 1 FROM assertion_full").is_empty(), "what atodds read itself is lost");
}

#[test]
fn a_command_may_speak_of_the_document_that_it_was_asked_about_alone() {
    let env = two_documents();
    let other = ANSWERS.replace("{\"quote\"", "{\"document\": \"b.txt\", \"quote\"");
    let (_, err) = env.args(&["ingest", "--extractor", &other, "a.txt"], 2);
    assert!(err.contains("it was asked about a.txt and answers about b.txt"), "{err}");
}

#[test]
fn a_command_that_failed_is_asked_again_and_one_that_answered_is_not() {
    let env = two_documents();
    env.args(&["ingest", "--extractor", "exit 3", "a.txt"], 2);
    let (out, _) = env.args(&["ingest", "--extractor", ANSWERS, "a.txt"], 0);
    assert!(out.contains("1 known already") && out.contains("1 row by the extractor; 0 refused or failed"), "{out}");
    let (out, _) = env.args(&["ingest", "--extractor", "exit 3", "a.txt"], 0);
    assert!(out.contains("0 rows by the extractor; 0 refused or failed"), "{out}");
}
