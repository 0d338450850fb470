//! What a number counts: the noun that follows it, over adjectives, quotes and partitives.

use rust_decimal::Decimal;

use super::figure_words::holds;
use super::{Measure, QuantityReader};
use crate::model::Span;
use crate::recognize::number::{Figure, Sense};
use crate::recognize::token::TokenKind;
use crate::rules::lexicon::{Class, fold};
use crate::rules::quantity::{NounRule, Role};

/// What is counted.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    /// Singular English noun, or the document's own word.
    pub unit: String,
    /// Its words; `None` where it was taken over from the figure before.
    pub span: Option<Span>,
    /// Its rule, where it has one.
    pub noun: Option<NounRule>,
    /// One past its last token.
    pub next: usize,
}

/// How many tokens may stand between a number and its noun.
const REACH: usize = 8;

impl QuantityReader<'_> {
    /// Finds what `figure` counts; `last` is what the figure before it counted.
    pub(super) fn counted(&self, figure: &Figure, last: Option<NounRule>) -> Option<Counted> {
        // `by 113 votes to 98 the motion fell`
        let clause = if self.class(figure.next, Class::Function) { self.versus(figure, last) } else { None };
        clause
            .or_else(|| self.noun_after(figure))
            .or_else(|| self.befallen(figure))
            .or_else(|| self.versus(figure, last))
    }

    fn noun_after(&self, figure: &Figure) -> Option<Counted> {
        let prenominal = !self.rules.lexicon.elides();
        let mut at = figure.next;
        // `a 7.8-magnitude quake` counts no quakes
        if self.role(at, Role::RangeDash) && !figure.value.fract().is_zero() {
            return None;
        }
        if prenominal && let Some(found) = self.described(at) {
            return Some(found);
        }
        let mut start = None;
        let mut fallback: Option<(usize, usize)> = None;
        let end = at + REACH;
        while at < end && self.tokens.continues(at) {
            let token = &self.tokens.list[at];
            if token.kind == TokenKind::Numeral || self.is_number(at) {
                // `31 of 34 drones`, `neuf des quatorze condamnés`
                let of = start.is_none() && at > figure.next && self.has_of(figure.next, at);
                let inner = if of { self.figures().read(at, |_, _| false) } else { None };
                match inner {
                    Some(inner) if self.unit_after(&inner).is_none() => {
                        at = inner.next;
                        continue;
                    }
                    _ => break,
                }
            }
            // `two F-16 jets`, `five A320 planes`
            if let Some(next) = self.past_model(at) {
                start = start.or(Some(at));
                at = next;
                continue;
            }
            let word =
                |n: usize| if self.tokens.continues(at + n) { Some(self.tokens.list[at + n].word) } else { None };
            if let Some((length, rule)) = self.rules.counted.longest(word) {
                let next = at + length;
                let modified = start.is_some() && rule.after_only;
                if !modified {
                    // In English a noun before a noun only describes it: `police officers`, `12 wounded soldiers`.
                    let owner = self.tokens.continues(next) && matches!(self.str(next), "'s" | "’s");
                    if owner {
                        at = next + 1;
                        continue;
                    }
                    let describes = prenominal && !rule.plural
                        || rule.after_only
                        || self.rules.lexicon.is(token.word, Class::Modifier);
                    if describes && self.known_noun(next) {
                        start = start.or(Some(at));
                        at = next;
                        continue;
                    }
                    let first = start.unwrap_or(at);
                    let stop = self.with_adjectives(next);
                    return Some(Counted {
                        unit: self.noun_name(rule),
                        span: Some(self.span(first, stop)),
                        noun: Some(rule),
                        next: stop,
                    });
                }
            }
            if self.rules.lexicon.is(token.word, Class::Modifier) || self.is_quote(at) {
                at += 1;
                continue;
            }
            if token.kind == TokenKind::Sign || self.rules.lexicon.is(token.word, Class::Function) {
                break;
            }
            start = start.or(Some(at));
            let plural = self.looks_plural(at, figure);
            if prenominal {
                if plural {
                    fallback = Some((start.unwrap_or(at), at));
                }
                at += 1;
                if at > figure.next + 5 {
                    break;
                }
            } else {
                if plural {
                    fallback = Some((at, at));
                }
                break;
            }
        }
        let (first, noun) = fallback?;
        let token = &self.tokens.list[noun];
        let next = noun + 1;
        let unit = if token.capital { self.people(noun)? } else { self.words.singular_of(fold(self.str(noun))) };
        Some(Counted { unit, span: Some(self.span(first, next)), noun: None, next })
    }

    /// `a 20,000-seat stadium`, `a two-time champion`: the noun joined to the number is what it counts.
    fn described(&self, dash: usize) -> Option<Counted> {
        let at = dash + 1;
        if !self.tokens.glued(dash) || !self.role(dash, Role::RangeDash) || !self.tokens.glued(at) {
            return None;
        }
        let token = self.tokens.get(at).filter(|t| t.kind == TokenKind::Word)?;
        let joined = self.tokens.glued(at + 1) && self.role(at + 1, Role::RangeDash);
        let other = self.rules.lexicon.is(token.word, Class::Modifier)
            || self.rules.lexicon.is(token.word, Class::Function)
            || self.is_number(at);
        if token.capital || joined || other || !self.tokens.continues(at + 1) {
            return None;
        }
        let known = self.rules.counted.longest(|n| if n == 0 { Some(token.word) } else { None });
        if let Some((_, rule)) = known {
            let counted = Counted {
                unit: self.noun_name(rule),
                span: Some(self.span(at, at + 1)),
                noun: Some(rule),
                next: at + 1,
            };
            return if rule.after_only { None } else { Some(counted) };
        }
        if token.end - token.start < 4 {
            return None;
        }
        Some(Counted { unit: fold(self.str(at)), span: Some(self.span(at, at + 1)), noun: None, next: at + 1 })
    }

    /// Passes over the name of a model at `at`, capitals with figures: `F-16`, `A320`, `Leopard 2`.
    fn past_model(&self, at: usize) -> Option<usize> {
        let token = &self.tokens.list[at];
        if token.kind != TokenKind::Word || !token.capital {
            return None;
        }
        let dash = self.tokens.glued(at + 1) && self.role(at + 1, Role::RangeDash) && self.tokens.glued(at + 2);
        let figure = at + 1 + usize::from(dash);
        let joined = self.tokens.glued(figure) || self.rules.lexicon.is(token.word, Class::Label);
        if !joined || !self.tokens.continues(figure) || self.tokens.numeral(figure)?.grouped {
            return None;
        }
        let mut next = figure + 1;
        while self.tokens.glued(next) && self.tokens.list[next].kind == TokenKind::Word {
            next += 1;
        }
        Some(next)
    }

    /// `163 were saved`, `trois ont été relaxés`: what befell them tells that they are people.
    fn befallen(&self, figure: &Figure) -> Option<Counted> {
        let mut start = figure.next;
        while start < figure.next + 2
            && self.class(start, Class::Modifier)
            && self.tokens.list[start].kind == TokenKind::Word
        {
            start += 1;
        }
        let mut at = start;
        while at < start + 5 && self.class(at, Class::Auxiliary) {
            at += 1;
        }
        if at == start || !self.tokens.continues(at) {
            return None;
        }
        let (_, rule) = self.rules.counted.longest(|n| if n == 0 { Some(self.tokens.list[at].word) } else { None })?;
        if !rule.after_only && !self.role(at, Role::Casualty) {
            return None;
        }
        Some(Counted { unit: self.noun_name(rule), span: None, noun: Some(rule), next: figure.next })
    }

    /// `113 votes to 98`, `277 voix contre 271`: the second counts what the first does.
    fn versus(&self, figure: &Figure, last: Option<NounRule>) -> Option<Counted> {
        let last = last?;
        let versus = self.role_before(figure.first, Role::Versus) && figure.first >= 2;
        if !versus || !self.tokens.continues(figure.first - 1) || !self.known_noun(figure.first - 2) {
            return None;
        }
        Some(Counted { unit: self.noun_name(last), span: None, noun: Some(last), next: figure.next })
    }

    /// Returns whether the one that `figure` is may be a count: it is told of a casualty.
    pub(super) fn one_counts(&self, measure: &Measure) -> bool {
        let at = measure.figure.next;
        let determined = measure.figure.first > 0
            && self.tokens.continues(measure.figure.first)
            && holds(&self.words.determiners, self.str(measure.figure.first - 1));
        if determined || !self.tokens.continues(at) {
            return false;
        }
        let mut noun = at;
        while noun < at + 2
            && self.class(noun, Class::Modifier)
            && !self.role(noun, Role::Of)
            && self.tokens.list[noun].kind == TokenKind::Word
        {
            noun += 1;
        }
        self.role(noun, Role::Casualty)
    }

    /// Returns whether the other reading of a figure's separator fits better: things are counted whole.
    pub(super) fn prefers_whole(&self, measure: &Measure, counted: &Counted) -> bool {
        let other = measure.figure.other.unwrap_or(Decimal::ZERO);
        counted.noun.is_some() && !measure.value.fract().is_zero() && other.fract().is_zero()
            || counted.noun.is_some() && other.fract().is_zero() && measure.figure.value < other
    }

    fn noun_name(&self, rule: NounRule) -> String {
        self.rules.nouns.get(usize::from(rule.noun)).cloned().unwrap_or_default()
    }

    fn known_noun(&self, at: usize) -> bool {
        let word = |n: usize| if self.tokens.continues(at + n) { Some(self.tokens.list[at + n].word) } else { None };
        self.rules.counted.longest(word).is_some_and(|(_, rule)| !rule.after_only)
    }

    fn is_number(&self, at: usize) -> bool {
        let facts = self.rules.facts(self.tokens.list[at].word);
        facts.number.is_some() && !facts.is(Role::One) && !facts.is(Role::Article)
    }

    fn has_of(&self, from: usize, to: usize) -> bool {
        (from..to).any(|n| self.role(n, Role::Of) || self.class(n, Class::Function))
    }

    fn is_quote(&self, at: usize) -> bool {
        matches!(self.str(at), "«" | "»" | "“" | "”" | "\"" | "’" | "‘" | "'")
    }

    fn looks_plural(&self, at: usize, figure: &Figure) -> bool {
        let token = &self.tokens.list[at];
        let word = &self.text[token.start..token.end];
        let participle = self.words.participles.iter().any(|ending| word.ends_with(ending));
        let plural = word.ends_with(['s', 'x']) && !word.ends_with("ss") && word.len() > 3 && !participle;
        let single = figure.value <= Decimal::ONE && figure.sense == Sense::Cardinal;
        plural || single && word.len() > 3
    }

    /// `15 Français`, `88 Sudanese`: a capital, a plural and nothing after that could be the noun.
    fn people(&self, at: usize) -> Option<String> {
        let word = self.str(at);
        let fits = self.words.peoples.iter().any(|ending| word.ends_with(ending));
        if fits && word.len() > 4 { Some("person".to_owned()) } else { None }
    }

    /// Takes in the adjectives that follow a noun in a language where they do: `soldats nord-coréens`.
    fn with_adjectives(&self, next: usize) -> usize {
        if !self.rules.lexicon.elides() {
            return next;
        }
        let mut end = next;
        let mut at = next;
        while at < next + 4 && self.tokens.continues(at) {
            let token = &self.tokens.list[at];
            let hyphen = self.tokens.glued(at) && self.role(at, Role::RangeDash) && self.tokens.glued(at + 1);
            let joined = self.tokens.list.get(at + 1).is_some_and(|t| !t.gap && !t.border)
                && self.tokens.glued(at + 1)
                && self.role(at + 1, Role::RangeDash);
            if hyphen || joined && token.kind == TokenKind::Word && token.word.index() == 0 {
                at += 1;
                continue;
            }
            let adjective = token.kind == TokenKind::Word
                && token.word.index() == 0
                && self.text[token.start..token.end].ends_with(['s', 'x'])
                && token.end - token.start > 4;
            if !adjective {
                break;
            }
            at += 1;
            end = at;
        }
        end
    }
}
