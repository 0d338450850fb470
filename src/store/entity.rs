//! Entities: finding the one that a person names, and all that is known of how it is spelt.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};
use rusqlite::{OptionalExtension, params_from_iter};

use super::Store;
use super::name_judgement::EntityRef;
use super::query::Cell;
use crate::rules::fold::fold;

/// A table of what is known of an entity: a heading, column names, rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What the rows are.
    pub title: &'static str,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// All that is known of an entity's names.
#[derive(Clone, Debug, PartialEq)]
pub struct EntityDetail {
    /// Which one.
    pub entity: EntityRef,
    /// The form that the user's list prefers, and its Wikidata item.
    pub preferred: Option<(String, Option<String>)>,
    /// How it is spelt: one row a spelling.
    pub spellings: Part,
    /// Who always spells it one way, which decisions and questions there are, and what is at odds about it.
    pub more: Vec<Part>,
}

impl Store {
    /// Returns the entity that words name: by its key, by all of a name, or by the beginning of a word of one.
    ///
    /// # Errors
    /// Where none or several are named so; the message tells which, and what to give instead.
    pub fn entity_named(&self, words: &str) -> Result<EntityRef> {
        let wanted = fold(words);
        if wanted.is_empty() {
            bail!("no entity named: `atodds entities` lists them");
        }
        let mut by_key: BTreeSet<i64> = BTreeSet::new();
        let (mut whole, mut part): (BTreeSet<i64>, BTreeSet<i64>) = (BTreeSet::new(), BTreeSet::new());
        let mut called: BTreeMap<i64, String> = BTreeMap::new();
        let mut statement = self.db.prepare(include_str!("sql/all_names.sql")).map_err(|e| self.explain(e))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (id, name, key): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let folded = fold(&name);
            if key == words {
                by_key.insert(id);
            }
            // A list may call it as no document does.
            if folded == wanted || fold(&row.get::<_, String>(3)?) == wanted {
                whole.insert(id);
            } else if format!(" {folded}").contains(&format!(" {wanted}")) {
                part.insert(id);
            } else {
                continue;
            }
            called.insert(id, row.get(3)?);
        }
        let bears_it = |id: &&i64| called.get(*id).is_some_and(|name| fold(name) == wanted);
        let bearers: BTreeSet<i64> = whole.iter().filter(bears_it).copied().collect();
        // Of several that are spelt so somewhere, the one that is called so is meant.
        let found = [by_key, bearers, whole, part].into_iter().find(|ids| !ids.is_empty()).unwrap_or_default();
        let mut all = Vec::with_capacity(found.len());
        for id in &found {
            all.extend(self.entity_ref(*id)?);
        }
        // An event is called like the place where it happened: who says its name means the place.
        if all.iter().any(EntityRef::is_named) {
            all.retain(EntityRef::is_named);
        }
        match all.len() {
            1 => Ok(all.swap_remove(0)),
            0 => bail!("no entity is named {words:?}: `atodds entities` lists them"),
            n => {
                let shown: Vec<String> =
                    all.iter().take(5).map(|e| format!("{} ({}, key {:?})", e.name, e.kind, e.key)).collect();
                let more = if n > 5 { "; …" } else { "" };
                bail!("several entities are named {words:?}: {}{more}: give the whole name, or a key", shown.join("; "))
            }
        }
    }

    fn entity_ref(&self, entity_id: i64) -> Result<Option<EntityRef>> {
        let found = self.db.prepare_cached(include_str!("sql/named_entity.sql"))?.query_row([entity_id], |r| {
            Ok(EntityRef { entity_id: r.get(0)?, key: r.get(1)?, kind: r.get(2)?, name: r.get(3)? })
        });
        Ok(found.optional()?)
    }

    /// Returns what is known of an entity's names.
    ///
    /// # Errors
    /// Where it is not found, or the file cannot be read.
    pub fn entity_detail(&self, words: &str) -> Result<EntityDetail> {
        let entity = self.entity_named(words)?;
        let preferred = self
            .db
            .prepare(include_str!("sql/entity_authority.sql"))?
            .query_row([entity.entity_id], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        let part = |title, sql| self.part(title, sql, entity.entity_id);
        let spellings = part("spellings", include_str!("sql/entity_spellings.sql"))?;
        let more = vec![
            part("sources that always spell it one way", include_str!("sql/entity_styles.sql"))?,
            part("findings", include_str!("sql/entity_findings.sql"))?,
            part("may be the same, and was not linked", include_str!("sql/entity_questions.sql"))?,
            part("decisions", include_str!("sql/entity_name_judgements.sql"))?,
        ];
        let more = more.into_iter().filter(|part| !part.rows.is_empty()).collect();
        Ok(EntityDetail { entity, preferred, spellings, more })
    }

    fn part(&self, title: &'static str, sql: &str, entity_id: i64) -> Result<Part> {
        let mut statement = self.db.prepare(sql).map_err(|e| self.explain(e))?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let width = columns.len();
        let rows = statement
            .query_map(params_from_iter([entity_id]), |row| {
                (0..width).map(|at| row.get_ref(at).map(Cell::of)).collect()
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Part { title, columns, rows })
    }
}
