//! Amounts that are no plain figure and unit: `-$5`, `75 EUR million`, `20 (kg)`, `less than a mile`.

use rust_decimal::Decimal;

use super::{Measure, QuantityReader, UnitValue};
use crate::model::{Bound, Kind};
use crate::recognize::number::{Figure, Sense, power_of_ten};
use crate::recognize::token::TokenKind;
use crate::rules::quantity::{NumberWord, Role};

impl QuantityReader<'_> {
    /// Returns whether a hyphen, minus or dash stands at `at`.
    pub(super) fn is_minus(&self, at: usize) -> bool {
        matches!(self.str(at), "-" | "−" | "–")
    }

    /// Returns whether a hyphen or dash at `at` may be a sign: nothing stands before it that it could join or part.
    pub(super) fn opens_minus(&self, at: usize) -> bool {
        let token = &self.tokens.list[at];
        let before = if token.border { None } else { at.checked_sub(1).and_then(|n| self.tokens.get(n)) };
        before.is_none_or(|t| {
            token.gap && t.kind != TokenKind::Numeral
                || matches!(&self.text[t.start..t.end], "(" | "<" | ">" | "$" | "€" | "£")
        })
    }

    /// `from $10m to 5m`, `$5-10m`: the currency of the first of two amounts, where the second has but its magnitude.
    pub(super) fn currency_of_first(&self, at: usize) -> Option<(usize, UnitValue)> {
        let short = |n: usize| {
            let short = if self.tokens.glued(n) { self.rules.short(self.str(n)) } else { None };
            short.is_some_and(|s| s.money || s.currency)
        };
        self.tokens.numeral(at).filter(|_| short(at + 1))?;
        let joint = at.checked_sub(1).filter(|joint| self.tokens.continues(at) && self.tokens.continues(*joint))?;
        let to = self.rules.range_to.longest(|n| if n == 0 { Some(self.tokens.list[joint].word) } else { None });
        if to.is_none() && !self.role(joint, Role::And) && !self.role(joint, Role::RangeDash) {
            return None;
        }
        let magnitude = joint.checked_sub(2).filter(|first| short(first + 1) && self.tokens.numeral(*first).is_some());
        let bare =
            || joint.checked_sub(1).filter(|n| !self.role(joint, Role::And) && self.tokens.numeral(*n).is_some());
        let first = magnitude.or_else(bare)?;
        self.currency_before(first).map(|(_, unit)| (at, unit))
    }

    /// Reads `75 EUR million`: a magnitude behind the currency's code.
    pub(super) fn late_magnitude(&self, measure: &mut Measure) -> Option<()> {
        let at = measure.next;
        let code = matches!(measure.unit, Some(UnitValue::Money { hundredth: false, .. }))
            && at == measure.figure.next + 1
            && self.str(at - 1).len() == 3
            && self.str(at - 1).bytes().all(|b| b.is_ascii_uppercase());
        if !code || measure.figure.scale > Decimal::ONE || !self.tokens.continues(at) {
            return Some(());
        }
        if let Some(NumberWord::Magnitude(power @ 6..)) = self.rules.facts(self.tokens.list[at].word).number {
            let scale = power_of_ten(power)?;
            measure.value = measure.value.checked_mul(scale)?;
            measure.figure.value = measure.value;
            measure.figure.scale = scale;
            measure.next = at + 1;
        }
        Some(())
    }

    /// Reads a symbol in brackets, as tables have it: `20 (kg)`.
    pub(super) fn bracketed(&self, figure: &Figure, at: usize) -> Option<(UnitValue, usize)> {
        let close = match self.str(at) {
            "(" => ")",
            "[" => "]",
            _ => return None,
        };
        let (unit, next) = self.symbol(figure, at + 1, false)?;
        let long = self.span(at + 1, next).len() > 1;
        if long && self.tokens.glued(next) && self.str(next) == close { Some((unit, next + 1)) } else { None }
    }

    /// Reads `a mile`, `an hour` under a bound: `less than a mile`.
    pub(super) fn article_unit(&self, at: usize) -> Option<Figure> {
        if !self.tokens.get(at).is_some_and(|t| self.rules.facts(t.word).is(Role::Article)) {
            return None;
        }
        let figure = self.figures().base(at, at + 1, Decimal::ONE, Sense::Cardinal);
        let (unit, _) = self.unit_after(&figure)?;
        let bounded =
            self.bound_before(at, Kind::Quantity).is_some_and(|(first, bound)| first < at && bound != Bound::About);
        if matches!(unit, UnitValue::Measure(_)) && bounded { Some(figure) } else { None }
    }
}
