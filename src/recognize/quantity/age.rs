//! Tells ages from lengths of time and from bare numbers.

use rust_decimal::Decimal;

use super::figure_words::holds;
use super::{Measure, QuantityReader, UnitValue};
use crate::recognize::number::Sense;
use crate::recognize::token::TokenKind;
use crate::rules::lexicon::Class;
use crate::rules::quantity::Role;

/// How many tokens before a figure may tell that an age changes, and how many figures before it may stand in one list
/// with it. Both are more than any sentence needs; without an end a list that fills a document is gone through for each figure.
const LOOK_BACK: usize = 32;

impl QuantityReader<'_> {
    /// Returns the unit of the age that `measure` is, and where its words end; `None` where it is none.
    pub(super) fn age(&self, measure: &Measure) -> Option<(String, usize)> {
        if measure.figure.sense == Sense::Vague || measure.value < Decimal::ZERO {
            return None;
        }
        match &measure.unit {
            Some(unit @ UnitValue::Measure(_)) => {
                let name = self.unit_name(unit);
                if !matches!(name.as_str(), "year" | "month" | "week" | "day") {
                    return None;
                }
                if let Some(end) = self.old_after(measure.next) {
                    return Some((name, end));
                }
                if self.told_of_person(measure)
                    || name == "year" && (self.age_changes(measure.first) || self.died_at(measure.first))
                {
                    Some((name, measure.next))
                } else {
                    None
                }
            }
            None if self.class(measure.next, Class::YearsOld) => Some(("year".to_owned(), measure.next + 1)),
            None if self.bare_age(measure) => Some(("year".to_owned(), measure.next)),
            _ => None,
        }
    }

    /// `years old`, `-year-old`, `years of age`, `ans d'âge`
    fn old_after(&self, at: usize) -> Option<usize> {
        let hyphen = usize::from(self.role(at, Role::RangeDash));
        if self.class(at + hyphen, Class::Old) {
            return Some(at + hyphen + 1);
        }
        if self.role(at, Role::Of) && self.class(at + 1, Class::Aged) && self.tokens.continues(at + 1) {
            return Some(at + 2);
        }
        None
    }

    /// Returns whether the words before or around tell that a length of time is someone's age.
    fn told_of_person(&self, measure: &Measure) -> bool {
        let first = self.bound_before(measure.first, crate::model::Kind::Age).map_or(measure.first, |(first, _)| first);
        if first == 0 || !self.tokens.continues(first) {
            return false;
        }
        let before = self.str(first - 1);
        let after_sign = !self.tokens.continues(measure.next) || self.tokens.list[measure.next].kind == TokenKind::Sign;
        let years = self.unit_name(measure.unit.as_ref().unwrap_or(&UnitValue::Percent)) == "year";
        // `Marc Delvaux, 52 ans,` and `(72 ans)`
        if matches!(before, "," | "(") && years && first >= 2 && self.tokens.continues(first - 1) {
            let word = &self.tokens.list[first - 2];
            let closes = after_sign || self.role(measure.next, Role::And);
            return word.kind == TokenKind::Word && closes && measure.value < Decimal::from(120);
        }
        // `elle a 27 ans.`
        if years
            && after_sign
            && self.rules.lexicon.elides()
            && self.class_before(first, Class::Auxiliary)
            && measure.value >= Decimal::TWO
        {
            return self.tokens.continues(first);
        }
        // `un homme de 43 ans`, `âgée d'environ cinq ans`, `deux enfants de 6 et 9 ans`
        let mut at = first;
        for _ in 0..5 {
            if at == 0 || !self.tokens.continues(at) {
                return false;
            }
            at -= 1;
            let token = &self.tokens.list[at];
            if self.rules.lexicon.is(token.word, Class::Human) || self.rules.lexicon.is(token.word, Class::Aged) {
                return at + 1 < first;
            }
            let facts = self.rules.facts(token.word);
            let passes =
                facts.is(Role::Of) || facts.is(Role::And) || facts.number.is_some() || token.kind == TokenKind::Numeral;
            let comma = &self.text[token.start..token.end] == ",";
            if !passes && !comma {
                return false;
            }
        }
        false
    }

    /// `died at 51`, `mort à 51 ans`
    fn died_at(&self, first: usize) -> bool {
        first >= 2
            && self.tokens.continues(first)
            && self.tokens.continues(first - 1)
            && holds(&self.words.died_at, self.str(first - 1))
            && holds(&self.words.died, self.str(first - 2))
    }

    /// `the retirement age rises from 62 to 64`
    fn age_changes(&self, first: usize) -> bool {
        let mut changes = false;
        let mut words = 0;
        for at in (0..first).rev().take(LOOK_BACK).take_while(|at| self.tokens.continues(at + 1)) {
            let token = &self.tokens.list[at];
            if self.rules.lexicon.is(token.word, Class::Change) {
                (changes, words) = (true, 0);
            } else if changes {
                if self.rules.lexicon.is(token.word, Class::Aged) {
                    return true;
                }
                if token.kind != TokenKind::Word {
                    return false;
                }
                words += 1;
            } else {
                let facts = self.rules.facts(token.word);
                let passes = facts.is(Role::From) || facts.is(Role::Of) || token.kind == TokenKind::Numeral;
                let to = self.rules.range_to.longest(|n| if n == 0 { Some(token.word) } else { None });
                if !passes && to.is_none() {
                    return false;
                }
            }
            // `the legal age of leaving work rises`
            if words > 5 {
                return false;
            }
        }
        false
    }

    /// Returns where the figure stands that a comma or `and` joins to the one at `at`.
    fn listed_before(&self, at: usize) -> Option<usize> {
        let mut joint = at.checked_sub(1).filter(|_| self.tokens.continues(at))?;
        if self.role_before(at, Role::And) && joint > 0 && self.str(joint - 1) == "," && self.tokens.continues(joint) {
            joint -= 1;
        } else if !self.role_before(at, Role::And) && self.str(joint) != "," {
            return None;
        }
        let before = joint.checked_sub(1).filter(|_| self.tokens.continues(joint))?;
        (self.tokens.list[before].kind == TokenKind::Numeral).then_some(before)
    }

    /// `Mr Diallo, 43,`, `aged 61`, `turned 55`, `aged 24 and 31`, `the age of 18`
    fn bare_age(&self, measure: &Measure) -> bool {
        let figure = &measure.figure;
        let plain = figure.sense == Sense::Cardinal
            && figure.scale == Decimal::ONE
            && figure.value > Decimal::ZERO
            && figure.value < Decimal::from(120)
            && (figure.value.fract().is_zero())
            && !figure.one;
        let first = measure.first;
        if !plain || first == 0 || !self.tokens.continues(first) {
            return false;
        }
        if self.class_before(first, Class::Aged) || self.age_changes(first) {
            return true;
        }
        if self.died_at(first) && !self.rules.lexicon.elides() && self.counted(figure, None).is_none() {
            return true;
        }
        if self.role_before(first, Role::Of) && first >= 2 && self.class_before(first - 1, Class::Aged) {
            return true;
        }
        // `people over 65`
        if let Some((bound, _)) = self.bound_before(first, crate::model::Kind::Age).filter(|(b, _)| *b < first) {
            let ends = !self.tokens.continues(measure.next) || self.tokens.list[measure.next].kind == TokenKind::Sign;
            if ends && figure.value >= Decimal::TEN && self.class_before(bound, Class::Human) {
                return true;
            }
        }
        // `aged 24 and 31`, `ages 15, 18, and 22`
        let list = std::iter::successors(Some(first), |listed| self.listed_before(*listed));
        let listed = list.take(LOOK_BACK).last().unwrap_or(first);
        if listed < first && self.class_before(listed, Class::Aged) {
            return true;
        }
        if !figure.digits || first < 2 || !self.tokens.continues(first - 1) {
            return false;
        }
        // `two teenagers, 15 and 16, were`
        let listed = |at: usize| self.tokens.numeral(at).is_some_and(|n| n.whole_digits <= 2 && n.decimals == 0);
        let back = self.role_before(first, Role::And) && first >= 4 && listed(first - 2);
        let first = if back { first - 2 } else { first };
        let ahead = self.role(measure.next, Role::And) && listed(measure.next + 1);
        let next = measure.next + if ahead { 2 } else { 0 };
        if !self.tokens.continues(first) || !self.tokens.continues(first - 1) {
            return false;
        }
        let before = self.str(first - 1);
        let name = &self.tokens.list[first - 2];
        let human = self.rules.lexicon.is(name.word, Class::Human) || self.rules.is_person(name.word);
        let named = human
            || name.kind == TokenKind::Word
                && name.capital
                && !self.rules.lexicon.is(name.word, Class::Month)
                && !self.rules.lexicon.is(name.word, Class::Label)
                && !self.rules.lexicon.is(name.word, Class::Function);
        let closed = match before {
            "," => {
                // `Ann Lind, 24 and Bo Dunn, 23`
                let and_another =
                    self.role_before(next + 1, Role::And) && self.tokens.list.get(next + 1).is_some_and(|t| t.capital);
                and_another
                    || !self.tokens.continues(next)
                    || matches!(self.str(next), "," | "." | ";" | ":" | "–" | "—")
            }
            "(" => {
                let full = first >= 3 && self.tokens.continues(first - 2) && self.tokens.list[first - 3].capital;
                full && self.str(next) == ")" && figure.value >= Decimal::TEN
            }
            _ => false,
        };
        named && closed && figure.value >= Decimal::ONE
    }
}
