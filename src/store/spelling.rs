//! Spellings: how each spelling of an entity stands to the one that is to be used.
//!
//! In: the entities that a run touched, with the use of each spelling by language. Out: rows of `entity_spelling`. The user's
//! list decides first, then use within the language, then the lists of known names; where none does, all stay at odds.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use foldhash::{HashMap, HashMapExt};
use rusqlite::{OptionalExtension, Transaction, params};

use crate::model::Language;
use crate::names::distance::edits;
use crate::names::words::Words;
use crate::names::{Class, Kind, Languages, Prepared, compare};
use crate::rules::fold::fold;
use crate::rules::gazetteer::Gazetteer;

/// So many documents of a language have to give a spelling before use decides.
const LEAST_USE: usize = 3;

/// And so many times as many as give all others.
const FAR_MORE: usize = 2;

/// What is one entity and differs by so few letters is one name, however the trees weigh it.
const MOST_SLIPS: u16 = 2;

/// How often one spelling is used.
#[derive(Clone, Debug)]
struct Use {
    spelling: String,
    /// In one line.
    text: String,
    /// The language of most of its documents.
    language: Option<Language>,
    documents: usize,
}

/// How a spelling stands.
#[derive(Clone, Debug, PartialEq)]
struct Standing {
    class: Class,
    reference: String,
    is_preferred: Option<bool>,
    basis: &'static str,
}

/// Works out the spellings of all entities whose names are to be counted anew.
///
/// # Errors
/// Where the file cannot be written.
pub(super) fn keep(tx: &Transaction) -> Result<()> {
    tx.execute(include_str!("sql/drop_spellings.sql"), [])?;
    let mut statement = tx.prepare(include_str!("sql/spelling_use.sql"))?;
    let mut rows = statement.query([])?;
    let mut entity: Option<(i64, String)> = None;
    let mut counts: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let entity_id: i64 = row.get("entity_id")?;
        if let Some((id, kind)) = entity.take_if(|(id, _)| *id != entity_id) {
            keep_one(tx, id, &kind, &std::mem::take(&mut counts))?;
        }
        entity.get_or_insert((entity_id, row.get("kind")?));
        let of = counts.entry(row.get("value_text")?).or_default();
        of.insert(row.get("language")?, row.get("n_documents")?);
    }
    match entity {
        Some((id, kind)) => keep_one(tx, id, &kind, &counts),
        None => Ok(()),
    }
}

fn keep_one(
    tx: &Transaction,
    entity_id: i64,
    kind: &str,
    counts: &BTreeMap<String, BTreeMap<String, usize>>,
) -> Result<()> {
    let preferred: Option<String> =
        tx.prepare_cached(include_str!("sql/entity_authority.sql"))?.query_row([entity_id], |r| r.get(0)).optional()?;
    let all: Vec<Use> = counts.iter().map(|(spelling, by_language)| used(spelling, by_language)).collect();
    let distinct: BTreeSet<&str> = all.iter().map(|u| u.text.as_str()).collect();
    if preferred.is_none() && distinct.len() < 2 {
        return Ok(());
    }
    for (used, standing) in all.iter().zip(standings(&all, kind, preferred.as_deref())) {
        tx.prepare_cached(include_str!("sql/insert_spelling.sql"))?.execute(params![
            entity_id,
            used.spelling,
            standing.class.as_str(),
            standing.reference,
            standing.is_preferred,
            standing.basis
        ])?;
    }
    Ok(())
}

fn used(spelling: &str, by_language: &BTreeMap<String, usize>) -> Use {
    let most = by_language.iter().max_by_key(|(language, n)| (**n, std::cmp::Reverse(*language)));
    Use {
        spelling: spelling.to_owned(),
        text: spelling.replace('\n', " "),
        language: most.and_then(|(language, _)| language.parse().ok()),
        documents: by_language.values().sum(),
    }
}

/// Returns how each spelling stands to the one that is preferred or most used.
fn standings(all: &[Use], kind: &str, preferred: Option<&str>) -> Vec<Standing> {
    let mut settled: HashMap<Option<Language>, (&Use, &'static str)> = HashMap::new();
    all.iter()
        .map(|used| {
            if let Some(preferred) = preferred {
                let class = class(&used.text, preferred, kind, Languages::default());
                return standing(used, class, preferred, true, "authority");
            }
            let (reference, basis) = *settled
                .entry(used.language)
                .or_insert_with(|| settle(all, used.language, kind).unwrap_or((used, "use")));
            let class = class(&used.text, &reference.text, kind, Languages(used.language, reference.language));
            standing(used, class, &reference.text, basis != "undecided", basis)
        })
        .collect()
}

/// Returns the spelling that those of a language are held against, and what it was chosen by; `undecided` where nothing
/// tells that it is the right one.
fn settle<'u>(all: &'u [Use], language: Option<Language>, kind: &str) -> Option<(&'u Use, &'static str)> {
    let of_language = || all.iter().filter(|u| u.language == language);
    // Of equals the longest, as the entity itself is named.
    let reference =
        of_language().max_by_key(|u| (u.documents, u.text.chars().count(), std::cmp::Reverse(u.text.as_str())))?;
    let languages = Languages(language, language);
    let others = of_language().filter(|u| u.text != reference.text);
    let rivals: Vec<(&Use, Class)> = others
        .map(|u| (u, class(&u.text, &reference.text, kind, languages)))
        .filter(|(_, class)| !is_form(*class))
        .collect();
    let documents: usize = rivals.iter().map(|(u, _)| u.documents).sum();
    if rivals.is_empty() || reference.documents >= LEAST_USE && reference.documents >= FAR_MORE * documents {
        return Some((reference, "use"));
    }
    // A list tells a slip from the name, not one way to write it in Latin letters from another.
    let are_slips = rivals.iter().all(|(_, class)| *class == Class::SuspectedMisspelling);
    let rivals: Vec<&Use> = rivals.into_iter().map(|(u, _)| u).collect();
    match listed(reference, &rivals, kind).filter(|_| are_slips) {
        Some(listed) => Some((listed, "list")),
        None => Some((reference, "undecided")),
    }
}

fn standing(used: &Use, class: Class, reference: &str, is_decided: bool, basis: &'static str) -> Standing {
    // A short form and a title are no other spelling.
    let is_preferred = (is_decided && !is_form(class)).then(|| used.text == reference);
    Standing { class, reference: reference.to_owned(), is_preferred, basis }
}

/// Whether a name is another form of the same, and no other spelling.
fn is_form(class: Class) -> bool {
    matches!(class, Class::ShortForm | Class::TitleOrRole)
}

/// Returns the one of some spellings all of whose words the lists of names know, where there is just one.
fn listed<'u>(reference: &'u Use, rivals: &[&'u Use], kind: &str) -> Option<&'u Use> {
    let is_known = |used: &&&Use| match kind {
        "person" => {
            let name = Prepared::of(&used.text, Kind::Person).name;
            let known = |text: &str| {
                let known = Words::embedded().known(text);
                known.is_given || known.is_family
            };
            name.core.iter().all(|word| known(&word.text))
        }
        "place" => Gazetteer::embedded().listed(&used.text).is_some(),
        _ => false,
    };
    let all: Vec<&Use> = std::iter::once(reference).chain(rivals.iter().copied()).collect();
    let mut known = all.iter().filter(is_known);
    match (known.next(), known.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

/// Returns what sets a spelling apart from the one that it is held against.
fn class(spelling: &str, reference: &str, kind: &str, languages: Languages) -> Class {
    let of = if kind == "person" { Kind::Person } else { Kind::Place };
    let found = compare(spelling, reference, of, languages);
    let is_told = found.same && !matches!(found.class, Class::Different);
    if is_told {
        return found.class;
    }
    let is_slip = edits(fold(spelling).as_bytes(), fold(reference).as_bytes()) <= MOST_SLIPS;
    match kind {
        // A body and a place have another name in another language.
        "place" | "organisation" if languages.0 != languages.1 => Class::Transliteration,
        "organisation" => Class::ShortForm,
        _ if is_slip && languages.0 != languages.1 => Class::Transliteration,
        _ if is_slip => Class::SuspectedMisspelling,
        "place" => Class::ShortForm,
        _ => Class::Different,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(text: &str, language: Language, documents: usize) -> Use {
        Use { spelling: text.into(), text: text.into(), language: Some(language), documents }
    }

    fn told(all: &[Use], preferred: Option<&str>) -> Vec<(&'static str, Option<bool>, &'static str)> {
        standings(all, "person", preferred).into_iter().map(|s| (s.class.as_str(), s.is_preferred, s.basis)).collect()
    }

    #[test]
    fn use_decides_only_where_it_is_clear() {
        let (fr, many) =
            (Language::FR, [used("Corinne Vaillard", Language::FR, 6), used("Corine Vaillard", Language::FR, 1)]);
        assert_eq!(told(&many, None), [("same", Some(true), "use"), ("suspected_misspelling", Some(false), "use")]);
        let even = [used("Corvinne Vaillardo", fr, 2), used("Corvine Vaillardo", fr, 2)];
        assert!(
            told(&even, None).iter().all(|(_, is_preferred, basis)| is_preferred.is_none() && *basis == "undecided")
        );
    }

    #[test]
    fn letters_that_changed_places_in_one_language_are_a_slip_however_the_trees_weigh_it() {
        let places = [used("Hamsby", Language::EN, 4), used("Hambsy", Language::EN, 1)];
        let all = standings(&places, "place", None);
        assert_eq!((all[1].class, all[1].is_preferred), (Class::SuspectedMisspelling, Some(false)));
    }

    #[test]
    fn the_users_list_decides_over_use() {
        let many = [used("Corinne Vaillard", Language::FR, 9), used("Corine Vaillard", Language::FR, 1)];
        let all = told(&many, Some("Corine Vaillard"));
        assert_eq!(all[0], ("suspected_misspelling", Some(false), "authority"));
        assert_eq!(all[1], ("same", Some(true), "authority"));
    }

    #[test]
    fn each_language_has_its_own_form_and_short_forms_are_no_other_spelling() {
        let all = [
            used("Vladimir Poutine", Language::FR, 4),
            used("Vladimir Putin", Language::EN, 9),
            used("V. Putin", Language::EN, 1),
        ];
        let all = told(&all, None);
        assert_eq!((all[0].1, all[1].1), (Some(true), Some(true)));
        assert_eq!(all[2], ("short_form", None, "use"));
    }
}
