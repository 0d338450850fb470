//! How many the patients are that a document tells of without a number: one count an attribute, made from all its phrases.
//!
//! In: the phrases that [`super::patients`] found, and the figures that the document gives. A figure goes before a count.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::page::{Hit, Line, Page};
use super::patients::{Group, LEAD, Who};
use super::writer::PATIENTS;
use super::{Job, measure};
use crate::model::{Assertion, Bound, Interval, Kind, Mention, Modality, Polarity, Span, Value};
use crate::rules::attributes::Patient;

/// A count that was found.
pub(super) struct Told {
    /// The attribute's index.
    pub attribute: usize,
    /// The line that tells it.
    pub line: usize,
    /// The words that name the patients, and how many they are.
    pub mention: Mention,
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

/// Counts the patients of one attribute: the most that one phrase tells of, and whoever did it to himself besides. Nothing
/// where names elsewhere tell of more.
pub(super) fn count(job: &Job, page: &Page, groups: &[Group], attribute: usize, stated: &[Assertion]) -> Option<Told> {
    let name = &job.attributes.all[attribute].attribute;
    // What a story is about stands in its lead: figures behind it do not speak of the one whom the lead tells of.
    let is_behind = |span: Span| span.start >= LEAD;
    let figures = || stated.iter().filter(|a| a.attribute == *name && a.polarity == Polarity::Affirmed);
    let has_figures = figures().next().is_some();
    if figures().any(|a| !is_behind(a.span)) {
        return None;
    }
    let mut told = counted(job, page, groups, attribute, stated);
    told.retain(|m| !has_figures || !is_behind(m.group.span));
    let (own_hand, mine): (Vec<Counted>, Vec<Counted>) = told.into_iter().partition(|m| m.group.by_own_hand);
    if is_of_another_case(job, &mine, attribute, stated) {
        return None;
    }
    let most = mine.iter().max_by_key(|m| (m.own.len(), std::cmp::Reverse(m.group.span.start)))?;
    let named: BTreeSet<&&Who> = mine.iter().flat_map(|m| &m.own).filter(|w| matches!(w, Who::Named(_))).collect();
    // A second name may be another spelling of the first; three tell of more than a phrase does.
    if named.len() > most.own.len() + 1 {
        return None;
    }
    let (group, span, number) = match with_own_hand(&mine, &own_hand) {
        Some(both) if both.2 > most.own.len() => both,
        _ => (most.group, most.group.span, most.own.len()),
    };
    Some(Told { attribute, line: group.line, mention: mention(span, number) })
}

/// A phrase's patients that are counted.
struct Counted<'g> {
    group: &'g Group,
    own: BTreeSet<&'g Who>,
}

/// Returns the phrases of an attribute that tell of somebody whom no attribute that shuts it out tells of.
fn counted<'g>(
    job: &Job,
    page: &Page,
    groups: &'g [Group],
    attribute: usize,
    stated: &[Assertion],
) -> Vec<Counted<'g>> {
    let all = &job.attributes.all;
    let shuts_out = |n: usize| all[attribute].unless.contains(&all[n].attribute);
    let is_told = (0..all.len()).any(|n| {
        shuts_out(n) && Figures::of(stated.iter().filter(|a| a.attribute == all[n].attribute)) == Figures::Some
    });
    // Who did it to himself may have lived, where nothing else says that he died.
    let others: Vec<&Group> = groups.iter().filter(|g| shuts_out(g.attribute) && !g.by_own_hand).collect();
    // "Killed a nurse and injured a second nurse."
    let is_one_more = |g: &Group, other: &Group| g.is_further && !other.is_further;
    let is_theirs = |g: &Group, who: &Who| {
        let may_be = |other: &&&Group| !matches!(who, Who::Someone(..)) || !is_one_more(g, other);
        others.iter().filter(may_be).flat_map(|g| &g.who).any(|other| other.may_be(who))
    };
    // "A man was taken to hospital, where he died."
    let dies = |g: &Group| others.iter().any(|o| o.line == g.line && o.has_pronoun && o.span.start > g.span.start);
    let mut by_line: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    others.iter().for_each(|g| by_line.entry(g.line).or_default().push(g.span));
    // "Killed nine miners and injured a cook": the figure is of others than the cook. Of those who were shot he may be one.
    let leaves_open = |n: usize| all[n].reads_as.as_ref() == Some(&all[attribute].attribute);
    let is_of_others = |a: &&Assertion| {
        let is_it = |n: usize| shuts_out(n) && !leaves_open(n) && all[n].attribute == a.attribute;
        a.polarity == Polarity::Affirmed && (0..all.len()).any(is_it)
    };
    let mut figures_by_line: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    for figure in stated.iter().filter(is_of_others) {
        let line = page.lines.partition_point(|l| l.sentence.span.end <= figure.span.start);
        figures_by_line.entry(line).or_default().push(figure.span);
    }
    // Of one who was shot and one who died, nothing tells that they are two but a word ("another", "survived"); of one who
    // was wounded, also the sentence that speaks of both.
    let stands_alone = |g: &Group| {
        let is_beside = |lines: &BTreeMap<usize, Vec<Span>>| {
            lines.get(&g.line).is_some_and(|spans| spans.iter().any(|s| !s.overlaps(&g.span)))
        };
        let beside = || is_beside(&by_line) || g.is_object && is_beside(&figures_by_line);
        let is_another = || !is_told && is_another(g, &others);
        !is_told && others.is_empty() || g.is_apart || !g.is_read && (beside() || is_another())
    };
    let own = |g: &'g Group| g.who.iter().filter(|w| !is_theirs(g, w)).collect::<BTreeSet<_>>();
    groups
        .iter()
        .filter(|g| g.attribute == attribute && stands_alone(g) && !dies(g))
        .map(|group| Counted { group, own: own(group) })
        .filter(|counted| !counted.own.is_empty())
        .collect()
}

/// Returns whether some are surely none of others: of other ages, or their kin. Not where a pronoun tells of one of the others, who may
/// be anyone: "his mother was shot. She died."
fn is_another(group: &Group, others: &[&Group]) -> bool {
    let age = |who: &Who| match who {
        Who::Someone(_, age) => *age,
        Who::Named(_) => None,
    };
    let theirs = || others.iter().flat_map(|g| &g.who);
    let is_of_other_age =
        |who: &Who| age(who).is_some_and(|mine| theirs().all(|other| age(other).is_some_and(|age| age != mine)));
    let is_beside_a_pronoun = others.iter().any(|g| g.has_pronoun && (group.line..=group.line + 1).contains(&g.line));
    group.who.iter().all(is_of_other_age) || group.is_kin && !is_beside_a_pronoun
}

/// Returns whether all that is told of an attribute stands behind a lead that counts others by figures: "Seven were hurt
/// [...] In May a girl was killed there." What a story is about stands in its lead.
fn is_of_another_case(job: &Job, mine: &[Counted], attribute: usize, stated: &[Assertion]) -> bool {
    let all = &job.attributes.all;
    let is_late = |m: &Counted| m.group.span.start >= LEAD && !m.group.has_year;
    let shut_out = |a: &Assertion| {
        all.iter().any(|rule| rule.attribute == a.attribute && rule.unless.contains(&all[attribute].attribute))
    };
    mine.iter().all(is_late) && stated.iter().any(|a| a.span.start < LEAD && shut_out(a))
}

/// Returns those whom somebody did something to before he did it to himself, and him, where one sentence tells both: "killed
/// his wife and himself".
fn with_own_hand<'g>(mine: &[Counted<'g>], own_hand: &[Counted<'g>]) -> Option<(&'g Group, Span, usize)> {
    let beside = |him: &Counted<'g>| {
        let victims = mine.iter().filter(|m| m.group.by_another && m.group.line == him.group.line);
        let most = victims.max_by_key(|m| (m.own.len(), std::cmp::Reverse(m.group.span.start)))?;
        Some((him.group, most.group.span.cover(&him.group.span), most.own.len() + 1))
    };
    own_hand.iter().filter_map(beside).max_by_key(|(_, span, number)| (*number, std::cmp::Reverse(span.start)))
}

/// Returns what one sentence leaves over of those whom it counts: of "five were shot, two fatally" three. In: the figures
/// of an attribute that has a likelier reading, and those of the attributes that shut it out.
pub(super) fn rest(job: &Job, page: &Page, stated: &[Assertion]) -> Vec<Told> {
    let all = &job.attributes.all;
    let mut out = Vec::new();
    for (rule, read) in all.iter().filter_map(|rule| Some((rule, rule.reads_as.as_ref()?))) {
        let Some(attribute) = all.iter().position(|a| a.attribute == *read) else { continue };
        let is_figure = |a: &Assertion| !a.rule.starts_with(PATIENTS) && a.polarity == Polarity::Affirmed;
        let is_told = stated.iter().any(|a| a.attribute == *read && is_figure(a));
        // "Six clerks and two guards were shot": their sum is the whole.
        let is_addend = |a: &Assertion| {
            let within = |o: &Assertion| o.span != a.span && o.span.start <= a.span.start && a.span.end <= o.span.end;
            stated.iter().any(|o| o.attribute == a.attribute && within(o))
        };
        let wholes = stated.iter().filter(|a| a.attribute == rule.attribute && !is_told && !is_addend(a));
        let found = wholes.filter_map(|whole| {
            let part = stated.iter().find(|a| rule.unless.contains(&a.attribute) && is_part(whole, a))?;
            let number = exactly(whole)?.checked_sub(exactly(part)?)?.to_usize()?;
            let line = page.lines.iter().position(|l| l.sentence.span.overlaps(&whole.span))?;
            Some(Told { attribute, line, mention: mention(whole.span.cover(&part.span), number) })
        });
        out.extend(found.take(1));
    }
    out
}

/// Returns how many at least an attribute counts of which a document tells nothing, by the figures of others that imply it: two who
/// lie in hospital after a crash were hurt in it. Only in the lead, which tells of the story itself, or where the sentence has words of the
/// attribute too; and where the lead tells of no illness.
pub(super) fn implied(job: &Job, page: &Page, stated: &[Assertion]) -> Vec<Told> {
    let all = &job.attributes.all;
    let lead = || page.lines.iter().take_while(|l| l.sentence.span.start < LEAD);
    let mut out = Vec::new();
    for (attribute, rule) in all.iter().enumerate().filter(|(_, rule)| !rule.implied_by.is_empty()) {
        let shuts_out = |n: usize| rule.unless.contains(&all[n].attribute);
        let is_told = stated.iter().any(|a| a.attribute == rule.attribute && a.polarity == Polarity::Affirmed);
        let is_harmful = lead().any(|l| l.hits.harm.contains(&attribute));
        let is_ill = lead().any(|l| l.hits.illness.contains(&attribute));
        if is_told || is_ill {
            continue;
        }
        // "Three were taken to hospital with minor injuries" says so itself, wherever it stands.
        let says_so = |l: &Line| l.hits.triggers.iter().any(|h| h.owner == attribute);
        let may_tell = |l: &Line| says_so(l) || is_harmful && l.sentence.span.start < LEAD;
        let implies = |a: &&Assertion| {
            let is_affirmed = a.polarity == Polarity::Affirmed && a.modality != Modality::Planned;
            let is_exact = matches!(a.bound, Bound::Exact | Bound::AtLeast | Bound::MoreThan);
            rule.implied_by.contains(&a.attribute) && is_affirmed && is_exact
        };
        let mut found = stated.iter().filter(implies).filter_map(|a| {
            let line = page.lines.iter().position(|l| l.sentence.span.overlaps(&a.span))?;
            let at = &page.lines[line];
            let end = at.tokens(a.span).end;
            // "Three were taken to hospital, where one died."
            let dies =
                |(h, stands): &(Hit, Patient)| shuts_out(h.owner) && *stands == Patient::Subject && h.start >= end;
            let is_figure = |d: &Assertion| !d.rule.starts_with(PATIENTS) && !is_part(a, d);
            let is_death = |d: &Assertion| d.quote == a.quote && rule.unless.contains(&d.attribute) && is_figure(d);
            let has_died = at.hits.patients.iter().any(dies) && !stated.iter().any(is_death);
            let is_whole =
                may_tell(at) && !measure::is_part(job, at, a.span) && !is_part_of_them(job, at, a.span) && !has_died;
            let number = match &a.value {
                Value::Number(i) => i.low.filter(|low| *low > Decimal::ZERO)?,
                _ => return None,
            };
            let count = mention(a.span, number.to_usize()?);
            let value = Value::Number(Interval { low: Some(number), high: None });
            is_whole.then_some(Told { attribute, line, mention: Mention { value, bound: Bound::AtLeast, ..count } })
        });
        out.extend(found.next());
    }
    out
}

/// Returns whether a figure is said to be a part of others right behind it: "two of them", "dix d'entre eux".
fn is_part_of_them(job: &Job, line: &Line, span: Span) -> bool {
    let end = line.tokens(span).end;
    line.words[end..].iter().take(PART_REACH).any(|w| job.phrases.of_them.contains(w))
}

/// Within so many words behind a figure stands of whom it is a part.
const PART_REACH: usize = 3;

/// Returns whether a figure stands behind another one of its sentence and is smaller: a part of it.
fn is_part(whole: &Assertion, part: &Assertion) -> bool {
    let both = exactly(whole).zip(exactly(part));
    part.quote == whole.quote
        && part.span.start > whole.span.start
        && [whole, part].iter().all(|a| a.polarity == Polarity::Affirmed && a.bound == Bound::Exact)
        && both.is_some_and(|(whole, part)| part > Decimal::ZERO && part < whole)
}

/// Returns an exact figure.
pub(super) fn exactly(assertion: &Assertion) -> Option<Decimal> {
    match &assertion.value {
        Value::Number(i) if i.low == i.high => i.low,
        _ => None,
    }
}

/// Makes the mention of a count.
pub(super) fn mention(span: Span, number: usize) -> Mention {
    Mention {
        span,
        core: span,
        kind: Kind::Quantity,
        value: Value::Number(Interval::point(Decimal::from(number))),
        bound: Bound::Exact,
        unit: Some("person".to_owned()),
        counted: Some(span),
        rounding: Decimal::ZERO,
        rule: "patients",
    }
}
