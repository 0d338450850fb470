//! Gives each word its universal part of speech and its morphological features.
//!
//! Parts of speech from left to right, each from the form, its neighbours and the tags already given; then a second
//! pass that also sees the tags to the right; then the features, among those that the part of speech can have.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, ensure};

use super::lexeme::{Lexeme, Lexicon};
use super::linear::{Key, KeyHasher, Reader, Weights, Writer, best, hash_str, mix, part_key};
use crate::model::Upos;

/// Features of morphology that the parser and the lemmatiser look at.
const SYNTACTIC: [&str; 9] = ["VerbForm", "PronType", "Number", "Case", "Degree", "Poss", "NumType", "Mood", "Voice"];

/// Number of parts of speech.
pub const TAGS: usize = Upos::ALL.len();

/// The trained tagger of a language.
#[derive(Clone, Debug, Default)]
pub struct Tagger {
    /// First pass.
    pub first: Weights,
    /// Second pass.
    pub second: Weights,
    /// Morphology; the sets of a part of speech have rows of their own, under [`part_key`].
    pub morphology: Weights,
    /// Forms that always have the same set with a part of speech: [`sure_key`], and the set's number + 1.
    pub sure_sets: Lexicon,
    /// The sets of features that occur: part of speech, and UD's writing.
    pub sets: FeatureSets,
}

/// The sets of morphological features that a language has, by number.
#[derive(Clone, Debug, Default)]
pub struct FeatureSets {
    sets: Vec<(u8, &'static str)>,
    fine: Vec<u64>,
    /// Numbers of each part of speech's sets.
    by_tag: Vec<Vec<u16>>,
}

impl FeatureSets {
    /// Makes the table; each part of speech's commonest set should come first.
    pub fn new(sets: Vec<(u8, String)>) -> FeatureSets {
        let sets: Vec<(u8, &'static str)> = sets.iter().map(|(tag, feats)| (*tag, kept(feats))).collect();
        let fine = sets.iter().map(|(tag, feats)| fine(*tag, feats)).collect();
        let mut by_tag = vec![Vec::new(); TAGS];
        for (n, (tag, _)) in sets.iter().enumerate() {
            if let Some(numbers) = by_tag.get_mut(usize::from(*tag)) {
                numbers.push(n as u16);
            }
        }
        FeatureSets { sets, fine, by_tag }
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.sets.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }

    /// Returns the number of a set.
    pub fn find(&self, tag: u8, feats: &str) -> Option<u16> {
        let numbers = self.by_tag.get(usize::from(tag))?;
        numbers.iter().copied().find(|n| self.sets[usize::from(*n)].1 == feats)
    }

    /// Returns the part of speech that a set belongs to.
    pub fn tag(&self, set: u16) -> u8 {
        self.sets.get(usize::from(set)).map_or(0, |(tag, _)| *tag)
    }

    /// Returns a set in UD's writing; empty for [`NO_SET`].
    pub fn text(&self, set: u16) -> &'static str {
        self.sets.get(usize::from(set)).map_or("", |(_, feats)| *feats)
    }

    /// Returns the hash of what matters to syntax in a set of this part of speech.
    pub fn fine(&self, tag: u8, set: u16) -> u64 {
        self.fine.get(usize::from(set)).copied().unwrap_or_else(|| fine(tag, ""))
    }
}

/// Returns a set's writing as a static text: a language has some hundred, and each is kept once for the program's life.
fn kept(feats: &str) -> &'static str {
    static KEPT: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut all = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = all.get(feats) {
        return known;
    }
    let new: &'static str = Box::leak(feats.to_owned().into_boxed_str());
    all.insert(new);
    new
}

/// Returns the hash under which a form with a part of speech stands in [`Tagger::sure_sets`].
pub fn sure_key(form: u64, tag: u8) -> u64 {
    mix(form, u64::from(tag))
}

/// A word without known features.
pub const NO_SET: u16 = u16::MAX;

fn fine(tag: u8, feats: &str) -> u64 {
    let kept = feats.split('|').filter(|f| f.split_once('=').is_some_and(|(name, _)| SYNTACTIC.contains(&name)));
    kept.fold(mix(17, u64::from(tag)), |hash, feature| mix(hash, hash_str(feature)))
}

/// Beyond the sentence's ends.
const NOWHERE: u64 = 0x51;

struct Window<'w> {
    words: &'w [Lexeme],
}

impl Window<'_> {
    fn get(&self, at: isize) -> Lexeme {
        usize::try_from(at).ok().and_then(|at| self.words.get(at).copied()).unwrap_or(Lexeme {
            form: NOWHERE,
            tags: 1 << 20,
            ..Lexeme::default()
        })
    }
}

/// Features of a word's form and its neighbours', the same for all three passes but for `pass`.
fn form_keys(words: &[Lexeme], at: usize, pass: u64, keys: &mut Vec<Key>) {
    keys.clear();
    let window = Window { words };
    let at = at as isize;
    let (w, p1, p2, n1, n2) =
        (window.get(at), window.get(at - 1), window.get(at - 2), window.get(at + 1), window.get(at + 2));
    let base = pass * 100;
    let mut add = |template: u64, a: u64, b: u64| keys.push(KeyHasher::new(base + template).with(a).with(b).key());
    let first = u64::from(at == 0);
    add(0, 0, 0);
    add(1, w.form, 0);
    add(2, w.exact, first);
    for (n, suffix) in w.suffix.iter().enumerate() {
        if *suffix != 0 {
            add(3 + n as u64, *suffix, 0);
        }
    }
    for (n, prefix) in w.prefix.iter().enumerate() {
        if *prefix != 0 {
            add(8 + n as u64, *prefix, 0);
        }
    }
    add(11, w.shape, first);
    add(12, w.shape, mix(p1.shape, first));
    add(13, w.shape, w.suffix[2]);
    add(14, u64::from(w.tags), w.shape);
    add(15, p1.form, 0);
    add(16, p2.form, 0);
    add(17, n1.form, 0);
    add(18, n2.form, 0);
    add(19, p1.form, w.form);
    add(20, w.form, n1.form);
    add(21, p1.suffix[2], 0);
    add(22, n1.suffix[2], 0);
    add(23, u64::from(n1.tags), n1.shape);
    add(24, u64::from(w.tags), u64::from(n1.tags));
    add(25, u64::from(n1.tags), u64::from(n2.tags));
    add(26, p1.form, n1.form);
    add(27, w.suffix[1], n1.suffix[1]);
    add(28, n1.shape, w.shape);
    add(29, u64::from(p1.tags), u64::from(w.tags));
}

/// Features for the first pass: the form's, and the tags to the left.
pub fn first_keys(words: &[Lexeme], tags: &[u8], at: usize, keys: &mut Vec<Key>) {
    form_keys(words, at, 0, keys);
    let tag = |back: usize| at.checked_sub(back).map_or(99, |i| u64::from(tags[i]));
    let (w, n1) = (words[at], words.get(at + 1).map_or(1 << 20, |n| u64::from(n.tags)));
    let (t1, t2) = (tag(1), tag(2));
    let mut add = |template: u64, a: u64, b: u64| keys.push(KeyHasher::new(template).with(a).with(b).key());
    add(40, t1, 0);
    add(41, t1, t2);
    add(42, t1, w.form);
    add(43, t1, u64::from(w.tags));
    add(44, mix(t1, n1), u64::from(w.tags));
    add(45, t1, w.suffix[2]);
    add(46, mix(t1, t2), u64::from(w.tags));
    add(47, t2, w.form);
    add(48, mix(t1, t2), tag(3));
}

/// Features for the second pass: the form's, and the tags on both sides (those to the left already seen twice).
pub fn second_keys(words: &[Lexeme], tags: &[u8], at: usize, keys: &mut Vec<Key>) {
    form_keys(words, at, 1, keys);
    neighbour_keys(words, tags, at, 140, keys);
}

fn neighbour_keys(words: &[Lexeme], tags: &[u8], at: usize, base: u64, keys: &mut Vec<Key>) {
    let back = |n: usize| at.checked_sub(n).map_or(99, |i| u64::from(tags[i]));
    let ahead = |n: usize| tags.get(at + n).map_or(99, |t| u64::from(*t));
    let w = words[at];
    let (p1, p2, n1, n2) = (back(1), back(2), ahead(1), ahead(2));
    let now = u64::from(tags[at]);
    let mut add = |template: u64, a: u64, b: u64| keys.push(KeyHasher::new(base + template).with(a).with(b).key());
    add(0, p1, 0);
    add(1, p1, p2);
    add(2, n1, 0);
    add(3, n1, n2);
    add(4, p1, n1);
    add(5, mix(p1, n1), u64::from(w.tags));
    add(6, p1, w.form);
    add(7, n1, w.form);
    add(8, mix(p1, p2), u64::from(w.tags));
    add(9, mix(n1, n2), u64::from(w.tags));
    add(10, mix(p1, n1), w.form);
    add(11, now, 0);
    add(12, now, mix(p1, n1));
    add(13, mix(p1, p2), mix(n1, n2));
    add(14, mix(p1, p2), n1);
    add(15, mix(n1, n2), p1);
    add(16, p1, w.suffix[2]);
    add(17, n1, w.suffix[2]);
}

/// Features for morphology: the form's, the tags all around, and the features of the two words before.
pub fn morphology_keys(words: &[Lexeme], tags: &[u8], fine: &[u64], at: usize, keys: &mut Vec<Key>) {
    form_keys(words, at, 2, keys);
    neighbour_keys(words, tags, at, 240, keys);
    let back = |n: usize| at.checked_sub(n).map_or(99, |i| fine[i]);
    let w = words[at];
    let mut add = |template: u64, a: u64, b: u64| keys.push(KeyHasher::new(template).with(a).with(b).key());
    let now = u64::from(tags[at]);
    add(260, back(1), now);
    add(261, back(1), w.suffix[1]);
    add(262, mix(back(1), back(2)), now);
    add(263, back(1), w.form);
    add(264, now, w.suffix[0]);
    add(265, now, w.suffix[1]);
    add(266, now, w.suffix[2]);
    // A verb far to the left: the auxiliary, the subject's number.
    let verb =
        (at.saturating_sub(6)..at).rev().find(|i| matches!(Upos::ALL[usize::from(tags[*i])], Upos::Aux | Upos::Verb));
    let verb = verb.map_or((0, 0), |i| (words[i].form, fine[i]));
    add(267, verb.0, w.suffix[1]);
    add(268, verb.1, w.suffix[1]);
}

/// A tag that wins the first pass by more than this, in steps of the weights, is not looked at twice.
const CERTAIN: i32 = 400;

/// Room to work in.
#[derive(Debug, Default)]
pub struct Scratch {
    keys: Vec<Key>,
    scores: Vec<i32>,
    fine: Vec<u64>,
}

impl Tagger {
    /// Fills `tags`, as many as words, with the number of each word's part of speech, and `certain` with whether that is
    /// sure. What is not is looked at once more by [`Tagger::tag_again`].
    pub fn tag(&self, words: &[Lexeme], tags: &mut [u8], certain: &mut [bool], scratch: &mut Scratch) {
        let Scratch { keys, scores, .. } = scratch;
        tags.fill(0);
        scores.clear();
        scores.resize(TAGS, 0);
        for at in 0..words.len() {
            if let Some(tag) = words[at].sure {
                (tags[at], certain[at]) = (tag, true);
                continue;
            }
            first_keys(words, tags, at, keys);
            self.first.score(keys, scores);
            let tag = best(scores, |_| true).unwrap_or(0);
            let next = best(scores, |t| t != tag).unwrap_or(0);
            certain[at] = scores[tag] - scores[next] > CERTAIN;
            tags[at] = tag as u8;
        }
    }

    /// Sets right the tags that are not certain, by those on both sides.
    pub fn tag_again(&self, words: &[Lexeme], tags: &mut [u8], certain: &[bool], scratch: &mut Scratch) {
        let Scratch { keys, scores, .. } = scratch;
        scores.clear();
        scores.resize(TAGS, 0);
        for at in (0..words.len()).filter(|at| !certain[*at]) {
            second_keys(words, tags, at, keys);
            self.second.score(keys, scores);
            tags[at] = best(scores, |_| true).unwrap_or(0) as u8;
        }
    }

    /// Fills `sets`, as many as words, with the number of each word's set of morphological features, [`NO_SET`] where there
    /// is none.
    pub fn inflect(&self, words: &[Lexeme], tags: &[u8], sets: &mut [u16], scratch: &mut Scratch) {
        scratch.fine.clear();
        scratch.scores.clear();
        scratch.scores.resize(self.sets.len(), 0);
        for at in 0..words.len() {
            let choices = self.sets.by_tag.get(usize::from(tags[at])).map_or(&[][..], Vec::as_slice);
            let sure = || self.sure_sets.tags(sure_key(words[at].form, tags[at])).checked_sub(1);
            let set = match choices {
                [] => NO_SET,
                [only] => *only,
                _ => sure().map(|set| set as u16).unwrap_or_else(|| {
                    morphology_keys(words, tags, &scratch.fine, at, &mut scratch.keys);
                    scratch.keys.iter_mut().for_each(|key| *key = part_key(*key, tags[at]));
                    self.morphology.score(&scratch.keys, &mut scratch.scores);
                    best_of(choices, &scratch.scores)
                }),
            };
            sets[at] = set;
            scratch.fine.push(self.sets.fine(tags[at], set));
        }
    }

    /// Writes the tagger for a model file.
    pub fn write(&self, out: &mut Writer) {
        out.number(self.sets.len() as u64);
        for (tag, feats) in &self.sets.sets {
            out.byte(*tag);
            out.text(feats);
        }
        for weights in [&self.first, &self.second, &self.morphology] {
            weights.write(out);
        }
        self.sure_sets.write(out);
    }

    /// Reads what [`Tagger::write`] wrote.
    ///
    /// # Errors
    /// Where the bytes are cut short or do not fit together.
    pub fn read(from: &mut Reader<'_>) -> Result<Tagger> {
        let count = from.number()?;
        ensure!(count < u64::from(NO_SET), "{count} sets of features");
        let sets: Vec<(u8, String)> = (0..count)
            .map(|_| Ok((from.byte()?, from.text()?.to_owned())))
            .collect::<Result<_>>()
            .context("sets of features")?;
        ensure!(sets.iter().all(|(tag, _)| usize::from(*tag) < TAGS), "a set of an unknown part of speech");
        let (first, second, morphology) = (Weights::read(from)?, Weights::read(from)?, Weights::read(from)?);
        ensure!(
            first.classes() == TAGS && second.classes() == TAGS && morphology.classes() == sets.len(),
            "a tagger of other tags"
        );
        let sure_sets = Lexicon::read(from)?;
        Ok(Tagger { first, second, morphology, sure_sets, sets: FeatureSets::new(sets) })
    }
}

/// Returns the choice with the highest score, the first of equals.
pub fn best_of(choices: &[u16], scores: &[i32]) -> u16 {
    let mut found = choices[0];
    for choice in choices {
        if scores[usize::from(*choice)] > scores[usize::from(found)] {
            found = *choice;
        }
    }
    found
}

impl FeatureSets {
    /// Returns the numbers of the sets that a part of speech can have.
    pub fn of_tag(&self, tag: u8) -> &[u16] {
        self.by_tag.get(usize::from(tag)).map_or(&[], Vec::as_slice)
    }
}
