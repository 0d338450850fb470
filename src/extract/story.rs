//! The event that a document is about, for statements that name nothing else.

use super::page::Page;
use crate::ingest;
use crate::model::{Document, EntityKind, NameKind};
use crate::rules::gazetteer::Gazetteer;

/// Returns the entity of the story: an event at the place that headline, lead and text name most.
///
/// A place and a time make an event entity when nothing else is named; without any place the document's heaviest name does,
/// and without any name the event has the document's own key. Which other documents tell of the same event is not known
/// here: see `resolve`.
pub(super) fn entity(page: &mut Page, document: &Document) -> usize {
    let heaviest = |kinds: &[NameKind]| {
        heaviest(page, kinds).map(|n| (page.entities[n].name.clone(), page.entities[n].key.clone()))
    };
    let (name, key) = heaviest(&[NameKind::Place])
        .or_else(|| heaviest(&[NameKind::Event, NameKind::Organisation]))
        .or_else(|| heaviest(&[NameKind::Person, NameKind::Product]))
        .unwrap_or_else(|| ("this story".to_owned(), document.path.clone()));
    let key = match document.published {
        Some(day) => format!("{key}@{day}"),
        None => key,
    };
    page.entity(EntityKind::Named(NameKind::Event), &name, &key)
}

/// Returns the place that a document names most.
pub(super) fn main_place(page: &Page) -> Option<usize> {
    heaviest(page, &[NameKind::Place])
}

/// Returns the entity of some kinds that headline, lead and text name most.
fn heaviest(page: &Page, kinds: &[NameKind]) -> Option<usize> {
    page.entities
        .iter()
        .enumerate()
        .filter(|(_, e)| matches!(e.kind, EntityKind::Named(kind) if kinds.contains(&kind)))
        // Who tells it is not what it is about.
        .filter(|(_, e)| !ingest::is_agency(&e.name))
        .max_by_key(|(n, e)| (page.weight[*n] * narrowness(&e.key), std::cmp::Reverse(*n)))
        .map(|(n, _)| n)
}

/// A town tells an event apart better than its country does.
fn narrowness(key: &str) -> u32 {
    use crate::rules::gazetteer::PlaceKind;
    match key.strip_prefix("place:").and_then(|key| Gazetteer::embedded().by_key(key)).map(|p| p.kind) {
        Some(PlaceKind::Continent) => 1,
        Some(PlaceKind::Country) => 2,
        _ => 4,
    }
}
