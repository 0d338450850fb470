//! Which facts of a story are one: statements that say yes or no to the same thing in other words.
//!
//! Facts of one name are one. Besides, a fact that is told of the story's event is one with the same fact told of somebody whom
//! its sentence names, and a fact that no rules file knows joins the earlier one that shares most of its words that carry
//! meaning; a word that the story uses all over weighs little. Where a document's facts go hangs on the documents before it
//! only.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::Claim;
use crate::model::Kind;
use crate::names::sounds_key;
use crate::rules::questions::FactRules;

/// A word leads to so many earlier facts, at most.
const MOST_LED_TO: usize = 128;

/// Returns for each statement the one whose question it answers: itself, or an earlier fact.
///
/// The statements come in the order of their documents; `names` are equal where their own words ask the same question, and
/// `joins` tells which may join by likeness.
pub fn leaders(claims: &[&Claim], names: &[usize], joins: &[bool], rules: &FactRules) -> Vec<usize> {
    let mut out: Vec<usize> = (0..claims.len()).collect();
    let cores: Vec<Core> = claims.iter().map(|c| core(c, rules)).collect();
    let mut common: HashMap<&str, u32> = HashMap::new();
    let mut sentences: HashSet<(usize, usize)> = HashSet::new();
    let mut with: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut of_name: HashMap<usize, usize> = HashMap::new();
    let mut known: HashMap<&str, Vec<usize>> = HashMap::new();
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
                // What a file knows keeps its name; what it does not joins what stands before it, known or not.
                None if joins[n] && !claims[n].is_known => {
                    let may = |other: usize| joins[other] && joins[out[other]];
                    most_like(&cores, n, &with, &common, rules.enough, may).map_or(n, |other| out[other])
                }
                None if claims[n].is_known => {
                    let same = known.get(claims[n].attribute.as_str());
                    same.and_then(|same| of_whom(claims, &out, n, same)).unwrap_or(n)
                }
                None => n,
            };
            out[n] = leader;
            of_name.entry(names[n]).or_insert(leader);
        }
        for n in (start..end).filter(is_fact) {
            if claims[n].is_known {
                known.entry(&claims[n].attribute).or_default().push(n);
            }
            for (word, _) in &cores[n] {
                let led = with.entry(*word).or_default();
                if led.len() < MOST_LED_TO {
                    led.push(n);
                }
            }
        }
        start = end;
    }
    out
}

/// Returns the earlier fact of a known attribute (`same`, in order) that one states of another holder: one of the two is told of the
/// story's event in a sentence that names one person, the other's holder, and no third is told.
fn of_whom(claims: &[&Claim], out: &[usize], n: usize, same: &[usize]) -> Option<usize> {
    let own = claims[n];
    let others: Vec<&&Claim> = same.iter().map(|other| &claims[*other]).collect();
    let leader = out[*same.first()?];
    let holders: HashSet<&str> =
        others.iter().copied().chain([&own]).filter(|c| !c.is_story).map(|c| c.entity.as_str()).collect();
    let holder = holders.iter().next().filter(|_| holders.len() == 1)?;
    let names_alone = |event: &&&Claim| {
        let mut people = event.context.names.iter().filter(|name| name.starts_with(PERSON));
        people.next().is_some_and(|name| name == sounds_key(holder)) && people.next().is_none()
    };
    let mut events = others.iter().copied().chain([&own]).filter(|c| c.is_story).peekable();
    let is_one = events.peek().is_some() && events.all(|event| names_alone(&event));
    let planned = others.iter().all(|other| other.is_planned == own.is_planned);
    (is_one && planned && same.iter().all(|other| out[*other] == leader)).then_some(leader)
}

/// What the key of a person begins with.
const PERSON: &str = "person:";

/// The words that tell what a fact is of, with their weight.
type Core<'c> = Vec<(&'c str, u8)>;

fn core<'c>(claim: &'c Claim, rules: &FactRules) -> Core<'c> {
    if claim.kind != Kind::Fact {
        return Vec::new();
    }
    let words = claim.context.concepts.iter();
    let tells = words.filter(|(word, weight)| *weight >= rules.near && !rules.idle.contains(word));
    tells.map(|(word, weight)| (word.as_str(), *weight)).collect()
}

/// Returns the earlier fact that is most like one, where any is like enough.
fn most_like(
    cores: &[Core],
    n: usize,
    with: &HashMap<&str, Vec<usize>>,
    common: &HashMap<&str, u32>,
    enough: f64,
    may: impl Fn(usize) -> bool,
) -> Option<usize> {
    let worth =
        |word: &str, weight: u8| f64::from(weight) / f64::from(1 + common.get(word).copied().unwrap_or(0)).sqrt();
    let whole = |core: &Core| core.iter().map(|(word, weight)| worth(word, *weight)).sum::<f64>();
    let own = whole(&cores[n]);
    let mut seen: HashSet<usize> = HashSet::new();
    let mut best: Option<(f64, usize)> = None;
    for other in cores[n].iter().filter_map(|(word, _)| with.get(word)).flatten().copied() {
        if !seen.insert(other) || !may(other) {
            continue;
        }
        let both = cores[n].iter().filter_map(|(word, weight)| {
            let (_, theirs) = cores[other].iter().find(|(w, _)| w == word)?;
            Some(worth(word, *weight.min(theirs)))
        });
        let likeness = both.sum::<f64>() / own.min(whole(&cores[other])).max(1.0);
        let is_better = |(most, at): (f64, usize)| likeness > most || likeness == most && other < at;
        if likeness >= enough && best.is_none_or(is_better) {
            best = Some((likeness, other));
        }
    }
    best.map(|(_, other)| other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Context, Language, Modality, Polarity};
    use crate::rules::questions::QuestionRules;

    fn fact(document: usize, words: &[(&str, u8)]) -> Claim {
        let concepts = words.iter().map(|(w, weight)| ((*w).to_owned(), *weight)).collect();
        Claim {
            document,
            sentence: 0,
            language: Language::EN,
            written: None,
            kind: Kind::Fact,
            dimension: String::new(),
            unit: String::new(),
            is_person: false,
            attribute: "x".to_owned(),
            is_known: false,
            low: None,
            high: None,
            is_vague: false,
            subgroup: String::new(),
            place: String::new(),
            is_planned: false,
            modality: Modality::Asserted,
            polarity: Polarity::Affirmed,
            entity: String::new(),
            is_story: true,
            as_of: None,
            speaker: String::new(),
            context: Context { concepts, ..Context::default() },
        }
    }

    #[test]
    fn a_fact_of_the_event_is_one_with_that_of_whom_its_sentence_names() {
        let rules = &QuestionRules::embedded().unwrap().facts;
        let told = |document: usize, of: Option<&str>, names: &[&str]| {
            let mut claim = Claim { is_known: true, attribute: "dismissed".to_owned(), ..fact(document, &[]) };
            (claim.is_story, claim.entity) = (of.is_none(), format!("{PERSON}{}", of.unwrap_or("event")));
            claim.context.names = names.iter().map(|n| format!("{PERSON}{n}")).collect();
            claim
        };
        let lead = |all: &[Claim]| {
            let claims: Vec<&Claim> = all.iter().collect();
            let names: Vec<usize> = (0..all.len()).collect();
            leaders(&claims, &names, &vec![true; all.len()], rules)
        };
        assert_eq!(lead(&[told(0, None, &["p"]), told(1, Some("p"), &["p"])]), [0, 0]);
        assert_eq!(lead(&[told(0, Some("p"), &["p"]), told(1, None, &["p"])]), [0, 0]);
        assert_eq!(lead(&[told(0, Some("p"), &["p"]), told(1, None, &["p", "q"])]), [0, 1], "either may be meant");
        assert_eq!(lead(&[told(0, None, &[]), told(1, Some("p"), &["p"])]), [0, 1], "somebody was dismissed");
        assert_eq!(lead(&[told(0, Some("p"), &["p"]), told(0, Some("q"), &["q"]), told(1, None, &["p"])]), [0, 1, 2]);
        assert_eq!(lead(&[told(0, None, &["p"]), told(1, Some("p"), &["p"]), told(2, Some("q"), &["q"])]), [0, 0, 2]);
    }

    #[test]
    fn facts_that_share_their_words_are_one_and_those_that_share_how_it_is_said_are_not() {
        let rules = &QuestionRules::embedded().unwrap().facts;
        let all = [
            fact(0, &[("deny", 97), ("ransom", 97), ("pay", 97)]),
            fact(1, &[("pay", 97), ("ransom", 97), ("insurer", 65)]),
            fact(1, &[("deny", 97), ("bridge", 97)]),
        ];
        let claims: Vec<&Claim> = all.iter().collect();
        assert_eq!(leaders(&claims, &[0, 1, 2], &[true; 3], rules), [0, 0, 2]);
        assert_eq!(leaders(&claims, &[0, 1, 0], &[false; 3], rules), [0, 1, 0], "those of one name are one");
    }
}
