//! The form of `rules/<lang>/{attribution,modality,negation}.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::lexicon::{Reach, Takes, Who};
use super::verbs::{Conjugation, Irregular};
use super::view::Cuts;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AttributionFile {
    #[serde(default)]
    pub bare_clause: bool,
    pub conjugation: Vec<Conjugation>,
    pub irregular: BTreeMap<String, Irregular>,
    pub verb: Vec<VerbRule>,
    pub sources: Sources,
    pub words: BTreeMap<String, String>,
    pub deeds: Deeds,
    pub endings: WordEndings,
    pub cuts: Cuts,
    #[serde(default, rename = "examples")]
    _examples: toml::Table,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordEndings {
    pub adverb: String,
    pub gerund: String,
    pub past: String,
    pub verb: String,
    pub plural: String,
}

/// Verbs whose subject is credited more or less surely, by lemma, the less surely first.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Deeds {
    pub intend: String,
    pub decide: String,
    pub own: String,
    pub keep: String,
    pub show: String,
    pub count: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VerbRule {
    pub takes: Vec<Takes>,
    pub modality: Option<String>,
    #[serde(default)]
    pub subject: Who,
    #[serde(default)]
    pub object_subject: Who,
    #[serde(default)]
    pub then: Vec<String>,
    #[serde(default)]
    pub needs: Vec<String>,
    pub lemmas: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sources {
    pub prepositions: Vec<String>,
    pub weak_prepositions: Vec<String>,
    pub phrases: Vec<String>,
    pub learned: Vec<String>,
    pub learned_from: Vec<String>,
    pub citing: Vec<String>,
    pub by: Vec<String>,
    pub as_said: Vec<String>,
    pub ends: Vec<String>,
    pub ends_object: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModalityFile {
    pub conditional: Mood,
    pub future: Mood,
    pub infinitive: EndingsRule,
    pub finite: Mood,
    pub cue: Vec<CueRule>,
    #[serde(default, rename = "examples")]
    _examples: toml::Table,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mood {
    pub endings: String,
    #[serde(default)]
    pub words: String,
    #[serde(default)]
    pub not: String,
    /// Endings of a participle: behind the future of an auxiliary it tells of what is over (`aura duré`).
    #[serde(default)]
    pub perfect: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EndingsRule {
    pub endings: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CueRule {
    pub modality: String,
    pub scope: Reach,
    pub words: Vec<String>,
    pub before: Option<String>,
    #[serde(default)]
    pub not_before: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NegationFile {
    pub particle: String,
    pub second: String,
    pub only: String,
    pub alone: String,
    pub constituent: Vec<String>,
    pub then: Vec<String>,
    pub zero: String,
    pub zero_after: Vec<String>,
    pub bound: Vec<String>,
    pub skip: String,
    pub copula: String,
    #[serde(default, rename = "examples")]
    _examples: toml::Table,
}
