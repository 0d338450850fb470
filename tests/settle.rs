//! What documents share is found whatever the order in which they come, in one run or in many.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at any fault")]

use std::path::{Path, PathBuf};
use std::process::Command;

use rusqlite::Connection;

fn ingest(db: &Path, paths: &[PathBuf]) {
    let out = Command::new(env!("CARGO_BIN_EXE_atodds"))
        .arg("--db")
        .arg(db)
        .arg("ingest")
        .args(paths)
        .env_remove("ATODDS_DB")
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}

/// Every statement with the question that it answers, and every finding.
fn content(db: &Path) -> Vec<String> {
    let db = Connection::open(db).unwrap();
    let rows = |sql: &str| -> Vec<String> {
        let mut statement = db.prepare(sql).unwrap();
        statement.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let mut all = rows(
        "SELECT f.document || '|' || f.char_start || '|' || f.kind || '|' || f.value_text || '|' || f.finding_id || '|'
           || f.entity || '|' || f.attribute || '|' || q.place_key || '|' || q.subgroup || '|' || q.is_planned || '|' || a.fit
         FROM assertion_full f JOIN assertion a USING (assertion_id) JOIN question q ON q.question_id = a.question_id
         ORDER BY 1",
    );
    all.extend(rows(
        "SELECT finding_id || '|' || relation || '|' || readings || '|' || confidence FROM finding ORDER BY 1",
    ));
    all
}

fn articles(stories: &[&str]) -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> = stories
        .iter()
        .flat_map(|story| std::fs::read_dir(format!("fixtures/stories/{story}/docs")).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    out.sort();
    out
}

fn assert_same(left: &[String], right: &[String], what: &str) {
    for (l, r) in left.iter().zip(right) {
        assert_eq!(l, r, "{what}");
    }
    assert_eq!(left.len(), right.len(), "{what}");
}

#[test]
fn one_run_or_many_in_any_order_find_the_same_stories_and_questions() {
    let folder = tempfile::tempdir().unwrap();
    let paths = articles(&["flood", "tools-takeover", "troops-card", "workshop-strike"]);
    let whole = folder.path().join("whole.db");
    ingest(&whole, &paths);
    let expected = content(&whole);
    assert!(expected.len() > 100);

    let mut backwards = paths.clone();
    backwards.reverse();
    let mut mixed = paths.clone();
    mixed.sort_by_key(|p| p.file_name().map(std::ffi::OsStr::to_owned));
    for (name, order) in [("forwards", paths), ("backwards", backwards), ("mixed", mixed)] {
        let db = folder.path().join(format!("{name}.db"));
        for path in order {
            ingest(&db, &[path]);
        }
        assert_same(&content(&db), &expected, name);
    }
}

#[test]
fn documents_of_one_story_share_its_event_and_others_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("a.db");
    ingest(&db, &articles(&["flood", "cup-final"]));
    let db = Connection::open(db).unwrap();
    let stories: i64 = db.query_row("SELECT count(DISTINCT story) FROM document", [], |r| r.get(0)).unwrap();
    assert_eq!(stories, 2);
}

#[test]
fn short_articles_of_one_event_meet_and_two_events_of_one_town_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let paths = [
        write(
            "a.txt",
            "Nine dead in Dijon hotel fire\n\n4 March 2026\n\nA fire at a hotel in Dijon left nine people dead, the fire brigade said. Guests fled through the smoke.\n",
        ),
        write(
            "b.txt",
            "Fire guts hotel in Dijon, 11 killed\n\n4 March 2026\n\nEleven people were killed when a fire swept through a hotel in the centre of Dijon. Smoke was seen for miles.\n",
        ),
        write(
            "c.txt",
            "Dijon : l'incendie d'un hôtel fait douze morts\n\n5 mars 2026\n\nDouze personnes sont mortes dans l'incendie d'un hôtel à Dijon. Les clients ont fui la fumée.\n",
        ),
        write(
            "d.txt",
            "Tram drivers strike in Dijon over pay\n\n4 March 2026\n\nTram drivers in Dijon walked out on Tuesday and left eight lines without service. Their union wants a rise in pay.\n",
        ),
        write(
            "e.txt",
            "Tram strike halts Dijon for a second day\n\n5 March 2026\n\nA strike by tram drivers over pay stopped nine lines in Dijon. The union says it goes on.\n",
        ),
        write(
            "f.txt",
            "Four dead in Rennes hotel fire\n\n4 March 2026\n\nA fire at a hotel in Rennes left four people dead, the fire brigade said. Guests fled through the smoke.\n",
        ),
        write(
            "g.txt",
            "Leeds beat Hull to go third\n\n7 March 2026\n\nLeeds beat Hull 2-1 in front of 28,000 fans. The coach praised his players after the match.\n",
        ),
        write(
            "h.txt",
            "Leeds held by Derby\n\n10 March 2026\n\nLeeds drew 1-1 with Derby in front of 32,000 fans. The coach blamed his players after the match.\n",
        ),
        write(
            "i.txt",
            "Pau : un homme arrêté pour vol\n\n4 mars 2026\n\nLa police a arrêté un homme à Pau pour le vol de deux voitures. Une enquête est ouverte.\n",
        ),
        write(
            "j.txt",
            "Pau : un chauffeur ivre arrêté\n\n5 mars 2026\n\nLa police a arrêté à Pau un chauffeur ivre qui avait heurté trois voitures. Une enquête est ouverte.\n",
        ),
    ];
    let db = folder.path().join("a.db");
    ingest(&db, &paths);
    let db = Connection::open(db).unwrap();
    let story = |name: &str| -> String {
        let sql = "SELECT story FROM document WHERE path LIKE '%' || ?1";
        db.query_row(sql, [name], |r| r.get(0)).unwrap()
    };
    let (fire, strike, elsewhere) = (story("a.txt"), story("d.txt"), story("f.txt"));
    assert_eq!([story("b.txt"), story("c.txt")], [fire.clone(), fire.clone()]);
    assert_eq!(story("e.txt"), strike);
    assert!(fire != strike && fire != elsewhere && strike != elsewhere);
    // What the police or a team do every week is no event that two articles share.
    assert_ne!(story("g.txt"), story("h.txt"));
    assert_ne!(story("i.txt"), story("j.txt"));
}

#[test]
fn a_changed_document_leaves_no_trace_in_its_story() {
    let folder = tempfile::tempdir().unwrap();
    let docs = folder.path().join("docs");
    std::fs::create_dir(&docs).unwrap();
    for path in articles(&["flood"]) {
        std::fs::copy(&path, docs.join(path.file_name().unwrap())).unwrap();
    }
    let (once, twice) = (folder.path().join("once.db"), folder.path().join("twice.db"));
    let all = || -> Vec<PathBuf> {
        let mut all: Vec<PathBuf> = std::fs::read_dir(&docs).unwrap().map(|e| e.unwrap().path()).collect();
        all.sort();
        all
    };
    ingest(&twice, &all());
    // The first article of the story becomes one about something else.
    let first = docs.join("a.txt");
    std::fs::write(
        &first,
        "Conseil municipal\n\nLundi 13 octobre 2025\n\nLe maire a nommé deux adjoints, sans débat.\n",
    )
    .unwrap();
    ingest(&twice, &all());
    ingest(&once, &all());
    assert_same(&content(&twice), &content(&once), "a changed document");
}

#[test]
fn a_name_spelt_in_unlike_ways_is_one_entity_whatever_the_order_and_the_link_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> =
        ["a.txt", "b.txt", "d.txt"].iter().map(|file| Path::new("fixtures/training/seizure/docs").join(file)).collect();
    let (once, apart) = (folder.path().join("once.db"), folder.path().join("apart.db"));
    ingest(&once, &paths);
    for path in paths.iter().rev() {
        ingest(&apart, std::slice::from_ref(path));
    }
    assert_same(&content(&once), &content(&apart), "one run and three");
    let spellings = |db: &Path| -> Vec<(String, String)> {
        let db = Connection::open(db).unwrap();
        let mut statement = db
            .prepare(
                "SELECT l.name, l.link_reason FROM local_entity l JOIN entity e USING (entity_id)
                 WHERE l.link_reason IS NOT NULL AND e.key <> l.own_key AND l.link_score BETWEEN 0.6 AND 1 ORDER BY 1",
            )
            .unwrap();
        statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap().map(Result::unwrap).collect()
    };
    let linked = spellings(&once);
    assert!(linked.iter().any(|(name, _)| name.contains("Auvern")), "{linked:?}");
    assert_eq!(linked, spellings(&apart));
    let db = Connection::open(&once).unwrap();
    let findings: i64 = db
        .query_row(
            "SELECT count(*) FROM finding WHERE relation = 'variant' AND readings LIKE '%Auvernois%' AND readings LIKE '%Auvernoy%'",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(findings, 1);
}
