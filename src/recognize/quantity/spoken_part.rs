//! Parts of numbers as speech has them: `one hundred and thirty fifths`, `three and a fifth`, `one over three`, `10G`.

use rust_decimal::Decimal;

use super::QuantityReader;
use super::spoken::Speech;
use crate::recognize::number::compose::{Composed, Composer};
use crate::recognize::number::{Figure, Sense, power_of_ten};
use crate::recognize::token::{TokenKind, Tokens};
use crate::rules::quantity::{NumberWord, Role};

/// Tokens that a number in words has at most, where its end is looked for.
const LONGEST: usize = 12;

impl QuantityReader<'_> {
    /// Reads the number in words that fills the tokens from `at` to before `next`.
    fn filled(&self, at: usize, next: usize) -> Option<Decimal> {
        let cut = Tokens { list: self.tokens.list.get(at..next)?.to_vec(), numerals: Vec::new() };
        if cut.list.iter().any(|t| t.kind == TokenKind::Numeral) {
            return None;
        }
        let whole: Composed = Composer { tokens: &cut, rules: self.rules }.read(0)?;
        if whole.next == next - at { Some(whole.value) } else { None }
    }

    /// `three and a fifth`, `vingt et un cinquième`
    pub(super) fn mixed(&self, at: usize, speech: &Speech) -> Option<(Decimal, usize)> {
        if !self.is_word(at) {
            return None;
        }
        for and in (at + 1..at + LONGEST).take_while(|n| self.tokens.continues(*n)) {
            let one = self.role(and + 1, Role::Article) || self.role(and + 1, Role::One);
            if !self.role(and, Role::And) || !one || !self.tokens.continues(and + 2) {
                continue;
            }
            let Some(whole) = self.filled(at, and) else { continue };
            let (under, next, _) = self.under(and + 2, true, speech)?;
            if under == Decimal::TWO || !self.ends_at(next) {
                return None;
            }
            return Some((whole.checked_add(Decimal::ONE.checked_div(under)?)?, next));
        }
        None
    }

    /// `one hundred and thirty fifths`, `three twenty-firsts`, `a trillionth`
    pub(super) fn said_fraction(&self, at: usize, speech: &Speech) -> Option<(Decimal, usize)> {
        let facts = self.rules.facts(self.tokens.get(at).filter(|t| t.kind == TokenKind::Word)?.word);
        let single = facts.is(Role::Article) || facts.is(Role::One);
        if !single && facts.number.is_none() {
            return None;
        }
        for end in (at + 1..at + LONGEST).take_while(|n| self.tokens.continues(*n)) {
            let hyphen = usize::from(self.tokens.glued(end) && self.role(end, Role::RangeDash));
            let one = single && end == at + 1;
            let part = if self.tokens.continues(end + hyphen) { self.under(end + hyphen, one, speech) } else { None };
            let Some((under, next, long)) = part else { continue };
            let Some(over) = (if one { Some(Decimal::ONE) } else { self.filled(at, end) }) else { continue };
            // `twenty-fifths` are ranks
            if hyphen > 0 && !long && over >= Decimal::from(20) && over < Decimal::ONE_HUNDRED {
                return None;
            }
            // `a third man`, `a twenty-first birthday` are ranks; `two thirds` is read everywhere
            let small = under < Decimal::from(1_000_000);
            if small && one && !(long && self.ends_at(next)) {
                return None;
            }
            let plural = self.str(next - 1).ends_with(&speech.plural) || !self.rules.and_after_tens.is_empty();
            if !one && !plural {
                return None;
            }
            return Some((over.checked_div(under)?, next));
        }
        None
    }

    /// Reads a denominator; the last is whether it has more than one word. `one`: a single such part is told.
    pub(super) fn under(&self, at: usize, one: bool, speech: &Speech) -> Option<(Decimal, usize, bool)> {
        if !self.is_word(at) {
            return None;
        }
        if let Some(power) = speech.parts.get(&self.lower(at)) {
            return Some((power_of_ten(*power)?, at + 1, false));
        }
        match self.figures().composer().word(at) {
            Some((NumberWord::Tens(tens, _), mut next)) => {
                let hyphen = self.role(next, Role::RangeDash) && self.tokens.glued(next);
                let and = !self.rules.and_after_tens.is_empty() && self.role(next, Role::And);
                next += usize::from(hyphen || and);
                let joined = one || hyphen || self.rules.and_after_tens.is_empty();
                let unit = self.rank(next, speech).filter(|n| *n < 10 && joined)?;
                Some((Decimal::from(u64::from(tens) + unit), next + 1, true))
            }
            Some((NumberWord::Unit(_), _)) if one => {
                let whole = self.figures().composer().read(at).filter(|c| c.value >= Decimal::ONE_HUNDRED)?;
                let next = whole.next + usize::from(self.role(whole.next, Role::And));
                let unit = self.rank(next, speech)?;
                Some((whole.value.checked_add(Decimal::from(unit))?, next + 1, true))
            }
            Some(_) => None,
            None => self.rank(at, speech).filter(|n| *n > 2).map(|n| (Decimal::from(n), at + 1, false)),
        }
    }

    /// Returns the rank that the word at `at` names, in the plural too.
    fn rank(&self, at: usize, speech: &Speech) -> Option<u64> {
        if !self.tokens.continues(at) {
            return None;
        }
        let facts = self.figures().facts(at);
        if facts.ordinal > 0 || facts.denominator > 0 {
            return Some(u64::from(facts.ordinal).max(u64::from(facts.denominator)));
        }
        let written = self.str(at);
        let single = written.strip_suffix(speech.plural.as_str())?;
        let ordinal = self.rules.facts(self.rules.lexicon.word(single, &mut String::new())).ordinal;
        if ordinal > 0 { Some(u64::from(ordinal)) } else { None }
    }

    /// `one over three`, `2000 over 3`
    pub(super) fn quotient(&self, at: usize, speech: &Speech) -> Option<(Decimal, usize)> {
        let plain = |at: usize| {
            let figure: Figure = self.figures().read(at, |_, _| false)?;
            if figure.sense == Sense::Cardinal && self.unit_after(&figure).is_none() { Some(figure) } else { None }
        };
        let over = plain(at)?;
        if !self.tokens.continues(over.next) || !speech.over.contains(&self.lower(over.next)) {
            return None;
        }
        let under = if self.tokens.continues(over.next + 1) { plain(over.next + 1)? } else { return None };
        if !self.ends_at(under.next) || under.value <= Decimal::ONE {
            return None;
        }
        Some((over.value.checked_div(under.value)?, under.next))
    }

    /// `10G`, `2.33 k`
    pub(super) fn scaled(&self, at: usize, speech: &Speech) -> Option<(Decimal, usize)> {
        let value = self.tokens.numeral(at)?.value?;
        let power = speech.magnitudes.get(if self.tokens.continues(at + 1) { self.str(at + 1) } else { "" })?;
        if self.tokens.glued(at + 2) && self.is_word(at + 2)
            || speech.never.iter().any(|n| n == self.span(at, at + 2).of(self.text))
        {
            return None;
        }
        Some((value.checked_mul(power_of_ten(*power)?)?, at + 2))
    }
}
