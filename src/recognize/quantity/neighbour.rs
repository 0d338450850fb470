//! What a figure takes over from its neighbours: the unit of a list, the noun of a change, the other bound.

use rust_decimal::Decimal;

use super::{Found, Measure, QuantityReader, UnitValue, counted};
use crate::model::{Bound, Interval};
use crate::recognize::number::Sense;
use crate::rules::quantity::Role;

impl QuantityReader<'_> {
    /// Makes one range of two bounds of one figure: `more than 10 but fewer than 20`. The first ended at token `edge`,
    /// the second was read from token `at`.
    pub(super) fn join_bounds(&self, edge: usize, at: usize, out: &mut Vec<Found>) {
        let [.., first, second] = out.as_slice() else { return };
        let lower = |b: Bound| matches!(b, Bound::MoreThan | Bound::AtLeast);
        let upper = |b: Bound| matches!(b, Bound::LessThan | Bound::AtMost);
        let opposed = lower(first.bound) && upper(second.bound) || upper(first.bound) && lower(second.bound);
        let alike = first.kind == second.kind && (first.unit == second.unit || first.unit.is_none());
        if !opposed || !alike || edge >= at {
            return;
        }
        let joint = |n: usize| self.role(n, Role::And) || self.role(n, Role::But) || self.str(n) == ",";
        let between = (edge..at).take_while(|n| self.tokens.list[*n].start < second.span.start);
        if !between.clone().all(|n| self.tokens.continues(n) && joint(n)) || between.count() == 0 {
            return;
        }
        let low = first.value.low.or(second.value.low);
        let high = first.value.high.or(second.value.high);
        if low.zip(high).is_none_or(|(low, high)| low >= high) {
            return;
        }
        let Some(second) = out.pop() else { return };
        if let Some(first) = out.last_mut() {
            first.span = first.span.cover(&second.span);
            first.measure = first.span;
            first.core = first.core.cover(&second.core);
            first.figure = None;
            first.value = Interval { low, high };
            first.bound = Bound::Range;
            first.unit = second.unit;
            first.counted = second.counted;
            first.rounding = Decimal::ZERO;
            first.rule = "quantity:range";
        }
    }

    /// Gives a figure without unit the one of the next in its list: `de 6 et 9 ans`, `from 10 to 15 %`; and the magnitude of
    /// what it changes to: `from 3 to 5 million`.
    pub(super) fn share_unit(&self, measure: &mut Measure) {
        let Some(at) = self.next_in_list(measure) else { return };
        let Some(next) = self.measure(at) else { return };
        let cardinals = next.figure.sense == Sense::Cardinal && measure.figure.sense == Sense::Cardinal;
        if !cardinals || next.figure.first != at {
            return;
        }
        // `sold 12 at 5 euros` says nothing of the twelve
        let joint = self.role(at - 1, Role::And) || self.role(at - 1, Role::Or);
        let change = !joint && self.role_before(measure.first, Role::From);
        if change && let Some(value) = self.in_magnitude_of(measure, &next) {
            measure.value = value;
            measure.figure.value = value;
            measure.figure.scale = next.figure.scale;
        }
        let alike = match &next.unit {
            Some(UnitValue::Measure(_) | UnitValue::Percent) => true,
            Some(UnitValue::Money { hundredth: false, .. }) => change,
            _ => false,
        };
        if alike {
            measure.unit = next.unit;
        }
    }

    /// Returns a bare figure's value in the magnitude of the one after it, unless it is by far the greater as written:
    /// `from 800 to 1.2 million`.
    fn in_magnitude_of(&self, measure: &Measure, next: &Measure) -> Option<Decimal> {
        const FAR: i64 = 10;
        let scale = next.figure.scale;
        if scale <= Decimal::ONE || measure.figure.scale > Decimal::ONE || measure.value >= Decimal::from(1000) {
            return None;
        }
        let written = next.figure.value.checked_div(scale)?;
        if measure.value > written.checked_mul(Decimal::from(FAR))? {
            return None;
        }
        measure.value.checked_mul(scale)
    }

    /// Returns where the figure after `and`, `or` or `to` starts, right after `measure`.
    fn next_in_list(&self, measure: &Measure) -> Option<usize> {
        // `5- and 10-year bonds`
        let dash = measure.figure.next;
        let hangs = self.tokens.glued(dash) && self.role(dash, Role::RangeDash) && !self.tokens.glued(dash + 1);
        let at = dash + usize::from(hangs);
        let to = |n: usize| if self.tokens.continues(at + n) { Some(self.tokens.list[at + n].word) } else { None };
        let joint = if self.role(at, Role::And) || self.role(at, Role::Or) {
            1
        } else {
            self.rules.range_to.longest(to).map(|(length, ())| length)?
        };
        if self.tokens.continues(at + joint) { Some(at + joint) } else { None }
    }

    /// Finds what a figure counts that stands before another of the same: `from 277 to 279 votes`.
    pub(super) fn counted_with_next(&self, measure: &Measure) -> Option<counted::Counted> {
        let at = self.next_in_list(measure)?;
        if self.role(at - 1, Role::And) {
            return None;
        }
        let next = self.figures().read(at, |_, _| false).filter(|f| f.sense == Sense::Cardinal && !f.one)?;
        let found = self.counted(&next, None)?;
        Some(counted::Counted { next: measure.next, span: None, ..found })
    }
}
