//! Runs the rules over an island.
//!
//! In: the tokens of an island. Out: for a place, what each rule group can read there, longest first. Results are kept
//! by place and group, so that a group that many rules use is read once. A program has no loop, so the work at a place
//! has a bound that only the rules decide, and an island is of bounded length: a text takes linear time.

use std::rc::Rc;

use super::expr::{Capture, Caught, Expr, build};
use super::lexicon::{Lexicon, Rule};
use super::pattern::{Program, Step, Test};
use super::scan::{Case, Token};

/// What a rule read.
#[derive(Clone)]
pub(super) struct Found {
    /// Index of the date's first token.
    pub begin: usize,
    /// One past its last token.
    pub end: usize,
    /// What it means.
    pub expr: Rc<Expr>,
    /// The rule.
    pub rule: &'static Rule,
}

/// The results over one island.
pub(super) struct Chart<'a> {
    lexicon: &'static Lexicon,
    tokens: &'a [Token],
    cells: Vec<Cell>,
    nothing: Rc<Vec<Found>>,
    /// A buffer for the programs' captures.
    captures: Vec<Capture>,
}

/// What a chart leaves for the next island's.
#[derive(Default)]
pub(super) struct Buffers {
    cells: Vec<Cell>,
    nothing: Rc<Vec<Found>>,
    captures: Vec<Capture>,
}

#[derive(Clone)]
enum Cell {
    New,
    /// Being read: a rule that begins with its own group finds nothing there, which ends the circle.
    Open,
    Nothing,
    Done(Rc<Vec<Found>>),
}

impl<'a> Chart<'a> {
    /// Makes an empty chart.
    pub fn new(lexicon: &'static Lexicon, tokens: &'a [Token], buffers: Buffers) -> Self {
        let Buffers { mut cells, nothing, captures } = buffers;
        cells.clear();
        cells.resize(tokens.len() * lexicon.groups.len(), Cell::New);
        Chart { lexicon, tokens, cells, nothing, captures }
    }

    /// Hands its buffers on.
    pub fn into_buffers(self) -> Buffers {
        Buffers { cells: self.cells, nothing: self.nothing, captures: self.captures }
    }

    /// Returns what a group reads at a place: one result for each end, longest first.
    pub fn read(&mut self, group: usize, at: usize) -> Rc<Vec<Found>> {
        if at >= self.tokens.len() || self.lexicon.candidates(group, self.tokens[at].key).is_empty() {
            return Rc::clone(&self.nothing);
        }
        let cell = group * self.tokens.len() + at;
        match &self.cells[cell] {
            Cell::Done(found) => return Rc::clone(found),
            Cell::Open | Cell::Nothing => return Rc::clone(&self.nothing),
            Cell::New => self.cells[cell] = Cell::Open,
        }
        let lexicon = self.lexicon;
        let token = &self.tokens[at];
        let next = self.tokens.get(at + 1).map(|token| token.key);
        let mut found: Vec<Found> = Vec::new();
        let mut captures = std::mem::take(&mut self.captures);
        for (rule, program) in lexicon.candidates(group, token.key) {
            let rule = &lexicon.rules[group][usize::from(*rule)];
            let program = &rule.programs[usize::from(*program)];
            if !program.may_follow(next) {
                continue;
            }
            captures.clear();
            let mut run = Run { rule, program, captures, found: &mut found };
            run.step(self, 0, at, at, None);
            captures = run.captures;
        }
        self.captures = captures;
        if found.is_empty() {
            self.cells[cell] = Cell::Nothing;
            return Rc::clone(&self.nothing);
        }
        found.sort_by(|a, b| (b.end, a.begin).cmp(&(a.end, b.begin)));
        let found = Rc::new(found);
        self.cells[cell] = Cell::Done(Rc::clone(&found));
        found
    }
}

/// One program at one place.
struct Run<'r> {
    rule: &'static Rule,
    program: &'static Program,
    captures: Vec<Capture>,
    found: &'r mut Vec<Found>,
}

impl Run<'_> {
    /// Tells whether the step there could take the token there; `true` where only going there would tell.
    fn may_go(&self, chart: &Chart<'_>, pc: usize, at: usize) -> bool {
        match self.program.steps[pc] {
            Step::Take { test, .. } => chart.tokens.get(at).is_some_and(|token| fits(test, token)),
            Step::Group { group, .. } => {
                chart.tokens.get(at).is_some_and(|token| !chart.lexicon.candidates(group, token.key).is_empty())
            }
            _ => true,
        }
    }

    fn step(&mut self, chart: &mut Chart<'_>, mut pc: usize, mut at: usize, mut begin: usize, mut end: Option<usize>) {
        loop {
            match self.program.steps[pc] {
                Step::Take { test, glued, capital, accented, slot } => {
                    let Some(token) = chart.tokens.get(at) else { return };
                    if !fits(test, token)
                        || glued && !token.glued
                        || accented && !token.accented && token.case == Case::Lower
                        || capital.is_some_and(|c| c != (token.case != Case::Lower))
                    {
                        return;
                    }
                    if let (Some(slot), Test::Class(bit)) = (slot, test) {
                        let number = if token.word == 0 { token.number } else { chart.lexicon.value(token.word, bit) };
                        self.captures.push(Capture { slot, caught: Caught::Number(number), begin: at, end: at + 1 });
                    }
                    at += 1;
                    pc += 1;
                }
                Step::Group { group, slot } => {
                    let kept = self.captures.len();
                    for found in chart.read(group, at).iter() {
                        let caught = Caught::Meaning(Rc::clone(&found.expr));
                        let capture = Capture { slot, caught, begin: found.begin, end: found.end };
                        self.captures.push(capture);
                        self.step(chart, pc + 1, found.end, begin, end);
                        self.captures.truncate(kept);
                    }
                    return;
                }
                Step::Split(first, second) => {
                    // Most branches fail at once: a look saves the call.
                    if self.may_go(chart, first, at) {
                        let kept = self.captures.len();
                        self.step(chart, first, at, begin, end);
                        self.captures.truncate(kept);
                    }
                    pc = second;
                }
                Step::Jump(to) => pc = to,
                Step::Begin => {
                    begin = at;
                    pc += 1;
                }
                Step::End => {
                    end = Some(at);
                    pc += 1;
                }
                Step::Done => {
                    let stop = end.unwrap_or(at);
                    if stop > begin
                        && !self.found.iter().any(|f| f.end == stop && f.begin <= begin)
                        && let Some(expr) = build(&self.rule.make, &self.captures)
                    {
                        let expr = Rc::new(expr);
                        self.found.push(Found { begin, end: stop, expr, rule: self.rule });
                    }
                    return;
                }
            }
        }
    }
}

fn fits(test: Test, token: &Token) -> bool {
    match test {
        Test::Word(word) => token.word == word,
        Test::Class(bit) => token.classes & (1 << bit) != 0,
    }
}
