//! Watches a batch read: tells of documents and skips, and takes out the rows that are gone from files that are not.

use std::collections::{BTreeMap, HashSet};

use anyhow::Result;

use atodds::model::{Language, Skip};
use atodds::pipeline::{Event, Watch};
use atodds::store::{Added, Store, Watched};

use crate::commands::log::Log;

/// Watches a reading.
pub struct Watcher {
    log: Log,
    run_id: i64,
    /// Files of rows that may go by themselves.
    files: Vec<Watched>,
    /// Slots of the documents that are there.
    seen: HashSet<String>,
    /// Files of which not all could be read.
    unsure: HashSet<String>,
    unread: BTreeMap<Language, usize>,
    /// How many rows were taken out.
    pub forgotten: usize,
}

impl Watcher {
    /// Makes one that takes out the rows that are gone from `files`.
    pub fn new(log: Log, run_id: i64, files: Vec<Watched>) -> Watcher {
        let (seen, unsure) = (HashSet::new(), HashSet::new());
        Watcher { log, run_id, files, seen, unsure, unread: BTreeMap::new(), forgotten: 0 }
    }

    /// Tells of languages that nothing was read from.
    pub fn tell_unread(&self) {
        if self.unread.is_empty() {
            return;
        }
        let languages: Vec<String> = self.unread.iter().map(|(language, n)| format!("{n} in {language}")).collect();
        self.log.warn(
            "language",
            &format!("kept, but nothing was read from documents in languages without rules: {}", languages.join(", ")),
        );
    }
}

impl Watch for Watcher {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Document { path, slot, added } => {
                let became = match added {
                    Added::New => "new",
                    Added::Version => "changed",
                    Added::Unchanged => "known",
                };
                self.log.debug("document", &format!("{became}: {path}"));
                self.seen.insert(slot.to_owned());
            }
            Event::Unread(_, language) => *self.unread.entry(language).or_default() += 1,
            Event::Skip(skip) => {
                self.log.warn("skip", &told(skip));
                self.unsure.insert(skip.path.split("#L").next().unwrap_or("").to_owned());
            }
        }
    }

    fn all_read(&mut self, store: &mut Store) -> Result<()> {
        let mut slots = Vec::new();
        for file in &self.files {
            // A row that cannot be read is not gone.
            if self.unsure.contains(&file.path) {
                continue;
            }
            for (slot, path) in store.documents_of(file)? {
                if !self.seen.contains(&slot) {
                    self.log.debug("gone", &format!("gone: {path}"));
                    slots.push(slot);
                }
            }
        }
        self.forgotten += store.forget(self.run_id, &slots)?;
        Ok(())
    }
}

/// Says what was skipped, and why: file, line, reason.
pub fn told(skip: &Skip) -> String {
    let line = skip.line.map(|n| format!(":{n}")).unwrap_or_default();
    format!("skipped {}{line}: {}", skip.path, skip.reason)
}
