//! The cue lists of one language, read from `rules/<lang>/{attribution,modality,negation}.toml` and checked.
//!
//! In: the rules files. Out: a [`Lexicon`]: verb forms with their constructions, word classes, phrases. A phrase is
//! looked up by its first word, so that a text costs one look-up a piece.

use anyhow::{Context, Result, bail};
use foldhash::{HashMap, HashMapExt};
use serde::Deserialize;

use super::files::{AttributionFile, ModalityFile, NegationFile};
use super::verbs::{self, Forms};
use super::view::{Cuts, View};
use crate::model::{Language, Modality};

/// A word class of the rules; a bit of a word's mask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Class(u128);

macro_rules! classes {
    ($($name:ident = $key:literal),* $(,)?) => {
        #[allow(non_upper_case_globals, reason = "they read like the variants of an enumeration")]
        #[allow(dead_code, reason = "a class may serve one language only")]
        impl Class {
            classes!(@bits 0; $($name)*);
            const KEYS: &'static [(&'static str, Class)] = &[$(($key, Class::$name)),*];
        }
    };
    (@bits $n:expr; $first:ident $($rest:ident)*) => {
        pub const $first: Class = Class(1 << ($n));
        classes!(@bits $n + 1; $($rest)*);
    };
    (@bits $n:expr;) => {};
}

classes! {
    Opener = "opener", Infinitive = "infinitive", ToInfinitive = "to_infinitive", Determiner = "determiner",
    Article = "article", SelfWord = "self", Pronoun = "pronoun", PronounMany = "pronoun_many",
    PronounNone = "pronoun_none", Emphatic = "emphatic", Clitic = "clitic", Reflexive = "reflexive", Have = "have",
    Be = "be", Preposition = "preposition", Of = "of", Inner = "inner", TakesInner = "takes_inner",
    Subordinator = "subordinator", Relative = "relative", Coordinator = "coordinator", Adversative = "adversative",
    Adverb = "adverb", Time = "time", Venue = "venue", Document = "document",
    DocumentAdjective = "document_adjective", Issued = "issued", NotSpeaker = "not_speaker", Judge = "judge",
    Media = "media", Speaker = "speaker", Nominal = "nominal", Modal = "modal", LeadsInfinitive = "leads_infinitive", Plural = "plural", Counter = "counter", Possessive = "possessive", Support = "support", Tells = "tells",
    From = "from", PronounThing = "pronoun_thing", Backshift = "backshift", BareNegator = "bare_negator", Title = "title", NameParticle = "name_particle",
    Finite = "finite", Negator = "negator", Copula = "copula", Skip = "skip", Zero = "zero", Particle = "particle",
    Only = "only", NotConditional = "not_conditional", NotFuture = "not_future", Conditional = "conditional_word",
    Future = "future_word", NotFinite = "not_finite", Record = "record", Body = "body",
}

impl Class {
    /// Returns whether a word's mask has this class.
    pub fn holds(self, mask: u128) -> bool {
        mask & self.0 != 0
    }
}

/// What may stand as the subject of a reporting verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub(super) enum Who {
    #[default]
    Any,
    Speaker,
    Judge,
    Counter,
}

/// How a verb introduces what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Takes {
    Clause,
    Quote,
    Object,
}

/// A reporting verb, as a rule gives it.
#[derive(Debug)]
pub(super) struct Verb {
    pub clause: bool,
    pub quote: bool,
    pub object: bool,
    pub modality: Option<Modality>,
    pub subject: Who,
    pub object_subject: Who,
    pub then: Vec<Vec<Box<str>>>,
    pub needs: Vec<Box<str>>,
}

/// How far a modality cue reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Reach {
    Clause,
    After,
    Near,
    /// The clause that the cue opens: `it is possible that …`.
    Next,
    Sentence,
}

/// A modality cue.
#[derive(Debug)]
pub(super) struct Cue {
    pub phrase: Vec<Box<str>>,
    pub modality: Modality,
    pub reach: Reach,
    /// The next word must be an infinitive.
    pub before_infinitive: bool,
    /// The next word must be a figure, or an article before one.
    pub before_number: bool,
    pub not_before: Vec<Box<str>>,
}

/// Phrases, found by their first word.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    by_first: HashMap<Box<str>, Vec<Vec<Box<str>>>>,
    /// The list's own bit: pieces know of which lists they open a phrase, for most open none, and are asked by many lists.
    bit: u32,
}

impl Phrases {
    fn new(cuts: &Cuts, phrases: &[String]) -> Self {
        let mut map: HashMap<Box<str>, Vec<Vec<Box<str>>>> = HashMap::new();
        for phrase in phrases {
            let cut = cuts.phrase(phrase);
            if let Some(first) = cut.first() {
                map.entry(first.clone()).or_default().push(cut);
            }
        }
        for list in map.values_mut() {
            list.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        }
        Phrases { by_first: map, bit: 0 }
    }

    /// Returns the first piece behind the longest phrase that starts here.
    pub fn at(&self, view: &View, at: usize) -> Option<usize> {
        if view.opens(at) & self.bit == 0 {
            return None;
        }
        self.by_first.get(view.form(at))?.iter().find_map(|phrase| view.phrase_at(at, phrase))
    }
}

/// Endings that tell a mood, without a parse.
#[derive(Debug, Default)]
struct Endings(Vec<Box<str>>);

impl Endings {
    fn new(words: &str) -> Self {
        Endings(words.split_whitespace().map(Into::into).collect())
    }

    fn fit(&self, form: &str) -> bool {
        self.0.iter().any(|ending| form.ends_with(&**ending))
    }
}

/// The cue lists of one language.
#[derive(Debug)]
pub(super) struct Lexicon {
    masks: HashMap<Box<str>, u128>,
    /// Of which lists of phrases a form opens one, a bit each.
    openers: HashMap<Box<str>, u32>,
    /// The forms of the reporting verbs: which verbs, in which part of the conjugation.
    pub forms: HashMap<Box<str>, Vec<(usize, Forms)>>,
    pub verbs: Vec<Verb>,
    pub prepositions: Phrases,
    pub weak_prepositions: Phrases,
    pub source_phrases: Phrases,
    pub learned: Phrases,
    pub learned_from: Phrases,
    pub citing: Phrases,
    pub by: Phrases,
    pub as_said: Phrases,
    pub ends: Phrases,
    pub ends_object: Phrases,
    /// Cues by their first word.
    pub cues: HashMap<Box<str>, Vec<Cue>>,
    pub constituent: Phrases,
    pub then: Phrases,
    pub bound: Phrases,
    pub zero_after: Phrases,
    conditional: Endings,
    future: Endings,
    finite: Endings,
    infinitive: Endings,
    perfect: Endings,
    adverb: Endings,
    gerund: Endings,
    past: Endings,
    verb: Endings,
    plural: Endings,
    /// What verbs do to a statement, by lemma: the place of their class in the rules, from 2 on.
    deeds: HashMap<Box<str>, u8>,
    /// How words are cut before lists are matched.
    pub cuts: Cuts,
    /// Whether a clause may follow its verb without an opener (`said the drones`).
    pub bare_clause: bool,
    needs_particle: bool,
}

impl Lexicon {
    /// Reads and checks the three files of a language.
    pub fn load(language: Language) -> Result<Self> {
        let code = language.code();
        let attribution: AttributionFile = crate::rules::toml(&format!("{code}/attribution.toml"))?;
        let modality: ModalityFile = crate::rules::toml(&format!("{code}/modality.toml"))?;
        let negation: NegationFile = crate::rules::toml(&format!("{code}/negation.toml"))?;

        let cuts = &attribution.cuts;
        let mut masks: HashMap<Box<str>, u128> = HashMap::new();
        let mut add = |words: &str, class: Class| {
            for word in words.split_whitespace() {
                *masks.entry(word.into()).or_default() |= class.0;
            }
        };
        for word in attribution.words.get("speaker").into_iter().flat_map(|words| words.split_whitespace()) {
            add(&format!("{word}s"), Class::Speaker); // a plural is made as in French and English alike
        }
        for (key, words) in &attribution.words {
            let class = Class::KEYS.iter().find(|(name, _)| name == key).map(|(_, class)| *class);
            add(words, class.with_context(|| format!("rules/{code}/attribution.toml: unknown word class {key:?}"))?);
        }
        add(&modality.finite.words, Class::Finite);
        add(&modality.finite.not, Class::NotFinite);
        add(&modality.conditional.not, Class::NotConditional);
        add(&modality.conditional.words, Class::Conditional);
        add(&modality.future.not, Class::NotFuture);
        add(&modality.future.words, Class::Future);
        add(&negation.particle, Class::Particle);
        add(&negation.only, Class::Only);
        add(&negation.second, Class::Negator);
        add(&negation.alone, Class::Negator);
        add(&negation.skip, Class::Skip);
        add(&negation.zero, Class::Zero);
        add(&negation.copula, Class::Copula);

        let mut cues: HashMap<Box<str>, Vec<Cue>> = HashMap::new();
        for group in &modality.cue {
            let given = modality_of(&group.modality).with_context(|| format!("rules/{code}/modality.toml"))?;
            for words in &group.words {
                let phrase = cuts.phrase(words);
                let Some(first) = phrase.first().cloned() else { bail!("rules/{code}/modality.toml: an empty cue") };
                cues.entry(first).or_default().push(Cue {
                    phrase,
                    modality: given,
                    reach: group.scope,
                    before_infinitive: group.before.as_deref() == Some("infinitive"),
                    before_number: group.before.as_deref() == Some("number"),
                    not_before: group.not_before.iter().map(|w| w.as_str().into()).collect(),
                });
            }
        }

        let mut lexicon = Lexicon {
            masks,
            openers: HashMap::new(),
            forms: HashMap::new(),
            verbs: Vec::new(),
            prepositions: Phrases::new(cuts, &attribution.sources.prepositions),
            weak_prepositions: Phrases::new(cuts, &attribution.sources.weak_prepositions),
            source_phrases: Phrases::new(cuts, &attribution.sources.phrases),
            learned: Phrases::new(cuts, &attribution.sources.learned),
            learned_from: Phrases::new(cuts, &attribution.sources.learned_from),
            citing: Phrases::new(cuts, &attribution.sources.citing),
            by: Phrases::new(cuts, &attribution.sources.by),
            as_said: Phrases::new(cuts, &attribution.sources.as_said),
            ends: Phrases::new(cuts, &attribution.sources.ends),
            ends_object: Phrases::new(cuts, &attribution.sources.ends_object),
            cues,
            constituent: Phrases::new(cuts, &negation.constituent),
            then: Phrases::new(cuts, &negation.then),
            bound: Phrases::new(cuts, &negation.bound),
            zero_after: Phrases::new(cuts, &negation.zero_after),
            conditional: Endings::new(&modality.conditional.endings),
            future: Endings::new(&modality.future.endings),
            finite: Endings::new(&modality.finite.endings),
            infinitive: Endings::new(&modality.infinitive.endings),
            cuts: Cuts::default(),
            deeds: HashMap::new(),
            perfect: Endings::new(&modality.future.perfect),
            adverb: Endings::new(&attribution.endings.adverb),
            gerund: Endings::new(&attribution.endings.gerund),
            past: Endings::new(&attribution.endings.past),
            verb: Endings::new(&attribution.endings.verb),
            plural: Endings::new(&attribution.endings.plural),
            bare_clause: attribution.bare_clause,
            needs_particle: !negation.particle.is_empty(),
        };
        lexicon.cuts = attribution.cuts.clone();
        lexicon.number_phrases();
        let deeds = &attribution.deeds;
        for (n, words) in
            [&deeds.intend, &deeds.decide, &deeds.own, &deeds.keep, &deeds.show, &deeds.count].iter().enumerate()
        {
            for lemma in words.split_whitespace() {
                lexicon.deeds.insert(lemma.into(), n as u8 + 2);
            }
        }
        lexicon.add_verbs(&attribution).with_context(|| format!("rules/{code}/attribution.toml"))?;
        Ok(lexicon)
    }

    /// Gives each list of phrases its bit.
    fn number_phrases(&mut self) {
        let lists = [
            &mut self.prepositions,
            &mut self.weak_prepositions,
            &mut self.source_phrases,
            &mut self.learned,
            &mut self.learned_from,
            &mut self.citing,
            &mut self.by,
            &mut self.as_said,
            &mut self.ends,
            &mut self.ends_object,
            &mut self.constituent,
            &mut self.then,
            &mut self.bound,
            &mut self.zero_after,
        ];
        for (n, list) in lists.into_iter().enumerate() {
            list.bit = 1 << n;
            for first in list.by_first.keys() {
                *self.openers.entry(first.clone()).or_default() |= list.bit;
            }
        }
    }

    /// Returns of which lists of phrases a form opens one, a bit each.
    pub fn opens(&self, form: &str) -> u32 {
        self.openers.get(form).copied().unwrap_or(0)
    }

    fn add_verbs(&mut self, file: &AttributionFile) -> Result<()> {
        for rule in &file.verb {
            let at = self.verbs.len();
            self.verbs.push(Verb {
                clause: rule.takes.contains(&Takes::Clause),
                quote: rule.takes.contains(&Takes::Quote),
                object: rule.takes.contains(&Takes::Object),
                modality: rule.modality.as_deref().map(modality_of).transpose()?,
                subject: rule.subject,
                object_subject: rule.object_subject,
                then: rule.then.iter().map(|phrase| file.cuts.phrase(phrase)).collect(),
                needs: rule.needs.iter().map(|word| word.as_str().into()).collect(),
            });
            for lemma in rule.lemmas.split_whitespace() {
                for (form, part) in verbs::forms(lemma, &file.conjugation, &file.irregular)? {
                    let entries = self.forms.entry(form.into()).or_default();
                    if !entries.contains(&(at, part)) {
                        entries.push((at, part));
                    }
                }
            }
        }
        Ok(())
    }

    /// Returns whether a form, in small letters, is one of a verb that says something: in a clause or a quotation.
    pub fn says(&self, form: &str) -> bool {
        let entries = self.forms.get(form).map_or(&[][..], Vec::as_slice);
        entries.iter().any(|(verb, _)| self.verbs.get(*verb).is_some_and(|verb| verb.clause || verb.quote))
    }

    /// Returns the class of what a verb does to a statement; nought where it is in none.
    pub fn deed(&self, lemma: &str) -> u8 {
        self.deeds.get(lemma).copied().unwrap_or(0)
    }

    /// Returns whether a negated verb has a particle before it (`ne`).
    pub fn needs_particle(&self) -> bool {
        self.needs_particle
    }

    /// Returns the word classes of a form, a bit each.
    pub fn mask(&self, form: &str) -> u128 {
        self.masks.get(form).copied().unwrap_or(0)
    }

    /// Returns whether a form of these classes looks like a conditional.
    pub fn is_conditional(&self, form: &str, classes: u128) -> bool {
        Class::Conditional.holds(classes) || (self.conditional.fit(form) && !Class::NotConditional.holds(classes))
    }

    /// Returns whether a form of these classes looks like a future.
    pub fn is_future(&self, form: &str, classes: u128) -> bool {
        Class::Future.holds(classes) || (self.future.fit(form) && !Class::NotFuture.holds(classes))
    }

    /// Returns whether a form of these classes looks like a finite verb, whatever its mood; `capital` forms are rather names.
    pub fn is_finite(&self, form: &str, classes: u128, capital: bool) -> bool {
        if [Class::Finite, Class::Conditional, Class::Future].iter().any(|class| class.holds(classes)) {
            return true;
        }
        !capital
            && !Class::NotFinite.holds(classes)
            && (self.finite.fit(form) || self.is_conditional(form, classes) || self.is_future(form, classes))
    }

    /// Returns whether a form of these classes looks like an adverb that is in no list.
    pub fn is_adverb(&self, form: &str, classes: u128) -> bool {
        form.len() > 5 && self.adverb.fit(form) && !Class::Speaker.holds(classes)
    }

    /// Returns whether a form looks like a gerund.
    pub fn is_gerund(&self, form: &str) -> bool {
        form.len() > 4 && self.gerund.fit(form)
    }

    /// Returns whether a form looks like a past or a past participle.
    pub fn is_past(&self, form: &str) -> bool {
        self.past.fit(form)
    }

    /// Returns whether a form may be a finite verb by its ending.
    pub fn is_verb_like(&self, form: &str) -> bool {
        self.verb.fit(form)
    }

    /// Returns whether a noun's form looks like a plural.
    pub fn is_plural(&self, form: &str) -> bool {
        self.plural.fit(form) && !form.ends_with("ss")
    }

    /// Returns whether a form looks like a participle.
    pub fn is_participle(&self, form: &str) -> bool {
        self.perfect.fit(form)
    }

    /// Returns whether a form looks like an infinitive.
    pub fn is_infinitive(&self, form: &str) -> bool {
        self.infinitive.0.is_empty() || self.infinitive.fit(form)
    }
}

fn modality_of(name: &str) -> Result<Modality> {
    Ok(match name {
        "asserted" => Modality::Asserted,
        "hedged" => Modality::Hedged,
        "planned" => Modality::Planned,
        "denied" => Modality::Denied,
        other => bail!("{other:?} is no modality"),
    })
}
