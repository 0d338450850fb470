//! What two names look like side by side, as a row of numbers for the trees.
//!
//! The first of the two is always the one with fewer words, then the one that comes first in the alphabet, so that a row
//! is the same whichever is given first.

use super::align::{Alignment, How, Pair, Sight, likeness};
use super::distance::{edits, jaro_winkler};
use super::parse::{Name, Role, Script, Word};
use super::words::Words;
use super::{Languages, Prepared};

/// What the numbers of a row are.
pub const FEATURES: &[&str] = &[
    "cover_all",
    "cover_short",
    "cover_long",
    "mean_like",
    "worst_like",
    "worst_edits",
    "worst_length",
    "worst_first",
    "worst_known",
    "worst_is_first",
    "worst_is_last",
    "worst_winkler",
    "second_like",
    "family_like",
    "first_like",
    "cross_like",
    "words_short",
    "words_long",
    "left_short",
    "left_long",
    "left_weight",
    "left_initials",
    "initials",
    "left_place",
    "forms",
    "equal",
    "equal_weight",
    "gender_given",
    "gender_family",
    "gender_title",
    "suffix",
    "ordinal",
    "tail",
    "script",
    "same_language",
    "further_languages",
    "whole_strict",
    "whole_loose",
    "whole_edits",
    "length_short",
    "length_long",
    "titles",
    "is_turned",
    "crossed",
    "patronymic_left",
    "place",
    "place_parts",
    "stands_first",
    "worst_cost",
    "known_words",
    "joined",
    "worst_given_class",
    "left_known",
    "near_words",
];

/// How many there are.
pub const WIDTH: usize = FEATURES.len();

/// A row of numbers.
pub type Row = [f32; WIDTH];

/// Pushes numbers into a row in the order of [`FEATURES`].
struct Filler {
    row: Row,
    at: usize,
}

impl Filler {
    fn push(&mut self, number: f32) {
        if let Some(cell) = self.row.get_mut(self.at) {
            *cell = number;
        }
        self.at += 1;
    }

    fn all(&mut self, numbers: &[f32]) {
        numbers.iter().for_each(|number| self.push(*number));
    }
}

/// Returns the row of two names in their order, as [`super::ordered`] gives it.
pub fn row(a: &Prepared, b: &Prepared, alignment: &Alignment, languages: Languages, words: &Words) -> Row {
    let (x, y) = (&a.name, &b.name);
    let mut out = Filler { row: [0.0; WIDTH], at: 0 };
    out.all(&cover(alignment));
    let worst = worst(alignment);
    out.all(&worst_pair(alignment, worst));
    out.all(&ends(alignment, words, x, y));
    out.all(&left(alignment));
    out.all(&matched(alignment));
    out.all(&genders(alignment, words, x, y));
    out.push(states(x.suffix.into(), y.suffix.into()));
    out.push(states(x.ordinal.unwrap_or(0) as f32, y.ordinal.unwrap_or(0) as f32));
    out.push(tail(x, y));
    out.push(f32::from(x.script.max(y.script) as u8));
    out.all(&languages.numbers());
    out.all(&whole(alignment, words, x, y));
    let titles = |name: &Name| name.about.iter().filter(|w| w.role == Role::Title).count() as f32;
    out.push((titles(x) - titles(y)).abs());
    out.push(f32::from(u8::from(x.is_turned != y.is_turned)));
    out.push(crossed(alignment));
    let patronymic = alignment.left_a().chain(alignment.left_b()).filter(|(_, w)| w.is_patronymic).count();
    out.push(patronymic as f32);
    out.push(places(a, b));
    out.push(parts(alignment));
    let first = |words: &[Word]| words.first().is_some_and(|w| w.known.stands_first);
    out.push(f32::from(u8::from(first(&alignment.a))) + f32::from(u8::from(first(&alignment.b))));
    out.all(&rest(alignment, worst, words));
    debug_assert_eq!(out.at, WIDTH, "each feature has a number");
    out.row
}

fn cover(alignment: &Alignment) -> [f32; 4] {
    let weight = |words: &[Word]| words.iter().map(|w| w.weight).sum::<f32>().max(0.01);
    let (whole_a, whole_b) = (weight(&alignment.a), weight(&alignment.b));
    let (mut in_a, mut in_b, mut sum) = (0.0, 0.0, 0.0);
    for pair in &alignment.pairs {
        in_a += alignment.a[pair.a].weight * pair.like;
        in_b += alignment.b[pair.b].weight * pair.like;
        sum += pair.like;
    }
    let (cover_a, cover_b) = (in_a / whole_a, in_b / whole_b);
    let mean = sum / alignment.pairs.len().max(1) as f32;
    [(in_a + in_b) / (whole_a + whole_b), cover_a.max(cover_b), cover_a.min(cover_b), mean]
}

/// The pair of words that is least alike, and how alike the next one is.
fn worst(alignment: &Alignment) -> Option<(Pair, f32)> {
    let mut pairs: Vec<&Pair> = alignment.pairs.iter().filter(|p| p.how != How::Initial).collect();
    pairs.sort_by(|x, y| x.like.total_cmp(&y.like).then((x.a, x.b).cmp(&(y.a, y.b))));
    Some((**pairs.first()?, pairs.get(1).map_or(1.0, |p| p.like)))
}

fn worst_pair(alignment: &Alignment, worst: Option<(Pair, f32)>) -> [f32; 9] {
    let Some((pair, second)) = worst else { return [0.0, 20.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0] };
    let (a, b) = (&alignment.a[pair.a], &alignment.b[pair.b]);
    let known = |w: &Word| w.known.is_given || w.known.is_family;
    let both_given = a.known.is_given && b.known.is_given;
    let told = match pair.how {
        How::Equal => 4.0,
        _ if both_given && a.known.class != b.known.class => 3.0,
        _ if known(a) && known(b) => 2.0,
        _ if known(a) || known(b) => 1.0,
        _ => 0.0,
    };
    let first = |x: &str, y: &str| f32::from(u8::from(x.as_bytes().first() == y.as_bytes().first()));
    [
        pair.like,
        f32::from(edits(a.text.as_bytes(), b.text.as_bytes())),
        a.text.len().min(b.text.len()) as f32,
        first(&a.text, &b.text) + first(&a.sounds, &b.sounds),
        told,
        f32::from(u8::from(pair.a == 0)) + f32::from(u8::from(pair.b == 0)),
        f32::from(u8::from(pair.a + 1 == alignment.a.len())) + f32::from(u8::from(pair.b + 1 == alignment.b.len())),
        jaro_winkler(a.text.as_bytes(), b.text.as_bytes()),
        second,
    ]
}

/// How alike the last words are, the first ones, and one's first to the other's last.
fn ends(alignment: &Alignment, words: &Words, x: &Name, y: &Name) -> [f32; 3] {
    let sight = Sight { words, script: x.script.max(y.script) };
    let (Some(first_a), Some(first_b)) = (alignment.a.first(), alignment.b.first()) else { return [0.0; 3] };
    let (Some(last_a), Some(last_b)) = (alignment.a.last(), alignment.b.last()) else { return [0.0; 3] };
    let of = |i: usize, j: usize, a: &Word, b: &Word| match alignment.pairs.iter().find(|p| p.a == i && p.b == j) {
        Some(pair) => pair.like,
        None => likeness(a, b, &sight),
    };
    let (end_a, end_b) = (alignment.a.len() - 1, alignment.b.len() - 1);
    let cross = of(0, end_b, first_a, last_b).max(of(end_a, 0, last_a, first_b));
    [of(end_a, end_b, last_a, last_b), of(0, 0, first_a, first_b), cross]
}

fn left(alignment: &Alignment) -> [f32; 6] {
    let is_core = |(_, w): &(usize, &Word)| w.role == Role::Core && !w.is_patronymic;
    let in_a: Vec<(usize, &Word)> = alignment.left_a().collect();
    let in_b: Vec<(usize, &Word)> = alignment.left_b().collect();
    let weight: f32 = in_b.iter().chain(&in_a).filter(|w| is_core(w)).map(|(_, w)| w.weight).sum();
    let initials = in_a.iter().chain(&in_b).filter(|(_, w)| w.role == Role::Initial).count();
    [
        alignment.a.len() as f32,
        alignment.b.len() as f32,
        in_a.iter().filter(|w| is_core(w)).count() as f32,
        in_b.iter().filter(|w| is_core(w)).count() as f32,
        weight,
        initials as f32,
    ]
}

fn matched(alignment: &Alignment) -> [f32; 5] {
    let count = |how: How| alignment.pairs.iter().filter(|p| p.how == how).count() as f32;
    let equal: f32 = alignment.pairs.iter().filter(|p| p.how == How::Equal).map(|p| alignment.a[p.a].weight).sum();
    let end = alignment.b.len().saturating_sub(1);
    // Where the longer name has a word more: at its beginning 1, in the middle 2, at its end 4.
    let place = alignment.left_b().filter(|(_, w)| w.role == Role::Core).fold(0u8, |bits, (j, _)| {
        bits | if j == 0 {
            1
        } else if j == end {
            4
        } else {
            2
        }
    });
    [count(How::Initial), f32::from(place), count(How::Form), count(How::Equal), equal]
}

fn genders(alignment: &Alignment, words: &Words, x: &Name, y: &Name) -> [f32; 3] {
    let (mut given, mut family) = (0.0f32, 0.0f32);
    for pair in alignment.pairs.iter().filter(|p| p.how != How::Equal) {
        let (a, b) = (&alignment.a[pair.a], &alignment.b[pair.b]);
        let is_last = pair.a + 1 == alignment.a.len() && pair.b + 1 == alignment.b.len();
        if is_last && words.are_of_one_family(&a.text, &b.text) {
            family = 1.0;
        } else if !is_last && words.differ_by_gender(&a.text, &b.text) {
            given = 1.0;
        }
    }
    let title = match (x.gender, y.gender) {
        (Some(x), Some(y)) => 1.0 + f32::from(u8::from(x != y)),
        _ => 0.0,
    };
    [given, family, title]
}

/// 0 where neither has one, 1 where one has, 2 where both have the same, 3 where they differ.
fn states(x: f32, y: f32) -> f32 {
    match (x > 0.0, y > 0.0) {
        (false, false) => 0.0,
        (true, true) if x == y => 2.0,
        (true, true) => 3.0,
        _ => 1.0,
    }
}

fn tail(x: &Name, y: &Name) -> f32 {
    let is_in = |words: &[Word], word: &Word| words.iter().any(|w| w.text == word.text);
    match (x.tail.is_empty(), y.tail.is_empty()) {
        (true, true) => 0.0,
        (false, false) => {
            let shared = x.tail.iter().filter(|w| is_in(&y.tail, w)).count();
            2.0 + shared as f32 / x.tail.len().max(y.tail.len()) as f32
        }
        _ => 1.0,
    }
}

/// The names as one word each: how alike, by how many edits, how long.
fn whole(alignment: &Alignment, words: &Words, x: &Name, y: &Name) -> [f32; 5] {
    let sounds = |words: &[Word], from: usize| {
        let (before, after) = words.split_at(from.min(words.len()));
        after.iter().chain(before).map(|w| w.sounds.as_str()).collect::<String>()
    };
    let text = |words: &[Word]| words.iter().map(|w| w.text.as_str()).collect::<String>();
    let (a, b) = (sounds(&alignment.a, 0), sounds(&alignment.b, 0));
    let strict = words.strict.likeness(a.as_bytes(), b.as_bytes());
    let mut loose = strict;
    if x.script.max(y.script) > Script::Latin {
        let costs = words.costs(x.script.max(y.script));
        let turned = sounds(&alignment.b, 1);
        loose = costs.likeness(a.as_bytes(), b.as_bytes()).max(costs.likeness(a.as_bytes(), turned.as_bytes()));
    }
    let (a, b) = (text(&alignment.a), text(&alignment.b));
    let distance = f32::from(edits(a.as_bytes(), b.as_bytes()));
    [strict, loose, distance, a.len().min(b.len()) as f32, a.len().max(b.len()) as f32]
}

/// How many pairs cross another one.
fn crossed(alignment: &Alignment) -> f32 {
    let pairs = &alignment.pairs;
    let crossed = |n: usize| pairs[n + 1..].iter().filter(|later| later.b < pairs[n].b).count();
    (0..pairs.len()).map(crossed).sum::<usize>() as f32
}

/// 0 where the gazetteer knows neither place, 1 where it knows one, 2 where they are one
/// place, 3 where they are two, 4 where they are two that are known well.
fn places(a: &Prepared, b: &Prepared) -> f32 {
    match (&a.place, &b.place) {
        (None, None) => 0.0,
        (Some(a), Some(b)) if a.key == b.key => 2.0,
        (Some(a), Some(b)) if a.is_great && b.is_great => 4.0,
        (Some(_), Some(_)) => 3.0,
        _ => 1.0,
    }
}

/// How many words that tell places apart (north, new, island) one name has and the other lacks.
fn parts(alignment: &Alignment) -> f32 {
    alignment.left_a().chain(alignment.left_b()).filter(|(_, w)| w.known.part > 0).count() as f32
}

fn rest(alignment: &Alignment, worst: Option<(Pair, f32)>, words: &Words) -> [f32; 6] {
    let listed = |w: &Word| w.known.is_given || w.known.is_family;
    let share = |all: &[Word]| all.iter().filter(|w| listed(w)).count() as f32 / all.len().max(1) as f32;
    let (mut cost, mut class) = (0.0, 0.0);
    if let Some((pair, _)) = worst {
        let (a, b) = (&alignment.a[pair.a], &alignment.b[pair.b]);
        cost = f32::from(words.strict.cost(a.sounds.as_bytes(), b.sounds.as_bytes()).0);
        class = states(a.known.class.into(), b.known.class.into());
    }
    let left = alignment.left_a().chain(alignment.left_b()).filter(|(_, w)| w.known.is_given).count();
    let near = alignment.pairs.iter().filter(|p| p.how == How::Near).count();
    [
        cost,
        share(&alignment.a) + share(&alignment.b),
        f32::from(u8::from(alignment.has_joined)),
        class,
        left as f32,
        near as f32,
    ]
}
