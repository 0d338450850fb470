//! Whether two spellings name the same person or place.
//!
//! In: two names in any script, their kind, and their languages where they are known. Out: yes or no, how sure, what sets
//! the spellings apart, and why in words. Names alone are looked at; who two people of one name are is left to others.
//!
//! Both names are taken apart ([`parse`]) and their words paired ([`align`]); boosted trees (`models/names.json`) weigh
//! what that looks like ([`features`]), and vetoes stand above them ([`judge`]).

pub mod align;
pub mod distance;
pub mod features;
pub mod jsonl;
pub mod judge;
mod kept;
mod own_key;
pub mod parse;
pub mod words;

use std::borrow::Cow;

use crate::model::Language;
use crate::rules::fold::fold;
use crate::rules::gazetteer::{Gazetteer, Place, PlaceKind};
use align::Alignment;
use parse::Name;
use words::Words;

pub use judge::{Class, Judge, Match};
pub use kept::Kept;
pub use own_key::{TOLD_APART, own_key, sounds_key};

/// What is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A person.
    Person,
    /// A place.
    Place,
}

/// The languages of two names, where they are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Languages(pub Option<Language>, pub Option<Language>);

impl Languages {
    /// Whether they are one language (1), two (0) or unknown (-1), and how many of them are neither French nor English.
    fn numbers(self) -> [f32; 2] {
        let Languages(Some(a), Some(b)) = self else { return [-1.0, -1.0] };
        let further = |l: Language| f32::from(u8::from(l != Language::FR && l != Language::EN));
        [f32::from(u8::from(a == b)), further(a) + further(b)]
    }
}

/// A place that the gazetteer knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its key there.
    pub key: Cow<'static, str>,
    /// A country or a great city, that its name is not likely to mean another place than.
    pub is_great: bool,
}

/// A name made ready to be compared, so that one that is compared often is taken apart once.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The name taken apart.
    pub name: Name,
    /// Folded, without spaces.
    pub bare: String,
    /// The place that the gazetteer knows by this name.
    pub place: Option<Known>,
}

impl Prepared {
    /// Makes a name ready.
    pub fn of(raw: &str, kind: Kind) -> Prepared {
        let name = Name::of(raw, kind, Words::embedded());
        let place = if kind == Kind::Place { place(raw, &name) } else { None };
        let mut bare = fold(raw);
        bare.retain(|c| c != ' ');
        Prepared { name, bare, place }
    }
}

/// The place as it is listed, else without the words for its sort, else by the gazetteer's own ways.
fn place(raw: &str, name: &Name) -> Option<Known> {
    let gazetteer = Gazetteer::embedded();
    let known = |place: &Place| {
        let is_great = match place.kind {
            PlaceKind::Continent | PlaceKind::Country => true,
            PlaceKind::City => place.size >= GREAT,
            _ => false,
        };
        Known { key: place.key.clone(), is_great }
    };
    let core = || name.core.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ");
    if let Some(place) = gazetteer.listed(raw).or_else(|| gazetteer.listed(&core())) {
        return Some(known(place));
    }
    gazetteer.lookup(raw).map(|place| Known { is_great: false, ..known(place) })
}

/// Cities of so many digits of population are not taken for others.
const GREAT: u8 = 6;

/// Compares two names.
///
/// ```
/// use atodds::names::{Class, Kind::Person, Languages, compare};
/// let languages = Languages::default();
/// assert_eq!(compare("Vladimir Poutine", "Vladimir Putin", Person, languages).class, Class::Transliteration);
/// assert!(!compare("Paul Martin", "Pauline Martin", Person, languages).same);
/// ```
pub fn compare(a: &str, b: &str, kind: Kind, languages: Languages) -> Match {
    Judge::embedded().compare(&Prepared::of(a, kind), &Prepared::of(b, kind), kind, languages)
}

/// Puts the name with fewer words first, of equals the one that comes first in the alphabet.
pub fn ordered<'a>(a: &'a Prepared, b: &'a Prepared) -> (&'a Prepared, &'a Prepared) {
    let key = |p: &'a Prepared| (p.name.core.len(), p.name.raw.as_str());
    if key(a) <= key(b) { (a, b) } else { (b, a) }
}

/// Aligns two names and returns the row of numbers that the trees weigh.
pub fn look(a: &Prepared, b: &Prepared, languages: Languages) -> (Alignment, features::Row) {
    let (a, b) = ordered(a, b);
    let words = Words::embedded();
    let alignment = Alignment::of(&a.name, &b.name, words);
    let row = features::row(a, b, &alignment, languages, words);
    (alignment, row)
}

#[cfg(test)]
mod tests;
