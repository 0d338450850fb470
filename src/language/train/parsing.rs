//! Trains the parser, on its own mistakes: after the first rounds it mostly follows its own choice, and a dynamic oracle
//! tells in whatever state it gets into which transitions lose nothing more.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::language::linear::best;
use crate::language::linear::train::{Perceptron, Random};
use crate::language::parser::{MOVES, Move, Node, Parser, State, move_keys, relation_keys};

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
    /// Seed of the order and of the exploration.
    pub seed: u64,
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
    let (mut moves, mut relations) = (Perceptron::new(MOVES), Perceptron::new(names.len()));
    let root = usize::from(names.get("root").copied().unwrap_or(0));
    let mut order: Vec<usize> = (0..trees.len()).collect();
    let mut random = Random::new(settings.seed);
    let (mut keys, mut scores, mut names_scores) = (Vec::new(), vec![0; MOVES], vec![0; names.len()]);
    let mut state = State::default();
    for epoch in 0..settings.epochs {
        random.shuffle(&mut order);
        let (mut right, mut all) = (0usize, 0usize);
        for &n in &order {
            let tree = &trees[n];
            state.begin(tree.nodes.len());
            while !state.is_done() {
                move_keys(&tree.nodes, &state, &mut keys);
                moves.score(&keys, &mut scores);
                let costs = Move::ALL.map(|m| if state.allows(m) { state.cost(m, &tree.heads) } else { u32::MAX });
                let least = costs.iter().copied().min().unwrap_or(0);
                let guess = best(&scores, |m| costs[m] != u32::MAX).unwrap_or(0);
                let gold = best(&scores, |m| costs[m] == least).unwrap_or(0);
                moves.learn(&keys, gold, if costs[guess] == least { gold } else { guess });
                let explore = epoch > 0 && !random.one_in(10);
                let step = Move::ALL[if explore { guess } else { gold }];
                let mut relation = root;
                if let Some((head, word)) = state.arc(step)
                    && head != state.root()
                {
                    let gold = usize::from(tree.relations[word as usize]);
                    relation_keys(&tree.nodes, &state, head, word, &mut keys);
                    relations.score(&keys, &mut names_scores);
                    relation = best(&names_scores, |r| r != root).unwrap_or(0);
                    if tree.heads[word as usize] == head {
                        relations.learn(&keys, gold, relation);
                    }
                }
                state.take(step, relation as u8);
            }
            all += tree.nodes.len();
            right += (0..tree.nodes.len())
                .filter(|w| state.heads[*w] == tree.heads[*w] && state.relations[*w] == tree.relations[*w])
                .count();
        }
        told(&format!(
            "parser, round {}: {:.2} % of the training arcs",
            epoch + 1,
            100.0 * right as f64 / all.max(1) as f64
        ));
    }
    let freeze = |p: &Perceptron| p.freeze(settings.least_updates, settings.scale);
    let mut sorted: Vec<(&String, &u8)> = names.iter().collect();
    sorted.sort_by_key(|(_, n)| **n);
    let sorted: Vec<String> = sorted.into_iter().map(|(name, _)| name.clone()).collect();
    Parser::new(freeze(&moves)?, freeze(&relations)?, &sorted)
}
