//! The small language in which rule files write how a date is written, and what it means.
//!
//! Writing: `le`, `,` (the word or mark itself) · `{month}` (a word of a class) · `<day>` (anything that a rule of that
//! group reads) · `{month:m}` (under another name) · `( a | b )` · `?` after any of them (may be missing) · `~` before
//! (nothing between it and what precedes) · `^` before (with a capital) · `_` before (without) · `!` before (with its accent) · `[ … ]` (must stand
//! there, but is no part of the date).
//!
//! Meaning: `(date year month day)`, an expression over the captures' names, numbers and nested expressions.

use anyhow::{Context, Result, bail};

use super::expr::{self, Op};
use super::lexicon::{Lexicon, Rule};

/// What a token must be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Test {
    /// That word or mark.
    Word(u32),
    /// In that class.
    Class(u8),
}

/// A step of a program.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// Takes a token.
    Take {
        /// What it must be.
        test: Test,
        /// Whether it must touch the one before.
        glued: bool,
        /// Whether it must have a capital (`Some(true)`) or must not.
        capital: Option<bool>,
        /// Whether it must have an accent, or a capital that may have lost one (`dès`, not `des`).
        accented: bool,
        /// Where its number is kept.
        slot: Option<u8>,
    },
    /// Takes what a rule of that group reads.
    Group {
        /// The group's index.
        group: usize,
        /// Where its meaning is kept.
        slot: u8,
    },
    /// Goes on at either place, the first preferred.
    Split(usize, usize),
    /// Goes on there.
    Jump(usize),
    /// The date begins here.
    Begin,
    /// The date has ended here.
    End,
    /// All was found.
    Done,
}

/// A compiled way of writing.
#[derive(Debug)]
pub(super) struct Program {
    /// Its steps.
    pub steps: Vec<Step>,
    /// Classes that a token it begins with may have.
    pub first_classes: u128,
    /// Words that it may begin with.
    pub first_words: Vec<u32>,
    /// It may be one token long.
    pub single: bool,
    /// Classes and words that its second token may have.
    pub second: (u128, Vec<u32>),
    /// The keys of the tokens that fit `second`, as bits.
    pub second_keys: Vec<u64>,
}

impl Program {
    /// Tells whether the token after its first one lets it go on; `key` is that token's, where there is one.
    pub fn may_follow(&self, key: Option<usize>) -> bool {
        self.single
            || key.is_some_and(|key| self.second_keys.get(key / 64).is_some_and(|bits| bits >> (key % 64) & 1 != 0))
    }
}

/// What a rule means.
#[derive(Debug)]
pub(super) enum Make {
    /// A number.
    Int(i64),
    /// A capture.
    Slot(u8),
    /// An operation.
    Call(Op, Vec<Make>),
}

/// Compiles one way of writing; names of captures are added to `slots`.
///
/// # Errors
/// Where it names a class that there is not, or its brackets do not match.
pub(super) fn compile(
    line: &str,
    class: &dyn Fn(&str) -> Option<u8>,
    lexicon: &mut Lexicon,
    slots: &mut Vec<String>,
) -> Result<Program> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let mut compiler = Compiler { words: &words, at: 0, class, lexicon, slots, steps: Vec::new() };
    if !words.contains(&"[") || words.first() != Some(&"[") {
        compiler.steps.push(Step::Begin);
    }
    compiler.choice()?;
    if compiler.at < words.len() {
        bail!("{:?} closes nothing", words[compiler.at]);
    }
    compiler.steps.push(Step::Done);
    Ok(Program {
        steps: compiler.steps,
        first_classes: 0,
        first_words: Vec::new(),
        single: false,
        second: (0, Vec::new()),
        second_keys: Vec::new(),
    })
}

struct Compiler<'a> {
    words: &'a [&'a str],
    at: usize,
    class: &'a dyn Fn(&str) -> Option<u8>,
    lexicon: &'a mut Lexicon,
    slots: &'a mut Vec<String>,
    steps: Vec<Step>,
}

impl Compiler<'_> {
    /// Compiles alternatives up to a closing bracket or the end.
    fn choice(&mut self) -> Result<()> {
        let start = self.steps.len();
        let mut ends = Vec::new();
        self.sequence()?;
        while self.words.get(self.at) == Some(&"|") {
            self.at += 1;
            // The alternative so far moves one place on, behind a split.
            let shifted = self.steps.split_off(start);
            self.steps.push(Step::Split(start + 1, start + shifted.len() + 2));
            self.steps.extend(shifted.into_iter().map(|step| moved(step, 1)));
            for end in &mut ends {
                *end += 1;
            }
            ends.push(self.steps.len());
            self.steps.push(Step::Jump(0));
            let branch = self.steps.len();
            self.sequence()?;
            if self.words.get(self.at) == Some(&"|") {
                // Nest the rest: compile it as a choice of its own.
                let rest = self.steps.split_off(branch);
                let resume = self.at;
                self.steps.push(Step::Split(branch + 1, branch + rest.len() + 2));
                self.steps.extend(rest.into_iter().map(|step| moved(step, 1)));
                ends.push(self.steps.len());
                self.steps.push(Step::Jump(0));
                self.at = resume + 1;
                self.choice()?;
            }
        }
        let after = self.steps.len();
        for end in ends {
            self.steps[end] = Step::Jump(after);
        }
        Ok(())
    }

    fn sequence(&mut self) -> Result<()> {
        while let Some(&word) = self.words.get(self.at) {
            if word == "|" || word == ")" || word == ")?" {
                return Ok(());
            }
            self.at += 1;
            let start = self.steps.len();
            let mut optional = false;
            match word {
                "[" => {
                    if start != 0 {
                        self.steps.push(Step::End);
                    }
                }
                "]" => {
                    if !self.steps.iter().any(|s| matches!(s, Step::Begin)) {
                        self.steps.push(Step::Begin);
                    }
                }
                "(" => {
                    self.choice()?;
                    match self.words.get(self.at) {
                        Some(&")") => {}
                        Some(&")?") => optional = true,
                        _ => bail!("a bracket is not closed"),
                    }
                    self.at += 1;
                }
                _ => optional = self.element(word)?,
            }
            if optional {
                let body = self.steps.split_off(start);
                self.steps.push(Step::Split(start + 1, start + body.len() + 1));
                self.steps.extend(body.into_iter().map(|step| moved(step, 1)));
            }
        }
        Ok(())
    }

    /// Compiles one element; returns whether it may be missing.
    fn element(&mut self, word: &str) -> Result<bool> {
        let (mut word, optional) = match word.strip_suffix('?') {
            Some(word) if !word.is_empty() => (word, true),
            _ => (word, false),
        };
        let (mut glued, mut capital, mut accented) = (false, None, false);
        while word.len() > 1 {
            match word.as_bytes()[0] {
                b'~' => glued = true,
                b'!' => accented = true,
                b'^' => capital = Some(true),
                b'_' => capital = Some(false),
                _ => break,
            }
            word = &word[1..];
        }
        let inner = |open: char, close: char| word.strip_prefix(open).and_then(|w| w.strip_suffix(close));
        if let Some(name) = inner('{', '}') {
            let (name, alias) = name.split_once(':').unwrap_or((name, name));
            let bit = (self.class)(name).with_context(|| format!("no class {name:?}"))?;
            let slot = Some(self.slot(alias)?);
            self.steps.push(Step::Take { test: Test::Class(bit), glued, capital, accented, slot });
        } else if let Some(name) = inner('<', '>') {
            let (name, alias) = name.split_once(':').unwrap_or((name, name));
            let group = self.lexicon.group(name).with_context(|| format!("no group {name:?}"))?;
            let slot = self.slot(alias)?;
            self.steps.push(Step::Group { group, slot });
        } else {
            let test = Test::Word(self.lexicon.intern(word));
            self.steps.push(Step::Take { test, glued, capital, accented, slot: None });
        }
        Ok(optional)
    }

    fn slot(&mut self, name: &str) -> Result<u8> {
        let at = self.slots.iter().position(|s| s == name).unwrap_or_else(|| {
            self.slots.push(name.to_string());
            self.slots.len() - 1
        });
        u8::try_from(at).context("more than 256 captures")
    }
}

fn moved(step: Step, by: usize) -> Step {
    match step {
        Step::Split(a, b) => Step::Split(a + by, b + by),
        Step::Jump(to) => Step::Jump(to + by),
        other => other,
    }
}

/// Reads a meaning.
///
/// # Errors
/// Where brackets do not match, or a name is neither a capture nor a call.
pub(super) fn make(text: &str, slots: &[String]) -> Result<Make> {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let made = read_make(&mut words, slots)?;
    if let Some(word) = words.next() {
        bail!("{word:?} follows the whole");
    }
    Ok(made)
}

fn read_make<'a>(words: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>, slots: &[String]) -> Result<Make> {
    let word = words.next().context("something is missing")?;
    if word == "(" {
        let name = words.next().context("a call without a name")?;
        let (op, least) = expr::find(name)?;
        let mut arguments = Vec::new();
        while words.peek().context("a bracket is not closed")? != &")" {
            arguments.push(read_make(words, slots)?);
        }
        words.next();
        if arguments.len() < least {
            bail!("{name} takes {least} arguments");
        }
        return Ok(Make::Call(op, arguments));
    }
    if let Ok(number) = word.parse() {
        return Ok(Make::Int(number));
    }
    if word == "nil" {
        return Ok(Make::Call(Op::Nil, Vec::new()));
    }
    match slots.iter().position(|s| s == word) {
        Some(slot) => Ok(Make::Slot(u8::try_from(slot)?)),
        None => bail!("no capture {word:?}"),
    }
}

/// Finds what each program may begin with, through the groups, so that most are passed over at a glance.
pub(super) fn find_firsts(rules: &mut [Vec<Rule>]) {
    let mut groups: Vec<(u128, Vec<u32>)> = vec![(0, Vec::new()); rules.len()];
    // A group may begin with another: repeat until nothing is added.
    loop {
        let mut changed = false;
        for (group, rules) in rules.iter_mut().enumerate() {
            for program in rules.iter_mut().flat_map(|rule| &mut rule.programs) {
                let (classes, words) = firsts(&program.steps, &groups);
                let whole = &mut groups[group];
                changed |= classes & !whole.0 != 0;
                whole.0 |= classes;
                for word in &words {
                    if !whole.1.contains(word) {
                        whole.1.push(*word);
                        changed = true;
                    }
                }
                (program.first_classes, program.first_words) = (classes, words);
            }
        }
        if !changed {
            return;
        }
    }
}

/// Finds what each program's second token may be, through the groups, once their firsts are known.
pub(super) fn find_seconds(rules: &mut [Vec<Rule>]) {
    let firsts: Vec<(u128, Vec<u32>)> = rules
        .iter()
        .map(|rules| {
            let programs = || rules.iter().flat_map(|rule| &rule.programs);
            let classes = programs().fold(0, |all, program| all | program.first_classes);
            (classes, programs().flat_map(|program| program.first_words.iter().copied()).collect())
        })
        .collect();
    let mut groups: Vec<(bool, u128, Vec<u32>)> = vec![(false, 0, Vec::new()); rules.len()];
    loop {
        let mut changed = false;
        for (group, rules) in rules.iter_mut().enumerate() {
            for program in rules.iter_mut().flat_map(|rule| &mut rule.programs) {
                let (single, classes, words) = seconds(&program.steps, &firsts, &groups);
                let whole = &mut groups[group];
                changed |= single && !whole.0 || classes & !whole.1 != 0;
                whole.0 |= single;
                whole.1 |= classes;
                for word in &words {
                    if !whole.2.contains(word) {
                        whole.2.push(*word);
                        changed = true;
                    }
                }
                (program.single, program.second) = (single, (classes, words));
            }
        }
        if !changed {
            return;
        }
    }
}

fn seconds(steps: &[Step], firsts: &[(u128, Vec<u32>)], groups: &[(bool, u128, Vec<u32>)]) -> (bool, u128, Vec<u32>) {
    let (mut single, mut classes, mut words) = (false, 0, Vec::new());
    // A place, and whether the first token has been taken.
    let mut open = vec![(0, false)];
    let mut seen = vec![[false; 2]; steps.len()];
    while let Some((at, taken)) = open.pop() {
        if std::mem::replace(&mut seen[at][usize::from(taken)], true) {
            continue;
        }
        match steps[at] {
            Step::Take { .. } if !taken => open.push((at + 1, true)),
            Step::Take { test: Test::Class(bit), .. } => classes |= 1 << bit,
            Step::Take { test: Test::Word(word), .. } => words.push(word),
            Step::Group { group, .. } if taken => {
                classes |= firsts[group].0;
                words.extend(&firsts[group].1);
            }
            Step::Group { group, .. } => {
                classes |= groups[group].1;
                words.extend(&groups[group].2);
                if groups[group].0 {
                    open.push((at + 1, true));
                }
            }
            Step::Split(a, b) => open.extend([(a, taken), (b, taken)]),
            Step::Jump(to) => open.push((to, taken)),
            Step::Begin | Step::End => open.push((at + 1, taken)),
            Step::Done => single |= taken,
        }
    }
    words.sort_unstable();
    words.dedup();
    (single, classes, words)
}

fn firsts(steps: &[Step], groups: &[(u128, Vec<u32>)]) -> (u128, Vec<u32>) {
    let (mut classes, mut words) = (0, Vec::new());
    let mut open = vec![0];
    let mut seen = vec![false; steps.len()];
    while let Some(at) = open.pop() {
        if std::mem::replace(&mut seen[at], true) {
            continue;
        }
        match steps[at] {
            Step::Take { test: Test::Class(bit), .. } => classes |= 1 << bit,
            Step::Take { test: Test::Word(word), .. } => words.push(word),
            Step::Group { group, .. } => {
                classes |= groups[group].0;
                words.extend(&groups[group].1);
            }
            Step::Split(a, b) => open.extend([a, b]),
            Step::Jump(to) => open.push(to),
            Step::Begin | Step::End => open.push(at + 1),
            Step::Done => {}
        }
    }
    words.sort_unstable();
    words.dedup();
    (classes, words)
}
