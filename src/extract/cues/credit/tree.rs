//! How two words of a sentence stand to each other in its parse.

use crate::model::{Sentence, Upos};

/// The way from two words up to the first word above both.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    /// That word.
    pub top: usize,
    /// Steps up from the first word.
    pub from: usize,
    /// Steps up from the second.
    pub to: usize,
    /// The relation by which each comes to it; empty where the word is the top itself.
    pub from_relation: &'static str,
    /// Likewise.
    pub to_relation: &'static str,
    /// Clauses that end on the way from the first, and from the second.
    pub from_clauses: usize,
    /// Likewise.
    pub to_clauses: usize,
}

/// Words above a word that are looked at.
const DEEPEST: usize = 40;

/// Returns a word and those above it.
pub(super) fn chain(sentence: &Sentence, mut word: usize) -> Vec<usize> {
    let mut out = vec![word];
    while let Some(head) = sentence.words.get(word).and_then(|w| w.head).filter(|_| out.len() < DEEPEST) {
        out.push(head);
        word = head;
    }
    out
}

/// Returns the way from a word to another, given all above that one.
pub(super) fn way(sentence: &Sentence, word: usize, theirs: &[usize]) -> Option<Way> {
    let mine = chain(sentence, word);
    let (from, to) = mine.iter().enumerate().find_map(|(n, w)| theirs.iter().position(|t| t == w).map(|t| (n, t)))?;
    let relation = |way: &[usize], steps: usize| match steps {
        0 => "",
        n => sentence.words[way[n - 1]].deprel,
    };
    let clauses =
        |way: &[usize], steps: usize| way[..steps].iter().filter(|w| is_clause(sentence.words[**w].deprel)).count();
    Some(Way {
        top: mine[from],
        from,
        to,
        from_relation: relation(&mine, from),
        to_relation: relation(theirs, to),
        from_clauses: clauses(&mine, from),
        to_clauses: clauses(theirs, to),
    })
}

/// Returns whether a relation is a clause's.
pub(super) fn is_clause(relation: &str) -> bool {
    let base = relation.split(':').next().unwrap_or("");
    matches!(base, "ccomp" | "advcl" | "acl" | "parataxis" | "csubj" | "xcomp" | "conj")
}

/// Returns a relation as a number; alike ones stand side by side.
pub(super) fn code(relation: &str) -> f32 {
    let base = relation.split(':').next().unwrap_or("");
    let n = match base {
        "" => 0,
        "root" => 1,
        "nsubj" if relation.ends_with("pass") => 3,
        "nsubj" => 2,
        "csubj" => 4,
        "obj" | "iobj" => 5,
        "ccomp" => 6,
        "xcomp" => 7,
        "parataxis" => 8,
        "conj" => 9,
        "advcl" => 10,
        "acl" => 11,
        "obl" if relation.ends_with("agent") => 12,
        "obl" => 13,
        "nmod" if relation.ends_with("poss") => 14,
        "nmod" => 15,
        "appos" => 16,
        "nummod" => 17,
        "amod" => 18,
        "compound" | "flat" => 19,
        "advmod" => 20,
        "dislocated" => 21,
        _ => 22,
    };
    n as f32
}

/// Returns the verb, or noun where no verb does, that governs a word: the first above it.
pub(super) fn verb_above(sentence: &Sentence, word: usize) -> Option<usize> {
    chain(sentence, word).into_iter().skip(1).find(|w| matches!(sentence.words[*w].upos, Upos::Verb | Upos::Aux))
}
