//! Finds where someone is said to speak: reporting verbs, `selon`, `according to`, with the words that they cover.
//!
//! In: a sentence of a [`Reader`]. Out: its [`Frame`]s in order of the text. Who a pronoun is, and which frame wins
//! where two overlap, is settled by [`super::attribution`].

use std::ops::Range;

use super::lexicon::{Class, Verb, Who};
use super::reader::{REACH, Reader, Subject};
use super::verbs::Forms;
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
    fn new(cue: Range<usize>, subject: Subject) -> Self {
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

/// A verb form in its group.
struct Group {
    /// The verb itself.
    at: usize,
    /// No auxiliary stands before it.
    plain: bool,
    range: Range<usize>,
    part: Forms,
    /// A passive, or a participle without an auxiliary.
    passive: bool,
    bare: bool,
    /// `-il`, `-elle` behind the verb.
    hanging: Option<usize>,
    negated: bool,
    entries: Vec<usize>,
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
        let frame = finder.source(at).or_else(|| finder.verb(at));
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

struct Finder<'a> {
    r: &'a Reader<'a>,
    lo: usize,
    hi: usize,
    before: Option<&'a Frame>,
}

impl Finder<'_> {
    fn shape(&self, at: usize) -> Shape {
        self.r.shape(at)
    }

    fn boundary(&self, at: usize) -> bool {
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
            let Some((phrase, end)) = from.and_then(|from| self.r.phrase_after(from, self.hi)) else { return None };
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
            if self.r.is(end, Class::Opener) || self.r.is(at.wrapping_sub(1), Class::Particle) {
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

    /// `the owner's claim that …`, `les révélations de X sur …`
    fn nominal(&self, at: usize) -> Option<Frame> {
        let r = self.r;
        if !r.is(at, Class::Nominal) {
            return None;
        }
        let owner_before = at > self.lo + 1 && {
            let possessive = if r.is(at - 1, Class::DocumentAdjective) { at - 2 } else { at - 1 };
            r.view.form(possessive) == "'s"
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
    fn segment_start(&self, at: usize) -> usize {
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
    fn start_behind(&self, at: usize) -> usize {
        (self.lo..at)
            .rev()
            .find(|a| matches!(self.shape(*a), Shape::Semicolon | Shape::Stop))
            .map_or(self.lo, |a| a + 1)
    }

    /// How far what follows an opener is said: to the sentence's end, or to where the outlet speaks again.
    fn clause_end(&self, from: usize, thing: bool) -> usize {
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
    fn trailing(&self, end: usize, strict: bool) -> Option<Range<usize>> {
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
        let form = self.r.view.form(at);
        self.r.view.is_word(at) && (form.ends_with("ing") || form.ends_with("ant")) && form.len() > 4
    }

    // ---- reporting verbs

    fn verb(&self, at: usize) -> Option<Frame> {
        let group = self.group(at)?;
        let verbs: Vec<&Verb> = group.entries.iter().map(|e| &self.r.lexicon.verbs[*e]).collect();
        if let Some(pronoun) = group.hanging {
            if self.r.is(pronoun, Class::PronounNone) {
                return None;
            }
            return self.behind(&group, Subject::Pronoun { at: pronoun }, group.range.start, group.range.end, &verbs);
        }
        if group.passive {
            return self.passive(&group, &verbs);
        }
        if group.part == Forms::Gerund {
            return self.gerund_frame(&group, &verbs);
        }
        let mut frame = self.inverted(&group, &verbs).or_else(|| self.direct(&group, &verbs))?;
        if frame.subject == Subject::Nobody {
            return None; // `on parle de`, `we said`: nobody is credited
        }
        if group.negated {
            // `did not say that`: nothing is said, but the silence is the speaker's.
            frame.content.clear();
            frame.filled.clear();
            frame.trailing = None;
            frame.behind = None;
        }
        Some(frame)
    }

    /// The verb group about a form, with what of the rules fits it.
    fn group(&self, at: usize) -> Option<Group> {
        let r = self.r;
        let forms = r.lexicon.forms.get(r.view.form(at))?;
        if !r.view.is_word(at) {
            return None;
        }
        if r.view.upos(at).is_some_and(|u| {
            matches!(
                u,
                crate::model::Upos::Noun
                    | crate::model::Upos::Propn
                    | crate::model::Upos::Adp
                    | crate::model::Upos::Det
            )
        }) {
            return None;
        }
        let mut start = at;
        let mut hanging = None;
        let mut auxiliary = None;
        let mut reflexive = false;
        let mut modal = false;
        for _ in 0..6 {
            if start == self.lo {
                break;
            }
            let before = start - 1;
            let hangs = r.view.form(before).starts_with('-')
                && (r.is(before, Class::Pronoun)
                    || r.is(before, Class::PronounMany)
                    || r.is(before, Class::PronounNone));
            if hangs && auxiliary.is_none() {
                hanging = Some(before);
            } else if auxiliary.is_none() && (r.is(before, Class::Have) || r.is(before, Class::Be)) {
                auxiliary = Some(before);
            } else if r.is(before, Class::Clitic)
                && (auxiliary.is_some() || !r.is(before, Class::Determiner) || self.pronominal(before))
            {
                reflexive |= r.is(before, Class::Reflexive);
            } else if auxiliary.is_none() && start == at && self.infinitive_of(before, forms) {
                // `devrait annoncer`, `is expected to announce`
                modal = true;
                start = self.governing(before);
                break;
            } else if auxiliary.is_none()
                && r.is(before, Class::Adverb)
                && (start..at).len() < 3
                && self.aux_before(before)
            {
            } else {
                break;
            }
            start = before;
        }
        let has_have = auxiliary.is_some_and(|a| r.is(a, Class::Have));
        let has_be = auxiliary.is_some_and(|a| r.is(a, Class::Be));
        let part = |wanted: &[Forms]| -> Option<Forms> {
            wanted.iter().copied().find(|w| forms.iter().any(|(_, part)| part == w))
        };
        let (part, passive, bare) = if modal {
            (Forms::Infinitive, false, false)
        } else if has_have || (has_be && reflexive) {
            (part(&[Forms::Participle])?, false, false)
        } else if has_be {
            match part(&[Forms::Gerund]) {
                Some(gerund) if r.lexicon.bare_clause => (Forms::Finite.max(gerund).min(Forms::Finite), false, false),
                _ => (part(&[Forms::Participle])?, true, false),
            }
        } else if let Some(finite) = part(&[Forms::Finite, Forms::Conditional]) {
            // `the figure claimed by X`
            let by = r.lexicon.by.at(r.view, at + 1).is_some() && part(&[Forms::Participle]).is_some();
            if by { (Forms::Participle, true, true) } else { (finite, false, false) }
        } else if let Some(gerund) = part(&[Forms::Gerund]) {
            (gerund, false, false)
        } else {
            (part(&[Forms::Participle])?, true, true)
        };
        // `reports of`, `claims of`: a noun; `reported to be`: a passive without its auxiliary.
        let next = r.view.form(at + 1);
        if r.lexicon.bare_clause && auxiliary.is_none() && part == Forms::Finite {
            let infinitive = r.is(at + 1, Class::ToInfinitive) && matches!(r.view.form(at + 2), "be" | "have");
            let noun = r.is(at + 1, Class::Of) && !forms.iter().any(|(e, _)| !r.lexicon.verbs[*e].then.is_empty());
            if (infinitive && next == "to" && r.view.form(at).ends_with("ed")) || noun {
                return None;
            }
        }
        let mut end = at + 1;
        if hanging.is_none() && part == Forms::Finite {
            let hangs = r.view.form(end).starts_with('-')
                && (r.is(end, Class::Pronoun) || r.is(end, Class::PronounMany) || r.is(end, Class::PronounNone));
            if hangs {
                hanging = Some(end);
                end += 1;
            }
        }
        // A noun that looks like the verb: `le compte`, `two claims`, `to claim`.
        if matches!(part, Forms::Finite | Forms::Conditional) && auxiliary.is_none() && start > self.lo {
            let before = start - 1;
            let noun = start == at
                && (r.is(before, Class::Determiner)
                    || r.is(before, Class::Of)
                    || self.shape(before) == Shape::Number
                    || r.view.form(before) == "'s");
            // `dismissed reports that`, `denied claims that`: the object of another such verb.
            let object = r.lexicon.bare_clause
                && start == at
                && !r.is(before, Class::Speaker)
                && r.lexicon.forms.get(r.view.form(before)).is_some_and(|f| f.iter().any(|(_, p)| *p == Forms::Finite));
            let governed =
                object || r.is(before, Class::ToInfinitive) || (r.is(before, Class::Preposition) && start == at);
            let modal = r.lexicon.bare_clause
                && start == at
                && r.finite(before)
                && r.lexicon.is(r.view.form(before), Class::Finite)
                && r.view.form(at).len() < 12
                && self.is_modal(before);
            if noun || governed || modal {
                return None;
            }
        }
        let wanted: Vec<Forms> = match part {
            Forms::Finite if has_be => vec![Forms::Gerund],
            other => vec![other],
        };
        let mut entries = Vec::new();
        let mut after = end;
        for (entry, form) in forms {
            if !wanted.contains(form) || entries.contains(entry) {
                continue;
            }
            let verb = &r.lexicon.verbs[*entry];
            if !verb.then.is_empty() {
                let Some(stop) = self.then(end, &verb.then) else { continue };
                after = after.max(stop);
            }
            if !verb.needs.is_empty() && !self.needs(end, &verb.needs) {
                continue;
            }
            entries.push(*entry);
        }
        // A fixed phrase says more than its verb alone.
        if after > end {
            entries.retain(|e| !r.lexicon.verbs[*e].then.is_empty());
        }
        let negator = |a: usize| r.is(a, Class::Negator) && !r.is(a, Class::Only);
        let particle = !r.lexicon.needs_particle() || (start..end).any(|a| r.is(a, Class::Particle));
        let negated = particle
            && ((start..at).any(|a| negator(a) && !r.is(a + 1, Class::Only))
                || (r.lexicon.needs_particle() && negator(end) && !r.is(end + 1, Class::Only)));
        (!entries.is_empty()).then_some(Group {
            at,
            plain: auxiliary.is_none(),
            range: start..after,
            part,
            passive,
            bare,
            hanging,
            negated,
            entries,
        })
    }

    /// Whether a finite verb governs the infinitive that follows it.
    fn infinitive_of(&self, before: usize, forms: &[(usize, Forms)]) -> bool {
        let r = self.r;
        if !forms.iter().any(|(_, part)| *part == Forms::Infinitive) {
            return false;
        }
        r.is(before, Class::Modal)
            || (before > self.lo && r.is(before, Class::ToInfinitive) && r.is(before - 1, Class::LeadsInfinitive))
    }

    /// The first word of what governs an infinitive: `is` in `is expected to`.
    fn governing(&self, before: usize) -> usize {
        let r = self.r;
        if !r.is(before, Class::ToInfinitive) {
            return before;
        }
        let mut at = before - 1;
        while at > self.lo
            && before - at < 4
            && (r.is(at - 1, Class::Be) || r.is(at - 1, Class::Adverb) || r.is(at - 1, Class::Have))
        {
            at -= 1;
        }
        at
    }

    fn is_modal(&self, at: usize) -> bool {
        self.r.is(at, Class::Modal) || matches!(self.r.view.form(at), "do" | "does" | "did")
    }

    fn pronominal(&self, at: usize) -> bool {
        at > self.lo
            && (self.r.lexicon.as_said.at(self.r.view, at - 1).is_some()
                || self.r.is(at - 1, Class::Relative)
                || self.r.is(at - 1, Class::Pronoun)
                || self.r.is(at - 1, Class::Particle))
    }

    fn aux_before(&self, at: usize) -> bool {
        (self.lo..at).rev().take(3).any(|a| self.r.is(a, Class::Have) || self.r.is(a, Class::Be))
    }

    fn then(&self, end: usize, phrases: &[Vec<Box<str>>]) -> Option<usize> {
        let skip =
            (0..3).find(|n| !self.r.is(end + n, Class::Adverb) && !self.r.is(end + n, Class::Clitic)).unwrap_or(0);
        [end, end + skip]
            .into_iter()
            .find_map(|from| phrases.iter().filter_map(|p| self.r.view.phrase_at(from, p)).max())
    }

    fn needs(&self, end: usize, words: &[Box<str>]) -> bool {
        (end..self.hi.min(end + 14))
            .take_while(|at| !matches!(self.shape(*at), Shape::Semicolon | Shape::Stop))
            .any(|at| words.iter().any(|w| **w == *self.r.view.form(at)))
    }

    /// `…, a indiqué le préfet`, `“…,” said Ms Doe`, `comme l'a assuré X`.
    fn inverted(&self, group: &Group, verbs: &[&Verb]) -> Option<Frame> {
        if !verbs.iter().any(|v| v.quote || v.clause || v.object) || group.part == Forms::Conditional {
            return None;
        }
        let start = group.range.start;
        let as_said = (start.saturating_sub(2).max(self.lo)..start)
            .find(|a| self.r.lexicon.as_said.at(self.r.view, *a) == Some(start));
        let edge = as_said.unwrap_or(start);
        if edge == self.lo && as_said.is_none() {
            return None;
        }
        let before = if edge > self.lo { self.shape(edge - 1) } else { Shape::Stop };
        let parted = matches!(before, Shape::Comma | Shape::QuoteClose | Shape::Dash | Shape::Close | Shape::Stop);
        if !parted && as_said.is_none() {
            return None;
        }
        let mut from = group.range.end;
        while self.r.is(from, Class::Adverb) || self.r.is(from, Class::Time) {
            from += 1;
        }
        // `dit à l'AFP le maire`, `a déclaré mercredi le préfet`
        if self.r.is(from, Class::Opener) {
            return None;
        }
        let (phrase, end) = self.r.phrase_after(from, self.hi)?;
        let subject = self.r.subject_of(phrase.clone());
        // `X, a nurse, said she had …`: the pronoun is not the verb's.
        if matches!(subject, Subject::Pronoun { .. }) && !self.boundary(end) {
            return None;
        }
        if let Subject::Phrase(phrase) = &subject {
            let quoted = before == Shape::QuoteClose
                || (before == Shape::Comma && edge >= 2 && self.shape(edge - 2) == Shape::QuoteClose);
            let speaks = self.r.can_be(Who::Speaker, phrase) || self.r.is_person(phrase);
            if !speaks && !quoted {
                return None;
            }
            // `Paul Dupont, maire de Lyon, a annoncé la fermeture`: the subject stands before, behind an aside.
            if !quoted && as_said.is_none() && before == Shape::Comma {
                if let Some(left) = self.r.subject_before(start, self.lo) {
                    let opener =
                        (group.range.end..self.hi.min(group.range.end + 3)).any(|a| self.r.is(a, Class::Opener));
                    if let Subject::Phrase(l) = &left.subject {
                        let whole = left.start == self.lo || !self.r.any_finite(self.lo..left.start);
                        if whole && (opener || (self.r.can_be(Who::Speaker, l) && !self.boundary(end))) {
                            return None;
                        }
                        if whole && self.r.can_be(Who::Speaker, l) && !self.r.is_person(phrase) && self.names_first(l) {
                            return None;
                        }
                    }
                }
            }
            // A verb that goes on with `que` behind its subject states what follows instead.
        }
        self.behind_with(group, subject, edge, end, verbs, true, as_said.is_some())
    }

    /// Whether the phrase is a person or opens with a name.
    fn names_first(&self, phrase: &Range<usize>) -> bool {
        self.r.is_person(phrase)
    }

    fn behind(&self, group: &Group, subject: Subject, edge: usize, end: usize, verbs: &[&Verb]) -> Option<Frame> {
        self.behind_with(group, subject, edge, end, verbs, true, false)
    }

    /// A frame behind its statement, which ends before `edge`.
    #[allow(clippy::too_many_arguments, reason = "one call site a construction; a struct would only rename them")]
    fn behind_with(
        &self,
        group: &Group,
        subject: Subject,
        edge: usize,
        end: usize,
        verbs: &[&Verb],
        inverted: bool,
        as_said: bool,
    ) -> Option<Frame> {
        let mut frame = Frame::new(group.range.clone(), subject);
        frame.end = end.max(group.range.end);
        frame.modality = verbs.iter().find_map(|v| v.modality);
        let stop = if edge > self.lo && self.shape(edge - 1) == Shape::Comma { edge - 1 } else { edge };
        if as_said && stop <= self.lo + 1 {
            // `Comme l'a rappelé le maire, 17 communes …`
            let from = if self.shape(frame.end) == Shape::Comma { frame.end + 1 } else { frame.end };
            frame.content.push(from..self.clause_end(from, false));
            return Some(frame);
        }
        if as_said {
            // Only the item that it stands behind, where that is set against another: `huit, et non onze, comme …`.
            let own = self.segment_start(stop);
            let against = self.r.lexicon.constituent.at(self.r.view, own).is_some();
            frame.filled.push(if against { own..stop } else { self.start_behind(stop)..stop });
        } else {
            frame.filled.push(self.start_behind(stop)..stop);
        }
        frame.behind = Some(stop);
        // `Faux, répond le préfet : …`
        if self.shape(frame.end) == Shape::Colon {
            frame.content.push(frame.end + 1..self.clause_end(frame.end + 1, false));
        }
        // `…, a-t-il ajouté, précisant que`; what follows a subject behind its verb is mostly about the subject.
        let next = end.max(group.range.end);
        if let Some(opener) = (next..self.hi.min(next + 4)).find(|a| self.r.is(*a, Class::Opener)) {
            if self.shape(opener.saturating_sub(1)) != Shape::Comma {
                frame.content.push(opener + 1..self.clause_end(opener + 1, false));
            }
        } else if let Some(trailing) = self.trailing(next, false) {
            let first = trailing.start;
            let carries_on = self.shape(first) == Shape::QuoteOpen
                || self.r.is(first, Class::Coordinator)
                || !inverted
                || matches!(frame.subject, Subject::Pronoun { .. });
            if carries_on {
                frame.trailing = Some(trailing);
            }
        }
        Some(frame)
    }

    /// `X a déclaré que …`, `X said …`, `X évoque trois morts`, and `…, X said`.
    fn direct(&self, group: &Group, verbs: &[&Verb]) -> Option<Frame> {
        let r = self.r;
        let found = r.subject_before(group.range.start, self.lo);
        let (subject, start) = match found {
            Some(found) => (found.subject, found.start),
            None if group.range.start > self.lo
                && (r.is(group.range.start - 1, Class::Coordinator)
                    || r.is(group.range.start - 1, Class::Adversative)) =>
            {
                (Subject::Elided, group.range.start)
            }
            None => return None,
        };
        let end = group.range.end;
        let fits = |who: Who| match &subject {
            Subject::Phrase(phrase) => r.can_be(who, phrase),
            Subject::Pronoun { .. } | Subject::Elided => who != Who::Judge,
            Subject::Nobody => true,
        };
        let verbs: Vec<&&Verb> = verbs.iter().filter(|v| fits(v.subject)).collect();
        if verbs.is_empty() || !self.agrees(group, &subject) {
            return None;
        }
        if let Some(frame) = self.object_relative(group, &subject, start, &verbs) {
            return Some(frame);
        }
        let mut frame = Frame::new(group.range.clone(), subject.clone());
        let clause = verbs.iter().find(|v| v.clause);
        let object = verbs.iter().find(|v| v.object && fits(v.object_subject));
        let opener = self.opener(end);
        let quote = (end..self.hi.min(end + 25))
            .take_while(|a| !self.r.finite(*a))
            .find(|a| self.shape(*a) == Shape::QuoteOpen);

        let quoted = start > self.lo + 1
            && (self.shape(start - 1) == Shape::QuoteClose || self.shape(start - 2) == Shape::QuoteClose);
        let speaks = quoted || !r.lexicon.bare_clause || fits(Who::Speaker) || self.boundary(end);
        if speaks
            && self.stands_behind(start, end, opener, object.is_some())
            && verbs.iter().any(|v| v.quote || v.clause)
        {
            if let Some(verb) = verbs.iter().find(|v| v.quote || v.clause) {
                return self.behind_with(group, subject, start, self.adjunct_end(end), &[verb], false, false);
            }
        }
        if let (Some(verb), Some(opener)) = (clause, opener) {
            frame.modality = verb.modality;
            frame.content.push(opener..self.clause_end(opener, false));
            return Some(frame);
        }
        if group.part == Forms::Conditional {
            return None;
        }
        let infinitive = (end..end + 3).find(|a| {
            r.is(*a, Class::Infinitive)
                || (r.is(*a, Class::ToInfinitive) && (r.is(*a + 1, Class::Have) || r.is(*a + 1, Class::Be)))
        });
        if let (Some(verb), Some(infinitive)) = (clause, infinitive) {
            frame.modality = verb.modality;
            frame.content.push(infinitive..self.clause_end(infinitive, false));
            return Some(frame);
        }
        // `told investors to expect …`
        if let Some(verb) = clause.filter(|_| self.tells(end)) {
            let to =
                (end..self.hi.min(end + 7)).take_while(|a| !self.boundary(*a)).find(|a| r.is(*a, Class::ToInfinitive));
            if let Some(to) = to {
                frame.modality = verb.modality;
                frame.content.push(to..self.clause_end(to, false));
                return Some(frame);
            }
        }
        if let Some(colon) = (end..self.hi.min(end + 20)).find(|a| self.shape(*a) == Shape::Colon) {
            if self.shape(colon + 1) == Shape::QuoteOpen && verbs.iter().any(|v| v.quote) {
                frame.content.push(colon + 1..self.clause_end(colon + 1, false));
                return Some(frame);
            }
        }
        if let Some(verb) = object {
            let from = self.adjunct_end(end);
            if from < self.hi && self.shape(from) != Shape::Stop {
                frame.modality = verb.modality;
                frame.content.push(from..self.clause_end(from, true));
                return Some(frame);
            }
        }
        if let (Some(verb), Some(quote)) = (verbs.iter().find(|v| v.quote), quote) {
            frame.modality = verb.modality;
            frame.content.push(quote..self.clause_end(quote, false));
            return Some(frame);
        }
        if let Some(verb) = clause.filter(|_| r.lexicon.bare_clause && fits(Who::Speaker)) {
            let from = self.adjunct_end(end);
            let until = self.clause_end(from, false);
            let stop =
                (from..until).find(|a| matches!(self.shape(*a), Shape::Semicolon | Shape::Stop)).unwrap_or(until);
            if r.any_finite(from..stop) && !r.is(from, Class::Preposition) {
                frame.modality = verb.modality;
                frame.content.push(from..until);
                return Some(frame);
            }
            return None;
        }
        None
    }

    /// Whether a present form agrees with its subject, which tells it from the noun that looks like it: `a suspect`.
    fn agrees(&self, group: &Group, subject: &Subject) -> bool {
        let r = self.r;
        let Subject::Phrase(phrase) = subject else { return true };
        if !r.lexicon.bare_clause || group.part != Forms::Finite || group.range.len() > 1 && !group.plain {
            return true;
        }
        let form = r.view.form(group.at);
        let is = |part: Forms| r.lexicon.forms.get(form).is_some_and(|f| f.iter().any(|(_, p)| *p == part));
        if is(Forms::Participle) {
            return true;
        }
        if is(Forms::Infinitive) {
            r.several(phrase)
        } else {
            !form.ends_with('s') || !r.several(phrase) || r.is_name_word(phrase.end - 1)
        }
    }

    /// Whether the statement stands before the speaker: `Nobody was hurt, a spokeswoman said on Monday.`
    fn stands_behind(&self, start: usize, end: usize, opener: Option<usize>, object: bool) -> bool {
        if start <= self.lo + 1 || opener.is_some() {
            return false;
        }
        let parted = matches!(self.shape(start - 1), Shape::Comma | Shape::QuoteClose | Shape::Dash | Shape::Close);
        if !parted {
            return false;
        }
        let stop = (end..self.hi).find(|a| self.boundary(*a)).unwrap_or(self.hi);
        if self.shape(stop) == Shape::Colon || (end..stop).any(|a| self.shape(a) == Shape::QuoteOpen) {
            return false;
        }
        if stop == end {
            return true;
        }
        let quoted =
            self.shape(start - 1) == Shape::QuoteClose || (start >= 2 && self.shape(start - 2) == Shape::QuoteClose);
        if self.r.any_finite(end..stop) && !quoted {
            return false;
        }
        let led = self.r.is(end, Class::Preposition)
            || self.r.is(end, Class::Time)
            || self.r.is(end, Class::Adverb)
            || self.r.is(end, Class::SelfWord);
        let has_number = (end..stop).any(|a| self.shape(a) == Shape::Number);
        led || quoted || (!object && !has_number) || self.tells(end)
    }

    /// Whether the verb that ends at `end` takes the person told.
    fn tells(&self, end: usize) -> bool {
        end > 0
            && matches!(
                self.r.view.form(end - 1),
                "told" | "tells" | "tell" | "informed" | "assured" | "notified" | "briefed" | "reminded" | "warned"
            )
    }

    /// Where `que` or `that` ends, after the verb and its adjuncts.
    fn opener(&self, end: usize) -> Option<usize> {
        let mut at = end;
        let mut commas = 0;
        let limit = self.hi.min(end + 30);
        while at < limit {
            if self.r.is(at, Class::Opener) {
                // `ne … que` restricts, `plus que` compares: neither opens what is said.
                let restricts = self.r.is(end.saturating_sub(1), Class::Particle);
                let pronoun = !self.r.view.is_word(at + 1)
                    && !matches!(self.shape(at + 1), Shape::Number | Shape::QuoteOpen | Shape::Comma);
                // Signs between verb and opener must be an aside that closes right before it.
                let aside = commas == 0 || matches!(self.shape(at - 1), Shape::Comma | Shape::Dash | Shape::Close);
                return (!restricts && !pronoun && aside).then_some(at + 1);
            }
            let hard = matches!(self.shape(at), Shape::Semicolon | Shape::Stop | Shape::Colon | Shape::QuoteOpen);
            if hard
                || self.r.finite(at)
                || self.shape(at) == Shape::Number && !self.r.is(at + 1, Class::Time) && at == end
            {
                return None;
            }
            if matches!(self.shape(at), Shape::Comma | Shape::Dash | Shape::Open) {
                commas += 1;
            }
            at += 1;
        }
        None
    }

    /// Passes over the day and the occasion behind a verb: `mardi`, `on Friday`.
    fn adjunct_end(&self, end: usize) -> usize {
        let r = self.r;
        let mut at = end;
        for _ in 0..8 {
            let timed = |a: usize| r.is(a, Class::Time);
            let day = self.shape(at) == Shape::Number && timed(at + 1);
            if timed(at)
                || r.is(at, Class::Adverb)
                || day
                || (self.shape(at) == Shape::Number && at > end && timed(at - 1))
            {
                at += 1;
            } else if (r.is(at, Class::Preposition) || r.is(at, Class::Determiner))
                && (timed(at + 1) || (self.shape(at + 1) == Shape::Number && timed(at + 2)))
            {
                at += 2;
            } else {
                break;
            }
        }
        at
    }

    /// `un remaniement que l'Élysée dément`: what is said stands before the relative.
    fn object_relative(&self, group: &Group, subject: &Subject, start: usize, verbs: &[&&Verb]) -> Option<Frame> {
        if start < self.lo + 2 || !verbs.iter().any(|v| v.object) {
            return None;
        }
        let relative = self.r.is(start - 1, Class::Opener) || self.r.is(start - 1, Class::Relative);
        if !relative
            || !self.r.view.is_word(start - 2)
            || self.opener(group.range.end).is_some()
            || !self.boundary(group.range.end)
        {
            return None;
        }
        let from = (self.lo.max(start.saturating_sub(10))..start - 1)
            .rev()
            .find(|a| {
                self.boundary(*a)
                    || self.r.finite(*a)
                    || (self.r.is(*a, Class::Preposition) && !self.r.is(*a, Class::Of))
            })
            .map_or(self.lo.max(start.saturating_sub(10)), |a| a + 1);
        let phrase = from..start - 1;
        let mut frame = Frame::new(group.range.clone(), subject.clone());
        frame.modality = verbs.iter().find_map(|v| v.modality);
        frame.content.push(phrase);
        Some(frame)
    }

    /// `…, précisant que …`, `…, adding that …`
    fn gerund_frame(&self, group: &Group, verbs: &[&Verb]) -> Option<Frame> {
        let start = group.range.start;
        let parted = start > self.lo
            && (matches!(self.shape(start - 1), Shape::Comma | Shape::Dash | Shape::QuoteClose)
                || self.r.is(start - 1, Class::Preposition)
                || self.r.is(start - 1, Class::Coordinator));
        if !parted {
            return None;
        }
        let mut frame = Frame::new(group.range.clone(), Subject::Elided);
        let verb = verbs.iter().find(|v| v.clause || v.object)?;
        frame.modality = verb.modality;
        let from = match self.opener(group.range.end) {
            Some(opener) if verb.clause => opener,
            _ if verb.object
                || self.r.lexicon.bare_clause
                    && self.r.any_finite(group.range.end..self.hi.min(group.range.end + 20)) =>
            {
                group.range.end
            }
            _ => return None,
        };
        frame.content.push(from..self.clause_end(from, false));
        Some(frame)
    }

    /// `revendiquée par X`, `put at $120m by X`, `réclamés par les maires`
    fn passive(&self, group: &Group, verbs: &[&Verb]) -> Option<Frame> {
        let r = self.r;
        let verb = verbs.iter().find(|v| v.object || v.clause)?;
        let limit = self.hi.min(group.range.end + 16);
        let by = (group.range.end..limit)
            .take_while(|a| !self.boundary(*a) && !r.finite(*a))
            .find_map(|a| r.lexicon.by.at(r.view, a).map(|end| (a, end)));
        let (by, from) = by?;
        let (phrase, end) = r.phrase_after(from, self.hi)?;
        let surely = verbs.iter().any(|v| v.clause && v.quote) && r.is(phrase.start, Class::Article);
        if !surely && !r.can_be(Who::Speaker, &phrase) && !r.can_be(Who::Judge, &phrase) {
            return None;
        }
        let mut frame = Frame::new(group.range.clone(), r.subject_of(phrase));
        frame.end = end;
        frame.modality = verb.modality;
        if group.bare {
            // `14 000 licenciés, avancé par X,`: the participle hangs on what stands before its comma.
            let hangs = group.range.start > self.lo + 1 && self.shape(group.range.start - 1) == Shape::Comma;
            let own = self.segment_start(group.range.start - usize::from(hangs));
            let own = (own..group.range.start).rev().find(|a| r.finite(*a)).map_or(own, |a| a + 1);
            frame.content.push(own..group.range.start);
            frame.content.push(group.range.end..by);
            if self.boundary(end) { /* nothing more is theirs */
            } else {
                let stop = (end..self.hi).find(|a| self.boundary(*a)).unwrap_or(self.hi);
                frame.content.push(end..stop);
            }
        } else {
            let own = self.start_behind(group.range.start);
            frame.content.push(own..group.range.start);
            frame.content.push(group.range.end..by);
            frame.content.push(end..self.clause_end(end, false));
        }
        Some(frame)
    }
}
