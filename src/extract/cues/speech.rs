//! The constructions of a reporting verb: before what is said, behind it, in a relative, as a gerund, in the passive.

use std::ops::Range;

use super::frames::{Finder, Frame};
use super::groups::Group;
use super::lexicon::{Class, Verb, Who};
use super::reader::Subject;
use super::verbs::Forms;
use super::view::Shape;
use crate::model::Upos;

impl Finder<'_> {
    /// The frame of the verb at a piece, where it reports.
    pub(super) fn verb(&self, at: usize) -> Option<Frame> {
        let group = self.group(at)?;
        let verbs: Vec<&Verb> = group.entries.iter().map(|e| &self.r.lexicon.verbs[*e]).collect();
        if let Some(pronoun) = group.hanging {
            if self.r.is(pronoun, Class::PronounNone) {
                return None;
            }
            let range = group.range.clone();
            return self.behind(&group, Subject::Pronoun { at: pronoun }, range.start, range.end, &verbs, true, false);
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

    /// `« … », philosophe le maire`: whatever the verb, a word between a quotation and someone who can speak is one.
    pub(super) fn unknown_tag(&self, at: usize) -> Option<Frame> {
        let r = self.r;
        let from = if at > self.lo && self.shape(at - 1) == Shape::Comma { at - 1 } else { at };
        if from <= self.lo || self.shape(from - 1) != Shape::QuoteClose {
            return None;
        }
        let verb = if r.is(at, Class::Reflexive) { at + 1 } else { at };
        let known = [
            Class::Preposition,
            Class::Determiner,
            Class::Coordinator,
            Class::Relative,
            Class::Subordinator,
            Class::Adverb,
            Class::Time,
            Class::Speaker,
        ];
        let free = r.view.is_word(verb) && !r.view.capital(verb) && !known.iter().any(|class| r.is(verb, *class));
        if !free || matches!(r.view.upos(verb), Some(Upos::Noun | Upos::Adp | Upos::Adv | Upos::Adj)) {
            return None;
        }
        let (phrase, end) = r.phrase_after(verb + 1, self.hi)?;
        let speaks = r.is_person(&phrase) || (r.is(phrase.start, Class::Determiner) && r.can_be(Who::Speaker, &phrase));
        if !speaks || !(self.boundary(end) || r.is(end, Class::Preposition)) {
            return None;
        }
        let mut frame = Frame::new(at..verb + 1, r.subject_of(phrase));
        frame.end = end;
        frame.filled.push(self.start_behind(from)..from);
        frame.behind = Some(from);
        Some(frame)
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
            if !quoted && as_said.is_none() && before == Shape::Comma && self.subject_stands_before(group, phrase, end)
            {
                return None;
            }
        }
        self.behind(group, subject, edge, end, verbs, true, as_said.is_some())
    }

    /// `Paul Dupont, maire de Lyon, a annoncé la fermeture`: the subject stands before, behind an aside.
    fn subject_stands_before(&self, group: &Group, right: &Range<usize>, end: usize) -> bool {
        let r = self.r;
        let start = group.range.start;
        let Some(left) = r.subject_before(start, self.lo) else { return false };
        let Subject::Phrase(phrase) = &left.subject else { return false };
        let whole = left.start == self.lo || !r.any_finite(self.lo..left.start);
        let opener = (group.range.end..self.hi.min(group.range.end + 3)).any(|a| r.is(a, Class::Opener));
        let speaks = r.can_be(Who::Speaker, phrase);
        let named = r.is_person(phrase) && !r.is_person(right);
        whole && (opener || (speaks && (!self.boundary(end) || named)))
    }

    /// A frame behind its statement, which ends before `edge`.
    #[allow(clippy::too_many_arguments, reason = "one call site a construction; a struct would only rename them")]
    fn behind(
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
            && let Some(verb) = verbs.iter().find(|v| v.quote || v.clause)
        {
            return self.behind(group, subject, start, self.adjunct_end(end), &[verb], false, false);
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
            // `He disagrees: there were …`
            if (self.shape(colon + 1) == Shape::QuoteOpen || colon == end) && verbs.iter().any(|v| v.quote) {
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
        end > 0 && self.r.is(end - 1, Class::Tells)
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
