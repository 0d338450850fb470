//! What is new, changed and gone since a run or a day, and what each run brought.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::path::Path;

use atodds::model::Language;
use atodds::store::{Mode, RunCounts, Store};
use common::{Env, Told, add, number, told, write};
use rusqlite::Connection;
use serde_json::Value;

/// An article of an outlet that counts something in a town.
fn counted(outlet: &str, town: &str, n: i64) -> Told {
    let quote = format!("{outlet} counts {n} dead in {town}.");
    let words = n.to_string();
    let says = vec![number(town, "killed", Some(n), Some(n), &words, &quote)];
    told(&format!("docs/{outlet}-{town}-{n}.txt"), outlet, "2025-03-02", Language::EN, says)
}

fn diff(env: &Env, since: &str) -> Vec<(String, String, String, String)> {
    let line = if since.is_empty() { "diff -f json".to_owned() } else { format!("diff -f json --since {since}") };
    let rows: Vec<Value> = serde_json::from_str(&env.run(&line, 0)).unwrap();
    let text = |v: &Value| v.as_str().unwrap_or("-").to_owned();
    let each = |r: &Value| (text(&r["change"]), text(&r["entity"]), text(&r["readings_before"]), text(&r["readings"]));
    rows.iter().map(each).collect()
}

fn row(change: &str, entity: &str, before: &str, after: &str) -> (String, String, String, String) {
    (change.into(), entity.into(), before.into(), after.into())
}

/// Entity, is_new, is_changed of each finding.
fn flags(db: &Path) -> Vec<(String, bool, bool)> {
    let db = Connection::open(db).unwrap();
    let mut rows = db.prepare("SELECT entity, is_new, is_changed FROM finding ORDER BY entity").unwrap();
    rows.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).unwrap().map(Result::unwrap).collect()
}

fn begin(env: &Env) -> (Store, i64) {
    let mut store = Store::open(&env.db(), Mode::Write).unwrap();
    let run = store.begin_run("ingest", "0.0.0").unwrap();
    (store, run)
}

fn end(store: &mut Store, run: i64) {
    store.gather(run).unwrap();
    store.finish_run(run, &RunCounts::default()).unwrap();
}

fn forget(env: &Env, slots: &[&str]) {
    let (mut store, run) = begin(env);
    assert_eq!(store.forget(run, slots).unwrap(), slots.len());
    end(&mut store, run);
}

/// Four runs: two findings; one of them changes and another comes; one goes; nothing happens.
fn four_runs() -> Env {
    let env = Env::new();
    let first = [("Gazette", "Arvelle", 12), ("Herald", "Arvelle", 31), ("Gazette", "Bort", 5), ("Herald", "Bort", 6)];
    write(&env.db(), &first.map(|(outlet, town, n)| counted(outlet, town, n)));
    write(
        &env.db(),
        &[counted("Courier", "Arvelle", 40), counted("Gazette", "Cormel", 7), counted("Herald", "Cormel", 8)],
    );
    forget(&env, &["docs/Herald-Bort-6.txt"]);
    write(&env.db(), &[]);
    env
}

#[test]
fn findings_are_new_changed_or_gone_since_a_run() {
    let env = four_runs();
    let arvelle = row("changed", "Arvelle", "12 | 31", "12 | 31 | 40");
    let cormel = row("new", "Cormel", "-", "7 | 8");
    let bort = row("gone", "Bort", "5 | 6", "-");
    assert_eq!(diff(&env, "1"), [cormel.clone(), arvelle, bort.clone()]);
    assert_eq!(diff(&env, "2"), [bort]);
    assert!(diff(&env, "3").is_empty());
    assert!(diff(&env, "4").is_empty());
    // Since before the first: Bort came and went, and is no news.
    let all = [row("new", "Arvelle", "-", "12 | 31 | 40"), cormel];
    let mut since = diff(&env, "2000");
    since.sort();
    assert_eq!(since, all);
    assert!(diff(&env, "9998-01-01").is_empty());
    // The last run did nothing.
    assert!(diff(&env, "").is_empty());
    env.run("doctor", 0);
}

#[test]
fn a_day_is_the_state_before_its_first_run() {
    let env = four_runs();
    let db = Connection::open(env.db()).unwrap();
    for (run, day) in [(1, "2025-03-01"), (2, "2025-03-02"), (3, "2025-03-02"), (4, "2025-03-04")] {
        let at = format!("{day}T23:59:59Z");
        db.execute("UPDATE run SET started_at = ?1, finished_at = ?1 WHERE run_id = ?2", (&at, run)).unwrap();
    }
    assert_eq!(diff(&env, "2025-03-02"), diff(&env, "1"));
    assert_eq!(diff(&env, "2025-03-03"), diff(&env, "3"));
    assert_eq!(diff(&env, "2025-03"), diff(&env, "2000"));
}

#[test]
fn every_format_tells_the_news_and_escapes_it() {
    let env = Env::new();
    write(&env.db(), &[counted("Gazette", "Bort <b>\u{1b}[31m", 5), counted("Herald", "Bort <b>\u{1b}[31m", 6)]);
    for format in ["table", "md", "html", "csv", "json", "jsonl"] {
        let (out, _) = env.args(&["diff", "-f", format], 0);
        assert!(out.contains("new") && out.contains("5 | 6") || out.contains("5 \\| 6"), "{format}: {out}");
        assert!(!out.contains('\u{1b}'), "{format}: {out}");
        assert!(!["md", "html"].contains(&format) || !out.contains("<b>"), "{format}: {out}");
    }
    assert!(env.run("diff", 0).contains("contradiction: 5 | 6"));
    write(&env.db(), &[]);
    let (out, err) = env.args(&["diff"], 0);
    assert!(out.is_empty() && err.contains("no finding is new"), "{out}{err}");
    assert_eq!(env.run("diff -f json", 0).trim(), "[\n]".replace('\n', "").as_str());
}

#[test]
fn explained_differences_are_counted() {
    let env = Env::troops();
    let (few, err) = env.args(&["diff"], 0);
    let all = env.run("diff --all", 0);
    assert!(all.lines().count() > few.lines().count(), "{all}");
    assert!(err.contains("left out, explained or unsure: atodds diff --all"), "{err}");
}

#[test]
fn what_is_no_run_and_no_day_is_told() {
    let env = four_runs();
    let (_, err) = env.args(&["diff", "--since", "99"], 2);
    assert!(err.contains("there is no run 99") && err.contains("4, 3, 2, 1"), "{err}");
    let (store, run) = begin(&env);
    drop(store);
    let (_, err) = env.args(&["diff", "--since", &run.to_string()], 2);
    assert!(err.contains("did not end"), "{err}");
    let (_, err) = env.args(&["diff", "--since", "yesterday"], 2);
    assert!(err.contains("a run's number"), "{err}");
}

#[test]
fn new_and_changed_are_so_since_the_run_before_the_last() {
    let env = Env::new();
    write(&env.db(), &[counted("Gazette", "Arvelle", 12), counted("Herald", "Arvelle", 31)]);
    assert_eq!(flags(&env.db()), [("Arvelle".into(), true, false)]);
    write(&env.db(), &[counted("Gazette", "Bort", 5), counted("Herald", "Bort", 6), counted("Courier", "Arvelle", 40)]);
    assert_eq!(flags(&env.db()), [("Arvelle".into(), false, true), ("Bort".into(), true, false)]);
    // One more article that says what is known changes nothing.
    write(&env.db(), &[counted("Tribune", "Bort", 6)]);
    assert_eq!(flags(&env.db()), [("Arvelle".into(), false, false), ("Bort".into(), false, false)]);
}

#[test]
fn what_a_killed_run_found_is_news_of_the_one_that_ends_it() {
    let env = Env::new();
    write(&env.db(), &[counted("Gazette", "Arvelle", 12), counted("Herald", "Arvelle", 31)]);
    let (mut store, run) = begin(&env);
    add(&mut store, run, &[counted("Gazette", "Bort", 5), counted("Herald", "Bort", 6)]);
    store.gather(run).unwrap();
    drop(store);
    // It was killed before it ended. The next one finds nothing to do.
    write(&env.db(), &[]);
    assert_eq!(flags(&env.db()), [("Arvelle".into(), false, false), ("Bort".into(), true, false)]);
    assert_eq!(diff(&env, ""), [row("new", "Bort", "-", "5 | 6")]);
}

#[test]
fn runs_that_overlap_tell_their_news_apart() {
    let env = Env::new();
    write(&env.db(), &[counted("Gazette", "Arvelle", 12), counted("Herald", "Arvelle", 31)]);
    // The second begins later and ends first.
    let (mut slow, first) = begin(&env);
    let (mut quick, second) = begin(&env);
    add(&mut quick, second, &[counted("Gazette", "Bort", 5), counted("Herald", "Bort", 6)]);
    end(&mut quick, second);
    add(&mut slow, first, &[counted("Gazette", "Cormel", 7), counted("Herald", "Cormel", 8)]);
    end(&mut slow, first);
    assert!(first < second);
    let news = [("Arvelle".into(), false, false), ("Bort".into(), false, false), ("Cormel".into(), true, false)];
    assert_eq!(flags(&env.db()), news);
    assert_eq!(diff(&env, &second.to_string()), [row("new", "Cormel", "-", "7 | 8")]);
    assert!(diff(&env, &first.to_string()).is_empty());
}

#[test]
fn what_changes_and_changes_back_is_no_news() {
    let env = Env::new();
    write(&env.db(), &[counted("Gazette", "Arvelle", 12), counted("Herald", "Arvelle", 31)]);
    write(&env.db(), &[counted("Courier", "Arvelle", 40)]);
    forget(&env, &["docs/Courier-Arvelle-40.txt"]);
    assert!(diff(&env, "1").is_empty());
    assert_eq!(diff(&env, "2"), [row("changed", "Arvelle", "12 | 31 | 40", "12 | 31")]);
    let db = Connection::open(env.db()).unwrap();
    let history: Vec<String> = db
        .prepare("SELECT change || ' ' || run_id || ' ' || readings FROM finding_history ORDER BY change_id")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(history, ["new 1 12 | 31", "changed 2 12 | 31 | 40", "changed 3 12 | 31"]);
}

#[test]
fn runs_are_listed_with_what_they_brought() {
    let env = four_runs();
    let rows: Vec<Value> = serde_json::from_str(&env.run("runs -f json", 0)).unwrap();
    let counts: Vec<Vec<i64>> = rows
        .iter()
        .map(|r| {
            ["run_id", "n_new_findings", "n_changed_findings", "n_gone_findings"]
                .map(|c| r[c].as_i64().unwrap())
                .to_vec()
        })
        .collect();
    assert_eq!(counts, [[4, 0, 0, 0], [3, 0, 0, 1], [2, 1, 1, 0], [1, 2, 0, 0]]);
    assert!(rows.iter().all(|r| r["status"] == "done" && r["version"] == "0.0.0"));
    let shown = env.run("runs --width 140", 0);
    assert!(shown.contains("1 new, 1 changed") && shown.contains("1 gone"), "{shown}");
}

#[test]
fn the_doctor_finds_a_history_that_does_not_fit() {
    for sql in [
        "UPDATE finding_change SET fingerprint = 'x' WHERE change = 'new'",
        "DELETE FROM finding_kept",
        "INSERT INTO finding_change SELECT NULL, finding_id, run_id, 'gone', entity, attribute, label, kind, relation, readings, severity, weight, confidence, '' FROM finding_change LIMIT 1",
    ] {
        let env = four_runs();
        Connection::open(env.db()).unwrap().execute_batch(sql).unwrap();
        let out = env.run("doctor -f csv", 2);
        assert!(out.lines().any(|l| l.starts_with("history,fault,")), "{sql}: {out}");
    }
}
