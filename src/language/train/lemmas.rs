//! Trains the lemmatiser: the fewest endings that explain the words of the training data.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt};

use super::tagging::Tagged;
use crate::language::lemma::{Edit, LONGEST_ENDING, Lemmatiser, ending_key};
use crate::language::lexeme::fold;
use crate::language::tagger::FeatureSets;

/// Counts of edits, by number.
type Counts = BTreeMap<u16, u32>;

fn commonest(counts: &Counts) -> (u16, u32) {
    counts.iter().fold((0, 0), |best, (edit, count)| if *count > best.1 { (*edit, *count) } else { best })
}

/// Learns from words with gold tags, features and lemmas.
pub fn train(sentences: &[Tagged], sets: &FeatureSets) -> Lemmatiser {
    let mut edits: Vec<Edit> = Vec::new();
    let mut numbers: HashMap<Edit, u16> = HashMap::new();
    // By class (part of speech, then also with features) and word: which edits, how often.
    let mut words: BTreeMap<(u64, String), Counts> = BTreeMap::new();
    let mut fine_words: BTreeMap<(u64, u64, String), Counts> = BTreeMap::new();
    let mut folded = String::new();
    for sentence in sentences {
        for (at, word) in sentence.words.iter().enumerate() {
            if word.lemma.is_empty() || word.lemma == "_" && word.form != "_" || word.feats.contains("Typo=Yes") {
                continue;
            }
            let Some(edit) = Edit::between(&word.form, &word.lemma) else { continue };
            let number = match numbers.get(&edit) {
                Some(number) => *number,
                None if edits.len() < usize::from(u16::MAX) => {
                    edits.push(edit.clone());
                    numbers.insert(edit, edits.len() as u16 - 1);
                    edits.len() as u16 - 1
                }
                None => continue,
            };
            fold(&word.form, &mut folded);
            let (tag, fine) = (u64::from(sentence.tags[at]), sets.fine(sentence.tags[at], sentence.sets[at]));
            *words.entry((tag, folded.clone())).or_default().entry(number).or_default() += 1;
            *fine_words.entry((tag, fine, folded.clone())).or_default().entry(number).or_default() += 1;
        }
    }
    let mut endings: HashMap<u64, u16> = HashMap::new();
    // Endings from the shortest: kept where their commonest edit is not that of the shorter one.
    let mut by_ending: BTreeMap<(usize, u64, u64, String), Counts> = BTreeMap::new();
    for ((tag, fine, word), counts) in &fine_words {
        let chars: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
        for length in 0..=LONGEST_ENDING.min(chars.len() - 1) {
            let ending = &word[chars[chars.len() - 1 - length]..];
            for class in [*tag, *fine] {
                let at = by_ending.entry((length, u64::from(class == *fine), class, ending.to_owned())).or_default();
                for (edit, count) in counts {
                    // A frequent word says little more of its ending than a rare one.
                    *at.entry(*edit).or_default() += (*count).min(3);
                }
            }
        }
    }
    let known = |endings: &HashMap<u64, u16>, tag: u64, fine: Option<u64>, ending: &str| -> Option<u16> {
        let starts = ending.char_indices().map(|(at, _)| at).chain([ending.len()]);
        for at in starts {
            let fine = fine.and_then(|class| endings.get(&ending_key(class, &ending[at..], false)));
            if let Some(edit) = fine.or_else(|| endings.get(&ending_key(tag, &ending[at..], false))) {
                return Some(*edit);
            }
        }
        None
    };
    let tag_of_fine: BTreeMap<u64, u64> = fine_words.keys().map(|(tag, fine, _)| (*fine, *tag)).collect();
    for ((length, is_fine, class, ending), counts) in &by_ending {
        let (edit, count) = commonest(counts);
        let all: u32 = counts.values().sum();
        if *length > 0 && (count < 2 || count * 4 < all * 3) {
            continue;
        }
        let tag = if *is_fine == 1 { tag_of_fine.get(class).copied().unwrap_or(*class) } else { *class };
        if known(&endings, tag, (*is_fine == 1).then_some(*class), ending) != Some(edit) {
            endings.insert(ending_key(*class, ending, false), edit);
        }
    }
    let mut whole: HashMap<u64, u16> = HashMap::new();
    for ((tag, word), counts) in &words {
        let (edit, _) = commonest(counts);
        if known(&endings, *tag, None, ending_of(word)) != Some(edit) {
            whole.insert(ending_key(*tag, word, true), edit);
        }
    }
    for ((tag, fine, word), counts) in &fine_words {
        let (edit, _) = commonest(counts);
        let given = whole
            .get(&ending_key(*tag, word, true))
            .copied()
            .or_else(|| known(&endings, *tag, Some(*fine), ending_of(word)));
        if given != Some(edit) {
            whole.insert(ending_key(*fine, word, true), edit);
        }
    }
    endings.extend(whole);
    let mut endings: Vec<(u64, u16)> = endings.into_iter().collect();
    endings.sort_unstable();
    Lemmatiser::new(edits, &endings)
}

fn ending_of(word: &str) -> &str {
    let at = word.char_indices().rev().nth(LONGEST_ENDING - 1).map_or(0, |(at, _)| at);
    &word[at..]
}
