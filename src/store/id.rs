//! The ids of findings: what people see and note down.

use sha2::{Digest, Sha256};

/// Of 30 characters: a store of a million topics has two of one id with a chance of one in a thousand.
const ID_LENGTH: usize = 10;

/// Returns a finding's id: ten characters of the hash of what it is about, the same in every store.
pub(super) fn finding_id(entity_key: &str, attribute: &str, kind: &str) -> String {
    // No vowels and no look-alikes: the ids are read aloud, and spell nothing.
    const ALPHABET: &[u8; 30] = b"0123456789bcdfghjkmnpqrstvwxyz";
    let mut hash = Sha256::new();
    for part in [entity_key, attribute, kind] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    // A number far larger than all ids, so that none is likelier than another.
    let mut number = hash.finalize().iter().take(15).fold(0u128, |sum, byte| sum << 8 | u128::from(*byte));
    let mut id = String::with_capacity(ID_LENGTH);
    for _ in 0..ID_LENGTH {
        id.push(char::from(ALPHABET[(number % 30) as usize]));
        number /= 30;
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finding_ids_are_stable_and_tell_topics_apart() {
        let id = finding_id("place:kp", "troops_deployed", "quantity");
        assert_eq!(id.len(), ID_LENGTH);
        assert_eq!(id, finding_id("place:kp", "troops_deployed", "quantity"));
        assert_ne!(id, finding_id("place:kp", "troops_deployed", "fact"));
        assert_ne!(finding_id("a", "bc", "fact"), finding_id("ab", "c", "fact"));
    }
}
