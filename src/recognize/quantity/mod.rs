//! Quantities: a figure with its unit, its range, its bound and what it counts.
//!
//! In: the tokens of a stretch of text. Out: [`Found`] quantities in the order of the text, which do not overlap. What
//! looks like a number and is none (labels, names, addresses, dates) is left out here; what is a date is decided above.

mod age;
mod amount;
mod bound;
mod compound;
mod counted;
mod figure_words;
mod look_alike;
mod neighbour;
mod pair;
mod range;
mod rounding;
mod short;
mod special;
mod spoken;
mod spoken_part;
mod unit;

use rust_decimal::Decimal;

use super::number::figure::FigureReader;
use super::number::{Figure, Sense, power_of_ten};
use super::token::{TokenKind, Tokens};
use crate::model::{Bound, Interval, Kind, Span};
use crate::rules::lexicon::Class;
use crate::rules::quantity::{NounRule, QuantityRules, Role};
use crate::rules::units::Units;
pub use figure_words::FigureWords;
pub use spoken::{Said, Speech};
pub use unit::UnitValue;

/// A quantity in a text, with the spans that different readers want.
#[derive(Clone, Debug)]
pub struct Found {
    /// With bound and unit.
    pub span: Span,
    /// With unit, without bound.
    pub measure: Span,
    /// The figure alone.
    pub core: Span,
    /// The figure's own value, as it is written, where it is one figure.
    pub figure: Option<Decimal>,
    /// What sort of thing it is.
    pub kind: Kind,
    /// The value.
    pub value: Interval,
    /// What was said about its edge.
    pub bound: Bound,
    /// Its unit or counted noun.
    pub unit: Option<String>,
    /// The words that are counted.
    pub counted: Option<Span>,
    /// See [`crate::model::Mention::rounding`].
    pub rounding: Decimal,
    /// The rule that made it.
    pub rule: &'static str,
    /// It stands against a date that covers the same words.
    pub firm: bool,
    /// It is told in millions or more.
    pub magnitude: bool,
    /// The two figures of a range.
    pub ends: Option<Box<[End; 2]>>,
}

/// One end of a range.
#[derive(Clone, Copy, Debug)]
pub struct End {
    /// The figure, with its unit where it has one of its own.
    pub measure: Span,
    /// The figure alone.
    pub core: Span,
    /// Its value in the range's unit.
    pub value: Decimal,
    /// Its own value, as it is written.
    pub figure: Decimal,
}

/// A figure with its own unit, before ranges and bounds.
#[derive(Clone, Debug)]
pub(super) struct Measure {
    figure: Figure,
    /// First token, the currency's sign and the minus included.
    first: usize,
    /// One past the last token, the unit included.
    next: usize,
    unit: Option<UnitValue>,
    /// Value in that unit.
    value: Decimal,
}

/// Reads the quantities of one stretch of tokens.
pub struct QuantityReader<'a> {
    /// The text that the tokens were cut from.
    pub text: &'a str,
    /// The tokens.
    pub tokens: &'a Tokens,
    /// The language's words.
    pub rules: &'a QuantityRules,
    /// Units and currencies.
    pub units: &'a Units,
    /// What is peculiar to the language around figures.
    pub words: &'a FigureWords,
    /// The source's country (ISO 3166), where it is known.
    pub country: Option<&'a str>,
    /// Give ordinals too, under the rule [`ORDINAL`]; they count nothing.
    pub ordinals: bool,
}

/// The rule of ordinals.
pub const ORDINAL: &str = "number:ordinal";

impl<'a> QuantityReader<'a> {
    /// Reads all quantities.
    pub fn read(&self, out: &mut Vec<Found>) {
        let mut at = 0;
        let mut last: Option<NounRule> = None;
        // where the quantity before ended
        let mut edge = 0;
        while at < self.tokens.list.len() {
            if let Some(next) = self.past_link(at) {
                at = next;
                continue;
            }
            let word = self.tokens.list[at].word;
            if self.rules.is_special(word)
                && let Some((found, next)) = self.special(at)
            {
                out.extend(found);
                at = next;
                continue;
            }
            if !self.may_start(at) {
                at += 1;
                continue;
            }
            let before = out.len();
            match self.quantity(at, last, out) {
                Some((next, noun)) => {
                    if out.len() == before + 1 && before > 0 {
                        self.join_bounds(edge, at, out);
                    }
                    edge = next;
                    last = noun.or(last);
                    at = next.max(at + 1);
                }
                None => at += 1,
            }
        }
    }

    pub(super) fn figures(&self) -> FigureReader<'a> {
        FigureReader { text: self.text, tokens: self.tokens, rules: self.rules }
    }

    pub(super) fn str(&self, at: usize) -> &'a str {
        self.figures().str(at)
    }

    pub(super) fn role(&self, at: usize, role: Role) -> bool {
        self.figures().facts(at).is(role)
    }

    /// Returns whether the token before `at` is of the same sentence and plays a part.
    pub(super) fn role_before(&self, at: usize, role: Role) -> bool {
        at > 0 && self.tokens.continues(at) && self.rules.facts(self.tokens.list[at - 1].word).is(role)
    }

    pub(super) fn class(&self, at: usize, class: Class) -> bool {
        self.figures().is(at, class)
    }

    pub(super) fn class_before(&self, at: usize, class: Class) -> bool {
        self.figures().is_before(at, class)
    }

    pub(super) fn span(&self, first: usize, next: usize) -> Span {
        let list = &self.tokens.list;
        let start = list.get(first).map_or(0, |t| t.start);
        let end = if next > first { list.get(next - 1).map_or(start, |t| t.end) } else { start };
        Span::new(start, end.max(start))
    }

    /// Returns where a link that starts at `at` ends: nothing in it is a quantity.
    fn past_link(&self, at: usize) -> Option<usize> {
        let token = &self.tokens.list[at];
        if token.kind != TokenKind::Word || token.end - token.start > 5 || !self.tokens.glued(at + 1) {
            return None;
        }
        let opens = match &self.text[token.start..token.end] {
            "http" | "https" => self.str(at + 1) == ":",
            "www" => self.str(at + 1) == ".",
            _ => false,
        };
        if !opens {
            return None;
        }
        let mut next = at + 1;
        while self.tokens.get(next).is_some_and(|t| !t.gap) {
            next += 1;
        }
        Some(next)
    }

    /// Returns quickly whether a quantity may start at `at`.
    fn may_start(&self, at: usize) -> bool {
        let token = &self.tokens.list[at];
        match token.kind {
            TokenKind::Numeral => true,
            TokenKind::Sign => {
                let next = self.tokens.get(at + 1).is_some_and(|t| !t.border && t.kind == TokenKind::Numeral);
                let text = &self.text[token.start..token.end];
                next && self.is_minus(at) && self.opens_minus(at)
                    || text.len() > 1 && matches!(text, "½" | "¼" | "¾" | "⅓" | "⅔" | "⅕" | "⅙" | "⅛" | "⅜" | "⅝" | "⅞")
            }
            TokenKind::Word => {
                let facts = self.rules.facts(token.word);
                facts.number.is_some()
                    || facts.collective.is_some()
                    || facts.vague.is_some()
                    || facts.denominator > 0 && (facts.is(Role::Lone) || facts.denominator == 4)
                    || facts.is(Role::Half)
                    || facts.is(Role::Article)
                    || facts.is(Role::Some)
                    || facts.is(Role::Several)
                    || facts.is(Role::Minus)
                    || self.ordinals && facts.ordinal > 0
            }
        }
    }

    /// Reads the quantity at `at`; returns where to go on and what it counts. A look-alike is passed over whole.
    fn quantity(&self, at: usize, last: Option<NounRule>, out: &mut Vec<Found>) -> Option<(usize, Option<NounRule>)> {
        let mut measure = self.measure(at)?;
        if measure.figure.sense == Sense::Ordinal {
            // `per second` is no rank
            if self.ordinals && !self.role_before(measure.figure.first, Role::Per) {
                let span = self.span(measure.figure.first, measure.figure.next);
                let value = Interval::point(measure.figure.value);
                let word = self.whole(span, Kind::Quantity, value, Bound::Exact, String::new(), None);
                out.push(Found { unit: None, rule: ORDINAL, firm: false, ..word });
            }
            return Some((measure.figure.next, None));
        }
        if self.is_verb_of_many(&measure) {
            return None;
        }
        if let Some((found, next)) = self.decade_of_age(&measure) {
            out.push(found);
            return Some((next, None));
        }
        if let Some(next) = self.look_alike(&measure) {
            return Some((next, None));
        }
        if let Some(found) = self.out_of(&measure) {
            let next = found.1;
            out.push(found.0);
            return Some((next, None));
        }
        if let Some((first, low, high, next)) = self.range(&measure) {
            return Some(self.emit_range(first, &low, &high, next, out));
        }
        if let Some(next) = self.score(&measure, out) {
            return Some((next, None));
        }
        if measure.figure.one && measure.unit.is_none() && !self.one_counts(&measure) {
            return None;
        }
        if measure.figure.one && self.is_some_day(&measure) {
            return None;
        }
        if measure.unit.is_none() {
            self.share_unit(&mut measure);
        }
        Some(self.emit(measure, last, out))
    }

    /// `she scores twice`, `the scores were level`: a word for many that counts nothing is another one.
    fn is_verb_of_many(&self, measure: &Measure) -> bool {
        let figure = &measure.figure;
        let bare = figure.sense == Sense::Vague && figure.next == figure.first + 1;
        let word = if bare { self.tokens.list[figure.first].word } else { return false };
        let many = self.rules.facts(word).collective.is_some_and(|c| c.value.is_zero());
        many && (self.class_before(figure.first, Class::Definite)
            || !self.role(figure.next, Role::Of) && self.counted(figure, None).is_none())
    }

    /// Reads a figure with its sign, currency and unit.
    pub(super) fn measure(&self, at: usize) -> Option<Measure> {
        let token = self.tokens.get(at)?;
        let minus = match token.kind {
            TokenKind::Sign => self.is_minus(at),
            TokenKind::Word => self.rules.facts(token.word).is(Role::Minus),
            TokenKind::Numeral => false,
        };
        let start = if minus { at + 1 } else { at };
        if minus && !self.tokens.continues(start) {
            return None;
        }
        // `au moins 40 %`
        if minus && token.kind == TokenKind::Word && self.is_bound_word(start) {
            return None;
        }
        // `$-99.99`
        let before_minus =
            || if minus && self.tokens.glued(at) && self.tokens.glued(start) { self.currency_before(at) } else { None };
        let before = self.currency_before(start).or_else(before_minus).or_else(|| self.currency_of_first(start));
        // `-$5`
        let sign_before = before
            .as_ref()
            .and_then(|(first, _)| first.checked_sub(1))
            .filter(|sign| !minus && self.tokens.glued(sign + 1) && self.is_minus(*sign) && self.opens_minus(*sign));
        let minus = minus || sign_before.is_some();
        let figure = self
            .figures()
            .read(start, |next, short| self.short_holds(before.is_some(), next, short))
            .or_else(|| self.article_unit(start))?;
        let mut measure = Measure { figure, first: at, next: figure.next, unit: None, value: figure.value };
        let after = if self.tokens.continues(figure.next) {
            self.scaled_code(figure.next).map(|c| (c, start, figure.next + 1))
        } else {
            None
        };
        let code_before = if start > 0 && self.tokens.continues(start) {
            self.scaled_code(start - 1).map(|c| (c, start - 1, figure.next))
        } else {
            None
        };
        if let Some(((power, unit), first, next)) = after.or(code_before).filter(|_| figure.scale == Decimal::ONE) {
            let scale = power_of_ten(power)?;
            measure.figure.value = figure.value.checked_mul(scale)?;
            measure.figure.scale = scale;
            measure.value = measure.figure.value;
            measure.unit = Some(unit);
            measure.first = first.min(at);
            measure.next = next;
        } else if let Some((first, unit)) = before {
            measure.first = sign_before.unwrap_or(first).min(at);
            measure.unit = Some(unit);
            measure.next = self.after_rate(figure.next);
        } else if let Some((value, unit, next)) = self.marked(&figure) {
            (measure.value, measure.unit, measure.next) = (value, Some(unit), next);
        } else if let Some((unit, next)) = self.unit_after(&figure).or_else(|| self.glued_big(&figure)) {
            measure.unit = Some(unit);
            measure.next = self.after_rate(next);
            self.half_after(&mut measure);
            self.compound(&mut measure);
            self.late_magnitude(&mut measure)?;
        }
        if minus {
            let spaced = token.kind == TokenKind::Sign && !self.tokens.glued(start);
            if token.kind == TokenKind::Word && self.rules.minus_needs_unit || spaced {
                let below = !spaced && matches!(&measure.unit, Some(UnitValue::Percent))
                    || self.dimension(&measure).is_some_and(|d| d == "temperature" || d == "degree");
                if !below {
                    return None;
                }
            }
            measure.figure.one = false;
            measure.value = -measure.value;
            measure.figure.value = -measure.figure.value;
        }
        if measure.figure.sense == Sense::Fraction && measure.unit.is_none() {
            measure.unit = Some(UnitValue::Percent);
            measure.value = measure.figure.value.checked_mul(Decimal::ONE_HUNDRED)?;
        }
        if let Some(UnitValue::Money { hundredth: true, .. }) = measure.unit {
            measure.value = measure.value.checked_div(Decimal::ONE_HUNDRED)?;
        }
        Some(measure)
    }

    /// Returns what the measure's unit measures.
    pub(super) fn dimension(&self, measure: &Measure) -> Option<&'a str> {
        match measure.unit {
            Some(UnitValue::Measure(index)) => self.units.unit(index).map(|u| u.dimension.as_str()),
            _ => None,
        }
    }

    /// Emits one figure with its bound and what it counts.
    fn emit(&self, measure: Measure, last: Option<NounRule>, out: &mut Vec<Found>) -> (usize, Option<NounRule>) {
        let mut measure = measure;
        let mut kind = self.kind(&measure);
        let mut next = measure.next;
        let mut rule = "quantity:measure";
        let mut counted = None;
        let mut noun = None;
        let mut unit = measure.unit.as_ref().map(|u| self.unit_name(u));
        let mut end_of_noun = measure.next;
        if (kind == Kind::Duration || measure.unit.is_none())
            && let Some((age, end)) = self.age(&measure)
        {
            kind = Kind::Age;
            unit = Some(age);
            next = end;
            measure.next = end;
            rule = "quantity:age";
        }
        if measure.unit.is_none() && kind != Kind::Age {
            rule = "quantity:count";
            if let Some(found) = self.counted(&measure.figure, last).or_else(|| self.counted_with_next(&measure)) {
                if let Some(other) = measure.figure.other.filter(|_| self.prefers_whole(&measure, &found)) {
                    measure.value = other;
                    measure.figure.value = other;
                }
                counted = found.span;
                noun = found.noun;
                unit = Some(found.unit);
                end_of_noun = found.next;
            }
        }
        let (first, bound, end) = self.bounds(&measure, end_of_noun, kind);
        let bound = bound.unwrap_or(match measure.figure.sense {
            Sense::About => Bound::About,
            Sense::Vague => Bound::Vague,
            _ => Bound::Exact,
        });
        let bound = if measure.figure.sense == Sense::Vague { Bound::Vague } else { bound };
        out.push(Found {
            span: self.span(first, end.max(measure.next)),
            measure: self.span(measure.first, measure.next),
            core: self.span(measure.figure.first, measure.figure.next),
            figure: Some(measure.figure.value),
            kind,
            value: interval(measure.value, bound),
            bound,
            unit,
            counted,
            rounding: self.rounding(&measure, kind),
            rule,
            firm: self.is_firm(&measure, kind),
            magnitude: measure.figure.scale >= Decimal::from(1_000_000),
            ends: None,
        });
        (next.max(end).max(measure.next), noun)
    }

    /// Returns whether a quantity stands against a date over the same words: spelled out, or a length told like a clock.
    fn is_firm(&self, measure: &Measure, kind: Kind) -> bool {
        let spelled = !measure.figure.digits && measure.unit.is_none() && kind == Kind::Quantity;
        spelled && measure.figure.next > measure.figure.first + 1
            || kind == Kind::Duration && self.is_clock_length(measure)
    }

    /// `2 h 07` where a word of lasting is near.
    fn is_clock_length(&self, measure: &Measure) -> bool {
        measure.figure.next + 1 < measure.next
            && self.tokens.numeral(measure.next - 1).is_some()
            && self.lasting_near(measure.first)
    }

    fn kind(&self, measure: &Measure) -> Kind {
        match &measure.unit {
            Some(UnitValue::Money { .. }) => Kind::Money,
            Some(UnitValue::Percent | UnitValue::Points | UnitValue::Permille) => Kind::Percent,
            Some(UnitValue::Measure(_)) if self.dimension(measure) == Some("time") => Kind::Duration,
            _ => Kind::Quantity,
        }
    }

    /// `one day`, `une journée`, `une seconde`: mostly some day, not one.
    fn is_some_day(&self, measure: &Measure) -> bool {
        let loose = self.dimension(measure) == Some("time")
            && measure
                .unit
                .as_ref()
                .is_some_and(|u| matches!(self.unit_name(u).as_str(), "day" | "s" | "min" | "decade" | "century"));
        loose && !self.tokens.glued(measure.figure.next) && self.bound_before(measure.first, Kind::Duration).is_none()
    }
}

/// Makes the interval that a bound leaves of a value.
pub(super) fn interval(value: Decimal, bound: Bound) -> Interval {
    match bound {
        Bound::AtMost | Bound::LessThan => Interval { low: None, high: Some(value) },
        Bound::AtLeast | Bound::MoreThan | Bound::Vague => Interval { low: Some(value), high: None },
        Bound::Exact | Bound::About | Bound::Nearly | Bound::Range => Interval::point(value),
    }
}
