//! Questions that turn out to be one.
//!
//! Documents are placed one after the other, and a statement that fits a question but for one odd member asks a question of its
//! own. Once all documents of a story are placed, questions are held against each other: the two whose statements fit each other
//! best on the whole become one, and so on while any two fit well enough (average linkage; Sokal and Michener, "A statistical
//! method for evaluating systematic relationships", 1958). Then it is told anew how well each statement fits its question, by
//! what all other documents say, and not by the few that had come before it.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashMapExt};

use super::place::share;
use super::{Placed, Questions};

/// Two questions by their numbers, the lower first.
type Two = (usize, usize);

impl Questions<'_> {
    /// Joins questions that turn out to be one, and returns what each statement answers now and how well it fits; `placed` is what
    /// placing said of all statements, in order. Questions are numbered by their first statement.
    pub fn merge(&self, placed: &[Placed]) -> Vec<Placed> {
        let Some(past) = &self.past else { return placed.to_vec() };
        let mut known: HashMap<Two, Option<f32>> = HashMap::new();
        let mut weigh = |a: usize, b: usize| {
            let (a, b) = (a.max(b), a.min(b));
            *known.entry((b, a)).or_insert_with(|| {
                let part = past.partition_point(|likes| likes.first <= a).checked_sub(1)?;
                if self.never(a, b) { None } else { self.score(a, b, past.get(part)?) }
            })
        };
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); self.questions.len()];
        for (n, placed) in placed.iter().enumerate() {
            if let Some(members) = members.get_mut(placed.question).filter(|members| members.len() < MOST_MEMBERS) {
                members.push(n);
            }
        }
        let mut now: Vec<usize> = (0..members.len()).collect();
        // How well a question fits the one that it became a part of, at the worst.
        let mut least: Vec<f64> = vec![1.0; members.len()];
        let mut fitting = self.fitting(&members, &mut weigh);
        while let Some((keeps, goes, mean)) = best(&fitting) {
            let gone = std::mem::take(&mut members[goes]);
            members[keeps].extend(gone);
            now.iter()
                .zip(&mut least)
                .filter(|(q, _)| **q == goes)
                .for_each(|(_, least)| *least = least.min(share(mean)));
            members[keeps].sort_unstable();
            now.iter_mut().filter(|q| **q == goes).for_each(|q| *q = keeps);
            // Whoever fitted neither well enough does not fit both.
            let beside: BTreeSet<usize> = fitting
                .keys()
                .filter(|(a, b)| [*a, *b].iter().any(|q| *q == keeps || *q == goes))
                .flat_map(|(a, b)| [*a, *b])
                .filter(|q| *q != keeps && *q != goes)
                .collect();
            fitting.retain(|(a, b), _| ![*a, *b].iter().any(|q| *q == keeps || *q == goes));
            for other in beside {
                self.note(&members, (keeps.min(other), keeps.max(other)), &mut weigh, &mut fitting);
            }
        }
        let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
        let fits = placed.iter().enumerate().map(|(n, placed)| {
            let question = now.get(placed.question).copied().unwrap_or(placed.question);
            let document = self.held[n].claim.document;
            let others = members[question].iter().filter(|b| self.held[**b].claim.document != document);
            let scores: Vec<f32> = others.filter_map(|b| weigh(n, *b)).collect();
            let fit =
                if scores.is_empty() { placed.fit } else { share(scores.iter().sum::<f32>() / scores.len() as f32) };
            let next = numbers.len();
            Placed { question: *numbers.entry(question).or_insert(next), fit }
        });
        fits.collect()
    }

    /// Returns the pairs of questions that fit well enough to be one. Where they are few, all pairs are looked at; else those of which
    /// placing saw two statements that fit.
    fn fitting(
        &self,
        members: &[Vec<usize>],
        weigh: &mut impl FnMut(usize, usize) -> Option<f32>,
    ) -> BTreeMap<Two, f32> {
        let mut of_kind: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (question, members) in members.iter().enumerate() {
            if let Some(first) = members.first() {
                of_kind.entry(self.held[*first].claim.kind.as_str()).or_default().push(question);
            }
        }
        let mut looked_at: BTreeSet<Two> = BTreeSet::new();
        if of_kind.values().map(|of| of.len() * of.len() / 2).sum::<usize>() <= MOST_PAIRS {
            for of in of_kind.values() {
                looked_at.extend(of.iter().enumerate().flat_map(|(n, a)| of[n + 1..].iter().map(|b| (*a, *b))));
            }
        } else {
            for (a, b) in &self.near {
                if let (Some(x), Some(y)) = (self.question_of[*a], self.question_of[*b])
                    && x != y
                {
                    looked_at.insert((x.min(y), x.max(y)));
                }
            }
        }
        let mut out = BTreeMap::new();
        for two in looked_at {
            self.note(members, two, weigh, &mut out);
        }
        out
    }

    /// Notes how well two questions fit each other, where that is enough and no statement of one keeps out one of the other.
    fn note(
        &self,
        members: &[Vec<usize>],
        two: Two,
        weigh: &mut impl FnMut(usize, usize) -> Option<f32>,
        fitting: &mut BTreeMap<Two, f32>,
    ) {
        let (mut sum, mut count) = (0.0, 0);
        for a in &members[two.0] {
            for b in &members[two.1] {
                let Some(score) = weigh(*a, *b) else { return };
                if score < self.matcher.rules.apart && self.held[*a].claim.document == self.held[*b].claim.document {
                    return;
                }
                sum += score;
                count += 1;
            }
        }
        let mean = sum / count.max(1) as f32;
        if count > 0 && mean >= self.matcher.rules.merge {
            fitting.insert(two, mean);
        }
    }
}

/// So many statements of a question are held against those of another one, at most.
const MOST_MEMBERS: usize = 24;

/// Up to so many pairs of questions are all looked at.
const MOST_PAIRS: usize = 10_000;

/// Returns the two that fit best, of equals the older ones, and how well they do.
fn best(fitting: &BTreeMap<Two, f32>) -> Option<(usize, usize, f32)> {
    let mut best: Option<(Two, f32)> = None;
    for (two, mean) in fitting {
        if best.is_none_or(|(_, most)| *mean > most) {
            best = Some((*two, *mean));
        }
    }
    best.map(|((a, b), mean)| (a, b, mean))
}
