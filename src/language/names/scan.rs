//! Finds names by rules alone: capitals, titles, lists and what stands around them.
//!
//! In: the tokens of a sentence as [`Seen`]. Out: names as runs of tokens with their kind. This is all there is for a
//! language without a trained model; with one it is a witness that the model hears among others.

use super::lexicon::Signs;
use super::tokens::{Listed, Seen, Shape};
use crate::model::NameKind;
use crate::rules::fold::HashTable;

/// A name as a run of a sentence's tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// What it names.
    pub kind: NameKind,
}

/// What a document has shown of its names so far: the kind of a word that stood in a name of several words or beside
/// a title, so that it is known again where it stands alone.
#[derive(Debug, Default)]
pub struct Memory {
    kinds: HashTable<NameKind>,
}

impl Memory {
    /// Returns what a word was part of.
    pub fn kind(&self, hash: u64) -> Option<NameKind> {
        self.kinds.get(&hash).copied()
    }

    /// Remembers the words of a name that may stand for it: a person's last word.
    pub fn note(&mut self, seen: &[Seen], run: Run) {
        if run.kind == NameKind::Person && run.end - run.start > 1 {
            self.kinds.insert(seen[run.end - 1].hash, run.kind);
        }
    }
}

/// Finds the names of a sentence; `memory` is read for words that stand alone, and not changed.
pub fn scan(seen: &[Seen], memory: &Memory) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < seen.len() {
        if let Some(run) = small_headed(seen, at) {
            at = run.end;
            runs.push(run);
            continue;
        }
        if !begins(seen, at) {
            at += 1;
            continue;
        }
        let end = extent(seen, at);
        let start = after_role(seen, at, end);
        if start > at {
            at = start;
            continue;
        }
        match classify(seen, at, end, memory) {
            Some(kind) => {
                runs.push(Run { start: at, end, kind });
                at = end;
            }
            None => at += 1,
        }
    }
    runs
}

fn begins(seen: &[Seen], at: usize) -> bool {
    let token = &seen[at];
    token.shape.is_capital()
        && !token.signs.has(Signs::NOT_NAME)
        && !(token.shape == Shape::Initial && at == 0)
        && (!token.signs.has(Signs::TITLE) || token.signs.has(Signs::KEPT_TITLE))
        && (token.listed.is_some()
            || (!token.signs.has(Signs::DEMONYM) || next_is_capital(seen, at))
                && !(at == 0 && token.signs.has(Signs::ROLE)))
}

/// Returns where the name begins in a run that opens with an office or a people: `Foreign Minister Sergei Lavrov`,
/// `Français Nicolas Petit`.
fn after_role(seen: &[Seen], start: usize, end: usize) -> usize {
    let office = Signs::ROLE.and(Signs::TITLE).and(Signs::DEMONYM);
    let last = (start..end.saturating_sub(1)).rev().find(|at| {
        let token = &seen[*at];
        token.signs.has(office) && !token.signs.has(Signs::GIVEN.and(Signs::KEPT_TITLE)) && token.listed.is_none()
    });
    match last {
        Some(at) if seen[at + 1].signs.has(Signs::GIVEN) || seen[at + 1].shape == Shape::Initial => at + 1,
        Some(at) if end - at > 2 && !seen[end - 1].signs.has(Signs::ORG_TAIL) && seen[at].signs.has(Signs::ROLE) => {
            at + 1
        }
        _ => start,
    }
}

fn next_is_capital(seen: &[Seen], at: usize) -> bool {
    seen.get(at + 1).is_some_and(|next| next.shape.is_capital())
}

/// An institution whose first word is written small: `ministère de la Défense`.
fn small_headed(seen: &[Seen], at: usize) -> Option<Run> {
    let head = &seen[at];
    if !head.signs.has(Signs::ORG_HEAD) || !(head.shape == Shape::Small || head.shape == Shape::Title) {
        return None;
    }
    let mut end = at + 1;
    let mut links = 0;
    while seen.get(end).is_some_and(|s| s.shape == Shape::Small && s.signs.has(Signs::PARTICLE)) && links < 2 {
        end += 1;
        links += 1;
    }
    if !seen.get(end).is_some_and(|s| s.shape.is_capital() && s.listed.is_none() && !s.signs.has(Signs::GIVEN)) {
        return None;
    }
    let end = extent(seen, end);
    Some(Run { start: at, end, kind: NameKind::Organisation })
}

/// Returns where a run of capitals from `at` ends.
fn extent(seen: &[Seen], at: usize) -> usize {
    if let Some((_, true)) = seen[at].listed {
        let end = at + 1 + seen[at + 1..].iter().take_while(|s| matches!(s.listed, Some((_, false)))).count();
        // `Paris Saint-Germain`, `Bank of America Corp` go on; `Paris` before a small word does not.
        let goes_on = |s: &Seen| s.shape.is_capital() && (s.listed.is_none() || seen[at].signs.has(Signs::GIVEN));
        if !seen.get(end).is_some_and(goes_on) {
            return end;
        }
    }
    let of_person = seen[at].signs.has(Signs::GIVEN) || seen[at].shape == Shape::Initial;
    let of_body = seen[at].signs.has(Signs::ORG_HEAD.and(Signs::EVENT_HEAD));
    let mut end = at + 1;
    while let Some(next) = seen.get(end) {
        if seen[end - 1].genitive {
            break;
        }
        if let Some(after) = hyphenated(seen, end) {
            end = after;
            continue;
        }
        // A small word's capital inside a name: `Choe Son Hui`.
        let inside = || seen.get(end + 1).is_some_and(|s| s.shape == Shape::Title && !s.signs.has(Signs::NOT_NAME));
        if next.shape.is_capital() && (!next.signs.has(Signs::NOT_NAME) || of_body || inside()) {
            end += 1;
        } else if next.shape == Shape::Number && next.span.len() <= 4 && !of_person && !next.signs.has(Signs::NOT_NAME)
        {
            // `Apollo 11`, `Boeing 737`; a year of four digits after a place is none.
            if seen[at].listed.is_some() {
                break;
            }
            end += 1;
        } else if (of_person || of_body) && next.shape == Shape::Small && next.signs.has(Signs::PARTICLE) {
            let particles =
                seen[end..].iter().take_while(|s| s.signs.has(Signs::PARTICLE) && !s.shape.is_capital()).count();
            let after = seen.get(end + particles);
            let goes_on = after.is_some_and(|s| s.shape.is_capital() && (of_body || s.listed.is_none()));
            if particles > 3 || !goes_on {
                break;
            }
            end += particles + 1;
        } else {
            break;
        }
    }
    end
}

/// Where tokens are cut at hyphens: returns the end of the part after one that goes on with the name (`Jong-un`,
/// `al-Assad`), not that of `London-based`.
fn hyphenated(seen: &[Seen], at: usize) -> Option<usize> {
    let part = seen.get(at + 1)?;
    let glued = seen[at].shape == Shape::Hyphen && seen[at].glued && part.glued;
    let before = &seen[at.checked_sub(1)?];
    let short = part.shape == Shape::Small && part.span.len() <= 4 && part.signs == Signs::default();
    let short = short && before.shape == Shape::Title && before.listed.is_none();
    (glued && (part.shape.is_capital() || short)).then_some(at + 2)
}

fn classify(seen: &[Seen], start: usize, end: usize, memory: &Memory) -> Option<NameKind> {
    let (first, last) = (&seen[start], &seen[end - 1]);
    let before = start.checked_sub(1).map(|at| &seen[at]);
    let before_small = before.filter(|s| s.shape == Shape::Small || s.shape == Shape::Title && start == 1);
    let after = seen.get(end);
    let length = end - start;
    let whole =
        seen[start..end].iter().enumerate().all(|(n, s)| matches!(s.listed, Some((_, begins)) if begins == (n == 0)));
    let listed = if whole { first.listed.map(|(listed, _)| listed) } else { None };
    let has = |token: Option<&Seen>, sign: Signs| token.is_some_and(|s| s.signs.has(sign));

    if listed == Some(Listed::Organisation) {
        return Some(NameKind::Organisation);
    }
    if has(before, Signs::TITLE) && !first.signs.has(Signs::ORG_HEAD) && listed != Some(Listed::Country) {
        return Some(NameKind::Person);
    }
    if length == 1 && memory.kind(first.hash) == Some(NameKind::Person) && listed.is_none_or(|l| l == Listed::Town) {
        return Some(NameKind::Person);
    }
    match listed {
        Some(Listed::Country | Listed::Region | Listed::City) => return Some(NameKind::Place),
        Some(Listed::Town) if has(before_small, Signs::PLACE_CUE) || length > 1 => return Some(NameKind::Place),
        _ => {}
    }
    if length > 1
        && (first.signs.has(Signs::GIVEN) || first.shape == Shape::Initial)
        && !last.signs.has(Signs::ORG_TAIL)
    {
        return Some(NameKind::Person);
    }
    if length > 1 && (first.signs.has(Signs::EVENT_HEAD) || last.signs.has(Signs::EVENT_TAIL)) {
        return Some(NameKind::Event);
    }
    if length > 1 && (first.signs.has(Signs::ORG_HEAD) || last.signs.has(Signs::ORG_TAIL)) {
        return Some(NameKind::Organisation);
    }
    if has(before_small, Signs::PRODUCT_HEAD) || first.shape == Shape::LetterNumber {
        return Some(NameKind::Product);
    }
    if length > 1 && (first.signs.has(Signs::PLACE_HEAD) || last.signs.has(Signs::PLACE_TAIL)) {
        return Some(NameKind::Place);
    }
    if length == 1 && first.shape == Shape::Caps {
        return Some(NameKind::Organisation);
    }
    let role_near =
        has(before_small, Signs::ROLE) || has(seen.get(end + 2), Signs::ROLE) || has(seen.get(end + 1), Signs::ROLE);
    let said_near = has(before_small, Signs::SPEECH) || has(after, Signs::SPEECH);
    if length > 1
        && (role_near || said_near || seen[start..end].iter().any(|s| s.signs.has(Signs::FAMILY.and(Signs::GIVEN))))
    {
        return Some(NameKind::Person);
    }
    if has(before_small, Signs::PLACE_CUE) && length <= 2 {
        return Some(NameKind::Place);
    }
    if length == 1 {
        if role_near || said_near && start > 0 {
            return Some(NameKind::Person);
        }
        return None;
    }
    (2..=3).contains(&length).then_some(NameKind::Person)
}
