//! Growing the trees.

use anyhow::{Result, ensure};

use super::{MOST_LEAVES, Tree, Trees};

/// How trees are grown.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How many trees.
    pub trees: usize,
    /// How deep each is.
    pub depth: usize,
    /// How much of each tree's answer counts.
    pub rate: f64,
    /// How many examples a leaf holds, at least.
    pub least: usize,
    /// Pulls answers towards none.
    pub ridge: f64,
    /// Least gain of a split.
    pub gain: f64,
    /// How many of a hundred examples each tree sees, so that no few of them decide all.
    pub examples: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { trees: 300, depth: 4, rate: 0.06, least: 60, ridge: 10.0, gain: 1.0, examples: 100 }
    }
}

/// A row of numbers and whether it is a yes.
pub type Example<const N: usize> = ([f32; N], bool);

/// Learns trees.
///
/// # Errors
/// Where there is nothing to learn from.
pub fn train<const N: usize>(examples: &[Example<N>], names: &[&str], settings: &Settings) -> Result<Trees> {
    let right = examples.iter().filter(|e| e.1).count();
    ensure!(N == names.len(), "each number of a row needs a name");
    ensure!(1 << settings.depth <= MOST_LEAVES, "trees of {} leaves are too large", 1 << settings.depth);
    ensure!(right > 0 && right < examples.len(), "examples of both sorts are needed");
    let base = (right as f64 / (examples.len() - right) as f64).ln();
    let bins = Bins::of(examples);
    let mut scores = vec![base; examples.len()];
    let mut out =
        Trees { base: base as f32, features: names.iter().map(|f| (*f).to_owned()).collect(), trees: Vec::new() };
    for round in 0..settings.trees {
        let slopes: Vec<(f64, f64)> = examples
            .iter()
            .zip(&scores)
            .map(|((_, is), score)| {
                let p = 1.0 / (1.0 + (-score).exp());
                (p - f64::from(u8::from(*is)), p * (1.0 - p))
            })
            .collect();
        let tree = grow(&bins, &slopes, round, settings);
        for (n, (features, _)) in examples.iter().enumerate() {
            scores[n] += f64::from(tree.answer(features));
        }
        out.trees.push(tree);
    }
    Ok(out)
}

/// Values cut into bins: the thresholds of each feature, and each example's bin.
struct Bins<const N: usize> {
    thresholds: Vec<Vec<f32>>,
    of: Vec<[u8; N]>,
}

impl<const N: usize> Bins<N> {
    const MOST: usize = 48;

    fn of(examples: &[Example<N>]) -> Bins<N> {
        let thresholds: Vec<Vec<f32>> = (0..N)
            .map(|f| {
                let mut values: Vec<f32> = examples.iter().map(|(x, _)| x[f]).collect();
                values.sort_by(f32::total_cmp);
                let mut distinct = values.clone();
                distinct.dedup();
                let cuts: Vec<f32> = if distinct.len() <= Self::MOST {
                    distinct
                } else {
                    let mut cuts: Vec<f32> = (1..Self::MOST).map(|q| values[q * values.len() / Self::MOST]).collect();
                    cuts.dedup();
                    cuts
                };
                // The midpoint would do as well; the value itself is the same on every machine.
                cuts
            })
            .collect();
        let of = examples
            .iter()
            .map(|(x, _)| std::array::from_fn(|f| thresholds[f].partition_point(|t| *t < x[f]) as u8))
            .collect();
        Bins { thresholds, of }
    }
}

/// Each tree sees a part of the features, so that no one feature decides all: the same part in each training.
fn is_seen(feature: usize, round: usize) -> bool {
    scatter(feature, round) % 100 < SEEN
}

/// A round of SplitMix64 over two numbers: as good as chance, and the same each time.
fn scatter(a: usize, b: usize) -> u64 {
    let mut x = ((a as u64) << 32 | b as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// That part, of a hundred.
const SEEN: u64 = 50;

fn grow<const N: usize>(bins: &Bins<N>, slopes: &[(f64, f64)], round: usize, settings: &Settings) -> Tree {
    let mut tree = Tree::default();
    let leaf = |tree: &mut Tree| {
        tree.feature.push(-1);
        tree.value.push(0.0);
        tree.left.push(0);
    };
    leaf(&mut tree);
    let is_in = |n: &usize| settings.examples >= 100 || scatter(*n, round) % 100 < settings.examples;
    let mut open = vec![(0, (0..slopes.len()).filter(is_in).collect::<Vec<usize>>(), 0)];
    while let Some((at, rows, depth)) = open.pop() {
        let total = rows.iter().fold((0.0, 0.0), |s, n| (s.0 + slopes[*n].0, s.1 + slopes[*n].1));
        tree.value[at] = (-total.0 / (total.1 + settings.ridge) * settings.rate) as f32;
        if depth == settings.depth || rows.len() < 2 * settings.least {
            continue;
        }
        let worth = |s: (f64, f64)| s.0 * s.0 / (s.1 + settings.ridge);
        let mut best: Option<(f64, usize, usize)> = None;
        for feature in (0..N).filter(|f| is_seen(*f, round)) {
            let cuts = bins.thresholds[feature].len();
            let mut sums = vec![(0.0, 0.0, 0usize); cuts + 1];
            for n in &rows {
                let bin = &mut sums[usize::from(bins.of[*n][feature])];
                bin.0 += slopes[*n].0;
                bin.1 += slopes[*n].1;
                bin.2 += 1;
            }
            let mut left = (0.0, 0.0, 0);
            for (cut, sum) in sums.iter().take(cuts).enumerate() {
                left = (left.0 + sum.0, left.1 + sum.1, left.2 + sum.2);
                if left.2 < settings.least || rows.len() - left.2 < settings.least {
                    continue;
                }
                let right = (total.0 - left.0, total.1 - left.1);
                let gain = worth((left.0, left.1)) + worth(right) - worth(total);
                if gain > settings.gain && best.is_none_or(|(most, ..)| gain > most) {
                    best = Some((gain, feature, cut));
                }
            }
        }
        let Some((_, feature, cut)) = best else { continue };
        let (left, right): (Vec<usize>, Vec<usize>) =
            rows.into_iter().partition(|n| usize::from(bins.of[*n][feature]) <= cut);
        let child = tree.feature.len();
        leaf(&mut tree);
        leaf(&mut tree);
        tree.feature[at] = feature as i16;
        tree.value[at] = bins.thresholds[feature][cut];
        tree.left[at] = child as u16;
        open.push((child, left, depth + 1));
        open.push((child + 1, right, depth + 1));
    }
    tree
}
