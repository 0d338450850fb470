//! Where the statements of one document go.
//!
//! Of all open statements the one that fits best goes first, and each that went makes its question fit the others more or
//! less. A queue keeps what fits well enough, best first; a row of it that was overtaken is passed over when it comes up. A
//! long document goes in parts, so that the work grows with its length and not with its square.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::ops::Range;

use foldhash::{HashMap, HashMapExt};

use super::{Claim, Likes, Placed, Questions};
use crate::model::Kind;

/// For questions, an open statement's sum of log-odds with their statements, and how many these are.
type Sums = BTreeMap<usize, (f32, usize)>;

/// Log-odds as a share; whole ones and not their last digits, so that a store is the same on any machine.
pub(super) fn share(log_odds: f32) -> f64 {
    let share = 1.0 / (1.0 + f64::from(-log_odds).exp());
    (share * 100.0).round() / 100.0
}

/// How well a statement fits a question: the best is the greatest; of equals the earlier statement, then the older question.
#[derive(Clone, Copy, Debug)]
struct Fit {
    mean: f32,
    /// Which of the open statements.
    statement: usize,
    question: usize,
    /// How many of the question's statements that is the mean of: a further one overtakes it.
    count: usize,
}

impl Fit {
    fn key(&self) -> (Reverse<usize>, Reverse<usize>, usize) {
        (Reverse(self.statement), Reverse(self.question), self.count)
    }
}

impl Ord for Fit {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.mean.total_cmp(&other.mean).then_with(|| self.key().cmp(&other.key()))
    }
}

impl PartialOrd for Fit {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Fit {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Fit {}

/// The statements of a part, while they are placed.
struct Part {
    /// For each its sums; minus infinity where it can never join.
    sums: Vec<Sums>,
    /// For each the mean from which on it joins.
    enough: Vec<f32>,
    /// For each where it went.
    of: Vec<Option<usize>>,
    queue: BinaryHeap<Fit>,
}

impl Part {
    fn new(sums: Vec<Sums>, enough: Vec<f32>) -> Part {
        let mut part = Part { of: vec![None; sums.len()], sums, enough, queue: BinaryHeap::new() };
        for n in 0..part.sums.len() {
            let questions: Vec<usize> = part.sums[n].keys().copied().collect();
            questions.into_iter().for_each(|question| part.enqueue(n, question));
        }
        part
    }

    /// Queues how well a statement fits a question now, where that is enough.
    fn enqueue(&mut self, statement: usize, question: usize) {
        let Some((sum, count)) = self.sums[statement].get(&question) else { return };
        // Nought and minus nought are equals.
        let mean = sum / *count as f32 + 0.0;
        if mean >= self.enough[statement] {
            self.queue.push(Fit { mean, statement, question, count: *count });
        }
    }

    /// Takes the best fit of all that still hold.
    fn best(&mut self) -> Option<Fit> {
        while let Some(fit) = self.queue.pop() {
            let now = self.sums[fit.statement].get(&fit.question);
            if self.of[fit.statement].is_none() && now.is_some_and(|(_, count)| *count == fit.count) {
                return Some(fit);
            }
        }
        None
    }

    /// Has an open statement fit a question by a further one of its statements; with no score it can never join.
    fn fit(&mut self, statement: usize, question: usize, score: Option<f32>) {
        let sum = self.sums[statement].entry(question).or_insert((0.0, 0));
        sum.0 += score.unwrap_or(f32::NEG_INFINITY);
        sum.1 += 1;
        self.enqueue(statement, question);
    }

    /// Returns whether a statement is open and may yet join a question.
    fn may_join(&self, statement: usize, question: usize) -> bool {
        self.of[statement].is_none()
            && self.sums[statement].get(&question).is_none_or(|(sum, _)| *sum > f32::NEG_INFINITY)
    }
}

impl Questions<'_> {
    /// As [`Self::place`], with how well each statement fits.
    pub fn place_by_fit(&mut self, claims: Vec<Claim>) -> Vec<Placed> {
        let mut start = self.hold(claims);
        let mut out = Vec::with_capacity(self.held.len() - start);
        while start < self.held.len() {
            let part = start..self.part_end(start);
            start = part.end;
            out.extend(self.place_part(part));
        }
        out
    }

    /// Returns where the part of a document that starts at a held statement ends: between two sentences, where it can.
    fn part_end(&self, start: usize) -> usize {
        let most = start + self.at_once.max(1);
        if self.held.len() <= most {
            return self.held.len();
        }
        let sentence = |n: usize| self.held[n].claim.sentence;
        (start + 1..=most).rev().find(|end| sentence(end - 1) != sentence(*end)).unwrap_or(most)
    }

    fn place_part(&mut self, here: Range<usize>) -> Vec<Placed> {
        let likes = self.likes(here.clone());
        let mut near = Vec::new();
        let sums = here.clone().map(|a| self.with_questions(a, &likes, &mut near)).collect();
        let enough = here.clone().map(|a| self.enough(a)).collect();
        let mut part = Part::new(sums, enough);
        let mut fits: Vec<f32> = vec![f32::INFINITY; here.len()];
        let old = self.questions.len();
        let mut next = old;
        let mut first_open = 0;
        loop {
            // The best of all first, so that a statement that fits well is not kept out by one that fits badly.
            let (n, question) = match part.best() {
                Some(fit) => {
                    fits[fit.statement] = fit.mean;
                    (fit.statement, fit.question)
                }
                None => {
                    while part.of.get(first_open).is_some_and(Option::is_some) {
                        first_open += 1;
                    }
                    if first_open == here.len() {
                        break;
                    }
                    next += 1;
                    (first_open, next - 1)
                }
            };
            part.of[n] = Some(question);
            let b = here.start + n;
            let others: Vec<usize> = (0..here.len()).filter(|other| part.may_join(*other, question)).collect();
            let all: Vec<usize> = others.iter().map(|other| here.start + other).collect();
            for (other, score) in others.into_iter().zip(self.scores_here(&all, b, &likes)) {
                let is_near = score.is_some_and(|score| score >= self.matcher.rules.merge);
                near.extend(is_near.then_some((here.start + other, b)));
                part.fit(other, question, score);
            }
        }
        let of: Vec<usize> = part.of.into_iter().flatten().collect();
        if let Some(past) = &mut self.past {
            past.push(likes.without_rows());
            self.near.extend(near);
        }
        self.join_in_order(here.start, old, &of, &fits)
    }

    /// Returns the mean log-odds from which on a statement joins a question.
    fn enough(&self, a: usize) -> f32 {
        match self.held[a].claim.kind {
            Kind::Date => self.matcher.enough.max(self.matcher.rules.enough_for_dates),
            _ => self.matcher.enough,
        }
    }

    /// Returns the log-odds of statements of one document and a further one; nothing where one question cannot hold both.
    fn scores_here(&self, all: &[usize], b: usize, likes: &Likes) -> Vec<Option<f32>> {
        let may: Vec<bool> = all.iter().map(|a| !self.never(*a, b)).collect();
        let pairs = all.iter().zip(&may).filter(|(_, may)| **may).map(|(a, _)| (*a, b, likes));
        let mut scores = self.scores(&pairs.collect::<Vec<_>>()).into_iter();
        let mut score = |may: bool| if may { scores.next().flatten() } else { None };
        may.into_iter().map(|may| score(may).filter(|score| *score >= self.matcher.rules.apart)).collect()
    }

    /// Joins statements to their questions: new ones are numbered in the order of the text, and joined in it, as `add` does.
    fn join_in_order(&mut self, first: usize, old: usize, of: &[usize], fits: &[f32]) -> Vec<Placed> {
        let mut numbers: HashMap<usize, usize> = HashMap::new();
        let mut out = Vec::with_capacity(of.len());
        for (n, (question, fit)) in of.iter().zip(fits).enumerate() {
            let number = if *question < old {
                *question
            } else {
                let next = old + numbers.len();
                *numbers.entry(*question).or_insert(next)
            };
            self.join(first + n, number);
            out.push(Placed { question: number, fit: share(*fit) });
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Matcher;
    use super::super::tests::claim;
    use super::*;

    /// The same without a queue: every open statement and question is looked at at each step.
    fn place_plainly(questions: &mut Questions, claims: Vec<Claim>) -> Vec<Placed> {
        let first = questions.hold(claims);
        let here = first..questions.held.len();
        let likes = questions.likes(here.clone());
        let old = questions.questions.len();
        let mut next = old;
        let mut of: Vec<Option<usize>> = vec![None; here.len()];
        let mut fits: Vec<f32> = vec![f32::INFINITY; here.len()];
        let mut sums: Vec<Sums> = here.clone().map(|a| questions.with_questions(a, &likes, &mut Vec::new())).collect();
        while let Some(open) = of.iter().position(Option::is_none) {
            let mut best: Option<(f32, usize, usize)> = None;
            for n in (0..of.len()).filter(|n| of[*n].is_none()) {
                for (question, (sum, count)) in &sums[n] {
                    let mean = sum / *count as f32;
                    if mean >= questions.enough(first + n) && best.is_none_or(|(most, ..)| mean > most) {
                        best = Some((mean, n, *question));
                    }
                }
            }
            let (n, question) = match best {
                Some((mean, n, question)) => {
                    fits[n] = mean;
                    (n, question)
                }
                None => {
                    next += 1;
                    (open, next - 1)
                }
            };
            of[n] = Some(question);
            for other in (0..of.len()).filter(|other| of[*other].is_none()) {
                let score = questions.scores_here(&[first + other], first + n, &likes)[0];
                let sum = sums[other].entry(question).or_insert((0.0, 0));
                sum.0 += score.unwrap_or(f32::NEG_INFINITY);
                sum.1 += 1;
            }
        }
        let of: Vec<usize> = of.into_iter().flatten().collect();
        questions.join_in_order(first, old, &of, &fits)
    }

    /// A statement drawn by chance: value, attribute, words, and whether it stands in the sentence before it.
    type Drawn = (u8, usize, usize, usize, bool);

    const WORDS: [&str; 6] = ["fire", "road", "vote", "school", "bridge", "harbour"];

    fn drawn() -> impl Strategy<Value = Drawn> {
        (0u8..5, 0usize..4, 0usize..6, 0usize..6, proptest::bool::weighted(0.2))
    }

    fn document(number: usize, drawn: &[Drawn]) -> Vec<Claim> {
        let mut sentence = 0;
        let claims = drawn.iter().map(|(value, attribute, one, other, is_same)| {
            sentence += usize::from(!is_same) * 100;
            let attribute = ["killed", "wounded", "arrested", "cost"][*attribute];
            let mut claim = claim(number, f64::from(*value) * 17.0, attribute, &[WORDS[*one], WORDS[*other], "town"]);
            claim.sentence = sentence;
            if *value == 4 {
                claim.kind = Kind::Date;
            }
            claim
        });
        claims.collect()
    }

    /// A document of statements each of another thing.
    fn long(number: usize, statements: usize) -> Vec<Claim> {
        let told = |n: usize| {
            let (word, other) = (format!("word{n}"), format!("word{}", n / 4));
            let mut claim = claim(number, n as f64 * 17.0, &format!("attribute{n}"), &[&word, &other, "town"]);
            claim.sentence = n * 100;
            claim
        };
        (0..statements).map(told).collect()
    }

    proptest! {
        #[test]
        fn the_queue_places_as_looking_at_all_does(
            documents in proptest::collection::vec(proptest::collection::vec(drawn(), 1..24), 1..5),
        ) {
            let matcher = Matcher::embedded().unwrap();
            let (mut fast, mut plain) = (Questions::new(matcher), Questions::new(matcher));
            for (n, drawn) in documents.iter().enumerate() {
                let claims = document(n, drawn);
                prop_assert_eq!(fast.place_by_fit(claims.clone()), place_plainly(&mut plain, claims));
            }
        }

        /// A run may begin again in the middle, in however many parts the documents went.
        #[test]
        fn parts_follow_from_what_was_asked_before(
            documents in proptest::collection::vec(proptest::collection::vec(drawn(), 1..24), 1..5),
            at_once in 1usize..9,
            cut in 0usize..5,
        ) {
            let matcher = Matcher::embedded().unwrap();
            let new = || {
                let mut questions = Questions::new(matcher);
                questions.at_once = at_once;
                questions
            };
            let (mut whole, mut again) = (new(), new());
            for (n, drawn) in documents.iter().enumerate() {
                let all = whole.place(document(n, drawn));
                if n < cut {
                    again.add(document(n, drawn), &all);
                } else {
                    prop_assert_eq!(&again.place(document(n, drawn)), &all);
                }
            }
        }
    }

    #[test]
    fn a_part_ends_between_sentences_where_it_can() {
        let mut questions = Questions::new(Matcher::embedded().unwrap());
        questions.at_once = 3;
        let same = |is: &[bool]| is.iter().map(|is| (1, 0, 0, 0, *is)).collect::<Vec<Drawn>>();
        questions.hold(document(0, &same(&[false, false, true, true, false, true, true, true, true])));
        assert_eq!(questions.part_end(0), 1, "the second sentence would be cut");
        assert_eq!(questions.part_end(1), 4);
        assert_eq!(questions.part_end(4), 7, "one sentence holds more than a part");
        assert_eq!(questions.part_end(7), 9);
    }

    #[test]
    fn a_long_document_joins_what_it_asked_in_an_earlier_part() {
        let mut questions = Questions::new(Matcher::embedded().unwrap());
        questions.at_once = 2;
        let told = |n: usize, value: f64, attribute: &str, words: &[&str]| {
            let mut claim = claim(0, value, attribute, words);
            claim.sentence = n * 100;
            claim
        };
        let of = questions.place(vec![
            told(0, 417.0, "rescued", &["rescue", "boat", "coast"]),
            told(1, 26.0, "missing", &["missing", "search"]),
            told(2, 417.0, "rescued", &["rescue", "boat", "coast"]),
            told(3, 26.0, "missing", &["missing", "search"]),
        ]);
        assert_eq!(of, [0, 1, 0, 1]);
    }

    #[test]
    fn a_document_of_twice_the_length_is_twice_the_work() {
        let weighed = |at_once: usize, statements: usize| {
            let mut questions = Questions::new(Matcher::embedded().unwrap());
            questions.at_once = at_once;
            questions.place(long(0, statements));
            questions.weighed.set(0);
            questions.place(long(1, statements));
            questions.weighed.get() as f64
        };
        let growth = |at_once: usize| weighed(at_once, 120) / weighed(at_once, 60);
        assert!(growth(8) < 2.5, "{}", growth(8));
        assert!(growth(1_000) > 3.0, "in one part it is the square: {}", growth(1_000));
    }
}
