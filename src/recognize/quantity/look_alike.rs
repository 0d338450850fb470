//! What looks like a number and is no quantity: labels, names, addresses, telephone numbers, versions, years.

use rust_decimal::Decimal;

use super::figure_words::holds;
use super::{Measure, QuantityReader};
use crate::model::Bound;
use crate::recognize::number::Sense;
use crate::recognize::token::TokenKind;
use crate::rules::lexicon::{Class, WordId};
use crate::rules::quantity::Role;

/// How many tokens of a row of numerals tell what it is. A row may fill a document, and each of its figures asks.
const DECIDING: usize = 32;

impl QuantityReader<'_> {
    /// Returns where to go on where `measure` is no quantity.
    pub(super) fn look_alike(&self, measure: &Measure) -> Option<usize> {
        let figure = &measure.figure;
        if figure.digits {
            if let Some(next) = self.chain(measure) {
                return Some(next);
            }
            if let Some(next) = self.glued(measure) {
                return Some(next);
            }
        }
        if let Some(next) = self.round_the_clock(measure).or_else(|| self.clock(measure)) {
            return Some(next);
        }
        if self.is_capital_name(measure) {
            return Some(measure.figure.next);
        }
        // `escadron 1/4`
        let slash = figure.sense == Sense::Fraction && figure.digits && figure.next > figure.first + 1;
        if slash && self.is_label(&Measure { unit: None, ..measure.clone() }) {
            return Some(measure.next);
        }
        // `half-time`, `a half-brother`
        let dash = figure.next;
        let part =
            figure.sense == Sense::Fraction && !figure.digits && dash <= figure.first + 2 && measure.next == dash;
        if part && self.tokens.glued(dash) && self.role(dash, Role::RangeDash) && self.tokens.glued(dash + 1) {
            return Some(dash + 2);
        }
        if measure.unit.is_some() {
            return None;
        }
        if figure.digits && self.is_label(measure) {
            return Some(self.past_list(figure.next));
        }
        if figure.digits && (self.is_address(measure) || self.is_service_number(measure))
            || self.is_part_of_name(measure)
        {
            return Some(figure.next);
        }
        if self.is_bare_year(measure) && (self.is_year_of_name(measure) || self.is_plain_year(measure)) {
            return Some(self.past_span_of_years(figure.next));
        }
        if self.is_rate_base(measure) {
            return Some(figure.next);
        }
        if self.is_list_number(measure) || self.is_adjective(measure) || self.is_month(measure) {
            return Some(figure.next);
        }
        None
    }

    /// Telephone numbers, dates in digits, addresses on the net: numerals in a row.
    fn chain(&self, measure: &Measure) -> Option<usize> {
        let at = measure.figure.first;
        let numeral = self.tokens.numeral(at)?;
        let tail = self.tokens.numeral(at + 2).is_some_and(|n| n.padded)
            && self.tokens.glued(at + 1)
            && self.tokens.glued(at + 2)
            && self.is_joint(at + 1);
        let long = numeral.whole_digits > 15 && !numeral.grouped;
        if (numeral.padded || long && measure.unit.is_none() || tail) && numeral.decimals == 0 {
            let mut next = at + 1;
            while self.tokens.continues(next) && (self.tokens.numeral(next).is_some() || self.is_joint(next)) {
                next += 1;
            }
            return Some(next);
        }
        // `0 800 130 000`
        let zero = numeral.whole_digits == 1 && numeral.decimals == 0 && measure.figure.value.is_zero();
        let groups = (at + 1..).take_while(|n| self.tokens.continues(*n) && self.tokens.numeral(*n).is_some());
        let long = self.tokens.numeral(at + 1).is_some_and(|n| n.whole_digits >= 3);
        let groups = if zero && long && measure.unit.is_none() { groups.count() } else { 0 };
        if groups > 0 {
            return Some(at + 1 + groups);
        }
        // `(555) 010-4477`
        let area = at > 0
            && self.str(at - 1) == "("
            && self.str(at + 1) == ")"
            && self.tokens.glued(at)
            && self.is_joint(at + 3)
            && [at + 2, at + 4].iter().all(|n| self.tokens.numeral(*n).is_some_and(|n| n.decimals == 0));
        if area && self.tokens.glued(at + 3) && self.tokens.glued(at + 4) && self.tokens.continues(at + 2) {
            return Some(at + 5);
        }
        // `48°51'24"`
        if self.tokens.glued(at + 1)
            && self.str(at + 1) == "°"
            && self.tokens.glued(at + 2)
            && self.tokens.numeral(at + 2).is_some()
        {
            return Some((at + 2..).find(|n| !self.tokens.glued(*n)).unwrap_or(at + 3));
        }
        let (mut next, mut numerals, mut joints) = (at + 1, 1, 0);
        while next < at + DECIDING
            && let Some(is_numeral) = self.link(next)
        {
            if is_numeral {
                numerals += 1
            } else {
                joints += 1
            }
            next += 1;
        }
        let end = || (next..).find(|n| self.link(*n).is_none()).unwrap_or(next);
        // `192.168.1.2`
        let points = joints > 0
            && self.str(at + 1) == "."
            && (numeral.decimals > 0 || self.tokens.numeral(at + 2).is_some_and(|n| n.decimals > 0));
        if points {
            return Some(end());
        }
        let slashes = self.tokens.glued(at + 1)
            && matches!(self.str(at + 1), "/" | ":")
            && self.tokens.glued(at + 2)
            && self.tokens.numeral(at + 2).is_some();
        let fraction = measure.figure.next > at + 1;
        if slashes && !fraction {
            return Some(end());
        }
        // `01 45 67 89 10`, `+1-222-2222`, `2.4.1`
        let phone = numerals >= 3 && (joints >= 2 || joints == 0 && measure.unit.is_none());
        if phone && !fraction && measure.figure.scale == Decimal::ONE { Some(end()) } else { None }
    }

    /// Returns whether the token at `at` goes on with a row of numerals: as a numeral, or as a joint that touches two.
    fn link(&self, at: usize) -> Option<bool> {
        if !self.tokens.continues(at) {
            return None;
        }
        if self.tokens.numeral(at).is_some() {
            return Some(true);
        }
        let joins = self.is_joint(at)
            && self.tokens.glued(at)
            && self.tokens.numeral(at + 1).is_some()
            && self.tokens.glued(at + 1);
        joins.then_some(false)
    }

    /// `le train de 18 h 04`: a time of day that tells no date.
    fn clock(&self, measure: &Measure) -> Option<usize> {
        let at = measure.figure.next;
        let hour = measure.unit.is_none() && measure.figure.digits && measure.value <= Decimal::from(24);
        let minutes = self.tokens.numeral(at + 1).filter(|n| n.whole_digits == 2 && n.decimals == 0)?.value?;
        let clock = hour && self.str(at) == "h" && self.tokens.continues(at) && self.tokens.continues(at + 1);
        if clock && minutes < Decimal::from(60) { Some(at + 2) } else { None }
    }

    /// `24h/24`, `7 jours sur 7`, `24/7`: always, which is no length.
    fn round_the_clock(&self, measure: &Measure) -> Option<usize> {
        if self.dimension(measure) != Some("time") {
            return None;
        }
        let word = |n: usize| {
            let at = measure.next + n;
            if self.tokens.continues(at) { Some(self.tokens.list[at].word) } else { None }
        };
        let slash = self.tokens.glued(measure.next) && self.str(measure.next) == "/";
        let length = if slash { 1 } else { self.rules.out_of.longest(word)?.0 };
        let again =
            self.tokens.numeral(measure.next + length).filter(|_| self.tokens.continues(measure.next + length))?;
        if again.value == Some(measure.value) { Some(measure.next + length + 1) } else { None }
    }

    /// `the Group of Seven`, `the Thirty Years' War`: a number word with a capital inside a sentence that is no headline.
    fn is_capital_name(&self, measure: &Measure) -> bool {
        let first = measure.figure.first;
        let token = &self.tokens.list[first];
        if measure.figure.digits || !token.capital || token.border || first == 0 || measure.first != first {
            return false;
        }
        if self.tokens.list[first - 1].kind != TokenKind::Word {
            return false;
        }
        // The words around tell a headline: all but the small ones have capitals.
        let small = |n: usize| {
            let token = &self.tokens.list[n];
            token.kind == TokenKind::Word && !token.capital && !self.rules.lexicon.is(token.word, Class::Function)
        };
        let before = (0..first).rev().take(8).take_while(|n| self.tokens.continues(n + 1)).any(small);
        before || (first + 1..first + 9).take_while(|n| self.tokens.continues(*n)).any(small)
    }

    /// `the 2024 Olympic Games`: the year that tells which one is meant.
    fn is_year_of_name(&self, measure: &Measure) -> bool {
        let round = (measure.value % Decimal::ONE_HUNDRED).is_zero();
        let next = measure.figure.next;
        !round
            && self.class_before(measure.figure.first, Class::Definite)
            && self.tokens.continues(next)
            && self.tokens.list[next].capital
    }

    /// A year that nothing makes a count; `the 2025 budget` counts no budgets.
    fn is_plain_year(&self, measure: &Measure) -> bool {
        let plural = || self.counted(&measure.figure, None).is_some_and(|c| c.noun.is_none_or(|noun| noun.plural));
        let counts = self.counts_something(measure) && plural();
        !(counts || self.is_bounded(measure) || self.opens_range(measure))
    }

    fn word_at(&self, at: usize, n: usize) -> Option<WordId> {
        if self.tokens.continues(at + n) { Some(self.tokens.list[at + n].word) } else { None }
    }

    fn is_joint(&self, at: usize) -> bool {
        matches!(self.str(at), "-" | "." | "/" | ":" | "–" | "‑")
    }

    /// Letters or signs that touch the digits: `A320`, `F-16`, `24703m212`, `@12`, `3D`, `14:30`.
    fn glued(&self, measure: &Measure) -> Option<usize> {
        let at = measure.figure.first;
        let next = measure.next.max(measure.figure.next);
        if self.tokens.glued(at) && at > 0 && measure.first == at {
            let before = &self.tokens.list[at - 1];
            let sign = &self.text[before.start..before.end];
            if before.kind == TokenKind::Word && !sign.ends_with(['\'', '’']) {
                return Some(next);
            }
            // `(+8 %)` tells a change
            let change = sign == "+" && at >= 2 && self.tokens.list[at - 2].kind == TokenKind::Sign;
            if !change
                && matches!(sign, "/" | "#" | "@" | "_" | "=" | "&" | "\\" | "." | ":" | "+" | "§" | "^")
                && self.tokens.glued(at - 1)
            {
                return Some(next);
            }
            if matches!(sign, "#" | "@" | "=" | "_" | "§") {
                return Some(next);
            }
            // `F-16`, `Covid-19`, `mid-1990`; a hyphen after a number word is a range
            if matches!(sign, "-" | "‑" | "–" | "−") && self.tokens.glued(at - 1) && at >= 2 {
                let word = &self.tokens.list[at - 2];
                if word.kind == TokenKind::Word && self.rules.facts(word.word).number.is_none() {
                    return Some(next);
                }
                if word.kind == TokenKind::Numeral && measure.unit.is_none() {
                    return Some(next);
                }
            }
        }
        // `a 4K screen`
        let named = measure.figure.short && measure.unit.is_none();
        if named && holds(&self.words.names, self.span(at, measure.figure.next).of(self.text)) {
            return Some(next);
        }
        if self.tokens.glued(next) && next == measure.figure.next {
            let after = &self.tokens.list[next];
            // `a 43yo man`
            let aged = self.class(next, Class::YearsOld) && !self.tokens.glued(next + 1);
            if after.kind == TokenKind::Word
                && !measure.figure.short
                && !aged
                && !self.text[after.start..after.end].starts_with(['\'', '’'])
            {
                let mut end = next + 1;
                while self.tokens.glued(end) && self.tokens.list[end].kind != TokenKind::Sign {
                    end += 1;
                }
                return Some(end);
            }
            if matches!(&self.text[after.start..after.end], "_" | "@" | "=") {
                return Some(next);
            }
            // `le 11-Septembre`
            let month = self.role(next, Role::RangeDash) && self.tokens.glued(next + 1);
            if month && self.class(next + 1, Class::Month) {
                return Some(next + 2);
            }
        }
        None
    }

    /// `page 12`, `article 49`, `Boeing 737`, `n° 5`, `No. 10`
    fn is_label(&self, measure: &Measure) -> bool {
        let first = measure.first;
        if first == 0 || !self.tokens.continues(first) {
            return false;
        }
        let mut before = first - 1;
        while before > 0 && matches!(self.str(before), "°" | "º" | "." | "-" | "#") && self.tokens.continues(before) {
            if self.str(before) == "#" {
                return true;
            }
            before -= 1;
        }
        let token = &self.tokens.list[before];
        if self.rules.lexicon.is(token.word, Class::Label) {
            let short = token.end - token.start <= 2;
            let numbered = holds(&self.words.numbered, self.str(before));
            let denies = self.words.denials.iter().any(|word| word == self.str(before)) && before + 1 == first;
            if short && !token.capital && !numbered || denies {
                return false;
            }
            let capital = token.capital || self.str(before).chars().any(char::is_uppercase);
            return capital || !self.counts_something(measure) || self.counts_singular(measure);
        }
        false
    }

    /// `she called 911`, `a 112 call`
    fn is_service_number(&self, measure: &Measure) -> bool {
        let beside = |n: usize| holds(&self.words.service_words, self.str(n));
        let figure = &measure.figure;
        holds(&self.words.services, self.str(figure.first))
            && ((1..=2).any(|back| figure.first.checked_sub(back).is_some_and(beside))
                && !self.counts_something(measure)
                || figure.next < self.tokens.list.len() && beside(figure.next))
    }

    /// `pages 12 et 13`, `page 3 sur 12`: the list goes on.
    fn past_list(&self, next: usize) -> usize {
        let mut at = next;
        let of = self.role(at, Role::Of)
            || self.rules.lexicon.elides() && self.rules.out_of.longest(|n| self.word_at(at, n)).is_some();
        if of && self.tokens.continues(at + 1) && self.tokens.numeral(at + 1).is_some() {
            at += 2;
        }
        while self.tokens.continues(at + 1)
            && (self.role(at, Role::And) || matches!(self.str(at), "-" | "–" | "," | "." | ":"))
            && self.tokens.numeral(at + 1).is_some()
            && (self.tokens.glued(at) && self.tokens.glued(at + 1) || self.role(at, Role::And) || self.str(at) == ",")
        {
            at += 2;
        }
        at
    }

    /// `12, rue de la Paix`, `10 Downing Street`, `75011 Paris`
    fn is_address(&self, measure: &Measure) -> bool {
        let mut at = measure.figure.next;
        if self.tokens.continues(at) && self.str(at) == "," {
            at += 1;
        }
        let Some(numeral) = self.tokens.numeral(measure.figure.first) else { return false };
        if numeral.decimals > 0 || numeral.grouped || measure.figure.next > measure.figure.first + 1 {
            return false;
        }
        if self.rules.lexicon.elides() {
            if self.class(at, Class::Street) && numeral.whole_digits <= 4 {
                // `12 rues` counts, `12 rue de` does not
                return !self.str(at).ends_with('s') || holds(&self.words.streets_in_s, self.str(at));
            }
        } else {
            let led = measure.first.checked_sub(1).is_some_and(|n| holds(&self.words.address_leads, self.str(n)));
            let named = self.tokens.continues(at) && self.tokens.list.get(at).is_some_and(|t| t.capital);
            if self.street_follows(at) || led && named && (3..=5).contains(&numeral.whole_digits) {
                return true;
            }
        }
        let code = numeral.whole_digits == 5 && self.tokens.continues(measure.figure.next);
        code && self.tokens.list[measure.figure.next].capital && self.tokens.list[measure.figure.next].word.index() == 0
    }

    /// Returns whether the name of a street stands at `at`: `Baker Street`.
    pub(super) fn street_follows(&self, at: usize) -> bool {
        for (words, at) in (at..at + 5).enumerate() {
            if !self.tokens.continues(at) || self.tokens.list[at].kind != TokenKind::Word {
                return false;
            }
            let capital = self.tokens.list[at].capital;
            if self.class(at, Class::Street) && (capital && words > 0 || holds(&self.words.small_streets, self.str(at)))
            {
                return true;
            }
            if !capital {
                return false;
            }
        }
        false
    }

    /// `Apollo 11`, `Channel Four`, `Seven Sisters`
    fn is_part_of_name(&self, measure: &Measure) -> bool {
        let first = measure.figure.first;
        let token = &self.tokens.list[first];
        if measure.figure.sense != Sense::Cardinal || measure.first != first || self.counts_something(measure) {
            return false;
        }
        let before = if first > 0 && !token.border { self.tokens.list.get(first - 1) } else { None };
        let named = before.is_some_and(|t| t.kind == TokenKind::Word && t.capital && !t.border && t.word.index() == 0);
        if measure.figure.digits {
            // `beat Leeds 3-1`
            let dash = measure.figure.next;
            let score = self.tokens.glued(dash)
                && self.role(dash, Role::RangeDash)
                && self.tokens.numeral(dash + 1).is_some()
                && [Class::Contest, Class::VoteWord]
                    .iter()
                    .any(|class| self.class_near(first, *class) || self.near_after(dash + 1, *class, 5));
            return named
                && !score
                && measure.figure.next == first + 1
                && measure.value < Decimal::from(10_000)
                && measure.value.fract().is_zero()
                && self.tokens.numeral(first).is_some_and(|n| !n.grouped);
        }
        let after = self.tokens.list.get(measure.figure.next);
        let followed =
            after.is_some_and(|t| t.kind == TokenKind::Word && t.capital && !t.border && t.word.index() == 0);
        token.capital && !token.border && (named || followed)
    }

    /// `a category 4 storm`: several are not counted by a noun in the singular.
    fn counts_singular(&self, measure: &Measure) -> bool {
        measure.value > Decimal::ONE
            && self
                .counted(&measure.figure, None)
                .and_then(|c| c.noun)
                .is_some_and(|noun| !noun.plural && !noun.after_only)
    }

    fn counts_something(&self, measure: &Measure) -> bool {
        self.counted(&measure.figure, None).is_some_and(|c| {
            c.noun.is_some() && c.span.is_some_and(|s| s.start <= self.span(0, measure.figure.next).end + 2)
        }) || self.bound_before(measure.first, crate::model::Kind::Quantity).is_some()
            && self.counted(&measure.figure, None).is_some()
    }

    /// `more than 2000`: words of several tokens that are not said of years.
    fn is_bounded(&self, measure: &Measure) -> bool {
        let Some((first, bound)) = self.bound_before(measure.first, crate::model::Kind::Quantity) else { return false };
        let old = measure.value < Decimal::from(1900);
        old || measure.first - first > 1
            && matches!(bound, Bound::MoreThan | Bound::LessThan | Bound::AtLeast | Bound::Nearly)
    }

    /// `1000-5000`: a range to what is no year.
    fn opens_range(&self, measure: &Measure) -> bool {
        let dash = measure.figure.next;
        self.tokens.continues(dash)
            && self.role(dash, Role::RangeDash)
            && self.tokens.continues(dash + 1)
            && self.tokens.numeral(dash + 1).and_then(|n| n.value).is_some_and(|v| v > Decimal::from(2100))
            && self.tokens.numeral(dash + 1).is_some_and(|n| n.whole_digits == 4 && !n.padded)
    }

    /// `per 100,000`: the whole that a rate is told of.
    fn is_rate_base(&self, measure: &Measure) -> bool {
        let round = [1_000i64, 10_000, 100_000, 1_000_000].iter().any(|n| measure.value == Decimal::from(*n));
        round && self.role_before(measure.first, Role::Per)
    }

    fn past_span_of_years(&self, next: usize) -> usize {
        let dash = self.tokens.continues(next) && (self.role(next, Role::RangeDash) || self.str(next) == "/");
        if dash && self.tokens.numeral(next + 1).is_some_and(|n| n.whole_digits <= 4 && !n.grouped) {
            return next + 2;
        }
        next
    }

    /// `1. Open the file`, `2) …` at the start of a line.
    fn is_list_number(&self, measure: &Measure) -> bool {
        let first = measure.figure.first;
        let short = self.tokens.numeral(first).is_some_and(|n| n.whole_digits <= 2 && n.decimals == 0);
        self.tokens.list[first].border
            && short
            && measure.first == first
            && measure.figure.next == first + 1
            && self.tokens.glued(first + 1)
            && matches!(self.str(first + 1), "." | ")" | "-" | ":" | "/")
            // `5-10% of them`, `10-ish of them`, `5- and 10-year bonds`
            && !(self.str(first + 1) == "-" && (self.tokens.glued(first + 2) || self.role(first + 2, Role::And)))
    }

    /// `un appartement neuf`: the word for nine that is also one for new, after a noun.
    fn is_adjective(&self, measure: &Measure) -> bool {
        let first = measure.figure.first;
        if measure.figure.next != first + 1 || !self.class(first, Class::NewWord) && !self.tokens.list[first].border {
            return false;
        }
        if !self.rules.lexicon.is(self.tokens.list[first].word, Class::NewWord) || first == 0 {
            return false;
        }
        let before = &self.tokens.list[first - 1];
        let noun_before = before.kind == TokenKind::Word && !self.rules.lexicon.is(before.word, Class::Function);
        noun_before && !self.counts_something(measure)
    }

    /// `sept. 2023`: a month's short form that is also a number word.
    fn is_month(&self, measure: &Measure) -> bool {
        let first = measure.figure.first;
        if measure.figure.digits || measure.figure.next != first + 1 {
            return false;
        }
        if !self.rules.lexicon.is(self.tokens.list[first].word, Class::Month) {
            return false;
        }
        let day = first > 0 && self.tokens.continues(first) && self.tokens.list[first - 1].kind == TokenKind::Numeral;
        let point = self.tokens.glued(first + 1) && self.str(first + 1) == ".";
        let year = self.tokens.numeral(first + 1 + usize::from(point)).is_some_and(|n| n.whole_digits == 4);
        day || point && year
    }
}
