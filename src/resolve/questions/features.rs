//! How two statements of one story look beside each other.

use foldhash::{HashMap, HashMapExt};

use super::{Claim, Rival};
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
    "unit_alike_left",
    "unit_alike_right",
    "attribute_alike_left",
    "attribute_alike_right",
    "value_common",
    "names_rare",
    "early_left",
    "early_right",
    "root",
    "governor_left",
    "governor_right",
    "counted_left",
    "counted_right",
    "concepts_left",
    "concepts_right",
    "wide",
    "wide_left",
    "wide_right",
    "around",
    "equal_left",
    "equal_right",
    "beside_equal",
    "open_sides",
    "stage",
    "stage_left",
    "stage_right",
];

/// Returns whether two statements give one value.
pub fn is_equal(a: &Claim, b: &Claim) -> bool {
    a.low == b.low && a.high == b.high && (a.low.is_some() || a.high.is_some())
}

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
    /// Names by how rare they are.
    rare_names: Vec<(u32, f32)>,
    /// Concepts of the sentences around.
    around: Vec<(u32, f32)>,
    /// Its own concepts and those around.
    wide: Vec<(u32, f32)>,
    governor: Option<u32>,
    counted: Option<u32>,
    /// Its value, as a number of the same sort as concepts'.
    pub value: u32,
    alike: Alike,
    /// Values of the other statements of its sentence, sorted.
    beside: Vec<u32>,
    /// At what stage of what is told it stands: asked, offered, agreed; 0 where nothing tells.
    pub stage: usize,
}

/// How many statements of its document are of a statement's sort, itself counted.
#[derive(Clone, Copy, Debug, Default)]
struct Alike {
    /// Of its kind and dimension.
    sort: usize,
    /// Of its kind and unit.
    unit: usize,
    /// Of its kind and attribute.
    attribute: usize,
}

impl Seen {
    /// Returns whether its document states nothing else of its attribute.
    pub fn is_only_one(&self) -> bool {
        self.alike.attribute == 1
    }
}

impl Alike {
    /// Counts for each of a document's statements.
    fn of(all: &[Claim]) -> Vec<Alike> {
        let count = |of: &dyn Fn(&Claim) -> &str| -> Vec<usize> {
            let mut counts: HashMap<(Kind, String), usize> = HashMap::new();
            let keys: Vec<(Kind, String)> = all.iter().map(|c| (c.kind, of(c).to_owned())).collect();
            keys.iter().for_each(|key| *counts.entry(key.clone()).or_insert(0) += 1);
            keys.iter().map(|key| counts.get(key).copied().unwrap_or(0)).collect()
        };
        let (sorts, units) = (count(&|c| &c.dimension), count(&|c| &c.unit));
        let attributes = count(&|c| &c.attribute);
        let counts = sorts.into_iter().zip(units).zip(attributes);
        counts.map(|((sort, unit), attribute)| Alike { sort, unit, attribute }).collect()
    }
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

    fn count(&mut self, word: &str) {
        let number = self.number(word);
        if let Some(with) = self.with.get_mut(number as usize) {
            *with += 1;
        }
    }

    /// Counts a document's statements, and returns them with their words weighed.
    pub fn see(&mut self, claims: Vec<Claim>, rules: &QuestionRules) -> Vec<Seen> {
        for claim in &claims {
            self.statements += 1;
            claim.context.concepts.iter().for_each(|(concept, _)| self.count(concept));
            claim.context.names.iter().for_each(|name| self.count(&name_word(name)));
            self.count(&value_word(claim));
        }
        let alike = Alike::of(&claims);
        let sentences: Vec<usize> = claims.iter().map(|c| c.sentence).collect();
        let mut out: Vec<Seen> =
            claims.into_iter().zip(alike).map(|(claim, alike)| self.weigh(claim, alike, rules)).collect();
        let values: Vec<u32> = out.iter().map(|seen| seen.value).collect();
        for (n, seen) in out.iter_mut().enumerate() {
            let here = |other: &usize| sentences[*other] == sentences[n] && values[*other] != values[n];
            // Statements of one sentence stand beside each other.
            let before = (0..n).rev().take_while(|other| sentences[*other] == sentences[n]);
            let behind = (n + 1..values.len()).take_while(|other| sentences[*other] == sentences[n]);
            seen.beside = before.chain(behind).filter(here).map(|other| values[other]).collect();
            seen.beside.sort_unstable();
        }
        out
    }

    fn weigh(&mut self, claim: Claim, alike: Alike, rules: &QuestionRules) -> Seen {
        let context = &claim.context;
        let mut weighed = |words: &[(String, u8)]| -> Vec<(u32, f32)> {
            words.iter().map(|(c, near)| (self.number(c), f32::from(*near))).collect()
        };
        let (concepts, around) = (weighed(&context.concepts), weighed(&context.around));
        let mut numbers = |words: &[String]| {
            let mut out: Vec<u32> = words.iter().map(|w| self.number(w)).collect();
            out.sort_unstable();
            out.dedup();
            out
        };
        let (below, names) = (numbers(&context.below), numbers(&context.names));
        let one = |word: &String| (!word.is_empty()).then(|| word.clone());
        let mut number = |word: Option<String>| word.map(|word| self.number(&word));
        let (governor, counted) = (number(one(&context.governor)), number(one(&context.counted)));
        let value = self.number(&value_word(&claim));
        let own_names: Vec<(u32, f32)> = context.names.iter().map(|n| (self.number(&name_word(n)), 1.0)).collect();
        let at_least = |least: f32| {
            let mut out: Vec<u32> = concepts.iter().filter(|(_, w)| *w >= least).map(|(n, _)| *n).collect();
            out.sort_unstable();
            out
        };
        Seen {
            rare: of_length_one(self.rarity(&concepts)),
            flat: of_length_one(concepts.clone()),
            near: at_least(NEAR),
            core: at_least(CORE),
            below,
            names,
            rare_names: of_length_one(self.rarity(&own_names)),
            around: of_length_one(self.rarity(&around)),
            wide: of_length_one(self.rarity(&[concepts, around].concat())),
            governor,
            counted,
            value,
            stage: rules.stage_of(&claim.context),
            claim,
            alike,
            beside: Vec::new(),
        }
    }

    /// Weighs words by how rare they are in the story besides.
    fn rarity(&self, words: &[(u32, f32)]) -> Vec<(u32, f32)> {
        let statements = self.statements.max(1) as f32;
        let weigh = |(number, near): &(u32, f32)| (*number, near * (1.0 + statements / self.standing(*number)).ln());
        words.iter().map(weigh).collect()
    }

    /// In how many statements a word stands so far, at least one.
    fn standing(&self, number: u32) -> f32 {
        self.with.get(number as usize).copied().unwrap_or(0).max(1) as f32
    }
}

/// A value as a word that no text holds.
fn value_word(claim: &Claim) -> String {
    format!("= {} {:?} {:?}", claim.kind.as_str(), claim.low, claim.high)
}

/// A name as a word that no concept is.
fn name_word(name: &str) -> String {
    format!("@ {name}")
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
/// `best` is how like the second one the most alike statements of the first one's document are, and the other way round.
pub fn of(
    x: &Seen,
    y: &Seen,
    best: (Rival, Rival),
    common: &Commonness,
    rules: &QuestionRules,
) -> [f32; FEATURES.len()] {
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
    put(cosine_rare - best.0.like);
    put(cosine_rare - best.1.like);
    put(told(&a.context.governor, &b.context.governor));
    put(told(&a.context.counted, &b.context.counted));
    put(shared(&x.below, &y.below));
    put(shared(&x.near, &y.near));
    let is_measure = a.kind != Kind::Fact && a.kind != Kind::Date;
    let equal = is_equal(a, b);
    put(truth(equal));
    put(if equal && is_measure { digits(a.low.or(a.high)) as f32 } else { 0.0 });
    let middle = |c: &Claim| match (c.low, c.high) {
        (Some(l), Some(h)) => Some((l + h) / 2.0),
        (l, h) => l.or(h),
    };
    put(match (middle(a), middle(b)) {
        (Some(x), Some(y)) if is_measure && x > 0.0 && y > 0.0 => ((x / y).ln().abs() as f32).min(9.0),
        _ => -1.0,
    });
    put(truth(do_meet(a, b)));
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
    put(few(x.alike.sort));
    put(few(y.alike.sort));
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
    put(few(x.alike.unit));
    put(few(y.alike.unit));
    put(few(x.alike.attribute));
    put(few(y.alike.attribute));
    put(if equal { common.standing(x.value) } else { 0.0 });
    put(match x.rare_names.is_empty() || y.rare_names.is_empty() {
        true => -1.0,
        false => cosine(&x.rare_names, &y.rare_names),
    });
    put(early(a));
    put(early(b));
    let root = |c: &Claim| c.attribute.split('.').next().map(str::to_owned);
    put(if root(a) == root(b) { 1.0 } else { -1.0 });
    put(weight_in(x.governor, y));
    put(weight_in(y.governor, x));
    put(weight_in(x.counted, y));
    put(weight_in(y.counted, x));
    put(x.flat.len() as f32);
    put(y.flat.len() as f32);
    put(cosine(&x.wide, &y.wide));
    put(cosine(&x.rare, &y.wide));
    put(cosine(&x.wide, &y.rare));
    put(cosine(&x.around, &y.around));
    put(if equal { -1.0 } else { best.0.equal });
    put(if equal { -1.0 } else { best.1.equal });
    put(shared(&x.beside, &y.beside));
    put(f32::from(u8::from(is_open(a)) + u8::from(is_open(b))));
    put(match (x.stage, y.stage) {
        (0, _) | (_, 0) => 0.0,
        (one, other) if one == other => 1.0,
        _ => -1.0,
    });
    put(x.stage as f32);
    put(y.stage as f32);
    out
}

/// Returns whether two values may be one.
fn do_meet(a: &Claim, b: &Claim) -> bool {
    let reach = |c: &Claim| (c.low.unwrap_or(f64::NEG_INFINITY), c.high.unwrap_or(f64::INFINITY));
    let ((al, ah), (bl, bh)) = (reach(a), reach(b));
    al <= bh && bl <= ah
}

/// Returns whether a value has an open side: "thousands", "at least 12".
fn is_open(claim: &Claim) -> bool {
    claim.low.is_some() != claim.high.is_some()
}

/// A count, as far as it tells: nine is as many as ninety.
fn few(count: usize) -> f32 {
    count.min(9) as f32
}

/// How far into its document a statement stands, in steps of some sentences, up to 9.
fn early(claim: &Claim) -> f32 {
    (claim.sentence as f32 / 200.0).min(9.0)
}

/// How near a concept stands to another statement's value, 0 to 1; -1 where there is none.
fn weight_in(concept: Option<u32>, other: &Seen) -> f32 {
    let near = |n: u32| other.flat.iter().find(|(concept, _)| *concept == n).map_or(0.0, |(_, near)| *near);
    concept.map_or(-1.0, near)
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

/// Returns whether two statements of two documents give one value that seldom comes twice by chance.
pub fn is_same_figure(a: &Claim, b: &Claim, rules: &QuestionRules) -> bool {
    let are_units_told = !a.unit.is_empty() && !b.unit.is_empty();
    let same_unit = are_units_told && a.unit == b.unit;
    // A figure of a few digits is not one where rules know two things apart, or where unlike things are counted by name.
    let are_units_apart =
        a.kind == Kind::Quantity && are_units_told && a.unit != b.unit && !(a.is_person && b.is_person);
    a.document != b.document
        && a.dimension == b.dimension
        && is_equal(a, b)
        && is_telling(a, same_unit, rules)
        && (digits(a.low) >= rules.decisive_digits || !are_known_apart(a, b) && !are_units_apart)
}

/// Returns whether rules know two statements' attributes, and these are two.
pub fn are_known_apart(a: &Claim, b: &Claim) -> bool {
    a.is_known && b.is_known && a.attribute != b.attribute
}

/// Returns whether a statement gives a value that seldom comes twice by chance; `same_unit`: where its unit does too.
pub fn is_telling(claim: &Claim, same_unit: bool, rules: &QuestionRules) -> bool {
    let value = claim.low.zip(claim.high);
    value.is_some_and(|value| rules.is_telling(claim.kind, value, digits(claim.low), same_unit))
}

/// How many digits a figure commits to: 417 has three, 1,200 two.
fn digits(value: Option<f64>) -> u32 {
    let value = (value.unwrap_or(0.0).abs() * 1000.0).round();
    if !(1.0..1e15).contains(&value) {
        return if value == 0.0 { 0 } else { 15 };
    }
    let mut whole = value as u64;
    while whole.is_multiple_of(10) {
        whole /= 10;
    }
    whole.ilog10() + 1
}
