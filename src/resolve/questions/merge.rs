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
use super::{Likes, Placed, Questions};

/// Two questions by their numbers, the lower first.
type Two = (usize, usize);

impl Questions<'_> {
    /// Joins questions that turn out to be one, and returns what each statement answers now and how well it fits; `placed` is what
    /// placing said of all statements, in order. Questions are numbered by their first statement.
    pub fn merge(&self, placed: &[Placed]) -> Vec<Placed> {
        let Some(past) = &self.past else { return placed.to_vec() };
        let mut weighed = Weighed { questions: self, past, known: HashMap::new() };
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); self.questions.len()];
        for (n, placed) in placed.iter().enumerate() {
            if let Some(members) = members.get_mut(placed.question).filter(|members| members.len() < MOST_MEMBERS) {
                members.push(n);
            }
        }
        let mut now: Vec<usize> = (0..members.len()).collect();
        // How well a question fits the one that it became a part of, at the worst.
        let mut least: Vec<f64> = vec![1.0; members.len()];
        let mut fitting = self.fitting(&members, &mut weighed);
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
                self.note(&members, (keeps.min(other), keeps.max(other)), &mut weighed, &mut fitting);
            }
        }
        let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
        let fits = placed.iter().enumerate().map(|(n, placed)| {
            let question = now.get(placed.question).copied().unwrap_or(placed.question);
            let document = self.held[n].claim.document;
            let others = members[question].iter().filter(|b| self.held[**b].claim.document != document);
            let pairs: Vec<Two> = others.map(|b| (n, *b)).collect();
            let scores: Vec<f32> = weighed.all(&pairs).into_iter().flatten().collect();
            let fit =
                if scores.is_empty() { placed.fit } else { share(scores.iter().sum::<f32>() / scores.len() as f32) };
            let next = numbers.len();
            Placed { question: *numbers.entry(question).or_insert(next), fit }
        });
        fits.collect()
    }

    /// Returns the pairs of questions that fit well enough to be one. Where they are few, all pairs are looked at; else those of which
    /// placing saw two statements that fit.
    fn fitting(&self, members: &[Vec<usize>], weighed: &mut Weighed) -> BTreeMap<Two, f32> {
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
            self.note(members, two, weighed, &mut out);
        }
        out
    }

    /// Notes how well two questions fit each other, where that is enough and no statement of one keeps out one of the other.
    fn note(&self, members: &[Vec<usize>], two: Two, weighed: &mut Weighed, fitting: &mut BTreeMap<Two, f32>) {
        let pairs: Vec<Two> = members[two.0].iter().flat_map(|a| members[two.1].iter().map(|b| (*a, *b))).collect();
        // The rules first, which cost less: mostly one of them keeps two questions apart.
        if !pairs.iter().all(|(a, b)| weighed.may_be_one(*a, *b)) {
            return;
        }
        let (mut sum, mut count) = (0.0, 0);
        for ((a, b), score) in pairs.iter().zip(weighed.all(&pairs)) {
            let Some(score) = score else { return };
            if score < self.matcher.rules.apart && self.held[*a].claim.document == self.held[*b].claim.document {
                return;
            }
            sum += score;
            count += 1;
        }
        let mean = sum / count.max(1) as f32;
        if count > 0 && mean >= self.matcher.rules.merge {
            fitting.insert(two, mean);
        }
    }
}

/// How well statements fit each other, each pair worked out once.
struct Weighed<'w> {
    questions: &'w Questions<'w>,
    past: &'w [Likes],
    /// By the earlier statement and the later one.
    known: HashMap<Two, Option<f32>>,
}

impl Weighed<'_> {
    /// Returns whether nothing keeps two statements from answering one question.
    fn may_be_one(&self, a: usize, b: usize) -> bool {
        match self.known.get(&(a.min(b), a.max(b))) {
            Some(score) => score.is_some(),
            None => !self.questions.never(a.max(b), a.min(b)),
        }
    }

    /// Returns the log-odds of pairs, none of them twice; nothing where one question cannot hold both.
    fn all(&mut self, pairs: &[Two]) -> Vec<Option<f32>> {
        let (questions, past) = (self.questions, self.past);
        let two = |(a, b): &Two| (*a.min(b), *a.max(b));
        let mut fresh = Vec::new();
        for (b, a) in pairs.iter().map(two) {
            if self.known.contains_key(&(b, a)) {
                continue;
            }
            let part = past.partition_point(|likes| likes.first <= a).checked_sub(1).and_then(|part| past.get(part));
            match part.filter(|_| !questions.never(a, b)) {
                Some(likes) => fresh.push((a, b, likes)),
                None => _ = self.known.insert((b, a), None),
            }
        }
        self.known.extend(fresh.iter().map(|(a, b, _)| (*b, *a)).zip(questions.scores(&fresh)));
        pairs.iter().map(|pair| self.known.get(&two(pair)).copied().flatten()).collect()
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
