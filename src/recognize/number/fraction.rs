//! Parts of a whole and powers: `two thirds`, `un quart de milliard`, `½`, `3/4`, `1.3x10^6`.

use rust_decimal::Decimal;

use super::figure::FigureReader;
use super::{Figure, Sense};
use crate::recognize::token::TokenKind;
use crate::rules::lexicon::Class;
use crate::rules::quantity::{NumberWord, Role};

impl FigureReader<'_> {
    /// Reads a part of a whole that starts at `at`: `half`, `two thirds`, `un quart de milliard`, `a third`.
    pub(super) fn part(&self, at: usize) -> Option<Figure> {
        let (value, next) = self.fraction(at)?;
        let (scaled, end) = self.of_magnitude(value, next)?;
        if end > next {
            let mut figure = self.base(at, end, scaled, Sense::Cardinal);
            figure.takes_of = true;
            return Some(figure);
        }
        Some(self.base(at, next, value, Sense::Fraction))
    }

    /// Reads a numerator and a denominator; checks nothing of what stands around them.
    pub(super) fn fraction(&self, at: usize) -> Option<(Decimal, usize)> {
        let token = self.tokens.get(at)?;
        if token.kind != TokenKind::Word && token.kind != TokenKind::Numeral {
            return self.vulgar_value(at);
        }
        let facts = self.rules.facts(token.word);
        // `the second half`, `la première moitié` are times, not shares
        let ordinal =
            at > 0 && self.tokens.continues(at) && self.rules.facts(self.tokens.list[at - 1].word).ordinal > 0;
        if ordinal && facts.denominator == 2 {
            return None;
        }
        if facts.denominator > 0 && facts.is(Role::Lone) {
            return Some((Decimal::ONE.checked_div(Decimal::from(facts.denominator))?, at + 1));
        }
        if facts.is(Role::Half) && !facts.is(Role::Lone) {
            // `demi-million`, only as a part of one
            let (_, end) = self.of_magnitude(Decimal::ONE, at + 1)?;
            return if end > at + 1 { Some((Decimal::new(5, 1), at + 1)) } else { None };
        }
        // `quarter million`, as headlines have it
        if facts.denominator == 4 && facts.ordinal == 0 && self.is_magnitude(at + 1) {
            return Some((Decimal::new(25, 2), at + 1));
        }
        let article = facts.is(Role::Article);
        let (numerator, mut next, spelled_one) = if article && !facts.is(Role::One) {
            (1, at + 1, false)
        } else if token.kind == TokenKind::Word {
            let (value, next) = self.composer().group(at)?;
            (value, next, facts.is(Role::One) && next == at + 1)
        } else {
            return None;
        };
        let hyphen = self.facts(next).is(Role::RangeDash);
        if hyphen {
            next += 1;
        }
        let under = self.facts(next);
        if under.is(Role::Half) && numerator == 1 {
            return Some((Decimal::new(5, 1), next + 1));
        }
        if under.denominator == 0 {
            return None;
        }
        let certain = under.is(Role::Part);
        let ok = match numerator {
            1 => {
                // English `a third` and French `un cinquième` may be ordinals; `one third`, `un tiers` may not.
                let plural = certain && self.str(next).ends_with('s') && under.denominator != 3;
                let is_half = under.denominator == 2;
                if plural && !is_half && self.rules.and_after_tens.is_empty() {
                    false
                } else {
                    certain || spelled_one && !article || self.after_fraction(next + 1) || self.is_magnitude(next + 1)
                }
            }
            // `vingt-cinquième`, `twenty-fifths` are places in a row; `trois cinquièmes` is a part.
            _ if numerator >= 20 && numerator % 10 == 0 && (under.ordinal > 0 || hyphen && under.denominator < 10) => {
                false
            }
            _ => {
                certain || !self.rules.and_after_tens.is_empty() && under.denominator != 2 && !hyphen && numerator < 100
            }
        };
        if !ok {
            return None;
        }
        Some((Decimal::from(numerator).checked_div(Decimal::from(under.denominator))?, next + 1))
    }

    fn is_magnitude(&self, at: usize) -> bool {
        self.tokens.continues(at) && matches!(self.composer().word(at), Some((NumberWord::Magnitude(4..), _)))
    }

    /// Returns whether what stands at `at` lets the fraction before it stand alone.
    fn after_fraction(&self, at: usize) -> bool {
        !self.tokens.continues(at) || self.tokens.list[at].kind == TokenKind::Sign || self.is(at, Class::AfterFraction)
    }

    /// Reads `½` and the like.
    pub(super) fn vulgar(&self, at: usize) -> Option<Figure> {
        let (value, next) = self.vulgar_value(at)?;
        Some(Figure { digits: true, ..self.base(at, next, value, Sense::Fraction) })
    }

    pub(super) fn vulgar_value(&self, at: usize) -> Option<(Decimal, usize)> {
        let (over, under) = match self.str(at) {
            "½" => (1, 2),
            "⅓" => (1, 3),
            "⅔" => (2, 3),
            "¼" => (1, 4),
            "¾" => (3, 4),
            "⅕" => (1, 5),
            "⅖" => (2, 5),
            "⅗" => (3, 5),
            "⅘" => (4, 5),
            "⅙" => (1, 6),
            "⅚" => (5, 6),
            "⅛" => (1, 8),
            "⅜" => (3, 8),
            "⅝" => (5, 8),
            "⅞" => (7, 8),
            _ => return None,
        };
        Some((Decimal::from(over).checked_div(Decimal::from(under))?, at + 1))
    }

    /// Reads `3/4`, `2 1/4`.
    pub(super) fn slash(&self, at: usize, value: Decimal) -> Option<Figure> {
        let plain = |at: usize| {
            self.tokens.numeral(at).filter(|n| n.decimals == 0 && !n.grouped && !n.padded && n.whole_digits <= 3)?.value
        };
        let part = |at: usize| {
            let over = plain(at)?;
            if !(self.tokens.glued(at + 1) && self.str(at + 1) == "/" && self.tokens.glued(at + 2)) {
                return None;
            }
            let under = plain(at + 2)?;
            let chain = self.tokens.glued(at + 3) && matches!(self.str(at + 3), "/" | "-");
            let usual = [2, 3, 4, 5, 6, 8, 10, 16, 20, 32, 40, 64, 100].iter().any(|d| under == Decimal::from(*d));
            if chain || !usual || over >= under || over.is_zero() {
                return None;
            }
            over.checked_div(under)
        };
        let glued_before = self.tokens.glued(at) && at > 0 && self.str(at - 1) == "/";
        if glued_before {
            return None;
        }
        if let Some(part) = part(at) {
            return Some(Figure { digits: true, ..self.base(at, at + 3, part, Sense::Fraction) });
        }
        if self.tokens.continues(at + 1)
            && plain(at).is_some()
            && let Some(part) = part(at + 1)
        {
            return Some(Figure { digits: true, ..self.base(at, at + 4, value.checked_add(part)?, Sense::Cardinal) });
        }
        None
    }

    /// Reads `1,1^23`, `2.5^-1`: a power, with where it ends.
    pub(super) fn raised(&self, at: usize, base: Decimal) -> Option<(Decimal, usize)> {
        if !self.tokens.glued(at) || self.str(at) != "^" {
            return None;
        }
        let mut next = at + 1;
        let mut negative = false;
        while self.tokens.glued(next) && matches!(self.str(next), "-" | "−" | "+") {
            negative ^= self.str(next) != "+";
            next += 1;
        }
        let numeral = self.tokens.numeral(next).filter(|n| n.decimals == 0 && n.whole_digits <= 2)?;
        let power = u32::try_from(numeral.value?).ok().filter(|_| self.tokens.glued(next))?;
        let mut value = Decimal::ONE;
        for _ in 0..power {
            value = value.checked_mul(base)?.round_dp(20);
        }
        Some((if negative { Decimal::ONE.checked_div(value)? } else { value }, next + 1))
    }

    /// Reads `x3^4` after a numeral: what it is multiplied by, with where that ends.
    pub(super) fn times_power(&self, at: usize) -> Option<(Decimal, usize)> {
        if !self.tokens.glued(at) || !matches!(self.str(at), "x" | "×") || !self.tokens.glued(at + 1) {
            return None;
        }
        self.raised(at + 2, self.tokens.numeral(at + 1).filter(|n| n.decimals == 0)?.value?)
    }

    /// Reads `e10`, `x10^-4`, `×10−5` after a numeral, as the power and where it ends.
    pub(super) fn exponent(&self, at: usize) -> Option<(i32, usize)> {
        if !self.tokens.glued(at) {
            return None;
        }
        let mut next = at;
        match self.str(next) {
            "e" | "E" => next += 1,
            "x" | "×" if self.tokens.glued(next + 1) && self.str(next + 1) == "10" => {
                next += 2;
                if self.tokens.glued(next) && self.str(next) == "^" {
                    next += 1;
                }
            }
            _ => return None,
        }
        let mut negative = false;
        if self.tokens.glued(next) && matches!(self.str(next), "-" | "−" | "–" | "+") {
            negative = self.str(next) != "+";
            next += 1;
        }
        if !self.tokens.glued(next) {
            return None;
        }
        let numeral = self.tokens.numeral(next).filter(|n| n.decimals == 0 && n.whole_digits <= 2)?;
        let power = i32::try_from(numeral.value?).ok().filter(|p| *p <= 24)?;
        Some((if negative { -power } else { power }, next + 1))
    }
}
