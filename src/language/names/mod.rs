//! Names: of persons, places, organisations, events and products.
//!
//! In: a text cut into sentences and tokens, and its language. Out: the names in it, each with its kind.

mod features;
mod key;
mod lexicon;
mod link;
mod scan;
mod tagger;
mod tokens;
#[cfg(feature = "train")]
pub mod train;

use crate::language::linear::mix;
use crate::model::{Analysis, Language, Name, NameKind, Span};
use crate::rules::fold::HashTable;
pub use key::{Parts, key};
use lexicon::{Lexicon, Signs};
pub use link::{LocalName, link};
use scan::{Memory, Run};
pub use tagger::NameModel;
use tagger::Room;
use tokens::{Listed, Seen, Shape};

/// Finds the names of a text and puts them into its sentences.
pub fn annotate(text: &str, analysis: &mut Analysis, lang: Language) {
    let names = find(text, analysis, lang);
    let mut names = names.into_iter().peekable();
    for sentence in &mut analysis.sentences {
        sentence.names.clear();
        while let Some(name) = names.next_if(|name| name.span.start < sentence.span.end) {
            sentence.names.push(name);
        }
    }
}

/// Finds the names of a text, in order and without overlap.
///
/// ```
/// use atodds::{language::{names, segment}, model::{Language, NameKind}};
/// let text = "Sophie Delmas s'est rendue à Moscou.";
/// let found = names::find(text, &segment(text, Language::FR), Language::FR);
/// assert_eq!(found[0].span.of(text), "Sophie Delmas");
/// assert_eq!(found[1].kind, NameKind::Place);
/// ```
pub fn find(text: &str, analysis: &Analysis, lang: Language) -> Vec<Name> {
    find_by(text, analysis, lang, NameModel::of(lang))
}

/// Finds the names of a text with a given model, or by the rules alone.
pub fn find_by(text: &str, analysis: &Analysis, lang: Language, model: Option<&NameModel>) -> Vec<Name> {
    let mut room = Room::default();
    let mut draft = Draft::default();
    each_sentence(text, analysis, Lexicon::of(lang), |seen, ruled, memory| match model {
        Some(model) => {
            let mut runs = model.find(text, seen, ruled, memory, &mut room);
            for run in &mut runs {
                trim(seen, run);
            }
            widen(seen, ruled, &mut runs);
            draft.leave(seen, ruled, &runs, model);
            draft.take(seen, &runs);
        }
        None => draft.take(seen, ruled),
    });
    draft.finish()
}

/// Sets right what is sure: titles are no part of a person's name, a road is a place.
fn trim(seen: &[Seen], run: &mut Run) {
    // The number of a road looks like that of a body or a vehicle.
    if run.end - run.start == 1 && matches!(seen[run.start].listed, Some((Listed::Road, _))) {
        run.kind = NameKind::Place;
    }
    let title = |token: &Seen| token.signs.has(Signs::TITLE) && !token.signs.has(Signs::KEPT_TITLE);
    while run.kind == NameKind::Person && run.end - run.start > 1 && title(&seen[run.start]) {
        run.start += 1;
        // The full stop of `Col.` where it is a token of its own.
        if run.end - run.start > 1 && seen[run.start].shape == Shape::Mark {
            run.start += 1;
        }
    }
    // `Sir` and the like belong to it.
    if let Some(before) = run.start.checked_sub(1).map(|at| &seen[at])
        && run.kind == NameKind::Person
        && before.shape == Shape::Title
        && before.signs.has(Signs::KEPT_TITLE)
    {
        run.start -= 1;
    }
}

/// Where the rules see the whole of a body's name (`Office for Nuclear Regulation`) and the model parts of it, takes the
/// whole.
fn widen(seen: &[Seen], ruled: &[Run], runs: &mut Vec<Run>) {
    for rule in ruled {
        let head = &seen[rule.start];
        let whole = rule.kind == NameKind::Organisation
            && rule.end - rule.start > 2
            && head.shape.is_capital()
            && head.signs.has(Signs::ORG_HEAD);
        let inside = |run: &Run| rule.start <= run.start && run.end <= rule.end;
        let crosses = |run: &Run| {
            run.start < rule.end && rule.start < run.end && !(inside(run) && run.kind == NameKind::Organisation)
        };
        if whole && runs.iter().any(inside) && !runs.iter().any(crosses) {
            runs.retain(|run| !inside(run));
            runs.push(*rule);
        }
    }
    runs.sort_by_key(|run| run.start);
}

/// The names of a document as they are gathered.
#[derive(Default)]
struct Draft {
    names: Vec<Name>,
    /// How often words are found as the whole of a name of each kind, or as a person's last word.
    found: HashTable<[u8; 5]>,
    /// What the model passed over.
    left: Vec<Left>,
}

/// Words that the model passed over, but that may be a name.
struct Left {
    span: Span,
    hash: u64,
    kind: Option<NameKind>,
}

impl Draft {
    fn take(&mut self, seen: &[Seen], runs: &[Run]) {
        for run in runs {
            let words = &seen[run.start..run.end];
            let last = words.len() > 1 && run.kind == NameKind::Person;
            for hash in [Some(whole(words)), last.then(|| whole(&words[words.len() - 1..]))].into_iter().flatten() {
                let count = &mut self.found.entry(hash).or_default()[run.kind as usize];
                *count = count.saturating_add(1);
            }
            self.names.push(Name { span: span_of(words), kind: run.kind });
        }
    }

    /// Keeps what the rules find and the model does not: it is a name after all where the rules are sure of a person or of
    /// several words, where the model was not taught such names, or where the document has it as a name elsewhere. A
    /// single listed word is left to the model, which sees more of what stands around it.
    fn leave(&mut self, seen: &[Seen], ruled: &[Run], runs: &[Run], model: &NameModel) {
        let mut covered = vec![false; seen.len()];
        runs.iter().for_each(|run| covered[run.start..run.end].fill(true));
        for run in ruled {
            if !covered[run.start..run.end].contains(&true) {
                covered[run.start..run.end].fill(true);
                let words = &seen[run.start..run.end];
                let trusted = run.sure && (run.kind == NameKind::Person || words.len() > 1);
                let kind = (trusted || !model.knows(run.kind)).then_some(run.kind);
                self.left.push(Left { span: span_of(words), hash: whole(words), kind });
            }
        }
        for (at, token) in seen.iter().enumerate() {
            let is_word = token.shape.is_capital() && token.shape != Shape::Initial;
            if is_word && !covered[at] && !token.signs.has(Signs::NOT_NAME) {
                self.left.push(Left { span: token.span, hash: whole(&seen[at..=at]), kind: None });
            }
        }
    }

    fn finish(mut self) -> Vec<Name> {
        for left in &self.left {
            let elsewhere = self.found.get(&left.hash).and_then(|counts| {
                let most = counts.iter().copied().max().unwrap_or(0);
                counts.iter().position(|count| *count == most).map(|kind| features::KINDS[kind])
            });
            self.names.extend(elsewhere.or(left.kind).map(|kind| Name { span: left.span, kind }));
        }
        self.names.sort_by_key(|name| name.span);
        self.names
    }
}

fn whole(words: &[Seen]) -> u64 {
    words.iter().fold(0, |hash, word| mix(hash, word.hash))
}

fn span_of(words: &[Seen]) -> Span {
    words.first().zip(words.last()).map_or(Span::default(), |(first, last)| Span::new(first.span.start, last.span.end))
}

/// Calls back for each sentence with its tokens, the names that the rules find and what the document has shown of them.
fn each_sentence(text: &str, analysis: &Analysis, lexicon: &Lexicon, mut call: impl FnMut(&[Seen], &[Run], &Memory)) {
    let mut seen = Vec::new();
    let mut memory = Memory::default();
    // Twice over: what a full name tells of its last word also holds before it.
    for sentence in &analysis.sentences {
        tokens::look(text, sentence, lexicon, &mut seen);
        for run in scan::scan(&seen, &memory) {
            memory.note(&seen, run);
        }
    }
    for sentence in &analysis.sentences {
        tokens::look(text, sentence, lexicon, &mut seen);
        let runs = scan::scan(&seen, &memory);
        call(&seen, &runs, &memory);
    }
}
