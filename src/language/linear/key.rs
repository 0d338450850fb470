//! Features as numbers.

/// A feature: the hash of what it says, of [`KEY_BITS`] bits.
pub type Key = u32;

/// Fewer bits make smaller model files, more bits fewer features that fall together by chance.
pub const KEY_BITS: u32 = 26;

/// Mixes a value into a hash.
#[inline]
pub fn mix(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(25) ^ value).wrapping_mul(0xD6E8_FEB8_6659_FD93)
}

/// Returns the hash of a text.
pub fn hash_str(text: &str) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    }
    mix(hash, text.len() as u64)
}

/// Returns the key of a feature where only the classes of one part are asked about.
#[inline]
pub fn part_key(key: Key, part: u8) -> Key {
    key ^ (u32::from(part) + 1).wrapping_mul(0x9E37_79B1) >> (32 - KEY_BITS)
}

/// Makes keys: the number of the template first, then each part of what it says.
#[derive(Clone, Copy, Debug)]
pub struct KeyHasher(u64);

impl KeyHasher {
    /// Begins a feature of the template with this number.
    #[inline]
    pub fn new(template: u64) -> KeyHasher {
        KeyHasher((template + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// Adds a part.
    #[inline]
    pub fn with(self, value: u64) -> KeyHasher {
        KeyHasher(mix(self.0, value))
    }

    /// Returns the key.
    #[inline]
    pub fn key(self) -> Key {
        let mut hash = self.0;
        hash ^= hash >> 32;
        hash = hash.wrapping_mul(0xD6E8_FEB8_6659_FD93);
        (hash >> (64 - KEY_BITS)) as Key
    }
}
