//! Learning which statements answer one question, from stories whose statements were grouped by hand.

use anyhow::Result;

use super::features::{self, FEATURES};
use super::{Claim, Matcher, Questions};
use crate::boosted::Trees;
use crate::boosted::train as trees;
pub use crate::boosted::train::Settings;

/// A story: its documents in order, each statement with the group that a reader gave it.
pub type Story = Vec<Vec<(Claim, Option<String>)>>;

/// Of a story's pairs that answer two questions about so many are learnt from: a long story counts no more than a short one.
const MOST_OTHERS: usize = 3_000;

/// Two statements and whether they answer one question.
pub type Example = trees::Example<{ FEATURES.len() }>;

/// Returns all pairs of statements of one kind that a reader judged, as they are met when documents come in order.
///
/// # Errors
/// Where the settings do not fit their form.
pub fn examples(stories: &[Story]) -> Result<Vec<Example>> {
    let blank = Matcher::new(&Trees::default())?;
    let mut out = Vec::new();
    for story in stories {
        let mut questions = Questions::new(&blank);
        let mut groups: Vec<Option<&String>> = Vec::new();
        let mut next = 0;
        let judged = story.iter().flatten().filter(|(_, group)| group.is_some()).count();
        let others = (judged * judged / 2 / MOST_OTHERS).max(1);
        for document in story {
            let claims: Vec<Claim> = document.iter().map(|(claim, _)| claim.clone()).collect();
            groups.extend(document.iter().map(|(_, group)| group.as_ref()));
            // Each a question of its own, so that all are held against all.
            let given: Vec<usize> = (next..next + claims.len()).collect();
            let first = next;
            next += claims.len();
            questions.add(claims, &given);
            let likes = questions.likes(first..next);
            for a in first..next {
                for b in 0..a {
                    if let (Some(x), Some(y)) = (groups[a], groups[b])
                        && let Some(best) = questions.best(a, b, &likes)
                    {
                        let is_one = x == y;
                        // Few pairs answer one question: of the others a part is enough.
                        let turn = (a * 7919 + b * 104_729) % 1009;
                        if !is_one && turn % others != 0 {
                            continue;
                        }
                        let (left, right) = (&questions.held[a], &questions.held[b]);
                        // Both ways round, to learn that it makes no difference; of the others one or the other.
                        if is_one || turn % 2 == 0 {
                            out.push((features::of(left, right, best, &questions.commonness, blank.rules), is_one));
                        }
                        if is_one || turn % 2 == 1 {
                            let best = (best.1, best.0);
                            out.push((features::of(right, left, best, &questions.commonness, blank.rules), is_one));
                        }
                    }
                }
            }
        }
    }
    Ok(out)
}

/// Learns from such pairs.
///
/// # Errors
/// Where there is nothing to learn from.
pub fn train(examples: &[Example], settings: &Settings) -> Result<Trees> {
    let mut trees = trees::train(examples, FEATURES, settings)?;
    // The others are twice as many: each was seen one way round.
    trees.base -= 2.0_f32.ln();
    Ok(trees)
}

/// Pairs of statements of different documents: found to answer one question and rightly, found, and in truth.
#[derive(Clone, Copy, Debug, Default)]
pub struct Grouping {
    /// Found and right.
    pub right: usize,
    /// Found.
    pub found: usize,
    /// In truth.
    pub truth: usize,
}

impl Grouping {
    /// Adds another's counts.
    pub fn add(&mut self, other: &Grouping) {
        self.right += other.right;
        self.found += other.found;
        self.truth += other.truth;
    }

    /// Returns precision, recall and their harmonic mean.
    pub fn figures(&self) -> (f64, f64, f64) {
        let part = |a: usize, b: usize| if b == 0 { 0.0 } else { a as f64 / b as f64 };
        let (p, r) = (part(self.right, self.found), part(self.right, self.truth));
        (p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 })
    }
}

/// Groups stories with a model and counts what it gets right.
///
/// # Errors
/// Where the settings do not fit their form.
pub fn measure(stories: &[Story], matcher: &Matcher) -> Result<Grouping> {
    let mut out = Grouping::default();
    for story in stories {
        let mut questions = Questions::merging(matcher, story.len());
        let mut placed = Vec::new();
        for document in story {
            placed.extend(questions.place_by_fit(document.iter().map(|(claim, _)| claim.clone()).collect()));
        }
        let of = questions.merge(&placed);
        let all: Vec<(usize, usize, Option<&String>)> =
            story.iter().flatten().zip(of).map(|((c, group), p)| (c.document, p.question, group.as_ref())).collect();
        for (n, a) in all.iter().enumerate() {
            for b in all[..n].iter().filter(|b| b.0 != a.0) {
                let (Some(x), Some(y)) = (a.2, b.2) else { continue };
                out.truth += usize::from(x == y);
                out.found += usize::from(a.1 == b.1);
                out.right += usize::from(x == y && a.1 == b.1);
            }
        }
    }
    Ok(out)
}
