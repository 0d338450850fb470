//! Which facts of a story are one: statements that say yes or no to the same thing in other words.
//!
//! Facts of one name are one. Besides, a fact that no rules file knows joins the earlier one that shares most of its
//! words that carry meaning; a word that the story uses all over weighs little. Where a document's facts go hangs on the
//! documents before it only.

use std::collections::{HashMap, HashSet};

use super::Claim;
use crate::model::Kind;
use crate::rules::questions::FactRules;

/// A word leads to so many earlier facts, at most.
const MOST_LED_TO: usize = 128;

/// Returns for each statement the one whose question it answers: itself, or an earlier fact.
///
/// The statements come in the order of their documents; `names` are equal where their own words ask the same question,
/// and `None` for what joins by no likeness: lists.
pub fn leaders(claims: &[&Claim], names: &[usize], joins: &[bool], rules: &FactRules) -> Vec<usize> {
    let mut out: Vec<usize> = (0..claims.len()).collect();
    let mut common: HashMap<&str, u32> = HashMap::new();
    let mut sentences: HashSet<(usize, usize)> = HashSet::new();
    let mut with: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut of_name: HashMap<usize, usize> = HashMap::new();
    let mut start = 0;
    while let Some(first) = claims.get(start) {
        let end = start + claims[start..].partition_point(|c| c.document == first.document);
        for claim in &claims[start..end] {
            if sentences.insert((claim.document, claim.sentence)) {
                claim.context.concepts.iter().for_each(|(c, _)| *common.entry(c).or_insert(0) += 1);
            }
        }
        let is_fact = |n: &usize| claims[*n].kind == Kind::Fact;
        for n in (start..end).filter(is_fact) {
            let leader = match of_name.get(&names[n]) {
                Some(known) => *known,
                None if joins[n] => {
                    let like = most_like(claims, n, &with, joins, &common, rules);
                    like.map_or(n, |other| out[other])
                }
                None => n,
            };
            out[n] = leader;
            of_name.entry(names[n]).or_insert(leader);
        }
        for n in (start..end).filter(is_fact) {
            for (word, _) in core(claims[n], rules) {
                let led = with.entry(word).or_default();
                if led.len() < MOST_LED_TO {
                    led.push(n);
                }
            }
        }
        start = end;
    }
    out
}

/// Returns the words that tell what a fact is of, with their weight.
fn core<'c>(claim: &'c Claim, rules: &FactRules) -> Vec<(&'c str, u8)> {
    let words = claim.context.concepts.iter().filter(|(word, weight)| *weight >= rules.near && !rules.idle.contains(word));
    words.map(|(word, weight)| (word.as_str(), *weight)).collect()
}

/// Returns the earlier fact that is most like one, where any is like enough.
fn most_like<'c>(
    claims: &[&'c Claim],
    n: usize,
    with: &HashMap<&'c str, Vec<usize>>,
    joins: &[bool],
    common: &HashMap<&'c str, u32>,
    rules: &FactRules,
) -> Option<usize> {
    let worth = |word: &str, weight: u8| {
        f64::from(weight) / f64::from(1 + common.get(word).copied().unwrap_or(0)).sqrt()
    };
    let mine = core(claims[n], rules);
    let whole = |words: &[(&str, u8)]| words.iter().map(|(word, weight)| worth(word, *weight)).sum::<f64>();
    let own = whole(&mine);
    let mut seen: HashSet<usize> = HashSet::new();
    let mut best: Option<(f64, usize)> = None;
    for other in mine.iter().filter_map(|(word, _)| with.get(word)).flatten() {
        // Two that files know under unlike names are of unlike things.
        if !seen.insert(*other) || !joins[*other] || claims[n].is_known && claims[*other].is_known {
            continue;
        }
        let theirs = core(claims[*other], rules);
        let shared: f64 = mine
            .iter()
            .filter_map(|(word, weight)| {
                let (_, other) = theirs.iter().find(|(w, _)| w == word)?;
                Some(worth(word, *weight.min(other)))
            })
            .sum();
        let likeness = shared / own.min(whole(&theirs)).max(1.0);
        if likeness >= rules.enough && best.is_none_or(|(most, at)| likeness > most || likeness == most && *other < at) {
            best = Some((likeness, *other));
        }
    }
    best.map(|(_, other)| other)
}
