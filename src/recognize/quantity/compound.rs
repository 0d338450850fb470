//! Measures told in two units: `5 ft 10 in`, `1 m 80`, `2 h 07`, `13 dollars and 45 cents`.
//!
//! Which units go together, and where the smaller one may go without its name, is `rules/<language>/figures.toml`.

use rust_decimal::Decimal;

use super::figure_words::Compound;
use super::{Measure, QuantityReader, UnitValue};
use crate::recognize::number::{Figure, Sense};
use crate::recognize::token::TokenKind;
use crate::rules::lexicon::Class;
use crate::rules::quantity::Role;

impl QuantityReader<'_> {
    /// Adds the smaller unit that follows: `5 ft 2 in`, `13 dollars and 45 cents`, `15 euros 50`, `2 h 07`.
    pub(super) fn compound(&self, measure: &mut Measure) {
        let mut at = measure.next;
        // `6-foot-5`
        let hyphens = [measure.figure.next, at].iter().all(|n| self.role(*n, Role::RangeDash) && self.tokens.glued(*n))
            && self.tokens.glued(at + 1);
        let and = self.role(at, Role::And);
        // `between two years and six months`
        if and && self.role_before(measure.first, Role::Between) {
            return;
        }
        at += usize::from(hyphens || and);
        let edge = if hyphens { at } else { measure.next };
        if !self.tokens.continues(at) || !measure.value.fract().is_zero() {
            return;
        }
        let Some(small) = self.figures().read(at, |_, _| false) else { return };
        if small.sense != Sense::Cardinal || small.scale > Decimal::ONE || small.value < Decimal::ZERO {
            return;
        }
        match &measure.unit {
            Some(UnitValue::Money { hundredth: false, .. }) => self.with_cents(measure, &small),
            Some(UnitValue::Measure(big)) => {
                let Some(big) = self.units.unit(*big) else { return };
                let joined = self
                    .words
                    .compound
                    .iter()
                    .filter(|row| row.big == big.symbol)
                    .find_map(|row| Some((row, self.small_end(row, edge, &small)?)));
                if let Some((row, next)) = joined
                    && let Some((value, unit)) = self.sum(row, measure.value, small.value)
                {
                    (measure.value, measure.unit, measure.next) = (value, Some(unit), next);
                    // `2 h 18 min 45 s`: what was told with its unit may go on
                    if row.total == row.small && self.tokens.numeral(next - 1).is_none() {
                        self.compound(measure);
                    }
                }
            }
            _ => {}
        }
    }

    fn with_cents(&self, measure: &mut Measure, small: &Figure) {
        let hundred = Decimal::ONE_HUNDRED;
        if small.value >= hundred || measure.figure.scale > Decimal::ONE {
            return;
        }
        let part = self.unit_after(small);
        let next = match &part {
            Some((UnitValue::Money { hundredth: true, .. }, next)) => *next,
            None if small.first == measure.next && small.value >= Decimal::TEN && self.counts_nothing(small.next) => {
                small.next
            }
            _ => return,
        };
        if let Some(value) = small.value.checked_div(hundred).and_then(|v| measure.value.checked_add(v)) {
            measure.value = value;
            measure.next = next;
        }
    }

    /// Returns where the smaller figure ends, with its unit or without, where it belongs to a greater one that ends
    /// before token `edge`.
    fn small_end(&self, row: &Compound, edge: usize, small: &Figure) -> Option<usize> {
        let named = |index: u16| self.units.unit(index).is_some_and(|unit| unit.symbol == row.small);
        // `2h 4m`
        let short = !row.short.is_empty() && self.str(small.next) == row.short && self.tokens.glued(small.next);
        if short && self.unit_ends(small.next + 1) {
            return Some(small.next + 1);
        }
        match self.unit_after(small) {
            Some((UnitValue::Measure(index), next)) if named(index) => return Some(next),
            Some(_) => return None,
            // `5 ft 10 in`: a symbol that is a word elsewhere
            None if self.tokens.continues(small.next) && self.units.form(self.str(small.next)).is_some_and(named) => {
                return Some(small.next + 1);
            }
            None => {}
        }
        // `9 s 58 date de 2009`, `a 6-foot-5 player`: what follows these is no matter
        let joined = row.small.is_empty() || self.role(edge - 1, Role::RangeDash);
        if small.first != edge || row.bare.is_empty() || !joined && !self.counts_nothing(small.next) {
            return None;
        }
        let fits = match self.tokens.numeral(small.first) {
            Some(numeral) => numeral.decimals == 0 && row.bare.contains(&numeral.whole_digits) && !numeral.grouped,
            // `un mètre quatre-vingts`
            None if small.value < Decimal::TEN => row.glued && row.bare.contains(&1),
            None => row.glued && row.bare.contains(&2),
        };
        if fits { Some(small.next) } else { None }
    }

    /// Returns the sum of both figures in the pair's own unit; `None` where the smaller one is a greater one's worth.
    fn sum(&self, row: &Compound, big: Decimal, small: Decimal) -> Option<(Decimal, UnitValue)> {
        let factor = |symbol: &str| Some(self.units.unit(self.units.index(symbol)?)?.factor);
        let one_big = factor(&row.big)?;
        let one_small =
            if row.small.is_empty() { one_big.checked_div(Decimal::ONE_HUNDRED)? } else { factor(&row.small)? };
        let part = small.checked_mul(one_small)?;
        if part >= one_big {
            return None;
        }
        let value = big.checked_mul(one_big)?.checked_add(part)?.checked_div(factor(&row.total)?)?;
        Some((value.normalize(), UnitValue::Measure(self.units.index(&row.total)?)))
    }

    /// Reads the greater unit of `1m80`, with where it ends.
    pub(super) fn glued_big(&self, figure: &Figure) -> Option<(UnitValue, usize)> {
        let at = figure.next;
        if !figure.digits || !self.tokens.glued(at) || !self.tokens.glued(at + 1) {
            return None;
        }
        let small = self.tokens.numeral(at + 1)?;
        let row = self.words.compound.iter().find(|row| row.glued && row.big == self.str(at))?;
        let ends = !self.tokens.glued(at + 2)
            || self.tokens.list[at + 2].kind == TokenKind::Sign && !self.tokens.glued(at + 3)
            || self.str(at + 2) == row.small;
        let fits = small.decimals == 0 && row.bare.contains(&small.whole_digits);
        if ends && fits { Some((UnitValue::Measure(self.units.index(&row.big)?), at + 1)) } else { None }
    }

    /// Reads `5'10"`: the value, its unit and where it ends.
    pub(super) fn marked(&self, figure: &Figure) -> Option<(Decimal, UnitValue, usize)> {
        let at = figure.next;
        if !figure.digits || !self.tokens.glued(at) || self.tokens.list[at].kind != TokenKind::Sign {
            return None;
        }
        let (row, closing) = self.words.compound.iter().find_map(|row| {
            let place = row.marks.iter().position(|mark| mark == self.str(at))?;
            Some((row, row.marks.get(place + 1)?))
        })?;
        let small = self.tokens.numeral(at + 1).filter(|n| n.decimals == 0 && n.whole_digits <= 2)?;
        if !self.tokens.continues(at + 1) || !self.tokens.glued(at + 2) || self.str(at + 2) != closing {
            return None;
        }
        // `48°51'24"` is a place
        if figure.first > 0 && self.tokens.glued(figure.first) && self.str(figure.first - 1) == "°" {
            return None;
        }
        let (value, unit) = self.sum(row, figure.value, small.value?)?;
        Some((value, unit, at + 3))
    }

    /// Returns whether a bare number that ends before token `next` stands for its unit alone: nothing that it could count
    /// follows.
    fn counts_nothing(&self, next: usize) -> bool {
        !self.tokens.continues(next)
            || self.tokens.glued(next) && self.tokens.list[next].kind != TokenKind::Word && self.str(next) != "%"
            || self.tokens.list[next].gap && self.tokens.list[next].kind == TokenKind::Sign
            || self.tokens.list[next].gap && self.class(next, Class::Function)
    }
}
