//! A document that is forgotten no longer counts, and comes back when it is read again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::fs;

use atodds::store::{Mode, RunCounts, Store};
use common::{Env, troops};
use rusqlite::Connection;

/// Two outlets that contradict each other, one by a file of its own, one by a row of a feed.
fn river() -> Env {
    let env = Env::new();
    fs::create_dir(env.path().join("docs")).unwrap();
    fs::write(
        env.path().join("docs/a.md"),
        "---\nsource: Gazette\ndate: 2025-03-02\nlang: en\n---\n\nThe flood in Arvelle killed 12 people on Sunday, officials said.\n",
    )
    .unwrap();
    fs::write(
        env.path().join("feed.jsonl"),
        "{\"text\": \"The flood in Arvelle killed 31 people on Sunday, officials said.\", \"source\": \"Herald\", \"date\": \"2025-03-02\", \"lang\": \"en\", \"url\": \"https://example.org/flood\"}\n",
    )
    .unwrap();
    env.args(&["ingest", "docs", "feed.jsonl"], 0);
    env
}

fn killed(env: &Env) -> Vec<String> {
    let db = Connection::open(env.db()).unwrap();
    let mut rows = db.prepare("SELECT readings FROM finding WHERE attribute = 'killed'").unwrap();
    rows.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_forgotten_document_no_longer_counts_and_comes_back() {
    let env = river();
    assert_eq!(killed(&env), ["12 | 31"], "{}", env.run("report --all", 0));
    // The file may be gone.
    fs::remove_file(env.path().join("docs/a.md")).unwrap();
    let (out, _) = env.args(&["forget", "docs/a.md"], 0);
    assert!(out.starts_with("1 document forgotten\n"), "{out}");
    assert!(killed(&env).is_empty());
    env.run("doctor", 0);
    assert!(!env.run("documents", 0).contains("docs/a.md"));
    assert!(env.run("documents --all", 0).contains("docs/a.md"));
    fs::write(
        env.path().join("docs/a.md"),
        "---\nsource: Gazette\ndate: 2025-03-02\nlang: en\n---\n\nThe flood in Arvelle killed 12 people on Sunday, officials said.\n",
    )
    .unwrap();
    env.args(&["ingest", "docs"], 0);
    assert_eq!(killed(&env), ["12 | 31"]);
    env.run("doctor", 0);
}

#[test]
fn a_folder_a_feed_and_an_address_name_documents() {
    for name in ["docs", "docs/", "./docs/../docs/a.md", "feed.jsonl", "https://example.org/flood"] {
        let env = river();
        let (out, _) = env.args(&["forget", name], 0);
        assert!(out.starts_with("1 document forgotten\n"), "{name}: {out}");
        assert!(killed(&env).is_empty(), "{name}");
    }
    let env = river();
    let (out, _) = env.args(&["forget", "docs", "feed.jsonl", "docs/a.md"], 0);
    assert!(out.starts_with("2 documents forgotten\n"), "{out}");
}

#[test]
fn what_names_no_document_is_told_and_nothing_is_forgotten() {
    let env = river();
    for wrong in ["nowhere.txt", "doc", "docs/a", "feed", "."] {
        let names = if wrong == "." { vec!["forget", "docs/none.md"] } else { vec!["forget", "docs/a.md", wrong] };
        let (out, err) = env.args(&names, 2);
        assert!(out.is_empty() && err.contains("no document of this name counts"), "{out}{err}");
    }
    assert_eq!(killed(&env), ["12 | 31"]);
    env.args(&["forget", "docs"], 0);
    env.args(&["forget", "docs"], 2);
    // A mistyped name of a database makes none.
    env.args(&["--db", "none.db", "forget", "docs"], 2);
    assert!(!env.path().join("none.db").exists());
}

#[test]
fn the_store_forgets_by_slot_and_the_run_tells_how_many() {
    let env = Env::new();
    common::write(&env.db(), &troops());
    let mut store = Store::open(&env.db(), Mode::Write).unwrap();
    let run = store.begin_run("run", "0.0.0").unwrap();
    let forgotten = store.forget(run, &["docs/a.txt", "docs/none.txt", "docs/a.txt"]).unwrap();
    assert_eq!(forgotten, 1);
    store.gather(run).unwrap();
    store.finish_run(run, &RunCounts { forgotten, ..RunCounts::default() }).unwrap();
    assert!(!store.known().unwrap().slots.contains_key("docs/a.txt"));
    let db = Connection::open(env.db()).unwrap();
    let told: (i64, i64) = db
        .query_row("SELECT n_forgotten, (SELECT forgotten_run FROM document WHERE path = 'docs/a.txt') FROM run WHERE run_id = ?1", [run], |r| {
            Ok((r.get(0)?, r.get(1)?))
        })
        .unwrap();
    assert_eq!(told, (1, run));
    let left: i64 =
        db.query_row("SELECT count(*) FROM assertion_full WHERE document = 'docs/a.txt'", [], |r| r.get(0)).unwrap();
    assert_eq!(left, 0);
    // Who denied it is gone with its document.
    let facts: i64 =
        db.query_row("SELECT count(*) FROM finding WHERE attribute = 'in_combat'", [], |r| r.get(0)).unwrap();
    assert_eq!(facts, 0);
}
