//! What the user may type.
//!
//! Everything here is as typed; what it means is worked out by the commands.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use atodds::model::{Kind, Language, PartialDate};

/// Shows where sources are at odds.
///
/// Reads what several sources published about the same events, keeps every figure and fact with its exact words in one
/// SQLite file, and shows where they differ: about what, by how much, who said it, and whether it is a contradiction or
/// has an explanation.
#[derive(Debug, Parser)]
#[command(name = "atodds", version, max_term_width = 100, subcommand_required = true, arg_required_else_help = true)]
#[command(after_help = "Examples:
  atodds ingest articles/                    read a folder of articles
  atodds report                              where they are at odds, the most serious first
  atodds show 7k2m                           one finding: every answer with its quotes
  atodds sql \"SELECT * FROM name_variant\"    ask anything, read-only

Exit status: 0 done, 1 findings at or above --fail-on, 2 something failed or was skipped.")]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Args, Debug)]
#[command(next_help_heading = "Everywhere")]
pub struct Common {
    /// The database, one SQLite file
    #[arg(
        long,
        global = true,
        env = "ATODDS_DB",
        value_name = "FILE",
        default_value = "atodds.db",
        hide_env_values = true
    )]
    pub db: PathBuf,
    /// How results are written [default: table]
    #[arg(long, short = 'f', global = true, value_enum, value_name = "FORMAT")]
    pub format: Option<FormatArg>,
    /// Columns that a table may take [default: the terminal's; 120 in a pipe]
    #[arg(long, global = true, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(20..=2000))]
    pub width: Option<u16>,
}

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// For people, fit to the terminal
    Table,
    /// One array of objects
    Json,
    /// One object a line
    Jsonl,
    /// For spreadsheets
    Csv,
    /// Markdown
    Md,
    /// One page that needs nothing else
    Html,
    /// Universal Dependencies (parse alone)
    Conllu,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read documents into the database
    Ingest(IngestArgs),
    /// Show where the sources are at odds
    Report(ReportArgs),
    /// Show one finding: each answer with its quotes, speakers, sources and dates
    Show(ShowArgs),
    /// Ask the database in SQL, read-only; alone it lists the views
    Sql(SqlArgs),
    /// List the documents, or what was skipped
    Documents(DocumentsArgs),
    /// List the sources: documents, statements, and contradictions that each takes part in
    Sources,
    /// List the people, places and things that are spoken of
    Entities(EntitiesArgs),
    /// Check the database for faults
    Doctor,
    /// Show what is recognised in a text: figures, dates, names
    Mentions(TextArgs),
    /// Show how a text is parsed
    Parse(TextArgs),
    /// Try it on an example, in a folder and a database of its own
    Demo(DemoArgs),
    /// Write a completion script for a shell
    Completions(CompletionsArgs),
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  atodds ingest articles/ feeds/*.jsonl
  atodds ingest --source \"Le Veilleur\" --published 2024-11-01 page.html
  curl -s https://example.org/page | atodds ingest --source Example -")]
pub struct IngestArgs {
    /// Files, folders, globs; - is standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<String>,
    /// Who publishes, for all of them
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// When they were published, for those that do not tell: 2024, 2024-11 or 2024-11-01
    #[arg(long, value_name = "DATE")]
    pub published: Option<PartialDate>,
    /// Their language, for all of them: fr, en [default: told by the text]
    #[arg(long, value_name = "CODE")]
    pub language: Option<Language>,
    /// A folder of further rules: attributes/*.toml, facts/*.toml
    #[arg(long, value_name = "DIR")]
    pub rules: Option<PathBuf>,
    /// How many are read at a time [default: one a processor]
    #[arg(long, short = 'j', value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  atodds report --entity koursk --kind quantity
  atodds report --relation contradiction,update --since 2024-11-01
  atodds report --format csv --all > findings.csv
  atodds report --fail-on contradiction      exit status 1 where sources contradict each other

Without --relation, contradictions, updates and spellings are shown; differences that have an explanation (scope, precision,
attribution) are counted, and shown with --all. Filters take words as they begin, without case and accents.")]
pub struct ReportArgs {
    /// Only about entities of this name, in any spelling
    #[arg(long, value_name = "WORDS")]
    pub entity: Option<String>,
    /// Only this attribute: killed, 'troops deployed'
    #[arg(long, value_name = "WORDS")]
    pub attribute: Option<String>,
    /// Only values of this kind
    #[arg(long, value_enum, value_name = "KIND")]
    pub kind: Option<KindArg>,
    /// Only these relations, several with commas
    #[arg(long, value_enum, value_name = "RELATION", value_delimiter = ',')]
    pub relation: Vec<RelationArg>,
    /// Only findings to which this source gives an answer
    #[arg(long, value_name = "WORDS")]
    pub source: Option<String>,
    /// Only findings with a document of this day or later
    #[arg(long, value_name = "DATE")]
    pub since: Option<PartialDate>,
    /// Leave out, and count, findings that are less sure than this, 0 to 1: whether both statements are read rightly and answer one question
    ///
    /// 0.25 where nothing is said; 0 with --all, and in JSON and CSV, which tell the confidence of each.
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub min_confidence: Option<f64>,
    /// Show explained differences and unsure findings too
    #[arg(long)]
    pub all: bool,
    /// How many to show in each table, 0 for all [default: 50 on a terminal, else all]
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// In which order
    #[arg(long, value_enum, value_name = "ORDER", default_value_t = SortArg::Seriousness)]
    pub sort: SortArg,
    /// Exit with status 1 where a finding is this serious or more
    #[arg(long, value_enum, value_name = "RELATION")]
    pub fail_on: Option<RelationArg>,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  atodds show 7k2m9x0qhd
  atodds show 7k2m --format md >> notes.md")]
pub struct ShowArgs {
    /// The finding's id, or its first letters
    #[arg(value_name = "FINDING")]
    pub finding: String,
    /// Show every quote and every relation, however many
    #[arg(long)]
    pub all: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  atodds sql                                 the views, their columns, and what they answer
  atodds sql \"SELECT entity, attribute, readings FROM finding WHERE n_origins > 2\"
  atodds sql --format csv - < query.sql
  atodds sql --schema | sqlite3 empty.db

Documents that hold a word, accents folded:
  atodds sql \"SELECT path FROM document WHERE document_id IN (SELECT rowid FROM document_text WHERE document_text MATCH 'coree')\"")]
pub struct SqlArgs {
    /// One statement that reads; - takes it from standard input
    #[arg(value_name = "QUERY")]
    pub query: Option<String>,
    /// Stop the query after this many seconds, 0 for never
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    pub timeout: u64,
    /// Print the whole schema
    #[arg(long, conflicts_with = "query")]
    pub schema: bool,
}

#[derive(Args, Debug)]
pub struct DocumentsArgs {
    /// Show older versions too
    #[arg(long)]
    pub all: bool,
    /// Show what the last run skipped, and why
    #[arg(long, conflicts_with = "all")]
    pub skipped: bool,
}

#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  atodds entities zelensky
  atodds entities match pairs.jsonl > matches.jsonl"
)]
pub struct EntitiesArgs {
    /// Only those of this name, in any spelling
    #[arg(value_name = "WORDS")]
    pub name: Option<String>,
    #[command(subcommand)]
    pub action: Option<EntitiesAction>,
}

#[derive(Debug, Subcommand)]
pub enum EntitiesAction {
    /// Tell whether two spellings name the same person or place
    Match(MatchArgs),
}

#[derive(Args, Debug)]
#[command(after_help = "Example:
  echo '{\"a\": \"Vladimir Poutine\", \"b\": \"Vladimir Putin\", \"kind\": \"person\"}' | atodds entities match

Each line is an object: a, b, kind (person, place), and lang_a, lang_b, id where they are known. Each is answered by a line: same (true,
false), score (0 to 1), class (same, accent, hyphen_or_space, case, word_order, short_form, transliteration, title_or_role,
suspected_misspelling, different) and reason. A line at fault is told on standard error and passed over; the exit status is 2 then.")]
pub struct MatchArgs {
    /// JSON lines; - or nothing is standard input
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  echo 'Près de 8 000 soldats sont à Koursk.' | atodds mentions
  atodds mentions --input jsonl texts.jsonl --format jsonl
  atodds parse --lang en --format conllu page.txt")]
pub struct TextArgs {
    /// The text; - or nothing is standard input
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// What is read
    #[arg(long, value_enum, value_name = "INPUT", default_value_t = InputArg::Text)]
    pub input: InputArg,
    /// The text's language: fr, en [default: told by the text]
    #[arg(long, value_name = "CODE")]
    pub lang: Option<Language>,
    /// The day from which 'yesterday' is counted: 2024-11-01
    #[arg(long, value_name = "DATE")]
    pub reference_date: Option<PartialDate>,
}

#[derive(Args, Debug)]
pub struct DemoArgs {
    /// Where to put the example's articles and its database [default: atodds-demo]
    #[arg(long, value_name = "FOLDER")]
    pub into: Option<PathBuf>,
}

#[derive(Args, Debug)]
#[command(after_help = "Example:
  atodds completions bash > ~/.local/share/bash-completion/completions/atodds")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Shell,
}

/// What `mentions` and `parse` read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InputArg {
    /// Plain text
    Text,
    /// One object a line, its text under "text"
    Jsonl,
    /// A text that is already parsed, in CoNLL-U
    Conllu,
}

/// A relation that a finding may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RelationArg {
    /// They cannot both be true
    Contradiction,
    /// The later one may replace the earlier
    Update,
    /// Spellings or titles of one name
    Variant,
    /// One covers a part of the other
    Scope,
    /// Compatible: rounding, bounds, ranges
    Precision,
    /// The same, credited to different speakers
    Attribution,
}

impl RelationArg {
    /// Returns the word that is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            RelationArg::Contradiction => "contradiction",
            RelationArg::Update => "update",
            RelationArg::Variant => "variant",
            RelationArg::Scope => "scope",
            RelationArg::Precision => "precision",
            RelationArg::Attribution => "attribution",
        }
    }

    /// Returns how serious it is: the severity of table `relation`, which a test holds equal.
    pub fn severity(self) -> i64 {
        match self {
            RelationArg::Contradiction => 7,
            RelationArg::Update => 6,
            RelationArg::Variant => 5,
            RelationArg::Scope => 4,
            RelationArg::Precision => 3,
            RelationArg::Attribution => 2,
        }
    }
}

/// A kind of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KindArg {
    /// Counts and measures
    Quantity,
    /// Amounts in a currency
    Money,
    /// Shares of a whole
    Percent,
    /// How old
    Age,
    /// How long
    Duration,
    /// When
    Date,
    /// How someone or something is called
    Name,
    /// Offices and functions
    Role,
    /// What is affirmed or denied
    Fact,
}

impl From<KindArg> for Kind {
    fn from(kind: KindArg) -> Kind {
        match kind {
            KindArg::Quantity => Kind::Quantity,
            KindArg::Money => Kind::Money,
            KindArg::Percent => Kind::Percent,
            KindArg::Age => Kind::Age,
            KindArg::Duration => Kind::Duration,
            KindArg::Date => Kind::Date,
            KindArg::Name => Kind::Name,
            KindArg::Role => Kind::Role,
            KindArg::Fact => Kind::Fact,
        }
    }
}

/// An order of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SortArg {
    /// The most serious first, of equals the one with most sources
    Seriousness,
    /// The latest publication first
    Recency,
    /// The widest gap first, as a share of the larger figure
    Gap,
}

fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("a share from 0 to 1, such as 0.8".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_and_every_option_has_help() {
        fn check(command: &clap::Command, path: &str) {
            assert!(command.get_about().is_some_and(|a| !a.to_string().is_empty()), "{path} has no help");
            for arg in command.get_arguments() {
                let name = arg.get_id();
                assert!(arg.get_help().is_some_and(|h| !h.to_string().is_empty()), "{path} {name} has no help");
                for value in arg.get_possible_values() {
                    let is_ours = !["true", "false"].contains(&value.get_name()) && name != "shell";
                    assert!(!is_ours || value.get_help().is_some(), "{path} {name} {} has no help", value.get_name());
                }
            }
            for sub in command.get_subcommands().filter(|s| s.get_name() != "help") {
                check(sub, &format!("{path} {}", sub.get_name()));
            }
        }
        check(&Cli::command(), "atodds");
    }

    #[test]
    fn relations_are_as_serious_as_the_store_has_them() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        db.execute_batch(&atodds::store::schema_sql()).unwrap();
        for relation in RelationArg::value_variants() {
            let kept: i64 = db
                .query_row("SELECT severity FROM relation WHERE relation = ?1", [relation.as_str()], |r| r.get(0))
                .unwrap();
            assert_eq!(kept, relation.severity(), "{relation:?}");
        }
    }

    #[test]
    fn db_and_format_stand_before_or_after_the_command() {
        for line in ["atodds --db x.db --format csv report", "atodds report --db x.db --format csv"] {
            let cli = Cli::try_parse_from(line.split(' ')).unwrap();
            assert_eq!(cli.common.db, PathBuf::from("x.db"));
            assert_eq!(cli.common.format, Some(FormatArg::Csv));
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for line in [
            "atodds",
            "atodds report --min-confidence 1.5",
            "atodds report --min-confidence NaN",
            "atodds report --since yesterday",
            "atodds report --relation agree",
            "atodds report --width 3",
            "atodds ingest",
            "atodds ingest --language french a.txt",
            "atodds sql --schema SELECT",
            "atodds sql --timeout -1 SELECT",
        ] {
            assert!(Cli::try_parse_from(line.split(' ')).is_err(), "{line}");
        }
    }
}
