//! A table from keys to 32 bits, laid out for processors: a look-up reads one line of memory and takes no branch.
//!
//! Keys are hashes, spread evenly, and buckets lie in the order of the keys; the keys of one bucket and of its
//! neighbours differ in their low 16 bits, so that no more of a key is kept.

use anyhow::{Result, ensure};

use super::key::{KEY_BITS, Key};

/// So many keys are looked up at once.
pub const BATCH: usize = 96;
/// Room for as many, a power of two, so that no index needs a check.
pub const ROOM: usize = BATCH.next_power_of_two();
/// Keys that a bucket has room for.
const LANES: usize = 8;
/// So many keys a bucket holds on average.
const FILL: usize = 4;
/// A key stands less far from home than this many buckets.
const NEIGHBOURS: usize = 8;
/// With at least so many buckets the keys of as many neighbours differ in their low 16 bits.
const LEAST_BUCKETS: usize = NEIGHBOURS << (KEY_BITS - 16);

/// A line of memory.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C, align(64))]
struct Bucket {
    /// Low bits of the keys.
    checks: [u16; LANES],
    /// The values; 0 where there is no key.
    values: [u32; LANES],
    /// How many keys it holds.
    used: u16,
    /// 1 where more keys of this bucket, or of one before it, stand in the next.
    spilled: u16,
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

    #[inline]
    fn home(&self, key: Key) -> usize {
        ((u64::from(key) * self.buckets.len() as u64) >> KEY_BITS) as usize
    }

    fn after(&self, at: usize) -> usize {
        if at + 1 < self.buckets.len() { at + 1 } else { 0 }
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
            self.buckets[at].spilled = 1;
            at = self.after(at);
        }
        let bucket = &mut self.buckets[at];
        let lane = usize::from(bucket.used);
        bucket.checks[lane] = key as u16;
        bucket.values[lane] = value;
        bucket.used += 1;
        Ok(())
    }

    /// Fills `found` with the value of each of at most [`BATCH`] keys, 0 where there is none.
    ///
    /// The table is larger than the fast part of a processor's memory, so the time goes into waiting for it. It is asked
    /// for many buckets at once, with nothing between; who needs them then finds them at hand.
    pub fn find(&self, keys: &[Key], found: &mut [u32; BATCH]) {
        if self.buckets.is_empty() {
            found.fill(0);
            return;
        }
        let (mut homes, mut spilled) = ([0u32; BATCH], [0u8; ROOM]);
        let mut spills = 0;
        for (n, (home, key)) in homes.iter_mut().zip(keys).enumerate() {
            let at = self.home(*key);
            *home = at as u32;
            spilled[spills % ROOM] = n as u8;
            spills += usize::from(self.buckets[at].spilled);
        }
        for ((value, key), home) in found.iter_mut().zip(keys).zip(&homes) {
            *value = self.buckets[*home as usize].value(*key as u16);
        }
        for n in &spilled[..spills.min(ROOM)] {
            let n = usize::from(*n);
            if found[n] == 0 {
                found[n] = self.value_beyond(homes[n] as usize, keys[n] as u16);
            }
        }
    }

    /// Returns whether there is no room in it.
    pub fn is_empty(&self) -> bool {
        self.buckets.is_empty()
    }

    /// Returns the value of one key, 0 where there is none.
    pub fn value(&self, key: Key) -> u32 {
        if self.buckets.is_empty() {
            return 0;
        }
        let (at, check) = (self.home(key), key as u16);
        match self.buckets[at].value(check) {
            0 if self.buckets[at].spilled != 0 => self.value_beyond(at, check),
            value => value,
        }
    }

    /// Looks on behind a bucket that was full.
    fn value_beyond(&self, mut at: usize, check: u16) -> u32 {
        let mut value = 0;
        for _ in 1..NEIGHBOURS {
            at = self.after(at);
            value |= self.buckets[at].value(check);
            if self.buckets[at].spilled == 0 {
                break;
            }
        }
        value
    }

    /// Returns each key with its value, not quite in order.
    pub fn entries(&self) -> impl Iterator<Item = (Key, u32)> {
        self.buckets.iter().enumerate().flat_map(move |(at, bucket)| {
            (0..usize::from(bucket.used))
                .map(move |lane| (nearest_before(bucket.checks[lane], at, self.buckets.len()), bucket.values[lane]))
        })
    }
}

impl Bucket {
    #[inline]
    fn value(&self, check: u16) -> u32 {
        let mut value = 0;
        for lane in 0..LANES {
            // All bits where it is so, none where not: the processor compares all lanes at once.
            value |= 0u32.wrapping_sub(u32::from(self.checks[lane] == check)) & self.values[lane];
        }
        value
    }
}

/// Returns the key that stands in one of so many buckets with these low 16 bits: since it stands in its home or a little
/// behind it, it is the nearest at or before the last key at home there.
pub fn nearest_before(check: u16, bucket: usize, buckets: usize) -> Key {
    let last = ((bucket as u64 + 1) << KEY_BITS).div_ceil(buckets as u64) - 1;
    let back = (last as u16).wrapping_sub(check);
    last.wrapping_sub(u64::from(back)) as Key & ((1 << KEY_BITS) - 1)
}
