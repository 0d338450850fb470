//! A table from keys to pairs of weights, for classifiers of two or three classes, which only ever need the sums over many keys.
//!
//! A classifier's time goes into waiting for memory, and most weights are small: so a pair takes two bytes, fifteen pairs
//! with what tells their keys apart lie in one line of memory, and a key of larger weights has several pairs, that are
//! summed like those of several keys. What has no room there lies in a second table.

use anyhow::Result;

use super::key::{KEY_BITS, Key};
use super::table::{BATCH, ROOM, Table, nearest_before};

/// Pairs that a line has room for.
const PAIRS: usize = 15;
/// With what is kept of the line itself.
const LANES: usize = PAIRS + 1;
/// So many pairs a line holds on average.
const FILL: usize = 8;
/// With at least so many lines the keys of one differ in their low 16 bits.
const LEAST_LINES: usize = 1 << (KEY_BITS - 16);
/// A key has at most so many pairs in its line.
const MOST_OF_A_KEY: usize = 4;
/// Weights up to this fit into one pair.
const MOST: i32 = 127;

/// A line of memory.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C, align(64))]
struct Line {
    /// Low bits of the keys; in the last lane, which has no pair, 1 where not all of them have room here.
    checks: [u16; LANES],
    /// High weight × 256 + low weight; 0 where there is none.
    pairs: [i16; LANES],
}

/// Sums of pairs, lane by lane, over at most [`BATCH`] keys, so that 16 bits hold them.
#[derive(Default)]
struct Sums {
    /// Of the whole pairs, without what overflows.
    pairs: [i16; LANES],
    /// Of the high weights.
    high: [i16; LANES],
}

/// Pairs of weights by key.
#[derive(Clone, Debug, Default)]
pub struct PairTable {
    lines: Vec<Line>,
    /// What has no room in its line: the high weight's 16 bits, then the low one's.
    more: Table,
}

impl PairTable {
    /// Makes room for so many keys.
    pub fn with_room(keys: usize) -> PairTable {
        let lines = if keys == 0 { 0 } else { (keys / FILL + 1).max(LEAST_LINES) };
        PairTable { lines: vec![Line::default(); lines], more: Table::default() }
    }

    #[inline]
    fn home(&self, key: Key) -> usize {
        ((u64::from(key) * self.lines.len() as u64) >> KEY_BITS) as usize
    }

    /// Adds a key that it does not hold.
    ///
    /// # Errors
    /// Where too many keys lie close together: hashes do not. Where a weight has more than 16 bits.
    pub fn insert(&mut self, key: Key, mut high: i32, mut low: i32) -> Result<()> {
        let home = self.home(key);
        let line = &mut self.lines[home];
        let free = line.pairs[..PAIRS].iter().position(|pair| *pair == 0).unwrap_or(PAIRS);
        for lane in (free..PAIRS).take(MOST_OF_A_KEY) {
            let part = (high.clamp(-MOST, MOST), low.clamp(-MOST, MOST));
            line.checks[lane] = key as u16;
            line.pairs[lane] = (part.0 * 256 + part.1) as i16;
            (high, low) = (high - part.0, low - part.1);
            if (high, low) == (0, 0) {
                return Ok(());
            }
        }
        if (high, low) == (0, 0) {
            return Ok(());
        }
        line.checks[PAIRS] = 1;
        let (high, low) = (i16::try_from(high)?, i16::try_from(low)?);
        if self.more.is_empty() {
            self.more = Table::with_room(1);
        }
        self.more.insert(key, u32::from(high as u16) << 16 | u32::from(low as u16))
    }

    /// Returns the sums of the high and of the low weights of keys.
    pub fn sum(&self, keys: &[Key]) -> (i32, i32) {
        let (mut high, mut low) = (0, 0);
        if self.lines.is_empty() {
            return (high, low);
        }
        let (mut homes, mut spilled) = ([0u32; BATCH], [0u8; ROOM]);
        for keys in keys.chunks(BATCH) {
            // The table is larger than the fast part of a processor's memory. Here it is asked for many lines at once, with
            // nothing between; who needs them then finds them at hand.
            let mut spills = 0;
            for (n, (home, key)) in homes.iter_mut().zip(keys).enumerate() {
                let at = self.home(*key);
                *home = at as u32;
                spilled[spills % ROOM] = n as u8;
                spills += usize::from(self.lines[at].checks[PAIRS]);
            }
            let mut sums = Sums::default();
            for (key, home) in keys.iter().zip(&homes) {
                self.lines[*home as usize].add(*key as u16, &mut sums);
            }
            for n in &spilled[..spills.min(ROOM)] {
                let (more_high, more_low) = halves(self.more.value(keys[usize::from(*n)]));
                (high, low) = (high + more_high, low + more_low);
            }
            let (more_high, more_low) = sums.total();
            (high, low) = (high + more_high, low + more_low);
        }
        (high, low)
    }

    /// Returns each key with its weights, in the order of the keys.
    pub fn entries(&self) -> Vec<(Key, (i32, i32))> {
        let mut all: Vec<(Key, (i32, i32))> = self.more.entries().map(|(key, value)| (key, halves(value))).collect();
        for (at, line) in self.lines.iter().enumerate() {
            for lane in (0..PAIRS).filter(|lane| line.pairs[*lane] != 0) {
                let key = nearest_before(line.checks[lane], at, self.lines.len());
                all.push((key, weights_of(line.pairs[lane])));
            }
        }
        all.sort_unstable();
        all.dedup_by(|more, first| {
            let is_same = more.0 == first.0;
            if is_same {
                first.1 = (first.1.0 + more.1.0, first.1.1 + more.1.1);
            }
            is_same
        });
        all
    }
}

impl Line {
    #[inline]
    fn add(&self, check: u16, sums: &mut Sums) {
        for lane in 0..LANES {
            // All bits where it is so, none where not: the processor compares all lanes at once.
            let same = 0i16.wrapping_sub(i16::from(self.checks[lane] == check));
            let pair = same & self.pairs[lane];
            sums.pairs[lane] = sums.pairs[lane].wrapping_add(pair);
            sums.high[lane] = sums.high[lane].wrapping_add(high_of(pair));
        }
    }
}

/// The high weight, rounded to: the low one may be negative.
#[inline]
fn high_of(pair: i16) -> i16 {
    pair.wrapping_add(128) >> 8
}

fn weights_of(pair: i16) -> (i32, i32) {
    let high = i32::from(high_of(pair));
    (high, i32::from(pair) - high * 256)
}

/// A value's two halves.
fn halves(value: u32) -> (i32, i32) {
    (i32::from((value >> 16) as u16 as i16), i32::from(value as u16 as i16))
}

impl Sums {
    fn total(&self) -> (i32, i32) {
        // A lane's low weights sum up to less than 2^15, so what overflows above cancels out.
        let low = |lane: usize| self.pairs[lane].wrapping_sub(self.high[lane] << 8);
        let (mut high_sum, mut low_sum) = (0, 0);
        for lane in 0..LANES {
            high_sum += i32::from(self.high[lane]);
            low_sum += i32::from(low(lane));
        }
        (high_sum, low_sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sums_are_those_of_the_weights(rows in prop::collection::btree_map(0u32..1 << KEY_BITS, (-2000i32..2000, -2000i32..2000), 1..200), crowd in 0u32..40) {
            // Besides keys that lie anywhere, so many in a crowd, that do not all fit into their line.
            let crowded = (0..crowd).map(|n| (n * 7, (1 - n as i32, 900)));
            let rows: std::collections::BTreeMap<Key, (i32, i32)> = rows.into_iter().chain(crowded).collect();
            let mut table = PairTable::with_room(rows.len());
            for (key, (high, low)) in &rows {
                table.insert(*key, *high, *low).unwrap();
            }
            let keys: Vec<Key> = rows.keys().copied().collect();
            let expected = rows.values().fold((0, 0), |sum, row| (sum.0 + row.0, sum.1 + row.1));
            prop_assert_eq!(table.sum(&keys), expected);
            let kept: Vec<(Key, (i32, i32))> = rows.into_iter().filter(|(_, row)| *row != (0, 0)).collect();
            prop_assert_eq!(table.entries(), kept);
        }
    }

    #[test]
    fn an_empty_table_holds_nothing() {
        assert_eq!(PairTable::default().sum(&[1, 2]), (0, 0));
    }
}
