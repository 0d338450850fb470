//! How surely a phrase is the one by whom a value is told, as far as the build of the sentence goes.

use super::super::lexicon::Class;
use super::super::view::Shape;
use super::crowd::{Deed, OTHER_DEED, SPEAKS, STATES};
use super::scene::{Near, Scene};
use super::tree;

/// What the verbs are by which one tells of a value; nought where there is none.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Telling {
    /// By the parse.
    pub parsed: Deed,
    /// By order, before the value.
    pub ahead: Deed,
    /// By order, behind it: `…, X said`.
    pub behind: Deed,
    /// The verb is that of the clause before: `police counted 300, the union 900`.
    pub gapped: Deed,
    /// `according to X`
    pub source: bool,
}

impl Telling {
    /// The surest of all.
    pub fn most(&self) -> Deed {
        let source = if self.source { SPEAKS + 1 } else { 0 };
        self.parsed.max(self.ahead).max(self.behind).max(self.gapped).max(source)
    }
}

impl Scene<'_> {
    pub(super) fn telling(&self, near: &Near) -> Telling {
        let c = near.candidate;
        if c.sentence != self.sentence {
            return Telling::default();
        }
        let lead = c.chunk.start;
        let (r, lex) = (self.r, self.r.lexicon);
        let source = (1..=3).any(|n| lead >= n && lex.prepositions.at(r.view, lead - n).is_some_and(|end| end >= lead));
        // `aux yeux de la police`, `by the clerk's count`
        let weak = (2..=3).any(|n| {
            lead >= n
                && lex.weak_prepositions.at(r.view, lead - n).is_some_and(|end| end >= lead && end >= lead + 2 - n)
        });
        let counts = lead > 0
            && lex.by.at(r.view, lead - 1).is_some()
            && r.is(c.chunk.end, Class::Possessive)
            && (c.chunk.end + 1..c.chunk.end + 4).any(|at| r.is(at, Class::Document) || r.is(at, Class::Nominal));
        let source = source || weak || counts;
        let mut telling = Telling { parsed: self.parsed(near), source, ..Telling::default() };
        if lead >= self.at.end {
            let near = !(self.at.end..lead).any(|at| matches!(r.shape(at), Shape::Semicolon | Shape::Stop));
            let deed = c.deed_before.max(if c.deed >= SPEAKS { c.deed } else { 0 });
            telling.behind = if near { deed } else { 0 };
        } else {
            let between = c.chunk.end..self.at.start;
            let hard = between
                .clone()
                .any(|at| matches!(r.shape(at), Shape::Semicolon | Shape::Stop) || lex.ends.at(r.view, at).is_some());
            let finite = between.clone().filter(|at| r.finite(*at)).count();
            let opened = between.clone().any(|at| r.is(at, Class::Opener) || r.shape(at) == Shape::Colon);
            let free = finite <= 1 || opened || c.deed >= SPEAKS && finite <= 2;
            telling.ahead = if hard || !free { 0 } else { c.deed };
            telling.gapped = self.gapped(near);
        }
        telling
    }

    fn parsed(&self, near: &Near) -> Deed {
        let (Some(s), Some(way)) = (self.parse, near.way) else { return 0 };
        let Some(word) = self.r.view.word_index(near.candidate.head) else { return 0 };
        let subject = |relation: &str| relation.starts_with("nsubj") || relation == "obl:agent";
        match way.from {
            // `the colonel, who counted 40`
            0 if way.to > 0 && way.to_relation.starts_with("acl") => self.deed_of_word(self.above[way.to - 1]),
            1 if subject(way.from_relation) && !way.to_relation.starts_with("nsubj") => self.deed_of_word(way.top),
            // `…, X said`, hung on what is said.
            _ if subject(s.words[word].deprel) && way.from_clauses <= 1 => {
                let deed = tree::verb_above(s, word).map_or(0, |v| self.deed_of_word(v));
                if deed >= STATES { deed } else { 0 }
            }
            _ => 0,
        }
    }

    /// `…, les syndicats 40 000`: no verb between, and one that tells before.
    fn gapped(&self, near: &Near) -> Deed {
        let r = self.r;
        let c = near.candidate;
        let between = c.chunk.end..self.at.start;
        let sentence = self.range.start;
        let parted = c.chunk.start > sentence + 1
            && (matches!(r.shape(c.chunk.start - 1), Shape::Comma | Shape::Semicolon)
                || r.is(c.chunk.start - 1, Class::Coordinator)
                || r.lexicon.ends.at(r.view, c.chunk.start - 1).is_some());
        if c.chunk.start < sentence || between.len() > 4 || !parted || between.into_iter().any(|at| r.finite(at)) {
            return 0;
        }
        let before = (sentence..c.chunk.start).map(|at| self.crowd.deeds[at]).max().unwrap_or(0);
        if before > OTHER_DEED { before } else { 0 }
    }
}
