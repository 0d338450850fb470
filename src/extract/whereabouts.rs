//! Where a statement holds, where its own words do not say: learnt from stories read by hand.
//!
//! In: a document made ready, and where in it a value stands. Out: the place among those that the document names at which a reader
//! takes the value to hold. Boosted trees (`models/places.json`) weigh each place by how it is named (dateline, headline, first
//! sentences, how often, as a place where something is), by what sort of place it is, and by how far from the value it stands. They
//! see no words, so that what one story teaches holds in the next. It is told to readers, and narrows no question: nobody said it.

use std::ops::Range;
use std::sync::LazyLock;

use anyhow::Result;

use super::cues::credit::Asked;
use super::page::{Line, Page};
use super::subject;
use crate::boosted::{Forest, Trees};
use crate::ingest;
use crate::model::{EntityKind, Kind, NameKind, Span};
use crate::rules::clause_words::ClauseWords;
use crate::rules::gazetteer::{Gazetteer, PlaceKind};

/// What is looked at: first of a place in its document, then of it as seen from the value.
#[rustfmt::skip]
pub const FEATURES: &[&str] = &[
    "sort", "weight", "mentions", "headline", "lead", "dateline", "capitals", "first", "located", "noun", "within", "holds",
    "places", "main", "peoples", "early_located",
    "kind", "line", "before", "after", "located_here", "said_here", "since", "paragraphs", "last_located", "until", "near",
    "in_headline", "in_lead", "others_here", "only_here",
];

const OF_PLACE: usize = 16;
const ALL: usize = FEATURES.len();

/// A place that may be meant, by its number among the document's entities, and how that looks.
pub type Weighed = (usize, [f32; FEATURES.len()]);

/// For what is not there.
const NONE: f32 = -1.0;
/// Stands for far away.
const FAR: f32 = 99.0;
/// Of more mentions than these each counts as the last.
const MOST: usize = 12;
/// So many bytes into a paragraph a dateline goes, at most.
const DATELINE: usize = 60;

/// The learnt trees.
#[derive(Debug)]
pub struct Judge(Forest);

static EMBEDDED: LazyLock<Result<Judge>> = LazyLock::new(|| {
    let trees = Trees::from_json(include_str!("../../models/places.json"), FEATURES)?;
    Ok(Judge::new(&trees))
});

impl Judge {
    /// Returns the embedded one.
    ///
    /// # Errors
    /// Where the model does not fit its form.
    pub fn embedded() -> Result<&'static Judge> {
        EMBEDDED.as_ref().map_err(|e| anyhow::anyhow!("{e:#}"))
    }

    /// Makes one of a model just learnt.
    pub fn new(trees: &Trees) -> Judge {
        Judge(Forest::of(trees))
    }

    /// Returns the likeliest of some places, of equals the first.
    pub fn choose(&self, weighed: &[Weighed]) -> Option<usize> {
        let mut best: Option<(f32, usize)> = None;
        let rows: Vec<_> = weighed.iter().map(|(_, row)| row).collect();
        for ((entity, _), score) in weighed.iter().zip(self.0.scores(&rows)) {
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, *entity));
            }
        }
        best.map(|(_, entity)| entity)
    }
}

/// A mention of a place.
struct Mention {
    line: usize,
    tokens: Range<usize>,
    span: Span,
    /// Whether it is spoken of as where something is.
    is_located: bool,
    /// Whether it stands in words that tell of a speaker alone.
    is_said: bool,
}

/// A place that the document names.
struct Candidate {
    entity: usize,
    mentions: Vec<Mention>,
    row: [f32; OF_PLACE],
}

/// The places of a document.
pub(super) struct Places {
    candidates: Vec<Candidate>,
    /// The paragraph of each line.
    paragraphs: Vec<usize>,
    /// Where the headline and the first paragraph behind it end.
    lead: Lead,
}

#[derive(Clone, Copy)]
struct Lead {
    headline: usize,
    start: usize,
    end: usize,
}

impl Lead {
    fn of(text: &str) -> Lead {
        let headline = text.find('\n').unwrap_or(0);
        let start = text[headline..].find(|c: char| !c.is_whitespace()).map_or(headline, |at| headline + at);
        let end = text[start..].find("\n\n").map_or(text.len(), |at| start + at);
        Lead { headline, start, end }
    }
}

impl Places {
    pub fn of(page: &Page, phrases: &ClauseWords, main: Option<usize>) -> Places {
        let lead = Lead::of(page.text);
        let mut paragraphs = Vec::with_capacity(page.lines.len());
        let (mut paragraph, mut end) = (0, 0);
        for line in &page.lines {
            let start = line.sentence.span.start;
            paragraph += usize::from(page.text.get(end..start).is_some_and(|between| between.contains('\n')));
            end = line.sentence.span.end.max(end);
            paragraphs.push(paragraph);
        }
        let is_place = |e: usize| {
            page.entities[e].kind == EntityKind::Named(NameKind::Place) && !ingest::is_agency(&page.entities[e].name)
        };
        let mut found: Vec<Vec<Mention>> = page.entities.iter().map(|_| Vec::new()).collect();
        let mut peoples = vec![0usize; page.entities.len()];
        for (n, line) in page.lines.iter().enumerate() {
            for (span, entity) in line.names.iter().filter(|(_, e)| is_place(*e)) {
                found[*entity].push(Mention {
                    line: n,
                    tokens: line.tokens(*span),
                    span: *span,
                    is_located: subject::is_location(line, *span, phrases),
                    is_said: line.speech.iter().any(|words| words.overlaps(span)),
                });
            }
            line.demonyms.iter().for_each(|(_, entity)| peoples[*entity] += 1);
        }
        let named: Vec<(usize, Vec<Mention>)> =
            found.into_iter().enumerate().filter(|(_, mentions)| !mentions.is_empty()).collect();
        let most = named.iter().map(|(e, _)| page.weight[*e]).max().unwrap_or(1).max(1) as f32;
        let length = page.text.len().max(1) as f32;
        let keys: Vec<&str> = named.iter().map(|(e, _)| bare_key(&page.entities[*e].key)).collect();
        let gazetteer = Gazetteer::embedded();
        let places = named.len() as f32;
        let candidates = named
            .iter()
            .enumerate()
            .map(|(n, (entity, mentions))| {
                let in_span = |start: usize, end: usize| mentions.iter().any(|m| (start..end).contains(&m.span.start));
                let located = mentions.iter().filter(|m| m.is_located).count();
                let others = || keys.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, key)| *key);
                let row = [
                    sort(keys[n]),
                    page.weight[*entity] as f32 / most,
                    mentions.len().min(MOST) as f32,
                    f32::from(u8::from(in_span(0, lead.headline))),
                    f32::from(u8::from(in_span(lead.start, lead.end))),
                    dateline(page.text, lead, mentions),
                    f32::from(u8::from(mentions.iter().any(|m| is_in_capitals(m.span.of(page.text))))),
                    mentions.first().map_or(1.0, |m| m.span.start as f32 / length),
                    located as f32 / mentions.len() as f32,
                    f32::from(u8::from(mentions.iter().any(|m| follows_place_noun(&page.lines[m.line], m, phrases)))),
                    others().filter(|other| gazetteer.is_within(keys[n], other)).count() as f32,
                    others().filter(|other| gazetteer.is_within(other, keys[n])).count() as f32,
                    places,
                    f32::from(u8::from(main == Some(*entity))),
                    peoples[*entity].min(MOST) as f32,
                    f32::from(u8::from(mentions.iter().any(|m| m.is_located && m.span.start < lead.end))),
                ];
                (*entity, row)
            })
            .collect::<Vec<_>>();
        let candidates = candidates
            .into_iter()
            .zip(named)
            .map(|((entity, row), (_, mentions))| Candidate { entity, mentions, row })
            .collect();
        Places { candidates, paragraphs, lead }
    }

    /// Weighs each place of the document as where a value may hold that stands in the `at`th sentence; `near` is the one that the
    /// rules find around it.
    pub fn weigh(&self, page: &Page, at: usize, asked: &Asked, near: Option<usize>) -> Vec<Weighed> {
        let line = &page.lines[at];
        let own = line.tokens(asked.span);
        let paragraph = self.paragraphs[at];
        let here = |c: &Candidate| c.mentions.iter().any(|m| m.line == at);
        let all_here = self.candidates.iter().filter(|c| here(c)).count();
        let last_located = self
            .candidates
            .iter()
            .filter_map(|c| {
                let last = c.mentions.iter().rfind(|m| m.is_located && m.span.start < asked.span.start)?;
                Some((last.span.start, c.entity))
            })
            .max()
            .map(|(_, entity)| entity);
        let flag = |is: bool| f32::from(u8::from(is));
        let of_value = |candidate: &Candidate| {
            let in_line = || candidate.mentions.iter().filter(|m| m.line == at);
            let behind = in_line().filter(|m| m.span.start >= asked.span.end);
            let before = in_line().filter(|m| m.span.end <= asked.span.start);
            let after = behind.map(|m| line.distance(&own, &m.tokens)).min();
            let before = before.map(|m| line.distance(&own, &m.tokens)).min();
            let earlier = candidate.mentions.iter().rfind(|m| m.line <= at && m.span.start < asked.span.start);
            let later = candidate.mentions.iter().find(|m| m.line > at);
            [
                kind(asked.kind),
                at as f32 / page.lines.len().max(1) as f32,
                before.map_or(FAR, |d| d as f32),
                after.map_or(FAR, |d| d as f32),
                flag(in_line().any(|m| m.is_located)),
                flag(in_line().any(|m| m.is_said)),
                earlier.map_or(FAR, |m| (at - m.line) as f32),
                earlier.map_or(FAR, |m| (paragraph - self.paragraphs[m.line]) as f32),
                flag(last_located == Some(candidate.entity)),
                later.map_or(FAR, |m| (m.line - at) as f32),
                flag(near == Some(candidate.entity)),
                flag(asked.span.start < self.lead.headline),
                flag((self.lead.start..self.lead.end).contains(&asked.span.start)),
                all_here as f32,
                flag(all_here == 1 && here(candidate)),
            ]
        };
        self.candidates
            .iter()
            .map(|candidate| {
                let mut row = [NONE; ALL];
                row[..OF_PLACE].copy_from_slice(&candidate.row);
                row[OF_PLACE..].copy_from_slice(&of_value(candidate));
                (candidate.entity, row)
            })
            .collect()
    }
}

fn bare_key(key: &str) -> &str {
    key.strip_prefix("place:").unwrap_or(key)
}

/// What sort of place it is, the narrower the more.
fn sort(key: &str) -> f32 {
    match Gazetteer::embedded().by_key(key).map(|place| place.kind) {
        Some(PlaceKind::Continent) => 0.0,
        Some(PlaceKind::Country) => 1.0,
        Some(PlaceKind::Area) => 2.0,
        Some(PlaceKind::Region) => 3.0,
        Some(PlaceKind::Water) => 4.0,
        Some(PlaceKind::City) => 5.0,
        None => 6.0,
    }
}

fn kind(kind: Kind) -> f32 {
    match kind {
        Kind::Quantity => 0.0,
        Kind::Money => 1.0,
        Kind::Percent => 2.0,
        Kind::Age => 3.0,
        Kind::Duration => 4.0,
        Kind::Date => 5.0,
        Kind::Fact => 6.0,
        Kind::Name | Kind::Role => 7.0,
    }
}

/// 2 for a place that opens the first paragraph behind the headline, 1 for a further one before the dateline's end, 0 else.
fn dateline(text: &str, lead: Lead, mentions: &[Mention]) -> f32 {
    let Some(opening) = text.get(lead.start..lead.end) else { return 0.0 };
    let end = [" - ", " – ", " — ", ") "].iter().filter_map(|mark| opening.find(mark)).min();
    let Some(end) = end.filter(|end| *end <= DATELINE) else { return 0.0 };
    let inside = |m: &&Mention| (lead.start..lead.start + end).contains(&m.span.start);
    match mentions.iter().find(inside) {
        Some(m) if m.span.start == lead.start => 2.0,
        Some(_) => 1.0,
        None => 0.0,
    }
}

fn is_in_capitals(name: &str) -> bool {
    name.chars().filter(|c| c.is_alphabetic()).count() > 2 && !name.chars().any(char::is_lowercase)
}

/// Whether the word before a name, or the one before `of`, is what places are called (`the village of Ain Tessala`).
fn follows_place_noun(line: &Line, mention: &Mention, phrases: &ClauseWords) -> bool {
    let start = mention.tokens.start;
    (start.saturating_sub(3)..start).any(|n| phrases.place_nouns.contains(line.words[n].as_str()))
}
