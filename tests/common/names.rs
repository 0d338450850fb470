//! Names in a store: documents that give them, and what came of it.

use std::path::Path;

use atodds::language::names::key;
use atodds::model::{Language, NameKind};
use rusqlite::Connection;

use super::{Env, Says, Told, name, told, write};

pub fn person(words: &str) -> Says {
    keyed(&format!("person:{}", key(words, NameKind::Person)), words)
}

pub fn keyed(key: &str, words: &str) -> Says {
    name(key, NameKind::Person, words, &format!("On the day {words} spoke."))
}

pub fn body(words: &str) -> Says {
    name(
        &format!("organisation:{}", key(words, NameKind::Organisation)),
        NameKind::Organisation,
        words,
        &format!("It was {words} that wrote."),
    )
}

pub fn place(words: &str) -> Says {
    name(
        &format!("place:{}", key(words, NameKind::Place)),
        NameKind::Place,
        words,
        &format!("They met in {words} again."),
    )
}

pub fn doc(path: &str, day: u32, names: Vec<Says>) -> Told {
    told(path, &format!("Source {}", day % 4), &format!("2025-03-{day:02}"), Language::FR, names)
}

pub fn rows(db: &Path, sql: &str) -> Vec<String> {
    let db = Connection::open(db).unwrap();
    let mut statement = db.prepare(sql).unwrap();
    statement.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Whom each document's names mean, what is at odds, what is asked, how spellings stand; no row numbers.
pub fn state(db: &Path) -> Vec<String> {
    let mut all = Vec::new();
    for sql in [
        "SELECT d.path || '|' || l.name || '|' || e.key || '|' || e.name || '|' || e.kind || '|' || coalesce(l.link_reason, '')
           || '|' || coalesce(l.link_score, '')
         FROM local_entity l JOIN document d USING (document_id) JOIN entity e USING (entity_id) WHERE l.is_current ORDER BY 1",
        "SELECT document || '|' || value_text || '|' || finding_id FROM assertion_full ORDER BY 1",
        "SELECT finding_id || '|' || entity || '|' || readings || '|' || relation FROM finding ORDER BY 1",
        "SELECT key || '|' || kind || '|' || name || '|' || block || '|' || leader || '|' || root || '|' || means || '|' || coalesce(reason, '')
         FROM name_key ORDER BY 1",
        "SELECT entity || '|' || other_entity || '|' || score || '|' || reason || '|' || n_documents FROM possible_link ORDER BY 1",
        "SELECT e.key || '|' || s.spelling || '|' || s.class || '|' || s.reference || '|' || coalesce(s.is_preferred, '')
         FROM entity_spelling s JOIN entity e USING (entity_id) ORDER BY 1",
    ] {
        all.extend(rows(db, sql));
    }
    all
}

pub fn assert_same(left: &[String], right: &[String], what: &str) {
    for (l, r) in left.iter().zip(right) {
        assert_eq!(l, r, "{what}");
    }
    assert_eq!(left.len(), right.len(), "{what}");
}

/// The key of the entity that a document's name means.
pub fn meant(db: &Path, path: &str, name: &str) -> String {
    let found = rows(
        db,
        &format!(
            "SELECT e.key FROM local_entity l JOIN document d USING (document_id) JOIN entity e USING (entity_id)
             WHERE l.is_current AND d.path = '{path}' AND l.name = '{name}'"
        ),
    );
    assert_eq!(found.len(), 1, "{path} {name}: {found:?}");
    found[0].clone()
}

pub fn stored(parts: Vec<Vec<Told>>) -> (Env, Vec<String>) {
    let env = Env::new();
    for part in parts {
        write(&env.db(), &part);
    }
    let state = state(&env.db());
    (env, state)
}
