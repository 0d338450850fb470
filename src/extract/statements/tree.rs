//! A sentence's parse, walked by its words' indices.

use std::ops::Range;

use crate::model::{Upos, Word};

/// The words of a parsed sentence.
#[derive(Clone, Copy)]
pub(super) struct Tree<'t>(pub &'t [Word]);

/// Returns a relation without its subtype.
pub(super) fn base(relation: &str) -> &str {
    relation.split(':').next().unwrap_or(relation)
}

/// Returns whether a word negates.
pub(super) fn is_negation(word: &Word) -> bool {
    let negates = word.feats.contains("Polarity=Neg") || word.feats.contains("PronType=Neg");
    // "un pas de tir", "une personne": nouns.
    negates && !matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Verb)
}

impl<'t> Tree<'t> {
    /// Returns the words that hang on a word, in order.
    pub fn children(self, of: usize) -> impl Iterator<Item = usize> + use<'t> {
        let words = self.0;
        (0..words.len()).filter(move |w| words[*w].head == Some(of))
    }

    /// Returns the last word of a run of tokens.
    pub fn last_of(self, tokens: Range<usize>) -> Option<usize> {
        let last = tokens.end.checked_sub(1)?;
        // "wasn't" is one token of two words: the negation is the last.
        self.0.iter().rposition(|w| w.token == last)
    }

    /// Returns the verb in a run of tokens: what is tagged so, else what a clause hangs on.
    pub fn verb_of(self, tokens: Range<usize>) -> Option<usize> {
        let inside = |w: &usize| tokens.contains(&self.0[*w].token);
        let all = 0..self.0.len();
        let tagged = all.clone().filter(inside).find(|w| self.0[*w].upos == Upos::Verb);
        let leads = |w: &usize| self.children(*w).any(|c| matches!(base(self.0[c].deprel), "ccomp" | "xcomp"));
        tagged.or_else(|| all.clone().filter(inside).find(leads))
    }

    /// Returns whether a negation hangs on a word.
    pub fn is_negated(self, word: usize) -> bool {
        self.children(word).any(|c| is_negation(&self.0[c]))
    }

    /// Returns what a noun is an argument of; the noun itself where that is nothing.
    pub fn governs(self, mut noun: usize) -> usize {
        for _ in 0..4 {
            let word = &self.0[noun];
            let Some(head) = word.head else { return noun };
            match base(word.deprel) {
                "nsubj" | "obj" | "obl" | "iobj" | "xcomp" | "csubj" | "dep" => return head,
                "conj" | "nmod" | "appos" => noun = head,
                _ => return noun,
            }
        }
        noun
    }

    /// Returns the objects and complements of a word.
    pub fn arguments(self, of: usize) -> impl Iterator<Item = usize> + use<'t> {
        let words = self.0;
        self.children(of).filter(move |c| *c > of && matches!(base(words[*c].deprel), "obj" | "iobj" | "xcomp" | "obl"))
    }

    /// Returns the run of tokens from the first to the last word below a word, itself included.
    pub fn tokens_below(self, top: usize) -> Range<usize> {
        let mut inside: Vec<bool> = vec![false; self.0.len()];
        inside[top] = true;
        // A parse is no deeper than the sentence is long; most settle in two or three rounds.
        for _ in 0..self.0.len() {
            let mut grew = false;
            for w in 0..self.0.len() {
                if !inside[w] && self.0[w].head.is_some_and(|h| inside[h]) {
                    inside[w] = true;
                    grew = true;
                }
            }
            if !grew {
                break;
            }
        }
        let tokens = || (0..self.0.len()).filter(|w| inside[*w]).map(|w| self.0[w].token);
        tokens().min().unwrap_or(0)..tokens().max().map_or(0, |t| t + 1)
    }
}
