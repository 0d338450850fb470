//! Two figures that make one range, or that do not: changes, scores, seasons.

use rust_decimal::Decimal;

use super::{End, Found, Measure, QuantityReader, UnitValue};
use crate::model::{Bound, Interval, Kind};
use crate::recognize::number::Sense;
use crate::recognize::token::TokenKind;
use crate::rules::lexicon::Class;
use crate::rules::phrases::Phrases;
use crate::rules::quantity::{NounRule, Role};

impl QuantityReader<'_> {
    /// Reads the range that starts with `low`: first token, both ends with units and magnitudes shared, end.
    pub(super) fn range(&self, low: &Measure) -> Option<(usize, Measure, Measure, usize)> {
        if matches!(low.figure.sense, Sense::Ordinal | Sense::Vague) {
            return None;
        }
        let at = low.next;
        let mut first = low.first;
        if !self.tokens.continues(at) {
            return None;
        }
        let article = low.figure.sense == Sense::Fraction
            && self.class_before(low.first, Class::Function)
            && self.role_before(low.first - 1, Role::Between);
        if (article || self.role_before(low.first, Role::Between)) && self.role(at, Role::BetweenAnd) {
            // `entre un tiers et la moitié`
            let part = low.figure.sense == Sense::Fraction && self.class(at + 1, Class::Function);
            let high = self.second(at + 1 + usize::from(part && !self.role(at + 1, Role::Article)))?;
            let (low, high) = self.share(low, high, false)?;
            let next = high.next;
            return Some((first - 1 - usize::from(article), low, high, next));
        }
        if let Some(found) = self.plus_minus(low, at) {
            return Some(found);
        }
        if self.role(at, Role::RangeDash) {
            return self.dashed(low, at);
        }
        let to = |n: usize| if self.tokens.continues(at + n) { Some(self.tokens.list[at + n].word) } else { None };
        if let Some((length, ())) = self.rules.range_to.longest(to) {
            let high = self.second(at + length)?;
            let from = self.role_before(low.first, Role::From);
            if from && self.change_near(low.first) {
                return None;
            }
            // `rose $1.15 to $84.30`: by so much, to so much
            if !from && low.unit.is_some() && high.unit.is_some() && self.near_before(low.first, Class::Change, 2) {
                return None;
            }
            // `fell by 45,000 to 2.81 million`
            let far = high.value > low.value.checked_mul(Decimal::TEN)?;
            if !from && far && self.near_before(low.first, Class::Change, 2) {
                return None;
            }
            let contest = high.unit.is_none() && self.class_near(low.first, Class::Contest);
            let bare = self.is_bare_year(low) && self.is_bare_year(&high);
            let (low, high) = self.share(low, high, false)?;
            if bare || low.value >= high.value && (!from || contest) || !from && contest {
                return None;
            }
            first -= usize::from(from);
            let next = high.next;
            return Some((first, low, high, next));
        }
        if self.role(at, Role::Or) && low.unit.is_none() {
            let high = self.second(at + 1)?;
            let (low, high) = self.share(low, high, false)?;
            let close = low.value < high.value && high.value <= low.value.checked_mul(Decimal::TWO)?;
            if !close || low.figure.digits != high.figure.digits {
                return None;
            }
            let next = high.next;
            return Some((first, low, high, next));
        }
        None
    }

    /// Reads `9.83 ± 0.01 km`, `20,000 people, with a margin of 5 %`, `2 000 t, à 5 % près`: how far a value may be off.
    fn plus_minus(&self, middle: &Measure, at: usize) -> Option<(usize, Measure, Measure, usize)> {
        let (start, close) = self.margin(middle, at)?;
        let off = self.second(start)?;
        let percent = |unit: &Option<UnitValue>| *unit == Some(UnitValue::Percent);
        let mut next = off.next;
        let spread = if percent(&off.unit) && !percent(&middle.unit) {
            middle.value.abs().checked_mul(off.value)?.checked_div(Decimal::ONE_HUNDRED)?
        } else {
            let points = percent(&middle.unit) && matches!(off.unit, None | Some(UnitValue::Points));
            if points && off.unit.is_none() {
                next = self.counted(&off.figure, None).map_or(next, |c| c.next);
            }
            if !points && middle.unit.is_some() && middle.unit != off.unit {
                return None;
            }
            off.value
        };
        if spread < Decimal::ZERO || spread > middle.value.abs() {
            return None;
        }
        if close {
            next += self.phrase(&self.rules.margin_end, next)?;
        }
        let unit = middle.unit.clone().or(if percent(&off.unit) { None } else { off.unit });
        let low = Measure { value: middle.value.checked_sub(spread)?, unit: unit.clone(), ..middle.clone() };
        let high = Measure { value: middle.value.checked_add(spread)?, unit, ..middle.clone() };
        Some((middle.first, low, high, next))
    }

    /// Returns where the figure of a margin starts, and whether a word must end it.
    fn margin(&self, middle: &Measure, at: usize) -> Option<(usize, bool)> {
        match self.str(at) {
            "±" => return Some((at + 1, false)),
            "+" if self.str(at + 1) == "/" && matches!(self.str(at + 2), "-" | "−") && self.tokens.glued(at + 2) => {
                return Some((at + 3, false));
            }
            _ => {}
        }
        // After the noun and a comma too; most figures have neither there.
        let mut start = at;
        if middle.unit.is_none() && self.tokens.continues(at) && self.tokens.list[at].kind == TokenKind::Word {
            let word =
                |n: usize| if self.tokens.continues(at + n) { Some(self.tokens.list[at + n].word) } else { None };
            start += self.rules.counted.longest(word).map_or(0, |(length, _)| length);
        }
        start += usize::from(self.tokens.continues(start) && self.str(start) == ",");
        if let Some(length) = self.phrase(&self.rules.margin, start) {
            return Some((start + length, false));
        }
        let length = self.phrase(&self.rules.range_to, start).filter(|_| !self.rules.margin_end.is_empty())?;
        let off = self.second(start + length)?;
        self.phrase(&self.rules.margin_end, off.next).map(|_| (start + length, true))
    }

    /// Returns how many tokens of a phrase stand at `at`.
    fn phrase(&self, phrases: &Phrases<()>, at: usize) -> Option<usize> {
        let word = |n: usize| if self.tokens.continues(at + n) { Some(self.tokens.list[at + n].word) } else { None };
        phrases.longest(word).map(|(length, ())| length)
    }

    /// Reads what follows a hyphen or dash.
    fn dashed(&self, low: &Measure, at: usize) -> Option<(usize, Measure, Measure, usize)> {
        let glued = self.tokens.glued(at) && self.tokens.glued(at + 1);
        let spaced = !self.tokens.glued(at) && !self.tokens.glued(at + 1);
        let mut start = at + 1;
        // `8- to 16-metre`
        let to =
            |n: usize| if self.tokens.continues(start + n) { Some(self.tokens.list[start + n].word) } else { None };
        let hanging = self.rules.range_to.longest(to).map(|(length, ())| length);
        if let Some(length) = hanging {
            start += length;
        } else if !glued && !spaced {
            return None;
        }
        let high = self.second(start)?;
        // Chains are telephone numbers and dates.
        let chained = self.tokens.glued(high.figure.next)
            && self.role(high.figure.next, Role::RangeDash)
            && self.tokens.numeral(high.figure.next + 1).is_some();
        if chained
            || low.figure.digits != high.figure.digits && hanging.is_none()
            || self.is_bare_year(low) && (high.unit.is_none() && high.value <= Decimal::from(2100))
        {
            return None;
        }
        if spaced && self.str(at) == "-" && !low.figure.digits {
            return None;
        }
        let (low, high) = self.share(low, high, true)?;
        if low.value >= high.value || high.unit.is_none() && self.class_near(low.first, Class::Contest) {
            return None;
        }
        let next = high.next;
        Some((low.first, low, high, next))
    }

    /// Reads the second end of a range.
    fn second(&self, at: usize) -> Option<Measure> {
        if !self.tokens.continues(at) {
            return None;
        }
        // a currency's sign may open it
        let mut start = at;
        for _ in 0..3 {
            if let Some(found) = self.measure(start) {
                let opens = found.first <= at;
                return if opens && found.figure.sense != Sense::Ordinal && !found.figure.one {
                    Some(found)
                } else {
                    None
                };
            }
            start += 1;
            if !self.tokens.continues(start) {
                return None;
            }
        }
        None
    }

    /// Gives each end what only the other says: unit, magnitude. `None` where the units do not agree.
    fn share(&self, low: &Measure, high: Measure, dash: bool) -> Option<(Measure, Measure)> {
        let mut low = low.clone();
        let mut high = high;
        match (&low.unit, &high.unit) {
            (None, Some(unit)) => {
                low.unit = Some(unit.clone());
                if matches!(unit, UnitValue::Money { hundredth: true, .. }) {
                    low.value = low.value.checked_div(Decimal::ONE_HUNDRED)?;
                }
            }
            (Some(unit), None) => {
                let money = matches!(unit, UnitValue::Money { .. });
                if !money || low.figure.first == low.first {
                    // `5 % à 10` says nothing of the ten, `$5-10` does
                    return None;
                }
                high.unit = Some(unit.clone());
            }
            (Some(a), Some(b)) if a != b => return None,
            _ => {}
        }
        let scale = high.figure.scale;
        if low.figure.scale == Decimal::ONE && scale > Decimal::ONE && low.value < Decimal::from(1000) {
            let scaled = low.value.checked_mul(scale)?;
            if scaled < high.value {
                low.value = scaled;
                low.figure.scale = scale;
            }
        } else if low.figure.digits && high.figure.digits && low.value < Decimal::from(1000) {
            // `10–12,000`, `20 to 25,000`: the thousands stand at the end only
            let most = if dash { Decimal::TEN } else { Decimal::TWO };
            let grouped = |first: usize| self.tokens.numeral(first).is_some_and(|n| n.grouped);
            let thousand = Decimal::from(1000);
            if grouped(high.figure.first) && !grouped(low.figure.first) && high.value >= thousand {
                let scaled = low.value.checked_mul(thousand)?;
                let top = scaled.checked_mul(most)?;
                if scaled < high.value && (high.value < top || !dash && high.value == top) {
                    low.value = scaled;
                }
            }
        }
        Some((low, high))
    }

    /// Emits a range with what it counts; returns where to go on and what that was.
    pub(super) fn emit_range(
        &self,
        first: usize,
        low: &Measure,
        high: &Measure,
        next: usize,
        out: &mut Vec<Found>,
    ) -> (usize, Option<NounRule>) {
        let mut kind = self.kind(high);
        let mut unit = high.unit.as_ref().map(|u| self.unit_name(u));
        let mut counted = None;
        let mut noun = None;
        let mut end = next;
        if (kind == Kind::Duration || high.unit.is_none())
            && let Some((age, stop)) = self.age(&Measure { first, ..high.clone() })
        {
            kind = Kind::Age;
            unit = Some(age);
            end = stop;
        }
        if high.unit.is_none()
            && kind != Kind::Age
            && let Some(found) = self.counted(&high.figure, None)
        {
            counted = found.span;
            noun = found.noun;
            unit = Some(found.unit);
        }
        let (a, b) = if low.value <= high.value { (low.value, high.value) } else { (high.value, low.value) };
        out.push(Found {
            span: self.span(first, end),
            measure: self.span(low.first, end),
            core: self.span(low.first, high.figure.next),
            figure: None,
            kind,
            value: Interval { low: Some(a), high: Some(b) },
            bound: Bound::Range,
            unit,
            counted,
            rounding: Decimal::ZERO,
            rule: "quantity:range",
            firm: self.is_clock_length(low) && kind == Kind::Duration,
            magnitude: high.figure.scale >= Decimal::from(1_000_000),
            ends: (low.figure.first != high.figure.first).then(|| Box::new([low, high].map(|end| self.end(end)))),
        });
        (end, noun)
    }

    fn end(&self, end: &Measure) -> End {
        End {
            measure: self.span(end.first, end.next),
            core: self.span(end.figure.first, end.figure.next),
            value: end.value,
            figure: end.figure.value,
        }
    }

    /// Returns whether a word of change stands shortly before: `passé de 277 à 279` are two values.
    fn change_near(&self, at: usize) -> bool {
        self.near_before(at, Class::Change, 7)
    }

    pub(super) fn class_near(&self, at: usize, class: Class) -> bool {
        self.near_before(at, class, 10)
    }

    pub(super) fn near_after(&self, at: usize, class: Class, reach: usize) -> bool {
        (at + 1..at + 1 + reach).take_while(|n| self.tokens.continues(*n)).any(|n| self.class(n, class))
    }

    pub(super) fn near_before(&self, at: usize, class: Class, reach: usize) -> bool {
        let mut n = at;
        for _ in 0..reach {
            if n == 0 || self.tokens.list[n].border {
                return false;
            }
            n -= 1;
            if self.rules.lexicon.is(self.tokens.list[n].word, class) {
                return true;
            }
        }
        false
    }

    /// Returns whether a figure is four plain digits that a year could be, without a unit.
    pub(super) fn is_bare_year(&self, measure: &Measure) -> bool {
        measure.unit.is_none()
            && measure.figure.next == measure.figure.first + 1
            && self
                .tokens
                .numeral(measure.figure.first)
                .is_some_and(|n| n.whole_digits == 4 && n.decimals == 0 && !n.grouped)
            && measure.value >= Decimal::from(1000)
            && measure.value <= Decimal::from(2100)
    }
}
