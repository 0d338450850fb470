//! Meaning to interval: the calendar, the document's date and the dates told before fill what the words leave open.

use jiff::civil::Date;

use super::Told;
use super::calendar::{self, unit};
use super::expr::{Arg, Expr, Op};
use super::shift::shifted;
use crate::model::{Bound, DateBasis, DateInterval, PartialDate};

/// Where a sentence puts what it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    Unknown,
}

/// What may fill an open part.
pub(super) struct Setting<'a> {
    /// The document's date.
    pub reference: Option<PartialDate>,
    /// The day that was told last.
    pub anchor: Option<PartialDate>,
    /// The day of the events that was told last, for a clock time alone.
    pub event: Option<PartialDate>,
    /// Whether numeric dates have the day first.
    pub day_first: bool,
    /// The tense around the words, asked only where it decides.
    pub tense: &'a dyn Fn() -> Tense,
}

/// A date as it came out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resolved {
    /// The interval.
    pub value: DateInterval,
    /// Its edge.
    pub bound: Bound,
    /// The tokens of the date alone, where a bound stands beside it.
    pub core: Option<(usize, usize)>,
}

impl Resolved {
    pub(super) fn new(low: Option<PartialDate>, high: Option<PartialDate>, basis: DateBasis) -> Self {
        let bound = if low == high { Bound::Exact } else { Bound::Range };
        Resolved { value: DateInterval { low, high, basis }, bound, core: None }
    }

    pub(super) fn open() -> Self {
        Resolved {
            value: DateInterval { low: None, high: None, basis: DateBasis::Open },
            bound: Bound::Exact,
            core: None,
        }
    }

    pub(super) fn pair(pair: Option<(PartialDate, PartialDate)>, basis: DateBasis) -> Self {
        pair.map_or_else(Resolved::open, |(low, high)| Resolved::new(Some(low), Some(high), basis))
    }

    pub(super) fn day(day: Option<Date>, basis: DateBasis) -> Self {
        Resolved::pair(day.map(|d| (calendar::partial(d), calendar::partial(d))), basis)
    }

    /// Returns the single day that it is.
    pub fn single_day(&self) -> Option<PartialDate> {
        let low = self.value.low.filter(|low| low.day.is_some())?;
        let high = self.value.high?;
        let day = |p: PartialDate| PartialDate { time: None, ..p };
        (day(low) == day(high)).then_some(day(low))
    }
}

impl Setting<'_> {
    /// Resolves a meaning.
    pub fn resolve(&self, expr: &Expr) -> Resolved {
        self.eval(expr, None)
    }

    /// Says what the words alone tell: clock times without their day, a date without its edge.
    pub fn tell(&self, expr: &Expr) -> Told {
        let inner = match expr {
            Expr::Call(
                Op::Since | Op::From | Op::Earliest | Op::Until | Op::By | Op::Before | Op::After | Op::About,
                args,
            ) => args.first().map(|arg| self.eval(&arg.expr, None).value),
            _ => None,
        };
        let some_day = Setting { reference: Some(PartialDate::day(2000, 1, 1)), anchor: None, event: None, ..*self };
        let clock = is_clock(expr).then(|| some_day.eval(expr, None).value);
        Told { clock, inner, at: None }
    }

    /// Returns the document's day, where it is known to the day.
    pub(super) fn today(&self) -> Option<Date> {
        self.reference.filter(|r| r.day.is_some()).and_then(calendar::first)
    }

    /// Returns a day that stands for the document's date at whatever precision it has.
    pub(super) fn around(&self) -> Option<Date> {
        self.reference.and_then(calendar::last)
    }

    pub(super) fn eval(&self, expr: &Expr, tense: Option<Tense>) -> Resolved {
        let Expr::Call(op, args) = expr else { return Resolved::open() };
        let int = |n: usize| args.get(n).and_then(|a| a.expr.int());
        let sub = |n: usize| args.get(n).map_or_else(Resolved::open, |a| self.eval(&a.expr, tense));
        let by_document = DateBasis::DocumentDate;
        match op {
            Op::Date => self.date(args, tense),
            Op::Numeric => self.numeric(int(0), int(1), int(2), tense),
            Op::Today => Resolved::day(self.today(), by_document),
            Op::Anchor => Resolved::pair(self.anchor.map(|a| (a, a)), DateBasis::EarlierDate),
            Op::Weekday => Resolved::day(self.weekday(int(0), tense), by_document),
            Op::WeekdayNext => self.weekday_from(int(0), 1),
            Op::WeekdayLast => self.weekday_from(int(0), -1),
            Op::WeekdayIn => {
                let week = self.today().and_then(calendar::monday).zip(int(0)).zip(int(1));
                let day = week.and_then(|((monday, day), n)| calendar::shift(monday, 7 * n + day - 1, unit::DAY));
                Resolved::day(day, by_document)
            }
            Op::WeekdayThis => Resolved::day(self.weekday_this(int(0)), by_document),
            Op::Weekend => {
                let week = self.today().map(|today| {
                    let gone = calendar::weekday(today) >= 6;
                    match tense.unwrap_or_else(|| (self.tense)()) {
                        Tense::Past if !gone => (today, -1),
                        _ => (today, 0),
                    }
                });
                Resolved::pair(week.and_then(|(day, n)| calendar::period(day, n, unit::WEEKEND)), by_document)
            }
            Op::WeekdayOf => {
                let span = sub(1);
                let monday = span.value.low.and_then(calendar::first).and_then(calendar::monday);
                let day = monday.zip(int(0)).and_then(|(monday, day)| calendar::shift(monday, day - 1, unit::DAY));
                Resolved::day(day, span.value.basis)
            }
            Op::Shift => self.shift(args, tense),
            Op::ShiftDay => self.shift_day(args, tense),
            Op::Window | Op::Lasting => self.window(*op, args, tense),
            Op::Within => {
                let end = self.today().and_then(|today| shifted(today, &args[0].expr, 1));
                let mut out = Resolved::day(end, by_document);
                out.value.low = None;
                if out.value.high.is_some() {
                    out.bound = Bound::AtMost;
                }
                out
            }
            Op::Period => {
                let span = self.around().zip(int(0)).zip(int(1));
                Resolved::pair(span.and_then(|((day, n), of)| calendar::period(day, n, of)), by_document)
            }
            Op::PeriodThen => {
                let anchor = self.anchor.and_then(calendar::first);
                let span = anchor.zip(int(0)).zip(int(1));
                Resolved::pair(span.and_then(|((day, n), of)| calendar::period(day, n, of)), DateBasis::EarlierDate)
            }
            Op::Season => self.season(args, tense),
            Op::MonthRel => self.month_rel(int(0), int(1)),
            Op::DayRel => {
                let day = self.around().zip(int(0)).zip(int(1)).and_then(|((today, month), day)| {
                    let this = i64::from(today.year());
                    let sign = int(2).unwrap_or(-1);
                    let mut days = (-8..=8).filter_map(|n| calendar::day(this + n, month, day));
                    if sign > 0 { days.find(|d| *d > today) } else { days.rfind(|d| *d < today) }
                });
                Resolved::day(day, by_document)
            }
            Op::Quarter => self.part_of_year(int(0), 3, args.get(1), tense),
            Op::Half => self.part_of_year(int(0), 6, args.get(1), tense),
            Op::Decade => {
                let from = int(0).map(|y| if y < 20 { 2000 + y } else if y < 100 { 1900 + y } else { y } / 10 * 10);
                let span = from.and_then(|y| calendar::period(calendar::day(y, 1, 1)?, 0, unit::DECADE));
                Resolved::pair(span, DateBasis::Words)
            }
            Op::Century => {
                let from = int(0).map(|c| ((c - 1) * 100).max(1));
                let span = from.and_then(|y| calendar::period(calendar::day(y, 1, 1)?, 0, unit::CENTURY));
                Resolved::pair(span, DateBasis::Words)
            }
            Op::Nth | Op::NthWeekday | Op::FirstOf => self.nth(*op, args, tense),
            Op::DayIn => {
                let span = sub(1);
                let month = span.value.low.filter(|low| low.month.is_some()).and_then(calendar::first);
                let day = month.zip(int(0)).and_then(|(m, d)| calendar::day(m.year().into(), m.month().into(), d));
                Resolved::day(day, span.value.basis)
            }
            Op::DayAlone => Resolved::day(self.day_alone(int(0), int(1), tense), by_document),
            Op::WeekOf | Op::MonthOf => {
                let date = sub(0);
                let of = if *op == Op::WeekOf { unit::WEEK } else { unit::MONTH };
                let span = date.value.low.and_then(calendar::first).and_then(|day| calendar::period(day, 0, of));
                Resolved::pair(span, date.value.basis)
            }
            Op::Week => {
                let (year, basis) = self.year(args.get(1), tense);
                let year = year.or_else(|| self.around().map(|d| d.year().into()));
                // The fourth of January lies in the first week.
                let first = year.and_then(|y| calendar::day(y, 1, 4));
                let span = first.zip(int(0)).and_then(|(day, n)| calendar::period(day, n - 1, unit::WEEK));
                Resolved::pair(span, basis.unwrap_or(by_document))
            }
            Op::Part => {
                let mut out = sub(1);
                if out.single_day().is_none() && out.value.low.is_some() {
                    if let Some((low, high)) = part(int(0).unwrap_or(0), out.value.low, out.value.high) {
                        (out.value.low, out.value.high) = (Some(low), Some(high));
                    }
                    out.bound = Bound::About;
                }
                out
            }
            Op::PartDays => {
                let mut out = sub(1);
                if let Some((low, high)) = calendar::half(int(0).unwrap_or(0), out.value.low, out.value.high) {
                    (out.value.low, out.value.high, out.bound) = (Some(low), Some(high), Bound::About);
                }
                out
            }
            Op::Rest => {
                let mut out = sub(1);
                let today = self.today().map(calendar::partial);
                if int(0) == Some(-1) {
                    out.value.high = today.or(out.value.high);
                } else {
                    out.value.low = today.or(out.value.low);
                }
                if out.value.low.is_some() {
                    out.bound = Bound::Range;
                }
                out
            }
            Op::Range => self.range(args, tense),
            Op::Night => {
                let mut out = self.eval(&args[1].expr, tense);
                if let Expr::Call(Op::Date, parts) = &*args[1].expr
                    && parts[1].expr.int().is_none()
                {
                    out = self.range(args, tense);
                    out.value.low = out.value.high;
                    out.bound = Bound::Exact;
                }
                out
            }
            Op::Same | Op::List => sub(0),
            Op::Since | Op::From => {
                let inner = self.eval(&args[0].expr, if *op == Op::Since { Some(Tense::Past) } else { tense });
                let mut out = inner;
                out.core = Some(core_of(&args[0], inner.core));
                // A day is when it began; a month or a year only tells that it did not begin before.
                if inner.single_day().is_none() && inner.value.low.is_some() {
                    out.value.high = None;
                    out.bound = Bound::AtLeast;
                }
                out
            }
            Op::Earliest => {
                let mut out = self.eval(&args[0].expr, tense.or(Some(Tense::Future)));
                out.core = Some(core_of(&args[0], out.core));
                if out.value.low.is_some() {
                    out.value.high = None;
                    out.bound = Bound::AtLeast;
                }
                out
            }
            Op::Until => {
                let mut out = self.eval(&args[0].expr, tense.or(Some(Tense::Future)));
                out.core = Some(core_of(&args[0], out.core));
                out
            }
            Op::By | Op::Before | Op::After => {
                let ahead = if *op == Op::By { Some(Tense::Future) } else { tense };
                let mut out = self.eval(&args[0].expr, ahead);
                out.core = Some(core_of(&args[0], out.core));
                let known = out.value.low.is_some() || out.value.high.is_some();
                // Before or after a time of a day is still that day.
                let day = out.single_day().filter(|_| out.value.low.is_some_and(|low| low.time.is_some()));
                match op {
                    Op::By | Op::Before if day.is_some() => out.value.low = day,
                    Op::After if day.is_some() => out.value.high = day,
                    Op::By => out.value.low = None,
                    Op::Before => (out.value.low, out.value.high) = (None, out.value.low),
                    _ => (out.value.low, out.value.high) = (out.value.high, None),
                }
                if known {
                    out.bound = match op {
                        Op::By => Bound::AtMost,
                        Op::Before => Bound::LessThan,
                        _ => Bound::MoreThan,
                    };
                }
                out
            }
            Op::About => {
                let mut out = sub(0);
                out.core = Some(core_of(&args[0], out.core));
                if out.value.low.is_some() {
                    out.bound = Bound::About;
                }
                out
            }
            Op::Clock => {
                let (day, basis) = match (self.event, self.today().map(calendar::partial)) {
                    (Some(day), _) => (Some(day), DateBasis::EarlierDate),
                    (None, day) => (day, by_document),
                };
                Resolved::pair(day.map(|d| at(d, int(0), int(1))).map(|d| (d, d)), basis)
            }
            Op::At => {
                let mut out = sub(0);
                if let Some(day) = out.single_day() {
                    let mut clock = &*args[1].expr;
                    while let Expr::Call(Op::About | Op::Until | Op::From | Op::Before | Op::After | Op::By, inner) =
                        clock
                    {
                        if let Expr::Call(Op::About, _) = clock {
                            out.bound = Bound::About;
                        }
                        clock = &inner[0].expr;
                    }
                    if let Expr::Call(Op::Clock, parts) = clock {
                        let time = at(day, parts[0].expr.int(), parts[1].expr.int());
                        (out.value.low, out.value.high) = (Some(time), Some(time));
                    }
                }
                out
            }
            Op::DayPart => {
                let day = self.anchor.or_else(|| self.today().map(calendar::partial));
                Resolved::pair(day.map(|d| (at(d, int(0), Some(0)), at(d, int(1), Some(0)))), by_document)
            }
            Op::WeekendOf => {
                let date = sub(0);
                let span = date.value.low.and_then(calendar::first).and_then(calendar::long_weekend);
                Resolved::pair(span, date.value.basis)
            }
            Op::Easter if int(2).is_some() => {
                let day = self.around().and_then(|today| {
                    let this = i64::from(today.year());
                    let mut days = (this - 1..=this + 1).filter_map(calendar::easter);
                    if int(2) > Some(0) { days.find(|d| *d > today) } else { days.rfind(|d| *d < today) }
                });
                Resolved::day(day, by_document)
            }
            Op::Easter => {
                let (year, basis) = self.year(args.first(), tense);
                let year = year.or_else(|| self.around().map(|d| d.year().into()));
                let day = year.and_then(calendar::easter).and_then(|d| calendar::shift(d, int(1)?, unit::DAY));
                Resolved::day(day, basis.unwrap_or(by_document))
            }
            Op::Duration
            | Op::Nil
            | Op::Add
            | Op::Mul
            | Op::Century2
            | Op::Compact
            | Op::MonthDay
            | Op::YearSpan
            | Op::ClockHalf
            | Op::ClockShift
            | Op::InYear
            | Op::ClockRun => Resolved::open(),
        }
    }

    fn nth(&self, op: Op, args: &[Arg], tense: Option<Tense>) -> Resolved {
        let Some(within) = args.last() else { return Resolved::open() };
        let span = self.eval(&within.expr, tense);
        let (low, high) = (span.value.low.and_then(calendar::first), span.value.high.and_then(calendar::last));
        let (Some(low), Some(high)) = (low, high) else { return Resolved::open() };
        let (n, of) = (args[0].expr.int().unwrap_or(1), args[args.len() - 2].expr.int().unwrap_or(0));
        if op == Op::NthWeekday {
            let ahead = (of - calendar::weekday(low)).rem_euclid(7);
            let back = (calendar::weekday(high) - of).rem_euclid(7);
            let day = match n {
                -1 => calendar::shift(high, -back, unit::DAY),
                n => calendar::shift(low, ahead + 7 * (n - 1), unit::DAY),
            };
            return Resolved::day(day.filter(|d| *d <= high), span.value.basis);
        }
        // A week belongs to the month or year that holds its Thursday.
        let anchor = |day: Date, last: bool| {
            if of != unit::WEEK {
                return Some(day);
            }
            let thursday = calendar::shift(calendar::monday(day)?, 3, unit::DAY)?;
            match (thursday < low, thursday > high) {
                (true, _) if !last => calendar::shift(day, 7, unit::DAY),
                (_, true) if last => calendar::shift(day, -7, unit::DAY),
                _ => Some(day),
            }
        };
        let (first, last) = (anchor(low, false), anchor(high, true));
        let pair = if op == Op::FirstOf {
            if args[1].expr.int() == Some(-1) {
                last.and_then(|l| Some((calendar::period(l, 1 - n, of)?.0, calendar::period(l, 0, of)?.1)))
            } else {
                first.and_then(|f| Some((calendar::period(f, 0, of)?.0, calendar::period(f, n - 1, of)?.1)))
            }
        } else if n < 0 {
            last.and_then(|l| calendar::period(l, n + 1, of))
        } else {
            first.and_then(|f| calendar::period(f, n - 1, of))
        };
        Resolved::pair(pair, span.value.basis)
    }
}

/// Returns whether a meaning holds clock times and nothing of a day.
fn is_clock(expr: &Expr) -> bool {
    match expr {
        Expr::Call(Op::Clock, _) => true,
        Expr::Call(op, args) if op.is_edge() => args.iter().all(|arg| is_clock(&arg.expr)),
        _ => false,
    }
}

/// Cuts a part out of a week or a year, at a precision that the words bear; a month stays whole.
fn part(which: i64, low: Option<PartialDate>, high: Option<PartialDate>) -> Option<(PartialDate, PartialDate)> {
    let (low, high) = (low?, high?);
    if low.month.is_none() && low == high {
        let (from, to) = match which {
            -2 => (1, 4),
            -1 => (1, 6),
            0 => (5, 8),
            1 => (7, 12),
            _ => (9, 12),
        };
        return Some((PartialDate::month(low.year, from), PartialDate::month(low.year, to)));
    }
    let (from, to) = (calendar::first(low)?, calendar::last(high)?);
    if low.day.is_some() && from.until(to).ok()?.get_days() == 6 {
        let (skip, drop) = match which {
            -2 | -1 => (0, 4),
            0 => (1, 2),
            _ => (3, 0),
        };
        let (from, to) = (calendar::shift(from, skip, unit::DAY)?, calendar::shift(to, -drop, unit::DAY)?);
        return Some((calendar::partial(from), calendar::partial(to)));
    }
    None
}

fn at(day: PartialDate, hour: Option<i64>, minute: Option<i64>) -> PartialDate {
    let time = hour.zip(minute).and_then(|(h, m)| Some((u8::try_from(h).ok()? % 24, u8::try_from(m).ok()?)));
    PartialDate { time, ..day }
}

fn core_of(arg: &Arg, inner: Option<(usize, usize)>) -> (usize, usize) {
    inner.unwrap_or((arg.begin, arg.end))
}
