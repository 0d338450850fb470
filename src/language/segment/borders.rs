//! Learnt borders of sentences: corrects, within lines, what the tables say.
//!
//! Headlines run into the text after them, semicolons that end a list's entry, abbreviations that no table has: where a
//! capital, a digit or a quotation mark follows, or a stop goes before, a classifier decides.

use foldhash::HashSet;

use super::rules::is_apostrophe;
use super::tokens::{Gap, Piece};
use crate::language::lexeme::{Lexeme, Lexicon, SURE, fold};
use crate::language::linear::{Key, KeyHasher, Weights, hash_str, mix};

use crate::model::Upos;

/// Where no stop goes before, a border must win by so much: a sentence cut in two loses more than two left together.
const SURE_WITHOUT_STOP: i32 = 400;
/// After an abbreviation and before a word that seldom opens a sentence by so much.
const SURE_AFTER_ABBREVIATION: i32 = 200;
/// Between two words with capitals, the second of which goes on with a third, by so much: `Loïk | Le Floch`.
const SURE_AMID_CAPITALS: i32 = 500;
/// Within a run of words with capitals by so much: they may be one name, which must not be cut.
const SURE_WITHIN_CAPITALS: i32 = 2000;

/// Without a stop, so few words behind an article or a preposition are hardly a sentence: `De nombreux | Marocains`.
const LEADING: usize = 3;
/// There by so much.
const SURE_WHILE_LEADING: i32 = 800;

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
    /// The same since the sentence's start.
    own: u8,
    /// Words with a capital since the sentence's first.
    capitals: u8,
    /// Whether a word in small letters stands in it.
    small: bool,
    /// Hash and kind of its first token.
    first: (u64, u64),
    /// Whether a word that is a verb more than anything else stands in it.
    verb: bool,
    /// Whether its first word is one that never ends a sentence: an article, a preposition.
    leads: bool,
}

impl Memory {
    /// Takes in a token; `begins` where a sentence begins with it, `line` where a line does.
    pub fn see(&mut self, view: View<'_>, at: usize, begins: bool, buffer: &mut String) {
        let (form, line, verb) = (view.pieces[at].span.of(view.text), view.hard[at], view.is_verb(at, buffer));
        if line {
            *self = Memory::default();
        } else if begins {
            *self = Memory { straight: self.straight, quotes: self.quotes, ..Memory::default() };
        }
        if self.length == 0 {
            self.first = (hash_str(form), kind(form));
            self.leads = view.goes_on(at, buffer);
        }
        self.verb |= verb;
        self.length += 1;
        match form {
            "(" | "[" => self.brackets = self.brackets.saturating_add(1),
            ")" | "]" => self.brackets = self.brackets.saturating_sub(1),
            "«" | "“" | "„" => self.quotes = self.quotes.saturating_add(1),
            "»" | "”" => self.quotes = self.quotes.saturating_sub(1),
            "\"" => {
                // Told anew wherever it can be, so that one stray mark does not turn the rest of the line about.
                let side = quote_closes(view.pieces, at);
                self.straight = side.map_or(self.straight ^ 1, |closes| u8::from(!closes));
                self.own ^= 1;
            }
            _ => {
                let first = form.chars().next().unwrap_or(' ');
                self.capitals = self.capitals.saturating_add(u8::from(first.is_uppercase()));
                self.small |= first.is_lowercase() && form.chars().count() > 1;
            }
        }
    }
}

/// Tells by the white space beside a straight quotation mark whether it closes; `None` where it stands alone.
pub fn quote_closes(pieces: &[Piece], at: usize) -> Option<bool> {
    let before = pieces[at].gap == Gap::None;
    let after = pieces.get(at + 1).is_some_and(|next| next.gap == Gap::None);
    (before != after).then_some(before)
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

/// What a token before a border is, in broad strokes.
fn sort(form: &str) -> u64 {
    let mut chars = form.chars();
    let (first, last) = (chars.next().unwrap_or(' '), form.chars().next_back().unwrap_or(' '));
    match last {
        '.' if form.len() == 1 => 1,
        '!' | '?' => 2,
        '…' => 3,
        '.' if form.chars().all(|c| c == '.') => 3,
        '.' => 4,
        ',' | ';' => 5,
        ':' => 6,
        '»' | '”' => 7,
        '"' | '\'' | '’' => 8,
        ')' | ']' => 9,
        '«' | '“' | '(' | '[' => 10,
        _ if last.is_alphabetic() && first.is_uppercase() && form.chars().any(char::is_lowercase) => 11,
        _ if last.is_alphabetic() && first.is_uppercase() => 12,
        _ if last.is_alphabetic() => 13,
        _ if last.is_numeric() => 14,
        '-' | '–' | '—' | '•' | '*' => 15,
        _ => 16,
    }
}

/// What a token after a border is, in broad strokes: its shape, and whether it is a small word, one of content or a name.
fn class(lexeme: &Lexeme) -> u64 {
    const SMALL: u32 = 1 << Upos::Adp as u32
        | 1 << Upos::Adv as u32
        | 1 << Upos::Aux as u32
        | 1 << Upos::Cconj as u32
        | 1 << Upos::Det as u32
        | 1 << Upos::Intj as u32
        | 1 << Upos::Pron as u32
        | 1 << Upos::Sconj as u32;
    let tags = match lexeme.tags {
        0 => 0,
        tags if tags & !SMALL == 0 => 1,
        tags if tags & SMALL != 0 => 2,
        tags if tags == 1 << Upos::Propn as u32 => 3,
        tags if tags & 1 << Upos::Propn as u32 != 0 => 4,
        _ => 5,
    };
    mix(tags, lexeme.shape)
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
    // Addresses stand on lines of their own, whatever the letters.
    let fresh = fresh || matches!(kind(form), 1 | 2) || matches!(kind(before), 1 | 2);
    (pieces[at].gap > Gap::None && (stop || fresh))
        || (pieces[at].gap == Gap::None && before.ends_with(['.', '!', '?', '…']) && !form.ends_with([',', ';']))
}

/// Is a token the rest of a number or of a sum, whatever the model says: `SKr9.6bn`, `498 Md€`.
fn goes_on_a_number(text: &str, pieces: &[Piece], at: usize) -> bool {
    let ends_in_digit = |back: usize| {
        at.checked_sub(back).is_some_and(|i| pieces[i].span.of(text).ends_with(|c: char| c.is_ascii_digit()))
    };
    let form = pieces[at].span.of(text);
    let decimals = form.starts_with(|c: char| c.is_ascii_digit()) && pieces[at].gap == Gap::None && ends_in_digit(2);
    decimals || ends_in_digit(1) && form.ends_with(['€', '$', '£'])
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
    /// By token whether a line begins there.
    pub hard: &'t [bool],
}

/// A particle with a capital has so many letters at most: `Le`, `Van`.
const LONGEST_PARTICLE: usize = 3;

/// The tags of a finite verb or an auxiliary, as bits of the lexicon.
const VERBS: u32 = 1 << Upos::Verb as u32 | 1 << Upos::Aux as u32;

impl View<'_> {
    /// Is a token known as a verb and as nothing else.
    pub fn is_verb(&self, at: usize, buffer: &mut String) -> bool {
        fold(self.pieces[at].span.of(self.text), buffer);
        let tags = self.lexicon.tags(hash_str(buffer)) & !SURE;
        tags != 0 && tags & !VERBS == 0
    }

    /// May a token be a word that never ends a sentence: an article, a preposition, a conjunction. What it may be besides does not
    /// count: `Choe Son | Hui`, `selon une | Source`.
    fn goes_on(&self, at: usize, buffer: &mut String) -> bool {
        const LINKS: u32 =
            1 << Upos::Adp as u32 | 1 << Upos::Cconj as u32 | 1 << Upos::Det as u32 | 1 << Upos::Sconj as u32;
        fold(self.pieces[at].span.of(self.text), buffer);
        let tags = self.lexicon.tags(hash_str(buffer)) & !SURE;
        tags & LINKS != 0
    }

    /// Does a sentence only open before a token, with a mark or with the number of a list's entry: `"`, `iii)`. It is no whole one.
    fn only_opens(&self, at: usize, memory: &Memory) -> bool {
        let form = |back: usize| at.checked_sub(back).map_or("", |i| self.pieces[i].span.of(self.text));
        let is_number = |form: &str| {
            form.len() == 1 && form.chars().all(char::is_alphanumeric)
                || form.len() <= 4
                    && form.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'i' | b'v' | b'x' | b'I' | b'V' | b'X'))
        };
        match memory.length {
            1 => matches!(form(1), "\"" | "«" | "“" | "„" | "(" | "["),
            2 => form(1) == ")" && self.pieces[at - 1].gap == Gap::None && is_number(form(2)),
            _ => false,
        }
    }

    /// Is a token, or the one before, an address or a run of marks: these stand on lines of their own, whatever is beside them.
    fn is_beside_an_address(&self, at: usize) -> bool {
        self.pieces[at - 1..=at].iter().any(|p| matches!(kind(p.span.of(self.text)), 1..=3))
    }

    /// Does a straight quotation mark with white space on both sides close what the sentence opened.
    fn closes_own(&self, at: usize, memory: &Memory) -> bool {
        self.pieces[at].span.of(self.text) == "\"" && memory.own == 1 && quote_closes(self.pieces, at).is_none()
    }

    /// Is a token the third or later of a run of capitals, and no word that opens sentences: an article, a pronoun, a
    /// preposition.
    fn may_go_on_a_name(&self, at: usize, buffer: &mut String) -> bool {
        let run = at >= 2 && (at - 2..=at).all(|i| self.pieces[i].span.of(self.text).starts_with(char::is_uppercase));
        run && !self.opens(at, buffer)
    }

    /// Does a token begin the family name of whom the sentence's one word so far names: `Paul | Le Goff a été élu`.
    fn goes_on_a_name(&self, at: usize, memory: &Memory) -> bool {
        let form = |at: usize| self.pieces.get(at).map_or("", |piece| piece.span.of(self.text));
        let is_name = |form: &str| form.starts_with(char::is_uppercase) && form.ends_with(char::is_lowercase);
        memory.length == 1
            && [at - 1, at, at + 1].iter().all(|at| is_name(form(*at)))
            && form(at).chars().count() <= LONGEST_PARTICLE
    }

    /// Has a token a capital, and both beside it.
    fn is_amid_capitals(&self, at: usize) -> bool {
        let around = self.pieces.get(at.saturating_sub(1)..at + 2).unwrap_or(&[]);
        around.len() == 3 && around.iter().all(|p| p.span.of(self.text).starts_with(char::is_uppercase))
    }

    /// Is a token known as a word that opens sentences: an article, a pronoun, a preposition.
    fn opens(&self, at: usize, buffer: &mut String) -> bool {
        const OPENERS: u32 = 1 << Upos::Adp as u32
            | 1 << Upos::Aux as u32
            | 1 << Upos::Cconj as u32
            | 1 << Upos::Det as u32
            | 1 << Upos::Pron as u32
            | 1 << Upos::Sconj as u32;
        fold(self.pieces[at].span.of(self.text), buffer);
        self.lexicon.tags(hash_str(buffer)) & OPENERS != 0
    }

    /// How far it is from a token to the next stop and to the line's end, and whether a verb stands before either.
    fn ahead(&self, at: usize, buffer: &mut String) -> (u64, u64, u64) {
        let end = (at + 1..self.pieces.len().min(at + 40)).find(|i| self.hard[*i]).unwrap_or(at + 40);
        let end = end.min(self.pieces.len());
        let is_stop = |i: &usize| self.pieces[*i].span.of(self.text).ends_with(['.', '!', '?', '…', ':']);
        let stop = (at..end).find(is_stop).unwrap_or(end);
        let verb = (at..stop).any(|i| self.is_verb(i, buffer));
        (steps(stop - at), steps(end - at) << 1 | u64::from(stop < end), u64::from(verb))
    }
}

/// Fills `keys` with what speaks for or against a border before token `at`; `ruled` is what the tables say.
pub fn border_keys(view: View<'_>, at: usize, ruled: bool, memory: &Memory, buffer: &mut String, keys: &mut Vec<Key>) {
    keys.clear();
    let View { text, pieces, lexicon, .. } = view;
    let (to_stop, to_end, verb_ahead) = view.ahead(at, buffer);
    let form = pieces[at].span.of(text);
    let again = u64::from(memory.first.0 == hash_str(form)) | u64::from(memory.first.1 == kind(form)) << 1;
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
    // Entries of a list begin alike; what has its verb is whole.
    let verbs = u64::from(memory.verb) << 1 | verb_ahead;
    add(37, again, mix(memory.first.1, w.shape));
    add(38, again, mix(memory.first.0, p1.shape));
    add(39, verbs, mix(p1.shape, w.shape));
    add(40, verbs, mix(p1.exact, w.exact));
    add(41, verbs, mix(u64::from(w.tags), w.shape));
    add(42, to_stop, mix(p1.shape, w.shape));
    add(43, to_end, mix(p1.shape, w.shape));
    add(44, to_end, mix(length, w.shape));
    add(45, to_stop, mix(verbs, mix(length, w.shape)));
    add(46, to_end, mix(p1.exact, w.shape));
    add(47, to_end, w.exact);
    add(48, verbs, mix(p1.exact, w.shape));
    // In broad strokes, for what is rare: a small word with a capital, after what kind of token.
    let after = sort(at.checked_sub(1).map_or("", |b| pieces[b].span.of(text)));
    let (class, next) = (class(&w), class(&n1));
    add(49, after, mix(class, inside));
    add(50, after, mix(class, next));
    add(51, after, mix(class, gaps));
    add(52, after, mix(class, headline));
    add(53, after, mix(class, verbs));
    add(54, after, mix(w.exact, inside));
    add(55, after, mix(class, length));
    add(56, after, mix(class, mix(to_stop, to_end)));
    // Whether a straight quotation mark belongs to what goes before or to what follows.
    let is_quote = |i: usize| pieces.get(i).is_some_and(|p| p.span.of(text) == "\"");
    let next_quote = (at + 1..pieces.len().min(at + 30)).find(|i| view.hard[*i] || is_quote(*i));
    let next_quote = next_quote.filter(|i| is_quote(*i)).map_or(9, |i| steps(i - at));
    let own = u64::from(memory.own) << 2 | u64::from(is_quote(at)) << 1 | u64::from(at > 0 && is_quote(at - 1));
    add(57, own, mix(p1.exact, w.shape));
    add(58, own, mix(gaps, after));
    add(59, own, mix(next_quote, after));
    add(60, own, mix(next_quote, mix(after, class)));
    add(61, own, mix(mix(p2.shape, p1.shape), mix(w.shape, n1.shape)));
}

/// Corrects `begins` (what the tables say) by the model; line breaks stand, `hard` by token.
pub fn correct(view: View<'_>, weights: &Weights, longest: usize, begins: &mut [bool]) {
    let View { text, pieces, hard, .. } = view;
    if weights.classes() != 2 {
        return;
    }
    let (mut keys, mut buffer, mut scores) = (Vec::new(), String::new(), [0; 2]);
    let mut memory = Memory::default();
    for at in 0..pieces.len() {
        if !hard[at] && is_open(text, pieces, at) {
            border_keys(view, at, begins[at], &memory, &mut buffer, &mut keys);
            weights.score(&keys, &mut scores);
            let before = pieces[at - 1].span.of(text);
            let needed = if view.only_opens(at, &memory) || view.closes_own(at, &memory) {
                i32::MAX
            } else if before.ends_with(['.', '!', '?', '…']) {
                let abbreviation = !before.starts_with(['.', '!', '?', '…']);
                if abbreviation && !view.opens(at, &mut buffer) { SURE_AFTER_ABBREVIATION } else { 0 }
            } else if view.goes_on(at - 1, &mut buffer) || view.goes_on_a_name(at, &memory) {
                i32::MAX
            } else if memory.leads && memory.length <= LEADING {
                SURE_WHILE_LEADING
            } else if view.is_beside_an_address(at) {
                0
            } else if view.may_go_on_a_name(at, &mut buffer) {
                SURE_WITHIN_CAPITALS
            } else if view.is_amid_capitals(at) {
                SURE_AMID_CAPITALS
            } else {
                SURE_WITHOUT_STOP
            };
            begins[at] = scores[1] - scores[0] > needed && !goes_on_a_number(text, pieces, at);
        }
        begins[at] |= hard[at] || memory.length >= longest;
        memory.see(view, at, begins[at], &mut buffer);
    }
    keep_names_whole(view, longest, begins);
}

/// Takes borders without a stop out of names: "Choe | Son" is none where "Choe Son" stands together elsewhere in the text.
/// No sentence gets longer by it than any may be.
fn keep_names_whole(view: View<'_>, longest: usize, begins: &mut [bool]) {
    let pair = |at: usize| {
        let before = view.pieces[at - 1].span.of(view.text);
        let here = view.pieces[at].span.of(view.text);
        // In capitals alone stands a caption's or a letter's head rather than a part of a name.
        let may_name = |form: &str| {
            form.starts_with(char::is_uppercase)
                && form.contains(char::is_lowercase)
                && !form.contains(|c: char| c.is_ascii_digit())
        };
        (!view.hard[at] && may_name(before) && may_name(here)).then_some((before, here))
    };
    let (parted, whole): (Vec<usize>, Vec<usize>) = (1..view.pieces.len()).partition(|at| begins[*at]);
    let parted: Vec<(usize, (&str, &str))> = parted.into_iter().filter_map(|at| Some((at, pair(at)?))).collect();
    if parted.is_empty() {
        return;
    }
    // A sentence's first word has its capital anyway: "Thanks Elizabeth" makes no name of "Thanks".
    let whole: HashSet<(&str, &str)> = whole.into_iter().filter(|at| !begins[at - 1]).filter_map(pair).collect();
    for (at, _) in parted.into_iter().filter(|(_, names)| whole.contains(names)) {
        let start = at.saturating_sub(longest);
        let before = (start..at).rev().find(|n| begins[*n]).map_or(longest, |n| at - n);
        let behind = (at + 1..begins.len()).take(longest).position(|n| begins[n]).unwrap_or(longest);
        if before + behind < longest {
            begins[at] = false;
        }
    }
}
