//! Whom a word is said of where the parse is lost, as in headlines and captions ("Teen shot near station dies"): by what
//! stands next to it.
//!
//! In: the words that tell of a patient. Out: the nearest person on the side where one stands. It gives up at whatever
//! could be several, and at the end of the clause.

use super::Job;
use super::page::{Hit, Line, Page};
use super::patients::{self, Is, Who};
use super::sums::is_light;
use crate::model::{Kind, Mention, Span, Upos, Word};
use crate::rules::attributes::Patient;

/// How many tokens behind the words a person is looked for.
const AHEAD: usize = 7;

/// How many before them.
const BACK: usize = 10;

/// The weight of a sign that ends what is told ("; :").
const STRONG_BREAK: u8 = 8;

/// What one side of the words holds.
enum Side {
    /// A person: the word that names it, and who it is.
    One(usize, Who),
    /// Several, or those that a figure counts.
    Several,
    /// Nobody.
    Nobody,
}

/// Returns whom a hit's words are said of, with the words that name them.
pub(super) fn patients(job: &Job, page: &Page, line: &Line, hit: &Hit, stands: Patient) -> Option<(Vec<Who>, Span)> {
    let side = match stands {
        Patient::Of => match ends_in_preposition(line, hit) {
            true => ahead(job, page, line, hit.end),
            false => Side::Nobody,
        },
        Patient::Object => match of_object(job, page, line, hit) {
            Side::Nobody if may_follow(line, hit) => behind(job, page, line, hit.start),
            side => side,
        },
        Patient::Subject | Patient::OwnHand => behind(job, page, line, hit.start),
    };
    match side {
        Side::One(word, first) => with_joined(job, page, line, word, first),
        Side::Nobody if stands == Patient::Subject => of_hit_before(job, page, line, hit),
        Side::Nobody | Side::Several => None,
    }
}

/// Returns whether a hit ends in a preposition, behind which its complement stands.
fn ends_in_preposition(line: &Line, hit: &Hit) -> bool {
    line.sentence.words.iter().any(|w| w.token + 1 == hit.end && w.upos == Upos::Adp)
}

/// Looks behind a verb for its object; not in the passive.
fn of_object(job: &Job, page: &Page, line: &Line, hit: &Hit) -> Side {
    let is_passive = hit.start.checked_sub(1).and_then(|n| word_at(line, n)).is_some_and(|w| w.upos == Upos::Aux);
    if is_passive { Side::Nobody } else { ahead(job, page, line, hit.end) }
}

/// Returns whether the one whom a verb is said of may stand before it: not before "kills" or "killing".
fn may_follow(line: &Line, hit: &Hit) -> bool {
    let is_active = |feats: &str| {
        feats.split('|').any(|f| matches!(f, "Tense=Pres" | "VerbForm=Ger" | "VerbForm=Inf"))
            && !feats.contains("Tense=Past")
            // "Teen hurt in crash": one person is no subject of a plural.
            && !feats.contains("Number=Plur")
    };
    !line.sentence.words.iter().any(|w| (hit.start..hit.end).contains(&w.token) && is_active(&w.feats))
}

/// Returns the first word of a token.
fn word_at<'l>(line: &'l Line, token: usize) -> Option<&'l Word> {
    line.sentence.words.iter().find(|w| w.token == token)
}

/// Looks for a person from a token on.
fn ahead(job: &Job, page: &Page, line: &Line, from: usize) -> Side {
    let may_pass = |_: usize, word: &Word| {
        matches!(word.upos, Upos::Noun | Upos::Adj | Upos::Det | Upos::Num | Upos::Adv | Upos::Propn)
    };
    along(job, page, line, from..line.words.len().min(from + AHEAD), may_pass)
}

/// Looks for a person from a token back, over the other words that tell of what happened.
fn behind(job: &Job, page: &Page, line: &Line, before: usize) -> Side {
    let may_pass = |token: usize, word: &Word| is_aside(line, token) || is_passed_over(page, line, token, word);
    along(job, page, line, (before.saturating_sub(BACK)..before).rev(), may_pass)
}

/// Looks for a person along some tokens, as far as they may be passed over.
fn along(
    job: &Job,
    page: &Page,
    line: &Line,
    tokens: impl Iterator<Item = usize>,
    may_pass: impl Fn(usize, &Word) -> bool,
) -> Side {
    let mut aged = None;
    let mut is_apposed = false;
    for token in tokens {
        if line.breaks[token] >= STRONG_BREAK {
            break;
        }
        let Some(at) = line.sentence.words.iter().position(|w| w.token == token) else { continue };
        if is_in(page, line, token, Kind::Age) {
            aged = aged.or(Some(at));
            is_apposed |= is_aside(line, token);
            continue;
        }
        // "Five drowned, 8-year-old hurt": whoever stands behind a comma is another one, but for "Ann Lind, 25".
        let ends = matches!(line.sentence.words[at].upos, Upos::Punct | Upos::Cconj);
        if aged.is_some() && !is_apposed && ends {
            break;
        }
        if is_in(page, line, token, Kind::Quantity) && !is_aside(line, token) {
            return Side::Several;
        }
        match patients::who(job, page, line, at) {
            Is::One(who) => return Side::One(at, who),
            Is::Many | Is::Several => return Side::Several,
            Is::Nobody => {}
        }
        if !may_pass(token, &line.sentence.words[at]) {
            break;
        }
    }
    of_age(page, line, aged)
}

/// Someone of whom only an age is told.
fn of_age(page: &Page, line: &Line, word: Option<usize>) -> Side {
    word.map_or(Side::Nobody, |at| Side::One(at, Who::Someone(AGED.to_owned(), patients::age_of(page, line, at))))
}

/// Returns whom an age tells of that stands right before the words, at the beginning of their clause, whatever the parse makes of
/// them: "five drowned, 8-year-old hurt". Not who does it: "the 16-year-old shot a guard".
pub(super) fn aged_before(page: &Page, line: &Line, hit: &Hit, stands: Patient) -> Option<(Vec<Who>, Span)> {
    let start = (0..hit.start).rev().take_while(|n| is_light(line, *n..hit.start)).last().unwrap_or(hit.start);
    let is_age = |m: &&Mention| m.kind == Kind::Age && line.tokens(m.span).end == start;
    let age = page.mentions[line.mentions.clone()].iter().find(is_age).map(|m| line.tokens(m.span))?;
    let at = line.sentence.words.iter().position(|w| w.token + 1 == start)?;
    let det = age.start.checked_sub(1).filter(|n| word_at(line, *n).is_some_and(|w| w.upos == Upos::Det));
    let span = line.span(det.unwrap_or(age.start)..age.end);
    let has_object = word_at(line, hit.end).is_some_and(|w| {
        matches!(w.upos, Upos::Det | Upos::Num | Upos::Noun | Upos::Propn | Upos::Adj | Upos::Pron | Upos::Cconj)
    });
    let is_open = match line.tokens(span).start.checked_sub(1).and_then(|n| word_at(line, n).map(|w| (n, w.upos))) {
        // "A nurse and an 8-year-old": the words are said of both.
        Some((n, Upos::Cconj)) => n.checked_sub(1).is_some_and(|before| is_told(line, before)),
        Some((_, upos)) => upos == Upos::Punct,
        None => true,
    };
    let is_of_it = stands == Patient::Subject || stands == Patient::Object && !has_object;
    let who = Who::Someone(AGED.to_owned(), patients::age_of(page, line, at));
    (is_open && is_of_it).then(|| (vec![who], span))
}

/// Whom an age alone tells of.
const AGED: &str = "person";

/// Returns whether a token stands in a mention of a kind.
fn is_in(page: &Page, line: &Line, token: usize, kind: Kind) -> bool {
    page.mentions[line.mentions.clone()].iter().any(|m| m.kind == kind && line.tokens(m.span).contains(&token))
}

/// Returns whether a token is a figure between commas, the age of who was named: "Ann Lind, 25, was killed".
fn is_aside(line: &Line, token: usize) -> bool {
    let is_sign = |n: Option<usize>| n.and_then(|n| line.words.get(n)).is_some_and(String::is_empty);
    is_sign(token.checked_sub(1)) && is_sign(Some(token + 1)) && line.words[token].chars().all(|c| c.is_ascii_digit())
}

/// Returns whether a token stands among words that tell of a patient.
fn is_told(line: &Line, token: usize) -> bool {
    let mut hits = line.hits.patients.iter().map(|(h, _)| h).chain(&line.hits.triggers);
    hits.any(|h| (h.start..h.end).contains(&token))
}

/// Returns whether a word may stand between a person and what is said of it: an auxiliary, an adverb, a date, another
/// word that tells of a patient.
fn is_passed_over(page: &Page, line: &Line, token: usize, word: &Word) -> bool {
    match word.upos {
        Upos::Adv | Upos::Aux | Upos::Part | Upos::Punct => true,
        Upos::Pron => word.feats.contains("PronType=Rel"),
        Upos::Cconj => token.checked_sub(1).is_some_and(|n| is_told(line, n)),
        _ => is_told(line, token) || is_in(page, line, token, Kind::Date),
    }
}

/// Adds those who are joined to the one who was found: "her mother and younger sister were found dead".
fn with_joined(job: &Job, page: &Page, line: &Line, word: usize, first: Who) -> Option<(Vec<Who>, Span)> {
    let words = &line.sentence.words;
    let has_cc = words.iter().any(|w| w.head == Some(word) && w.deprel == "cc");
    let head = words[word].head.filter(|_| words[word].deprel == "conj" && has_cc);
    match head.map(|head| (head, patients::who(job, page, line, head))) {
        Some((head, Is::One(who))) => patients::with_joined(job, page, line, head, who),
        Some((_, Is::Many | Is::Several)) => None,
        _ => patients::with_joined(job, page, line, word, first),
    }
}

/// Returns whom the nearest words before are said of, in the same clause: "a teenager shot in the head died".
fn of_hit_before(job: &Job, page: &Page, line: &Line, hit: &Hit) -> Option<(Vec<Who>, Span)> {
    let in_clause = |h: &Hit| h.end <= hit.start && line.breaks[h.end..hit.start].iter().all(|b| *b < STRONG_BREAK);
    let opens = |h: &Hit| line.words[h.end..hit.start].iter().any(|w| job.phrases.connectors.contains(w));
    let fits = |(h, stands): &&(Hit, Patient)| *stands == Patient::Object && in_clause(h) && !opens(h);
    let (before, stands) = line.hits.patients.iter().filter(fits).max_by_key(|(h, _)| h.end)?;
    patients::of_hit(job, page, line, before, *stands)
}
