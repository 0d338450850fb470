//! Gathers tokens into sentences.
//!
//! In: the tokens of a text with the gaps before them. Out: for each token whether a sentence begins there. An empty
//! line always parts; a single line break parts unless the line looks wrapped; within a line the full stop and its
//! kin part, where what follows looks like a beginning.

use super::rules::{Abbreviation, LanguageRules, folded};
use super::tokens::{Gap, Piece};

/// A sentence has at most so many tokens: what reads sentences may take more than linear time in their length.
pub const LONGEST_SENTENCE: usize = 400;

/// Lines shorter than this are never taken for wrapped ones.
const SHORTEST_WRAP: usize = 45;
/// Longer lines are paragraphs, not wrapped lines.
const LONGEST_WRAP: usize = 140;

/// A line that only tells when something was published has at most so many tokens.
const LONGEST_DATE: usize = 12;

/// Returns whether a line is nothing but a date with its year: words of the language's `date_lines`, figures and marks.
fn is_dated(text: &str, line: &[Piece], rules: &LanguageRules) -> bool {
    let is_year = |form: &str| {
        form.len() == 4
            && (form.starts_with("19") || form.starts_with("20"))
            && form.bytes().all(|b| b.is_ascii_digit())
    };
    let tells_when = |form: &str| {
        form.starts_with(|c: char| c.is_ascii_digit())
            || !form.contains(char::is_alphanumeric)
            || rules.date_lines.contains(folded(form).trim_end_matches('.'))
    };
    let forms = || line.iter().map(|piece| piece.span.of(text));
    // The last line of a wrapped paragraph ends in a stop.
    let stops = forms().next_back().is_some_and(ends_sentence);
    line.len() <= LONGEST_DATE && !stops && forms().any(is_year) && forms().all(tells_when)
}

/// Returns for each token whether a sentence begins with it, by the tables; `hard` are the line breaks that part.
pub fn beginnings(text: &str, pieces: &[Piece], hard: &[bool], rules: &LanguageRules) -> Vec<bool> {
    let mut begins = vec![false; pieces.len()];
    let mut length = 0;
    let mut straight_quotes = 0usize;
    // Where a closing mark has been absorbed into the sentence before, up to which token.
    let mut absorbed = 0;
    for i in 0..pieces.len() {
        let form = pieces[i].span.of(text);
        if hard[i] {
            straight_quotes = 0;
        }
        if i == 0 || hard[i] {
            begins[i] = true;
        }
        if begins[i] || length >= LONGEST_SENTENCE {
            begins[i] = true;
            length = 0;
        }
        length += 1;
        if form == "\"" {
            straight_quotes += 1;
        }
        if i < absorbed || !ends_sentence(form) {
            continue;
        }
        // Closing marks after the stop belong to the sentence before.
        let mut next = i + 1;
        let mut quotes = straight_quotes;
        while next < pieces.len() && !hard[next] {
            let mark = pieces[next].span.of(text);
            let closes = match mark {
                "»" | "”" | ")" | "]" | "’’" | "''" | "}" => true,
                "\"" => super::borders::quote_closes(pieces, next).unwrap_or(quotes % 2 == 1),
                "’" | "'" => pieces[next].gap == Gap::None,
                _ => {
                    ends_sentence(mark)
                        && pieces[next].gap == Gap::None
                        && !mark.ends_with(|c: char| c.is_alphabetic())
                        && is_mark(mark)
                }
            };
            if !closes {
                break;
            }
            quotes += usize::from(mark == "\"");
            next += 1;
        }
        absorbed = next;
        if next < pieces.len() && !hard[next] && parts(text, pieces, i, next, rules) {
            begins[next] = true;
        }
    }
    begins
}

/// Leaves no closing mark at the head of a sentence: it belongs to the one before, wherever a line breaks.
pub fn close(text: &str, pieces: &[Piece], begins: &mut [bool]) {
    let mut length = 0;
    for at in 0..pieces.len() {
        if begins[at] && (1..LONGEST_SENTENCE).contains(&length) && matches!(pieces[at].span.of(text), "»" | "”") {
            begins[at] = false;
            if let Some(next) = begins.get_mut(at + 1) {
                *next = true;
            }
        }
        length = if begins[at] { 1 } else { length + 1 };
    }
}

fn is_mark(form: &str) -> bool {
    form.chars().all(|c| matches!(c, '.' | '!' | '?' | '…'))
}

/// Can a sentence end with this token.
fn ends_sentence(form: &str) -> bool {
    form.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟'])
}

/// Does a sentence end after token `stop`, given that `next` is the first token that would belong to the next one.
fn parts(text: &str, pieces: &[Piece], stop: usize, next: usize, rules: &LanguageRules) -> bool {
    let form = pieces[stop].span.of(text);
    // Look through opening marks at the first word.
    let mut word = next;
    while word < pieces.len() && word < next + 3 && opens(pieces[word].span.of(text)) {
        word += 1;
    }
    let Some(beginning) = pieces.get(word).map(|p| p.span.of(text)) else { return true };
    let first = beginning.chars().next().unwrap_or(' ');
    let capital = first.is_uppercase() || first.is_lowercase() == first.is_uppercase() && first.is_alphabetic();
    if !is_mark(form) {
        return ends_after_abbreviation(text, pieces, stop, beginning, capital, rules);
    }
    if form.ends_with('.') && form.len() == 1 && is_entry_number(text, pieces, stop) {
        return false;
    }
    let joined = pieces[next].gap == Gap::None;
    if joined {
        // "end.Next": a slip of the typist, told from "v.Next" and "12.Next" by the word before.
        let before = stop.checked_sub(1).map_or("", |b| pieces[b].span.of(text));
        return capital && form == "." && before.chars().count() > 2 && before.chars().all(char::is_alphabetic);
    }
    if word > next && !capital {
        // An opening mark and small letters: a parenthesis or quotation goes on.
        return first.is_ascii_digit();
    }
    match form {
        "..." | "…" | ".." | "...." => capital,
        // Small letters begin a sentence in hasty writing: after a whole word, with a word that often begins one.
        _ if first.is_lowercase() => {
            let before = stop.checked_sub(1).map_or("", |b| pieces[b].span.of(text));
            let whole = before.chars().count() > 2 && before.chars().all(char::is_lowercase);
            whole && rules.starters.contains(&folded(beginning))
        }
        _ => capital || first.is_ascii_digit() || is_bullet(beginning),
    }
}

fn ends_after_abbreviation(
    text: &str,
    pieces: &[Piece],
    stop: usize,
    beginning: &str,
    capital: bool,
    rules: &LanguageRules,
) -> bool {
    let form = pieces[stop].span.of(text);
    let word = form.trim_end_matches('.');
    let starter = || rules.starters.contains(&folded(beginning));
    match rules.abbreviation(word) {
        Some(Abbreviation::BeforeName | Abbreviation::BeforeNumber) => false,
        Some(Abbreviation::Other) => capital && (starter() || word.chars().next().is_some_and(char::is_lowercase)),
        // An address or a number that ends in a mark, an initial, a dotted run.
        None if !form.ends_with('.') => false,
        None => capital && starter() && word.chars().count() > 1,
    }
}

/// Is the stop the one of a list number at a line's or sentence's start: "1. First".
fn is_entry_number(text: &str, pieces: &[Piece], stop: usize) -> bool {
    let Some(number) = stop.checked_sub(1) else { return false };
    let form = pieces[number].span.of(text);
    let short = form.len() <= 2 && form.chars().all(|c| c.is_ascii_digit())
        || matches!(form, "I" | "II" | "III" | "IV" | "V" | "VI" | "VII" | "VIII" | "IX" | "X");
    short && pieces[stop].gap == Gap::None && (pieces[number].gap >= Gap::Line || number == 0)
}

fn opens(form: &str) -> bool {
    matches!(form, "«" | "“" | "\"" | "(" | "[" | "‘" | "'" | "-" | "--" | "–" | "—" | "¿" | "¡" | "„" | "‹")
}

fn is_bullet(form: &str) -> bool {
    matches!(form, "-" | "–" | "—" | "•" | "*" | "·" | "◦" | "▪" | "►" | "→" | "--" | "■" | "●" | "○" | "‣" | "✓")
}

/// Returns for each token whether a line break before it parts for sure.
pub fn hard_breaks(text: &str, pieces: &[Piece], rules: &LanguageRules) -> Vec<bool> {
    let mut hard = vec![false; pieces.len()];
    let mut start = 0;
    while start < pieces.len() {
        let end = (start + 1..pieces.len()).find(|i| pieces[*i].gap == Gap::Blank).unwrap_or(pieces.len());
        hard[start] = true;
        break_block(text, &pieces[start..end], rules, &mut hard[start..end]);
        start = end;
    }
    hard
}

/// Decides each line break of one block of lines.
fn break_block(text: &str, pieces: &[Piece], rules: &LanguageRules, hard: &mut [bool]) {
    let mut lines = Vec::new();
    let mut first = 0;
    for i in 1..=pieces.len() {
        if i == pieces.len() || pieces[i].gap == Gap::Line {
            lines.push((first, i));
            first = i;
        }
    }
    if lines.len() < 2 {
        return;
    }
    let width_of =
        |&(from, to): &(usize, usize)| text[pieces[from].span.start..pieces[to - 1].span.end].chars().count();
    let widths: Vec<usize> = lines.iter().map(width_of).collect();
    let width = widths.iter().copied().max().unwrap_or(0);
    let wrapped = (SHORTEST_WRAP..=LONGEST_WRAP).contains(&width);
    for (n, pair) in lines.windows(2).enumerate() {
        let (from, to) = pair[1];
        let head = pieces[from].span.of(text);
        // The first word with what hangs on it: would it have fit on the line before?
        let mut last = from;
        while last + 1 < to && pieces[last + 1].gap == Gap::None {
            last += 1;
        }
        let fits = widths[n] + 1 + text[pieces[from].span.start..pieces[last].span.end].chars().count() <= width;
        let small = head.chars().next().is_some_and(char::is_lowercase);
        let entry = is_bullet(head)
            || (from + 1 < to
                && pieces[from + 1].gap == Gap::None
                && matches!(pieces[from + 1].span.of(text), "." | ")")
                && head.len() <= 2
                && head.chars().all(char::is_alphanumeric)
                && pieces.get(from + 2).is_some_and(|p| p.gap > Gap::None));
        // A date under a headline is a line of its own: it ends without a stop, as no wrapped paragraph does.
        let dated = n + 2 == lines.len() && !small && is_dated(text, &pieces[from..to], rules);
        hard[from] =
            entry || dated || !wrapped && !small || wrapped && fits && !(small && widths[n] >= SHORTEST_WRAP / 2);
    }
}
