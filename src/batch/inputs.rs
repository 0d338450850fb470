//! Which files a configuration names, and which of those that it named before are gone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::Configuration;
use crate::ingest::{self, UnreadDates};
use crate::model::Skip;
use crate::pipeline::{self, Group};
use crate::store::{Store, Watched};

/// What a run is to read and to take out.
#[derive(Debug, Default)]
pub struct Plan {
    /// The files to read; one that several inputs name is read as the first of them says.
    pub groups: Vec<Group>,
    /// The same files, to be watched.
    pub files: Vec<Watched>,
    /// What could not be followed.
    pub skips: Vec<Skip>,
    /// How many files were passed over for their ending.
    pub by_type: BTreeMap<String, usize>,
    /// Files that were read before under an input of this configuration, and are there no more.
    pub gone: Vec<Watched>,
    /// Takes the dates that cannot be read, of all groups.
    pub unread_dates: UnreadDates,
    /// Inputs of which nothing is there any more: what came from them is not among the gone.
    pub refused: Vec<Refused>,
}

/// An input that gave documents and now is missing, or holds none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// As it is configured.
    pub input: String,
    /// How many documents came from it.
    pub documents: usize,
}

impl Plan {
    /// Lists what there is under a configuration's inputs, relative to the working folder, and compares it with what was
    /// there before. With `is_forced`, inputs that are missing or empty altogether count as gone.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn new(configuration: &Configuration, store: Option<&Store>, is_forced: bool) -> Result<Plan> {
        let mut plan = Plan::default();
        let mut seen = BTreeSet::new();
        let mut is_there: BTreeMap<String, (String, bool)> = BTreeMap::new();
        for part in &configuration.inputs {
            let mut options = part.options();
            options.unread_dates = plan.unread_dates.clone();
            let mut inputs = Vec::new();
            for path in &part.paths {
                let listed = ingest::list(&[&path.0], &options);
                let full = ingest::shown(&std::path::absolute(&path.0)?);
                is_there.entry(full.clone()).or_insert_with(|| (path.0.clone(), false)).1 |= !listed.inputs.is_empty();
                for input in listed.inputs {
                    let Some(file) = pipeline::slot(&input) else { continue };
                    if seen.insert(file.clone()) {
                        plan.files.push(Watched { file, path: input.shown.clone(), input: full.clone() });
                        inputs.push(input);
                    }
                }
                for skip in listed.skips {
                    if !plan.skips.contains(&skip) {
                        plan.skips.push(skip);
                    }
                }
                for (ending, n) in listed.by_type {
                    *plan.by_type.entry(ending).or_default() += n;
                }
            }
            plan.groups.push(Group { inputs, options });
        }
        if let Some(store) = store {
            plan.compare(store, &seen, &is_there, is_forced)?;
        }
        Ok(plan)
    }

    /// Finds what is gone.
    fn compare(
        &mut self,
        store: &Store,
        seen: &BTreeSet<String>,
        is_there: &BTreeMap<String, (String, bool)>,
        is_forced: bool,
    ) -> Result<()> {
        let unreadable: Vec<PathBuf> =
            self.skips.iter().filter_map(|skip| std::fs::canonicalize(&skip.path).ok()).collect();
        let inputs: Vec<String> = is_there.keys().cloned().collect();
        let mut missing: BTreeMap<String, usize> = BTreeMap::new();
        for file in store.watched(&inputs)? {
            if seen.contains(&file.file) {
                continue;
            }
            match is_there.get(&file.input) {
                Some((input, false)) if !is_forced => {
                    let documents = store.documents_of(&file)?.len();
                    *missing.entry(input.clone()).or_default() += documents;
                }
                // What is there and cannot be read is not gone.
                _ if unreadable.iter().any(|path| Path::new(&file.file).starts_with(path)) => {}
                _ => self.gone.push(file),
            }
        }
        missing.retain(|_, documents| *documents > 0);
        self.refused = missing.into_iter().map(|(input, documents)| Refused { input, documents }).collect();
        Ok(())
    }
}
