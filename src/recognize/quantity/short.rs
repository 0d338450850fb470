//! Whether a letter behind a figure is a short magnitude: the `m` of `1.2m` is a million's or a metre's.

use super::QuantityReader;
use crate::rules::lexicon::Class;
use crate::rules::quantity::{Role, Short, UnitRule};

impl QuantityReader<'_> {
    /// Returns whether a short magnitude that ends before token `next` holds, by what stands beside it.
    pub(super) fn short_holds(&self, currency_before: bool, next: usize, short: Short) -> bool {
        if currency_before {
            return true;
        }
        let glued = self.tokens.glued(next - 1);
        // `221B Baker Street`
        if glued && self.tokens.continues(next) && self.street_follows(next) {
            return false;
        }
        // `20 °C (293K)`
        if self.str(next - 1) == "K" && next >= 2 && self.degrees_near(next - 2, next) {
            return false;
        }
        let length = self.str(next - 1).len();
        if self.money_at(next).is_some() {
            return true;
        }
        if !short.money && !short.currency {
            return glued || length > 1;
        }
        let of = self.role(next, Role::Of);
        if of && self.money_at(next + 1).is_some() {
            return true;
        }
        if short.currency {
            return false;
        }
        if glued && self.tells_millions(next) {
            return true;
        }
        // `a 6m wall` measures one
        if glued && next >= 2 && self.role_before(next - 2, Role::Article) {
            return false;
        }
        let noun = next + usize::from(of);
        let word =
            |n: usize| if self.tokens.continues(noun + n) { Some(self.tokens.list[noun + n].word) } else { None };
        self.rules.counted.longest(word).is_some()
    }

    /// Returns whether a letter before token `next` that could be a metre's is a million's: near a noun of great numbers
    /// (`a population of 1.2m`) or before a unit of its own (`1.3m tonnes`).
    fn tells_millions(&self, next: usize) -> bool {
        if self.class(next, Class::Dimension) {
            return false;
        }
        // Feet and seconds go on from metres (`fell 30m feet first`), tonnes never.
        let amount = |rule: UnitRule| match rule {
            UnitRule::Measure(index) => {
                self.units.unit(index).is_some_and(|u| !matches!(u.dimension.as_str(), "length" | "time"))
            }
            _ => true,
        };
        let own = self.phrase_unit(next).is_some_and(|(length, rule)| amount(rule) && self.unit_ends(next + length));
        let Some(figure) = next.checked_sub(2) else { return own };
        let word = |at: Option<usize>| at.and_then(|n| self.tokens.get(n)).map(|t| t.word);
        let of = self.role_before(figure, Role::Of)
            && word(figure.checked_sub(2)).is_some_and(|w| self.rules.lexicon.is(w, Class::Crowd));
        // `the population rose to 1.2m.`, but not `the population lives within 500m of the river`
        let rose =
            self.ends_at(next) && !self.role_before(figure, Role::Article) && self.near_before(figure, Class::Crowd, 3);
        own || of || rose
    }
}
