//! What is no store, or none that may be used, is refused with the right words and stays as it is; a faulty one is found out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::fs;
use std::path::Path;

use common::{Env, add, told, troops};
use rusqlite::Connection;

const READERS: &[&[&str]] = &[
    &["report"],
    &["show", "hnm7"],
    &["sql", "SELECT 1"],
    &["documents"],
    &["documents", "--skipped"],
    &["sources"],
    &["entities"],
    &["doctor"],
    &["runs"],
    &["diff"],
    &["review"],
    &["review", "--export"],
];

/// What writes into a store that must be there already.
const WRITERS: &[&[&str]] = &[&["review", "hnm7", "--dismiss"], &["extract", "--all"], &["forget", "docs"]];

/// Runs every command that needs a store: each must refuse with these words, and leave the file as it is.
fn refused(env: &Env, words: &[&str]) {
    let before = fs::read(env.db()).unwrap();
    for args in READERS.iter().chain(WRITERS).copied() {
        let (out, err) = env.args(args, 2);
        assert_eq!(out, "", "{args:?}");
        assert!(err.starts_with("atodds: atodds.db: ") && err.lines().count() == 1, "{args:?}: {err}");
        for word in words {
            assert!(err.contains(word), "{args:?}: {word:?} is not in {err}");
        }
        assert_eq!(fs::read(env.db()).unwrap(), before, "{args:?} changed the file");
    }
    let beside: Vec<_> = fs::read_dir(env.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(beside, ["atodds.db"], "something was left beside the file");
}

fn edit(db: &Path, sql: &str) {
    let db = Connection::open(db).unwrap();
    db.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    db.execute_batch(sql).unwrap();
}

#[test]
fn a_missing_one() {
    let env = Env::new();
    for args in READERS {
        let (_, err) = env.args(args, 2);
        assert!(err.contains("no such database") && err.contains("atodds ingest") && err.contains("--db"), "{err}");
    }
    assert!(!env.db().exists(), "a reader made a file");
}

#[test]
fn no_database_at_all() {
    let env = Env::new();
    fs::write(
        env.db(),
        "Dear editor, this is a letter and no database; it is long enough to have a header of its own. ".repeat(20),
    )
    .unwrap();
    refused(&env, &["not a database", "left as it is", "--db"]);
}

#[test]
fn a_truncated_one() {
    let env = Env::troops();
    let whole = fs::read(env.db()).unwrap();
    fs::write(env.db(), &whole[..whole.len() / 3]).unwrap();
    refused(&env, &["damaged", "left as it is", "restore a copy"]);
}

#[test]
fn a_foreign_one() {
    let env = Env::new();
    edit(&env.db(), "CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('https://example.org');");
    refused(&env, &["another program", "left as it is", "--db"]);
}

#[test]
fn a_newer_one() {
    let env = Env::troops();
    edit(
        &env.db(),
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'later', TRUE, X'00', 0)",
    );
    refused(&env, &["newer atodds", "9999", "left as it is"]);
}

#[test]
fn a_half_migrated_one() {
    let env = Env::troops();
    edit(&env.db(), "UPDATE _sqlx_migrations SET success = FALSE");
    refused(&env, &["did not end well", "left as it is"]);
}

#[test]
fn an_edited_one() {
    let env = Env::troops();
    edit(&env.db(), "UPDATE _sqlx_migrations SET checksum = X'00'");
    refused(&env, &["not the one that this atodds knows", "left as it is"]);
}

#[test]
fn a_folder() {
    let env = Env::new();
    fs::create_dir(env.db()).unwrap();
    let (_, err) = env.args(&["report"], 2);
    assert!(err.starts_with("atodds: atodds.db: "), "{err}");
}

#[test]
fn a_read_only_one_is_read() {
    let env = Env::troops();
    let before = fs::read(env.db()).unwrap();
    let mut rights = fs::metadata(env.db()).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(env.db(), rights).unwrap();
    for args in READERS {
        env.args(args, 0);
    }
    assert_eq!(fs::read(env.db()).unwrap(), before);
}

#[test]
fn one_that_another_process_is_writing_is_waited_for_and_told() {
    let env = Env::troops();
    let other = Connection::open(env.db()).unwrap();
    // Readers pass beside a writer that has not begun to write the file itself …
    other.execute_batch("BEGIN IMMEDIATE; UPDATE run SET command = 'x'").unwrap();
    env.args(&["report"], 0);
    other.execute_batch("ROLLBACK").unwrap();
    // … and wait for one that has.
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let (_, err) = env.args(&["report"], 2);
    assert!(err.contains("another process is writing") && err.contains("try again"), "{err}");
    other.execute_batch("ROLLBACK").unwrap();
    env.args(&["report"], 0);
}

#[test]
fn a_run_that_was_broken_off_is_told_by_all_that_read() {
    let env = Env::troops();
    let mut store = atodds::store::Store::open(&env.db(), atodds::store::Mode::Write).unwrap();
    let run = store.begin_run("ingest", "0.0.0").unwrap();
    let later = told(
        "docs/z.txt",
        "Later",
        "2024-12-01",
        atodds::model::Language::EN,
        vec![common::number("frappe de Soumy", "killed", Some(16), Some(16), "16", "It killed 16.").cumulative()],
    );
    add(&mut store, run, &[later]);
    drop(store);
    let (out, err) = env.args(&["report"], 0);
    assert!(out.starts_with("5 documents"), "{out}");
    assert!(err.contains("a run was broken off") && err.contains("atodds ingest"), "{err}");
    let (out, _) = env.args(&["doctor", "-f", "csv"], 2);
    assert!(out.lines().any(|l| l.starts_with("gathering,fault,")), "{out}");
    assert!(out.lines().any(|l| l.starts_with("runs,fault,")), "{out}");
}

#[test]
fn the_doctor_finds_a_sound_store_sound() {
    let env = Env::troops();
    let before = fs::read(env.db()).unwrap();
    let (out, err) = env.args(&["doctor"], 0);
    assert!(!out.contains("fault") && err.is_empty(), "{out}{err}");
    assert_eq!(fs::read(env.db()).unwrap(), before);
}

#[test]
fn the_doctor_finds_each_fault_and_says_what_to_do() {
    let faults = [
        ("spans", "UPDATE assertion SET char_start = char_start + 1 WHERE assertion_id = 1"),
        ("quotes", "UPDATE assertion SET quote_start = 3 WHERE assertion_id = 1"),
        ("foreign keys", "DELETE FROM question WHERE question_id = 1"),
        ("versions", "UPDATE document SET is_current = 0 WHERE document_id = 1"),
        ("rows that belong together", "UPDATE assertion SET is_current = 0 WHERE assertion_id = 1"),
        ("tolerances", "DELETE FROM tolerance WHERE bound = 'about'"),
        ("schema", "DROP INDEX assertion_by_topic"),
        ("full text", "INSERT INTO document_text (document_text) VALUES ('delete-all')"),
        ("findings", "UPDATE finding_kept SET relation = 'scope' WHERE relation = 'contradiction'"),
        ("findings", "DELETE FROM finding_kept WHERE relation = 'update'"),
        ("findings", "UPDATE finding_kept SET readings = 'none'"),
        ("gathering", "UPDATE tolerance SET below = 0.9, above = 9 WHERE bound = 'about'"),
        ("runs", "UPDATE run SET status = 'running', finished_at = NULL"),
    ];
    for (name, sql) in faults {
        let env = Env::troops();
        edit(&env.db(), sql);
        let (out, _) = env.args(&["doctor", "--format", "json"], 2);
        let rows: Vec<serde_json::Value> = serde_json::from_str(&out).unwrap();
        let row = rows.iter().find(|r| r["check"] == name).unwrap();
        assert_eq!(row["result"], "fault", "{sql}: {out}");
        assert_ne!(row["what to do"], "", "{sql}");
    }
}

#[test]
fn the_environment_names_the_database_and_the_option_comes_first() {
    let env = Env::new();
    let there = env.path().join("there.db");
    common::write(&there, &troops());
    let out = env.atodds().env("ATODDS_DB", &there).arg("report").output().unwrap();
    assert!(out.status.success());
    let out = env.atodds().env("ATODDS_DB", &there).args(["--db", "none.db", "report"]).output().unwrap();
    assert!(String::from_utf8_lossy(&out.stderr).contains("none.db"));
}
