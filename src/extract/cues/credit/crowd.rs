//! Everyone whom a document might credit: its noun phrases, those that mean one and the same gathered.
//!
//! In: a [`Reader`] and what the rules found. Out: a [`Crowd`]. Phrases are read from tags alone, so that sentences
//! without a parse have theirs as well.

use std::ops::Range;

use super::super::attribution::{Owner, Owners};
use super::super::lexicon::{Class, Who};
use super::super::reader::Reader;
use super::super::view::Shape;
use crate::model::{NameKind, Span, Upos};
use crate::rules::fold::fold;

/// Phrases of one document that are looked at; a text with more has no end of names.
const MOST: usize = 4_000;
/// How many phrases back one may mean the same.
const MEMORY: usize = 60;

/// What a verb does to a statement, the more it speaks the higher: classes of `rules/<lang>/attribution.toml`.
pub(super) type Deed = u8;
/// Not a verb of any class.
pub(super) const OTHER_DEED: Deed = 1;
/// A verb that takes what is said as its object.
pub(super) const STATES: Deed = 20;
/// A verb that takes a clause or a quotation.
pub(super) const SPEAKS: Deed = 21;

/// A phrase that may name a speaker.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Its words up to a complement.
    pub chunk: Range<usize>,
    /// The piece that its other words hang on.
    pub head: usize,
    pub sentence: usize,
    /// Whom it means.
    pub person: usize,
    /// Its words as a speaker's, without an article, and their place.
    pub span: Span,
    pub words: String,
    pub is: Looks,
    /// What the verb behind it does.
    pub deed: Deed,
    /// What the verb right before it does.
    pub deed_before: Deed,
    /// It is the first phrase of its sentence.
    pub is_first: bool,
}

/// What a phrase looks like.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Looks {
    pub person: bool,
    pub organisation: bool,
    pub place: bool,
    pub speaker: bool,
    pub document: bool,
    pub judge: bool,
    pub media: bool,
    pub counter: bool,
    pub capital: bool,
    pub many: bool,
    pub feminine: Option<bool>,
}

/// All phrases that mean one.
#[derive(Clone, Debug, Default)]
pub(super) struct Member {
    /// Its phrases, in order of the text.
    pub phrases: Vec<usize>,
    /// Sentences in which the rules credit it with something, in order.
    pub credited: Vec<usize>,
    /// How often it stands before a verb that speaks.
    pub speaks: usize,
    names: Vec<String>,
    /// The nouns that it is called by.
    heads: Vec<String>,
    pub looks: Looks,
}

/// A document's candidates.
#[derive(Default)]
pub(super) struct Crowd {
    pub candidates: Vec<Candidate>,
    /// The candidates of each sentence.
    pub of_sentence: Vec<Range<usize>>,
    pub members: Vec<Member>,
    /// Whom each speaker of the rules is.
    pub member_of_speaker: Vec<Option<usize>>,
    /// What each piece does, if it is a verb.
    pub deeds: Vec<Deed>,
}

impl Crowd {
    /// Gathers everyone.
    pub fn gather(r: &Reader, owners: &Owners) -> Crowd {
        let deeds = (0..r.view.pieces.len()).map(|at| deed_at(r, at)).collect();
        let mut crowd = Crowd { deeds, ..Crowd::default() };
        // A speaker of the rules whose words no phrase has is a phrase of its own.
        let mut found: Vec<Range<usize>> = owners.speakers.iter().map(|s| r.view.pieces_in(s.span)).collect();
        found.sort_by_key(|range| (range.start, range.end));
        let mut next = 0;
        for (sentence, range) in r.view.sentences.iter().enumerate() {
            let first = crowd.candidates.len();
            let mut chunks = if first < MOST { chunks(r, range.clone()) } else { Vec::new() };
            while next < found.len() && found[next].start < range.end {
                let range = found[next].clone();
                next += 1;
                let alone = range.len() == 1 && is_pronoun(r, range.start);
                if !alone && !range.is_empty() && !chunks.iter().any(|c| c.start < range.end && range.start < c.end) {
                    chunks.push(range);
                }
            }
            chunks.sort_by_key(|c| (c.start, c.end));
            for chunk in chunks {
                crowd.join(r, sentence, range.end, chunk, first);
            }
            crowd.of_sentence.push(first..crowd.candidates.len());
        }
        crowd.note_credited(r, owners);
        crowd
    }

    fn join(&mut self, r: &Reader, sentence: usize, end: usize, chunk: Range<usize>, first: usize) {
        let Some(head) = head_of(r, &chunk) else { return };
        let looks = looks(r, &chunk, head);
        let (phrase, behind) = shown(r, &chunk, end);
        let (span, words) = r.words_of(&phrase);
        // "620MW", "Unit 2": what a figure names says nothing.
        let is_figure = r.view.form(head).contains(|c: char| c.is_ascii_digit());
        if words.is_empty() || is_figure {
            return;
        }
        let deed = self.deed_behind(r, behind.max(chunk.end), end);
        let deed_before = self.deed_before(r, chunk.start, r.view.sentences[sentence].start);
        let names: Vec<String> = chunk
            .clone()
            .filter(|at| r.is_name_word(*at) || looks.person || looks.organisation)
            .filter(|at| r.view.is_word(*at) && r.view.capital(*at) && !r.is(*at, Class::Title))
            .map(|at| fold(r.view.form(at)))
            .collect();
        let is_office = |at: &usize| *at == head || !r.view.capital(*at) && r.is(*at, Class::Speaker);
        let heads: Vec<String> = chunk.clone().filter(is_office).map(|at| singular(&fold(r.view.form(at)))).collect();
        let is_first = self.candidates.len() == first;
        // `le préfet, Jean Martel`: one and the same, told twice.
        let closes = matches!(r.shape(chunk.end), Shape::Comma | Shape::Stop | Shape::Close | Shape::Dash);
        let beside = self.candidates[first..].last().filter(|c| {
            let name = |is: &Looks| is.person || is.organisation;
            let office = |is: &Looks| is.speaker && !name(is);
            c.chunk.end + 1 == chunk.start
                && r.shape(c.chunk.end) == Shape::Comma
                && (office(&c.is) && name(&looks) && (looks.person || closes)
                    || name(&c.is) && office(&looks) && closes)
        });
        let whole = beside.map(|c| c.chunk.start..chunk.end);
        let person = beside.map(|c| c.person).or_else(|| self.known(&names, &heads, &looks)).unwrap_or_else(|| {
            self.members.push(Member::default());
            self.members.len() - 1
        });
        let at = self.candidates.len();
        let member = &mut self.members[person];
        member.phrases.push(at);
        member.speaks += usize::from(deed >= STATES || deed_before >= STATES);
        let fresh: Vec<String> = heads.into_iter().filter(|head| !member.heads.contains(head)).collect();
        member.heads.extend(fresh);
        if member.names.is_empty() {
            member.names = names;
        }
        member.looks = Looks {
            person: member.looks.person || looks.person,
            organisation: member.looks.organisation || looks.organisation,
            speaker: member.looks.speaker || looks.speaker,
            capital: member.looks.capital || looks.capital,
            feminine: member.looks.feminine.or(looks.feminine),
            ..looks
        };
        let (mut span, mut words) = (span, words);
        if let Some(whole) = whole {
            (span, words) = r.words_of(&whole);
            if let Some(beside) = self.candidates.last_mut() {
                (beside.span, beside.words) = (span, words.clone());
            }
        }
        self.candidates.push(Candidate {
            chunk,
            head,
            sentence,
            person,
            span,
            words,
            is: looks,
            deed,
            deed_before,
            is_first,
        });
    }

    /// Whom a phrase means of those named before.
    fn known(&self, names: &[String], heads: &[String], looks: &Looks) -> Option<usize> {
        let recent = self.candidates.iter().rev().take(MEMORY).map(|c| c.person);
        let mut seen = usize::MAX;
        for person in recent {
            if person == seen {
                continue;
            }
            seen = person;
            let member = &self.members[person];
            let same = match (names.last(), member.names.last()) {
                (Some(a), Some(b)) => {
                    a == b && (names.len() == 1 || member.names.len() == 1 || names[0] == member.names[0])
                }
                (None, _) => !looks.person && heads.first().is_some_and(|head| member.heads.contains(head)),
                (Some(_), None) => false,
            };
            if same {
                return Some(person);
            }
        }
        None
    }

    /// What the verb does that a phrase is the subject of, as far as order tells.
    fn deed_behind(&self, r: &Reader, from: usize, hi: usize) -> Deed {
        let mut at = from;
        if r.shape(at) == Shape::Comma {
            // Behind an aside.
            match (at + 1..hi.min(at + 14)).find(|a| r.shape(*a) == Shape::Comma) {
                Some(close) => at = close + 1,
                None => return 0,
            }
        }
        for at in at..hi.min(at + 6) {
            let Some(word) = r.view.word(at) else { return 0 };
            match word.upos {
                Upos::Aux | Upos::Adv | Upos::Pron | Upos::Part => {}
                Upos::Verb => return self.deeds[at],
                _ if r.is(at, Class::Time) || r.is(at, Class::Clitic) => {}
                _ => return 0,
            }
        }
        0
    }

    fn deed_before(&self, r: &Reader, start: usize, lo: usize) -> Deed {
        let before = (lo..start).rev().take(2).take_while(|at| r.view.is_word(*at));
        let deed = before.map(|at| self.deeds[at]).max().unwrap_or(0);
        // `…, précise l'académie`: whatever a tagger takes it for, a word there that can be a verb is one.
        let parted = start > lo + 1 && matches!(r.shape(start - 2), Shape::Comma | Shape::QuoteClose | Shape::Dash);
        if deed < STATES && parted { deed.max(deed_of_form(r, start - 1)) } else { deed }
    }

    /// Notes whom the rules credit, sentence by sentence.
    fn note_credited(&mut self, r: &Reader, owners: &Owners) {
        let overlap = |c: &Candidate, s: Span| c.span.overlaps(&s) || r.view.span(&c.chunk).overlaps(&s);
        self.member_of_speaker = owners
            .speakers
            .iter()
            .map(|speaker| {
                let sentence = r.view.sentence_of(r.view.pieces_in(speaker.span).start)?;
                let here = self.of_sentence.get(sentence)?.clone();
                self.candidates[here].iter().find(|c| overlap(c, speaker.span)).map(|c| c.person)
            })
            .collect();
        // The rules may have read more of the phrase.
        for speaker in &owners.speakers {
            let at = r.view.pieces_in(speaker.span);
            let Some(here) = r.view.sentence_of(at.start).and_then(|s| self.of_sentence.get(s)).cloned() else {
                continue;
            };
            for c in self.candidates[here].iter_mut().filter(|c| overlap(c, speaker.span)) {
                let tail = r.view.pieces_in(speaker.span);
                if speaker.words.len() > c.words.len() && without_verbs(r, tail.clone()) == tail {
                    (c.span, c.words) = (speaker.span, speaker.words.clone());
                }
            }
        }
        for (sentence, range) in r.view.sentences.iter().enumerate() {
            let mut last = None;
            for at in range.clone() {
                let Owner::Speaker(index) = owners.owner[at] else { continue };
                if last == Some(index) {
                    continue;
                }
                last = Some(index);
                if let Some(person) = self.member_of_speaker.get(index as usize).copied().flatten() {
                    let credited = &mut self.members[person].credited;
                    if credited.last() != Some(&sentence) {
                        credited.push(sentence);
                    }
                }
            }
        }
    }
}

pub(super) fn is_pronoun(r: &Reader, at: usize) -> bool {
    r.is(at, Class::Pronoun) || r.is(at, Class::PronounMany)
}

/// Runs of words that tags call nouns, with what stands before them.
fn chunks(r: &Reader, sentence: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start: Option<usize> = None;
    for at in sentence.start..=sentence.end {
        let inside = at < sentence.end && is_nominal(r, at);
        // A second article opens a phrase of its own.
        let fresh = inside
            && start.is_some_and(|s| {
                let article = r.is(at, Class::Article) && r.is(at - 1, Class::Of);
                // `According to the note 143 people`
                let figure = r.shape(at) == Shape::Number && !r.view.capital(at - 1) && noun(r, at - 1);
                at > s && (article || figure)
            });
        if let Some(from) = start
            && (!inside || fresh)
        {
            out.push(from..at);
            start = None;
        }
        if inside && start.is_none() {
            start = Some(at);
        }
    }
    for run in &mut out {
        while run.len() > 1 && (r.is(run.start, Class::Time) || r.is_adverb(run.start)) {
            run.start += 1;
        }
        // "a annoncé la direction mercredi", but not "said Theresa May".
        let is_day = |at: &usize| r.is(*at, Class::Time) && !(r.view.capital(*at) && r.view.capital(*at - 1));
        let is_date = |at: usize| r.is(at, Class::Time) || r.shape(at) == Shape::Number;
        if let Some(day) = (run.start + 1..run.end).find(is_day).filter(|day| (*day..run.end).all(is_date)) {
            run.end = day;
        }
    }
    out.retain(|run| head_of(r, run).is_some());
    out
}

fn is_nominal(r: &Reader, at: usize) -> bool {
    if r.shape(at) == Shape::Number {
        return true;
    }
    if !r.view.is_word(at) || r.is(at, Class::Possessive) || is_pronoun(r, at) {
        return false;
    }
    match r.view.upos(at) {
        Some(Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::X) => true,
        // `du`: a preposition that hides its article.
        Some(Upos::Det) => !r.is(at, Class::PronounNone) || r.is(at, Class::Article),
        Some(_) => r.is_name_word(at) && r.is_name_word(at + 1),
        None => r.view.capital(at) || r.is(at, Class::Speaker) || r.is(at, Class::Article),
    }
}

/// The noun that a run hangs on: the first where complements follow, the last where they stand before.
fn head_of(r: &Reader, run: &Range<usize>) -> Option<usize> {
    let noun = |at: &usize| noun(r, *at);
    if r.lexicon.bare_clause { run.clone().rev().find(noun) } else { run.clone().find(noun) }
}

fn noun(r: &Reader, at: usize) -> bool {
    r.view.is_word(at)
        && !r.is(at, Class::Time)
        && match r.view.upos(at) {
            Some(Upos::Noun | Upos::Propn | Upos::X) => true,
            Some(_) => r.view.capital(at) && r.is_name_word(at) || r.is(at, Class::Speaker),
            None => !r.is(at, Class::Article),
        }
}

fn looks(r: &Reader, chunk: &Range<usize>, head: usize) -> Looks {
    let span = r.view.span(chunk);
    let first = r.names.partition_point(|n| n.span.end <= span.start);
    let mut looks = Looks::default();
    for name in r.names[first..].iter().take_while(|n| n.span.start < span.end) {
        match name.kind {
            NameKind::Person => looks.person = true,
            NameKind::Organisation => looks.organisation = true,
            NameKind::Place => looks.place = true,
            _ => {}
        }
    }
    let any = |class: Class| chunk.clone().any(|at| r.is(at, class));
    looks.person |= r.is_person(chunk);
    looks.speaker = r.can_be(Who::Speaker, chunk) || r.is(head, Class::Body);
    looks.document = r.is(head, Class::Document) || r.is(head, Class::Nominal) || r.is(head, Class::Record);
    looks.judge = any(Class::Judge);
    looks.media = any(Class::Media);
    looks.counter = any(Class::Counter);
    looks.capital = chunk.clone().any(|at| r.is_name_word(at));
    let feats = r.view.word(head).map_or("", |w| &w.feats);
    looks.many = feats.contains("Number=Plur") || r.is(head, Class::Plural);
    looks.feminine = match () {
        () if feats.contains("Gender=Fem") => Some(true),
        () if feats.contains("Gender=Masc") => Some(false),
        () => None,
    };
    looks
}

/// What the verb at a piece does.
fn deed_at(r: &Reader, at: usize) -> Deed {
    let word = r.view.word(at);
    if word.is_some_and(|w| !matches!(w.upos, Upos::Verb | Upos::Aux)) {
        // `Insurers count 64 of them`: a tagger takes it for a noun.
        let noun = word.is_some_and(|w| matches!(w.upos, Upos::Noun | Upos::Propn)) && !r.view.capital(at);
        let subject = at > 0 && (r.is(at - 1, Class::Speaker) || r.is(at - 1, Class::Body) || r.is_name_word(at - 1));
        let object = r.shape(at + 1) == Shape::Number || r.is(at + 1, Class::Determiner) && !r.is(at + 1, Class::Of);
        return if noun && subject && object { deed_of_form(r, at) } else { 0 };
    }
    word.map_or(0, |w| r.lexicon.deed(&w.lemma).max(OTHER_DEED)).max(deed_of_form(r, at))
}

fn deed_of_form(r: &Reader, at: usize) -> Deed {
    let mut deed = 0;
    for (entry, _) in r.lexicon.forms.get(r.view.form(at)).into_iter().flatten() {
        let verb = &r.lexicon.verbs[*entry];
        // `give a figure`: a verb that needs further words is not yet one that speaks.
        if verb.then.is_empty() && verb.needs.is_empty() {
            deed = deed.max(if verb.clause || verb.quote { SPEAKS } else { STATES });
        }
    }
    deed
}

/// A phrase's words as a speaker's, and the first piece behind it.
fn shown(r: &Reader, chunk: &Range<usize>, end: usize) -> (Range<usize>, usize) {
    let (phrase, behind) = match r.phrase_after(chunk.start, end) {
        // A part of its words is no phrase.
        Some((phrase, behind)) if phrase.start >= chunk.end || phrase.end >= chunk.end => (phrase, behind),
        _ => (chunk.clone(), chunk.end),
    };
    (without_verbs(r, phrase), behind)
}

/// Takes off the verb that a tagger took for a noun: `souffle Anne Roy`, `la direction conteste`, `the firm reckons`.
fn without_verbs(r: &Reader, mut phrase: Range<usize>) -> Range<usize> {
    while phrase.len() > 1 && r.is(phrase.end - 1, Class::Clitic) {
        phrase.end -= 1;
    }
    let speaks = |at: usize| {
        let noun = [Class::Speaker, Class::Document, Class::Nominal, Class::Body, Class::Title]
            .iter()
            .any(|class| r.is(at, *class));
        !noun && !r.view.capital(at) && deed_of_form(r, at) > 0
    };
    if phrase.len() < 2 {
        return phrase;
    }
    let names = |at: usize| r.view.capital(at) || r.is(at, Class::Speaker) || r.is(at, Class::Body);
    if speaks(phrase.end - 1) && names(phrase.end - 2) {
        phrase.end -= 1;
    }
    if phrase.len() > 1 && speaks(phrase.start) && r.view.capital(phrase.start + 1) {
        phrase.start += 1;
    }
    phrase
}

fn singular(word: &str) -> String {
    word.trim_end_matches(['s', 'x']).to_owned()
}
