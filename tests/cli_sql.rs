//! `atodds sql`: it answers, and it cannot write.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::time::{Duration, Instant};

use atodds::model::{Language, NameKind};
use common::{Env, name, told, write};
use insta::assert_snapshot;

#[test]
fn a_query_is_answered_in_every_format() {
    let env = Env::troops();
    let query = "SELECT entity, n_readings AS n, 0.5 AS half, NULL AS none FROM finding WHERE n_readings = 3";
    let mut told = String::new();
    for format in ["table", "json", "jsonl", "csv", "md"] {
        let (out, err) = env.args(&["sql", query, "--format", format], 0);
        assert_eq!(err, "");
        told.push_str(&format!("{format}:\n{out}"));
    }
    assert_snapshot!(told, @r#"
    table:
    entity         n  half  none
    ────────────────────────────
    Corée du Nord  3   0.5
    json:
    [
    {"entity":"Corée du Nord","n":3,"half":0.5,"none":null}
    ]
    jsonl:
    {"entity":"Corée du Nord","n":3,"half":0.5,"none":null}
    csv:
    entity,n,half,none
    Corée du Nord,3,0.5,
    md:
    | entity | n | half | none |
    | --- | --- | --- | --- |
    | Corée du Nord | 3 | 0.5 |  |
    "#);
    let (html, _) = env.args(&["sql", query, "--format", "html"], 0);
    assert!(html.starts_with("<!doctype html>") && html.ends_with("</html>\n"), "{html}");
}

#[test]
fn a_query_comes_from_standard_input_too() {
    let env = Env::troops();
    let out = env.atodds().args(["sql", "-", "-f", "csv"]).write_stdin("SELECT 1 AS one;\n-- done\n").output().unwrap();
    assert_eq!(String::from_utf8(out.stdout).unwrap(), "one\n1\n");
}

#[test]
fn alone_it_lists_the_public_views_without_a_database() {
    let (out, _) = Env::new().args(&["sql"], 0);
    for view in [
        "finding",
        "reading",
        "assertion_full",
        "assertion_pair",
        "timeline",
        "name_variant",
        "single_origin",
        "source_agreement",
    ] {
        assert!(out.lines().any(|l| l == view), "{view} is not listed:\n{out}");
    }
    assert!(!out.contains("finding_live"), "{out}");
    let (json, _) = Env::new().args(&["sql", "--format", "json"], 0);
    assert!(serde_json::from_str::<Vec<serde_json::Value>>(&json).unwrap().len() >= 8);
}

#[test]
fn the_schema_makes_an_empty_store() {
    let env = Env::new();
    let (schema, _) = env.args(&["sql", "--schema"], 0);
    assert_eq!(schema, atodds::store::schema_sql());
    rusqlite::Connection::open(env.db()).unwrap().execute_batch(&schema).unwrap();
    assert!(env.run("report", 0).starts_with("No documents yet"));
}

#[test]
fn it_cannot_write() {
    let env = Env::troops();
    let before = std::fs::read(env.db()).unwrap();
    let other = env.path().join("other.db");
    let attempts = [
        "DELETE FROM document".to_owned(),
        "UPDATE assertion SET value_text = 'x'".to_owned(),
        "INSERT INTO source (name) VALUES ('x')".to_owned(),
        "INSERT INTO source (name) VALUES ('x') RETURNING source_id".to_owned(),
        "WITH x AS (SELECT 1) DELETE FROM run".to_owned(),
        "REPLACE INTO tolerance VALUES ('*', 'exact', 1, 1)".to_owned(),
        "CREATE TABLE x (y)".to_owned(),
        "CREATE TEMP TABLE x AS SELECT 1".to_owned(),
        "CREATE TEMP VIEW x AS SELECT 1".to_owned(),
        "CREATE TEMP TRIGGER x AFTER INSERT ON run BEGIN DELETE FROM run; END".to_owned(),
        "CREATE VIRTUAL TABLE temp.x USING fts5(y)".to_owned(),
        "DROP VIEW finding".to_owned(),
        "ALTER TABLE run RENAME TO ran".to_owned(),
        "INSERT INTO document_text (document_text) VALUES ('rebuild')".to_owned(),
        format!("ATTACH '{}' AS other", other.display()),
        format!("VACUUM INTO '{}'", other.display()),
        "VACUUM".to_owned(),
        "REINDEX".to_owned(),
        "ANALYZE".to_owned(),
        "BEGIN IMMEDIATE".to_owned(),
        "SAVEPOINT x".to_owned(),
        "PRAGMA query_only = 0".to_owned(),
        "PRAGMA writable_schema = 1".to_owned(),
        "PRAGMA journal_mode = WAL".to_owned(),
        "PRAGMA user_version = 7".to_owned(),
        "SELECT * FROM pragma_journal_mode('wal')".to_owned(),
        "PRAGMA foreign_keys = 0".to_owned(),
        "SELECT load_extension('/tmp/x.so')".to_owned(),
        "SELECT writefile('x', 'y')".to_owned(),
        "SELECT readfile('/etc/passwd')".to_owned(),
        "SELECT 1; DELETE FROM run".to_owned(),
        "EXPLAIN DELETE FROM run".to_owned(),
    ];
    for attempt in &attempts {
        let (out, err) = env.args(&["sql", attempt], 2);
        assert_eq!(out, "", "{attempt}");
        assert!(err.starts_with("atodds: the query ") && err.lines().count() == 1, "{attempt}: {err}");
    }
    assert_eq!(std::fs::read(env.db()).unwrap(), before);
    assert!(!other.exists());
    let left: Vec<_> = std::fs::read_dir(env.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["atodds.db"], "something was left beside the database");
}

#[test]
fn what_may_be_read_is_read() {
    let env = Env::troops();
    for query in [
        "SELECT count(*) FROM assertion_full",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT sum(i) FROM n",
        "VALUES (1), (2)",
        "EXPLAIN QUERY PLAN SELECT * FROM finding",
        "SELECT * FROM pragma_table_info('finding')",
        "PRAGMA table_info(document)",
        "SELECT highlight(document_text, 1, '[', ']') FROM document_text WHERE document_text MATCH 'coree'",
        "SELECT value FROM json_each('[1,2]')",
        "SELECT sql FROM sqlite_schema",
        "select 1 ; ; -- the end",
    ] {
        let (out, err) = env.args(&["sql", query], 0);
        assert!(!out.is_empty() && err.is_empty(), "{query}: {out}{err}");
    }
}

#[test]
fn every_view_is_answered() {
    let env = Env::troops();
    let spoke = |day: &str, key: &str, words: &str| {
        let says = name(key, NameKind::Person, words, &format!("On the day {words} spoke."));
        told(&format!("docs/{day}.txt"), "Horizon", day, Language::FR, vec![says])
    };
    // A question to a person, and a house style.
    write(
        &env.db(),
        &[
            spoke("2024-12-01", "person:blinken", "Antony Blinken"),
            spoke("2024-12-02", "person:blinken", "Antony Blinken"),
            spoke("2024-12-03", "person:vaillard", "Corinne Vaillard"),
            spoke("2024-12-04", "person:vaillart", "Corinne Vaillart"),
        ],
    );
    env.args(&["review", "hnm7", "--pending", "--author", "desk"], 0);
    for view in atodds::store::public_views().unwrap() {
        let (out, _) = env.args(&["sql", &format!("SELECT * FROM {}", view.name), "-f", "csv"], 0);
        assert_eq!(out.lines().next().unwrap(), view.columns.join(","), "{}", view.name);
        assert!(out.lines().count() > 1, "{} is empty", view.name);
    }
}

#[test]
fn a_runaway_query_is_stopped() {
    let env = Env::troops();
    for query in [
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(n.i) FROM n, n m, n o",
    ] {
        let began = Instant::now();
        let (out, err) = env.args(&["sql", "--timeout", "1", query], 2);
        assert_eq!(out, "");
        assert!(err.contains("stopped after 1 s") && err.contains("--timeout"), "{err}");
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    }
}

#[test]
fn endless_rows_are_cut_in_a_table_and_stopped_elsewhere() {
    let env = Env::troops();
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
    let (out, err) = env.args(&["sql", endless], 0);
    assert!(out.lines().count() > 9_999 && err.contains("only the first 10000 rows"), "{err}");
}

#[test]
fn a_value_beyond_all_measure_is_refused() {
    let (_, err) = Env::troops().args(&["sql", "SELECT hex(zeroblob(900000000))"], 2);
    assert!(err.contains("too big"), "{err}");
}

#[test]
fn a_wrong_query_says_what_is_wrong_and_where_to_look() {
    let env = Env::troops();
    let mut told = String::new();
    for query in [
        "",
        "-",
        "SELECT entitty FROM finding",
        "SELEC 1",
        "SELECT ?1",
        "SELECT * FROM nothing",
        "SELECT \"entitty\" FROM finding",
    ] {
        told.push_str(&env.args(&["sql", query], 2).1);
    }
    assert_snapshot!(told, @r#"
    atodds: the query is empty: give a SELECT, or run `atodds sql` alone for the views and their columns
    atodds: the query is empty: give a SELECT, or run `atodds sql` alone for the views and their columns
    atodds: the query does not work: no such column: entitty, at 'entitty FROM finding': run `atodds sql` alone for the views and their columns
    atodds: the query does not work: near "SELEC": syntax error: run `atodds sql` alone for the views and their columns
    atodds: the query has a parameter (?1): write the value itself
    atodds: the query does not work: near "nothing": syntax error: run `atodds sql` alone for the views and their columns
    atodds: the query does not work: no such column: "entitty" - should this be a string literal in single-quotes?, at '"entitty" FROM finding': run `atodds sql` alone for the views and their columns
    "#);
}
