//! Yes or no, and why.
//!
//! In: two names made ready. Out: a [`Match`]. The trees (`models/names.json`) give how sure it is; what tells two people or
//! places apart beyond doubt overrules them, and what the trees have seen too little of is decided by rule.

use std::sync::LazyLock;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::align::{Alignment, How, Pair};
use super::distance::edits;
use super::features::{self, FEATURES, Row};
use super::parse::{Name, Role, Script, Word};
use super::words::Words;
use super::{Kind, Languages, Prepared, ordered};
use crate::boosted::{Forest, Trees};
use crate::rules::fold::fold;

/// What sets two spellings apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Nothing.
    Same,
    /// Accents alone.
    Accent,
    /// Hyphens, spaces and other marks.
    HyphenOrSpace,
    /// Capitals alone.
    Case,
    /// The order of words.
    WordOrder,
    /// One leaves something out or cuts it short.
    ShortForm,
    /// The rules of another language or script, or its form of the name.
    Transliteration,
    /// A title, a role or letters behind the name.
    TitleOrRole,
    /// A few letters that nothing explains.
    SuspectedMisspelling,
    /// They are two names.
    Different,
}

impl Class {
    /// Returns the word that is stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Class::Same => "same",
            Class::Accent => "accent",
            Class::HyphenOrSpace => "hyphen_or_space",
            Class::Case => "case",
            Class::WordOrder => "word_order",
            Class::ShortForm => "short_form",
            Class::Transliteration => "transliteration",
            Class::TitleOrRole => "title_or_role",
            Class::SuspectedMisspelling => "suspected_misspelling",
            Class::Different => "different",
        }
    }
}

/// What comes of comparing two names.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// Whether they name one person or place.
    pub same: bool,
    /// How sure it is that they do, from 0 to 1.
    pub score: f32,
    /// What sets them apart.
    pub class: Class,
    /// Why, in words.
    pub reason: String,
}

/// The trees of each kind, as they are stored.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Model {
    /// Of persons.
    pub person: Trees,
    /// Of places.
    pub place: Trees,
}

/// Judges pairs of names.
pub struct Judge {
    person: Forest,
    place: Forest,
}

/// From this likelihood on two names are the same.
pub const ENOUGH: f32 = 0.5;

/// How sure a surname alone is: it may be another of that family.
const SURNAME_ALONE: f32 = 0.66;

static EMBEDDED: LazyLock<Judge> = LazyLock::new(|| {
    // The model is part of the program and a test reads it; without it only what the rules decide is the same.
    Judge::read(include_str!("../../models/names.json")).unwrap_or_else(|_| Judge::new(&Model::default()))
});

impl Judge {
    /// Returns the judge that is part of the program.
    pub fn embedded() -> &'static Judge {
        &EMBEDDED
    }

    /// Lays a model out.
    pub fn new(model: &Model) -> Judge {
        Judge { person: Forest::of(&model.person), place: Forest::of(&model.place) }
    }

    /// Reads a model.
    ///
    /// # Errors
    /// Where it is none, or was learnt on other features.
    pub fn read(text: &str) -> Result<Judge> {
        let model: Model = serde_json::from_str(text)?;
        let check = |trees: &Trees| Trees::from_json(&serde_json::to_string(trees)?, FEATURES);
        Ok(Judge::new(&Model { person: check(&model.person)?, place: check(&model.place)? }))
    }

    /// Returns how likely two names of a kind are one by the trees alone.
    pub fn likelihood(&self, row: &Row, kind: Kind) -> f32 {
        let forest = if kind == Kind::Person { &self.person } else { &self.place };
        1.0 / (1.0 + (-forest.score(row)).exp())
    }

    /// Compares two names that were made ready as names of that kind.
    pub fn compare(&self, a: &Prepared, b: &Prepared, kind: Kind, languages: Languages) -> Match {
        if a.name.raw.trim() == b.name.raw.trim() {
            return Match { same: true, score: 1.0, class: Class::Same, reason: "the same letters".to_owned() };
        }
        if !a.bare.is_empty() && a.bare == b.bare {
            let class = marks(&a.name.raw, &b.name.raw);
            return Match { same: true, score: 0.99, class, reason: class.reason().to_owned() };
        }
        let (a, b) = ordered(a, b);
        let alignment = Alignment::of(&a.name, &b.name, Words::embedded());
        self.settle(a, b, kind, languages, &alignment)
    }

    /// Decides by vetoes, by rule, and else by the trees.
    fn settle(&self, a: &Prepared, b: &Prepared, kind: Kind, languages: Languages, alignment: &Alignment) -> Match {
        if let Some(reason) = veto(a, b, kind, alignment) {
            return Match { same: false, score: 0.02, class: Class::Different, reason };
        }
        if let Some(found) = by_rule(a, b, kind, languages, alignment) {
            return found;
        }
        if kind == Kind::Person && alignment.pairs.is_empty() && a.name.script.max(b.name.script) == Script::Latin {
            return Match { same: false, score: 0.01, class: Class::Different, reason: difference(kind, alignment) };
        }
        let row = features::row(a, b, alignment, languages, Words::embedded());
        let score = self.likelihood(&row, kind);
        if score < ENOUGH {
            let reason = difference(kind, alignment);
            return Match { same: false, score, class: Class::Different, reason };
        }
        let class = class(a, b, languages, alignment);
        Match { same: true, score, class, reason: reason(class, alignment) }
    }
}

/// Which marks set two names of the same letters apart.
fn marks(a: &str, b: &str) -> Class {
    if fold(a) != fold(b) {
        return Class::HyphenOrSpace;
    }
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let others = |text: &str| text.chars().filter(|c| !c.is_alphanumeric()).collect::<String>();
    let (letters_a, letters_b) = (letters(a), letters(b));
    if letters_a.to_lowercase() != letters_b.to_lowercase() {
        Class::Accent
    } else if letters_a != letters_b && others(a) == others(b) {
        Class::Case
    } else {
        // `Son-hui`, `Son Hui`: the hyphen brings the capital.
        Class::HyphenOrSpace
    }
}

/// What tells two people or places apart, however alike their names.
fn veto(a: &Prepared, b: &Prepared, kind: Kind, alignment: &Alignment) -> Option<String> {
    let (x, y) = (&a.name, &b.name);
    if kind == Kind::Place {
        return match (&a.place, &b.place) {
            (Some(one), Some(other)) if one.key != other.key && one.is_great && other.is_great => {
                Some(format!("{} and {} are two places", one.key, other.key))
            }
            (Some(one), Some(other)) if one.key == other.key => None,
            _ => opposites(x, y),
        };
    }
    if x.suffix > 0 && y.suffix > 0 && x.suffix != y.suffix {
        return Some("junior and senior, or another number of one name".to_owned());
    }
    if let (Some(one), Some(other)) = (x.ordinal, y.ordinal)
        && one != other
    {
        return Some(format!("number {one} and number {other} of a title"));
    }
    if let (Some(one), Some(other)) = (x.gender, y.gender)
        && one != other
    {
        return Some("their titles tell of a man and a woman".to_owned());
    }
    if x.script.max(y.script) > Script::Latin {
        // Endings are not written alike there.
        return None;
    }
    other_given(alignment).or_else(|| other_initial(alignment)).or_else(|| other_gender(alignment))
}

/// Both are told to lie on a side of a pair of opposites, and not on the same one: upper and lower, old and new.
fn opposites(x: &Name, y: &Name) -> Option<String> {
    let of = |name: &Name| name.core.iter().chain(&name.about).fold(0, |sides, word| sides | word.known.sides);
    let (a, b) = (of(x), of(y));
    let parted = Words::embedded().opposites.iter().find(|all| a & *all > 0 && b & *all > 0 && a & *all != b & *all)?;
    let word = |name: &Name, other: u32| {
        let tells = |word: &&Word| word.known.sides & parted & !other > 0;
        name.core.iter().chain(&name.about).find(tells).map(|word| word.text.to_string())
    };
    match (word(x, b), word(y, a)) {
        (Some(one), Some(other)) => Some(format!("{one} and {other} tell two places apart")),
        (one, other) => one.or(other).map(|word| format!("{word} tells two places apart")),
    }
}

/// What it costs at most to make one letter of another that stands for it in another language: `Y.` and `E.`, `G.` and `H.`
const SISTERS: u16 = 40;

/// The same family name with two initials: a slip is less likely than another of that family.
fn other_initial(alignment: &Alignment) -> Option<String> {
    if alignment.a.len() != alignment.b.len() || alignment.pairs.is_empty() {
        return None;
    }
    let (a, b) = alignment.a.iter().zip(&alignment.b).find(|(a, b)| {
        let are_initials = a.role == Role::Initial && b.role == Role::Initial;
        are_initials && Words::embedded().loose.cost(a.sounds.as_bytes(), b.sounds.as_bytes()).0 > SISTERS
    })?;
    Some(format!("{} and {} are two initials", a.text.to_uppercase(), b.text.to_uppercase()))
}

/// The same family name with two given names that are known and not forms of one.
fn other_given(alignment: &Alignment) -> Option<String> {
    let (a, b) = (alignment.a.first()?, alignment.b.first()?);
    let family = alignment
        .pairs
        .iter()
        .any(|p| p.a + 1 == alignment.a.len() && p.b + 1 == alignment.b.len() && p.how == How::Equal);
    let is_given = |w: &Word| w.role == Role::Core && w.known.is_given && w.text.len() > 2;
    if !family || alignment.a.len() != 2 || alignment.b.len() != 2 || !is_given(a) || !is_given(b) {
        return None;
    }
    if a.known.class > 0 && a.known.class == b.known.class || a.sounds == b.sounds || a.text == b.text {
        return None;
    }
    let first = |text: &str| text.as_bytes().first().copied();
    if first(&a.sounds) == first(&b.sounds) {
        // One may be short for the other, or its form in another language: the trees weigh it.
        return None;
    }
    Some(format!("{} and {} are two given names", a.text, b.text))
}

/// The given names differ as a woman's and a man's do.
fn other_gender(alignment: &Alignment) -> Option<String> {
    let words = Words::embedded();
    let pair = alignment.pairs.iter().find(|p| p.a == 0 && p.b == 0 && p.how != How::Equal)?;
    let (a, b) = (&alignment.a[pair.a], &alignment.b[pair.b]);
    let both = a.known.is_given && b.known.is_given && alignment.a.len() > 1;
    let is_one = a.known.class > 0 && a.known.class == b.known.class;
    (both && !is_one && words.differ_by_gender(&a.text, &b.text))
        .then(|| format!("{} and {} are names of a man and a woman", a.text, b.text))
}

/// What the trees have seen too little of.
fn by_rule(a: &Prepared, b: &Prepared, kind: Kind, languages: Languages, alignment: &Alignment) -> Option<Match> {
    if kind == Kind::Place {
        let (one, other) = (a.place.as_ref()?, b.place.as_ref()?);
        let class = class(a, b, languages, alignment);
        let reason = format!("both are names of {}", one.key);
        return (one.key == other.key).then_some(Match { same: true, score: 0.97, class, reason });
    }
    let is_told = a.name.script.max(b.name.script) <= Script::Greek;
    if alignment.a.len() != 1 || alignment.b.len() < 2 || !is_told {
        return None;
    }
    let is_family = |p: &&Pair| {
        let is_last = p.b + 1 == alignment.b.len();
        let is_first = p.b == 0 && alignment.b[0].known.stands_first && alignment.b.len() <= 3;
        (is_last || is_first) && p.like > ALMOST && !matches!(p.how, How::Initial | How::Prefix)
    };
    alignment.pairs.iter().find(is_family)?;
    let reason = "the family name alone".to_owned();
    Some(Match { same: true, score: SURNAME_ALONE, class: Class::ShortForm, reason })
}

/// Family names more alike than this are taken for one where nothing else stands by them.
const ALMOST: f32 = 0.88;

/// What sets two spellings of one name apart.
fn class(a: &Prepared, b: &Prepared, languages: Languages, alignment: &Alignment) -> Class {
    let (x, y) = (&a.name, &b.name);
    if x.script != y.script {
        return Class::Transliteration;
    }
    let all_equal = alignment.pairs.iter().all(|p| p.how == How::Equal);
    let is_whole = alignment.left_a().next().is_none() && alignment.left_b().next().is_none();
    if all_equal && is_whole && !alignment.pairs.is_empty() {
        return arrangement(x, y, alignment);
    }
    let is_slip = |p: &Pair| is_slip(alignment, p);
    let is_short = |p: &Pair| matches!(p.how, How::Equal | How::Initial | How::Prefix) && !is_slip(p);
    if !alignment.pairs.is_empty() && alignment.pairs.iter().all(is_short) {
        return Class::ShortForm;
    }
    spelling(languages, alignment)
}

/// The words are the same: what sets the names apart stands about them.
fn arrangement(x: &Name, y: &Name, alignment: &Alignment) -> Class {
    let titles = |name: &Name| {
        let words = name.about.iter().chain(&name.tail).filter(|w| w.role != Role::Particle);
        words.map(|w| w.text.clone()).collect::<Vec<_>>()
    };
    let is_crossed = alignment.pairs.windows(2).any(|two| two[1].b < two[0].b);
    if titles(x) != titles(y) || x.ordinal != y.ordinal || x.gender != y.gender {
        Class::TitleOrRole
    } else if is_crossed || x.is_turned != y.is_turned {
        Class::WordOrder
    } else {
        Class::HyphenOrSpace
    }
}

/// Some words are spelt otherwise: by a rule of transliteration, in short, or by none that is known.
fn spelling(languages: Languages, alignment: &Alignment) -> Class {
    let apart = matches!(languages, Languages(Some(a), Some(b)) if a != b);
    let romanised =
        [&alignment.a, &alignment.b].iter().any(|words| words.first().is_some_and(|w| w.known.stands_first));
    let unlike = || alignment.pairs.iter().filter(|p| matches!(p.how, How::Sounds | How::Near));
    let edited = |p: &Pair| edits(alignment.a[p.a].text.as_bytes(), alignment.b[p.b].text.as_bytes());
    // A doubled letter or a vowel beside what a rule explains is explained by it; alone it is not.
    let alike =
        |p: &Pair| undoubled(&alignment.a[p.a].sounds) == undoubled(&alignment.b[p.b].sounds) || p.like > ALMOST;
    let explained = |p: &Pair| edited(p) > 1 && alike(p);
    let near = unlike().any(|p| p.how == How::Near && !explained(p));
    let slips = alignment.pairs.iter().any(|p| is_slip(alignment, p)) && !apart && !romanised;
    if slips {
        Class::SuspectedMisspelling
    } else if nickname(alignment) && !near {
        Class::ShortForm
    } else if near && unlike().all(|p| edited(p) <= 2) && !apart && !romanised {
        Class::SuspectedMisspelling
    } else {
        Class::Transliteration
    }
}

/// Two words that are no forms of one given name and differ as by a slip of the pen.
fn is_slip(alignment: &Alignment, pair: &Pair) -> bool {
    let (a, b) = (&alignment.a[pair.a].text, &alignment.b[pair.b].text);
    let may = matches!(pair.how, How::Sounds | How::Near | How::Prefix) && a.len().min(b.len()) > SHORTEST_SLIP;
    may && Words::embedded().is_slip(a, b)
}

/// Of shorter words one letter makes another name.
const SHORTEST_SLIP: usize = 3;

fn undoubled(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters
}

/// One given name is a short form of the other, as `Bob` of `Robert`.
fn nickname(alignment: &Alignment) -> bool {
    alignment.pairs.iter().filter(|p| p.how == How::Form).any(|p| {
        let (a, b) = (&alignment.a[p.a].text, &alignment.b[p.b].text);
        a.len().min(b.len()) <= 5 && a.len().abs_diff(b.len()) > 1
    })
}

impl Class {
    fn reason(self) -> &'static str {
        match self {
            Class::Same => "the same letters",
            Class::Accent => "the same letters with other accents",
            Class::HyphenOrSpace => "the same letters with other hyphens, spaces or marks",
            Class::Case => "the same letters with other capitals",
            Class::WordOrder => "the same words in another order",
            Class::ShortForm => "one is a shorter form of the other",
            Class::Transliteration => "the same name as another language or script writes it",
            Class::TitleOrRole => "the same name with another title",
            Class::SuspectedMisspelling => "a few letters differ that no rule explains",
            Class::Different => "too little in common",
        }
    }
}

fn reason(class: Class, alignment: &Alignment) -> String {
    let pair = alignment.pairs.iter().filter(|p| p.how != How::Equal).min_by(|x, y| x.like.total_cmp(&y.like));
    match pair {
        Some(p) if !matches!(class, Class::WordOrder | Class::TitleOrRole) => {
            format!("{}: {} / {}", class.reason(), alignment.a[p.a].text, alignment.b[p.b].text)
        }
        _ => class.reason().to_owned(),
    }
}

fn difference(kind: Kind, alignment: &Alignment) -> String {
    let worst = alignment.pairs.iter().filter(|p| p.how != How::Equal).min_by(|x, y| x.like.total_cmp(&y.like));
    let left = alignment.left_a().next().zip(alignment.left_b().next());
    match (left, worst) {
        (Some(((_, a), (_, b))), _) => format!("{} and {} do not fit", a.text, b.text),
        (None, Some(p)) => format!("{} and {} are not alike enough", alignment.a[p.a].text, alignment.b[p.b].text),
        (None, None) if kind == Kind::Place => "one names more than the other".to_owned(),
        (None, None) => "one bears a further name".to_owned(),
    }
}
