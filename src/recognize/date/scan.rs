//! Text to tokens: words looked up in the lexicon, digit groups, a few marks.
//!
//! In: a text and its language's [`Lexicon`]. Out: islands, runs of tokens that a date could be made of; a word that the
//! lexicon lacks, a mark that dates do not hold, or a blank line ends an island. Only islands that hold a trigger (a
//! digit, or a word of a trigger class) are handed on. One pass, constant memory but for the island at hand.

use super::lexicon::{Lexicon, builtin};

/// Tokens that an island holds at most; a longer run is cut, so that the work on one stays bounded.
const LONGEST: usize = 256;

/// The longest word that is looked up, in bytes after folding.
const WORD: usize = 24;

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// `mars`, or no letters at all
    Lower,
    /// `Mars`
    Title,
    /// `MARS`
    Upper,
}

/// A token of an island.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The lexicon's number for the word or mark; 0 for digits.
    pub word: u32,
    /// The classes that it belongs to, as bits.
    pub classes: u128,
    /// Where its programs are found.
    pub key: usize,
    /// The number that a digit group stands for.
    pub number: i64,
    /// Whether nothing stands between it and the token before.
    pub glued: bool,
    /// How its letters are written.
    pub case: Case,
    /// Whether one of its letters lies beyond ASCII.
    pub accented: bool,
}

/// Folds a word to small letters without accents; `None` where it is too long or holds a letter beyond Latin-1.
pub(super) fn fold(word: &str) -> Option<([u8; WORD], usize)> {
    let mut out = [0; WORD];
    let mut len = 0;
    let mut push = |b: u8| {
        if len == WORD {
            return None;
        }
        out[len] = b;
        len += 1;
        Some(())
    };
    for c in word.chars() {
        match c {
            'a'..='z' | '0'..='9' => push(c as u8)?,
            'A'..='Z' => push(c.to_ascii_lowercase() as u8)?,
            '\'' | '’' | 'ʼ' | '‘' => push(b'\'')?,
            'à'..='å' | 'À'..='Å' => push(b'a')?,
            'ç' | 'Ç' => push(b'c')?,
            'è'..='ë' | 'È'..='Ë' => push(b'e')?,
            'ì'..='ï' | 'Ì'..='Ï' => push(b'i')?,
            'ñ' | 'Ñ' => push(b'n')?,
            'ò'..='ö' | 'Ò'..='Ö' => push(b'o')?,
            'ù'..='ü' | 'Ù'..='Ü' => push(b'u')?,
            'œ' | 'Œ' => {
                push(b'o')?;
                push(b'e')?;
            }
            'ß' => {
                push(b's')?;
                push(b's')?;
            }
            _ => return None,
        }
    }
    Some((out, len))
}

/// Splits a text into islands and hands each that holds a trigger to `take`.
pub(super) fn islands(text: &str, lexicon: &Lexicon, mut take: impl FnMut(&[Token])) {
    let mut island: Vec<Token> = Vec::with_capacity(LONGEST);
    let mut triggered = false;
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut last_end = usize::MAX;
    let mut newlines = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte == b' ' || byte == b'\t' || byte == b'\r' {
            at += 1;
            continue;
        }
        if byte == b'\n' {
            newlines += 1;
            at += 1;
            continue;
        }
        if byte == 0xC2 && bytes.get(at + 1) == Some(&0xA0)
            || byte == 0xE2 && matches!(bytes.get(at + 1..at + 3), Some([0x80, 0x80..=0x8A | 0xAF]))
        {
            at += if byte == 0xC2 { 2 } else { 3 };
            continue;
        }
        if newlines > 1 || island.len() == LONGEST {
            flush(&mut island, &mut triggered, &mut take);
        }
        newlines = 0;
        let glued = last_end == at;
        let mut token = read(text, at, glued, lexicon);
        at = token.end;
        last_end = at;
        if token.word == 0 && token.classes == 0 {
            flush(&mut island, &mut triggered, &mut take);
        } else {
            // A number alone is no date; one that touches a mark or a word may be (10/03, 18h, 27th), and so may the last
            // of an island (`the 27`).
            triggered |= token.classes & lexicon.triggers != 0
                || glued
                    && island.last().is_some_and(|last| (last.word == 0) != (token.word == 0) && touches(text, &token));
            token.key = lexicon.key(token.word, token.classes);
            island.push(token);
        }
    }
    flush(&mut island, &mut triggered, &mut take);
}

/// Tells whether a mark or a word that touches a number goes on touching: the comma of a clause does not.
fn touches(text: &str, token: &Token) -> bool {
    match &text[token.start..token.end] {
        "," | "." | ":" | ")" | "(" => text[token.end..].starts_with(|c: char| c.is_ascii_digit()),
        _ => true,
    }
}

fn flush(island: &mut Vec<Token>, triggered: &mut bool, take: &mut impl FnMut(&[Token])) {
    // `le 27.`
    let marks = island.iter().rev().take_while(|token| token.classes == 0).count();
    let day_last = matches!(&island[..island.len() - marks], [.., before, last] if before.word != 0 && last.classes & builtin::DAY != 0);
    if *triggered || day_last {
        take(island);
    }
    island.clear();
    *triggered = false;
}

/// Reads the token at `at`, which is no white space.
fn read(text: &str, at: usize, glued: bool, lexicon: &Lexicon) -> Token {
    let bytes = text.as_bytes();
    let byte = bytes[at];
    let mut token = Token {
        start: at,
        end: at + 1,
        word: 0,
        classes: 0,
        key: 0,
        number: 0,
        glued,
        case: Case::Lower,
        accented: false,
    };
    if byte.is_ascii_digit() {
        let mut end = at + 1;
        while end < bytes.len() && bytes[end].is_ascii_digit() {
            end += 1;
        }
        token.end = end;
        (token.number, token.classes) = number(&bytes[at..end]);
        return token;
    }
    let wide = byte >= 0x80;
    let first = if wide { char_at(text, at) } else { byte as char };
    if first.is_alphabetic() {
        word(text, &mut token, lexicon);
        return token;
    }
    token.end = at + first.len_utf8();
    let mark = match first {
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        '\'' | '’' | '‘' | 'ʼ' => {
            // `1970's`, `year's`: the s of a plural or a genitive is one token with its apostrophe.
            let next = token.end;
            if glued
                && matches!(bytes.get(next), Some(b's' | b'S'))
                && !text[next + 1..].starts_with(|c: char| c.is_alphanumeric())
            {
                token.end += 1;
                "'s"
            } else {
                "'"
            }
        }
        ',' | '/' | '.' | ':' | '(' | ')' | '~' | '=' => &text[at..token.end],
        _ => return token,
    };
    (token.word, token.classes) = lexicon.look_up(mark.as_bytes());
    token
}

/// Reads a run of letters, with the apostrophe of an elision (`l'`, `d'`, `o'`) where one follows.
fn word(text: &str, token: &mut Token, lexicon: &Lexicon) {
    let bytes = text.as_bytes();
    let mut end = token.start;
    let (mut upper, mut letters, mut ascii) = (0, 0, true);
    while end < bytes.len() {
        let byte = bytes[end];
        if byte.is_ascii_alphabetic() {
            upper += usize::from(byte.is_ascii_uppercase());
            letters += 1;
            end += 1;
        } else if byte >= 0x80 {
            let c = char_at(text, end);
            if !c.is_alphabetic() {
                break;
            }
            upper += usize::from(c.is_uppercase());
            letters += 1;
            ascii = false;
            end += c.len_utf8();
        } else {
            break;
        }
    }
    let first_upper = text[token.start..].starts_with(char::is_uppercase);
    token.case = match (first_upper, upper == letters && letters > 1) {
        (_, true) => Case::Upper,
        (true, false) => Case::Title,
        _ => Case::Lower,
    };
    let letters_end = end;
    let apostrophe = match bytes.get(end) {
        Some(b'\'') => 1,
        Some(0xE2) if matches!(bytes.get(end + 1..end + 3), Some([0x80, 0x98 | 0x99])) => 3,
        _ => 0,
    };
    if apostrophe > 0 {
        let rest = &text[end + apostrophe..];
        let genitive = rest.starts_with(['s', 'S']) && !rest[1..].starts_with(|c: char| c.is_alphanumeric());
        if rest.starts_with(char::is_alphabetic) && !genitive {
            end += apostrophe;
        }
    }
    token.end = end;
    token.accented = !ascii;
    if letters > WORD {
        return;
    }
    if ascii && end == letters_end {
        let mut folded = [0; WORD];
        let len = end - token.start;
        folded[..len].copy_from_slice(&bytes[token.start..end]);
        folded[..len].make_ascii_lowercase();
        (token.word, token.classes) = lexicon.look_up(&folded[..len]);
    } else if let Some((folded, len)) = fold(&text[token.start..end]) {
        (token.word, token.classes) = lexicon.look_up(&folded[..len]);
    }
}

fn char_at(text: &str, at: usize) -> char {
    text[at..].chars().next().unwrap_or(' ')
}

/// Tells what a group of digits may stand for.
pub(super) fn number(digits: &[u8]) -> (i64, u128) {
    if digits.len() > 8 {
        return (0, builtin::LONG);
    }
    let value = digits.iter().fold(0, |n, d| n * 10 + i64::from(d - b'0'));
    let mut classes = builtin::DIGITS;
    match digits.len() {
        1 | 2 => {
            classes |= builtin::INT;
            if (1..=31).contains(&value) {
                classes |= builtin::DAY;
            }
            if (1..=12).contains(&value) {
                classes |= builtin::MONTH;
            }
            if value <= 24 {
                classes |= builtin::HOUR;
            }
            if digits.len() == 2 {
                if digits[0] == b'0' && value > 0 {
                    classes |= builtin::MONTH0;
                }
                classes |= builtin::YEAR2;
                if value <= 24 {
                    classes |= builtin::HOUR2;
                }
                if value < 60 {
                    classes |= builtin::MINUTE;
                }
            }
        }
        3 | 4 => {
            classes |= if digits[0] == b'0' { 0 } else { builtin::INT };
            if digits.len() == 4 && (1000..=2999).contains(&value) {
                classes |= builtin::YEAR4;
                if (1850..=2099).contains(&value) {
                    classes |= builtin::YEAR;
                }
            }
            if value % 100 < 60 && value / 100 <= 12 && value >= 100 {
                classes |= builtin::HHMM;
            }
            if digits.len() == 3 {
                classes |= builtin::DIGITS3;
            }
        }
        8 => classes |= builtin::YMD,
        _ => {}
    }
    (value, classes)
}
