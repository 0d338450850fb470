//! The known attributes: what can be stated of an entity, and by which words it is recognised.
//!
//! One TOML file an attribute under `rules/attributes/`, one a statement under `rules/facts/`; each holds its examples
//! and counter-examples, which a test runs. A user's folder (`--rules DIR`) may add files of the same form.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use super::pattern::{Pattern, PatternSet};
use crate::model::{AttributeDef, Dynamics, Kind, Language};

/// How many days two dates may lie apart and still be of one event, where a file says nothing else: a month, since a
/// paper that is wrong about a day or a week is common, and one that is wrong about a season is not.
pub const ONE_EVENT_DAYS: u32 = 31;

/// Whose attribute it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The event that the story is about.
    Event,
    /// The country, organisation or person that acts.
    Actor,
    /// The person or thing named right there.
    Holder,
    /// The place.
    Place,
}

/// How a statement is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Affirmed or denied.
    YesNo,
    /// By the members that it lists.
    List,
}

/// A sentence that must, or must not, give the attribute.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The language it is written in.
    pub lang: String,
    /// The sentence.
    pub text: String,
    /// The value's words, of an example of an attribute.
    pub value: Option<String>,
    /// The words that the pattern matches, of an example of a fact.
    pub words: Option<String>,
    /// `+` or `-`, of an example of a fact.
    pub polarity: Option<String>,
    /// What a list names, of an example of one.
    pub members: Option<Vec<String>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Words {
    triggers: Vec<String>,
    follows: Vec<String>,
    blockers: Vec<String>,
    patterns: Vec<String>,
    negatives: Vec<String>,
    context: Vec<String>,
    absent: Vec<String>,
    patient_object: Vec<String>,
    patient_subject: Vec<String>,
    patient_of: Vec<String>,
    own_hand: Vec<String>,
    apart: Vec<String>,
    harm: Vec<String>,
    illness: Vec<String>,
    scene: Vec<String>,
}

/// A file, as written.
#[derive(Clone, Debug, Deserialize)]
struct File {
    attribute: String,
    label: String,
    kind: Option<Kind>,
    dynamics: Dynamics,
    #[serde(default)]
    is_daily: bool,
    subject: Subject,
    #[serde(default = "yes")]
    is_single: bool,
    #[serde(default)]
    units: Vec<String>,
    base_unit: Option<String>,
    #[serde(default)]
    same_as_base: Vec<String>,
    #[serde(default)]
    sure_units: Vec<String>,
    #[serde(default = "yes")]
    needs_trigger: bool,
    #[serde(default = "middle")]
    priority: i32,
    #[serde(default)]
    bare: bool,
    #[serde(default)]
    yields: bool,
    #[serde(default)]
    mute: bool,
    #[serde(default)]
    uncounted: bool,
    #[serde(default)]
    gathers: bool,
    #[serde(default)]
    certain_units: Vec<String>,
    #[serde(default)]
    of_object: bool,
    one_event_days: Option<u32>,
    #[serde(default)]
    unless: Vec<String>,
    reads_as: Option<String>,
    #[serde(default)]
    implied_by: Vec<String>,
    #[serde(default)]
    about: Vec<String>,
    form: Option<Form>,
    #[serde(default)]
    examples: Vec<Example>,
    #[serde(default)]
    counter_examples: Vec<Example>,
    /// The languages' tables.
    #[serde(flatten)]
    languages: BTreeMap<String, Words>,
}

fn yes() -> bool {
    true
}

fn middle() -> i32 {
    50
}

/// One attribute.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// The file it comes from, without folder and ending: what an assertion's rule names.
    pub file: String,
    /// `troops_deployed`
    pub attribute: String,
    /// For people.
    pub label: String,
    /// Of its values.
    pub kind: Kind,
    /// How it may change in time.
    pub dynamics: Dynamics,
    /// Of a level: whether it runs from day to day, so that another day is another value.
    pub is_daily: bool,
    /// Whose it is.
    pub subject: Subject,
    /// Whether one value shuts out others.
    pub is_single: bool,
    /// What may be counted or measured; `*` is anything.
    pub units: Vec<String>,
    /// The unit that means the whole.
    pub base_unit: Option<String>,
    /// Units that mean the same as that.
    pub same_as_base: Vec<String>,
    /// Units that tell the attribute without a trigger.
    pub sure_units: Vec<String>,
    /// Whether a trigger must stand by.
    pub needs_trigger: bool,
    /// The higher wins where two fit equally.
    pub priority: i32,
    /// Whether the figure may stand without a counted noun ("112 contre").
    pub bare: bool,
    /// Of a date: how many days two of them may lie apart and still be of one event; 0 is any number.
    pub one_event_days: u32,
    /// Whoever is counted by one of these attributes is not counted here: who died is no longer wounded.
    pub unless: Vec<String>,
    /// What it is where the document tells of none of `unless`: who is shot and not said to be dead is wounded.
    pub reads_as: Option<String>,
    /// Attributes whose figures count at least so many of this one, where nothing tells of it: who lies in hospital after a crash is hurt.
    pub implied_by: Vec<String>,
    /// Whether it is told without a figure too, of one to whom it happened.
    pub has_patients: bool,
    /// Languages in which a patient counts only where the beginning of the document has a word of the scene.
    pub needs_scene: Vec<Language>,
    /// Languages in which a word of context must stand in the sentence.
    pub needs_context: Vec<Language>,
    /// Of a fact: the counted nouns that must stand as what is spoken of; empty is anything.
    pub about: Vec<String>,
    /// Of a fact: whether it is told of whom the verb has for its object, where it has one.
    pub of_object: bool,
    /// Of a fact: whether those whose number is told are left to figures.
    pub uncounted: bool,
    /// Units that tell it beside words that else rule it out.
    pub certain_units: Vec<String>,
    /// Whether it counts those who came together, who are told of by a pronoun then: "they were 8,000".
    pub gathers: bool,
    /// Of a fact: whether it gives way to what the sentence says besides.
    pub yields: bool,
    /// Whoever speaks in the sentence is not whom it is of: the dead do not.
    pub mute: bool,
    /// Of a fact: how it is compared.
    pub form: Option<Form>,
    /// Sentences that give it.
    pub examples: Vec<Example>,
    /// Sentences that do not.
    pub counter_examples: Vec<Example>,
}

impl Attribute {
    /// Returns what the store keeps of it.
    pub fn definition(&self) -> AttributeDef {
        AttributeDef {
            attribute: self.attribute.clone(),
            label: self.label.clone(),
            kind: self.kind,
            dynamics: self.dynamics,
            is_daily: self.is_daily,
            is_single: self.is_single,
            is_open: false,
            one_event_days: self.one_event_days,
        }
    }
}

/// What the words of a pattern do for their attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Call it to a figure near by.
    Trigger,
    /// Call it to the figure right in front of them.
    Follow,
    /// Keep it from one.
    Blocker,
    /// State a fact.
    Fact,
    /// Deny a fact by themselves ("loin des combats").
    Negative,
    /// One must stand in the sentence.
    Context,
    /// None may stand in the sentence.
    Absent,
    /// Tell of whom they are said, without a figure.
    Patient(Patient),
    /// Tell the patients in the sentence from those of the attributes that shut this one out.
    Apart,
    /// Tell what happened, near the beginning of the document.
    Scene,
    /// Tell there what hurts people, so that those in hospital are hurt.
    Harm,
    /// Tell there that those in hospital are ill, and not hurt.
    Illness,
}

/// Where the one whom words are said of stands, in the parse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patient {
    /// As the object, in the passive as the subject: "killed a guard", "a guard was killed".
    Object,
    /// As the subject: "a guard died".
    Subject,
    /// As a noun's complement: "the death of a guard".
    Of,
    /// As the subject, who did it: "he killed himself".
    OwnHand,
}

/// The words of one language: all patterns of all attributes, looked for at once.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    set: PatternSet,
    /// What each owner of the set is: the attribute's index, and the part.
    owners: Vec<(usize, Part)>,
}

impl Lexicon {
    fn add(&mut self, pattern: Pattern, attribute: usize, part: Part) {
        if self.owners.last() != Some(&(attribute, part)) {
            self.owners.push((attribute, part));
        }
        self.set.add(pattern, self.owners.len() - 1);
    }

    /// Calls `found(attribute, part, start, end)` for every match in a sentence's folded words.
    pub fn matches(&self, words: &[impl AsRef<str>], mut found: impl FnMut(usize, Part, usize, usize)) {
        self.set.matches(words, |owner, start, end| {
            if let Some((attribute, part)) = self.owners.get(owner) {
                found(*attribute, *part, start, end);
            }
        });
    }
}

/// All attributes, with their words by language.
#[derive(Clone, Debug, Default)]
pub struct Attributes {
    /// Attributes and facts, in the order of their files.
    pub all: Vec<Attribute>,
    /// Those that may be given without a trigger in the sentence, in that order.
    pub untriggered: Vec<usize>,
    lexicons: BTreeMap<Language, Lexicon>,
}

impl Attributes {
    /// Returns the embedded ones.
    ///
    /// # Errors
    /// Where an embedded file is wrong; a test rules that out.
    pub fn embedded() -> Result<&'static Attributes> {
        static LOADED: OnceLock<Result<Attributes, String>> = OnceLock::new();
        LOADED
            .get_or_init(|| Attributes::load(None).map_err(|e| format!("{e:#}")))
            .as_ref()
            .map_err(|e| anyhow::anyhow!("{e}"))
    }

    /// Loads the embedded ones, and those of a user's folder, of which a file of the same name takes an embedded one's place.
    ///
    /// # Errors
    /// Where a file does not fit the form; the message names it.
    pub fn load(user: Option<&Path>) -> Result<Self> {
        let mut files: BTreeMap<String, String> = BTreeMap::new();
        for prefix in ["attributes/", "facts/"] {
            for (path, text) in super::files(prefix).filter(|(p, _)| p.ends_with(".toml")) {
                files.insert(path.to_owned(), text.to_owned());
            }
        }
        if let Some(folder) = user {
            ensure!(
                folder.join("attributes").is_dir() || folder.join("facts").is_dir(),
                "{}: no folder of rules: atodds looks for attributes/*.toml and facts/*.toml in it",
                folder.display()
            );
            for sub in ["attributes", "facts"] {
                let Ok(entries) = std::fs::read_dir(folder.join(sub)) else { continue };
                for entry in entries {
                    let path = entry.with_context(|| format!("read {}", folder.display()))?.path();
                    if path.extension().is_some_and(|e| e == "toml") {
                        let text =
                            std::fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
                        let name = path.file_name().unwrap_or_default().to_string_lossy();
                        files.insert(format!("{sub}/{name}"), text);
                    }
                }
            }
        }
        let mut out = Attributes::default();
        for (path, text) in files {
            out.add(&path, &text).with_context(|| format!("rules/{path}"))?;
        }
        Ok(out)
    }

    /// Returns a language's words, where any file has some.
    pub fn lexicon(&self, language: Language) -> Option<&Lexicon> {
        self.lexicons.get(&language)
    }

    fn add(&mut self, path: &str, text: &str) -> Result<()> {
        let file: File = toml::from_str(text)?;
        let is_fact = path.starts_with("facts/");
        ensure!(!file.examples.is_empty() && !file.counter_examples.is_empty(), "needs examples and counter_examples");
        ensure!(is_fact == file.form.is_some(), "a fact has a form, an attribute none");
        let kind = match (is_fact, file.kind) {
            (true, None) => Kind::Fact,
            (false, Some(kind)) => kind,
            _ => bail!("an attribute has a kind, a fact none"),
        };
        let owner = self.all.len();
        let mut needs_context = Vec::new();
        let mut needs_scene = Vec::new();
        let mut has_patients = false;
        for (code, words) in &file.languages {
            let language: Language = code.parse().map_err(|e: String| anyhow::anyhow!("[{code}]: {e}"))?;
            let lexicon = self.lexicons.entry(language).or_default();
            if !words.context.is_empty() {
                needs_context.push(language);
            }
            if !words.scene.is_empty() {
                needs_scene.push(language);
            }
            has_patients |= !words.patient_object.is_empty();
            for (part, texts) in [
                (Part::Trigger, &words.triggers),
                (Part::Follow, &words.follows),
                (Part::Blocker, &words.blockers),
                (Part::Fact, &words.patterns),
                (Part::Negative, &words.negatives),
                (Part::Context, &words.context),
                (Part::Absent, &words.absent),
                (Part::Patient(Patient::Object), &words.patient_object),
                (Part::Patient(Patient::Subject), &words.patient_subject),
                (Part::Patient(Patient::Of), &words.patient_of),
                (Part::Patient(Patient::OwnHand), &words.own_hand),
                (Part::Apart, &words.apart),
                (Part::Scene, &words.scene),
                (Part::Harm, &words.harm),
                (Part::Illness, &words.illness),
            ] {
                for text in texts {
                    lexicon.add(Pattern::read(text).with_context(|| format!("[{code}]"))?, owner, part);
                }
            }
        }
        if !file.needs_trigger || !file.sure_units.is_empty() {
            self.untriggered.push(owner);
        }
        let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".toml");
        self.all.push(Attribute {
            file: name.to_owned(),
            attribute: file.attribute,
            label: file.label,
            kind,
            dynamics: file.dynamics,
            is_daily: file.is_daily,
            subject: file.subject,
            is_single: file.is_single,
            units: file.units,
            base_unit: file.base_unit,
            same_as_base: file.same_as_base,
            sure_units: file.sure_units,
            needs_trigger: file.needs_trigger,
            priority: file.priority,
            bare: file.bare,
            yields: file.yields,
            mute: file.mute,
            uncounted: file.uncounted,
            of_object: file.of_object,
            gathers: file.gathers,
            certain_units: file.certain_units,
            one_event_days: file.one_event_days.unwrap_or(if kind == Kind::Date { ONE_EVENT_DAYS } else { 0 }),
            unless: file.unless,
            reads_as: file.reads_as,
            implied_by: file.implied_by,
            has_patients,
            needs_scene,
            needs_context,
            about: file.about,
            form: file.form,
            examples: file.examples,
            counter_examples: file.counter_examples,
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_files_load() {
        Attributes::load(None).unwrap();
    }

    #[test]
    fn a_file_without_counter_examples_is_refused_by_name() {
        let mut all = Attributes::default();
        let text = "attribute='x'\nlabel='x'\nkind='quantity'\ndynamics='level'\nsubject='event'\n[fr]\ntriggers=['mot']\n[[examples]]\nlang='fr'\ntext='a'";
        let error = format!("{:#}", all.add("attributes/x.toml", text).unwrap_err());
        assert!(error.contains("counter_examples"), "{error}");
    }
}
