//! Texts for a machine's scheduler: a systemd service and timer, and a line for crontab.

use std::path::Path;

use anyhow::{Context, Result, bail};

/// How often a batch runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Interval {
    /// Once an hour.
    Hourly,
    /// Once a day.
    Daily,
    /// Once a week.
    Weekly,
    /// As an expression of systemd's OnCalendar says.
    Calendar(String),
}

impl std::str::FromStr for Interval {
    type Err = String;

    fn from_str(text: &str) -> Result<Interval, String> {
        match text.trim() {
            "hourly" => Ok(Interval::Hourly),
            "daily" => Ok(Interval::Daily),
            "weekly" => Ok(Interval::Weekly),
            "" => Err("hourly, daily, weekly, or an expression such as \"Mon..Fri 06:30\"".to_owned()),
            text if is_calendar(text) => Ok(Interval::Calendar(text.to_owned())),
            text => Err(format!(
                "{text:?} is none of hourly, daily and weekly, nor an OnCalendar expression such as \"Tue 06:30\" or \"Mon..Fri 06:30\""
            )),
        }
    }
}

/// Returns whether a text has the form of a calendar event (systemd.time(7)): weekdays, a date, a time and a zone, each at most
/// once and in this order, or one word for all. Whether there is such a day systemd knows best (`systemd-analyze calendar`).
fn is_calendar(text: &str) -> bool {
    let mut parts = text.split(' ').filter(|part| !part.is_empty()).peekable();
    if parts.peek().is_some_and(|part| CALENDAR_WORDS.contains(part)) {
        parts.next();
    } else {
        let is_of = |part: &str, signs: &str| part.chars().all(|c| c.is_ascii_digit() || signs.contains(c));
        let days = parts.next_if(|part| is_days(part));
        let date = parts.next_if(|part| is_of(part, "*-,./~") && part.contains(['-', '~']));
        let time = parts.next_if(|part| is_of(part, "*:,./") && part.contains(':'));
        if days.or(date).or(time).is_none() {
            return false;
        }
    }
    let is_zone = |part: &str| {
        part == "UTC" || part.contains('/') && part.chars().all(|c| c.is_ascii_alphanumeric() || "/_+-".contains(c))
    };
    parts.next_if(|part| is_zone(part));
    parts.next().is_none()
}

/// Returns whether a word names weekdays: `Tue`, `Monday,Friday`, `Mon..Fri`.
fn is_days(word: &str) -> bool {
    let is_day = |day: &str| {
        let day = day.to_ascii_lowercase();
        WEEKDAYS.iter().any(|whole| day == *whole || whole.get(..3) == Some(day.as_str()))
    };
    word.split(',').flat_map(|days| days.split("..")).all(is_day)
}

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Words that stand for a whole calendar event.
const CALENDAR_WORDS: [&str; 7] =
    ["minutely", "monthly", "quarterly", "semiannually", "yearly", "annually", "biannually"];

impl Interval {
    fn on_calendar(&self) -> &str {
        match self {
            Interval::Hourly => "hourly",
            Interval::Daily => "daily",
            Interval::Weekly => "weekly",
            Interval::Calendar(text) => text,
        }
    }

    /// Within how many minutes of its time a run begins.
    fn delay_minutes(&self) -> u32 {
        match self {
            Interval::Hourly | Interval::Calendar(_) => 10,
            Interval::Daily | Interval::Weekly => 60,
        }
    }
}

/// What is to be run.
#[derive(Clone, Debug)]
pub struct Schedule<'s> {
    /// The program's full path.
    pub program: &'s Path,
    /// The configuration's full path.
    pub configuration: &'s Path,
    /// How often.
    pub interval: &'s Interval,
}

impl Schedule<'_> {
    /// Returns the systemd service.
    ///
    /// # Errors
    /// Where a path is no UTF-8 or holds a line end.
    pub fn service(&self) -> Result<String> {
        let (program, configuration) = (unit_word(self.program)?, unit_word(self.configuration)?);
        Ok(format!(
            "[Unit]\nDescription=atodds: where sources are at odds\n\n\
             [Service]\nType=oneshot\nExecStart={program} run {configuration}\n\
             # 1 tells of findings at or above fail_on; 2, of what failed or was skipped, is a failure.\n\
             SuccessExitStatus=1\nNice=10\n"
        ))
    }

    /// Returns the systemd timer: what was missed while the machine was off is made up for.
    pub fn timer(&self) -> String {
        format!(
            "[Unit]\nDescription=atodds, {when}\n\n\
             [Timer]\nOnCalendar={when}\nPersistent=true\nRandomizedDelaySec={delay}m\n\n\
             [Install]\nWantedBy=timers.target\n",
            when = self.interval.on_calendar(),
            delay = self.interval.delay_minutes(),
        )
    }

    /// Returns the crontab's line; `None` where the interval is a calendar expression, which cron has no words for.
    ///
    /// # Errors
    /// Where a path is no UTF-8 or holds a line end.
    pub fn crontab(&self) -> Result<Option<String>> {
        let spread = spread(self.configuration);
        let (minute, hour) = (spread % 60, spread / 60 % 6);
        let when = match self.interval {
            Interval::Hourly => format!("{minute} * * * *"),
            Interval::Daily => format!("{minute} {hour} * * *"),
            Interval::Weekly => format!("{minute} {hour} * * 1"),
            Interval::Calendar(_) => return Ok(None),
        };
        Ok(Some(format!("{when} {} run {}\n", cron_word(self.program)?, cron_word(self.configuration)?)))
    }
}

/// A number that is the same for one path each time, and spreads the times of several.
fn spread(path: &Path) -> u32 {
    // FNV-1a.
    path.as_os_str()
        .as_encoded_bytes()
        .iter()
        .fold(0x811c_9dc5_u32, |h, b| (h ^ u32::from(*b)).wrapping_mul(0x0100_0193))
}

fn text(path: &Path) -> Result<&str> {
    let text =
        path.to_str().with_context(|| format!("{}: a path that is no UTF-8 cannot be scheduled", path.display()))?;
    if text.contains(char::is_control) {
        bail!("{text:?}: a path with a line end or a control character cannot be scheduled");
    }
    Ok(text)
}

/// Quotes a path as systemd reads a word of ExecStart: `\` escapes, `%` and `$` stand for something unless doubled.
fn unit_word(path: &Path) -> Result<String> {
    let mut out = String::from("\"");
    for c in text(path)?.chars() {
        match c {
            '\\' | '"' => out.extend(['\\', c]),
            '%' | '$' => out.extend([c, c]),
            c => out.push(c),
        }
    }
    out.push('"');
    Ok(out)
}

/// Quotes a path as a shell reads it, after cron, to which an unescaped `%` is a line end.
fn cron_word(path: &Path) -> Result<String> {
    let text = text(path)?;
    let is_plain = |c: char| c.is_alphanumeric() || "-._/+,:@".contains(c);
    if text.chars().all(is_plain) {
        return Ok(text.to_owned());
    }
    Ok(format!("'{}'", text.replace('\'', r"'\''")).replace('%', r"\%"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule<'s>(configuration: &'s str, interval: &'s Interval) -> Schedule<'s> {
        Schedule { program: Path::new("/usr/bin/atodds"), configuration: Path::new(configuration), interval }
    }

    #[test]
    fn paths_are_quoted_for_whoever_reads_them() {
        let odd = r#"/srv/a b/100% "news"/l'été $HOME \n.toml"#;
        let schedule = schedule(odd, &Interval::Daily);
        let service = schedule.service().unwrap();
        assert!(
            service.contains(r#"ExecStart="/usr/bin/atodds" run "/srv/a b/100%% \"news\"/l'été $$HOME \\n.toml""#),
            "{service}"
        );
        let line = schedule.crontab().unwrap().unwrap();
        assert!(
            line.ends_with(
                r#" * * * /usr/bin/atodds run '/srv/a b/100\% "news"/l'\''été $HOME \n.toml'
"#
            ),
            "{line}"
        );
    }

    #[test]
    fn a_path_that_would_break_a_line_is_refused() {
        let schedule = schedule("/srv/a\nb.toml", &Interval::Daily);
        assert!(schedule.service().is_err() && schedule.crontab().is_err());
    }

    #[test]
    fn a_timer_makes_up_for_what_it_missed_and_spreads_the_load() {
        let when: Interval = "Mon..Fri 06:30".parse().unwrap();
        let schedule = schedule("/srv/a.toml", &when);
        let timer = schedule.timer();
        for line in ["OnCalendar=Mon..Fri 06:30", "Persistent=true", "RandomizedDelaySec=10m", "WantedBy=timers.target"]
        {
            assert!(timer.lines().any(|l| l == line), "{timer}");
        }
        assert_eq!(schedule.crontab().unwrap(), None);
    }

    #[test]
    fn crontab_times_are_the_same_each_time_and_within_bounds() {
        for path in ["/a", "/b", "/c/d.toml"] {
            let line = schedule(path, &Interval::Daily).crontab().unwrap().unwrap();
            assert_eq!(Some(&line), schedule(path, &Interval::Daily).crontab().unwrap().as_ref());
            let mut parts = line.split(' ').map(|p| p.parse::<u32>());
            assert!(matches!((parts.next(), parts.next()), (Some(Ok(0..60)), Some(Ok(0..6)))), "{line}");
        }
    }

    #[test]
    fn an_interval_that_would_break_the_unit_is_refused() {
        for bad in ["", "daily\nExecStart=/bin/rm", "a=b", "100%", "Mon\t06:30"] {
            assert!(bad.parse::<Interval>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn what_no_scheduler_reads_is_refused() {
        for bad in ["every tuesday", "tuesdays", "6h30", "06:30 Mon", "Mon 06:30 tomorrow", "12", "UTC"] {
            assert!(bad.parse::<Interval>().is_err(), "{bad:?}");
        }
        for good in [
            "monthly",
            "Tue",
            "Tue 06:30",
            "mon..fri 06:30",
            "Sat,Sun 10:00:00 Europe/Paris",
            "*-*-01 04:00",
            "*:0/15",
            "2026-12-*",
            "daily",
            "monthly UTC",
        ] {
            assert!(good.parse::<Interval>().is_ok(), "{good:?}");
        }
    }
}
