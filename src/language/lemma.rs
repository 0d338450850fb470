//! Gives each word its dictionary form.
//!
//! For each part of speech a table from endings to what is done with them: so many characters cut off, others put on.
//! The longest ending known decides; words that no ending explains stand in it whole.

use anyhow::{Context, Result, ensure};
use compact_str::CompactString;

use super::lexeme::Lexicon;
use super::linear::{Reader, Writer, hash_str, mix};

/// Longer endings stand only as whole words.
pub const LONGEST_ENDING: usize = 6;

/// Cut off `cut` characters, put on `add`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    /// Characters cut off the end.
    pub cut: u8,
    /// What is put on.
    pub add: String,
    /// Are capitals kept; otherwise the word is put in small letters first.
    pub keeps_case: bool,
}

impl Edit {
    /// Returns the edit that makes `lemma` of `form`; `None` where they share no beginning and the lemma is long.
    pub fn between(form: &str, lemma: &str) -> Option<Edit> {
        let small = form.to_lowercase();
        let keeps_case = form != small && common(&form.replace('’', "'"), lemma) > common(&small, lemma);
        let base = if keeps_case { form.to_owned() } else { small };
        let base = base.replace('’', "'");
        let shared = common(&base, lemma);
        let cut = base.chars().count() - shared;
        let add: String = lemma.chars().skip(shared).collect();
        (cut < 40 && add.len() < 40).then_some(Edit { cut: cut as u8, add, keeps_case })
    }

    /// Makes the lemma.
    pub fn apply(&self, form: &str) -> CompactString {
        let mut word = if self.keeps_case { form.into() } else { CompactString::from_str_to_lowercase(form) };
        if word.contains('’') {
            word = word.replace('’', "'").into();
        }
        let kept = match self.cut {
            0 => word.len(),
            cut => word.char_indices().rev().nth(usize::from(cut) - 1).map_or(0, |(at, _)| at),
        };
        word.truncate(kept);
        word.push_str(&self.add);
        word
    }
}

fn common(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count()
}

/// The key of an ending (or, with `whole`, of a word) for a part of speech and its features; all words' is the empty
/// ending.
#[cfg(feature = "train")]
pub fn ending_key(class: u64, ending: &str, whole: bool) -> u64 {
    // 40 bits tell some ten thousand endings apart, and keep the model file small.
    key_of(hash_str(ending), class, whole)
}

fn key_of(ending: u64, class: u64, whole: bool) -> u64 {
    mix(mix(ending, class), u64::from(whole)) >> KEY_SHIFT
}

/// The trained lemmatiser of a language.
#[derive(Clone, Debug, Default)]
pub struct Lemmatiser {
    edits: Vec<Edit>,
    /// The number of the edit, plus one, by the key of the ending in the high bits.
    endings: Lexicon,
}

const KEY_BITS: u32 = 40;
/// How far a key is shifted to be looked up like a hash of 64 bits.
const KEY_SHIFT: u32 = 64 - KEY_BITS;

impl Lemmatiser {
    /// Makes the table; `endings` give the number of the edit for keys in rising order.
    pub fn new(edits: Vec<Edit>, endings: &[(u64, u16)]) -> Lemmatiser {
        let endings: Vec<(u64, u32)> =
            endings.iter().map(|(key, edit)| (key << KEY_SHIFT, u32::from(*edit) + 1)).collect();
        Lemmatiser { edits, endings: Lexicon::new(&endings) }
    }

    fn get(&self, key: u64) -> Option<&Edit> {
        let number = self.endings.tags(key << KEY_SHIFT).checked_sub(1)?;
        self.edits.get(number as usize)
    }

    /// Returns a word's dictionary form. `tag` and `fine` are those of [`super::tagger`]; `buffer` is room to work in.
    pub fn lemma(&self, form: &str, tag: u8, fine: u64, buffer: &mut String) -> CompactString {
        match self.edit(form, tag, fine, buffer) {
            Some(edit) => edit.apply(form),
            None => CompactString::from_str_to_lowercase(form),
        }
    }

    fn edit(&self, form: &str, tag: u8, fine: u64, buffer: &mut String) -> Option<&Edit> {
        super::lexeme::fold(form, buffer);
        let tag = u64::from(tag);
        let of = |ending: &str, whole: bool| {
            let hash = hash_str(ending);
            self.get(key_of(hash, fine, whole)).or_else(|| self.get(key_of(hash, tag, whole)))
        };
        if let Some(edit) = of(buffer, true) {
            return Some(edit);
        }
        let mut cuts = [0; LONGEST_ENDING];
        let mut count = 0;
        for (at, _) in buffer.char_indices().rev().take(LONGEST_ENDING) {
            cuts[count] = at;
            count += 1;
        }
        let endings = cuts[..count].iter().rev().map(|at| &buffer[*at..]);
        endings.chain(std::iter::once("")).find_map(|ending| of(ending, false))
    }

    /// Writes the table for a model file.
    pub fn write(&self, out: &mut Writer) {
        out.number(self.edits.len() as u64);
        for edit in &self.edits {
            out.byte(edit.cut << 1 | u8::from(edit.keeps_case));
            out.text(&edit.add);
        }
        let endings = self.endings.entries();
        out.number(endings.len() as u64);
        let mut last = 0;
        for (key, _) in &endings {
            out.number((key >> KEY_SHIFT) - last);
            last = key >> KEY_SHIFT;
        }
        for (_, edit) in &endings {
            out.number(u64::from(*edit - 1));
        }
    }

    /// Reads what [`Lemmatiser::write`] wrote.
    ///
    /// # Errors
    /// Where the bytes are cut short.
    pub fn read(from: &mut Reader<'_>) -> Result<Lemmatiser> {
        let count = from.number()?;
        ensure!(count <= u64::from(u16::MAX), "{count} edits");
        let edit = |from: &mut Reader<'_>| {
            let head = from.byte()?;
            Ok(Edit { cut: head >> 1, keeps_case: head & 1 == 1, add: from.text()?.to_owned() })
        };
        let edits: Vec<Edit> =
            (0..count).map(|_| edit(from)).collect::<Result<_>>().context("edits of the lemmatiser")?;
        let count = from.number()?;
        let mut keys = Vec::new();
        let mut last = 0u64;
        for _ in 0..count {
            last = last.wrapping_add(from.number()?);
            ensure!(last >> KEY_BITS == 0, "a key of the lemmatiser is too long");
            keys.push(last);
        }
        let endings: Vec<(u64, u16)> =
            keys.into_iter().map(|k| Ok((k, u16::try_from(from.number()?)?))).collect::<Result<_>>()?;
        Ok(Lemmatiser::new(edits, &endings))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn edits_make_lemmas() {
        for (form, lemma) in
            [("Chevaux", "cheval"), ("Paris", "Paris"), ("était", "être"), ("U.S.", "U.S."), ("l’", "le")]
        {
            assert_eq!(Edit::between(form, lemma).unwrap().apply(form), lemma);
        }
    }

    proptest! {
        #[test]
        fn any_edit_applies_to_any_word(cut in 0u8..127, add in "\\PC{0,3}", keeps_case: bool, form in "\\PC{0,8}") {
            Edit { cut, add, keeps_case }.apply(&form);
        }
    }
}
