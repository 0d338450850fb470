//! `atodds review`: what a person decides about a finding.

use std::path::PathBuf;

use clap::{ArgGroup, Args};

use atodds::model::PartialDate;
use atodds::store::Verdict;

#[derive(Args, Debug)]
#[command(
    group(ArgGroup::new("verdict").requires("finding")),
    group(ArgGroup::new("counts").args(["prefer", "range", "uncorroborated", "pending", "dismiss"])),
    group(ArgGroup::new("other").args(["export", "import"]).conflicts_with_all(["finding", "verdict"])),
    after_help = "Examples:
  atodds review                                 what was decided, what came back first
  atodds review 7k2m --prefer B --note 'the ministry confirmed it'
  atodds review 7k2m --range 10000-12000
  atodds review 7k2m --dismiss --until 2026-12
  atodds review 7k2m --undo
  atodds review 7k2m                            everything decided about one finding
  atodds review --export > judgements.jsonl
  atodds review --import judgements.jsonl       into another database, or one made anew

Of several judgements the latest stands; none is ever lost, neither by reading documents again nor when a finding goes and comes back. A
dismissed finding comes back when it gets a reading that it did not have (not when one more article gives a known one). --until is a matter
of today's date (UTC): after that day the finding is open again.")]
pub struct ReviewArgs {
    /// The finding's id, or its first letters
    #[arg(value_name = "FINDING")]
    pub finding: Option<String>,
    /// This reading is the one to use: its letter in `atodds show`, or its words
    #[arg(long, group = "verdict", value_name = "READING")]
    pub prefer: Option<String>,
    /// The truth lies in this range, ends included; of dates 2024-10-01..2024-10-05
    #[arg(long, group = "verdict", value_name = "LOW-HIGH")]
    pub range: Option<String>,
    /// Nothing confirms it
    #[arg(long, group = "verdict")]
    pub uncorroborated: bool,
    /// It is being looked into
    #[arg(long, group = "verdict")]
    pub pending: bool,
    /// It is no matter: reports leave it out until it gets a new reading
    #[arg(long, group = "verdict")]
    pub dismiss: bool,
    /// What was decided no longer holds
    #[arg(long, group = "verdict")]
    pub reopen: bool,
    /// Take the last judgement back, so that the one before it stands
    #[arg(long, group = "verdict")]
    pub undo: bool,
    /// Why
    #[arg(long, requires = "verdict", value_name = "TEXT")]
    pub note: Option<String>,
    /// The last day on which it counts: 2026, 2026-12 or 2026-12-31
    #[arg(long, requires = "counts", value_name = "DATE")]
    pub until: Option<PartialDate>,
    /// Who decides [default: the name of the user]
    #[arg(long, env = "ATODDS_AUTHOR", hide_env_values = true, value_name = "NAME")]
    pub author: Option<String>,
    /// Write all judgements as JSON lines
    #[arg(long)]
    pub export: bool,
    /// Keep the judgements of another database, as --export writes them; - is standard input
    #[arg(long, value_name = "FILE")]
    pub import: Option<PathBuf>,
}

impl ReviewArgs {
    /// Returns what is decided; nothing where that is not asked, or a judgement is taken back.
    pub fn verdict(&self) -> Option<Verdict> {
        if let Some(name) = &self.prefer {
            return Some(Verdict::Prefer(name.clone()));
        }
        if let Some(range) = &self.range {
            return Some(Verdict::Range(range.clone()));
        }
        let flags = [
            (self.uncorroborated, Verdict::Uncorroborated),
            (self.pending, Verdict::Pending),
            (self.dismiss, Verdict::Dismissed),
            (self.reopen, Verdict::Open),
        ];
        flags.into_iter().find(|(is_set, _)| *is_set).map(|(_, verdict)| verdict)
    }
}
