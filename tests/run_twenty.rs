//! Twenty runs over a folder that grows, changes and shrinks, some of them killed, some begun at once, end like one fresh run.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at any fault")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rusqlite::Connection;

/// A number that looks random and comes again: which moment, which file.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

fn begin(folder: &Path, db: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_atodds"))
        .args(["run", "--wait", "120", "--db", db])
        .current_dir(folder)
        .env_remove("ATODDS_DB")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn finish(child: Child) {
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}

const TOWNS: [&str; 4] = ["Lyon", "Leeds", "Nantes", "Bristol"];

/// What paper `n` says in its edition `edition`: of the towns' floods by turns, in two languages.
fn write(docs: &Path, n: usize, edition: usize) {
    let town = TOWNS[n % TOWNS.len()];
    let killed = 10 + (n * 7 + edition * 5) % 23;
    let text = if n.is_multiple_of(3) {
        format!(
            "Inondation à {town}\n\nL’inondation de {town} a fait {killed} morts, a dit le préfet Paul Vernet, lundi 12 mai 2025.\n"
        )
    } else {
        format!(
            "Flood in {town}\n\n{town}, 12 May 2025. The flood in {town} killed {killed} people, prefect Nadia Lorcet said.\n"
        )
    };
    fs::write(docs.join(format!("paper{n:02}.txt")), text).unwrap();
}

/// Feed of three rows, of which the first ones go by and by.
fn write_feed(docs: &Path, from: usize) {
    let rows: String = (from..from + 3)
        .map(|n| {
            let text =
                format!("The fire in {} hurt {} people, the mayor said on 13 May 2025.", TOWNS[n % 4], 20 + n % 5);
            format!("{{\"text\": \"{text}\", \"source\": \"Wire {}\", \"language\": \"en\"}}\n", n % 3)
        })
        .collect();
    fs::write(docs.join("feed.jsonl"), rows).unwrap();
}

fn rows(db: &Path, sql: &str) -> Vec<String> {
    let db = Connection::open(db).unwrap();
    let mut statement = db.prepare(sql).unwrap();
    statement.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect()
}

/// What a store says: its documents, statements and findings.
fn content(db: &Path) -> Vec<String> {
    let mut all = rows(db, "SELECT slot || '|' || content_hash FROM document WHERE is_current ORDER BY 1");
    all.extend(rows(
        db,
        "SELECT concat_ws('|', document, source, entity, attribute, value_text, bound, polarity, quote, char_start, origin_id, confidence)
         FROM assertion_full ORDER BY 1",
    ));
    all.extend(rows(
        db,
        "SELECT concat_ws('|', finding_id, entity, attribute, relation, readings, n_documents, n_sources, n_origins, first_on, last_on, reason, confidence)
         FROM finding ORDER BY 1",
    ));
    all
}

#[test]
fn twenty_runs_end_like_one() {
    let folder = tempfile::tempdir().unwrap();
    let docs: PathBuf = folder.path().join("docs");
    fs::create_dir(&docs).unwrap();
    fs::write(folder.path().join("atodds.toml"), "[[input]]\npaths = [\"docs/\"]\n").unwrap();
    let db = folder.path().join("many.db");
    let mut dice = Dice(20_250_512);
    let mut time = Duration::from_millis(300);
    let mut killed = 0;
    for run in 0..20 {
        write(&docs, run, 0);
        write_feed(&docs, run / 4);
        if run > 3 {
            write(&docs, dice.roll(run), run);
        }
        if run > 5 && run.is_multiple_of(2) {
            let _ = fs::remove_file(docs.join(format!("paper{:02}.txt", dice.roll(run))));
        }
        match run % 4 {
            1 => {
                let mut child = begin(folder.path(), "many.db");
                std::thread::sleep(time.mul_f64(dice.roll(100) as f64 / 100.0));
                killed += usize::from(child.try_wait().unwrap().is_none());
                child.kill().unwrap();
                child.wait().unwrap();
            }
            2 => {
                let both = [begin(folder.path(), "many.db"), begin(folder.path(), "many.db")];
                both.into_iter().for_each(finish);
            }
            _ => {
                let began = Instant::now();
                finish(begin(folder.path(), "many.db"));
                time = began.elapsed();
            }
        }
    }
    finish(begin(folder.path(), "many.db"));
    finish(begin(folder.path(), "fresh.db"));
    assert!(killed >= 2, "only {killed} runs were really broken off");
    let (many, fresh) = (content(&db), content(&folder.path().join("fresh.db")));
    for (left, right) in many.iter().zip(&fresh) {
        assert_eq!(left, right);
    }
    assert_eq!(many.len(), fresh.len());
    assert!(rows(&db, "SELECT finding_id FROM finding").len() >= 2, "there is hardly anything to compare");
    let stuck = rows(&db, "SELECT run_id || '' FROM run WHERE status = 'running'");
    assert!(stuck.is_empty(), "{stuck:?}");
    let doctor = Command::new(env!("CARGO_BIN_EXE_atodds")).arg("--db").arg(&db).arg("doctor").output().unwrap();
    assert!(doctor.status.success(), "{}", String::from_utf8_lossy(&doctor.stdout));
}
