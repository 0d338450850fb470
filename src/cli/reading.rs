//! `atodds ingest`, `mentions` and `parse`: what reads texts.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use atodds::model::{Language, PartialDate};

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  atodds ingest articles/ feeds/*.jsonl
  atodds ingest --source \"Le Veilleur\" --published 2024-11-01 page.html
  curl -s https://example.org/page | atodds ingest --source Example -
  atodds ingest --extractor './my-model --json' articles/

The command of --extractor is run by the shell once a document, with document, text, title, source, published and language on standard input;
its rows stand beside the program's own, told apart by `extractor`. Where it fails or takes too long the document is told, the rest goes on, and
the next ingest with --extractor asks it again.")]
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
    /// A command that reads each document too: gets it as a line of JSON, answers with rows as `atodds import` takes them
    #[arg(long, value_name = "COMMAND")]
    pub extractor: Option<String>,
    /// How many seconds that command may take for a document
    #[arg(long, value_name = "SECONDS", default_value_t = 60, requires = "extractor", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub extractor_seconds: u64,
    /// Let the command read alone, and store nothing that atodds itself reads
    #[arg(long, requires = "extractor")]
    pub extractor_alone: bool,
    /// Wait so many seconds for another ingest or run to end
    #[arg(long, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u64).range(0..=604_800))]
    pub wait: u64,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  atodds import coded.jsonl --extractor 'desk, by hand'
  my-model documents.jsonl | atodds import - --extractor my-model-2

Each line is an object with columns of the view assertion_full: document (as `atodds documents` shows it), quote (words of that
document), value_text (words of the quote), entity, attribute and kind; and, where they are known, value_low, value_high, bound, unit,
polarity, modality, attributed_to, place, as_of_low, as_of_high, char_start, confidence, extractor; besides entity_kind, dynamics, subgroup,
period and members (of a list). What is left out is read from the words. A line whose quote does not stand in its document word for word, or
whose value does not stand in its quote, is refused; the rest goes in, and the exit status is 2.")]
pub struct ImportArgs {
    /// JSON lines; - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Who or what made the rows that do not say
    #[arg(long, value_name = "NAME", default_value = "import")]
    pub extractor: String,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  echo 'Près de 8 000 soldats sont à Koursk.' | atodds mentions
  atodds mentions --input jsonl texts.jsonl --format jsonl
  atodds parse --lang en --format conllu page.txt

Of JSON lines, one at fault is told on standard error and passed over; the exit status is 2 then.")]
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
