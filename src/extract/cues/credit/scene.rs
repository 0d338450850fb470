//! A value and everyone about it.
//!
//! In: a [`Reader`], a [`Crowd`], what is asked. Out: a [`Scene`], which [`super::features`] and [`super::telling`] look at.
//! Nothing is looked for further off than [`REACH`] pieces, so that the work stays linear on a text without full stops.

use std::ops::Range;

use super::super::attribution::{Owner, Owners};
use super::super::lexicon::Class;
use super::super::reader::{REACH, Reader};
use super::Asked;
use super::crowd::{Candidate, Crowd, STATES};
use super::tree::{self, Way};
use crate::model::Sentence;

/// Phrases that are looked at for one value, and of one and the same in its sentence.
const MOST_NEAR: usize = 60;
const MOST_LIKE: usize = 8;
/// Sentences before the value's in which one is looked for.
const SENTENCES_BACK: usize = 4;
/// Those the rules credit last are looked at from any distance.
const LAST_CREDITED: usize = 3;
/// A value with all that surrounds it.
pub(super) struct Scene<'a> {
    pub(super) r: &'a Reader<'a>,
    pub(super) owners: &'a Owners,
    pub(super) crowd: &'a Crowd,
    pub(super) asked: &'a Asked,
    /// The value's pieces.
    pub(super) at: Range<usize>,
    pub(super) sentence: usize,
    /// The pieces of its sentence that are in reach.
    pub(super) range: Range<usize>,
    /// Who stands nearest before it and may speak.
    pub(super) nearest_before: Option<usize>,
    pub(super) parse: Option<&'a Sentence>,
    /// The value's head word and all above it.
    pub(super) above: Vec<usize>,
    pub(super) pronoun: Option<Pronoun>,
    /// Members in order of their last phrase before the value, the latest first.
    pub(super) recent: Vec<usize>,
    /// Members in order of their last credit before the value's sentence, the latest first.
    pub(super) credited: Vec<usize>,
    /// Whom the rules credit with the value.
    pub(super) rules: Option<usize>,
}

/// A pronoun that does what the value is told by.
pub(super) struct Pronoun {
    pub many: bool,
    pub thing: bool,
    pub feminine: Option<bool>,
    pub deed: u8,
    pub clauses: usize,
}

/// One who may be credited: the phrase by which the value's sentence names them, else their last one before.
pub(super) struct Near<'c> {
    pub candidate: &'c Candidate,
    pub member: usize,
    pub way: Option<Way>,
}

impl<'a> Scene<'a> {
    pub fn of(r: &'a Reader, owners: &'a Owners, crowd: &'a Crowd, asked: &'a Asked) -> Option<Scene<'a>> {
        let at = r.view.pieces_in(asked.span);
        let sentence = r.view.sentence_of(at.start)?;
        let parse = r.view.sentence(sentence).filter(|s| s.words.iter().any(|w| w.head.is_some()));
        let above = parse.and_then(|s| Some(tree::chain(s, head_word(r, s, &at)?))).unwrap_or_default();
        let rules = at.clone().find_map(|p| match owners.owner.get(p) {
            Some(Owner::Speaker(index)) => crowd.member_of_speaker.get(*index as usize).copied().flatten(),
            _ => None,
        });
        let whole = r.view.sentences.get(sentence)?;
        let range = whole.start.max(at.start.saturating_sub(REACH))..whole.end.min(at.end + REACH);
        let here = crowd.candidates[crowd.of_sentence.get(sentence)?.clone()].iter().rev().take(MOST_NEAR);
        let nearest_before =
            here.filter(|c| c.chunk.end <= at.start && (c.is.speaker || c.deed >= STATES)).map(|c| c.person).next();
        let mut scene = Scene {
            r,
            owners,
            crowd,
            asked,
            at,
            sentence,
            range,
            nearest_before,
            parse,
            above,
            pronoun: None,
            recent: Vec::new(),
            credited: Vec::new(),
            rules,
        };
        scene.pronoun = scene.find_pronoun();
        scene.recent = scene.find_recent();
        scene.credited = scene.find_credited();
        Some(scene)
    }

    /// Everyone in reach, the nearest first.
    pub(super) fn near(&self) -> Vec<Near<'a>> {
        let crowd = self.crowd;
        let mut members: Vec<usize> = Vec::new();
        let near_by = |c: &&Candidate| c.chunk.start < self.range.end && c.chunk.end + 3 * REACH > self.at.start;
        let first = crowd.of_sentence[self.sentence.saturating_sub(SENTENCES_BACK)].start;
        let end = crowd.of_sentence[self.sentence].end;
        let reach = crowd.candidates[first..end].iter().rev().filter(near_by).take(MOST_NEAR).map(|c| c.person);
        // Who speaks in the sentence behind may have begun here.
        let behind = crowd.of_sentence.get(self.sentence + 1).cloned().unwrap_or_default();
        let behind = crowd.candidates[behind]
            .iter()
            .map(|c| c.person)
            .filter(|m| crowd.members[*m].credited.binary_search(&(self.sentence + 1)).is_ok());
        for member in reach.chain(behind).chain(self.credited.iter().take(LAST_CREDITED).copied()).chain(self.rules) {
            if !members.contains(&member) {
                members.push(member);
            }
        }
        members.into_iter().filter_map(|member| self.nearest(member)).collect()
    }

    /// The phrase by which one is seen from the value.
    fn nearest(&self, member: usize) -> Option<Near<'a>> {
        let crowd = self.crowd;
        let phrases = &crowd.members[member].phrases;
        let end = phrases.partition_point(|p| crowd.candidates[*p].sentence <= self.sentence);
        let here = phrases[..end].iter().rev().map(|p| &crowd.candidates[*p]);
        let mut best: Option<(usize, Near)> = None;
        for candidate in here.clone().take_while(|c| c.sentence == self.sentence).take(MOST_LIKE) {
            if candidate.chunk.start < self.at.end && self.at.start < candidate.chunk.end {
                continue;
            }
            let way = self.way(candidate);
            let cost = way.map_or(20, |w| w.from + w.to) * 100 + self.distance(candidate).unsigned_abs();
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, Near { candidate, member, way }));
            }
        }
        best.map(|(_, near)| near).or_else(|| {
            let before = here.clone().find(|c| c.sentence < self.sentence);
            let candidate = before.or_else(|| phrases.get(end).map(|p| &crowd.candidates[*p]))?;
            Some(Near { candidate, member, way: None })
        })
    }

    fn way(&self, candidate: &Candidate) -> Option<Way> {
        tree::way(self.parse?, self.r.view.word_index(candidate.head)?, &self.above)
    }

    /// Pieces from a phrase to the value; less than nought where it stands behind.
    pub(super) fn distance(&self, candidate: &Candidate) -> isize {
        if candidate.chunk.start >= self.at.end {
            -((candidate.chunk.start - self.at.end) as isize) - 1
        } else {
            self.at.start.saturating_sub(candidate.chunk.end) as isize
        }
    }

    /// The pronoun that is the subject of a verb above the value, the nearest that speaks first.
    fn find_pronoun(&self) -> Option<Pronoun> {
        let (r, s) = (self.r, self.parse?);
        let range = self.range.clone();
        let mut best: Option<((u8, usize), Pronoun)> = None;
        for at in range {
            if !super::crowd::is_pronoun(r, at) || r.is(at, Class::Emphatic) && !r.is(at, Class::Pronoun) {
                continue;
            }
            let Some(word) = r.view.word_index(at) else { continue };
            if !s.words[word].deprel.starts_with("nsubj") && !r.view.form(at).starts_with('-') {
                continue;
            }
            let Some(way) = tree::way(s, word, &self.above) else { continue };
            let deed = tree::verb_above(s, word).map_or(0, |v| self.deed_of_word(v));
            let rank = (deed, 9usize.saturating_sub(way.from + way.to));
            if best.as_ref().is_none_or(|(most, _)| rank > *most) {
                let form = &s.words[word];
                let feminine = match () {
                    () if form.feats.contains("Gender=Fem") => Some(true),
                    () if form.feats.contains("Gender=Masc") => Some(false),
                    () => None,
                };
                let pronoun = Pronoun {
                    many: r.is(at, Class::PronounMany),
                    thing: r.is(at, Class::PronounThing),
                    feminine,
                    deed,
                    clauses: way.to_clauses,
                };
                best = Some((rank, pronoun));
            }
        }
        best.map(|(_, pronoun)| pronoun)
    }

    pub(super) fn deed_of_word(&self, word: usize) -> u8 {
        let mut range = self.range.clone();
        let at = range.find(|p| self.r.view.word_index(*p) == Some(word));
        at.map_or(0, |at| self.crowd.deeds[at])
    }

    fn find_recent(&self) -> Vec<usize> {
        let crowd = self.crowd;
        let first = crowd.of_sentence[self.sentence.saturating_sub(2 * SENTENCES_BACK)].start;
        let end = crowd.of_sentence[self.sentence].end;
        let mut out = Vec::new();
        let before = crowd.candidates[first..end].iter().rev().filter(|c| c.chunk.end <= self.at.start);
        for c in before.take(2 * MOST_NEAR) {
            if !out.contains(&c.person) {
                out.push(c.person);
            }
        }
        out
    }

    fn find_credited(&self) -> Vec<usize> {
        let mut out: Vec<(usize, usize)> = Vec::new();
        for (n, member) in self.crowd.members.iter().enumerate() {
            let before = member.credited.partition_point(|s| *s < self.sentence);
            if before > 0 {
                out.push((member.credited[before - 1], n));
            }
        }
        out.sort_by_key(|(sentence, n)| (std::cmp::Reverse(*sentence), std::cmp::Reverse(*n)));
        out.into_iter().map(|(_, n)| n).collect()
    }
}

/// The word of a value that the others hang on.
fn head_word(r: &Reader, s: &Sentence, at: &Range<usize>) -> Option<usize> {
    let words: Vec<usize> = at.clone().filter_map(|p| r.view.word_index(p)).collect();
    let inside = |w: usize| words.contains(&w);
    words.iter().copied().find(|w| s.words[*w].head.is_none_or(|h| !inside(h))).or(words.first().copied())
}
