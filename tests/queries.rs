//! Every query of docs/queries.md answers something on the example stories, in a plain sqlite3 shell.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may stop at any fault"
)]

mod common;

use std::path::Path;
use std::process::Command;

use common::Env;
use rusqlite::Connection;

/// Each query with the question above it.
fn queries() -> Vec<(String, String)> {
    let page = include_str!("../docs/queries.md");
    let mut out = Vec::new();
    for part in page.split("\n## ").skip(1) {
        let question = part.lines().next().unwrap().to_owned();
        let sql = part.split("```sql\n").nth(1).and_then(|rest| rest.split("```").next());
        out.push((question, sql.unwrap_or_else(|| panic!("no query under {part}")).to_owned()));
    }
    out
}

/// How many rows a query gives in the plain shell; where none is installed, in a bare connection.
fn rows(db: &Path, sql: &str) -> usize {
    match Command::new("sqlite3").args(["-readonly", "-bail", "-json"]).arg(db).arg(sql).output() {
        Ok(out) => {
            assert!(out.status.success(), "{sql}\n{}", String::from_utf8_lossy(&out.stderr));
            let text = String::from_utf8(out.stdout).unwrap();
            if text.trim().is_empty() {
                0
            } else {
                serde_json::from_str::<Vec<serde_json::Value>>(&text).unwrap().len()
            }
        }
        Err(_) => {
            eprintln!(
                "no sqlite3 shell on this machine: an SQLite connection without the program's functions stands in"
            );
            let db = Connection::open(db).unwrap();
            let mut statement = db.prepare(sql).unwrap();
            let mut rows = statement.query([]).unwrap();
            std::iter::from_fn(|| rows.next().unwrap().map(|_| ())).count()
        }
    }
}

#[test]
fn every_query_answers_something() {
    let env = Env::new();
    let mut folders: Vec<String> = std::fs::read_dir("fixtures/stories")
        .unwrap()
        .map(|story| story.unwrap().path().join("docs"))
        .filter(|docs| docs.is_dir())
        .map(|docs| std::path::absolute(docs).unwrap().display().to_string())
        .collect();
    folders.sort();
    let args: Vec<&str> = std::iter::once("ingest").chain(folders.iter().map(String::as_str)).collect();
    env.args(&args, 0);
    // One who says two things: the stories have none of whom that is sure.
    let row = |outlet: &str, day: &str, dead: &str| {
        let text = format!(
            "Fire in Lyon\n\nA fire at the Hotel Bellerive in Lyon killed {dead} people, Odile Marchand said. \
             Odile Marchand visited the Hotel Bellerive in Lyon with Mayor Colette Vernoux."
        );
        serde_json::json!({"text": text, "source": outlet, "published": day, "language": "en"}).to_string()
    };
    let feed = [row("Gazette", "2025-03-04", "nine"), row("Herald", "2025-03-05", "eleven")].join("\n");
    std::fs::write(env.path().join("feed.jsonl"), feed).unwrap();
    env.run("ingest feed.jsonl", 0);
    assert!(queries().len() >= 12);
    for (question, sql) in queries() {
        assert!(rows(&env.db(), &sql) > 0, "{question} answers nothing:\n{sql}");
    }
}
