//! Puts drafts and values together: entity, attribute, value, scope, attribution, modality, polarity, confidence.

use super::cues::DocumentCues;
use super::cues::credit::{Asked, Judge};
use super::left_out::is_within;
use super::page::{Line, Page};
use super::whereabouts::{self, Places};
use super::{AttributeRef, Draft, Job, Note, Noted};
use super::{blank, comparable, context, facts, measure, naming, patients, subject, sums, toll};
use crate::ingest;
use crate::language::names;
use crate::model::{
    Assertion, AttributeDef, Comparable, DateInterval, Document, Dynamics, EntityKind, Extraction, Kind, LocalEntity,
    Mention, Modality, NameKind, Polarity, Scope, Span, Value,
};
use crate::recognize::role;
use crate::rules::attributes::{Attribute, ONE_EVENT_DAYS};
use crate::rules::confidence::Confidence;
use crate::rules::fold::fold;
use crate::rules::gazetteer::Gazetteer;

/// The attribute of spellings.
const NAME: &str = "name";

/// How the rule of a count begins that no single figure gives.
pub(super) const PATIENTS: &str = "patients/";

/// How that of a sum of figures begins.
const SUMS: &str = "sums/";

/// The attribute of offices.
const ROLE: &str = "role";

/// Puts drafts and values together.
pub(super) struct Writer<'w> {
    /// What every step needs.
    pub job: &'w Job<'w>,
    /// Who speaks, how surely, what is denied.
    pub cues: &'w DocumentCues<'w>,
    /// Tells who is credited.
    pub judge: &'w Judge,
    /// Is told of each value.
    pub note: &'w mut Note<'w>,
    /// The document's paragraphs.
    pub passages: &'w [ingest::Passage],
    /// Everyone and everything named in it.
    pub names: &'w [names::LocalName],
    /// The place that the document names most.
    pub main_place: Option<usize>,
    /// The places that it names, once they were asked for.
    pub places: Option<Places>,
    /// Tells where a statement holds whose words do not say.
    pub places_judge: &'w whereabouts::Judge,
    /// What the words of each sentence tell.
    pub telling: context::Telling,
    /// What was written.
    pub out: Extraction,
}

impl Writer<'_> {
    /// A figure or date.
    pub fn mention(&mut self, page: &Page, at: usize, mention: &Mention, draft: Draft) {
        let comparable = match &mention.value {
            Value::Number(i) => comparable::measure(mention.kind, i, draft.unit.as_deref(), mention.rounding),
            Value::Date(d) => comparable::date(d),
            Value::Text(_) => return,
        };
        let as_of = match mention.kind {
            Kind::Date => None,
            _ => {
                let line = &page.lines[at];
                let grows = match &draft.attribute {
                    AttributeRef::Known(n) => self.job.attributes.all[*n].dynamics == Dynamics::Cumulative,
                    AttributeRef::Open { .. } => false,
                };
                let date = match grows {
                    true => measure::counted_by(self.job, page, line, mention.span, |form| self.cues.says(form)),
                    false => measure::as_of(page, line, mention.span),
                };
                // "18,000 homes are still cut off: power will be back by Friday" tells of today.
                let date = date.filter(|date| !measure::is_deadline(self.job, date));
                let replaced = || measure::replaced(self.job, line, mention.span).filter(|_| grows);
                date.or_else(replaced).or_else(|| measure::so_far(self.job, line))
            }
        };
        let resumed = draft.unit.clone().filter(|_| mention.kind == Kind::Quantity && mention.unit.is_none());
        let is_denied = self.denies(page, at, mention, &draft.attribute);
        let mut assertion = self.start(page, at, draft, mention.kind, mention.span, comparable);
        if is_denied {
            assertion.polarity = Polarity::Negated;
        }
        assertion.context = context::of(page, &self.telling, at, mention.span, mention.counted, self.job);
        if let Some(unit) = resumed {
            context::count(&mut assertion.context, &unit, self.job.language);
        }
        assertion.value = mention.value.clone();
        assertion.bound = mention.bound;
        assertion.as_of = as_of;
        self.out.assertions.push(assertion);
    }

    /// Returns whether the words that tell what happened to those whom a figure counts are denied: "two children were not hurt".
    fn denies(&self, page: &Page, at: usize, mention: &Mention, attribute: &AttributeRef) -> bool {
        let AttributeRef::Known(n) = *attribute else { return false };
        let is_nought = matches!(&mention.value, Value::Number(i) if i.high.is_some_and(|high| high.is_zero()));
        if is_nought || !self.job.attributes.all[n].has_patients {
            return false;
        }
        let line = &page.lines[at];
        let end = line.tokens(mention.counted.map_or(mention.span, |counted| mention.span.cover(&counted))).end;
        let hits = line.hits.triggers.iter().filter(|h| h.owner == n && h.start >= end);
        hits.min_by_key(|h| h.start).is_some_and(|h| {
            let told = line.span(h.start..h.end);
            sums::is_light(line, end..h.start) && self.cues.polarity(told).polarity == Polarity::Negated
        })
    }

    /// Gives what a document leaves open its likelier reading: who was shot, where nobody is said to have died, is wounded.
    pub fn settle_open_readings(&mut self) {
        let all = &self.job.attributes.all;
        let figures = |name: &str| toll::Figures::of(self.out.assertions.iter().filter(|a| a.attribute == name));
        // "Nobody died" is told too, and leaves nothing open.
        let is_shut = |rule: &Attribute| rule.unless.iter().any(|u| figures(u) == toll::Figures::Some);
        let readings = all.iter().filter_map(|rule| Some((rule, rule.reads_as.as_ref()?, is_shut(rule))));
        for (rule, read, is_shut) in readings.collect::<Vec<_>>() {
            let Some(other) = all.iter().find(|a| a.attribute == *read) else { continue };
            let job = self.job;
            // "Three others were shot" is open beside a dead one too: they are none of those.
            let is_open = |a: &Assertion| a.attribute == rule.attribute && (!is_shut || is_further(job, a));
            if self.out.assertions.iter().any(is_open) {
                self.define(other.definition());
            }
            for assertion in self.out.assertions.iter_mut() {
                if is_open(assertion) {
                    assertion.attribute.clone_from(read);
                }
            }
        }
    }

    /// Counts told without a number, of attributes of which the document gives none.
    pub fn patients(&mut self, page: &Page, document: &Document, entity: usize, left_out: &[Span]) {
        // Or stands in what is not read.
        let is_denied = |span: Span| {
            is_within(left_out, span)
                || self.cues.polarity(span).polarity == Polarity::Negated
                || matches!(self.cues.modality(span).0, Modality::Planned | Modality::Denied)
        };
        let (found, further) = patients::find(self.job, page, document.published, &self.out.assertions, is_denied);
        let mut sums = sums::of(self.job, page, &self.out.assertions);
        let is_joined = |sum: &sums::Sum| sums.iter().any(|s| s.told.mention.span.overlaps(&sum.told.mention.span));
        let further: Vec<_> = further.into_iter().filter(|sum| !is_joined(sum)).collect();
        sums.extend(further);
        for (n, counted) in sums.iter().flat_map(|sum| &sum.parts) {
            self.out.assertions[*n].scope.subgroup = Some(counted.clone());
        }
        self.told(page, entity, SUMS, sums.into_iter().map(|sum| sum.told).collect());
        self.told(page, entity, PATIENTS, found);
        // What a sentence's figures leave over is surer than a count of those who are told of one by one.
        let rest = toll::rest(self.job, page, &self.out.assertions);
        let is_better_told = |a: &Assertion| {
            a.rule.starts_with(PATIENTS)
                && rest.iter().any(|r| self.job.attributes.all[r.attribute].attribute == a.attribute)
        };
        self.out.assertions.retain(|a| !is_better_told(a));
        self.told(page, entity, PATIENTS, rest);
    }

    /// Counts that others imply, once all else is told.
    pub fn implied(&mut self, page: &Page, entity: usize) {
        let implied = toll::implied(self.job, page, &self.out.assertions);
        self.told(page, entity, PATIENTS, implied);
    }

    /// Writes counts that no single figure gives.
    fn told(&mut self, page: &Page, entity: usize, family: &str, found: Vec<toll::Told>) {
        let all = &self.job.attributes.all;
        for told in found {
            let draft = Draft {
                entity,
                attribute: told.attribute.into(),
                subgroup: None,
                unit: told.mention.unit.clone(),
                place: subject::place_of(page, &page.lines[told.line], told.mention.span, None, self.job.phrases),
                confidence: 0.6,
                rule: format!("{family}{}", all[told.attribute].file),
            };
            self.mention(page, told.line, &told.mention, draft);
        }
    }

    /// A statement that is no number.
    pub fn fact(&mut self, page: &Page, at: usize, found: facts::Found) {
        let comparable = match (&found.members, &found.clock) {
            (Some(members), _) => {
                let words: Vec<&str> = members.iter().map(|m| m.of(self.job.text)).collect();
                comparable::list(&words, self.job.phrases)
            }
            (None, Some(clock)) => comparable::clock(clock),
            // Affirmed or denied: the polarity is the whole value.
            (None, None) => Comparable::Words { fold: String::new(), key: String::new(), members: None },
        };
        let text = found.clock.clone().unwrap_or_else(|| found.span.of(self.job.text).to_owned());
        let mut assertion = self.start(page, at, found.draft, Kind::Fact, found.verb, comparable);
        // A list is compared by what it holds: one that is denied holds nothing.
        if found.members.is_some() && assertion.polarity == Polarity::Negated {
            return;
        }
        assertion.span = found.span;
        // Whether something was done does not hang on where: the place is told, and asks no question of its own.
        assertion.scope.place_key = None;
        if let Some(polarity) = found.polarity {
            assertion.polarity = polarity;
        }
        if let Some(modality) = found.modality.filter(|_| assertion.modality == Modality::Asserted) {
            assertion.modality = modality;
        }
        // Its own words tell what it is of: it has no value apart from them.
        let start = Span::new(assertion.span.start, assertion.span.start);
        assertion.context = context::of(page, &self.telling, at, start, Some(assertion.span), self.job);
        assertion.value = Value::Text(text);
        // "The road reopened on Wednesday": it may well have been shut before.
        let line = &page.lines[at];
        assertion.as_of = measure::so_far(self.job, line).or_else(|| self.holds_since(page, line, assertion.span));
        self.out.assertions.push(assertion);
    }

    /// Returns from when to when a fact is said to hold, where its clause has a date: from that day to the article's.
    fn holds_since(&self, page: &Page, line: &Line, at: Span) -> Option<DateInterval> {
        let said = measure::as_of(page, line, at)?;
        let is_past = self.job.published.zip(said.low).is_some_and(|(day, low)| low <= day);
        let high = if is_past { said.high.max(self.job.published) } else { said.high };
        Some(DateInterval { high, ..said })
    }

    /// A spelling.
    pub fn name(&mut self, page: &Page, spelling: &naming::Spelling) {
        let text = spelling.span.of(self.job.text);
        let entity = &page.entities[spelling.entity];
        self.known(NAME, "spelling", Kind::Name, Dynamics::Constant);
        self.out.assertions.push(Assertion {
            entity: spelling.entity,
            attribute: NAME.to_owned(),
            kind: Kind::Name,
            value: Value::Text(text.to_owned()),
            comparable: comparable::words(text, &entity.key),
            span: spelling.span,
            quote: sentence_at(page, spelling.span).map_or(spelling.span, |n| page.lines[n].sentence.span),
            n_mentions: spelling.count,
            passage: self.passage(spelling.span),
            rule: "names".to_owned(),
            confidence: 0.9,
            ..blank::assertion()
        });
    }

    /// An office.
    pub fn role(&mut self, page: &Page, found: &role::RoleMention) {
        let Some(n) = self.names.iter().position(|n| n.mentions.iter().any(|s| s.overlaps(&found.holder))) else {
            return;
        };
        let Some(entity) = page.entity_of_name(n) else { return };
        let text = found.span.of(self.job.text);
        self.known(ROLE, "role", Kind::Role, Dynamics::Level);
        self.out.assertions.push(Assertion {
            entity,
            attribute: ROLE.to_owned(),
            kind: Kind::Role,
            value: Value::Text(text.to_owned()),
            comparable: comparable::role(text, self.job.language),
            span: found.span,
            quote: sentence_at(page, found.span).map_or(found.span, |n| page.lines[n].sentence.span),
            passage: self.passage(found.span),
            rule: "roles".to_owned(),
            confidence: 0.85,
            ..blank::assertion()
        });
    }

    /// Fills in what every statement has: scope, attribution, modality, polarity.
    fn start(
        &mut self,
        page: &Page,
        at: usize,
        draft: Draft,
        kind: Kind,
        span: Span,
        comparable: Comparable,
    ) -> Assertion {
        let attribute = match draft.attribute {
            AttributeRef::Known(n) => {
                let rule = &self.job.attributes.all[n];
                self.define(rule.definition());
                rule.attribute.clone()
            }
            AttributeRef::Open { attribute, kind } => {
                self.define(AttributeDef {
                    label: attribute.replace(['.', '_'], " "),
                    attribute: attribute.clone(),
                    kind,
                    // Most of what news measures happened once: an unlike figure is a disagreement, not a change.
                    dynamics: if kind == Kind::Fact { Dynamics::Level } else { Dynamics::Constant },
                    is_daily: false,
                    is_single: true,
                    is_open: true,
                    one_event_days: if kind == Kind::Date { ONE_EVENT_DAYS } else { 0 },
                });
                attribute
            }
        };
        let (place, place_key) = measure::scope_place(page, draft.place);
        if let Some(key) = &place_key {
            self.place_parts(key);
        }
        // "Korda, 46, will be sworn in on July 1": how old one is, is no plan.
        let modality = match self.cues.modality(span).0 {
            Modality::Planned if kind == Kind::Age => Modality::Asserted,
            modality => modality,
        };
        let negation = self.cues.polarity(span);
        // As a figure nought is a value like another; as a fact it denies.
        // "Homes were without power on Saturday" denies no day.
        let is_other = negation.is_part && kind == Kind::Date;
        let polarity =
            if negation.zero && kind != Kind::Fact || is_other { Polarity::Affirmed } else { negation.polarity };
        let asked = Asked { span, kind, modality };
        (self.note)(&asked, Noted::Credited(self.cues));
        let place = place.or_else(|| self.place_around(page, at, &asked));
        let speaker = self.cues.credit(&asked, self.judge);
        Assertion {
            entity: draft.entity,
            attribute,
            kind,
            comparable,
            unit: draft.unit,
            scope: Scope {
                place,
                place_key,
                subgroup: draft.subgroup,
                period: None,
                planned: modality == Modality::Planned,
            },
            speaker: speaker.as_ref().and_then(|s| self.speaker_entity(page, s.span)),
            attributed_to: speaker.map(|s| s.words),
            polarity,
            modality,
            span,
            quote: page.lines[at].sentence.span,
            passage: self.passage(span),
            confidence: Confidence::embedded().of(&draft.rule, kind, draft.confidence),
            rule: draft.rule,
            ..blank::assertion()
        }
    }

    /// Returns the entity of a speaker: the name in the speaker's words.
    fn speaker_entity(&self, page: &Page, span: Span) -> Option<usize> {
        let n = sentence_at(page, span)?;
        let line = &page.lines[n];
        let people = |e: usize| !matches!(page.entities[e].kind, EntityKind::Named(NameKind::Place));
        line.names.iter().find(|(s, e)| s.overlaps(&span) && people(*e)).map(|(_, e)| *e)
    }

    fn passage(&self, span: Span) -> Option<String> {
        let n = self.passages.partition_point(|p| p.span.end <= span.start);
        self.passages.get(n).filter(|p| p.span.overlaps(&span)).map(|p| format!("{:016x}", p.hash))
    }

    fn known(&mut self, attribute: &str, label: &str, kind: Kind, dynamics: Dynamics) {
        self.define(AttributeDef {
            attribute: attribute.to_owned(),
            label: label.to_owned(),
            kind,
            dynamics,
            is_daily: false,
            // A person may hold two offices, a thing have one name.
            is_single: kind != Kind::Role,
            is_open: false,
            one_event_days: 0,
        });
    }

    /// Returns the name of the place at which a value holds whose own words do not say.
    fn place_around(&mut self, page: &Page, at: usize, asked: &Asked) -> Option<String> {
        let near = subject::place_around(page, at, asked.span, self.job.phrases).or(self.main_place);
        let (job, main) = (self.job, self.main_place);
        let places = self.places.get_or_insert_with(|| Places::of(page, job.phrases, main));
        let weighed = places.weigh(page, at, asked, near);
        (self.note)(asked, Noted::Placed { weighed: &weighed, near, name: &|e| page.entities[e].name.clone() });
        self.places_judge.choose(&weighed).or(near).map(|e| page.entities[e].name.clone())
    }

    fn define(&mut self, attribute: AttributeDef) {
        if !self.out.attributes.iter().any(|a| a.attribute == attribute.attribute) {
            self.out.attributes.push(attribute);
        }
    }

    fn place_parts(&mut self, key: &str) {
        for row in Gazetteer::embedded().wholes(key) {
            if !self.out.place_parts.contains(&row) {
                self.out.place_parts.push(row);
            }
        }
    }

    /// Drops the entities that nothing speaks of, and sorts.
    pub fn finish(mut self, page: Page) -> Extraction {
        let mut used: Vec<Option<usize>> = vec![None; page.entities.len()];
        let mut entities: Vec<LocalEntity> = Vec::new();
        // A sum goes before its addends.
        self.out.assertions.sort_by_key(|a| (a.span.start, !a.rule.starts_with(SUMS), a.span.end, a.kind));
        for assertion in &mut self.out.assertions {
            for at in std::iter::once(&mut assertion.entity).chain(&mut assertion.speaker) {
                *at = *used[*at].get_or_insert_with(|| {
                    entities.push(page.entities[*at].clone());
                    entities.len() - 1
                });
            }
        }
        self.out.entities = entities;
        self.out
    }
}

/// Returns whether a figure counts further ones: "three others".
fn is_further(job: &Job, assertion: &Assertion) -> bool {
    let rest = assertion.quote.end.max(assertion.span.end);
    let after = job.text.get(assertion.span.end..rest).unwrap_or_default();
    let mut words =
        after.split_whitespace().take(FURTHER_REACH).map(|w| fold(w.trim_matches(|c: char| !c.is_alphanumeric())));
    words.any(|w| job.phrases.further.contains(&w))
}

/// How many words behind a figure tell that it counts further ones.
const FURTHER_REACH: usize = 2;

/// Returns the sentence that a span starts in.
fn sentence_at(page: &Page, span: Span) -> Option<usize> {
    let n = page.lines.partition_point(|l| l.sentence.span.end <= span.start);
    (n < page.lines.len()).then_some(n)
}
