//! Learnt borders of sentences: corrects, within lines, what the tables say.
//!
//! Headlines run into the text after them, semicolons that end a list's entry, abbreviations that no table has: where a
//! capital, a digit or a quotation mark follows, or a stop goes before, a classifier decides.

use super::rules::is_apostrophe;
use super::tokens::{Gap, Piece};
use crate::language::lexeme::{Lexeme, Lexicon};
use crate::language::linear::{Key, KeyHasher, Weights, mix};

/// Where no stop goes before, a border must win by so much: a sentence cut in two loses more than two left together.
const SURE_WITHOUT_STOP: i32 = 40;

/// What is kept in mind of the sentence so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Memory {
    /// Tokens since its first.
    pub length: usize,
    /// Open round brackets.
    brackets: u8,
    /// Open French or curly quotation marks.
    quotes: u8,
    /// Straight quotation marks since the line's start.
    straight: u8,
    /// Words with a capital since the sentence's first.
    capitals: u8,
    /// Whether a word in small letters stands in it.
    small: bool,
}

impl Memory {
    /// Takes in a token; `begins` where a sentence begins with it, `line` where a line does.
    pub fn see(&mut self, form: &str, begins: bool, line: bool) {
        if line {
            *self = Memory::default();
        } else if begins {
            *self = Memory { straight: self.straight, quotes: self.quotes, ..Memory::default() };
        }
        self.length += 1;
        match form {
            "(" | "[" => self.brackets = self.brackets.saturating_add(1),
            ")" | "]" => self.brackets = self.brackets.saturating_sub(1),
            "«" | "“" | "„" => self.quotes = self.quotes.saturating_add(1),
            "»" | "”" => self.quotes = self.quotes.saturating_sub(1),
            "\"" => self.straight ^= 1,
            _ => {
                let first = form.chars().next().unwrap_or(' ');
                self.capitals = self.capitals.saturating_add(u8::from(first.is_uppercase()));
                self.small |= first.is_lowercase() && form.chars().count() > 1;
            }
        }
    }
}

/// Counts in steps that grow.
fn steps(count: usize) -> u64 {
    match count {
        n @ 0..=4 => n as u64,
        5..=7 => 5,
        8..=15 => 6,
        16..=30 => 7,
        _ => 8,
    }
}

/// Addresses, file names and long runs of marks stand for lines of their own more often than words do.
fn kind(form: &str) -> u64 {
    match form {
        _ if form.contains("://") || form.starts_with("www.") => 1,
        _ if form.len() > 1 && form.contains('@') => 2,
        _ if form.len() > 3 && !form.contains(char::is_alphanumeric) => 3,
        _ if form.contains('.') && form.len() > 4 && form.contains(char::is_alphabetic) => 4,
        _ if form.contains(char::is_alphabetic) && !form.contains(char::is_lowercase) => 5,
        _ => 0,
    }
}

/// Returns whether the model is asked about a border before token `at`, which does not begin a line.
pub fn is_open(text: &str, pieces: &[Piece], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|b| pieces[b].span.of(text)) else { return false };
    let form = pieces[at].span.of(text);
    // What closes belongs to the sentence before, whatever the model says.
    if matches!(form, "»" | "”" | ")" | "]" | "," | ";" | ":" | "." | "%") {
        return false;
    }
    let first = form.chars().next().unwrap_or(' ');
    let stop =
        before.ends_with(['.', '!', '?', '…', ';', ':', '»', '”', '"', ')', ']']) || before.ends_with(is_apostrophe);
    let fresh = first.is_uppercase() || first.is_ascii_digit() || !first.is_alphanumeric();
    (pieces[at].gap > Gap::None && (stop || fresh))
        || (pieces[at].gap == Gap::None && before.ends_with(['.', '!', '?', '…']) && !form.ends_with([',', ';']))
}

/// What the model looks at.
#[derive(Clone, Copy, Debug)]
pub struct View<'t> {
    /// The text.
    pub text: &'t str,
    /// Its tokens.
    pub pieces: &'t [Piece],
    /// The forms known.
    pub lexicon: &'t Lexicon,
}

/// Fills `keys` with what speaks for or against a border before token `at`; `ruled` is what the tables say.
pub fn border_keys(view: View<'_>, at: usize, ruled: bool, memory: &Memory, buffer: &mut String, keys: &mut Vec<Key>) {
    keys.clear();
    let View { text, pieces, lexicon } = view;
    let mut seen = |by: isize| {
        let piece = at.checked_add_signed(by).and_then(|i| pieces.get(i));
        piece.map_or_else(Lexeme::default, |p| Lexeme::new(p.span.of(text), lexicon, buffer))
    };
    let (p3, p2, p1, w, n1, n2) = (seen(-3), seen(-2), seen(-1), seen(0), seen(1), seen(2));
    let gap = |i: usize| pieces.get(i).map_or(9, |p| p.gap as u64);
    let gaps = mix(gap(at), mix(gap(at.saturating_sub(1)), gap(at + 1)));
    let length = steps(memory.length);
    let kind_of = |i: usize| pieces.get(i).map_or(9, |p| kind(p.span.of(text)));
    let kinds = mix(kind_of(at.wrapping_sub(1)), kind_of(at));
    let inside =
        u64::from(memory.brackets.min(1)) | u64::from(memory.quotes.min(1)) << 1 | u64::from(memory.straight) << 2;
    let headline = u64::from(memory.small) | u64::from(memory.capitals.min(3)) << 1;
    let ruled = u64::from(ruled);
    let mut add = |template: u64, a: u64, b: u64| keys.push(KeyHasher::new(800 + template).with(a).with(b).key());
    add(0, ruled, 0);
    add(1, ruled, length);
    add(2, ruled, inside);
    add(3, p1.exact, w.shape);
    add(4, p1.exact, w.exact);
    add(5, w.exact, ruled);
    add(6, w.exact, length);
    add(7, p1.exact, ruled);
    add(8, p1.exact, mix(length, w.shape));
    add(9, mix(p2.shape, p1.shape), w.shape);
    add(10, mix(p1.shape, w.shape), n1.shape);
    add(11, p2.form, p1.form);
    add(12, w.exact, n1.form);
    add(13, w.exact, p1.shape);
    add(14, gaps, mix(p1.exact, w.shape));
    add(15, inside, mix(p1.exact, w.shape));
    add(16, headline, mix(p1.shape, w.shape));
    add(17, headline, mix(length, w.exact));
    add(18, p1.suffix[2], w.exact);
    add(19, p1.suffix[1], w.shape);
    add(20, w.suffix[2], w.shape);
    add(21, mix(w.shape, n1.shape), n2.shape);
    add(22, mix(p3.shape, p2.shape), mix(p1.shape, w.shape));
    add(23, p2.exact, mix(p1.exact, w.exact));
    add(24, n1.form, w.shape);
    add(25, w.prefix[1], w.shape);
    add(26, p2.shape, mix(p1.exact, w.shape));
    add(27, gaps, mix(w.exact, inside));
    add(28, kinds, ruled);
    add(29, kinds, mix(p1.exact, length));
    // What the words are elsewhere: an article before, a word that only headlines and beginnings write with a capital.
    add(30, u64::from(p1.tags), mix(u64::from(w.tags), w.shape));
    add(31, u64::from(p1.tags), mix(p1.shape, w.shape));
    add(32, u64::from(w.tags), mix(p1.shape, w.shape));
    add(33, u64::from(w.tags), mix(u64::from(n1.tags), w.shape));
    add(34, u64::from(w.tags), mix(p1.exact, w.shape));
    add(35, mix(u64::from(p2.tags), u64::from(p1.tags)), mix(u64::from(w.tags), w.shape));
    add(36, mix(u64::from(w.tags), u64::from(p1.tags)), mix(headline, length));
}

/// Corrects `begins` (what the tables say) by the model; line breaks stand, `hard` by token.
pub fn correct(view: View<'_>, hard: &[bool], weights: &Weights, longest: usize, begins: &mut [bool]) {
    let View { text, pieces, .. } = view;
    if weights.classes() != 2 {
        return;
    }
    let (mut keys, mut buffer, mut scores) = (Vec::new(), String::new(), [0; 2]);
    let mut memory = Memory::default();
    for at in 0..pieces.len() {
        if !hard[at] && is_open(text, pieces, at) {
            border_keys(view, at, begins[at], &memory, &mut buffer, &mut keys);
            weights.score(&keys, &mut scores);
            let stop = pieces[at - 1].span.of(text).ends_with(['.', '!', '?', '…']);
            begins[at] = scores[1] - scores[0] > if stop { 0 } else { SURE_WITHOUT_STOP };
        }
        begins[at] |= hard[at] || memory.length >= longest;
        memory.see(pieces[at].span.of(text), begins[at], hard[at]);
    }
}
