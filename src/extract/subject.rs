//! Whose attribute it is, and where: the entity and the place that a statement is about.
//!
//! Works on names and small words; where the sentence was parsed, its subject is asked first.

use super::Job;
use super::page::{Line, Page};
use crate::model::{EntityKind, Kind, Mention, NameKind, Span};
use crate::rules::attributes::Subject;
use crate::rules::clause_words::ClauseWords;

/// How many tokens may stand between a preposition and the place that it leads to ("dans la région frontalière de Koursk").
const REACH: usize = 5;

/// A place that a statement names, with the words that name it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Where {
    /// The place, an index in the page's entities.
    pub entity: usize,
    /// Its words.
    pub span: Span,
}

/// Returns whether a name is a place here: spoken of as where something is, not as who acts.
pub(super) fn is_location(line: &Line, at: Span, phrases: &ClauseWords) -> bool {
    let token = line.tokens(at).start;
    let mut strong = false;
    let mut place_noun = false;
    for n in (token.saturating_sub(REACH)..token).rev() {
        let word = line.words[n].as_str();
        if line.breaks[n] > 0 && !phrases.locatives.contains(word) {
            break;
        }
        if phrases.place_nouns.contains(word) {
            place_noun = true;
        }
        if phrases.locatives.contains(word) && (place_noun || !phrases.weak_locatives.contains(word)) {
            strong = true;
            break;
        }
        // Between a preposition and its place stand articles, place nouns and adjectives, but no other name.
        if line.names.iter().any(|(s, _)| s.overlaps(&line.sentence.tokens[n].span)) {
            break;
        }
    }
    strong || place_noun
}

/// Returns the places of a sentence that say where, in order.
pub(super) fn locations(page: &Page, line: &Line, phrases: &ClauseWords) -> Vec<Where> {
    let is_place = |e: usize| page.entities[e].kind == EntityKind::Named(NameKind::Place);
    let mut found: Vec<Where> = line
        .names
        .iter()
        // Where somebody speaks, and what office they hold, is not where it happened.
        .filter(|(span, _)| !line.speech.iter().any(|words| words.overlaps(span)))
        .filter(|(span, e)| is_place(*e) && is_location(line, *span, phrases))
        .map(|(span, entity)| Where { entity: *entity, span: *span })
        .collect();
    // "la frontière russe", "Russian territory": the people's word with a stretch of land is the place.
    for (span, entity) in &line.demonyms {
        let n = line.tokens(*span).start;
        let near =
            |n: Option<usize>| n.and_then(|n| line.words.get(n)).is_some_and(|w| phrases.place_nouns.contains(w));
        if near(n.checked_sub(1)) || near(Some(n + 1)) {
            let land = line.span(n.saturating_sub(1)..n + 1);
            // "la région russe de Koursk" means Koursk, which is found by itself.
            let narrower = found.iter().any(|w| w.span.start >= span.end && w.span.start - span.end < 8);
            if !narrower {
                found.push(Where { entity: *entity, span: land });
            }
        }
    }
    found.sort_by_key(|w| w.span.start);
    found
}

/// Returns where a statement at `at` holds: the nearest place behind it in its clause, else before it.
pub(super) fn place_of(
    page: &Page,
    line: &Line,
    at: Span,
    subject: Option<usize>,
    phrases: &ClauseWords,
) -> Option<Where> {
    let here = line.tokens(at);
    let own_number = |n: usize, span: Span| {
        // A place behind the next figure belongs to that one: "10 000 en Russie, dont 8 000 à Koursk".
        page.mentions[line.mentions.clone()]
            .iter()
            .any(|m| m.span != at && is_figure(m) && m.span.start > at.end && m.span.end <= span.start)
            || page.mentions[line.mentions.clone()]
                .iter()
                .any(|m| m.span != at && is_figure(m) && m.span.end < at.start && m.span.start >= span.end && n > 12)
    };
    locations(page, line, phrases)
        .into_iter()
        .filter(|w| Some(w.entity) != subject && !w.span.overlaps(&at))
        .map(|w| {
            let tokens = line.tokens(w.span);
            let distance = line.distance(&here, &tokens);
            // What follows is weighed lighter: places stand behind what they narrow.
            let cost = if w.span.start >= at.end { distance } else { distance * 2 + 4 };
            (cost, w, tokens.start)
        })
        .filter(|(cost, w, _)| *cost <= 40 && !own_number(*cost as usize, w.span))
        .min_by_key(|(cost, w, _)| (*cost, w.span.start))
        .map(|(_, w, _)| w)
}

/// Returns whether a blank line stands between a sentence and a later one.
fn is_parted(page: &Page, one: &Line, other: &Line) -> bool {
    let between = page.text.get(one.sentence.span.start..other.sentence.span.start);
    between.is_some_and(|text| text.contains("\n\n"))
}

/// How far back a statement's place is looked for where its sentence names none, in bytes.
const LOOK_BACK: usize = 700;

/// Returns where a statement holds by what is spoken of around it, where its own words do not say: the place named
/// nearest in its sentence, else in those before it in its paragraph. A new paragraph may be elsewhere.
///
/// It is told to readers, and narrows no question: nobody said it.
pub(super) fn place_around(page: &Page, at: usize, here: Span, phrases: &ClauseWords) -> Option<usize> {
    let is_place = |e: usize| page.entities[e].kind == EntityKind::Named(NameKind::Place);
    let line = &page.lines[at];
    let own = line.tokens(here);
    let near = line
        .names
        .iter()
        .filter(|(s, e)| is_place(*e) && !s.overlaps(&here))
        .min_by_key(|(s, _)| line.distance(&own, &line.tokens(*s)) + u32::from(s.start > here.end) * 2)
        .map(|(_, e)| *e);
    let before = || {
        page.lines[..at]
            .iter()
            .rev()
            .take_while(|l| l.sentence.span.start + LOOK_BACK >= here.start && !is_parted(page, l, line))
            .find_map(|l| locations(page, l, phrases).last().map(|w| w.entity))
    };
    near.or_else(before)
}

fn is_figure(mention: &crate::model::Mention) -> bool {
    mention.kind == Kind::Quantity
}

/// Finds the entity that a figure is about, by the attribute's subject.
///
/// `before` is the entity of an antecedent ("dont 8 000"), `last` whom the counted nouns were last said to belong to,
/// `story` the event that the document is about.
#[allow(clippy::too_many_arguments, reason = "one caller, each argument a word of its own")]
pub(super) fn entity_of(
    job: &Job,
    page: &Page,
    line: &Line,
    mention: &Mention,
    subject: Subject,
    before: Option<usize>,
    last: Option<usize>,
    story: usize,
) -> usize {
    let at = mention.span;
    let phrases = job.phrases;
    match subject {
        Subject::Event => story,
        Subject::Place => place_of(page, line, at, None, phrases).map_or(story, |w| w.entity),
        Subject::Actor => {
            let kinds = [NameKind::Place, NameKind::Organisation, NameKind::Person];
            let counted = mention.counted.unwrap_or(at);
            demonym_of(line, counted)
                .or_else(|| origin_of(page, line, counted, phrases))
                .or(before)
                .or_else(|| super::governor::subject(line, mention).and_then(|s| entity_in(page, line, s, &kinds)))
                .or(last)
                .or_else(|| named_subject(page, line, at, phrases, &kinds))
                .unwrap_or(story)
        }
        // "Selon la procureure, Claire Roy, un homme de 27 ans": it is nobody's whom a name tells.
        Subject::Holder if mention.kind == Kind::Age && super::governor::is_of_someone_unnamed(line, mention) => story,
        Subject::Holder => {
            let kinds = [NameKind::Person, NameKind::Organisation, NameKind::Product, NameKind::Place];
            named_subject(page, line, at, phrases, &kinds).or(before).unwrap_or(story)
        }
    }
}

/// Returns the entity that a phrase names, or whose people's adjective stands in it.
pub(super) fn entity_in(page: &Page, line: &Line, phrase: Span, kinds: &[NameKind]) -> Option<usize> {
    let fits = |e: usize| matches!(page.entities[e].kind, EntityKind::Named(kind) if kinds.contains(&kind));
    line.names.iter().chain(&line.demonyms).find(|(span, e)| span.overlaps(&phrase) && fits(*e)).map(|(_, e)| *e)
}

/// Returns the country whose people or things are counted: "8 000 soldats nord-coréens", "l'armée nord-coréenne".
pub(super) fn demonym_of(line: &Line, counted: Span) -> Option<usize> {
    let here = line.tokens(counted);
    line.demonyms
        .iter()
        .map(|(span, entity)| (line.distance(&here, &line.tokens(*span)), *span, *entity))
        .filter(|(distance, ..)| *distance <= 2)
        .min_by_key(|(distance, span, _)| (*distance, span.start))
        .map(|(.., entity)| entity)
}

/// Returns where those who are counted come from: "3 000 fantassins venus de Corée du Nord", "soldiers from North Korea".
fn origin_of(page: &Page, line: &Line, counted: Span, phrases: &ClauseWords) -> Option<usize> {
    let here = line.tokens(counted);
    let is_place = |e: usize| page.entities[e].kind == EntityKind::Named(NameKind::Place);
    line.names
        .iter()
        .filter(|(span, e)| is_place(*e) && span.start >= counted.end)
        .map(|(span, e)| (line.tokens(*span), *e))
        .filter(|(tokens, _)| {
            let before = tokens.start.checked_sub(1).and_then(|n| line.words.get(n));
            line.distance(&here, tokens) <= 2 && before.is_some_and(|w| phrases.weak_locatives.contains(w))
        })
        .map(|(_, e)| e)
        .next()
}

/// Returns the name that the clause at `at` speaks of: the nearest one before it that is not where something is; else a
/// demonym on the subject's noun.
pub(super) fn named_subject(
    page: &Page,
    line: &Line,
    at: Span,
    phrases: &ClauseWords,
    kinds: &[NameKind],
) -> Option<usize> {
    let here = line.tokens(at);
    let fits = |e: usize| matches!(page.entities[e].kind, EntityKind::Named(kind) if kinds.contains(&kind));
    line.names
        .iter()
        .chain(&line.demonyms)
        .filter(|(span, e)| fits(*e) && span.end <= at.start)
        .filter(|(span, e)| {
            page.entities[*e].kind != EntityKind::Named(NameKind::Place) || !is_location(line, *span, phrases)
        })
        .map(|(span, e)| (line.distance(&here, &line.tokens(*span)), *e))
        .filter(|(distance, _)| *distance <= 30)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, e)| e)
}
