//! Questions: which statements of one story answer the same question.
//!
//! Documents of a story come in order; each statement joins the question that it fits best, or asks a new one. How well
//! two statements fit is told by boosted trees over what both look like: attribute, unit, the concepts around them,
//! scope, value, and what else their documents say that would fit better. Where a document's statements go hangs on the
//! documents before it only; once all are placed, questions that turn out to be one are joined ([`Questions::merge`]).

pub mod claims;
pub mod features;
mod merge;
mod place;
#[cfg(feature = "train")]
pub mod train;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use anyhow::Result;
use features::{Commonness, FEATURES, Seen, are_known_apart, is_equal, is_same_figure, is_telling, likeness};
use foldhash::{HashMap, HashMapExt};

use crate::boosted::{Forest, Trees};
use crate::model::{Context, Kind, Language, Modality, Polarity};
use crate::rules::gazetteer::Gazetteer;
use crate::rules::questions::QuestionRules;

/// A statement, as questions see it. Empty texts tell nothing.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Which document states it: equal within one document.
    pub document: usize,
    /// Which sentence of it.
    pub sentence: usize,
    /// The document's language.
    pub language: Language,
    /// The year in which it was published, where known.
    pub written: Option<i16>,
    /// What sort of value it is.
    pub kind: Kind,
    /// What values of it compare with.
    pub dimension: String,
    /// What is counted or its unit, as a concept.
    pub unit: String,
    /// Whether that is a word for persons.
    pub is_person: bool,
    /// The attribute that extraction gave it.
    pub attribute: String,
    /// Whether a rules file knows that attribute.
    pub is_known: bool,
    /// In the base unit, or as a Julian day number.
    pub low: Option<f64>,
    /// Likewise.
    pub high: Option<f64>,
    /// Whether it is a count in mere words: "thousands".
    pub is_vague: bool,
    /// The part of the whole.
    pub subgroup: String,
    /// Where, as a key.
    pub place: String,
    /// Whether it is yet to come.
    pub is_planned: bool,
    /// How surely it is made.
    pub modality: Modality,
    /// Whether it is made or negated.
    pub polarity: Polarity,
    /// Whose it is, as a key.
    pub entity: String,
    /// Whether that is the story's own event.
    pub is_story: bool,
    /// From when it holds, where the words tell; Julian day number.
    pub as_of: Option<f64>,
    /// Who is credited, as a key.
    pub speaker: String,
    /// The words around it.
    pub context: Context,
}

/// The model and its settings.
#[derive(Debug)]
pub struct Matcher {
    forest: Forest,
    rules: &'static QuestionRules,
    enough: f32,
}

static EMBEDDED: LazyLock<Result<Matcher>> = LazyLock::new(|| {
    let trees = Trees::from_json(include_str!("../../../models/questions.json"), FEATURES)?;
    Matcher::new(&trees)
});

impl Matcher {
    /// Returns the embedded one.
    ///
    /// # Errors
    /// Where the model or its settings do not fit their form.
    pub fn embedded() -> Result<&'static Matcher> {
        EMBEDDED.as_ref().map_err(|e| anyhow::anyhow!("{e:#}"))
    }

    /// Returns the same with another bar.
    #[cfg(feature = "train")]
    pub fn with_enough(&self, enough: f32) -> Matcher {
        Matcher { forest: self.forest.clone(), rules: self.rules, enough }
    }

    /// Makes one of a model just learnt.
    ///
    /// # Errors
    /// Where the settings do not fit their form.
    pub fn new(trees: &Trees) -> Result<Matcher> {
        let rules = QuestionRules::embedded()?;
        Ok(Matcher { forest: Forest::of(trees), rules, enough: rules.enough })
    }
}

/// The questions of one story so far.
#[derive(Debug)]
pub struct Questions<'m> {
    matcher: &'m Matcher,
    commonness: Commonness,
    held: Vec<Seen>,
    /// Of each held statement: its question, where it is one that further ones are held against.
    question_of: Vec<Option<usize>>,
    /// For each question those statements.
    questions: Vec<Vec<usize>>,
    /// For each concept those statements that it stands by, with its weight.
    with: HashMap<u32, Vec<(usize, f32)>>,
    /// For each attribute and kind the questions of one of those statements.
    asking: HashMap<(String, Kind), Vec<usize>>,
    /// For each value those statements that give it, where it is one that seldom comes by chance.
    giving: HashMap<u32, Vec<usize>>,
    /// So many statements of one document are placed at once, at most.
    at_once: usize,
    /// What placing each part of a document went by, kept where questions are held against each other in the end.
    past: Option<Vec<Likes>>,
    /// Statements that fit each other well enough for their questions to be one.
    near: Vec<(usize, usize)>,
    /// How many pairs were weighed: to hold the work to what it should be.
    #[cfg(test)]
    weighed: std::cell::Cell<usize>,
}

/// Where a statement went.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Its question's number.
    pub question: usize,
    /// How surely it answers that, 0 to 1; 1 where it asked the question itself.
    pub fit: f64,
}

/// A concept leads to so many statements, at most.
const MOST_LED_TO: usize = 256;

impl<'m> Questions<'m> {
    /// Begins a story.
    pub fn new(matcher: &'m Matcher) -> Self {
        Questions {
            matcher,
            commonness: Commonness::default(),
            held: Vec::new(),
            question_of: Vec::new(),
            questions: Vec::new(),
            with: HashMap::new(),
            asking: HashMap::new(),
            giving: HashMap::new(),
            at_once: matcher.rules.most_at_once,
            past: None,
            near: Vec::new(),
            #[cfg(test)]
            weighed: std::cell::Cell::default(),
        }
    }

    /// Begins a story of so many documents whose questions are held against each other in the end ([`Self::merge`]), unless they are
    /// too many for that.
    pub fn merging(matcher: &'m Matcher, documents: usize) -> Self {
        let past = (documents <= matcher.rules.most_merged).then(Vec::new);
        Questions { past, ..Questions::new(matcher) }
    }

    /// Returns whether questions are held against each other in the end.
    pub fn merges(&self) -> bool {
        self.past.is_some()
    }

    /// Adds a document whose statements' questions are known: `given` has a number for each, old ones or the next new one.
    pub fn add(&mut self, claims: Vec<Claim>, given: &[usize]) {
        let first = self.hold(claims);
        for (n, question) in given.iter().enumerate() {
            self.join(first + n, *question);
        }
    }

    /// Adds a document, and returns the question of each of its statements; new ones get the next numbers.
    pub fn place(&mut self, claims: Vec<Claim>) -> Vec<usize> {
        self.place_by_fit(claims).into_iter().map(|placed| placed.question).collect()
    }

    fn hold(&mut self, claims: Vec<Claim>) -> usize {
        let first = self.held.len();
        self.held.extend(self.commonness.see(claims, self.matcher.rules));
        self.question_of.resize(self.held.len(), None);
        first
    }

    fn join(&mut self, claim: usize, question: usize) {
        while self.questions.len() <= question {
            self.questions.push(Vec::new());
        }
        let statements = &mut self.questions[question];
        if statements.len() == self.matcher.rules.most_compared {
            return;
        }
        statements.push(claim);
        self.question_of[claim] = Some(question);
        let seen = &self.held[claim];
        for (concept, weight) in &seen.rare {
            let statements = self.with.entry(*concept).or_default();
            // What stands by this many statements tells none of them from another.
            if statements.len() < MOST_LED_TO {
                statements.push((claim, *weight));
            }
        }
        if is_telling(&seen.claim, true, self.matcher.rules) {
            self.giving.entry(seen.value).or_default().push(claim);
        }
        let asking = self.asking.entry((seen.claim.attribute.clone(), seen.claim.kind)).or_default();
        if asking.last() != Some(&question) {
            asking.push(question);
        }
    }

    /// Returns how like the new statements are to those of questions, and to each other.
    fn likes(&self, here: Range<usize>) -> Likes {
        let documents = self.held.last().map_or(0, |last| last.claim.document + 1);
        let best_here = vec![Rival::default(); here.start];
        let mut likes = Likes { first: here.start, rows: Vec::with_capacity(here.len()), best_here };
        let mut sums: Vec<f32> = vec![0.0; here.start];
        for a in here.clone() {
            let x = &self.held[a];
            let mut row = Row { of: Vec::new(), best: vec![Rival::default(); documents] };
            for (concept, weight) in &x.rare {
                for (b, other) in self.with.get(concept).into_iter().flatten().filter(|(b, _)| *b < here.start) {
                    if sums[*b] == 0.0 {
                        row.of.push((*b, 0.0));
                    }
                    sums[*b] += weight * other;
                }
            }
            for (b, like) in &mut row.of {
                *like = std::mem::take(&mut sums[*b]);
            }
            row.of.retain(|(b, _)| is_comparable(&self.held[*b].claim, &x.claim));
            for (b, like) in &row.of {
                let other = &self.held[*b].claim;
                let equal = is_equal(&x.claim, other);
                row.best[other.document].note(*like, equal);
                likes.best_here[*b].note(*like, equal);
            }
            for b in (here.start..a).filter(|b| is_comparable(&self.held[*b].claim, &x.claim)) {
                let (like, equal) = (likeness(x, &self.held[b]), is_equal(&x.claim, &self.held[b].claim));
                for best in [&mut row.best, &mut likes.rows[b - here.start].best] {
                    best[x.claim.document].note(like, equal);
                }
            }
            likes.rows.push(row);
        }
        likes
    }

    /// Returns the sums of a new statement with the questions that it may answer: those that it is most like, those of its
    /// attribute, and those of its figure.
    fn with_questions(&self, a: usize, likes: &Likes, near: &mut Vec<(usize, usize)>) -> BTreeMap<usize, (f32, usize)> {
        let claim = &self.held[a].claim;
        let mut like: BTreeMap<usize, f32> = BTreeMap::new();
        for (b, by) in &likes.rows[a - likes.first].of {
            if let Some(question) = self.question_of[*b] {
                let most: &mut f32 = like.entry(question).or_insert(0.0);
                *most = most.max(*by);
            }
        }
        let best_of = |questions: Vec<usize>| {
            let mut ranked: Vec<(f32, usize)> =
                questions.into_iter().map(|q| (like.get(&q).copied().unwrap_or(0.0), q)).collect();
            // The most alike first; of equals the older one.
            let order = |x: &(f32, usize), y: &(f32, usize)| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1));
            let most = self.matcher.rules.most_questions;
            if most < ranked.len() {
                ranked.select_nth_unstable_by(most, order);
                ranked.truncate(most);
            }
            ranked.into_iter().map(|(_, q)| q)
        };
        let same = self.asking.get(&(claim.attribute.clone(), claim.kind)).cloned().unwrap_or_default();
        let giving = self.giving.get(&self.held[a].value).into_iter().flatten();
        let may_give = |b: &&usize| {
            let other = &self.held[**b].claim;
            !are_known_apart(claim, other) || is_same_figure(claim, other, self.matcher.rules)
        };
        let giving = giving.filter(may_give);
        let giving = best_of(giving.filter_map(|b| self.question_of[*b]).collect());
        let questions: BTreeSet<usize> =
            best_of(like.keys().copied().collect()).chain(best_of(same)).chain(giving).collect();
        // All at once: to weigh many pairs side by side is cheap.
        let questions: Vec<usize> = questions
            .into_iter()
            .filter(|question| !self.questions[*question].iter().any(|b| self.never(a, *b)))
            .collect();
        let pairs = questions.iter().flat_map(|question| &self.questions[*question]).map(|b| (a, *b, likes));
        let mut all = self.scores(&pairs.collect::<Vec<_>>()).into_iter();
        let mut out = BTreeMap::new();
        for question in questions {
            let statements = &self.questions[question];
            let scores: Vec<(usize, f32)> =
                statements.iter().zip(all.by_ref()).filter_map(|(b, score)| Some((*b, score?))).collect();
            near.extend(scores.iter().filter(|(_, score)| *score >= self.matcher.rules.merge).map(|(b, _)| (a, *b)));
            // Apart from one of an earlier part of its own document.
            let is_apart = |(b, score): &(usize, f32)| {
                *score < self.matcher.rules.apart && self.held[*b].claim.document == claim.document
            };
            if !scores.is_empty() && !scores.iter().any(is_apart) {
                let sum: f32 = scores.iter().map(|(_, score)| score).sum();
                // Whatever else a question was answered by, who gives a figure of it that seldom comes by chance answers it too.
                let is_same = |(b, _): &(usize, f32)| is_same_figure(claim, &self.held[*b].claim, self.matcher.rules);
                let least = self.matcher.rules.same_figure * scores.len() as f32;
                let sum = if scores.iter().any(is_same) { sum.max(least) } else { sum };
                out.insert(question, (sum, scores.len()));
            }
        }
        out
    }

    /// Returns the log-odds of pairs, each a new statement and a held or new one, and how like the new ones of its part are to
    /// others; nothing where two are of unlike kinds.
    fn scores(&self, pairs: &[(usize, usize, &Likes)]) -> Vec<Option<f32>> {
        let rows: Vec<Option<_>> = pairs
            .iter()
            .map(|(a, b, likes)| {
                let best = self.best(*a, *b, likes)?;
                Some(features::of(&self.held[*a], &self.held[*b], best, &self.commonness, self.matcher.rules))
            })
            .collect();
        let weighed: Vec<&[f32; FEATURES.len()]> = rows.iter().flatten().collect();
        #[cfg(test)]
        self.weighed.set(self.weighed.get() + weighed.len());
        let mut odds = self.matcher.forest.scores(&weighed).into_iter();
        let ruled = |((a, b, _), row): (&(usize, usize, &Likes), &Option<_>)| match row {
            Some(_) => Some(self.ruled(*a, *b, odds.next()?)),
            None => None,
        };
        pairs.iter().zip(&rows).map(ruled).collect()
    }

    /// Returns what the rules make of two statements' log-odds.
    fn ruled(&self, a: usize, b: usize, odds: f32) -> f32 {
        // A count in mere words fits whatever is counted.
        let is_loose = self.held[a].claim.is_vague != self.held[b].claim.is_vague;
        let cost = if is_loose { self.matcher.rules.vague } else { 0.0 };
        let score = odds - cost;
        let is_one = self.are_rivals(a, b) || self.are_only_ones(a, b) || self.is_once(a, b);
        if is_one { score.max(self.matcher.rules.rivals) } else { score }
    }

    /// Returns whether two documents word alike what each states but once of a known attribute: "the flood in Lyon killed 12", "the
    /// flood in Lyon killed 40".
    fn are_only_ones(&self, a: usize, b: usize) -> bool {
        let (x, y) = (&self.held[a], &self.held[b]);
        x.claim.document != y.claim.document
            && x.claim.is_known
            && x.claim.attribute == y.claim.attribute
            && x.claim.kind == y.claim.kind
            && x.claim.kind != Kind::Date
            && x.claim.unit == y.claim.unit
            && x.claim.entity == y.claim.entity
            && !told_apart(x.claim.context.holder.as_bytes(), y.claim.context.holder.as_bytes())
            && !told_apart(&x.claim.context.years, &y.claim.context.years)
            && x.claim.place == y.claim.place
            && x.claim.subgroup == y.claim.subgroup
            && x.claim.is_planned == y.claim.is_planned
            && x.is_only_one()
            && y.is_only_one()
            && !self.matcher.rules.is_broad(&x.claim.attribute)
            && likeness(x, y) >= self.matcher.rules.worded_alike
    }

    /// Returns whether two statements are of what happens once to everyone, and of one person: a day of death.
    fn is_once(&self, a: usize, b: usize) -> bool {
        let (x, y) = (&self.held[a].claim, &self.held[b].claim);
        x.attribute == y.attribute
            && self.matcher.rules.is_once(&x.attribute)
            && !x.context.holder.is_empty()
            && x.context.holder == y.context.holder
            && ![x, y]
                .iter()
                .any(|claim| claim.context.concepts.iter().any(|(c, _)| self.matcher.rules.kin.contains(c)))
    }

    /// Returns whether two speakers answer one question in one sentence: "12,000 by the prefecture's count, 45,000 according to the
    /// unions".
    fn are_rivals(&self, a: usize, b: usize) -> bool {
        let (x, y) = (&self.held[a].claim, &self.held[b].claim);
        x.document == y.document
            && x.sentence == y.sentence
            && x.attribute == y.attribute
            && x.unit == y.unit
            && x.place == y.place
            && x.subgroup == y.subgroup
            && x.is_planned == y.is_planned
            && !x.speaker.is_empty()
            && !y.speaker.is_empty()
            && x.speaker != y.speaker
            && !self.matcher.rules.is_broad(&x.attribute)
    }

    /// Returns whether two statements cannot answer one question, whatever they look like: two figures that one sentence
    /// gives in one voice, the ages of two persons, the dead and the wounded, unlike counts of a place and of a part of it.
    fn never(&self, a: usize, b: usize) -> bool {
        let (x, y) = (&self.held[a].claim, &self.held[b].claim);
        let one_voice = x.speaker == y.speaker && x.polarity == y.polarity && x.modality == y.modality;
        let equal = x.low == y.low && x.high == y.high;
        x.document == y.document && x.sentence == y.sentence && one_voice && !equal
            || x.kind == Kind::Age
                && (told_apart(x.context.holder.as_bytes(), y.context.holder.as_bytes()) || are_two_people(x, y))
            || self.matcher.rules.is_held(&x.attribute)
                && self.matcher.rules.is_held(&y.attribute)
                && are_others(&x.context.holder, &y.context.holder)
            || self.matcher.rules.are_unlike(&x.attribute, &y.attribute)
            || x.is_known && self.matcher.rules.is_told_of(&y.attribute, &x.attribute)
            || y.is_known && self.matcher.rules.is_told_of(&x.attribute, &y.attribute)
            || x.attribute == y.attribute && self.matcher.rules.measure_unlike(&x.attribute, &x.context, &y.context)
            || !equal && x.context.is_listed != y.context.is_listed && x.unit != y.unit
            || !equal && told_apart(x.subgroup.as_bytes(), y.subgroup.as_bytes())
            || !equal && x.kind != Kind::Date && are_of_other_years(x, y)
            || !equal && told_apart(x.place.as_bytes(), y.place.as_bytes()) && is_part(&x.place, &y.place)
    }

    /// Returns how like each of two statements the most alike one of the other's document is.
    fn best(&self, a: usize, b: usize, likes: &Likes) -> Option<(Rival, Rival)> {
        let (x, y) = (&self.held[a].claim, &self.held[b].claim);
        if !is_comparable(x, y) {
            return None;
        }
        let like_a = likes.rows[a - likes.first].best[y.document];
        Some((if b >= likes.first { like_a } else { likes.best_here[b] }, like_a))
    }
}

/// Returns whether the sentences of two statements name years, other than those in which they were written, and none in both.
fn are_of_other_years(a: &Claim, b: &Claim) -> bool {
    let named = |claim: &Claim| -> Vec<i16> {
        claim.context.years.iter().copied().filter(|year| claim.written != Some(*year)).collect()
    };
    let (a, b) = (named(a), named(b));
    !a.is_empty() && !b.is_empty() && !a.iter().any(|year| b.contains(year))
}

/// Returns whether two statements are of two people, though their names may sound alike (`John Smith`, `Joan Smith`).
fn are_two_people(a: &Claim, b: &Claim) -> bool {
    a.entity != b.entity && [a, b].iter().all(|claim| claim.entity.starts_with(PERSON))
}

/// How the key of a person begins.
const PERSON: &str = "person:";

/// Returns whether two holders are named that have no word in common: "holm" may be Peter Holm.
fn are_others(a: &str, b: &str) -> bool {
    let words = |key: &str| {
        key.rsplit(':').next().unwrap_or_default().split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    let (a, b) = (words(a), words(b));
    !a.is_empty() && !b.is_empty() && !a.iter().any(|word| b.contains(word))
}

/// Returns whether both of two are told, and unlike.
fn told_apart<T: PartialEq>(x: &[T], y: &[T]) -> bool {
    !x.is_empty() && !y.is_empty() && x != y
}

/// Returns whether two statements may be held against each other at all: values of one sort.
fn is_comparable(a: &Claim, b: &Claim) -> bool {
    a.kind == b.kind
}

/// What another document says that would fit a statement better.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rival {
    /// How like the most alike statement of it is.
    pub like: f32,
    /// How like the most alike one of the same value is.
    pub equal: f32,
}

impl Rival {
    /// Notes a further statement of that document.
    pub fn note(&mut self, like: f32, is_equal: bool) {
        self.like = self.like.max(like);
        if is_equal {
            self.equal = self.equal.max(like);
        }
    }
}

/// Returns whether of two places one lies within the other.
fn is_part(a: &str, b: &str) -> bool {
    let gazetteer = Gazetteer::embedded();
    gazetteer.is_within(a, b) || gazetteer.is_within(b, a)
}

/// How like the new statements are to others.
#[derive(Debug)]
struct Likes {
    /// The number of the first new one.
    first: usize,
    /// For each new one.
    rows: Vec<Row>,
    /// For each held one: how like the most alike new ones are.
    best_here: Vec<Rival>,
}

impl Likes {
    /// Forgets how like each one is to each, and keeps what the best are.
    fn without_rows(mut self) -> Likes {
        self.rows.iter_mut().for_each(|row| row.of = Vec::new());
        self
    }
}

#[derive(Debug)]
struct Row {
    /// How like each held one is; those that share nothing are left out.
    of: Vec<(usize, f32)>,
    /// For each document: how like the most alike ones of it are.
    best: Vec<Rival>,
}

#[cfg(test)]
mod tests;
