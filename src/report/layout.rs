//! Layout: words into lines, columns into a width.
//!
//! In: escaped one-line texts and a width in terminal columns. Out: lines that fit, broken between words; a figure such as
//! `8 000` is never broken. Only a word that is itself wider than the line is cut.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Set before and after words that a terminal shows bold. Text that was escaped holds neither, and they take no room.
pub const BOLD_ON: char = '\u{2}';
/// See [`BOLD_ON`].
pub const BOLD_OFF: char = '\u{3}';

/// A word wider than this may be cut, so that one URL doesn't widen a column for all.
const WIDEST_WORD: usize = 24;

/// Between columns.
pub const GAP: usize = 2;

/// Returns how many terminal columns a text takes.
pub fn width(text: &str) -> usize {
    let marks = text.chars().filter(|c| matches!(*c, BOLD_ON | BOLD_OFF)).count();
    if marks == 0 {
        text.width()
    } else {
        text.chars().filter(|c| !matches!(*c, BOLD_ON | BOLD_OFF)).collect::<String>().width()
    }
}

/// Breaks a text into words that must each stay whole: at spaces, but not inside `8 000`, and not before ` %`, `:` or `»`.
fn words(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(' ') {
        let before = text[..at].chars().next_back();
        let after = &text[at + 1..];
        let figure =
            before.is_some_and(|c| c.is_ascii_digit()) && after.bytes().take_while(u8::is_ascii_digit).count() == 3;
        if figure || after.starts_with(['%', ':', ';', '?', '!', '»', '€', '$', '£']) {
            continue;
        }
        if at > start {
            out.push(&text[start..at]);
        }
        start = at + 1;
    }
    if start < text.len() {
        out.push(&text[start..]);
    }
    out
}

/// Returns the width of the widest word that must stay whole, and no more than a column must allow for.
pub fn widest_word(text: &str) -> usize {
    words(text).into_iter().map(width).max().unwrap_or(0).min(WIDEST_WORD)
}

/// Breaks a text into lines of at most `limit` columns.
///
/// ```
/// use atodds::report::layout::wrap;
/// assert_eq!(wrap("près de 8 000 soldats", 12), ["près de", "8 000", "soldats"]);
/// ```
pub fn wrap(text: &str, limit: usize) -> Vec<String> {
    let limit = limit.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut taken = 0;
    for word in words(text) {
        let wide = width(word);
        if taken > 0 && taken + 1 + wide <= limit {
            line.push(' ');
            line.push_str(word);
            taken += 1 + wide;
            continue;
        }
        if taken > 0 {
            lines.push(std::mem::take(&mut line));
        }
        if wide <= limit {
            line.push_str(word);
            taken = wide;
        } else {
            (line, taken) = cut(word, limit, &mut lines);
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// Cuts a word that is wider than a line, after a slash where there is one, and returns what is left of it.
fn cut(word: &str, limit: usize, lines: &mut Vec<String>) -> (String, usize) {
    let mut line = String::new();
    let mut taken = 0;
    for c in word.chars() {
        let wide = if matches!(c, BOLD_ON | BOLD_OFF) { 0 } else { c.width().unwrap_or(0) };
        if taken + wide > limit {
            match line.rfind('/').filter(|at| *at + 1 < line.len() && *at > line.len() / 2) {
                Some(at) => {
                    let rest = line.split_off(at + 1);
                    lines.push(std::mem::replace(&mut line, rest));
                    taken = width(&line);
                }
                None => {
                    lines.push(std::mem::take(&mut line));
                    taken = 0;
                }
            }
        }
        line.push(c);
        taken += wide;
    }
    (line, taken)
}

/// Breaks a finding's readings into lines, after a `|` where it can.
pub fn wrap_readings(readings: &str, limit: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let count = readings.split(" | ").count();
    for (n, reading) in readings.split(" | ").enumerate() {
        let piece = if n + 1 < count { format!("{reading} |") } else { reading.to_owned() };
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(&piece) <= limit => {
                line.push(' ');
                line.push_str(&piece);
            }
            _ => lines.extend(wrap(&piece, limit)),
        }
    }
    lines
}

/// Breaks `North Korea · troops deployed` into lines: the entity on its own where both don't fit one.
pub fn wrap_about(about: &str, limit: usize) -> Vec<String> {
    match about.rsplit_once(" · ") {
        Some((entity, label)) if width(about) > limit => {
            let mut lines = wrap(entity, limit);
            lines.extend(wrap(label, limit));
            lines
        }
        _ => wrap(about, limit),
    }
}

/// What a column asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// The width at which no word is cut.
    pub least: usize,
    /// The width at which nothing wraps.
    pub full: usize,
}

/// Gives each column its width, so that all with the gaps between them fit `total`; the widest give way first. `None` where
/// they cannot fit without cutting words.
pub fn share(columns: &[Room], total: usize) -> Option<Vec<usize>> {
    let room = total.checked_sub(GAP * columns.len().saturating_sub(1))?;
    let at = |cap: usize| columns.iter().map(|c| c.full.min(cap.max(c.least))).collect::<Vec<_>>();
    if columns.iter().map(|c| c.full).sum::<usize>() <= room {
        return Some(at(usize::MAX));
    }
    if columns.iter().map(|c| c.least.min(c.full)).sum::<usize>() > room {
        return None;
    }
    // The highest cap under which all fit; a few dozen columns, at most a few hundred wide: counting is cheap.
    let cap = (1..=room).rev().find(|cap| at(*cap).iter().sum::<usize>() <= room)?;
    let mut widths = at(cap);
    // What is left over goes to the first columns that want it.
    let mut left = room - widths.iter().sum::<usize>();
    for (w, c) in widths.iter_mut().zip(columns) {
        if left > 0 && *w < c.full {
            *w += 1;
            left -= 1;
        }
    }
    Some(widths)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn figures_stay_whole() {
        assert_eq!(wrap("de 10 000 à 12 000 soldats", 8), ["de", "10 000 à", "12 000", "soldats"]);
        assert_eq!(
            wrap("une hausse de 7,4 % en mai 2024 100 fois", 14),
            ["une hausse de", "7,4 % en mai", "2024 100 fois"]
        );
        assert_eq!(wrap("8\u{a0}000 8\u{202f}000", 6), ["8\u{a0}000", "8\u{202f}000"]);
    }

    #[test]
    fn long_addresses_break_after_a_slash() {
        assert_eq!(wrap("https://example.org/a/long/path", 24), ["https://example.org/a/", "long/path"]);
        assert_eq!(wrap("", 5), [""]);
    }

    #[test]
    fn readings_break_between_answers() {
        assert_eq!(
            wrap_readings("3,000 | 8,000 in Kursk | 10,000–12,000", 16),
            ["3,000 |", "8,000 in Kursk |", "10,000–12,000"]
        );
        assert_eq!(wrap_readings("3,000 | 10,000", 40), ["3,000 | 10,000"]);
    }

    #[test]
    fn an_entity_stands_alone_where_both_do_not_fit() {
        assert_eq!(wrap_about("North Korea · troops deployed", 20), ["North Korea", "troops deployed"]);
        assert_eq!(wrap_about("Seoul · killed", 20), ["Seoul · killed"]);
    }

    #[test]
    fn the_widest_column_gives_way() {
        let rooms = [Room { least: 8, full: 8 }, Room { least: 5, full: 60 }, Room { least: 5, full: 20 }];
        assert_eq!(share(&rooms, 100), Some(vec![8, 60, 20]));
        assert_eq!(share(&rooms, 62), Some(vec![8, 30, 20]));
        assert_eq!(share(&rooms, 40), Some(vec![8, 14, 14]));
        assert_eq!(share(&rooms, 20), None);
    }

    proptest! {
        #[test]
        fn lines_fit_and_nothing_is_lost(text in "[a-zé0-9/漢 ]{0,120}", limit in 2usize..50) {
            let lines = wrap(&text, limit);
            for line in &lines {
                prop_assert!(width(line) <= limit, "{line:?} is wider than {limit}");
            }
            let letters = |s: &str| s.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
