//! Forms of a role's words under which its spellings, its synonyms and its names in other languages meet.

use super::{LONGEST_NOUN, RoleWords};
use crate::model::Language;
use crate::rules::fold::{FoldHash, fold};
use crate::rules::gazetteer::Gazetteer;

/// A role's words in forms under which its spellings meet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoleForms {
    /// The noun that it is built on, a stroke, and its other words in the order of the alphabet, all folded and without small
    /// words: equal for titles that differ in nothing but order and articles (`head of the Verlac port`, `head of the port of Verlac`). Where
    /// one is sent to is told from where one is from.
    pub fold: String,
    /// Its class, the keys of the countries and places that it names, and the folded rest: equal for synonyms and in all languages. The
    /// class of who is next to an office, was in it or stands in for it is another than the office's.
    pub key: String,
}

/// How the class of an office begins whose name is that of the one next to it: `vice_president`.
const VICE: &str = "vice_";
/// What stands before the class of an office in the key of the one next to it: `deputy director`.
const DEPUTY: &str = "deputy_";
/// Stands before a word that tells where one is sent.
const TOWARDS: char = '>';
/// So far from its noun a word stands that makes of an office another, at most: `directeur général adjoint`.
const RANK_REACH: usize = 2;

/// Returns a role's words in forms under which its spellings meet.
///
/// ```
/// use atodds::{model::Language, recognize::role::forms};
/// let a = forms("ministre américain de la Défense", Language::FR);
/// assert_eq!(a.key, forms("Ministre américaine de la défense", Language::FR).key);
/// let (office, deputy) = (forms("mayor of Verlac", Language::EN), forms("deputy mayor of Verlac", Language::EN));
/// assert_ne!(office.key, deputy.key);
/// assert_eq!(deputy.key, forms("adjointe au maire de Verlac", Language::FR).key);
/// assert_eq!(office.fold, forms("Verlac mayor", Language::EN).fold);
/// ```
pub fn forms(role: &str, lang: Language) -> RoleForms {
    let words = RoleWords::of(lang);
    let folded = fold(role);
    let parts: Vec<&str> = folded.split(' ').map(|part| part.strip_suffix("'s").unwrap_or(part)).collect();
    let hashes: Vec<u64> = parts.iter().map(|part| FoldHash::of(part)).collect();
    let is_link = |at: usize| words.links.contains_key(&hashes[at]) || words.articles.contains_key(&hashes[at]);
    let is_rank = |at: usize| words.ranks.iter().any(|(_, list)| list.contains_key(&hashes[at]));
    let noun_of = |at: usize, end: usize| words.nouns.get(&FoldHash::of(&parts[at..end].join(" "))).copied();
    let noun_at = |at: usize| {
        let found = (at + 1..=parts.len().min(at + LONGEST_NOUN)).rev().find_map(|end| Some((end, noun_of(at, end)?)));
        // An assistant is somebody, an assistant director is a director's.
        let leads_on =
            || is_rank(at) && (at + 1..parts.len().min(at + 3)).any(|next| noun_of(next, next + 1).is_some());
        found.filter(|(end, _)| *end > at + 1 || !leads_on())
    };
    let first = (0..parts.len()).find(|at| noun_at(*at).is_some());
    let near = first.and_then(|at| Some((at, noun_at(at)?.0))).map(|(at, end)| {
        let is_alone = end == at + 1;
        (at.saturating_sub(RANK_REACH)..parts.len().min(end + RANK_REACH)).filter(move |n| !(is_alone && *n == at))
    });
    let rank = near
        .and_then(|near| words.ranks.iter().find(|(_, list)| near.clone().any(|at| list.contains_key(&hashes[at]))));
    let (mut noun, mut rest, mut key): (Option<String>, Vec<String>, Vec<String>) = Default::default();
    let mut is_towards = false;
    let mut at = 0;
    while at < parts.len() {
        if let Some((end, class)) = noun_at(at) {
            let next_to = class.strip_prefix(VICE);
            let class = next_to.map_or_else(|| class.to_owned(), |class| format!("{DEPUTY}{class}"));
            // Whose deputy is told by the first: `deputy director of the president's office`.
            let rank = rank.filter(|(rank, _)| noun.is_none() && !class.starts_with(rank.as_str()));
            key.push(rank.map_or_else(|| class.clone(), |(rank, _)| format!("{rank}_{class}")));
            match noun {
                None => noun = Some(parts[at..end].join(" ")),
                Some(_) => rest.extend(parts[at..end].iter().map(|part| (*part).to_owned())),
            }
            at = end;
            continue;
        }
        let part = parts[at];
        if part.is_empty() || is_link(at) {
            is_towards =
                words.towards.contains_key(&hashes[at]) || is_towards && words.articles.contains_key(&hashes[at]);
        } else {
            let mut told = part.to_owned();
            if is_towards {
                told.insert(0, TOWARDS);
            }
            rest.push(told);
            match Gazetteer::embedded().demonym(part) {
                Some(place) => key.push(place.to_owned()),
                None if is_rank(at) => {}
                None => key.push(part.to_owned()),
            }
        }
        at += 1;
    }
    rest.sort_unstable();
    key.sort();
    key.dedup();
    RoleForms { fold: format!("{} / {}", noun.unwrap_or_default(), rest.join(" ")), key: key.join(" ") }
}
