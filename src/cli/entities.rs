//! `atodds entities`: who and what is spoken of.

use std::path::PathBuf;

use clap::{Args, Subcommand};

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
