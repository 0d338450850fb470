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
    /// Whether lists, titles or telling words say so, rather than its shape and place alone.
    pub sure: bool,
}

/// What a document has shown of its names so far, so that a word is known again where it stands alone.
#[derive(Debug, Default)]
pub struct Memory {
    /// The last words of full names of persons.
    surnames: HashTable<()>,
    /// How often the rules took a word for a part of each kind of name.
    kinds: HashTable<[u8; 5]>,
}

impl Memory {
    /// Returns whether a word was the last of a person's full name.
    pub fn is_surname(&self, hash: u64) -> bool {
        self.surnames.contains_key(&hash)
    }

    /// Returns what a word was part of most often, and whether it was so more than once.
    pub fn usual(&self, hash: u64) -> Option<(usize, bool)> {
        let counts = self.kinds.get(&hash)?;
        let most = counts.iter().copied().max()?;
        Some((counts.iter().position(|count| *count == most)?, most > 1))
    }

    /// Remembers the words of a name.
    pub fn note(&mut self, seen: &[Seen], run: Run) {
        if run.kind == NameKind::Person && run.end - run.start > 1 {
            self.surnames.insert(seen[run.end - 1].hash, ());
        }
        for token in seen[run.start..run.end].iter().filter(|token| token.shape.is_capital()) {
            let count = &mut self.kinds.entry(token.hash).or_default()[run.kind as usize];
            *count = count.saturating_add(1);
        }
    }
}

/// Finds the names of a sentence; `memory` is read for words that stand alone, and not changed.
pub fn scan(seen: &[Seen], memory: &Memory) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < seen.len() {
        if let Some(run) = small_headed(seen, at).or_else(|| titled(seen, at)) {
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
            Some((kind, sure)) => {
                runs.push(Run { start: at, end, kind, sure });
                at = end;
            }
            None => at += 1,
        }
    }
    runs
}

/// `J.`, and no `J.-P.`: a letter alone at the beginning of a sentence may be an article.
pub const LONGEST_INITIAL: usize = 3;

fn begins(seen: &[Seen], at: usize) -> bool {
    let token = &seen[at];
    token.shape.is_capital()
        && (!token.signs.has(Signs::NOT_NAME) || token.listed.is_some())
        && !(token.shape == Shape::Initial && at == 0 && token.span.len() <= LONGEST_INITIAL)
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
    Some(Run { start: at, end, kind: NameKind::Organisation, sure: true })
}

/// The title of a work in quotation marks, after a word for such works: `le film « Le Sel du lac »`.
fn titled(seen: &[Seen], at: usize) -> Option<Run> {
    let quoted = at > 0 && seen[at - 1].shape == Shape::Quote && seen[at].shape.is_capital();
    let head = seen[at.saturating_sub(4)..at].iter().any(|s| s.signs.has(Signs::PRODUCT_HEAD));
    if !quoted || !head {
        return None;
    }
    let end = at + seen[at..].iter().take(10).position(|s| s.shape == Shape::Quote)?;
    let whole = !seen[at..end].iter().any(|s| s.shape == Shape::Mark);
    whole.then_some(Run { start: at, end, kind: NameKind::Product, sure: true })
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
        } else if (of_person || of_body) && next.shape == Shape::Small && is_link(next, of_body) {
            let particles = seen[end..].iter().take_while(|s| is_link(s, of_body) && !s.shape.is_capital()).count();
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

/// Returns whether a small word may stand inside a name.
fn is_link(token: &Seen, of_body: bool) -> bool {
    token.signs.has(if of_body { Signs::PARTICLE.and(Signs::ORG_LINK) } else { Signs::PARTICLE })
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

fn classify(seen: &[Seen], start: usize, end: usize, memory: &Memory) -> Option<(NameKind, bool)> {
    let sure = |kind| Some((kind, true));
    let likely = |kind| Some((kind, false));
    let (first, last) = (&seen[start], &seen[end - 1]);
    let before = start.checked_sub(1).map(|at| &seen[at]);
    let before_small = before.filter(|s| s.shape == Shape::Small || s.shape == Shape::Title && start == 1);
    let after = seen.get(end);
    let length = end - start;
    let whole =
        seen[start..end].iter().enumerate().all(|(n, s)| matches!(s.listed, Some((_, begins)) if begins == (n == 0)));
    let listed = if whole { first.listed.map(|(listed, _)| listed) } else { None };
    let numbered = seen[start..end].iter().any(|s| s.shape == Shape::Number);
    let has = |token: Option<&Seen>, sign: Signs| token.is_some_and(|s| s.signs.has(sign));

    if listed == Some(Listed::Organisation) {
        return sure(NameKind::Organisation);
    }
    if has(before, Signs::TITLE) && !first.signs.has(Signs::ORG_HEAD) && listed != Some(Listed::Country) {
        return sure(NameKind::Person);
    }
    if length == 1 && memory.is_surname(first.hash) && listed.is_none_or(|l| l == Listed::Town) {
        return sure(NameKind::Person);
    }
    match listed {
        Some(Listed::Country | Listed::Region | Listed::City | Listed::Road) => return sure(NameKind::Place),
        Some(Listed::Town) if has(before_small, Signs::PLACE_CUE) || length > 1 => return sure(NameKind::Place),
        _ => {}
    }
    if numbered {
        // `Apollo 11`, `Boeing 737`: persons and places have no numbers.
        return if first.signs.has(Signs::PLACE_CUE) { None } else { likely(NameKind::Product) };
    }
    if length > 1
        && (first.signs.has(Signs::GIVEN) || first.shape == Shape::Initial)
        && !last.signs.has(Signs::ORG_TAIL)
    {
        return sure(NameKind::Person);
    }
    if length > 1 && (first.signs.has(Signs::EVENT_HEAD) || last.signs.has(Signs::EVENT_TAIL)) {
        return likely(NameKind::Event);
    }
    if length > 1 && (first.signs.has(Signs::ORG_HEAD) || last.signs.has(Signs::ORG_TAIL)) {
        return sure(NameKind::Organisation);
    }
    let vessel = length > 1 && first.shape == Shape::Caps && first.signs.has(Signs::PRODUCT_HEAD);
    if vessel || has(before_small, Signs::PRODUCT_HEAD) {
        return sure(NameKind::Product);
    }
    if first.shape == Shape::LetterNumber {
        return likely(NameKind::Product);
    }
    if length > 1 && (first.signs.has(Signs::PLACE_HEAD) || last.signs.has(Signs::PLACE_TAIL)) {
        return likely(NameKind::Place);
    }
    if length == 1 && first.shape == Shape::Caps {
        let often = matches!(memory.usual(first.hash), Some((kind, true)) if kind == NameKind::Organisation as usize);
        if often && first.span.len() > 2 {
            return sure(NameKind::Organisation);
        }
        return likely(NameKind::Organisation);
    }
    let role_near =
        has(before_small, Signs::ROLE) || has(seen.get(end + 2), Signs::ROLE) || has(seen.get(end + 1), Signs::ROLE);
    let said_near = has(before_small, Signs::SPEECH) || has(after, Signs::SPEECH);
    if length > 1
        && (role_near || said_near || seen[start..end].iter().any(|s| s.signs.has(Signs::FAMILY.and(Signs::GIVEN))))
    {
        return if role_near { sure(NameKind::Person) } else { likely(NameKind::Person) };
    }
    if has(before_small, Signs::PLACE_CUE) && length <= 2 {
        return likely(NameKind::Place);
    }
    if length == 1 {
        if role_near || said_near && start > 0 {
            return likely(NameKind::Person);
        }
        return None;
    }
    if (2..=3).contains(&length) { likely(NameKind::Person) } else { None }
}
