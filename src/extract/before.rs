//! What a figure takes over from those before it: the noun that it leaves out, and what it is another one's answer to.

use super::measure::subgroup;
use super::page::{Line, Page};
use super::subject::{self, Where};
use super::{AttributeRef, Draft, Job};
use crate::model::{Kind, Mention, Span, Upos, Value, Word};
use crate::rules::units::Units;

/// What a part ("dont 8 000") takes over from the figure before it.
#[derive(Clone, Debug)]
pub(super) struct Antecedent {
    /// What sort of value it is.
    pub kind: Kind,
    /// Its unit.
    pub unit: Option<String>,
    /// The attribute that it got.
    pub attribute: AttributeRef,
    /// Whose it was.
    pub entity: usize,
    /// Where it was counted, as its words tell.
    pub place: Option<Where>,
    /// The sentence that it stood in.
    pub line: usize,
    /// Where it stood.
    pub span: Span,
    /// Who is credited with it by the rules: where that one is named.
    pub voice: Option<Span>,
}

impl Antecedent {
    /// Keeps what a further figure may take over from a figure of sentence `line`, whose `voice` is named there.
    pub fn of(draft: &Draft, mention: &Mention, line: usize, voice: Option<Span>) -> Antecedent {
        let span = mention.counted.map_or(mention.span, |counted| mention.span.cover(&counted));
        Antecedent {
            kind: mention.kind,
            unit: draft.unit.clone(),
            attribute: draft.attribute.clone(),
            entity: draft.entity,
            place: draft.place,
            line,
            span,
            voice,
        }
    }

    /// Returns its attribute where a file knows that.
    pub fn known(&self) -> Option<usize> {
        match self.attribute {
            AttributeRef::Known(n) => Some(n),
            AttributeRef::Open { .. } => None,
        }
    }
}

/// The figures that a further one may take something over from.
#[derive(Clone, Debug, Default)]
pub(super) struct Before {
    /// The last one.
    pub last: Option<Antecedent>,
    /// The last one that says what it counts or measures.
    counted: Option<Antecedent>,
}

impl Before {
    /// Notes a further figure.
    pub fn note(&mut self, figure: Antecedent) {
        if figure.kind == Kind::Quantity && figure.unit.is_some() {
            self.counted = Some(figure.clone());
        }
        self.last = Some(figure);
    }

    /// Returns what a figure that does not say what it counts is of: what was counted last, in its sentence or not long before.
    pub fn antecedent(&self, mention: &Mention, at: usize) -> Option<&Antecedent> {
        let told = self.counted.as_ref().filter(|_| mention.kind == Kind::Quantity && mention.unit.is_none())?;
        let is_measure = told.unit.as_deref().is_some_and(|u| Units::embedded().base(u).is_some());
        // Things are counted whole, and a measure is not left out for long.
        let is_far = at - told.line > if is_measure { 0 } else { RESUMED };
        (!is_far && (is_measure || is_whole(mention))).then_some(told)
    }
}

/// The family of rules that take an attribute over from an earlier figure.
pub(super) const RESUMES: &str = "resumed/";

/// A noun that was counted is left out up to so many sentences on.
const RESUMED: usize = 2;

/// Returns whether a figure may count things.
fn is_whole(mention: &Mention) -> bool {
    match &mention.value {
        Value::Number(i) => [i.low, i.high].into_iter().flatten().all(|v| v.fract().is_zero()),
        _ => false,
    }
}

/// So near to a figure words of an attribute are its own.
const OWN_WORDS: u32 = 4;

/// Returns whether a figure is another one's answer to what the figure before it answers: "12,000 by the prefecture's count, 45,000
/// according to the unions". It counts nothing of its own, no verb parts the two, and it has no words of another attribute, which
/// would be `chosen` for it by itself: "12 hurt by the prefecture's count, 45,000 marched according to the unions".
pub(super) fn is_rival(
    before: &Antecedent,
    line: &Line,
    mention: &Mention,
    voice: Option<Span>,
    chosen: Option<usize>,
) -> bool {
    let between = line.tokens(before.span).end..line.tokens(mention.span).start;
    let is_verb = |w: &Word| matches!(w.upos, Upos::Verb | Upos::Aux) && between.contains(&w.token);
    mention.kind == before.kind
        && mention.counted.is_none()
        && (mention.unit.is_none() || mention.unit == before.unit)
        && voice.is_some_and(|voice| before.voice.is_some_and(|other| other != voice))
        && !line.sentence.words.iter().any(is_verb)
        && !chosen.is_some_and(|n| before.known() != Some(n) && has_words_of(line, mention, before, voice, n))
}

/// Returns whether words of an attribute stand at a figure, behind the figure before it and on this side of who is credited.
fn has_words_of(line: &Line, mention: &Mention, before: &Antecedent, voice: Option<Span>, attribute: usize) -> bool {
    let (here, first) = (line.tokens(mention.span), line.tokens(before.span).end);
    let voice = voice.map(|voice| line.tokens(voice));
    let parted = |from: usize, to: usize| voice.as_ref().is_some_and(|v| from <= v.start && v.end <= to);
    line.hits.triggers.iter().chain(&line.hits.follows).filter(|h| h.owner == attribute && h.start >= first).any(|h| {
        line.distance(&here, &(h.start..h.end)) <= OWN_WORDS && !parted(here.end, h.start) && !parted(h.end, here.start)
    })
}

/// Makes a draft of what states the same as the figure before it, in another voice.
pub(super) fn rival(
    job: &Job,
    page: &Page,
    line: &Line,
    mention: &Mention,
    before: &Antecedent,
    voice: Option<Span>,
) -> Draft {
    let unit = mention.unit.clone().or_else(|| before.unit.clone());
    let (subgroup, name) = match &before.attribute {
        AttributeRef::Known(n) => {
            let rule = &job.attributes.all[*n];
            (subgroup(rule, unit.as_deref()), rule.file.as_str())
        }
        AttributeRef::Open { attribute, .. } => (None, attribute.as_str()),
    };
    // "45,000 in Lyon according to the unions": its own place stands between the figure before it and whom it is credited to.
    let place = subject::place_of(page, line, mention.span, Some(before.entity), job.phrases);
    let is_own = |place: &Where| {
        let behind_voice = voice.is_some_and(|v| v.start >= mention.span.end && place.span.start >= v.start);
        place.span.start > before.span.end && !behind_voice
    };
    Draft {
        entity: before.entity,
        subgroup,
        unit,
        place: place.filter(is_own).or(before.place),
        confidence: 0.7,
        rule: format!("{RESUMES}{name}"),
        attribute: before.attribute.clone(),
    }
}
