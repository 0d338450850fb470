//! Opening the file in four steps: connect, judge, upgrade, refresh the views.
//!
//! What is newer, foreign, half migrated or edited is refused and left as it is; nothing is ever deleted or made anew.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, TransactionBehavior};
use thiserror::Error;

use super::embedded::{self, MIGRATIONS_TABLE};

/// How long to wait for another process that writes.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where sqlx-cli keeps what was run.
const MIGRATIONS_NAME: &str = "_sqlx_migrations";

/// `atod`: set by the first migration.
const APPLICATION_ID: i64 = 0x6174_6f64;

/// What the caller is about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write; the file is made where it is missing.
    Write,
    /// Read; the file must be there. An older schema is brought up to date first, where the file may be written.
    Read,
}

/// Why a file cannot serve as a store. Each message says what to do; the file is untouched.
#[derive(Debug, Error)]
pub enum OpenError {
    /// There is none.
    #[error("{path}: no such database: run `atodds ingest` first, or name another with --db")]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// It is a folder.
    #[error("{path}: is a folder, not a database: name a file with --db, such as --db {example}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// A file in it.
        example: String,
    },
    /// It is no SQLite file, or a broken one.
    #[error(
        "{path}: not a database, or a damaged one ({detail}): it was left as it is; restore a copy, or name another with --db"
    )]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// SQLite's words.
        detail: String,
    },
    /// It holds tables of some other program.
    #[error("{path}: a database of another program: it was left as it is; name another with --db")]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// A later version of the program made it.
    #[error(
        "{path}: made by a newer atodds (schema {found}, this one knows {known}): it was left as it is; use that version, or name another database with --db"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema's number.
        found: i64,
        /// The highest number known here.
        known: i64,
    },
    /// A migration did not end.
    #[error(
        "{path}: its migration {version} did not end well: it was left as it is; restore a copy from before, or finish it with `sqlx migrate run`"
    )]
    HalfDone {
        /// The file.
        path: PathBuf,
        /// The migration's number.
        version: i64,
    },
    /// A migration that was run differs from the one known here.
    #[error(
        "{path}: its migration {version} is not the one that this atodds knows: it was left as it is; it was made from edited migrations, so export what you need with the program that made it and ingest again"
    )]
    Edited {
        /// The file.
        path: PathBuf,
        /// The migration's number.
        version: i64,
    },
    /// A table is gone or is not as it was made.
    #[error(
        "{path}: its table {name} is missing or was changed by hand: it was left as it is; restore a copy, or ingest again into another database, named with --db"
    )]
    Changed {
        /// The file.
        path: PathBuf,
        /// What it is called.
        name: String,
    },
    /// Somebody else is writing.
    #[error("{path}: another process is writing to it and did not end within {seconds} s: try again when it is done")]
    Locked {
        /// The file.
        path: PathBuf,
        /// How long it was waited for.
        seconds: u64,
    },
    /// The file or its folder may not be written.
    #[error(
        "{path}: cannot be written ({detail}): check the rights of the file and its folder and the space on the disk, or name another with --db"
    )]
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// SQLite's words.
        detail: String,
    },
    /// Any other failure.
    #[error("{path}: cannot open the database: {source}")]
    Other {
        /// The file.
        path: PathBuf,
        /// SQLite's error.
        source: rusqlite::Error,
    },
}

/// An open store.
pub struct Store {
    pub(super) db: Connection,
    pub(super) path: PathBuf,
    /// So many are used where work may be shared out.
    pub(super) threads: usize,
}

/// How a file stands to the schema known here.
#[derive(Debug, PartialEq, Eq)]
enum State {
    /// No tables at all.
    Empty,
    /// All migrations up to this one; 0 where sqlx-cli made the file and ran none.
    At(i64),
}

impl Store {
    /// Opens a store.
    ///
    /// # Errors
    /// See [`OpenError`]; the file is untouched then.
    pub fn open(path: &Path, mode: Mode) -> Result<Store, OpenError> {
        if mode == Mode::Read && !path.exists() {
            return Err(OpenError::Missing { path: path.to_owned() });
        }
        if path.is_dir() {
            let example = path.join("atodds.db").display().to_string();
            return Err(OpenError::Folder { path: path.to_owned(), example });
        }
        let known = embedded::migrations().last().map_or(0, |m| m.version);
        roll_back(path);
        // Judged through a connection that cannot write, so that a refused file stays as it is, byte for byte.
        let state = if path.exists() && std::fs::metadata(path).is_ok_and(|m| m.len() > 0) {
            let db = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(|e| explain(path, e))?;
            let state = judge(&db, path, known)?;
            if state == State::At(known) {
                check_tables(&db, path)?;
            }
            if mode == Mode::Read
                && state == State::At(known)
                && views_are_current(&db).map_err(|e| explain(path, e))?
            {
                return Ok(Store { db, path: path.to_owned(), threads: available() });
            }
            state
        } else {
            State::Empty
        };
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let mut db = connect(path, flags).map_err(|e| explain(path, e))?;
        if state != State::At(known) || !views_are_current(&db).map_err(|e| explain(path, e))? {
            upgrade(&mut db, path, known)?;
        }
        Ok(Store { db, path: path.to_owned(), threads: available() })
    }

    /// Sets on how many threads it works where work may be shared out; by itself on one a processor.
    pub fn use_threads(&mut self, threads: usize) {
        self.threads = threads.max(1);
    }

    /// Returns the file's path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the connection, for reading.
    pub fn connection(&self) -> &Connection {
        &self.db
    }

    /// Puts an error of SQLite, wherever it came up, into words that name the file and say what to do.
    pub fn explain_any(&self, error: anyhow::Error) -> anyhow::Error {
        match error.downcast::<rusqlite::Error>() {
            Ok(error) => self.explain(error).into(),
            Err(error) => error,
        }
    }

    /// Puts an error of SQLite into words that say what to do.
    pub fn explain(&self, error: rusqlite::Error) -> OpenError {
        explain(&self.path, error)
    }
}

fn available() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Lets SQLite take back what a run that was killed had begun to write: its journal is left beside the file, and a
/// connection that cannot write could not even read past it. Where this fails, opening tells why.
fn roll_back(path: &Path) {
    let mut journal = path.as_os_str().to_owned();
    journal.push("-journal");
    if path.exists() && std::fs::metadata(&journal).is_ok_and(|m| m.len() > 0) {
        let _ = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|db| {
            // Where somebody is at work the journal is theirs, and there is nothing to wait for.
            db.busy_timeout(Duration::ZERO)?;
            db.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get::<_, i64>(0))
        });
    }
}

pub(super) fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let db = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    db.busy_timeout(PATIENCE)?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "cache_size", -65_536)?;
    // Without it SQLite plans a statement anew each time that a value is bound (STAT4), and planning the ladder's views
    // takes longer than running them on one topic.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(db)
}

/// Tells what a file is, reading alone.
fn judge(db: &Connection, path: &Path, known: i64) -> Result<State, OpenError> {
    let other = |e| explain(path, e);
    let tables: i64 = db
        .query_row("SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'", [], |r| r.get(0))
        .map_err(other)?;
    if tables == 0 {
        return Ok(State::Empty);
    }
    let kept: Option<i64> = db
        .query_row("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '_sqlx_migrations'", [], |r| r.get(0))
        .optional()
        .map_err(other)?;
    if kept.is_none() {
        return Err(OpenError::Foreign { path: path.to_owned() });
    }
    let mut rows =
        db.prepare("SELECT version, success, checksum FROM _sqlx_migrations ORDER BY version").map_err(other)?;
    let rows: Vec<(i64, bool, Vec<u8>)> =
        rows.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).and_then(Iterator::collect).map_err(other)?;
    let is_ours = db.query_row("PRAGMA application_id", [], |r| r.get::<_, i64>(0)).map_err(other)? == APPLICATION_ID;
    // Another program may keep its schema by sqlx too: only a file that has nothing else yet can become ours.
    if !is_ours && (tables > 1 || rows.iter().any(|(_, success, _)| *success)) {
        return Err(OpenError::Foreign { path: path.to_owned() });
    }
    let mut at = 0;
    for (version, success, checksum) in rows {
        if version > known {
            return Err(OpenError::Newer { path: path.to_owned(), found: version, known });
        }
        if !success {
            return Err(OpenError::HalfDone { path: path.to_owned(), version });
        }
        match embedded::migrations().into_iter().find(|m| m.version == version) {
            Some(m) if m.checksum == checksum => at = version,
            _ => return Err(OpenError::Edited { path: path.to_owned(), version }),
        }
    }
    Ok(State::At(at))
}

fn views_are_current(db: &Connection) -> rusqlite::Result<bool> {
    let mut kept = db.prepare("SELECT sql FROM sqlite_schema WHERE type = 'view' AND name = ?1")?;
    for view in embedded::views() {
        let sql: Option<String> = kept.query_row([view.name], |r| r.get(0)).optional()?;
        if sql.as_deref() != Some(view.sql) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A table: its name and statement.
type Table = (String, Option<String>);

fn tables(db: &Connection) -> rusqlite::Result<Vec<Table>> {
    let mut rows = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")?;
    let mut out: Vec<Table> = rows.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).and_then(Iterator::collect)?;
    out.sort();
    Ok(out)
}

/// Checks that all tables that the migrations make are there and as they make them; what somebody added beside them is theirs, and what
/// else is amiss the doctor tells.
fn check_tables(db: &Connection, path: &Path) -> Result<(), OpenError> {
    static MADE: OnceLock<rusqlite::Result<Vec<Table>>> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let blank = Connection::open_in_memory()?;
        blank.execute_batch(MIGRATIONS_TABLE)?;
        for migration in embedded::migrations() {
            blank.execute_batch(migration.sql)?;
        }
        tables(&blank)
    });
    // The embedded migrations run: a test holds them.
    let Ok(made) = made else { return Ok(()) };
    let found = tables(db).map_err(|e| explain(path, e))?;
    // sqlx-cli writes its own table in its own words.
    let is_ours = |(name, _): &&Table| name != MIGRATIONS_NAME;
    match made.iter().find(|table| is_ours(table) && found.binary_search(table).is_err()) {
        Some((name, _)) => Err(OpenError::Changed { path: path.to_owned(), name: name.clone() }),
        None => Ok(()),
    }
}

/// Runs what is missing and makes the views anew, in one transaction.
fn upgrade(db: &mut Connection, path: &Path, known: i64) -> Result<(), OpenError> {
    let other = |e| explain(path, e);
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(other)?;
    // Judged again under the lock: another process may have come first.
    let at = match judge(&tx, path, known)? {
        State::Empty => 0,
        State::At(at) => at,
    };
    tx.execute_batch(MIGRATIONS_TABLE).map_err(other)?;
    for migration in embedded::migrations().into_iter().filter(|m| m.version > at) {
        let began = Instant::now();
        tx.execute_batch(migration.sql).map_err(other)?;
        tx.execute(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (?1, ?2, TRUE, ?3, ?4)",
            (migration.version, &migration.description, &migration.checksum, began.elapsed().as_nanos() as i64),
        )
        .map_err(other)?;
    }
    check_tables(&tx, path)?;
    for view in embedded::views().iter().rev() {
        tx.execute_batch(&format!("DROP VIEW IF EXISTS {}", view.name)).map_err(other)?;
    }
    for view in embedded::views() {
        tx.execute_batch(view.sql).map_err(other)?;
    }
    tx.commit().map_err(other)
}

/// Sorts SQLite's errors by what a person can do about them.
pub(super) fn explain(path: &Path, error: rusqlite::Error) -> OpenError {
    let path = path.to_owned();
    let detail = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => OpenError::Corrupt { path, detail },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            OpenError::Locked { path, seconds: PATIENCE.as_secs() }
        }
        Some(
            ErrorCode::ReadOnly
            | ErrorCode::DiskFull
            | ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::SystemIoFailure,
        ) => OpenError::ReadOnly { path, detail },
        _ => OpenError::Other { path, source: error },
    }
}
