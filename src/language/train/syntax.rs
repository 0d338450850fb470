//! Trains all that a language's `syntax.model` holds.

use std::collections::BTreeSet;

use anyhow::Result;

use super::data::Example;
use super::tagging::{self, TaggerSettings};
use super::{lemmas, parsing};
use crate::language::analyzer::{Syntax, node};
use crate::language::lexeme::Lexeme;
use crate::language::segment::LanguageRules;
use crate::language::tagger;
use crate::language::words::Splitter;
use crate::model::Language;

/// How models are trained.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Morphological features that are learnt.
    pub features: Vec<String>,
    /// Parts that the data are cut into, to tag each with a tagger that has not seen it; 1 for none of that.
    pub folds: usize,
    /// The tagger's.
    pub tagger: TaggerSettings,
    /// The parser's.
    pub parser: parsing::ParserSettings,
}

/// The more data, the more often a feature must show before it is kept: one more for so many sentences.
const SENTENCES_A_STEP: usize = 3500;

impl Settings {
    /// Returns the settings for training data of so many sentences.
    pub fn for_so_many(sentences: usize) -> Settings {
        let mut settings = Settings::default();
        settings.parser.least_updates = (sentences / SENTENCES_A_STEP).clamp(3, 6) as u32;
        settings
    }
}

impl Default for Settings {
    fn default() -> Settings {
        let features = [
            "Case", "Definite", "Degree", "Foreign", "Gender", "Mood", "NumType", "Number", "Person", "Polarity",
            "Poss", "PronType", "Reflex", "Tense", "VerbForm", "Voice",
        ];
        Settings {
            features: features.map(str::to_owned).to_vec(),
            folds: 5,
            tagger: TaggerSettings { epochs: 8, least_updates: 3, scale: 24.0 },
            parser: parsing::ParserSettings {
                epochs: 8,
                least_updates: 3,
                scale: 12.0,
                clear: 3,
                least_weight: 2,
                parts: 3,
                sure_moves: 300,
            },
        }
    }
}

/// Trains a language's models. `told` hears of the progress.
///
/// # Errors
/// Where a model grows too large.
pub fn train_syntax(
    examples: &[Example],
    texts: &[(String, BTreeSet<usize>)],
    lang: Language,
    settings: &Settings,
    told: &mut dyn FnMut(&str),
) -> Result<Syntax> {
    let sets = tagging::feature_sets(examples, &settings.features);
    let sentences = tagging::number(examples, &sets, &settings.features);
    let counts = tagging::count_forms(&sentences);
    let lexicon = tagging::lexicon(&counts);
    told(&format!("{} sentences, {} forms, {} sets of features", sentences.len(), counts.len(), sets.len()));
    let borders = tagging::train_borders(texts, lang, &counts, 10)?;
    let splitter = Splitter { weights: tagging::train_splitter(examples, LanguageRules::of(lang), &lexicon, 8)? };
    let lexemes: Vec<Vec<Lexeme>> = sentences.iter().map(|s| tagging::lexemes(s, &counts, 1)).collect();
    let all: Vec<usize> = (0..sentences.len()).collect();
    let tagger = tagging::train_tagger(&sentences, &all, &lexemes, &sets, settings.tagger)?;
    told(&format!(
        "tagger: {:?} {:?} {:?} features and weights",
        tagger.first.size(),
        tagger.second.size(),
        tagger.morphology.size()
    ));
    let lemmatiser = lemmas::train(&sentences, &sets);

    // The parser learns on tags as they will be: predicted, by taggers that have not seen the sentence.
    let names = parsing::relation_numbers(
        sentences.iter().flat_map(|s| s.words.iter().map(|w| w.deprel)).filter(|r| !r.is_empty()),
    );
    let mut trees: Vec<Option<parsing::Tree>> = vec![None; sentences.len()];
    let mut buffer = String::new();
    let mut scratch = tagger::Scratch::default();
    for fold in 0..settings.folds {
        let chosen: Vec<usize> =
            all.iter().copied().filter(|n| settings.folds == 1 || fold_of(*n, settings.folds) != fold).collect();
        let mut fold_settings = settings.tagger;
        fold_settings.epochs = fold_settings.epochs.min(5);
        let other = tagging::train_tagger(&sentences, &chosen, &lexemes, &sets, fold_settings)?;
        for n in all.iter().copied().filter(|n| settings.folds == 1 || fold_of(*n, settings.folds) == fold) {
            let count = lexemes[n].len();
            let (mut tags, mut certain, mut numbers) = (vec![0; count], vec![false; count], vec![0; count]);
            other.tag(&lexemes[n], &mut tags, &mut certain, &mut scratch);
            other.tag_again(&lexemes[n], &mut tags, &certain, &mut scratch);
            other.inflect(&lexemes[n], &tags, &mut numbers, &mut scratch);
            let words = &sentences[n].words;
            let nodes = words.iter().enumerate().map(|(at, word)| {
                let fine = sets.fine(tags[at], numbers[at]);
                let lemma = lemmatiser.lemma(&word.form, tags[at], fine, &mut buffer);
                node(&lexemes[n][at], &lemma, tags[at], fine, &mut buffer)
            });
            let nodes = nodes.collect();
            let root = words.len() as u32;
            let heads = words.iter().map(|w| w.head.map_or(root, |h| h as u32)).collect();
            let relations =
                words.iter().map(|w| names.get(w.deprel).or_else(|| names.get("dep")).copied().unwrap_or(0)).collect();
            trees[n] = Some(parsing::Tree { nodes, heads, relations });
        }
        told(&format!("tagged part {} of {}", fold + 1, settings.folds));
    }
    let trees: Vec<parsing::Tree> = trees.into_iter().flatten().collect();
    let parser = parsing::train(&trees, &names, settings.parser, told)?;
    told(&format!("parser: {:?} {:?} features and weights", parser.moves.size(), parser.relations.size()));
    Ok(Syntax { lexicon, borders, splitter, tagger, lemmatiser, parser })
}

/// Sentences are dealt out in runs, since neighbours are of one document.
fn fold_of(sentence: usize, folds: usize) -> usize {
    sentence / 20 % folds
}
