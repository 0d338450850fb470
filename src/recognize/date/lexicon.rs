//! The date words and rules of a language, read from `rules/<lang>/dates.toml`.
//!
//! A file holds classes of words with a number each (`month`, `weekday`, `unit`), cue words for tense and for what is no
//! date, and rules: how a date is written, what it means, examples that must be read and counter-examples that must not.

use std::collections::{BTreeMap, HashMap};
use std::sync::{LazyLock, Mutex};

use anyhow::{Context, Result, bail};

use super::pattern::{self, Program};
use super::scan::fold;
use crate::model::Language;

/// The classes that digit groups belong to.
pub(super) mod builtin {
    /// Any group of up to eight digits.
    pub const DIGITS: u128 = 1;
    /// A plain number of up to four digits.
    pub const INT: u128 = 1 << 1;
    /// 1 to 31.
    pub const DAY: u128 = 1 << 2;
    /// 1 to 12.
    pub const MONTH: u128 = 1 << 3;
    /// 0 to 24.
    pub const HOUR: u128 = 1 << 4;
    /// 00 to 59, two digits.
    pub const MINUTE: u128 = 1 << 5;
    /// Two digits.
    pub const YEAR2: u128 = 1 << 6;
    /// 1000 to 2999.
    pub const YEAR4: u128 = 1 << 7;
    /// 1850 to 2099, which stands for a year also where little speaks for it.
    pub const YEAR: u128 = 1 << 8;
    /// `340` in `340pm`.
    pub const HHMM: u128 = 1 << 9;
    /// Three digits.
    pub const DIGITS3: u128 = 1 << 10;
    /// Eight digits.
    pub const YMD: u128 = 1 << 11;
    /// More than eight digits: never part of a date.
    pub const LONG: u128 = 1 << 12;
    /// 00 to 24, two digits.
    pub const HOUR2: u128 = 1 << 13;
    /// All of these.
    pub const ALL: u128 = (1 << 14) - 1;
    /// Names of the above in rule files, in the order of their bits.
    pub const NAMES: [&str; 14] = [
        "digits",
        "int",
        "dd",
        "mm",
        "hh",
        "mi",
        "yy",
        "yyyy",
        "year_digits",
        "hhmm",
        "digits3",
        "yyyymmdd",
        "long",
        "hour2",
    ];
}

/// A word list: either words alone, or a number for each list of words.
#[derive(Debug, serde::Deserialize)]
#[serde(untagged)]
enum Words {
    Plain(Vec<String>),
    Numbered(BTreeMap<String, Vec<String>>),
}

/// What else must hold around a date, where its words alone say little.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Guard {
    /// A year in digits: no count and no part of a name may follow.
    Year,
    /// A number that ends what was found: likewise, whatever it is.
    Count,
    /// A weekday or month alone: not within a name.
    Name,
    /// A number alone: the clause ends after it.
    End,
    /// What a following `of` would tie to something else (`the eve of the vote`).
    Whole,
    /// What may also tell how long something takes: only where the sentence looks ahead.
    Future,
}

/// A rule as its file holds it.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    name: String,
    group: String,
    write: Vec<String>,
    make: String,
    #[serde(default)]
    guard: Option<Guard>,
    #[serde(default)]
    examples: Vec<String>,
    #[serde(default)]
    counter_examples: Vec<String>,
}

/// What decides tense, and what tells a date word from a name or a count.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Cues {
    /// Words that put a date after the document's.
    pub future: Vec<String>,
    /// Endings of small-letter words that do so.
    pub future_endings: Vec<String>,
    /// Words that put a date before the document's.
    pub past: Vec<String>,
    /// Endings of small-letter words that do so.
    pub past_endings: Vec<String>,
    /// Words whose ending tells nothing (`opéra`, `need`).
    pub no_tense: Vec<String>,
    /// Words before a date word that make it part of a name (`Black` Friday, `Journal du` Dimanche).
    pub name_before: Vec<String>,
    /// Words after a date word that make it part of a name (Sunday `Times`).
    pub name_after: Vec<String>,
    /// Small words that may follow a year; any other small-letter word makes it a count.
    pub after_year: Vec<String>,
    /// Words after which a number is no date (`article`, `page`, `no`).
    pub numbered: Vec<String>,
    /// What ties a word to the one after it (`la veille du scrutin`).
    pub of: Vec<String>,
    /// Verbs of saying: a day beside one is when it was said, not when it happened.
    pub saying: Vec<String>,
    /// What follows a place's name to make it a time zone (`Kyiv time`).
    pub zone_after: Vec<String>,
    /// Small words that stand for a place there (`local time`).
    pub zone_names: Vec<String>,
    /// What stands before it (`heure de Kiev`).
    pub zone_before: Vec<String>,
    /// Words that negate; `not before May` is May at the earliest.
    pub negation: Vec<String>,
}

/// How a document tells its own date.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Publication {
    /// What stands before the date of publication.
    pub published: Vec<String>,
    /// What stands before the date of the last change.
    pub updated: Vec<String>,
    /// What stands before a lead sentence's date of today (`ce`, `this`).
    pub this: Vec<String>,
    /// What a line that names the date may hold beside it (`by`, `at`).
    pub beside: Vec<String>,
    /// What a line that names the date never holds (`photo`).
    pub never: Vec<String>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    numeric_order: String,
    capital_months: bool,
    triggers: Vec<String>,
    words: BTreeMap<String, Words>,
    cues: Cues,
    publication: Publication,
    rule: Vec<RuleFile>,
}

/// A compiled rule.
pub(super) struct Rule {
    /// `<lang>/dates.toml:<name>`.
    pub id: &'static str,
    /// What else must hold.
    pub guard: Option<Guard>,
    /// One program a way of writing.
    pub programs: Vec<Program>,
    /// What it makes of its captures.
    pub make: pattern::Make,
    /// Texts with what must be found in them.
    #[cfg(test)]
    pub examples: Vec<String>,
    /// Texts in which nothing may be found.
    #[cfg(test)]
    pub counter_examples: Vec<String>,
}

/// A word's number and classes.
#[derive(Clone, Copy, Default)]
struct Entry {
    word: u32,
    classes: u128,
}

/// Everything known of a language's dates.
pub(super) struct Lexicon {
    entries: HashMap<Box<[u8]>, Entry>,
    /// By first byte: the lengths of the words that begin with it, as bits.
    lengths: [u32; 256],
    /// The number a word stands for in a class.
    values: HashMap<(u32, u8), i64>,
    /// The groups' names.
    pub groups: Vec<String>,
    /// The rules, by group, in the order of the file.
    pub rules: Vec<Vec<Rule>>,
    /// The classes one of which an island must hold.
    pub triggers: u128,
    /// The class of weekdays.
    weekdays: u8,
    /// Whether `10/03` is the tenth of March.
    pub day_first: bool,
    /// Whether months and weekdays are written with a capital.
    pub capital_months: bool,
    /// Tense and look-alikes.
    pub cues: Cues,
    /// The document's own date.
    pub publication: Publication,
}

impl Lexicon {
    /// Returns a language's lexicon; `None` for a language without a file, or one whose file is broken (a test loads
    /// every file, so a broken one does not ship).
    pub fn of(language: Language) -> Option<&'static Lexicon> {
        static LOADED: LazyLock<Mutex<BTreeMap<Language, Option<&'static Lexicon>>>> = LazyLock::new(Mutex::default);
        let mut loaded = LOADED.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        *loaded.entry(language).or_insert_with(|| {
            // Leaked on purpose: one a language for the program's life.
            Lexicon::load(language).ok().map(|lexicon| &*Box::leak(Box::new(lexicon)))
        })
    }

    /// Reads and checks a language's file.
    ///
    /// # Errors
    /// Where the file is missing, or a rule names a class or capture that there is not.
    pub fn load(language: Language) -> Result<Lexicon> {
        let path = format!("{language}/dates.toml");
        let file: File = crate::rules::toml(&path)?;
        let mut names: Vec<String> = builtin::NAMES.iter().map(|n| (*n).to_string()).collect();
        let mut lexicon = Lexicon {
            entries: HashMap::new(),
            lengths: [0; 256],
            values: HashMap::new(),
            groups: Vec::new(),
            rules: Vec::new(),
            triggers: builtin::DIGITS,
            weekdays: 0,
            day_first: match file.numeric_order.as_str() {
                "dmy" => true,
                "mdy" => false,
                other => bail!("rules/{path}: numeric_order {other:?} is neither \"dmy\" nor \"mdy\""),
            },
            capital_months: file.capital_months,
            cues: file.cues,
            publication: file.publication,
        };
        for mark in ["-", ",", "/", ".", ":", "(", ")", "'", "'s", "~"] {
            lexicon.intern(mark);
        }
        for (class, words) in &file.words {
            let bit = u8::try_from(names.len()).ok().filter(|bit| *bit < 128).context("more than 128 classes")?;
            names.push(class.clone());
            match words {
                Words::Plain(words) => words.iter().for_each(|word| lexicon.add(word, bit, 0)),
                Words::Numbered(lists) => {
                    for (number, words) in lists {
                        let number = number.parse().with_context(|| format!("rules/{path}: words.{class}.{number}"))?;
                        words.iter().for_each(|word| lexicon.add(word, bit, number));
                    }
                }
            }
        }
        let class = |name: &str| names.iter().position(|n| n == name).and_then(|n| u8::try_from(n).ok());
        for trigger in &file.triggers {
            let bit = class(trigger).with_context(|| format!("rules/{path}: no class {trigger:?} to trigger"))?;
            lexicon.triggers |= 1 << bit;
        }
        lexicon.weekdays = class("weekday").with_context(|| format!("rules/{path}: no class \"weekday\""))?;
        for rule in &file.rule {
            if !lexicon.groups.contains(&rule.group) {
                lexicon.groups.push(rule.group.clone());
                lexicon.rules.push(Vec::new());
            }
        }
        if !lexicon.groups.iter().any(|g| g == "top") {
            bail!("rules/{path}: no rule in the group \"top\"");
        }
        for rule in file.rule {
            let id = format!("{path}:{}", rule.name);
            if let Some(example) = rule.examples.iter().find(|example| !example.contains(" => ")) {
                bail!("rules/{id}: the example {example:?} has no \" => \"");
            }
            let _ = &rule.counter_examples;
            let group = lexicon.group(&rule.group).context("unknown group")?;
            let mut programs = Vec::new();
            let mut slots = Vec::new();
            for line in &rule.write {
                let program = pattern::compile(line, &class, &mut lexicon, &mut slots)
                    .with_context(|| format!("rules/{id}: {line:?}"))?;
                programs.push(program);
            }
            let make = pattern::make(&rule.make, &slots).with_context(|| format!("rules/{id}: {:?}", rule.make))?;
            lexicon.rules[group].push(Rule {
                id: Box::leak(id.into_boxed_str()),
                guard: rule.guard,
                programs,
                make,
                #[cfg(test)]
                examples: rule.examples,
                #[cfg(test)]
                counter_examples: rule.counter_examples,
            });
        }
        pattern::find_firsts(&mut lexicon.rules);
        Ok(lexicon)
    }

    /// Returns a group's index.
    pub fn group(&self, name: &str) -> Option<usize> {
        self.groups.iter().position(|g| g == name)
    }

    /// Returns the number of a word or mark, which it gives one where it has none.
    pub fn intern(&mut self, word: &str) -> u32 {
        let key: Box<[u8]> = match fold(word) {
            Some((folded, len)) => folded[..len].into(),
            None => word.as_bytes().into(),
        };
        if let (Some(first), Ok(len)) = (key.first(), u32::try_from(key.len())) {
            self.lengths[usize::from(*first)] |= 1 << len.min(31);
        }
        let next = u32::try_from(self.entries.len() + 1).unwrap_or(u32::MAX);
        self.entries.entry(key).or_insert(Entry { word: next, classes: 0 }).word
    }

    fn add(&mut self, word: &str, bit: u8, number: i64) {
        let id = self.intern(word);
        if let Some(entry) = self.entries.values_mut().find(|entry| entry.word == id) {
            entry.classes |= 1 << bit;
        }
        self.values.insert((id, bit), number);
    }

    /// Returns a folded word's number and classes; zeros for an unknown one.
    pub fn look_up(&self, folded: &[u8]) -> (u32, u128) {
        let Some(first) = folded.first() else { return (0, 0) };
        if self.lengths[usize::from(*first)] & (1 << folded.len().min(31)) == 0 {
            return (0, 0);
        }
        self.entries.get(folded).map_or((0, 0), |entry| (entry.word, entry.classes))
    }

    /// Returns the weekday that a word names in full or in short, Monday 1.
    pub fn weekday_of(&self, word: &str) -> Option<i64> {
        let (folded, len) = fold(word)?;
        let (id, classes) = self.look_up(&folded[..len]);
        (classes & (1 << self.weekdays) != 0).then(|| self.value(id, self.weekdays))
    }

    /// Returns the number that a word stands for in a class.
    pub fn value(&self, word: u32, bit: u8) -> i64 {
        self.values.get(&(word, bit)).copied().unwrap_or(0)
    }
}
