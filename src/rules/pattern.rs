//! Word patterns: the small language in which rules files name sequences of words.
//!
//! `mort*` is a word with any ending; `perdu la vie` that sequence; `(a|b)` either, `(a)` a word that may be missing, but for the first;
//! `…` up to four words between. Matching is on folded words (see [`super::fold`]), token by token.

use anyhow::{Result, bail};

use super::fold::{HashTable, fold};
use super::lexicon::FastMap;

/// How many words `…` may stand for.
const GAP: usize = 4;

/// One place in a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Element {
    /// One of these words.
    Any(Vec<Word>),
    /// One of these words, or nothing.
    Maybe(Vec<Word>),
    /// Up to [`GAP`] words.
    Gap,
}

/// A word, or the beginning of one.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Word {
    Whole(String),
    Start(String),
}

impl Word {
    fn read(text: &str) -> Self {
        match text.strip_suffix('*') {
            Some(start) => Word::Start(fold(start)),
            None => Word::Whole(fold(text)),
        }
    }

    fn fits(&self, word: &str) -> bool {
        match self {
            Word::Whole(whole) => whole == word,
            Word::Start(start) => word.starts_with(start.as_str()),
        }
    }
}

/// A sequence of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    elements: Vec<Element>,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// Where it is empty, opens with `…`, or leaves a bracket open.
    pub fn read(text: &str) -> Result<Self> {
        let mut elements = Vec::new();
        let mut rest = text.trim();
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix('…') {
                elements.push(Element::Gap);
                rest = after.trim_start();
            } else if let Some(after) = rest.strip_prefix('(') {
                let Some((inside, after)) = after.split_once(')') else {
                    bail!("pattern {text:?}: a bracket stays open")
                };
                let words: Vec<Word> = inside.split('|').map(|w| Word::read(w.trim())).collect();
                elements.push(if words.len() == 1 { Element::Maybe(words) } else { Element::Any(words) });
                rest = after.trim_start();
            } else {
                let end = rest.find([' ', '(', '…']).unwrap_or(rest.len());
                let (word, after) = rest.split_at(end);
                // `aujourd'hui`, `mises à l'abri`: the segmenter parts at the apostrophe as the fold does.
                let stem = word.strip_suffix('*').unwrap_or(word);
                let folded = fold(stem);
                let pieces: Vec<&str> = folded.split(' ').filter(|p| !p.is_empty()).collect();
                for (n, piece) in pieces.iter().enumerate() {
                    let is_last = n + 1 == pieces.len();
                    elements.push(Element::Any(vec![if is_last && word.ends_with('*') {
                        Word::Start((*piece).to_owned())
                    } else {
                        Word::Whole((*piece).to_owned())
                    }]));
                }
                rest = after.trim_start();
            }
        }
        // A bracket that opens a pattern cannot be missing: where would it start?
        if let Some(first) = elements.first_mut()
            && let Element::Maybe(words) = first
        {
            *first = Element::Any(std::mem::take(words));
        }
        match elements.first() {
            None => bail!("pattern {text:?}: no words"),
            Some(Element::Gap | Element::Maybe(_)) => bail!("pattern {text:?}: opens with what may be missing"),
            Some(Element::Any(_)) => Ok(Pattern { elements }),
        }
    }

    /// Returns where a match that starts at `at` ends (exclusive), the longest one.
    pub fn ends(&self, words: &[impl AsRef<str>], at: usize) -> Option<usize> {
        fits(&self.elements, words, at)
    }

    /// Returns the words with which it may begin.
    fn openers(&self) -> impl Iterator<Item = &Word> {
        match self.elements.first() {
            Some(Element::Any(words)) => words.iter(),
            _ => [].iter(),
        }
    }
}

fn fits(elements: &[Element], words: &[impl AsRef<str>], at: usize) -> Option<usize> {
    let Some((first, rest)) = elements.split_first() else { return Some(at) };
    let here = |set: &[Word]| words.get(at).is_some_and(|w| set.iter().any(|p| p.fits(w.as_ref())));
    match first {
        Element::Any(set) => here(set).then(|| fits(rest, words, at + 1)).flatten(),
        Element::Maybe(set) => {
            if here(set)
                && let Some(end) = fits(rest, words, at + 1)
            {
                return Some(end);
            }
            fits(rest, words, at)
        }
        Element::Gap => (0..=GAP).find_map(|n| (at + n <= words.len()).then(|| fits(rest, words, at + n)).flatten()),
    }
}

/// Many patterns, looked for at once.
#[derive(Clone, Debug, Default)]
pub struct PatternSet {
    patterns: Vec<(Pattern, usize)>,
    /// Patterns by their first word, where it is whole.
    by_word: FastMap<String, Vec<usize>>,
    /// Patterns by the first three bytes of a first word that is only begun (folded words of rules are ASCII).
    by_start: HashTable<Vec<usize>>,
}

const START: usize = 3;

/// Returns a number for the first `n` bytes of a word, spread for a table.
fn opening(word: &[u8], n: usize) -> u64 {
    let number = word.iter().take(n).fold(1u64, |sum, byte| sum << 8 | u64::from(*byte));
    number.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl PatternSet {
    /// Adds a pattern under an owner's number, which [`PatternSet::matches`] gives back.
    pub fn add(&mut self, pattern: Pattern, owner: usize) {
        let n = self.patterns.len();
        for word in pattern.openers() {
            match word {
                Word::Whole(w) => self.by_word.entry(w.clone()).or_default().push(n),
                Word::Start(s) => self.by_start.entry(opening(s.as_bytes(), START)).or_default().push(n),
            }
        }
        self.patterns.push((pattern, owner));
    }

    /// Calls `found(owner, start, end)` for every match in a sentence's folded words, in the order of their starts.
    pub fn matches(&self, words: &[impl AsRef<str>], mut found: impl FnMut(usize, usize, usize)) {
        for at in 0..words.len() {
            let word = words[at].as_ref();
            for n in self.by_word.get(word).into_iter().flatten() {
                let (pattern, owner) = &self.patterns[*n];
                // It was found by its first word.
                if let Some(end) = fits(&pattern.elements[1..], words, at + 1) {
                    found(*owner, at, end);
                }
            }
            let starts = (1..=START.min(word.len())).filter_map(|n| self.by_start.get(&opening(word.as_bytes(), n)));
            for n in starts.flatten() {
                let (pattern, owner) = &self.patterns[*n];
                if let Some(end) = pattern.ends(words, at) {
                    found(*owner, at, end);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(fold).collect()
    }

    #[test]
    fn patterns_match_what_they_say() {
        for (pattern, text, end) in [
            ("mort*", "mortes hier", Some(1)),
            ("perdu la vie", "perdu la vie hier", Some(3)),
            ("perdu la vie", "perdu sa vie", None),
            ("engag* … combats", "engagées dans les combats", Some(4)),
            ("(took|take*) part", "takes part in", Some(2)),
            ("in (the) fighting", "in the fighting", Some(3)),
            ("in (the) fighting", "in fighting", Some(2)),
            ("décès", "DECES", Some(1)),
        ] {
            assert_eq!(Pattern::read(pattern).unwrap().ends(&words(text), 0), end, "{pattern} on {text}");
        }
    }

    #[test]
    fn a_bad_pattern_is_told() {
        for bad in ["", "(a", "… a"] {
            assert!(Pattern::read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_set_finds_all_and_names_the_owner() {
        let mut set = PatternSet::default();
        for (n, p) in ["tué*", "mort*", "ont été tué*", "ko"].iter().enumerate() {
            set.add(Pattern::read(p).unwrap(), n);
        }
        let mut found = Vec::new();
        set.matches(&words("douze ont été tués et deux mortes ko"), |o, s, e| found.push((o, s, e)));
        assert_eq!(found, [(2, 1, 4), (0, 3, 4), (1, 6, 7), (3, 7, 8)]);
    }
}
