//! The parser's state: the arc-hybrid transition system with the root at the buffer's end.
//!
//! Words move from the buffer onto the stack. `Left` gives the stack's top the buffer's first word as its head,
//! `Right` gives it the word below it on the stack; either way it leaves the stack. What costs a correct arc can be
//! told in every state, right or wrong, which is what makes training on the parser's own mistakes possible.

/// The transitions, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// The buffer's first word goes onto the stack.
    Shift,
    /// The stack's top hangs on the buffer's first word.
    Left,
    /// The stack's top hangs on the word below it.
    Right,
}

/// How many there are.
pub const MOVES: usize = 3;

impl Move {
    /// All, in the order of their numbers.
    pub const ALL: [Move; MOVES] = [Move::Shift, Move::Left, Move::Right];
}

/// No word.
pub const NONE: u32 = u32::MAX;

/// What has been attached to a word so far.
#[derive(Clone, Copy, Debug)]
pub struct Children {
    /// Leftmost and next.
    pub left: [u32; 2],
    /// Rightmost and next.
    pub right: [u32; 2],
    /// How many on each side.
    pub count: [u16; 2],
    /// The relations seen on each side, a bit for each (by number modulo 64).
    pub relations: [u64; 2],
}

const NO_CHILDREN: Children = Children { left: [NONE; 2], right: [NONE; 2], count: [0; 2], relations: [0; 2] };

/// A state. Words are numbered from 0; the root is the number past the last.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The stack, its top last.
    pub stack: Vec<u32>,
    /// The buffer's first word.
    pub next: u32,
    /// Each word's head, the root's number for the root's child, [`NONE`] while it has none.
    pub heads: Vec<u32>,
    /// Each word's relation, by number.
    pub relations: Vec<u8>,
    /// Each word's children, the root's last.
    pub children: Vec<Children>,
}

impl State {
    /// Begins a sentence of so many words.
    pub fn begin(&mut self, words: usize) {
        self.stack.clear();
        self.next = 0;
        self.heads.clear();
        self.heads.resize(words, NONE);
        self.relations.clear();
        self.relations.resize(words, 0);
        self.children.clear();
        self.children.resize(words + 1, NO_CHILDREN);
    }

    /// Returns the root's number.
    pub fn root(&self) -> u32 {
        self.heads.len() as u32
    }

    /// Returns whether every word has its head.
    pub fn is_done(&self) -> bool {
        self.next == self.root() && self.stack.is_empty()
    }

    /// Returns the stack's word at a depth, 0 for the top.
    pub fn stacked(&self, depth: usize) -> u32 {
        self.stack.len().checked_sub(depth + 1).map_or(NONE, |at| self.stack[at])
    }

    /// Returns whether a transition may be taken. In every state that is not done, one may.
    pub fn allows(&self, step: Move) -> bool {
        let at_root = self.next == self.root();
        match step {
            Move::Shift => !at_root,
            // The root takes one child only: the last word on the stack.
            Move::Left => !self.stack.is_empty() && (!at_root || self.stack.len() == 1),
            Move::Right => self.stack.len() > 1,
        }
    }

    /// Returns the transition that must be taken, where only one may.
    pub fn forced(&self) -> Option<Move> {
        let mut allowed = Move::ALL.into_iter().filter(|step| self.allows(*step));
        let first = allowed.next();
        if allowed.next().is_some() { None } else { first }
    }

    /// Returns the arc that a transition makes: head and dependent.
    pub fn arc(&self, step: Move) -> Option<(u32, u32)> {
        match step {
            Move::Shift => None,
            Move::Left => Some((self.next, self.stacked(0))),
            Move::Right => Some((self.stacked(1), self.stacked(0))),
        }
    }

    /// Takes a transition, which must be allowed; `relation` is that of the arc it makes.
    pub fn take(&mut self, step: Move, relation: u8) {
        let Some((head, word)) = self.arc(step) else {
            self.stack.push(self.next);
            self.next += 1;
            return;
        };
        self.stack.pop();
        self.heads[word as usize] = head;
        self.relations[word as usize] = relation;
        let children = &mut self.children[head as usize];
        let (side, ends) = if word < head { (0, &mut children.left) } else { (1, &mut children.right) };
        // Arcs are made from the inside out, so each new child is the outermost.
        *ends = [word, ends[0]];
        children.count[side] += 1;
        children.relations[side] |= 1 << (relation % 64);
    }

    /// Returns how many arcs of `gold` (head by word) a transition puts out of reach.
    #[cfg(feature = "train")]
    pub fn cost(&self, step: Move, gold: &[u32]) -> u32 {
        let top = self.stacked(0);
        let gold_of = |word: u32| gold.get(word as usize).copied().unwrap_or(NONE);
        match step {
            Move::Shift => {
                let word = self.next;
                let below = self.stack.len().saturating_sub(1);
                let children = self.stack.iter().filter(|s| gold_of(**s) == word).count();
                let head = self.stack[..below].contains(&gold_of(word));
                children as u32 + u32::from(head)
            }
            Move::Left | Move::Right => {
                let head = gold_of(top);
                let children = (self.next..self.root()).filter(|b| gold_of(*b) == top).count() as u32;
                let lost = if step == Move::Left {
                    head != NONE && (head == self.stacked(1) || head > self.next)
                } else {
                    head >= self.next && head != NONE
                };
                children + u32::from(lost)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_moves_make_a_tree(words in 1usize..12, choices in prop::collection::vec(0usize..3, 64)) {
            let mut state = State::default();
            state.begin(words);
            let mut choices = choices.into_iter().cycle();
            let mut steps = 0;
            while !state.is_done() {
                let allowed: Vec<Move> = Move::ALL.into_iter().filter(|m| state.allows(*m)).collect();
                prop_assert!(!allowed.is_empty());
                state.take(allowed[choices.next().unwrap() % allowed.len()], 1);
                steps += 1;
            }
            prop_assert_eq!(steps, 2 * words);
            prop_assert_eq!(state.heads.iter().filter(|h| **h == state.root()).count(), 1);
            for start in 0..words {
                let (mut at, mut hops) = (start as u32, 0);
                while at != state.root() {
                    at = state.heads[at as usize];
                    hops += 1;
                    prop_assert!(hops <= words);
                }
            }
        }
    }

    #[cfg(feature = "train")]
    proptest! {
        #[test]
        fn following_moves_without_cost_gives_the_gold_tree(seed in prop::collection::vec(0usize..3, 64), words in 1usize..10) {
            // A projective tree made by any moves is reached again by moves without cost.
            let mut made = State::default();
            made.begin(words);
            let mut seed = seed.into_iter().cycle();
            while !made.is_done() {
                let allowed: Vec<Move> = Move::ALL.into_iter().filter(|m| made.allows(*m)).collect();
                made.take(allowed[seed.next().unwrap() % allowed.len()], 1);
            }
            let mut state = State::default();
            state.begin(words);
            while !state.is_done() {
                let step = Move::ALL.into_iter().find(|m| state.allows(*m) && state.cost(*m, &made.heads) == 0);
                prop_assert!(step.is_some());
                state.take(step.unwrap(), 1);
            }
            prop_assert_eq!(state.heads, made.heads);
        }
    }
}
