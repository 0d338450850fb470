//! What the recogniser of numbers knows of one language: number words, bounds, units, counted nouns.
//!
//! In: `rules/<language>/{numbers,bounds,units,counted,words}.toml`. Out: tables over the numbers of one [`Lexicon`].

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock};

use anyhow::Result;
use rust_decimal::Decimal;

use super::lexicon::{FastMap, Lexicon, WordId};
use super::phrases::Phrases;
use super::quantity_files::NumbersFile;
use super::units::Currency;
use crate::model::{Bound, Language};

/// The files of a language, beside which `examples` and `counter_examples` are asked for.
pub const FILES: [&str; 5] = ["numbers", "bounds", "units", "counted", "words"];

/// How a number word joins with its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberWord {
    /// zero
    Zero,
    /// one to nine
    Unit(u8),
    /// ten to nineteen
    Teen(u8),
    /// twenty, thirty … and whether they go on to nineteen
    Tens(u8, bool),
    /// hundred
    Hundred,
    /// a power of ten from a thousand on
    Magnitude(u8),
}

/// A part that a word plays in the grammar of numbers; several may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
#[allow(missing_docs, reason = "the keys of numbers.toml and words.toml, explained there")]
pub enum Role {
    And = 1,
    Point = 1 << 1,
    Minus = 1 << 2,
    Article = 1 << 3,
    Half = 1 << 4,
    Several = 1 << 5,
    Some = 1 << 6,
    Of = 1 << 7,
    CollectiveModifier = 1 << 8,
    RangeDash = 1 << 9,
    From = 1 << 10,
    Between = 1 << 11,
    BetweenAnd = 1 << 12,
    Or = 1 << 13,
    Versus = 1 << 14,
    Lone = 1 << 15,
    Part = 1 << 16,
    One = 1 << 17,
    Casualty = 1 << 18,
    Per = 1 << 19,
    But = 1 << 20,
    Over = 1 << 21,
    GroupSign = 1 << 22,
}

/// A word for about so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collective {
    /// What one of it is worth.
    pub value: Decimal,
    /// Its lower edge where it is a vague plural.
    pub low: Decimal,
    /// It is in the plural.
    pub plural: bool,
    /// One of it is exact: a dozen.
    pub exact: bool,
}

/// All that is known of one word as a part of numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts {
    /// As a cardinal.
    pub number: Option<NumberWord>,
    /// As a denominator; 0 is none.
    pub denominator: u32,
    /// As an ordinal; 0 is none.
    pub ordinal: u32,
    /// As a collective.
    pub collective: Option<Collective>,
    /// Lower edge where it is a magnitude without a number before it.
    pub vague: Option<Decimal>,
    pub(super) roles: u32,
}

impl Facts {
    /// Returns whether the word plays a part.
    pub fn is(&self, role: Role) -> bool {
        self.roles & role as u32 != 0
    }
}

/// A short form of a magnitude after digits: `M`, `bn`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Short {
    /// Power of ten.
    pub power: u8,
    /// Needs a currency or a counted noun beside it.
    pub money: bool,
    /// Needs a currency beside it.
    pub currency: bool,
}

/// What a bound's words mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoundRule {
    /// The bound.
    pub bound: Bound,
    /// An adverb may stand between the words and the figure.
    pub loose: bool,
    /// The bound under a negation.
    pub negated: Option<Bound>,
    /// With a length of time the words mean something else.
    pub not_durations: bool,
}

/// A phrase that is a whole quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Special {
    /// `nobody`
    Nobody,
    /// `personne` before a negation.
    NobodyNegated,
    /// `no`, `aucun`, before what befalls people.
    No,
    /// An age within ten years: `octogénaire`.
    Decade(u8),
    /// Words that hold a number and tell none: `faire les cent pas`.
    Idiom,
    /// A measure that has a name: its value and the index of its unit. `absolute zero`
    Named(i32, u16),
}

/// What a unit's words mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitRule {
    /// Index in the table of units.
    Measure(u16),
    /// Index in [`QuantityRules::currencies`]; whether it is a hundredth.
    Money(u16, bool),
    /// Per cent.
    Percent,
    /// Percentage points.
    Points,
    /// Per mille.
    Permille,
}

/// What a counted noun is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NounRule {
    /// Index in [`QuantityRules::nouns`].
    pub noun: u16,
    /// It counts only right after a number (`tués`, `missing`).
    pub after_only: bool,
    /// It is in the plural, and so no mere description of another noun.
    pub plural: bool,
}

/// The tables of one language.
#[derive(Debug, Default)]
pub struct QuantityRules {
    /// Its words.
    pub lexicon: Lexicon,
    pub(super) facts: Vec<Facts>,
    pub(super) pairs: FastMap<(WordId, WordId), NumberWord>,
    pub(super) short: FastMap<String, Short>,
    /// `et`, joined to tens with these only.
    pub and_after_tens: Vec<u8>,
    /// `sur`, `out of`
    pub out_of: Phrases<()>,
    /// The word for minus is also one of bounds: it needs a temperature or share after it.
    pub minus_needs_unit: bool,
    /// How many words may stand between `un` and `sur trois`.
    pub out_of_gap: usize,
    /// `à`, `up to`
    pub range_to: Phrases<()>,
    /// Bounds before a figure, their words reversed.
    pub bounds_before: Phrases<BoundRule>,
    /// Bounds after a figure.
    pub bounds_after: Phrases<BoundRule>,
    /// `or equal to`, after a bounded figure.
    pub or_equal: Phrases<()>,
    /// `with a margin of`, between a figure and how far it may be off.
    pub margin: Phrases<()>,
    /// What ends such a margin after [`QuantityRules::range_to`]: `à 5 % près`.
    pub margin_end: Phrases<()>,
    /// Units in words.
    pub units: Phrases<UnitRule>,
    /// Currencies that [`UnitRule::Money`] points to.
    pub currencies: Vec<Currency>,
    /// Phrases that are whole quantities.
    pub special: Phrases<Special>,
    pub(super) special_first: Vec<bool>,
    /// Counted nouns.
    pub counted: Phrases<NounRule>,
    /// Names of counted nouns, singular, English.
    pub nouns: Vec<String>,
    /// How many of the first of them are persons.
    pub(super) persons: u16,
    pub(super) ordinal_endings: Vec<String>,
}

impl QuantityRules {
    /// Returns the embedded tables of a language, or `None` where it has none.
    ///
    /// # Panics
    /// Never: the embedded files are read by a test.
    pub fn embedded(language: Language) -> Option<&'static QuantityRules> {
        static LOADED: OnceLock<Mutex<BTreeMap<Language, Option<&'static QuantityRules>>>> = OnceLock::new();
        let loaded = LOADED.get_or_init(Mutex::default);
        let mut loaded = loaded.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *loaded.entry(language).or_insert_with(|| {
            super::text(&format!("{language}/numbers.toml")).ok()?;
            #[allow(clippy::expect_used, reason = "the embedded files are fixed at build time, and a test loads them")]
            let rules = QuantityRules::load(language).expect("the rules files of numbers are sound");
            // Once a language and process: the tables live as long as the program.
            Some(&*Box::leak(Box::new(rules)))
        })
    }

    /// Reads the embedded files of a language.
    ///
    /// # Errors
    /// Where one is missing or does not fit; the message names the file and the entry.
    pub fn load(language: Language) -> Result<QuantityRules> {
        let file: NumbersFile = super::toml(&format!("{language}/numbers.toml"))?;
        let mut rules = QuantityRules { lexicon: Lexicon::new(file.elides, file.decimal_comma), ..Default::default() };
        rules.add_numbers(file)?;
        rules.add_words(super::toml(&format!("{language}/words.toml"))?)?;
        rules.add_bounds(super::toml(&format!("{language}/bounds.toml"))?);
        rules.add_units(super::toml(&format!("{language}/units.toml"))?, language)?;
        rules.add_counted(super::toml(&format!("{language}/counted.toml"))?, language)?;
        rules.facts.resize(rules.lexicon.len(), Facts::default());
        Ok(rules)
    }

    /// Returns what is known of a word as a part of numbers.
    pub fn facts(&self, word: WordId) -> &Facts {
        // Index 0, the unknown word, has empty facts.
        self.facts.get(word.index()).unwrap_or(&self.facts[0])
    }

    /// Returns the number word that two words make: `quatre vingt`.
    pub fn pair(&self, first: WordId, second: WordId) -> Option<NumberWord> {
        if first == WordId::NONE || second == WordId::NONE {
            return None;
        }
        self.pairs.get(&(first, second)).copied()
    }

    /// Returns whether a word is one person's: `mayor`, not `mayors`.
    pub fn is_person(&self, word: WordId) -> bool {
        let found = self.counted.longest(|n| if n == 0 { Some(word) } else { None });
        found.is_some_and(|(_, rule)| rule.noun < self.persons && !rule.plural && !rule.after_only)
    }

    /// Returns whether a special phrase may start with a word.
    pub fn is_special(&self, word: WordId) -> bool {
        self.special_first.get(word.index()).copied().unwrap_or(false)
    }

    /// Returns the magnitude of a short form, as written.
    pub fn short(&self, written: &str) -> Option<Short> {
        if written.len() > 4 { None } else { self.short.get(written).copied() }
    }

    /// Returns whether an ending of first places fits the number before it: `21st`, where `12st` is a weight.
    pub fn ends_first(&self, written: &str, value: Decimal) -> bool {
        let tens = value % Decimal::ONE_HUNDRED;
        written != "st" || tens % Decimal::TEN == Decimal::ONE && tens != Decimal::from(11)
    }

    /// Returns whether `written` after digits makes an ordinal.
    pub fn is_ordinal_ending(&self, written: &str) -> bool {
        written.len() <= 6 && self.ordinal_endings.iter().any(|e| e == written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_with_numbers_loads() {
        for language in [Language::FR, Language::EN] {
            let rules = QuantityRules::load(language).unwrap();
            assert!(rules.lexicon.len() > 500, "{language}");
        }
    }
}
