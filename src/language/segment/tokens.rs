//! Cuts a text into tokens.
//!
//! In: any text. Out: spans in order that cover everything but white space. One pass from left to right; each token's
//! end is found from what stands just before and after, so the time is linear in the text's length. Sentences are
//! [`super::sentences`]' job.

use unicode_normalization::char::is_combining_mark;

use super::rules::{Abbreviation, LanguageRules, folded, is_apostrophe};
use crate::model::Span;

/// What lies between a token and the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing.
    None,
    /// Spaces or tabs.
    Space,
    /// One line break.
    Line,
    /// An empty line, a form feed, or the text's start.
    Blank,
}

/// A token with what lies before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its place.
    pub span: Span,
    /// What lies between it and the token before.
    pub gap: Gap,
}

/// Longer words are not looked up in the tables: none of their entries is that long.
const LONGEST_ENTRY: usize = 64;

/// Longer runs without white space are not looked through for an address: that would take quadratic time.
const LONGEST_ADDRESS: usize = 4096;

/// Cuts a text into tokens.
pub fn tokens(text: &str, rules: &LanguageRules) -> Vec<Piece> {
    let mut cutter = Cutter { text, rules, chunk_end: 0, open_quote: false };
    let mut pieces = Vec::with_capacity(text.len() / 5 + 1);
    let (mut at, mut gap) = skip_space(text, 0);
    if gap < Gap::Blank {
        gap = Gap::Blank;
    }
    while at < text.len() {
        let end = cutter.token_end(at, gap);
        debug_assert!(end > at && text.is_char_boundary(end));
        pieces.push(Piece { span: Span::new(at, end), gap });
        (at, gap) = skip_space(text, end);
    }
    pieces
}

fn skip_space(text: &str, from: usize) -> (usize, Gap) {
    let (mut lines, mut spaces, mut page, mut at) = (0, false, false, from);
    let mut chars = text[from..].chars().peekable();
    while let Some(&c) = chars.peek() {
        if !c.is_whitespace() {
            break;
        }
        chars.next();
        at += c.len_utf8();
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' => lines += 1,
            '\u{2029}' | '\u{0C}' | '\u{0B}' => page = true,
            _ => spaces = true,
        }
    }
    let gap = match lines {
        _ if page || lines > 1 => Gap::Blank,
        1 => Gap::Line,
        _ if spaces => Gap::Space,
        _ => Gap::None,
    };
    (at, gap)
}

struct Cutter<'t> {
    text: &'t str,
    rules: &'t LanguageRules,
    /// End of the run without white space that was last looked at for an address.
    chunk_end: usize,
    /// Is a single quotation mark open: then a bare apostrophe after a plural closes it.
    open_quote: bool,
}

impl Cutter<'_> {
    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    fn char_before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
    }

    fn token_end(&mut self, at: usize, gap: Gap) -> usize {
        let Some(first) = self.char_at(at) else { return self.text.len() };
        if gap >= Gap::Blank {
            self.open_quote = false;
        }
        if at >= self.chunk_end {
            let rest = &self.text[at..];
            let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
            self.chunk_end = at + length;
        }
        let starts_fresh = gap > Gap::None || self.char_before(at).is_none_or(|c| "([{<«“\"'‘:,;=|".contains(c));
        if starts_fresh && let Some(end) = self.address_end(at) {
            return end;
        }
        if first.is_ascii_digit() {
            return self.number_end(at);
        }
        if matches!(first, '-' | '+' | '−') && starts_fresh {
            let next = at + first.len_utf8();
            if self.char_at(next).is_some_and(|c| c.is_ascii_digit()) {
                return self.number_end(next);
            }
        }
        if first == '.' && starts_fresh && self.char_at(at + 1).is_some_and(|c| c.is_ascii_digit()) {
            return self.number_end(at + 1);
        }
        if gap == Gap::None
            && let Some(end) = self.cut_off_end(at, first)
        {
            return end;
        }
        if is_word_char(first) {
            return word_end(self, at);
        }
        self.mark_end(at, first, starts_fresh)
    }

    /// What was cut off from the token before: the unit of a number ("h" in "20h30"), a clitic with its hyphen.
    fn cut_off_end(&self, at: usize, first: char) -> Option<usize> {
        let before = self.char_before(at)?;
        let length = |from: usize| -> usize {
            let letters = self.text[from..].chars().take_while(|c| c.is_alphabetic()).take(LONGEST_ENTRY);
            letters.map(char::len_utf8).sum()
        };
        if before.is_ascii_digit() && first.is_alphabetic() {
            let end = at + length(at);
            return self.rules.units_after_digits.contains(&folded(&self.text[at..end])).then_some(end);
        }
        if first == '-' && is_word_char(before) && !self.rules.clitics.is_empty() {
            let short = at + 1 + length(at + 1);
            let mut ends = vec![short];
            if self.text[short..].starts_with('-') {
                ends.insert(0, short + 1 + length(short + 1));
            }
            return ends.into_iter().find(|end| self.rules.clitics.contains_key(&folded(&self.text[at..*end])));
        }
        None
    }

    /// A web or mail address, `@name` or `#topic`.
    fn address_end(&self, at: usize) -> Option<usize> {
        let chunk = &self.text[at..self.chunk_end];
        let first = chunk.chars().next()?;
        if matches!(first, '@' | '#') {
            let name = chunk[1..].find(|c: char| !is_word_char(c) && c != '_').unwrap_or(chunk.len() - 1);
            let starts_well =
                chunk[1..].chars().next().is_some_and(|c| c.is_alphabetic() || (first == '#' && c.is_alphanumeric()));
            return (starts_well && name > 0).then_some(at + 1 + name);
        }
        if !first.is_ascii_alphanumeric() || chunk.len() > LONGEST_ADDRESS || !chunk.contains(['.', '@', ':']) {
            return None;
        }
        let stop = chunk.find(['<', '>', '"', '«', '»', '“', '”', ',', ';', '|']).unwrap_or(chunk.len());
        let chunk = &chunk[..stop];
        let mut body = chunk.trim_end_matches(['.', ':', '!', '?', '\'', '’', '…', '*', '_']);
        if !body.contains('(') {
            body = body.trim_end_matches([')', ']', '}', '.', ':', '!', '?']);
        }
        let is_address = body
            .find("://")
            .is_some_and(|i| i > 1 && body[..i].chars().all(|c| c.is_ascii_alphabetic()) && body.len() > i + 3)
            || (body.len() > 5 && body.get(..4).is_some_and(|w| w.eq_ignore_ascii_case("www.")))
            || is_mail(body)
            || is_domain(body);
        is_address.then_some(at + body.len())
    }

    fn number_end(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let digits_from =
            |from: usize| bytes[from.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count();
        let first_group = digits_from(at);
        let mut end = at + first_group;
        let (mut grouped, mut has_mark) = (first_group <= 3 && first_group > 0, false);
        let mut hyphens = 0;
        let mut only_hyphen_at = None;
        while let Some(c) = self.char_at(end) {
            let next = end + c.len_utf8();
            let digits = digits_from(next);
            match c {
                '.' | ',' | ':' | '/' if digits > 0 => {
                    has_mark = true;
                    grouped = grouped && digits == 3 && matches!(c, '.' | ',');
                }
                '\'' | '’' if digits == 3 && grouped => {}
                ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}' | '\u{2007}' if digits == 3 && grouped && !has_mark => {
                    let plain = c == ' ';
                    let ends = !self.char_at(next + 3).is_some_and(|c| c.is_alphanumeric());
                    if (plain && !self.rules.digits_grouped_by_space) || !ends {
                        break;
                    }
                }
                '-' | '\u{2010}' | '\u{2011}' if digits > 0 => {
                    hyphens += 1;
                    only_hyphen_at = (hyphens == 1).then_some(end);
                    grouped = false;
                }
                _ => break,
            }
            end = next + digits;
        }
        if self.rules.split_hyphens {
            // "10-12" is a range of three tokens; "2020-05-01" and "345-9945" are one.
            if let Some(hyphen) = only_hyphen_at
                && !(hyphen - at == 3 && end - hyphen == 5)
            {
                return hyphen;
            }
        }
        // Letters that follow: "20th", "1er", "A380"-like codes stay, units are cut off.
        let tail = &self.text[end..];
        let letters: usize = tail.chars().take_while(|c| is_word_char(*c)).map(char::len_utf8).sum();
        if letters > 0 {
            let word = &tail[..letters];
            let with_stops =
                tail.get(..letters + 2).filter(|w| w[letters..].starts_with('.') && w.ends_with(char::is_alphabetic));
            let unit = |w: &str| w.len() <= LONGEST_ENTRY && self.rules.units_after_digits.contains(&folded(w));
            let clock = word.char_indices().find(|(_, c)| c.is_ascii_digit()).map(|(i, _)| &word[..i]);
            if with_stops.is_some_and(unit) || unit(word) || clock.is_some_and(unit) {
                return end;
            }
            end = word_end(self, end);
        } else if self.char_at(end).is_some_and(is_apostrophe) && self.text[end..].chars().nth(1) == Some('s') {
            // "1990's"
            let after = end + self.char_at(end).map_or(0, char::len_utf8) + 1;
            if !self.char_at(after).is_some_and(is_word_char) {
                end = after;
            }
        } else if self.char_at(end) == Some('-')
            && !self.rules.split_hyphens
            && self.char_at(end + 1).is_some_and(char::is_alphabetic)
        {
            end = word_end(self, end + 1);
        }
        end
    }

    /// A mark, or a run of marks that belong together.
    fn mark_end(&mut self, at: usize, first: char, starts_fresh: bool) -> usize {
        let next = at + first.len_utf8();
        let second = self.char_at(next);
        if is_apostrophe(first) || first == '‘' {
            let rest = &self.text[next..];
            let letters: usize = rest.chars().take_while(|c| is_word_char(*c)).map(char::len_utf8).sum();
            if starts_fresh && letters > 0 && letters < LONGEST_ENTRY {
                let word = &rest[..letters];
                // "'90s", "'em"
                if word.strip_suffix('s').unwrap_or(word).len() == 2
                    && word.as_bytes()[..2].iter().all(u8::is_ascii_digit)
                {
                    return next + letters;
                }
                let mut closed = format!("'{}", folded(word));
                if self.char_at(next + letters).is_some_and(is_apostrophe) {
                    closed.push('\'');
                    if self.rules.opening_apostrophes.contains(&closed) {
                        return next + letters + self.char_at(next + letters).map_or(0, char::len_utf8);
                    }
                    closed.pop();
                }
                if self.rules.opening_apostrophes.contains(&closed) {
                    return next + letters;
                }
                self.open_quote = true;
            } else {
                self.open_quote = false;
            }
            return if second == Some(first) { next + first.len_utf8() } else { next };
        }
        let run = |wanted: fn(char, char) -> bool| -> usize {
            self.text[at..].chars().take_while(|c| wanted(*c, first)).map(char::len_utf8).sum::<usize>() + at
        };
        match first {
            '.' | '-' | '=' | '_' | '*' | '~' | '#' | '`' | '<' | '>' | '^' => run(|c, f| c == f),
            '!' | '?' => run(|c, _| matches!(c, '!' | '?')),
            '°' if second.is_some_and(|c| matches!(c, 'C' | 'F' | 'K')) => {
                let end = next + 1;
                if self.char_at(end).is_some_and(is_word_char) { next } else { end }
            }
            // ":)", ";-)", ":D"
            ':' | ';' if starts_fresh || self.char_before(at).is_none_or(|c| !c.is_alphanumeric()) => {
                let rest = &self.text[next..];
                let nose = usize::from(rest.starts_with('-'));
                let mouth = rest[nose..].chars().next();
                let closes = rest[nose..].chars().nth(1).is_none_or(char::is_whitespace);
                match mouth {
                    Some(')' | '(') => next + nose + 1,
                    Some('D' | 'P' | 'O' | '/') if closes => next + nose + 1,
                    _ => next,
                }
            }
            // Clitics after a hyphen are found by the word before them; here the hyphen stands alone.
            _ => {
                let joined: usize = self.text[next..].chars().take_while(|c| is_joiner(*c)).map(char::len_utf8).sum();
                next + joined
            }
        }
    }
}

/// The end of a word that starts at `at`, where a word character stands.
fn word_end(cutter: &Cutter<'_>, at: usize) -> usize {
    let (text, rules) = (cutter.text, cutter.rules);
    let mut end = at;
    // Start of the part after the last apostrophe or hyphen.
    let mut part = at;
    loop {
        end += text[end..].chars().take_while(|c| is_word_char(*c) || *c == '_').map(char::len_utf8).sum::<usize>();
        let Some(mark) = text[end..].chars().next() else { return end };
        let next = end + mark.len_utf8();
        let after = text[next..].chars().next();
        let letter_after = after.is_some_and(is_word_char);
        if is_apostrophe(mark) || mark == '`' {
            if !letter_after {
                let plural = rules.possessive_apostrophe && text[..end].ends_with(['s', 'S']) && end - at > 2;
                return if plural && !cutter.open_quote { next } else { end };
            }
            let (parts, words) = (text.get(part..end), whole_end(text, at, rules));
            if let Some(whole) = words {
                return whole;
            }
            if part == at && parts.is_some_and(|p| p.len() <= LONGEST_ENTRY && rules.elisions.contains(&folded(p))) {
                return next;
            }
        } else if matches!(mark, '-' | '\u{2010}' | '\u{2011}') {
            if !letter_after {
                return end;
            }
            if let Some(whole) = whole_end(text, at, rules) {
                return whole;
            }
            if clitic_follows(text, at, end, rules) {
                return end;
            }
            if rules.split_hyphens {
                let prefix = &text[at..end];
                let kept =
                    prefix.len() <= LONGEST_ENTRY && part == at && rules.hyphen_prefixes.contains(&folded(prefix));
                if !kept {
                    return end;
                }
            }
        } else if mark == '/' && letter_after && at < end {
            match whole_end(text, at, rules) {
                Some(whole) => return whole,
                None if rules.split_slashes => return end,
                None => {}
            }
        } else if mark == '&'
            && letter_after
            && end - at <= LONGEST_ENTRY
            && text[at..end].chars().all(|c| c.is_uppercase() || c == '&')
        {
            // "R&D"
        } else if mark == '.' {
            match stop_belongs(text, at, end, rules) {
                Some(Stop::End) => return next,
                Some(Stop::Inner) => {}
                None => return end,
            }
        } else if matches!(mark, '°' | 'º') && !letter_after && text[at..end].chars().all(|c| matches!(c, 'n' | 'N'))
        {
            return next;
        } else {
            return end;
        }
        end = next;
        part = next;
    }
}

/// Does the word from `at`, taken with all its apostrophes, hyphens and slashes, stand in the table of whole words.
fn whole_end(text: &str, at: usize, rules: &LanguageRules) -> Option<usize> {
    let rest = &text[at..];
    let mut length = 0;
    for c in rest.chars() {
        if !(is_word_char(c) || is_apostrophe(c) || matches!(c, '-' | '/')) || length > LONGEST_ENTRY {
            break;
        }
        length += c.len_utf8();
    }
    let word = rest[..length].trim_end_matches(|c: char| !is_word_char(c));
    (length <= LONGEST_ENTRY && rules.whole.contains(&folded(word))).then_some(at + word.len())
}

/// Is what follows the word `at..end` a chain of clitics, each with its hyphen ("-le-moi", "-t-il").
fn clitic_follows(text: &str, at: usize, end: usize, rules: &LanguageRules) -> bool {
    if rules.clitics.is_empty() {
        return false;
    }
    let mut length = 0;
    for c in text[end..].chars() {
        if !(is_word_char(c) || is_apostrophe(c) || c == '-') {
            break;
        }
        length += c.len_utf8();
        if length > LONGEST_ENTRY {
            return false;
        }
    }
    let lower = text[at..end].chars().all(char::is_lowercase) || text[at..end].chars().skip(1).all(char::is_lowercase);
    let mut chain = folded(&text[end..end + length]);
    while !chain.is_empty() {
        let found = rules
            .clitics
            .iter()
            .filter(|(clitic, lower_only)| chain.starts_with(clitic.as_str()) && (lower || !**lower_only))
            .filter(|(clitic, _)| chain[clitic.len()..].is_empty() || chain[clitic.len()..].starts_with('-'))
            .map(|(clitic, _)| clitic.len())
            .max();
        let Some(found) = found else { return false };
        chain.drain(..found);
    }
    true
}

enum Stop {
    /// The full stop ends the token and is part of it.
    End,
    /// The token goes on after it.
    Inner,
}

/// Does the full stop at `end`, after the word `at..end`, belong to the word.
fn stop_belongs(text: &str, at: usize, end: usize, rules: &LanguageRules) -> Option<Stop> {
    let word = &text[at..end];
    if word.is_empty() || end - at > LONGEST_ENTRY {
        return None;
    }
    let last_part = word.rsplit(['.', '-']).next().unwrap_or(word);
    let single = last_part.chars().count() == 1 && last_part.chars().all(char::is_alphabetic);
    let mut after = text[end + 1..].chars();
    let (next, second) = (after.next(), after.next());
    let dotted = word.contains('.');
    if single && (dotted || word.chars().count() == 1) {
        // "U.S", "J.-C": on with the next letter if it is one letter with its own stop or the last one.
        let goes_on =
            next.is_some_and(char::is_alphabetic) && second.is_none_or(|c| c == '.' || c == '-' || !is_word_char(c));
        let hyphen = next == Some('-') && second.is_some_and(char::is_uppercase) && after.next() == Some('.');
        if goes_on || hyphen {
            return Some(Stop::Inner);
        }
        let listed = rules.abbreviation(word);
        if dotted {
            // A dotted run such as "U.S." or "R.E.M." keeps its last stop; "p.m." as well.
            return (!next.is_some_and(is_word_char)).then_some(Stop::End);
        }
        if let Some(kind) = listed {
            return abbreviation_stop(text, end, kind);
        }
        // An initial: a capital with a name after it.
        let initial = last_part.chars().all(char::is_uppercase);
        let before = text[..at].chars().next_back();
        let stands_free = before.is_none_or(|c| c.is_whitespace() || "([{«“\"'’-.".contains(c));
        let name_after = next.is_some_and(char::is_uppercase)
            || (next.is_some_and(|c| c.is_whitespace() && c != '\n') && second.is_some_and(char::is_uppercase));
        return (initial && stands_free && name_after).then_some(Stop::End);
    }
    if let Some(kind) = rules.abbreviation(word) {
        return abbreviation_stop(text, end, kind);
    }
    None
}

fn abbreviation_stop(text: &str, end: usize, kind: Abbreviation) -> Option<Stop> {
    let rest = text[end + 1..].trim_start_matches([' ', '\u{A0}', '\u{202F}']);
    if text[end + 1..].starts_with(is_word_char) && kind == Abbreviation::Other {
        return None;
    }
    let number = rest.starts_with(|c: char| c.is_ascii_digit());
    (kind != Abbreviation::BeforeNumber || number).then_some(Stop::End)
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '\u{AD}' | '\u{200C}' | '\u{200D}')
}

/// Characters that join onto the one before: variation selectors, joiners, skin tones, marks.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{200D}' | '\u{1F3FB}'..='\u{1F3FF}') || is_combining_mark(c)
}

fn is_mail(body: &str) -> bool {
    body.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && host.contains(|c: char| c.is_ascii_alphanumeric())
            && body.chars().all(|c| c.is_ascii_alphanumeric() || "@.-_+&".contains(c))
    })
}

/// A bare domain such as `example.com`: ends in a common top-level part in small letters.
fn is_domain(body: &str) -> bool {
    const TOP: [&str; 18] = [
        "com", "org", "net", "edu", "gov", "mil", "info", "fr", "uk", "eu", "ch", "ca", "io", "tv", "ru", "ua", "doc",
        "xls",
    ];
    let host = body.split(['/', '?']).next().unwrap_or(body);
    let Some((name, top)) = host.rsplit_once('.') else { return false };
    TOP.contains(&top)
        && name.len() > 1
        && name.chars().any(|c| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c))
        && !name.contains("..")
}
