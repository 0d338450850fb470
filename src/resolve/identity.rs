//! Identity: which keys of the whole store mean one person or body, and which may.
//!
//! In: the keys of one block (names whose families sound alike) in the order of the documents that first gave them. Out:
//! for each the earlier key that it is linked to, or none. A key is linked to one that leads, never to one that follows,
//! and only where every other follower fits it too: so no chain forms, and one odd spelling draws no two people together.
//! What a key is linked to hangs on the keys before it alone. Only spellings that a rule explains are linked; what is
//! merely alike is told as a near miss, for a person to decide.

use std::borrow::Cow;

use anyhow::Result;
use foldhash::{HashMap, HashMapExt};

use super::links::{Link, Sort, initials, is_short_for};
use crate::names::distance::edits;
use crate::names::parse::{Role, Script, Word};
use crate::names::{self, Class, Judge, Kept, Kind, Languages, Match, Prepared, sounds_key};
use crate::rules::bodies::Bodies;
use crate::rules::fold::fold;

/// A key with the name that the first of its documents gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The key.
    pub key: String,
    /// What it names.
    pub sort: Sort,
    /// The name.
    pub name: String,
}

/// From this on two spellings over the whole store are one: it holds many people of nearly one name.
const ENOUGH: f32 = 0.85;

/// From this on they may be one, and a person is asked.
const NEAR: f32 = 0.6;

/// The same for people whose names sound alike.
const HEARD: f32 = 0.25;

/// The same for places: villages have near names by the thousand.
const NEAR_FOR_PLACES: f32 = 0.9;

/// So many words a person's name has at least: a family name alone may be anybody's of that family.
const FEWEST_WORDS: usize = 2;

/// So many leaders a key is held against, and so many of their followers, at most.
const MOST_HELD: usize = 96;

/// Returns what each key of a block is linked to. The first keys are given with their leaders; `forbids` tells of two keys
/// that they are two, whatever they look like.
///
/// # Errors
/// Those of `forbids`.
pub fn assign(
    block: &[Known],
    given: &[usize],
    mut forbids: impl FnMut(&str, &str) -> Result<bool>,
) -> Result<Vec<Link>> {
    let mut names = Names::of(block);
    let mut followers: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut by_mark: HashMap<String, Vec<usize>> = HashMap::new();
    let mut out: Vec<Link> = Vec::with_capacity(block.len());
    for n in 0..block.len() {
        let link = match given.get(n) {
            Some(leader) => Link { leader: *leader, score: 1.0, reason: "same" },
            None => {
                let mut held: Vec<usize> =
                    marks(names.get(n)).iter().filter_map(|mark| by_mark.get(mark)).flatten().copied().collect();
                held.sort_unstable();
                held.dedup();
                held.truncate(MOST_HELD);
                best(n, &held, &mut names, &followers, &mut forbids)?
            }
        };
        if link.leader == n {
            marks(names.get(n)).into_iter().for_each(|mark| by_mark.entry(mark).or_default().push(n));
        } else {
            followers.entry(link.leader).or_default().push(n);
        }
        out.push(link);
    }
    Ok(out)
}

/// Returns the link to the leader that fits best, of equals the first; to itself where none does.
fn best(
    n: usize,
    held: &[usize],
    names: &mut Names,
    followers: &HashMap<usize, Vec<usize>>,
    forbids: &mut impl FnMut(&str, &str) -> Result<bool>,
) -> Result<Link> {
    let mut best: Option<(f32, usize, &'static str)> = None;
    for leader in held {
        let Some((score, reason)) = names.strong(n, *leader) else { continue };
        if best.is_some_and(|(most, ..)| most >= score) {
            continue;
        }
        let mut fits = true;
        let others = followers.get(leader).into_iter().flatten().take(MOST_HELD);
        for member in std::iter::once(leader).chain(others) {
            let is_odd = member != leader && !names.is_same(n, *member);
            if is_odd || forbids(&names.all[n].key, &names.all[*member].key)? {
                fits = false;
                break;
            }
        }
        if fits {
            best = Some((score, *leader, reason));
        }
    }
    Ok(match best {
        Some((score, leader, reason)) => Link { leader, score: rounded(score), reason },
        None => Link { leader: n, score: 1.0, reason: "same" },
    })
}

/// Names, each taken apart once.
struct Names<'n> {
    all: &'n [Known],
    prepared: Vec<Option<Prepared>>,
}

impl<'n> Names<'n> {
    fn of(all: &'n [Known]) -> Names<'n> {
        Names { all, prepared: vec![None; all.len()] }
    }

    fn get(&mut self, n: usize) -> Option<&Prepared> {
        let known = &self.all[n];
        let kind = kind(known.sort)?;
        Some(self.prepared[n].get_or_insert_with(|| Prepared::of(&known.name, kind)))
    }

    /// Compares two names of people.
    fn compare(&mut self, a: usize, b: usize) -> Option<Match> {
        if self.all[a].sort != Sort::Person || self.all[b].sort != Sort::Person {
            return None;
        }
        self.get(a)?;
        self.get(b)?;
        let (left, right) = (self.prepared[a].as_ref()?, self.prepared[b].as_ref()?);
        Some(Judge::embedded().compare(left, right, Kind::Person, Languages::default()))
    }

    fn is_same(&mut self, a: usize, b: usize) -> bool {
        self.all[a].sort == Sort::Organisation || self.compare(a, b).is_some_and(|found| found.same)
    }

    /// Returns whether one of two names has but an initial more: "Paul K. Lindner", "Paul Lindner".
    fn is_but_an_initial_more(&self, a: usize, b: usize) -> bool {
        let (Some(left), Some(right)) = (&self.prepared[a], &self.prepared[b]) else { return false };
        left.name.core.len() != right.name.core.len()
            && whole_words(left).count() >= FEWEST_WORDS
            && whole_words(left).eq(whole_words(right))
    }

    /// Returns how sure two names of one block are one beyond doubt, and what sets them apart; nothing where a doubt is
    /// left: a few letters that nothing explains, an initial, a further name.
    fn strong(&mut self, a: usize, b: usize) -> Option<(f32, &'static str)> {
        if self.all[a].sort != self.all[b].sort {
            return None;
        }
        if self.all[a].sort == Sort::Organisation {
            // A block of bodies is what is alike without spaces, marks and the word for their sort.
            let (x, y) = (&self.all[a].name, &self.all[b].name);
            let bare = |name: &str| fold(name).replace([' ', '-', '.'], "");
            let class = if bare(x) == bare(y) { Class::HyphenOrSpace } else { Class::ShortForm };
            return (class == Class::HyphenOrSpace || Bodies::embedded().are_one(x, y)).then(|| (0.95, class.as_str()));
        }
        let found = self.compare(a, b)?;
        // Of names that sound alike a few letters are no doubt where they are as good as one ("Zelensky", "Zelenskyy").
        let do_sound_alike = sounds_key(&self.all[a].key) == sounds_key(&self.all[b].key);
        let is_explained = match found.class {
            Class::Different => false,
            Class::SuspectedMisspelling => do_sound_alike,
            Class::ShortForm => do_sound_alike && self.is_but_an_initial_more(a, b),
            _ => true,
        };
        (found.same && found.score >= ENOUGH && is_explained).then(|| (found.score, found.class.as_str()))
    }
}

/// The words of a name but initials, in order.
fn whole_words(name: &Prepared) -> impl Iterator<Item = &str> {
    name.name
        .core
        .iter()
        .map(|word| word.text.as_str())
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1)
}

fn kind(sort: Sort) -> Option<Kind> {
    match sort {
        Sort::Person => Some(Kind::Person),
        Sort::Place => Some(Kind::Place),
        Sort::Organisation => None,
    }
}

fn rounded(score: f32) -> f64 {
    (f64::from(score) * 100.0).round() / 100.0
}

/// Finds near misses; names are taken apart once.
#[derive(Default)]
pub struct Nearness {
    kept: Kept,
}

impl Nearness {
    /// Returns how likely two leading keys are one where a person has to say, and what sets the names apart.
    pub fn of(&mut self, a: &Known, b: &Known) -> Option<(f64, &'static str)> {
        if a.sort != b.sort {
            return None;
        }
        let Some(kind) = kind(a.sort) else {
            let is_short = is_short_for(&a.name, &b.name)
                || is_short_for(&b.name, &a.name)
                || Bodies::embedded().may_be_one(&a.name, &b.name);
            return is_short.then_some((0.7, Class::ShortForm.as_str()));
        };
        let (left, right) = self.kept.pair(&a.name, &b.name, kind)?;
        let is_bare = |p: &Prepared| kind == Kind::Person && p.name.core.len() < FEWEST_WORDS;
        // Two places that the gazetteer knows are two.
        if is_bare(left) || is_bare(right) || left.place.is_some() && right.place.is_some() {
            return None;
        }
        let do_sound_alike = kind == Kind::Person && sounds_key(&a.key) == sounds_key(&b.key);
        // `Zaets`, `Zayets`: vowels are what ways of writing a name differ in most.
        let is_like = kind == Kind::Person && {
            let others = skeletons(right);
            skeletons(left).iter().any(|one| others.contains(one))
        };
        let do_sound_alike = do_sound_alike || is_like;
        if !do_sound_alike && is_far(left, right) {
            return None;
        }
        let found = Judge::embedded().compare(left, right, kind, Languages::default());
        let enough = if kind == Kind::Place { NEAR_FOR_PLACES } else { NEAR };
        let is_near = found.same && found.score >= enough;
        // Whose names sound alike may be one though the letters say that they are not.
        let is_heard = do_sound_alike && found.score >= if is_like { LIKE } else { HEARD };
        let class = if found.class == Class::Different { Class::SuspectedMisspelling } else { found.class };
        (is_near || is_heard).then(|| (rounded(found.score), class.as_str()))
    }
}

/// The same where the given names are one and the family names have the same consonants.
const LIKE: f32 = 0.1;

/// So many consonants a family name has at least that is told by them.
const SHORTEST_SKELETON: usize = 3;

/// Returns each given name of a person, by its class or its sounds, with the consonants of the family name: as they are written
/// (`Zaets`, `Zayets`) and as they sound (`Sharif`, `Chérif`).
fn skeletons(name: &Prepared) -> Vec<String> {
    let core = &name.name.core;
    let Some(at) = family(core).filter(|_| core.len() >= FEWEST_WORDS) else { return Vec::new() };
    let bones: Vec<String> = [&*core[at].text, &*core[at].sounds]
        .into_iter()
        .map(consonants)
        .filter(|b| b.len() >= SHORTEST_SKELETON)
        .collect();
    let is_given = |word: &&Word| word.role == Role::Core && word.text.chars().count() > 1;
    let given = core.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, word)| word).filter(is_given);
    let given = given.map(|word| match word.known.class {
        0 => word.sounds.to_string(),
        class => class.to_string(),
    });
    given.flat_map(|given| bones.iter().map(move |bones| format!("{given} {bones}"))).collect()
}

fn consonants(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic() && !"aeiouyjwh".contains(*c)).collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// Returns whether two names of as many words differ by more letters than any two that a person is asked about: a cheap
/// look, for names that begin alike come by the thousand.
fn is_far(a: &Prepared, b: &Prepared) -> bool {
    let longest = a.bare.len().max(b.bare.len());
    let farthest = u16::try_from(longest / FARTHEST).unwrap_or(u16::MAX);
    a.name.core.len() == b.name.core.len()
        && a.name.script.max(b.name.script) == Script::Latin
        && edits(a.bare.as_bytes(), b.bare.as_bytes()) > farthest
}

/// Names that differ in more than one letter of so many are no near misses.
const FARTHEST: usize = 3;

/// Returns the key of a name, told apart by what tells two people apart: see [`names::own_key`].
pub fn own_key<'k>(key: &'k str, sort: Sort, name: &str) -> Cow<'k, str> {
    if sort == Sort::Person { names::own_key(key, name) } else { Cow::Borrowed(key) }
}

/// Returns the block of a key: those that share it are held against each other. Nothing where the name tells too little:
/// places go by the gazetteer alone.
pub fn block(known: &Known) -> String {
    match known.sort {
        Sort::Place => String::new(),
        Sort::Organisation => format!("organisation {}", Bodies::embedded().rest(&known.name).replace(' ', "")),
        Sort::Person => {
            let name = Prepared::of(&known.name, Kind::Person).name;
            if name.core.len() < FEWEST_WORDS {
                return String::new();
            }
            family(&name.core).map(|at| format!("person {}", sounds_of(&name.core[at]))).unwrap_or_default()
        }
    }
}

/// The place of the family name.
fn family(core: &[Word]) -> Option<usize> {
    let is_first = core.first().is_some_and(|w| w.known.stands_first) && core.len() <= 3;
    if is_first { Some(0) } else { core.len().checked_sub(1) }
}

/// What a family name sounds like with the particles before it: `Le Goff`, `Legoff`.
fn sounds_of(word: &Word) -> String {
    match &word.joined {
        Some(joined) => crate::rules::translit::Translit::embedded().sounds(joined),
        None => word.sounds.to_string(),
    }
}

/// Returns by what a key is found when near misses are looked for.
pub fn hints(known: &Known) -> Vec<String> {
    let mut out = match known.sort {
        Sort::Place => halves(&fold(&known.name).replace(' ', "")),
        Sort::Organisation if known.name.chars().all(char::is_uppercase) => vec![format!("= {}", fold(&known.name))],
        // One letter is no body's acronym.
        Sort::Organisation => {
            let letters = initials(&known.name);
            let mut out = vec![format!("rest {}", Bodies::embedded().rest(&known.name))];
            out.extend((letters.chars().count() >= SHORTEST_ACRONYM).then(|| format!("= {letters}")));
            out
        }
        Sort::Person => {
            let name = Prepared::of(&known.name, Kind::Person).name;
            let Some(at) = family(&name.core).filter(|_| name.core.len() >= FEWEST_WORDS) else { return Vec::new() };
            let own = &name.core[at];
            let given = name.core.iter().enumerate().filter(|(n, w)| *n != at && w.role == Role::Core).map(|(_, w)| w);
            let with = given.map(|w| format!("person {} {}", beginning(&w.sounds, 3), beginning(&own.sounds, 2)));
            let prepared = Prepared::of(&known.name, Kind::Person);
            let bones: Vec<String> =
                skeletons(&prepared).iter().map(|skeleton| format!("person = {skeleton}")).collect();
            with.chain([format!("person {}", own.sounds)]).chain(bones).collect()
        }
    };
    out.sort_unstable();
    out.dedup();
    out
}

/// The halves of a word, one letter more and less where they are unlike: a slip is in one of them.
fn halves(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    if letters.len() < SHORTEST_PLACE {
        return Vec::new();
    }
    let middles = [letters.len() / 2, letters.len().div_ceil(2)];
    let text = |letters: &[char]| letters.iter().collect::<String>();
    middles
        .iter()
        .flat_map(|at| [format!("place {}", text(&letters[..*at])), format!("place *{}", text(&letters[*at..]))])
        .collect()
}

/// An acronym has at least so many letters.
const SHORTEST_ACRONYM: usize = 2;

/// Of shorter names of places each letter tells.
const SHORTEST_PLACE: usize = 6;

fn beginning(text: &str, length: usize) -> String {
    text.chars().filter(|c| *c != ' ').take(length).collect()
}

/// By what a name finds the leaders of its block: how its words other than the family's begin, and their classes.
fn marks(name: Option<&Prepared>) -> Vec<String> {
    let Some(name) = name.map(|p| &p.name) else { return vec![String::new()] };
    let at = family(&name.core);
    let mut out = Vec::new();
    for (_, word) in name.core.iter().enumerate().filter(|(n, _)| Some(*n) != at) {
        out.push(beginning(&word.sounds, 1));
        if word.known.class > 0 {
            out.push(format!("= {}", word.known.class));
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str) -> Known {
        Known { key: name.to_lowercase(), sort: Sort::Person, name: name.to_owned() }
    }

    fn leaders(names: &[&str]) -> Vec<usize> {
        let block: Vec<Known> = names.iter().map(|n| person(n)).collect();
        assign(&block, &[], |_, _| Ok(false)).unwrap().into_iter().map(|l| l.leader).collect()
    }

    #[test]
    fn explained_spellings_are_linked_and_others_are_asked() {
        assert_eq!(leaders(&["Hervé Le Goff", "Herve Legoff", "Anne Le Goff"]), [0, 0, 2]);
        // A slip of the pen is none of the machine's business over the whole store.
        assert_eq!(leaders(&["Corinne Vaillard", "Corine Vaillard"])[1], 1);
        assert!(Nearness::default().of(&person("Corinne Vaillard"), &person("Corine Vaillard")).is_some());
        assert!(Nearness::default().of(&person("Corinne Vaillard"), &person("Jacques Vaillard")).is_none());
    }

    #[test]
    fn other_vowels_of_one_family_name_are_asked() {
        let known = |name: &str| Known {
            key: format!("person:{}", crate::language::names::key(name, crate::model::NameKind::Person)),
            ..person(name)
        };
        for (a, b) in [
            ("Olena Zayets", "Elena Zaets"),
            ("Petr Zaets", "Petr Zayets"),
            ("Yusuf Sharif", "Youssef Chérif"),
            ("Olha Hryhorenko", "Olga Hrigorenko"),
        ] {
            let (x, y) = (known(a), known(b));
            assert!(
                hints(&x).iter().any(|hint| hints(&y).contains(hint)),
                "{a} / {b}: {:?} {:?}",
                hints(&x),
                hints(&y)
            );
            assert!(Nearness::default().of(&x, &y).is_some(), "{a} / {b}");
        }
        for (a, b) in [("Paul Morel", "Luc Morel"), ("Anna Lee", "Anna Low"), ("Marc Durand", "Marc Dorine")] {
            assert!(Nearness::default().of(&known(a), &known(b)).is_none(), "{a} / {b}");
        }
    }

    #[test]
    fn what_is_forbidden_is_not_linked_however_alike() {
        let block = [person("Hervé Le Goff"), person("Herve Legoff")];
        let links = assign(&block, &[], |_, _| Ok(true)).unwrap();
        assert_eq!(links[1].leader, 1);
    }

    #[test]
    fn a_key_joins_only_where_all_followers_fit() {
        let block = [person("Hervé Le Goff"), person("Herve Legoff"), person("Hervé Legoff")];
        // The third fits the first and is forbidden the second, which follows the first.
        let links =
            assign(&block, &[], |a, b| Ok([a, b].contains(&"herve legoff") && [a, b].contains(&"hervé legoff")))
                .unwrap();
        assert_eq!(links.iter().map(|l| l.leader).collect::<Vec<_>>(), [0, 0, 2]);
    }

    #[test]
    fn the_first_keys_stay_as_they_are_given() {
        let block: Vec<Known> = ["Hervé Le Goff", "Herve Legoff", "Hervé Legoff"].iter().map(|n| person(n)).collect();
        let whole: Vec<usize> = assign(&block, &[], |_, _| Ok(false)).unwrap().into_iter().map(|l| l.leader).collect();
        for known in 0..block.len() {
            let again = assign(&block, &whole[..known], |_, _| Ok(false)).unwrap();
            assert_eq!(again.into_iter().map(|l| l.leader).collect::<Vec<_>>(), whole);
        }
    }

    #[test]
    fn keys_that_should_meet_share_a_block_or_a_hint() {
        assert_eq!(block(&person("Hervé Le Goff")), block(&person("Herve Legoff")));
        assert_eq!(block(&person("Goff")), "");
        let shared = |a: &Known, b: &Known| hints(a).iter().any(|hint| hints(b).contains(hint));
        assert!(shared(&person("Corinne Vaillard"), &person("Corinne Vailart")));
        let body = |name: &str| Known { key: fold(name), sort: Sort::Organisation, name: name.to_owned() };
        assert!(shared(&body("Union agricole de l'Ourlande"), &body("UAO")));
        assert!(Nearness::default().of(&body("Union agricole de l'Ourlande"), &body("UAO")).is_some());
    }
}
