//! The words of one language that the recognisers of numbers know, numbered.
//!
//! Built once from the rules files; every other table of words and phrases speaks in these numbers, so that a text's
//! words are looked up once. Folding: lower case, the typographic apostrophe as `'`.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use serde::Deserialize;

/// A word's number in its [`Lexicon`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordId(u32);

impl WordId {
    /// The word is not in the lexicon.
    pub const NONE: WordId = WordId(0);

    /// Returns the index for tables of words; 0 for [`WordId::NONE`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a word can be, besides a member of phrases; the names are the keys of `words.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[repr(u32)]
pub enum Class {
    /// A month's name.
    Month = 1,
    /// A word that ends with a full stop inside a sentence.
    Abbreviation = 1 << 1,
    /// Adjective or determiner that may stand between a number and the noun that it counts.
    Modifier = 1 << 2,
    /// Preposition, article or conjunction: no noun phrase goes on past it.
    Function = 1 << 3,
    /// Adverb that may stand between a bound's words and its number.
    Adverb = 1 << 4,
    /// Verb of change: what follows are two values, not a range.
    Change = 1 << 5,
    /// Whom an age can be told of.
    Human = 1 << 6,
    /// A word of contests: two numbers with a hyphen are a score.
    Contest = 1 << 7,
    /// A word that makes the number after it a label: `page`, `article`.
    Label = 1 << 8,
    /// Form of address before a person's name.
    Title = 1 << 9,
    /// A negation's first word.
    Negation = 1 << 10,
    /// A word after which a fraction stands alone (`a third of`).
    AfterFraction = 1 << 11,
    /// After a length: `thick`, `tall`.
    Dimension = 1 << 12,
    /// Before a clock time: `à`, `vers`.
    ClockWord = 1 << 13,
    /// A word that shows a clock-like figure to be a duration (`durée`).
    Lasting = 1 << 14,
    /// A word for both a weight and a currency.
    Pound = 1 << 15,
    /// A word of paying.
    MoneyWord = 1 << 16,
    /// A word of addresses after a house number.
    Street = 1 << 17,
    /// `old`, after a unit of time.
    Old = 1 << 18,
    /// `aged`, before an age.
    Aged = 1 << 19,
    /// A verb that may stand between a number and what befell those counted: `were`, `ont été`.
    Auxiliary = 1 << 20,
    /// A number word that is also an adjective after its noun (`neuf`).
    NewWord = 1 << 21,
    /// A word of votes: two numbers with a hyphen are those for and against.
    VoteWord = 1 << 22,
    /// A word of weather: a `C` or `F` that touches a number is a temperature.
    Heat = 1 << 23,
    /// Before a year that names something: `the 2024 Olympic Games`.
    Definite = 1 << 24,
    /// A noun of great numbers: near it `1.2m` counts millions, and measures nothing.
    Crowd = 1 << 25,
    /// Years of age in one word: `87 yo`.
    YearsOld = 1 << 26,
    /// A multiple, after which `as many as` compares and bounds nothing: `twice`.
    Multiple = 1 << 27,
    /// Likewise after a number: `three times`.
    MultipleOf = 1 << 28,
}

/// FNV-1a: short keys, no need for protection from chosen input in tables that are fixed at build time.
#[derive(Default)]
pub struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let mut hash = if self.0 == 0 { 0xcbf2_9ce4_8422_2325 } else { self.0 };
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        self.0 = hash;
    }
}

/// A map with the fast hash.
pub type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<Fnv>>;

/// The numbered words of one language.
#[derive(Debug, Default)]
pub struct Lexicon {
    ids: FastMap<Box<str>, u32>,
    classes: Vec<u32>,
    longest: usize,
    elides: bool,
    decimal_comma: bool,
}

impl Lexicon {
    /// Makes an empty lexicon of a language that elides (`l'`, `d'`) or not, with a decimal comma or point.
    pub fn new(elides: bool, decimal_comma: bool) -> Self {
        Lexicon { classes: vec![0], elides, decimal_comma, ..Lexicon::default() }
    }

    /// Whether a letter's apostrophe belongs to the word before it.
    pub fn elides(&self) -> bool {
        self.elides
    }

    /// Whether a comma is the decimal sign.
    pub fn decimal_comma(&self) -> bool {
        self.decimal_comma
    }

    /// Returns how many numbers are in use.
    pub fn len(&self) -> usize {
        self.classes.len()
    }

    /// Returns whether no word was added.
    pub fn is_empty(&self) -> bool {
        self.classes.len() <= 1
    }

    /// Adds a word, folded, and returns its number.
    pub fn add(&mut self, word: &str) -> WordId {
        let folded = fold(word);
        self.longest = self.longest.max(folded.len() + 4);
        let next = self.classes.len() as u32;
        let id = *self.ids.entry(folded.into_boxed_str()).or_insert(next);
        if id == next {
            self.classes.push(0);
        }
        WordId(id)
    }

    /// Gives a word a class.
    pub fn classify(&mut self, word: WordId, class: Class) {
        self.classes[word.index()] |= class as u32;
    }

    /// Returns whether a word has a class.
    pub fn is(&self, word: WordId, class: Class) -> bool {
        self.classes[word.index()] & class as u32 != 0
    }

    /// Looks up a word of a text; `buffer` is working space.
    pub fn word(&self, word: &str, buffer: &mut String) -> WordId {
        if word.len() > self.longest {
            return WordId::NONE;
        }
        let plain = word.bytes().all(|b| b < 0x80 && !b.is_ascii_uppercase());
        let id = if plain {
            self.ids.get(word)
        } else {
            buffer.clear();
            fold_into(word, buffer);
            self.ids.get(buffer.as_str())
        };
        WordId(id.copied().unwrap_or(0))
    }
}

/// Returns a word as the lexicon keeps it.
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold_into(word, &mut out);
    out
}

fn fold_into(word: &str, out: &mut String) {
    for c in word.chars() {
        match c {
            '’' | 'ʼ' => out.push('\''),
            _ => out.extend(c.to_lowercase()),
        }
    }
}
