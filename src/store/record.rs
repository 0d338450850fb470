//! What is read from a store, as plain records.
//!
//! Field names are the column names of the public views, and the names in JSON.

use serde::Serialize;

use super::judgement::Judgement;
use crate::model::{Kind, PartialDate};

/// A disagreement about one entity and attribute: a row of view `finding`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// Its id, stable between runs and files.
    pub finding_id: String,
    /// Whom or what it is about.
    pub entity: String,
    /// What is stated of it: `troops_deployed`.
    pub attribute: String,
    /// What sort of value: `quantity`, `date`, `name` …
    pub kind: String,
    /// The most serious relation in it.
    pub relation: String,
    /// Its answers in short: `3,000 | 10,000`.
    pub readings: String,
    /// How many answers.
    pub n_readings: usize,
    /// In how many documents.
    pub n_documents: usize,
    /// From how many publishers.
    pub n_sources: usize,
    /// From how many independent origins.
    pub n_origins: usize,
    /// Earliest publication, ISO 8601.
    pub first_on: Option<String>,
    /// Latest publication, ISO 8601.
    pub last_on: Option<String>,
    /// `open`, or what a person decided.
    pub status: String,
    /// Whether it was not there when the last run but one had ended.
    pub is_new: bool,
    /// Whether it was there, with another relation or other readings.
    pub is_changed: bool,
    /// The code of the rule that gave the relation.
    pub reason: String,
    /// How serious the relation is, 0 to 7.
    pub severity: i64,
    /// How weighty the reason is among those of its relation.
    pub weight: i64,
    /// Whether a person has to look at it; else the difference has an explanation.
    pub is_at_odds: bool,
    /// What the entity is.
    pub entity_kind: String,
    /// The attribute for people: `troops deployed`.
    pub label: String,
    /// How surely the two statements that give the reason were read and answer one question, 0 to 1: of the surest pair.
    pub confidence: f64,
    /// The reason in a plain sentence.
    pub explanation: String,
    /// Its topic in this file.
    #[serde(skip)]
    pub topic_id: i64,
    /// Hash of its relation and readings: tells that it changed.
    #[serde(skip)]
    pub fingerprint: String,
    /// The widest distance between two answers of that relation, in the base unit (of dates in days); only where asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gap: Option<f64>,
}

/// One answer, with everyone who gives it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reading {
    /// A letter that stands for it in this answer alone: `A`, `B`, … `Z`, `AA`.
    pub letter: String,
    /// The answer in short: `3,000 in Kursk (planned)`.
    pub short: String,
    /// Low edge: a number or an ISO date; null is open.
    pub value_low: serde_json::Value,
    /// High edge, likewise.
    pub value_high: serde_json::Value,
    /// The unit.
    pub unit: Option<String>,
    /// Where, in the words of the first document.
    pub place: Option<String>,
    /// Which part of the whole; empty is the whole.
    pub subgroup: String,
    /// For which period; empty is not said.
    pub period: String,
    /// Whether it is yet to come.
    pub is_planned: bool,
    /// Whether it is a denial.
    pub is_denied: bool,
    /// In how many documents.
    pub n_documents: usize,
    /// From how many publishers.
    pub n_sources: usize,
    /// From how many independent origins.
    pub n_origins: usize,
    /// Who says so, and in what words; oldest first.
    pub quotes: Vec<Quote>,
}

/// One statement in one document: a row of view `assertion_full`, with its document's title and address.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Quote {
    /// Its number in this file.
    pub assertion_id: i64,
    /// The document's path or URL as given.
    pub document: String,
    /// Who publishes.
    pub source: String,
    /// When, ISO 8601 at the precision known.
    pub published_on: Option<String>,
    /// ISO 639-1.
    pub language: String,
    /// Whom the document credits; null is its own voice.
    pub attributed_to: Option<String>,
    /// Where, in its words.
    pub place: Option<String>,
    /// From when it holds, where the words tell.
    pub as_of_low: Option<String>,
    /// Until when, where the words tell.
    pub as_of_high: Option<String>,
    /// The value's words.
    pub value_text: String,
    /// Low edge: a number or an ISO date; null is open.
    pub value_low: serde_json::Value,
    /// High edge, likewise.
    pub value_high: serde_json::Value,
    /// What was said about the edge.
    pub bound: String,
    /// The unit.
    pub unit: Option<String>,
    /// `+` or `-`.
    pub polarity: String,
    /// `asserted`, `hedged`, `planned`, `denied`.
    pub modality: String,
    /// The words that state it.
    pub quote: String,
    /// The quote's first code point in the document's text, from 0.
    pub quote_start: usize,
    /// The value's first code point in the document's text, from 0.
    pub char_start: usize,
    /// One past the value's last code point.
    pub char_end: usize,
    /// Where it comes from: the credited speaker, a paragraph that several carry, or the source.
    pub origin_id: String,
    /// How sure the extraction is, 0 to 1.
    pub confidence: f64,
    /// The rule that read it.
    pub rule: String,
    /// The program that read it.
    pub extractor: String,
    /// The document's headline.
    pub title: Option<String>,
    /// The document's address on the web.
    pub url: Option<String>,
}

/// How two answers stand to each other: the most serious of their pairs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pair {
    /// The letter of one reading.
    pub left: String,
    /// The letter of the other; the same where one answer comes in several forms.
    pub right: String,
    /// A statement that gives the one.
    pub left_id: i64,
    /// A statement that gives the other.
    pub right_id: i64,
    /// How they stand.
    pub relation: String,
    /// The code of the rule that decided.
    pub reason: String,
    /// That rule in a plain sentence.
    pub explanation: String,
    /// The distance between them, in the base unit; null where they touch, and for words.
    pub gap: Option<f64>,
}

/// A finding with all that stands behind it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FindingDetail {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// What its relation means, in a plain sentence.
    pub relation_explanation: String,
    /// What a person decided, whether or not it still counts; null where nobody did.
    pub judgement: Option<Judgement>,
    /// Its answers, low before high.
    pub answers: Vec<Reading>,
    /// How they stand to each other, the most serious first.
    pub pairs: Vec<Pair>,
}

/// What decides whether and where a finding is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct FindingHead {
    /// Its topic, by which the store reads the rest.
    pub topic_id: i64,
    /// Its most serious relation.
    pub relation: String,
    /// The reason of that.
    pub reason: String,
    /// How serious the relation is.
    pub severity: i64,
    /// Whether a person should look at it.
    pub is_at_odds: bool,
    /// How sure it is that reading and matching are right, 0 to 1.
    pub confidence: f64,
    /// What a person decided.
    pub status: String,
    /// The last day on which it was reported, where known.
    pub last_on: Option<String>,
}

impl From<&Finding> for FindingHead {
    fn from(finding: &Finding) -> FindingHead {
        FindingHead {
            topic_id: finding.topic_id,
            relation: finding.relation.clone(),
            reason: finding.reason.clone(),
            severity: finding.severity,
            is_at_odds: finding.is_at_odds,
            confidence: finding.confidence,
            status: finding.status.clone(),
            last_on: finding.last_on.clone(),
        }
    }
}

/// Counts of the whole store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Current documents.
    pub documents: usize,
    /// Their publishers.
    pub sources: usize,
    /// Whether they state anything.
    pub is_stated: bool,
    /// What the last run passed over.
    pub skipped: usize,
}

/// Which findings to read. Words match from the start of a word on, without case and accents.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Words of the entity's name, in any spelling.
    pub entity: Option<String>,
    /// Words of the attribute, `killed` or `troops deployed`.
    pub attribute: Option<String>,
    /// The kind of value.
    pub kind: Option<Kind>,
    /// Words of a publisher's name: findings to which it gives a reading.
    pub source: Option<String>,
    /// Findings with a document of this day or later.
    pub since: Option<PartialDate>,
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The most serious relation first, of equals the one with most sources.
    #[default]
    Seriousness,
    /// The latest publication first.
    Recency,
    /// The widest gap first, as a share of the larger figure; words last.
    Gap,
}

/// A view for other programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicView {
    /// Its name.
    pub name: &'static str,
    /// What it answers, in a sentence or two.
    pub question: String,
    /// Its columns.
    pub columns: Vec<String>,
}

/// What of the store to list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listing {
    /// The documents.
    Documents {
        /// Older versions too.
        all: bool,
    },
    /// What the last run passed over.
    Skips,
    /// The sources.
    Sources,
    /// The runs.
    Runs {
        /// All columns, for programs.
        all: bool,
    },
    /// What persons decided.
    Judgements {
        /// The whole history of this finding; else what stands of each.
        finding_id: Option<String>,
        /// All columns, for programs.
        all: bool,
    },
    /// The entities.
    Entities {
        /// Only those of this name, in any spelling.
        name: Option<String>,
    },
    /// Entities that may be one, and were not linked.
    PossibleLinks {
        /// Only those of this name, in any spelling.
        name: Option<String>,
    },
    /// What a person decided about names.
    NameJudgements,
    /// The user's list of preferred forms.
    Authority {
        /// Only those of this name, in any spelling.
        name: Option<String>,
    },
}
