//! The schema's texts, embedded: migrations and views.

use std::fmt::Write as _;

use sha2::{Digest, Sha384};

/// Migration files by name (`0001_initial.sql`), in order.
static MIGRATIONS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// View files by name (`10_assertion_full.sql`), in order: a view reads only lower numbers.
static VIEWS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/views.rs"));

/// The table in which sqlx-cli keeps what was run, with its own definition: a database made by either is accepted by the other.
pub(super) const MIGRATIONS_TABLE: &str = "CREATE TABLE IF NOT EXISTS _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);";

/// One step of the schema.
pub(super) struct Migration {
    /// Its number, from the file's name.
    pub version: i64,
    /// The file's name after the number, with blanks for `_`: sqlx-cli's way.
    pub description: String,
    /// Its statements.
    pub sql: &'static str,
    /// SHA-384 of the file's bytes: sqlx-cli's way.
    pub checksum: Vec<u8>,
}

/// Returns all migrations in order.
pub(super) fn migrations() -> Vec<Migration> {
    MIGRATIONS
        .iter()
        .filter_map(|(file, sql)| {
            let (number, rest) = file.strip_suffix(".sql")?.split_once('_')?;
            Some(Migration {
                version: number.parse().ok()?,
                description: rest.replace('_', " "),
                sql,
                checksum: Sha384::digest(sql.as_bytes()).to_vec(),
            })
        })
        .collect()
}

/// One view: its name, and its statement as SQLite keeps it.
pub(super) struct View {
    /// Its name.
    pub name: &'static str,
    /// From `CREATE VIEW` on, without the semicolon: what `sqlite_schema.sql` holds.
    pub sql: &'static str,
    /// The comment that stands above it.
    pub comment: &'static str,
}

/// Returns all views in the order in which they may be made.
pub(super) fn views() -> Vec<View> {
    VIEWS
        .iter()
        .filter_map(|(_, text)| {
            let start = text.find("CREATE VIEW ")?;
            let sql = text.get(start..)?.trim_end().trim_end_matches(';');
            let name = sql.strip_prefix("CREATE VIEW ")?.split_whitespace().next()?;
            Some(View { name, sql, comment: text.get(..start)?.trim() })
        })
        .collect()
}

/// Returns the whole schema as one script: an empty store for `sqlite3 new.db < schema.sql`.
pub fn schema_sql() -> String {
    let mut out = String::from(
        "-- The whole schema of an atodds store: tables, reference rows, views.\n\
         -- `sqlite3 new.db < schema.sql` gives an empty store that atodds accepts.\n\
         -- Made from migrations/ and views/ by `make schema`; a test holds them equal. Do not edit it here.\n\n\
         PRAGMA foreign_keys = ON;\nBEGIN;\n\n",
    );
    let _ = writeln!(out, "-- What was run, in sqlx-cli's own table.\n{MIGRATIONS_TABLE}\n");
    for m in migrations() {
        let hex = m.checksum.iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02X}");
            hex
        });
        let _ = writeln!(out, "-- migrations/{:04}_{}.sql", m.version, m.description.replace(' ', "_"));
        let _ = writeln!(out, "{}", m.sql.trim());
        let _ = writeln!(
            out,
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES\n  ({}, '{}', TRUE, X'{hex}', 0);\n",
            m.version, m.description
        );
    }
    for v in views() {
        let _ = writeln!(out, "{}\n{};\n", v.comment, v.sql);
    }
    out.push_str("COMMIT;\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_view_file_makes_one_view_and_says_what_it_answers() {
        assert_eq!(views().len(), VIEWS.len());
        for view in views() {
            assert!(view.comment.starts_with("-- ") && view.comment.contains('?'), "{}: {}", view.name, view.comment);
            assert!(view.comment.contains("One row"), "{} does not state its grain", view.name);
        }
    }

    #[test]
    fn migrations_count_up_from_one() {
        let versions: Vec<i64> = migrations().iter().map(|m| m.version).collect();
        assert_eq!(versions, (1..=versions.len() as i64).collect::<Vec<_>>());
    }
}
