//! What the trained model looks at in a token and around it.
//!
//! In: a sentence's tokens as [`Seen`], what the rules make of them, and what the document has shown. Out: the keys of
//! each token's features. The same code serves training and use.

use super::lexicon::Signs;
use super::scan::{Memory, Run};
use super::tokens::{Seen, Shape};
use crate::language::linear::{Key, KeyHasher, hash_str};
use crate::model::NameKind;

/// A label: 0 is outside; else 1 + 4 × kind + place: first, inside, last, alone.
pub type Label = u8;

/// How many labels there are.
pub const LABELS: usize = 21;
/// The label of what is no name.
pub const OUTSIDE: Label = 0;

/// The kinds in the order of their labels.
pub const KINDS: [NameKind; 5] =
    [NameKind::Person, NameKind::Place, NameKind::Organisation, NameKind::Event, NameKind::Product];

/// Returns the label of a token of a run.
pub fn label(run: Run, at: usize) -> Label {
    let place = match (at == run.start, at + 1 == run.end) {
        (true, true) => 3,
        (true, false) => 0,
        (false, true) => 2,
        (false, false) => 1,
    };
    1 + 4 * run.kind as Label + place
}

/// Returns whether one label may follow another.
#[cfg(test)]
pub fn may_follow(last: Label, next: Label) -> bool {
    let opens = last != OUTSIDE && matches!((last - 1) % 4, 0 | 1);
    let goes_on = next != OUTSIDE && matches!((next - 1) % 4, 1 | 2);
    if opens { goes_on && (last - 1) / 4 == (next - 1) / 4 } else { !goes_on }
}

/// Tokens farther from every capital than this are no part of a name, and are not looked at.
const REACH: usize = 3;

/// Marks the tokens that may be part of a name.
pub fn active(seen: &[Seen], rules: &[Label], out: &mut Vec<bool>) {
    out.clear();
    out.resize(seen.len(), false);
    for (at, token) in seen.iter().enumerate() {
        // Words that only open a sentence count too: without them F1 in French falls by half a point.
        if token.shape.is_capital() || rules[at] != OUTSIDE {
            let (from, to) = (at.saturating_sub(REACH), (at + REACH + 1).min(seen.len()));
            out[from..to].fill(true);
        } else if token.shape == Shape::Small && token.signs.has(Signs::ORG_HEAD) {
            // `tribunal correctionnel`: some bodies have no capital.
            out[at..(at + REACH + 1).min(seen.len())].fill(true);
        }
    }
}

/// A run of capitals around a token, by index in the sentence.
#[derive(Clone, Copy)]
struct Capitals {
    start: usize,
    end: usize,
}

/// What all tokens of a sentence share, made once.
pub struct Window<'a> {
    text: &'a str,
    seen: &'a [Seen],
    rules: &'a [Label],
    memory: &'a Memory,
    capitals: Vec<Capitals>,
    quoted: Vec<bool>,
    shouted: bool,
}

const NOTHING: u64 = 0x5bd1_e995;

impl<'a> Window<'a> {
    /// Looks over a sentence; `rules` holds the rules' label of each token.
    pub fn new(text: &'a str, seen: &'a [Seen], rules: &'a [Label], memory: &'a Memory) -> Self {
        let mut capitals = Vec::with_capacity(seen.len());
        let mut at = 0;
        while at < seen.len() {
            let mut end = at;
            while end < seen.len() && seen[end].shape.is_capital() {
                end += 1;
            }
            let run = Capitals { start: at, end: end.max(at + 1) };
            capitals.extend((at..run.end).map(|_| run));
            at = run.end;
        }
        let mut inside = false;
        let quoted = seen.iter().map(|token| {
            inside ^= token.shape == Shape::Quote;
            inside
        });
        let quoted = quoted.collect();
        let shouted = seen.len() > 3 && !seen.iter().any(|token| token.shape == Shape::Small);
        Window { text, seen, rules, memory, capitals, quoted, shouted }
    }

    fn word(&self, at: isize) -> u64 {
        self.token(at).map_or(NOTHING, |token| match token.shape {
            // A mark by its last byte: a bracket tells other things than a comma.
            Shape::Mark | Shape::Quote | Shape::Hyphen => {
                u64::from(token.span.of(self.text).bytes().next_back().unwrap_or(0))
            }
            _ => token.hash,
        })
    }

    fn form(&self, at: isize) -> &'a str {
        self.token(at).map_or("", |token| token.span.of(self.text))
    }

    fn token(&self, at: isize) -> Option<&Seen> {
        usize::try_from(at).ok().and_then(|at| self.seen.get(at))
    }

    fn shape(&self, at: isize) -> u64 {
        self.token(at).map_or(15, |token| token.shape as u64)
    }

    fn signs(&self, at: isize) -> u64 {
        self.token(at).map_or(NOTHING, |token| u64::from(token.signs.0))
    }

    fn listed(&self, at: isize) -> u64 {
        self.token(at)
            .and_then(|token| token.listed)
            .map_or(0, |(listed, begins)| 1 + 2 * listed as u64 + u64::from(begins))
    }

    fn rule(&self, at: isize) -> u64 {
        usize::try_from(at).ok().and_then(|at| self.rules.get(at)).map_or(NOTHING, |label| u64::from(*label))
    }

    /// Fills in the keys of one token's features.
    pub fn keys(&self, at: usize, keys: &mut Vec<Key>) {
        keys.clear();
        let mut template = 0;
        let mut add = |parts: &[u64]| {
            let hasher = parts.iter().fold(KeyHasher::new(template), |hasher, part| hasher.with(*part));
            keys.push(hasher.key());
            template += 1;
        };
        let token = &self.seen[at];
        let form = token.span.of(self.text);
        let exact = hash_str(form);
        let here = at as isize;
        let (signs, listed, rule) = (self.signs(here), self.listed(here), self.rule(here));
        let shape = if self.shouted { 14 } else { self.shape(here) };
        let shapes = |from: isize, to: isize| (from..=to).fold(0, |all, n| all << 4 | self.shape(here + n));
        let (before, after) = (self.word(here - 1), self.word(here + 1));

        add(&[]);
        add(&[exact]);
        add(&[token.hash, shape]);
        add(&[before]);
        add(&[after]);
        add(&[self.word(here - 2)]);
        add(&[self.word(here + 2)]);
        add(&[before, token.hash]);
        add(&[token.hash, after]);
        add(&[before, shape, after]);
        add(&[ending(form, 2), shape]);
        add(&[ending(form, 3)]);
        add(&[ending(form, 4)]);
        add(&[beginning(form, 3)]);
        add(&[shapes(-1, 0), u64::from(at == 0)]);
        add(&[shapes(0, 1)]);
        add(&[shapes(-1, 1)]);
        add(&[shapes(-2, 2)]);
        add(&[signs, shape]);
        add(&[self.signs(here - 1), shape]);
        add(&[self.signs(here + 1), shape]);
        add(&[self.signs(here - 1), listed, shape]);
        add(&[listed, signs]);
        add(&[listed, before]);
        add(&[listed, self.listed(here - 1), self.listed(here + 1)]);
        add(&[rule, shape, listed]);
        add(&[rule, self.rule(here - 1), self.rule(here + 1)]);
        add(&[rule, signs]);
        add(&[rule, before]);
        add(&[rule, token.hash]);
        let usual = self.memory.usual(token.hash).map_or(0, |(kind, often)| 1 + 2 * kind as u64 + u64::from(often));
        add(&[usual, rule, shape]);
        add(&[u64::from(at == 0), shape, u64::from(token.signs.has(Signs::NOT_NAME))]);
        add(&[u64::from(self.quoted[at]), shape, rule]);

        let (previous, next) = (self.form(here - 1), self.form(here + 1));
        add(&[ending(previous, 3), shape]);
        add(&[ending(next, 3), shape]);
        add(&[before, self.word(here - 2), shape]);
        add(&[after, self.word(here + 2), shape]);
        add(&[listed, after, rule]);
        add(&[beginning(form, 4), shape]);
        add(&[token.hash]);

        // The run of capitals that it is part of or that it stands beside.
        let run = self.capitals[at];
        let (start, end) = (run.start as isize, run.end as isize);
        let length = (end - start).min(6) as u64;
        let place = ((at - run.start).min(3) as u64) << 2 | (run.end - at).min(3) as u64;
        if token.shape.is_capital() {
            add(&[place, length]);
            add(&[self.word(start - 1), place]);
            add(&[self.word(end), place]);
            add(&[self.signs(start - 1), place, listed]);
            add(&[self.signs(end), place]);
            add(&[self.word(start), place]);
            add(&[self.word(end - 1), place]);
            add(&[self.signs(start), self.signs(end - 1), length]);
            add(&[self.word(start - 1), self.word(start - 2), place]);
            add(&[self.word(start), self.word(end - 1)]);
            add(&[self.signs(start - 2), self.signs(start - 1), place]);
            add(&[self.shape(start - 1), self.shape(end), self.shape(end + 1), place]);
            add(&[self.word(end), self.word(end + 1), place]);
            add(&[ending(self.form(end - 1), 3), place, length]);
        } else {
            template = 100;
            let mut add = |parts: &[u64]| {
                let hasher = parts.iter().fold(KeyHasher::new(template), |hasher, part| hasher.with(*part));
                keys.push(hasher.key());
                template += 1;
            };
            add(&[token.hash, self.rule(here - 1), self.rule(here + 1)]);
            add(&[token.hash, self.signs(here - 1), self.shape(here + 1)]);
            add(&[token.hash, self.word(here - 2), self.shape(here + 1)]);
        }
    }
}

/// How many classes of tokens have transitions of their own.
pub const CLASSES: usize = 15;

/// Returns the class of a token, by which it is told what may follow what: a small word inside a name is not a capital.
pub fn class(token: &Seen) -> usize {
    match token.shape {
        Shape::Small if token.signs.has(Signs::PARTICLE) => 10,
        Shape::Small if token.signs.has(Signs::ORG_LINK) => 11,
        shape if shape.is_capital() => match token.listed {
            Some((_, true)) => 12,
            Some((_, false)) => 13,
            None if token.signs.has(Signs::NOT_NAME) => 14,
            None => shape as usize,
        },
        shape => shape as usize,
    }
}

/// Returns the keys of the transition from a label to a token of a class.
pub fn transition(last: Label, class: usize) -> [Key; 2] {
    let key = KeyHasher::new(200).with(u64::from(last));
    [key.key(), key.with(class as u64 + 1).key()]
}

fn ending(form: &str, letters: usize) -> u64 {
    let start = form.char_indices().rev().nth(letters - 1).map_or(0, |(at, _)| at);
    hash_str(&form[start..])
}

fn beginning(form: &str, letters: usize) -> u64 {
    let end = form.char_indices().nth(letters).map_or(form.len(), |(at, _)| at);
    hash_str(&form[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_follow_as_names_do() {
        let run = Run { start: 2, end: 5, kind: NameKind::Place, sure: true };
        let labels: Vec<Label> = (2..5).map(|at| label(run, at)).collect();
        assert!(may_follow(OUTSIDE, labels[0]) && may_follow(labels[0], labels[1]) && may_follow(labels[1], labels[2]));
        assert!(may_follow(labels[2], OUTSIDE) && !may_follow(labels[0], OUTSIDE) && !may_follow(OUTSIDE, labels[1]));
        let other = label(Run { kind: NameKind::Person, ..run }, 3);
        assert!(!may_follow(labels[0], other));
    }

    #[test]
    fn kinds_keep_their_numbers() {
        for (n, kind) in KINDS.iter().enumerate() {
            assert_eq!(*kind as usize, n);
        }
    }
}
