//! What a rule says a date means, before the calendar is asked.

use std::rc::Rc;

use anyhow::{Result, bail};

use super::pattern::Make;
use crate::model::PartialDate;

/// Something that a rule caught.
#[derive(Clone, Debug)]
pub(super) struct Capture {
    /// Its name's number in the rule.
    pub slot: u8,
    /// What it means.
    pub caught: Caught,
    /// Index of its first token.
    pub begin: usize,
    /// One past its last token.
    pub end: usize,
}

/// What was caught: most captures are numbers, and most programs that catch one fail further on.
#[derive(Clone, Debug)]
pub(super) enum Caught {
    Number(i64),
    Meaning(Rc<Expr>),
}

/// An argument, with the tokens that it stands for (none: `begin == end`).
#[derive(Clone, Debug)]
pub(super) struct Arg {
    pub expr: Rc<Expr>,
    pub begin: usize,
    pub end: usize,
}

/// A meaning.
#[derive(Clone, Debug)]
pub(super) enum Expr {
    /// Not said.
    Nil,
    /// A number.
    Int(i64),
    /// An operation.
    Call(Op, Vec<Arg>),
}

impl Expr {
    /// Returns the number, where it is one.
    pub fn int(&self) -> Option<i64> {
        match self {
            Expr::Int(n) => Some(*n),
            _ => None,
        }
    }
}

impl Op {
    /// Returns whether it only says where the edges of what it is told of lie: `by`, `until`, `about`.
    pub fn is_edge(self) -> bool {
        use Op::{About, After, Before, By, Earliest, From, Range, Same, Since, Until};
        matches!(self, Same | About | Range | By | Before | After | Until | Since | From | Earliest)
    }
}

macro_rules! ops {
    ($($(#[$doc:meta])* $op:ident = $name:literal / $min:literal,)*) => {
        /// What rules may call, and with how many arguments at least.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Op { $($(#[$doc])* $op,)* }

        const OPS: &[(&str, Op, usize)] = &[$(($name, Op::$op, $min),)*];
    };
}

ops! {
    /// year month day weekday: any may be nil
    Date = "date" / 4,
    /// two numbers and a year or nil, in the language's order
    Numeric = "numeric" / 3,
    /// weekday: the one that the sentence's tense asks for
    Weekday = "weekday" / 1,
    /// weekday, weeks from the document's own (Monday first)
    WeekdayIn = "weekday-in" / 2,
    /// weekday, strictly after the document's date
    WeekdayNext = "weekday-next" / 1,
    /// weekday, strictly before it
    WeekdayLast = "weekday-last" / 1,
    /// weekday, in the document's own week or the nearest day of that name (`ce vendredi`)
    WeekdayThis = "weekday-this" / 1,
    /// weekday, within a span
    WeekdayOf = "weekday-of" / 2,
    /// the document's date
    Today = "today" / 0,
    /// the date that was told last
    Anchor = "anchor" / 0,
    /// number, unit, further duration or nil
    Duration = "duration" / 3,
    /// duration, sign, base: a date so long before or after, as precise as the unit
    Shift = "shift" / 3,
    /// duration, sign, base: the very day so long before or after
    ShiftDay = "shift-day" / 3,
    /// duration, sign: the days up to the document's date or after it
    Window = "window" / 2,
    /// duration, sign, from: the span so long after or before a date
    Lasting = "lasting" / 3,
    /// number, unit: a calendar unit, so many from the one at hand
    Period = "period" / 2,
    /// the weekend that the sentence's tense asks for
    Weekend = "weekend" / 0,
    /// number, unit: like period, seen from the date that was told last
    PeriodThen = "period-then" / 2,
    /// season, year or nil, offset or nil
    Season = "season" / 3,
    /// month, offset: `last June`
    MonthRel = "month-rel" / 2,
    /// month, day, sign: the last such day before the document's date, or the next one
    DayRel = "day-rel" / 3,
    /// quarter, year or nil
    Quarter = "quarter" / 2,
    /// half, year or nil
    Half = "half" / 2,
    /// first year
    Decade = "decade" / 1,
    /// number
    Century = "century" / 1,
    /// number (-1 the last), unit, span
    Nth = "nth" / 3,
    /// number (-1 the last), weekday, span
    NthWeekday = "nth-weekday" / 3,
    /// number of units, first (1) or last (-1), unit, span
    FirstOf = "first-of" / 4,
    /// day of the month, span
    DayIn = "day-in" / 2,
    /// day of the month alone, weekday or nil
    DayAlone = "day-alone" / 2,
    /// the week that holds a date
    WeekOf = "week-of" / 1,
    /// the month that holds a date
    MonthOf = "month-of" / 1,
    /// ISO week, year or nil
    Week = "week" / 2,
    /// part, span: early or late half (-1, 1), middle (0), first or last third (-2, 2)
    Part = "part" / 2,
    /// part, span: its half in days (-2, -1 the first; 1, 2 the second), or its middle third (0)
    PartDays = "part-days" / 2,
    /// part done (-1) or to come (1) of a span, seen from the document's date
    Rest = "rest" / 2,
    /// from, to
    Range = "range" / 2,
    /// the second of two days whose night is meant
    Night = "night" / 2,
    /// two dates beside each other
    List = "list" / 2,
    /// `depuis`, `since`: no end said
    Since = "since" / 1,
    /// `à partir de`: no end said
    From = "from" / 1,
    /// `au plus tôt`: no end
    Earliest = "earliest" / 1,
    /// `jusqu'à`: the end, which is what is told
    Until = "until" / 1,
    /// `d'ici`, `by`: no start said
    By = "by" / 1,
    /// `avant`: no start, the date itself left out
    Before = "before" / 1,
    /// `après`: no end, the date itself left out
    After = "after" / 1,
    /// `vers`, `around`
    About = "about" / 1,
    /// hour, minute or nil, half (1 morning, 2 after noon, 3 evening, 4 night) or nil
    Clock = "clock" / 3,
    /// `340`: hours and minutes in one number, half
    ClockRun = "clock-run" / 2,
    /// minutes before (negative) or after a clock time
    ClockShift = "clock-shift" / 2,
    /// a clock time with its half
    ClockHalf = "clock-half" / 2,
    /// date, clock
    At = "at" / 2,
    /// from hour, to hour
    DayPart = "day-part" / 2,
    /// the weekend that a date lies in or makes longer
    WeekendOf = "weekend-of" / 1,
    /// Easter Sunday of a year, and so many days after; sign: the last one before the document's date, or the next
    Easter = "easter" / 2,
    /// as it is
    Same = "same" / 1,
    /// nothing
    Nil = "nil" / 0,
    /// a + b
    Add = "add" / 2,
    /// a * b
    Mul = "mul" / 2,
    /// a two-digit year as a whole one
    Century2 = "yy" / 1,
    /// digits of YYYYMMDD
    Compact = "compact" / 1,
    /// month and day in one number (`1225`), year or nil
    MonthDay = "month-day" / 2,
    /// a year and the two digits of a later one (`2012–13`), which is the next or at most so many years later
    YearSpan = "year-span" / 2,
    /// a date, and the year that it lies in where it tells none
    InYear = "in-year" / 2,
    /// sometime up to so long from now
    Within = "within" / 1,
}

/// Finds an operation by its name in rule files, and how many arguments it takes.
///
/// # Errors
/// Where there is none of that name.
pub(super) fn find(name: &str) -> Result<(Op, usize)> {
    match OPS.iter().find(|(n, ..)| *n == name) {
        Some((_, op, min)) => Ok((*op, *min)),
        None => bail!("no operation {name:?}"),
    }
}

/// Builds the meaning of what was caught; `None` where it cannot be a date (31 June).
pub(super) fn build(make: &Make, captures: &[Capture]) -> Option<Expr> {
    match argument(make, captures)?.expr {
        expr if matches!(*expr, Expr::Nil) => None,
        expr => Some(Rc::try_unwrap(expr).unwrap_or_else(|shared| (*shared).clone())),
    }
}

fn argument(make: &Make, captures: &[Capture]) -> Option<Arg> {
    let arg = |expr| Some(Arg { expr: Rc::new(expr), begin: 0, end: 0 });
    match make {
        Make::Int(n) => arg(Expr::Int(*n)),
        Make::Slot(slot) => match captures.iter().rev().find(|c| c.slot == *slot) {
            Some(c) => {
                let expr = match &c.caught {
                    Caught::Number(n) => Rc::new(Expr::Int(*n)),
                    Caught::Meaning(expr) => Rc::clone(expr),
                };
                Some(Arg { expr, begin: c.begin, end: c.end })
            }
            None => arg(Expr::Nil),
        },
        Make::Call(op, makes) => {
            let op = *op;
            let mut args = Vec::with_capacity(makes.len());
            for make in makes {
                args.push(argument(make, captures)?);
            }
            let begin = args.iter().filter(|a| a.begin < a.end).map(|a| a.begin).min().unwrap_or(0);
            let end = args.iter().map(|a| a.end).max().unwrap_or(0);
            Some(Arg { expr: Rc::new(call(op, args)?), begin, end })
        }
    }
}

/// Puts a year where a date tells none.
fn in_year(expr: &Expr, year: &Arg) -> Expr {
    let Expr::Call(op, args) = expr else { return expr.clone() };
    let mut args = args.clone();
    match op {
        Op::Date | Op::Easter => {
            if args.first().is_some_and(|told| told.expr.int().is_none()) {
                args[0] = year.clone();
            }
        }
        _ => {
            for arg in &mut args {
                arg.expr = Rc::new(in_year(&arg.expr, year));
            }
        }
    }
    Expr::Call(*op, args)
}

/// Carries out what needs no calendar, and refuses what no calendar has.
fn call(op: Op, args: Vec<Arg>) -> Option<Expr> {
    let int = |n: usize| args.get(n).and_then(|a| a.expr.int());
    Some(match op {
        Op::Nil => Expr::Nil,
        Op::Same => (*args[0].expr).clone(),
        Op::Add => Expr::Int(int(0).unwrap_or(0).checked_add(int(1).unwrap_or(0))?),
        Op::Mul => Expr::Int(int(0)?.checked_mul(int(1)?)?),
        Op::Century2 => Expr::Int(match int(0)? {
            n @ 0..=49 => 2000 + n,
            n @ 50..=99 => 1900 + n,
            n => n,
        }),
        Op::Compact => {
            let n = int(0)?;
            let parts =
                [n / 10_000, n / 100 % 100, n % 100].map(|n| Arg { expr: Rc::new(Expr::Int(n)), begin: 0, end: 0 });
            if !(1900..=2099).contains(&(n / 10_000)) {
                return None;
            }
            let [year, month, day] = parts;
            let none = Arg { expr: Rc::new(Expr::Nil), begin: 0, end: 0 };
            call(Op::Date, vec![year, month, day, none])?
        }
        Op::Date => {
            if int(0).is_some_and(|y| !(1..=2999).contains(&y)) || int(1).is_some_and(|m| !(1..=12).contains(&m)) {
                return None;
            }
            if let Some(day) = int(2) {
                // The month may stand on the other side of a range.
                let month = int(1).map_or(Some(1), |month| u8::try_from(month).ok())?;
                // Without a year, 29 February is one.
                let year = int(0).and_then(|y| i16::try_from(y).ok()).unwrap_or(2000);
                if day < 1 || day > i64::from(PartialDate::month(year, month).last_day().2) {
                    return None;
                }
            }
            Expr::Call(op, args)
        }
        Op::MonthDay => {
            let n = int(0)?;
            let mut parts = ints([n / 100, n % 100]);
            parts.insert(0, args.into_iter().nth(1)?);
            parts.push(Arg { expr: Rc::new(Expr::Nil), begin: 0, end: 0 });
            call(Op::Date, parts)?
        }
        Op::YearSpan => {
            let (year, next) = (int(0)?, int(1)?);
            let years = (next - year).rem_euclid(100);
            if !(1..=int(2).unwrap_or(1)).contains(&years) {
                return None;
            }
            let side = |year: i64| {
                let mut parts: Vec<Arg> = ints([year, 0]);
                parts.truncate(1);
                parts.extend((0..3).map(|_| Arg { expr: Rc::new(Expr::Nil), begin: 0, end: 0 }));
                Arg { expr: Rc::new(Expr::Call(Op::Date, parts)), begin: 0, end: 0 }
            };
            Expr::Call(Op::Range, vec![side(year), side(year + years)])
        }
        Op::InYear => in_year(&args[0].expr, &args[1]),
        Op::Quarter if !(1..=4).contains(&int(0)?) => return None,
        Op::Half if !(1..=2).contains(&int(0)?) => return None,
        Op::DayIn | Op::DayAlone if !(1..=31).contains(&int(0)?) => return None,
        Op::Week if !(1..=53).contains(&int(0)?) => return None,
        Op::Clock => {
            let (hour, minute, half) = (int(0)?, int(1).unwrap_or(0), int(2));
            let (hour, minute) = clock(hour, minute, half)?;
            return Some(Expr::Call(op, ints([hour, minute])));
        }
        Op::ClockRun => {
            let (hour, minute) = clock(int(0)? / 100, int(0)? % 100, int(1))?;
            return Some(Expr::Call(Op::Clock, ints([hour, minute])));
        }
        Op::ClockHalf | Op::ClockShift => {
            let Expr::Call(Op::Clock, parts) = &*args[0].expr else { return None };
            let (hour, minute) = (parts.first()?.expr.int()?, parts.get(1)?.expr.int()?);
            let (hour, minute) = if op == Op::ClockHalf {
                clock(hour, minute, int(1))?
            } else {
                let minutes = (hour * 60 + minute + int(1)?).rem_euclid(24 * 60);
                (minutes / 60, minutes % 60)
            };
            return Some(Expr::Call(Op::Clock, ints([hour, minute])));
        }
        _ => Expr::Call(op, args),
    })
}

fn ints(numbers: [i64; 2]) -> Vec<Arg> {
    numbers.into_iter().map(|n| Arg { expr: Rc::new(Expr::Int(n)), begin: 0, end: 0 }).collect()
}

/// Puts an hour into its half of the day.
fn clock(hour: i64, minute: i64, half: Option<i64>) -> Option<(i64, i64)> {
    if !(0..=24).contains(&hour) || !(0..60).contains(&minute) {
        return None;
    }
    let hour = match half {
        Some(1) if hour == 12 => 0,
        Some(1) if hour > 12 => return None,
        Some(2 | 3) if hour < 12 => hour + 12,
        // `8 in the night` is the evening, `2 in the night` is not.
        Some(4) if (5..12).contains(&hour) => hour + 12,
        Some(4) if hour == 12 => 0,
        _ => hour % 24,
    };
    Some((hour, minute))
}
