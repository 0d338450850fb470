//! What a run leaves, however it ended: broken off, repeated, in another order, twice at once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may stop at any fault"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use rusqlite::Connection;
use rusqlite::types::Value;

fn atodds(db: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_atodds"));
    command.env_remove("ATODDS_DB").arg("--db").arg(db).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn ingest(db: &Path, paths: &[PathBuf]) {
    let status = atodds(db).arg("ingest").args(paths).status().unwrap();
    assert!(status.success(), "{status}");
}

/// Copies the fixture stories into a folder a few times over, under other names of outlets.
fn documents(folder: &Path, copies: usize) {
    let mut texts: Vec<(String, String)> = Vec::new();
    for story in ["troops-card", "flood", "border-raid"] {
        let mut files: Vec<PathBuf> =
            fs::read_dir(format!("fixtures/stories/{story}/docs")).unwrap().map(|e| e.unwrap().path()).collect();
        files.sort();
        for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "txt")) {
            let stem = file.file_stem().unwrap().to_string_lossy();
            texts.push((format!("{story}-{stem}"), fs::read_to_string(file).unwrap()));
        }
    }
    assert!(texts.len() > 5);
    fs::create_dir_all(folder).unwrap();
    for n in 0..copies {
        for (name, text) in &texts {
            fs::write(folder.join(format!("{name}-{n:02}.txt")), format!("{text}\n\nEdition {n}.\n")).unwrap();
        }
    }
}

/// A folder with the documents, read into a store: the folder, the documents', the store's path.
fn ingested() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (docs, db) = (folder.path().join("docs"), folder.path().join("a.db"));
    documents(&docs, 1);
    ingest(&db, std::slice::from_ref(&docs));
    (folder, docs, db)
}

/// Everything that a store says, but when and by which run it came.
fn content(db: &Path) -> Vec<String> {
    let db = Connection::open(db).unwrap();
    let tables = [
        "source",
        "document",
        "entity",
        "local_entity",
        "attribute",
        "place_part",
        "topic",
        "question",
        "assertion",
        "finding_kept",
    ];
    let mut out = Vec::new();
    for table in tables {
        let mut statement = db.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).unwrap();
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<String> = names
                .iter()
                .enumerate()
                .filter(|(_, name)| !name.ends_with("_run"))
                .map(|(n, name)| format!("{name}={:?}", row.get::<_, Value>(n).unwrap()))
                .collect();
            out.push(format!("{table}: {}", cells.join(" ")));
        }
    }
    out
}

/// What a person sees of the findings.
fn findings(db: &Path) -> Vec<String> {
    let db = Connection::open(db).unwrap();
    let mut statement = db
        .prepare(
            "SELECT finding_id, entity, attribute, kind, relation, readings, n_readings, n_documents, n_sources, n_origins, first_on, last_on
             FROM finding ORDER BY finding_id",
        )
        .unwrap();
    let rows = statement
        .query_map([], |r| {
            Ok((0..12).map(|n| format!("{:?}", r.get::<_, Value>(n).unwrap())).collect::<Vec<_>>().join(" "))
        })
        .unwrap();
    rows.map(Result::unwrap).collect()
}

fn assert_same(left: &[String], right: &[String], what: &str) {
    if let Some((l, r)) = left.iter().zip(right).find(|(l, r)| l != r) {
        panic!("{what}:\n{l}\n{r}");
    }
    assert_eq!(left.len(), right.len(), "{what}: one has more rows");
    assert!(!left.is_empty(), "{what}: nothing to compare");
}

#[test]
fn a_run_killed_at_any_moment_ends_like_an_unbroken_one() {
    let folder = tempfile::tempdir().unwrap();
    let docs = folder.path().join("docs");
    documents(&docs, 12);
    let whole = folder.path().join("whole.db");
    let began = Instant::now();
    ingest(&whole, std::slice::from_ref(&docs));
    let time = began.elapsed();
    let expected = content(&whole);
    // Fixed "random" moments, so that a failure comes again.
    let mut seed: u64 = 20_240_619;
    let mut killed = 0;
    for n in 0..10 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let moment = time.mul_f64((seed >> 40) as f64 / f64::from(1u32 << 24));
        let db = folder.path().join(format!("broken{n}.db"));
        let mut child: Child = atodds(&db).arg("ingest").arg(&docs).spawn().unwrap();
        std::thread::sleep(moment);
        if child.try_wait().unwrap().is_none() {
            killed += 1;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        if db.exists() {
            // What stands after the kill is whole documents.
            let check = Connection::open(&db).unwrap();
            let tables: i64 = check
                .query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'document'", [], |r| r.get(0))
                .unwrap();
            if tables == 1 {
                let ok: String = check.query_row("PRAGMA integrity_check", [], |r| r.get(0)).unwrap();
                assert_eq!(ok, "ok");
                let half: i64 = check
                    .query_row(
                        "SELECT count(*) FROM document d WHERE NOT EXISTS (SELECT 1 FROM assertion a WHERE a.document_id = d.document_id)",
                        [],
                        |r| r.get(0),
                    )
                    .unwrap();
                assert_eq!(half, 0, "documents without their assertions");
            }
        }
        ingest(&db, std::slice::from_ref(&docs));
        assert_same(&content(&db), &expected, &format!("kill {n} after {moment:?} of {time:?}"));
    }
    assert!(killed >= 5, "only {killed} runs were really broken off");
}

#[test]
fn the_order_of_documents_changes_no_finding() {
    let folder = tempfile::tempdir().unwrap();
    let docs = folder.path().join("docs");
    documents(&docs, 2);
    let mut files: Vec<PathBuf> = fs::read_dir(&docs).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let forward = folder.path().join("forward.db");
    ingest(&forward, &files);
    files.reverse();
    let backward = folder.path().join("backward.db");
    ingest(&backward, &files);
    let one_by_one = folder.path().join("one.db");
    let middle = files.len() / 2;
    files.rotate_left(middle);
    for file in &files {
        ingest(&one_by_one, std::slice::from_ref(file));
    }
    assert_same(&findings(&backward), &findings(&forward), "backward");
    assert_same(&findings(&one_by_one), &findings(&forward), "one by one");
}

#[test]
fn ingesting_again_adds_nothing_by_whatever_path() {
    let (folder, docs, db) = ingested();
    let before = content(&db);
    ingest(&db, std::slice::from_ref(&docs));
    ingest(&db, &[docs.join("..").join("docs")]);
    // A copy of the whole folder: the same texts by the same sources.
    let copy = folder.path().join("copy");
    documents(&copy, 1);
    ingest(&db, &[copy]);
    assert_same(&content(&db), &before, "again");
}

#[test]
fn a_changed_document_is_a_new_version_and_the_old_one_no_longer_counts() {
    let folder = tempfile::tempdir().unwrap();
    let docs = folder.path().join("docs");
    documents(&docs, 1);
    let db = folder.path().join("a.db");
    ingest(&db, std::slice::from_ref(&docs));
    let changed = docs.join("flood-a-00.txt");
    assert!(changed.exists());
    let text = fs::read_to_string(&changed).unwrap();
    fs::write(&changed, format!("{text}\nLe bilan est désormais de 77 morts, selon la préfecture.\n")).unwrap();
    ingest(&db, std::slice::from_ref(&docs));
    let fresh = folder.path().join("fresh.db");
    ingest(&fresh, std::slice::from_ref(&docs));
    assert_same(&findings(&db), &findings(&fresh), "changed");
    let store = Connection::open(&db).unwrap();
    let (versions, current): (i64, i64) = store
        .query_row("SELECT count(*), sum(is_current) FROM document WHERE path LIKE '%flood-a-00.txt'", [], |r| {
            Ok((r.get(0)?, r.get(1)?))
        })
        .unwrap();
    assert_eq!((versions, current), (2, 1));
    // And two files that change places lose nothing.
    let (a, b) = (docs.join("flood-a-00.txt"), docs.join("border-raid-a-00.txt"));
    assert!(b.exists());
    let (x, y) = (fs::read(&a).unwrap(), fs::read(&b).unwrap());
    fs::write(&a, y).unwrap();
    fs::write(&b, x).unwrap();
    ingest(&db, std::slice::from_ref(&docs));
    let swapped = folder.path().join("swapped.db");
    ingest(&swapped, std::slice::from_ref(&docs));
    assert_same(&findings(&db), &findings(&swapped), "swapped");
}

#[test]
fn two_runs_at_once_end_like_one() {
    let folder = tempfile::tempdir().unwrap();
    let docs = folder.path().join("docs");
    documents(&docs, 3);
    let db = folder.path().join("both.db");
    let mut children: Vec<Child> = (0..2).map(|_| atodds(&db).arg("ingest").arg(&docs).spawn().unwrap()).collect();
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    let alone = folder.path().join("alone.db");
    ingest(&alone, std::slice::from_ref(&docs));
    assert_same(&findings(&db), &findings(&alone), "two at once");
    let store = Connection::open(&db).unwrap();
    let twice: i64 = store
        .query_row(
            "SELECT count(*) FROM (SELECT slot FROM document WHERE is_current GROUP BY slot HAVING count(*) > 1)",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(twice, 0);
}

#[test]
fn what_is_kept_equals_what_the_view_works_out() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("a.db");
    let mut stories: Vec<PathBuf> =
        fs::read_dir("fixtures/stories").unwrap().map(|e| e.unwrap().path().join("docs")).collect();
    stories.retain(|p| p.is_dir());
    stories.sort();
    ingest(&db, &stories);
    let store = Connection::open(&db).unwrap();
    let kept: i64 = store.query_row("SELECT count(*) FROM finding_kept", [], |r| r.get(0)).unwrap();
    assert!(kept > 10, "{kept} findings");
    let columns = "topic_id, relation, reason, severity, weight, n_documents, n_sources, n_origins, first_on, last_on";
    for (left, right) in [("finding_kept", "finding_live"), ("finding_live", "finding_kept")] {
        let odd: Vec<String> = store
            .prepare(&format!("SELECT {columns} FROM {left} EXCEPT SELECT {columns} FROM {right}"))
            .unwrap()
            .query_map([], |r| {
                Ok((0..10).map(|n| format!("{:?}", r.get::<_, Value>(n).unwrap())).collect::<Vec<_>>().join(" "))
            })
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert!(odd.is_empty(), "in {left} and not in {right}: {odd:#?}");
    }
}

#[test]
fn a_journal_that_a_killed_run_left_is_rolled_back() {
    let (folder, _, db) = ingested();
    let before = content(&db);
    // A small cache spills changed pages into the file before the transaction ends, as a large batch does; copies of the
    // file and its journal from then are what a killed run leaves.
    let writer = Connection::open(&db).unwrap();
    writer.pragma_update(None, "cache_size", 5).unwrap();
    writer
        .execute_batch("BEGIN IMMEDIATE; UPDATE assertion SET quote = quote || ' and more'; DELETE FROM finding_kept;")
        .unwrap();
    let left = folder.path().join("left.db");
    fs::copy(&db, &left).unwrap();
    fs::copy(folder.path().join("a.db-journal"), folder.path().join("left.db-journal")).unwrap();
    writer.execute_batch("ROLLBACK").unwrap();
    let out = atodds(&left).arg("report").stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    assert_same(&content(&left), &before, "rolled back");
}

#[test]
fn a_full_disk_or_a_read_only_file_is_told_and_nothing_is_lost() {
    let (folder, docs, db) = ingested();
    let before = content(&db);
    // A limit on the size of files stands in for a full disk; the signal that comes with it is ignored, the error is not.
    documents(&docs, 6);
    let kilobytes = fs::metadata(&db).unwrap().len() / 1024;
    let limit = kilobytes * 2 + 32; // in blocks of 512 bytes: a little room, too little for all
    let out = Command::new("sh")
        .arg("-c")
        .arg(format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" --db \"$1\" ingest \"$2\""))
        .arg(env!("CARGO_BIN_EXE_atodds"))
        .arg(&db)
        .arg(&docs)
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(2), "{out:?}");
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(said.contains("cannot be written") && said.contains("a.db"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    // What was there still is, and with room again the run goes on.
    let kept = content(&db);
    assert!(
        before.iter().filter(|row| row.starts_with("document:")).all(|row| kept.contains(row)),
        "a document was lost"
    );
    ingest(&db, std::slice::from_ref(&docs));
    let fresh = folder.path().join("fresh.db");
    documents(&docs, 6);
    ingest(&fresh, std::slice::from_ref(&docs));
    assert_same(&findings(&db), &findings(&fresh), "after a full disk");
}

fn current(db: &Path) -> Vec<(String, String)> {
    let db = Connection::open(db).unwrap();
    let mut rows = db.prepare("SELECT path, text FROM document WHERE is_current ORDER BY path").unwrap();
    rows.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap().map(Result::unwrap).collect()
}

fn row(text: &str) -> String {
    format!("{{\"text\": \"{text}\", \"source\": \"Gazette\", \"language\": \"en\"}}\n")
}

#[test]
fn rows_of_a_file_known_by_its_look_are_documents_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("a.db");
    let feed = folder.path().join("feed.data");
    fs::write(&feed, row("Three men were hurt.") + &row("Four women were hurt.") + &row("Nobody was hurt.")).unwrap();
    ingest(&db, std::slice::from_ref(&feed));
    assert_eq!(current(&db).len(), 3);
}

#[test]
fn a_changed_row_is_a_new_version_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("a.db");
    let feed = folder.path().join("feed.jsonl");
    fs::write(&feed, row("Three men were hurt.") + &row("Four women were hurt.")).unwrap();
    ingest(&db, std::slice::from_ref(&feed));
    fs::write(&feed, row("Five men were hurt.") + &row("Four women were hurt.")).unwrap();
    ingest(&db, std::slice::from_ref(&feed));
    let texts: Vec<String> = current(&db).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["Five men were hurt.", "Four women were hurt."]);
}

#[test]
fn a_row_whose_text_moves_to_another_address_is_not_lost() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("a.db");
    let feed = folder.path().join("feed.jsonl");
    let at = |url: &str, text: &str| {
        format!("{{\"url\": \"https://x.test/{url}\", \"text\": \"{text}\", \"source\": \"G\"}}\n")
    };
    fs::write(&feed, at("a", "Three men were hurt in the fire.")).unwrap();
    ingest(&db, std::slice::from_ref(&feed));
    fs::write(&feed, at("a", "Four men were hurt in the fire.") + &at("b", "Three men were hurt in the fire."))
        .unwrap();
    ingest(&db, std::slice::from_ref(&feed));
    assert_eq!(current(&db).len(), 2, "{:?}", current(&db));
}

#[test]
fn a_paragraph_that_a_later_document_shares_changes_its_first_carriers_findings_too() {
    let folder = tempfile::tempdir().unwrap();
    let docs = |names: &[&str]| names.iter().map(|n| folder.path().join(n)).collect::<Vec<_>>();
    let shared = "The flood in Lyon killed 12 people, rescuers counted.";
    fs::write(folder.path().join("a.txt"), format!("Flood\n\n{shared}\n\nThe mayor of Lyon is Jean Roux.\n")).unwrap();
    fs::write(folder.path().join("b.txt"), "Flood\n\nThe flood in Lyon killed 15 people, the mayor said.\n").unwrap();
    fs::write(folder.path().join("c.txt"), format!("Water\n\n{shared}\n\nIt rained on.\n")).unwrap();
    let (one, two) = (folder.path().join("1.db"), folder.path().join("2.db"));
    for path in docs(&["a.txt", "b.txt", "c.txt"]) {
        ingest(&one, &[path]);
    }
    for path in docs(&["c.txt", "b.txt", "a.txt"]) {
        ingest(&two, &[path]);
    }
    assert!(!findings(&one).is_empty());
    assert_same(&findings(&one), &findings(&two), "another order");
    let doctor = atodds(&one).arg("doctor").status().unwrap();
    assert!(doctor.success(), "doctor finds a fault");
}

#[test]
fn a_changed_tolerance_counts_from_the_next_run_on() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("a.db");
    for (name, n) in [("a.txt", "101"), ("b.txt", "106")] {
        fs::write(
            folder.path().join(name),
            format!("The flood in Lyon killed {n} people, prefect Nadia Lorcet said.\n"),
        )
        .unwrap();
    }
    let paths = [folder.path().join("a.txt"), folder.path().join("b.txt")];
    ingest(&db, &paths);
    let killed = |db: &Path| -> String {
        let db = Connection::open(db).unwrap();
        db.query_row("SELECT relation FROM finding WHERE attribute = 'killed'", [], |r| r.get(0)).unwrap()
    };
    assert_eq!(killed(&db), "contradiction");
    Connection::open(&db)
        .unwrap()
        .execute("INSERT INTO tolerance (attribute, bound, below, above) VALUES ('killed', 'exact', 0.1, 0.1)", [])
        .unwrap();
    ingest(&db, &paths);
    assert_eq!(killed(&db), "precision");
}

#[cfg(unix)]
#[test]
fn names_that_are_no_utf8_stay_apart() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("a.db");
    let docs = folder.path().join("docs");
    fs::create_dir(&docs).unwrap();
    for (name, text) in [(b"caf\xe8.txt", "Three men were hurt."), (b"caf\xe9.txt", "Four men were hurt.")] {
        fs::write(docs.join(std::ffi::OsStr::from_bytes(name)), text).unwrap();
    }
    ingest(&db, std::slice::from_ref(&docs));
    assert_eq!(current(&db).len(), 2);
}
