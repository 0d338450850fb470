//! The date words and rules of a language, read from `rules/<lang>/dates.toml`.
//!
//! A file holds classes of words with a number each (`month`, `weekday`, `unit`), cue words for tense and for what is no
//! date, and rules: how a date is written, what it means, examples that must be read and counter-examples that must not.

use std::collections::{BTreeMap, HashMap};

use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{LazyLock, Mutex};

use anyhow::{Context, Result, bail};

pub(super) use super::file::{Cues, Guard, Publication};
use super::file::{File, Spoken, Words};
use super::pattern::{self, Program};
use super::scan::{fold, number};
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
    /// 01 to 09, with the zero.
    pub const MONTH0: u128 = 1 << 14;
    /// All of these.
    pub const ALL: u128 = (1 << 15) - 1;
    /// Names of the above in rule files, in the order of their bits.
    pub const NAMES: [&str; 15] = [
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
        "mm0",
    ];
}

/// What words beside a date say.
pub(super) mod cue {
    pub const FUTURE: u16 = 1;
    pub const PAST: u16 = 1 << 1;
    pub const NO_TENSE: u16 = 1 << 2;
    pub const NAME_BEFORE: u16 = 1 << 3;
    pub const NAME_AFTER: u16 = 1 << 4;
    pub const AFTER_YEAR: u16 = 1 << 5;
    pub const NUMBERED: u16 = 1 << 6;
    pub const OF: u16 = 1 << 7;
    pub const SAYING: u16 = 1 << 8;
    pub const NEGATION: u16 = 1 << 9;
    pub const ZONE_AFTER: u16 = 1 << 10;
    pub const ZONE_NAME: u16 = 1 << 11;
    pub const LASTING: u16 = 1 << 12;
    pub const HABIT: u16 = 1 << 13;
    pub const DAY_BEFORE: u16 = 1 << 14;
    pub const COUNT_BEFORE: u16 = 1 << 15;
}

/// FNV-1a: short keys are looked up a million times a second, and none of them is hostile.
#[derive(Clone, Copy)]
pub(super) struct Fnv(u64);

type Hash = BuildHasherDefault<Fnv>;

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Returns every set of classes that a group of digits can have, sorted.
fn digit_sets() -> Vec<u128> {
    let mut sets: Vec<u128> =
        ["00000", "00000000", "20240101", "000000000"].iter().map(|d| number(d.as_bytes()).1).collect();
    for n in 0..10_000 {
        for width in 1..=4 {
            let digits = format!("{n:0width$}");
            if digits.len() == width {
                sets.push(number(digits.as_bytes()).1);
            }
        }
    }
    sets.sort_unstable();
    sets.dedup();
    sets
}

/// Programs, as (rule, program) of a group.
type Candidates = Box<[(u16, u16)]>;

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
    entries: HashMap<Box<[u8]>, Entry, Hash>,
    /// By group, then by token key: the programs that may begin with such a token, as (rule, program).
    candidates: Vec<Vec<Candidates>>,
    /// By the keys of two tokens: whether a program of the group "top" may begin with them, as bits.
    openings: Vec<u64>,
    /// Keys that there are.
    keys: usize,
    /// The sets of classes that digit groups have, sorted; their keys follow those of the words.
    digit_sets: Vec<u128>,
    /// Cue words by what they say.
    cue_words: HashMap<Box<[u8]>, u16, Hash>,
    /// By first byte: the lengths of the words that begin with it, as bits.
    lengths: [u32; 256],
    /// The number a word stands for in a class.
    values: HashMap<(u32, u8), i64>,
    /// The groups' names.
    pub groups: Vec<String>,
    /// The rules, by group, in the order of the file.
    pub rules: Vec<Vec<Rule>>,
    /// The classes one of which an island must hold, unless digits touch a mark in it.
    pub triggers: u128,
    /// Its language.
    pub language: Language,
    /// The class of weekdays.
    weekdays: u8,
    /// The class of months, as a bit.
    pub months: u128,
    /// The class of those that are written out, as a bit.
    pub full_months: u128,
    /// The classes of number words, as bits.
    pub number_words: u128,
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
        Lexicon::kept(language, false)
    }

    /// Returns a language's lexicon with what is read in speech only; `None` likewise.
    pub fn spoken(language: Language) -> Option<&'static Lexicon> {
        Lexicon::kept(language, true)
    }

    fn kept(language: Language, spoken: bool) -> Option<&'static Lexicon> {
        type Loaded = BTreeMap<(Language, bool), Option<&'static Lexicon>>;
        static LOADED: LazyLock<Mutex<Loaded>> = LazyLock::new(Mutex::default);
        let mut loaded = LOADED.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        *loaded.entry((language, spoken)).or_insert_with(|| {
            // Leaked on purpose: one a language for the program's life.
            Lexicon::load(language, spoken).ok().map(|lexicon| &*Box::leak(Box::new(lexicon)))
        })
    }

    /// Reads and checks a language's file, and that of speech where it is asked for and there is one.
    ///
    /// # Errors
    /// Where the file is missing, or a rule names a class or capture that there is not.
    pub fn load(language: Language, spoken: bool) -> Result<Lexicon> {
        let path = format!("{language}/dates.toml");
        let mut file: File = crate::rules::toml(&path)?;
        let spoken_path = format!("{language}/spoken.toml");
        // A language need not have one.
        let spoken_rules = if spoken && crate::rules::text(&spoken_path).is_ok() {
            file.take_in(crate::rules::toml::<Spoken>(&spoken_path)?)
        } else {
            0
        };
        let mut names: Vec<String> = builtin::NAMES.iter().map(|n| (*n).to_string()).collect();
        let mut lexicon = Lexicon {
            entries: HashMap::default(),
            candidates: Vec::new(),
            openings: Vec::new(),
            keys: 0,
            digit_sets: Vec::new(),
            cue_words: HashMap::default(),
            lengths: [0; 256],
            values: HashMap::new(),
            groups: Vec::new(),
            rules: Vec::new(),
            triggers: builtin::YEAR4 | builtin::YMD,
            language,
            weekdays: 0,
            months: 0,
            full_months: 0,
            number_words: 0,
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
        lexicon.full_months = class("full_month").map_or(0, |bit| 1 << bit);
        let bits = |names: &[&str]| names.iter().filter_map(|name| class(name)).fold(0, |bits, bit| bits | 1 << bit);
        lexicon.months = bits(&["month"]);
        lexicon.number_words = bits(&["digit", "teen", "tens"]);
        for rule in &file.rule {
            if !lexicon.groups.contains(&rule.group) {
                lexicon.groups.push(rule.group.clone());
                lexicon.rules.push(Vec::new());
            }
        }
        if !lexicon.groups.iter().any(|g| g == "top") {
            bail!("rules/{path}: no rule in the group \"top\"");
        }
        for (n, rule) in file.rule.into_iter().enumerate() {
            let id = format!("{}:{}", if n < spoken_rules { &spoken_path } else { &path }, rule.name);
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
        pattern::find_seconds(&mut lexicon.rules);
        lexicon.index();
        Ok(lexicon)
    }

    /// Lists for each token which programs may begin with it, and gathers the cue words.
    fn index(&mut self) {
        self.digit_sets = digit_sets();
        let words = self.entries.len();
        let mut kinds = vec![(0, 0); words + 1 + self.digit_sets.len()];
        for entry in self.entries.values() {
            kinds[entry.word as usize] = (entry.word, entry.classes);
        }
        for (n, set) in self.digit_sets.iter().enumerate() {
            kinds[words + 1 + n] = (0, *set);
        }
        for program in self.rules.iter_mut().flatten().flat_map(|rule| &mut rule.programs) {
            program.second_keys = vec![0; kinds.len().div_ceil(64)];
            for (key, (word, classes)) in kinds.iter().enumerate() {
                let (wanted, words) = &program.second;
                if wanted & classes != 0 || *word != 0 && words.binary_search(word).is_ok() {
                    program.second_keys[key / 64] |= 1 << (key % 64);
                }
            }
        }
        self.candidates = self
            .rules
            .iter()
            .map(|rules| {
                kinds
                    .iter()
                    .map(|(word, classes)| {
                        let begins = |program: &Program| {
                            program.first_classes & classes != 0
                                || *word != 0 && program.first_words.binary_search(word).is_ok()
                        };
                        let mut found = Vec::new();
                        for (r, rule) in rules.iter().enumerate() {
                            for (p, program) in rule.programs.iter().enumerate() {
                                if begins(program) {
                                    // Rules of a group are far fewer than 65536.
                                    found.push((r as u16, p as u16));
                                }
                            }
                        }
                        found.into_boxed_slice()
                    })
                    .collect()
            })
            .collect();
        self.keys = kinds.len();
        self.openings = self.pairs();
        let cues = &self.cues;
        let lists = [
            (&cues.future, cue::FUTURE),
            (&cues.past, cue::PAST),
            (&cues.no_tense, cue::NO_TENSE),
            (&cues.name_before, cue::NAME_BEFORE),
            (&cues.name_after, cue::NAME_AFTER),
            (&cues.after_year, cue::AFTER_YEAR),
            (&cues.numbered, cue::NUMBERED),
            (&cues.of, cue::OF),
            (&cues.saying, cue::SAYING),
            (&cues.negation, cue::NEGATION),
            (&cues.zone_after, cue::ZONE_AFTER),
            (&cues.zone_names, cue::ZONE_NAME),
            (&cues.lasting, cue::LASTING),
            (&cues.habit, cue::HABIT),
            (&cues.day_before, cue::DAY_BEFORE),
            (&cues.count_before, cue::COUNT_BEFORE),
        ];
        for (list, bit) in lists {
            for word in list {
                *self.cue_words.entry(word.as_bytes().into()).or_insert(0) |= bit;
            }
        }
    }

    /// Returns what a word says beside a date, as bits of [`cue`].
    pub fn cue(&self, word: &str) -> u16 {
        fold(word).map_or(0, |(folded, len)| self.cue_folded(&folded[..len]))
    }

    /// Returns what a folded word says beside a date.
    pub fn cue_folded(&self, folded: &[u8]) -> u16 {
        self.cue_words.get(folded).copied().unwrap_or(0)
    }

    /// Lists which two tokens may begin a date; the column after the last key stands for the end of an island.
    fn pairs(&self) -> Vec<u64> {
        let width = (self.keys + 1).div_ceil(64);
        let mut out = vec![0u64; self.keys * width];
        let Some(top) = self.group("top") else { return out };
        for (key, row) in out.chunks_exact_mut(width).enumerate() {
            for (rule, program) in self.candidates(top, key) {
                let program = &self.rules[top][usize::from(*rule)].programs[usize::from(*program)];
                if program.single {
                    row.fill(u64::MAX);
                    break;
                }
                for (bits, second) in row.iter_mut().zip(&program.second_keys) {
                    *bits |= second;
                }
            }
        }
        out
    }

    /// Tells whether a date may begin with a token, seen with the one after it.
    pub fn may_open(&self, key: usize, next: Option<usize>) -> bool {
        let width = (self.keys + 1).div_ceil(64);
        let column = next.unwrap_or(self.keys);
        self.openings.get(key * width + column / 64).is_some_and(|bits| bits >> (column % 64) & 1 != 0)
    }

    /// Returns the key by which a token's programs are found.
    pub fn key(&self, word: u32, classes: u128) -> usize {
        if word != 0 {
            return word as usize;
        }
        self.digit_sets.binary_search(&classes).map_or(0, |n| self.entries.len() + 1 + n)
    }

    /// Returns the programs of a group that may begin with a token.
    pub fn candidates(&self, group: usize, key: usize) -> &[(u16, u16)] {
        self.candidates.get(group).and_then(|keys| keys.get(key)).map_or(&[], |found| found)
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
        if let Some(entry) = fold(word).and_then(|(folded, len)| self.entries.get_mut(&folded[..len])) {
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

    /// Returns the class of weekdays, as a bit.
    pub fn weekday_class(&self) -> u128 {
        1 << self.weekdays
    }

    /// Returns the weekday that a word names in full or in short, Monday 1.
    pub fn weekday_of(&self, word: &str) -> Option<i64> {
        let (folded, len) = fold(word)?;
        let (id, classes) = self.look_up(&folded[..len]);
        (classes & self.weekday_class() != 0).then(|| self.value(id, self.weekdays))
    }

    /// Returns the number that a word stands for in a class.
    pub fn value(&self, word: u32, bit: u8) -> i64 {
        self.values.get(&(word, bit)).copied().unwrap_or(0)
    }
}
