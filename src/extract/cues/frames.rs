//! Finds where someone is said to speak: reporting verbs, `selon`, `according to`, with the words that they cover.
//!
//! In: a sentence of a [`Reader`]. Out: its [`Frame`]s in order of the text. Who a pronoun is, and which frame wins
//! where two overlap, is settled by [`super::attribution`].

use std::ops::Range;

use super::lexicon::{Class, Who};
use super::reader::{REACH, Reader, Subject};
use super::view::Shape;
use crate::model::Modality;

/// Someone is said to speak.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    /// The verb with its auxiliaries, or the preposition.
    pub cue: Range<usize>,
    /// Where the next frame may begin.
    pub end: usize,
    pub subject: Subject,
    /// What is said, and holds against frames before.
    pub content: Vec<Range<usize>>,
    /// What is said unless another frame has it.
    pub filled: Vec<Range<usize>>,
    /// What is said unless another frame has it, once all others are placed.
    pub trailing: Option<Range<usize>>,
    /// What the statement becomes by its verb.
    pub modality: Option<Modality>,
    /// It only names whom another speaker cites.
    pub citing: bool,
    /// It holds only where no other frame does: the source named is a thing, as a passenger list is.
    pub faint: bool,
    /// It stands behind what is said; a quotation that ends before it is its own.
    pub behind: Option<usize>,
}

impl Frame {
    pub fn new(cue: Range<usize>, subject: Subject) -> Self {
        Frame {
            end: cue.end,
            cue,
            subject,
            content: Vec::new(),
            filled: Vec::new(),
            trailing: None,
            modality: None,
            citing: false,
            faint: false,
            behind: None,
        }
    }
}

/// Finds the frames of the sentence that spans `lo..hi`.
pub(super) fn find(reader: &Reader, lo: usize, hi: usize) -> Vec<Frame> {
    let mut found: Vec<Frame> = Vec::new();
    let mut at = lo;
    while at < hi {
        let finder = Finder {
            r: reader,
            lo: lo.max(at.saturating_sub(REACH)),
            hi: hi.min(at + 2 * REACH),
            before: found.last(),
        };
        let frame = finder
            .source(at)
            .or_else(|| finder.verb(at))
            .or_else(|| finder.unknown_tag(at))
            .or_else(|| finder.gapped(at));
        match frame {
            Some(frame) => {
                at = frame.end.max(at + 1);
                found.push(frame);
            }
            None => at += 1,
        }
    }
    found
}

/// Reads one sentence, or the stretch of it that is in reach.
pub(super) struct Finder<'a> {
    pub r: &'a Reader<'a>,
    pub lo: usize,
    pub hi: usize,
    /// The frame before.
    before: Option<&'a Frame>,
}

impl Finder<'_> {
    pub fn shape(&self, at: usize) -> Shape {
        self.r.shape(at)
    }

    pub fn boundary(&self, at: usize) -> bool {
        at >= self.hi
            || matches!(
                self.shape(at),
                Shape::Comma | Shape::Semicolon | Shape::Colon | Shape::Dash | Shape::Stop | Shape::Close | Shape::Open
            )
    }

    // ---- phrases that name a source

    fn source(&self, at: usize) -> Option<Frame> {
        let lex = self.r.lexicon;
        let view = self.r.view;
        if let Some(frame) = self.nominal(at) {
            return Some(frame);
        }
        if let Some(end) = lex.source_phrases.at(view, at) {
            // `de source policière`: the phrase itself, without its preposition.
            let (phrase, end) = self.r.phrase_after(end - 1, self.hi)?;
            return self.placed(at, Subject::Phrase(phrase), end);
        }
        if let Some(end) = lex.learned.at(view, at) {
            let from = (end..self.hi.min(end + 8))
                .find_map(|a| lex.learned_from.at(view, a).or_else(|| lex.source_phrases.at(view, a).map(|e| e - 1)));
            let (phrase, end) = from.and_then(|from| self.r.phrase_after(from, self.hi))?;
            return self.placed(at, Subject::Phrase(phrase), end);
        }
        if let Some(end) = lex.citing.at(view, at) {
            let (phrase, _) = self.r.phrase_after(end, self.hi)?;
            if !self.r.can_be(Who::Speaker, &phrase) {
                return None;
            }
            let mut frame = Frame::new(at..end, Subject::Phrase(phrase.clone()));
            frame.end = phrase.end;
            frame.citing = true;
            return Some(frame);
        }
        if let Some(end) = lex.prepositions.at(view, at) {
            if self.r.is(end, Class::Opener) {
                return None;
            }
            let (phrase, end) = self.r.phrase_after(end, self.hi)?;
            let head = phrase.clone().find(|p| !self.r.is(*p, Class::Determiner))?;
            if self.r.is(head, Class::NotSpeaker) && !self.r.is(phrase.start, Class::SelfWord) {
                return None;
            }
            return self.placed(at, self.r.subject_of(phrase), end);
        }
        let head_of_sentence =
            at == self.lo || (at == self.lo + 1 && !view.is_word(self.lo)) || self.r.is(at - 1, Class::Adversative);
        if head_of_sentence {
            let (phrase, end) = self.r.phrase_after(lex.weak_prepositions.at(view, at)?, self.hi)?;
            let comma = self.shape(end) == Shape::Comma;
            let person = self.r.is_person(&phrase)
                || phrase.clone().any(|a| self.r.is(a, Class::Speaker) && !self.r.is(a, Class::Title));
            if comma && person && self.r.can_be(Who::Speaker, &phrase) {
                return self.placed(at, self.r.subject_of(phrase), end);
            }
        }
        None
    }

    /// `…, police at 350`, `…, les syndicats 45 000`: the verb of the clause before is left out.
    fn gapped(&self, at: usize) -> Option<Frame> {
        let r = self.r;
        let before = self.before?;
        let parts = matches!(self.shape(at), Shape::Comma | Shape::Semicolon) || r.is(at, Class::Coordinator);
        let is_figure = |at: &usize| self.shape(*at) == Shape::Number;
        let told =
            before.content.iter().any(|c| c.start < at && c.clone().take_while(|a| *a < at).any(|a| is_figure(&a)));
        if !parts || !told || !r.any_finite(before.cue.clone()) {
            return None;
        }
        // "The government said nurses would get 5%, police officers 7%": who is counted there is no speaker.
        let clause = before.cue.end.min(at)..at;
        if r.any_finite(clause.clone()) || clause.clone().any(|a| r.is(a, Class::Opener)) {
            return None;
        }
        let (phrase, end) = r.phrase_after(at + 1, self.hi)?;
        let can_speak = |a: usize| r.is(a, Class::Speaker) || r.is(a, Class::Counter);
        let speaks = phrase.clone().any(can_speak) && !phrase.clone().any(|a| is_figure(&a));
        let figure = (end..self.hi.min(end + 4)).find(is_figure)?;
        if !speaks || phrase.start > at + 2 || (end..figure).any(|a| self.boundary(a)) {
            return None;
        }
        let stop = (figure + 1..self.hi).find(|a| self.boundary(*a)).unwrap_or(self.hi);
        if r.any_finite(end..stop) {
            return None;
        }
        let mut frame = Frame::new(phrase.clone(), Subject::Phrase(phrase));
        frame.end = stop;
        frame.content.push(end..stop);
        frame.modality = before.modality;
        Some(frame)
    }

    /// `the owner's claim that …`, `les révélations de X sur …`
    fn nominal(&self, at: usize) -> Option<Frame> {
        let r = self.r;
        if !r.is(at, Class::Nominal) {
            return None;
        }
        let owner_before = at > self.lo + 1 && {
            let possessive = if r.is(at - 1, Class::DocumentAdjective) { at - 2 } else { at - 1 };
            r.is(possessive, Class::Possessive)
        };
        let (phrase, from) = if owner_before {
            let end = if r.is(at - 1, Class::DocumentAdjective) { at - 2 } else { at - 1 };
            let phrase = r.phrase_before(end, self.lo)?;
            let from = at + 1;
            (phrase, from)
        } else {
            let mut of = at + 1;
            if r.is(of, Class::DocumentAdjective) {
                of += 1;
            }
            if !(r.is(of, Class::Of) || r.lexicon.by.at(r.view, of).is_some()) {
                return None;
            }
            let (phrase, end) = r.phrase_after(of + 1, self.hi)?;
            (phrase, end)
        };
        if !r.can_be(Who::Speaker, &phrase) || r.is(phrase.start, Class::SelfWord) {
            return None;
        }
        let mut frame = Frame::new(at..at + 1, Subject::Phrase(phrase));
        frame.end = from;
        if let Some(opener) = (from..from + 3).find(|a| r.is(*a, Class::Opener)) {
            frame.content.push(opener + 1..self.clause_end(opener + 1, true));
        } else if r.is(from, Class::Preposition) || r.shape(from) == Shape::Colon {
            let stop = (from + 1..self.hi.min(from + 25))
                .find(|a| self.boundary(*a) || r.finite(*a))
                .unwrap_or(self.hi.min(from + 25));
            frame.content.push(from + 1..stop);
        } else {
            return None;
        }
        Some(frame)
    }

    /// Gives the clause about a phrase of source that stands at `at..end` its speaker.
    fn placed(&self, at: usize, subject: Subject, end: usize) -> Option<Frame> {
        let mut frame = Frame::new(at..at + 1, subject);
        frame.end = end;
        if let Subject::Phrase(phrase) = &frame.subject {
            frame.faint = !self.r.can_be(Who::Speaker, phrase);
        }
        let mut head = at;
        while head > self.lo
            && (self.r.is(head - 1, Class::Adversative)
                || self.r.is(head - 1, Class::Coordinator)
                || self.r.is(head - 1, Class::Adverb))
        {
            head -= 1;
        }
        // A list's bullet opens a sentence as well.
        let first = self.lo + usize::from(!self.r.view.is_word(self.lo) && self.shape(self.lo) != Shape::Number);
        let before = if head > first { Some(self.shape(head - 1)) } else { None };
        let opened = head > self.lo
            && (self.r.is(head - 1, Class::Opener)
                || (self.shape(head - 1) == Shape::Comma && head - 1 > self.lo && self.r.is(head - 2, Class::Opener)));
        let starts = match before {
            None => true,
            Some(Shape::Stop | Shape::Semicolon | Shape::Colon | Shape::QuoteOpen) => true,
            // `…, et selon X, …`
            Some(Shape::Comma | Shape::Dash) => head < at && self.shape(end) == Shape::Comma,
            _ => head < at && !self.boundary(end) && self.shape(end) != Shape::QuoteClose,
        };
        if starts || opened {
            let from = if self.shape(end) == Shape::Comma { end + 1 } else { end };
            frame.content.push(from..self.clause_end(from, false));
            return Some(frame);
        }
        match before {
            Some(Shape::Comma | Shape::Dash | Shape::QuoteClose | Shape::Close) => {
                let from = self.start_behind(head - 1);
                frame.filled.push(from..head - 1);
                frame.behind = Some(head - 1);
                frame.trailing = self.trailing(end, true);
            }
            Some(Shape::Open) => {
                let from = self.segment_start(head - 1);
                frame.filled.push(from..head - 1);
            }
            _ => {
                // Nothing parts it from its own segment, which is surely its speaker's.
                let own = self.segment_start(at);
                frame.content.push(own..at);
                frame.behind = Some(at);
                // A list's item, or an aside between commas, is all that it covers.
                let aside = own > self.lo
                    && self.shape(own - 1) == Shape::Comma
                    && self.shape(end) == Shape::Comma
                    && !self.r.any_finite(own..at)
                    && self.subject_waits(end + 1);
                if !aside && !self.other_speaker_ends(own) {
                    frame.filled.push(self.start_behind(own)..own);
                }
            }
        }
        Some(frame)
    }

    /// Whether the clause goes on with its verb behind an aside.
    fn subject_waits(&self, at: usize) -> bool {
        (at..self.hi.min(at + 3)).any(|a| self.r.finite(a))
            || (self.r.view.is_word(at)
                && !self.r.is(at, Class::Coordinator)
                && !self.r.is(at, Class::Preposition)
                && !self.r.is(at, Class::Determiner))
    }

    /// Whether the frame before ends just before this segment.
    fn other_speaker_ends(&self, segment: usize) -> bool {
        self.before.is_some_and(|frame| frame.behind.is_some() && frame.end + 2 >= segment && segment > self.lo)
    }

    /// Where the segment that ends at `at` begins.
    pub fn segment_start(&self, at: usize) -> usize {
        (self.lo..at)
            .rev()
            .find(|a| {
                matches!(self.shape(*a), Shape::Semicolon | Shape::Colon | Shape::Dash | Shape::Open | Shape::Stop)
                    || self.shape(*a) == Shape::Comma
                    || self.r.lexicon.ends.at(self.r.view, *a).is_some()
            })
            .map_or(self.lo, |a| a + 1)
    }

    /// How far back what stands before a speaker is said by them.
    pub fn start_behind(&self, at: usize) -> usize {
        (self.lo..at)
            .rev()
            .find(|a| matches!(self.shape(*a), Shape::Semicolon | Shape::Stop))
            .map_or(self.lo, |a| a + 1)
    }

    /// How far what follows an opener is said: to the sentence's end, or to where the outlet speaks again.
    pub fn clause_end(&self, from: usize, thing: bool) -> usize {
        let mut depth = 0usize;
        for at in from..self.hi {
            match self.shape(at) {
                Shape::QuoteOpen => depth += 1,
                Shape::QuoteClose => depth = depth.saturating_sub(1),
                Shape::Semicolon if depth == 0 => return at,
                Shape::Stop if depth == 0 && at + 1 < self.hi && self.r.view.capital(at + 1) => return at,
                Shape::Word if depth == 0 && at > from => {
                    let parted =
                        matches!(self.shape(at - 1), Shape::Comma | Shape::Dash | Shape::Close | Shape::QuoteClose);
                    let ends = self.r.lexicon.ends.at(self.r.view, at);
                    let goes_on = |end: usize| self.r.is(end, Class::Opener);
                    if ends.is_some_and(|end| !goes_on(end) && (parted || end - at > 1)) {
                        return at;
                    }
                    if thing && parted && self.r.lexicon.ends_object.at(self.r.view, at).is_some() {
                        return at;
                    }
                }
                _ => {}
            }
        }
        self.hi
    }

    /// What goes on behind a speaker in the middle of a sentence: `X, said Y, and Z`.
    pub fn trailing(&self, end: usize, strict: bool) -> Option<Range<usize>> {
        let comma = (end..self.hi.min(end + 30)).find(|at| self.boundary(*at))?;
        if !matches!(self.shape(comma), Shape::Comma | Shape::Dash) {
            return None;
        }
        let next = comma + 1;
        if next >= self.hi {
            return None;
        }
        let r = self.r;
        let ends = r.lexicon.ends.at(r.view, next).is_some();
        let joined = r.is(next, Class::Coordinator) || r.is(next, Class::Adversative);
        let relative = r.is(next, Class::Relative) || r.is(next + 1, Class::Relative) || self.gerund(next);
        // `…, selon X, et frapperait …`: the subject is still the clause's.
        let shared = r.finite(next + 1);
        if ends || relative || (strict && joined && !shared) {
            return None;
        }
        Some(next..self.clause_end(next, false))
    }

    fn gerund(&self, at: usize) -> bool {
        self.r.view.is_word(at) && self.r.lexicon.is_gerund(self.r.view.form(at))
    }
}
