//! Gives each word its head and its relation.
//!
//! In: the words' forms, lemmas and tags. Out: a tree, one root a sentence. Greedy: a transition at a time, each the best by
//! the state's features; the relation of an arc is named by a second classifier when the arc is made. (Naming them once
//! more when the tree stands was tried and gained nothing.)

mod keys;
mod state;

pub use keys::{Node, move_keys, relation_keys, sure_key, sure_move_key};
pub use state::{MOVES, Move, State};

use anyhow::{Result, ensure};

use super::lexeme::Lexicon;
use super::linear::{Key, Reader, Weights, Writer, best};
use super::relation::relation;

/// The trained parser of a language.
#[derive(Clone, Debug, Default)]
pub struct Parser {
    /// Chooses transitions.
    pub moves: Weights,
    /// Names relations as arcs are made.
    pub relations: Weights,
    /// Relations that are sure from the two words alone: [`sure_key`], and the relation's number + 1.
    pub sure: Lexicon,
    /// Transitions that are sure from the words at hand alone: [`sure_move_key`], and the transition's number + 1.
    pub sure_moves: Lexicon,
    names: Vec<&'static str>,
    root_relation: u8,
}

/// Room to work in, and where the tree is found after [`Parser::parse`].
#[derive(Debug, Default)]
pub struct Scratch {
    /// The state; done after parsing.
    pub state: State,
    keys: Vec<Key>,
    scores: Vec<i32>,
}

impl Parser {
    /// Puts a parser together; `names` are the relations by number, `root` among them.
    ///
    /// # Errors
    /// Where the parts do not fit together.
    pub fn new(
        moves: Weights,
        relations: Weights,
        sure: Lexicon,
        sure_moves: Lexicon,
        names: &[String],
    ) -> Result<Parser> {
        ensure!(moves.classes() == MOVES && names.len() <= 255, "a parser of other transitions");
        ensure!(relations.classes() == names.len(), "a parser of other relations");
        let root = names.iter().position(|n| n == "root");
        ensure!(root.is_some(), "a parser without the relation root");
        let root_relation = root.unwrap_or(0) as u8;
        let names = names.iter().map(|n| relation(n)).collect();
        Ok(Parser { moves, relations, sure, sure_moves, names, root_relation })
    }

    /// Parses a sentence into `scratch.state`.
    pub fn parse(&self, nodes: &[Node], scratch: &mut Scratch) {
        let Scratch { state, keys, scores } = scratch;
        state.begin(nodes.len());
        while !state.is_done() {
            let step = match state.forced().or_else(|| self.sure_move(nodes, state)) {
                Some(step) => step,
                None => {
                    move_keys(nodes, state, keys);
                    scores.clear();
                    scores.resize(MOVES, 0);
                    self.moves.score(keys, scores);
                    best(scores, |m| state.allows(Move::ALL[m])).map_or(Move::Shift, |m| Move::ALL[m])
                }
            };
            let relation = match state.arc(step) {
                Some((head, _)) if head == state.root() => self.root_relation,
                Some((head, word)) => {
                    let sure = self.sure.tags(sure_key(nodes, head, word));
                    if sure > 0 {
                        (sure - 1) as u8
                    } else {
                        relation_keys(nodes, state, head, word, keys);
                        scores.clear();
                        scores.resize(self.names.len(), 0);
                        self.relations.score(keys, scores);
                        best(scores, |r| r != usize::from(self.root_relation)).unwrap_or(0) as u8
                    }
                }
                None => 0,
            };
            state.take(step, relation);
        }
    }

    fn sure_move(&self, nodes: &[Node], state: &State) -> Option<Move> {
        let found = self.sure_moves.tags(sure_move_key(nodes, state)).checked_sub(1)?;
        Move::ALL.get(found as usize).copied().filter(|step| state.allows(*step))
    }

    /// Returns the name of a relation.
    pub fn relation_name(&self, number: u8) -> &'static str {
        self.names.get(usize::from(number)).copied().unwrap_or("dep")
    }

    /// Writes the parser for a model file.
    pub fn write(&self, out: &mut Writer) {
        out.number(self.names.len() as u64);
        for name in &self.names {
            out.text(name);
        }
        for weights in [&self.moves, &self.relations] {
            weights.write(out);
        }
        self.sure.write(out);
        self.sure_moves.write(out);
    }

    /// Reads what [`Parser::write`] wrote.
    ///
    /// # Errors
    /// Where the bytes are cut short or do not fit together.
    pub fn read(from: &mut Reader<'_>) -> Result<Parser> {
        let count = from.number()?;
        ensure!(count <= 255, "{count} relations");
        let names: Vec<String> = (0..count).map(|_| Ok(from.text()?.to_owned())).collect::<Result<_>>()?;
        Parser::new(Weights::read(from)?, Weights::read(from)?, Lexicon::read(from)?, Lexicon::read(from)?, &names)
    }
}
