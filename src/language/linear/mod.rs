//! Linear classifiers over hashed features, as they are used: whole numbers only, so that every machine gives the
//! same answer. In: the [`Key`]s of what is seen. Out: a score for each class. Training is the trainer's part.

mod key;
#[cfg(feature = "train")]
pub mod train;
mod wire;

use anyhow::{Result, ensure};

pub use key::{KEY_BITS, Key, KeyHasher, hash_str, mix};
pub use wire::{Reader, Writer};

/// Weights of a trained classifier: for each known feature the classes that it speaks for or against.
///
/// Immutable and shared; a score is the sum of the weights of all features seen, and the highest wins.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    classes: usize,
    /// Open addressing with linear probing, homes in the order of the keys, so that a table is filled from its beginning to its
    /// end: key + 1 in the high half, 0 for an empty slot. In the low half, with more than three
    /// classes, where the feature's entries start (24 bits) and how many there are (8 bits); with three or fewer the weights
    /// of the second and the third class less the first's, so that a look-up touches memory once.
    slots: Vec<u64>,
    /// Class in the high half, weight in the low half.
    entries: Vec<u32>,
}

/// A feature has at most so many weights; the rest of a longer row is dropped, smallest first.
const LONGEST_ROW: usize = 255;
/// The largest key.
const MOST_KEY: Key = (1 << KEY_BITS) - 1;
const MOST_ENTRIES: usize = 1 << 24;
/// So many keys are looked up at once.
const BATCH: usize = 128;

impl Weights {
    /// Builds the table from rows in rising order of their keys: key, then class and weight pairs.
    ///
    /// # Errors
    /// Where there are more than 2^24 weights, a row is longer than 255, or a class is out of range.
    pub fn new(classes: usize, rows: &[(Key, Vec<(u16, i16)>)]) -> Result<Weights> {
        let total: usize = rows.iter().map(|(_, row)| row.len()).sum();
        ensure!(total < MOST_ENTRIES, "{total} weights are too many for one classifier");
        let mut table = Weights::with_room(classes, rows.len(), total);
        for (key, row) in rows {
            table.insert(*key, row)?;
        }
        Ok(table)
    }

    fn with_room(classes: usize, rows: usize, entries: usize) -> Weights {
        let entries = Vec::with_capacity(if is_paired(classes) { 0 } else { entries });
        Weights { classes, slots: vec![0; rows * 2 + 2], entries }
    }

    fn insert(&mut self, key: Key, row: &[(u16, i16)]) -> Result<()> {
        ensure!(row.len() <= LONGEST_ROW, "row of {} weights", row.len());
        ensure!(row.iter().all(|(class, _)| usize::from(*class) < self.classes), "weight of an unknown class");
        if row.is_empty() {
            return Ok(());
        }
        let low = if is_paired(self.classes) {
            let mut weights = [0i32; 3];
            for (class, weight) in row {
                weights[usize::from(*class)] += i32::from(*weight);
            }
            let less = |n: usize| if n < self.classes { weights[n] - weights[0] } else { 0 };
            let less = |n: usize| less(n).clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16 as u16;
            u64::from(less(1)) << 16 | u64::from(less(2))
        } else {
            let start = self.entries.len();
            ensure!(start + row.len() <= MOST_ENTRIES, "too many weights for one classifier");
            self.entries.extend(row.iter().map(|(class, weight)| entry(*class, *weight)));
            (start as u64) << 8 | row.len() as u64
        };
        let mut slot = self.home(key);
        while self.slots[slot] != 0 {
            slot = self.after(slot);
        }
        self.slots[slot] = (u64::from(key) + 1) << 32 | low;
        Ok(())
    }

    /// Keys are hashes, spread evenly.
    fn home(&self, key: Key) -> usize {
        ((u64::from(key & MOST_KEY) * self.slots.len() as u64) >> KEY_BITS) as usize
    }

    fn after(&self, slot: usize) -> usize {
        if slot + 1 < self.slots.len() { slot + 1 } else { 0 }
    }

    /// Returns how many classes it tells apart.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// Returns how many features and how many weights it has.
    pub fn size(&self) -> (usize, usize) {
        let features = self.slots.iter().filter(|s| **s != 0).count();
        (features, if is_paired(self.classes) { 2 * features } else { self.entries.len() })
    }

    /// Fills `scores` with the score of each class. `scores` must have room for all [`Weights::classes`].
    ///
    /// The table is larger than the fast part of a processor's memory, so the time goes into waiting for it: slots
    /// are fetched for many keys at once, without a branch between, then their entries likewise.
    pub fn score(&self, keys: &[Key], scores: &mut [i32]) {
        scores.fill(0);
        let table = &self.slots[..];
        if table.is_empty() {
            return;
        }
        let mut found = [0u64; BATCH];
        for keys in keys.chunks(BATCH) {
            for (slot, key) in found.iter_mut().zip(keys) {
                *slot = table[self.home(*key)];
            }
            for (slot, key) in found.iter_mut().zip(keys) {
                let wanted = u64::from(*key) + 1;
                if *slot >> 32 != wanted && *slot != 0 {
                    *slot = self.probe(*key);
                }
            }
            if !is_paired(self.classes) {
                self.add_rows(&found[..keys.len()], scores);
            } else {
                let (mut second, mut third) = (0, 0);
                for slot in &found[..keys.len()] {
                    second += i32::from((slot >> 16) as u16 as i16);
                    third += i32::from(*slot as u16 as i16);
                }
                for (score, sum) in scores.iter_mut().skip(1).zip([second, third]) {
                    *score += sum;
                }
            }
        }
    }

    /// Finds a key that is not in its home slot; an empty slot where it is nowhere.
    #[cold]
    fn probe(&self, key: Key) -> u64 {
        let wanted = u64::from(key) + 1;
        let mut slot = self.home(key);
        while self.slots[slot] != 0 && self.slots[slot] >> 32 != wanted {
            slot = self.after(slot);
        }
        self.slots[slot]
    }

    /// The class and weight pairs of a slot.
    fn cells(&self, slot: u64) -> Vec<(u16, i16)> {
        if is_paired(self.classes) {
            let pair = [(1, (slot >> 16) as u16 as i16), (2, slot as u16 as i16)];
            return pair.into_iter().filter(|(_, weight)| *weight != 0).collect();
        }
        let (start, length) = row(slot);
        self.entries[start..start + length].iter().map(|e| ((e >> 16) as u16, *e as u16 as i16)).collect()
    }

    fn add_rows(&self, found: &[u64], scores: &mut [i32]) {
        let mut rows = [(0u32, 0u32, 0u32); BATCH];
        let mut count = 0;
        for slot in found {
            let (start, length) = row(*slot);
            rows[count] = (start as u32, length as u32, 0);
            count += usize::from(*slot != 0);
        }
        for row in &mut rows[..count] {
            row.2 = self.entries[row.0 as usize];
        }
        for (start, length, first) in &rows[..count] {
            let mut add = |entry: u32| scores[(entry >> 16) as usize] += i32::from(entry as u16 as i16);
            add(*first);
            let start = *start as usize;
            for entry in &self.entries[start + 1..start + *length as usize] {
                add(*entry);
            }
        }
    }

    /// Writes the table for a model file, in an order that compresses well.
    pub fn write(&self, out: &mut Writer) {
        let mut rows: Vec<u64> = self.slots.iter().copied().filter(|s| *s != 0).collect();
        rows.sort_unstable();
        out.number(self.classes as u64);
        out.number(rows.len() as u64);
        let mut last = 0;
        let (mut gaps, mut lengths, mut classes, mut weights) =
            (Writer::new(), Writer::new(), Writer::new(), Writer::new());
        for row in rows {
            let key = (row >> 32) - 1;
            gaps.number(key - last);
            last = key;
            let cells = self.cells(row);
            lengths.byte(cells.len() as u8);
            for (class, weight) in cells {
                classes.number(u64::from(class));
                weights.signed(i64::from(weight));
            }
        }
        for stream in [gaps, lengths, classes, weights] {
            out.block(&stream.into_bytes());
        }
    }

    /// Reads what [`Weights::write`] wrote.
    ///
    /// # Errors
    /// Where the bytes are cut short or do not make a table.
    pub fn read(from: &mut Reader<'_>) -> Result<Weights> {
        let classes = from.number()? as usize;
        let rows = from.number()? as usize;
        let (gaps, lengths, ids, weights) = (from.block()?, from.block()?, from.block()?, from.block()?);
        ensure!(lengths.len() == rows && classes <= usize::from(u16::MAX), "a classifier's rows are cut short");
        let total: usize = lengths.iter().map(|l| usize::from(*l)).sum();
        ensure!(
            total < MOST_ENTRIES && ids.len() >= total && weights.len() >= total,
            "a classifier's weights are cut short"
        );
        let mut table = Weights::with_room(classes, rows, total);
        let (mut gaps, mut ids, mut weights) = (Reader::new(gaps), Reader::new(ids), Reader::new(weights));
        let mut key = 0;
        let mut row = Vec::new();
        for length in lengths {
            key += gaps.number()?;
            row.clear();
            for _ in 0..*length {
                row.push((u16::try_from(ids.number()?)?, i16::try_from(weights.signed()?)?));
            }
            table.insert(Key::try_from(key)?, &row)?;
        }
        Ok(table)
    }
}

/// Do the weights of so many classes fit into the slot itself.
fn is_paired(classes: usize) -> bool {
    classes <= 3
}

/// Where a slot's entries start, and how many there are.
fn row(slot: u64) -> (usize, usize) {
    ((slot >> 8) as usize & (MOST_ENTRIES - 1), slot as usize & 0xFF)
}

fn entry(class: u16, weight: i16) -> u32 {
    u32::from(class) << 16 | u32::from(weight as u16)
}

/// Returns the class with the highest score among those allowed, the lowest such; `None` where none is allowed.
pub fn best(scores: &[i32], allowed: impl Fn(usize) -> bool) -> Option<usize> {
    let mut found: Option<usize> = None;
    for (class, score) in scores.iter().enumerate() {
        if allowed(class) && found.is_none_or(|f| *score > scores[f]) {
            found = Some(class);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_reads_back(rows in prop::collection::btree_map(0u32..1 << KEY_BITS, prop::collection::vec((0u16..9, any::<i16>()), 0..6), 0..60)) {
            let rows: Vec<_> = rows.into_iter().collect();
            let weights = Weights::new(9, &rows).unwrap();
            let mut out = Writer::new();
            weights.write(&mut out);
            let bytes = out.into_bytes();
            let read = Weights::read(&mut Reader::new(&bytes)).unwrap();
            for (key, row) in &rows {
                let mut expected = vec![0; 9];
                for (class, weight) in row {
                    expected[usize::from(*class)] += i32::from(*weight);
                }
                let mut scores = vec![7; 9];
                read.score(&[*key], &mut scores);
                prop_assert_eq!(scores, expected);
            }
        }

        #[test]
        fn few_classes_keep_their_differences(classes in 2usize..4, rows in prop::collection::btree_map(0u32..1 << KEY_BITS, prop::collection::vec((0u16..2, -9000i16..9000), 1..4), 1..60)) {
            let rows: Vec<_> = rows.into_iter().collect();
            let mut out = Writer::new();
            Weights::new(classes, &rows).unwrap().write(&mut out);
            let bytes = out.into_bytes();
            let read = Weights::read(&mut Reader::new(&bytes)).unwrap();
            for (key, row) in &rows {
                let mut expected = vec![0; classes];
                for (class, weight) in row {
                    expected[usize::from(*class)] += i32::from(*weight);
                }
                let mut scores = vec![7; classes];
                read.score(&[*key], &mut scores);
                for class in 1..classes {
                    prop_assert_eq!(scores[class] - scores[0], (expected[class] - expected[0]).clamp(-32768, 32767));
                }
            }
        }

        #[test]
        fn broken_bytes_are_an_error_not_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(weights) = Weights::read(&mut Reader::new(&bytes)) {
                let mut scores = vec![0; weights.classes()];
                weights.score(&[0, 1, 77], &mut scores);
            }
        }
    }

    #[test]
    fn first_of_equals_wins() {
        assert_eq!(best(&[1, 3, 3], |_| true), Some(1));
        assert_eq!(best(&[1, 3, 3], |c| c != 1), Some(2));
        assert_eq!(best(&[1], |_| false), None);
    }
}
