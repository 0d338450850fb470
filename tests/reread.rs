//! Documents that are read anew: all of them or none, and what persons and other programs stated stays.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use common::Env;
use rusqlite::Connection;
use rusqlite::types::Value;

const STORIES: &[&str] = &["troops-card", "flood", "border-raid"];

/// The fixture stories, read.
fn stories() -> Env {
    let env = Env::new();
    for story in STORIES {
        let folder = env.path().join("docs").join(story);
        fs::create_dir_all(&folder).unwrap();
        for entry in fs::read_dir(format!("fixtures/stories/{story}/docs")).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
        }
    }
    env.run("ingest docs", 0);
    env
}

/// Each row of a query as a line.
fn rows(db: &Path, sql: &str) -> Vec<String> {
    let db = Connection::open(db).unwrap();
    let mut statement = db.prepare(sql).unwrap();
    let n = statement.column_count();
    let each = |r: &rusqlite::Row| {
        Ok((0..n).map(|at| format!("{:?}", r.get::<_, Value>(at).unwrap())).collect::<Vec<_>>().join(" "))
    };
    statement.query_map([], each).unwrap().map(Result::unwrap).collect()
}

/// Everything that a store says, but the numbers of rows.
fn content(db: &Path) -> Vec<String> {
    let mut all = rows(
        db,
        "SELECT f.document, f.char_start, f.char_end, f.kind, f.value_text, f.value_low, f.value_high, f.bound, f.unit, f.polarity,
           f.modality, f.attributed_to, f.place, f.as_of_low, f.as_of_high, f.quote, f.origin_id, f.extractor, f.confidence, f.rule,
           f.n_mentions, f.finding_id, f.entity, f.attribute, q.place_key, q.subgroup, q.period, q.is_planned, a.fit, a.speaker_key,
           a.context, l.name, l.own_key, l.link_reason, l.link_score
         FROM assertion_full f JOIN assertion a USING (assertion_id) JOIN question q ON q.question_id = a.question_id
         JOIN local_entity l ON l.local_entity_id = a.local_entity_id
         ORDER BY f.document, f.char_start, f.kind, f.attribute",
    );
    all.extend(rows(db, "SELECT finding_id, entity, attribute, kind, relation, reason, readings, n_readings, n_documents, n_sources, n_origins, first_on,
           last_on, status, is_new, is_changed, confidence FROM finding ORDER BY finding_id"));
    all.extend(rows(db, "SELECT key, kind, name FROM entity ORDER BY key"));
    all.extend(rows(
        db,
        "SELECT path, version, is_current, event_key, marks, story, is_settled FROM document ORDER BY document_id",
    ));
    all.extend(rows(db, "SELECT * FROM finding_change ORDER BY 1"));
    all.extend(rows(
        db,
        "SELECT answers, fingerprint, first_change, last_change FROM finding_kept ORDER BY first_change, fingerprint",
    ));
    all.sort();
    all
}

/// The same, without what is new since the last run: a further run makes all known.
fn known(db: &Path) -> Vec<String> {
    let now = Connection::open(db).unwrap();
    now.execute_batch("UPDATE run SET last_change = (SELECT max(change_id) FROM finding_change)").unwrap();
    content(db)
}

fn assert_same(left: &[String], right: &[String], what: &str) {
    if let Some((l, r)) = left.iter().zip(right).find(|(l, r)| l != r) {
        panic!("{what}:\n{l}\n{r}");
    }
    assert_eq!(left.len(), right.len(), "{what}: one has more rows");
    assert!(left.len() > 100, "{what}: nothing to compare");
}

#[test]
fn unchanged_rules_read_the_same_and_make_no_news() {
    let env = stories();
    env.run("ingest docs", 0);
    let before = known(&env.db());
    let out = env.run("extract --all", 0);
    assert!(out.contains("read anew") && out.contains("no finding changed"), "{out}");
    assert_same(&known(&env.db()), &before, "all");
    // A part alone, on one thread and on several.
    env.run("extract docs/flood -j 1", 0);
    assert_same(&known(&env.db()), &before, "a folder");
    env.run("extract docs/troops-card/c.md docs/border-raid -j 3", 0);
    assert_same(&known(&env.db()), &before, "some");
    env.run("doctor", 0);
    let runs = rows(&env.db(), "SELECT command, status, n_skipped FROM run ORDER BY run_id");
    assert_eq!(runs.len(), 5);
    assert!(runs[2..].iter().all(|r| r.contains("extract") && r.contains("done")), "{runs:?}");
}

#[test]
fn rules_of_ones_own_count_where_they_are_named() {
    let env = stories();
    fs::create_dir_all(env.path().join("own/attributes")).unwrap();
    let rule = fs::read_to_string("rules/attributes/killed.toml").unwrap();
    fs::write(env.path().join("own/attributes/killed.toml"), rule.replace("cumulative", "level")).unwrap();
    let before = known(&env.db());
    env.run("extract --all --rules own", 0);
    assert_eq!(rows(&env.db(), "SELECT dynamics FROM attribute WHERE attribute = 'killed'"), ["Text(\"level\")"]);
    env.run("extract --all", 0);
    let strip = |all: Vec<String>| -> Vec<String> { all.into_iter().filter(|l| !l.contains("changed")).collect() };
    assert_eq!(strip(known(&env.db())).len(), strip(before).len());
    env.args(&["extract", "--all", "--rules", "none"], 2);
}

#[test]
fn a_document_that_reads_otherwise_changes_its_findings_and_leaves_judgements() {
    let env = stories();
    let id = "936kbrv4pw";
    env.args(&["review", id, "--dismiss", "--note", "known", "--author", "Jo"], 0);
    let (before, judged) = (known(&env.db()), rows(&env.db(), "SELECT * FROM judgement_kept"));
    // As if an older atodds had read less: what it did not find, and what it found wrongly.
    Connection::open(env.db())
        .unwrap()
        .execute_batch(
            "DELETE FROM assertion WHERE assertion_id % 7 = 0;
             UPDATE assertion SET value_low = value_low + 1, base_low = base_low + 1 WHERE assertion_id % 5 = 0 AND kind = 'quantity';
             UPDATE assertion SET extractor = 'atodds 0.0.1';
             UPDATE document SET marks = '[]';
             UPDATE topic SET is_dirty = 1;",
        )
        .unwrap();
    env.run("ingest docs", 0);
    assert_ne!(rows(&env.db(), "SELECT readings FROM finding"), rows(&stories().db(), "SELECT readings FROM finding"));
    env.run("extract --all", 0);
    let same = |all: &[String]| -> Vec<String> {
        all.iter().filter(|l| l.contains("atodds 0.1.0") || l.contains("event:")).cloned().collect()
    };
    assert_eq!(same(&known(&env.db())).len(), same(&before).len());
    let finding =
        "SELECT finding_id, relation, readings, n_origins, confidence, status FROM finding ORDER BY finding_id";
    let fresh = stories();
    fresh.args(&["review", id, "--dismiss", "--author", "Jo"], 0);
    assert_eq!(rows(&env.db(), finding), rows(&fresh.db(), finding));
    assert_eq!(rows(&env.db(), "SELECT * FROM judgement_kept"), judged);
    assert!(env.run(&format!("show {id}"), 0).contains("dismissed, by Jo"));
    env.run("doctor", 0);
}

#[test]
fn what_a_person_or_another_program_stated_stays() {
    let env = stories();
    // Some of what was read is a person's by name, linked names and credited speakers among it.
    Connection::open(env.db())
        .unwrap()
        .execute_batch(
            "UPDATE assertion SET extractor = 'desk' WHERE assertion_id % 3 = 0;
             UPDATE assertion SET extractor = 'atodds-notes 1' WHERE assertion_id % 11 = 0;",
        )
        .unwrap();
    let stated = "SELECT d.path, a.value_text, a.quote, a.char_start, a.attributed_to, a.speaker_key, a.said_attribute, a.extractor
         FROM assertion a JOIN document d USING (document_id)
         WHERE a.extractor NOT LIKE 'atodds 0%' ORDER BY a.assertion_id";
    let before = rows(&env.db(), stated);
    assert!(before.len() > 50);
    env.run("extract --all", 0);
    assert_same(
        &[rows(&env.db(), stated), vec![String::new(); 100]].concat(),
        &[before, vec![String::new(); 100]].concat(),
        "theirs",
    );
    env.run("doctor", 0);
    // Again: nothing piles up.
    let once = known(&env.db());
    env.run("extract --all", 0);
    assert_same(&known(&env.db()), &once, "again");
}

#[test]
fn older_versions_and_forgotten_documents_are_left_alone() {
    let env = stories();
    env.run("forget docs/flood/a.txt", 0);
    let before = known(&env.db());
    let out = env.run("extract --all", 0);
    assert!(out.contains("no finding changed"), "{out}");
    assert_same(&known(&env.db()), &before, "forgotten");
    let (_, err) = env.args(&["extract", "docs/flood/a.txt"], 2);
    assert!(err.contains("no document of this name counts"), "{err}");
}

#[test]
fn a_kill_leaves_the_old_whole() {
    let env = Env::new();
    let docs = env.path().join("docs");
    fs::create_dir(&docs).unwrap();
    for story in STORIES {
        for entry in fs::read_dir(format!("fixtures/stories/{story}/docs")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|e| e != "txt") {
                continue;
            }
            let (name, text) =
                (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap());
            for n in 0..6 {
                fs::write(docs.join(format!("{story}-{name}-{n}.txt")), format!("{text}\n\nEdition {n}.\n")).unwrap();
            }
        }
    }
    env.run("ingest docs", 0);
    // So that old and new can be told apart.
    Connection::open(env.db()).unwrap().execute_batch("UPDATE assertion SET extractor = 'atodds 0.0.1'").unwrap();
    let old = known(&env.db());
    let copy = env.path().join("copy.db");
    fs::copy(env.db(), &copy).unwrap();
    let began = Instant::now();
    env.run("--db copy.db extract --all", 0);
    let time = began.elapsed();
    let new = known(&copy);
    assert_ne!(old, new);
    let (mut whole, mut killed) = (0, 0);
    for share in [0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_atodds"))
            .args(["--db", "atodds.db", "extract", "--all"])
            .current_dir(env.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(time.mul_f64(share));
        killed += i32::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        // Opening takes back what was begun.
        env.run("report", 0);
        let now = known(&env.db());
        if now == new {
            whole += 1;
            break;
        }
        assert_same(&now, &old, &format!("killed at {share} of {time:?}"));
    }
    assert!(killed >= 3, "only {killed} were really broken off");
    if whole == 0 {
        env.run("extract --all", 0);
        assert_same(&known(&env.db()), &new, "after the kills");
    }
}
