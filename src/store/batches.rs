//! What a scheduled batch keeps of itself: by which configuration a run went, what was told of its findings, and for how
//! long the rows of runs stay; and the tolerances that a configuration sets.

use anyhow::Result;
use rusqlite::params;

use super::Store;

/// By how much an attribute's figures may be off, as a configuration has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tolerance {
    /// The attribute.
    pub attribute: String,
    /// What was said about the edge: `exact`, `about` …
    pub bound: String,
    /// The true value may lie lower by this share.
    pub below: f64,
    /// Or higher by this one.
    pub above: f64,
}

/// A finding of which nobody was told yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untold {
    /// Its id.
    pub finding_id: String,
    /// Whether it is new since then; else its readings changed.
    pub is_new: bool,
}

impl Store {
    /// Notes the configuration that a run goes by. Only for who holds the lock: what still says that it runs was killed.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn begin_batch(&mut self, version: &str, configuration: &str) -> Result<i64> {
        self.db.execute(include_str!("sql/heal_runs.sql"), []).map_err(|e| self.explain(e))?;
        let run_id = self.begin_run("run", version)?;
        self.db
            .execute(include_str!("sql/configure_run.sql"), params![run_id, configuration])
            .map_err(|e| self.explain(e))?;
        Ok(run_id)
    }

    /// Returns the findings that came or changed since all was last told for a configuration.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn untold(&self, configuration: &str) -> Result<Vec<Untold>> {
        let mut statement = self.db.prepare(include_str!("sql/untold_findings.sql")).map_err(|e| self.explain(e))?;
        let rows = statement.query_map([configuration], |r| Ok(Untold { finding_id: r.get(0)?, is_new: r.get(1)? }))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Notes that all that was new up to this run was told.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn told(&mut self, run_id: i64) -> Result<()> {
        self.db.execute(include_str!("sql/notify_run.sql"), [run_id]).map_err(|e| self.explain(e))?;
        Ok(())
    }

    /// Drops the rows of old runs and returns how many: what is neither of the last `runs` nor of the last `days`.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn drop_runs(&mut self, runs: Option<u32>, days: Option<u32>) -> Result<usize> {
        if runs.is_none() && days.is_none() {
            return Ok(0);
        }
        Ok(self.db.execute(include_str!("sql/drop_runs.sql"), params![runs, days]).map_err(|e| self.explain(e))?)
    }

    /// Sets the tolerances of single attributes as a configuration has them, and returns those that were left alone since
    /// a person's row stands in their place. Rows that an earlier configuration set and this one does not have go.
    ///
    /// # Errors
    /// Where the file cannot be written; then all are as before.
    pub fn keep_tolerances(&mut self, wanted: &[Tolerance]) -> Result<Vec<Tolerance>> {
        let mut left_alone = Vec::new();
        let tx = self.db.transaction()?;
        let there: Vec<(Tolerance, String)> = tx
            .prepare(include_str!("sql/list_tolerances.sql"))?
            .query_map([], |r| {
                let tolerance =
                    Tolerance { attribute: r.get(0)?, bound: r.get(1)?, below: r.get(2)?, above: r.get(3)? };
                Ok((tolerance, r.get(4)?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let is_same = |a: &Tolerance, b: &Tolerance| a.attribute == b.attribute && a.bound == b.bound;
        // What is right already is not touched: a row that changes has its topics gathered anew.
        for (old, set_by) in &there {
            if set_by == "configuration" && !wanted.contains(old) {
                tx.execute(include_str!("sql/drop_tolerance.sql"), params![old.attribute, old.bound])?;
            }
        }
        for new in wanted {
            match there.iter().find(|(old, _)| is_same(old, new)) {
                Some((old, _)) if old == new => {}
                Some((_, set_by)) if set_by != "configuration" => left_alone.push(new.clone()),
                _ => {
                    let row = params![new.attribute, new.bound, new.below, new.above];
                    tx.execute(include_str!("sql/insert_tolerance.sql"), row)?;
                }
            }
        }
        tx.commit()?;
        Ok(left_alone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Mode;

    fn tolerance(attribute: &str, share: f64) -> Tolerance {
        Tolerance { attribute: attribute.into(), bound: "exact".into(), below: share, above: share }
    }

    fn rows(store: &Store) -> Vec<(String, f64, String)> {
        let mut statement =
            store.db.prepare("SELECT attribute, below, set_by FROM tolerance WHERE attribute <> '*'").unwrap();
        statement
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap()
    }

    #[test]
    fn a_persons_tolerance_outlives_every_configuration() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("a.db"), Mode::Write).unwrap();
        assert_eq!(store.keep_tolerances(&[tolerance("killed", 0.1), tolerance("cost", 0.2)]).unwrap(), []);
        // A person adds one row, and changes one that the configuration had set.
        store
            .db
            .execute_batch(
                "INSERT INTO tolerance (attribute, bound, below, above) VALUES ('hurt', 'exact', 0.3, 0.3);
                 UPDATE tolerance SET below = 0.5 WHERE attribute = 'killed'",
            )
            .unwrap();
        let left = store.keep_tolerances(&[tolerance("killed", 0.1), tolerance("hurt", 0.0)]).unwrap();
        assert_eq!(left, [tolerance("killed", 0.1), tolerance("hurt", 0.0)]);
        let person = |attribute: &str, below| (attribute.to_owned(), below, "person".to_owned());
        assert_eq!(rows(&store), [person("hurt", 0.3), person("killed", 0.5)]);
    }

    #[test]
    fn a_tolerance_that_stays_makes_nothing_dirty_and_one_that_changes_does() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("a.db"), Mode::Write).unwrap();
        store.keep_tolerances(&[tolerance("killed", 0.1)]).unwrap();
        let before = store.db.total_changes();
        store.keep_tolerances(&[tolerance("killed", 0.1)]).unwrap();
        assert_eq!(store.db.total_changes(), before);
        store.keep_tolerances(&[tolerance("killed", 0.2)]).unwrap();
        assert_eq!(rows(&store), [("killed".to_owned(), 0.2, "configuration".to_owned())]);
        store.keep_tolerances(&[]).unwrap();
        assert_eq!(rows(&store), []);
    }
}
