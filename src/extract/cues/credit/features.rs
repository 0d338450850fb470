//! How one who may be credited with a value looks from there.

use super::super::attribution::{Owner, Speaker};
use super::super::lexicon::Class;
use super::super::view::Shape;
use super::Weighed;
use super::crowd::{Candidate, Deed, Member, OTHER_DEED};
use super::scene::{Near, Scene};
use super::telling::Telling;
use super::tree;
use crate::model::{Kind, Modality};

/// What is looked at: first of the value, then of the one who may be credited.
#[rustfmt::skip]
pub const FEATURES: &[&str] = &[
    "kind", "bare_clause", "quoted", "rules", "rules_in_sentence", "rules_before", "opens_paragraph", "opens_text",
    "modality", "conditional", "relation", "depth", "deed_above", "clauses_above", "bracketed", "contrasted",
    "most_deed", "pronoun", "pronoun_deed", "pronoun_clauses", "definite", "joined", "backshift", "begins",
    "since_credited", "local_candidates", "sourced", "person", "organisation", "place", "speaker", "document",
    "judge", "media", "counter", "capital", "many", "member_person", "member_speaker", "local", "sentences_away",
    "pieces_away", "deed", "deed_before", "first", "steps_from", "steps_to", "from_relation", "to_relation",
    "from_clauses", "to_clauses", "top_deed", "governor_deed", "own_relation", "commas", "finite", "openers",
    "quotes", "hard", "rules_credit", "rules_credit_here", "rules_credit_before", "credits", "credits_before",
    "since_credit", "credit_rank", "mention_rank", "mentions", "speaks", "in_headline", "after_source",
    "after_weak_source", "to_deed", "rules_credit_after", "credits_in_paragraph", "after_by", "after_of", "possessor",
    "of_document", "pronoun_agrees", "pronoun_rank", "nearest_before", "rules_credit_other", "paragraphs_away",
    "subject_before", "most_telling", "told_in_parse", "told_ahead", "told_behind", "gapped", "others_tell", "record",
    "body", "pronoun_tells", "told_before",
];

const VALUE: usize = 27;
/// Those of how surely one tells of it stand last.
const TELLING: usize = 10;
const ALL: usize = FEATURES.len();
/// Sentences of a paragraph that are looked at, each way.
const SENTENCES: usize = 12;
/// For what is not there.
const NONE: f32 = -1.0;
/// Stands for far away.
const FAR: f32 = 99.0;

impl Scene<'_> {
    /// Weighs everyone near.
    pub fn weigh(&self) -> Vec<Weighed> {
        let value = self.of_value();
        let near = self.near();
        let telling: Vec<Telling> = near.iter().map(|n| self.telling(n)).collect();
        let most = telling.iter().map(Telling::most).max().unwrap_or(0);
        let mut out = Vec::new();
        for (n, one) in near.iter().enumerate() {
            let mut row = [0.0; ALL];
            let others = telling.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, t)| t.most()).max();
            let of_candidate = self.of_candidate(one);
            row[..VALUE].copy_from_slice(&value);
            row[VALUE..ALL - TELLING].copy_from_slice(&of_candidate);
            row[ALL - TELLING..].copy_from_slice(&self.of_telling(one, &telling[n], most, others.unwrap_or(0)));
            let c = one.candidate;
            out.push((Speaker { span: c.span, words: c.words.clone() }, row));
        }
        out
    }

    fn of_telling(&self, near: &Near, telling: &Telling, most: Deed, others: Deed) -> [f32; TELLING] {
        let c = near.candidate;
        let (agrees, rank) = self.pronoun_fits(near);
        let pronoun = self.pronoun.as_ref().map_or(0, |p| p.deed);
        // Phrases are in the order of the text: a long document has many of one who is credited throughout.
        let phrases = &self.crowd.members[near.member].phrases;
        let sentence_of = |p: &usize| self.crowd.candidates[*p].sentence;
        let first = phrases.partition_point(|p| sentence_of(p) + 1 < self.sentence);
        let before = phrases[first..].iter().take_while(|p| sentence_of(p) + 1 == self.sentence);
        let before = before.map(|p| &self.crowd.candidates[*p]).map(|c| c.deed.max(c.deed_before)).max();
        [
            f32::from(most),
            f32::from(telling.parsed),
            f32::from(telling.ahead),
            f32::from(telling.behind),
            f32::from(telling.gapped),
            f32::from(others),
            flag(self.r.is(c.head, Class::Record)),
            flag(self.r.is(c.head, Class::Body)),
            if agrees > 0.0 && rank == 0.0 { f32::from(pronoun) } else { 0.0 },
            before.map_or(NONE, f32::from),
        ]
    }

    fn of_value(&self) -> [f32; VALUE] {
        let (r, owners) = (self.r, self.owners);
        let range = self.range.clone();
        let is_speaker = |owner: &Owner| matches!(owner, Owner::Speaker(_));
        let here = &owners.owner[self.at.clone()];
        let mut speakers: Vec<u32> = owners.owner[range.clone()]
            .iter()
            .filter_map(|o| if let Owner::Speaker(n) = o { Some(*n) } else { None })
            .collect();
        speakers.sort_unstable();
        speakers.dedup();
        let before = range.start > 0 && owners.owner[range.start.saturating_sub(3)..range.start].iter().any(is_speaker);
        let relation = |n: usize| self.parse.zip(self.above.get(n)).map_or("", |(s, w)| s.words[*w].deprel);
        let clauses = (0..self.above.len()).filter(|n| tree::is_clause(relation(*n))).count();
        let verb = self.parse.zip(self.above.first()).and_then(|(s, w)| tree::verb_above(s, *w));
        let since = self.credited.first().map_or(FAR, |m| {
            let credited = &self.crowd.members[*m].credited;
            let n = credited.partition_point(|s| *s < self.sentence);
            (self.sentence - credited[n.saturating_sub(1)]) as f32
        });
        let local = self.crowd.of_sentence[self.sentence].len() as f32;
        [
            kind_code(self.asked.kind),
            flag(r.lexicon.bare_clause),
            flag(self.is_quoted()),
            if here.iter().any(is_speaker) { 2.0 } else { flag(here.contains(&Owner::Outlet)) },
            speakers.len() as f32,
            flag(before),
            flag(r.view.opens_paragraph[self.sentence]),
            flag(self.sentence == 0),
            modality_code(self.asked.modality),
            flag(range.clone().any(|at| r.conditional(at))),
            tree::code(relation(0)),
            self.above.len() as f32,
            verb.map_or(NONE, |v| f32::from(self.deed_of_word(v))),
            clauses as f32,
            flag(self.is_bracketed()),
            flag(
                (self.at.start.saturating_sub(3)..self.at.start)
                    .any(|at| r.lexicon.ends_object.at(r.view, at).is_some() || r.is(at, Class::Negator)),
            ),
            range.clone().map(|at| f32::from(self.crowd.deeds[at])).fold(0.0, f32::max),
            self.pronoun.as_ref().map_or(0.0, |p| if p.thing { 2.0 } else { 1.0 + 2.0 * flag(p.many) }),
            self.pronoun.as_ref().map_or(NONE, |p| f32::from(p.deed)),
            self.pronoun.as_ref().map_or(NONE, |p| p.clauses as f32),
            flag(self.at.start > 0 && r.is(self.at.start - 1, Class::Article)),
            flag(r.view.text.get(self.asked.span.end..).is_some_and(|rest| rest.starts_with('-'))),
            flag(range.clone().any(|at| r.is(at, Class::Backshift))),
            (self.at.start - range.start).min(12) as f32,
            since,
            local,
            flag(range.clone().any(|at| r.lexicon.prepositions.at(r.view, at).is_some())),
        ]
    }

    fn is_quoted(&self) -> bool {
        let r = self.r;
        let range = &self.range;
        let sign = |at: &usize| matches!(r.shape(*at), Shape::QuoteOpen | Shape::QuoteClose);
        let left = (range.start..self.at.start).rev().find(sign);
        let right = (self.at.end..range.end).find(sign);
        left.is_some_and(|at| r.shape(at) == Shape::QuoteOpen)
            || left.is_none() && right.is_some_and(|at| r.shape(at) == Shape::QuoteClose)
    }

    fn is_bracketed(&self) -> bool {
        let sign = |at: &usize| matches!(self.r.shape(*at), Shape::Open | Shape::Close);
        (self.range.start..self.at.start).rev().find(sign).is_some_and(|at| self.r.shape(at) == Shape::Open)
    }

    fn of_candidate(&self, near: &Near) -> [f32; ALL - VALUE - TELLING] {
        let (r, c) = (self.r, near.candidate);
        let member = &self.crowd.members[near.member];
        let local = c.sentence == self.sentence;
        let distance = self.distance(c);
        let between =
            if c.chunk.start >= self.at.end { self.at.end..c.chunk.start } else { c.chunk.end..self.at.start };
        let between = if local { between } else { 0..0 };
        let count = |test: &dyn Fn(usize) -> bool| between.clone().filter(|at| test(*at)).count() as f32;
        let way = near.way.as_ref();
        let word = r.view.word_index(c.head);
        let parse = self.parse.filter(|_| local);
        let governor = parse.zip(word).and_then(|(s, w)| tree::verb_above(s, w));
        let before = member.credited.partition_point(|s| *s < self.sentence);
        let rank = |list: &[usize]| list.iter().position(|m| *m == near.member).map_or(FAR, |n| n as f32);
        let (agrees, pronoun_rank) = self.pronoun_fits(near);
        let lead = c.chunk.start;
        let starts = |n: usize, test: &dyn Fn(usize) -> bool| lead >= n && test(lead - n);
        let of = starts(1, &|at| r.is(at, Class::Of)) || r.is(lead, Class::Of);
        let possessor = r.is(c.chunk.end, Class::Possessive);
        let opens = |s: &usize| r.view.opens_paragraph.get(*s) == Some(&true);
        let paragraph = (0..=self.sentence).rev().take(SENTENCES).find(opens).unwrap_or(self.sentence)
            ..(self.sentence + 1..r.view.sentences.len()).take(SENTENCES).find(opens).unwrap_or(self.sentence + 1);
        let paragraphs = (c.sentence + 1..=self.sentence).rev().take(SENTENCES).filter(opens).count();
        [
            flag(c.is.person),
            flag(c.is.organisation),
            flag(c.is.place),
            flag(c.is.speaker),
            flag(c.is.document),
            flag(c.is.judge),
            flag(c.is.media),
            flag(c.is.counter),
            flag(c.is.capital),
            flag(c.is.many),
            flag(member.looks.person),
            flag(member.looks.speaker),
            flag(local),
            self.sentence as f32 - c.sentence as f32,
            if local { distance as f32 } else { FAR },
            f32::from(c.deed),
            f32::from(c.deed_before),
            flag(c.is_first),
            way.map_or(FAR, |w| w.from as f32),
            way.map_or(FAR, |w| w.to as f32),
            way.map_or(NONE, |w| tree::code(w.from_relation)),
            way.map_or(NONE, |w| tree::code(w.to_relation)),
            way.map_or(NONE, |w| w.from_clauses as f32),
            way.map_or(NONE, |w| w.to_clauses as f32),
            way.map_or(NONE, |w| f32::from(self.deed_of_word(w.top))),
            governor.map_or(NONE, |v| f32::from(self.deed_of_word(v))),
            parse.zip(word).map_or(NONE, |(s, w)| tree::code(s.words[w].deprel)),
            count(&|at| r.shape(at) == Shape::Comma),
            count(&|at| r.finite(at)),
            count(&|at| r.is(at, Class::Opener)),
            count(&|at| matches!(r.shape(at), Shape::QuoteOpen | Shape::QuoteClose)),
            count(&|at| {
                matches!(r.shape(at), Shape::Semicolon | Shape::Colon | Shape::Dash)
                    || r.lexicon.ends.at(r.view, at).is_some()
            }),
            flag(self.rules == Some(near.member)),
            flag(member.credited.binary_search(&self.sentence).is_ok()),
            flag(self.sentence > 0 && member.credited.binary_search(&(self.sentence - 1)).is_ok()),
            member.credited.len() as f32,
            before as f32,
            if before > 0 { (self.sentence - member.credited[before - 1]) as f32 } else { FAR },
            rank(&self.credited),
            rank(&self.recent),
            member.phrases.len() as f32,
            member.speaks as f32,
            flag(member.phrases.first().is_some_and(|p| self.crowd.candidates[*p].sentence == 0)),
            flag((1..=3).any(|n| lead >= n && r.lexicon.prepositions.at(r.view, lead - n).is_some_and(|e| e >= lead))),
            flag(
                (1..=3)
                    .any(|n| lead >= n && r.lexicon.weak_prepositions.at(r.view, lead - n).is_some_and(|e| e >= lead)),
            ),
            way.filter(|w| w.to > 0).map_or(NONE, |w| f32::from(self.deed_of_word(self.above[w.to - 1]))),
            flag(member.credited.binary_search(&(self.sentence + 1)).is_ok()),
            (member
                .credited
                .partition_point(|s| *s < paragraph.end)
                .saturating_sub(member.credited.partition_point(|s| *s < paragraph.start))) as f32,
            flag(starts(1, &|at| r.lexicon.by.at(r.view, at).is_some())),
            flag(of),
            flag(possessor),
            flag(self.of_document(c, of, possessor)),
            agrees,
            pronoun_rank,
            flag(local && self.nearest_before == Some(near.member)),
            flag(self.rules.is_some_and(|m| m != near.member)),
            paragraphs as f32,
            flag(!local && c.sentence + 1 == self.sentence && c.is_first && c.deed >= OTHER_DEED),
        ]
    }

    /// Whether a phrase has a document: `the ministry's figures`, `le bilan de la préfecture`.
    fn of_document(&self, c: &Candidate, of: bool, possessor: bool) -> bool {
        let r = self.r;
        let paper = |at: usize| r.is(at, Class::Document) || r.is(at, Class::Nominal);
        (possessor && (c.chunk.end + 1..c.chunk.end + 4).any(paper))
            || (of && (c.chunk.start.saturating_sub(3)..c.chunk.start).any(paper))
    }

    /// Whether the pronoun of the sentence may mean one, and how many others that it may mean are nearer.
    fn pronoun_fits(&self, near: &Near) -> (f32, f32) {
        let Some(pronoun) = &self.pronoun else { return (NONE, NONE) };
        let fits = |member: &Member| {
            let looks = &member.looks;
            let number = looks.many == pronoun.many || pronoun.many && looks.organisation;
            let gender = match (pronoun.feminine, looks.feminine) {
                (Some(a), Some(b)) => a == b || looks.person && !looks.speaker,
                _ => true,
            };
            let sort = pronoun.many || pronoun.thing != (looks.person || looks.speaker && self.r.lexicon.bare_clause);
            number && gender && (sort || !self.r.lexicon.bare_clause) && (looks.speaker || looks.person)
        };
        let rank = self.recent.iter().filter(|m| fits(&self.crowd.members[**m])).position(|m| *m == near.member);
        (flag(fits(&self.crowd.members[near.member])), rank.map_or(FAR, |n| n as f32))
    }
}

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

fn kind_code(kind: Kind) -> f32 {
    match kind {
        Kind::Quantity => 0.0,
        Kind::Money => 1.0,
        Kind::Percent => 2.0,
        Kind::Duration => 3.0,
        Kind::Age => 4.0,
        Kind::Date => 5.0,
        _ => 6.0,
    }
}

fn modality_code(modality: Modality) -> f32 {
    match modality {
        Modality::Asserted => 0.0,
        Modality::Hedged => 1.0,
        Modality::Planned => 2.0,
        Modality::Denied => 3.0,
    }
}
