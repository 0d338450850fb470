//! Trains a linear classifier: the averaged perceptron.
//!
//! All in whole numbers and in a fixed order, so that the same data give the same weights, bit for bit.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use anyhow::{Context, Result};

use super::{Key, LONGEST_ROW, Weights};

/// Passes a key through: it is a hash already.
#[derive(Default)]
struct KeyIsHash(u64);

impl Hasher for KeyIsHash {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8 | u64::from(*byte)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        }
    }

    fn write_u32(&mut self, key: u32) {
        self.0 = u64::from(key).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

#[derive(Clone, Copy, Debug)]
struct Cell {
    class: u16,
    weight: i32,
    since: u32,
    total: i64,
}

#[derive(Debug, Default)]
struct Row {
    updates: u32,
    cells: Vec<Cell>,
}

/// An averaged perceptron in training.
pub struct Perceptron {
    classes: usize,
    rows: HashMap<Key, Row, BuildHasherDefault<KeyIsHash>>,
    now: u32,
}

impl Perceptron {
    /// Begins with nothing learnt.
    pub fn new(classes: usize) -> Perceptron {
        Perceptron { classes, rows: HashMap::default(), now: 0 }
    }

    /// Returns how many classes it tells apart.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// Fills `scores` with the present score of each class.
    pub fn score(&self, keys: &[Key], scores: &mut [i32]) {
        scores.fill(0);
        for key in keys {
            if let Some(row) = self.rows.get(key) {
                for cell in &row.cells {
                    scores[usize::from(cell.class)] += cell.weight;
                }
            }
        }
    }

    /// Lets one step of time pass; once for each decision, right or wrong.
    pub fn tick(&mut self) {
        self.now += 1;
    }

    /// Raises or lowers the weights of a class for these features.
    pub fn change(&mut self, keys: &[Key], class: usize, by: i32) {
        for key in keys {
            let row = self.rows.entry(*key).or_default();
            row.updates += 1;
            let at = match row.cells.iter().position(|c| usize::from(c.class) == class) {
                Some(at) => at,
                None => {
                    row.cells.push(Cell { class: class as u16, weight: 0, since: self.now, total: 0 });
                    row.cells.len() - 1
                }
            };
            let cell = &mut row.cells[at];
            cell.total += i64::from(cell.weight) * i64::from(self.now - cell.since);
            cell.since = self.now;
            cell.weight += by;
        }
    }

    /// Learns from a decision: `gold` should have won, `guess` did.
    pub fn learn(&mut self, keys: &[Key], gold: usize, guess: usize) {
        self.tick();
        if gold != guess {
            self.change(keys, gold, 1);
            self.change(keys, guess, -1);
        }
    }

    /// Averages and rounds; see [`freeze`].
    ///
    /// # Errors
    /// Where there are too many weights for one table.
    pub fn freeze(&self, least_updates: u32, scale: f64) -> Result<Weights> {
        freeze(&[self], least_updates, scale, 1)
    }
}

/// Makes one table of several perceptrons that learnt the same task in different orders: what they agree on stays,
/// what one of them happened upon fades.
///
/// Features changed fewer than `least_updates` times by each on average are dropped, weights are counted in `1/scale`, and
/// features none of whose weights reaches `least_weight` such steps are dropped; of the others the weights of half of it.
///
/// # Errors
/// Where there is no perceptron, or there are too many weights for one table.
pub fn freeze(parts: &[&Perceptron], least_updates: u32, scale: f64, least_weight: i16) -> Result<Weights> {
    let classes = parts.first().map(|p| p.classes).context("no perceptron to freeze")?;
    let mut keys: Vec<Key> = parts.iter().flat_map(|p| p.rows.keys().copied()).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut rows: Vec<(Key, Vec<(u16, i16)>)> = Vec::new();
    let mut sums = vec![0f64; classes];
    for key in keys {
        let found = || parts.iter().filter_map(|p| p.rows.get(&key).map(|row| (p.now, row)));
        let updates: u64 = found().map(|(_, row)| u64::from(row.updates)).sum();
        if updates < u64::from(least_updates) * parts.len() as u64 {
            continue;
        }
        sums.fill(0.0);
        for (now, row) in found() {
            for cell in &row.cells {
                let total = cell.total + i64::from(cell.weight) * i64::from(now - cell.since);
                sums[usize::from(cell.class)] += total as f64 * scale / (f64::from(now.max(1)) * parts.len() as f64);
            }
        }
        if classes <= 3 {
            // Only differences count: with the first class at 0 there is one weight less to keep.
            let base = sums[0];
            sums.iter_mut().for_each(|sum| *sum -= base);
        }
        let round = |sum: f64| sum.round().clamp(f64::from(i16::MIN), f64::from(i16::MAX)) as i16;
        let mut cells: Vec<(u16, i16)> =
            (0u16..).zip(sums.iter().map(|s| round(*s))).filter(|(_, w)| *w != 0).collect();
        if cells.iter().all(|(_, weight)| weight.unsigned_abs() < least_weight.unsigned_abs()) {
            continue;
        }
        // Of the rows that stay, what has not half of that is noise as well.
        cells.retain(|(_, weight)| 2 * weight.unsigned_abs() >= least_weight.unsigned_abs());
        cells.sort_by_key(|(class, weight)| (std::cmp::Reverse(weight.unsigned_abs()), *class));
        cells.truncate(LONGEST_ROW);
        cells.sort_unstable();
        rows.push((key, cells));
    }
    Weights::new(classes, &rows)
}

/// A small random number generator with a fixed seed (xorshift64*), for orders and explorations that are the same
/// each time.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Begins from a seed.
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Returns the next number.
    pub fn number(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// Returns true once in `n` times.
    pub fn one_in(&mut self, n: u64) -> bool {
        (self.number() >> 33).is_multiple_of(n)
    }

    /// Puts things into a random order.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for i in (1..things.len()).rev() {
            things.swap(i, ((self.number() >> 33) % (i as u64 + 1)) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_exclusive_or_of_joined_features() {
        let mut perceptron = Perceptron::new(2);
        let mut scores = [0; 2];
        let cases: [(Key, usize); 4] = [(1, 0), (2, 1), (3, 1), (4, 0)];
        for _ in 0..5 {
            for (key, gold) in cases {
                perceptron.score(&[key], &mut scores);
                let guess = usize::from(scores[1] > scores[0]);
                perceptron.learn(&[key], gold, guess);
            }
        }
        let weights = perceptron.freeze(1, 100.0).unwrap();
        for (key, gold) in cases {
            weights.score(&[key], &mut scores);
            assert_eq!(super::super::best(&scores, |_| true), Some(gold));
        }
    }
}
