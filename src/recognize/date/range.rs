//! Ranges, whose sides say together what either leaves out: `du 3 au 5 mai`, `June 16-17`, `de lundi à vendredi`.

use super::calendar::{self, unit};
use super::expr::{Arg, Expr, Op};
use super::resolve::{Resolved, Setting, Tense};
use crate::model::{Bound, DateBasis, PartialDate};

impl Setting<'_> {
    /// Resolves a range whose sides may borrow month and year from each other.
    pub(super) fn range(&self, args: &[Arg], tense: Option<Tense>) -> Resolved {
        let (a, b) = borrow(&args[0].expr, &args[1].expr);
        let (mut low, mut high) = (self.eval(&a, tense), self.eval(&b, tense));
        // A weekday that ends a range is the first one after its start.
        if let (Expr::Call(Op::Weekday, day), Some(from)) = (&b, low.value.low.and_then(calendar::first)) {
            let ahead = day[0].expr.int().map(|day| (day - calendar::weekday(from)).rem_euclid(7));
            high = Resolved::day(ahead.and_then(|n| calendar::shift(from, n, unit::DAY)), high.value.basis);
        }
        // A range of clock times lies in one day.
        if let (Expr::Call(Op::Clock | Op::At, _), Some(day)) = (&b, low.single_day())
            && let (Expr::Call(Op::Clock, _), Some(h)) = (&b, high.value.high)
        {
            high.value.high = Some(PartialDate { time: h.time, ..day });
        }
        let (Some(from), Some(to)) = (low.value.low, high.value.high) else {
            let mut out = Resolved::open();
            out.value.low = low.value.low;
            out.value.high = high.value.high;
            return if out.value.low.is_some() || out.value.high.is_some() { Resolved::open() } else { out };
        };
        let mut value = (from, to);
        if let (Some(first), Some(last)) = (calendar::first(from), calendar::last(to))
            && first > last
        {
            // The year, or the week, that was filled in belongs to the other side of the turn.
            let weekly = matches!(&b, Expr::Call(Op::Weekday, _)) || matches!(&a, Expr::Call(Op::Weekday, _));
            let of = if weekly { unit::WEEK } else { unit::YEAR };
            let said = |e: &Expr| matches!(e, Expr::Call(Op::Date, p) if p[0].expr.int().is_some());
            if said(&b) || weekly {
                value.0 = moved(from, -1, of).unwrap_or(from);
            } else {
                value.1 = moved(to, 1, of).unwrap_or(to);
            }
        }
        if low.value.basis == DateBasis::Words {
            low.value.basis = high.value.basis;
        }
        let mut out = Resolved::new(Some(value.0), Some(value.1), low.value.basis);
        out.bound = Bound::Range;
        if out.value.low > out.value.high && calendar::first(value.0) > calendar::last(value.1) {
            return Resolved::open();
        }
        out
    }
}

fn moved(date: PartialDate, n: i64, of: i64) -> Option<PartialDate> {
    let day = calendar::shift(calendar::first(date)?, n, of)?;
    let whole = calendar::partial(day);
    Some(PartialDate {
        year: whole.year,
        month: date.month.and(whole.month),
        day: date.day.and(whole.day),
        time: date.time,
    })
}

/// Lets the sides of a range borrow what only the other says.
pub(super) fn borrow(a: &Expr, b: &Expr) -> (Expr, Expr) {
    let (Expr::Call(Op::Date, left), Expr::Call(Op::Date, right)) = (a, b) else {
        return match (a, b) {
            // `4 to 23 next month`
            (Expr::Call(Op::Date, left), Expr::Call(Op::DayIn, right)) if left[1].expr.int().is_none() => {
                let mut parts = right.clone();
                parts[0] = left[2].clone();
                (Expr::Call(Op::DayIn, parts), b.clone())
            }
            _ => (a.clone(), b.clone()),
        };
    };
    let (mut left, mut right) = (left.clone(), right.clone());
    let missing = |parts: &[Arg], n: usize| matches!(*parts[n].expr, Expr::Nil);
    if missing(&right, 1) && missing(&right, 0) && !missing(&right, 2) {
        right[1] = left[1].clone();
        right[0] = left[0].clone();
    }
    if missing(&left, 1) && !missing(&left, 2) {
        left[1] = right[1].clone();
        left[0] = right[0].clone();
    }
    if missing(&left, 0) && !missing(&left, 1) && !missing(&right, 0) {
        left[0] = right[0].clone();
    }
    (Expr::Call(Op::Date, left), Expr::Call(Op::Date, right))
}
