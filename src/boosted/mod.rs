//! Boosted regression trees: a yes or no learnt from examples, each a row of numbers.
//!
//! In: a row of numbers whose meaning the caller knows. Out: the log-odds of yes. Whether two statements answer one question
//! and who is credited with one are told so. Imports nothing of ours.
//!
//! Friedman, *Greedy function approximation: a gradient boosting machine* (2001), with the second-order gains of Chen and
//! Guestrin, *XGBoost* (2016). Trees are small and their thresholds are kept as they were learnt, so that the same model
//! gives the same answer on every machine.

#[cfg(feature = "train")]
pub mod train;

use anyhow::{Result, ensure};
use serde::{Deserialize, Serialize};

/// A sum of trees.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Trees {
    /// What the sum begins with: the log-odds of the data.
    pub base: f32,
    /// The names of the features that it was learnt on, in order.
    pub features: Vec<String>,
    /// The trees.
    pub trees: Vec<Tree>,
}

/// One tree, its nodes in order; the first is the root.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tree {
    /// The feature that each node looks at; -1 for a leaf.
    pub feature: Vec<i16>,
    /// Values up to this one go left; a leaf's answer.
    pub value: Vec<f32>,
    /// Where the left child stands; the right one follows it.
    pub left: Vec<u16>,
}

impl Trees {
    /// Reads a model from JSON.
    ///
    /// # Errors
    /// Where it is none, was learnt on other features, or a node leads nowhere.
    pub fn from_json(text: &str, features: &[&str]) -> Result<Self> {
        let model: Trees = serde_json::from_str(text)?;
        ensure!(model.features == features, "the model was learnt on other features: train it anew");
        for tree in &model.trees {
            let n = tree.feature.len();
            ensure!(n > 0 && tree.value.len() == n && tree.left.len() == n, "a tree of the model has holes");
            let mut is_child = vec![false; n];
            for (at, feature) in tree.feature.iter().enumerate() {
                let left = usize::from(tree.left[at]);
                let fits =
                    *feature < 0 || usize::from(feature.unsigned_abs()) < features.len() && left > at && left + 1 < n;
                ensure!(fits, "a node of the model leads nowhere");
                if *feature >= 0 {
                    let children = [left, left + 1].map(|child| std::mem::replace(&mut is_child[child], true));
                    ensure!(children == [false; 2], "two nodes of the model lead to one");
                }
            }
            let leaves = tree.feature.iter().filter(|feature| **feature < 0).count();
            ensure!(leaves <= MOST_LEAVES, "a tree of the model has {leaves} leaves");
        }
        Ok(model)
    }
}

/// A tree has at most so many leaves, a bit each.
pub const MOST_LEAVES: usize = u32::BITS as usize;

/// The same in one piece, to be asked often.
///
/// Trees are not walked down one by one: each feature is held against the thresholds of all of them, lowest first, and
/// what it exceeds rules out leaves. The first leaf left of a tree is its answer, by whatever order its nodes were looked at
/// (Lucchese et al., *QuickScorer: a fast algorithm to rank documents with additive ensembles of regression trees*, 2015).
#[derive(Clone, Debug, Default)]
pub struct Forest {
    base: f32,
    /// For each feature where its cuts begin; they end where the next one's begin.
    starts: Vec<u32>,
    /// By feature, the lowest threshold first.
    cuts: Vec<Cut>,
    /// The leaves of each tree, from left to right, one tree behind the other.
    answers: Vec<f32>,
    /// Where each tree's leaves begin.
    trees: Vec<u32>,
}

/// What it means for a tree that a feature exceeds a threshold.
#[derive(Clone, Copy, Debug)]
struct Cut {
    threshold: f32,
    tree: u32,
    /// The leaves that may still be meant.
    leaves: u32,
}

impl Forest {
    /// Lays a model out; its trees have no more than [`MOST_LEAVES`].
    pub fn of(model: &Trees) -> Forest {
        let mut out = Forest { base: model.base, ..Forest::default() };
        let mut cuts: Vec<(usize, Cut)> = Vec::new();
        for (number, tree) in model.trees.iter().enumerate() {
            let first = out.answers.len();
            out.trees.push(first as u32);
            tree.each_leaf(0, &mut out.answers, &mut |feature, threshold, left| {
                let bits = |end: usize| u32::MAX.checked_shl((end - first) as u32).unwrap_or(0);
                let leaves = !(bits(left.start) & !bits(left.end));
                cuts.push((feature, Cut { threshold, tree: number as u32, leaves }));
            });
        }
        cuts.sort_by(|(f, x), (g, y)| f.cmp(g).then(x.threshold.total_cmp(&y.threshold)));
        let features = model.features.len();
        out.starts = (0..=features).map(|feature| cuts.partition_point(|(f, _)| *f < feature) as u32).collect();
        out.cuts = cuts.into_iter().map(|(_, cut)| cut).collect();
        out
    }

    /// Returns the log-odds of yes.
    pub fn score(&self, features: &[f32]) -> f32 {
        let [score] = self.score_some::<1>(&[features]);
        score
    }

    /// Returns the log-odds of yes of several rows: to look at them side by side costs little more than to look at one.
    pub fn scores<R: AsRef<[f32]>>(&self, rows: &[R]) -> Vec<f32> {
        let mut out = Vec::with_capacity(rows.len());
        let mut left: Vec<&[f32]> = rows.iter().map(AsRef::as_ref).collect();
        while !left.is_empty() {
            let some: Vec<&[f32]> = left.drain(..left.len().min(MOST_ABREAST)).collect();
            match some.len() {
                1 => out.extend(self.score_some::<1>(&some)),
                2..=4 => out.extend(&self.score_some::<4>(&some)[..some.len()]),
                _ => out.extend(&self.score_some::<MOST_ABREAST>(&some)[..some.len()]),
            }
        }
        out
    }

    /// Returns the log-odds of up to so many rows, and behind them anything.
    fn score_some<const ROWS: usize>(&self, rows: &[&[f32]]) -> [f32; ROWS] {
        let mut left = vec![[u32::MAX; ROWS]; self.trees.len()];
        for (feature, ends) in self.starts.windows(2).enumerate() {
            // What is no row exceeds nothing.
            let mut values = [f32::NEG_INFINITY; ROWS];
            for n in 0..rows.len().min(ROWS) {
                values[n] = rows[n][feature];
            }
            rule_out(&mut left, &self.cuts[ends[0] as usize..ends[1] as usize], values);
        }
        // Added tree by tree: of fractions the order tells in the last place.
        let mut sums = [self.base; ROWS];
        for (first, left) in self.trees.iter().zip(&left) {
            for n in 0..ROWS {
                sums[n] += self.answers[*first as usize + left[n].trailing_zeros() as usize];
            }
        }
        sums
    }
}

/// Rules out the leaves that rows do not lead to, by a feature's values in them and all its thresholds.
fn rule_out<const ROWS: usize>(left: &mut [[u32; ROWS]], cuts: &[Cut], values: [f32; ROWS]) {
    let most = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for cut in cuts {
        if most <= cut.threshold {
            break;
        }
        let Some(left) = left.get_mut(cut.tree as usize) else { break };
        // In two steps, so that the processor compares all rows at once.
        let mut gone = [0; ROWS];
        for n in 0..ROWS {
            gone[n] = u32::from(values[n] > cut.threshold).wrapping_neg() & !cut.leaves;
        }
        for n in 0..ROWS {
            left[n] &= !gone[n];
        }
    }
}

/// So many rows are looked at side by side, at most.
const MOST_ABREAST: usize = 8;

impl Tree {
    /// Adds the answers of the leaves under a node from left to right, and calls `cut(feature, threshold, leaves on the left)` of
    /// each node that has some.
    fn each_leaf(&self, at: usize, answers: &mut Vec<f32>, cut: &mut impl FnMut(usize, f32, std::ops::Range<usize>)) {
        let Ok(feature) = usize::try_from(self.feature[at]) else {
            answers.push(self.value[at]);
            return;
        };
        // Checked when the model was read: children stand behind their parent, so this ends.
        let left = usize::from(self.left[at]);
        let first = answers.len();
        self.each_leaf(left, answers, cut);
        cut(feature, self.value[at], first..answers.len());
        self.each_leaf(left + 1, answers, cut);
    }
}

#[cfg(any(test, feature = "train"))]
impl Tree {
    fn answer(&self, features: &[f32]) -> f32 {
        let mut at = 0;
        // Children stand behind their parent, so this ends.
        while let Ok(feature) = usize::try_from(self.feature[at]) {
            at = usize::from(self.left[at]) + usize::from(features[feature] > self.value[at]);
        }
        self.value[at]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FEATURES: [&str; 3] = ["a", "b", "c"];

    /// A tree grown by what was drawn: which leaf is parted, by which feature and where.
    fn tree(drawn: &[(usize, i16, i8)]) -> Tree {
        let mut tree = Tree { feature: vec![-1], value: vec![0.5], left: vec![0] };
        for (pick, feature, threshold) in drawn {
            let leaves: Vec<usize> = (0..tree.feature.len()).filter(|n| tree.feature[*n] < 0).collect();
            let at = leaves[pick % leaves.len()];
            let left = tree.feature.len();
            (tree.feature[at], tree.value[at], tree.left[at]) = (*feature, f32::from(*threshold), left as u16);
            for n in [left, left + 1] {
                tree.feature.push(-1);
                tree.value.push(n as f32 * 0.1 + 0.01);
                tree.left.push(0);
            }
        }
        tree
    }

    proptest! {
        #[test]
        fn a_forest_answers_as_its_trees_do(
            drawn in prop::collection::vec(prop::collection::vec((0usize..99, 0i16..3, -3i8..4), 0..32), 0..9),
            rows in prop::collection::vec(prop::collection::vec(prop_oneof![(-4i8..5).prop_map(f32::from), Just(f32::NAN), Just(f32::INFINITY)], 3), 1..14),
        ) {
            let trees = drawn.iter().map(|drawn| tree(drawn)).collect();
            let model = Trees { base: -0.3, features: FEATURES.map(str::to_owned).to_vec(), trees };
            let plain = |row: &Vec<f32>| model.trees.iter().fold(model.base, |sum, tree| sum + tree.answer(row));
            let forest = Forest::of(&model);
            prop_assert_eq!(forest.scores(&rows), rows.iter().map(plain).collect::<Vec<f32>>());
            prop_assert_eq!(forest.score(&rows[0]), plain(&rows[0]));
            let json = serde_json::to_string(&model).unwrap();
            prop_assert_eq!(Trees::from_json(&json, &FEATURES).unwrap(), model);
        }
    }

    #[test]
    fn a_model_that_is_no_trees_is_refused() {
        let told = |tree: &Tree| {
            let model = Trees { base: 0.0, features: FEATURES.map(str::to_owned).to_vec(), trees: vec![tree.clone()] };
            Trees::from_json(&serde_json::to_string(&model).unwrap(), &FEATURES).is_ok()
        };
        let good = tree(&[(0, 0, 1), (0, 1, 2)]);
        assert!(told(&good));
        assert!(!told(&Tree { left: vec![1, 1, 0, 0, 0], ..good.clone() }), "a node leads to itself");
        assert!(!told(&Tree { feature: vec![0, 3, -1, -1, -1], ..good.clone() }), "a feature too many");
        assert!(!told(&Tree { feature: vec![0, 0, 0, -1, -1], left: vec![1, 3, 3, 0, 0], ..good }), "two lead to one");
        assert!(!told(&tree(&[(0, 0, 0); MOST_LEAVES])), "more leaves than bits");
    }
}
