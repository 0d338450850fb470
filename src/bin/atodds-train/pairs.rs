//! Learns which spellings name one person or place, from pairs of names that are labelled.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use foldhash::{HashMap, HashMapExt};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use atodds::boosted::train::{Example, Settings, train};
use atodds::language::train::data::text_of;
use atodds::names::align::How;
use atodds::names::distance::edits;
use atodds::names::features::{FEATURES, Row, WIDTH};
use atodds::names::judge::{Judge, Model};
use atodds::names::parse::Script;
use atodds::names::words::Words;
use atodds::names::{Kind, Languages, Prepared, look, ordered};
use atodds::rules::fold::fold;

/// A row of the file.
#[derive(Deserialize, Clone)]
struct Labelled {
    a: String,
    b: String,
    same: bool,
    kind: String,
    lang_a: Option<String>,
    lang_b: Option<String>,
    #[serde(default)]
    variant: String,
}

struct Pair {
    labelled: Labelled,
    kind: Kind,
    row: Row,
    /// The row where the languages are not told.
    blind: Row,
    is_near: bool,
}

impl Pair {
    fn of(labelled: Labelled) -> Pair {
        let kind = if labelled.kind == "person" { Kind::Person } else { Kind::Place };
        let (a, b) = (Prepared::of(&labelled.a, kind), Prepared::of(&labelled.b, kind));
        let (a, b) = ordered(&a, &b);
        let row = look(a, b, languages(&labelled)).1;
        let blind = look(a, b, Languages::default()).1;
        let is_near = edits(fold(&labelled.a).as_bytes(), fold(&labelled.b).as_bytes()) <= 2;
        Pair { labelled, kind, row, blind, is_near }
    }
}

/// Parts that the names are dealt into, to measure each by what is learnt on the others.
const PARTS: usize = 5;

/// How the trees are grown.
const SETTINGS: Settings =
    Settings { trees: 260, depth: 5, rate: 0.07, least: 12, ridge: 3.0, gain: 0.5, examples: 100 };

/// Learns from a file of pairs, measures on parts of it and on a tenth that is never learnt from, and writes the model.
pub fn learn(file: &str, out: Option<&str>) -> Result<()> {
    // Tables at fault would pass for empty ones.
    Words::load()?;
    let (mut pairs, unseen) = read(file)?;
    println!("{} pairs, and {} that are never learnt from", pairs.len(), unseen.len());
    let mut parts = parts(&pairs);
    let made = made(&pairs, &parts);
    println!("{} more of different names are made of them", made.len());
    for (made, part) in made {
        pairs.push(made);
        parts.push(part);
    }
    let mut answers = vec![0.0; pairs.len()];
    for part in 0..PARTS {
        let tested: BTreeSet<&str> = (0..pairs.len())
            .filter(|n| parts[*n] == part)
            .flat_map(|n| [&*pairs[n].labelled.a, &*pairs[n].labelled.b])
            .collect();
        let is_apart = |p: &&Pair| !tested.contains(&*p.labelled.a) && !tested.contains(&*p.labelled.b);
        let rest: Vec<&Pair> = pairs.iter().filter(is_apart).collect();
        let judge = Judge::new(&model(&rest)?);
        for n in (0..pairs.len()).filter(|n| parts[*n] == part) {
            answers[n] = answer(&judge, &pairs[n]);
        }
    }
    tell("names unseen", &pairs, &answers);
    let all: Vec<&Pair> = pairs.iter().collect();
    let model = model(&all)?;
    let judge = Judge::new(&model);
    tell("the unseen tenth", &unseen, &unseen.iter().map(|p| answer(&judge, p)).collect::<Vec<_>>());
    if let Some(out) = out {
        fs::write(out, serde_json::to_string(&model)? + "\n").with_context(|| format!("writing {out}"))?;
    }
    Ok(())
}

fn answer(judge: &Judge, pair: &Pair) -> f32 {
    let (l, kind) = (&pair.labelled, pair.kind);
    judge.compare(&Prepared::of(&l.a, kind), &Prepared::of(&l.b, kind), kind, languages(l)).score
}

fn model(pairs: &[&Pair]) -> Result<Model> {
    let of = |kind: Kind| {
        let mut examples: Vec<Example<WIDTH>> = Vec::new();
        for pair in pairs.iter().filter(|p| p.kind == kind) {
            // Twice: with the languages and without, for many who ask do not know them.
            examples.push((pair.row, pair.labelled.same));
            examples.push((pair.blind, pair.labelled.same));
        }
        train(&examples, FEATURES, &SETTINGS)
    };
    Ok(Model { person: of(Kind::Person)?, place: of(Kind::Place)? })
}

fn languages(l: &Labelled) -> Languages {
    let of = |code: &Option<String>| code.as_deref().and_then(|code| code.parse().ok());
    Languages(of(&l.lang_a), of(&l.lang_b))
}

fn read(file: &str) -> Result<(Vec<Pair>, Vec<Pair>)> {
    let text = text_of(Path::new(file))?;
    let (mut pairs, mut unseen) = (Vec::new(), Vec::new());
    for line in text.lines() {
        let labelled: Labelled = serde_json::from_str(line)?;
        let is_held_out = held_out(&labelled);
        let pair = Pair::of(labelled);
        if is_held_out { unseen.push(pair) } else { pairs.push(pair) }
    }
    ensure!(!pairs.is_empty(), "{file} holds no pairs");
    Ok((pairs, unseen))
}

/// Pairs of different people and places that the file lacks: it has none in two scripts, so that whatever is learnt from it alone
/// takes any name in Cyrillic for any other. Each name is held against names of its part that share the bones of a word with
/// it, and against a few at random: the likest are taken. One that is in another script is also held against those that its
/// other spellings are told apart from. Names that may well be one (nothing but initials, forms or marks differ) are left out.
fn made(pairs: &[Pair], parts: &[usize]) -> Vec<(Pair, usize)> {
    let clusters = clusters(pairs);
    let mut names: BTreeMap<(bool, usize, &str), (&Option<String>, Prepared)> = BTreeMap::new();
    let mut apart: HashMap<&str, Vec<(&str, &Option<String>)>> = HashMap::new();
    for (pair, part) in pairs.iter().zip(parts) {
        let l = &pair.labelled;
        for (name, language) in [(&l.a, &l.lang_a), (&l.b, &l.lang_b)] {
            let key = (pair.kind == Kind::Person, *part, name.as_str());
            names.entry(key).or_insert_with(|| (language, Prepared::of(name, pair.kind)));
        }
        if !l.same {
            apart.entry(&l.a).or_default().push((&l.b, &l.lang_b));
            apart.entry(&l.b).or_default().push((&l.a, &l.lang_a));
        }
    }
    let mut blocks: HashMap<(bool, usize, String), Vec<&str>> = HashMap::new();
    for ((is_person, part, name), (_, ready)) in &names {
        for bones in ready.name.core.iter().filter(|w| w.text.len() > 1).map(|w| bones(&w.sounds)) {
            blocks.entry((*is_person, *part, bones)).or_default().push(name);
        }
    }
    let mut out = Vec::new();
    let mut spread = 0usize;
    for ((is_person, part, name), (language, ready)) in &names {
        let make = |other: &str, other_language: &Option<String>| {
            Pair::of(Labelled {
                a: (*name).to_owned(),
                b: other.to_owned(),
                same: false,
                kind: if *is_person { "person" } else { "place" }.to_owned(),
                lang_a: (*language).clone(),
                lang_b: other_language.clone(),
                variant: MADE.to_owned(),
            })
        };
        let mut found: Vec<Pair> = Vec::new();
        let mut tried: BTreeSet<&str> = BTreeSet::new();
        for word in ready.name.core.iter().filter(|w| w.text.len() > 1) {
            let block = &blocks[&(*is_person, *part, bones(&word.sounds))];
            let step = (block.len() / TRIED).max(1);
            spread = (spread + 1) % step;
            tried.extend(block.iter().skip(spread).step_by(step));
        }
        for other in tried.into_iter().filter(|other| clusters[other] != clusters[name]) {
            let (other_language, other_ready) = &names[&(*is_person, *part, other)];
            if !may_be_one(ready, other_ready) {
                found.push(make(other, other_language));
            }
        }
        found.sort_by(|x, y| y.row[0].total_cmp(&x.row[0]).then_with(|| x.labelled.b.cmp(&y.labelled.b)));
        found.truncate(LIKEST);
        if ready.name.script != Script::Latin && *is_person {
            let own = pairs.iter().filter(|p| p.labelled.same && (p.labelled.a == *name || p.labelled.b == *name));
            for other in own.map(|p| if p.labelled.a == *name { &p.labelled.b } else { &p.labelled.a }) {
                found.extend(
                    apart.get(other.as_str()).into_iter().flatten().map(|(other, language)| make(other, language)),
                );
            }
        }
        out.extend(found.into_iter().map(|p| (p, *part)));
    }
    out
}

/// Names that nobody can tell apart by their letters, whatever the file says.
fn may_be_one(a: &Prepared, b: &Prepared) -> bool {
    if a.bare == b.bare
        || a.place.as_ref().zip(b.place.as_ref()).is_some_and(|(a, b)| a.key == b.key)
        || edits(a.bare.as_bytes(), b.bare.as_bytes()) <= 2
    {
        return true;
    }
    let (alignment, _) = look(a, b, Languages::default());
    alignment.left_a().next().is_none() && alignment.pairs.iter().all(|p| p.how != How::Near || p.like > 0.9)
}

/// The first consonants of a word as it sounds, near ones as one.
fn bones(sounds: &str) -> String {
    let class = |c: char| match c {
        'b' | 'p' | 'f' | 'v' => Some('p'),
        'd' | 't' => Some('t'),
        'g' | 'k' | 'c' | 'q' => Some('k'),
        's' | 'j' | 'z' => Some('s'),
        'l' | 'r' => Some('l'),
        'm' | 'n' => Some('n'),
        _ => None,
    };
    let mut bones: Vec<char> = sounds.chars().filter_map(class).collect();
    bones.dedup();
    bones.into_iter().take(3).collect()
}

/// What pairs that are made are marked with.
const MADE: &str = "made";

/// How many names of one block each name is held against, to find the likest.
const TRIED: usize = 60;

/// How many of the likest are taken.
const LIKEST: usize = 2;

/// A tenth, by a hash of both names, that nothing is learnt from and nobody looks at.
fn held_out(l: &Labelled) -> bool {
    let (first, second) = if l.a <= l.b { (&l.a, &l.b) } else { (&l.b, &l.a) };
    let hash = Sha256::digest(format!("{first}\n{second}"));
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]) % 10 == 0
}

/// Numbers each name by its cluster: names that are spellings of one.
fn clusters(pairs: &[Pair]) -> HashMap<&str, usize> {
    let mut ids: HashMap<&str, usize> = HashMap::new();
    for pair in pairs {
        for name in [&pair.labelled.a, &pair.labelled.b] {
            let next = ids.len();
            ids.entry(name).or_insert(next);
        }
    }
    let mut above: Vec<usize> = (0..ids.len()).collect();
    for pair in pairs.iter().filter(|p| p.labelled.same) {
        let (a, b) = (root(&above, ids[&*pair.labelled.a]), root(&above, ids[&*pair.labelled.b]));
        above[a.max(b)] = a.min(b);
    }
    ids.into_iter().map(|(name, n)| (name, root(&above, n))).collect()
}

fn root(above: &[usize], mut n: usize) -> usize {
    while above[n] != n {
        n = above[n];
    }
    n
}

/// Deals pairs into parts by the cluster of their first name, so that the spellings of one name stay together.
fn parts(pairs: &[Pair]) -> Vec<usize> {
    let clusters = clusters(pairs);
    // Spread by a multiplicative hash, so that neighbours in the file part.
    let part = |n: usize| ((n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize % PARTS;
    pairs.iter().map(|p| part(clusters[&*p.labelled.a])).collect()
}

fn tell(name: &str, pairs: &[Pair], answers: &[f32]) {
    for kind in [Kind::Person, Kind::Place] {
        let all: Vec<(&Pair, f32)> =
            pairs.iter().zip(answers).filter(|(p, _)| p.kind == kind).map(|(p, s)| (p, *s)).collect();
        let of: Vec<(&Pair, f32)> = all.iter().filter(|(p, _)| p.labelled.variant != MADE).copied().collect();
        for enough in [0.4, 0.5, 0.6, 0.7] {
            let count = |same: bool, said: bool, near: bool| {
                of.iter()
                    .filter(|(p, s)| p.labelled.same == same && (*s >= enough) == said && (p.is_near || !near))
                    .count() as f64
            };
            let (right, missed, wrong) =
                (count(true, true, false), count(true, false, false), count(false, true, false));
            let (p, r) = (right / (right + wrong), right / (right + missed));
            let (near, near_all) = (count(false, true, true), count(false, true, true) + count(false, false, true));
            println!(
                "{name:18} {kind:?} enough {enough:.1}: p {p:.3} r {r:.3} f1 {:.3}; near pairs of two called one {near} of {near_all}",
                2.0 * p * r / (p + r)
            );
        }
        let mut by: BTreeMap<(&str, bool), (usize, usize)> = BTreeMap::new();
        for (p, s) in &all {
            let entry = by.entry((&p.labelled.variant, p.labelled.same)).or_default();
            *entry = (entry.0 + usize::from((*s >= 0.5) == p.labelled.same), entry.1 + 1);
        }
        println!(
            "  {}",
            by.iter()
                .map(|((v, s), (r, n))| format!("{v}{} {r}/{n}", if *s { "+" } else { "-" }))
                .collect::<Vec<_>>()
                .join(", ")
        );
    }
}
