//! Words that hold a whole quantity: `nobody`, `no casualties`, `pas de blessés`, `octogénaire`, `in his thirties`.

use rust_decimal::Decimal;

use super::figure_words::holds;
use super::{Found, Measure, QuantityReader, interval};
use crate::model::{Bound, Interval, Kind, Span};
use crate::recognize::token::TokenKind;
use crate::rules::lexicon::Class;
use crate::rules::quantity::{Role, Special};

impl QuantityReader<'_> {
    /// Reads the special phrase at `at`, with where it ends; an idiom is passed over.
    pub(super) fn special(&self, at: usize) -> Option<(Option<Found>, usize)> {
        let word = |n: usize| {
            if n == 0 || self.tokens.continues(at + n) { self.tokens.get(at + n).map(|t| t.word) } else { None }
        };
        let (length, special) = self.rules.special.longest(word)?;
        let next = at + length;
        match special {
            Special::Nobody if !self.befalls(next) => None,
            Special::Idiom => Some((None, next)),
            Special::Nobody => Some((Some(self.none(self.span(at, next), None, "person".to_owned())), next)),
            Special::NobodyNegated => {
                // French `personne` is nobody only before a negated verb.
                let negated = self.tokens.continues(next) && self.class(next, Class::Negation);
                let bare =
                    self.tokens.list[at].border || !self.tokens.continues(at) || self.class_before(at, Class::Function);
                let article = at > 0 && self.tokens.continues(at) && self.role(at - 1, Role::Article);
                if !negated || !bare || article || !self.befalls(next + 1) {
                    return None;
                }
                Some((Some(self.none(self.span(at, next), None, "person".to_owned())), next))
            }
            Special::No => {
                let mut noun = next;
                while noun < next + 3 && self.tokens.continues(noun) && !self.role(noun, Role::Casualty) {
                    let word = self.tokens.list[noun].kind == TokenKind::Word && !self.class(noun, Class::Function);
                    if !word && !self.class(noun, Class::Modifier) {
                        return None;
                    }
                    noun += 1;
                }
                if !self.role(noun, Role::Casualty) {
                    return None;
                }
                let words = |n: usize| {
                    if self.tokens.continues(noun + n) { Some(self.tokens.list[noun + n].word) } else { None }
                };
                let (long, rule) = self.rules.counted.longest(words)?;
                let counted = self.span(next, noun + long);
                let unit = self.rules.nouns.get(usize::from(rule.noun)).cloned().unwrap_or_default();
                Some((Some(self.none(self.span(at, next), Some(counted), unit)), noun + long))
            }
            Special::Named(value, unit) => {
                let (first, bound) = self.bound_before(at, Kind::Quantity).unwrap_or((at, Bound::Exact));
                let symbol = self.units.unit(unit)?.symbol.clone();
                let value = interval(Decimal::from(value), bound);
                let whole = self.whole(self.span(first, next), Kind::Quantity, value, bound, symbol, None);
                Some((Some(Found { measure: self.span(at, next), core: self.span(at, next), ..whole }), next))
            }
            Special::Decade(low) => {
                let low = Decimal::from(low);
                let high = low.checked_add(Decimal::from(9))?;
                let value = Interval { low: Some(low), high: Some(high) };
                let whole = self.whole(self.span(at, next), Kind::Age, value, Bound::Range, "year".to_owned(), None);
                Some((Some(whole), next))
            }
        }
    }

    /// Returns whether what befalls people stands at `at`, after auxiliaries: `was hurt`, `a été blessé`.
    fn befalls(&self, at: usize) -> bool {
        for at in at..at + 4 {
            if self.role(at, Role::Casualty) {
                return true;
            }
            if !self.class(at, Class::Auxiliary) {
                return false;
            }
        }
        false
    }

    /// Reads `in his 40s`, `in her early 30s`.
    pub(super) fn decade_of_age(&self, measure: &Measure) -> Option<(Found, usize)> {
        let figure = &measure.figure;
        let tens = figure.digits
            && figure.next == figure.first + 1
            && figure.value >= Decimal::TEN
            && figure.value < Decimal::ONE_HUNDRED
            && (figure.value % Decimal::TEN).is_zero();
        // `40s`, `40's`
        let sign = usize::from(matches!(self.str(figure.next), "'" | "’") && self.tokens.glued(figure.next));
        let end = figure.next + sign;
        let is_decade = self.tokens.glued(end) && matches!(self.str(end), "s" | "'s" | "’s");
        if !tens || !is_decade {
            return None;
        }
        // a word may stand between, as `early`
        let whose = (1..=2).find_map(|back| {
            let at = figure.first.checked_sub(back).filter(|at| self.tokens.continues(at + 1))?;
            if holds(&self.words.possessives, self.str(at)) { Some(at) } else { None }
        })?;
        let first = whose.checked_sub(1).filter(|_| self.tokens.continues(whose))?;
        let value = Interval { low: Some(figure.value), high: Some(figure.value.checked_add(Decimal::from(9))?) };
        let span = self.span(first, end + 1);
        Some((self.whole(span, Kind::Age, value, Bound::Range, "year".to_owned(), None), end + 1))
    }

    fn none(&self, span: Span, counted: Option<Span>, unit: String) -> Found {
        self.whole(span, Kind::Quantity, Interval::point(Decimal::ZERO), Bound::Exact, unit, counted)
    }

    pub(super) fn whole(
        &self,
        span: Span,
        kind: Kind,
        value: Interval,
        bound: Bound,
        unit: String,
        counted: Option<Span>,
    ) -> Found {
        Found {
            span,
            measure: span,
            core: span,
            figure: None,
            kind,
            value,
            bound,
            unit: Some(unit),
            counted,
            rounding: Decimal::ZERO,
            rule: "quantity:word",
            firm: true,
            magnitude: false,
            ends: None,
        }
    }
}
