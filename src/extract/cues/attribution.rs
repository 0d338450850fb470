//! Who is credited with each piece of a document.
//!
//! In: the frames of every sentence. Out: an owner for each piece: a speaker, or nobody. Here pronouns are resolved,
//! quotations that run over several sentences get their speaker, and overlapping frames are settled: what stands nearest
//! to the words wins.

use std::ops::Range;

use super::frames::{Frame, find};
use super::lexicon::{Class, Who};
use super::reader::{Reader, Subject};
use super::view::Shape;
use crate::model::{Modality, NameKind, Span};

/// Whom a document credits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The words that name the speaker, without a leading article.
    pub span: Span,
    /// The same, on one line, as they would stand in a table.
    pub words: String,
}

/// Who owns a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Owner {
    /// Nothing was found.
    #[default]
    Open,
    /// The outlet's own voice, expressly.
    Outlet,
    /// An index into the speakers.
    Speaker(u32),
}

/// What was found for the pieces of a document.
#[derive(Default)]
pub(super) struct Owners {
    pub speakers: Vec<Speaker>,
    pub owner: Vec<Owner>,
    /// What the reporting verb makes of its statement, with the verb's place.
    pub modality: Vec<Option<(Modality, Span)>>,
    /// Whether a piece is a verb that reports.
    pub reports: Vec<bool>,
    /// From the verb on, where the speaker is named behind what is said: that tells of the speaker alone.
    pub tags: Vec<Range<usize>>,
}

/// A quotation: the pieces of its signs.
#[derive(Clone, Copy, Debug)]
struct Quote {
    open: usize,
    close: usize,
    sentence: usize,
    last_sentence: usize,
}

struct Builder<'a> {
    reader: &'a Reader<'a>,
    out: Owners,
    quotes: Vec<Quote>,
    /// The speaker that a pronoun may mean.
    last: Option<u32>,
    /// Whether the last one is a person.
    last_person: Option<u32>,
}

/// Finds the owners of every piece.
pub(super) fn owners(reader: &Reader) -> Owners {
    let n = reader.view.pieces.len();
    let mut builder = Builder {
        reader,
        out: Owners {
            speakers: Vec::new(),
            owner: vec![Owner::Open; n],
            modality: vec![None; n],
            reports: vec![false; n],
            tags: Vec::new(),
        },
        quotes: quotes(reader),
        last: None,
        last_person: None,
    };
    for sentence in 0..reader.view.sentences.len() {
        builder.sentence(sentence);
    }
    builder.out
}

/// Pairs quotation signs; a sign without its like within a few sentences is passed over.
fn quotes(reader: &Reader) -> Vec<Quote> {
    let view = reader.view;
    let mut found = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (sentence, range) in view.sentences.iter().enumerate() {
        if let Some((_, from)) = open {
            // A new paragraph that opens with a quotation sign carries the old one on; any other ends it.
            let fresh = view.opens_paragraph[sentence] && view.shape(range.start) != Shape::QuoteOpen;
            if fresh || sentence - from > LONGEST_QUOTE {
                open = None;
            }
        }
        for at in range.clone() {
            let shape = view.shape(at);
            if shape == Shape::QuoteOpen {
                open.get_or_insert((at, sentence));
            } else if shape == Shape::QuoteClose
                && let Some((first, from)) = open.take()
            {
                found.push(Quote { open: first, close: at, sentence: from, last_sentence: sentence });
            }
        }
    }
    found
}

/// Sentences after which an open quotation sign is taken for a slip.
const LONGEST_QUOTE: usize = 12;

impl Builder<'_> {
    fn sentence(&mut self, sentence: usize) {
        let range = self.reader.view.sentences[sentence].clone();
        let frames = find(self.reader, range.start, range.end);
        let mut placed: Vec<(Owner, &Frame)> = Vec::new();
        let mut faint: Vec<(Owner, &Frame)> = Vec::new();
        for (at, frame) in frames.iter().enumerate() {
            if frame.citing {
                continue;
            }
            // Inside a quotation another speaker must be one beyond doubt.
            let plain = matches!(&frame.subject, Subject::Phrase(phrase) if self.reader.can_be(Who::Speaker, phrase));
            if !plain && self.is_quoted(frame.cue.start) {
                continue;
            }
            let subject = self.cited(&frames, at).unwrap_or(&frame.subject).clone();
            let Some(owner) = self.resolve(&subject, sentence, placed.last().map(|(owner, _)| *owner)) else {
                continue;
            };
            if frame.faint {
                faint.push((owner, frame));
            } else {
                self.place(owner, frame);
                placed.push((owner, frame));
            }
        }
        for (owner, frame) in faint {
            self.place_faint(owner, frame);
        }
        for (owner, frame) in &placed {
            if let Some(trailing) = &frame.trailing {
                self.fill(trailing.clone(), *owner, None);
            }
        }
        self.quotes_of(sentence, &range, &placed);
        if frames.is_empty() {
            self.carried(sentence, &range);
        }
        self.note_person(&range);
    }

    /// Gives a frame's content its owner.
    fn place(&mut self, owner: Owner, frame: &Frame) {
        let cue = self.reader.view.span(&frame.cue);
        let modality = frame.modality.map(|m| (m, cue));
        for range in &frame.content {
            self.paint(range.clone(), owner, modality);
        }
        for range in &frame.filled {
            self.fill(range.clone(), owner, modality);
        }
        if let Some(report) = self.out.reports.get_mut(frame.cue.start) {
            *report = true;
        }
        self.fill(frame.cue.clone(), owner, None);
        self.note_tag(frame);
        for quote in self.quotes_with(frame) {
            self.fill(quote.open..quote.close, owner, modality);
        }
    }

    /// The quotations that a frame reaches into, and that are its speaker's from end to end.
    fn quotes_with(&self, frame: &Frame) -> Vec<Quote> {
        let mut found = Vec::new();
        if let Some(before) = frame.behind {
            // The one that ends right before, however many sentences it has.
            let near = self.quotes.partition_point(|q| q.close < before.saturating_sub(2));
            found.extend(self.quotes[near..].iter().take_while(|q| q.close <= before).last());
        }
        for range in &frame.content {
            // One that the statement opens and that ends beyond it.
            let first = self.quotes.partition_point(|q| q.open < range.start);
            let last = self.quotes[first..].iter().take_while(|q| q.open < range.end).last();
            found.extend(last.filter(|q| q.close > range.end));
        }
        found
    }

    /// Notes where a speaker is named behind what is said, up to the next clause.
    fn note_tag(&mut self, frame: &Frame) {
        let r = self.reader;
        if frame.behind.is_none() {
            return;
        }
        let sentence = r.view.sentence_of(frame.cue.start).map_or(frame.end, |s| r.view.sentences[s].end);
        let until = frame.trailing.as_ref().map_or(sentence, |trailing| trailing.start.min(sentence));
        let stop = (frame.end..until.min(frame.end + 40)).find(|at| r.finite(*at) || r.is(*at, Class::Relative));
        let end = stop.unwrap_or(until.min(frame.end + 40)).max(frame.end);
        self.out.tags.push(frame.cue.start..end);
    }

    fn is_quoted(&self, at: usize) -> bool {
        let next = self.quotes.partition_point(|q| q.close < at);
        self.quotes.get(next).is_some_and(|q| q.open < at)
    }

    fn place_faint(&mut self, owner: Owner, frame: &Frame) {
        for range in frame.content.iter().chain(&frame.filled).chain(&frame.trailing) {
            self.fill(range.clone(), owner, None);
        }
    }

    fn paint(&mut self, range: Range<usize>, owner: Owner, modality: Option<(Modality, Span)>) {
        let supposed = self.supposed_from(&range, modality);
        for at in range.start..range.end.min(self.out.owner.len()) {
            self.out.owner[at] = owner;
            self.out.modality[at] = modality.filter(|_| at < supposed);
        }
    }

    /// Returns from where on in what is denied it is supposed: "denied any part in the attack that killed 23".
    fn supposed_from(&self, range: &Range<usize>, modality: Option<(Modality, Span)>) -> usize {
        let r = self.reader;
        let opens = |at: &usize| {
            r.is(*at, Class::Relative) && (!r.is(*at, Class::Opener) || r.finite(*at + 1)) && *at > range.start
        };
        let is_denied = modality.is_some_and(|(modality, _)| modality == Modality::Denied);
        if is_denied { range.clone().find(opens).unwrap_or(range.end) } else { range.end }
    }

    fn fill(&mut self, range: Range<usize>, owner: Owner, modality: Option<(Modality, Span)>) {
        let supposed = self.supposed_from(&range, modality);
        for at in range.start..range.end.min(self.out.owner.len()) {
            if self.out.owner[at] == Owner::Open {
                self.out.owner[at] = owner;
                self.out.modality[at] = modality.filter(|_| at < supposed);
            }
        }
    }

    /// Finds who a subject is.
    fn resolve(&mut self, subject: &Subject, sentence: usize, before: Option<Owner>) -> Option<Owner> {
        match subject {
            Subject::Nobody => Some(Owner::Outlet),
            Subject::Elided => before,
            // In words that are someone's already, the pronoun is most often that speaker.
            Subject::Pronoun { at } => match self.out.owner[*at] {
                owner @ Owner::Speaker(_) => Some(owner),
                _ => Some(self.antecedent(*at, sentence)),
            },
            Subject::Phrase(phrase) => {
                let r = self.reader;
                if phrase.clone().any(|at| r.withdraws(at)) {
                    return Some(Owner::Outlet);
                }
                // `the statement said`: whoever made it.
                let paper = r.is(phrase.start, Class::Article)
                    && phrase.clone().all(|at| {
                        r.is(at, Class::Article) || r.is(at, Class::Document) || r.is(at, Class::DocumentAdjective)
                    });
                if let (true, Some(last)) = (paper, self.last) {
                    return Some(Owner::Speaker(last));
                }
                let (span, words) = r.words_of(phrase);
                if words.is_empty() {
                    return None;
                }
                let person = self.holds_person(phrase);
                let owner = self.speaker(Speaker { span, words });
                if let Owner::Speaker(index) = owner {
                    self.last = Some(index);
                    if person || !phrase.clone().any(|at| r.is_name_word(at)) {
                        self.last_person = Some(index);
                    }
                }
                Some(owner)
            }
        }
    }

    fn holds_person(&self, phrase: &Range<usize>) -> bool {
        let r = self.reader;
        r.is_person(phrase)
            || phrase.clone().any(|at| (at + 2..=phrase.end.min(at + 5)).any(|to| r.is_person(&(at..to))))
    }

    /// Whom a pronoun means: the subject of the sentence before where it can be one, else the last to have spoken.
    fn antecedent(&mut self, at: usize, sentence: usize) -> Owner {
        let r = self.reader;
        let many = r.is(at, Class::PronounMany);
        let thing = r.is(at, Class::PronounThing);
        if sentence > 0
            && !thing
            && let Some(head) = self.head_of(sentence - 1, many)
        {
            let (span, words) = r.words_of(&head);
            let owner = self.speaker(Speaker { span, words });
            if let Owner::Speaker(index) = owner {
                self.last = Some(index);
                self.last_person = Some(index);
            }
            return owner;
        }
        let known = if many || thing { self.last } else { self.last_person.or(self.last) };
        match known {
            Some(speaker) => Owner::Speaker(speaker),
            None => {
                let span = r.view.pieces[at].span;
                let words = span.of(r.view.text).trim_start_matches("-t-").trim_start_matches('-');
                self.speaker(Speaker { span, words: words.to_owned() })
            }
        }
    }

    /// The noun phrase that opens a sentence, where a pronoun in the next one may mean it: a person's name, or people.
    fn head_of(&self, sentence: usize, many: bool) -> Option<Range<usize>> {
        let r = self.reader;
        let range = r.view.sentences.get(sentence)?.clone();
        let limit = range.end.min(range.start + 12);
        if many {
            let (mut head, _) = r.phrase_after(range.start, limit)?;
            // Without tags the phrase may run into its verb: `Investigators favour`.
            if r.is(head.start, Class::Speaker) && r.several(&(head.start..head.start + 1)) {
                head.end = head.start + 1;
            }
            let several = (r.several(&head) && r.is(head.start, Class::Speaker))
                || r.shape(head.start) == Shape::Number
                || r.is(head.start, Class::Determiner);
            let plural = head.clone().any(|at| r.is(at, Class::Speaker) || r.is(at, Class::Plural));
            return (several
                && plural
                && (head.len() > 1 || r.is(head.start, Class::Speaker))
                && (r.is(head.end - 1, Class::Plural) || r.lexicon.is_plural(r.view.form(head.end - 1))))
            .then_some(head);
        }
        let stop = (range.start..limit)
            .find(|at| r.finite(*at) || !matches!(r.shape(*at), Shape::Word | Shape::Comma))
            .unwrap_or(limit);
        for at in range.start..stop {
            if r.is(at, Class::Preposition) && !r.is(at, Class::Of) || r.is(at, Class::Subordinator) {
                return None;
            }
            for to in (at + 2..=(at + 4).min(stop)).rev() {
                if r.is_person(&(at..to)) {
                    return Some(at..to);
                }
            }
        }
        None
    }

    fn speaker(&mut self, speaker: Speaker) -> Owner {
        if let Some(at) = self.out.speakers.iter().rev().take(40).position(|s| *s == speaker) {
            return Owner::Speaker((self.out.speakers.len() - 1 - at) as u32);
        }
        self.out.speakers.push(speaker);
        Owner::Speaker((self.out.speakers.len() - 1) as u32)
    }

    /// Where a news agency or a paper relays, the one it cites has said it; any other speaker speaks for themselves.
    fn cited<'f>(&self, frames: &'f [Frame], at: usize) -> Option<&'f Subject> {
        let r = self.reader;
        let beside = [at.checked_sub(1), Some(at + 1)];
        let cites = beside.into_iter().flatten().filter_map(|b| frames.get(b)).find(|f| f.citing)?;
        let relative = cites.cue.clone().any(|p| r.is(p, Class::Relative));
        let relay = match &frames[at].subject {
            // `The Evening Star, which cited an adviser`: no office and no person, so a paper or a channel.
            Subject::Phrase(phrase) => {
                phrase.clone().any(|p| r.is(p, Class::Media))
                    || (relative && !phrase.clone().any(|p| r.is(p, Class::Speaker)) && !r.is_person(phrase))
            }
            _ => false,
        };
        relay.then_some(&cites.subject)
    }

    /// Quotations of this sentence that no frame has reached: the speaker of the words about them, or the last one.
    fn quotes_of(&mut self, sentence: usize, range: &Range<usize>, placed: &[(Owner, &Frame)]) {
        let from = self.quotes.partition_point(|q| q.last_sentence < sentence);
        let here: Vec<Quote> =
            self.quotes[from..].iter().take_while(|q| q.last_sentence == sentence).copied().collect();
        for quote in here {
            let inside = quote.open + 1..quote.close;
            if inside.len() < 2 || inside.clone().any(|at| matches!(self.out.owner[at], Owner::Speaker(_))) {
                continue;
            }
            // A whole quoted sentence, or a quoted clause in a sentence where nobody is named, carries the last speaker on.
            let whole = quote.open == self.reader.view.sentences[quote.sentence].start && quote.close + 2 >= range.end;
            let clause = placed.is_empty() && self.reader.any_finite(inside.clone());
            if (whole || clause)
                && !self.reader.view.opens_paragraph[quote.sentence]
                && let Some(owner) = self.owner_before(self.reader.view.sentences[quote.sentence].start)
            {
                self.fill(quote.open..quote.close, owner, None);
            }
        }
    }

    /// The speaker of the sentence before, if it ended in one's words.
    fn owner_before(&self, at: usize) -> Option<Owner> {
        (at.saturating_sub(40)..at).rev().map(|b| self.out.owner[b]).find(|o| matches!(o, Owner::Speaker(_)))
    }

    /// `It had not yet received the report.`: words of the speaker before, told by the tense.
    fn carried(&mut self, sentence: usize, range: &Range<usize>) {
        let r = self.reader;
        if !r.lexicon.bare_clause || r.view.opens_paragraph[sentence] || sentence == 0 {
            return;
        }
        let first = range.start;
        if (r.is(first, Class::Pronoun) || r.is(first, Class::PronounMany)) && r.is(first + 1, Class::Backshift) {
            let before = r.view.sentences[sentence - 1].clone();
            let spoken = before.clone().any(|at| matches!(self.out.owner[at], Owner::Speaker(_)));
            if let (true, Some(last)) = (spoken, self.last) {
                self.fill(range.clone(), Owner::Speaker(last), None);
            }
        }
    }

    /// Keeps the person named last, for a pronoun before anyone has spoken.
    fn note_person(&mut self, range: &Range<usize>) {
        if self.last_person.is_some() {
            return;
        }
        let r = self.reader;
        let span = r.view.span(range);
        let first = r.names.partition_point(|n| n.span.end <= span.start);
        let named =
            r.names[first..].iter().take_while(|n| n.span.start < span.end).filter(|n| n.kind == NameKind::Person);
        let place = named.last().map(|n| r.view.pieces_in(n.span)).or_else(|| {
            (range.start..range.end.min(range.start + 120))
                .rev()
                .find_map(|at| (2..=3).map(|n| at..at + n).find(|p| p.end <= range.end && r.is_person(p)))
        });
        if let Some(place) = place {
            let (span, words) = r.words_of(&place);
            if let Owner::Speaker(index) = self.speaker(Speaker { span, words }) {
                self.last_person = Some(index);
                if self.last.is_none() && r.can_be(Who::Speaker, &place) {
                    self.last = Some(index);
                }
            }
        }
    }
}
