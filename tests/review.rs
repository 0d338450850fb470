//! What a person decided stays, and counts until a new reading or a day.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::path::Path;

use atodds::model::Language;
use atodds::store::{Mode, RunCounts, Store};
use common::{Env, Told, number, told, write};
use rusqlite::Connection;
use serde_json::Value;

/// An article of an outlet that counts the dead.
fn counted(outlet: &str, n: i64) -> Told {
    let quote = format!("{outlet} counts {n} dead in Arvelle.");
    let words = n.to_string();
    let says = vec![number("frappe d’Arvelle", "killed", Some(n), Some(n), &words, &quote)];
    told(&format!("docs/{outlet}-{n}.txt"), outlet, "2025-03-02", Language::EN, says)
}

/// Two outlets that contradict each other: the environment, and the finding's id.
fn odds() -> (Env, String) {
    let env = Env::new();
    write(&env.db(), &[counted("Gazette", 12), counted("Herald", 31)]);
    let id = id(&env.db());
    (env, id)
}

fn id(db: &Path) -> String {
    let db = Connection::open(db).unwrap();
    db.query_row("SELECT finding_id FROM finding WHERE attribute = 'killed'", [], |r| r.get(0)).unwrap()
}

fn status(db: &Path) -> String {
    let db = Connection::open(db).unwrap();
    db.query_row("SELECT status FROM finding WHERE attribute = 'killed'", [], |r| r.get(0)).unwrap()
}

/// Runs the program as one author.
fn review(env: &Env, args: &[&str], code: i32) -> (String, String) {
    let all: Vec<&str> = ["review", "--author", "Jo Reyes"].iter().chain(args).copied().collect();
    env.args(&all, code)
}

fn forget(db: &Path, slots: &[&str]) {
    let mut store = Store::open(db, Mode::Write).unwrap();
    let run = store.begin_run("forget", "0.0.0").unwrap();
    let forgotten = store.forget(run, slots).unwrap();
    assert_eq!(forgotten, slots.len());
    store.gather(run).unwrap();
    store.finish_run(run, &RunCounts { forgotten, ..RunCounts::default() }).unwrap();
}

#[test]
fn a_dismissed_finding_comes_back_on_a_new_reading_and_not_on_a_repeated_one() {
    let (env, id) = odds();
    review(&env, &[&id, "--dismiss", "--note", "two strikes"], 0);
    assert_eq!(status(&env.db()), "dismissed");
    let report = env.run("report", 0);
    assert!(report.contains("1 dismissed finding: atodds report --status dismissed"), "{report}");
    assert!(!report.contains(&id), "{report}");
    assert!(env.run("report --status dismissed", 0).contains(&id));
    assert!(env.run("report --all", 0).contains(&id));
    assert!(env.run("report --fail-on contradiction", 0).contains("no findings"));
    // One more article that says what is known already.
    write(&env.db(), &[counted("Courier", 31)]);
    assert_eq!(status(&env.db()), "dismissed");
    // And one that says something else.
    write(&env.db(), &[counted("Tribune", 40)]);
    assert_eq!(status(&env.db()), "open");
    let report = env.run("report", 0);
    assert!(report.contains(&id) && !report.contains("dismissed"), "{report}");
    let listed = env.run("review", 0);
    assert!(listed.contains("came back: 1 new"), "{listed}");
    let shown = env.run(&format!("show {id}"), 0);
    assert!(shown.contains("dismissed, by Jo Reyes") && shown.contains("two strikes"), "{shown}");
    assert!(shown.contains("it came back, with 1 new reading"), "{shown}");
    // The reading goes again, and with it what the judgement did not know.
    forget(&env.db(), &["docs/Tribune-40.txt"]);
    assert_eq!(status(&env.db()), "dismissed");
}

#[test]
fn a_judgement_outlives_its_finding() {
    let (env, id) = odds();
    review(&env, &[&id, "--pending", "--note", "ask the prefect"], 0);
    forget(&env.db(), &["docs/Herald-31.txt"]);
    let gone: i64 = Connection::open(env.db())
        .unwrap()
        .query_row("SELECT count(*) FROM finding WHERE finding_id = ?1", [&id], |r| r.get(0))
        .unwrap();
    assert_eq!(gone, 0);
    let listed = env.run("review", 0);
    assert!(listed.contains("no longer a finding") && listed.contains("ask the prefect"), "{listed}");
    let (_, err) = review(&env, &[&id, "--dismiss"], 2);
    assert!(err.contains("is no finding, or no longer"), "{err}");
    write(&env.db(), &[counted("Herald", 33)]);
    assert_eq!(status(&env.db()), "pending");
    // What went may still be taken back.
    forget(&env.db(), &["docs/Herald-33.txt"]);
    review(&env, &[&id, "--undo"], 0);
    write(&env.db(), &[counted("Herald", 31)]);
    assert_eq!(status(&env.db()), "open");
    env.run("doctor", 0);
}

#[test]
fn a_reading_is_named_by_its_letter_or_its_words() {
    let (env, id) = odds();
    let (out, _) = review(&env, &[&id, "--prefer", "b"], 0);
    assert!(out.contains("'31' is preferred, by Jo Reyes"), "{out}");
    review(&env, &[&id[..5], "--prefer", "12"], 0);
    let db = Connection::open(env.db()).unwrap();
    let kept: Vec<(String, i64)> = db
        .prepare("SELECT reading, value_low FROM judgement ORDER BY judgement_id")
        .unwrap()
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(kept, [("31".to_owned(), 31), ("12".to_owned(), 12)]);
    assert_eq!(status(&env.db()), "prefer");
    for wrong in ["C", "13", "", "12 or 31"] {
        let (out, err) = review(&env, &[&id, "--prefer", wrong], 2);
        assert!(out.is_empty() && err.contains("A 12; B 31"), "{wrong}: {err}");
    }
    // A preference says what holds whatever else is said; that there is more is told.
    write(&env.db(), &[counted("Tribune", 40)]);
    assert_eq!(status(&env.db()), "prefer");
    assert!(env.run("review", 0).contains("stands; 1 new"));
    assert!(env.run(&format!("show {id}"), 0).contains("1 new reading since then"));
}

#[test]
fn a_range_has_two_ends_in_order() {
    let (env, id) = odds();
    let (_, err) = review(&env, &[&id, "--range", "10-35"], 0);
    assert!(err.is_empty(), "{err}");
    assert_eq!(status(&env.db()), "range");
    review(&env, &[&id, "--range", "1,000–2 000"], 0);
    let (_, err) = review(&env, &[&id, "--range", "100..200"], 0);
    assert!(err.contains("none of the finding's readings"), "{err}");
    for wrong in ["35", "35-10", "ten-twelve", "10-", "-10", "2024-10-01..2024-10-05", "1-2-3"] {
        let (_, err) = env.args(&["review", "--author", "Jo", &id, &format!("--range={wrong}")], 2);
        assert!(err.contains("is no range"), "{wrong}: {err}");
    }
    let rows: Vec<Value> = serde_json::from_str(&env.run(&format!("review {id} -f json"), 0)).unwrap();
    let said: Vec<&str> = rows.iter().map(|r| r["reading"].as_str().unwrap()).collect();
    assert_eq!(said, ["100–200", "1000–2000", "10–35"]);
    let states: Vec<&str> = rows.iter().map(|r| r["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["stands", "superseded", "superseded"]);
}

#[test]
fn words_have_no_range() {
    let env = Env::troops();
    let db = Connection::open(env.db()).unwrap();
    let id: String = db.query_row("SELECT finding_id FROM finding WHERE kind = 'fact'", [], |r| r.get(0)).unwrap();
    let (_, err) = review(&env, &[&id, "--range", "1-2"], 2);
    assert!(err.contains("--prefer"), "{err}");
}

#[test]
fn undo_goes_back_step_by_step_and_nothing_is_lost() {
    let (env, id) = odds();
    review(&env, &[&id, "--pending"], 0);
    review(&env, &[&id, "--uncorroborated"], 0);
    review(&env, &[&id, "--dismiss"], 0);
    let (out, _) = review(&env, &[&id, "--undo", "--note", "too early"], 0);
    assert!(out.contains("'dismissed' is taken back"), "{out}");
    assert_eq!(status(&env.db()), "uncorroborated");
    review(&env, &[&id, "--undo"], 0);
    assert_eq!(status(&env.db()), "pending");
    review(&env, &[&id, "--reopen"], 0);
    assert_eq!(status(&env.db()), "open");
    review(&env, &[&id, "--undo"], 0);
    assert_eq!(status(&env.db()), "pending");
    review(&env, &[&id, "--undo"], 0);
    assert_eq!(status(&env.db()), "open");
    let (_, err) = review(&env, &[&id, "--undo"], 2);
    assert!(err.contains("no judgement that could be taken back"), "{err}");
    let rows: Vec<Value> = serde_json::from_str(&env.run(&format!("review {id} -f json"), 0)).unwrap();
    assert_eq!(rows.len(), 8);
    assert_eq!(rows.iter().filter(|r| r["state"] == "undone").count(), 4);
    env.run("doctor", 0);
    // Not by hand either.
    let db = Connection::open(env.db()).unwrap();
    assert!(db.execute("DELETE FROM judgement_kept", []).unwrap_err().to_string().contains("judgements are kept"));
    assert!(
        db.execute("UPDATE judgement_kept SET note = 'x'", []).unwrap_err().to_string().contains("judgements are kept")
    );
}

#[test]
fn a_judgement_expires_after_its_last_day() {
    let (env, id) = odds();
    let (_, err) = review(&env, &[&id, "--dismiss", "--until", "2020-02"], 2);
    assert!(err.contains("2020-02-29 is past"), "{err}");
    review(&env, &[&id, "--dismiss", "--until", "9998"], 0);
    assert_eq!(status(&env.db()), "dismissed");
    assert!(env.run(&format!("show {id}"), 0).contains("until 9998-12-31"));
    let exported = env.run("review --export", 0);
    // The same, as if it had been made long ago, in another store.
    let old = exported.replace("9998-12-31", "2020-02-29");
    assert_ne!(old, exported);
    let (other, _) = odds();
    std::fs::write(other.path().join("old.jsonl"), old).unwrap();
    other.run("review --import old.jsonl", 0);
    assert_eq!(status(&other.db()), "open");
    assert!(other.run("review", 0).contains("expired"));
    assert!(other.run(&format!("show {id}"), 0).contains("expired: it is open again"));
    // On its last day it still counts.
    let db = Connection::open(other.db()).unwrap();
    let today: String = db.query_row("SELECT date('now')", [], |r| r.get(0)).unwrap();
    std::fs::write(
        other.path().join("new.jsonl"),
        exported.replace("9998-12-31", &today).replace("dismissed", "pending"),
    )
    .unwrap();
    other.run("review --import new.jsonl", 0);
    assert_eq!(status(&other.db()), "pending");
}

#[test]
fn judgements_go_into_a_database_made_anew() {
    let (env, id) = odds();
    review(&env, &[&id, "--prefer", "A", "--note", "\"twice\" \u{9b}31m checked"], 0);
    review(&env, &[&id, "--dismiss"], 0);
    review(&env, &[&id, "--undo"], 0);
    let exported = env.run("review --export", 0);
    assert!(exported.lines().count() == 3 && !exported.contains('\u{9b}'), "{exported}");
    // In the other the documents came in another order, and one more.
    let other = Env::new();
    write(&other.db(), &[counted("Tribune", 40), counted("Herald", 31), counted("Gazette", 12)]);
    std::fs::write(other.path().join("judgements.jsonl"), &exported).unwrap();
    assert_eq!(other.run("review --import judgements.jsonl", 0), "3 judgements imported, 0 known already\n");
    assert_eq!(status(&other.db()), "prefer");
    assert_eq!(other.run("review --import judgements.jsonl", 0), "0 judgements imported, 3 known already\n");
    assert_eq!(other.run("review --export", 0), exported);
    // A later judgement stands, also where an earlier one is imported after it.
    review(&other, &[&id, "--pending"], 0);
    let older = exported.lines().next().unwrap().replace("prefer\"", "uncorroborated\"");
    let older = older.replace("\"reading\":\"12\"", "\"reading\":null");
    let older = older.replace(&older[older.find("\"made_at\":\"").unwrap()..][..21], "\"made_at\":\"2020-01-01");
    std::fs::write(other.path().join("older.jsonl"), older).unwrap();
    assert_eq!(other.run("review --import older.jsonl", 0), "1 judgement imported, 0 known already\n");
    assert_eq!(status(&other.db()), "pending");
}

#[test]
fn a_faulty_import_keeps_nothing_and_names_the_line() {
    let (env, id) = odds();
    review(&env, &[&id, "--pending"], 0);
    review(&env, &[&id, "--undo"], 0);
    let exported = env.run("review --export", 0);
    let lines: Vec<&str> = exported.lines().collect();
    let (other, _) = odds();
    let first = lines[0];
    for wrong in [
        "{}".to_owned(),
        "no json".to_owned(),
        first.replace("pending", "perhaps"),
        first.replace("\"author\":\"Jo Reyes\"", "\"author\":\"\""),
        first.replace("\"expires_on\":null", "\"expires_on\":\"2026-02-30\""),
        first.replace("\"undoes\":null", "\"undoes\":7"),
        first.replace("\"reading\":null", "\"reading\":\"12\""),
        first.replace("\"note\":null", "\"note\":null,\"nota\":null"),
        lines[1].to_owned(),
    ] {
        assert_ne!(wrong, first);
        // The first line of the file is sound, and another judgement than the faulty one's.
        let sound = first.replace("Jo Reyes", "Ann").replace("\"judgement\":1", "\"judgement\":9");
        std::fs::write(other.path().join("wrong.jsonl"), format!("{sound}\n\n{wrong}\n")).unwrap();
        let (out, err) = other.args(&["review", "--import", "wrong.jsonl"], 2);
        assert!(out.is_empty() && err.contains("wrong.jsonl") && err.contains("line 3"), "{wrong}: {err}");
        assert_eq!(other.run("review --export", 0), "", "{wrong}");
    }
    other.args(&["review", "--import", "none.jsonl"], 2);
    other.args(&["review", "--export", "-f", "csv"], 2);
}

#[test]
fn a_wrong_id_is_told_and_nothing_is_kept() {
    let env = Env::troops();
    for (finding, words) in [("zzzz", "no finding begins with"), ("", "no finding named")] {
        let (out, err) = review(&env, &[finding, "--dismiss"], 2);
        assert!(out.is_empty() && err.contains(words), "{err}");
    }
    // Two ids that begin alike, made by hand: no hash of a few topics does.
    let db = Connection::open(env.db()).unwrap();
    db.execute_batch("UPDATE topic SET finding_id = 'zz' || topic_id").unwrap();
    let (_, err) = review(&env, &["zz", "--dismiss"], 2);
    assert!(err.contains("several findings begin with"), "{err}");
    assert_eq!(env.run("review --export", 0), "");
    let (out, err) = env.args(&["review"], 0);
    assert!(out.is_empty() && err.contains("nothing was decided"), "{err}");
}

#[test]
fn the_author_is_told_or_the_user() {
    let (env, id) = odds();
    let author = |set: &[(&str, &str)], args: &[&str], code: i32| {
        let mut command = env.atodds();
        for name in ["ATODDS_AUTHOR", "USER", "USERNAME", "LOGNAME"] {
            command.env_remove(name);
        }
        let out = command.envs(set.iter().copied()).args(args).output().unwrap();
        assert_eq!(out.status.code(), Some(code), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap() + &String::from_utf8(out.stderr).unwrap()
    };
    let dismiss = ["review", &id, "--dismiss"];
    assert!(author(&[("USER", "mia")], &dismiss, 0).contains("by mia"));
    assert!(author(&[("USER", "mia"), ("ATODDS_AUTHOR", "desk")], &dismiss, 0).contains("by desk"));
    let told = ["review", &id, "--dismiss", "--author", "jo"];
    assert!(author(&[("USER", "mia"), ("ATODDS_AUTHOR", "desk")], &told, 0).contains("by jo"));
    assert!(author(&[], &dismiss, 2).contains("--author"));
}

#[test]
fn every_format_tells_the_judgement() {
    let (env, id) = odds();
    review(&env, &[&id, "--uncorroborated", "--note", "<b>one</b> source\u{1b}[31m"], 0);
    for format in ["table", "md", "html"] {
        let shown = env.run(&format!("show {id} -f {format}"), 0);
        assert!(shown.contains("uncorroborated, by Jo Reyes"), "{format}: {shown}");
        assert!(!shown.contains('\u{1b}'), "{format}");
        assert!(format == "table" || !shown.contains("<b>"), "{format}: {shown}");
    }
    let shown: Value = serde_json::from_str(&env.run(&format!("show {id} -f json"), 0)).unwrap();
    assert_eq!(shown["judgement"]["verdict"], "uncorroborated");
    assert_eq!(shown["judgement"]["state"], "stands");
    assert_eq!(shown["status"], "uncorroborated");
    for format in ["table", "json", "jsonl", "csv", "md", "html"] {
        assert!(env.run(&format!("review -f {format}"), 0).contains(&id), "{format}");
    }
    assert!(env.run("report", 0).contains("uncorroborated"));
}

#[test]
fn the_doctor_finds_judgements_that_do_not_fit() {
    let (env, id) = odds();
    review(&env, &[&id, "--pending"], 0);
    let db = Connection::open(env.db()).unwrap();
    db.execute_batch(
        "INSERT INTO judgement_kept (finding_id, verdict, author, made_at, undoes, entity, attribute, label, kind, relation, readings, answers, fingerprint)
         VALUES ('another', 'undo', 'x', '2025-01-01T00:00:00Z', 1, '', '', '', '', '', '', '[]', '')",
    )
    .unwrap();
    let out = env.run("doctor -f csv", 2);
    assert!(out.lines().any(|l| l.starts_with("judgements,fault,")), "{out}");
}

/// A row of a feed about one fire.
fn fire(outlet: &str, day: &str, dead: &str) -> String {
    let text = format!(
        "Hotel fire in Lyon kills {dead}\n\nA fire at the Hotel Bellerive in Lyon killed {dead} people, Mayor Colette Vernoux said. \
         Colette Vernoux visited the Hotel Bellerive in Lyon in the morning."
    );
    serde_json::json!({"text": text, "source": outlet, "published": day, "url": format!("https://{outlet}.example/fire"), "language": "en"})
        .to_string()
}

#[test]
fn a_judgement_follows_a_story_that_goes_by_another_name() {
    let env = Env::new();
    let feed = env.path().join("feed.jsonl");
    let killed = || -> (String, String) {
        let db = Connection::open(env.db()).unwrap();
        db.query_row("SELECT finding_id, status FROM finding WHERE attribute = 'killed'", [], |r| {
            Ok((r.get(0)?, r.get(1)?))
        })
        .unwrap()
    };
    let read = |rows: &[String]| {
        std::fs::write(&feed, rows.join("\n")).unwrap();
        env.run("ingest feed.jsonl", 0);
    };
    let (second, third) = (fire("gazette", "2025-03-03", "nine"), fire("herald", "2025-03-03", "eleven"));
    read(&[second.clone(), third.clone()]);
    let (before, status) = killed();
    assert_eq!(status, "open");
    review(&env, &[&before, "--prefer", "B"], 0);
    assert_eq!(killed(), (before.clone(), "prefer".to_owned()));
    // The story's first article comes last: its event is named by that one from now on.
    read(&[second, third, fire("courier", "2025-03-02", "nine")]);
    let (after, status) = killed();
    assert_ne!(after, before);
    assert_eq!(status, "prefer");
    // It goes again, and so does its name.
    forget(&env.db(), &["https://courier.example/fire"]);
    assert_eq!(killed(), (before, "prefer".to_owned()));
}

#[test]
fn a_judgement_follows_a_question_that_goes_by_another_name() {
    let env = Env::new();
    let feed = env.path().join("feed.jsonl");
    let told = |outlet: &str, day: &str, language: &str, text: &str| {
        serde_json::json!({"text": text, "source": outlet, "published": day, "url": format!("https://{outlet}.example/fair"), "language": language})
            .to_string()
    };
    let second = told(
        "matin",
        "2025-09-04",
        "fr",
        "Explosion à la foire d'Orvenne : 31 morts\n\nL'explosion qui a frappé mercredi la foire d'Orvenne a fait 31 morts, selon un bilan \
         communiqué jeudi par la préfète, Carole Vasseur.\n\nL'hôpital a soigné 41 blessés.",
    );
    let third = told(
        "monitor",
        "2025-09-04",
        "en",
        "Orvenne mourns after fair blast\n\nOrvenne was in mourning on Thursday after a gas tank blew up at its fair, killing 31 people and \
         wounding 65, according to the prefect, Carole Vasseur.",
    );
    let first = told(
        "lantern",
        "2025-09-03",
        "en",
        "Blast at Orvenne fair kills at least 20\n\nAt least 20 people were killed on Wednesday when a gas tank exploded at a crowded fair in \
         Orvenne, police said. Dozens were injured.\n\nA nurse at the county hospital said it had taken in 27 bodies and 41 injured.",
    );
    let read = |rows: &[&String]| {
        std::fs::write(&feed, rows.iter().map(|row| row.as_str()).collect::<Vec<_>>().join("\n")).unwrap();
        env.run("ingest feed.jsonl", 0);
    };
    let wounded = || -> (String, String) {
        let db = Connection::open(env.db()).unwrap();
        let sql = "SELECT finding_id, status FROM finding WHERE readings LIKE '%41%' AND readings LIKE '%65%'";
        db.query_row(sql, [], |r| Ok((r.get(0)?, r.get(1)?))).unwrap()
    };
    read(&[&second, &third]);
    let (before, _) = wounded();
    review(&env, &[&before, "--prefer", "A"], 0);
    read(&[&second, &third, &first]);
    let (after, status) = wounded();
    assert_ne!(after, before, "the article that came last says whose wounded they are");
    assert_eq!(status, "prefer");
}
