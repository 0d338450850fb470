//! What the words around a date say: that it is none, or on which side of the document's date it lies.
//!
//! Every look goes a bounded number of bytes, so a long line costs no more than a short one.

use super::count::{is_address, is_count};
use super::expr::{Expr, Op};
use super::lexicon::{Guard, Lexicon, builtin, cue};
use super::matcher::Found;
use super::resolve::Tense;
use super::scan::{Case, Token, fold};

/// Bytes that are looked at on either side for tense.
const LOOK: usize = 160;

/// Tells whether what was found may stand where it stands.
pub(super) fn allows(text: &str, tokens: &[Token], found: &Found, lexicon: &Lexicon) -> bool {
    let (first, last) = (&tokens[found.begin], &tokens[found.end - 1]);
    let (before, after) = (&text[..first.start], &text[last.end..]);
    if !border_before(before, first) || !border_after(after, last) {
        return false;
    }
    // `seven thirteen-year-olds`
    let number_word = last.classes & lexicon.number_words != 0;
    if number_word && after.strip_prefix('-').is_some_and(|rest| rest.starts_with(char::is_alphabetic)) {
        return false;
    }
    let digits_alone = tokens[found.begin..found.end].iter().all(|t| t.classes & !builtin::ALL == 0);
    if digits_alone && numbered(before, lexicon) {
        return false;
    }
    if is_count(text, tokens, found, lexicon) {
        return false;
    }
    // `on 3 March. 15 people`: behind a month written out a full stop ends the sentence.
    let ends_sentence = |pair: &[Token]| {
        pair[0].classes & lexicon.full_months != 0
            && &text[pair[1].start..pair[1].end] == "."
            && text[pair[1].end..].starts_with(' ')
    };
    if tokens[found.begin..found.end - 1].windows(2).any(ends_sentence) {
        return false;
    }
    let words = &text[first.start..last.end];
    if lexicon.cues.never.iter().any(|never| never == words) {
        return false;
    }
    // `Since 1 January, 2000 people`: what follows a comma may be a count.
    let comma = |token: &Token| &text[token.start..token.end] == ",";
    if last.classes & builtin::YEAR4 != 0 && tokens[found.begin..found.end - 1].last().is_some_and(comma) {
        return year(before, after, lexicon);
    }
    match found.rule.guard {
        None => true,
        Some(Guard::Year) => !ends_in_year(&found.expr) || year(before, after, lexicon),
        Some(Guard::Clock) => {
            let previous = word_before(before).map(|word| word.trim_end_matches(['\'', '’']));
            previous.is_none_or(|word| lexicon.cue(word) & cue::LASTING == 0) && !is_length(after, lexicon)
        }
        Some(Guard::Whole) => word_after(after)
            .is_none_or(|word| lexicon.cue(word.split(['\'', '’']).next().unwrap_or(word)) & cue::OF == 0),
        Some(Guard::Count) => year(before, after, lexicon),
        Some(Guard::Name) => name(before, after, tokens, found, lexicon),
        Some(Guard::Future) => tense(text, first.start, last.end, lexicon) == Tense::Future,
        Some(Guard::End) => ends(after) && !numbered(before, lexicon) && !is_address(after, lexicon),
    }
}

/// `à 2 h de route`: hours that tell how far something is.
fn is_length(after: &str, lexicon: &Lexicon) -> bool {
    let Some(of) = word_after(after).filter(|word| lexicon.cue(word) & cue::OF != 0) else { return false };
    let rest = after.split_once(of).map_or("", |(_, rest)| rest);
    word_after(rest).is_some_and(|word| lexicon.cues.lasting_after.iter().any(|known| known == word))
}

fn is_digit(token: &Token) -> bool {
    token.word == 0
}

fn border_before(before: &str, first: &Token) -> bool {
    let mut back = before.chars().rev();
    let Some(touching) = back.next() else { return true };
    let beyond = back.next();
    if touching.is_alphanumeric() || matches!(touching, '@' | '#' | '_' | '&' | '\\') {
        return false;
    }
    match touching {
        // A number that a sign, a unit or another number leans on is no date.
        '$' | '£' | '€' | '¥' | '+' | '=' => !is_digit(first),
        '-' | '–' | '.' | ',' | ':' | '/' | '’' | '\'' if is_digit(first) => {
            !beyond.is_some_and(|c| c.is_alphanumeric())
        }
        '/' => !beyond.is_some_and(|c| c.is_alphanumeric() || c == '/'),
        '-' | '.' => !beyond.is_some_and(char::is_alphabetic),
        _ => true,
    }
}

fn border_after(after: &str, last: &Token) -> bool {
    let mut ahead = after.chars();
    let Some(touching) = ahead.next() else { return true };
    let beyond = ahead.next();
    if touching.is_alphanumeric() || matches!(touching, '@' | '_' | '\\') {
        return false;
    }
    let next_mark = if touching.is_whitespace() { beyond } else { Some(touching) };
    if is_digit(last) && matches!(next_mark, Some('%' | '€' | '$' | '£' | '°' | '‰' | '×')) {
        return false;
    }
    match touching {
        '.' | ',' | ':' | '/' if is_digit(last) => !beyond.is_some_and(|c| c.is_ascii_digit()),
        '-' | '–' if is_digit(last) => !beyond.is_some_and(char::is_alphanumeric),
        '/' => !beyond.is_some_and(char::is_alphanumeric),
        _ => true,
    }
}

/// Returns the last word of a text with its case, and whether white space alone parts it from the end.
pub(super) fn word_before(before: &str) -> Option<&str> {
    let trimmed = before.trim_end_matches([' ', '\u{a0}', '\u{202f}']);
    let tail = tail(trimmed, 48);
    let start = tail
        .rfind(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .map_or(0, |at| at + tail[at..].chars().next().map_or(1, char::len_utf8));
    (start < tail.len()).then(|| &tail[start..])
}

pub(super) fn word_after(after: &str) -> Option<&str> {
    let trimmed = head(after, 64).trim_start_matches([' ', '\u{a0}', '\u{202f}', '\n']);
    let end = trimmed.find(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').unwrap_or(trimmed.len());
    (end > 0).then(|| &trimmed[..end])
}

fn head(text: &str, mut bytes: usize) -> &str {
    if bytes >= text.len() {
        return text;
    }
    while !text.is_char_boundary(bytes) {
        bytes -= 1;
    }
    &text[..bytes]
}

fn tail(text: &str, bytes: usize) -> &str {
    let mut start = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

fn ends(after: &str) -> bool {
    let rest = after.trim_start_matches([' ', '\u{a0}']);
    rest.is_empty() || rest.starts_with(['.', ',', ';', '!', '?', ')', '»', '”', '"', '\n', ':', '…'])
}

fn numbered(before: &str, lexicon: &Lexicon) -> bool {
    word_before(before).is_some_and(|word| lexicon.cue(word.trim_end_matches(['\'', '’'])) & cue::NUMBERED != 0)
}

/// Tells whether a date ends in a year alone.
fn ends_in_year(expr: &Expr) -> bool {
    match expr {
        Expr::Call(Op::Date, parts) => parts[1].expr.int().is_none() && parts[2].expr.int().is_none(),
        Expr::Call(Op::DayAlone, _) => true,
        Expr::Call(Op::Range | Op::Since | Op::From | Op::Until | Op::By | Op::Before | Op::After | Op::Same, args) => {
            args.last().is_some_and(|arg| ends_in_year(&arg.expr))
        }
        _ => false,
    }
}

/// A year is followed by the clause's end or by a small word; a plain noun would make it a count.
fn year(before: &str, after: &str, lexicon: &Lexicon) -> bool {
    if numbered(before, lexicon) {
        return false;
    }
    if ends(after) || after.starts_with(['’', '\'', '-', '–', '—']) {
        return true;
    }
    match word_after(after) {
        None => true,
        Some(word) => {
            let elided = word.find(['\'', '’']).map(|at| &word[..at]);
            word.starts_with(char::is_uppercase)
                || lexicon.cue(word) & cue::AFTER_YEAR != 0
                || elided.is_some_and(|w| lexicon.cue(w) & cue::AFTER_YEAR != 0)
        }
    }
}

/// A weekday or a month alone is no part of a name.
fn name(before: &str, after: &str, tokens: &[Token], found: &Found, lexicon: &Lexicon) -> bool {
    let first = &tokens[found.begin];
    let previous = word_before(before);
    if previous.is_some_and(|word| lexicon.cue(word) & cue::HABIT != 0) {
        return false;
    }
    let after_name = previous.is_some_and(|word| lexicon.cue(word) & cue::NAME_BEFORE != 0);
    if after_name && lexicon.capital_months {
        return false;
    }
    let next = if after.starts_with([' ', '\u{a0}']) { word_after(after) } else { None };
    if let Some(next) = next
        && next.starts_with(char::is_uppercase)
        && lexicon.cue(next) & cue::NAME_AFTER != 0
    {
        return false;
    }
    let capital = first.case != Case::Lower;
    let next_capital = next.is_some_and(|word| word.starts_with(char::is_uppercase));
    let starts = starts_sentence(before);
    if lexicon.capital_months {
        // `The Sunday Observer`
        let the = previous.is_some_and(|word| lexicon.cues.name_article.iter().any(|a| word.eq_ignore_ascii_case(a)));
        !(capital && next_capital && the)
    } else {
        // Where days and months are small, a capital within a sentence is a name's: `le Journal du Dimanche`, `Mars`.
        !capital || starts || first.case == Case::Upper || !(next_capital || after_name)
    }
}

fn starts_sentence(before: &str) -> bool {
    let trimmed = before.trim_end_matches([' ', '\u{a0}', '«', '“', '"', '(', '[', '•', '-', '–', '—', '*', '|']);
    trimmed.is_empty() || trimmed.ends_with(['.', '!', '?', '\n', ':', '…', '>'])
}

/// Tells whether a verb of saying stands just before, as in `said on Wednesday`.
pub(super) fn is_saying(text: &str, start: usize, lexicon: &Lexicon) -> bool {
    words(clause_before(&text[..start])).rev().take(2).any(|word| lexicon.cue(word) & cue::SAYING != 0)
}

/// Returns where a time zone that follows a clock time ends (`, heure de Kiev`, `Kyiv time`), else `end` itself.
pub(super) fn zone_end(text: &str, end: usize, lexicon: &Lexicon) -> usize {
    let rest = head(&text[end..], 64);
    let open = rest.trim_start_matches([' ', '\u{a0}', ',', '(']);
    let skipped = rest.len() - open.len();
    let words: Vec<(usize, &str)> = open
        .split_inclusive(|c: char| c.is_whitespace() || matches!(c, '\'' | '’' | '-'))
        .scan(0, |at, piece| {
            let start = *at;
            *at += piece.len();
            Some((start, piece.trim_end_matches(|c: char| !c.is_alphanumeric())))
        })
        .take(6)
        .collect();
    let is_name = |word: &str| word.starts_with(char::is_uppercase);
    let upto = |n: usize| end + skipped + words[n].0 + words[n].1.len();
    for before in &lexicon.cues.zone_before {
        let parts: Vec<&str> = before.split(' ').collect();
        let lead = words.iter().zip(&parts).filter(|((_, word), part)| is_word(word, part)).count();
        if lead < parts.len() {
            continue;
        }
        match words.get(lead) {
            _ if parts.len() > 1 && lexicon.cue(parts[1]) & cue::OF == 0 => return upto(lead - 1),
            Some((_, word)) if is_name(word) => return upto(lead),
            _ => {}
        }
    }
    for (n, (_, word)) in words.iter().enumerate().take(4) {
        if n > 0 && lexicon.cue(word) & cue::ZONE_AFTER != 0 {
            return upto(n);
        }
        if !(is_name(word) || lexicon.cue(word) & cue::ZONE_NAME != 0) {
            break;
        }
    }
    end
}

/// Tells whether a negation stands just before, as in `not before May`.
pub(super) fn negated(text: &str, start: usize, lexicon: &Lexicon) -> bool {
    let clause = clause_before(&text[..start]);
    words(clause).rev().take(5).any(|word| lexicon.cue(word) & cue::NEGATION != 0)
}

/// Tells on which side of the document's date a sentence puts the words at `start..end`.
///
/// The nearest cue before them in the sentence counts, else the nearest after.
pub(super) fn tense(text: &str, start: usize, end: usize, lexicon: &Lexicon) -> Tense {
    let tense_of = |word: &str| {
        if lexicon
            .cues
            .no_tense_written
            .iter()
            .any(|written| word.chars().flat_map(char::to_lowercase).eq(written.chars()))
        {
            return None;
        }
        let (folded, len) = fold(word)?;
        let whole = &folded[..len];
        let bare = whole.rsplit(|b| *b == b'\'').next().unwrap_or(whole);
        let bits = lexicon.cue_folded(whole) | lexicon.cue_folded(bare);
        let cues = &lexicon.cues;
        let ends = |endings: &[String]| {
            bare.len() > 4
                && word.starts_with(char::is_lowercase)
                && endings.iter().any(|ending| bare.ends_with(ending.as_bytes()))
        };
        if bits & cue::NO_TENSE != 0 {
            None
        } else if bits & cue::FUTURE != 0 {
            Some(Tense::Future)
        } else if bits & cue::PAST != 0 {
            Some(Tense::Past)
        } else if ends(&cues.future_endings) {
            Some(Tense::Future)
        } else if ends(&cues.past_endings) {
            Some(Tense::Past)
        } else {
            None
        }
    };
    let back = words(clause_before(&text[..start])).rev().find_map(tense_of);
    back.or_else(|| words(clause_after(&text[end..])).find_map(tense_of)).unwrap_or(Tense::Unknown)
}

fn clause_before(before: &str) -> &str {
    let look = tail(before, LOOK);
    let from = look.char_indices().rev().find(|(at, c)| stops(look, *at, *c)).map_or(0, |(at, c)| at + c.len_utf8());
    &look[from..]
}

fn clause_after(after: &str) -> &str {
    let look = head(after, LOOK);
    let to = look.char_indices().find(|(at, c)| stops(look, *at, *c)).map_or(look.len(), |(at, _)| at);
    &look[..to]
}

/// Tells whether a sentence ends here.
fn stops(text: &str, at: usize, c: char) -> bool {
    match c {
        '!' | '?' | ';' | '\n' | '»' | '”' | '…' => true,
        '.' => text[at + 1..].starts_with(|c: char| c.is_whitespace()) || text.len() == at + 1,
        _ => false,
    }
}

/// Returns how many words a text has.
pub(super) fn word_count(text: &str) -> usize {
    words(text).count()
}

fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|w| !w.is_empty())
}

fn is_word(word: &str, folded: &str) -> bool {
    fold(word).is_some_and(|(letters, len)| folded.as_bytes() == &letters[..len])
}
