//! Words that speak for or against a name, by language.
//!
//! In: `rules/<lang>/names.toml`, the role words of `rules/<lang>/roles.toml`, the lists of given and family names and
//! the gazetteer. Out: for a word, by the hash of its folded letters, what it speaks for ([`Signs`]).

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use serde::Deserialize;

use super::tokens::Seen;
use crate::model::Language;
use crate::rules;
use crate::rules::bodies::Bodies;
use crate::rules::fold::{FoldHash, HashTable};
use crate::rules::gazetteer::Gazetteer;

/// What a word speaks for: a set of the bits below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs(pub u32);

#[allow(missing_docs, reason = "each is the list of the same name in rules/<lang>/names.toml")]
impl Signs {
    pub const GIVEN: Signs = Signs(1);
    pub const FAMILY: Signs = Signs(1 << 1);
    pub const TITLE: Signs = Signs(1 << 2);
    pub const KEPT_TITLE: Signs = Signs(1 << 3);
    pub const PARTICLE: Signs = Signs(1 << 4);
    pub const ORG_HEAD: Signs = Signs(1 << 5);
    pub const ORG_TAIL: Signs = Signs(1 << 6);
    pub const EVENT_HEAD: Signs = Signs(1 << 7);
    pub const EVENT_TAIL: Signs = Signs(1 << 8);
    pub const PRODUCT_HEAD: Signs = Signs(1 << 9);
    pub const PLACE_CUE: Signs = Signs(1 << 10);
    pub const PLACE_HEAD: Signs = Signs(1 << 11);
    pub const PLACE_TAIL: Signs = Signs(1 << 12);
    pub const SPEECH: Signs = Signs(1 << 13);
    pub const NOT_NAME: Signs = Signs(1 << 14);
    pub const ROLE: Signs = Signs(1 << 15);
    pub const DEMONYM: Signs = Signs(1 << 16);
    pub const ORG_LINK: Signs = Signs(1 << 17);

    /// Returns whether it has any of these bits.
    #[inline]
    pub fn has(self, any: Signs) -> bool {
        self.0 & any.0 != 0
    }

    /// Returns both sets together.
    #[inline]
    #[must_use]
    pub fn and(self, other: Signs) -> Signs {
        Signs(self.0 | other.0)
    }
}

/// The file as written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    genitives: Vec<String>,
    titles: Vec<String>,
    kept_titles: Vec<String>,
    particles: Vec<String>,
    org_heads: Vec<String>,
    org_tails: Vec<String>,
    org_links: Vec<String>,
    orgs: Vec<String>,
    roads: Vec<String>,
    event_heads: Vec<String>,
    event_tails: Vec<String>,
    product_heads: Vec<String>,
    place_cues: Vec<String>,
    place_heads: Vec<String>,
    place_tails: Vec<String>,
    speech: Vec<String>,
    not_names: Vec<String>,
    suffixes: Suffixes,
    acts: Vec<String>,
    tails: Vec<String>,
    place_openings: Vec<String>,
    place_words: PlaceWords,
    vessels: Vec<String>,
    storms: Vec<String>,
    firm_ends: Vec<String>,
    no_datelines: Vec<String>,
    name_ands: Vec<String>,
    name_ofs: Vec<String>,
    no_bodies: Vec<String>,
}

/// A small word within what was taken for a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameLink {
    /// Between two people: `and`.
    And,
    /// Before where one is from: `of`.
    Of,
}

/// Words before names of places.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PlaceWords {
    strong: Vec<String>,
    weak: Vec<String>,
    nouns: Vec<String>,
    links: Vec<String>,
    tails: Vec<String>,
}

/// What a word before a name tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// Something is there: `in`, `near`.
    Strong,
    /// It may be: `at`.
    Weak,
    /// What such places are called, or where from there: `town`, `north`.
    Noun,
    /// Leads from such a noun to the name: `of`.
    Link,
}

/// What may follow a person's name and belong to it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Suffixes {
    letters: Vec<String>,
    words: Vec<String>,
    kin: Vec<String>,
    then: Vec<String>,
    then_endings: Vec<String>,
}

/// How a suffix of a person's name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suffix {
    /// `Jr.`, also behind a comma.
    Letters,
    /// `Junior`
    Word,
    /// `fils`, in small letters.
    Kin,
}

/// The role words alone of `roles.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RoleWords {
    nouns: BTreeMap<String, Vec<String>>,
}

/// The words of one language.
#[derive(Debug, Default)]
pub struct Lexicon {
    words: HashTable<Signs>,
    orgs: HashTable<()>,
    suffixes: HashTable<Suffix>,
    then: HashTable<()>,
    then_endings: Vec<String>,
    acts: HashTable<()>,
    tails: HashTable<()>,
    place_openings: HashTable<()>,
    place_words: HashTable<Where>,
    place_tails: HashTable<()>,
    vessels: HashTable<()>,
    name_links: HashTable<NameLink>,
    storms: HashTable<()>,
    firm_ends: HashTable<()>,
    no_datelines: HashTable<()>,
    no_bodies: HashTable<()>,
    sorts: HashTable<()>,
    genitives: Vec<String>,
    roads: Vec<String>,
}

impl Lexicon {
    /// Returns the words of a language; what is listed for none in particular where it has no file.
    pub fn of(lang: Language) -> &'static Lexicon {
        static LOADED: Mutex<BTreeMap<Language, &'static Lexicon>> = Mutex::new(BTreeMap::new());
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        // Leaked on purpose: one table for each language, as long as the program.
        loaded.entry(lang).or_insert_with(|| Box::leak(Box::new(Lexicon::load(lang).unwrap_or_default())))
    }

    /// Reads a language's words.
    ///
    /// # Errors
    /// Where a file does not fit; a language without files is no error.
    pub fn load(lang: Language) -> Result<Lexicon> {
        let code = lang.code();
        let mut lexicon = Lexicon::default();
        for (path, sign) in [("shared/people/given.txt", Signs::GIVEN), ("shared/people/family.txt", Signs::FAMILY)] {
            for line in rules::text(path)?.lines().filter(|line| !line.starts_with('#')) {
                line.split(' ').for_each(|name| lexicon.add(name, sign));
            }
        }
        if !rules::languages().contains(&lang) {
            return Ok(lexicon);
        }
        let file: File = rules::toml(&format!("{code}/names.toml"))?;
        for (list, sign) in [
            (&file.titles, Signs::TITLE),
            (&file.kept_titles, Signs::KEPT_TITLE),
            (&file.particles, Signs::PARTICLE),
            (&file.org_heads, Signs::ORG_HEAD),
            (&file.org_tails, Signs::ORG_TAIL),
            (&file.org_links, Signs::ORG_LINK),
            (&file.event_heads, Signs::EVENT_HEAD),
            (&file.event_tails, Signs::EVENT_TAIL),
            (&file.product_heads, Signs::PRODUCT_HEAD),
            (&file.place_cues, Signs::PLACE_CUE),
            (&file.place_heads, Signs::PLACE_HEAD),
            (&file.place_tails, Signs::PLACE_TAIL),
            (&file.speech, Signs::SPEECH),
            (&file.not_names, Signs::NOT_NAME),
        ] {
            list.iter().for_each(|word| lexicon.add(word, sign));
        }
        let roles: RoleWords = rules::toml(&format!("{code}/roles.toml"))?;
        for word in roles.nouns.values().flatten() {
            // Of a role of several words the first speaks for the rest.
            lexicon.add(word.split(' ').next().unwrap_or(word), Signs::ROLE);
        }
        for org in &file.orgs {
            lexicon.orgs.insert(FoldHash::of(org), ());
        }
        let Suffixes { letters, words, kin, then, then_endings } = file.suffixes;
        lexicon.then.extend(then.iter().map(|word| (FoldHash::of(word), ())));
        lexicon.then_endings = then_endings;
        for (list, suffix) in [(letters, Suffix::Letters), (words, Suffix::Word), (kin, Suffix::Kin)] {
            lexicon.suffixes.extend(list.iter().map(|word| (FoldHash::of(word), suffix)));
        }
        lexicon.acts.extend(file.acts.iter().map(|word| (FoldHash::of(word), ())));
        lexicon.tails.extend(file.tails.iter().map(|word| (FoldHash::of(word), ())));
        let PlaceWords { strong, weak, nouns, links, tails } = file.place_words;
        lexicon.place_tails.extend(tails.iter().map(|word| (FoldHash::of(word), ())));
        for (list, what) in [(strong, Where::Strong), (weak, Where::Weak), (nouns, Where::Noun), (links, Where::Link)] {
            lexicon.place_words.extend(list.iter().map(|word| (FoldHash::of(word), what)));
        }
        lexicon.vessels.extend(file.vessels.iter().map(|word| (FoldHash::of(word), ())));
        lexicon.storms.extend(file.storms.iter().map(|word| (FoldHash::of(word), ())));
        lexicon.firm_ends.extend(file.firm_ends.iter().map(|word| (FoldHash::of(word), ())));
        lexicon.no_datelines.extend(file.no_datelines.iter().map(|word| (FoldHash::of(word), ())));
        for (list, link) in [(&file.name_ands, NameLink::And), (&file.name_ofs, NameLink::Of)] {
            lexicon.name_links.extend(list.iter().map(|word| (FoldHash::of(word), link)));
        }
        lexicon.place_openings.extend(file.place_openings.iter().map(|word| (FoldHash::of(word), ())));
        lexicon.no_bodies.extend(file.no_bodies.iter().map(|word| (FoldHash::of(word), ())));
        lexicon.sorts.extend(Bodies::embedded().sorts().map(|word| (FoldHash::of(word), ())));
        lexicon.genitives = file.genitives;
        lexicon.roads = file.roads;
        Ok(lexicon)
    }

    /// Returns how many bytes of a word's end are a genitive's (`'s`), which is no part of a name.
    pub fn genitive(&self, word: &str) -> usize {
        let ending = self.genitives.iter().find(|ending| word.len() > ending.len() && word.ends_with(ending.as_str()));
        ending.map_or(0, String::len)
    }

    /// Returns whether a word is the number of a road: a letter or two and at most three digits.
    pub fn is_road(&self, word: &str) -> bool {
        let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
        (1..=3).contains(&(word.len() - letters.len())) && self.roads.iter().any(|road| road == letters)
    }

    /// Returns what suffix of a person's name a word is.
    pub fn suffix(&self, hash: u64) -> Option<Suffix> {
        self.suffixes.get(&hash).copied()
    }

    /// Returns whether a sentence goes on behind a name with a word, and does not describe (`fils de Paul`, `fils unique`).
    pub fn goes_on(&self, hash: u64, word: &str) -> bool {
        self.then.contains_key(&hash) || self.then_endings.iter().any(|ending| word.ends_with(ending.as_str()))
    }

    /// Returns whether a word tells what a body does (`claimed`).
    pub fn is_act(&self, hash: u64) -> bool {
        self.acts.contains_key(&hash)
    }

    /// Returns whether a word behind a hyphen is no part of the name before it (`based`).
    pub fn is_tail(&self, hash: u64) -> bool {
        self.tails.contains_key(&hash)
    }

    /// Returns whether a token is a word of the language with the capital of a sentence's first.
    pub fn opens_sentence(&self, token: &Seen, at: usize) -> bool {
        at == 0 && token.signs.has(Signs::NOT_NAME)
    }

    /// Returns whether a word is what ships are called, whose names look like people's.
    pub fn is_vessel(&self, hash: u64) -> bool {
        self.vessels.contains_key(&hash)
    }

    /// Returns what a small word within a person's name parts.
    pub fn name_link(&self, hash: u64) -> Option<NameLink> {
        self.name_links.get(&hash).copied()
    }

    /// Returns whether a word opens the name of a storm (`Hurricane Odalys`).
    pub fn is_storm(&self, hash: u64) -> bool {
        self.storms.contains_key(&hash)
    }

    /// Returns whether a word ends the name of a firm that `&` joins (`Sons`).
    pub fn ends_firm(&self, hash: u64) -> bool {
        self.firm_ends.contains_key(&hash)
    }

    /// Returns whether a word in capitals opens an article and is no place (`UPDATE`).
    pub fn is_no_dateline(&self, hash: u64) -> bool {
        self.no_datelines.contains_key(&hash)
    }

    /// Returns what a word before a name tells of where something is.
    pub fn place_word(&self, hash: u64) -> Option<Where> {
        self.place_words.get(&hash).copied()
    }

    /// Returns whether a word behind a name tells that it is a place's: `Montrelle prison`.
    pub fn is_place_tail(&self, hash: u64) -> bool {
        self.place_tails.contains_key(&hash)
    }

    /// Returns whether a name that begins with a word is a place's and nobody's (`Lower Marsham`).
    pub fn opens_place(&self, hash: u64) -> bool {
        self.place_openings.contains_key(&hash)
    }

    /// Returns whether first letters are no body's (`GDP`).
    pub fn is_no_body(&self, hash: u64) -> bool {
        self.no_bodies.contains_key(&hash)
    }

    /// Returns whether a word before a body's name tells only of what sort it is (`NGO`).
    pub fn is_sort(&self, hash: u64) -> bool {
        self.sorts.contains_key(&hash)
    }

    fn add(&mut self, word: &str, sign: Signs) {
        let signs = self.words.entry(FoldHash::of(word)).or_default();
        *signs = signs.and(sign);
    }

    /// Returns what a word speaks for, by the hash of its folded letters.
    #[inline]
    pub fn signs(&self, hash: u64) -> Signs {
        let signs = self.words.get(&hash).copied().unwrap_or_default();
        match Gazetteer::embedded().demonym_by_hash(hash) {
            Some(_) => signs.and(Signs::DEMONYM),
            None => signs,
        }
    }

    /// Returns whether words with this hash are the whole name of a listed organisation.
    #[inline]
    pub fn is_org(&self, hash: u64) -> bool {
        self.orgs.contains_key(&hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_load() {
        for lang in [Language::FR, Language::EN] {
            let lexicon = Lexicon::load(lang).unwrap();
            assert!(lexicon.signs(FoldHash::of("Mme")).has(Signs::TITLE) || lang == Language::EN);
            assert!(lexicon.signs(FoldHash::of("Sophie")).has(Signs::GIVEN));
            assert!(lexicon.is_org(FoldHash::of("Amnesty International")));
        }
    }

    #[test]
    fn a_language_without_files_knows_people_all_the_same() {
        let lexicon = Lexicon::load("sv".parse().unwrap()).unwrap();
        assert!(lexicon.signs(FoldHash::of("Sophie")).has(Signs::GIVEN));
    }
}
