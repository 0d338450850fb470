//! The scheduled batch: what a configuration asks for is done, once, by one run at a time, and told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at any fault")]

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::Env;
use rusqlite::Connection;
use serde_json::Value;

/// What one paper says of a flood: how many were killed.
fn article(killed: u32) -> String {
    format!(
        "Flood in Lyon\n\nLyon, 12 May 2025. The flood in Lyon killed {killed} people, prefect Nadia Lorcet said.\n"
    )
}

/// A folder with articles of papers, and a configuration that reads it.
fn desk(articles: &[(&str, u32)], more: &str) -> Env {
    let env = Env::new();
    fs::create_dir(env.path().join("articles")).unwrap();
    for (paper, killed) in articles {
        env.put(paper, *killed);
    }
    env.configure(more);
    env
}

/// Writing into the folder of a test.
trait Desk {
    fn put(&self, paper: &str, killed: u32);
    fn configure(&self, more: &str);
    fn documents(&self) -> Vec<String>;
    fn file(&self, name: &str) -> String;
}

impl Desk for Env {
    fn put(&self, paper: &str, killed: u32) {
        fs::write(self.path().join("articles").join(format!("{paper}.txt")), article(killed)).unwrap();
    }

    fn configure(&self, more: &str) {
        let top = if more.trim_start().starts_with('[') { "" } else { more };
        let tables = if top.is_empty() { more } else { "" };
        let text = format!("{top}\n[[input]]\npaths = [\"articles/\"]\n{tables}\n");
        fs::write(self.path().join("atodds.toml"), text).unwrap();
    }

    fn documents(&self) -> Vec<String> {
        let db = Connection::open(self.db()).unwrap();
        let mut rows = db.prepare("SELECT path FROM document WHERE is_current ORDER BY path").unwrap();
        rows.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect()
    }

    fn file(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap_or_default()
    }
}

/// All that a person sees of the findings, but their documents' paths.
fn findings(db: &Path) -> Vec<String> {
    let db = Connection::open(db).unwrap();
    let mut rows = db
        .prepare(
            "SELECT concat_ws('|', finding_id, entity, attribute, relation, readings, n_documents, n_sources, n_origins,
               first_on, last_on, reason, confidence) FROM finding ORDER BY 1",
        )
        .unwrap();
    rows.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_run_reads_reports_and_tells_by_its_status() {
    let env = desk(&[("gazette", 12), ("herald", 40)], "fail_on = \"contradiction\"\n");
    let (out, err) = env.args(&["run"], 1);
    assert!(out.starts_with("2 documents read: 2 new, 0 changed, 0 known already; 0 skipped, 0 gone\n"), "{out}");
    assert_eq!(err, "");
    // Nothing new, and still a contradiction.
    let out = env.run("run", 1);
    assert!(out.contains("0 new, 0 changed, 2 known already"), "{out}");
    env.put("herald", 12);
    let out = env.run("run", 0);
    assert!(out.contains("0 new, 1 changed, 1 known already"), "{out}");
    // A file that is none is skipped, and told.
    fs::write(env.path().join("articles/broken.html"), "").unwrap();
    let (_, err) = env.args(&["run"], 2);
    assert!(err.contains("skipped articles/broken.html"), "{err}");
    let db = Connection::open(env.db()).unwrap();
    let runs: Vec<(String, String, i64, String)> = db
        .prepare("SELECT status, version, n_read, configuration FROM run WHERE command = 'run' ORDER BY run_id")
        .unwrap()
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(runs.len(), 4);
    for (status, version, read, configuration) in runs {
        assert_eq!((status.as_str(), version.as_str(), read), ("done", env!("CARGO_PKG_VERSION"), 2));
        assert!(configuration.ends_with("/atodds.toml"), "{configuration}");
    }
}

#[test]
fn it_runs_the_same_from_any_folder() {
    let env = desk(&[("gazette", 12), ("herald", 40)], "[report.page]\npath = \"page.html\"\n");
    let out = env.atodds().current_dir("/").arg("run").arg(env.path().join("atodds.toml")).output().unwrap();
    assert_eq!(out.status.code(), Some(0), "{out:?}");
    assert!(env.file("page.html").contains("<html"));
    assert_eq!(env.documents(), ["articles/gazette.txt", "articles/herald.txt"]);
    // --db goes before the configuration, and is relative to where it is typed.
    let elsewhere = tempfile::tempdir().unwrap();
    let mut command = env.atodds();
    command.current_dir(elsewhere.path()).args(["run", "--db", "own.db"]).arg(env.path().join("atodds.toml"));
    assert_eq!(command.output().unwrap().status.code(), Some(0));
    assert!(elsewhere.path().join("own.db").exists());
}

#[test]
fn what_is_gone_from_the_inputs_no_longer_counts_and_nothing_else_goes() {
    let env = desk(&[("gazette", 12), ("herald", 40)], "[report.page]\npath = \"page.html\"\n");
    // Came by another way: one elsewhere, and one under the inputs.
    fs::write(env.path().join("own.txt"), article(77)).unwrap();
    env.put("courier", 33);
    env.run("ingest own.txt articles/courier.txt", 0);
    env.run("run", 0);
    assert_eq!(env.documents().len(), 4);
    for file in ["own.txt", "articles/courier.txt", "articles/herald.txt"] {
        fs::remove_file(env.path().join(file)).unwrap();
    }
    let out = env.run("run", 0);
    assert!(out.contains("1 gone"), "{out}");
    assert_eq!(env.documents(), ["articles/courier.txt", "articles/gazette.txt", "own.txt"]);
    env.run("doctor", 0);
    // And what comes back counts again.
    env.put("herald", 40);
    env.run("run", 0);
    assert_eq!(env.documents().len(), 4);
}

#[test]
fn what_is_gone_stays_where_a_configuration_says_so() {
    let env = desk(&[("gazette", 12), ("herald", 40)], "removed = \"keep\"\n");
    env.run("run", 0);
    fs::remove_file(env.path().join("articles/herald.txt")).unwrap();
    assert!(env.run("run", 0).contains("0 gone"));
    assert_eq!(env.documents().len(), 2);
}

#[test]
fn a_copy_takes_the_place_of_a_text_that_is_gone() {
    let env = desk(&[], "");
    let page = |name: &str| env.path().join("articles").join(name);
    fs::write(env.path().join("articles/sources.csv"), "file,source\na.txt,Gazette\nb.txt,Gazette\n").unwrap();
    for name in ["a.txt", "b.txt"] {
        fs::write(page(name), article(12)).unwrap();
    }
    env.run("run", 0);
    assert_eq!(env.documents(), ["articles/a.txt"]);
    fs::remove_file(page("a.txt")).unwrap();
    env.run("run", 0);
    assert_eq!(env.documents(), ["articles/b.txt"]);
}

#[test]
fn rows_that_are_gone_from_a_feed_no_longer_count() {
    let env = desk(&[], "");
    let row = |source: &str, killed: u32| {
        format!("{{\"text\": {:?}, \"source\": {source:?}, \"language\": \"en\"}}\n", article(killed))
    };
    let feed = env.path().join("articles/feed.jsonl");
    fs::write(&feed, row("Gazette", 12) + &row("Herald", 40) + &row("Courier", 33)).unwrap();
    env.run("run", 0);
    assert_eq!(env.documents().len(), 3);
    // The first goes: the others move up, and the last line is gone.
    fs::write(&feed, row("Herald", 40) + &row("Courier", 33)).unwrap();
    assert!(env.run("run", 0).contains("1 gone"));
    assert_eq!(env.documents(), ["articles/feed.jsonl#L1", "articles/feed.jsonl#L2"]);
    let fresh = env.path().join("fresh.db");
    env.args(&["run", "--db", "fresh.db"], 0);
    assert_eq!(findings(&env.db()), findings(&fresh));
    // A feed that cannot be read for now loses nothing.
    fs::write(&feed, "{ broken\n").unwrap();
    env.run("run", 2);
    assert_eq!(env.documents().len(), 2);
}

#[test]
fn an_input_that_is_missing_or_empty_takes_nothing_out_unless_forced() {
    let env = desk(&[("gazette", 12), ("herald", 40)], "");
    env.run("run", 0);
    let (docs, away) = (env.path().join("articles"), env.path().join("away"));
    fs::rename(&docs, &away).unwrap();
    let (_, err) = env.args(&["run"], 2);
    assert!(err.contains("articles/: missing or empty altogether, and 2 documents came from it"), "{err}");
    assert!(err.contains("--force"), "{err}");
    fs::create_dir(&docs).unwrap();
    let (_, err) = env.args(&["run"], 2);
    assert!(err.contains("none was taken out"), "{err}");
    assert_eq!(env.documents().len(), 2);
    assert!(env.run("run --force", 0).contains("2 gone"));
    assert_eq!(env.documents(), Vec::<String>::new());
    // And an empty one is no fault where nothing came from it.
    env.run("run", 0);
}

#[test]
fn a_dry_run_tells_what_would_be_done_and_changes_nothing() {
    let env = desk(&[("gazette", 12)], "[report.page]\npath = \"page.html\"\n[report.lost]\npath = \"no/page.md\"\n");
    let out = env.run("run --dry-run --format csv", 2);
    assert!(out.contains("new,articles/gazette.txt,"), "{out}");
    assert!(out.contains("report,no/page.md,") && out.contains("is missing"), "{out}");
    assert!(
        !env.db().exists() && !env.path().join("atodds.db.lock").exists() && !env.path().join("page.html").exists()
    );
    env.configure("[report.page]\npath = \"page.html\"\n[notify]\ncommand = [\"false\"]\n");
    env.run("run", 0);
    env.put("herald", 40);
    env.put("gazette", 15);
    let before = fs::read(env.db()).unwrap();
    let out = env.run("run --dry-run --format csv", 0);
    for line in ["new,articles/herald.txt,", "changed,articles/gazette.txt,", "notify,false,"] {
        assert!(out.contains(line), "{line}: {out}");
    }
    fs::remove_file(env.path().join("articles/gazette.txt")).unwrap();
    let out = env.run("run --dry-run --format csv", 0);
    assert!(out.contains("gone,articles/gazette.txt,"), "{out}");
    assert_eq!(fs::read(env.db()).unwrap(), before);
}

#[test]
fn a_report_that_cannot_be_written_costs_nothing_else() {
    let more = "[report.a]\npath = \"no/a.md\"\n[report.b]\npath = \"b.md\"\n[report.c]\npath = \"c.sarif\"\n";
    let env = desk(&[("gazette", 12), ("herald", 40)], more);
    let (out, err) = env.args(&["run"], 2);
    assert!(err.contains("[report.a] no/a.md: its folder no is missing"), "{err}");
    assert!(out.contains("b.md written: 1 finding"), "{out}");
    assert!(env.file("b.md").contains("12"));
    assert_eq!(serde_json::from_str::<Value>(&env.file("c.sarif")).unwrap()["version"], "2.1.0");
}

/// The command of a notification that keeps what it is told in `told.jsonl`, and ends with what `status` holds.
const KEEP: &str =
    "[notify]\ncommand = [\"sh\", \"-c\", \"cat >> told.jsonl; exit $(cat status 2>/dev/null || echo 0)\"]\n";

fn told(env: &Env) -> Vec<Value> {
    env.file("told.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn count_of(news: &Value, which: &str) -> usize {
    news[which].as_array().unwrap().len()
}

#[test]
fn a_command_is_told_of_new_findings_once() {
    let env = desk(&[("gazette", 12), ("herald", 40)], KEEP);
    assert!(env.run("run", 0).contains("1 new finding told"));
    let first = told(&env);
    assert_eq!((first.len(), count_of(&first[0], "new"), count_of(&first[0], "changed")), (1, 1, 0));
    assert_eq!(first[0]["new"][0]["attribute"], "killed");
    assert_eq!(first[0]["new"][0]["is_new"], true);
    env.run("run", 0);
    assert_eq!(told(&env).len(), 1, "nothing new, and told again");
    // A third paper changes the readings of what was told.
    env.put("courier", 70);
    env.run("run", 0);
    let all = told(&env);
    assert_eq!((all.len(), count_of(&all[1], "new"), count_of(&all[1], "changed")), (2, 0, 1));
}

#[test]
fn what_a_failed_notification_did_not_get_out_is_told_by_the_next_run() {
    let env = desk(&[("gazette", 12), ("herald", 40)], KEEP);
    fs::write(env.path().join("status"), "3").unwrap();
    let (_, err) = env.args(&["run"], 2);
    assert!(err.contains("[notify] \"sh\" failed") && err.contains("told again by the next run"), "{err}");
    assert_eq!(env.documents().len(), 2);
    // By then its readings have changed: it is new all the same to who was never told.
    env.put("courier", 70);
    env.args(&["run"], 2);
    fs::remove_file(env.path().join("status")).unwrap();
    env.run("run", 0);
    let all = told(&env);
    assert_eq!((all.len(), count_of(&all[2], "new"), count_of(&all[2], "changed")), (3, 1, 0));
    env.run("run", 0);
    assert_eq!(told(&env).len(), 3);
}

#[test]
fn a_command_that_hangs_or_is_missing_is_told() {
    let env = desk(&[("gazette", 12), ("herald", 40)], "[notify]\ncommand = [\"sleep\", \"60\"]\ntimeout = 1\n");
    let (_, err) = env.args(&["run"], 2);
    assert!(err.contains("\"sleep\" was not done within 1 s"), "{err}");
    env.configure("[notify]\ncommand = [\"no-such-program-here\"]\n");
    let (_, err) = env.args(&["run"], 2);
    assert!(err.contains("cannot call \"no-such-program-here\""), "{err}");
    // One that reads nothing is fine.
    env.configure("[notify]\ncommand = [\"true\"]\nonly = \"new\"\n");
    env.run("run", 0);
}

#[test]
fn tolerances_of_the_configuration_count_and_a_persons_are_kept() {
    let env = desk(&[("gazette", 101), ("herald", 106)], "fail_on = \"contradiction\"\n");
    env.run("run", 1);
    env.configure("[tolerance.killed]\nexact = 0.1\n");
    env.run("run", 0);
    let relation = |env: &Env| -> String {
        let db = Connection::open(env.db()).unwrap();
        db.query_row("SELECT relation FROM finding WHERE attribute = 'killed'", [], |r| r.get(0)).unwrap()
    };
    assert_eq!(relation(&env), "precision");
    Connection::open(env.db())
        .unwrap()
        .execute("UPDATE tolerance SET below = 0, above = 0 WHERE attribute = 'killed'", [])
        .unwrap();
    let (_, err) = env.args(&["run"], 0);
    assert!(err.contains("[tolerance.killed] exact: not used"), "{err}");
    assert_eq!(relation(&env), "contradiction");
}

#[test]
fn old_runs_go_as_the_configuration_says_and_what_refers_to_them_stays() {
    let env = desk(&[("gazette", 12), ("herald", 40)], "[retention]\nruns = 2\n");
    for _ in 0..5 {
        env.run("run", 0);
    }
    let db = Connection::open(env.db()).unwrap();
    let runs: Vec<i64> = db
        .prepare("SELECT run_id FROM run ORDER BY 1")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    // The first one found the finding.
    assert_eq!(runs, [1, 4, 5]);
    env.run("doctor", 0);
}

#[test]
fn a_second_run_says_who_is_at_work_or_waits() {
    let env =
        desk(&[("gazette", 12), ("herald", 40)], "[notify]\ncommand = [\"sh\", \"-c\", \"touch there; sleep 3\"]\n");
    let mut first = Command::new(env!("CARGO_BIN_EXE_atodds"))
        .arg("run")
        .current_dir(env.path())
        .env_remove("ATODDS_DB")
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    while !env.path().join("there").exists() {
        assert!(first.try_wait().unwrap().is_none(), "the first run ended too early");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    for line in ["run", "ingest --wait 0 articles"] {
        let (_, err) = env.args(&line.split(' ').collect::<Vec<_>>(), 2);
        assert!(err.contains(&format!("in use by atodds run, process {}, since 20", first.id())), "{err}");
    }
    let (out, err) = env.args(&["run", "--wait", "60"], 0);
    assert!(err.contains("waiting for atodds run, process"), "{err}");
    assert!(out.contains("2 known already"), "{out}");
    assert!(first.wait().unwrap().success());
}

#[test]
fn a_lock_that_a_killed_run_left_is_no_lock() {
    let env = desk(
        &[("gazette", 12), ("herald", 40)],
        "[notify]\ncommand = [\"sh\", \"-c\", \"touch there; exec sleep 2\"]\n",
    );
    let mut killed = Command::new(env!("CARGO_BIN_EXE_atodds"))
        .arg("run")
        .current_dir(env.path())
        .env_remove("ATODDS_DB")
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    while !env.path().join("there").exists() {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert!(env.file("atodds.db.lock").contains("atodds run, process"));
    env.run("run", 0);
    assert_eq!(env.file("atodds.db.lock"), "");
}

#[test]
fn logs_are_lines_of_json_where_that_is_asked_for() {
    let env =
        desk(&[("gazette", 12)], "[log]\nformat = \"json\"\nlevel = \"debug\"\n[notify]\ncommand = [\"false\"]\n");
    fs::write(env.path().join("articles/a\u{1b}b.html"), "").unwrap();
    let (_, err) = env.args(&["run"], 2);
    assert!(!err.contains('\u{1b}'));
    let events: Vec<Value> = err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |event: &str| events.iter().find(|e| e["event"] == event).unwrap_or_else(|| panic!("no {event}: {err}"));
    assert_eq!(of("skip")["level"], "warn");
    assert_eq!(of("document")["message"], "new: articles/gazette.txt");
    assert_eq!(of("read")["added"], 1);
    // What ends a run is told the same way.
    fs::write(env.db(), "no database, whatever its name says; sqlite wants sixteen bytes of magic").unwrap();
    let (_, err) = env.args(&["run"], 2);
    let last: Value = serde_json::from_str(err.lines().last().unwrap()).unwrap();
    assert_eq!((last["level"].as_str(), last["event"].as_str()), (Some("error"), Some("failed")), "{err}");
}

#[test]
fn schedules_name_the_program_and_the_configuration_in_full() {
    let env = desk(&[], "");
    let out = env.run("schedule", 0);
    let exec = out.lines().find(|l| l.starts_with("ExecStart=")).unwrap();
    assert!(exec.contains("/atodds\" run \"/") && exec.ends_with("/atodds.toml\""), "{exec}");
    for line in ["OnCalendar=daily", "Persistent=true", "RandomizedDelaySec=60m"] {
        assert!(out.lines().any(|l| l == line), "{out}");
    }
    assert!(env.run("schedule --part crontab", 0).ends_with("/atodds.toml\n"));
    assert!(env.run("schedule --part timer --interval hourly", 0).contains("OnCalendar=hourly"));
    let (_, err) = env.args(&["schedule", "--part", "crontab", "--interval", "Mon 06:30"], 2);
    assert!(err.contains("cron has no words"), "{err}");
    fs::write(env.path().join("atodds.toml"), "database = 3").unwrap();
    env.args(&["schedule"], 2);
}
