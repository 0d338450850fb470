//! Counts that are told without a number: "a man was shot dead" is one death, "the blast killed a guard and his son" two.
//!
//! An attribute's file names the words that tell of a patient (the one to whom something happens, in the grammarians'
//! sense) and where it stands in the parse. A document is read so only where it gives no figure for the attribute.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::page::{Hit, Line, Page};
use super::{Job, measure};
use crate::model::{
    Assertion, Bound, EntityKind, Interval, Kind, Mention, NameKind, PartialDate, Span, Upos, Value, Word, julian_day,
};
use crate::rules::attributes::Patient;

/// How far into a document the words of its scene are looked for, in bytes: headline and lead.
const LEAD: usize = 900;

/// A patient told of so many days before the document's date belongs to another event.
const MOST_DAYS: i64 = 60;

/// How many steps up the parse the one who is spoken of is looked for.
const MOST_STEPS: usize = 4;

/// A count that was found.
pub(super) struct Told {
    /// The attribute's index.
    pub attribute: usize,
    /// The line that tells it.
    pub line: usize,
    /// The words that name the patients, and how many they are.
    pub mention: Mention,
}

/// One patient.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    /// By name.
    Named(usize),
    /// By a noun's class.
    Someone(String),
}

/// The patients of one phrase.
struct Group {
    attribute: usize,
    line: usize,
    /// Whether the sentence says that it is one more.
    further: bool,
    who: Vec<Who>,
    span: Span,
}

/// What figures a document gives of an attribute.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Figures {
    /// None.
    None,
    /// Nought, and nothing else.
    Nought,
    /// Some that tells of somebody.
    Some,
}

impl Figures {
    /// Looks at the statements of one attribute.
    pub fn of<'a>(mut stated: impl Iterator<Item = &'a Assertion>) -> Figures {
        let is_nought =
            |a: &Assertion| matches!(&a.value, Value::Number(i) if i.high.is_some_and(|high| high.is_zero()));
        match stated.next() {
            None => Figures::None,
            Some(first) if is_nought(first) && stated.all(is_nought) => Figures::Nought,
            Some(_) => Figures::Some,
        }
    }
}

/// Finds what a document tells of patients, one count an attribute; `figures` says what figures it gives of an attribute,
/// and `is_denied` whether the words at a span are negated, only planned, or not to be read.
pub(super) fn find(
    job: &Job,
    page: &Page,
    published: Option<PartialDate>,
    figures: impl Fn(usize) -> Figures,
    is_denied: impl Fn(Span) -> bool,
) -> Vec<Told> {
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
            let Some((who, span)) = patients(job, page, line, hit, *stands) else { continue };
            if is_denied(line.span(hit.start..hit.end)) || is_long_ago(page, line, span, published) {
                continue;
            }
            let further = line.words.iter().any(|w| job.phrases.further.contains(w));
            let attribute = read_as(job, hit.owner);
            groups.push(Group { attribute, line: n, further, who, span });
        }
    }
    let attributes: BTreeSet<usize> = groups.iter().map(|g| g.attribute).collect();
    attributes
        .into_iter()
        .filter(|a| figures(*a) == Figures::None)
        .filter_map(|a| count(job, &groups, a, &figures))
        .collect()
}

/// Returns the attribute that a document's likelier reading of another is.
fn read_as(job: &Job, attribute: usize) -> usize {
    let all = &job.attributes.all;
    let other = all[attribute].reads_as.as_ref().and_then(|read| all.iter().position(|a| a.attribute == *read));
    other.unwrap_or(attribute)
}

/// Counts the patients of one attribute: the most that one phrase tells of. Nothing where names elsewhere tell of more.
fn count(job: &Job, groups: &[Group], attribute: usize, figures: &impl Fn(usize) -> Figures) -> Option<Told> {
    let all = &job.attributes.all;
    let shuts_out = |n: usize| all[attribute].unless.contains(&all[n].attribute);
    let is_told = (0..all.len()).any(|n| shuts_out(n) && figures(n) == Figures::Some);
    let others: Vec<&Group> = groups.iter().filter(|g| shuts_out(g.attribute)).collect();
    let theirs: BTreeSet<&Who> = others.iter().flat_map(|g| &g.who).collect();
    let mut by_line: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    others.iter().for_each(|g| by_line.entry(g.line).or_default().push(g.span));
    let own = |g: &Group| g.who.iter().filter(|w| !theirs.contains(w)).count();
    // Of one who was shot and one who died, nothing tells that they are two but a word ("also"), or the sentence that
    // speaks of both.
    let stands_alone = |g: &Group| {
        let beside = || by_line.get(&g.line).is_some_and(|spans| spans.iter().any(|s| !s.overlaps(&g.span)));
        !is_told && others.is_empty() || g.further || beside()
    };
    let mine = || groups.iter().filter(|g| g.attribute == attribute && own(g) > 0 && stands_alone(g));
    let most = mine().max_by_key(|g| (own(g), std::cmp::Reverse(g.span.start)))?;
    let named: BTreeSet<&Who> =
        mine().flat_map(|g| &g.who).filter(|w| matches!(w, Who::Named(_)) && !theirs.contains(w)).collect();
    if named.len() > own(most) {
        return None;
    }
    Some(Told {
        attribute,
        line: most.line,
        mention: Mention {
            span: most.span,
            core: most.span,
            kind: Kind::Quantity,
            value: Value::Number(Interval::point(Decimal::from(own(most)))),
            bound: Bound::Exact,
            unit: Some("person".to_owned()),
            counted: Some(most.span),
            rounding: Decimal::ZERO,
            rule: "patients",
        },
    })
}

/// Returns whether a statement's clause dates it long before the document.
fn is_long_ago(page: &Page, line: &Line, at: Span, published: Option<PartialDate>) -> bool {
    let (Some(date), Some(published)) = (measure::as_of(page, line, at), published) else { return false };
    let now = julian_day(published.first_day());
    date.high.is_some_and(|then| now - julian_day(then.last_day()) > MOST_DAYS)
}

/// Returns the words of a line's patients, each with the words that tell of them: these say nothing of others' figures.
pub(super) fn of_line(job: &Job, page: &Page, line: &Line) -> Vec<(Hit, Span)> {
    let told = |(hit, stands): &(Hit, Patient)| Some((*hit, patients(job, page, line, hit, *stands)?.1));
    line.hits.patients.iter().filter_map(told).collect()
}

/// Returns whom a hit's words are said of, with the words that name them.
fn patients(job: &Job, page: &Page, line: &Line, hit: &Hit, stands: Patient) -> Option<(Vec<Who>, Span)> {
    let words = &line.sentence.words;
    let inside = |w: usize| (hit.start..hit.end).contains(&words[w].token);
    let top = (0..words.len()).find(|w| inside(*w) && words[*w].head.is_none_or(|h| !inside(h)))?;
    let head = match stands {
        Patient::Object => object(words, top, &inside).or_else(|| dative(words, &inside)),
        Patient::Subject => subject(words, top),
        Patient::Of => complement(words, &inside),
    }?;
    let first = who(job, page, line, head)?;
    let mut found = vec![first];
    let mut span = phrase(page, line, head);
    let joined = |w: &Word| w.head == Some(head) && w.deprel == "conj";
    let has_cc = |n: usize| words.iter().any(|w| w.head == Some(n) && w.deprel == "cc");
    // Without "and" the parse took one who is told of twice for two: "the girl, Ann Lind, died".
    let is_list = words.iter().enumerate().any(|(n, w)| joined(w) && has_cc(n));
    for (n, word) in words.iter().enumerate() {
        if is_list && joined(word) {
            // "A man and two women": the figure is read by itself, and the phrase tells no whole count.
            found.push(who(job, page, line, n)?);
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
            "acl" | "amod" => return Some(head),
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

/// Returns who a word names: one person, by name or by a noun in the singular without a figure.
fn who(job: &Job, page: &Page, line: &Line, head: usize) -> Option<Who> {
    let words = &line.sentence.words;
    let word = &words[head];
    let span = line.sentence.tokens[word.token].span;
    let is_person = |e: usize| page.entities[e].kind == EntityKind::Named(NameKind::Person);
    if let Some((_, entity)) = line.names.iter().find(|(s, e)| s.overlaps(&span) && is_person(*e)) {
        return Some(Who::Named(*entity));
    }
    if job.phrases.ones.contains(&line.words[word.token]) {
        return Some(Who::Someone(word.form.to_string()));
    }
    if word.upos == Upos::Propn && !line.names.iter().any(|(s, _)| s.overlaps(&span)) {
        return Some(Who::Someone(word.form.to_string()));
    }
    if !matches!(word.upos, Upos::Noun | Upos::Adj) || word.feats.contains("Number=Plur") {
        return None;
    }
    let tokens = line.tokens(phrase(page, line, head));
    let counted = page.mentions[line.mentions.clone()].iter().any(|m| {
        m.kind == Kind::Quantity && tokens.start < line.tokens(m.span).end && line.tokens(m.span).start < tokens.end
    });
    let refused = tokens.clone().any(|t| job.phrases.no_one.contains(&line.words[t]));
    if counted || refused {
        return None;
    }
    let of_age = page.mentions[line.mentions.clone()].iter().any(|m| m.kind == Kind::Age && m.span.overlaps(&span));
    let class = job.classes.noun(&word.lemma);
    (of_age || job.classes.is_person(&word.lemma)).then(|| Who::Someone(class.to_owned()))
}

/// Returns the words of a noun and of what stands before it: article, adjectives, age; of a name, all of it.
fn phrase(page: &Page, line: &Line, head: usize) -> Span {
    let words = &line.sentence.words;
    let belongs = |n: usize| {
        n == head
            || words[n].head == Some(head)
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
