//! Learns which spellings name one person or place, from pairs of names that are labelled.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use atodds::boosted::train::{Example, Settings, train};
use atodds::names::distance::edits;
use atodds::names::features::{FEATURES, Row, WIDTH};
use atodds::names::judge::{Judge, Model};
use atodds::names::parse::{Name, Script};
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
const PARTS: usize = 6;

/// How the trees are grown.
const SETTINGS: Settings = Settings { trees: 260, depth: 5, rate: 0.07, least: 12, ridge: 3.0, gain: 0.5 };

/// Learns from a file of pairs, measures on parts of it and on a tenth that is never learnt from, and writes the model.
pub fn learn(file: &str, out: Option<&str>) -> Result<()> {
    let (mut pairs, unseen) = read(file)?;
    println!("{} pairs, and {} that are never learnt from", pairs.len(), unseen.len());
    let mut parts = parts(&pairs);
    for (made, part) in made(&pairs, &parts) {
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
    if let Ok(path) = std::env::var("NAMES_MISSES") {
        let mut text = String::new();
        for (p, s) in pairs.iter().zip(&answers) {
            if (*s >= 0.5) != p.labelled.same {
                let l = &p.labelled;
                text += &format!(
                    "{}\t{}\t{s:.2}\t{} | {} | {:?} {:?} {} near={}\n",
                    l.kind,
                    if l.same { "MISSED" } else { "FALSE" },
                    l.a,
                    l.b,
                    l.lang_a,
                    l.lang_b,
                    l.variant,
                    p.is_near
                );
            }
        }
        fs::write(path, text)?;
    }
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
    if std::env::var("NAMES_BLIND").is_ok() {
        return Languages::default();
    }
    Languages(of(&l.lang_a), of(&l.lang_b))
}

fn read(file: &str) -> Result<(Vec<Pair>, Vec<Pair>)> {
    let text = fs::read_to_string(file).with_context(|| format!("reading {file}"))?;
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

/// Names in two scripts that are two people's. The file has none, so that whatever is learnt from it alone takes any name in
/// Cyrillic for any other. Each name that is not in Latin letters is held against names of its part: those its other
/// spellings are told apart from, and of many others the likest and a few at random.
fn made(pairs: &[Pair], parts: &[usize]) -> Vec<(Pair, usize)> {
    let mut out = Vec::new();
    let is_latin = |name: &str| Name::of(name, Kind::Person, Words::embedded()).script == Script::Latin;
    let mut plain: Vec<Vec<(&str, &Option<String>)>> = vec![Vec::new(); PARTS];
    for (pair, part) in pairs.iter().zip(parts).filter(|(p, _)| p.kind == Kind::Person) {
        let l = &pair.labelled;
        plain[*part].extend([(&*l.a, &l.lang_a), (&*l.b, &l.lang_b)].into_iter().filter(|n| is_latin(n.0)));
    }
    let mut apart: HashMap<&str, Vec<(&str, &Option<String>)>> = HashMap::new();
    for l in pairs.iter().map(|p| &p.labelled).filter(|l| !l.same) {
        apart.entry(&l.a).or_default().push((&l.b, &l.lang_b));
        apart.entry(&l.b).or_default().push((&l.a, &l.lang_a));
    }
    let mut next = 0usize;
    let likeness = FEATURES.iter().position(|f| *f == "cover_all").unwrap_or(0);
    for (pair, part) in pairs.iter().zip(parts) {
        let l = &pair.labelled;
        let (foreign, lang, own) = match (is_latin(&l.a), is_latin(&l.b)) {
            (false, true) => (&l.a, &l.lang_a, &l.b),
            (true, false) => (&l.b, &l.lang_b, &l.a),
            _ => continue,
        };
        if !l.same || pair.kind != Kind::Person {
            continue;
        }
        let made = |other: (&str, &Option<String>)| {
            let labelled = Labelled {
                a: foreign.clone(),
                b: other.0.to_owned(),
                same: false,
                kind: l.kind.clone(),
                lang_a: lang.clone(),
                lang_b: other.1.clone(),
                variant: MADE.to_owned(),
            };
            Pair::of(labelled)
        };
        let others = &plain[*part];
        let mut tried: Vec<Pair> = (0..TRIED)
            .map(|_| {
                next = (next + 7919) % others.len();
                others[next]
            })
            .filter(|other| other.0 != own && !other.0.split(' ').all(|w| own.contains(w)))
            .map(made)
            .collect();
        let random = tried.split_off(tried.len().saturating_sub(2));
        tried.sort_by(|x, y| y.row[likeness].total_cmp(&x.row[likeness]));
        tried.truncate(3);
        let known = apart.get(own.as_str()).into_iter().flatten().map(|other| made(*other));
        out.extend(tried.into_iter().chain(random).chain(known).map(|p| (p, *part)));
    }
    out
}

/// What pairs that are made are marked with.
const MADE: &str = "two-scripts";

/// How many names each name in another script is held against, to find the likest.
const TRIED: usize = 160;

/// A tenth, by a hash of both names, that nothing is learnt from and nobody looks at.
fn held_out(l: &Labelled) -> bool {
    let (first, second) = if l.a <= l.b { (&l.a, &l.b) } else { (&l.b, &l.a) };
    let hash = Sha256::digest(format!("{first}\n{second}"));
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]) % 10 == 0
}

/// Deals pairs into parts by the cluster of their first name, so that the spellings of one name stay together.
fn parts(pairs: &[Pair]) -> Vec<usize> {
    let mut ids: HashMap<&str, usize> = HashMap::new();
    for pair in pairs {
        for name in [&pair.labelled.a, &pair.labelled.b] {
            let next = ids.len();
            ids.entry(name).or_insert(next);
        }
    }
    let mut above: Vec<usize> = (0..ids.len()).collect();
    fn root(above: &mut [usize], mut n: usize) -> usize {
        while above[n] != n {
            above[n] = above[above[n]];
            n = above[n];
        }
        n
    }
    for pair in pairs.iter().filter(|p| p.labelled.same) {
        let (a, b) = (root(&mut above, ids[&*pair.labelled.a]), root(&mut above, ids[&*pair.labelled.b]));
        above[a.max(b)] = a.min(b);
    }
    pairs
        .iter()
        .map(|p| {
            let n = root(&mut above, ids[&*p.labelled.a]);
            // Spread by a multiplicative hash, so that neighbours in the file part.
            ((n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize % PARTS
        })
        .collect()
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
