//! What must, and must not, come of short articles: `fixtures/answers.toml`. Each of its cases names a fault that was once seen.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at any fault")]

mod common;

use common::Env;
use rusqlite::Connection;
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    articles: Vec<String>,
    #[serde(default)]
    finds: Vec<String>,
    #[serde(default)]
    never: Vec<String>,
    #[serde(default)]
    states: Vec<String>,
    #[serde(default)]
    unsaid: Vec<String>,
}

fn lines(db: &Connection, query: &str) -> Vec<String> {
    let mut statement = db.prepare(query).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Returns what is wrong with a case.
fn faults(case: &Case) -> Vec<String> {
    let env = Env::new();
    let articles: Vec<String> = case
        .articles
        .iter()
        .enumerate()
        .map(|(n, article)| {
            let [source, published, text] = article.splitn(3, '|').collect::<Vec<_>>()[..] else {
                panic!("{}: source|date|text", case.name)
            };
            let url = format!("https://{source}/{n}");
            serde_json::json!({ "url": url, "source": source, "published": published, "text": text }).to_string()
        })
        .collect();
    std::fs::write(env.path().join("articles.jsonl"), articles.join("\n")).unwrap();
    env.run("ingest articles.jsonl", 0);
    let db = Connection::open(env.db()).unwrap();
    let findings = lines(&db, "SELECT attribute || ': ' || relation || ': ' || readings FROM finding ORDER BY 1");
    let statements = lines(&db, "SELECT attribute || ' = ' || value_text FROM assertion_full ORDER BY 1");
    let holds = |lines: &[String], part: &String| lines.iter().any(|line| line.contains(part.as_str()));
    let mut out = Vec::new();
    for (wanted, of, parts) in [
        (true, &findings, &case.finds),
        (false, &findings, &case.never),
        (true, &statements, &case.states),
        (false, &statements, &case.unsaid),
    ] {
        for part in parts.iter().filter(|part| holds(of, part) != wanted) {
            let what = if wanted { "misses" } else { "has" };
            out.push(format!("{}: {what} {part:?} among {of:#?}", case.name));
        }
    }
    out
}

#[test]
fn short_articles_give_what_a_careful_reader_takes_from_them() {
    let text = std::fs::read_to_string("fixtures/answers.toml").unwrap();
    let cases: Cases = toml::from_str(&text).unwrap();
    for case in &cases.case {
        let asks = case.finds.len() + case.never.len() + case.states.len() + case.unsaid.len();
        assert!(asks > 0, "{}: asks for nothing", case.name);
    }
    // Two at a time: each runs the program.
    let (left, right) = cases.case.split_at(cases.case.len() / 2);
    let half = |cases: &[Case]| cases.iter().flat_map(faults).collect::<Vec<_>>();
    let wrong = std::thread::scope(|scope| {
        let other = scope.spawn(|| half(right));
        [half(left), other.join().unwrap()].concat()
    });
    assert!(wrong.is_empty(), "{} faults in {} cases:\n{}", wrong.len(), cases.case.len(), wrong.join("\n"));
}
