//! Dates as they are said: at a precision, as intervals.

use std::fmt;
use std::str::FromStr;

/// A calendar day, month or year, with a clock time where one was said (Gregorian, no zone conversion).
///
/// Shown as ISO 8601 at the precision that was said: `2024`, `2024-06`, `2024-06-19`, `2024-06-19T14:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    /// Year, 1 to 9999.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: Option<u8>,
    /// Day of the month, 1 to 31; only with a month.
    pub day: Option<u8>,
    /// Hour and minute; only with a day.
    pub time: Option<(u8, u8)>,
}

impl PartialDate {
    /// Makes a whole year.
    pub fn year(year: i16) -> Self {
        PartialDate { year, month: None, day: None, time: None }
    }

    /// Makes a whole month; the caller gives a month of 1 to 12.
    pub fn month(year: i16, month: u8) -> Self {
        PartialDate { year, month: Some(month), day: None, time: None }
    }

    /// Makes a day; the caller gives one that the calendar has.
    pub fn day(year: i16, month: u8, day: u8) -> Self {
        PartialDate { year, month: Some(month), day: Some(day), time: None }
    }

    /// Returns the first day that it covers, as (year, month, day).
    pub fn first_day(&self) -> (i16, u8, u8) {
        (self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// Returns the last day that it covers, as (year, month, day).
    pub fn last_day(&self) -> (i16, u8, u8) {
        let month = self.month.unwrap_or(12);
        (self.year, month, self.day.unwrap_or_else(|| days_in_month(self.year, month)))
    }

    /// Returns the day before its first day.
    ///
    /// ```
    /// use atodds::model::PartialDate;
    /// assert_eq!(PartialDate::day(2024, 3, 1).day_before(), PartialDate::day(2024, 2, 29));
    /// assert_eq!(PartialDate::month(2024, 1).day_before(), PartialDate::day(2023, 12, 31));
    /// ```
    pub fn day_before(&self) -> PartialDate {
        match self.first_day() {
            (year, 1, 1) => PartialDate::day(year.saturating_sub(1), 12, 31),
            (year, month, 1) => PartialDate::day(year, month - 1, days_in_month(year, month - 1)),
            (year, month, day) => PartialDate::day(year, month, day - 1),
        }
    }
}

/// Returns how many days a month has in the Gregorian calendar.
pub fn days_in_month(year: i16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Returns a Gregorian day's Julian day number (Fliegel and Van Flandern, CACM 11(10), 1968).
pub fn julian_day((year, month, day): (i16, u8, u8)) -> i64 {
    let (y, m, d) = (i64::from(year), i64::from(month), i64::from(day));
    let a = (14 - m) / 12;
    let y = y + 4800 - a;
    let m = m + 12 * a - 3;
    d + (153 * m + 2) / 5 + 365 * y + y / 4 - y / 100 + y / 400 - 32_045
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
                if let Some((hour, minute)) = self.time {
                    write!(f, "T{hour:02}:{minute:02}")?;
                }
            }
        }
        Ok(())
    }
}

impl FromStr for PartialDate {
    type Err = String;

    /// Reads ISO 8601 at any of the four precisions; anything after the minutes is passed over.
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let bad = || format!("{s:?} is no ISO 8601 date such as 2024, 2024-06 or 2024-06-19");
        let (date, time) = match s.split_once(['T', ' ']) {
            Some((date, time)) => (date, Some(time)),
            None => (s, None),
        };
        let mut parts = date.split('-');
        let year =
            parts.next().filter(|y| y.len() == 4).and_then(|y| y.parse().ok()).filter(|y| *y > 0).ok_or_else(bad)?;
        let mut out = PartialDate::year(year);
        if let Some(month) = parts.next() {
            let month: u8 = month.parse().ok().filter(|m| (1..=12).contains(m)).ok_or_else(bad)?;
            out.month = Some(month);
            if let Some(day) = parts.next() {
                let day = day.parse().ok().filter(|d| (1..=days_in_month(year, month)).contains(d)).ok_or_else(bad)?;
                out.day = Some(day);
            }
        }
        if parts.next().is_some() {
            return Err(bad());
        }
        if let (Some(time), Some(_)) = (time, out.day) {
            let mut clock = time.split(':');
            let hour = clock.next().and_then(|h| h.parse().ok()).filter(|h| *h < 24);
            let minute = clock.next().and_then(|m| m.get(..2)).and_then(|m| m.parse().ok()).filter(|m| *m < 60);
            out.time = hour.zip(minute);
        }
        Ok(out)
    }
}

/// How a date was resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateBasis {
    /// The words hold the whole date.
    Words,
    /// The words leave a part open (`19 juin`, `mardi`, `hier`); the document's own date filled it.
    DocumentDate,
    /// A date named earlier in the text filled it (`three days later`).
    EarlierDate,
    /// Nothing could fill it: the interval is open.
    Open,
}

/// A span of time at the precision that was said; an open side is `None`.
///
/// `le 19 juin 2024` is `2024-06-19..2024-06-19`; `en juin dernier` is `2024-06..2024-06`; `depuis septembre` is
/// `2024-09..` with the bound `at_least`; `l'automne dernier` is `2024-09..2024-12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateInterval {
    /// First date covered.
    pub low: Option<PartialDate>,
    /// Last date covered.
    pub high: Option<PartialDate>,
    /// Where the missing parts came from.
    pub basis: DateBasis,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_dates_round_trip() {
        for s in ["2024", "2024-06", "2024-06-19", "2024-02-29", "2024-06-19T14:30"] {
            assert_eq!(s.parse::<PartialDate>().unwrap().to_string(), s);
        }
        assert_eq!("2024-11-01T08:00:00+01:00".parse::<PartialDate>().unwrap().to_string(), "2024-11-01T08:00");
        for s in ["", "24", "2024-13", "2023-02-29", "2024-06-19-01", "0000-01-01", "juin"] {
            assert!(s.parse::<PartialDate>().is_err(), "{s}");
        }
    }
}
