//! Dates and spans so long before or after another: `two weeks ago`, `in three months`, `the past five years`.

use jiff::civil::Date;

use super::calendar::{self, unit};
use super::expr::{Arg, Expr, Op};
use super::resolve::{Resolved, Setting, Tense};
use crate::model::{Bound, DateBasis};

impl Setting<'_> {
    pub(super) fn shift(&self, args: &[Arg], tense: Option<Tense>) -> Resolved {
        let sign = args[1].expr.int().unwrap_or(1);
        let base = self.eval(&args[2].expr, tense);
        let Some(from) = base.value.low.and_then(calendar::first) else { return Resolved::open() };
        let Some(day) = shifted(from, &args[0].expr, sign) else { return Resolved::open() };
        let basis = base.value.basis;
        match smallest(&args[0].expr) {
            unit::MONTH | unit::QUARTER | unit::HALF => Resolved::pair(calendar::period(day, 0, unit::MONTH), basis),
            unit::YEAR | unit::DECADE | unit::CENTURY => Resolved::pair(calendar::period(day, 0, unit::YEAR), basis),
            small => {
                let mut out = Resolved::day(Some(day), basis);
                if matches!(small, unit::WEEK | unit::FORTNIGHT) {
                    out.bound = Bound::About;
                }
                out
            }
        }
    }

    pub(super) fn shift_day(&self, args: &[Arg], tense: Option<Tense>) -> Resolved {
        let base = self.eval(&args[2].expr, tense);
        let from = base.value.low.and_then(calendar::first);
        let day = from.and_then(|from| shifted(from, &args[0].expr, args[1].expr.int().unwrap_or(1)));
        let mut out = Resolved::day(day, base.value.basis);
        if day.is_some() && smallest(&args[0].expr) != unit::DAY {
            out.bound = Bound::About;
        }
        out
    }

    pub(super) fn window(&self, op: Op, args: &[Arg], tense: Option<Tense>) -> Resolved {
        let sign = args[1].expr.int().unwrap_or(1);
        let (from, basis) = if op == Op::Lasting {
            let base = self.eval(&args[2].expr, tense);
            (base.value.low.and_then(calendar::first), base.value.basis)
        } else {
            (self.today(), DateBasis::DocumentDate)
        };
        let Some(from) = from else { return Resolved::open() };
        let unit = smallest(&args[0].expr);
        if op == Op::Window && matches!(unit, unit::DECADE | unit::CENTURY | unit::QUARTER) {
            let n = count(&args[0].expr).max(1);
            let (near, far) = (calendar::period(from, sign, unit), calendar::period(from, sign * n, unit));
            let span = near.zip(far).map(|(near, far)| if sign > 0 { (near.0, far.1) } else { (far.0, near.1) });
            return Resolved::pair(span, basis);
        }
        let span = match (op, sign > 0) {
            (Op::Lasting, true) => {
                shifted(from, &args[0].expr, 1).and_then(|to| calendar::shift(to, -1, unit::DAY)).map(|to| (from, to))
            }
            (Op::Lasting, false) => shifted(from, &args[0].expr, -1).map(|to| (to, from)),
            (_, true) => calendar::shift(from, 1, unit::DAY).zip(shifted(from, &args[0].expr, 1)),
            (_, false) => shifted(from, &args[0].expr, -1).map(|to| (to, from)),
        };
        Resolved::pair(span.map(|(a, b)| (calendar::partial(a.min(b)), calendar::partial(a.max(b)))), basis)
    }
}

/// Moves a day by a duration.
pub(super) fn shifted(mut from: Date, duration: &Expr, sign: i64) -> Option<Date> {
    let mut duration = duration;
    while let Expr::Call(Op::Duration, args) = duration {
        from = calendar::shift(from, sign * args[0].expr.int()?, args[1].expr.int()?)?;
        duration = &args[2].expr;
    }
    Some(from)
}

fn smallest(duration: &Expr) -> i64 {
    let rank = |of: i64| match of {
        unit::CENTURY => 6,
        unit::DECADE => 5,
        unit::YEAR => 4,
        unit::HALF | unit::QUARTER => 3,
        unit::MONTH => 2,
        unit::WEEK | unit::FORTNIGHT => 1,
        _ => 0,
    };
    let mut duration = duration;
    let mut out = unit::CENTURY;
    while let Expr::Call(Op::Duration, args) = duration {
        let of = args[1].expr.int().unwrap_or(unit::DAY);
        if rank(of) <= rank(out) {
            out = of;
        }
        duration = &args[2].expr;
    }
    out
}

fn count(duration: &Expr) -> i64 {
    match duration {
        Expr::Call(Op::Duration, args) => args[0].expr.int().unwrap_or(1),
        _ => 1,
    }
}
