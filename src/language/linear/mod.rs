//! Linear classifiers over hashed features, as they are used: whole numbers only, so that every machine gives the
//! same answer. In: the [`Key`]s of what is seen. Out: a score for each class. Training is the trainer's part.

mod key;
mod pairs;
mod table;
#[cfg(feature = "train")]
pub mod train;
mod wire;

use anyhow::{Context, Result, ensure};

pub use key::{KEY_BITS, Key, KeyHasher, hash_str, mix, part_key};
pub use wire::{Reader, Writer};

use pairs::PairTable;
use table::{BATCH, ROOM, Table};

/// Weights of a trained classifier: for each known feature the classes that it speaks for or against.
///
/// Immutable and shared; a score is the sum of the weights of all features seen, and the highest wins.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    classes: usize,
    /// With three or fewer classes: the weights of the second and the third class less the first's, so that a look-up
    /// touches memory once.
    pairs: PairTable,
    /// With more classes: where each feature's row is (24 bits) and how long (8 bits, [`DENSE`] for a row of all classes).
    table: Table,
    /// Rows of a few classes: class in the high half, weight in the low half.
    sparse: Vec<u32>,
    /// Rows of many classes: a weight for each class, and zeros up to a whole number of chunks.
    dense: Vec<Chunk>,
}

/// So many weights are added at once.
const CHUNK: usize = 8;
type Chunk = [i16; CHUNK];

/// A feature has at most so many weights; the rest of a longer row is dropped, smallest first.
const LONGEST_ROW: usize = 254;
/// The length that says that a row is in [`Weights::dense`].
const DENSE: u32 = 255;
/// With more classes no row is dense.
const MOST_DENSE_CLASSES: usize = 8 * CHUNK;
/// A row with a weight for at least one class in so many is dense: to add a row of all classes at once costs about as
/// much as a third of them one by one.
const DENSE_SHARE: usize = 3;
const MOST_ENTRIES: usize = 1 << 24;

impl Weights {
    /// Builds the table from rows in rising order of their keys: key, then class and weight pairs in rising order.
    ///
    /// # Errors
    /// Where there are more than 2^24 weights, a row is longer than 254, or a class is out of range or of order.
    pub fn new(classes: usize, rows: &[(Key, Vec<(u16, i16)>)]) -> Result<Weights> {
        let total: usize = rows.iter().map(|(_, row)| row.len()).sum();
        ensure!(total < MOST_ENTRIES, "{total} weights are too many for one classifier");
        let mut weights = Weights::with_room(classes, rows.len());
        for (key, row) in rows {
            weights.insert(*key, row)?;
        }
        Ok(weights)
    }

    fn with_room(classes: usize, rows: usize) -> Weights {
        let mut weights = Weights { classes, ..Weights::default() };
        if is_paired(classes) {
            weights.pairs = PairTable::with_room(rows);
        } else {
            weights.table = Table::with_room(rows);
        }
        weights
    }

    /// How many chunks a dense row has.
    fn chunks(&self) -> usize {
        self.classes.div_ceil(CHUNK)
    }

    fn insert(&mut self, key: Key, row: &[(u16, i16)]) -> Result<()> {
        ensure!(row.len() <= LONGEST_ROW, "row of {} weights", row.len());
        ensure!(row.is_sorted_by(|a, b| a.0 < b.0), "a row's classes are not in order");
        ensure!(row.last().is_none_or(|(class, _)| usize::from(*class) < self.classes), "weight of an unknown class");
        if row.is_empty() {
            return Ok(());
        }
        if is_paired(self.classes) {
            let mut weights = [0i32; 3];
            for (class, weight) in row {
                weights[usize::from(*class)] = i32::from(*weight);
            }
            let less = |n: usize| if n < self.classes { weights[n] - weights[0] } else { 0 };
            let less = |n: usize| less(n).clamp(i32::from(i16::MIN), i32::from(i16::MAX));
            return self.pairs.insert(key, less(1), less(2));
        }
        let value = if self.classes <= MOST_DENSE_CLASSES && row.len() * DENSE_SHARE >= self.classes {
            let start = self.dense.len();
            ensure!(start < MOST_ENTRIES, "too many weights for one classifier");
            self.dense.resize(start + self.chunks(), [0; CHUNK]);
            for (class, weight) in row {
                self.dense[start + usize::from(*class) / CHUNK][usize::from(*class) % CHUNK] = *weight;
            }
            (start as u32) << 8 | DENSE
        } else {
            let start = self.sparse.len();
            ensure!(start + row.len() <= MOST_ENTRIES, "too many weights for one classifier");
            self.sparse.extend(row.iter().map(|(class, weight)| entry(*class, *weight)));
            (start as u32) << 8 | row.len() as u32
        };
        self.table.insert(key, value)
    }

    /// Returns how many classes it tells apart.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// Returns how many features and how many weights it has.
    pub fn size(&self) -> (usize, usize) {
        let rows = self.rows();
        (rows.len(), rows.iter().map(|(_, row)| row.len()).sum())
    }

    /// Fills `scores` with the score of each class. `scores` must have room for all [`Weights::classes`].
    pub fn score(&self, keys: &[Key], scores: &mut [i32]) {
        scores.fill(0);
        if is_paired(self.classes) {
            let (second, third) = self.pairs.sum(keys);
            for (score, sum) in scores.iter_mut().skip(1).zip([second, third]) {
                *score = sum;
            }
            return;
        }
        let mut found = [0u32; BATCH];
        for keys in keys.chunks(BATCH) {
            self.table.find(keys, &mut found);
            self.add_rows(&found[..keys.len()], scores);
        }
    }

    /// The features in the order of their keys, each with its class and weight pairs.
    fn rows(&self) -> Vec<(Key, Vec<(u16, i16)>)> {
        if is_paired(self.classes) {
            let cells = |(second, third)| {
                let pair: [(u16, i32); 2] = [(1, second), (2, third)];
                pair.into_iter()
                    .filter(|(_, weight)| *weight != 0)
                    .map(|(class, weight)| (class, weight as i16))
                    .collect()
            };
            return self.pairs.entries().into_iter().map(|(key, pair)| (key, cells(pair))).collect();
        }
        let mut rows: Vec<(Key, Vec<(u16, i16)>)> =
            self.table.entries().map(|(key, value)| (key, self.cells(value))).collect();
        rows.sort_unstable();
        rows
    }

    /// The class and weight pairs of what the table says of a feature.
    fn cells(&self, value: u32) -> Vec<(u16, i16)> {
        let (start, length) = ((value >> 8) as usize, value & 0xFF);
        if length == DENSE {
            let weights = self.dense[start..][..self.chunks()].as_flattened();
            return (0u16..).zip(weights.iter().copied()).filter(|(_, weight)| *weight != 0).collect();
        }
        self.sparse[start..start + length as usize].iter().map(|e| ((e >> 16) as u16, *e as u16 as i16)).collect()
    }

    fn add_rows(&self, found: &[u32], scores: &mut [i32]) {
        let scores = &mut scores[..self.classes];
        let (mut dense, mut sparse, mut firsts) = ([0u32; ROOM], [0u32; ROOM], [0u32; ROOM]);
        let (mut denses, mut sparses) = (0, 0);
        for value in found {
            dense[denses % ROOM] = *value;
            sparse[sparses % ROOM] = *value;
            let length = *value & 0xFF;
            denses += usize::from(length == DENSE);
            sparses += usize::from(length.wrapping_sub(1) < DENSE - 1);
        }
        let (dense, sparse) = (&dense[..denses.min(ROOM)], &sparse[..sparses.min(ROOM)]);
        // Asked for at once, as the buckets are.
        for (n, row) in sparse.iter().enumerate() {
            firsts[n % ROOM] = self.sparse[(row >> 8) as usize];
        }
        if self.classes <= MOST_DENSE_CLASSES {
            self.add_dense(dense, scores);
        }
        for (n, row) in sparse.iter().enumerate() {
            let (start, length) = ((row >> 8) as usize, (row & 0xFF) as usize);
            add(scores, firsts[n % ROOM]);
            for entry in &self.sparse[start + 1..start + length] {
                add(scores, *entry);
            }
        }
    }

    /// Adds dense rows, a chunk of all of them after another: the sums of a chunk stay at hand, and what the rows begin with is
    /// asked for at once.
    fn add_dense(&self, rows: &[u32], scores: &mut [i32]) {
        for (chunk, scores) in scores.chunks_mut(CHUNK).enumerate() {
            let mut sums = [0i32; CHUNK];
            for row in rows {
                let weights = &self.dense[(*row >> 8) as usize + chunk];
                for n in 0..CHUNK {
                    sums[n] += i32::from(weights[n]);
                }
            }
            for (score, sum) in scores.iter_mut().zip(sums) {
                *score += sum;
            }
        }
    }

    /// Returns the same weights with each row cut into those of the classes of one part, under [`part_key`]: what
    /// chooses among the classes of one part only, then reads no weights of the others.
    ///
    /// # Errors
    /// As [`Weights::new`].
    #[cfg(feature = "train")]
    pub fn cut_by_part(&self, part: impl Fn(u16) -> u8) -> Result<Weights> {
        let mut rows: std::collections::BTreeMap<Key, Vec<(u16, i16)>> = std::collections::BTreeMap::new();
        for (key, row) in self.rows() {
            for (class, weight) in row {
                rows.entry(part_key(key, part(class))).or_default().push((class, weight));
            }
        }
        for row in rows.values_mut() {
            row.sort_unstable();
        }
        Weights::new(self.classes, &rows.into_iter().collect::<Vec<_>>())
    }

    /// Writes the table for a model file, in an order that compresses well.
    pub fn write(&self, out: &mut Writer) {
        let rows = self.rows();
        out.number(self.classes as u64);
        out.number(rows.len() as u64);
        let mut last = 0;
        let (mut gaps, mut lengths, mut classes, mut weights) =
            (Writer::new(), Writer::new(), Writer::new(), Writer::new());
        for (key, cells) in rows {
            gaps.number(u64::from(key - last));
            last = key;
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
        let mut made = Weights::with_room(classes, rows);
        let (mut gaps, mut ids, mut weights) = (Reader::new(gaps), Reader::new(ids), Reader::new(weights));
        let mut key = 0;
        let mut row = Vec::new();
        for (n, length) in lengths.iter().enumerate() {
            let gap = gaps.number()?;
            ensure!(gap > 0 || n == 0, "a classifier's key stands twice");
            key = gap.checked_add(key).filter(|k| k >> KEY_BITS == 0).context("a classifier's key is too large")?;
            row.clear();
            for _ in 0..*length {
                row.push((u16::try_from(ids.number()?)?, i16::try_from(weights.signed()?)?));
            }
            made.insert(key as Key, &row)?;
        }
        Ok(made)
    }
}

/// Do the weights of so many classes fit into what the table says of a feature.
fn is_paired(classes: usize) -> bool {
    classes <= 3
}

#[inline]
fn add(scores: &mut [i32], entry: u32) {
    scores[(entry >> 16) as usize] += i32::from(entry as u16 as i16);
}

fn entry(class: u16, weight: i16) -> u32 {
    u32::from(class) << 16 | u32::from(weight as u16)
}

/// Returns the class with the highest score among those allowed, the lowest such; `None` where none is allowed.
pub fn best(scores: &[i32], allowed: impl Fn(usize) -> bool) -> Option<usize> {
    // Lower than any score.
    let (mut found, mut highest) = (None, i64::MIN);
    for (class, score) in scores.iter().enumerate() {
        if i64::from(*score) > highest && allowed(class) {
            (found, highest) = (Some(class), i64::from(*score));
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
        fn what_is_written_reads_back(rows in prop::collection::btree_map(0u32..1 << KEY_BITS, prop::collection::btree_map(0u16..9, any::<i16>(), 0..6), 0..60)) {
            let rows: Vec<_> = rows.into_iter().map(|(key, row)| (key, row.into_iter().collect::<Vec<_>>())).collect();
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
        fn unknown_features_say_nothing(known in prop::collection::btree_set(0u32..60, 1..60), classes in 2usize..9) {
            // Close keys fill their buckets and spill into the next ones.
            let rows: Vec<_> = known.iter().map(|key| (*key, vec![((key % 2) as u16, 1 + (key % 50) as i16)])).collect();
            let weights = Weights::new(classes, &rows).unwrap();
            prop_assert_eq!(weights.size().0, known.len());
            let mut scores = vec![0; classes];
            for key in 0..200 {
                weights.score(&[key], &mut scores);
                let said = i32::from(known.contains(&key)) * (1 + key as i32 % 50) * (key as i32 % 2 * 2 - 1);
                prop_assert_eq!(scores[1] - scores[0], said);
            }
        }

        #[test]
        fn few_classes_keep_their_differences(classes in 2usize..4, rows in prop::collection::btree_map(0u32..1 << KEY_BITS, prop::collection::btree_map(0u16..3, -9000i16..9000, 1..4), 1..60)) {
            let known = |row: std::collections::BTreeMap<u16, i16>| row.into_iter().filter(|(class, _)| usize::from(*class) < classes).collect::<Vec<_>>();
            let rows: Vec<_> = rows.into_iter().map(|(key, row)| (key, known(row))).collect();
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
        fn broken_bytes_are_an_error_not_a_panic(classes in 2usize..9, at in any::<prop::sample::Index>(), byte: u8, cut in any::<prop::sample::Index>()) {
            let rows: Vec<_> = (0u32..60).map(|n| (n * 1_000_003 % (1 << KEY_BITS), n)).collect();
            let mut rows: Vec<_> = rows.into_iter().map(|(key, n)| (key, vec![((n % classes as u32) as u16, n as i16)])).collect();
            rows.sort();
            let mut out = Writer::new();
            Weights::new(classes, &rows).unwrap().write(&mut out);
            let mut bytes = out.into_bytes();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            bytes.truncate(bytes.len() - cut.index(bytes.len()) / 8);
            if let Ok(weights) = Weights::read(&mut Reader::new(&bytes)) {
                let mut scores = vec![0; weights.classes()];
                for (key, _) in &rows {
                    weights.score(&[*key], &mut scores);
                }
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
