//! Counts that are told without a number: "a man was shot dead" is one death, "the blast killed a guard and his son" two.
//!
//! An attribute's file names the words that tell of a patient (the one to whom something happens, in the grammarians'
//! sense) and where it stands in the parse; where the parse is lost, as in headlines, [`super::nearby`] looks around the
//! words. A document is read so only where it gives no figure for the attribute; [`super::toll`] counts.

use std::collections::BTreeSet;

use rust_decimal::prelude::ToPrimitive;

use super::page::{Hit, Line, Page};
use super::sums::{self, Sum};
use super::toll::{self, Told};
use super::{Job, measure, nearby};
use crate::model::{Assertion, EntityKind, Kind, Mention, NameKind, PartialDate, Span, Upos, Value, Word, julian_day};
use crate::rules::attributes::Patient;
use crate::rules::fold::fold;

/// How far into a document the words of its scene are looked for, in bytes: headline and lead.
pub(super) const LEAD: usize = 900;

/// A patient told of so many days before the document's date belongs to another event.
const MOST_DAYS: i64 = 60;

/// How many steps up the parse the one who is spoken of is looked for.
const MOST_STEPS: usize = 4;

/// One patient.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    /// By name.
    Named(usize),
    /// By a noun's class, and an age in years where one is told.
    Someone(String, Option<u32>),
}

impl Who {
    /// Returns whether both may be one and the same: unlike ages are of two, and like ages of one, whatever they are called.
    pub fn may_be(&self, other: &Who) -> bool {
        match (self, other) {
            (Who::Someone(_, Some(age)), Who::Someone(_, Some(other))) => age == other,
            (Who::Someone(noun, _), Who::Someone(other, _)) => noun == other,
            _ => self == other,
        }
    }
}

/// The patients of one phrase.
pub(super) struct Group {
    /// The attribute's index.
    pub attribute: usize,
    /// The line that tells it.
    pub line: usize,
    /// Whether the words say that it is one more than those who are told of elsewhere.
    pub is_apart: bool,
    /// Whether they are told of by words of another attribute, of which this one is the likelier reading.
    pub is_read: bool,
    /// Whether the sentence names the year: it says itself that it speaks of another time, and is not taken for this one.
    pub has_year: bool,
    /// Whether their own words say that they are one more: "another man".
    pub is_further: bool,
    /// Whether a pronoun tells of them.
    pub has_pronoun: bool,
    /// Whether they are told of as somebody's kin: "her mother".
    pub is_kin: bool,
    /// Whether they are the object of a verb: it was done to them.
    pub is_object: bool,
    /// Whether they did it to themselves.
    pub by_own_hand: bool,
    /// Whether they are the object of a verb that they stand behind: somebody did it to them.
    pub by_another: bool,
    /// Who they are.
    pub who: Vec<Who>,
    /// The words that name them.
    pub span: Span,
}

/// Finds what a document tells of patients, one count an attribute; `stated` is what was read of it so far, and `is_denied`
/// tells whether the words at a span are negated, only planned, or not to be read.
pub(super) fn find(
    job: &Job,
    page: &Page,
    published: Option<PartialDate>,
    stated: &[Assertion],
    is_denied: impl Fn(Span) -> bool,
) -> (Vec<Told>, Vec<Sum>) {
    let mut groups: Vec<Group> = Vec::new();
    for (n, line) in page.lines.iter().enumerate() {
        for (hit, stands) in &line.hits.patients {
            let rule = &job.attributes.all[hit.owner];
            let in_scene = !rule.needs_scene.contains(&job.language)
                || page
                    .lines
                    .iter()
                    .take_while(|l| l.sentence.span.start < LEAD)
                    .any(|l| l.hits.scene.contains(&hit.owner));
            // "Nobody knew whether a passenger had been killed."
            let is_asked = line.words[..hit.start].iter().any(|w| job.phrases.doubts.contains(w));
            if !in_scene || is_asked || line.hits.absent.contains(&hit.owner) {
                continue;
            }
            // "Fatally wounded": that is the other attribute's.
            if is_shut_out(job, line, hit) {
                continue;
            }
            let Some((who, span)) = of_hit(job, page, line, hit, *stands) else { continue };
            if is_of_a_figure(job, page, line, hit, span)
                || is_nobody(job, line, span)
                || is_denied(line.span(hit.start..hit.end))
                || is_long_ago(page, line, span, published)
            {
                continue;
            }
            let attribute = read_as(job, hit.owner);
            groups.push(Group {
                attribute,
                line: n,
                is_apart: line.hits.apart.contains(&attribute) || is_further(job, line, hit, span),
                is_read: attribute != hit.owner,
                has_year: names_a_year(page, line),
                is_further: line.words[line.tokens(span)].iter().any(|w| job.phrases.further.contains(w)),
                has_pronoun: has_pronoun(line, span),
                is_kin: is_kin(job, line, span),
                is_object: *stands == Patient::Object,
                by_own_hand: *stands == Patient::OwnHand,
                by_another: *stands == Patient::Object && line.tokens(span).start >= hit.end,
                who,
                span,
            });
        }
    }
    let attributes: BTreeSet<usize> = groups.iter().map(|g| g.attribute).collect();
    let counts = attributes.into_iter().filter_map(|a| toll::count(job, page, &groups, a, stated)).collect();
    (counts, sums::with_further(job, page, &groups, stated))
}

/// Returns whether a phrase is of nobody: "no one was hurt", "none of the men was".
fn is_nobody(job: &Job, line: &Line, span: Span) -> bool {
    let tokens = line.tokens(span);
    line.words[tokens.start.saturating_sub(1)..tokens.end].iter().any(|w| job.phrases.nobody.contains(w))
}

/// Returns whether words of an attribute that shuts this one out share a token with a hit. What one did to himself he may have
/// lived through: "shot himself in the foot".
fn is_shut_out(job: &Job, line: &Line, hit: &Hit) -> bool {
    let all = &job.attributes.all;
    let shuts_out = |h: &Hit| all[hit.owner].unless.contains(&all[h.owner].attribute);
    let patients = line.hits.patients.iter().filter(|(_, stands)| *stands != Patient::OwnHand);
    patients.map(|(h, _)| h).any(|h| h.start < hit.end && hit.start < h.end && shuts_out(h))
}

/// Returns whether a pronoun stands among words.
fn has_pronoun(line: &Line, span: Span) -> bool {
    let tokens = line.tokens(span);
    line.sentence.words.iter().any(|w| tokens.contains(&w.token) && is_one_person(w))
}

/// Returns whether words name somebody's kin: "her mother", "son frère".
fn is_kin(job: &Job, line: &Line, span: Span) -> bool {
    let tokens = line.tokens(span);
    let words = &line.sentence.words;
    let is_kin = |n: usize| tokens.contains(&words[n].token) && job.phrases.kin.contains(&fold(&words[n].lemma));
    // "The girl's mother", "la mère de la fille".
    let is_whose = |w: &Word| w.feats.contains("Poss=Yes") && tokens.contains(&w.token) || w.deprel.starts_with("nmod");
    words.iter().any(|w| is_whose(w) && (w.head.is_some_and(is_kin) || w.feats.contains("Poss=Yes")))
        && (0..words.len()).any(is_kin)
}

/// Returns whether a date of a sentence names its year.
fn names_a_year(page: &Page, line: &Line) -> bool {
    let is_year = |n: usize| line.words[n].len() == 4 && line.words[n].bytes().all(|b| b.is_ascii_digit());
    let mut dates = page.mentions[line.mentions.clone()].iter().filter(|m| m.kind == Kind::Date);
    dates.any(|m| line.tokens(m.span).any(is_year))
}

/// Returns whether the words of a patient, or those between it and what is said of it, tell of one more: "another man".
fn is_further(job: &Job, line: &Line, hit: &Hit, span: Span) -> bool {
    let phrase = line.tokens(span);
    let (start, end) = (phrase.start.min(hit.start), phrase.end.max(hit.end));
    line.words[start..end].iter().any(|w| job.phrases.further.contains(w))
}

/// Returns the attribute that a document's likelier reading of another is.
pub(super) fn read_as(job: &Job, attribute: usize) -> usize {
    let all = &job.attributes.all;
    let other = all[attribute].reads_as.as_ref().and_then(|read| all.iter().position(|a| a.attribute == *read));
    other.unwrap_or(attribute)
}

/// Returns whether a statement's clause dates it long before the document.
fn is_long_ago(page: &Page, line: &Line, at: Span, published: Option<PartialDate>) -> bool {
    let (Some(date), Some(published)) = (measure::as_of(page, line, at), published) else { return false };
    let now = julian_day(published.first_day());
    date.high.is_some_and(|then| now - julian_day(then.last_day()) > MOST_DAYS)
}

/// Returns the words of a line's patients, each with the words that tell of them: these say nothing of others' figures.
pub(super) fn of_line(job: &Job, page: &Page, line: &Line) -> Vec<(Hit, Span)> {
    let told = |(hit, stands): &(Hit, Patient)| match parsed(job, page, line, hit, *stands) {
        Found::Them(_, span) => Some((*hit, span)),
        Found::Several | Found::Lost => None,
    };
    line.hits.patients.iter().filter_map(told).collect()
}

/// Returns whom a hit's words are said of, with the words that name them.
pub(super) fn of_hit(job: &Job, page: &Page, line: &Line, hit: &Hit, stands: Patient) -> Option<(Vec<Who>, Span)> {
    if stands == Patient::OwnHand {
        // Who he is does not matter: he is counted beside those whom the sentence tells of only.
        let words = line.span(hit.start..hit.end);
        return Some((vec![Who::Someone(words.of(page.text).to_owned(), None)], words));
    }
    let aged = || nearby::aged_before(page, line, hit, stands);
    let found = match parsed(job, page, line, hit, stands) {
        Found::Them(who, span) => Some((who, span)),
        Found::Several | Found::Lost if aged().is_some() => aged(),
        Found::Several => None,
        Found::Lost => nearby::patients(job, page, line, hit, stands),
    };
    found.filter(|(_, span)| !is_joined_to_a_figure(page, line, *span))
}

/// Returns whether a figure is joined to a phrase, which then tells no whole count: "a guard and two others".
fn is_joined_to_a_figure(page: &Page, line: &Line, span: Span) -> bool {
    let tokens = line.tokens(span);
    let is_joining = |n: usize| line.sentence.words.iter().any(|w| w.token == n && w.upos == Upos::Cconj);
    let mut figures = page.mentions[line.mentions.clone()].iter().filter(|m| m.kind == Kind::Quantity);
    figures.any(|m| {
        let here = line.tokens(m.counted.map_or(m.span, |c| m.span.cover(&c)));
        let is_next = here.start == tokens.end + 1 && is_joining(tokens.end);
        is_next || here.end + 1 == tokens.start && is_joining(here.end)
    })
}

/// What the parse tells of a hit's patients.
enum Found {
    /// Who they are, and the words that name them.
    Them(Vec<Who>, Span),
    /// Those whom a figure counts, or nobody in particular.
    Several,
    /// Nothing that could be one.
    Lost,
}

/// Looks for a hit's patients in the parse.
fn parsed(job: &Job, page: &Page, line: &Line, hit: &Hit, stands: Patient) -> Found {
    let words = &line.sentence.words;
    let inside = |w: usize| (hit.start..hit.end).contains(&words[w].token);
    let Some(top) = (0..words.len()).find(|w| inside(*w) && words[*w].head.is_none_or(|h| !inside(h))) else {
        return Found::Lost;
    };
    let head = match stands {
        Patient::Object => object(words, top, &inside).or_else(|| dative(words, &inside)),
        Patient::Subject | Patient::OwnHand => subject(words, top),
        Patient::Of => complement(words, &inside),
    };
    let Some(head) = head else { return Found::Lost };
    match who(job, page, line, head) {
        // "Man killed, girl hurt in crash": the girl is not the one who was killed.
        Is::One(_) if is_parted(line, hit, line.tokens(phrase(page, line, head)).start) => Found::Lost,
        Is::One(first) => with_joined(job, page, line, head, first).map_or(Found::Several, |(w, s)| Found::Them(w, s)),
        Is::Several => Found::Several,
        // A plural is often a slip of the parse: "police found her dead".
        Is::Many | Is::Nobody => Found::Lost,
    }
}

/// Returns whether a sign stands between words and a token behind them.
fn is_parted(line: &Line, hit: &Hit, token: usize) -> bool {
    token >= hit.end && line.has_sign(hit.end..token)
}

/// Returns whether the words of a hit stand right behind a figure and are of what it counts: "five drowned, guide hurt".
fn is_of_a_figure(job: &Job, page: &Page, line: &Line, hit: &Hit, who: Span) -> bool {
    let counts = |m: &&Mention| m.kind == Kind::Quantity && !m.span.overlaps(&who);
    let mut figures = page.mentions[line.mentions.clone()].iter().filter(counts);
    figures.any(|m| {
        let here = line.tokens(m.counted.map_or(m.span, |counted| m.span.cover(&counted)));
        measure::is_its_own(job, line, &here, hit, who)
    })
}

/// Adds those who are joined to one: "the girl and her father". Nothing where one of them is more than one.
pub(super) fn with_joined(job: &Job, page: &Page, line: &Line, head: usize, first: Who) -> Option<(Vec<Who>, Span)> {
    let words = &line.sentence.words;
    let mut found = vec![first];
    let mut span = phrase(page, line, head);
    let joined = |w: &Word| w.head == Some(head) && w.deprel == "conj";
    let has_cc = |n: usize| words.iter().any(|w| w.head == Some(n) && w.deprel == "cc");
    // Without "and" the parse took one who is told of twice for two: "the girl, Ann Lind, died".
    let is_list = words.iter().enumerate().any(|(n, w)| joined(w) && has_cc(n));
    for (n, word) in words.iter().enumerate() {
        if is_list && joined(word) {
            // "A man and two women": the figure is read by itself, and the phrase tells no whole count.
            let Is::One(further) = who(job, page, line, n) else { return None };
            found.push(further);
            span = span.cover(&phrase(page, line, n));
        }
    }
    Some((found, span))
}

/// Returns the child of a word by the first relation that one has.
fn child(words: &[Word], of: usize, relations: &[&str]) -> Option<usize> {
    relations.iter().find_map(|r| words.iter().position(|w| w.head == Some(of) && w.deprel == *r))
}

/// The object, in the passive the subject; of a participle the noun it stands by; of a verb joined to another the other's.
fn object(words: &[Word], top: usize, inside: &impl Fn(usize) -> bool) -> Option<usize> {
    // "Est blessé" may be parsed as what somebody is.
    if words[top].upos != Upos::Verb && child(words, top, &["nsubj"]).is_some() {
        return child(words, top, &["nsubj"]);
    }
    let mut at = top;
    for _ in 0..MOST_STEPS {
        if let Some(found) = child(words, at, &["nsubj:pass", "obj", "iobj", "obl:arg"]).filter(|w| !inside(*w)) {
            return Some(found);
        }
        match words[at].deprel {
            "acl" | "amod" => return words[at].head,
            "conj" | "xcomp" | "advcl" => at = words[at].head?,
            // "shot and killed a guard": the object hangs on the second verb.
            _ => {
                return words
                    .iter()
                    .position(|w| w.head == Some(at) && w.deprel == "conj" && w.upos == Upos::Verb)
                    .and_then(|joined| child(words, joined, &["nsubj:pass", "obj"]));
            }
        }
    }
    None
}

/// Whom it cost something: "coûté la vie à un ouvrier".
fn dative(words: &[Word], inside: &impl Fn(usize) -> bool) -> Option<usize> {
    let fits = |w: &Word| matches!(w.deprel, "obl:arg" | "obl" | "nmod") && w.head.is_some_and(inside);
    words.iter().enumerate().position(|(n, w)| fits(w) && !inside(n))
}

/// The subject of the clause, or the object of what left somebody so.
fn subject(words: &[Word], top: usize) -> Option<usize> {
    let mut at = top;
    for _ in 0..MOST_STEPS {
        if let Some(found) = child(words, at, &["nsubj", "nsubj:pass"]) {
            // "A teen who died": the relative pronoun stands for the noun before it.
            let is_relative = words[found].upos == Upos::Pron && words[at].deprel.starts_with("acl");
            return if is_relative { words[at].head } else { Some(found) };
        }
        let head = words[at].head?;
        match words[at].deprel {
            // "A man with a gunshot wound".
            "acl" | "amod" | "nmod" => return Some(head),
            "xcomp" => {
                if let Some(found) = child(words, head, &["obj"]) {
                    return Some(found);
                }
                at = head;
            }
            _ => at = head,
        }
    }
    None
}

/// The possessor of a noun, or the complement that the hit's own preposition leads to.
fn complement(words: &[Word], inside: &impl Fn(usize) -> bool) -> Option<usize> {
    let led = |n: usize| words.iter().enumerate().any(|(c, w)| w.head == Some(n) && w.deprel == "case" && inside(c));
    words.iter().enumerate().position(|(n, w)| {
        let fits = w.deprel == "nmod:poss" || w.deprel.starts_with("nmod") && led(n);
        fits && !inside(n) && w.head.is_some_and(inside)
    })
}

/// Whom a word names.
pub(super) enum Is {
    /// One person.
    One(Who),
    /// Several, by a plural.
    Many,
    /// Those that a figure counts, or nobody in particular.
    Several,
    /// No person.
    Nobody,
}

/// Returns who a word names: one person, by name, by a noun in the singular without a figure, or by a pronoun.
pub(super) fn who(job: &Job, page: &Page, line: &Line, head: usize) -> Is {
    let words = &line.sentence.words;
    let word = &words[head];
    let span = line.sentence.tokens[word.token].span;
    let is_person = |e: usize| page.entities[e].kind == EntityKind::Named(NameKind::Person);
    if let Some((_, entity)) = line.names.iter().find(|(s, e)| s.overlaps(&span) && is_person(*e)) {
        return Is::One(Who::Named(*entity));
    }
    let mentions = &page.mentions[line.mentions.clone()];
    let someone = |word: &str| Is::One(Who::Someone(word.to_owned(), age_of(page, line, head)));
    if job.phrases.ones.contains(&line.words[word.token]) {
        return someone(&word.form);
    }
    let is_in = |kind: Kind| mentions.iter().any(|m| m.kind == kind && m.span.overlaps(&span));
    if is_in(Kind::Date) {
        return Is::Nobody;
    }
    if word.upos == Upos::Propn && !line.names.iter().any(|(s, _)| s.overlaps(&span)) {
        // "Four Injured Near Harbour Palace."
        return if is_where(job, page, line, head) { Is::Nobody } else { someone(&word.form) };
    }
    // "He died at the scene."
    if word.upos == Upos::Pron && is_one_person(word) {
        return someone(&word.lemma);
    }
    if !matches!(word.upos, Upos::Noun | Upos::Adj) {
        return if word.feats.contains("Reflex=Yes") { Is::Several } else { Is::Nobody };
    }
    if word.feats.contains("Number=Plur") {
        return Is::Many;
    }
    let tokens = line.tokens(phrase(page, line, head));
    let counted = mentions.iter().any(|m| {
        m.kind == Kind::Quantity && tokens.start < line.tokens(m.span).end && line.tokens(m.span).start < tokens.end
    });
    let refused = tokens.clone().any(|t| job.phrases.no_one.contains(&line.words[t]));
    if counted || refused {
        return Is::Several;
    }
    if is_in(Kind::Age) || job.classes.is_person(&word.lemma) {
        someone(job.classes.noun(&word.lemma))
    } else {
        Is::Nobody
    }
}

/// Returns whether a preposition of place stands right before a noun's words, as a headline's capitals hide from the parse.
fn is_where(job: &Job, page: &Page, line: &Line, head: usize) -> bool {
    let words = &line.sentence.words;
    let is_locative = |w: &String| job.phrases.locatives.contains(w) && !job.phrases.weak_locatives.contains(w);
    let start = line.tokens(phrase(page, line, head)).start;
    let is_name = |n: &usize| words.iter().any(|w| w.token == *n && w.upos == Upos::Propn);
    // "Near Harbour Palace" may be taken for one name.
    let begin = (0..start).rev().take_while(is_name).last().unwrap_or(start);
    line.words[begin.saturating_sub(1)..words[head].token].iter().any(is_locative)
}

/// Returns the whole years of age that a noun's words tell.
pub(super) fn age_of(page: &Page, line: &Line, head: usize) -> Option<u32> {
    let span = phrase(page, line, head);
    let is_age = |m: &&Mention| m.kind == Kind::Age && m.span.overlaps(&span);
    let mut ages = page.mentions[line.mentions.clone()].iter().filter(is_age);
    let (age, None) = (ages.next()?, ages.next()) else { return None };
    let Value::Number(i) = &age.value else { return None };
    let number = i.low.filter(|low| i.high == Some(*low))?.to_u32()?;
    match age.unit.as_deref() {
        Some("year") => Some(number),
        Some("month") => Some(number / MONTHS),
        _ => None,
    }
}

/// In a year.
const MONTHS: u32 = 12;

/// Returns whether a pronoun stands for one person: "he", "elle".
fn is_one_person(word: &Word) -> bool {
    let has = |feature: &str| word.feats.split('|').any(|f| f == feature);
    let gendered = has("Gender=Masc") || has("Gender=Fem");
    gendered && has("Number=Sing") && has("Person=3") && word.deprel.starts_with("nsubj")
}

/// Returns the words of a noun and of what stands before it: article, adjectives, age; of a name, all of it.
pub(super) fn phrase(page: &Page, line: &Line, head: usize) -> Span {
    let words = &line.sentence.words;
    let hangs = |n: usize| words[n].head == Some(head);
    let is_comma = |n: &usize| words[*n].upos == Upos::Punct && line.breaks[words[*n].token] > 0;
    // "Five drowned, guide hurt": the figure is of others. "A tall, thin man" is one phrase, by its article.
    let has_article = (0..head).any(|n| hangs(n) && words[n].deprel == "det");
    let first = (0..head).rev().find(is_comma).filter(|_| !has_article).map_or(0, |comma| comma + 1);
    let belongs = |n: usize| {
        n == head
            || n >= first
                && hangs(n)
                && (n < head && matches!(words[n].deprel, "det" | "amod" | "compound" | "nummod" | "nmod:poss")
                    || words[n].deprel.starts_with("flat"))
    };
    let tokens = (0..words.len()).filter(|n| belongs(*n)).map(|n| words[n].token);
    let (start, end) = tokens.fold((words[head].token, words[head].token), |(s, e), t| (s.min(t), e.max(t)));
    let mut span = line.span(start..end + 1);
    // "a 12-year-old boy", "the 12-year-old": the age is cut into tokens of its own.
    for mention in &page.mentions[line.mentions.clone()] {
        let age = line.tokens(mention.span);
        if mention.kind == Kind::Age && (age.end == start || mention.span.overlaps(&span)) {
            let before = age.start.checked_sub(1);
            let det = before.filter(|n| words.iter().any(|w| w.token == *n && w.upos == Upos::Det));
            span = span.cover(&line.span(det.unwrap_or(age.start)..age.end));
        }
    }
    span
}
