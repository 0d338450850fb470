//! Trains the lexicon, the contraction splitter and the tagger.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::data::Example;
use crate::language::lexeme::{Lexeme, Lexicon, SURE, fold};
use crate::language::linear::train::{Perceptron, Random, freeze};
use crate::language::linear::{Weights, best, hash_str};
use crate::language::segment::{BorderCase, LanguageRules, border_cases};
use crate::language::tagger::{
    self, FeatureSets, NO_SET, TAGS, Tagger, first_keys, morphology_keys, second_keys, sure_key,
};
use crate::language::words::{contraction, split_keys};
use crate::model::{Language, Upos, Word};

/// A sentence's words with their gold tags and sets of features.
#[derive(Clone, Debug)]
pub struct Tagged {
    /// The words as annotated.
    pub words: Vec<Word>,
    /// Gold part of speech.
    pub tags: Vec<u8>,
    /// Gold set of features.
    pub sets: Vec<u16>,
}

/// Forms with how often they bear each tag.
pub type Counts = BTreeMap<u64, [u32; TAGS]>;

/// Counts the forms of the training data.
pub fn count_forms(sentences: &[Tagged]) -> Counts {
    let mut counts = Counts::new();
    let mut buffer = String::new();
    for sentence in sentences {
        for (word, tag) in sentence.words.iter().zip(&sentence.tags) {
            fold(&word.form, &mut buffer);
            counts.entry(hash_str(&buffer)).or_insert([0; TAGS])[usize::from(*tag)] += 1;
        }
    }
    counts
}

/// Makes the lexicon of the forms counted.
pub fn lexicon(counts: &Counts) -> Lexicon {
    let forms: Vec<(u64, u32)> = counts.iter().map(|(form, by_tag)| (*form, tags_of(by_tag))).collect();
    Lexicon::new(&forms)
}

/// A form is sure of its tag from so many sightings on.
const SURE_FROM: u32 = 12;

fn tags_of(by_tag: &[u32; TAGS]) -> u32 {
    let all: u32 = by_tag.iter().sum();
    let most = by_tag.iter().copied().max().unwrap_or(0);
    if most >= SURE_FROM && (all - most) * 300 <= all {
        return by_tag.iter().position(|n| *n == most).map_or(0, |tag| 1 << tag | SURE);
    }
    by_tag.iter().enumerate().filter(|(_, n)| **n > 0 && **n * 200 >= all).map(|(tag, _)| 1 << tag).sum()
}

/// Looks at the words of a training sentence as if this very sentence had not been counted: in use, too, no sentence
/// has.
pub fn lexemes(sentence: &Tagged, counts: &Counts, weight: u32) -> Vec<Lexeme> {
    let mut buffer = String::new();
    let none = Lexicon::default();
    let words = sentence.words.iter().zip(&sentence.tags);
    words
        .map(|(word, tag)| {
            let mut lexeme = Lexeme::new(&word.form, &none, &mut buffer);
            if let Some(by_tag) = counts.get(&lexeme.form) {
                let mut others = *by_tag;
                let own = &mut others[usize::from(*tag)];
                *own = own.saturating_sub(weight);
                lexeme.know(tags_of(&others));
            }
            lexeme
        })
        .collect()
}

/// Gathers the sets of features that occur at least twice (or with a part of speech that has no commoner one).
pub fn feature_sets(examples: &[Example], keep: &[String]) -> FeatureSets {
    let mut counts: BTreeMap<(u8, String), u32> = BTreeMap::new();
    for example in examples {
        for word in &example.sentence.words {
            *counts.entry((tag_number(word.upos), kept(&word.feats, keep))).or_default() += 1;
        }
    }
    let mut sets: Vec<((u8, String), u32)> = counts.into_iter().collect();
    sets.sort_by(|a, b| (a.0.0, std::cmp::Reverse(a.1), &a.0.1).cmp(&(b.0.0, std::cmp::Reverse(b.1), &b.0.1)));
    let mut seen = [false; TAGS];
    sets.retain(|((tag, _), count)| *count > 1 || !std::mem::replace(&mut seen[usize::from(*tag)], true));
    FeatureSets::new(sets.into_iter().map(|(set, _)| set).collect())
}

/// Returns those of a word's features that are learnt.
pub fn kept(feats: &str, keep: &[String]) -> String {
    let kept = feats.split('|').filter(|f| f.split_once('=').is_some_and(|(name, _)| keep.iter().any(|k| k == name)));
    kept.collect::<Vec<_>>().join("|")
}

/// Returns a part of speech's number.
pub fn tag_number(upos: Upos) -> u8 {
    Upos::ALL.iter().position(|u| *u == upos).unwrap_or(TAGS - 1) as u8
}

/// Numbers the gold tags and features.
pub fn number(examples: &[Example], sets: &FeatureSets, keep: &[String]) -> Vec<Tagged> {
    examples
        .iter()
        .map(|example| {
            let words = example.sentence.words.clone();
            let tags: Vec<u8> = words.iter().map(|w| tag_number(w.upos)).collect();
            let numbers =
                words.iter().zip(&tags).map(|(w, t)| sets.find(*t, &kept(&w.feats, keep)).unwrap_or(NO_SET)).collect();
            Tagged { words, tags, sets: numbers }
        })
        .collect()
}

/// Trains the splitter of contractions.
///
/// # Errors
/// Where the weights do not fit a table.
pub fn train_splitter(
    examples: &[Example],
    rules: &LanguageRules,
    lexicon: &Lexicon,
    epochs: usize,
) -> Result<Weights> {
    let mut perceptron = Perceptron::new(2);
    let mut buffer = String::new();
    let (mut keys, mut scores) = (Vec::new(), [0; 2]);
    let mut cases = Vec::new();
    for example in examples {
        for (at, token) in example.sentence.tokens.iter().enumerate() {
            if contraction(token.span.of(&example.text), rules).is_some_and(|c| !c.always) {
                split_keys(&example.text, &example.sentence, at, lexicon, &mut buffer, &mut keys);
                cases.push((keys.clone(), usize::from(token.n_words > 1)));
            }
        }
    }
    let mut random = Random::new(5);
    for _ in 0..epochs {
        random.shuffle(&mut cases);
        for (keys, gold) in &cases {
            perceptron.score(keys, &mut scores);
            perceptron.learn(keys, *gold, best(&scores, |_| true).unwrap_or(0));
        }
    }
    perceptron.freeze(2, 32.0)
}

/// So many learn the borders, each in an order of its own, and are averaged.
const BORDER_LEARNERS: u64 = 8;

/// An answer counts as learnt when it wins by more than this, in steps of the raw weights.
const CLEAR: i32 = 10;

/// Trains the model of sentence borders on whole texts with the bytes at which their sentences start.
///
/// # Errors
/// Where the weights do not fit a table.
pub fn train_borders(
    texts: &[(String, BTreeSet<usize>)],
    lang: Language,
    counts: &Counts,
    epochs: usize,
) -> Result<Weights> {
    // A word seen once in training is as good as unseen in use.
    let counts: Counts =
        counts.iter().filter(|(_, tags)| tags.iter().sum::<u32>() > 1).map(|(f, t)| (*f, *t)).collect();
    let lexicon = lexicon(&counts);
    let mut cases: Vec<BorderCase> =
        texts.iter().flat_map(|(text, starts)| border_cases(text, lang, starts, &lexicon)).collect();
    let mut learners = Vec::new();
    for seed in 0..BORDER_LEARNERS {
        let (mut perceptron, mut scores, mut random) = (Perceptron::new(2), [0; 2], Random::new(seed + 7));
        for _ in 0..epochs {
            random.shuffle(&mut cases);
            for (keys, gold) in &cases {
                perceptron.score(keys, &mut scores);
                let (gold, other) = (usize::from(*gold), usize::from(!*gold));
                perceptron.learn(keys, gold, if scores[gold] - scores[other] <= CLEAR { other } else { gold });
            }
        }
        learners.push(perceptron);
    }
    freeze(&learners.iter().collect::<Vec<_>>(), 2, 32.0, 1)
}

/// How a tagger is trained.
#[derive(Clone, Copy, Debug)]
pub struct TaggerSettings {
    /// Rounds over the data.
    pub epochs: usize,
    /// Features changed less often are dropped.
    pub least_updates: u32,
    /// Steps of a weight.
    pub scale: f64,
}

/// By [`sure_key`]: how often a form with a part of speech has each set of features.
type SetCounts = BTreeMap<u64, BTreeMap<u16, u32>>;

/// Returns the set that a form always has, not counting one sighting of `own`.
fn sure_set(counts: &SetCounts, form: u64, tag: u8, own: Option<u16>) -> Option<u16> {
    let sets = counts.get(&sure_key(form, tag))?;
    let left = |set: u16, n: u32| n - u32::from(own == Some(set));
    let all: u32 = sets.iter().map(|(set, n)| left(*set, *n)).sum();
    let (set, most) =
        sets.iter().map(|(set, n)| (*set, left(*set, *n))).max_by_key(|(set, n)| (*n, std::cmp::Reverse(*set)))?;
    (most >= SURE_FROM / 2 && (all - most) * 100 <= all).then_some(set)
}

/// Trains the tagger on `sentences[chosen]`.
///
/// # Errors
/// Where the weights do not fit a table.
pub fn train_tagger(
    sentences: &[Tagged],
    chosen: &[usize],
    lexemes: &[Vec<Lexeme>],
    sets: &FeatureSets,
    settings: TaggerSettings,
) -> Result<Tagger> {
    let (mut first, mut second, mut morphology) =
        (Perceptron::new(TAGS), Perceptron::new(TAGS), Perceptron::new(sets.len()));
    let mut set_counts = SetCounts::new();
    for &n in chosen {
        let sentence = &sentences[n];
        for (at, lexeme) in lexemes[n].iter().enumerate().filter(|(at, _)| sentence.sets[*at] != NO_SET) {
            let key = sure_key(lexeme.form, sentence.tags[at]);
            *set_counts.entry(key).or_default().entry(sentence.sets[at]).or_default() += 1;
        }
    }
    let mut order = chosen.to_vec();
    let mut random = Random::new(11);
    let (mut keys, mut scores, mut set_scores) = (Vec::new(), vec![0; TAGS], vec![0; sets.len()]);
    let (mut tags, mut fine) = (Vec::new(), Vec::new());
    for _ in 0..settings.epochs {
        random.shuffle(&mut order);
        for &n in &order {
            let (sentence, words) = (&sentences[n], &lexemes[n]);
            tags.clear();
            tags.resize(words.len(), 0u8);
            for (pass, perceptron) in [&mut first, &mut second].into_iter().enumerate() {
                for at in 0..words.len() {
                    if let Some(tag) = words[at].sure {
                        tags[at] = tag;
                        continue;
                    }
                    match pass {
                        0 => first_keys(words, &tags, at, &mut keys),
                        _ => second_keys(words, &tags, at, &mut keys),
                    }
                    perceptron.score(&keys, &mut scores);
                    let guess = best(&scores, |_| true).unwrap_or(0);
                    perceptron.learn(&keys, usize::from(sentence.tags[at]), guess);
                    tags[at] = guess as u8;
                }
            }
            // Morphology learns on gold tags: a wrong tag has no right features.
            fine.clear();
            for at in 0..words.len() {
                let (tag, gold) = (sentence.tags[at], sentence.sets[at]);
                let choices = sets.of_tag(tag);
                let mut guess = gold;
                let sure = sure_set(&set_counts, words[at].form, tag, Some(gold));
                if let (Some(sure), true) = (sure, choices.len() > 1) {
                    guess = sure;
                } else if choices.len() > 1 {
                    morphology_keys(words, &sentence.tags, &fine, at, &mut keys);
                    morphology.score(&keys, &mut set_scores);
                    guess = tagger::best_of(choices, &set_scores);
                    if gold != NO_SET {
                        morphology.learn(&keys, usize::from(gold), usize::from(guess));
                    }
                }
                fine.push(sets.fine(tag, guess));
            }
        }
    }
    let mut sure_sets = Vec::new();
    let mut seen = BTreeSet::new();
    for (words, sentence) in chosen.iter().map(|n| (&lexemes[*n], &sentences[*n])) {
        for (lexeme, tag) in words.iter().zip(&sentence.tags) {
            let several = sets.of_tag(*tag).len() > 1;
            if let Some(set) =
                sure_set(&set_counts, lexeme.form, *tag, None).filter(|_| several && seen.insert((lexeme.form, *tag)))
            {
                sure_sets.push((sure_key(lexeme.form, *tag), u32::from(set) + 1));
            }
        }
    }
    Ok(Tagger {
        first: first.freeze(settings.least_updates, settings.scale)?,
        second: second.freeze(settings.least_updates, settings.scale)?,
        morphology: morphology.freeze(settings.least_updates, settings.scale)?.cut_by_part(|set| sets.tag(set))?,
        sure_sets: Lexicon::new(&sure_sets),
        sets: sets.clone(),
    })
}
