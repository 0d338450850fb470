//! Extracting: mentions and parsed sentences → assertions.
//!
//! In: a [`Document`]. Out: an [`Extraction`]: who is spoken of, and what is stated of them, by which words, according to
//! whom, how surely. Everything that is known of attributes, words and places is data under `rules/`. Knows nothing of
//! the store, keeps nothing between documents, and may run on many at once.

mod blank;
mod comparable;
mod context;
pub mod cues;
mod facts;
mod governor;
mod left_out;
mod marks;
mod measure;
mod naming;
mod page;
mod patients;
mod statements;
mod story;
mod subject;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;

use crate::ingest;
use crate::language::{self, Analyzer, Depth, names};
use crate::model::{
    Assertion, AttributeDef, Comparable, Document, Dynamics, EntityKind, Extraction, Kind, Language, LocalEntity,
    Mention, Modality, Name, NameKind, Polarity, Scope, Sentence, Span, Value,
};
use crate::recognize::{self, Recognized, role};
use crate::rules::attributes::{Attributes, ONE_EVENT_DAYS};
use crate::rules::classes::Classes;
use crate::rules::clause_words::ClauseWords;
use crate::rules::confidence::Confidence;
use crate::rules::gazetteer::Gazetteer;
use crate::rules::statements::Statements;
use cues::credit::{Asked, Judge};
use cues::{Cues, DocumentCues};
use left_out::is_within;
use measure::Antecedent;
use page::{Looked, Page};
use subject::Where;

/// Reads assertions out of documents.
pub struct Extractor {
    attributes: Attributes,
    cues: BTreeMap<Language, Cues>,
    judge: &'static Judge,
}

/// Is told of each value, and may ask who is near it: what crediting is learnt from.
type Note<'n> = dyn FnMut(&Asked, &DocumentCues) + 'n;

/// What every step needs of one document.
struct Job<'j> {
    text: &'j str,
    attributes: &'j Attributes,
    classes: &'static Classes,
    phrases: &'static ClauseWords,
    language: Language,
}

/// An attribute that a file knows, or an open one.
enum AttributeRef {
    Known(usize),
    Open { attribute: String, kind: Kind },
}

impl From<usize> for AttributeRef {
    fn from(n: usize) -> Self {
        AttributeRef::Known(n)
    }
}

/// An assertion without its value: what is stated, of whom, where.
struct Draft {
    entity: usize,
    attribute: AttributeRef,
    subgroup: Option<String>,
    unit: Option<String>,
    place: Option<Where>,
    confidence: f64,
    rule: String,
}

/// The attribute of spellings.
const NAME: &str = "name";
/// The attribute of offices.
const ROLE: &str = "role";

impl Extractor {
    /// Makes an extractor with the program's rules, and those of a user's folder.
    ///
    /// # Errors
    /// Where a rules file is wrong; the message names it.
    pub fn new(rules: Option<&Path>) -> Result<Self> {
        Self::with_judge(rules, Judge::embedded()?)
    }

    /// The same, with another model of who is credited.
    ///
    /// # Errors
    /// Where a rules file is wrong; the message names it.
    pub fn with_judge(rules: Option<&Path>, judge: &'static Judge) -> Result<Self> {
        let mut cues = BTreeMap::new();
        for language in crate::rules::languages() {
            cues.insert(language, Cues::embedded(language)?);
        }
        Ok(Extractor { attributes: Attributes::load(rules)?, cues, judge })
    }

    /// Returns what made an assertion, for the store.
    pub fn name() -> &'static str {
        concat!("atodds ", env!("CARGO_PKG_VERSION"))
    }

    /// Returns whether there are rules for a language: in any other nothing is read.
    pub fn reads(&self, language: Language) -> bool {
        self.cues.contains_key(&language)
    }

    /// Reads one document.
    ///
    /// A document in a language without rules gives nothing.
    ///
    /// # Errors
    /// Where a rules file of its language is wrong.
    pub fn read(&self, document: &Document) -> Result<Extraction> {
        self.read_noting(document, &mut |_, _| {})
    }

    /// The same, telling of each value on the way.
    ///
    /// # Errors
    /// Where a rules file of its language is wrong.
    pub fn read_noting(&self, document: &Document, note: &mut Note) -> Result<Extraction> {
        let text = document.text.as_str();
        let lang = document.language;
        let Some(cues) = self.cues.get(&lang) else { return Ok(Extraction::default()) };
        let context = recognize::Context { reference_date: document.published, country: document.country.clone() };
        let values = Recognized::of(text, lang, &context);
        let lexicon = self.attributes.lexicon(lang);
        let statements = Statements::of(lang);
        let mut looked: Vec<Looked> = Vec::new();
        // A language without a model is read by its small words alone.
        let mut analysis = match Analyzer::embedded(lang) {
            // A parse tells what is counted, and who does what a fact's words say: it is costly, and of no use elsewhere.
            Ok(analyzer) => {
                let mut wanted = |text: &str, sentence: &Sentence| {
                    let line = Looked::new(text, sentence, lexicon, statements);
                    let wanted = values.any_in(sentence.span) || line.may_state_a_fact();
                    looked.push(line);
                    wanted
                };
                analyzer.analyze(text, Depth::ParseIf(&mut wanted))
            }
            Err(_) => {
                let analysis = language::segment(text, lang);
                looked.extend(analysis.sentences.iter().map(|s| Looked::new(text, s, lexicon, statements)));
                analysis
            }
        };
        names::annotate(text, &mut analysis, lang);
        let analysis = analysis;
        let names = names::link(text, &analysis);
        let mut mentions = values.mentions(Some(&analysis));
        let passages = ingest::passages(text);
        let left_out = left_out::of(document, &passages);
        mentions.retain(|m| !is_within(&left_out, m.span));
        let phrases = ClauseWords::of(lang);
        let mut page = Page::new(text, &analysis, looked, &names, &mentions, &phrases.connectors);
        let job = Job { text, attributes: &self.attributes, classes: Classes::embedded(), phrases, language: lang };
        let story = story::entity(&mut page, document);
        let all_names: Vec<Name> = analysis.sentences.iter().flat_map(|s| s.names.iter().copied()).collect();
        let cues = cues.document(text, &analysis, &all_names);
        let mut writer = Writer {
            main_place: story::main_place(&page),
            job: &job,
            cues: &cues,
            judge: self.judge,
            note,
            passages: &passages,
            names: &names,
            out: Extraction::default(),
        };

        // Whom a class of nouns belongs to, by its first mention: for what is counted before it is told whose it is.
        let mut usual = facts::LastOf::default();
        page.lines.iter().rev().for_each(|line| usual.note(&job, line));
        let mut last = usual;
        let mut before: Option<Antecedent> = None;
        for at in 0..page.lines.len() {
            let line = &page.lines[at];
            last.note(&job, line);
            for mention in &mentions[line.mentions.clone()] {
                match mention.kind {
                    Kind::Date => {
                        if let Some(draft) = measure::date_draft(&job, &page, at, mention, story) {
                            writer.mention(&page, at, mention, draft);
                        }
                        if let Some(found) = statements::clock(&job, &page, at, mention, story) {
                            writer.fact(&page, at, found);
                        }
                    }
                    _ => {
                        let Some(draft) = measure::draft(&job, &page, at, mention, before.as_ref(), &last, story)
                        else {
                            continue;
                        };
                        before = Some(Antecedent {
                            unit: draft.unit.clone(),
                            attribute: match draft.attribute {
                                AttributeRef::Known(n) => Some(n),
                                AttributeRef::Open { .. } => None,
                            },
                            entity: draft.entity,
                            line: at,
                        });
                        let draft = measure::in_whole_units(&job, mention.kind, draft);
                        writer.mention(&page, at, mention, draft);
                    }
                }
            }
            for found in statements::and(&job, &page, at, facts::find(&job, &page, at, &last, story), story) {
                if !is_within(&left_out, found.span) {
                    writer.fact(&page, at, found);
                }
            }
        }
        writer.patients(&page, document, story, &left_out);
        writer.settle_open_readings();
        for spelling in naming::spellings(&page, &names) {
            if !is_within(&left_out, spelling.span) {
                writer.name(&page, &spelling);
            }
        }
        for found in role::find(text, &analysis, lang) {
            if !is_within(&left_out, found.span) {
                writer.role(&page, &found);
            }
        }
        let marks = marks::of(&page, &mentions)?;
        writer.out.event = page.entities.get(story).cloned();
        writer.out.marks = marks;
        Ok(writer.finish(page))
    }
}

/// Puts drafts and values together.
struct Writer<'w> {
    job: &'w Job<'w>,
    cues: &'w DocumentCues<'w>,
    judge: &'w Judge,
    note: &'w mut Note<'w>,
    passages: &'w [ingest::Passage],
    names: &'w [names::LocalName],
    /// The place that the document names most.
    main_place: Option<usize>,
    out: Extraction,
}

impl Writer<'_> {
    /// A figure or date.
    fn mention(&mut self, page: &Page, at: usize, mention: &Mention, draft: Draft) {
        let comparable = match &mention.value {
            Value::Number(i) => comparable::measure(mention.kind, i, draft.unit.as_deref(), mention.rounding),
            Value::Date(d) => comparable::date(d),
            Value::Text(_) => return,
        };
        let as_of = match mention.kind {
            Kind::Date => None,
            _ => measure::as_of(page, &page.lines[at], mention.span),
        };
        let mut assertion = self.start(page, at, draft, mention.kind, mention.span, comparable);
        assertion.context = context::of(page, &page.lines[at], mention.span, mention.counted, self.job);
        assertion.value = mention.value.clone();
        assertion.bound = mention.bound;
        assertion.as_of = as_of;
        self.out.assertions.push(assertion);
    }

    /// Gives what a document leaves open its likelier reading: who was shot, where nobody is said to have died, is wounded.
    fn settle_open_readings(&mut self) {
        let all = &self.job.attributes.all;
        let told: Vec<String> = self.out.assertions.iter().map(|a| a.attribute.clone()).collect();
        let open =
            all.iter().filter(|rule| told.contains(&rule.attribute) && !rule.unless.iter().any(|u| told.contains(u)));
        for (rule, read) in open.filter_map(|rule| Some((rule, rule.reads_as.as_ref()?))) {
            let Some(other) = all.iter().find(|a| a.attribute == *read) else { continue };
            self.define(other.definition());
            for assertion in self.out.assertions.iter_mut().filter(|a| a.attribute == rule.attribute) {
                assertion.attribute.clone_from(read);
            }
        }
    }

    /// Counts told without a number, of attributes of which the document gives none.
    fn patients(&mut self, page: &Page, document: &Document, entity: usize, left_out: &[Span]) {
        let all = &self.job.attributes.all;
        let figures =
            |n: usize| patients::Figures::of(self.out.assertions.iter().filter(|a| a.attribute == all[n].attribute));
        // Or stands in what is not read.
        let is_denied = |span: Span| {
            is_within(left_out, span)
                || self.cues.polarity(span).polarity == Polarity::Negated
                || matches!(self.cues.modality(span).0, Modality::Planned | Modality::Denied)
        };
        for told in patients::find(self.job, page, document.published, figures, is_denied) {
            let draft = Draft {
                entity,
                attribute: told.attribute.into(),
                subgroup: None,
                unit: told.mention.unit.clone(),
                place: subject::place_of(page, &page.lines[told.line], told.mention.span, None, self.job.phrases),
                confidence: 0.6,
                rule: format!("patients/{}", all[told.attribute].file),
            };
            self.mention(page, told.line, &told.mention, draft);
        }
    }

    /// A statement that is no number.
    fn fact(&mut self, page: &Page, at: usize, found: facts::Found) {
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
        assertion.context = context::of(page, &page.lines[at], start, Some(assertion.span), self.job);
        assertion.value = Value::Text(text);
        self.out.assertions.push(assertion);
    }

    /// A spelling.
    fn name(&mut self, page: &Page, spelling: &naming::Spelling) {
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
    fn role(&mut self, page: &Page, found: &role::RoleMention) {
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
            comparable: comparable::role(text, &role::fold_role(text, self.job.language)),
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
        let around = || {
            let near = subject::place_around(page, at, span, self.job.phrases).or(self.main_place);
            near.map(|e| page.entities[e].name.clone())
        };
        let place = place.or_else(around);
        let (modality, _) = self.cues.modality(span);
        let negation = self.cues.polarity(span);
        // As a figure nought is a value like another; as a fact it denies.
        let polarity = if negation.zero && kind != Kind::Fact { Polarity::Affirmed } else { negation.polarity };
        let asked = Asked { span, kind, modality };
        (self.note)(&asked, self.cues);
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
            // A person may hold two offices, a thing have one name.
            is_single: kind != Kind::Role,
            is_open: false,
            one_event_days: 0,
        });
    }

    fn define(&mut self, attribute: AttributeDef) {
        if !self.out.attributes.iter().any(|a| a.attribute == attribute.attribute) {
            self.out.attributes.push(attribute);
        }
    }

    fn place_parts(&mut self, key: &str) {
        let gazetteer = Gazetteer::embedded();
        let mut add = |whole: &str| {
            let row = (key.to_owned(), whole.to_owned());
            if !self.out.place_parts.contains(&row) {
                self.out.place_parts.push(row);
            }
        };
        add(key);
        let mut at = gazetteer.by_key(key);
        while let Some(place) = at {
            add(&place.key);
            at = gazetteer.parent(place);
        }
    }

    /// Drops the entities that nothing speaks of, and sorts.
    fn finish(mut self, page: Page) -> Extraction {
        let mut used: Vec<Option<usize>> = vec![None; page.entities.len()];
        let mut entities: Vec<LocalEntity> = Vec::new();
        self.out.assertions.sort_by_key(|a| (a.span.start, a.span.end, a.kind));
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

/// Returns the sentence that a span starts in.
fn sentence_at(page: &Page, span: Span) -> Option<usize> {
    let n = page.lines.partition_point(|l| l.sentence.span.end <= span.start);
    (n < page.lines.len()).then_some(n)
}
