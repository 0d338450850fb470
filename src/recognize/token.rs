//! Cuts a text into small tokens that the recognisers of numbers work on.
//!
//! In: a text and the lexicon of its language. Out: words, numerals and single signs with their places, each with its
//! number in the lexicon where it has one. Elided French words keep their apostrophe (`d'`, `jusqu'`), English clitics
//! are cut before it (`'s`), hyphens stand alone. It knows borders of sentences only roughly: a number and what belongs
//! to it must not be read across one. The full segmentation is the language layer's job.

use super::number::numeral::{self, Numeral};
use crate::rules::lexicon::{Class, Lexicon, WordId};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters.
    Word,
    /// A number in digits; its value is in [`Tokens::numerals`].
    Numeral,
    /// Any other single character.
    Sign,
}

/// A token; offsets are bytes of the text.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The lexicon's number of its folded form; [`WordId::NONE`] where the lexicon does not know it.
    pub word: WordId,
    /// What it is.
    pub kind: TokenKind,
    /// White space stands before it.
    pub gap: bool,
    /// A sentence or paragraph starts here.
    pub border: bool,
    /// It starts with a capital letter.
    pub capital: bool,
    /// Index in [`Tokens::numerals`], for numerals.
    pub numeral: u32,
}

/// The tokens of a stretch of text.
#[derive(Debug, Default)]
pub struct Tokens {
    /// In the order of the text.
    pub list: Vec<Token>,
    /// The numbers in digits.
    pub numerals: Vec<Numeral>,
}

impl Tokens {
    /// Returns the token at `at`.
    pub fn get(&self, at: usize) -> Option<&Token> {
        self.list.get(at)
    }

    /// Returns the numeral of the token at `at`, where it is one.
    pub fn numeral(&self, at: usize) -> Option<&Numeral> {
        let token = self.list.get(at)?;
        if token.kind == TokenKind::Numeral { self.numerals.get(token.numeral as usize) } else { None }
    }

    /// Returns whether token `at` exists and belongs to the same sentence as the token before it.
    pub fn continues(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|t| !t.border)
    }

    /// Returns whether token `at` touches the one before it.
    pub fn glued(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|t| !t.gap && !t.border)
    }
}

/// Cuts `text[from..to]`, on character borders, into `out`, which is emptied first.
pub fn tokenize(text: &str, from: usize, to: usize, lexicon: &Lexicon, out: &mut Tokens) {
    out.list.clear();
    out.numerals.clear();
    let bytes = &text.as_bytes()[..to];
    let mut at = from;
    let mut gap = true;
    let mut border = true;
    let mut newlines = 0;
    let mut buffer = String::new();
    while at < to {
        let byte = bytes[at];
        if byte == b' ' || byte == b'\t' || byte == b'\r' {
            gap = true;
            at += 1;
            continue;
        }
        if byte == b'\n' {
            gap = true;
            newlines += 1;
            border |= newlines > 1;
            at += 1;
            continue;
        }
        if byte >= 0x80 {
            let width = space_width(&bytes[at..]);
            if width > 0 {
                gap = true;
                at += width;
                continue;
            }
        }
        newlines = 0;
        let token = if byte.is_ascii_digit() || numeral::opens_with_point(bytes, at, from) {
            let previous = out.list.last().copied();
            let month_before = previous.is_some_and(|t| lexicon.is(t.word, Class::Month));
            let glued = !gap && previous.is_some_and(|t| t.kind == TokenKind::Word);
            // `March 20 300 soldiers`; where spaces part thousands, `mai 12 000 soldats`
            let spaced = !glued && (!month_before || lexicon.decimal_comma());
            let numeral = numeral::read(text, at, to, lexicon.decimal_comma(), spaced);
            let end = numeral.end;
            out.numerals.push(numeral);
            let numeral = (out.numerals.len() - 1) as u32;
            Token { start: at, end, word: WordId::NONE, kind: TokenKind::Numeral, gap, border, capital: false, numeral }
        } else {
            let (end, is_word) = word_end(text, at, to, lexicon.elides());
            let word = lexicon.word(&text[at..end], &mut buffer);
            let kind = if is_word { TokenKind::Word } else { TokenKind::Sign };
            let capital = is_word
                && (byte.is_ascii_uppercase()
                    || byte >= 0x80 && text[at..end].chars().next().is_some_and(char::is_uppercase));
            Token { start: at, end, word, kind, gap, border, capital, numeral: 0 }
        };
        at = token.end;
        border = false;
        gap = false;
        if token.kind == TokenKind::Sign {
            border = ends_sentence(text, &token, at, to, out.list.last(), lexicon);
        }
        out.list.push(token);
    }
}

/// Returns the length in bytes of the white space or zero-width character that starts `bytes`, or 0.
fn space_width(bytes: &[u8]) -> usize {
    match bytes {
        [0xC2, 0xA0 | 0xAD, ..] => 2,
        // U+2000..U+200D, U+202F, U+2060, U+3000, U+FEFF
        [0xE2, 0x80, 0x80..=0x8D | 0xAF, ..]
        | [0xE2, 0x81, 0xA0, ..]
        | [0xE3, 0x80, 0x80, ..]
        | [0xEF, 0xBB, 0xBF, ..] => 3,
        _ => 0,
    }
}

/// Returns where the word or sign that starts at `at` ends, and whether it is a word.
fn word_end(text: &str, at: usize, to: usize, elides: bool) -> (usize, bool) {
    let bytes = &text.as_bytes()[..to];
    let mut end = letters(text, at, to);
    if end == at {
        let width = text[at..].chars().next().map_or(1, char::len_utf8);
        let clitic = if elides { None } else { apostrophe(&bytes[at..]) };
        if let Some(width) = clitic {
            // English clitics: 's, 're, 've; only where letters stand before, which the caller's order ensures well enough
            let tail = letters(text, at + width, to);
            let before = text[..at].chars().next_back().is_some_and(char::is_alphabetic);
            if before && tail > at + width && tail - at - width <= 2 {
                return (tail, true);
            }
        }
        return (at + width, false);
    }
    if elides
        && end < to
        && let Some(width) = apostrophe(&bytes[end..])
        && (letters(text, end + width, to) > end + width || bytes.get(end + width).is_some_and(u8::is_ascii_digit))
    {
        end += width;
    }
    (end, true)
}

/// Returns the width of the apostrophe that starts `bytes`.
fn apostrophe(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b'\'', ..] => Some(1),
        [0xE2, 0x80, 0x99, ..] => Some(3),
        [0xCA, 0xBC, ..] => Some(2),
        _ => None,
    }
}

/// Returns where the run of letters that starts at `at` ends.
fn letters(text: &str, at: usize, to: usize) -> usize {
    let bytes = &text.as_bytes()[..to];
    let mut end = at;
    while end < to {
        if bytes[end].is_ascii_alphabetic() {
            end += 1;
        } else if bytes[end] < 0x80 {
            break;
        } else {
            match text[end..].chars().next() {
                Some(c) if c.is_alphabetic() || is_mark(c) => end += c.len_utf8(),
                _ => break,
            }
        }
    }
    end.min(to)
}

/// Combining marks of a decomposed accent belong to their letter.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&c)
}

/// Returns whether a sentence ends with `sign`, seen from what stands around it.
fn ends_sentence(text: &str, sign: &Token, at: usize, to: usize, before: Option<&Token>, lexicon: &Lexicon) -> bool {
    let mark = &text[sign.start..sign.end];
    if !matches!(mark, "." | "!" | "?" | "…") {
        return false;
    }
    let rest = &text[at..to];
    let mut chars = rest.chars();
    let Some(first) = chars.next() else { return true };
    if !first.is_whitespace() {
        return false;
    }
    let next = rest.chars().find(|c| !c.is_whitespace());
    if mark != "." {
        return true;
    }
    if let Some(before) = before {
        let word = &text[before.start..before.end];
        if before.kind == TokenKind::Word && (word.chars().count() == 1 || lexicon.is(before.word, Class::Abbreviation))
        {
            return false;
        }
    }
    next.is_none_or(|c| !c.is_lowercase())
}
