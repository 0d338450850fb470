//! Amounts that are no plain figure and unit: `75 EUR million`, `20 (kg)`, `less than a mile`.

use rust_decimal::Decimal;

use super::{Measure, QuantityReader, UnitValue};
use crate::model::{Bound, Kind};
use crate::recognize::number::{Figure, Sense, power_of_ten};
use crate::rules::quantity::{NumberWord, Role};

impl QuantityReader<'_> {
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
