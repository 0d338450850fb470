//! A table from keys to 32 bits, laid out for processors: a look-up reads one line of memory and takes no branch.
//!
//! Keys are hashes, spread evenly, and buckets lie in the order of the keys; the keys of one bucket and of its
//! neighbours differ in their low 16 bits, so that no more of a key is kept.

use anyhow::{Result, ensure};

use super::key::{KEY_BITS, Key};

/// So many keys are looked up at once.
pub const BATCH: usize = 96;
/// Keys that a bucket has room for.
const LANES: usize = 8;
/// So many keys a bucket holds on average.
const FILL: usize = 4;
/// A key stands less far from home than this many buckets.
const NEIGHBOURS: usize = 16;
/// With at least so many buckets the keys of as many neighbours differ in their low 16 bits.
const LEAST_BUCKETS: usize = NEIGHBOURS << (KEY_BITS - 16);

/// A line of memory.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C, align(64))]
struct Bucket {
    /// Low bits of the keys.
    checks: [u16; LANES],
    /// High halves of the values; 0 where there is no key.
    high: [u16; LANES],
    /// Low halves of the values; 0 where there is no key.
    low: [u16; LANES],
    /// How many keys it holds.
    used: u16,
    /// More keys of this bucket, or of one before it, stand in the next.
    spilled: bool,
}

/// Values by key; 0 for a key that it does not hold.
#[derive(Clone, Debug, Default)]
pub struct Table {
    buckets: Vec<Bucket>,
}

impl Table {
    /// Makes room for so many keys.
    pub fn with_room(keys: usize) -> Table {
        let buckets = if keys == 0 { 0 } else { (keys / FILL + 1).max(LEAST_BUCKETS) };
        Table { buckets: vec![Bucket::default(); buckets] }
    }

    /// Returns whether it holds no key.
    pub fn is_empty(&self) -> bool {
        self.buckets.iter().all(|bucket| bucket.used == 0)
    }

    #[inline]
    fn home(&self, key: Key) -> usize {
        ((u64::from(key) * self.buckets.len() as u64) >> KEY_BITS) as usize
    }

    /// Adds a key that it does not hold.
    ///
    /// # Errors
    /// Where too many keys lie close together: hashes do not.
    pub fn insert(&mut self, key: Key, value: u32) -> Result<()> {
        let mut at = self.home(key);
        let mut far = 0;
        while usize::from(self.buckets[at].used) == LANES {
            far += 1;
            ensure!(far < NEIGHBOURS, "a classifier's keys are no hashes");
            self.buckets[at].spilled = true;
            at = if at + 1 < self.buckets.len() { at + 1 } else { 0 };
        }
        let bucket = &mut self.buckets[at];
        let lane = usize::from(bucket.used);
        bucket.checks[lane] = key as u16;
        bucket.high[lane] = (value >> 16) as u16;
        bucket.low[lane] = value as u16;
        bucket.used += 1;
        Ok(())
    }

    /// Fills `found` with the value of each of at most [`BATCH`] keys, 0 where there is none.
    pub fn find(&self, keys: &[Key], found: &mut [u32; BATCH]) {
        if self.buckets.is_empty() {
            found.fill(0);
            return;
        }
        let mut homes = [0; BATCH];
        self.fetch(keys, &mut homes);
        for ((value, key), home) in found.iter_mut().zip(keys).zip(&homes) {
            let at = (home >> 1) as usize;
            *value = self.buckets[at].value(*key as u16);
            if home & 1 == 1 {
                *value |= self.value_beyond(at, *key as u16);
            }
        }
    }

    /// Returns the sums of the values' high and low halves, each taken as a signed number.
    pub fn sum(&self, keys: &[Key]) -> (i32, i32) {
        if self.buckets.is_empty() {
            return (0, 0);
        }
        let (mut high, mut low) = ([0i32; LANES], [0i32; LANES]);
        let mut homes = [0; BATCH];
        for keys in keys.chunks(BATCH) {
            self.fetch(keys, &mut homes);
            for (key, home) in keys.iter().zip(&homes) {
                let at = (home >> 1) as usize;
                self.buckets[at].add(*key as u16, &mut high, &mut low);
                if home & 1 == 1 {
                    let value = self.value_beyond(at, *key as u16);
                    high[0] += i32::from((value >> 16) as u16 as i16);
                    low[0] += i32::from(value as u16 as i16);
                }
            }
        }
        (high.iter().sum(), low.iter().sum())
    }

    /// Fills `homes` with the home of each of at most [`BATCH`] keys, and in the lowest bit whether it is spilled.
    ///
    /// The table is larger than the fast part of a processor's memory, so the time goes into waiting for it. Here it is asked
    /// for many buckets at once, with nothing between; who needs them then finds them at hand.
    #[inline]
    fn fetch(&self, keys: &[Key], homes: &mut [u32; BATCH]) {
        for (home, key) in homes.iter_mut().zip(keys) {
            let at = self.home(*key);
            *home = (at as u32) << 1 | u32::from(self.buckets[at].spilled);
        }
    }

    /// Looks on behind a bucket that was full.
    #[cold]
    fn value_beyond(&self, mut at: usize, check: u16) -> u32 {
        let mut value = 0;
        for _ in 0..self.buckets.len() {
            if !self.buckets[at].spilled {
                break;
            }
            at = if at + 1 < self.buckets.len() { at + 1 } else { 0 };
            value |= self.buckets[at].value(check);
        }
        value
    }

    /// Returns each key with its value, not quite in order.
    pub fn entries(&self) -> impl Iterator<Item = (Key, u32)> {
        let buckets = self.buckets.len() as u64;
        (0u64..).zip(&self.buckets).flat_map(move |(at, bucket)| {
            // The last key at home here, or the last of all.
            let last = ((at + 1) << KEY_BITS).div_ceil(buckets) - 1;
            (0..usize::from(bucket.used)).map(move |lane| {
                // A key stands in its home or a little behind it, so it is the nearest at or before the last.
                let back = (last as u16).wrapping_sub(bucket.checks[lane]);
                let key = last.wrapping_sub(u64::from(back)) as Key & ((1 << KEY_BITS) - 1);
                (key, u32::from(bucket.high[lane]) << 16 | u32::from(bucket.low[lane]))
            })
        })
    }
}

impl Bucket {
    #[inline]
    fn value(&self, check: u16) -> u32 {
        let (mut high, mut low) = (0, 0);
        for lane in 0..LANES {
            let same = mask(self.checks[lane] == check);
            high |= same & self.high[lane];
            low |= same & self.low[lane];
        }
        u32::from(high) << 16 | u32::from(low)
    }

    #[inline]
    fn add(&self, check: u16, high: &mut [i32; LANES], low: &mut [i32; LANES]) {
        for lane in 0..LANES {
            let same = mask(self.checks[lane] == check);
            high[lane] += i32::from((same & self.high[lane]) as i16);
            low[lane] += i32::from((same & self.low[lane]) as i16);
        }
    }
}

/// All bits where it is so, none where not: the processor compares all lanes at once.
#[inline]
fn mask(is_so: bool) -> u16 {
    0u16.wrapping_sub(u16::from(is_so))
}
