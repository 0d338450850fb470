//! Adds and multiplies number words: `deux cent quarante-trois mille`, `4 thousand 3 hundred and 21`.
//!
//! One grammar for every language; what the words are worth and how they join is data (`rules/<language>/numbers.toml`).

use rust_decimal::Decimal;

use super::power_of_ten;
use crate::recognize::token::{TokenKind, Tokens};
use crate::rules::quantity::{NumberWord, QuantityRules, Role};

/// Reads number words.
#[derive(Clone, Copy)]
pub struct Composer<'a> {
    /// The tokens.
    pub tokens: &'a Tokens,
    /// The language's words.
    pub rules: &'a QuantityRules,
}

/// A composed number.
#[derive(Clone, Copy, Debug)]
pub struct Composed {
    /// Its value.
    pub value: Decimal,
    /// One past its last token.
    pub next: usize,
    /// The magnitude of its last group.
    pub scale: Decimal,
    /// It is one group with magnitudes after it.
    pub single: bool,
    /// It has number words.
    pub words: bool,
    /// Its last word is a magnitude.
    pub ends_in_magnitude: bool,
}

impl Composer<'_> {
    /// Returns the number word at `at` and where it ends; two words with or without a hyphen may make one.
    pub fn word(&self, at: usize) -> Option<(NumberWord, usize)> {
        let first = self.tokens.get(at)?;
        if first.kind != TokenKind::Word {
            return None;
        }
        for second in [at + 1, at + 2] {
            if second == at + 2 && !self.is_hyphen(at + 1) {
                break;
            }
            if let Some(token) = self.tokens.get(second).filter(|t| !t.border)
                && let Some(number) = self.rules.pair(first.word, token.word)
            {
                return Some((number, second + 1));
            }
        }
        self.rules.facts(first.word).number.map(|n| (n, at + 1))
    }

    /// Returns the number word at `at` or after a hyphen there, in the same sentence.
    fn joined(&self, at: usize) -> Option<(NumberWord, usize)> {
        let at = if self.is_hyphen(at) { at + 1 } else { at };
        if self.tokens.continues(at) { self.word(at) } else { None }
    }

    fn is_hyphen(&self, at: usize) -> bool {
        self.tokens.continues(at)
            && self.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Sign && t.end - t.start <= 3)
            && self.rules.facts(self.tokens.list[at].word).is(Role::RangeDash)
            && self.tokens.get(at).is_some_and(|t| t.end - t.start == 1 || !t.gap)
    }

    fn role(&self, at: usize, role: Role) -> bool {
        self.tokens.continues(at) && self.rules.facts(self.tokens.list[at].word).is(role)
    }

    /// Reads a number below a hundred.
    fn below_hundred(&self, at: usize) -> Option<(u64, usize)> {
        let (word, next) = self.word(at)?;
        match word {
            NumberWord::Unit(n) | NumberWord::Teen(n) => Some((u64::from(n), next)),
            NumberWord::Tens(tens, with_teens) => {
                let tens = u64::from(tens);
                let fits = |word| match word {
                    NumberWord::Unit(n) => Some(u64::from(n)),
                    NumberWord::Teen(n) if with_teens => Some(u64::from(n)),
                    _ => None,
                };
                let hyphen = usize::from(self.is_hyphen(next));
                if self.role(next + hyphen, Role::And) {
                    let after = next + hyphen + 1;
                    if let Some((word, end)) = self.joined(after)
                        && let Some(n) =
                            fits(word).filter(|n| self.rules.and_after_tens.iter().any(|a| u64::from(*a) == *n))
                    {
                        return Some((tens + n, end));
                    }
                    return Some((tens, next));
                }
                match self.joined(next) {
                    Some((word, end)) if fits(word).is_some() => Some((tens + fits(word).unwrap_or(0), end)),
                    _ => Some((tens, next)),
                }
            }
            _ => None,
        }
    }

    /// Reads a group below a thousand (or `forty-five hundred`), with whether it ends in `hundred`.
    pub fn group(&self, at: usize) -> Option<(u64, usize)> {
        let (base, mut next) = match self.word(at)? {
            (NumberWord::Zero, next) => return Some((0, next)),
            (NumberWord::Hundred, next) => (1, next),
            _ => {
                let (base, next) = self.below_hundred(at)?;
                // French multiplies by digits and teens only: `quarante-cinq cents` are coins
                let limit = if self.rules.and_after_tens.is_empty() { 100 } else { 20 };
                match self.joined(next) {
                    Some((NumberWord::Hundred, end)) if base < limit => (base, end),
                    _ => return Some((base, next)),
                }
            }
        };
        let mut value = base * 100;
        let and = self.role(next, Role::And);
        let after = next + usize::from(and);
        let rest = if self.is_hyphen(after) { after + 1 } else { after };
        if self.tokens.continues(rest)
            && let Some((small, end)) = self.below_hundred(rest)
        {
            // `three hundred and two hundred` are two numbers, `a hundred and three quarters` is no 103.
            let hundred = matches!(self.joined(end), Some((NumberWord::Hundred, _)));
            if !hundred && !self.is_denominator(end, and) {
                value += small;
                next = end;
            }
        }
        Some((value, next))
    }

    fn is_group_sign(&self, at: usize) -> bool {
        self.tokens.glued(at) && self.role(at, Role::GroupSign)
    }

    fn is_denominator(&self, at: usize, and: bool) -> bool {
        if !and || !self.tokens.continues(at) {
            return false;
        }
        self.rules.facts(self.tokens.list[at].word).denominator > 0
    }

    /// Reads the longest number at `at`. Digits are read too, on their own or before magnitudes.
    pub fn read(&self, at: usize) -> Option<Composed> {
        let mut total = Decimal::ZERO;
        let mut limit: Option<Decimal> = None;
        let mut done: Option<Composed> = None;
        let mut at = at;
        let mut words = false;
        let mut groups = 0;
        // A comma stands before the group that is read next.
        let mut parted = false;
        while let Some((group, mut next, spelled)) = self.start(at, groups == 0) {
            words |= spelled;
            let mut scale = Decimal::ONE;
            let mut magnitudes = false;
            let bare = next == at;
            while let Some((word, end)) = if bare && !magnitudes { self.word(next) } else { self.joined(next) } {
                let power = match word {
                    NumberWord::Magnitude(power) => power,
                    // `322 hundred`, but `50 cents` are money
                    NumberWord::Hundred if !spelled && !magnitudes && self.rules.and_after_tens.is_empty() => 2,
                    _ => break,
                };
                // `mille millions` multiplies, `millions mille` adds
                if magnitudes && power_of_ten(power).is_none_or(|p| p < scale) {
                    break;
                }
                scale = power_of_ten(power).and_then(|p| scale.checked_mul(p))?;
                magnitudes = true;
                words = true;
                next = end;
            }
            if limit.is_some_and(|l| scale >= l || group >= l) {
                break;
            }
            // A later group in digits must be spelled on: `3 million 200 thousand`, not `3 million 200`.
            if groups > 0 && !spelled && !magnitudes && !self.role(at.wrapping_sub(1), Role::And) {
                break;
            }
            if groups > 0 && group.is_zero() {
                break;
            }
            if groups > 0 && self.is_denominator(next, true) {
                break;
            }
            // `two thousand, three hundred of them children` are two numbers
            if parted && (!spelled || group < Decimal::ONE_HUNDRED && !magnitudes || self.role(next, Role::Of)) {
                break;
            }
            total = group.checked_mul(scale).and_then(|v| total.checked_add(v))?;
            groups += 1;
            done =
                Some(Composed { value: total, next, scale, single: groups == 1, words, ends_in_magnitude: magnitudes });
            if scale <= Decimal::ONE {
                break;
            }
            limit = Some(scale);
            at = next + usize::from(self.role(next, Role::And));
            if self.is_hyphen(at) {
                at += 1;
            }
            parted = spelled && at == next && self.is_group_sign(at);
            at += usize::from(parted);
            if !self.tokens.continues(at) {
                break;
            }
        }
        done
    }

    /// Reads the first group of a number or of a part of one: digits, words, or a bare `mille`, `cent`, `a hundred`.
    fn start(&self, at: usize, first: bool) -> Option<(Decimal, usize, bool)> {
        let token = self.tokens.get(at)?;
        if let Some(numeral) = self.tokens.numeral(at) {
            return Some((numeral.value?, at + 1, false));
        }
        if token.kind != TokenKind::Word {
            return None;
        }
        if first && self.rules.facts(token.word).is(Role::Article) {
            match self.joined(at + 1) {
                Some((NumberWord::Hundred, _)) => {
                    let (value, next) = self.group(if self.is_hyphen(at + 1) { at + 2 } else { at + 1 })?;
                    return Some((Decimal::from(value), next, true));
                }
                Some((NumberWord::Magnitude(_), _)) => return Some((Decimal::ONE, at + 1, true)),
                _ => {}
            }
        }
        match self.word(at)? {
            // A thousand may stand bare; a million needs a number or an article.
            (NumberWord::Magnitude(3), _) => Some((Decimal::ONE, at, true)),
            (NumberWord::Magnitude(_), _) => None,
            _ => self.group(at).map(|(value, next)| (Decimal::from(value), next, true)),
        }
    }
}
