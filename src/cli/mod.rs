//! What the user may type.
//!
//! Everything here is as typed; what it means is worked out by the commands.

mod batch;
mod entities;
mod findings;
mod holdings;
mod keeping;
mod news;
mod reading;
mod review;

use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub use batch::{PartArg, RunArgs, ScheduleArgs};
pub use entities::{EntitiesAction, EntitiesArgs, EntityKindArg, MatchArgs, NamedArgs};
pub use findings::{ReportArgs, ShowArgs, SortArg};
pub use holdings::{DocumentsArgs, SqlArgs};
pub use keeping::{ExtractArgs, ForgetArgs};
pub use news::DiffArgs;
pub use reading::{ImportArgs, IngestArgs, InputArg, TextArgs};
pub use review::ReviewArgs;

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

impl Cli {
    /// Reads the command line; ends the program with a message where it makes no sense, and with help where that was asked for.
    pub fn read() -> Cli {
        let matches = Cli::command().get_matches();
        let mut cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
        cli.common.db_source = db_source(&matches);
        cli
    }
}

/// Returns what names the database, before or after the command.
fn db_source(matches: &ArgMatches) -> Option<ValueSource> {
    let below = matches.subcommand().and_then(|(_, matches)| db_source(matches));
    let here = matches.try_contains_id("db").is_ok_and(|is_there| is_there).then(|| matches.value_source("db"));
    // The command line stands above the environment, and that above the default.
    below.max(here.flatten())
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
    /// What names the database: set by [`Cli::read`].
    #[arg(skip)]
    pub db_source: Option<ValueSource>,
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
    /// SARIF 2.1.0, for build services (report, show)
    Sarif,
    /// JUnit XML, for build services (report, show)
    Junit,
    /// Universal Dependencies (parse alone)
    Conllu,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read documents into the database
    Ingest(IngestArgs),
    /// Take in assertions that a person, a script or another program made, each checked against its document's words
    Import(ImportArgs),
    /// Read stored documents anew, with the rules and models of today
    Extract(ExtractArgs),
    /// Take documents out whose articles are gone
    Forget(ForgetArgs),
    /// Show where the sources are at odds
    Report(ReportArgs),
    /// Run the scheduled batch: read, report and notify as a configuration file says
    Run(RunArgs),
    /// Print what runs a batch at set times: a systemd service and timer, a crontab line
    Schedule(ScheduleArgs),
    /// Show one finding: each answer with its quotes, speakers, sources and dates
    Show(ShowArgs),
    /// Decide about a finding: prefer a reading, dismiss it …; alone, list what was decided
    Review(ReviewArgs),
    /// Show which findings are new, changed or gone since a run or a day
    Diff(DiffArgs),
    /// List the runs: what each read, and what news of findings it brought
    Runs,
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

#[cfg(test)]
mod tests {
    use super::findings::RelationArg;
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
            "atodds review --dismiss",
            "atodds review abc --dismiss --pending",
            "atodds review abc --note why",
            "atodds review abc --reopen --until 2030",
            "atodds review abc --export",
            "atodds diff --since yesterday",
            "atodds forget",
            "atodds extract",
            "atodds extract --all a.txt",
        ] {
            assert!(Cli::try_parse_from(line.split(' ')).is_err(), "{line}");
        }
    }
}
