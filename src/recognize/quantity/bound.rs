//! What is said about a figure's edge, before or after it.

use super::{Measure, QuantityReader};
use crate::model::{Bound, Kind};
use crate::recognize::token::TokenKind;
use crate::rules::lexicon::{Class, WordId};
use crate::rules::quantity::BoundRule;

impl QuantityReader<'_> {
    /// Returns the first token of the bound's words, the bound, and where the words after the figure end. `noun_end` is
    /// where the counted noun ends, after which a bound may stand too.
    pub(super) fn bounds(&self, measure: &Measure, noun_end: usize, kind: Kind) -> (usize, Option<Bound>, usize) {
        if let Some((first, bound)) = self.bound_before(measure.first, kind) {
            // `about five hundred or more`
            if matches!(bound, Bound::About | Bound::Exact)
                && let Some((end, after)) = self.bound_after(measure.next).filter(|(_, b)| *b != Bound::About)
            {
                let first = if bound == Bound::Exact { first } else { measure.first };
                return (first, Some(after), end);
            }
            // `less than 5,000 or equal to it`
            if let Some(end) = self.or_equal(measure.next) {
                match bound {
                    Bound::LessThan => return (first, Some(Bound::AtMost), end),
                    Bound::MoreThan => return (first, Some(Bound::AtLeast), end),
                    _ => {}
                }
            }
            return (first, Some(bound), measure.next);
        }
        for at in [measure.next, noun_end] {
            if let Some((end, bound)) = self.bound_after(at) {
                // Behind the noun the words are no part of the value's own span.
                let end = if at == measure.next { end } else { measure.next };
                return (measure.first, Some(bound), end);
            }
            if noun_end == measure.next {
                break;
            }
        }
        (measure.first, None, measure.next)
    }

    /// Returns the bound that stands before token `at`, with its first token.
    pub(super) fn bound_before(&self, at: usize, kind: Kind) -> Option<(usize, Bound)> {
        let mut skipped = 0;
        let mut edge = at;
        while skipped <= 3 {
            if edge == 0 || !self.tokens.continues(edge) {
                return None;
            }
            if let Some((first, rule)) = self.phrase_before(edge) {
                let quotes = (edge..at).all(|n| matches!(self.str(n), "«" | "“" | "\"" | "‘" | "„"));
                if (skipped == 0 || quotes || rule.loose)
                    && !(rule.not_durations && kind == Kind::Duration && !self.lasts(first))
                {
                    let bound = rule.negated.filter(|_| self.negated(first, at)).unwrap_or(rule.bound);
                    let first = if skipped == 0 || quotes { first } else { at };
                    return Some((first, bound));
                }
            }
            edge -= 1;
            skipped += 1;
            let token = &self.tokens.list[edge];
            let quote = matches!(self.str(edge), "«" | "“" | "\"" | "‘" | "„");
            if !quote && !self.rules.lexicon.is(token.word, Class::Adverb) {
                return None;
            }
        }
        None
    }

    /// Returns whether the words that end before token `edge` make a bound of several words.
    pub(super) fn is_bound_word(&self, edge: usize) -> bool {
        self.phrase_before(edge).is_some_and(|(first, _)| edge - first > 1)
    }

    fn phrase_before(&self, edge: usize) -> Option<(usize, BoundRule)> {
        let word = |n: usize| -> Option<WordId> {
            let at = edge.checked_sub(1 + n)?;
            // The token after it must belong to its sentence.
            if self.tokens.list.get(at + 1).is_some_and(|t| t.border) { None } else { Some(self.tokens.list[at].word) }
        };
        let (length, rule) = self.rules.bounds_before.longest(word)?;
        let first = edge - length;
        if length > 1 && self.is_multiple(first) { None } else { Some((first, rule)) }
    }

    /// Returns whether a multiple ends before token `first`: `twice` as many as 300.
    fn is_multiple(&self, first: usize) -> bool {
        self.class_before(first, Class::Multiple)
            || self.class_before(first, Class::MultipleOf) && first >= 2 && {
                let number = &self.tokens.list[first - 2];
                number.kind == TokenKind::Numeral || self.rules.facts(number.word).number.is_some()
            }
    }

    /// `has lasted over three years`: the words of length before tell that it is a bound.
    fn lasts(&self, first: usize) -> bool {
        first > 0
            && self.tokens.continues(first)
            && self.rules.lexicon.is(self.tokens.list[first - 1].word, Class::Lasting)
    }

    /// Returns whether a negation stands shortly before the bound's words or among them.
    fn negated(&self, first: usize, at: usize) -> bool {
        (first.saturating_sub(3)..at).any(|n| {
            self.rules.lexicon.is(self.tokens.list[n].word, Class::Negation)
                && (n + 1..=at).all(|m| self.tokens.continues(m))
        })
    }

    fn bound_after(&self, at: usize) -> Option<(usize, Bound)> {
        let mut at = at;
        if matches!(self.str(at), "»" | "”" | "\"") && self.tokens.continues(at) {
            at += 1;
        }
        if self.tokens.continues(at) && self.str(at) == "," {
            at += 1;
        }
        let word = |n: usize| if self.tokens.continues(at + n) { Some(self.tokens.list[at + n].word) } else { None };
        let (length, rule) = self.rules.bounds_after.longest(word)?;
        let end = at + length;
        // `12 + 3`, `+/-`
        if self.str(at) == "+" && (!self.tokens.glued(at) || self.str(end) == "/" && self.tokens.glued(end)) {
            return None;
        }
        // `12 morts, au moins 30 blessés`: the words belong to the figure that follows.
        if self.tokens.continues(end) && self.starts_figure(end) {
            return None;
        }
        Some((end, rule.bound))
    }

    /// Returns where `or equal to` after a bounded figure ends.
    fn or_equal(&self, at: usize) -> Option<usize> {
        let word = |n: usize| if self.tokens.continues(at + n) { Some(self.tokens.list[at + n].word) } else { None };
        let (length, ()) = self.rules.or_equal.longest(word)?;
        let end = at + length;
        if self.tokens.continues(end) && self.starts_figure(end) { None } else { Some(end) }
    }

    fn starts_figure(&self, at: usize) -> bool {
        if self.currency_before(at + 1).is_some_and(|(first, _)| first <= at) {
            return true;
        }
        self.figures().read(at, |_, _| false).is_some_and(|f| !f.one || f.next > at + 1)
    }
}
