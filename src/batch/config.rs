//! The configuration of a scheduled batch, `atodds.toml`: what may stand in it, and what it means.
//!
//! Paths are relative to the file's folder. A key that is not known is a fault, so that a slip is not passed over; faults
//! are told with file and line. `docs/batch.md` explains every key, and a test holds it complete.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::fields::{Count, Edge, Margin, Relation, Share, Words, parsed};
use crate::ingest::Options;
use crate::model::{Kind, Language, PartialDate};
use crate::recognize::date;
use crate::report::Format;
use crate::store::{Filter, Sort, Tolerance};

/// The largest configuration file that is read.
const MOST_BYTES: u64 = 1 << 20;

/// What a configuration file asks for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    /// The file's full path.
    #[serde(skip)]
    pub file: PathBuf,
    /// The database.
    pub database: Option<PathBuf>,
    /// A folder of further rules.
    pub rules: Option<PathBuf>,
    /// How many documents are read at a time.
    pub jobs: Option<Count>,
    /// What becomes of documents whose file is gone.
    #[serde(default)]
    pub removed: Removed,
    /// The exit status is 1 where a finding is this serious or more.
    pub fail_on: Option<Relation>,
    /// Findings less sure than this are left out of reports for people and of notifications.
    pub min_confidence: Option<Share>,
    /// What is read.
    #[serde(default, rename = "input")]
    pub inputs: Vec<InputPart>,
    /// What is written, by name.
    #[serde(default, rename = "report")]
    pub reports: BTreeMap<String, ReportPart>,
    /// By how much an attribute's figures may be off.
    #[serde(default, rename = "tolerance")]
    tolerances: BTreeMap<Words, BTreeMap<Edge, Margin>>,
    /// Who is told of news.
    pub notify: Option<NotifyPart>,
    /// How long rows of runs are kept.
    #[serde(default)]
    pub retention: RetentionPart,
    /// How the run tells what it does.
    #[serde(default)]
    pub log: LogPart,
}

/// What becomes of documents whose file is gone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Removed {
    /// They no longer count.
    #[default]
    Forget,
    /// They stay.
    Keep,
}

/// What is read, and what holds for all of it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputPart {
    /// Files, folders, globs.
    pub paths: Vec<Words>,
    /// Who publishes.
    pub source: Option<Words>,
    /// Their language.
    #[serde(default, deserialize_with = "parsed")]
    pub language: Option<Language>,
    /// When they were published, for those that do not tell.
    #[serde(default, deserialize_with = "parsed")]
    pub published: Option<PartialDate>,
    /// A table of sources.
    pub sources: Option<PathBuf>,
}

impl InputPart {
    /// Returns how its files are read.
    pub fn options(&self) -> Options {
        Options {
            source: self.source.clone().map(|s| s.0),
            published: self.published,
            language: self.language,
            sources: self.sources.clone(),
            text_date: Some(Arc::new(|text, language| date::publication_date(text, language).map(|(date, _)| date))),
            ..Options::default()
        }
    }
}

/// An order of findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// The most serious first.
    #[default]
    Seriousness,
    /// The latest publication first.
    Recency,
    /// The widest gap first.
    Gap,
}

/// A report that is written at the end of a run.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportPart {
    /// Where it is written.
    pub path: PathBuf,
    /// How it is written; where nothing is said, as the path's ending tells.
    format: Option<Format>,
    /// Only about entities of this name.
    entity: Option<Words>,
    /// Only this attribute.
    attribute: Option<Words>,
    /// Only values of this kind.
    kind: Option<Kind>,
    /// Only findings to which this source gives an answer.
    source: Option<Words>,
    /// Only findings with a document of this day or later.
    #[serde(default, deserialize_with = "parsed")]
    since: Option<PartialDate>,
    /// Only these relations.
    #[serde(default)]
    pub relation: Vec<Relation>,
    /// Explained differences and unsure findings too.
    #[serde(default)]
    pub all: bool,
    /// How many in each table.
    pub limit: Option<Count>,
    /// Leaves out findings that are less sure.
    pub min_confidence: Option<Share>,
    /// In which order.
    #[serde(default)]
    sort: Order,
    /// Columns that a table may take.
    pub width: Option<Count>,
}

impl ReportPart {
    /// Returns the format: as it says, else as its path's ending tells.
    ///
    /// # Errors
    /// Where neither tells one.
    pub fn format(&self) -> Result<Format> {
        let told = self.path.extension().and_then(|e| Format::of_extension(&e.to_string_lossy()));
        self.format.or(told).with_context(|| {
            format!(
                "{}: its ending tells no format: add format = \"table\", \"json\", \"jsonl\", \"csv\", \"md\", \"html\", \"sarif\" or \"junit\"",
                self.path.display()
            )
        })
    }

    /// Returns which findings it is about.
    pub fn filter(&self) -> Filter {
        let words = |w: &Option<Words>| w.clone().map(|w| w.0);
        Filter {
            entity: words(&self.entity),
            attribute: words(&self.attribute),
            kind: self.kind,
            source: words(&self.source),
            since: self.since,
        }
    }

    /// Returns the order of its findings.
    pub fn sort(&self) -> Sort {
        match self.sort {
            Order::Seriousness => Sort::Seriousness,
            Order::Recency => Sort::Recency,
            Order::Gap => Sort::Gap,
        }
    }
}

/// Of what is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Only {
    /// Findings that were not there before.
    New,
    /// Those whose readings or relation changed, too.
    #[default]
    NewAndChanged,
}

/// Who is told of news.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotifyPart {
    /// A program and its arguments; no shell.
    command: Option<Vec<String>>,
    /// An address to which `curl` posts the news.
    webhook: Option<Words>,
    /// Of what is told.
    #[serde(default)]
    pub only: Only,
    /// Only these relations; where nothing is said, what is at odds.
    #[serde(default)]
    pub relation: Vec<Relation>,
    /// After how many seconds it is given up.
    timeout: Option<Count>,
}

impl NotifyPart {
    /// Returns after how many seconds it is given up: 60 where nothing is said.
    pub fn seconds(&self) -> u32 {
        self.timeout.map_or(60, |t| t.0)
    }

    /// Returns the program and its arguments.
    pub fn command(&self) -> Vec<String> {
        match (&self.command, &self.webhook) {
            (Some(command), _) => command.clone(),
            (None, Some(Words(address))) => {
                let seconds = self.seconds().to_string();
                let header = "Content-Type: application/json";
                let line = ["curl", "--silent", "--show-error", "--fail", "--max-time", &seconds, "--header", header];
                let line = line.into_iter().chain(["--data-binary", "@-", "--output", "/dev/null", "--", address]);
                line.map(str::to_owned).collect()
            }
            (None, None) => Vec::new(),
        }
    }
}

/// How long rows of runs are kept: as long as either says; for ever where neither does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionPart {
    /// So many runs.
    pub runs: Option<Count>,
    /// So many days.
    pub days: Option<Count>,
}

/// How a run tells what it does, on standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogPart {
    /// As lines for people or for programs.
    #[serde(default)]
    pub format: LogFormat,
    /// From which level on.
    #[serde(default)]
    pub level: Level,
}

/// How a line of the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One object a line.
    Json,
}

/// How much a line of the log matters; the ones that matter less come later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Something failed.
    Error,
    /// Something was skipped, or needs a look.
    #[default]
    Warn,
    /// What is done.
    Info,
    /// Each document.
    Debug,
}

impl Level {
    /// Returns the word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warn => "warn",
            Level::Info => "info",
            Level::Debug => "debug",
        }
    }
}

impl Configuration {
    /// Reads a configuration file.
    ///
    /// # Errors
    /// Where it cannot be read or holds a fault: told with file, line, and what may stand there.
    pub fn read(path: &Path) -> Result<Configuration> {
        let name = path.display();
        let size = std::fs::metadata(path).with_context(|| {
            format!(
                "{name}: no such configuration: write one (docs/batch.md shows how), or name another: atodds run FILE"
            )
        })?;
        if size.len() > MOST_BYTES {
            bail!("{name}: larger than any configuration is");
        }
        let text = std::fs::read_to_string(path).with_context(|| format!("{name}: cannot be read"))?;
        let mut configuration = Configuration::parse(&text, &name.to_string())?;
        configuration.file = std::fs::canonicalize(path).with_context(|| format!("{name}: cannot be found"))?;
        Ok(configuration)
    }

    /// Takes a configuration's text, whose file is called `name` in faults.
    ///
    /// # Errors
    /// As [`Configuration::read`].
    pub fn parse(text: &str, name: &str) -> Result<Configuration> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let configuration: Configuration = toml::from_str(text).map_err(|e| fault(text, name, &e))?;
        configuration.check().with_context(|| name.to_owned())?;
        Ok(configuration)
    }

    /// Finds what no single value tells.
    fn check(&self) -> Result<()> {
        if self.inputs.is_empty() {
            bail!("nothing to read: add [[input]] with paths = [\"articles/\"]");
        }
        for input in &self.inputs {
            if input.paths.is_empty() {
                bail!("an [[input]] has no paths: add paths = [\"articles/\"]");
            }
            if input.paths.iter().any(|p| p.0 == "-") {
                bail!(
                    "an [[input]] reads standard input (\"-\"): a scheduled batch has none; name files, folders or globs"
                );
            }
        }
        let mut taken: BTreeMap<&Path, &str> = BTreeMap::new();
        for (report, part) in &self.reports {
            part.format().with_context(|| format!("[report.{report}]"))?;
            if part.path.file_name().is_none() {
                bail!("[report.{report}] path: {:?} is no file", part.path);
            }
            if let Some(other) = taken.insert(&part.path, report) {
                bail!("[report.{report}] and [report.{other}] would write one file, {}", part.path.display());
            }
        }
        if self.tolerances.keys().any(|attribute| attribute.0 == "*") {
            bail!(
                "[tolerance.\"*\"]: tolerances of all attributes stand in table tolerance alone: change them there in SQL"
            );
        }
        match self.notify.as_ref().map(|n| (&n.command, &n.webhook)) {
            Some((None, None)) => {
                bail!("[notify] tells nobody: add command = [\"program\", \"argument\"] or webhook = \"https://…\"")
            }
            Some((Some(_), Some(_))) => bail!("[notify] has both command and webhook: name one"),
            Some((Some(command), _)) if command.first().is_none_or(String::is_empty) => {
                bail!("[notify] command names no program: write command = [\"program\", \"argument\"]")
            }
            Some((_, Some(address))) if !["http://", "https://"].iter().any(|p| address.0.starts_with(p)) => {
                bail!("[notify] webhook: {:?} is no address such as https://example.org/hook", address.0)
            }
            _ => Ok(()),
        }
    }

    /// Returns the folder that its paths are relative to.
    pub fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new("/"))
    }

    /// Returns the tolerances that it sets.
    pub fn tolerances(&self) -> Vec<Tolerance> {
        let mut all = Vec::new();
        for (attribute, edges) in &self.tolerances {
            for (edge, margin) in edges {
                let (below, above) = margin.shares();
                all.push(Tolerance { attribute: attribute.0.clone(), bound: edge.as_str().to_owned(), below, above });
            }
        }
        all
    }
}

/// Puts a fault of the file into one line: where, which words, what may stand there.
fn fault(text: &str, name: &str, error: &toml::de::Error) -> anyhow::Error {
    let message = error.message().trim().replace('\n', ", ");
    let Some(span) = error.span() else { return anyhow::anyhow!("{name}: {message}") };
    let before = text.get(..span.start).unwrap_or(text);
    let number = before.matches('\n').count() + 1;
    let line = text.lines().nth(number - 1).unwrap_or("").trim();
    if line.is_empty() {
        return anyhow::anyhow!("{name}:{number}: {message}");
    }
    anyhow::anyhow!("{name}:{number}: {message}, at `{line}`")
}
