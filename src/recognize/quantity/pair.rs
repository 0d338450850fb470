//! Two figures that say one thing together: shares (`one in five`, `un TGV sur deux`), scores and votes (`3-1`).

use rust_decimal::Decimal;

use super::figure_words::holds;
use super::{Found, Measure, QuantityReader, interval};
use crate::model::{Bound, Interval, Kind};
use crate::recognize::number::{Figure, Sense};
use crate::recognize::token::TokenKind;
use crate::rules::lexicon::Class;
use crate::rules::quantity::Role;

impl QuantityReader<'_> {
    /// Reads `un TGV sur deux`, `one in five`: a share of a whole.
    pub(super) fn out_of(&self, measure: &Measure) -> Option<(Found, usize)> {
        if measure.unit.is_some() || measure.figure.sense != Sense::Cardinal || measure.value <= Decimal::ZERO {
            return None;
        }
        if measure.value == Decimal::ONE && self.role(measure.figure.next, Role::Over) {
            return self.one_over(measure);
        }
        // `a one-in-ten chance`
        let hyphen = |at: usize| {
            let joins = self.tokens.glued(at) && self.role(at, Role::RangeDash) && self.tokens.glued(at + 1);
            usize::from(joins)
        };
        let joined = hyphen(measure.figure.next);
        let first = measure.figure.next + joined;
        for at in first..=first + self.rules.out_of_gap {
            let word =
                |n: usize| if self.tokens.continues(at + n) { Some(self.tokens.list[at + n].word) } else { None };
            if let Some((length, ())) = self.rules.out_of.longest(word) {
                let at = at + length + if joined > 0 { hyphen(at + length) } else { 0 };
                if !self.tokens.continues(at) {
                    return None;
                }
                let whole = self.figures().read(at, |_, _| false)?;
                let small = Decimal::from(1000);
                let fits = whole.sense == Sense::Cardinal
                    && whole.value > measure.value
                    && whole.value <= small
                    && measure.value <= Decimal::from(20)
                    && whole.value.fract().is_zero()
                    && measure.value.fract().is_zero()
                    && !whole.one;
                // `one in 2019`, `5 in 10 minutes`; `eight in 10` is how words and digits part at ten
                let tens = whole.digits && (whole.value % Decimal::TEN).is_zero() && measure.value < Decimal::TEN;
                let plain = measure.value == Decimal::ONE || measure.figure.digits == whole.digits || tens;
                // `one killed in three attacks`
                if at > first + length + joined
                    && !self.rules.lexicon.elides()
                    && !self.is_share_of_one(measure, &whole)
                {
                    return None;
                }
                if !fits || !plain || self.unit_after(&whole).is_some() {
                    return None;
                }
                let part = measure.value.checked_div(whole.value)?;
                let (first, bound, end) = self.bounds(
                    &Measure {
                        next: whole.next,
                        figure: Figure { next: whole.next, ..measure.figure },
                        ..measure.clone()
                    },
                    whole.next,
                    Kind::Percent,
                );
                let bound = bound.unwrap_or(Bound::Exact);
                let span = self.span(measure.first, whole.next);
                let found = Found {
                    span: self.span(first, end.max(whole.next)),
                    measure: span,
                    core: span,
                    figure: Some(part),
                    kind: Kind::Percent,
                    value: interval(part.checked_mul(Decimal::ONE_HUNDRED)?, bound),
                    bound,
                    unit: Some("%".to_owned()),
                    counted: None,
                    rounding: Decimal::ZERO,
                    rule: "quantity:one_in",
                    firm: true,
                    magnitude: false,
                    ends: None,
                };
                return Some((found, end.max(whole.next)));
            }
            if !self.tokens.continues(at) || self.tokens.list[at].kind != TokenKind::Word {
                return None;
            }
        }
        None
    }

    /// `one car in three`, where `one killed in three attacks` and `one man in three` … `cars` are none.
    fn is_share_of_one(&self, measure: &Measure, whole: &Figure) -> bool {
        let noun = self.counted(&measure.figure, None).and_then(|counted| counted.noun);
        measure.value == Decimal::ONE
            && noun.is_some_and(|noun| !noun.after_only && !noun.plural)
            && self.counted(whole, None).is_none()
    }

    /// Reads `3-1`, `217-215` and, in a contest, `27 to 24`: two counts, each on its own.
    pub(super) fn score(&self, measure: &Measure, out: &mut Vec<Found>) -> Option<usize> {
        let at = measure.figure.next;
        let first = measure.figure.first;
        if measure.unit.is_some() || at != first + 1 || measure.first != first {
            return None;
        }
        let dash = self.tokens.glued(at) && self.role(at, Role::RangeDash) && self.tokens.glued(at + 1);
        let contest = self.class_near(first, Class::Contest);
        let vote = self.class_near(first, Class::VoteWord);
        let by = first > 0 && self.tokens.continues(first) && holds(&self.words.margins, self.str(first - 1));
        if !dash && !((contest || vote && by) && self.is_score_in_words(at)) {
            return None;
        }
        let plain =
            |n: usize| self.tokens.numeral(n).filter(|n| n.decimals == 0 && !n.padded && n.whole_digits <= 3)?.value;
        let (left, right) = (plain(first)?, plain(at + 1)?);
        let ends = !self.tokens.glued(at + 2)
            || self.tokens.list[at + 2].kind == TokenKind::Sign && !self.role(at + 2, Role::RangeDash);
        if !ends {
            return None;
        }
        let votes = vote && (dash || by) || dash && self.near_after(at + 1, Class::VoteWord, 5);
        // `a 50-50 chance`, `a 60-40 split`: parts of a hundred
        if !votes && left.checked_add(right) == Some(Decimal::ONE_HUNDRED) && !contest {
            return Some(at + 2);
        }
        let unit = if votes { "vote" } else { "point" };
        for (token, value) in [(first, left), (at + 1, right)] {
            let span = self.span(token, token + 1);
            let whole = self.whole(span, Kind::Quantity, Interval::point(value), Bound::Exact, unit.to_owned(), None);
            out.push(Found { figure: Some(value), rule: "quantity:score", firm: false, ..whole });
        }
        Some(at + 2)
    }

    /// Returns whether `to` stands at `at` and a figure after it that counts nothing.
    fn is_score_in_words(&self, at: usize) -> bool {
        let to = self
            .rules
            .range_to
            .longest(|n| if n == 0 && self.tokens.continues(at) { Some(self.tokens.list[at].word) } else { None });
        let second = if to.is_some() && self.tokens.continues(at + 1) { self.measure(at + 1) } else { None };
        second.is_some_and(|second| {
            second.unit.is_none() && second.figure.next == at + 2 && self.counted(&second.figure, None).is_none()
        })
    }

    /// Reads `one over three` where neither counts anything.
    fn one_over(&self, measure: &Measure) -> Option<(Found, usize)> {
        let at = measure.figure.next + 1;
        if !self.tokens.continues(at) {
            return None;
        }
        let under =
            self.figures().read(at, |_, _| false).filter(|f| f.sense == Sense::Cardinal && f.value > Decimal::ONE)?;
        if self.unit_after(&under).is_some() || self.counted(&under, None).is_some() {
            return None;
        }
        let part = Decimal::ONE.checked_div(under.value)?;
        let value = Interval::point(part.checked_mul(Decimal::ONE_HUNDRED)?);
        let span = self.span(measure.first, under.next);
        let whole = self.whole(span, Kind::Percent, value, Bound::Exact, "%".to_owned(), None);
        Some((Found { figure: Some(part), rule: "quantity:one_in", ..whole }, under.next))
    }
}
