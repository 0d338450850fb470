//! Extracting: mentions and parsed sentences → assertions.
//!
//! In: a [`Document`]. Out: an [`Extraction`]: who is spoken of, and what is stated of them, by which words, according to
//! whom, how surely. Everything that is known of attributes, words and places is data under `rules/`. Knows nothing of
//! the store, keeps nothing between documents, and may run on many at once.

mod before;
mod blank;
mod comparable;
mod context;
pub mod cues;
mod facts;
pub mod given;
mod governor;
mod home;
mod left_out;
mod marks;
mod measure;
mod naming;
mod nearby;
mod page;
mod patients;
mod statements;
mod story;
mod subject;
mod sums;
mod toll;
pub mod whereabouts;
mod writer;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;

use crate::ingest;
use crate::language::{self, Analyzer, Depth, names};
use crate::model::{Document, Extraction, Kind, Language, Name, PartialDate, Sentence};
use crate::recognize::{self, Recognized, role};
use crate::rules::attributes::Attributes;
use crate::rules::classes::Classes;
use crate::rules::clause_words::ClauseWords;
use crate::rules::statements::Statements;
use before::{Antecedent, Before};
use cues::credit::{Asked, Judge};
use cues::{Cues, DocumentCues};
use left_out::is_within;
use page::{Looked, Page};
use subject::Where;
use writer::Writer;

/// Reads assertions out of documents.
pub struct Extractor {
    attributes: Attributes,
    cues: BTreeMap<Language, Cues>,
    judge: &'static Judge,
    places: &'static whereabouts::Judge,
    is_silent: bool,
}

/// What is told of each value on the way: what crediting and placing are learnt from.
pub enum Noted<'n, 'd> {
    /// Who is near it can be asked.
    Credited(&'n DocumentCues<'d>),
    /// Its words do not say where it holds.
    Placed {
        /// The places that may be meant.
        weighed: &'n [whereabouts::Weighed],
        /// The one that the rules find around it.
        near: Option<usize>,
        /// What each is called.
        name: &'n dyn Fn(usize) -> String,
    },
}

/// Is told of each value.
type Note<'n> = dyn FnMut(&Asked, Noted) + 'n;

/// What every step needs of one document.
struct Job<'j> {
    text: &'j str,
    attributes: &'j Attributes,
    classes: &'static Classes,
    phrases: &'static ClauseWords,
    language: Language,
    published: Option<PartialDate>,
}

/// An attribute that a file knows, or an open one.
#[derive(Clone, Debug)]
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
        let places = whereabouts::Judge::embedded()?;
        Ok(Extractor { attributes: Attributes::load(rules)?, cues, judge, places, is_silent: false })
    }

    /// Makes an extractor that reads nothing: for documents that another program alone is to read.
    ///
    /// # Errors
    /// Where the embedded model is damaged.
    pub fn silent() -> Result<Self> {
        let (attributes, cues) = (Attributes::default(), BTreeMap::new());
        let (judge, places) = (Judge::embedded()?, whereabouts::Judge::embedded()?);
        Ok(Extractor { attributes, cues, judge, places, is_silent: true })
    }

    /// Returns what made an assertion, for the store.
    pub fn name() -> &'static str {
        concat!("atodds ", env!("CARGO_PKG_VERSION"))
    }

    /// Returns whether there are rules for a language: in any other nothing is read that should be.
    pub fn reads(&self, language: Language) -> bool {
        self.is_silent || self.cues.contains_key(&language)
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
        let mut context = recognize::Context { reference_date: document.published, country: document.country.clone() };
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
        if let Some(country) = home::of_money(text, lang, &analysis, &mentions).filter(|_| context.country.is_none()) {
            context.country = Some(country.to_owned());
            mentions = Recognized::of(text, lang, &context).mentions(Some(&analysis));
        }
        let passages = ingest::passages(text);
        let left_out = left_out::of(document, &passages);
        mentions.retain(|m| !is_within(&left_out, m.span));
        let phrases = ClauseWords::of(lang);
        let mut page = Page::new(text, &analysis, looked, &names, &mentions, &phrases.connectors);
        let job = Job {
            text,
            attributes: &self.attributes,
            classes: Classes::embedded(),
            phrases,
            language: lang,
            published: document.published,
        };
        let story = story::entity(&mut page, document);
        let all_names: Vec<Name> = analysis.sentences.iter().flat_map(|s| s.names.iter().copied()).collect();
        let cues = cues.document(text, &analysis, &all_names);
        page.note_speech(&cues.speech());
        let mut writer = Writer {
            main_place: story::main_place(&page),
            places: None,
            places_judge: self.places,
            job: &job,
            cues: &cues,
            judge: self.judge,
            note,
            passages: &passages,
            names: &names,
            telling: context::Telling::new(page.lines.len()),
            out: Extraction::default(),
        };

        // Whom a class of nouns belongs to, by its first mention: for what is counted before it is told whose it is.
        let mut usual = facts::LastOf::default();
        page.lines.iter().rev().for_each(|line| usual.note(&job, line));
        let mut last = usual;
        let mut before = Before::default();
        for at in 0..page.lines.len() {
            let line = &page.lines[at];
            last.note(&job, line);
            for mention in &mentions[line.mentions.clone()] {
                match mention.kind {
                    Kind::Date => {
                        let told_on = measure::told_on(line, mention, |form| cues.says(form));
                        if let Some(draft) = measure::date_draft(&job, &page, at, mention, story, told_on) {
                            writer.mention(&page, at, mention, draft);
                        }
                        if let Some(found) = statements::clock(&job, &page, at, mention, story) {
                            writer.fact(&page, at, found);
                        }
                    }
                    _ => {
                        let voice = writer.cues.attribution(mention.span).map(|speaker| speaker.span);
                        let Some(draft) = measure::draft(&job, &page, at, mention, voice, &before, &last, story) else {
                            continue;
                        };
                        before.note(Antecedent::of(&draft, mention, at, voice));
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
        writer.implied(&page, story);
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
        let marks = marks::of(&page, &writer.telling, &mentions, &writer.out.assertions, &left_out, lang)?;
        writer.out.event = page.entities.get(story).cloned();
        writer.out.marks = marks;
        Ok(writer.finish(page))
    }
}
