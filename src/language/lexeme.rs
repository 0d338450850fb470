//! What is seen of a word's form: hashes of the form, its ends and its shape, and the tags it is known to bear.

use super::linear::{Reader, Writer, hash_str, mix};
use crate::model::Upos;
use anyhow::{Result, ensure};

/// Longest suffix and prefix looked at, in characters.
const SUFFIXES: usize = 5;
const PREFIXES: usize = 3;

/// A word's form as features need it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lexeme {
    /// Hash of the form in small letters, apostrophes straight, digits all alike.
    pub form: u64,
    /// Hash of the form as written.
    pub exact: u64,
    /// Hashes of the last 1 to 5 characters of the small form.
    pub suffix: [u64; SUFFIXES],
    /// Hashes of the first 1 to 3 characters of the small form.
    pub prefix: [u64; PREFIXES],
    /// Capitals, digits, marks.
    pub shape: u64,
    /// The tags it bears in the training data, a bit for each; 0 for an unknown word.
    pub tags: u32,
    /// Its only tag, where it is `SURE`.
    pub sure: Option<u8>,
}

impl Lexeme {
    /// Looks at a form. `buffer` is room to work in.
    pub fn new(form: &str, lexicon: &Lexicon, buffer: &mut String) -> Lexeme {
        fold(form, buffer);
        let hash = hash_str(buffer);
        let mut lexeme = Lexeme { form: hash, exact: hash_str(form), shape: shape(form), ..Lexeme::default() };
        lexeme.know(lexicon.tags(hash));
        let mut ends = buffer.char_indices().rev();
        for (n, suffix) in lexeme.suffix.iter_mut().enumerate() {
            let Some((at, _)) = ends.next() else { break };
            *suffix = mix(hash_str(&buffer[at..]), n as u64);
        }
        let mut starts = buffer.char_indices().skip(1);
        for (n, prefix) in lexeme.prefix.iter_mut().enumerate() {
            let Some((at, _)) = starts.next() else { break };
            *prefix = mix(hash_str(&buffer[..at]), n as u64);
        }
        lexeme
    }
}

impl Lexeme {
    /// Takes in what the lexicon says of the form.
    pub fn know(&mut self, tags: u32) {
        self.tags = tags & !SURE;
        self.sure =
            (tags & SURE != 0).then(|| self.tags.trailing_zeros() as u8).filter(|t| usize::from(*t) < Upos::ALL.len());
    }
}

/// Puts a form in small letters, with straight apostrophes, every digit as 0, into `into`.
pub fn fold(form: &str, into: &mut String) {
    into.clear();
    for c in form.chars() {
        match c {
            'a'..='z' => into.push(c),
            'A'..='Z' => into.push(c.to_ascii_lowercase()),
            '0'..='9' => into.push('0'),
            '’' | '\u{02BC}' | '`' => into.push('\''),
            '\u{AD}' => {}
            '\u{A0}' | '\u{202F}' | '\u{2009}' => into.push(' '),
            '“' | '”' | '„' => into.push('"'),
            _ if c.is_ascii() => into.push(c),
            _ => into.extend(c.to_lowercase()),
        }
    }
}

fn shape(form: &str) -> u64 {
    let (mut upper, mut lower, mut digit, mut mark) = (0u64, 0u64, 0u64, 0u64);
    let mut first_upper = false;
    for (n, c) in form.chars().enumerate() {
        if c.is_uppercase() {
            upper += 1;
            first_upper |= n == 0;
        } else if c.is_alphabetic() {
            lower += 1;
        } else if c.is_numeric() {
            digit += 1;
        } else {
            mark += 1;
        }
    }
    u64::from(first_upper)
        | upper.min(2) << 1
        | lower.min(1) << 3
        | digit.min(3) << 4
        | mark.min(1) << 6
        | u64::from(form.contains('.')) << 7
}

/// What is known by heart: a small number for each of many hashes. Of forms it is the tags that they bear; the parser, the
/// tagger and the lemmatiser keep what is sure in such tables too.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// Open addressing with linear probing, homes in the order of the hashes, so that a table is filled from its beginning
    /// to its end: the high 46 bits of the hash, the number (of a form its tags and [`SURE`]) below; 0 for an empty slot.
    slots: Vec<u64>,
}

const TAG_BITS: u32 = Upos::ALL.len() as u32 + 1;

/// Set beside a form's only tag where it has been seen with it so often that no other is looked for.
pub const SURE: u32 = 1 << Upos::ALL.len();

impl Lexicon {
    /// Makes the table of hashes and their numbers, which are 1 to 2^18 - 1.
    pub fn new(forms: &[(u64, u32)]) -> Lexicon {
        let mut lexicon = Lexicon { slots: vec![0; forms.len() * 2 + 2] };
        for (hash, tags) in forms {
            let mut slot = lexicon.home(*hash);
            while lexicon.slots[slot] != 0 {
                slot = lexicon.after(slot);
            }
            lexicon.slots[slot] = (hash >> TAG_BITS) << TAG_BITS | u64::from(*tags) & ((1 << TAG_BITS) - 1);
        }
        lexicon
    }

    fn home(&self, hash: u64) -> usize {
        ((u128::from(hash) * self.slots.len() as u128) >> 64) as usize
    }

    fn after(&self, slot: usize) -> usize {
        if slot + 1 < self.slots.len() { slot + 1 } else { 0 }
    }

    /// Returns all hashes, cut to their high 46 bits, and numbers, in the order of the hashes.
    pub fn entries(&self) -> Vec<(u64, u32)> {
        let mut taken: Vec<u64> = self.slots.iter().copied().filter(|slot| *slot != 0).collect();
        taken.sort_unstable();
        taken.into_iter().map(|slot| (slot >> TAG_BITS << TAG_BITS, (slot & ((1 << TAG_BITS) - 1)) as u32)).collect()
    }

    /// Returns a form's tags, a bit for each; 0 for an unknown form.
    pub fn tags(&self, hash: u64) -> u32 {
        if self.slots.is_empty() {
            return 0;
        }
        let mut slot = self.home(hash);
        while self.slots[slot] != 0 {
            if self.slots[slot] >> TAG_BITS == hash >> TAG_BITS {
                return (self.slots[slot] & ((1 << TAG_BITS) - 1)) as u32;
            }
            slot = self.after(slot);
        }
        0
    }

    /// Writes the table for a model file.
    pub fn write(&self, out: &mut Writer) {
        let forms = self.entries();
        out.number(forms.len() as u64);
        let mut last = 0;
        for (hash, _) in &forms {
            out.number((hash >> TAG_BITS) - last);
            last = hash >> TAG_BITS;
        }
        for (_, tags) in &forms {
            out.number(u64::from(*tags));
        }
    }

    /// Reads what [`Lexicon::write`] wrote.
    ///
    /// # Errors
    /// Where the bytes are cut short.
    pub fn read(from: &mut Reader<'_>) -> Result<Lexicon> {
        let count = from.number()?;
        ensure!(count < 1 << 24, "a lexicon of {count} forms");
        let mut hashes = Vec::new();
        let mut last = 0u64;
        for _ in 0..count {
            last = last.wrapping_add(from.number()?);
            hashes.push(last << TAG_BITS);
        }
        let forms: Vec<(u64, u32)> =
            hashes.into_iter().map(|h| Ok((h, from.number()? as u32))).collect::<Result<_>>()?;
        // An entry of hash 0 and no tags would look like an empty slot; none is made in training.
        Ok(Lexicon::new(&forms.into_iter().filter(|(_, tags)| *tags != 0).collect::<Vec<_>>()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lexicon_reads_back() {
        let forms = [(hash_str("de"), 3), (hash_str("le"), 1 << 16), (hash_str("x"), 5)];
        let mut out = Writer::new();
        Lexicon::new(&forms).write(&mut out);
        let bytes = out.into_bytes();
        let lexicon = Lexicon::read(&mut Reader::new(&bytes)).unwrap();
        for (hash, tags) in forms {
            assert_eq!(lexicon.tags(hash), tags);
        }
        assert_eq!(lexicon.tags(hash_str("y")), 0);
        assert_eq!(Lexicon::default().tags(7), 0);
    }

    #[test]
    fn forms_are_folded() {
        let mut buffer = String::new();
        fold("L’ÉTÉ-2024", &mut buffer);
        assert_eq!(buffer, "l'été-0000");
    }
}
