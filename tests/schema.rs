//! schema.sql, migrations and views are one; every view runs where none of the program's functions are.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may stop at any fault"
)]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use atodds::store::{Mode, OpenError, Store, schema_sql};
use rusqlite::Connection;

/// Runs a script in the plain `sqlite3` shell; `None` where none is installed.
fn shell(db: &Path, script: &str) -> Option<String> {
    let child = Command::new("sqlite3")
        .arg("-bail")
        .arg(db)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        eprintln!("no sqlite3 shell on this machine: an SQLite connection without the program's functions stands in");
        return None;
    };
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    Some(String::from_utf8(out.stdout).unwrap())
}

/// Runs a script in the shell, or where there is none in a bare connection.
fn load(db: &Path, script: &str) {
    if shell(db, script).is_none() {
        Connection::open(db).unwrap().execute_batch(script).unwrap();
    }
}

/// Everything in the schema but what SQLite names by itself.
fn schema(db: &Connection) -> Vec<(String, String, String)> {
    let mut rows = db
        .prepare("SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name")
        .unwrap();
    rows.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).unwrap().map(Result::unwrap).collect()
}

#[test]
fn schema_sql_is_what_migrations_and_views_make() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(std::fs::read_to_string("schema.sql").unwrap(), schema_sql(), "run `make schema`");
    let (by_shell, by_program) = (folder.path().join("a.db"), folder.path().join("b.db"));
    load(&by_shell, &schema_sql());
    drop(Store::open(&by_program, Mode::Write).unwrap());
    let (a, b) = (Connection::open(&by_shell).unwrap(), Connection::open(&by_program).unwrap());
    assert_eq!(schema(&a), schema(&b));
    for table in ["_sqlx_migrations", "relation", "reason", "tolerance"] {
        let rows = |db: &Connection| -> Vec<String> {
            // Times differ; everything else is the same.
            let columns =
                if table == "_sqlx_migrations" { "version, description, success, hex(checksum)" } else { "*" };
            let mut statement = db.prepare(&format!("SELECT {columns} FROM {table} ORDER BY 1, 2")).unwrap();
            let n = statement.column_count();
            statement
                .query_map([], |r| {
                    Ok((0..n).map(|i| format!("{:?}", r.get_ref(i).unwrap())).collect::<Vec<_>>().join("|"))
                })
                .unwrap()
                .map(Result::unwrap)
                .collect()
        };
        assert_eq!(rows(&a), rows(&b), "{table}");
        assert!(!rows(&a).is_empty(), "{table} is empty");
    }
}

#[test]
fn a_store_made_by_the_shell_serves_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.db");
    load(&path, &schema_sql());
    let before = std::fs::read(&path).unwrap();
    drop(Store::open(&path, Mode::Read).unwrap());
    drop(Store::open(&path, Mode::Write).unwrap());
    assert_eq!(std::fs::read(&path).unwrap(), before, "opening an up-to-date store writes nothing");
}

#[test]
fn a_store_without_views_gets_them() {
    // What `sqlx migrate run` leaves: tables and its own rows, no views.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sqlx.db");
    load(&path, &schema_sql());
    let db = Connection::open(&path).unwrap();
    let views: Vec<String> =
        schema(&db).into_iter().filter(|(kind, ..)| kind == "view").map(|(_, name, _)| name).collect();
    for view in &views {
        db.execute_batch(&format!("DROP VIEW {view}")).unwrap();
    }
    drop(db);
    drop(Store::open(&path, Mode::Read).unwrap());
    let db = Connection::open(&path).unwrap();
    let again: Vec<String> =
        schema(&db).into_iter().filter(|(kind, ..)| kind == "view").map(|(_, name, _)| name).collect();
    assert_eq!(again, views);
}

#[test]
fn every_public_view_runs_in_the_plain_shell_with_the_promised_columns() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.db");
    load(&path, &schema_sql());
    for (view, columns) in [
        (
            "assertion_full",
            "assertion_id, document, source, published_on, language, question_id, entity, entity_kind, attribute, kind, value_text, value_low, value_high, bound, unit, polarity, modality, attributed_to, place, as_of_low, as_of_high, quote, char_start, char_end, origin_id, extractor, confidence",
        ),
        (
            "reading",
            "question_id, entity, attribute, place, value_low, value_high, value_text, unit, n_assertions, n_documents, n_sources, n_origins, first_on, last_on, sources, speakers",
        ),
        ("assertion_pair", "left_id, right_id, relation, reason, gap"),
        (
            "finding",
            "finding_id, entity, attribute, kind, relation, readings, n_readings, n_documents, n_sources, n_origins, first_on, last_on, status, is_new, is_changed",
        ),
        (
            "finding_history",
            "change_id, finding_id, entity, attribute, kind, change, relation, readings, run_id, run_at",
        ),
        (
            "judgement",
            "judgement_id, finding_id, entity, attribute, kind, verdict, reading, note, author, made_at, expires_on, state, status",
        ),
        ("name_variant", "entity, spelling, n_mentions, n_documents, first_on"),
        ("timeline", "entity, attribute, as_of_low, as_of_high, value_text"),
        ("single_origin", "entity, attribute, value_text, n_documents"),
        ("source_agreement", "source, other_source, n_pairs, n_agree"),
    ] {
        load(&path, &format!("SELECT {columns} FROM {view};\nSELECT count(*) FROM {view};\n"));
    }
    // And the ones that those are made of.
    let db = Connection::open(&path).unwrap();
    for (kind, view, _) in schema(&db) {
        if kind == "view" {
            load(&path, &format!("SELECT * FROM {view};\n"));
        }
    }
}

#[test]
fn every_column_of_every_table_is_explained() {
    let sql = std::fs::read_to_string("migrations/0001_initial.sql").unwrap();
    let mut inside = false;
    let mut bare = Vec::new();
    for line in sql.lines() {
        if line.starts_with("CREATE TABLE") {
            inside = true;
            continue;
        }
        if line.starts_with(')') {
            inside = false;
        }
        let first = line.trim().split(' ').next().unwrap_or("");
        let is_column = inside && first.chars().next().is_some_and(char::is_lowercase);
        if is_column && !line.contains("-- ") {
            bare.push(line.trim().to_owned());
        }
    }
    assert!(bare.is_empty(), "{bare:#?}");
}

#[test]
fn what_is_no_store_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let make = |name: &str, script: &str| {
        let path = folder.path().join(name);
        Connection::open(&path).unwrap().execute_batch(script).unwrap();
        path
    };
    let schema = schema_sql();
    let foreign = make("foreign.db", "CREATE TABLE person (name TEXT);");
    let newer = make(
        "newer.db",
        &format!(
            "{schema}INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9000, 'later', TRUE, X'00', 0);"
        ),
    );
    let half = make("half.db", &format!("{schema}UPDATE _sqlx_migrations SET success = FALSE;"));
    let edited = make("edited.db", &format!("{schema}UPDATE _sqlx_migrations SET checksum = X'00';"));
    let dropped = make("dropped.db", &format!("{schema}DROP TABLE tolerance;"));
    let widened = make("widened.db", &format!("{schema}ALTER TABLE story_link ADD COLUMN note TEXT;"));
    let broken = folder.path().join("broken.db");
    std::fs::write(
        &broken,
        b"this is not a database, however long it is; sqlite wants sixteen bytes of magic".repeat(100),
    )
    .unwrap();
    for (path, is_right) in [
        (foreign, (|e| matches!(e, OpenError::Foreign { .. })) as fn(&OpenError) -> bool),
        (newer, |e| matches!(e, OpenError::Newer { found: 9000, .. })),
        (half, |e| matches!(e, OpenError::HalfDone { version: 1, .. })),
        (edited, |e| matches!(e, OpenError::Edited { version: 1, .. })),
        (dropped, |e| matches!(e, OpenError::Changed { name, .. } if name == "tolerance")),
        (widened, |e| matches!(e, OpenError::Changed { name, .. } if name == "story_link")),
        (broken, |e| matches!(e, OpenError::Corrupt { .. })),
    ] {
        let before = std::fs::read(&path).unwrap();
        for mode in [Mode::Read, Mode::Write] {
            let error = Store::open(&path, mode).err().expect("refused");
            assert!(is_right(&error), "{error}");
            let said = error.to_string();
            assert!(said.contains("left as it is") && said.contains(&*path.to_string_lossy()), "{said}");
        }
        assert_eq!(std::fs::read(&path).unwrap(), before, "{}", path.display());
    }
    // What somebody added beside it is theirs; an index that is gone costs time alone, and the doctor tells.
    let own = make(
        "own.db",
        &format!(
            "{schema}CREATE TABLE my_notes (note TEXT); CREATE VIEW my_view AS SELECT 1; DROP INDEX finding_head;"
        ),
    );
    for mode in [Mode::Read, Mode::Write] {
        assert!(Store::open(&own, mode).is_ok());
    }
}
