//! `atodds diff`: what has changed.

use clap::Args;

use atodds::store::Since;

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  atodds diff                        what the last run changed
  atodds diff --since 12             what changed after run 12 (`atodds runs` lists them)
  atodds diff --since 2024-11-01     what changed on that day, UTC, or later
  atodds diff --since '#2024'        a run whose number could be a year

Each finding is told once, with its relation and readings then and now; what came and went in between is left out. Differences that have an
explanation, then and now, and unsure findings are counted, and shown with --all and in JSON and CSV.")]
pub struct DiffArgs {
    /// The end of a run, by its number, or a day [default: the run before the last one]
    #[arg(long, value_name = "RUN|DATE")]
    pub since: Option<Since>,
    /// Show explained differences and unsure findings too
    #[arg(long)]
    pub all: bool,
}
