//! The trained model: labels the tokens of a sentence so that the sum of its weights is the highest.
//!
//! In: a sentence's tokens and what the rules make of them. Out: names as runs of tokens. Without a model for a
//! language the rules answer alone.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use anyhow::{Result, ensure};

use super::features::{CLASSES, KINDS, LABELS, Label, OUTSIDE, Window, active, class, label, transition};
use super::scan::{Memory, Run};
use super::tokens::Seen;
use crate::language::linear::{Key, Weights};
use crate::language::model_file::{self, ModelFile};
use crate::model::{Language, NameKind};

/// The section of a model file that holds the weights.
pub const SECTION: &str = "names";

/// The weights of one language.
#[derive(Debug)]
pub struct NameModel {
    weights: Weights,
    /// What each label thinks of each before it, by the class of its token.
    transitions: Vec<Transitions>,
    /// The kinds that it was taught; the others are left to the rules.
    knows: [bool; 5],
}

impl NameModel {
    /// Returns the model embedded in the program, or `None` where there is none for the language.
    pub fn of(lang: Language) -> Option<&'static NameModel> {
        static LOADED: Mutex<BTreeMap<Language, Option<&'static NameModel>>> = Mutex::new(BTreeMap::new());
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        *loaded.entry(lang).or_insert_with(|| {
            let bytes = model_file::embedded(lang, "names")?;
            let model = ModelFile::from_bytes(bytes).and_then(|file| NameModel::read(&file));
            // A damaged model is caught by the tests; in use the rules answer. Leaked: one for each language.
            model.ok().map(|model| &*Box::leak(Box::new(model)))
        })
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// Where its section is missing, damaged or for other labels.
    pub fn read(file: &ModelFile) -> Result<NameModel> {
        let mut section = file.section(SECTION)?;
        let weights = Weights::read(&mut section)?;
        ensure!(weights.classes() == LABELS, "a name model of {} labels", weights.classes());
        Ok(NameModel::new(weights))
    }

    /// Makes a model of weights over `LABELS` labels.
    pub fn new(weights: Weights) -> NameModel {
        let mut transitions = vec![[[0; LABELS]; LABELS]; CLASSES];
        for (class, table) in transitions.iter_mut().enumerate() {
            for (last, row) in table.iter_mut().enumerate() {
                weights.score(&transition(last as Label, class), row);
            }
        }
        // A kind that was in the data has a weight for going from outside to its first word.
        let knows = std::array::from_fn(|kind| {
            let first = label(Run { start: 0, end: 2, kind: KINDS[kind], sure: true }, 0);
            let alone = label(Run { start: 0, end: 1, kind: KINDS[kind], sure: true }, 0);
            transitions.iter().flatten().any(|row| row[usize::from(first)] != 0 || row[usize::from(alone)] != 0)
        });
        NameModel { weights, transitions, knows }
    }

    /// Returns whether it was taught a kind of name.
    pub fn knows(&self, kind: NameKind) -> bool {
        self.knows[kind as usize]
    }

    /// Finds the names of a sentence; `runs` is what the rules found there.
    pub fn find(&self, text: &str, seen: &[Seen], runs: &[Run], memory: &Memory, room: &mut Room) -> Vec<Run> {
        room.look(seen, runs);
        let Room { rules, active, classes, lattice, keys, labels } = room;
        if !active.contains(&true) {
            return Vec::new();
        }
        let window = Window::new(text, seen, rules, memory);
        lattice.clear();
        for (at, is_active) in active.iter().enumerate() {
            let mut scores = [0; LABELS];
            if *is_active {
                window.keys(at, keys);
                self.weights.score(keys, &mut scores);
            }
            lattice.push(scores);
        }
        best_path(lattice, active, classes, &self.transitions, labels);
        runs_of(labels)
    }
}

/// Room to work in, kept from sentence to sentence.
#[derive(Debug, Default)]
pub struct Room {
    /// The rules' labels.
    pub rules: Vec<Label>,
    /// Which tokens may be part of a name.
    pub active: Vec<bool>,
    /// Score of each label for each token.
    pub lattice: Vec<[i32; LABELS]>,
    /// Features of one token.
    pub keys: Vec<Key>,
    /// The labels found.
    pub labels: Vec<Label>,
    /// The class of each token.
    pub classes: Vec<usize>,
}

/// What a label thinks of each before it.
pub type Transitions = [[i32; LABELS]; LABELS];

impl Room {
    /// Writes the rules' runs as labels and marks what may be part of a name.
    pub fn look(&mut self, seen: &[Seen], runs: &[Run]) {
        self.rules.clear();
        self.rules.resize(seen.len(), OUTSIDE);
        for run in runs {
            for at in run.start..run.end {
                self.rules[at] = label(*run, at);
            }
        }
        active(seen, &self.rules, &mut self.active);
        self.classes.clear();
        self.classes.extend(seen.iter().map(class));
    }
}

/// Finds the labels with the highest sum (Viterbi); tokens that are not active stay outside.
pub fn best_path(
    lattice: &[[i32; LABELS]],
    active: &[bool],
    classes: &[usize],
    transitions: &[Transitions],
    labels: &mut Vec<Label>,
) {
    const NEVER: i32 = i32::MIN / 2;
    labels.clear();
    labels.resize(lattice.len(), OUTSIDE);
    let mut back: Vec<[i32; LABELS]> = Vec::with_capacity(lattice.len());
    let mut sums = [NEVER; LABELS];
    sums[usize::from(OUTSIDE)] = 0;
    for (at, (scores, active)) in lattice.iter().zip(active).enumerate() {
        let mut next = [NEVER; LABELS];
        let mut from = [i32::from(OUTSIDE); LABELS];
        let table = &transitions[classes[at]];
        // Behind what ends a name, or is none, whatever opens one or is none.
        for last in CLOSING.into_iter().filter(|last| sums[*last] > NEVER) {
            best_behind(sums[last], last as i32, &table[last], &mut next, &mut from);
        }
        // Behind what leaves a name open only what goes on with it.
        for first in (1..LABELS).step_by(4) {
            let inside = first + 1;
            for label in [inside, first + 2] {
                (next[label], from[label]) = (NEVER, i32::from(OUTSIDE));
                for last in [first, inside].into_iter().filter(|last| sums[*last] > NEVER) {
                    let sum = sums[last].saturating_add(table[last][label]);
                    if sum > next[label] {
                        (next[label], from[label]) = (sum, last as i32);
                    }
                }
            }
        }
        let reach = if *active { LABELS } else { 1 };
        next[reach..].fill(NEVER);
        for label in 0..reach {
            if next[label] > NEVER {
                next[label] += scores[label];
            }
        }
        sums = next;
        back.push(from);
    }
    // A name that is open at the end is none.
    let mut label = CLOSING.into_iter().max_by_key(|label| (sums[*label], std::cmp::Reverse(*label))).unwrap_or(0);
    for (at, from) in back.iter().enumerate().rev() {
        labels[at] = label as Label;
        label = from[label] as usize;
    }
}

/// The labels behind which no name is open: outside, the last of a name, a name alone.
const CLOSING: [usize; 11] = [0, 3, 4, 7, 8, 11, 12, 15, 16, 19, 20];

/// Takes in, for all labels at once, what they come to behind one label.
#[inline]
fn best_behind(sum: i32, last: i32, row: &[i32; LABELS], next: &mut [i32; LABELS], from: &mut [i32; LABELS]) {
    for label in 0..LABELS {
        let behind = sum.wrapping_add(row[label]);
        let is_better = behind > next[label];
        next[label] = if is_better { behind } else { next[label] };
        from[label] = if is_better { last } else { from[label] };
    }
}

/// Reads names off labels that follow each other rightly.
pub fn runs_of(labels: &[Label]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut start = 0;
    for (at, label) in labels.iter().enumerate().filter(|(_, label)| **label != OUTSIDE) {
        let kind = KINDS[usize::from(label - 1) / 4];
        match (label - 1) % 4 {
            0 => start = at,
            2 => runs.push(Run { start, end: at + 1, kind, sure: true }),
            3 => runs.push(Run { start: at, end: at + 1, kind, sure: true }),
            _ => {}
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::super::features::may_follow;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_closes_may_stand_before_what_is_outside() {
        let closing: Vec<usize> = (0..LABELS).filter(|last| may_follow(*last as Label, OUTSIDE)).collect();
        assert_eq!(closing, CLOSING);
        for first in (1..LABELS).step_by(4) {
            for last in 0..LABELS {
                let goes_on = last == first || last == first + 1;
                assert_eq!(may_follow(last as Label, first as Label + 1), goes_on);
                assert_eq!(may_follow(last as Label, first as Label + 2), goes_on);
            }
        }
    }

    proptest! {
        #[test]
        fn paths_are_well_formed(scores in prop::collection::vec(prop::array::uniform21(-50i32..50), 0..12), off in any::<u16>()) {
            let active: Vec<bool> = (0..scores.len()).map(|at| off >> at & 1 == 0).collect();
            let mut labels = Vec::new();
            best_path(&scores, &active, &vec![0; active.len()], &[[[0; LABELS]; LABELS]], &mut labels);
            let mut last = OUTSIDE;
            for label in labels.iter().chain([&OUTSIDE]) {
                prop_assert!(may_follow(last, *label));
                last = *label;
            }
            for (label, active) in labels.iter().zip(&active) {
                prop_assert!(*active || *label == OUTSIDE);
            }
        }
    }

    #[test]
    fn the_embedded_models_read() {
        for lang in [Language::FR, Language::EN] {
            if let Some(bytes) = model_file::embedded(lang, "names") {
                let model = NameModel::read(&ModelFile::from_bytes(bytes).unwrap()).unwrap();
                assert!(KINDS.iter().all(|kind| model.knows(*kind)));
            }
        }
    }

    #[test]
    fn the_best_path_wins_over_the_best_labels() {
        let first = usize::from(label(Run { start: 0, end: 2, kind: NameKind::Person, sure: true }, 0));
        let last = usize::from(label(Run { start: 0, end: 2, kind: NameKind::Person, sure: true }, 1));
        let mut lattice = [[0; LABELS]; 2];
        lattice[0][first] = -1;
        lattice[1][last] = 5;
        let mut labels = Vec::new();
        best_path(&lattice, &[true, true], &[0, 0], &[[[0; LABELS]; LABELS]], &mut labels);
        assert_eq!(runs_of(&labels), vec![Run { start: 0, end: 2, kind: NameKind::Person, sure: true }]);
    }
}
