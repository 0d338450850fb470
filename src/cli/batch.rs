//! `atodds run` and `schedule`: the scheduled batch.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use atodds::batch::schedule::Interval;

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  atodds run                                 what atodds.toml in this folder asks for
  atodds run --dry-run desk/atodds.toml      what would be read, taken out and written
  atodds run --wait 600                      waits for a run that is at work

An atodds.toml to begin with:
  database = \"atodds.db\"
  fail_on = \"contradiction\"
  [[input]]
  paths = [\"articles/\"]
  [report.page]
  path = \"at-odds.html\"

Documents whose file is gone from the inputs are taken out, as `atodds forget` does. docs/batch.md explains every key.
Exit status: 0 done, 1 findings at or above fail_on, 2 something failed or was skipped.")]
pub struct RunArgs {
    /// The configuration; paths in it are relative to its folder
    #[arg(value_name = "FILE", default_value = "atodds.toml")]
    pub file: PathBuf,
    /// Tell what would be done, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Wait so many seconds for another run to end, instead of saying so at once
    #[arg(long, value_name = "SECONDS", default_value_t = 0, value_parser = clap::value_parser!(u64).range(0..=604_800))]
    pub wait: u64,
    /// Take documents out even where their input is missing or empty altogether
    #[arg(long)]
    pub force: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  atodds schedule                            a systemd service, its timer, and a line for crontab
  atodds schedule --interval hourly --part service > ~/.config/systemd/user/atodds.service
  atodds schedule --interval \"Mon..Fri 06:30\" desk/atodds.toml")]
pub struct ScheduleArgs {
    /// The configuration
    #[arg(value_name = "FILE", default_value = "atodds.toml")]
    pub file: PathBuf,
    /// How often: hourly, daily, weekly, or when, as systemd's OnCalendar has it
    #[arg(long, value_name = "WHEN", default_value = "daily")]
    pub interval: Interval,
    /// Print one part alone
    #[arg(long, value_enum, value_name = "PART")]
    pub part: Option<PartArg>,
}

/// What a scheduler reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PartArg {
    /// The systemd service
    Service,
    /// The systemd timer
    Timer,
    /// The line for crontab
    Crontab,
}
