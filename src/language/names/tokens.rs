//! Tokens as the name recogniser sees them: their folded hash, shape and signs.
//!
//! In: a text and its sentences. Out: one [`Seen`] for each token of a sentence. Both the rules and the trained model
//! read these alone, so that a word is folded and looked up once.

use super::lexicon::{Lexicon, Signs};
use crate::model::{Sentence, Span};
use crate::rules::fold::FoldHash;
use crate::rules::gazetteer::{Gazetteer, PlaceKind};

/// How a token is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `maire`, `d'`
    Small,
    /// `Paris`, `Jong-un`
    Title,
    /// `ONU`, `U.S.`, two letters or more
    Caps,
    /// `J.`, `A`: one capital letter; `J.-P.`
    Initial,
    /// `iPhone`, `McDonald`, `DeVos`
    Mixed,
    /// `2024`, `8 000`
    Number,
    /// `F-16`, `G20`
    LetterNumber,
    /// A hyphen.
    Hyphen,
    /// Opening or closing quotation mark.
    Quote,
    /// Any other mark.
    Mark,
}

impl Shape {
    /// Returns whether it opens with a capital.
    #[inline]
    pub fn is_capital(self) -> bool {
        matches!(self, Shape::Title | Shape::Caps | Shape::Initial | Shape::Mixed | Shape::LetterNumber)
    }
}

/// A token as the recogniser sees it.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Its place.
    pub span: Span,
    /// Hash of its folded letters; that of nothing for a mark.
    pub hash: u64,
    /// How it is written.
    pub shape: Shape,
    /// What it speaks for.
    pub signs: Signs,
    /// Whether a genitive was cut from its end (`Russia's`), so that a name ends here.
    pub genitive: bool,
    /// Whether it follows the token before without space.
    pub glued: bool,
    /// Where a listed place or organisation covers it: what, and whether it begins there.
    pub listed: Option<(Listed, bool)>,
}

/// What a list says a run of tokens is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// A country, continent or nation.
    Country,
    /// A region, area or water.
    Region,
    /// A city of 100,000 and more, or a capital.
    City,
    /// A smaller place.
    Town,
    /// A numbered road.
    Road,
    /// An organisation.
    Organisation,
}

/// A listed name has at most so many tokens.
const LONGEST: usize = 6;

/// Looks at the tokens of a sentence and adds them to `seen`.
pub fn look(text: &str, sentence: &Sentence, lexicon: &Lexicon, seen: &mut Vec<Seen>) {
    let start = seen.len();
    let mut last_end = usize::MAX;
    for token in &sentence.tokens {
        let mut span = token.span;
        let cut = lexicon.genitive(span.of(text));
        span.end -= cut;
        let word = span.of(text);
        let hash = FoldHash::of(word);
        let shape = shape(word);
        let signs = match shape {
            Shape::Number | Shape::Mark | Shape::Quote | Shape::Hyphen => Signs::default(),
            _ => lexicon.signs(hash),
        };
        let glued = last_end == span.start;
        last_end = token.span.end;
        seen.push(Seen { span, hash, shape, signs, genitive: cut > 0, glued, listed: None });
    }
    list(text, lexicon, &mut seen[start..]);
}

fn shape(word: &str) -> Shape {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return Shape::Mark };
    if first.is_ascii_lowercase() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'\'') {
        return Shape::Small;
    }
    let (mut upper, mut lower, mut digits) = (0, 0, 0);
    for c in word.chars() {
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
        digits += usize::from(c.is_numeric());
    }
    match (upper, lower, digits) {
        (0, 0, 0) if first.is_alphabetic() => Shape::Title,
        (0, 0, 0) if matches!(word, "-" | "‐" | "‑") => Shape::Hyphen,
        (0, 0, 0) if matches!(first, '"' | '«' | '»' | '“' | '”' | '„' | '‘' | '’' | '\'') => Shape::Quote,
        (0, 0, 0) => Shape::Mark,
        (0, _, 0) => Shape::Small,
        (0, 0, _) => Shape::Number,
        (0, _, _) if first.is_numeric() => Shape::Number,
        (1, 0, 0) => Shape::Initial,
        (_, 0, 0) if is_joined_initials(word) => Shape::Initial,
        (_, 0, 0) => Shape::Caps,
        (_, _, 1..) => Shape::LetterNumber,
        _ if !first.is_uppercase() => Shape::Mixed,
        // A capital after a hyphen or apostrophe is the beginning of a further part, as in `Jean-Luc`, `N'Djamena`.
        _ => {
            let mut inner = false;
            let mut last = first;
            for c in word.chars().skip(1) {
                inner |= c.is_uppercase() && last.is_alphabetic();
                last = c;
            }
            if inner { Shape::Mixed } else { Shape::Title }
        }
    }
}

/// Letters that stand for a given name of several parts: `J.-P.`
fn is_joined_initials(word: &str) -> bool {
    let is_initial = |part: &str| part.strip_suffix('.').is_some_and(|letter| letter.chars().count() == 1);
    word.contains(".-") && word.split('-').all(is_initial)
}

/// Marks the longest listed names, from the left.
fn list(text: &str, lexicon: &Lexicon, seen: &mut [Seen]) {
    let gazetteer = Gazetteer::embedded();
    let mut at = 0;
    while at < seen.len() {
        // A listed name begins with a capital, or with an article before one (`la Réunion`, `le Caire`).
        let begins = seen[at].shape.is_capital()
            || seen[at].signs.has(Signs::PARTICLE.and(Signs::PLACE_HEAD))
                && seen[at + 1..].iter().take(3).any(|s| s.shape.is_capital());
        if !begins {
            at += 1;
            continue;
        }
        let mut found = None;
        if lexicon.is_road(seen[at].span.of(text)) {
            found = Some((Listed::Road, at));
        }
        let mut hash = FoldHash::default();
        for (end, token) in seen.iter().enumerate().skip(at).take(LONGEST) {
            if matches!(token.shape, Shape::Mark | Shape::Quote) || end > at && seen[end - 1].genitive {
                break;
            }
            hash = hash.then(token.span.of(text));
            if lexicon.is_org(hash.value()) {
                found = Some((Listed::Organisation, end));
                continue;
            }
            // Of `les États-Unis` the article is no part of the name, so a name ends and begins with a capital.
            if !token.shape.is_capital() {
                continue;
            }
            if let Some(place) = gazetteer.by_hash(hash.value(), false).next() {
                let caps_only = end == at && token.shape == Shape::Title && token.span.len() <= 3;
                let listed = match place.kind {
                    PlaceKind::Continent | PlaceKind::Country => Listed::Country,
                    PlaceKind::Region | PlaceKind::Area | PlaceKind::Water => Listed::Region,
                    PlaceKind::City if place.size >= 6 => Listed::City,
                    PlaceKind::City => Listed::Town,
                };
                if !(caps_only && listed == Listed::Country) {
                    found = Some((listed, end));
                }
            }
        }
        match found {
            Some((listed, end)) => {
                for (n, token) in seen[at..=end].iter_mut().enumerate() {
                    token.listed = Some((listed, n == 0));
                }
                at = end + 1;
            }
            None => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        for (word, expected) in [
            ("maire", Shape::Small),
            ("élu", Shape::Small),
            ("Paris", Shape::Title),
            ("Jean-Luc", Shape::Title),
            ("ONU", Shape::Caps),
            ("U.S.", Shape::Caps),
            ("J.", Shape::Initial),
            ("J.-P.", Shape::Initial),
            ("iPhone", Shape::Mixed),
            ("McDonald", Shape::Mixed),
            ("2024", Shape::Number),
            ("20h30", Shape::Number),
            ("G20", Shape::LetterNumber),
            ("«", Shape::Quote),
            ("…", Shape::Mark),
            ("-", Shape::Hyphen),
            ("習近平", Shape::Title),
        ] {
            assert_eq!(shape(word), expected, "{word}");
        }
    }
}
