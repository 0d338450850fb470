//! Calendar steps on days and on dates of any precision, by jiff's proleptic Gregorian calendar.

use jiff::Span;
use jiff::civil::{Date, Weekday};

use crate::model::PartialDate;

/// The units that rules name by number.
pub(super) mod unit {
    pub const DAY: i64 = 1;
    pub const WEEK: i64 = 2;
    pub const MONTH: i64 = 3;
    pub const QUARTER: i64 = 4;
    pub const YEAR: i64 = 5;
    pub const DECADE: i64 = 6;
    pub const CENTURY: i64 = 7;
    pub const WEEKEND: i64 = 8;
    pub const FORTNIGHT: i64 = 9;
    pub const HOUR: i64 = 10;
    pub const MINUTE: i64 = 11;
    pub const HALF: i64 = 12;
    pub const BUSINESS_DAY: i64 = 13;
}

/// Makes a day; `None` where the calendar has none, or outside the years 1 to 9999.
pub(super) fn day(year: i64, month: i64, day: i64) -> Option<Date> {
    let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    in_range(date)
}

fn in_range(date: Date) -> Option<Date> {
    (1..=9999).contains(&date.year()).then_some(date)
}

/// Returns the first day of a date.
pub(super) fn first(date: PartialDate) -> Option<Date> {
    let (y, m, d) = date.first_day();
    day(y.into(), m.into(), d.into())
}

/// Returns the last day of a date.
pub(super) fn last(date: PartialDate) -> Option<Date> {
    let (y, m, d) = date.last_day();
    day(y.into(), m.into(), d.into())
}

/// Writes a day as a date.
pub(super) fn partial(date: Date) -> PartialDate {
    // jiff's months and days are positive and fit.
    PartialDate::day(date.year(), date.month().unsigned_abs(), date.day().unsigned_abs())
}

/// Moves a day by so many units.
pub(super) fn shift(date: Date, n: i64, unit: i64) -> Option<Date> {
    if n.unsigned_abs() > 100_000 {
        return None;
    }
    // jiff's setters without `try_` panic beyond its limits, which months and weeks of a hundred thousand may pass.
    let new = Span::new();
    let span = match unit {
        unit::DAY => new.try_days(n),
        unit::BUSINESS_DAY => return business(date, n),
        unit::WEEK | unit::WEEKEND => new.try_weeks(n),
        unit::FORTNIGHT => new.try_weeks(2 * n),
        unit::MONTH => new.try_months(n),
        unit::QUARTER => new.try_months(3 * n),
        unit::HALF => new.try_months(6 * n),
        unit::HOUR => new.try_days(n / 24),
        unit::MINUTE => new.try_days(n / 1440),
        unit::YEAR => new.try_years(n),
        unit::DECADE => new.try_years(10 * n),
        _ => new.try_years(100 * n),
    };
    in_range(date.checked_add(span.ok()?).ok()?)
}

fn business(mut date: Date, n: i64) -> Option<Date> {
    let mut left = n.abs().min(1000);
    while left > 0 {
        date = shift(date, n.signum(), unit::DAY)?;
        if !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    Some(date)
}

/// Returns the number of a day's weekday, Monday 1 to Sunday 7.
pub(super) fn weekday(date: Date) -> i64 {
    date.weekday().to_monday_one_offset().into()
}

/// Returns the Monday of a day's week.
pub(super) fn monday(date: Date) -> Option<Date> {
    shift(date, 1 - weekday(date), unit::DAY)
}

/// Returns the calendar unit that holds a day, `n` units on, at the unit's own precision.
pub(super) fn period(date: Date, n: i64, of: i64) -> Option<(PartialDate, PartialDate)> {
    let whole_years = |from: i64, count: i64| {
        let year = |y: i64| i16::try_from(y).ok().filter(|y| (1..=9999).contains(y)).map(PartialDate::year);
        Some((year(from)?, year(from + count - 1)?))
    };
    let months = |from: i64, count: i64| {
        let month = |m: i64| {
            let (y, m) = (m.div_euclid(12), m.rem_euclid(12) + 1);
            Some(PartialDate::month(i16::try_from(y).ok().filter(|y| (1..=9999).contains(y))?, u8::try_from(m).ok()?))
        };
        Some((month(from)?, month(from + count - 1)?))
    };
    if n.unsigned_abs() > 100_000 {
        return None;
    }
    let (y, m) = (i64::from(date.year()), i64::from(date.month()) - 1);
    match of {
        unit::WEEK | unit::FORTNIGHT => {
            let length = if of == unit::WEEK { 1 } else { 2 };
            let monday = shift(monday(date)?, n * length, unit::WEEK)?;
            Some((partial(monday), partial(shift(monday, 7 * length - 1, unit::DAY)?)))
        }
        unit::WEEKEND => {
            let saturday = shift(shift(monday(date)?, n, unit::WEEK)?, 5, unit::DAY)?;
            Some((partial(saturday), partial(shift(saturday, 1, unit::DAY)?)))
        }
        unit::MONTH => months(12 * y + m + n, 1),
        unit::QUARTER => months((12 * y + m).div_euclid(3) * 3 + 3 * n, 3),
        unit::HALF => months((12 * y + m).div_euclid(6) * 6 + 6 * n, 6),
        unit::YEAR => whole_years(y + n, 1),
        unit::DECADE => whole_years(y.div_euclid(10) * 10 + 10 * n, 10),
        unit::CENTURY => whole_years((y.div_euclid(100) * 100 + 100 * n).max(1), 100),
        _ => {
            let date = partial(shift(date, n, of)?);
            Some((date, date))
        }
    }
}

/// Returns the weekend that a day lies in; a Monday, a Thursday or a Friday makes its own one longer.
pub(super) fn long_weekend(day: Date) -> Option<(PartialDate, PartialDate)> {
    let (back, on) = match weekday(day) {
        1 => (2, 0),
        n @ (4 | 5) => (0, 7 - n),
        n => (n - 6, 7 - n),
    };
    Some((partial(shift(day, -back, unit::DAY)?), partial(shift(day, on, unit::DAY)?)))
}

/// Returns the first half (negative), the second half (positive) or the middle third of a span, in days: months are cut
/// after their 15th, years after June, weeks after Wednesday.
pub(super) fn half(
    which: i64,
    low: Option<PartialDate>,
    high: Option<PartialDate>,
) -> Option<(PartialDate, PartialDate)> {
    let (from, to) = (first(low?)?, last(high?)?);
    let days = i64::from(from.until(to).ok()?.get_days()) + 1;
    let month = from.day() == 1 && (28..=31).contains(&days);
    let year = from.day() == 1 && from.month() == 1 && (365..=366).contains(&days);
    let cut = match days {
        _ if month => 15,
        _ if year => i64::from(from.until(day(from.year().into(), 7, 1)?).ok()?.get_days()),
        ..=1 => return None,
        days => days / 2,
    };
    let (skip, keep) = match which {
        ..=-1 => (0, cut),
        1.. => (cut, days - cut),
        0 if month => (9, 11),
        0 => (days / 3, days - 2 * (days / 3)),
    };
    let start = shift(from, skip, unit::DAY)?;
    Some((partial(start), partial(shift(start, keep - 1, unit::DAY)?)))
}

/// Returns Easter Sunday of a year (the anonymous Gregorian algorithm).
pub(super) fn easter(year: i64) -> Option<Date> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    day(year, n / 31, n % 31 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `100 000 quarters ago` is beyond jiff's limit of months, and ended the process.
    #[test]
    fn steps_beyond_the_calendar_are_none() {
        let today = day(2024, 6, 19).unwrap();
        for n in [100_000, -100_000, 99_999, 70_000, i64::MAX, i64::MIN] {
            for unit in 0..=14 {
                let there = shift(today, n, unit);
                assert!(there.is_none_or(|day| (1..=9999).contains(&day.year())), "{n} {unit}");
                let _ = period(today, n, unit);
            }
        }
        assert_eq!(shift(today, 4, unit::QUARTER), day(2025, 6, 19));
        assert_eq!(shift(today, -2, unit::HALF), day(2023, 6, 19));
        assert_eq!(shift(today, 49, unit::HOUR), day(2024, 6, 21));
        assert_eq!(shift(today, -1, unit::CENTURY), day(1924, 6, 19));
    }
}
