//! `atodds entities`: who and what is spoken of, and what a person decides about their names.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  atodds entities zelensky                       those of this name
  atodds entities list show                      one that is called like a command
  atodds entities show 'Antony Blinken'          how it is spelt, by whom, since when, and why that is linked
  atodds entities questions                      which may be one, and were not linked
  atodds entities merge 'Antony Blinken' 'Tony Blinken'
  atodds entities split 'Antony Blinken' 'Anthony Blinker'
  atodds entities undo 3
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
    /// List them, also those that are called like one of these commands
    List(NamedArgs),
    /// Show one: its spellings, who uses them since when, why they are linked, what is at odds
    Show(ShowEntityArgs),
    /// List those that may be one and were not linked: questions to you
    Questions(NamedArgs),
    /// Decide that two are one
    Merge(TwoArgs),
    /// Decide that two are not one, however alike they are spelt
    Apart(TwoArgs),
    /// Decide that a spelling of one is another entity
    Split(SplitArgs),
    /// Decide that one is a person, a place or an organisation, whatever it was taken for
    SetKind(SetKindArgs),
    /// Take a decision back
    Undo(UndoArgs),
    /// List what was decided
    Decisions,
    /// Keep a list of preferred forms of names, or show it
    Authority(AuthorityArgs),
    /// Tell whether two spellings name the same person or place
    Match(MatchArgs),
}

#[derive(Args, Debug)]
#[command(after_help = "Example:
  atodds entities list show")]
pub struct NamedArgs {
    /// Only those of this name, in any spelling
    #[arg(value_name = "WORDS")]
    pub name: Option<String>,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  atodds entities show 'Antony Blinken'
  atodds entities show kyiv --format csv         the spellings alone, one a row

Of several that are named so the whole name tells which, or the key that the error message names.")]
pub struct ShowEntityArgs {
    /// A name of it in any spelling, or its key
    #[arg(value_name = "NAME")]
    pub name: String,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  atodds entities merge 'Antony Blinken' 'Tony Blinken'
  atodds entities apart 'Marc Delorme' 'Mark Delorme' --note 'the mayor and the singer'

What is decided holds for documents that come later, and `atodds entities undo` takes it back. The findings of two that become one
are gathered under the first.")]
pub struct TwoArgs {
    /// One of them; of a merger the one whose findings keep their ids
    #[arg(value_name = "ENTITY")]
    pub entity: String,
    /// The other
    #[arg(value_name = "OTHER")]
    pub other: String,
    /// Why, for those who come later
    #[arg(long, value_name = "WORDS", default_value = "", hide_default_value = true)]
    pub note: String,
}

#[derive(Args, Debug)]
#[command(after_help = "Example:
  atodds entities split 'Antony Blinken' 'Anthony Blinker'
  atodds entities split 'Paul Marchetti' --document match-report.txt transfer.txt

The spelling is one under which some document knows it, as `atodds entities list` shows them, or one that stands beside another name of
it in an article (`Mme Martin`, `Kowalska`): what the article states beside it goes with it. Spellings that differ by accents and capitals
go along.

With --document two of exactly one spelling are told apart: those whom the given documents mean are another entity from then on, and so
are those of documents of the same stories that come later.")]
pub struct SplitArgs {
    /// The entity
    #[arg(value_name = "ENTITY")]
    pub entity: String,
    /// The spelling that is another's
    #[arg(value_name = "SPELLING", required_unless_present = "document", conflicts_with = "document")]
    pub spelling: Option<String>,
    /// The documents that mean another one by the name
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub document: Vec<String>,
    /// Why, for those who come later
    #[arg(long, value_name = "WORDS", default_value = "", hide_default_value = true)]
    pub note: String,
}

#[derive(Args, Debug)]
#[command(after_help = "Example:
  atodds entities set-kind 'Odile Marchand' person

What is decided holds for documents that come later, and `atodds entities undo` takes it back. Where one of that name and kind is known,
the two are one from then on.")]
pub struct SetKindArgs {
    /// The entity
    #[arg(value_name = "ENTITY")]
    pub entity: String,
    /// What it is
    #[arg(value_name = "KIND")]
    pub kind: EntityKindArg,
    /// Why, for those who come later
    #[arg(long, value_name = "WORDS", default_value = "", hide_default_value = true)]
    pub note: String,
}

/// What has names.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum EntityKindArg {
    /// A person
    Person,
    /// A town, a country, a river
    Place,
    /// A body of people: a firm, a ministry, a team
    Organisation,
}

#[derive(Args, Debug)]
#[command(after_help = "Example:
  atodds entities undo 3")]
pub struct UndoArgs {
    /// The decision's number, as `atodds entities decisions` lists it
    #[arg(value_name = "DECISION")]
    pub decision: i64,
    /// Why, for those who come later
    #[arg(long, value_name = "WORDS", default_value = "", hide_default_value = true)]
    pub note: String,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  atodds entities authority names.csv
  atodds entities authority                      shows what is listed

The file has a line of column names: name (a spelling), preferred (the form to be used), and where they are known kind (person, place,
organisation) and wikidata (Q42). A name that is listed again takes the new form. The list says which spelling is right; it links none.")]
pub struct AuthorityArgs {
    /// The list, CSV; - is standard input
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
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
