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
            for (at, feature) in tree.feature.iter().enumerate() {
                let left = usize::from(tree.left[at]);
                let fits =
                    *feature < 0 || usize::from(feature.unsigned_abs()) < features.len() && left > at && left + 1 < n;
                ensure!(fits, "a node of the model leads nowhere");
            }
        }
        Ok(model)
    }
}

/// The same in one piece, to be asked often.
#[derive(Clone, Debug, Default)]
pub struct Forest {
    base: f32,
    nodes: Vec<Node>,
    roots: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    /// Where the left child stands from here; 0 for a leaf.
    left: u16,
    feature: u16,
    value: f32,
}

impl Forest {
    /// Lays a model out.
    pub fn of(model: &Trees) -> Forest {
        let mut out = Forest { base: model.base, nodes: Vec::new(), roots: Vec::new() };
        for tree in &model.trees {
            out.roots.push(u32::try_from(out.nodes.len()).unwrap_or(u32::MAX));
            for (n, feature) in tree.feature.iter().enumerate() {
                // Checked when the model was read: children stand behind their parent.
                let left = usize::from(tree.left[n]).saturating_sub(n);
                let is_leaf = *feature < 0;
                out.nodes.push(Node {
                    left: if is_leaf { 0 } else { left as u16 },
                    feature: feature.unsigned_abs(),
                    value: tree.value[n],
                });
            }
        }
        out
    }

    /// Returns the log-odds of yes.
    pub fn score(&self, features: &[f32]) -> f32 {
        let mut sum = self.base;
        for root in &self.roots {
            let mut at = *root as usize;
            let mut node = self.nodes[at];
            while node.left > 0 {
                at += usize::from(node.left) + usize::from(features[usize::from(node.feature)] > node.value);
                node = self.nodes[at];
            }
            sum += node.value;
        }
        sum
    }
}

#[cfg(feature = "train")]
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
