//! How far a figure's writing commits to its value.

use rust_decimal::Decimal;

use super::{Measure, QuantityReader};
use crate::model::Kind;
use crate::recognize::number::Sense;

/// What is told as a fraction of a round whole is believed to this part of itself.
const PART_OF_WHOLE: Decimal = Decimal::from_parts(20, 0, 0, false, 0);

impl QuantityReader<'_> {
    /// Returns half of the place that the writing commits to, in the value's own unit.
    ///
    /// `7,4` is 0.05, `3,2 millions` 50 000, `8 000` 500. Trailing zeros are taken for rounding only while half a place
    /// stays within a tenth of the value: `10 000` is believed to the thousand. Small whole counts, ages and lengths of
    /// time are exact.
    pub(super) fn rounding(&self, measure: &Measure, kind: Kind) -> Decimal {
        let figure = &measure.figure;
        // Half a million litres are about as many, and so is a quarter of a century; half of the voters are just that.
        if figure.sense == Sense::Fraction && (measure.unit.is_some() || figure.value.abs() >= Decimal::ONE_THOUSAND) {
            return (figure.value.abs() / PART_OF_WHOLE).normalize();
        }
        if matches!(figure.sense, Sense::Fraction | Sense::Vague | Sense::Ordinal) || figure.value.is_zero() {
            return Decimal::ZERO;
        }
        let Some(mantissa) = figure.value.checked_div(figure.scale).map(|m| m.abs()) else { return Decimal::ZERO };
        let written = self.tokens.numeral(figure.first).map_or(0, |n| u32::from(n.decimals));
        let decimals = written.max(mantissa.normalize().scale()).min(12);
        let mut place = Decimal::new(1, decimals);
        if decimals == 0 {
            let mut rest = mantissa.normalize();
            while !rest.is_zero() && (rest / Decimal::TEN).fract().is_zero() && place < Decimal::from(1_000_000_000) {
                rest /= Decimal::TEN;
                place *= Decimal::TEN;
            }
        }
        let Some(mut half) = place.checked_mul(figure.scale).map(|p| p / Decimal::TWO) else { return Decimal::ZERO };
        let limit = figure.value.abs() / Decimal::TEN;
        let mut steps = 0;
        while half >= limit && steps < 3 && half > Decimal::new(5, 2) {
            half /= Decimal::TEN;
            steps += 1;
        }
        let whole = mantissa.fract().is_zero() && written == 0;
        let counted = matches!(kind, Kind::Age | Kind::Duration)
            || kind == Kind::Quantity && measure.unit.is_none()
            || kind == Kind::Money;
        if whole && counted && figure.scale <= Decimal::from(1000) && figure.value.abs() < Decimal::ONE_HUNDRED {
            return Decimal::ZERO;
        }
        if kind == Kind::Age || kind == Kind::Duration && whole {
            return Decimal::ZERO;
        }
        if half < Decimal::ONE && whole && kind == Kind::Quantity && measure.unit.is_none() {
            return Decimal::ZERO;
        }
        half.normalize()
    }
}
