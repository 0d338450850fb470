//! How two statements of one story look beside each other.

use std::collections::HashMap;

use super::Claim;
use crate::model::Kind;
use crate::rules::questions::QuestionRules;

/// The features' names, in order. Most are 1 where something is the same, -1 where it differs, and 0 where one of the two
/// does not tell.
pub const FEATURES: &[&str] = &[
    "attribute",
    "attribute_broad",
    "attributes_known",
    "other_language",
    "kind",
    "value_kind",
    "dimension",
    "unit",
    "cosine",
    "cosine_flat",
    "cosine_best_left",
    "cosine_best_right",
    "governor",
    "counted",
    "below",
    "near",
    "value_equal",
    "value_digits",
    "value_ratio",
    "overlap",
    "subgroup",
    "place",
    "planned",
    "modality",
    "polarity",
    "entity",
    "as_of",
    "years",
    "preposition",
    "same_document",
    "speaker",
    "names",
    "alike_left",
    "alike_right",
    "date_gap",
    "holder",
    "core",
    "both_bare",
    "persons",
    "value_low_small",
];

/// What two statements are weighed by besides themselves: how common each concept is in their story.
#[derive(Debug, Default)]
pub struct Commonness {
    statements: usize,
    /// Concepts and names by number, in the order in which they came.
    numbers: HashMap<String, u32>,
    /// In how many statements each number stands.
    with: Vec<usize>,
}

/// A statement with its words as numbers, each list sorted.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The statement.
    pub claim: Claim,
    /// Its concepts, weighed by how near they stand and how rare they are; of length 1.
    pub rare: Vec<(u32, f32)>,
    /// The same by how near alone.
    flat: Vec<(u32, f32)>,
    near: Vec<u32>,
    core: Vec<u32>,
    below: Vec<u32>,
    names: Vec<u32>,
    /// How many statements of its document are of its sort.
    pub alike: usize,
}

impl Commonness {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        // A story holds far fewer words than numbers.
        let number = u32::try_from(self.with.len()).unwrap_or(u32::MAX);
        self.numbers.insert(word.to_owned(), number);
        self.with.push(0);
        number
    }

    /// Counts a document's statements, and returns them with their words weighed.
    pub fn see(&mut self, claims: Vec<Claim>) -> Vec<Seen> {
        for claim in &claims {
            self.statements += 1;
            for (concept, _) in &claim.context.concepts {
                let number = self.number(concept);
                if let Some(with) = self.with.get_mut(number as usize) {
                    *with += 1;
                }
            }
        }
        let sort = |c: &Claim| (c.kind, c.dimension.clone());
        let sorts: Vec<_> = claims.iter().map(sort).collect();
        let alike = |n: usize| sorts.iter().filter(|s| **s == sorts[n]).count();
        let alike: Vec<usize> = (0..claims.len()).map(alike).collect();
        claims.into_iter().zip(alike).map(|(claim, alike)| self.weigh(claim, alike)).collect()
    }

    fn weigh(&mut self, claim: Claim, alike: usize) -> Seen {
        let statements = self.statements.max(1) as f32;
        let concepts: Vec<(u32, f32)> =
            claim.context.concepts.iter().map(|(c, near)| (self.number(c), f32::from(*near))).collect();
        let rarity = |(number, near): &(u32, f32)| {
            let with = self.with.get(*number as usize).copied().unwrap_or(0).max(1) as f32;
            (*number, near * (1.0 + statements / with).ln())
        };
        let rare = of_length_one(concepts.iter().map(rarity).collect());
        let at_least = |least: f32| {
            let mut out: Vec<u32> = concepts.iter().filter(|(_, w)| *w >= least).map(|(n, _)| *n).collect();
            out.sort_unstable();
            out
        };
        let mut numbers = |words: &[String]| {
            let mut out: Vec<u32> = words.iter().map(|w| self.number(w)).collect();
            out.sort_unstable();
            out.dedup();
            out
        };
        Seen {
            rare,
            flat: of_length_one(concepts.clone()),
            near: at_least(NEAR),
            core: at_least(CORE),
            below: numbers(&claim.context.below),
            names: numbers(&claim.context.names),
            claim,
            alike,
        }
    }
}

/// From this weight on a concept stands near its value.
const NEAR: f32 = 25.0;

/// From this weight on it belongs to it.
const CORE: f32 = 45.0;

fn of_length_one(mut weights: Vec<(u32, f32)>) -> Vec<(u32, f32)> {
    weights.sort_unstable_by_key(|(number, _)| *number);
    let length = weights.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
    if length > 0.0 {
        weights.iter_mut().for_each(|(_, w)| *w /= length);
    }
    weights
}

/// Returns the cosine of two sorted lists.
fn cosine(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some((x, v)), Some((y, w))) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += v * w;
                i += 1;
                j += 1;
            }
        }
    }
    sum
}

/// Returns how alike two statements' concepts are, 0 to 1: rare ones count more.
pub fn likeness(a: &Seen, b: &Seen) -> f32 {
    cosine(&a.rare, &b.rare)
}

/// Returns the features of two statements.
///
/// `best` is how like the second one the most alike statement of the first one's document is, and the other way round.
pub fn of(x: &Seen, y: &Seen, best: (f32, f32), rules: &QuestionRules) -> [f32; FEATURES.len()] {
    let (a, b) = (&x.claim, &y.claim);
    let mut out = [0.0; FEATURES.len()];
    let mut n = 0;
    let mut put = |value: f32| {
        out[n] = value;
        n += 1;
    };
    let same = a.attribute == b.attribute;
    put(if same { 1.0 } else { -1.0 });
    put(truth(same && rules.is_broad(&a.attribute)));
    put(f32::from(u8::from(a.is_known) + u8::from(b.is_known)));
    put(truth(a.language != b.language));
    put(truth(a.kind == b.kind));
    put(match a.kind {
        Kind::Quantity => 0.0,
        Kind::Money => 1.0,
        Kind::Percent => 2.0,
        Kind::Age => 3.0,
        Kind::Duration => 4.0,
        Kind::Date => 5.0,
        _ => 6.0,
    });
    put(truth(a.dimension == b.dimension));
    put(told(&a.unit, &b.unit));
    let cosine_rare = likeness(x, y);
    put(cosine_rare);
    put(cosine(&x.flat, &y.flat));
    put(cosine_rare - best.0);
    put(cosine_rare - best.1);
    put(told(&a.context.governor, &b.context.governor));
    put(told(&a.context.counted, &b.context.counted));
    put(shared(&x.below, &y.below));
    put(shared(&x.near, &y.near));
    let is_measure = a.kind != Kind::Fact && a.kind != Kind::Date;
    let equal = a.low == b.low && a.high == b.high && (a.low.is_some() || a.high.is_some());
    put(truth(equal));
    put(if equal && is_measure { digits(a.low.or(a.high)) } else { 0.0 });
    let middle = |c: &Claim| match (c.low, c.high) {
        (Some(l), Some(h)) => Some((l + h) / 2.0),
        (l, h) => l.or(h),
    };
    put(match (middle(a), middle(b)) {
        (Some(x), Some(y)) if is_measure && x > 0.0 && y > 0.0 => ((x / y).ln().abs() as f32).min(9.0),
        _ => -1.0,
    });
    let reach = |c: &Claim| (c.low.unwrap_or(f64::NEG_INFINITY), c.high.unwrap_or(f64::INFINITY));
    let ((al, ah), (bl, bh)) = (reach(a), reach(b));
    put(truth(al <= bh && bl <= ah));
    put(if a.subgroup == b.subgroup { 1.0 } else { -1.0 });
    put(told(&a.place, &b.place));
    put(truth(a.is_planned == b.is_planned));
    put(truth(a.modality == b.modality));
    put(truth(a.polarity == b.polarity));
    put(match (a.entity == b.entity, a.is_story || b.is_story) {
        (true, _) => 1.0,
        (false, true) => 0.0,
        (false, false) => -1.0,
    });
    put(match (a.as_of, b.as_of) {
        (Some(x), Some(y)) => ((x - y).abs() as f32).min(4_000.0),
        (None, None) => -1.0,
        _ => -2.0,
    });
    put(match (a.context.years.is_empty(), b.context.years.is_empty()) {
        (true, true) => 0.0,
        (false, false) if a.context.years.iter().any(|y| b.context.years.contains(y)) => 2.0,
        (false, false) => -2.0,
        _ => -1.0,
    });
    put(told(&a.context.preposition, &b.context.preposition));
    put(match (a.document == b.document, a.sentence == b.sentence) {
        (true, true) => 2.0,
        (true, false) => 1.0,
        _ => 0.0,
    });
    put(told(&a.speaker, &b.speaker));
    put(shared(&x.names, &y.names));
    put(x.alike.min(9) as f32);
    put(y.alike.min(9) as f32);
    put(match (middle(a), middle(b)) {
        (Some(x), Some(y)) if a.kind == Kind::Date => ((x - y).abs() as f32).min(4_000.0),
        _ => -1.0,
    });
    put(told(&a.context.holder, &b.context.holder));
    put(shared(&x.core, &y.core));
    put(f32::from(u8::from(a.unit.is_empty()) + u8::from(b.unit.is_empty())));
    put(match (a.unit.is_empty() || b.unit.is_empty(), a.is_person == b.is_person) {
        (true, _) => 0.0,
        (_, true) => 1.0,
        _ => -1.0,
    });
    put(truth(middle(a).is_some_and(|x| x.abs() <= 12.0) && middle(b).is_some_and(|x| x.abs() <= 12.0)));
    out
}

fn truth(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

/// 1 where both tell the same, -1 where they tell unlike things, 0 where one tells nothing.
fn told(a: &str, b: &str) -> f32 {
    match (a.is_empty() || b.is_empty(), a == b) {
        (true, _) => 0.0,
        (_, true) => 1.0,
        _ => -1.0,
    }
}

/// The part of the shorter sorted list that the other one has, 0 to 1; -1 where one is empty.
fn shared(a: &[u32], b: &[u32]) -> f32 {
    if a.is_empty() || b.is_empty() {
        return -1.0;
    }
    a.iter().filter(|x| b.binary_search(x).is_ok()).count() as f32 / a.len().min(b.len()) as f32
}

/// How many digits a figure commits to: 417 has three, 1,200 two.
fn digits(value: Option<f64>) -> f32 {
    let value = (value.unwrap_or(0.0).abs() * 1000.0).round();
    if !(1.0..1e15).contains(&value) {
        return if value == 0.0 { 0.0 } else { 15.0 };
    }
    let mut whole = value as u64;
    while whole.is_multiple_of(10) {
        whole /= 10;
    }
    (whole.ilog10() + 1) as f32
}
