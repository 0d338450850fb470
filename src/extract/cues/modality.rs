//! How surely each piece of a document is stated, by the words about it.
//!
//! In: a [`Reader`] and its [`Cells`]. Out: for each piece the cue that governs it. What a reporting verb makes of its
//! statement (`denied`, `promised`) is no matter of this module.

use foldhash::HashMap;

use super::clauses::Cells;
use super::lexicon::{Class, Cue, Reach};
use super::reader::Reader;
use super::view::Shape;
use crate::model::{Modality, Span};

/// A mood and the words that give it.
pub(super) type Mood = (Modality, Span);

/// The moods of a document.
#[derive(Default)]
pub(super) struct Moods {
    cell: HashMap<u32, Mood>,
    /// Cues of their own reach, by piece.
    piece: HashMap<usize, Mood>,
    /// Sentences that withdraw what they state.
    sentence: HashMap<usize, Mood>,
}

/// How many pieces a cue of short reach covers on either side.
const NEAR: usize = 5;

impl Moods {
    pub fn find(reader: &Reader, cells: &Cells) -> Self {
        let mut moods = Moods::default();
        for (sentence, range) in reader.view.sentences.iter().enumerate() {
            let mut at = range.start;
            while at < range.end {
                let cue = reader.lexicon.cues.get(reader.view.form(at)).and_then(|cues| {
                    cues.iter().filter(|cue| fits(reader, at, cue)).max_by_key(|cue| cue.phrase.len())
                });
                if let Some(cue) = cue {
                    let end = at + cue.phrase.len();
                    moods.add(reader, cells, sentence, at..end, cue);
                    at = end;
                    continue;
                }
                let mood = if reader.conditional(at) && !reader.is(at, Class::NotConditional) {
                    Some(Modality::Hedged)
                } else if reader.future(at) && !over(reader, at) {
                    Some(Modality::Planned)
                } else {
                    None
                };
                if let Some(mood) = mood {
                    let span = reader.view.pieces[at].span;
                    stronger(moods.cell.entry(cells.of[at]), (mood, span));
                }
                at += 1;
            }
        }
        moods
    }

    fn add(&mut self, r: &Reader, cells: &Cells, sentence: usize, at: std::ops::Range<usize>, cue: &Cue) {
        let mood = (cue.modality, r.view.span(&at));
        let range = r.view.sentences[sentence].clone();
        match cue.reach {
            Reach::Clause => stronger(self.cell.entry(cells.of[at.start]), mood),
            Reach::Next => {
                if at.end < range.end {
                    stronger(self.cell.entry(cells.of[at.end]), mood);
                }
            }
            Reach::Sentence => {
                self.sentence.insert(sentence, mood);
            }
            Reach::After => {
                let cell = cells.of[at.start];
                for piece in
                    (at.end..range.end.min(at.end + 60)).take_while(|p| cells.of[*p] == cell || cells.of[*p] == 0)
                {
                    self.piece.insert(piece, mood);
                }
            }
            Reach::Near => {
                let open =
                    |p: &usize| !matches!(r.shape(*p), Shape::Comma | Shape::Semicolon | Shape::Colon) && !r.finite(*p);
                for piece in (at.end..range.end.min(at.end + NEAR + 2)).take_while(open) {
                    self.piece.insert(piece, mood);
                }
                for piece in (range.start.max(at.start.saturating_sub(NEAR))..at.start).rev().take_while(open) {
                    self.piece.insert(piece, mood);
                }
            }
        }
    }

    /// Returns what governs a piece of a sentence.
    pub fn at(&self, piece: usize, sentence: usize, cells: &Cells) -> Option<Mood> {
        let withdrawn = self.sentence.get(&sentence).copied();
        let own = cells.of.get(piece).and_then(|cell| self.cell.get(cell)).copied();
        withdrawn.or_else(|| match (own, self.piece.get(&piece).copied()) {
            // A figure for comparison is what it is, whatever the plan.
            (_, Some(b)) if b.0 == Modality::Asserted => None,
            (Some(a), Some(b)) => Some(if rank(b.0) > rank(a.0) { b } else { a }),
            (a, b) => a.or(b),
        })
    }
}

/// Whether a future tells of what is over: `aura duré`.
fn over(r: &Reader, at: usize) -> bool {
    r.is(at, Class::Have) && r.lexicon.is_participle(r.view.form(at + 1))
}

fn fits(r: &Reader, at: usize, cue: &Cue) -> bool {
    let Some(end) = r.view.phrase_at(at, &cue.phrase) else { return false };
    // A capital in the sentence is a name's: May, Will.
    let name = r.is_name_word(at) || (r.view.capital(at) && r.is_name_word(at + 1));
    if cue.phrase.len() == 1 && name {
        return false;
    }
    if cue.before_infinitive {
        let next = (end..end + 3).find(|a| !r.is(*a, Class::Adverb) && !r.is(*a, Class::Clitic));
        if !next.is_some_and(|a| r.view.is_word(a) && (r.lexicon.is_infinitive(r.view.form(a)))) {
            return false;
        }
    }
    if cue.before_number {
        let next = if r.is(end, Class::Determiner) { end + 1 } else { end };
        let figure = r.shape(next) == Shape::Number || r.shape(next + 1) == Shape::Number;
        if !figure {
            return false;
        }
    }
    !cue.not_before.iter().any(|word| **word == *r.view.form(end))
}

/// A denial outdoes reserve, and reserve a plan.
fn rank(modality: Modality) -> u8 {
    match modality {
        Modality::Asserted => 0,
        Modality::Planned => 1,
        Modality::Hedged => 2,
        Modality::Denied => 3,
    }
}

fn stronger(entry: std::collections::hash_map::Entry<u32, Mood>, mood: Mood) {
    let kept = entry.or_insert(mood);
    if rank(mood.0) > rank(kept.0) {
        *kept = mood;
    }
}
