//! When a document was published, as its own head or foot tells.
//!
//! In: a document's text. Out: the date and its words, or nothing. Signs have strengths: a label (`Publié le …`), a line
//! that is little but a date, a dateline, a lead that says `ce vendredi 1er novembre 2024`, an embedded post's date. A
//! date that is told of an event is no sign, however early it stands: no date is better than a wrong one.

use std::cell::LazyCell;
use std::ops::RangeInclusive;

use super::calendar;
use super::find_with;
use super::guard::word_count;
use super::lexicon::Lexicon;
use super::scan::fold;
use crate::model::{Bound, DateBasis, Language, Mention, PartialDate, Span, Value};

/// Bytes at the head and the foot of a document that may hold its date.
const HEAD: usize = 4000;
const FOOT: usize = 1500;

/// Bytes in which a paragraph that opens with a date and a dash tells the document's own (farther down it is one of a
/// chronology).
const OPENING: usize = 800;

/// How far a line may go on and still be a line about the date.
const LINE: usize = 140;

/// How strong a sign is, by kind; the strongest counts.
mod strength {
    pub const PUBLISHED: u8 = 100;
    pub const LINE: u8 = 90;
    pub const UPDATED: u8 = 80;
    pub const DATELINE: u8 = 70;
    pub const LEAD: u8 = 60;
    pub const POST: u8 = 30;
}

/// Finds the day on which a document was published, with the words that say so.
///
/// Returns `None` where no part of it says so, or the year cannot be known.
pub fn publication_date(text: &str, language: Language) -> Option<(PartialDate, Span)> {
    let lexicon = Lexicon::of(language)?;
    let head = floor(text, HEAD);
    let foot = ceil(text, text.len().saturating_sub(FOOT)).max(head);
    let mut best: Option<(u8, PartialDate, Span)> = None;
    let mut offer = |strength: u8, date: PartialDate, span: Span| {
        let better = match best {
            None => true,
            // The newest embedded post is the closest; of other signs the first.
            Some((s, d, _)) if s == strength && s == strength::POST => date > d,
            Some((s, ..)) => strength > s,
        };
        if better {
            best = Some((strength, date, span));
        }
    };
    let mut signs = |year: &Year<'_>| {
        let mut any = false;
        for (from, to, at_foot) in [(0, head, false), (foot, text.len(), true)] {
            let mut start = from;
            for line in text[from..to].split_inclusive('\n') {
                let at = start;
                start += line.len();
                let line = line.trim_end();
                for (date, span) in dates(line, lexicon, year) {
                    if let Some(strength) = sign(line, span, lexicon, at_foot, at) {
                        offer(strength, date, Span::new(at + span.start, at + span.end));
                        any = true;
                    }
                }
            }
        }
        any
    };
    if !signs(&rights_year(text).map_or(Year::Unknown, Year::Rights)) {
        signs(&Year::Latest(LazyCell::new(Box::new(|| latest_year(text, lexicon)))));
    }
    // Posts stand anywhere.
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        if line.len() < 4 * LINE && line.contains("(@") {
            // A post may be in another language than the page that embeds it.
            for lexicon in crate::rules::languages().into_iter().filter_map(Lexicon::of) {
                for (date, span) in dates(line.trim_end(), lexicon, &Year::Unknown) {
                    if is_post(line, span) {
                        offer(strength::POST, date, Span::new(at + span.start, at + span.end));
                    }
                }
            }
        }
    }
    best.map(|(_, date, span)| (date, span))
}

/// Returns the days that a line names whole; with a year from elsewhere also those whose weekday fits it.
fn dates(line: &str, lexicon: &'static Lexicon, year: &Year<'_>) -> Vec<(PartialDate, Span)> {
    let line = floor_text(line, HEAD);
    if !has_digit(line) {
        return Vec::new();
    }
    let day = |mention: &Mention| match mention.value {
        Value::Date(value) if mention.bound != Bound::Range && value.low.is_some_and(|low| low.day.is_some()) => {
            (value.low == value.high).then_some((value.low?, value.basis))
        }
        _ => None,
    };
    let found = find_with(line, lexicon, None, None, false).0;
    let mut out: Vec<(PartialDate, Span)> = Vec::new();
    for mention in &found {
        if let Some((date, DateBasis::Words)) = day(mention) {
            out.push((date, mention.span));
        }
    }
    if !out.is_empty() || !found.iter().any(|mention| has_digit(mention.span.of(line))) {
        return out;
    }
    for years in year.candidates() {
        let fitting: Vec<(PartialDate, Span)> = years.flat_map(|year| dates_of_year(line, lexicon, year)).collect();
        // Of several years whose weekdays fit none is known to be meant.
        match fitting.as_slice() {
            [] => {}
            [(date, _), rest @ ..] if rest.iter().any(|(d, _)| d.year != date.year) => return Vec::new(),
            _ => return fitting,
        }
    }
    Vec::new()
}

/// Returns the days that a line names without their year, where the weekday beside them is theirs in `year`.
fn dates_of_year(line: &str, lexicon: &'static Lexicon, year: i16) -> Vec<(PartialDate, Span)> {
    let mut out = Vec::new();
    let found = find_with(line, lexicon, Some(PartialDate::day(year, 12, 31)), None, false).0;
    for mention in &found {
        let Value::Date(value) = mention.value else { continue };
        let Some(date) = value.low.filter(|d| d.day.is_some() && value.low == value.high) else {
            continue;
        };
        // Seen from the year's end, some of its days are rather those of the next.
        let date = PartialDate { year, ..date };
        let words = mention.span.of(line);
        if value.basis != DateBasis::DocumentDate || !has_digit(words) {
            continue;
        }
        let weekdays =
            |text: &str| text.split(|c: char| !c.is_alphanumeric()).filter_map(|w| lexicon.weekday_of(w)).collect();
        let mut named: Vec<i64> = weekdays(words);
        // After a dateline the one weekday of the lead is its own: `LYON 20/02 (Agence) = … a-t-on appris vendredi`. One from or
        // up to which something lasts is another, as is that of a night.
        let (before, after) = (line[..mention.span.start].trim(), line[mention.span.end..].trim());
        if named.is_empty() && is_dateline(before, after) {
            let is_plain = |other: &&Mention| {
                let first = other.span.of(line).split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
                other.span.start >= mention.span.end && lexicon.weekday_of(first).is_some()
            };
            named = found.iter().filter(is_plain).flat_map(|other| weekdays(other.span.of(line))).collect();
            named.dedup();
        }
        let day = calendar::first(date).map(calendar::weekday);
        if named.len() == 1 && named.first().copied() == day {
            out.push((date, mention.span));
        }
    }
    out
}

fn has_digit(words: &str) -> bool {
    words.bytes().any(|b| b.is_ascii_digit())
}

/// What tells a document's year beside the words of its date.
enum Year<'t> {
    /// Nothing.
    Unknown,
    /// The notice of its rights.
    Rights(i16),
    /// The latest year that it names, where it names one: its own is seldom an earlier one. Found when it is first asked for.
    Latest(LazyCell<Option<i16>, Box<dyn FnOnce() -> Option<i16> + 't>>),
}

impl Year<'_> {
    /// Returns the years that it may be, the likeliest first.
    fn candidates(&self) -> Vec<RangeInclusive<i16>> {
        match self {
            Year::Unknown => Vec::new(),
            Year::Rights(year) => vec![*year..=*year],
            Year::Latest(year) => match *LazyCell::force(year) {
                // What is read is mostly news of the last months.
                None => vec![RECENT - 1..=RECENT + 1],
                Some(year) if year + 5 < RECENT => vec![year..=year, year - 1..=year - 1, year + 1..=RECENT + 1],
                Some(year) => vec![year..=year, year + 1..=RECENT + 1, year - 1..=year - 1],
            },
        }
    }
}

/// The year in which these rules were last looked over: a date line that names none is of one of the years before, or of the next,
/// where one alone has that weekday on that day.
const RECENT: i16 = 2026;

/// Returns the latest year that a text's words name.
fn latest_year(text: &str, lexicon: &'static Lexicon) -> Option<i16> {
    let years = find_with(text, lexicon, None, None, false).0.into_iter().filter_map(|mention| match mention.value {
        Value::Date(value) if value.basis == DateBasis::Words => value.high.or(value.low).map(|d| d.year),
        _ => None,
    });
    // What is planned for later years says nothing of when that was told.
    years.filter(|year| (1990..=RECENT + 1).contains(year)).max()
}

/// Tells how strong a sign a date in a line is.
fn sign(line: &str, span: Span, lexicon: &Lexicon, at_foot: bool, at: usize) -> Option<u8> {
    let (before, after) = (line[..span.start].trim(), line[span.end..].trim());
    let publication = &lexicon.publication;
    let label = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    let label = folded(ceil_text(label, 80));
    let labelled = |labels: &[String]| {
        labels
            .iter()
            .any(|l| label.strip_suffix(l.as_str()).is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric())))
    };
    // A caption in brackets after a sentence tells of the picture.
    let short = before.len() <= LINE && !caption(before);
    if short && labelled(&publication.published) {
        return Some(strength::PUBLISHED);
    }
    if short && labelled(&publication.updated) {
        return Some(strength::UPDATED);
    }
    if at_foot {
        return None;
    }
    if line.len() <= LINE && is_date_line(before, after, lexicon) {
        return Some(strength::LINE);
    }
    if is_dateline(before, after) || before.is_empty() && at < OPENING && leads_in(after) {
        return Some(strength::DATELINE);
    }
    let words = span.of(line);
    let weekday = words.split(|c: char| !c.is_alphanumeric()).any(|word| lexicon.weekday_of(word).is_some());
    // A scene of long ago seldom tells its weekday.
    if weekday && at < OPENING && is_stopped_dateline(before, after) {
        return Some(strength::DATELINE);
    }
    if at + span.start < HEAD / 2 {
        let last = label.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        if weekday && publication.this.iter().any(|this| this == last) {
            return Some(strength::LEAD);
        }
    }
    None
}

/// Tells whether a label stands in a bracket that follows a sentence.
fn caption(before: &str) -> bool {
    before.rfind('(').is_some_and(|at| before[..at].trim_end().ends_with(['.', '!', '?', '”', '"']))
}

/// Tells whether a line is little but a date: a byline, a place, a section beside it, no sentence.
fn is_date_line(before: &str, after: &str, lexicon: &Lexicon) -> bool {
    if after.ends_with(['.', '!', '?']) || word_count(before) + word_count(after) > 12 {
        return false;
    }
    let publication = &lexicon.publication;
    let is_of = |list: &[String], word: &str| {
        fold(word).is_some_and(|(folded, len)| list.iter().any(|b| b.as_bytes() == &folded[..len]))
    };
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_string).collect()
    };
    // `Bataille de Verdun, 21 février 1916` heads a chapter: small words stand beside who wrote alone.
    let is_byline = words(before).iter().any(|w| is_of(&publication.byline, w));
    let known = |word: &str| is_of(&publication.beside, word) || is_byline && is_of(&publication.joins, word);
    if words(before).iter().chain(&words(after)).any(|w| {
        fold(w).is_some_and(|(folded, len)| lexicon.publication.never.iter().any(|n| n.as_bytes() == &folded[..len]))
    }) {
        return false;
    }
    let separated = |text: &str, end: bool| {
        let is = |c: char| {
            matches!(
                c,
                '|' | '/' | '–' | '—' | '-' | ',' | ':' | '•' | '·' | '(' | ')' | '*' | '_' | '[' | ']' | '>' | '#'
            )
        };
        if end { text.ends_with(is) } else { text.starts_with(is) }
    };
    let names = |text: &str| words(text).iter().all(|w| known(w) || !w.starts_with(char::is_lowercase));
    let before_fits = before.is_empty()
        || words(before).is_empty()
        || names(before) && (separated(before, true) || words(before).last().is_some_and(|w| known(w)));
    let after_fits = after.is_empty()
        || words(after).is_empty()
        || separated(after, false)
        // `Tuesday, 10 March 2026. By our correspondent`
        || before.is_empty() && after.starts_with('.') && words(after).first().is_some_and(|w| known(w))
        || words(after).iter().all(|w| known(w) || w.starts_with(|c: char| c.is_ascii_digit()) || w.len() <= 4);
    before_fits && after_fits
}

/// Tells whether a date stands in a dateline: `LYON, 3 mars 2025 (Agence) –`.
fn is_dateline(before: &str, after: &str) -> bool {
    let place = before.trim_end_matches([',', ' ', '(']);
    let words = place.split([' ', '-', '\'', '’']).filter(|w| !w.is_empty());
    let named = words.clone().count() <= 5 && words.clone().all(|w| w.starts_with(char::is_uppercase) || w.len() <= 3);
    if place.is_empty() || place.len() > 60 || !named || !place.starts_with(char::is_uppercase) {
        return false;
    }
    let mut rest = after.trim_start_matches([' ', ',', ')']);
    if let Some(inner) = rest.strip_prefix('(') {
        match inner.find(')') {
            Some(end) if end <= 40 => rest = inner[end + 1..].trim_start(),
            _ => return false,
        }
    }
    leads_in(rest)
}

/// Tells whether a place in capitals and a stop make a dateline of a date: `LYON, lundi 3 mars 2025. Onze personnes …`.
fn is_stopped_dateline(before: &str, after: &str) -> bool {
    let place = before.trim_end_matches([',', ' ']);
    let in_capitals = place.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    in_capitals
        && (4..=40).contains(&place.chars().count())
        && after.strip_prefix('.').is_some_and(|t| t.starts_with(' '))
}

/// Tells whether a dash leads from a dateline into the text.
fn leads_in(after: &str) -> bool {
    let rest = after.trim_start_matches([' ', '.', '\u{a0}']);
    rest.starts_with(['-', '–', '—', '=']) && rest.trim_start_matches(['-', '–', '—', '=']).starts_with(' ')
}

/// Tells whether a date signs an embedded post: `— Name (@handle) October 23, 2024`.
fn is_post(line: &str, span: Span) -> bool {
    let (before, after) = (line[..span.start].trim_end(), line[span.end..].trim());
    before.ends_with(')') && before.rfind("(@").is_some_and(|at| before.len() - at < 60) && word_count(after) == 0
}

/// Returns the year of a copyright notice.
fn rights_year(text: &str) -> Option<i16> {
    let foot = &text[ceil(text, text.len().saturating_sub(FOOT))..];
    let at = foot.rfind('©').or_else(|| foot.rfind("Copyright"))?;
    let notice = floor_text(foot[at..].lines().next()?, 80);
    let mut years = notice
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| run.len() == 4)
        .filter_map(|run| run.parse::<i16>().ok())
        .filter(|year| (1990..=2099).contains(year));
    years.next_back()
}

fn folded(text: &str) -> String {
    text.split_inclusive(|c: char| !c.is_alphanumeric())
        .map(|piece| {
            let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
            let mark = &piece[word.len()..];
            match fold(word) {
                Some((folded, len)) => format!("{}{mark}", String::from_utf8_lossy(&folded[..len])),
                None => piece.to_lowercase(),
            }
        })
        .collect()
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ceil(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

fn floor_text(text: &str, bytes: usize) -> &str {
    &text[..floor(text, bytes)]
}

fn ceil_text(text: &str, bytes: usize) -> &str {
    &text[ceil(text, text.len().saturating_sub(bytes))..]
}
