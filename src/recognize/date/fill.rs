//! Filling what the words leave open: the year of a day, the day of a weekday, the year of a season.
//!
//! The nearest fitting date to the document's own is meant; the sentence's tense decides between the one before it and
//! the one after it.

use jiff::civil::Date;

use super::calendar::{self, unit};
use super::expr::{Arg, Expr};
use super::resolve::{Resolved, Setting, Tense};
use crate::model::{DateBasis, PartialDate};

impl Setting<'_> {
    /// Returns the year that an argument names, with where it came from; nothing where it names none.
    pub(super) fn year(&self, arg: Option<&Arg>, tense: Option<Tense>) -> (Option<i64>, Option<DateBasis>) {
        match arg.map(|a| &*a.expr) {
            Some(Expr::Int(year)) => (Some(*year), Some(DateBasis::Words)),
            Some(call @ Expr::Call(..)) => {
                let span = self.eval(call, tense);
                (span.value.low.map(|low| low.year.into()), Some(span.value.basis))
            }
            _ => (None, None),
        }
    }

    pub(super) fn date(&self, args: &[Arg], tense: Option<Tense>) -> Resolved {
        let int = |n: usize| args[n].expr.int();
        let (year, basis) = self.year(args.first(), tense);
        let (month, day, weekday) = (int(1), int(2), int(3));
        if basis.is_some() && year.is_none() {
            return Resolved::open();
        }
        let small = |n: i64| u8::try_from(n).ok();
        match (year.and_then(|y| i16::try_from(y).ok()), month.and_then(small)) {
            (Some(year), None) => {
                Resolved::pair(Some((PartialDate::year(year), PartialDate::year(year))), DateBasis::Words)
            }
            (Some(year), Some(month)) => {
                let basis = basis.unwrap_or(DateBasis::Words);
                match day {
                    None => {
                        Resolved::pair(Some((PartialDate::month(year, month), PartialDate::month(year, month))), basis)
                    }
                    Some(day) => Resolved::day(calendar::day(year.into(), month.into(), day), basis),
                }
            }
            (None, Some(month)) => {
                let Some(year) = self.choose_year(month.into(), day, weekday, tense) else { return Resolved::open() };
                match day {
                    None => {
                        let date = i16::try_from(year).ok().map(|y| PartialDate::month(y, month));
                        Resolved::pair(date.map(|d| (d, d)), DateBasis::DocumentDate)
                    }
                    Some(day) => Resolved::day(calendar::day(year, month.into(), day), DateBasis::DocumentDate),
                }
            }
            (None, None) => Resolved::open(),
        }
    }

    pub(super) fn numeric(&self, a: Option<i64>, b: Option<i64>, year: Option<i64>, tense: Option<Tense>) -> Resolved {
        let (Some(a), Some(b)) = (a, b) else { return Resolved::open() };
        let read = |day: i64, month: i64| match year {
            Some(year) => calendar::day(year, month, day),
            None => {
                calendar::day(2000, month, day)?;
                self.choose_year(month, Some(day), None, tense).and_then(|year| calendar::day(year, month, day))
            }
        };
        let (first, second) = (read(a, b), read(b, a));
        let (usual, other) = if self.day_first { (first, second) } else { (second, first) };
        // A language's countries differ in their order: the reading within a month of the document's date is meant.
        let near = |d: Option<Date>| {
            let apart = d.zip(self.today()).and_then(|(d, t)| t.until(d).ok());
            apart.is_some_and(|span| span.get_days().abs() <= 31)
        };
        let day = match (usual, other) {
            (Some(usual), Some(other)) if near(Some(other)) && !near(Some(usual)) => Some(other),
            (Some(usual), _) => Some(usual),
            (None, other) => other,
        };
        Resolved::day(day, if year.is_some() { DateBasis::Words } else { DateBasis::DocumentDate })
    }

    /// Chooses the year of a month, or of a day of a month.
    pub(super) fn choose_year(
        &self,
        month: i64,
        day: Option<i64>,
        weekday: Option<i64>,
        tense: Option<Tense>,
    ) -> Option<i64> {
        let today = self.around()?;
        let this = i64::from(today.year());
        let distance = |year: i64| -> Option<i64> {
            let date = match day {
                Some(day) => calendar::day(year, month, day)?,
                // A month at hand is this year's, whichever day it is.
                None if year == this && month == i64::from(today.month()) => today,
                None => calendar::day(year, month, 15)?,
            };
            if weekday.is_some_and(|w| calendar::weekday(date) != w) {
                return None;
            }
            Some(i64::from(today.until(date).ok()?.get_days()))
        };
        // A slip in the weekday is likelier than a year's distance.
        if weekday.is_some() {
            let near = self.choose_year(month, day, None, tense);
            let date = near.zip(day).and_then(|(year, day)| calendar::day(year, month, day));
            let apart = date.and_then(|date| today.until(date).ok()).map(|span| span.get_days().abs());
            if apart.is_some_and(|days| days <= 31) {
                return near;
            }
        }
        // 29 February needs a wider look; a weekday chooses between the last such day and the next.
        let reach = if weekday.is_some() { 1 } else { 8 };
        let years = || (this - reach..=this + reach).filter_map(|year| distance(year).map(|d| (year, d)));
        let past = years().filter(|(_, d)| *d <= 0).max_by_key(|(_, d)| *d);
        let future = years().filter(|(_, d)| *d >= 0).min_by_key(|(_, d)| *d);
        let chosen = match (past, future) {
            (Some((year, back)), Some((next, ahead))) => {
                if back == 0 {
                    return Some(year);
                }
                let (past_weight, future_weight) = if weekday.is_some() {
                    (1, 1)
                } else {
                    // How much farther a date may lie on the side that the tense speaks for.
                    match tense.unwrap_or_else(|| (self.tense)()) {
                        Tense::Past => (1, 6),
                        Tense::Future => (6, 1),
                        Tense::Unknown => (1, 2),
                    }
                };
                Some(if ahead * future_weight < -back * past_weight { next } else { year })
            }
            (past, future) => past.or(future).map(|(year, _)| year),
        };
        // A weekday that neither has is a slip: the date stands without it.
        chosen.or_else(|| weekday.and_then(|_| self.choose_year(month, day, None, tense)))
    }

    pub(super) fn weekday(&self, day: Option<i64>, tense: Option<Tense>) -> Option<Date> {
        let today = self.today()?;
        let ahead = (day? - calendar::weekday(today)).rem_euclid(7);
        let days = match tense.unwrap_or_else(|| (self.tense)()) {
            Tense::Future => ahead,
            _ if ahead == 0 => 0,
            _ => ahead - 7,
        };
        calendar::shift(today, days, unit::DAY)
    }

    pub(super) fn weekday_this(&self, day: Option<i64>) -> Option<Date> {
        let (today, day) = (self.today()?, day?);
        let apart = day - calendar::weekday(today);
        let days = match apart {
            5.. => apart - 7,
            ..=-5 => apart + 7,
            _ => apart,
        };
        calendar::shift(today, days, unit::DAY)
    }

    pub(super) fn weekday_from(&self, day: Option<i64>, sign: i64) -> Resolved {
        let found = self.today().zip(day).and_then(|(today, day)| {
            let ahead = (day - calendar::weekday(today)).rem_euclid(7);
            let days = match (sign > 0, ahead) {
                (true, 0) => 7,
                (true, ahead) => ahead,
                (false, ahead) => ahead - 7,
            };
            calendar::shift(today, days, unit::DAY)
        });
        Resolved::day(found, DateBasis::DocumentDate)
    }

    pub(super) fn day_alone(&self, day: Option<i64>, weekday: Option<i64>, tense: Option<Tense>) -> Option<Date> {
        let (today, day) = (self.today()?, day?);
        let this = i64::from(today.year()) * 12 + i64::from(today.month()) - 1;
        let of = |n: i64| {
            let date = calendar::day((this + n).div_euclid(12), (this + n).rem_euclid(12) + 1, day)?;
            weekday.is_none_or(|w| calendar::weekday(date) == w).then_some(date)
        };
        let past = (0..=24).filter_map(|n| of(-n)).find(|d| *d <= today);
        let future = (0..=24).filter_map(of).find(|d| *d >= today);
        match tense.unwrap_or_else(|| (self.tense)()) {
            _ if weekday.is_some() => {
                let apart =
                    |d: Option<Date>| d.and_then(|d| today.until(d).ok()).map_or(i32::MAX, |s| s.get_days().abs());
                if apart(future) < apart(past) { future } else { past }
            }
            Tense::Future => future.or(past),
            _ => past.or(future),
        }
    }

    pub(super) fn season(&self, args: &[Arg], tense: Option<Tense>) -> Resolved {
        let Some(first) = args[0].expr.int() else { return Resolved::open() };
        let (year, basis) = self.year(args.get(1), tense);
        if basis.is_some() && year.is_none() {
            return Resolved::open();
        }
        let offset = args[2].expr.int();
        let months = |year: i64| {
            let month = |m: i64| {
                let y = i16::try_from(year + (m - 1) / 12).ok().filter(|y| (1..=9999).contains(y))?;
                Some(PartialDate::month(y, u8::try_from((m - 1) % 12 + 1).ok()?))
            };
            Some((month(first)?, month(first + 3)?))
        };
        if let Some(year) = year {
            return Resolved::pair(months(year), basis.unwrap_or(DateBasis::Words));
        }
        let Some(today) = self.around() else { return Resolved::open() };
        let at = i64::from(today.year()) * 12 + i64::from(today.month());
        let this = i64::from(today.year());
        let begins = |year: i64| year * 12 + first;
        let holds = |year: &i64| begins(*year) <= at && at <= begins(*year) + 3;
        let before = (this - 2..=this).rev().find(|y| begins(*y) + 3 < at);
        let after = (this - 1..=this + 1).find(|y| begins(*y) > at);
        let now = (this - 1..=this).find(holds);
        let year = match offset {
            Some(-1) => before,
            Some(1) => after,
            _ => now.or_else(|| match (before, after, tense.unwrap_or_else(|| (self.tense)())) {
                (_, Some(after), Tense::Future) => Some(after),
                (Some(before), _, Tense::Past) => Some(before),
                (Some(before), Some(after), _) => {
                    Some(if begins(after) - at < (at - begins(before) - 3) / 2 { after } else { before })
                }
                (before, after, _) => before.or(after),
            }),
        };
        Resolved::pair(year.and_then(months), DateBasis::DocumentDate)
    }

    pub(super) fn month_rel(&self, month: Option<i64>, offset: Option<i64>) -> Resolved {
        let (Some(today), Some(month), Some(offset)) = (self.around(), month, offset) else { return Resolved::open() };
        let (this, now) = (i64::from(today.year()), i64::from(today.month()));
        let year = match offset {
            -1 if month < now => this,
            -1 => this - 1,
            1 if month > now => this,
            1 => this + 1,
            _ => this,
        };
        let date = calendar::day(year, month, 1).and_then(|day| calendar::period(day, 0, unit::MONTH));
        Resolved::pair(date, DateBasis::DocumentDate)
    }

    pub(super) fn part_of_year(
        &self,
        n: Option<i64>,
        length: i64,
        year: Option<&Arg>,
        tense: Option<Tense>,
    ) -> Resolved {
        let (year, basis) = self.year(year, tense);
        if basis.is_some() && year.is_none() {
            return Resolved::open();
        }
        let Some(n) = n else { return Resolved::open() };
        let first = (n - 1) * length + 1;
        let basis = basis.unwrap_or(DateBasis::DocumentDate);
        let year = year.or_else(|| self.choose_year(first + length / 2, None, None, tense));
        let of = if length == 3 { unit::QUARTER } else { unit::HALF };
        Resolved::pair(year.and_then(|y| calendar::period(calendar::day(y, first, 1)?, 0, of)), basis)
    }
}
