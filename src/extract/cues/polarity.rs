//! What is negated.
//!
//! In: a [`Reader`] and its [`Cells`]. Out: the negations of a document, each with its place and what it can reach. A
//! negated verb does not negate every figure of its clause: `a pas été rétablie dans 6 500 foyers` still counts 6 500
//! homes. A figure is negated by a negation right before it (`et non onze`) or as the object of a negated verb (`did not
//! send 10,000`).

use std::ops::Range;

use super::clauses::Cells;
use super::lexicon::Class;
use super::reader::Reader;
use super::view::Shape;
use crate::model::{Polarity, Span};

/// Whether a statement is negated, and by which words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Negation {
    /// The sign of the statement.
    pub polarity: Polarity,
    /// The negation is a count of nought (`nobody`, `aucun`, `pas de`): as a figure the statement is 0 with `+`, as a
    /// fact it is negated.
    pub zero: bool,
    /// It negates a part of the sentence and no verb: `without power`.
    pub is_part: bool,
    /// The words that negate.
    pub cue: Option<Span>,
}

impl Negation {
    /// No negation.
    pub const NONE: Negation = Negation { polarity: Polarity::Affirmed, zero: false, is_part: false, cue: None };
}

#[derive(Clone, Debug)]
struct Found {
    /// From the first to the last word of it: `n'a pas`.
    cue: Range<usize>,
    zero: bool,
    /// What it negates right behind it, for a negation of a constituent.
    covers: Option<Range<usize>>,
}

/// The negations of a document, in its order.
#[derive(Default)]
pub(super) struct Negations(Vec<Found>);

/// How far behind its particle the second half of a negation may stand.
const SPREAD: usize = 10;

impl Negations {
    pub fn find(r: &Reader, cells: &Cells) -> Self {
        let mut found = Vec::new();
        for sentence in &r.view.sentences {
            let mut at = sentence.start;
            while at < sentence.end {
                if let Some(end) = r.lexicon.bound.at(r.view, at) {
                    at = end;
                    continue;
                }
                match negation(r, cells, sentence, at) {
                    Some(negation) => {
                        at = negation.cue.end.max(at + 1);
                        found.push(negation);
                    }
                    None => at += 1,
                }
            }
        }
        Negations(found)
    }

    /// Reads the sign of what stands at some pieces.
    pub fn at(&self, r: &Reader, cells: &Cells, pieces: &Range<usize>) -> Negation {
        let from = self
            .0
            .partition_point(|n| n.covers.as_ref().map_or(n.cue.end, |c| c.end.max(n.cue.end)) + 12 < pieces.start);
        for negation in self.0[from..].iter().take_while(|n| n.cue.start < pieces.end) {
            let covered = negation.covers.as_ref().is_some_and(|c| c.start <= pieces.start && pieces.start < c.end);
            // A figure between the halves is not what they negate: `aucun des 40 mineurs n'est`.
            let inside = pieces.contains(&negation.cue.start)
                || pieces.contains(&(negation.cue.end - 1))
                || (negation.cue.start <= pieces.start && pieces.len() > 1 && negation.cue.end > pieces.start);
            if covered || inside || (negation.covers.is_none() && governs(r, cells, negation, pieces)) {
                return Negation {
                    polarity: Polarity::Negated,
                    zero: negation.zero,
                    is_part: negation.covers.is_some(),
                    cue: Some(r.view.span(&negation.cue)),
                };
            }
        }
        Negation::NONE
    }
}

/// Whether a figure is the object or complement of the negated verb: nothing but the verb stands between them.
fn governs(r: &Reader, cells: &Cells, negation: &Found, pieces: &Range<usize>) -> bool {
    if negation.zero || negation.cue.end > pieces.start || pieces.start - negation.cue.end > 6 {
        return false;
    }
    if cells.of[negation.cue.end - 1] != cells.of[pieces.start] {
        return false;
    }
    let copula = negation.cue.clone().any(|at| r.is(at, Class::Copula))
        || (negation.cue.start > 0 && r.is(negation.cue.start - 1, Class::Copula));
    let mut verbs = 0;
    for at in negation.cue.end..pieces.start {
        if r.shape(at) != Shape::Word && r.shape(at) != Shape::QuoteOpen {
            return false;
        }
        let of = r.is(at, Class::Of);
        if of && !copula {
            return false;
        }
        if r.is(at, Class::Skip) || r.shape(at) == Shape::QuoteOpen || of {
            continue;
        }
        let other =
            r.is(at, Class::Preposition) || r.is(at, Class::Coordinator) || r.is(at, Class::Determiner) || r.finite(at);
        verbs += 1;
        if other || verbs > 1 || copula {
            return false;
        }
    }
    true
}

fn negation(r: &Reader, cells: &Cells, sentence: &Range<usize>, at: usize) -> Option<Found> {
    if let Some(end) = r.lexicon.constituent.at(r.view, at) {
        let joined = end - at > 1;
        let parted = at == sentence.start
            || matches!(r.shape(at - 1), Shape::Comma | Shape::Dash | Shape::Open)
            || r.is(at, Class::Preposition);
        if (joined || parted) && !r.finite(end) {
            let stop = (end..sentence.end.min(end + 12))
                .find(|a| {
                    matches!(
                        r.shape(*a),
                        Shape::Comma | Shape::Semicolon | Shape::Colon | Shape::Dash | Shape::Close | Shape::Stop
                    ) || r.is(*a, Class::Adversative)
                        // `without power and 40 people were rescued`: the next clause states on its own.
                        || r.lexicon.then.at(r.view, *a).is_some() && cells.of.get(*a + 1) != cells.of.get(at)
                })
                .unwrap_or(sentence.end.min(end + 12));
            return Some(Found { cue: at..end, zero: false, covers: Some(end..stop) });
        }
    }
    if r.is(at, Class::Particle) {
        return particle(r, cells, sentence, at);
    }
    if r.is(at, Class::Negator) && !uses_particle(r) {
        // `did not`, `has never`: the auxiliary belongs to the cue.
        let start = if at > sentence.start && r.finite(at - 1) { at - 1 } else { at };
        return Some(Found { cue: start..at + 1, zero: counts_nought(r, at + 1), covers: None });
    }
    if r.is(at, Class::BareNegator) && at > sentence.start && r.finite(at - 1) {
        // Spoken French drops the particle: `c'est pas vrai`.
        return Some(Found { cue: at - 1..at + 1, zero: false, covers: None });
    }
    if r.is(at, Class::Zero) && !uses_particle(r) {
        return Some(Found { cue: at..at + 1, zero: true, covers: None });
    }
    None
}

fn uses_particle(r: &Reader) -> bool {
    r.lexicon.needs_particle()
}

/// `pas de blessés`, `not … any`: the object is counted, and the count is nought.
fn counts_nought(r: &Reader, end: usize) -> bool {
    (end..end + 3).any(|at| r.lexicon.zero_after.at(r.view, at).is_some())
}

/// A negation in two halves: `ne … pas`.
fn particle(r: &Reader, cells: &Cells, sentence: &Range<usize>, at: usize) -> Option<Found> {
    let limit = sentence.end.min(at + SPREAD);
    let mut second = None;
    for word in at + 1..limit {
        if !r.view.is_word(word) {
            if matches!(r.shape(word), Shape::Semicolon | Shape::Colon | Shape::Stop) {
                break;
            }
            continue;
        }
        if r.is(word, Class::Only) && second.is_none() {
            return None; // a restriction
        }
        if r.is(word, Class::Negator) && second.is_none() {
            if r.is(word + 1, Class::Only) {
                return None; // `ne … plus que`
            }
            second = Some(word);
            break;
        }
    }
    // `Personne n'a dormi`, `Aucun des blessés n'est`, `Ni l'un ni l'autre n'a`
    let zero_before = (sentence.start.max(at.saturating_sub(8))..at)
        .rev()
        .take_while(|b| cells.of[*b] == cells.of[at] || !r.view.is_word(*b) || r.is(*b, Class::Coordinator))
        .find(|b| r.is(*b, Class::Zero) || (r.is(*b, Class::Coordinator) && r.is(*b, Class::Negator)));
    match (second, zero_before) {
        (_, Some(zero)) => Some(Found { cue: zero..at + 1, zero: r.is(zero, Class::Zero), covers: None }),
        (Some(word), None) => {
            let copula = (at..word).any(|a| r.is(a, Class::Copula));
            let zero = r.is(word, Class::Zero) || (!copula && counts_nought(r, word + 1));
            Some(Found { cue: at..word + 1, zero, covers: None })
        }
        (None, None) => None,
    }
}
