//! Where a noun phrase begins and ends, read from a verb to its left or from a preposition to its right.
//!
//! No parse is needed: a phrase ends at a sign, a finite verb, a conjunction or a preposition that no name goes on with.

use std::ops::Range;

use super::lexicon::{Class, Who};
use super::reader::{Found, REACH, Reader, Subject};
use super::view::Shape;
use crate::model::Upos;

/// Pieces after which a noun phrase is cut off.
const LONGEST_PHRASE: usize = 60;

impl Reader<'_> {
    /// Reads the subject of the verb at `verb` from right to left, not past `lo`.
    pub fn subject_before(&self, verb: usize, lo: usize) -> Option<Found> {
        let lo = lo.max(verb.saturating_sub(REACH));
        let mut end = verb;
        let mut name = None;
        for _ in 0..5 {
            while end > lo
                && (self.is_adverb(end - 1) || self.is(end - 1, Class::Time) || self.is(end - 1, Class::Clitic))
                && !self.is_pronoun(end - 1)
                && !(self.view.is_word(end - 1) && end - 1 == lo)
            {
                // `The minister on Friday said`
                let timed = self.is(end - 1, Class::Time);
                end -= 1;
                if timed && end > lo + 1 && self.is(end - 1, Class::Preposition) && !self.is(end - 1, Class::Of) {
                    end -= 1;
                }
            }
            // `- un homonyme -, a dit`: the comma only closes what the dash has closed.
            if end >= lo + 2
                && self.shape(end - 1) == Shape::Comma
                && matches!(self.shape(end - 2), Shape::Dash | Shape::Close)
            {
                end -= 1;
            }
            if end == lo {
                return None;
            }
            let opener = match self.shape(end - 1) {
                Shape::Comma => self.matching(end - 1, lo, Shape::Comma),
                Shape::Dash => self.matching(end - 1, lo, Shape::Dash),
                Shape::Close => self.matching(end - 1, lo, Shape::Open),
                _ => break,
            };
            let aside = opener? + 1..end - 1;
            if aside.is_empty() {
                return None;
            }
            if self.is_person(&aside) {
                name = Some(aside.clone());
            } else if self.has_own_verb(&aside) {
                return None; // a clause, not an aside
            }
            end = aside.start - 1;
            // `Tom Hale, 61, a farmer, said`: an age between two asides.
            let age = (lo.max(end.saturating_sub(3))..end).rev().find(|at| self.shape(*at) == Shape::Comma);
            if let Some(comma) = age.filter(|comma| *comma + 1 < end && self.shape(*comma + 1) == Shape::Number) {
                end = comma;
            }
        }
        if end <= lo {
            return None;
        }
        if self.is(end - 1, Class::Relative) || self.is(end - 1, Class::SelfWord) || self.is_pronoun(end - 1) {
            return self.short_subject(end - 1, lo);
        }
        let found = self.phrase_before(end, lo)?;
        // `Owen Hart, the director (no kin of hers), said`: the asides hid the name before the office.
        if name.is_none()
            && !self.is_person(&found)
            && found.start > lo + 2
            && self.shape(found.start - 1) == Shape::Comma
        {
            let until = found.start - 1;
            let person = (lo.max(until.saturating_sub(4))..until - 1).find(|from| {
                let opens = *from == lo || !self.view.is_word(from - 1);
                opens && self.is_person(&(*from..until))
            });
            if let Some(from) = person {
                return Some(Found { subject: self.subject_of(from..until), start: from });
            }
        }
        if let Some((author, _)) = self.author_of(&found, found.end, 0).filter(|_| name.is_none()) {
            return Some(Found { subject: self.subject_of(author), start: found.start });
        }
        let phrase = match name {
            Some(name) if !self.is_person(&found) => name,
            _ => found.clone(),
        };
        Some(Found { subject: self.subject_of(phrase), start: found.start })
    }

    /// Whether an aside is a clause of its own: a finite verb stands in it before any relative.
    fn has_own_verb(&self, aside: &Range<usize>) -> bool {
        let relative = aside.clone().find(|a| self.is(*a, Class::Relative)).unwrap_or(aside.end);
        self.any_finite(aside.start..relative)
    }

    fn is_pronoun(&self, at: usize) -> bool {
        self.is(at, Class::Pronoun) || self.is(at, Class::PronounMany) || self.is(at, Class::PronounNone)
    }

    /// A subject of one word.
    fn short_subject(&self, at: usize, lo: usize) -> Option<Found> {
        if self.is(at, Class::Relative) {
            // The antecedent: the phrase before the relative, a comma between them or not.
            let mut end = at;
            while end > lo && (self.is(end - 1, Class::Preposition) || self.shape(end - 1) == Shape::Comma) {
                end -= 1;
            }
            let phrase = self.nearest(self.phrase_before(end, lo)?);
            return (!phrase.is_empty()).then(|| Found { subject: self.subject_of(phrase.clone()), start: at });
        }
        let subject = if self.is(at, Class::Pronoun) || self.is(at, Class::PronounMany) {
            Subject::Pronoun { at }
        } else {
            Subject::Nobody
        };
        Some(Found { subject, start: at })
    }

    /// The last noun phrase of a run of words, with what `de` hangs on it: the antecedent of a relative.
    fn nearest(&self, run: Range<usize>) -> Range<usize> {
        let office = run.clone().any(|at| self.is(at, Class::TakesInner));
        let mut start = run.end;
        while start > run.start {
            let at = start - 1;
            let governs = self.is(at, Class::Preposition) && !self.is(at, Class::Of) && !office;
            if self.finite(at) || governs {
                break;
            }
            start = at;
            let hung = at > run.start && self.is(at - 1, Class::Of);
            let article = self.is(at, Class::Determiner) && !self.is(at, Class::Of);
            if article && !hung && !office {
                break;
            }
        }
        start..run.end
    }

    /// The subject that a phrase stands for: `our count` is nobody, `they` is someone before.
    pub fn subject_of(&self, phrase: Range<usize>) -> Subject {
        let first = phrase.start;
        let nothing = phrase.len() == 1 && self.is(first, Class::PronounNone);
        if self.is(first, Class::SelfWord) || nothing {
            Subject::Nobody
        } else if phrase.len() <= 2 && (self.is(first, Class::Pronoun) || self.is(first, Class::PronounMany)) {
            Subject::Pronoun { at: first }
        } else {
            Subject::Phrase(phrase)
        }
    }

    /// Finds the sign that opens the aside which closes at `close`.
    fn matching(&self, close: usize, lo: usize, sign: Shape) -> Option<usize> {
        let from = lo.max(close.saturating_sub(50));
        (from..close).rev().find(|at| self.shape(*at) == sign)
    }

    /// Reads a noun phrase that ends before `end`, from right to left.
    pub fn phrase_before(&self, end: usize, lo: usize) -> Option<Range<usize>> {
        let mut start = end;
        let mut stop = end;
        while start > lo {
            let at = start - 1;
            match self.shape(at) {
                Shape::Word => {
                    if self.is(at, Class::Adversative) && !self.is(at, Class::Preposition) {
                        break;
                    }
                    let restrictive = self.is(at, Class::Relative) && at > lo && self.view.is_word(at - 1);
                    if restrictive && !self.finite(at - 1) && !self.is_pronoun(at - 1) {
                        // `an engineer who used to work there`: the head stands before the relative clause.
                        let opener = self.is(at, Class::Opener);
                        let reports = self.lexicon.forms.contains_key(self.view.form(at - 1));
                        if self.any_finite(at + 1..end) && !reports || (self.lexicon.bare_clause && !opener) {
                            stop = at;
                            start = at;
                            continue;
                        }
                    }
                    if self.is(at, Class::Subordinator) || self.is(at, Class::Relative) || self.is(at, Class::Opener) {
                        break;
                    }
                    if self.finite(at) {
                        match self.relative_before(at, lo) {
                            Some(relative) => {
                                stop = relative;
                                start = relative;
                                continue;
                            }
                            None => break,
                        }
                    }
                    if self.is(at, Class::Coordinator) && self.joins_clauses(at, lo, end) {
                        break;
                    }
                    start = at;
                }
                Shape::Number => start = at,
                Shape::Close => match self.matching(at, lo, Shape::Open) {
                    Some(open) if at - open <= 4 => start = open,
                    _ => break,
                },
                Shape::QuoteClose => match self.matching(at, lo, Shape::QuoteOpen) {
                    // A short quotation in capitals is a name: « Vallée Direct ».
                    Some(open)
                        if at - open <= 5
                            && self.view.capital(open + 1)
                            && start < end + 1
                            && open > lo
                            && self.view.is_word(open - 1) =>
                    {
                        start = open
                    }
                    _ => break,
                },
                Shape::Other if matches!(self.view.form(at), "&" | "’" | "/" | "-") => {
                    start = at;
                }
                _ => break,
            }
        }
        self.trim(start..stop)
    }

    /// The relative pronoun that makes the finite verb at `verb` part of a noun phrase.
    fn relative_before(&self, verb: usize, lo: usize) -> Option<usize> {
        let from = lo.max(verb.saturating_sub(6));
        let at = (from..verb).rev().take_while(|at| self.view.is_word(*at)).find(|at| self.is(*at, Class::Relative))?;
        (at > lo && self.view.is_word(at - 1) && !self.finite(at - 1)).then_some(at)
    }

    /// Whether `et` joins a clause before it to the one that ends at `end`, rather than two nouns.
    fn joins_clauses(&self, at: usize, lo: usize, end: usize) -> bool {
        if at + 1 >= end || at == lo {
            return true;
        }
        for before in (lo.max(at.saturating_sub(30))..at).rev() {
            match self.shape(before) {
                Shape::Comma | Shape::Semicolon | Shape::Colon | Shape::Dash | Shape::QuoteClose | Shape::QuoteOpen => {
                    return self.shape(at - 1) != Shape::Word;
                }
                _ if self.finite(before) => return true,
                _ => {}
            }
        }
        false
    }

    /// Takes what is no part of a noun phrase off its left end: `mardi`, `en fin de matinée`, `In Paris`.
    fn trim(&self, mut phrase: Range<usize>) -> Option<Range<usize>> {
        // `Two hours later the governor`
        let fresh = phrase.clone().skip(1).rev().find(|at| {
            let article =
                self.is(*at, Class::Determiner) && !self.is(*at, Class::Of) && !self.is(*at, Class::Preposition);
            article
                && (self.is(*at - 1, Class::Adverb) || (self.is(*at - 1, Class::Time) && !self.view.capital(*at - 1)))
        });
        phrase.start = fresh.unwrap_or(phrase.start);
        while phrase.start < phrase.end {
            let at = phrase.start;
            let next_is_noun = phrase.len() > 1;
            let article = self.is(at, Class::Determiner) && !self.is(at, Class::Of);
            if self.is(at, Class::Preposition) && !article {
                // The phrase proper begins at a determiner or capital that no preposition governs.
                let fresh = (at + 2..phrase.end).find(|j| {
                    (self.is(*j, Class::Determiner) || self.is_name_word(*j) || self.is_pronoun(*j))
                        && !self.is(*j, Class::Of)
                        && !self.is(*j - 1, Class::Preposition)
                        && !self.is(*j - 1, Class::Determiner)
                        && !(self.is_name_word(*j) && self.is_name_word(*j - 1) && !self.is(*j - 1, Class::Time))
                });
                match fresh.or_else(|| (at + 1..phrase.end - 1).find(|j| self.is(*j, Class::Time)).map(|j| j + 1)) {
                    Some(j) if j < phrase.end => phrase.start = j,
                    _ => return None,
                }
            } else if next_is_noun
                && (self.is(at, Class::Adverb)
                    || self.is(at, Class::Time)
                    || self.is(at, Class::Coordinator)
                    || self.is(at, Class::Adversative)
                    || self.shape(at) == Shape::Number && self.is(at + 1, Class::Time))
            {
                phrase.start += 1;
            } else {
                break;
            }
        }
        let has_noun = phrase.clone().any(|at| {
            self.view.is_word(at)
                && (!self.is(at, Class::Determiner) || phrase.len() > 1)
                && !self.is(at, Class::Preposition)
                && !self.is(at, Class::Time)
        });
        (!phrase.is_empty() && has_noun).then_some(phrase)
    }

    /// Reads a noun phrase from `start` on; gives its pieces and the first piece behind it and its name.
    ///
    /// `le préfet, Jean Martel` gives the name; `un bilan communiqué par la préfecture` gives the prefecture.
    pub fn phrase_after(&self, start: usize, hi: usize) -> Option<(Range<usize>, usize)> {
        let hi = hi.min(start + LONGEST_PHRASE);
        let plain = self.plain_after(start, hi)?;
        let mut end = plain.end;
        // A document speaks for its author.
        if let Some((author, author_end)) = self.author_of(&plain, hi, 0) {
            return Some((author, author_end));
        }
        if self.shape(end) == Shape::Open
            && let Some(close) = (end..hi.min(end + 4)).find(|at| self.shape(*at) == Shape::Close)
        {
            end = close + 1;
        }
        if self.shape(end) == Shape::Comma && !self.is_person(&plain) {
            let until = (end + 1..hi).find(|at| {
                matches!(
                    self.shape(*at),
                    Shape::Comma | Shape::Stop | Shape::Close | Shape::Dash | Shape::Semicolon | Shape::Colon
                ) || self.is(*at, Class::Relative)
            });
            let aside = end + 1..until.unwrap_or(hi);
            let own_name = plain.clone().any(|at| self.is_person(&(at..plain.end)));
            if !aside.is_empty() && self.is_person(&aside) && !own_name {
                return Some((aside.clone(), aside.end));
            }
        }
        Some((plain, end))
    }

    fn plain_after(&self, start: usize, hi: usize) -> Option<Range<usize>> {
        let mut end = start;
        while end < hi {
            let first = end == start;
            match self.shape(end) {
                Shape::Word => {
                    let glue = self.is(end, Class::Of) || self.is(end, Class::Possessive);
                    if glue && !first {
                        end += 1;
                        continue;
                    }
                    if self.is(end, Class::Determiner)
                        && (first
                            || self.is(end - 1, Class::Preposition)
                            || self.is(end - 1, Class::Of)
                            || self.is(end - 1, Class::Determiner)
                            || self.is(end - 1, Class::Coordinator))
                    {
                        end += 1;
                        continue;
                    }
                    if self.is(end, Class::Coordinator) {
                        if first || !self.joins_nouns(end, start, hi) {
                            break;
                        }
                        end += 1;
                        continue;
                    }
                    if !first && self.is(end, Class::Inner) && self.inner_fits(start, end) {
                        end += 1;
                        continue;
                    }
                    let closed = self.is(end, Class::Subordinator)
                        || self.is(end, Class::Relative)
                        || (self.is(end, Class::Preposition) && !(first && self.is(end, Class::Of)))
                        || (self.is(end, Class::Adverb) && !first)
                        || (self.is(end, Class::Time)
                            && !first
                            && !(self.view.capital(end) && self.is(end - 1, Class::Determiner)))
                        || (self.is(end, Class::Issued) && !first && !self.is(end - 1, Class::Determiner))
                        || self.is(end, Class::Adversative)
                        || (self.is(end, Class::Determiner) && !first);
                    let verb = !first
                        && (self.finite(end) || self.view.upos(end) == Some(Upos::Verb))
                        && !self.is_name_word(end);
                    // Without tags a verb right behind those who speak is told by its ending: `the plaintiffs exceeds`.
                    let after_people = !first
                        && self.lexicon.bare_clause
                        && self.is(end - 1, Class::Speaker)
                        && !self.view.capital(end)
                        && !self.is(end, Class::Speaker)
                        && self.lexicon.is_verb_like(self.view.form(end))
                        && !self.is(end + 1, Class::Speaker);
                    // `a report filed in court`, `a list found on a phone`
                    let reduced = !first
                        && self.lexicon.bare_clause
                        && !self.view.capital(end)
                        && self.lexicon.is_past(self.view.form(end))
                        && self.view.is_word(end - 1)
                        && !self.is(end - 1, Class::Determiner)
                        && !self.is(end - 1, Class::DocumentAdjective)
                        && !self.is_adverb(end - 1)
                        && !self.is(end - 1, Class::Possessive);
                    if closed || verb || after_people || reduced {
                        break;
                    }
                    end += 1;
                }
                Shape::QuoteOpen => {
                    let close = (end + 1..hi.min(end + 7)).find(|at| self.shape(*at) == Shape::QuoteClose);
                    match close {
                        Some(close) if !first && self.view.capital(end + 1) => end = close + 1,
                        _ => break,
                    }
                }
                Shape::Other if self.view.form(end) == "&" || self.view.form(end) == "/" => end += 1,
                Shape::Number if !first && !self.is(end - 1, Class::Time) => break,
                Shape::Number if first => end += 1,
                _ => break,
            }
        }
        // No phrase ends in a preposition, article or conjunction.
        while end > start
            && (self.is(end - 1, Class::Of)
                || self.is(end - 1, Class::Preposition)
                || self.is(end - 1, Class::Coordinator)
                || (self.is(end - 1, Class::Determiner) && end - 1 > start && !self.is_pronoun(end - 1)))
        {
            end -= 1;
        }
        let has_noun =
            (start..end).any(|at| self.view.is_word(at) && (!self.is(at, Class::Determiner) || self.is_pronoun(at)));
        (end > start && has_noun).then_some(start..end)
    }

    /// Whether a preposition carries on the name or office before it: `ministre délégué aux Transports`.
    fn inner_fits(&self, start: usize, at: usize) -> bool {
        let office = (start..at).any(|b| self.is(b, Class::TakesInner));
        let capitals = self.is_name_word(at - 1) && (self.is_name_word(at + 1));
        (office || capitals) && !self.is(at + 1, Class::Time) && !(at + 1..at + 4).any(|v| self.is(v, Class::Venue))
    }

    fn joins_nouns(&self, at: usize, start: usize, hi: usize) -> bool {
        if !self.view.is_word(at + 1) && self.shape(at + 1) != Shape::Number {
            return false;
        }
        let until =
            (at + 1..hi.min(at + 12)).find(|a| !matches!(self.shape(*a), Shape::Word)).unwrap_or(hi.min(at + 12));
        let quiet = !self.any_finite(at + 1..until);
        let both = self.can_be(Who::Speaker, &(start..at)) && self.can_be(Who::Speaker, &(at + 1..until.min(at + 4)));
        quiet
            && both
            && (self.is(at + 1, Class::Determiner)
                || self.is_name_word(at + 1)
                || self.is(at + 1, Class::Speaker)
                || self.is(at + 1, Class::Of))
    }

    /// The one for whom a document speaks: `un communiqué du ministère`, `figures published by the agency`.
    fn author_of(&self, phrase: &Range<usize>, hi: usize, depth: usize) -> Option<(Range<usize>, usize)> {
        let mut at = phrase.start;
        while at < phrase.end && (self.is(at, Class::Determiner) || self.is(at, Class::DocumentAdjective)) {
            at += 1;
        }
        // `selon le communiqué du rapport de …`: two papers deep is enough, and keeps the work linear.
        if depth > 1 || !self.is(at, Class::Document) {
            return None;
        }
        // `les premières estimations provisoires de …`
        let mut next = at + 1;
        while next < hi
            && (self.is(next, Class::DocumentAdjective)
                || self.is(next, Class::Issued)
                || self.is(next, Class::Time)
                || self.is(next, Class::Adverb))
        {
            next += 1;
        }
        let lead =
            self.is(next, Class::Of) || self.lexicon.by.at(self.view, next).is_some() || self.is(next, Class::From);
        if !lead {
            return None;
        }
        let mut from = next + 1;
        while self.is(from, Class::Of) {
            from += 1;
        }
        let author = self.plain_after(from, hi)?;
        let author = match self.author_of(&author, hi, depth + 1) {
            Some((inner, _)) => inner,
            None => author,
        };
        let end = author.end;
        self.can_be(Who::Speaker, &author).then_some((author, end))
    }
}
