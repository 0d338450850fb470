//! What a page's frame leaves in a text: share buttons, credits, bylines, teasers of other stories.
//!
//! Nothing is taken out of the text, since offsets refer to it; the spans are marked for extraction to leave out. The
//! patterns are data: `rules/shared/boilerplate.toml` for what platforms put on pages of any language, and
//! `rules/<lang>/boilerplate.toml`. A pattern is held against a whole line with its typography evened out: straight
//! apostrophes, plain blanks, no bullet in front, and lower case unless the rule says `case = true`. `\b` is the border
//! of an ASCII word, so that matching stays fast. A pattern that may begin with anything stands under `inside`, with words of which
//! every line that it matches has one: it would have to be followed down each line to the end, where others end at the
//! first word that is not theirs. The kind tells what it marks:
//!
//! - `line`: the line;
//! - `teasers`: the line, and the headline-like lines behind it, up to the next prose;
//! - `rest`: the line, and all behind it where at least half of the text lies before it;
//! - `stretch`: the words that match, anywhere in a line as it is written.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use serde::Deserialize;

use crate::model::{Language, Span};
use crate::rules;

/// Longest line that a pattern may take as a whole, in bytes: what is longer is prose.
const LONGEST_LINE: usize = 400;
/// Longest line that opens a list, in bytes.
const LONGEST_OPENER: usize = 80;
/// Most lines that a list of teasers takes.
const MOST_TEASERS: usize = 12;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Line,
    Teasers,
    Rest,
    Stretch,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    /// Named for what it finds; shown where a test fails.
    #[cfg_attr(not(test), allow(dead_code, reason = "for messages of the tests"))]
    name: String,
    kind: Kind,
    #[serde(default)]
    case: bool,
    #[serde(default)]
    patterns: Vec<String>,
    #[serde(default)]
    inside: Vec<Inside>,
    #[cfg_attr(not(test), allow(dead_code, reason = "run by the tests"))]
    examples: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code, reason = "run by the tests"))]
    counter_examples: Vec<String>,
}

/// A pattern that is held against lines with certain words alone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Inside {
    /// Of these one stands in every line that it matches; in lower case.
    words: Vec<String>,
    pattern: String,
}

#[derive(Debug, Deserialize)]
struct RuleFile {
    rule: Vec<Rule>,
}

/// The compiled patterns of one file.
struct Table {
    /// For lines in lower case.
    lower: Lines,
    /// For lines in lower case that have one of some words.
    inside: Option<(Regex, Lines)>,
    /// For lines as written.
    cased: Lines,
    stretches: Vec<Regex>,
}

struct Lines {
    set: RegexSet,
    /// The kind of each pattern in the set.
    kinds: Vec<Kind>,
}

impl Lines {
    fn new(patterns: Vec<(String, Kind)>) -> Result<Lines, String> {
        let (patterns, kinds): (Vec<String>, Vec<Kind>) = patterns.into_iter().unzip();
        // Unicode word borders would take the slow engine on any line with an accent, and a small cache thrashes.
        let patterns = patterns.iter().map(|pattern| format!("^(?:{})$", pattern.replace(r"\b", r"(?-u:\b)")));
        let set = RegexSetBuilder::new(patterns).size_limit(1 << 26).dfa_size_limit(1 << 24).build();
        Ok(Lines { set: set.map_err(|error| error.to_string())?, kinds })
    }

    fn kind_of(&self, line: &str) -> Option<Kind> {
        // Nearly no line matches, and asking whether any pattern does is cheaper than asking which.
        self.set.is_match(line).then(|| self.set.matches(line).iter().map(|n| self.kinds[n]).max()).flatten()
    }
}

impl Table {
    fn new(rules: &[Rule]) -> Result<Table, String> {
        let mut lower = Vec::new();
        let mut cased = Vec::new();
        let mut stretches = Vec::new();
        let (mut words, mut inside) = (Vec::new(), Vec::new());
        for rule in rules {
            for Inside { words: of, pattern } in &rule.inside {
                if rule.case || rule.kind == Kind::Stretch || of.is_empty() {
                    return Err(format!(
                        "rule {}: `inside` is for whole lines in lower case, with their words",
                        rule.name
                    ));
                }
                words.extend(of.iter().map(|word| regex::escape(word)));
                inside.push((pattern.clone(), rule.kind));
            }
            for pattern in &rule.patterns {
                match rule.kind {
                    Kind::Stretch => {
                        let built = RegexBuilder::new(pattern).case_insensitive(!rule.case).size_limit(1 << 22).build();
                        stretches.push(built.map_err(|error| format!("rule {}: {error}", rule.name))?);
                    }
                    kind if rule.case => cased.push((pattern.clone(), kind)),
                    kind => lower.push((pattern.clone(), kind)),
                }
            }
        }
        let inside = match Regex::new(&words.join("|")) {
            _ if words.is_empty() => None,
            Ok(any) => Some((any, Lines::new(inside)?)),
            Err(error) => return Err(error.to_string()),
        };
        Ok(Table { lower: Lines::new(lower)?, inside, cased: Lines::new(cased)?, stretches })
    }

    /// The widest kind that an evened line is of, given as written and in lower case.
    fn kind_of(&self, line: &str, lower: &str) -> Option<Kind> {
        let inside = self.inside.as_ref().filter(|(words, _)| words.is_match(lower));
        let inside = inside.and_then(|(_, lines)| lines.kind_of(lower));
        inside.max(self.lower.kind_of(lower)).max(self.cased.kind_of(line))
    }
}

/// The patterns of all languages.
pub(super) struct Pages {
    shared: Table,
    by_language: BTreeMap<Language, Table>,
}

impl Pages {
    /// Returns the embedded patterns.
    ///
    /// # Errors
    /// Where a rule file is broken; the message names it.
    pub fn get() -> Result<&'static Pages, String> {
        static PAGES: LazyLock<Result<Pages, String>> = LazyLock::new(Pages::load);
        PAGES.as_ref().map_err(Clone::clone)
    }

    fn load() -> Result<Pages, String> {
        let table = |path: &str| -> Result<Table, String> {
            let file: RuleFile = rules::toml(path).map_err(|error| format!("{error:#}"))?;
            Table::new(&file.rule).map_err(|error| format!("rules/{path}: {error}"))
        };
        let shared = table("shared/boilerplate.toml")?;
        let mut by_language = BTreeMap::new();
        for language in rules::languages() {
            let path = format!("{language}/boilerplate.toml");
            if rules::text(&path).is_ok() {
                by_language.insert(language, table(&path)?);
            }
        }
        Ok(Pages { shared, by_language })
    }

    fn tables(&self, language: Option<Language>) -> impl Iterator<Item = &Table> {
        let own = self.by_language.iter().filter(move |(l, _)| language.is_none_or(|wanted| wanted == **l));
        std::iter::once(&self.shared).chain(own.map(|(_, table)| table))
    }

    fn kind_of(&self, line: &str, language: Option<Language>) -> Option<Kind> {
        if line.len() > LONGEST_LINE {
            return None;
        }
        let line = even(line);
        if line.is_empty() {
            return None;
        }
        let lower = line.to_lowercase();
        self.tables(language).filter_map(|table| table.kind_of(&line, &lower)).max()
    }

    /// Returns whether a page put the line there, in any language.
    pub fn is_boilerplate_line(&self, line: &str) -> bool {
        self.kind_of(line, None).is_some()
    }

    /// Tells what a heading or short line of a page opens, in any language.
    pub fn opens(&self, line: &str) -> Option<Opens> {
        // Most blocks of a page are long: they need no look.
        if line.len() > LONGEST_OPENER {
            return None;
        }
        match self.kind_of(line, None)? {
            Kind::Teasers => Some(Opens::Teasers),
            Kind::Rest => Some(Opens::Comments),
            Kind::Line | Kind::Stretch => None,
        }
    }
}

/// What a line of a page opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opens {
    /// A list of other stories.
    Teasers,
    /// Readers' comments.
    Comments,
}

/// Finds what the frame of a page left in a normalised text, in order, without overlap; whole lines where a line is none
/// of the article's, without their line end.
pub fn boilerplate(text: &str, language: Language) -> Vec<Span> {
    // A broken embedded table is found by the tests; at run time nothing is marked.
    Pages::get().map(|pages| mark(text, language, pages)).unwrap_or_default()
}

fn mark(text: &str, language: Language, pages: &Pages) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut teasers = Teasers::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = trimmed(line, at);
        at += line.len();
        let words = span.of(text);
        if words.is_empty() {
            teasers.empty_line();
            continue;
        }
        match pages.kind_of(words, Some(language)) {
            Some(Kind::Rest) if span.start * 2 >= text.len() => {
                found.push(trimmed(&text[span.start..], span.start));
                return found;
            }
            Some(kind) => {
                if kind == Kind::Teasers {
                    teasers = Teasers::open();
                }
                found.push(span);
            }
            None if teasers.takes(words) => found.push(span),
            None => pages.stretches(words, span.start, language, &mut found),
        }
    }
    found
}

impl Pages {
    fn stretches(&self, line: &str, start: usize, language: Language, found: &mut Vec<Span>) {
        let mut here: Vec<Span> = self
            .tables(Some(language))
            .flat_map(|table| &table.stretches)
            .flat_map(|pattern| pattern.find_iter(line))
            .filter(|m| !m.is_empty())
            .map(|m| Span::new(start + m.start(), start + m.end()))
            .collect();
        here.sort();
        for span in here {
            match found.last_mut() {
                Some(last) if last.overlaps(&span) => *last = last.cover(&span),
                _ => found.push(span),
            }
        }
    }
}

/// Follows a list of teasers down its lines.
#[derive(Default)]
struct Teasers {
    left: usize,
    taken: usize,
    /// Whether an empty line stood before the first teaser: then empty lines part the others too.
    is_spaced: bool,
}

impl Teasers {
    fn open() -> Self {
        Teasers { left: MOST_TEASERS, taken: 0, is_spaced: false }
    }

    fn empty_line(&mut self) {
        if self.taken == 0 {
            self.is_spaced = true;
        } else if !self.is_spaced {
            self.left = 0;
        }
    }

    fn takes(&mut self, line: &str) -> bool {
        if self.left == 0 || is_prose(line) {
            self.left = 0;
            return false;
        }
        self.left -= 1;
        self.taken += 1;
        true
    }
}

/// Returns whether a line reads as running text: long enough, and closed as a sentence is.
pub(super) fn is_prose(line: &str) -> bool {
    let line = line.trim_end_matches(|c: char| c.is_whitespace() || "»”\"’')]".contains(c));
    let words = line.split_whitespace().count();
    words > 35 || (words >= 8 && line.ends_with(['.', '!', '?', '…']))
}

fn trimmed(line: &str, at: usize) -> Span {
    let start = line.len() - line.trim_start().len();
    Span::new(at + start, at + start.max(line.trim_end().len()))
}

/// Evens out what the same line may be written with.
fn even(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut gap = false;
    let bare = line.trim().trim_start_matches(|c: char| c.is_whitespace() || "•·*–→►▶>|-".contains(c));
    // A dash in front may be all there is to know an embedded post's signature by.
    for c in if bare.is_empty() { line.trim() } else { bare }.chars() {
        match c {
            c if c.is_whitespace() => gap = true,
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' => {}
            c => {
                if gap && !out.is_empty() {
                    out.push(' ');
                }
                gap = false;
                out.push(if matches!(c, '’' | '‘' | 'ʼ' | '´') { '\'' } else { c });
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn files() -> Vec<(String, Vec<Rule>)> {
        let mut paths: Vec<String> = rules::languages().iter().map(|l| format!("{l}/boilerplate.toml")).collect();
        paths.push("shared/boilerplate.toml".to_string());
        let read = |path: String| rules::toml::<RuleFile>(&path).map(|file| (path, file.rule)).unwrap();
        paths.into_iter().map(read).collect()
    }

    #[test]
    fn each_rule_marks_its_examples_and_leaves_its_counter_examples() {
        let mut wrong = Vec::new();
        for (path, rules) in files() {
            for rule in &rules {
                assert!(!rule.examples.is_empty() && !rule.counter_examples.is_empty(), "{path}:{}", rule.name);
                let table = Table::new(std::slice::from_ref(rule)).unwrap();
                let hits = |text: &str| match rule.kind {
                    Kind::Stretch => table.stretches.iter().any(|pattern| pattern.is_match(text)),
                    _ => table.kind_of(&even(text), &even(text).to_lowercase()).is_some(),
                };
                let missed = rule.examples.iter().filter(|text| !hits(text)).map(|text| ("misses", text));
                let taken = rule.counter_examples.iter().filter(|text| hits(text)).map(|text| ("takes", text));
                wrong.extend(missed.chain(taken).map(|(what, text)| format!("{path}:{} {what} {text:?}", rule.name)));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn what_begins_with_anything_names_its_words() {
        let mut wrong = Vec::new();
        for (path, rules) in files() {
            for rule in rules.iter().filter(|rule| rule.kind != Kind::Stretch) {
                // Whatever is not told by a few first letters: `.{0,40}x`, `[^.]x`, `(?:.{0,40} )?x`.
                let is_open = |pattern: &&String| {
                    let first = pattern.trim_start_matches(['(', '?', ':', '—', ' ']);
                    first.starts_with('.') || first.starts_with("[^")
                };
                wrong.extend(rule.patterns.iter().filter(is_open).map(|p| format!("{path}:{} {p}", rule.name)));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn no_rule_takes_another_rules_counter_example_of_prose() {
        let pages = Pages::get().unwrap();
        for (path, rules) in files() {
            for rule in rules {
                for text in rule.counter_examples.iter().filter(|text| is_prose(text)) {
                    assert_eq!(pages.kind_of(text, None), None, "{path}:{}: {text:?}", rule.name);
                }
            }
        }
    }

    fn marked(text: &str, language: Language) -> Vec<&str> {
        boilerplate(text, language).iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn the_frame_is_marked_and_the_article_is_not() {
        let text = "Le pont fermé\n\nPartager sur Facebook\n  Par Jeanne Morel\n\nLe pont est fermé depuis mardi, selon la mairie de la \
                    commune.\n\nÀ lire aussi\nTrois morts sur la rocade\nLe tunnel rouvre\n\nLes travaux coûteront 3 millions d’euros, \
                    selon la mairie.\n\nLaisser un commentaire\nC’est trop cher, 3 millions !";
        assert_eq!(
            marked(text, Language::FR),
            [
                "Partager sur Facebook",
                "Par Jeanne Morel",
                "À lire aussi",
                "Trois morts sur la rocade",
                "Le tunnel rouvre",
                "Laisser un commentaire\nC’est trop cher, 3 millions !"
            ]
        );
    }

    #[test]
    fn teasers_end_at_prose() {
        let text = "Read more\n\nTwo die in pile-up\n\nBridge reopens\n\nThe bridge has been shut since Tuesday, the town hall said.";
        assert_eq!(marked(text, Language::EN), ["Read more", "Two die in pile-up", "Bridge reopens"]);
    }

    proptest! {
        #[test]
        fn spans_are_in_order_and_on_borders(text in "(\\PC{0,12}|À lire aussi|Comments|https://a.b|\n| ){0,40}") {
            let mut end = 0;
            for span in boilerplate(&text, Language::FR) {
                prop_assert!(span.start >= end && span.start < span.end);
                prop_assert!(text.get(span.start..span.end).is_some());
                end = span.end;
            }
        }
    }
}
