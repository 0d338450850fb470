//! Questions about the pieces of a sentence: is this a finite verb, where does this noun phrase begin and end.
//!
//! Everything is answered from word classes and shapes; where the sentence was tagged, the tags have the last word.

use std::ops::Range;

use foldhash::{HashSet, HashSetExt};

use super::lexicon::{Class, Lexicon, Reach, Who};
use super::view::{Shape, View};
use crate::model::{Name, NameKind, Span, Upos};

/// How far any search goes from where it starts, in pieces: keeps the whole linear on a text without full stops.
pub(super) const REACH: usize = 160;

/// Who is said to speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// A noun phrase.
    Phrase(Range<usize>),
    /// `il`, `they`: someone named before.
    Pronoun { at: usize },
    /// Left out: the speaker of the clause before.
    Elided,
    /// The outlet itself, or nobody.
    Nobody,
}

/// A subject and the piece at which it begins, its asides included.
pub(super) struct Found {
    pub subject: Subject,
    pub start: usize,
}

/// A view with the lists and names to read it by.
pub(super) struct Reader<'a> {
    pub view: &'a View<'a>,
    pub lexicon: &'a Lexicon,
    pub names: &'a [Name],
    /// Words that the document never writes in lower case, but with a capital inside a sentence: names.
    pub capitalised: HashSet<&'a str>,
}

impl<'a> Reader<'a> {
    pub fn new(view: &'a View<'a>, lexicon: &'a Lexicon, names: &'a [Name]) -> Self {
        let mut reader = Reader { view, lexicon, names, capitalised: HashSet::new() };
        let mut lower: HashSet<&str> = HashSet::new();
        let mut upper: HashSet<&str> = HashSet::new();
        for (at, piece) in view.pieces.iter().enumerate() {
            if piece.shape == Shape::Word {
                if !piece.capital {
                    lower.insert(&piece.form);
                } else if reader.is_name_word(at) {
                    upper.insert(&piece.form);
                }
            }
        }
        upper.retain(|word| !lower.contains(word));
        reader.capitalised = upper;
        reader
    }

    pub fn is(&self, at: usize, class: Class) -> bool {
        self.view.pieces.get(at).is_some_and(|piece| class.holds(piece.classes))
    }

    pub fn shape(&self, at: usize) -> Shape {
        self.view.shape(at)
    }

    /// Whether a piece is a finite verb.
    pub fn finite(&self, at: usize) -> bool {
        let Some(piece) = self.view.pieces.get(at) else { return false };
        if piece.shape != Shape::Word {
            return false;
        }
        if self.view.word(at).is_some_and(|word| word.feats.contains("VerbForm=Fin")) {
            return true;
        }
        // A list word that a tag calls a noun is one; an ending that only verbs have is trusted over the tag.
        let noun = at > 0 && self.is(at - 1, Class::Determiner) && !self.is(at - 1, Class::Clitic);
        let tagged = matches!(self.view.upos(at), Some(Upos::Noun | Upos::Propn | Upos::Adj | Upos::Adp));
        if noun || (tagged && !self.conditional(at)) {
            return false;
        }
        let sentence_start = at == 0 || matches!(self.shape(at - 1), Shape::Stop | Shape::QuoteOpen);
        let name = piece.capital && (!sentence_start || self.is_name_word(at + 1));
        !name && self.lexicon.is_finite(&piece.form, piece.classes, piece.capital && !sentence_start)
    }

    /// Whether a piece is in the conditional. An ending that is the conditional's alone outdoes a tag.
    pub fn conditional(&self, at: usize) -> bool {
        self.view.word(at).is_some_and(|word| word.feats.contains("Mood=Cnd"))
            || (self.may_be_verb(at) && self.lexicon.is_conditional(self.view.form(at), self.view.classes(at)))
    }

    /// Whether a piece is in the future.
    pub fn future(&self, at: usize) -> bool {
        self.view.word(at).is_some_and(|word| word.feats.contains("Tense=Fut"))
            || (self.may_be_verb(at) && self.lexicon.is_future(self.view.form(at), self.view.classes(at)))
    }

    fn may_be_verb(&self, at: usize) -> bool {
        self.view.is_word(at) && !self.is_name_word(at) && !self.heads_name(at)
    }

    /// A capital that is not owed to the sentence's start.
    pub fn is_name_word(&self, at: usize) -> bool {
        self.view.capital(at)
            && self.view.is_word(at)
            && at > 0
            && !matches!(self.shape(at - 1), Shape::Stop | Shape::QuoteOpen)
    }

    /// A name at the head of a sentence, by the name word behind it: `Will Carter`.
    pub fn heads_name(&self, at: usize) -> bool {
        self.view.capital(at) && self.is_name_word(at + 1)
    }

    /// Whether a piece is an adverb, by the list or by its ending.
    pub fn is_adverb(&self, at: usize) -> bool {
        self.is(at, Class::Adverb)
            || (self.view.is_word(at)
                && !self.view.capital(at)
                && self.lexicon.is_adverb(self.view.form(at), self.view.classes(at))
                && !(at > 0 && self.is(at - 1, Class::Determiner)))
    }

    /// Whether a noun phrase is of several, by its head's ending, for languages whose verbs agree.
    pub fn several(&self, range: &Range<usize>) -> bool {
        let heads = self.heads(range);
        let head = heads.first().copied().unwrap_or(range.end.saturating_sub(1));
        let form = self.view.form(head);
        range.clone().any(|at| self.is(at, Class::Coordinator))
            || self.is(head, Class::Plural)
            || self.lexicon.is_plural(form)
    }

    pub fn any_finite(&self, range: Range<usize>) -> bool {
        range.into_iter().any(|at| self.finite(at))
    }

    /// Whether a phrase that begins here tells of a statement withdrawn (`an earlier version`).
    pub fn withdraws(&self, at: usize) -> bool {
        let cues = self.lexicon.cues.get(self.view.form(at));
        cues.is_some_and(|cues| {
            cues.iter().any(|cue| cue.reach == Reach::Sentence && self.view.phrase_at(at, &cue.phrase).is_some())
        })
    }

    /// Whether these pieces are a person's name and nothing else.
    pub fn is_person(&self, range: &Range<usize>) -> bool {
        let span = self.view.span(range);
        if self.names_in(span).any(|n| n.kind == NameKind::Person && n.span.contains(&span)) {
            return true;
        }
        let mut capitals = 0;
        for at in range.clone() {
            if !self.view.is_word(at) || self.is(at, Class::Time) {
                return false;
            }
            if self.is(at, Class::Title) {
                capitals += 1;
            } else if self.view.capital(at) {
                if self.is(at, Class::Determiner) || self.is(at, Class::Preposition) {
                    return false;
                }
                capitals += 1;
            } else if !self.is(at, Class::NameParticle) {
                return false;
            }
        }
        (2..=5).contains(&capitals)
    }

    fn names_in(&self, span: Span) -> impl Iterator<Item = &Name> {
        let first = self.names.partition_point(|n| n.span.end <= span.start);
        self.names[first..].iter().take_while(move |n| n.span.start < span.end)
    }

    /// Whether a noun phrase names someone who can speak.
    pub fn can_be(&self, who: Who, range: &Range<usize>) -> bool {
        match who {
            Who::Any => !range.clone().all(|at| self.is(at, Class::NotSpeaker) || self.is(at, Class::Determiner)),
            Who::Counter => self.heads(range).into_iter().any(|at| self.is(at, Class::Counter)),
            Who::Judge => range.clone().any(|at| self.is(at, Class::Judge)),
            Who::Speaker => self.heads(range).into_iter().any(|at| {
                self.is(at, Class::Speaker)
                    || self.is(at, Class::Media)
                    || self.is(at, Class::Title)
                    || (self.is_name_word(at) && !self.is(at, Class::Time) && !self.is(at, Class::Of))
                    || self.acronym(at)
                    || self.sentence_head_name(at)
            }),
        }
    }

    /// The words of a noun phrase among which its head is: the first few before `de`, or the last ones before `of`.
    pub fn heads(&self, range: &Range<usize>) -> Vec<usize> {
        let content = |at: &usize| self.view.is_word(*at) && !self.is(*at, Class::Determiner);
        let first = range.clone().find(content).unwrap_or(range.start);
        let end = (first + 1..range.end)
            .find(|at| {
                let office = self.is(*at, Class::Possessive);
                !office
                    && (self.is(*at, Class::Of)
                        || self.is(*at, Class::Preposition)
                        || self.is(*at, Class::Relative)
                        || self.shape(*at) == Shape::Open
                        || (self.lexicon.bare_clause && self.is(*at, Class::Inner)))
            })
            .unwrap_or(range.end);
        if self.lexicon.bare_clause {
            // A name may follow its office or come before it: `Finance union FSU`, `the HUR agency`.
            (first..end)
                .rev()
                .filter(content)
                .filter(|at| !self.is(*at, Class::Possessive))
                .take(if self.is_name_word(end - 1) { 2 } else { 1 })
                .collect()
        } else {
            (first..end).filter(content).take(3).collect()
        }
    }

    /// A name at the start of a sentence, told from a common noun by the named entities, or by a capital behind it.
    fn sentence_head_name(&self, at: usize) -> bool {
        let Some(piece) = self.view.pieces.get(at) else { return false };
        piece.capital
            && (self.names_in(piece.span).next().is_some()
                || self.capitalised.contains(&*piece.form)
                || (!self.is(at, Class::Determiner) && !self.is(at, Class::Preposition) && self.is_name_word(at + 1)))
    }

    fn acronym(&self, at: usize) -> bool {
        let raw = self.view.pieces.get(at).map_or("", |p| p.span.of(self.view.text));
        raw.chars().filter(|c| c.is_uppercase()).count() >= 2
    }

    /// The words of a speaker as they would stand in a table, and their place.
    pub fn words_of(&self, phrase: &Range<usize>) -> (Span, String) {
        let mut start = phrase.start;
        while start + 1 < phrase.end && self.is(start, Class::Article) {
            start += 1;
        }
        let span = self.view.span(&(start..phrase.end));
        let words = span.of(self.view.text).split_whitespace().collect::<Vec<_>>().join(" ");
        (span, words)
    }
}
