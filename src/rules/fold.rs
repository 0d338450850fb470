//! Folding: the one way in which names and words are compared without case, accents and punctuation.
//!
//! In: any text. Out: lower-case letters and digits with single spaces between words, or a hash of that. Scripts other
//! than Latin keep their letters. Spellings that differ by more than that are the business of `language::names::key`.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Returns a text in lower case, without accents, ligatures and punctuation, its words apart by single spaces.
///
/// ```
/// assert_eq!(atodds::rules::fold::fold("L’Île-d’Yeu, Œuvre"), "l ile d yeu oeuvre");
/// ```
pub fn fold(text: &str) -> String {
    // As most words are.
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    each_folded(text, |c| match c {
        ' ' => gap = !out.is_empty(),
        c => {
            if std::mem::take(&mut gap) {
                out.push(' ');
            }
            out.push(c);
        }
    });
    out
}

/// A running hash of folded words: equal for texts that [`fold`] makes equal, and cheap to extend by a further word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoldHash {
    state: u64,
    gap: bool,
    empty: bool,
}

impl Default for FoldHash {
    fn default() -> Self {
        // FNV-1a's offset; names are short, and the input is no adversary: a collision would only lend a word a feature.
        FoldHash { state: 0xcbf2_9ce4_8422_2325, gap: false, empty: true }
    }
}

impl FoldHash {
    /// Hashes one text.
    pub fn of(text: &str) -> u64 {
        FoldHash::default().then(text).value()
    }

    /// Returns the hash of what was hashed so far, a space, and `text`.
    #[must_use]
    pub fn then(mut self, text: &str) -> Self {
        self.gap = !self.empty;
        each_folded(text, |c| {
            if c == ' ' {
                self.gap = !self.empty;
            } else {
                if std::mem::take(&mut self.gap) {
                    self.push(u32::from(' '));
                }
                self.push(u32::from(c));
                self.empty = false;
            }
        });
        self
    }

    /// Returns the hash's number.
    pub fn value(&self) -> u64 {
        self.state
    }

    fn push(&mut self, unit: u32) {
        self.state = (self.state ^ u64::from(unit)).wrapping_mul(0x0000_0100_0000_01b3);
        self.state ^= self.state >> 29;
    }
}

/// A table by the values of [`FoldHash`]es.
pub type HashTable<V> = HashMap<u64, V, BuildHasherDefault<Ready>>;

/// Passes on a number that is a hash already.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        // Never called for the keys of a `HashTable`; mixes all the same, so that any other use stays correct.
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// Calls `out` with each folded letter or digit, and with a space for whatever parts words.
fn each_folded(text: &str, mut out: impl FnMut(char)) {
    for c in text.chars() {
        if c.is_ascii() {
            out(if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' });
            continue;
        }
        decompose_compatible(c, |part| {
            if !is_combining_mark(part) {
                part.to_lowercase().for_each(|c| letter(c, &mut out));
            }
        });
    }
}

/// Passes on one small letter, without what decomposing leaves.
fn letter(c: char, out: &mut impl FnMut(char)) {
    match c {
        'œ' => "oe".chars().for_each(out),
        'æ' => "ae".chars().for_each(out),
        'ß' => "ss".chars().for_each(out),
        'þ' => "th".chars().for_each(out),
        'ø' => out('o'),
        'ł' => out('l'),
        'đ' | 'ð' => out('d'),
        'ı' => out('i'),
        // Signs that belong to a word in transliterations: apostrophe-like letters, soft hyphens and joiners.
        'ʻ' | 'ʼ' | 'ʹ' | 'ʺ' | 'ʿ' | 'ʾ' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
        c if is_combining_mark(c) => {}
        c if c.is_alphanumeric() => out(c),
        _ => out(' '),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_accents_and_marks_go() {
        assert_eq!(fold("Saint-Étienne"), "saint etienne");
        assert_eq!(fold("  « ŁÓDŹ » "), "lodz");
        assert_eq!(fold("U.S."), "u s");
        assert_eq!(fold("…"), "");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn hashes_follow_the_fold(a in "\\PC{0,12}", b in "\\PC{0,12}") {
            prop_assert_eq!(FoldHash::of(&a), FoldHash::of(&fold(&a)));
            let joined = format!("{a} {b}");
            prop_assert_eq!(FoldHash::default().then(&a).then(&b).value(), FoldHash::of(&joined));
        }
    }
}
