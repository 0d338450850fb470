//! What the words around a name tell of it: that things happen there, or that it speaks and is of an age.
//!
//! In: a sentence's tokens and the names found there. Out: for a name how much its setting speaks for a place and how much for a
//! person, and places that the setting alone shows (`the town of Lestagnac`, the dateline `VILA SERRANA, March 3 (Agency) -`). No list
//! knows small towns, and a model that learnt from lists takes them for people; what a document says of them decides.

use super::lexicon::{Lexicon, NameLink, Signs, Where};
use super::scan::Run;
use super::tokens::{Listed, Seen, Shape};
use crate::model::NameKind;
use crate::rules::fold::fold;
use crate::rules::translit::Translit;

/// How much a name's settings speak for a place, and for a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Votes {
    /// For a place.
    pub place: u16,
    /// For a person.
    pub person: u16,
    /// Whether it opens with what may be a given name: that speaks once, however often it stands there.
    has_given: bool,
}

impl Votes {
    /// Adds those of another mention.
    pub fn add(&mut self, other: Votes) {
        self.place = self.place.saturating_add(other.place);
        self.person = self.person.saturating_add(other.person);
        self.has_given |= other.has_given;
    }

    /// Returns whether they make a place of it.
    pub fn is_place(self) -> bool {
        let person = self.person + if self.has_given { SURE } else { 0 };
        self.place >= SURE && self.place > person
    }
}

/// One sure setting is enough, or two likely ones, or three.
const SURE: u16 = 3;
const LIKELY: u16 = 2;
const WEAK: u16 = 1;

/// A name has at most so many words here.
const LONGEST: usize = 4;

/// A dateline ends within so many tokens.
const DATELINE: usize = 18;

/// Adds the places that their setting alone shows.
pub fn places(text: &str, seen: &[Seen], lexicon: &Lexicon, runs: &mut Vec<Run>) {
    for at in 0..seen.len() {
        // Within a name it does not begin.
        if !opens_name(&seen[at]) || at > 0 && seen[at].shape != Shape::Caps && seen[at - 1].shape.is_capital() {
            continue;
        }
        let end = name_end(seen, at);
        let is_shown = is_called_place(seen, at, end, lexicon) || at == 0 && opens_dateline(text, seen, lexicon);
        if !is_shown {
            continue;
        }
        // What is taken for somebody's name the whole document decides about; letters are a body's (`a TSMC plant`).
        let is_free = !runs.iter().any(|run| run.start < end && at < run.end);
        if is_free && (at == 0 || seen[at].shape != Shape::Caps) {
            runs.push(Run { start: at, end, kind: NameKind::Place, sure: true });
        }
    }
    runs.sort_by_key(|run| run.start);
}

/// Adds people whom the model passed over: two words or three with capitals within a sentence, of which the first is a known given name or
/// a family that stands first (`the partner, Zhang Weiming of`), or that `and` joins to a person (`Ida Morvan and Djordje Milovan`).
pub fn people(text: &str, seen: &[Seen], lexicon: &Lexicon, runs: &mut Vec<Run>) {
    for at in 1..seen.len() {
        if !opens_name(&seen[at]) || seen[at].shape != Shape::Title || seen[at - 1].shape.is_capital() {
            continue;
        }
        let end = name_end(seen, at);
        let is_free = !runs.iter().any(|run| run.start < end && at < run.end);
        let words = &seen[at..end];
        let is_plain = words
            .iter()
            .all(|word| word.shape == Shape::Title && word.listed.is_none() && !word.signs.has(OF_NO_PERSON));
        if !is_free || !is_plain || !(2..=3).contains(&words.len()) {
            continue;
        }
        let is_known =
            seen[at].signs.has(Signs::GIVEN) || Translit::embedded().stands_first(&fold(seen[at].span.of(text)));
        let is_joined = lexicon.name_link(seen[at - 1].hash) == Some(NameLink::And)
            && runs.iter().any(|run| run.end + 1 == at && run.kind == NameKind::Person && run.end - run.start > 1);
        if is_known || is_joined {
            runs.push(Run { start: at, end, kind: NameKind::Person, sure: true });
        }
    }
    runs.sort_by_key(|run| run.start);
}

/// What no word of a person's name is.
const OF_NO_PERSON: Signs = Signs(
    Signs::NOT_NAME.0
        | Signs::ORG_TAIL.0
        | Signs::PLACE_TAIL.0
        | Signs::EVENT_TAIL.0
        | Signs::DEMONYM.0
        | Signs::ORG_HEAD.0,
);

/// Returns what the setting of a name speaks for.
pub fn votes(text: &str, seen: &[Seen], run: &Run, lexicon: &Lexicon) -> Votes {
    let mut votes = Votes::default();
    let before = run.start.checked_sub(1).map(|n| &seen[n]);
    if is_called_place(seen, run.start, run.end, lexicon) || run.start == 0 && opens_dateline(text, seen, lexicon) {
        votes.place += SURE;
    } else if let Some(word) = before.filter(|token| token.shape == Shape::Small) {
        votes.place += match lexicon.place_word(word.hash) {
            Some(Where::Strong) => LIKELY,
            Some(Where::Weak) => WEAK,
            _ => 0,
        };
    }
    // `Vila Serrana, Portugal`; and `Yulimar Rojas, Venezuela`.
    let comma = seen.get(run.end).is_some_and(|mark| mark.span.of(text) == ",");
    let next = seen.get(run.end + 1);
    let is_land =
        |token: &&Seen| matches!(token.listed, Some((Listed::Country | Listed::Region, true))) && !token.genitive;
    if comma && next.is_some_and(|token| is_land(&token)) {
        votes.place += WEAK;
    }
    let behind = if comma { next } else { seen.get(run.end) };
    let speaks = |token: &Seen| token.shape == Shape::Small && token.signs.has(Signs::SPEECH);
    let is_titled = before.is_some_and(|token| token.signs.has(Signs::TITLE.and(Signs::ROLE)));
    // `Ida Morvan, 34,`
    let is_aged = comma && next.is_some_and(|token| token.shape == Shape::Number && token.span.len() == 2);
    if is_titled || is_aged || before.is_some_and(speaks) || behind.is_some_and(speaks) {
        votes.person += SURE;
    }
    votes.has_given = has_given(seen, *run);
    votes
}

/// Whether the words around a name call it a place: `the town of`, `près de`, `prison` behind it.
fn is_called_place(seen: &[Seen], start: usize, end: usize, lexicon: &Lexicon) -> bool {
    let small = |at: Option<usize>| at.and_then(|n| seen.get(n)).filter(|token| token.shape == Shape::Small);
    let is =
        |at: Option<usize>, what: Where| small(at).is_some_and(|token| lexicon.place_word(token.hash) == Some(what));
    let is_led_to = is(start.checked_sub(1), Where::Link) && is(start.checked_sub(2), Where::Noun);
    // `Jackson's house` is a person's.
    let has_tail =
        start > 0 && !seen[end - 1].genitive && small(Some(end)).is_some_and(|token| lexicon.is_place_tail(token.hash));
    is_led_to || has_tail
}

/// Whether a sentence begins as datelines do: a name, then a day or an agency, then a dash.
fn opens_dateline(text: &str, seen: &[Seen], lexicon: &Lexicon) -> bool {
    let Some(first) = seen.first() else { return false };
    let dash = seen.iter().take(DATELINE).position(|token| {
        !token.glued && matches!(token.span.of(text), "-" | "–" | "—") || token.span.of(text) == "--"
    });
    let Some(dash) = dash.filter(|dash| *dash > 1) else { return false };
    let line = &seen[1..dash];
    // `March 3`, and not `, 34,`.
    let is_word = |token: Option<&Seen>| {
        token.is_some_and(|token| matches!(token.shape, Shape::Title | Shape::Small | Shape::Caps))
    };
    let has_day = (0..line.len()).any(|n| {
        line[n].shape == Shape::Number
            && (is_word(n.checked_sub(1).and_then(|n| line.get(n))) || is_word(line.get(n + 1)))
    });
    let has_source = line.iter().any(|token| token.span.of(text) == "(");
    let is_parted = line.iter().any(|token| matches!(token.span.of(text), "," | "("));
    first.shape == Shape::Caps
        && first.span.len() > 3
        && !lexicon.is_no_dateline(first.hash)
        && is_parted
        && (has_day || has_source)
}

fn opens_name(token: &Seen) -> bool {
    matches!(token.shape, Shape::Title | Shape::Caps | Shape::Mixed)
        && token.listed.is_none()
        && !token.signs.has(Signs::NOT_NAME.and(Signs::TITLE).and(Signs::DEMONYM).and(Signs::ORG_HEAD))
}

/// Where a name ends that begins at a token: with its capitals, and what hyphens join to them.
fn name_end(seen: &[Seen], at: usize) -> usize {
    let mut end = at + 1;
    while end < seen.len() && end - at < LONGEST && !seen[end - 1].genitive {
        let token = &seen[end];
        let joins = |token: &Seen| token.shape == Shape::Hyphen && token.glued;
        let goes_on =
            matches!(token.shape, Shape::Title | Shape::Caps | Shape::Mixed) && !token.signs.has(Signs::NOT_NAME);
        if goes_on {
            end += 1;
        } else if joins(token) && seen.get(end + 1).is_some_and(|next| next.glued && next.shape.is_capital()) {
            end += 2;
        } else {
            break;
        }
    }
    end
}

fn has_given(seen: &[Seen], run: Run) -> bool {
    run.end - run.start > 1 && (seen[run.start].signs.has(Signs::GIVEN) || seen[run.start].shape == Shape::Initial)
}
