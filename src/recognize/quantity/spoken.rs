//! What speech, notes and dictation say in figures, and documents do not: `zero eight`, `celsius` alone, `one over three`.
//!
//! In: tokens. Out: [`Said`], beside what is read everywhere, for `atodds mentions` over JSON lines alone: documents are
//! never read so, and pay nothing for it. What may stand so is data (`rules/<language>/spoken_figures.toml`).

use std::collections::BTreeMap;
use std::sync::Mutex;

use rust_decimal::Decimal;

use super::{QuantityReader, UnitValue};
use crate::model::{Language, Span};
use crate::recognize::number::{Figure, Sense};
use crate::recognize::token::TokenKind;
use crate::rules::lexicon::Class;
use crate::rules::quantity::{NumberWord, Role, UnitRule};

/// Zeros that are dictated in a row, at most: `o` is looked at anew at each, so a bound keeps the time linear.
const MOST_ZEROS: usize = 16;

/// A reading that only speech has.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// Its words.
    pub span: Span,
    /// Its value; none where a unit stands alone.
    pub value: Option<Decimal>,
    /// Its unit.
    pub unit: Option<String>,
    /// `quantity`, `money`, `percent` or `ordinal`.
    pub kind: &'static str,
    /// It is a number or a unit by itself, worth telling only where no quantity holds it.
    pub plain: bool,
    /// Its figure as it is written, where its value is told in another unit: `a penny`.
    pub figure: Option<Decimal>,
    /// It stands in digits, which are told everywhere unless they are a date's or a label's: worth telling in a date.
    pub digits: bool,
}

/// What a language's `spoken_figures.toml` holds.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speech {
    /// Words of units that may stand without a number.
    alone: Vec<String>,
    /// Words for a zero that lead a dictated number.
    zero: Vec<String>,
    /// Words between a number and what it is divided by.
    pub(super) over: Vec<String>,
    /// Letters for powers of ten that may stand bare after digits.
    pub(super) magnitudes: BTreeMap<String, u8>,
    /// Names of small parts, by the power of ten that they divide by.
    pub(super) parts: BTreeMap<String, u8>,
    /// What looks like a figure with a magnitude and is a name: `5G`.
    pub(super) never: Vec<String>,
    /// The ending of a plural.
    pub(super) plural: String,
    /// Texts with what is read in them.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests"))]
    examples: Vec<Vec<String>>,
    /// Texts in which speech reads nothing.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests"))]
    counter_examples: Vec<Vec<String>>,
}

impl Speech {
    /// Returns what a language has; `None` for a language without a file, or one whose file is broken (a test loads
    /// every file).
    pub fn of(language: Language) -> Option<&'static Speech> {
        static LOADED: Mutex<BTreeMap<Language, Option<&'static Speech>>> = Mutex::new(BTreeMap::new());
        let mut loaded = LOADED.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        *loaded.entry(language).or_insert_with(|| {
            // Leaked on purpose: one a language for the program's life.
            let speech = crate::rules::toml::<Speech>(&format!("{language}/spoken_figures.toml")).ok()?;
            Some(&*Box::leak(Box::new(speech)))
        })
    }
}

impl QuantityReader<'_> {
    /// Reads what only speech has.
    pub fn said(&self, speech: &Speech, out: &mut Vec<Said>) {
        let mut at = 0;
        while at < self.tokens.list.len() {
            let found = self
                .unit_said(at, speech)
                .or_else(|| self.signed(at, speech))
                .or_else(|| self.dictated(at, speech))
                .or_else(|| self.inches_said(at))
                .or_else(|| self.cents_said(at))
                .or_else(|| self.rate_said(at))
                .or_else(|| self.one_unit(at))
                .or_else(|| self.age_said(at))
                .or_else(|| self.length_said(at))
                .or_else(|| self.year_said(at))
                .or_else(|| self.ordinal_said(at, speech))
                .or_else(|| self.number_said(at));
            match found {
                Some((said, next)) => {
                    out.push(said);
                    at = next.max(at + 1);
                }
                None => at += self.digit_runs(at, out).max(1),
            }
        }
    }

    fn told(&self, first: usize, next: usize, value: Option<Decimal>) -> Said {
        Said {
            span: self.span(first, next),
            value,
            unit: None,
            kind: "quantity",
            plain: false,
            figure: None,
            digits: false,
        }
    }

    pub(super) fn lower(&self, at: usize) -> String {
        if self.tokens.continues(at) || at == 0 { self.str(at).to_lowercase() } else { String::new() }
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Word)
    }

    /// Returns whether the clause ends before `at`.
    pub(super) fn ends_at(&self, at: usize) -> bool {
        !self.tokens.continues(at) || self.tokens.list[at].kind == TokenKind::Sign
    }

    /// `celsius` alone, `percent of twenty`, `dollar 20`
    fn unit_said(&self, at: usize, speech: &Speech) -> Option<(Said, usize)> {
        let written = self.tokens.get(at).map(|t| &self.text[t.start..t.end])?;
        if !speech.alone.contains(&written.to_lowercase()) {
            return None;
        }
        let figure_before = at > 0 && self.tokens.continues(at) && {
            let before = &self.tokens.list[at - 1];
            let facts = self.rules.facts(before.word);
            before.kind == TokenKind::Numeral || facts.number.is_some() || facts.is(Role::RangeDash)
        };
        let glued = self.tokens.glued(at) || self.tokens.glued(at + 1) && self.is_word(at + 1);
        if figure_before || !self.is_word(at) && glued {
            return None;
        }
        let (unit, next, kind) = self.known_unit(at)?;
        // `Euro 2024` is a tournament
        let label = self.tokens.list[at].capital && self.rules.lexicon.is(self.tokens.list[at].word, Class::Label);
        if label && self.tokens.continues(next) && self.tokens.numeral(next).is_some() {
            return None;
        }
        let of = self.role(next, Role::Of) || self.role(next, Role::Some);
        let start = next + usize::from(of);
        let joins = if kind == "percent" { of } else { !of && kind == "money" };
        if joins
            && self.tokens.continues(start)
            && let Some(figure) = self.figures().read(start, |_, _| false)
            && figure.sense == Sense::Cardinal
            && !figure.one
            && self.unit_after(&figure).is_none()
        {
            let said = Said { unit: Some(unit), kind, ..self.told(at, figure.next, Some(figure.value)) };
            return Some((said, figure.next));
        }
        Some((Said { unit: Some(unit), kind, plain: true, ..self.told(at, next, None) }, next))
    }

    /// Returns the temperature, share or currency named at `at`, where its words end, and of which kind it is.
    fn known_unit(&self, at: usize) -> Option<(String, usize, &'static str)> {
        let word = |n: usize| {
            if n == 0 || self.tokens.continues(at + n) { self.tokens.get(at + n).map(|t| t.word) } else { None }
        };
        let (length, rule) = self.rules.units.longest(word)?;
        let (unit, kind) = match rule {
            UnitRule::Percent => (UnitValue::Percent, "percent"),
            UnitRule::Measure(index) if self.units.unit(index)?.dimension == "temperature" => {
                (UnitValue::Measure(index), "quantity")
            }
            UnitRule::Money(index, hundredth) => (self.money(index, hundredth)?, "money"),
            _ => return None,
        };
        Some((self.unit_name(&unit), at + length, kind))
    }

    /// A fraction, quotient or bare magnitude, with a minus before it that may stand apart: `minus one over 20`, `- 10 k`.
    fn signed(&self, at: usize, speech: &Speech) -> Option<(Said, usize)> {
        let token = self.tokens.get(at)?;
        let word = self.rules.facts(token.word).is(Role::Minus) && self.tokens.continues(at + 1);
        let opens = at == 0 || token.border;
        let sign = opens && matches!(self.str(at), "-" | "−") && self.tokens.get(at + 1).is_some();
        let minus = word || sign;
        let start = at + usize::from(minus);
        let (value, next) = self
            .mixed(start, speech)
            .or_else(|| self.said_fraction(start, speech))
            .or_else(|| self.quotient(start, speech))
            .or_else(|| self.scaled(start, speech))
            .or_else(|| if sign { self.figure_said(start) } else { None })?;
        Some((self.told(at, next, Some(if minus { -value } else { value })), next))
    }

    fn figure_said(&self, at: usize) -> Option<(Decimal, usize)> {
        self.tokens.numeral(at)?;
        let figure = self.figures().read(at, |_, _| false)?;
        if figure.sense == Sense::Ordinal || !self.ends_at(figure.next) {
            return None;
        }
        Some((figure.value, figure.next))
    }

    /// `zero eight`, `five zero zero`: zeros that lead a number belong to it.
    fn dictated(&self, at: usize, speech: &Speech) -> Option<(Said, usize)> {
        let zero = |n: usize| {
            let known = self.tokens.get(n).filter(|t| n == at || !t.border)?;
            let word = matches!(self.rules.facts(known.word).number, Some(NumberWord::Zero));
            let letter = speech.zero.contains(&self.str(n).to_lowercase());
            if word || letter { Some(word) } else { None }
        };
        let named = zero(at)?;
        let mut next = at + 1;
        while next - at < MOST_ZEROS && zero(next).is_some() {
            next += 1;
        }
        let follows = self.tokens.continues(next) && self.is_word(next);
        if let Some(number) = if follows { self.figures().composer().read(next) } else { None } {
            return Some((self.told(at, number.next, Some(number.value)), number.next));
        }
        if !named {
            return None;
        }
        Some((Said { plain: next == at + 1, ..self.told(at, next, Some(Decimal::ZERO)) }, next))
    }

    /// `8"`; a quotation's closing mark is no inch.
    fn inches_said(&self, at: usize) -> Option<(Said, usize)> {
        self.tokens.numeral(at)?;
        let figure = self.figures().read(at, |_, _| false)?;
        let mark = figure.next;
        if !self.tokens.glued(mark) || !matches!(self.str(mark), "\"" | "″") {
            return None;
        }
        let start = self.tokens.list[at].start;
        // A quotation is not far before its closing mark; looking farther would take quadratic time.
        let before = self.text.as_bytes()[..start].iter().rev().take(400).take_while(|b| **b != b'\n');
        if self.str(mark) == "\"" && before.filter(|b| **b == b'"').count() % 2 == 1 {
            return None;
        }
        let said = Said { unit: Some("in".to_owned()), ..self.told(at, mark + 1, Some(figure.value)) };
        Some((said, mark + 1))
    }

    /// `15 dollars and 50`
    fn cents_said(&self, at: usize) -> Option<(Said, usize)> {
        let figure = self.figures().read(at, |_, _| false).filter(|f| f.sense == Sense::Cardinal)?;
        let before = self.currency_before(at).map(|(first, unit)| (first, unit, figure.next));
        let (first, unit, next) = before.or_else(|| self.unit_after(&figure).map(|(unit, next)| (at, unit, next)))?;
        let UnitValue::Money { hundredth: false, .. } = unit else { return None };
        if !self.role(next, Role::And) || !self.tokens.continues(next + 1) || !figure.value.fract().is_zero() {
            return None;
        }
        let part = self.figures().read(next + 1, |_, _| false)?;
        let whole = part.sense == Sense::Cardinal && part.value < Decimal::ONE_HUNDRED && part.value.fract().is_zero();
        if !whole || !(self.ends_at(part.next) || self.class(part.next, Class::Function)) {
            return None;
        }
        let value = figure.value.checked_add(part.value.checked_div(Decimal::ONE_HUNDRED)?)?;
        let unit = Some(self.unit_name(&unit));
        Some((Said { unit, kind: "money", ..self.told(first, part.next, Some(value)) }, part.next))
    }

    /// `four times per week`, `$350 per kg`: with what it is told of, in one.
    fn rate_said(&self, at: usize) -> Option<(Said, usize)> {
        if self.tokens.numeral(at).is_none() && self.figures().facts(at).number.is_none() {
            return None;
        }
        let figure = self.figures().read(at, |_, _| false).filter(|f| f.sense == Sense::Cardinal)?;
        let money = self.currency_before(at).map(|(first, unit)| (first, self.unit_name(&unit), figure.next));
        let unit = || self.unit_after(&figure).map(|(unit, next)| (at, self.unit_name(&unit), next));
        let counted = || self.counted(&figure, None).map(|c| (at, c.unit, c.next));
        let (first, mut unit, next) = money.or_else(unit).or_else(counted)?;
        // `20 kWh/m² per year`
        let rate = self.after_rate(next);
        if rate > next {
            unit.push_str(self.span(next, rate).of(self.text));
        }
        let next = rate;
        if !self.role(next, Role::Per) || !self.tokens.continues(next + 1) {
            return None;
        }
        // symbols are units after digits only
        let one = Figure { digits: true, ..self.figures().base(next, next + 1, Decimal::ONE, Sense::Cardinal) };
        let (UnitValue::Measure(per), next) = self.unit_after(&one)? else { return None };
        let unit = Some(format!("{unit}/{}", self.units.unit(per)?.symbol));
        Some((Said { unit, ..self.told(first, next, Some(figure.value)) }, next))
    }

    /// `a gallon`, `one penny`: an article before a unit that is no time.
    fn one_unit(&self, at: usize) -> Option<(Said, usize)> {
        let facts = self.rules.facts(self.tokens.get(at)?.word);
        if !(facts.is(Role::Article) || facts.is(Role::One)) || !self.tokens.continues(at + 1) || !self.is_word(at + 1)
        {
            return None;
        }
        let figure = self.figures().base(at, at + 1, Decimal::ONE, Sense::Cardinal);
        let (unit, next) = self.unit_after(&figure)?;
        // `a foot injury` is no length
        let alone = self.ends_at(next)
            || self.role(next, Role::Of)
            || self.class(next, Class::Function)
            || self.class(next, Class::Dimension);
        let (value, kind) = match &unit {
            _ if !alone => return None,
            UnitValue::Measure(index) if self.units.unit(*index)?.dimension != "time" => (Decimal::ONE, "quantity"),
            UnitValue::Money { hundredth, .. } => (if *hundredth { Decimal::new(1, 2) } else { Decimal::ONE }, "money"),
            _ => return None,
        };
        let figure = if value == Decimal::ONE { None } else { Some(Decimal::ONE) };
        Some((Said { unit: Some(self.unit_name(&unit)), kind, figure, ..self.told(at, next, Some(value)) }, next))
    }

    /// `age 87`
    fn age_said(&self, at: usize) -> Option<(Said, usize)> {
        if !self.class(at, Class::Aged) || !self.tokens.continues(at + 1) {
            return None;
        }
        let value = self.tokens.numeral(at + 1).filter(|n| n.decimals == 0 && n.whole_digits <= 2)?.value?;
        let said = Said { unit: Some("year".to_owned()), kind: "age", ..self.told(at, at + 2, Some(value)) };
        Some((said, at + 2))
    }

    /// `six months` in `six months ago`: the length that a date is told by.
    fn length_said(&self, at: usize) -> Option<(Said, usize)> {
        if self.tokens.numeral(at).is_none() && self.figures().facts(at).number.is_none() {
            return None;
        }
        let figure = self.figures().read(at, |_, _| false).filter(|f| f.sense == Sense::Cardinal && !f.one)?;
        let (unit, next) = self.unit_after(&figure)?;
        let UnitValue::Measure(index) = unit else { return None };
        if self.units.unit(index)?.dimension != "time" {
            return None;
        }
        let unit = Some(self.unit_name(&unit));
        let said = Said { unit, kind: "duration", ..self.told(at, next, Some(figure.value)) };
        Some((Said { plain: true, digits: true, ..said }, next))
    }

    /// `nineteen seventy-three`: hundreds and years in two halves, where the second is too great to be minutes.
    fn year_said(&self, at: usize) -> Option<(Said, usize)> {
        let composer = self.figures().composer();
        let (NumberWord::Teen(hundreds), next) = composer.word(at)? else { return None };
        let tens = matches!(composer.word(next), Some((NumberWord::Tens(60.., _), _))) && self.tokens.continues(next);
        if !tens || self.tokens.glued(next) || !self.rules.and_after_tens.is_empty() || hundreds < 11 {
            return None;
        }
        let rest = composer.read(next).filter(|c| c.value < Decimal::ONE_HUNDRED)?;
        let value = Decimal::from(u32::from(hundreds) * 100).checked_add(rest.value)?;
        Some((self.told(at, rest.next, Some(value)), rest.next))
    }

    /// `twenty-fifths`: a rank in the plural.
    fn ordinal_said(&self, at: usize, speech: &Speech) -> Option<(Said, usize)> {
        let Some((NumberWord::Tens(..), _)) = self.figures().composer().word(at) else { return None };
        // in the singular it is told everywhere
        let (value, next, _) =
            self.under(at, true, speech).filter(|(_, next, _)| self.str(next - 1).ends_with(&speech.plural))?;
        Some((Said { kind: "ordinal", ..self.told(at, next, Some(value)) }, next))
    }

    /// A number by itself, in words or in digits, and the word for one.
    fn number_said(&self, at: usize) -> Option<(Said, usize)> {
        let token = self.tokens.get(at)?;
        if token.kind != TokenKind::Word {
            return None;
        }
        let after_word = at > 0 && self.tokens.continues(at) && self.is_word(at - 1);
        let label = self.class_before(at, Class::Label);
        let counting = self.figures().facts(at + 1).number.is_some();
        // `un appartement neuf`, `12 sept.`
        let counted = at > 0 && self.rules.facts(self.tokens.list[at - 1].word).number.is_some();
        let noun = after_word && !counted && !self.rules.lexicon.is(self.tokens.list[at - 1].word, Class::Function);
        let new = self.class(at, Class::NewWord) && noun && !label && !counting;
        let month = self.class(at, Class::Month) && at > 0 && self.tokens.numeral(at - 1).is_some();
        if new || month {
            return None;
        }
        let number = self.figures().composer().read(at)?;
        let facts = self.rules.facts(token.word);
        // The word for one before a noun is its article, elsewhere a pronoun; counted off, it is a number.
        let counted_off = counting || self.ends_at(at + 1) || counted && self.tokens.continues(at);
        if facts.is(Role::One) && number.next == at + 1 && !counted_off {
            return None;
        }
        Some((Said { plain: true, ..self.told(at, number.next, Some(number.value)) }, number.next))
    }

    /// Gives each run of digits of a numeral, for where it is part of a date; returns how many tokens that were.
    fn digit_runs(&self, at: usize, out: &mut Vec<Said>) -> usize {
        let Some(token) = self.tokens.get(at).filter(|t| t.kind == TokenKind::Numeral) else { return 0 };
        let mut start = token.start;
        for run in self.text[token.start..token.end].split(|c: char| !c.is_ascii_digit()) {
            let span = Span::new(start, start + run.len());
            start += run.len() + 1;
            if let Ok(value) = run.parse::<Decimal>() {
                out.push(Said {
                    span,
                    value: Some(value),
                    unit: None,
                    kind: "quantity",
                    plain: true,
                    figure: None,
                    digits: true,
                });
            }
        }
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognize::{Context, said};

    #[test]
    fn rules_hold_their_examples() {
        for language in [Language::EN, Language::FR] {
            let path = format!("{language}/spoken_figures.toml");
            let speech: Speech = crate::rules::toml(&path).unwrap();
            let read = |text: &str| -> Vec<String> {
                let context = Context::default();
                let number = |v: Decimal| v.round_dp(3).normalize().to_string();
                said(text, language, &context)
                    .iter()
                    .filter(|s| !s.plain || s.value.is_none())
                    .map(|s| {
                        let value = s.value.map_or_else(|| "none".to_owned(), number);
                        format!("{} = {value} {}", s.span.of(text), s.unit.as_deref().unwrap_or("")).trim().to_owned()
                    })
                    .collect()
            };
            for example in &speech.examples {
                assert_eq!(read(&example[0]), example[1..], "{path}: {:?}", example[0]);
            }
            for example in &speech.counter_examples {
                assert_eq!(read(&example[0]), Vec::<String>::new(), "{path}: {:?}", example[0]);
            }
        }
    }

    #[test]
    fn digits_of_dates_are_told_one_by_one() {
        let text = "on 5/17/2018, five";
        let all = said(text, Language::EN, &Context::default());
        let words = |digits: bool| -> Vec<&str> {
            all.iter().filter(|s| s.plain && s.digits == digits).map(|s| s.span.of(text)).collect()
        };
        assert_eq!(words(true), ["5", "17", "2018"]);
        assert_eq!(words(false), ["five"]);
    }
}
