//! `atodds schedule`: texts for the machine's scheduler.

use anyhow::{Context, Result, bail};

use atodds::batch::Configuration;
use atodds::batch::schedule::Schedule;

use super::{DONE, output};
use crate::cli::{PartArg, ScheduleArgs};

/// Prints a systemd service, its timer and a line for crontab that run a configuration.
pub fn run(args: &ScheduleArgs) -> Result<u8> {
    // A configuration with a fault is told now, and not at night.
    let configuration = Configuration::read(&args.file)?;
    let program = std::env::current_exe().context("cannot tell where this program is")?;
    let schedule = Schedule { program: &program, configuration: &configuration.file, interval: &args.interval };
    let (service, timer, crontab) = (schedule.service()?, schedule.timer(), schedule.crontab()?);
    let text = match (args.part, crontab) {
        (Some(PartArg::Service), _) => service,
        (Some(PartArg::Timer), _) => timer,
        (Some(PartArg::Crontab), Some(line)) => line,
        (Some(PartArg::Crontab), None) => {
            bail!("cron has no words for this --interval: use hourly, daily or weekly, or the systemd timer")
        }
        (None, crontab) => format!(
            "# ~/.config/systemd/user/atodds.service\n{service}\n\
             # ~/.config/systemd/user/atodds.timer, then: systemctl --user daemon-reload && systemctl --user enable --now atodds.timer\n\
             {timer}\n\
             # Or, instead of both, a line for crontab -e{}",
            crontab.map_or(": none, cron has no words for this --interval\n".to_owned(), |line| format!("\n{line}"))
        ),
    };
    output(|out| Ok(out.write_all(text.as_bytes())?))?;
    Ok(DONE)
}
