//! `atodds run`: the scheduled batch.
//!
//! Takes the lock, takes out what is gone, reads what is there, gathers, writes the reports, tells of news. What fails on
//! the way is told and costs nothing else; the exit status remembers it.

mod preview;
mod watcher;

use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::parser::ValueSource;
use serde_json::json;

use atodds::batch::config::{Configuration, NotifyPart, Only, Removed, ReportPart};
use atodds::batch::{Lock, Plan, notify, replace};
use atodds::extract::Extractor;
use atodds::ingest::Format as InputFormat;
use atodds::pipeline;
use atodds::report::{self, FindingList, Page, Selection, count};
use atodds::store::{Filter, Finding, Gathered, Mode, RunCounts, Sort, Store, Watched};

use super::log::Log;
use super::report::{MIN_CONFIDENCE, gathered, is_filtered};
use super::{DONE, FAILED, FOUND, PIPE_WIDTH, chain, output};
use crate::cli::{Common, RunArgs};
use watcher::Watcher;

/// A run under way.
struct Run<'r> {
    configuration: &'r Configuration,
    is_forced: bool,
    log: Log,
    run_id: i64,
    store: Store,
    /// Whether something failed that did not end the run.
    has_failed: bool,
    /// What is printed at the end.
    said: Vec<String>,
}

/// Does what a configuration asks for.
pub fn run(args: &RunArgs, common: &Common) -> Result<u8> {
    let configuration = Configuration::read(&args.file)?;
    let database = database(&configuration, common)?;
    let folder = configuration.folder();
    // So that paths are short, and the same wherever a run is started; the command that is told of news stands there too.
    std::env::set_current_dir(folder).with_context(|| format!("cannot enter the folder {}", folder.display()))?;
    if args.dry_run {
        return preview::run(&configuration, &database, args.force, common);
    }
    let log = Log::new(configuration.log);
    batch(args, &configuration, database, log).or_else(|error| {
        log.error("failed", &chain(&error));
        Ok(FAILED)
    })
}

/// Returns the database: of --db, of the configuration, of the environment, or the usual one beside the configuration.
fn database(configuration: &Configuration, common: &Common) -> Result<PathBuf> {
    let folder = configuration.folder();
    Ok(match (common.db_source, &configuration.database) {
        (Some(ValueSource::CommandLine), _) | (Some(ValueSource::EnvVariable), None) => {
            std::path::absolute(&common.db)?
        }
        (_, Some(database)) => folder.join(database),
        _ => folder.join(&common.db),
    })
}

fn batch(args: &RunArgs, configuration: &Configuration, database: PathBuf, log: Log) -> Result<u8> {
    let _lock = Lock::take(&database, "run", Duration::from_secs(args.wait), &mut |who| {
        log.warn("waiting", &format!("waiting for {who}"));
    })?;
    let extractor = Extractor::new(configuration.rules.as_deref())?;
    let mut store = Store::open(&database, Mode::Write)?;
    let name = atodds::ingest::shown(&configuration.file);
    let run_id = store.begin_batch(env!("CARGO_PKG_VERSION"), &name)?;
    let said = Vec::new();
    let mut run = Run { configuration, is_forced: args.force, log, run_id, store, has_failed: false, said };
    let status = run.work(&extractor, &name).map_err(|e| {
        // What stands, stands; the run's row tells that it ended badly, if the file can still be written.
        let _ = run.store.fail_run(run_id);
        run.store.explain_any(e)
    })?;
    output(|out| {
        for line in &run.said {
            writeln!(out, "{line}")?;
        }
        Ok(())
    })?;
    Ok(status)
}

impl Run<'_> {
    fn work(&mut self, extractor: &Extractor, name: &str) -> Result<u8> {
        for left in self.store.keep_tolerances(&self.configuration.tolerances())? {
            self.log.warn(
                "tolerance",
                &format!(
                    "[tolerance.{}] {}: not used, since table tolerance has a row of a person's there: change that row, or delete it",
                    left.attribute, left.bound
                ),
            );
        }
        let (counts, gathered) = self.read(extractor)?;
        self.store.finish_run(self.run_id, &counts)?;
        self.tell_counts(&counts, gathered);
        for (name, part) in &self.configuration.reports {
            if let Err(error) = self.report(part) {
                self.fail("report", &format!("[report.{name}] {}", chain(&error)));
            }
        }
        if let Some(part) = &self.configuration.notify
            && let Err(error) = self.notify(part, name)
        {
            self.fail("notify", &format!("[notify] {}; the news is told again by the next run", chain(&error)));
        }
        let retention = self.configuration.retention;
        let dropped = self.store.drop_runs(retention.runs.map(|n| n.0), retention.days.map(|n| n.0))?;
        if dropped > 0 {
            let text = format!("{} dropped", count(dropped, "old run"));
            self.log.info("retention", &text, &[("runs", dropped.into())]);
        }
        let is_found = self.is_at_or_above_fail_on()?;
        Ok(match (self.has_failed || counts.skipped > 0, is_found) {
            (true, _) => FAILED,
            (_, true) => FOUND,
            _ => DONE,
        })
    }

    fn fail(&mut self, event: &str, text: &str) {
        self.log.error(event, text);
        self.has_failed = true;
    }

    /// Takes out what is gone, reads what is there, and gathers.
    fn read(&mut self, extractor: &Extractor) -> Result<(RunCounts, Gathered)> {
        let plan = Plan::new(self.configuration, Some(&self.store), self.is_forced)?;
        let is_forgetting = self.configuration.removed == Removed::Forget;
        for refused in plan.refused.iter().filter(|_| is_forgetting) {
            let from = count(refused.documents, "document");
            self.fail(
                "input",
                &format!(
                    "{}: missing or empty altogether, and {from} came from it: none was taken out; if it is meant to be empty, run once with --force",
                    refused.input
                ),
            );
        }
        let mut first = self.store.batch(self.run_id)?;
        for skip in &plan.skips {
            self.log.warn("skip", &watcher::told(skip));
            first.skip(skip)?;
        }
        first.commit()?;
        let mut forgotten = 0;
        if is_forgetting {
            forgotten = self.forget(&plan.gone)?;
        }
        self.store.watch(&plan.files)?;
        let mut watcher = Watcher::new(self.log, self.run_id, self.rows(&plan)?);
        let threads = self.configuration.jobs.and_then(|n| usize::try_from(n.0).ok());
        let threads = threads.or_else(|| thread::available_parallelism().ok().map(usize::from)).unwrap_or(1);
        let n_listed = plan.skips.len();
        let mut counts = pipeline::run(&mut self.store, self.run_id, plan.groups, extractor, threads, &mut watcher)?;
        watcher.tell_unread();
        if let Some(told) = plan.unread_dates.told() {
            self.log.warn("date", &told);
        }
        counts.skipped += n_listed;
        counts.forgotten = forgotten + watcher.forgotten;
        let gathered = self.store.gather(self.run_id)?;
        Ok((counts, gathered))
    }

    fn forget(&mut self, gone: &[Watched]) -> Result<usize> {
        let mut slots = Vec::new();
        for file in gone {
            for (slot, path) in self.store.documents_of(file)? {
                self.log.debug("gone", &format!("gone: {path}"));
                slots.push(slot);
            }
        }
        let forgotten = self.store.forget(self.run_id, &slots)?;
        // Only now: a run that is killed between finds them gone again.
        self.store.unwatch(gone)?;
        Ok(forgotten)
    }

    /// Returns the watched files whose rows may go by themselves; none where nothing is to be taken out.
    fn rows(&self, plan: &Plan) -> Result<Vec<Watched>> {
        if self.configuration.removed == Removed::Keep {
            return Ok(Vec::new());
        }
        let may_hold_rows = |format| matches!(format, None | Some(InputFormat::Jsonl));
        let inputs = plan.groups.iter().flat_map(|g| &g.inputs).filter(|i| may_hold_rows(i.format()));
        let shown: std::collections::HashSet<&str> = inputs.map(|i| i.shown.as_str()).collect();
        let mut named: Vec<String> = plan.files.iter().map(|f| f.input.clone()).collect();
        named.sort();
        named.dedup();
        let mut rows = self.store.watched(&named)?;
        rows.retain(|file| shown.contains(file.path.as_str()));
        Ok(rows)
    }

    fn tell_counts(&mut self, counts: &RunCounts, gathered: Gathered) {
        let c = counts;
        let read = format!(
            "{} read: {} new, {} changed, {} known already; {} skipped, {} gone",
            count(c.read, "document"),
            c.added,
            c.changed,
            c.unchanged,
            c.skipped,
            c.forgotten
        );
        let fields = [
            ("run_id", json!(self.run_id)),
            ("read", json!(c.read)),
            ("added", json!(c.added)),
            ("changed", json!(c.changed)),
            ("unchanged", json!(c.unchanged)),
            ("skipped", json!(c.skipped)),
            ("forgotten", json!(c.forgotten)),
            ("topics", json!(gathered.topics)),
        ];
        self.log.info("read", &read, &fields);
        self.said.push(read);
        if gathered.topics > 0 {
            let topics = count(gathered.topics, "topic");
            self.said.push(format!("{topics} looked at anew, {} with differences", gathered.findings));
        }
    }

    fn report(&mut self, part: &ReportPart) -> Result<()> {
        let format = part.format()?;
        let usual = if part.all || format.is_data() { 0.0 } else { self.min_confidence() };
        let filter = part.filter();
        let selection = Selection {
            relations: part.relation.iter().map(|r| r.as_str().to_owned()).collect(),
            statuses: Vec::new(),
            all: part.all,
            limit: part.limit.and_then(|n| usize::try_from(n.0).ok()),
            min_confidence: part.min_confidence.map_or(usual, |share| share.0),
            is_filtered: is_filtered(&filter),
            fail_on: self.configuration.fail_on.map(|r| r.severity()),
        };
        let list = gathered(&self.store, &filter, part.sort(), &selection, format)?;
        let width = part.width.and_then(|n| usize::try_from(n.0).ok()).unwrap_or(PIPE_WIDTH).clamp(20, 2000);
        let writer = report::format(format, Page { width, styled: false });
        replace(&part.path, |out| writer.findings(&list, out))?;
        let text = format!("{} written: {}", part.path.display(), count(list.shown().count(), "finding"));
        self.log.info("report", &text, &[("path", json!(part.path.to_string_lossy()))]);
        self.said.push(text);
        Ok(())
    }

    fn notify(&mut self, part: &NotifyPart, name: &str) -> Result<()> {
        let (new, changed) = self.news(part, name)?;
        if new.is_empty() && changed.is_empty() {
            return self.store.told(self.run_id);
        }
        let database = self.store.path().to_string_lossy().into_owned();
        let text = format!("{} told, {} that changed", count(new.len(), "new finding"), changed.len());
        let news = notify::News { run_id: self.run_id, configuration: name, database: &database, new, changed };
        notify::call(&part.command(), &news, Duration::from_secs(part.seconds().into()))?;
        self.store.told(self.run_id)?;
        self.log.info("notify", &text, &[("new", news.new.len().into()), ("changed", news.changed.len().into())]);
        self.said.push(text);
        Ok(())
    }

    /// Returns the findings of which nobody was told: those that are new, and those that changed.
    fn news(&self, part: &NotifyPart, name: &str) -> Result<(Vec<Finding>, Vec<Finding>)> {
        let untold: std::collections::HashMap<String, bool> =
            self.store.untold(name)?.into_iter().map(|u| (u.finding_id, u.is_new)).collect();
        let least = self.min_confidence();
        let (mut new, mut changed) = (Vec::new(), Vec::new());
        for mut finding in self.store.findings(&Filter::default(), Sort::Seriousness)? {
            let Some(is_new) = untold.get(&finding.finding_id).copied() else { continue };
            let is_wanted = match part.relation.as_slice() {
                [] => finding.is_at_odds,
                relations => relations.iter().any(|r| r.as_str() == finding.relation),
            };
            if !is_wanted || finding.confidence < least {
                continue;
            }
            // As whoever is told sees it, which may be several runs late.
            (finding.is_new, finding.is_changed) = (is_new, !is_new);
            match (is_new, part.only) {
                (true, _) => new.push(finding),
                (false, Only::NewAndChanged) => changed.push(finding),
                (false, Only::New) => {}
            }
        }
        Ok((new, changed))
    }

    fn is_at_or_above_fail_on(&self) -> Result<bool> {
        let Some(fail_on) = self.configuration.fail_on else { return Ok(false) };
        let selection = Selection {
            min_confidence: self.min_confidence(),
            fail_on: Some(fail_on.severity()),
            ..Selection::default()
        };
        let found = self.store.findings(&Filter::default(), Sort::Seriousness)?;
        Ok(FindingList::new(found, self.store.totals()?, &selection).is_failed())
    }

    fn min_confidence(&self) -> f64 {
        self.configuration.min_confidence.map_or(MIN_CONFIDENCE, |share| share.0)
    }
}
