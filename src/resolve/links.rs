//! Links: which names of one story's documents name one person, body or place.
//!
//! Documents come in order, and each name is held against those that stand for others already: the earliest that fits best
//! is what it means. No name joins by way of a third, so one odd spelling draws no two people together.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::decisions::Decisions;
use crate::names::words::Words;
use crate::names::{Judge, Kind, Languages, Prepared};
use crate::rules::bodies::Bodies;
use crate::rules::fold::fold;

/// What a name may be linked as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// A person.
    Person,
    /// A place.
    Place,
    /// A body of people.
    Organisation,
}

/// A name as one document gives it.
#[derive(Clone, Debug)]
pub struct Named {
    /// Which document: they come in order.
    pub document: usize,
    /// What it names.
    pub sort: Sort,
    /// What its key means over the whole store: by itself the key that its own spelling gives it.
    pub key: String,
    /// Its fullest spelling in the document.
    pub name: String,
}

/// What a name, or a key, was found to mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The number of the name that stands for it in the list: its own where it is the first.
    pub leader: usize,
    /// How sure that is, 0 to 1, in hundredths.
    pub score: f64,
    /// Why: a word for what sets the spellings apart; `same` where nothing does.
    pub reason: &'static str,
}

/// From this on two spellings are taken for one within a story: two people of nearly one name seldom meet in one.
const ENOUGH: f32 = 0.6;

/// So many words a person's name has at least: a family name alone may be another's.
const FEWEST_WORDS: usize = 2;

/// The same for places: a town may well be called like a sea near by.
const ENOUGH_FOR_PLACES: f32 = 0.9;

/// Up to so many people who stand for others in a story, each further one is held against all of them, however they begin:
/// what sets two spellings apart may be their first letters (`Horbatko`, `Gorbatko`; `Xu`, `Hsu`).
const FEW: usize = 24;

/// So many names that begin like one are held against it, at most.
const MOST_HELD: usize = 48;

/// And so many are looked at, the first of them, to find those: of names that begin alike a story of thousands has thousands.
const MOST_LOOKED_AT: usize = 512;

/// Returns what each name means. No two names of one document mean the same: one that names both means two. Nor do two
/// whose keys a person held apart, or that meet another such.
pub fn links(names: &[Named], decisions: &Decisions) -> Vec<Link> {
    let whole = whole_names(names);
    let own: HashSet<(usize, &str)> = names.iter().map(|n| (n.document, n.key.as_str())).collect();
    let mut by_key: HashMap<&str, Link> = HashMap::new();
    let mut by_start: HashMap<(Sort, String), Vec<usize>> = HashMap::new();
    let mut people: Vec<usize> = Vec::new();
    let mut prepared: HashMap<usize, Prepared> = HashMap::new();
    let mut taken: HashSet<(usize, usize)> = HashSet::new();
    // Of each leader the names with keys of their own that mean him.
    let mut members: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut followers: HashMap<usize, BTreeSet<&str>> = HashMap::new();
    let mut out: Vec<Link> = Vec::with_capacity(names.len());
    for (n, name) in names.iter().enumerate() {
        let is_free = |leader: usize| {
            let key = names[leader].key.as_str();
            let is_apart = |other: &&str| decisions.are_apart(&name.key, other);
            !taken.contains(&(name.document, leader))
                && (key == name.key || !own.contains(&(name.document, key)))
                && !followers.get(&leader).is_some_and(|others| others.iter().any(is_apart))
        };
        let link = match by_key.get(name.key.as_str()).filter(|link| is_free(link.leader)) {
            Some(known) => known.clone(),
            None => {
                let starts = starts(name);
                let mut held: Vec<usize> = starts
                    .iter()
                    .filter_map(|s| by_start.get(&(name.sort, s.clone())))
                    .flat_map(|found| found.iter().take(MOST_LOOKED_AT).copied())
                    .collect();
                if name.sort == Sort::Person && people.len() <= FEW {
                    held.extend(&people);
                }
                held.sort_unstable();
                held.dedup();
                let held = held.into_iter().take(MOST_LOOKED_AT).filter(|leader| is_free(*leader)).take(MOST_HELD);
                let link = best(n, held, names, &whole, &members, &mut prepared);
                if link.leader == n {
                    people.extend((name.sort == Sort::Person).then_some(n));
                    starts.into_iter().for_each(|s| by_start.entry((name.sort, s)).or_default().push(n));
                }
                if name.sort == Sort::Person {
                    members.entry(link.leader).or_default().push(n);
                }
                by_key.entry(&name.key).or_insert_with(|| link.clone());
                link
            }
        };
        taken.insert((name.document, link.leader));
        followers.entry(link.leader).or_default().insert(&name.key);
        out.push(link);
    }
    link_surnames(names, decisions, &taken, &followers, &mut out);
    out
}

/// Has a family name that documents give alone mean the one person of that family whom the story names in full, where there is just one.
fn link_surnames(
    names: &[Named],
    decisions: &Decisions,
    taken: &HashSet<(usize, usize)>,
    followers: &HashMap<usize, BTreeSet<&str>>,
    out: &mut [Link],
) {
    let mut families: HashMap<String, BTreeSet<usize>> = HashMap::new();
    let mut alone: BTreeMap<usize, String> = BTreeMap::new();
    for (n, name) in names.iter().enumerate().filter(|(_, name)| name.sort == Sort::Person) {
        let folded = fold(&name.name);
        match folded.rsplit_once(' ') {
            Some((_, family)) => _ = families.entry(family.to_owned()).or_default().insert(out[n].leader),
            None if out[n].leader == n => _ = alone.insert(n, folded),
            None => {}
        }
    }
    for (n, family) in alone {
        let mut of_family = families.get(&family).into_iter().flatten();
        let (Some(leader), None) = (of_family.next().copied(), of_family.next()) else { continue };
        let theirs: Vec<usize> = (0..names.len()).filter(|m| out[*m].leader == n).collect();
        let is_free = |m: &usize| !taken.contains(&(names[*m].document, leader));
        let is_apart = |other: &&str| decisions.are_apart(&names[n].key, other);
        if !theirs.iter().all(is_free) || followers.get(&leader).is_some_and(|others| others.iter().any(is_apart)) {
            continue;
        }
        for m in theirs {
            out[m] = Link { leader, score: SURNAME, reason: "short_form" };
        }
    }
}

/// How sure it is that a family name alone means the one of that family whom a story names in full.
const SURNAME: f64 = 0.75;

/// Returns the link of a name to the one of some that fits best, of equals the first; to itself where none does.
fn best(
    n: usize,
    held: impl Iterator<Item = usize>,
    names: &[Named],
    whole: &WholeNames,
    members: &HashMap<usize, Vec<usize>>,
    prepared: &mut HashMap<usize, Prepared>,
) -> Link {
    let mut best: Option<(f32, usize, &'static str)> = None;
    for leader in held {
        let found = compare(n, leader, names, whole, prepared);
        let Some((score, reason)) = found.filter(|(score, _)| best.is_none_or(|(most, ..)| *score > most)) else {
            continue;
        };
        // Junior and senior both fit him who is called neither.
        let others = members.get(&leader).into_iter().flatten().take(MOST_MEMBERS);
        if others.copied().all(|member| member == leader || !are_unlike(n, member, names, prepared)) {
            best = Some((score, leader, reason));
        }
    }
    match best {
        Some((score, leader, reason)) => Link { leader, score: (f64::from(score) * 100.0).round() / 100.0, reason },
        None => Link { leader: n, score: 1.0, reason: "same" },
    }
}

/// So many of those who mean one leader are asked whether a further one may, at most.
const MOST_MEMBERS: usize = 8;

/// Two names that score below this are surely two.
const UNLIKE: f32 = 0.1;

/// Whether two people's names are surely of two.
fn are_unlike(a: usize, b: usize, names: &[Named], prepared: &mut HashMap<usize, Prepared>) -> bool {
    if names[a].sort != Sort::Person {
        return false;
    }
    for n in [a, b] {
        prepared.entry(n).or_insert_with(|| Prepared::of(&names[n].name, Kind::Person));
    }
    let (Some(left), Some(right)) = (prepared.get(&a), prepared.get(&b)) else { return false };
    let found = Judge::embedded().compare(left, right, Kind::Person, Languages::default());
    !found.same && found.score < UNLIKE
}

/// Returns how sure two names mean one, where they do, and what sets them apart.
fn compare(
    a: usize,
    b: usize,
    names: &[Named],
    whole: &WholeNames,
    prepared: &mut HashMap<usize, Prepared>,
) -> Option<(f32, &'static str)> {
    let (x, y) = (&names[a], &names[b]);
    let is_cut = |short: &Named, long: &Named| whole.get(short.key.as_str()) == Some(&Some(long.key.as_str()));
    let kind = match x.sort {
        Sort::Organisation if is_cut(x, y) || is_cut(y, x) => return Some((CUT_SHORT, "short_form")),
        Sort::Organisation => return bodies(&x.name, &y.name),
        Sort::Person => Kind::Person,
        Sort::Place => Kind::Place,
    };
    for (n, named) in [(a, x), (b, y)] {
        prepared.entry(n).or_insert_with(|| Prepared::of(&named.name, kind));
    }
    let (left, right) = (prepared.get(&a)?, prepared.get(&b)?);
    // `Benedict XVI` has a word and a number.
    let words = |p: &Prepared| p.name.core.len() + usize::from(p.name.suffix > 0);
    if kind == Kind::Person && words(left).min(words(right)) < FEWEST_WORDS {
        return None;
    }
    // The languages are not told: two desks of one language misspell a name as well as two of unlike ones.
    let found = Judge::embedded().compare(left, right, kind, Languages::default());
    let enough = if kind == Kind::Place { ENOUGH_FOR_PLACES } else { ENOUGH };
    (found.same && found.score >= enough).then(|| (found.score, found.class.as_str()))
}

/// How sure it is that a body's name that another one goes on from is that one cut short.
const CUT_SHORT: f32 = 0.75;

/// For the key of each body's name that begins a longer one of the story: the longer one's key, or nothing where there are
/// several, of which none is known to be meant.
type WholeNames<'n> = HashMap<&'n str, Option<&'n str>>;

fn whole_names<'n>(names: &'n [Named]) -> WholeNames<'n> {
    let bodies: BTreeMap<String, &str> =
        names.iter().filter(|n| n.sort == Sort::Organisation).map(|n| (fold(&n.name), n.key.as_str())).collect();
    let mut out = WholeNames::new();
    for (short, key) in &bodies {
        let start = format!("{short} ");
        let longer = bodies.range(start.clone()..).take_while(|(name, _)| name.starts_with(&start));
        for (_, other) in longer.filter(|(_, other)| *other != key) {
            let found = out.entry(key).or_insert(Some(other));
            *found = found.filter(|known| known == other);
        }
    }
    // A ministry of no country is that of the one country whose the story names.
    let ministry = |n: &'n Named| Some((Bodies::embedded().ministry(&n.name)?, n.key.as_str()));
    let ministries: Vec<_> = names.iter().filter(|n| n.sort == Sort::Organisation).filter_map(ministry).collect();
    for (short, key) in ministries.iter().filter(|(m, _)| m.country.is_none()) {
        let wholes =
            ministries.iter().filter(|(m, other)| m.country.is_some() && m.topic == short.topic && other != key);
        let wholes: BTreeSet<&str> = wholes.map(|(_, other)| *other).collect();
        let mut wholes = wholes.into_iter();
        out.insert(key, wholes.next().filter(|_| wholes.next().is_none()));
    }
    out
}

/// The same for bodies: spaces and marks apart, what sort of body it is, how a country is written, or one is the other's first
/// letters.
fn bodies(a: &str, b: &str) -> Option<(f32, &'static str)> {
    let bare = |s: &str| fold(s).replace(' ', "");
    if bare(a) == bare(b) {
        return Some((1.0, "hyphen_or_space"));
    }
    // One story hardly tells of a group and of its firm by the same name.
    if Bodies::embedded().may_be_one(a, b) {
        return Some((0.95, "short_form"));
    }
    (is_short_for(a, b) || is_short_for(b, a)).then_some((0.9, "short_form"))
}

/// Whether a body's name is the first letters of another's.
pub(super) fn is_short_for(short: &str, long: &str) -> bool {
    short.chars().count() > 2 && short.chars().all(char::is_uppercase) && fold(short) == initials(long)
}

/// Returns the first letters of a name's words, folded; little ones ("of", "de la") have none.
pub(super) fn initials(name: &str) -> String {
    let is_told = |w: &&str| w.chars().count() > 3 || w.chars().next().is_some_and(char::is_uppercase);
    name.split(|c: char| !c.is_alphanumeric()).filter(is_told).filter_map(|w| fold(w).chars().next()).collect()
}

/// Returns what a name is found by. A person's by each of its words that is written so, and by how one of them begins with the
/// first letter or sound of another or the given name that it is: of people whose names begin alike in one word there are
/// thousands. A place's and a body's by how each word begins; a body's by its first letters too.
fn starts(name: &Named) -> Vec<String> {
    let folded = fold(&name.name);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let words = &words[..words.len().min(MOST_WORDS)];
    let mut out: Vec<String> = match name.sort {
        Sort::Person if words.len() > 1 => person_starts(words),
        _ => words.iter().filter_map(|w| beginning(w)).collect(),
    };
    if name.sort == Sort::Organisation {
        out.push(format!("= {}", initials(&name.name)));
        if name.name.chars().all(char::is_uppercase) {
            out.push(format!("= {folded}"));
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Of longer names the first words tell.
const MOST_WORDS: usize = 6;

/// The first two letters of a word that has them.
fn beginning(word: &str) -> Option<String> {
    let letters: String = word.chars().take(2).collect();
    (letters.chars().count() > 1).then_some(letters)
}

fn person_starts(words: &[&str]) -> Vec<String> {
    let tables = Words::embedded();
    let known: Vec<_> = words.iter().map(|word| tables.known(word)).collect();
    let mut out = Vec::new();
    for (n, word) in words.iter().enumerate() {
        if !known[n].is_given && !known[n].is_particle && word.len() > 2 {
            out.push(format!("= {word}"));
        }
        let sounds = tables.translit.sounds(word);
        let first = [word.chars().next(), sounds.chars().next()].into_iter().flatten().map(String::from);
        let class = (known[n].class > 0).then(|| known[n].class.to_string());
        for by in first.chain(class) {
            let others = words.iter().enumerate().filter(|(m, _)| *m != n && !known[*m].is_particle);
            out.extend(others.filter_map(|(_, other)| beginning(other)).map(|other| format!("{other} {by}")));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(document: usize, sort: Sort, name: &str) -> Named {
        Named { document, sort, key: name.to_lowercase(), name: name.to_owned() }
    }

    fn leaders(names: &[Named]) -> Vec<usize> {
        links(names, &Decisions::default()).into_iter().map(|l| l.leader).collect()
    }

    #[test]
    fn spellings_of_one_person_meet_and_two_of_one_family_do_not() {
        let people = [
            named(0, Sort::Person, "Hervé Le Goff"),
            named(0, Sort::Person, "Anne Le Goff"),
            named(1, Sort::Person, "Hervé Legoff"),
            named(2, Sort::Person, "Herve Le Goff"),
        ];
        assert_eq!(leaders(&people), [0, 1, 0, 0]);
    }

    #[test]
    fn a_ministry_of_no_country_is_that_of_the_only_one_of_a_story() {
        let body = |document, name| named(document, Sort::Organisation, name);
        let [bare, russian] = [body(0, "Defence Ministry"), body(1, "ministère russe de la Défense")];
        assert_eq!(leaders(&[bare.clone(), russian.clone()]), [0, 0]);
        assert_eq!(leaders(&[bare, russian, body(2, "Ukraine's Ministry of Defence")]), [0, 1, 2]);
    }

    #[test]
    fn a_family_name_alone_means_the_one_of_the_story_where_there_is_but_one() {
        let [first, last] = [named(0, Sort::Person, "Vaillard"), named(3, Sort::Person, "Vaillard")];
        let ida = named(1, Sort::Person, "Ida Vaillard");
        assert_eq!(leaders(&[first.clone(), ida.clone(), last.clone()]), [1, 1, 1]);
        let luc = named(2, Sort::Person, "Luc Vaillard");
        assert_eq!(leaders(&[first, ida.clone(), luc, last]), [0, 1, 2, 0]);
        // Who is named beside her is another.
        assert_eq!(leaders(&[ida, named(1, Sort::Person, "Vaillard")]), [0, 1]);
    }

    #[test]
    fn people_are_held_against_those_alone_whose_names_begin_alike_in_two_words() {
        let meet = |a: &str, b: &str| {
            let [a, b] = [a, b].map(|name| starts(&named(0, Sort::Person, name)));
            a.iter().any(|start| b.contains(start))
        };
        for (a, b) in [
            ("Hervé Le Goff", "Herve Legoff"),
            ("H. Le Goff", "Hervé Le Goff"),
            ("Bill Vaillard", "William Vaillart"),
            ("Morvan, Ida", "Ida Morvane"),
            ("Oleksandr Hrytsenko", "Alexandre Hritsenko"),
        ] {
            assert!(meet(a, b), "{a} / {b}");
        }
        // Ten thousand of one given name are no ten thousand comparisons.
        assert!(!meet("Paul Delorme", "Paul Vaillard") && !meet("Paul de Lorme", "Jean de Vaillard"));
    }

    #[test]
    fn of_a_few_people_all_are_held_against_each_other_however_they_begin() {
        let people = [
            named(0, Sort::Person, "Yevhen Horbatko"),
            named(0, Sort::Person, "Xu Zhimin"),
            named(1, Sort::Person, "Evgueni Gorbatko"),
            named(1, Sort::Person, "Hsu Chih-min"),
            named(1, Sort::Person, "Henri Corbin"),
        ];
        assert_eq!(leaders(&people), [0, 1, 0, 1, 4]);
    }

    #[test]
    fn junior_and_senior_do_not_meet_by_way_of_the_bare_name() {
        let people = [
            named(0, Sort::Person, "Robert Hallaway"),
            named(1, Sort::Person, "Robert Hallaway Jr"),
            named(2, Sort::Person, "Robert Hallaway Sr"),
        ];
        let leaders = leaders(&people);
        assert_ne!(leaders[1], leaders[2]);
    }

    #[test]
    fn one_document_means_two_by_two_names() {
        let people = [
            named(0, Sort::Person, "Marta Kowalska"),
            named(1, Sort::Person, "Marta Kowalska"),
            named(1, Sort::Person, "Marta Kovalska"),
        ];
        assert_eq!(leaders(&people), [0, 0, 2]);
    }

    #[test]
    fn a_document_that_names_two_spellings_of_one_means_two() {
        let people = [
            named(0, Sort::Person, "Hervé Le Goff"),
            named(1, Sort::Person, "Hervé Legoff"),
            named(2, Sort::Person, "Herve Le Goff"),
            named(3, Sort::Person, "Herve Le Goff"),
            named(3, Sort::Person, "Hervé Legoff"),
        ];
        let links = links(&people, &Decisions::default());
        assert_eq!(links.iter().map(|l| l.leader).collect::<Vec<_>>(), [0, 0, 0, 0, 4]);
        // A spelling that was met before is linked for the reason that it had then.
        assert_eq!(links[3], links[2]);
        assert_ne!(links[3].reason, "same");
    }

    #[test]
    fn what_a_person_held_apart_is_not_linked() {
        use crate::resolve::decisions::Decision;
        let people = [named(0, Sort::Person, "Hervé Le Goff"), named(1, Sort::Person, "Hervé Legoff")];
        let held = Decisions::of(&[Decision::Apart(people[0].key.clone(), people[1].key.clone())]);
        let leaders: Vec<usize> = links(&people, &held).into_iter().map(|l| l.leader).collect();
        assert_eq!(leaders, [0, 1]);
    }

    #[test]
    fn a_body_cut_short_is_the_one_that_goes_on_from_it_where_there_is_just_one() {
        let bodies = [
            named(0, Sort::Organisation, "Brightmere Capital"),
            named(1, Sort::Organisation, "Brightmere"),
            named(2, Sort::Organisation, "Oldacre"),
            named(3, Sort::Organisation, "Oldacre Foods"),
            named(4, Sort::Organisation, "Oldacre Transport"),
        ];
        assert_eq!(leaders(&bodies), [0, 0, 2, 3, 4]);
        assert_eq!(leaders(&[bodies[1].clone(), bodies[0].clone()].map(|n| Named { document: 0, ..n })), [0, 1]);
    }

    #[test]
    fn a_body_is_one_whatever_its_sort_or_country_is_called() {
        let bodies = [
            named(0, Sort::Organisation, "ONG Terres d'ici"),
            named(0, Sort::Organisation, "UK Tide Agency"),
            named(1, Sort::Organisation, "Terres d'ici"),
            named(1, Sort::Organisation, "United Kingdom Tide Agency"),
            named(2, Sort::Organisation, "US Tide Agency"),
        ];
        assert_eq!(leaders(&bodies), [0, 1, 0, 1, 4]);
    }

    #[test]
    fn a_body_meets_its_first_letters() {
        let bodies = [
            named(0, Sort::Organisation, "Union agricole de l'Ourlande"),
            named(0, Sort::Person, "Union agricole de l'Ourlande"),
            named(1, Sort::Organisation, "UAO"),
            named(2, Sort::Organisation, "Union Agricole du Nord"),
            named(3, Sort::Organisation, "Nord-Télé"),
            named(4, Sort::Organisation, "Nord Télé"),
        ];
        assert_eq!(leaders(&bodies), [0, 1, 0, 3, 4, 4]);
    }
}
