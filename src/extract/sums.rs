//! What figures that are joined make together: "two officers and three students were hurt" tells of five, and so does "two officers,
//! three students" with whoever is joined to them without a figure.
//!
//! In: the figures of one sentence, and its parse. Out: their sum, whose words are the whole phrase, so that whoever reads the quote
//! sees every addend.

use std::ops::Range;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::page::{Hit, Line, Page};
use super::patients::{self, Group, Is, Who};
use super::toll::{Told, exactly, mention};
use super::{Job, measure};
use crate::model::{Assertion, Bound, Polarity, Span, Upos};
use crate::rules::attributes::Attribute;

/// So many words may stand between two joined figures.
const MOST_BETWEEN: usize = 4;

/// How the rule of a figure begins whose attribute no file knows.
const OPEN: &str = "open/";

/// The strength of a comma is below that of a sign that ends what is told.
const STRONG_BREAK: u8 = 8;

/// A sum, and those of its addends that would else tell the whole.
pub(super) struct Sum {
    /// The count.
    pub told: Told,
    /// Their places in the list of statements, and what each counts.
    pub parts: Vec<(usize, String)>,
}

/// A figure, and the tokens of its phrase.
struct Addend {
    /// Its place in the list of statements.
    at: usize,
    tokens: Range<usize>,
    number: Decimal,
    unit: Option<String>,
    /// Whether it states the attribute by itself: the last of a list may be too far from its words.
    is_own: bool,
}

/// A sentence, and the attribute whose figures are added up.
struct Sentence<'s, 'p> {
    job: &'s Job<'s>,
    page: &'s Page<'p>,
    line: &'s Line<'p>,
    attribute: usize,
    /// Of whom what is said that tells of patients, by other attributes.
    others: Vec<Range<usize>>,
}

/// Adds up the joined figures of each sentence, of attributes that are told of single persons too.
pub(super) fn of(job: &Job, page: &Page, stated: &[Assertion]) -> Vec<Sum> {
    let mut out = Vec::new();
    for (n, line) in page.lines.iter().enumerate().filter(|(_, line)| !line.mentions.is_empty()) {
        let rules = job.attributes.all.iter().enumerate().filter(|(_, rule)| rule.has_patients);
        for (attribute, rule) in rules {
            let addends = addends(job, page, line, rule, stated);
            if addends.is_empty() {
                continue;
            }
            let others = patients::of_line(job, page, line);
            let others = others.iter().filter(|(hit, _)| hit.owner != attribute).map(|(_, span)| line.tokens(*span));
            let sentence = Sentence { job, page, line, attribute, others: others.collect() };
            let runs: Vec<&[Addend]> = addends.chunk_by(|a, b| sentence.joins(a, b)).collect();
            let runs: Vec<&[Addend]> = runs.into_iter().filter(|run| run.iter().any(|a| a.is_own)).collect();
            for run in &runs {
                // "Five people were hurt: two officers and three nurses": the whole is told.
                let mut elsewhere = runs.iter().filter(|other| other[0].at != run[0].at).flat_map(|other| other.iter());
                if elsewhere.all(|a| a.unit != rule.base_unit) {
                    out.extend(sentence.sum(n, rule, run));
                }
            }
        }
    }
    out
}

/// Returns the figures of an attribute in a sentence; nothing where one of them is no plain count.
fn addends(job: &Job, page: &Page, line: &Line, rule: &Attribute, stated: &[Assertion]) -> Vec<Addend> {
    let mut found: Vec<Addend> = Vec::new();
    let mut first: Option<&Assertion> = None;
    for (at, a) in stated.iter().enumerate() {
        let is_own = a.attribute == rule.attribute;
        let may_be_own = a.rule.starts_with(OPEN) && a.unit.as_deref().is_some_and(|u| job.classes.is_person(u));
        if a.quote != line.sentence.span || !is_own && !may_be_own {
            continue;
        }
        let is_alike = first.is_none_or(|f| {
            let places = f.scope.place_key.as_ref().zip(a.scope.place_key.as_ref());
            (f.entity, f.modality) == (a.entity, a.modality) && places.is_none_or(|(one, other)| one == other)
        });
        let is_plain = a.polarity == Polarity::Affirmed && a.bound == Bound::Exact && is_alike;
        let number = exactly(a).filter(|number| is_plain && *number > Decimal::ZERO);
        let number = number.filter(|_| !measure::is_part(job, line, a.span));
        let number = match (number, is_own) {
            (Some(number), _) => number,
            (None, true) => return Vec::new(),
            (None, false) => continue,
        };
        first = first.or(Some(a).filter(|_| is_own));
        let tokens = phrase(job, page, line, a.span);
        found.push(Addend { at, tokens, number, unit: a.unit.clone(), is_own });
    }
    found.sort_by_key(|a| a.tokens.start);
    found
}

/// Adds figures of further ones to those of whom the same sentence tells one by one before: "a driver was hurt, and six sailors were also
/// hurt", "a baker hurt along with six others".
pub(super) fn with_further(job: &Job, page: &Page, groups: &[Group], stated: &[Assertion]) -> Vec<Sum> {
    let mut out = Vec::new();
    for (at, figure) in stated.iter().enumerate() {
        let is_plain = figure.polarity == Polarity::Affirmed && figure.bound == Bound::Exact;
        let rules = &job.attributes.all;
        let Some(attribute) = rules.iter().position(|r| r.has_patients && r.attribute == figure.attribute) else {
            continue;
        };
        let Some(n) = page.lines.iter().position(|l| l.sentence.span == figure.quote) else { continue };
        let line = &page.lines[n];
        let number = exactly(figure).filter(|number| is_plain && *number > Decimal::ZERO);
        let Some(number) = number.filter(|_| !measure::is_part(job, line, figure.span)) else { continue };
        let tokens = phrase(job, page, line, figure.span);
        let behind = tokens.end..line.words.len().min(tokens.end + FURTHER_REACH);
        // "A girl died and two others were hurt": they are others than she.
        if tells_of_others(job, line, attribute) {
            continue;
        }
        let is_further = tokens.clone().chain(behind).any(|t| job.phrases.further.contains(&line.words[t]));
        let is_told = |g: &&Group| {
            g.line == n
                && g.attribute == patients::read_as(job, attribute)
                && !g.by_own_hand
                && g.span.end <= figure.span.start
        };
        let before = groups.iter().filter(is_told).max_by_key(|g| (g.who.len(), std::cmp::Reverse(g.span.start)));
        let (Some(group), true) = (before, is_further) else { continue };
        let Some(sum) = (number + Decimal::from(group.who.len())).to_usize() else { continue };
        let told = Told { attribute, line: n, mention: mention(group.span.cover(&line.span(tokens.clone())), sum) };
        let is_whole = figure.unit == rules[attribute].base_unit;
        let parts = if is_whole { vec![(at, line.words[tokens.start + 1..tokens.end].join(" "))] } else { Vec::new() };
        out.push(Sum { told, parts });
    }
    out
}

/// Returns the tokens of a figure and of what it counts, with "others" behind it.
fn phrase(job: &Job, page: &Page, line: &Line, figure: Span) -> Range<usize> {
    let counted = page.mentions[line.mentions.clone()].iter().find(|m| m.span == figure).and_then(|m| m.counted);
    let mut tokens = line.tokens(counted.map_or(figure, |counted| figure.cover(&counted)));
    // "Two others".
    while line.words.get(tokens.end).is_some_and(|w| job.phrases.further.contains(w)) {
        tokens.end += 1;
    }
    tokens
}

/// Within so many words behind a figure stands that it counts further ones: "two men also hurt".
const FURTHER_REACH: usize = 3;

impl Sentence<'_, '_> {
    /// Adds up joined figures, and whoever is joined to them.
    fn sum(&self, at: usize, rule: &Attribute, addends: &[Addend]) -> Option<Sum> {
        let (first, last) = (addends.first()?, addends.last()?);
        let is_repeated = |a: &Addend| addends.iter().any(|b| b.at != a.at && b.unit == a.unit);
        if addends.iter().any(is_repeated) {
            return None;
        }
        let mut tokens = first.tokens.start..last.tokens.end;
        let mut singles = 0;
        if let Some(start) = self.single_before(&tokens) {
            tokens.start = start;
            singles += 1;
        }
        while let Some(end) = self.single_behind(&tokens) {
            tokens.end = end;
            singles += 1;
        }
        let figures: Decimal = addends.iter().map(|a| a.number).sum();
        // "Five people, two men and three women": the first is the sum already.
        let is_sum = |a: &Addend| a.number + a.number == figures && addends.len() > 2;
        let is_whole = |a: &Addend| a.unit == rule.base_unit;
        let is_set_apart = self.is_sign(first.tokens.end) && is_whole(first) && addends.len() > 1;
        // "Three others and a child": there are more than these.
        let is_further = self.line.words[first.tokens.clone()].iter().any(|w| self.job.phrases.further.contains(w));
        let is_first = tokens.start == first.tokens.start;
        if addends.len() + singles < 2 || addends.iter().any(is_sum) || is_set_apart || is_further && is_first {
            return None;
        }
        let number = (figures + Decimal::from(singles)).to_usize()?;
        let told = Told { attribute: self.attribute, line: at, mention: mention(self.line.span(tokens), number) };
        let wholes = addends.iter().filter(|a| a.is_own && is_whole(a));
        // "A guard and two others": the figure counts the others alone.
        let counts = |a: &Addend| self.line.words[a.tokens.start + 1..a.tokens.end].join(" ");
        Some(Sum { told, parts: wholes.map(|a| (a.at, counts(a))).collect() })
    }

    /// Returns whether the words between two figures join them: a comma or "and", no verb, and nothing that tells of others.
    fn joins(&self, one: &Addend, other: &Addend) -> bool {
        let between = one.tokens.end..other.tokens.start;
        let words = &self.line.sentence.words;
        let may_stand = |n: usize| {
            let parts = |w: &String| self.job.phrases.part_words.contains(w);
            let is_open = |upos: Upos| matches!(upos, Upos::Verb | Upos::Aux | Upos::Pron | Upos::Num | Upos::Sconj);
            !words.iter().any(|w| w.token == n && is_open(w.upos)) && !parts(&self.line.words[n]) && !self.is_told(n)
        };
        let n_words = between.clone().filter(|n| !self.line.words[*n].is_empty()).count();
        let is_list = || between.clone().all(|n| self.is_sign(n) || self.is_and(n));
        n_words <= MOST_BETWEEN
            && (one.is_own && other.is_own || is_list())
            && between.clone().any(|n| self.is_sign(n) || self.is_and(n))
            && between.clone().all(|n| self.line.breaks[n] < STRONG_BREAK && !self.is_or(n) && may_stand(n))
    }

    /// Returns whether a token tells what happened to somebody.
    fn is_told(&self, token: usize) -> bool {
        let all = &self.job.attributes.all;
        let tells = |h: &Hit| all[h.owner].has_patients && (h.start..h.end).contains(&token);
        self.line.hits.triggers.iter().any(tells) || self.line.hits.patients.iter().any(|(h, _)| tells(h))
    }

    /// Returns whether the sentence tells of what happened to others.
    fn tells_of_others(&self) -> bool {
        tells_of_others(self.job, self.line, self.attribute)
    }

    fn is_and(&self, token: usize) -> bool {
        self.line.sentence.words.iter().any(|w| w.token == token && w.upos == Upos::Cconj) && !self.is_or(token)
    }

    fn is_or(&self, token: usize) -> bool {
        self.line.words.get(token).is_some_and(|w| self.job.phrases.alternatives.contains(w))
    }

    fn is_sign(&self, token: usize) -> bool {
        let tokens = &self.line.sentence.tokens;
        tokens.get(token).is_some_and(|t| matches!(t.span.of(self.page.text), "," | "&"))
    }

    /// Returns the longest phrase that fits and names one person, of whom nothing else tells, and the words that may be its head.
    fn single(&self, fits: impl Fn(&Range<usize>) -> bool) -> Option<(Vec<usize>, Range<usize>)> {
        let words = &self.line.sentence.words;
        let may_head = |n: &usize| matches!(words[*n].upos, Upos::Noun | Upos::Adj | Upos::Propn);
        let is_one = |n: &usize| matches!(patients::who(self.job, self.page, self.line, *n), Is::One(Who::Someone(..)));
        let heads = (0..words.len()).filter(may_head);
        let phrases = heads.map(|n| (n, self.line.tokens(patients::phrase(self.page, self.line, n))));
        let (_, tokens) = phrases.filter(|(n, t)| fits(t) && is_one(n)).max_by_key(|(_, tokens)| tokens.len())?;
        let is_others = self.others.iter().any(|o| o.start < tokens.end && tokens.start < o.end);
        let within = (0..words.len()).filter(|n| tokens.contains(&words[*n].token)).collect();
        // "One skier dead and another hurt": what happened to the other is told apart.
        let is_told = tokens.clone().any(|n| self.is_told(n));
        (!is_others && !is_told).then_some((within, tokens))
    }

    /// Returns whether one word is joined to another within some tokens, by the parse.
    fn hangs(&self, word: usize, tokens: &Range<usize>) -> bool {
        let words = &self.line.sentence.words;
        words[word].deprel == "conj" && words[word].head.is_some_and(|head| tokens.contains(&words[head].token))
    }

    /// Returns whether the attribute's own words stand right behind a token: "two officers, woman hurt".
    fn is_told_behind(&self, end: usize) -> bool {
        self.behind(end).any(|h| h.owner == self.attribute)
    }

    /// Returns whether those of another attribute do: "left one skier dead and a guide hurt" tells of one dead.
    fn is_told_otherwise(&self, end: usize) -> bool {
        let all = &self.job.attributes.all;
        !self.is_told_behind(end) && self.behind(end).any(|h| all[h.owner].has_patients)
    }

    /// Returns the words of attributes that stand right behind a token.
    fn behind(&self, end: usize) -> impl Iterator<Item = &Hit> {
        let hits = self.line.hits.triggers.iter().filter(move |h| h.start >= end);
        hits.filter(move |h| is_light(self.line, end..h.start))
    }

    /// Returns where the phrase of one begins who is joined to what stands behind: "a guard and two others".
    fn single_before(&self, figures: &Range<usize>) -> Option<usize> {
        let joint = figures.start.checked_sub(1)?;
        let (heads, tokens) = self.single(|tokens| tokens.end == joint)?;
        let words = &self.line.sentence.words;
        let hangs = || {
            (0..words.len()).any(|n| {
                figures.contains(&words[n].token)
                    && words[n].deprel == "conj"
                    && words[n].head.is_some_and(|h| heads.contains(&h))
            })
        };
        // "Driver and two others hurt", "Driver, two others hurt".
        let leads = tokens.start == 0 && !self.tells_of_others();
        (self.is_and(joint) && (hangs() || leads) || self.is_sign(joint) && leads).then_some(tokens.start)
    }

    /// Returns where the phrase of one ends who is joined to what stands before: "two officers, woman hurt".
    fn single_behind(&self, figures: &Range<usize>) -> Option<usize> {
        let is_pair = self.is_sign(figures.end) && self.is_and(figures.end + 1);
        let joint = figures.end + usize::from(is_pair);
        let (heads, tokens) = self.single(|tokens| tokens.start == joint + 1)?;
        let is_told = self.is_told_behind(tokens.end);
        let is_joined = self.is_and(joint) && (heads.iter().any(|head| self.hangs(*head, figures)) || is_told);
        let is_listed = self.is_sign(joint) && is_told && !self.tells_of_others();
        (is_joined || is_listed).then_some(tokens.end).filter(|end| !self.is_told_otherwise(*end))
    }
}

/// Returns whether a sentence tells of others than those whom an attribute counts: of the dead beside the hurt.
fn tells_of_others(job: &Job, line: &Line, attribute: usize) -> bool {
    let all = &job.attributes.all;
    let is_other = |h: &Hit| {
        let (one, other) = (&all[attribute], &all[h.owner]);
        patients::read_as(job, h.owner) != patients::read_as(job, attribute)
            && (one.unless.contains(&other.attribute) || other.unless.contains(&one.attribute))
    };
    line.hits.triggers.iter().any(is_other) || line.hits.patients.iter().any(|(h, _)| is_other(h))
}

/// Returns whether only auxiliaries, adverbs and negations stand there.
pub(super) fn is_light(line: &Line, tokens: Range<usize>) -> bool {
    let words = &line.sentence.words;
    tokens.into_iter().all(|n| {
        words.iter().filter(|w| w.token == n).all(|w| matches!(w.upos, Upos::Aux | Upos::Adv | Upos::Part))
            && !line.words[n].is_empty()
    })
}
