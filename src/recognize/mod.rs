//! Finds the values of a text: numbers, quantities, money, shares, ages, durations, dates.
//!
//! In: a text, its language, and where the language layer has read it its [`Analysis`]. Out: [`Mention`]s in the order of
//! the text, which do not overlap. Names and roles are found elsewhere; what a value is said of is the extraction's job.
//! Linear in the text's length: long texts are worked off in stretches that end where a sentence does.

pub mod date;
mod jsonl;
pub mod number;
mod parsed;
pub mod quantity;
pub mod role;
pub mod token;

pub use jsonl::{answer, jsonl};

use crate::model::{Analysis, Kind, Language, Mention, PartialDate, Span, Value};
use crate::rules::quantity::QuantityRules;
use crate::rules::units::Units;
use quantity::{FigureWords, Found, QuantityReader, Said, Speech};
use rust_decimal::Decimal;
use token::Tokens;

/// What is known of a text from outside it.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The document's date, against which relative dates are resolved.
    pub reference_date: Option<PartialDate>,
    /// The source's country (ISO 3166), for the likes of `dollar`.
    pub country: Option<String>,
}

/// Bytes of text that are cut into tokens at once, at least; a sentence's end is looked for after them.
const STRETCH: usize = 1 << 15;

/// Finds every value in `text`, sorted and without overlap; a date takes precedence over a plain number.
///
/// A language without rules has none.
pub fn recognize(text: &str, language: Language, context: &Context, analysis: Option<&Analysis>) -> Vec<Mention> {
    Recognized::of(text, language, context).mentions(analysis)
}

/// What a text's words tell of its values, before a parse tells what is counted: so that only sentences with a value
/// need be parsed.
pub struct Recognized {
    language: Language,
    quantities: Vec<Found>,
    dates: Vec<Mention>,
}

impl Recognized {
    /// Finds every value in `text`.
    pub fn of(text: &str, language: Language, context: &Context) -> Recognized {
        let mut dates = date::find(text, language, context.reference_date);
        let quantities = settle(quantities(text, language, context), &mut dates);
        Recognized { language, quantities, dates }
    }

    /// Returns whether a value stands in a stretch of the text.
    pub fn any_in(&self, stretch: Span) -> bool {
        let quantity = self.quantities.partition_point(|q| q.span.end <= stretch.start);
        let date = self.dates.partition_point(|d| d.span.end <= stretch.start);
        self.quantities.get(quantity).is_some_and(|q| q.span.start < stretch.end)
            || self.dates.get(date).is_some_and(|d| d.span.start < stretch.end)
    }

    /// Returns the values, sorted and without overlap, with what they count where the parse alone tells it.
    pub fn mentions(mut self, analysis: Option<&Analysis>) -> Vec<Mention> {
        if let (Some(analysis), Some(rules)) = (analysis, QuantityRules::embedded(self.language)) {
            parsed::fill_counted(&mut self.quantities, analysis, rules);
        }
        let mut out: Vec<Mention> = self.quantities.iter().map(mention).chain(self.dates).collect();
        out.sort_by_key(|m| (m.span.start, m.span.end));
        // Two dates of one finder may touch; what overlaps an earlier mention goes.
        let mut end = 0;
        out.retain(|m| {
            let keep = m.span.start >= end;
            end = if keep { m.span.end } else { end };
            keep
        });
        out
    }
}

/// Decides between quantities and dates over the same words: a date goes first, unless the quantity holds the date and
/// more, or is firm. Takes the dates that lose out of `dates` and returns the quantities that stand.
fn settle(quantities: Vec<Found>, dates: &mut Vec<Mention>) -> Vec<Found> {
    let mut lost = vec![false; dates.len()];
    let mut first = 0;
    let mut kept = Vec::with_capacity(quantities.len());
    for found in quantities {
        while first < dates.len() && dates[first].span.end <= found.span.start {
            first += 1;
        }
        let over = first + dates[first..].iter().take_while(|d| d.span.start < found.span.end).count();
        let beats = |date: &Mention| {
            let more = found.span.contains(&date.span) && found.span.len() > date.span.len();
            more || found.firm && (found.span.contains(&date.span) || found.kind == Kind::Duration)
        };
        if dates[first..over].iter().all(beats) {
            lost[first..over].fill(true);
            kept.push(found);
        }
    }
    let mut at = 0;
    dates.retain(|_| {
        at += 1;
        !lost[at - 1]
    });
    kept
}

/// Finds every quantity in `text`, with the spans of its parts.
pub fn quantities(text: &str, language: Language, context: &Context) -> Vec<Found> {
    let mut out = find(text, language, context, false);
    take_over_currencies(&mut out);
    out
}

/// Gives bare millions and more the currency that the text told last: `3,2 milliards d'euros … soit 5,8 milliards`.
/// Bare millions may count people, so theirs must stand close before.
fn take_over_currencies(found: &mut [Found]) {
    const CLOSE: usize = 400;
    let mut last: Option<(String, usize)> = None;
    for quantity in found {
        if quantity.kind == Kind::Money {
            last = quantity.unit.clone().map(|unit| (unit, quantity.span.end));
            continue;
        }
        let bare = quantity.kind == Kind::Quantity && quantity.unit.is_none() && quantity.magnitude;
        let Some((unit, end)) = last.as_ref().filter(|_| bare) else { continue };
        let value = quantity.value.low.or(quantity.value.high);
        let billions = value.is_some_and(|v| v >= Decimal::from(1_000_000_000));
        if billions || quantity.span.start - end < CLOSE {
            quantity.unit = Some(unit.clone());
            quantity.kind = Kind::Money;
            quantity.rule = "quantity:bare_money";
        }
    }
}

fn find(text: &str, language: Language, context: &Context, ordinals: bool) -> Vec<Found> {
    let mut out = Vec::new();
    each_stretch(text, language, context, ordinals, |reader| reader.read(&mut out));
    out
}

/// Finds what only speech says in figures, for other programs; see [`quantity::Said`].
fn said(text: &str, language: Language, context: &Context) -> Vec<Said> {
    let mut out = Vec::new();
    let Some(speech) = Speech::of(language) else { return out };
    each_stretch(text, language, context, false, |reader| reader.said(speech, &mut out));
    out
}

/// Cuts a text into stretches and hands a reader of each to `read`; none for a language without rules.
fn each_stretch(
    text: &str,
    language: Language,
    context: &Context,
    ordinals: bool,
    mut read: impl FnMut(&QuantityReader<'_>),
) {
    let Some(rules) = QuantityRules::embedded(language) else { return };
    let units = Units::embedded();
    let words = FigureWords::of(language);
    let country = context.country.as_deref();
    let mut tokens = Tokens::default();
    let mut from = 0;
    while from < text.len() {
        let to = stretch_end(text, from);
        token::tokenize(text, from, to, &rules.lexicon, &mut tokens);
        read(&QuantityReader { text, tokens: &tokens, rules, units, words, country, ordinals });
        from = to;
    }
}

/// Returns where the stretch that starts at `from` ends: after a paragraph or sentence where there is one, else at a space.
fn stretch_end(text: &str, from: usize) -> usize {
    let least = from + STRETCH;
    if least >= text.len() {
        return text.len();
    }
    let bytes = text.as_bytes();
    let most = (least + STRETCH).min(text.len());
    let mut sentence = None;
    let mut space = None;
    for at in least..most {
        match bytes[at] {
            b'\n' if bytes[at - 1] == b'\n' => return at + 1,
            b' ' | b'\n' => {
                // not between digits, where a space may part thousands
                let digit = |b: u8| b.is_ascii_digit();
                if matches!(bytes[at - 1], b'.' | b'!' | b'?') && sentence.is_none() {
                    sentence = Some(at + 1);
                } else if !digit(bytes[at - 1]) && space.is_none() {
                    space = Some(at + 1);
                }
            }
            _ => {}
        }
    }
    let mut end = sentence.or(space).unwrap_or(most);
    while !text.is_char_boundary(end) {
        end += 1;
    }
    end
}

fn mention(found: &Found) -> Mention {
    Mention {
        span: found.span,
        core: found.core,
        kind: found.kind,
        value: Value::Number(found.value),
        bound: found.bound,
        unit: found.unit.clone(),
        counted: found.counted,
        rounding: found.rounding,
        rule: found.rule,
    }
}
