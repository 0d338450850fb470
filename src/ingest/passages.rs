//! Paragraphs by their words, so that copies are known.
//!
//! A paragraph that a document repeats, or that several documents carry from one wire text, must count once. Its hash is
//! made of its words folded: typography, case, accents and white space do not matter.

use sha2::{Digest, Sha256};

use crate::model::Span;

use super::normalize::fold;

/// Fewest words of a paragraph that can be told a copy; shorter ones are alike by chance.
const FEWEST_WORDS: usize = 8;
/// Longest line of a text that is broken by hand.
const LONGEST_BROKEN_LINE: usize = 100;

/// A paragraph of some length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its place, without the white space around it.
    pub span: Span,
    /// Equal for equal words; the first eight bytes of the SHA-256 of its folded words.
    pub hash: u64,
}

/// Finds the paragraphs of eight words and more in a normalised text, in order.
///
/// A paragraph is a line; in a text whose lines are broken by hand (none longer than 100 characters, most blocks of several
/// lines) it is what empty lines set apart.
pub fn passages(text: &str) -> Vec<Passage> {
    let mut found = Vec::new();
    let is_broken = is_broken_by_hand(text);
    let mut block: Option<Span> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let lead = line.len() - line.trim_start().len();
        let words = line.trim();
        let span = Span::new(at + lead.min(line.len()), at + lead.min(line.len()) + words.len());
        at += line.len();
        match block.as_mut() {
            Some(open) if is_broken && !words.is_empty() => *open = open.cover(&span),
            _ => {
                found.extend(block.take().and_then(|span| passage(text, span)));
                block = (!words.is_empty()).then_some(span);
            }
        }
    }
    found.extend(block.and_then(|span| passage(text, span)));
    found
}

fn passage(text: &str, span: Span) -> Option<Passage> {
    let words = fold(span.of(text));
    if words.split(' ').take(FEWEST_WORDS).count() < FEWEST_WORDS {
        return None;
    }
    let digest = Sha256::digest(words.as_bytes());
    let hash = digest.iter().take(8).fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
    Some(Passage { span, hash })
}

fn is_broken_by_hand(text: &str) -> bool {
    let (mut lines, mut unfinished, mut was_open) = (0usize, 0usize, false);
    for line in text.lines() {
        let line = line.trim();
        if line.len() > LONGEST_BROKEN_LINE && line.chars().count() > LONGEST_BROKEN_LINE {
            return false;
        }
        if line.is_empty() {
            was_open = false;
            continue;
        }
        lines += 1;
        unfinished += usize::from(was_open);
        was_open = !line.ends_with(['.', '!', '?', '»', '”', '"', ':']);
    }
    unfinished * 2 > lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hashes(text: &str) -> Vec<u64> {
        passages(text).iter().map(|passage| passage.hash).collect()
    }

    #[test]
    fn typography_does_not_matter() {
        let a = "L’état-major a annoncé «\u{202F}près de 8\u{202F}000\u{A0}soldats\u{202F}» mardi, selon l’agence.";
        let b = "  L'état-major a annoncé \"près de 8 000 soldats\" mardi, selon l'agence. ";
        assert_eq!(hashes(a), hashes(b));
        assert_ne!(hashes(a), hashes(&a.replace('8', "9")));
        assert_eq!(passages(b)[0].span.of(b), b.trim());
    }

    #[test]
    fn a_repeated_paragraph_is_known_and_a_short_one_is_none() {
        let text = "Titre court\n\nLe pont est fermé depuis mardi, selon la mairie.\nAutre.\nLe pont est fermé depuis mardi, selon la mairie.";
        let found = hashes(text);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0], found[1]);
    }

    #[test]
    fn lines_broken_by_hand_are_one_paragraph() {
        let text = "Le pont est fermé depuis\nmardi, selon la mairie de\nla commune voisine.\n\nLes travaux dureront trois\nmois et coûteront\n3 millions.";
        let found = passages(text);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].hash, hashes("Le pont est fermé depuis mardi, selon la mairie de la commune voisine.")[0]);
    }

    proptest! {
        #[test]
        fn spans_are_in_order_and_on_borders(text in "(\\PC{0,30}|\n| mot){0,60}") {
            let mut end = 0;
            for passage in passages(&text) {
                prop_assert!(passage.span.start >= end);
                prop_assert_eq!(passage.span.of(&text).trim(), passage.span.of(&text));
                prop_assert!(!passage.span.is_empty());
                end = passage.span.end;
            }
        }
    }
}
