//! Reads a figure: a composed number with its fraction, decimal words, short magnitude or collective.

use rust_decimal::Decimal;

use super::compose::Composer;
use super::{Figure, Sense, power_of_ten};
use crate::recognize::token::{TokenKind, Tokens};
use crate::rules::lexicon::{Class, WordId};
use crate::rules::quantity::{Facts, NumberWord, QuantityRules, Role, Short};

/// Reads figures from tokens.
#[derive(Clone, Copy)]
pub struct FigureReader<'a> {
    /// The text that the tokens were cut from.
    pub text: &'a str,
    /// The tokens.
    pub tokens: &'a Tokens,
    /// The language's words.
    pub rules: &'a QuantityRules,
}

impl<'a> FigureReader<'a> {
    /// Returns a reader of number words over the same tokens.
    pub fn composer(&self) -> Composer<'a> {
        Composer { tokens: self.tokens, rules: self.rules }
    }

    /// Returns what is known of the word at `at`; nothing past the end of a sentence.
    pub fn facts(&self, at: usize) -> &'a Facts {
        let word = if self.tokens.continues(at) { self.tokens.list[at].word } else { WordId::NONE };
        self.rules.facts(word)
    }

    /// Returns the words of token `at`, empty past the end.
    pub fn str(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |t| &self.text[t.start..t.end])
    }

    /// Returns whether the token at `at` belongs to the sentence and has a class.
    pub fn is(&self, at: usize, class: Class) -> bool {
        self.tokens.continues(at) && self.rules.lexicon.is(self.tokens.list[at].word, class)
    }

    /// Returns whether the token before `at` has a class.
    pub fn is_before(&self, at: usize, class: Class) -> bool {
        at > 0
            && self.tokens.get(at).is_some_and(|t| !t.border)
            && self.rules.lexicon.is(self.tokens.list[at - 1].word, class)
    }

    /// Reads the longest figure that starts at `at`. `short` says whether a short magnitude between `from` and `to` holds
    /// (its neighbours decide).
    pub fn read(&self, at: usize, short: impl Fn(usize, Short) -> bool) -> Option<Figure> {
        let token = self.tokens.get(at)?;
        match token.kind {
            TokenKind::Numeral => self.digits(at, short),
            TokenKind::Word => self.words(at),
            TokenKind::Sign => self.vulgar(at),
        }
    }

    /// Makes a plain figure of the tokens from `first` to before `next`.
    pub fn base(&self, first: usize, next: usize, value: Decimal, sense: Sense) -> Figure {
        Figure {
            first,
            next,
            value,
            sense,
            scale: Decimal::ONE,
            other: None,
            digits: false,
            one: false,
            takes_of: false,
            short: false,
        }
    }

    fn digits(&self, at: usize, short: impl Fn(usize, Short) -> bool) -> Option<Figure> {
        let numeral = *self.tokens.numeral(at)?;
        let value = numeral.value?;
        let mut figure = Figure { digits: true, other: numeral.other, ..self.base(at, at + 1, value, Sense::Cardinal) };
        if self.tokens.glued(at + 1)
            && self.tokens.list[at + 1].kind == TokenKind::Word
            && self.rules.is_ordinal_ending(self.str(at + 1))
            && numeral.decimals == 0
            && !self.tokens.glued(at + 2)
            && self.rules.ends_first(self.str(at + 1), value)
        {
            return Some(Figure { next: at + 2, sense: Sense::Ordinal, ..figure });
        }
        if let Some(found) = self.slash(at, value) {
            return Some(found);
        }
        // 1.3e6, 1.3x10^6
        if let Some((power, next)) = self.exponent(at + 1) {
            let factor = if power >= 0 {
                power_of_ten(power as u8)?
            } else {
                Decimal::ONE.checked_div(power_of_ten((-power) as u8)?)?
            };
            figure.value = value.checked_mul(factor)?;
            figure.next = next;
            figure.other = None;
            return Some(figure);
        }
        if let Some((power, next)) = self.times_power(at + 1) {
            return Some(Figure { value: value.checked_mul(power)?, next, other: None, ..figure });
        }
        if let Some((raised, next)) = self.raised(at + 1, value) {
            return Some(Figure { value: raised, next, other: None, ..figure });
        }
        // 2½, 2 ½
        if let Some((part, next)) =
            self.tokens.get(at + 1).filter(|t| !t.border).and_then(|_| self.vulgar_value(at + 1))
        {
            figure.value = value.checked_add(part)?;
            figure.next = next;
        } else if let Some(composed) = self.composer().read(at) {
            if composed.next > at + 1 {
                figure.value = composed.value;
                figure.next = composed.next;
                figure.scale = if composed.single { composed.scale } else { Decimal::ONE };
                figure.takes_of = composed.ends_in_magnitude;
                figure.other = None;
            } else if let Some(found) = self.short_magnitude(at + 1, &short) {
                let scale = power_of_ten(found.0.power)?;
                figure.value = value.checked_mul(scale)?;
                figure.scale = scale;
                figure.next = found.1;
                figure.takes_of = true;
                figure.short = true;
                figure.other = None;
            } else if let Some((collective, next)) = self.collective(at + 1) {
                figure.value = value.checked_mul(collective)?;
                figure.next = next;
                figure.takes_of = true;
                figure.other = None;
            }
        }
        // `1 000 000 d'euros`
        let million = Decimal::from(1_000_000);
        figure.takes_of |= self.rules.lexicon.elides() && value >= million && (value % million).is_zero();
        self.tail(figure)
    }

    /// Reads what may follow a number: a half, a fraction, a magnitude after a fraction.
    fn tail(&self, mut figure: Figure) -> Option<Figure> {
        let and = self.past_hyphen(figure.next);
        if self.facts(and).is(Role::And) {
            let after = self.past_hyphen(and + 1);
            let half_at = if self.facts(after).is(Role::Article) { self.past_hyphen(after + 1) } else { after };
            // `et demi`, `and a half`; a bare `and half` is a part of something else
            if self.facts(half_at).is(Role::Half) && (half_at > after || !self.facts(half_at).is(Role::Lone)) {
                let next = half_at + 1;
                // `five and a half million`, `one billion and a half million`
                let (add, scale, end) = self.half_scale(figure, next)?;
                if figure.scale > Decimal::ONE || scale == Decimal::ONE {
                    figure.value = figure.value.checked_add(add)?;
                } else {
                    figure.value = figure.value.checked_mul(scale)?.checked_add(add)?;
                    figure.scale = scale;
                }
                figure.next = end;
                figure.takes_of = end > next || figure.takes_of;
                return Some(figure);
            }
            if let Some((part, next)) = self.fraction(after).filter(|f| self.tokens.continues(f.1 - 1)) {
                let (part, next) = self.of_magnitude(part, next)?;
                let unit = if part > Decimal::ONE { Decimal::ONE } else { figure.scale };
                let small = figure.value < Decimal::from(1000) || figure.scale > Decimal::ONE;
                if small {
                    figure.value = figure.value.checked_add(part.checked_mul(unit)?)?;
                    figure.next = next;
                }
            }
        }
        Some(figure)
    }

    /// Passes over a hyphen that joins two words at `at`: `two-and-a-half-year`.
    fn past_hyphen(&self, at: usize) -> usize {
        let joins = self.tokens.glued(at) && self.facts(at).is(Role::RangeDash) && self.tokens.glued(at + 1);
        at + usize::from(joins)
    }

    /// Returns what a half after `figure` is worth, and the magnitude after it: `(half, scale, end)`.
    fn half_scale(&self, figure: Figure, next: usize) -> Option<(Decimal, Decimal, usize)> {
        let half = Decimal::new(5, 1);
        if let Some((NumberWord::Magnitude(power), end)) =
            if self.tokens.continues(next) { self.composer().word(next) } else { None }
        {
            let scale = power_of_ten(power)?;
            return Some((half.checked_mul(scale)?, scale, end));
        }
        Some((half.checked_mul(figure.scale)?, Decimal::ONE, next))
    }

    fn short_magnitude(&self, at: usize, holds: &impl Fn(usize, Short) -> bool) -> Option<(Short, usize)> {
        let token = self.tokens.get(at).filter(|t| !t.border && t.kind == TokenKind::Word)?;
        let written = &self.text[token.start..token.end];
        let short = self.rules.short(written)?;
        // `5 k` is a thousand, `5km` is not: the letters must be all there are
        if self.tokens.glued(at + 1) && matches!(self.tokens.list[at + 1].kind, TokenKind::Numeral) {
            return None;
        }
        if holds(at + 1, short) { Some((short, at + 1)) } else { None }
    }

    /// Reads `dozen`, `centaines` after a number, with `de milliers` after it.
    fn collective(&self, at: usize) -> Option<(Decimal, usize)> {
        let at = if self.tokens.glued(at) && self.facts(at).is(Role::RangeDash) { at + 1 } else { at };
        let collective = self.facts(at).collective.filter(|c| !c.value.is_zero())?;
        self.of_magnitude(collective.value, at + 1)
    }

    /// Multiplies by a magnitude that follows, with `of` or `a` between or not: `de milliers`, `of a million`.
    pub(super) fn of_magnitude(&self, value: Decimal, at: usize) -> Option<(Decimal, usize)> {
        let mut next = at;
        if self.facts(next).is(Role::RangeDash) && self.tokens.glued(next) {
            next += 1;
        }
        if self.facts(next).is(Role::Of) {
            next += 1;
        }
        let of = next > at;
        if self.facts(next).is(Role::Article) && !self.facts(next).is(Role::Of) {
            next += 1;
            // `half-a-million`
            let hyphen = next > at + 1 && self.tokens.glued(next) && self.facts(next).is(Role::RangeDash);
            next += usize::from(hyphen);
        }
        if !self.tokens.continues(next) {
            return Some((value, at));
        }
        if let Some((NumberWord::Magnitude(power), end)) = self.composer().word(next) {
            return Some((value.checked_mul(power_of_ten(power)?)?, end));
        }
        // `half a dozen`, `dizaines de milliers`, `hundreds of thousands`
        if let Some(collective) = self.facts(next).collective.filter(|c| !c.value.is_zero())
            && (of || next > at || value < Decimal::ONE)
        {
            return Some((value.checked_mul(collective.value)?, next + 1));
        }
        if let Some(low) = self.facts(next).vague.filter(|_| of) {
            return Some((value.checked_mul(low)?, next + 1));
        }
        Some((value, at))
    }

    fn words(&self, at: usize) -> Option<Figure> {
        let token = *self.tokens.get(at)?;
        let facts = self.rules.facts(token.word);
        if let Some(found) = self.part(at) {
            return Some(found);
        }
        if let Some(found) = self.vague(at, facts) {
            return Some(found);
        }
        if facts.is(Role::Article)
            && let Some(found) = self.article_collective(at)
        {
            return Some(found);
        }
        if let Some(composed) = self.composer().read(at) {
            let one = facts.is(Role::One) && composed.next == at + 1;
            let mut figure = Figure {
                one,
                takes_of: composed.ends_in_magnitude,
                scale: if composed.single { composed.scale } else { Decimal::ONE },
                ..self.base(at, composed.next, composed.value, Sense::Cardinal)
            };
            if facts.is(Role::Article) && composed.scale == Decimal::ONE && !facts.is(Role::One) && !composed.words {
                return None;
            }
            if let Some((value, next)) = self.decimal_words(figure) {
                figure.value = value;
                figure.next = next;
                figure.one = false;
                return Some(figure);
            }
            if let Some((collective, next)) = self.collective(figure.next)
                && self.tokens.continues(figure.next)
            {
                figure.value = figure.value.checked_mul(collective)?;
                figure.next = next;
                figure.takes_of = true;
                figure.one = false;
                return Some(figure);
            }
            let tens = figure.value >= Decimal::from(20) && (figure.value % Decimal::TEN).is_zero();
            let first = self.facts(figure.next).is(Role::And) && self.facts(figure.next + 1).ordinal == 1;
            if first && tens && !self.rules.and_after_tens.is_empty() && self.is_joined_first(figure.next + 1) {
                figure.sense = Sense::Ordinal;
                figure.value = figure.value.checked_add(Decimal::ONE)?;
                figure.next += 2;
                return Some(figure);
            }
            if self.ends_ordinal(&figure) {
                figure.sense = Sense::Ordinal;
                let last = figure.next + usize::from(self.facts(figure.next).is(Role::RangeDash));
                figure.value = figure.value.checked_add(Decimal::from(self.facts(last).ordinal))?;
                figure.next = last + 1;
                return Some(figure);
            }
            let end = figure.next;
            let mut figure = self.tail(figure)?;
            figure.one &= figure.next == end;
            return Some(figure);
        }
        if facts.ordinal > 0 {
            return Some(self.base(at, at + 1, Decimal::from(facts.ordinal), Sense::Ordinal));
        }
        None
    }

    /// `twenty-first`, `vingt et unième`: tens with an ordinal joined to them.
    fn ends_ordinal(&self, figure: &Figure) -> bool {
        let hyphen = self.facts(figure.next).is(Role::RangeDash) && self.tokens.glued(figure.next);
        let at = figure.next + usize::from(hyphen);
        // French joins its first with `et` only: `vingt et unième`, but `les vingt premiers`
        if !self.rules.and_after_tens.is_empty() && self.facts(at).ordinal == 1 && !self.is_joined_first(at) {
            return false;
        }
        self.facts(at).ordinal > 0 && (hyphen || figure.value >= Decimal::from(20)) && self.facts(at).denominator != 2
    }

    /// Returns whether a first is made of the word for one, as it is after tens: `unième`, not `premier`.
    fn is_joined_first(&self, at: usize) -> bool {
        let word = self.str(at);
        let one = |stem: &str| self.rules.facts(self.rules.lexicon.word(stem, &mut String::new())).is(Role::One);
        self.facts(at).ordinal == 1
            && word.char_indices().skip(1).any(|(n, _)| self.rules.is_ordinal_ending(&word[n..]) && one(&word[..n]))
    }

    /// Reads `virgule zéro cinq`, `point seventy-one` after a whole number.
    fn decimal_words(&self, figure: Figure) -> Option<(Decimal, usize)> {
        if !self.facts(figure.next).is(Role::Point) {
            return None;
        }
        let mut next = figure.next + 1;
        let mut mantissa = 0i64;
        let mut scale = 0u32;
        while self.tokens.continues(next) {
            let Some((group, end)) = self.composer().group(next) else { break };
            let digits = group.checked_ilog10().map_or(1, |n| n + 1);
            if scale + digits > 12 {
                break;
            }
            mantissa = mantissa * 10i64.pow(digits) + group as i64;
            scale += digits;
            next = end;
        }
        if scale == 0 {
            return None;
        }
        Some((figure.value.checked_add(Decimal::new(mantissa, scale))?, next))
    }

    /// Reads `dozens`, `des milliers`, `tens of thousands`, `several hundred`, `millions`.
    fn vague(&self, at: usize, facts: &Facts) -> Option<Figure> {
        let mut next = at;
        let mut several = false;
        if facts.is(Role::Some) || facts.is(Role::Several) {
            several = facts.is(Role::Several);
            next += 1;
        }
        let facts = if next == at { facts } else { self.facts(next) };
        let low = match (facts.collective, facts.vague) {
            (Some(c), _) if c.plural => c,
            (Some(c), _) if several && !c.plural => crate::rules::quantity::Collective { plural: true, ..c },
            (_, Some(low)) => crate::rules::quantity::Collective { value: low, low, plural: true, exact: false },
            _ if several && self.tokens.continues(next) => {
                // `several hundred`, `a few thousand`
                let power = match self.composer().word(next)? {
                    (NumberWord::Hundred, _) => 2,
                    (NumberWord::Magnitude(power), _) => power,
                    _ => return None,
                };
                let value = power_of_ten(power)?.checked_mul(Decimal::TWO)?;
                crate::rules::quantity::Collective { value, low: value, plural: true, exact: false }
            }
            _ => return None,
        };
        let (value, end) = self.of_magnitude(low.low, next + 1)?;
        // `des milliers` is at least a thousand, but `plusieurs milliers` at least two of them.
        let value = if several && low.low == low.value && end == next + 1 && facts.collective.is_some() {
            value.checked_mul(Decimal::TWO)?
        } else {
            value
        };
        Some(Figure { takes_of: true, ..self.base(at, end, value, Sense::Vague) })
    }

    /// Reads `une vingtaine`, `a dozen`, `une bonne centaine`, `une quinzaine de millions`.
    fn article_collective(&self, at: usize) -> Option<Figure> {
        let mut next = at + 1;
        while self.facts(next).is(Role::CollectiveModifier) && next < at + 3 {
            next += 1;
            if self.facts(next).is(Role::RangeDash) {
                next += 1;
            }
        }
        let half = (at + 1..next).any(|n| self.facts(n).is(Role::Half));
        // `a few dozen`
        if let Some(found) = self.vague(at + 1, self.facts(at + 1)).filter(|f| f.next > at + 2) {
            return Some(Figure { first: at, ..found });
        }
        let collective = self.facts(next).collective.filter(|c| !c.plural)?;
        let one = if half { collective.value.checked_div(Decimal::TWO)? } else { collective.value };
        let (value, end) = self.of_magnitude(one, next + 1)?;
        let sense = if collective.exact || half { Sense::Cardinal } else { Sense::About };
        Some(Figure { takes_of: true, ..self.base(at, end, value, sense) })
    }
}
