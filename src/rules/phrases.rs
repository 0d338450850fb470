//! Phrases of lexicon words, each with a value, matched longest first.

use super::lexicon::{FastMap, Lexicon, WordId};

/// A set of phrases.
#[derive(Debug)]
pub struct Phrases<T> {
    /// Node that a first word leads to, by word; 0 is none.
    first: Vec<u32>,
    nodes: FastMap<(u32, WordId), u32>,
    values: Vec<Option<T>>,
}

impl<T: Copy> Default for Phrases<T> {
    fn default() -> Self {
        Phrases { first: Vec::new(), nodes: FastMap::default(), values: vec![None] }
    }
}

impl<T: Copy> Phrases<T> {
    /// Tells whether there is no phrase.
    pub fn is_empty(&self) -> bool {
        self.values.len() == 1
    }

    /// Adds a phrase; the first value given to one stays. Returns whether it was new.
    pub fn insert(&mut self, words: &[WordId], value: T) -> bool {
        let Some((first, rest)) = words.split_first() else { return false };
        if self.first.len() <= first.index() {
            self.first.resize(first.index() + 1, 0);
        }
        let mut node = self.first[first.index()];
        if node == 0 {
            node = self.values.len() as u32;
            self.values.push(None);
            self.first[first.index()] = node;
        }
        for word in rest {
            let next = self.values.len() as u32;
            let entry = *self.nodes.entry((node, *word)).or_insert(next);
            if entry == next {
                self.values.push(None);
            }
            node = entry;
        }
        let slot = &mut self.values[node as usize];
        if slot.is_some() {
            return false;
        }
        *slot = Some(value);
        true
    }

    /// Adds a phrase as it is written; its words go into the lexicon.
    pub fn insert_text(&mut self, lexicon: &mut Lexicon, text: &str, value: T, reversed: bool) -> bool {
        let mut words: Vec<WordId> = split(text, lexicon.elides()).iter().map(|w| lexicon.add(w)).collect();
        if reversed {
            words.reverse();
        }
        self.insert(&words, value)
    }

    /// Returns the longest phrase among the words that `word` hands out by position, with how many words it has.
    pub fn longest(&self, mut word: impl FnMut(usize) -> Option<WordId>) -> Option<(usize, T)> {
        let first = word(0)?;
        let mut node = *self.first.get(first.index())?;
        if node == 0 || first == WordId::NONE {
            return None;
        }
        let mut best = self.values[node as usize].map(|v| (1, v));
        let mut length = 1;
        while let Some(next) = word(length) {
            if next == WordId::NONE {
                break;
            }
            match self.nodes.get(&(node, next)) {
                Some(found) => node = *found,
                None => break,
            }
            length += 1;
            if let Some(value) = self.values[node as usize] {
                best = Some((length, value));
            }
        }
        best
    }
}

/// Cuts a phrase of a rules file into words and signs, as the tokens of a text are cut.
pub fn split(text: &str, elides: bool) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let mut end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        if end == 0 {
            end = first.len_utf8();
            if !elides && first == '\'' {
                let tail = rest[1..].find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len() - 1);
                if tail > 0 && tail <= 2 && !out.is_empty() {
                    end = 1 + tail;
                }
            }
        } else if elides && rest[end..].starts_with('\'') {
            end += 1;
        }
        out.push(&rest[..end]);
        rest = rest[end..].trim_start();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_wins() {
        let mut lexicon = Lexicon::new(true, true);
        let mut phrases = Phrases::default();
        phrases.insert_text(&mut lexicon, "dollars", 1, false);
        phrases.insert_text(&mut lexicon, "dollars de l'état", 2, false);
        let mut buffer = String::new();
        let words: Vec<WordId> =
            ["dollars", "de", "l'", "état", "x"].iter().map(|w| lexicon.word(w, &mut buffer)).collect();
        assert_eq!(phrases.longest(|n| words.get(n).copied()), Some((4, 2)));
        assert_eq!(phrases.longest(|n| words[..3].get(n).copied()), Some((1, 1)));
        assert_eq!(phrases.longest(|n| words[1..].get(n).copied()), None);
    }

    #[test]
    fn phrases_are_cut_at_signs() {
        assert_eq!(split("jusqu'à 5 % d'une", true), ["jusqu'", "à", "5", "%", "d'", "une"]);
        assert_eq!(split("quatre-vingt", true), ["quatre", "-", "vingt"]);
    }
}
