//! Trains the parser, on its own mistakes: after the first rounds it mostly follows its own choice, and a dynamic oracle
//! tells in whatever state it gets into which transitions lose nothing more.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::language::lexeme::Lexicon;
use crate::language::linear::train::{Perceptron, Random, freeze};
use crate::language::linear::{Key, best};
use crate::language::parser::{MOVES, Move, Node, Parser, State, move_keys, relation_keys, sure_key, sure_move_key};

/// A sentence to learn from: what is seen of its words, and its gold tree.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The words as the parser will see them: with predicted tags and lemmas.
    pub nodes: Vec<Node>,
    /// Head of each word, the number past the last for the root's child.
    pub heads: Vec<u32>,
    /// Relation of each word, by number.
    pub relations: Vec<u8>,
}

/// How a parser is trained.
#[derive(Clone, Copy, Debug)]
pub struct ParserSettings {
    /// Rounds over the data.
    pub epochs: usize,
    /// Features changed less often are dropped.
    pub least_updates: u32,
    /// Steps of a weight.
    pub scale: f64,
    /// An answer counts as learnt when it wins by more than this, in steps of the raw weights.
    pub clear: i32,
    /// Features none of whose weights has so many steps are dropped.
    pub least_weight: i16,
    /// How many are trained, each in an order of its own, and averaged.
    pub parts: u64,
    /// A state is sure of its transition where it is wrong at most once in so many sightings.
    pub sure_moves: u32,
}

/// Numbers the relations that occur.
pub fn relation_numbers<'w>(relations: impl Iterator<Item = &'w str>) -> BTreeMap<String, u8> {
    let names: std::collections::BTreeSet<&str> = relations.chain(["root", "dep"]).collect();
    names.into_iter().take(255).enumerate().map(|(n, name)| (name.to_owned(), n as u8)).collect()
}

/// Trains a parser.
///
/// # Errors
/// Where the weights do not fit a table.
pub fn train(
    trees: &[Tree],
    names: &BTreeMap<String, u8>,
    settings: ParserSettings,
    told: &mut dyn FnMut(&str),
) -> Result<Parser> {
    let root = usize::from(names.get("root").copied().unwrap_or(0));
    let (mut moves, mut relations) = (Vec::new(), Vec::new());
    let sure = sure_relations(trees);
    let sure_moves = sure_moves(trees, settings, told);
    for part in 0..settings.parts {
        let mut learner = Learner {
            sure: &sure,
            sure_moves: &sure_moves,
            moves: Perceptron::new(MOVES),
            relations: Perceptron::new(names.len()),
            random: Random::new(part + 3),
            root,
            clear: settings.clear,
        };
        let mut order: Vec<usize> = (0..trees.len()).collect();
        for epoch in 0..settings.epochs {
            let right = learner.round(trees, &mut order, epoch > 0);
            told(&format!("parser {}, round {}: {right:.2} % of the training arcs", part + 1, epoch + 1));
        }
        moves.push(learner.moves);
        relations.push(learner.relations);
    }
    let freeze = |parts: &[Perceptron]| {
        let parts: Vec<&Perceptron> = parts.iter().collect();
        freeze(&parts, settings.least_updates, settings.scale, settings.least_weight)
    };
    let mut sorted: Vec<(&String, &u8)> = names.iter().collect();
    sorted.sort_by_key(|(_, n)| **n);
    let sorted: Vec<String> = sorted.into_iter().map(|(name, _)| name.clone()).collect();
    let sure: Vec<(u64, u32)> = sure.into_iter().map(|(key, relation)| (key, u32::from(relation) + 1)).collect();
    let sure_moves: Vec<(u64, u32)> = sure_moves.into_iter().map(|(key, step)| (key, step as u32 + 1)).collect();
    Parser::new(freeze(&moves)?, freeze(&relations)?, Lexicon::new(&sure), Lexicon::new(&sure_moves), &sorted)
}

/// Relations by [`sure_key`].
type Sure = BTreeMap<u64, u8>;

/// A pair of words is sure of its relation from so many sightings on.
const SURE_FROM: u32 = 15;

fn sure_relations(trees: &[Tree]) -> Sure {
    let mut counts: BTreeMap<u64, BTreeMap<u8, u32>> = BTreeMap::new();
    for tree in trees {
        for (word, head) in tree.heads.iter().enumerate().filter(|(_, h)| (**h as usize) < tree.nodes.len()) {
            let relations = counts.entry(sure_key(&tree.nodes, *head, word as u32)).or_default();
            *relations.entry(tree.relations[word]).or_default() += 1;
        }
    }
    let mut sure = Sure::new();
    for (key, relations) in counts {
        let all: u32 = relations.values().sum();
        if let Some((relation, most)) =
            relations.into_iter().max_by_key(|(relation, n)| (*n, std::cmp::Reverse(*relation)))
            && most >= SURE_FROM
            && (all - most) * 150 <= all
        {
            sure.insert(key, relation);
        }
    }
    sure
}

/// Transitions by [`sure_move_key`].
type SureMoves = BTreeMap<u64, Move>;

/// A state is sure of its transition from so many sightings on.
const SURE_MOVE_FROM: u32 = 20;

/// Follows the gold trees and gathers the states in which one and the same transition is right nearly always.
fn sure_moves(trees: &[Tree], settings: ParserSettings, told: &mut dyn FnMut(&str)) -> SureMoves {
    let mut counts: BTreeMap<u64, [u32; MOVES + 1]> = BTreeMap::new();
    let mut state = State::default();
    for tree in trees {
        state.begin(tree.nodes.len());
        while !state.is_done() {
            if let Some(step) = state.forced() {
                state.take(step, 0);
                continue;
            }
            let right = |m: &Move| state.allows(*m) && state.cost(*m, &tree.heads) == 0;
            let count = counts.entry(sure_move_key(&tree.nodes, &state)).or_default();
            count[MOVES] += 1;
            for step in Move::ALL.iter().filter(|m| right(m)) {
                count[*step as usize] += 1;
            }
            let order = [Move::Right, Move::Left, Move::Shift];
            // In a tree with crossing arcs none may be right.
            let step = order.into_iter().find(right).or_else(|| order.into_iter().find(|m| state.allows(*m)));
            state.take(step.unwrap_or(Move::Shift), 0);
        }
    }
    let (mut sure, mut decided, mut all) = (SureMoves::new(), 0, 0);
    for (key, count) in counts {
        all += count[MOVES];
        let sure_of = |m: &&Move| (count[MOVES] - count[**m as usize]) * settings.sure_moves <= count[MOVES];
        if let Some(step) = Move::ALL.iter().filter(|_| count[MOVES] >= SURE_MOVE_FROM).find(sure_of) {
            sure.insert(key, *step);
            decided += count[MOVES];
        }
    }
    told(&format!("{} states are sure of their transition: {decided} of {all}", sure.len()));
    sure
}

struct Learner<'s> {
    sure: &'s Sure,
    sure_moves: &'s SureMoves,
    moves: Perceptron,
    relations: Perceptron,
    random: Random,
    root: usize,
    clear: i32,
}

impl Learner<'_> {
    /// Goes once through all trees; returns how many arcs came out right, in per cent.
    fn round(&mut self, trees: &[Tree], order: &mut [usize], explores: bool) -> f64 {
        let (mut keys, mut scores) = (Vec::new(), vec![0; MOVES]);
        let mut state = State::default();
        let (mut right, mut all) = (0usize, 0usize);
        self.random.shuffle(order);
        for tree in order.iter().map(|n| &trees[*n]) {
            state.begin(tree.nodes.len());
            while !state.is_done() {
                let sure = || self.sure_moves.get(&sure_move_key(&tree.nodes, &state)).copied();
                if let Some(step) = state.forced().or_else(|| sure().filter(|step| state.allows(*step))) {
                    let relation = self.name_arc(tree, &state, step, &mut keys);
                    state.take(step, relation as u8);
                    continue;
                }
                move_keys(&tree.nodes, &state, &mut keys);
                self.moves.score(&keys, &mut scores);
                let costs = Move::ALL.map(|m| if state.allows(m) { state.cost(m, &tree.heads) } else { u32::MAX });
                let least = costs.iter().copied().min().unwrap_or(0);
                let guess = best(&scores, |m| costs[m] != u32::MAX).unwrap_or(0);
                let gold = best(&scores, |m| costs[m] == least).unwrap_or(0);
                let wrong = best(&scores, |m| costs[m] != u32::MAX && costs[m] > least);
                let close = wrong.filter(|w| scores[gold] - scores[*w] <= self.clear);
                self.moves.learn(&keys, gold, close.unwrap_or(gold));
                let explore = explores && !self.random.one_in(10);
                let step = Move::ALL[if explore { guess } else { gold }];
                let relation = self.name_arc(tree, &state, step, &mut keys);
                state.take(step, relation as u8);
            }
            all += tree.nodes.len();
            let is_right = |w: &usize| state.heads[*w] == tree.heads[*w] && state.relations[*w] == tree.relations[*w];
            right += (0..tree.nodes.len()).filter(is_right).count();
        }
        100.0 * right as f64 / all.max(1) as f64
    }

    /// Names the arc that a transition makes and, where it is a gold one, learns from it.
    fn name_arc(&mut self, tree: &Tree, state: &State, step: Move, keys: &mut Vec<Key>) -> usize {
        let Some((head, word)) = state.arc(step).filter(|(head, _)| *head != state.root()) else { return self.root };
        if let Some(relation) = self.sure.get(&sure_key(&tree.nodes, head, word)) {
            return usize::from(*relation);
        }
        let gold = usize::from(tree.relations[word as usize]);
        relation_keys(&tree.nodes, state, head, word, keys);
        let mut scores = vec![0; self.relations.classes()];
        self.relations.score(keys, &mut scores);
        if tree.heads[word as usize] == head {
            let wrong = best(&scores, |r| r != self.root && r != gold).unwrap_or(self.root);
            let close = scores[gold] - scores[wrong] <= self.clear;
            self.relations.learn(keys, gold, if close { wrong } else { gold });
        }
        best(&scores, |r| r != self.root).unwrap_or(0)
    }
}
