//! Queries of other people: one statement, read-only whatever it says, stopped when it runs away.
//!
//! In: the text of a query. Out: column names and rows. Five fences, since each alone has a gate: the connection is
//! opened read-only, nothing may be attached, an authorizer lets only reading through, the schema is not trusted with
//! anything that writes, and a progress handler watches the clock.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::Result;
use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags, Statement};
use thiserror::Error;

use super::{OpenError, Store};

/// How many of SQLite's steps lie between two looks at the clock: about a millisecond.
const STEPS: i32 = 20_000;

/// The longest text or row that a query may build, in bytes: no document is longer, and `zeroblob` can ask for more.
const LONGEST: i32 = 256 * 1024 * 1024;

/// One value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// Another number; finite.
    Real(f64),
    /// Words.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

impl Cell {
    pub(super) fn of(value: ValueRef<'_>) -> Cell {
        match value {
            ValueRef::Null => Cell::Null,
            ValueRef::Integer(i) => Cell::Integer(i),
            // SQLite makes infinities of overflows; no format has a word for them but their text.
            ValueRef::Real(f) if f.is_finite() => Cell::Real(f),
            ValueRef::Real(f) => Cell::Text(f.to_string()),
            ValueRef::Text(t) => Cell::Text(String::from_utf8_lossy(t).into_owned()),
            ValueRef::Blob(b) => Cell::Blob(b.to_vec()),
        }
    }
}

/// Why a query was not answered. Each message says what to do.
#[derive(Debug, Error)]
pub enum QueryError {
    /// There is no statement in it.
    #[error("the query is empty: give a SELECT, or run `atodds sql` alone for the views and their columns")]
    Empty,
    /// It holds several statements.
    #[error("the query holds more than one statement: give one at a time")]
    Several,
    /// It would write, or reach outside the file.
    #[error(
        "the query is not allowed ({detail}): `atodds sql` only reads; SELECT, WITH, VALUES and EXPLAIN may be used"
    )]
    NotAllowed {
        /// SQLite's words.
        detail: String,
    },
    /// It took too long.
    #[error("the query was stopped after {seconds} s: narrow it, or give it longer with --timeout SECONDS")]
    TooLong {
        /// The limit.
        seconds: u64,
    },
    /// It asks for a value to be filled in.
    #[error("the query has a parameter ({name}): write the value itself")]
    Parameter {
        /// As written.
        name: String,
    },
    /// It is wrong.
    #[error("the query does not work: {detail}: run `atodds sql` alone for the views and their columns")]
    Wrong {
        /// SQLite's words, with the place where it knows it.
        detail: String,
    },
}

/// A connection that can only read.
pub struct ReadOnly {
    db: Connection,
    path: PathBuf,
    clock: Arc<Clock>,
    /// What the authorizer refused last, in words.
    refused: Arc<Mutex<&'static str>>,
}

/// The time a query may use; the time that its reader takes (a pager, say) is not counted.
struct Clock {
    began: Instant,
    limit: Option<Duration>,
    /// Nanoseconds since `began` at which time is up.
    deadline: AtomicU64,
}

impl Clock {
    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }

    fn is_over(&self) -> bool {
        self.limit.is_some() && self.now() > self.deadline.load(Ordering::Relaxed)
    }

    fn restart(&self) {
        let limit = self.limit.map_or(u64::MAX, |l| u64::try_from(l.as_nanos()).unwrap_or(u64::MAX));
        self.deadline.store(self.now().saturating_add(limit), Ordering::Relaxed);
    }

    /// Runs on by the time that passed outside of SQLite.
    fn pause(&self, since: u64) {
        self.deadline.fetch_add(self.now().saturating_sub(since), Ordering::Relaxed);
    }
}

impl Store {
    /// Opens a second connection to the same file, for queries of other people; `limit` is the time each may take.
    ///
    /// # Errors
    /// Where the file cannot be opened.
    pub fn read_only(&self, limit: Option<Duration>) -> Result<ReadOnly, OpenError> {
        let fail = |e| self.explain(e);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut db = Connection::open_with_flags(self.path(), flags).map_err(fail)?;
        db.busy_timeout(Duration::from_secs(10)).map_err(fail)?;
        db.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0).map_err(fail)?;
        db.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST).map_err(fail)?;
        db.set_limit(Limit::SQLITE_LIMIT_WORKER_THREADS, 0).map_err(fail)?;
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true).map_err(fail)?;
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false).map_err(fail)?;
        // Else a column's name with a slip in it is taken for a text in double quotes.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false).map_err(fail)?;
        let clock = Arc::new(Clock { began: Instant::now(), limit, deadline: AtomicU64::new(u64::MAX) });
        let watch = Arc::clone(&clock);
        db.progress_handler(STEPS, Some(move || watch.is_over())).map_err(fail)?;
        let refused = Arc::new(Mutex::new(""));
        let last = Arc::clone(&refused);
        db.authorizer(Some(move |context: AuthContext<'_>| match refusal(&context.action) {
            None => Authorization::Allow,
            Some(deed) => {
                if let Ok(mut last) = last.lock() {
                    *last = deed;
                }
                Authorization::Deny
            }
        }))
        .map_err(fail)?;
        Ok(ReadOnly { db, path: self.path().to_owned(), clock, refused })
    }
}

/// Lets through what reads, and the few pragmas that tell of the schema; of the rest it says what it would do.
fn refusal(action: &AuthAction<'_>) -> Option<&'static str> {
    match action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => None,
        AuthAction::Function { function_name } if !function_name.eq_ignore_ascii_case("load_extension") => None,
        // data_version is asked by the full-text index itself.
        AuthAction::Pragma { pragma_name, .. }
            if [
                "table_info",
                "table_xinfo",
                "table_list",
                "index_list",
                "index_info",
                "foreign_key_list",
                "data_version",
            ]
            .iter()
            .any(|p| pragma_name.eq_ignore_ascii_case(p)) =>
        {
            None
        }
        AuthAction::Function { .. } => Some("it would load an extension"),
        AuthAction::Pragma { .. } => Some("it would use a pragma"),
        AuthAction::Insert { .. } | AuthAction::Update { .. } | AuthAction::Delete { .. } => Some("it would write"),
        AuthAction::Attach { .. } | AuthAction::Detach { .. } => Some("it would open another file"),
        AuthAction::Transaction { .. } | AuthAction::Savepoint { .. } => Some("it would begin a transaction"),
        _ => Some("it would change the schema"),
    }
}

impl ReadOnly {
    /// Takes one statement and checks it; it runs when its rows are asked for.
    ///
    /// # Errors
    /// A [`QueryError`], or an [`OpenError`] where the file itself is at fault.
    pub fn query(&self, sql: &str) -> Result<Query<'_>> {
        self.clock.restart();
        self.refuse("");
        let statement = self.db.prepare(sql).map_err(|e| self.explain(e))?;
        if statement.column_count() == 0 && statement.expanded_sql().is_none_or(|s| s.trim().is_empty()) {
            return Err(QueryError::Empty.into());
        }
        // The fences before this one leave nothing that writes; this says so in one word.
        if !statement.readonly() {
            return Err(QueryError::NotAllowed { detail: "it would write".to_owned() }.into());
        }
        if statement.parameter_count() > 0 {
            let name = statement.parameter_name(1).unwrap_or("?").to_owned();
            return Err(QueryError::Parameter { name }.into());
        }
        Ok(Query { statement, owner: self })
    }

    fn refuse(&self, deed: &'static str) {
        if let Ok(mut last) = self.refused.lock() {
            *last = deed;
        }
    }

    /// Puts SQLite's error into words.
    fn explain(&self, error: rusqlite::Error) -> anyhow::Error {
        let seconds = self.clock.limit.map_or(0, |l| l.as_secs());
        match (&error, error.sqlite_error_code()) {
            (rusqlite::Error::MultipleStatement, _) => QueryError::Several.into(),
            (_, Some(ErrorCode::OperationInterrupted)) => QueryError::TooLong { seconds }.into(),
            (_, Some(ErrorCode::AuthorizationForStatementDenied | ErrorCode::ReadOnly)) => {
                let refused = self.refused.lock().map_or("", |r| *r);
                let detail = if refused.is_empty() { plain(&error) } else { refused.to_owned() };
                QueryError::NotAllowed { detail }.into()
            }
            (_, Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt | ErrorCode::DatabaseBusy)) => {
                super::open::explain(&self.path, error).into()
            }
            _ => QueryError::Wrong { detail: plain(&error) }.into(),
        }
    }
}

/// Returns SQLite's own words, with the words of the query at which it stopped.
fn plain(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqlInputError { msg, sql, offset, .. } => {
            let at = usize::try_from(*offset).ok().and_then(|o| sql.get(o..)).unwrap_or("");
            let near: String = at.lines().next().unwrap_or("").chars().take(30).collect();
            if near.is_empty() || msg.contains("near") { msg.clone() } else { format!("{msg}, at '{near}'") }
        }
        rusqlite::Error::SqliteFailure(_, Some(msg)) => msg.clone(),
        other => other.to_string(),
    }
}

/// A checked statement.
pub struct Query<'c> {
    statement: Statement<'c>,
    owner: &'c ReadOnly,
}

impl Query<'_> {
    /// Returns the names of its columns.
    pub fn columns(&self) -> Vec<String> {
        self.statement.column_names().map(str::to_owned).collect()
    }

    /// Runs it, and returns its rows one at a time.
    pub fn rows(&mut self) -> impl Iterator<Item = Result<Vec<Cell>>> {
        let owner = self.owner;
        let width = self.statement.column_count();
        let mut rows = self.statement.raw_query();
        let mut left = None;
        let mut ended = false;
        std::iter::from_fn(move || {
            if ended {
                return None;
            }
            if let Some(since) = left {
                owner.clock.pause(since);
            }
            let row = match rows.next() {
                Ok(Some(row)) => {
                    let cells: rusqlite::Result<Vec<Cell>> = (0..width).map(|i| row.get_ref(i).map(Cell::of)).collect();
                    cells.map_err(|e| owner.explain(e))
                }
                Ok(None) => {
                    ended = true;
                    return None;
                }
                Err(e) => {
                    ended = true;
                    Err(owner.explain(e))
                }
            };
            left = Some(owner.clock.now());
            Some(row)
        })
    }
}
