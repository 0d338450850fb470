//! A document made ready for extraction: sentences with folded words, what the rules found in each, who is named where.

use foldhash::{HashMap, HashMapExt, HashSet};

use crate::language::names::{LocalName, key};
use crate::model::{Analysis, EntityKind, LocalEntity, Mention, NameKind, Sentence, Span};
use crate::names::{TOLD_APART, own_key};
use crate::rules::attributes::{Lexicon, Part, Patient};
use crate::rules::classes::Classes;
use crate::rules::fold::fold;
use crate::rules::gazetteer::{Gazetteer, PlaceKind};
use crate::rules::statements::{Mark, Statements};

/// Where a rule's words stand in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// The attribute's index.
    pub owner: usize,
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
}

/// What the rules' words found in a sentence.
#[derive(Debug, Default)]
pub(super) struct Hits {
    /// Triggers of attributes.
    pub triggers: Vec<Hit>,
    /// Words that stand right behind an attribute's figure.
    pub follows: Vec<Hit>,
    /// Blockers of attributes.
    pub blockers: Vec<Hit>,
    /// Patterns of facts.
    pub facts: Vec<Hit>,
    /// Patterns that deny a fact by themselves.
    pub negatives: Vec<Hit>,
    /// Words that tell of a patient, and where it stands.
    pub patients: Vec<(Hit, Patient)>,
    /// Attributes of which a word of the scene stands in it.
    pub scene: Vec<usize>,
    /// Attributes of which a word stands in it that tells its patients from those of others.
    pub apart: Vec<usize>,
    /// Attributes of which a word stands in it that tells of what hurts people.
    pub harm: Vec<usize>,
    /// Attributes of which a word stands in it that tells of illness.
    pub illness: Vec<usize>,
    /// Attributes of which a word of context stands in it.
    pub context: Vec<usize>,
    /// Attributes that a word in it rules out.
    pub absent: Vec<usize>,
    /// Words that deny, admit or insist on something: what they do, first token, one past the last.
    pub marks: Vec<(Mark, usize, usize)>,
}

/// A sentence's words, and what the rules' words found among them.
pub(super) struct Looked {
    words: Vec<String>,
    hits: Hits,
}

impl Looked {
    /// Finds the words of all rules in a sentence.
    ///
    /// Patterns meet the words without signs and with what a hyphen joins parted, so that `cessez-le-feu` and
    /// `cease-fire` match however the language cuts them.
    pub fn new(text: &str, sentence: &Sentence, lexicon: Option<&Lexicon>, statements: &Statements) -> Looked {
        let words: Vec<String> = sentence.tokens.iter().map(|t| fold(t.span.of(text))).collect();
        let mut hits = Hits::default();
        let Some(lexicon) = lexicon else { return Looked { words, hits } };
        let mut flat: Vec<&str> = Vec::with_capacity(words.len());
        let mut token_of: Vec<usize> = Vec::with_capacity(words.len());
        for (n, word) in words.iter().enumerate() {
            for piece in word.split(' ').filter(|p| !p.is_empty()) {
                flat.push(piece);
                token_of.push(n);
            }
        }
        lexicon.matches(&flat, |owner, part, start, end| {
            let hit = Hit { owner, start: token_of[start], end: token_of[end - 1] + 1 };
            match part {
                Part::Trigger => hits.triggers.push(hit),
                Part::Follow => hits.follows.push(hit),
                Part::Blocker => hits.blockers.push(hit),
                Part::Fact => hits.facts.push(hit),
                Part::Negative => hits.negatives.push(hit),
                Part::Context => hits.context.push(owner),
                Part::Absent => hits.absent.push(owner),
                Part::Patient(stands) => hits.patients.push((hit, stands)),
                Part::Scene => hits.scene.push(owner),
                Part::Apart => hits.apart.push(owner),
                Part::Harm => hits.harm.push(owner),
                Part::Illness => hits.illness.push(owner),
            }
        });
        statements.matches(&flat, |mark, start, end| hits.marks.push((mark, token_of[start], token_of[end - 1] + 1)));
        Looked { words, hits }
    }

    /// Returns whether words stand in it that state something without a figure.
    pub fn may_state_a_fact(&self) -> bool {
        !self.hits.facts.is_empty()
            || !self.hits.negatives.is_empty()
            || !self.hits.patients.is_empty()
            || self.hits.marks.iter().any(|(mark, ..)| *mark != Mark::Bound)
    }
}

/// A sentence made ready.
pub(super) struct Line<'p> {
    /// As the language layer gives it.
    pub sentence: &'p Sentence,
    /// Its tokens, folded; an elided `l'` is `l`, a sign is empty.
    pub words: Vec<String>,
    /// Which tokens are signs that part clauses, and how strongly.
    pub breaks: Vec<u8>,
    /// What the rules' words found.
    pub hits: Hits,
    /// Names in it, by place: span and entity.
    pub names: Vec<(Span, usize)>,
    /// Words for the people or things of a country: span and entity.
    pub demonyms: Vec<(Span, usize)>,
    /// Words that tell of a speaker alone.
    pub speech: Vec<Span>,
    /// Mentions in it, as a run of the page's list.
    pub mentions: std::ops::Range<usize>,
}

impl Line<'_> {
    /// Returns the run of tokens that a span touches.
    pub fn tokens(&self, span: Span) -> std::ops::Range<usize> {
        let tokens = &self.sentence.tokens;
        let start = tokens.partition_point(|t| t.span.end <= span.start);
        let end = tokens.partition_point(|t| t.span.start < span.end);
        start..end.max(start)
    }

    /// Returns the span of a run of tokens.
    pub fn span(&self, tokens: std::ops::Range<usize>) -> Span {
        let all = &self.sentence.tokens;
        match (all.get(tokens.start), tokens.end.checked_sub(1).and_then(|n| all.get(n))) {
            (Some(first), Some(last)) if first.span.start <= last.span.end => {
                Span::new(first.span.start, last.span.end)
            }
            _ => Span::new(self.sentence.span.start, self.sentence.span.start),
        }
    }

    /// Returns whether a sign that parts clauses stands among tokens.
    pub fn has_sign(&self, tokens: std::ops::Range<usize>) -> bool {
        tokens.into_iter().any(|n| self.words[n].is_empty() && self.breaks[n] > 0)
    }

    /// Returns how far apart two runs of tokens stand, clause breaks between them weighed in.
    pub fn distance(&self, a: &std::ops::Range<usize>, b: &std::ops::Range<usize>) -> u32 {
        let (from, to) = if a.end <= b.start {
            (a.end, b.start)
        } else if b.end <= a.start {
            (b.end, a.start)
        } else {
            return 0;
        };
        (from..to).map(|n| if self.words[n].is_empty() { 0 } else { 1 } + u32::from(self.breaks[n])).sum()
    }
}

/// A document made ready.
pub(super) struct Page<'p> {
    /// The document's text.
    pub text: &'p str,
    /// Its sentences.
    pub lines: Vec<Line<'p>>,
    /// Everything recognised, in the order of the text.
    pub mentions: &'p [Mention],
    /// Everyone and everything named.
    pub entities: Vec<LocalEntity>,
    /// For each entity: how often it is named, headline and lead weighed in.
    pub weight: Vec<u32>,
    /// Entities by key.
    by_key: HashMap<String, usize>,
    /// For each name of the names layer: its entity; none for a people's word and a country's army.
    of_name: Vec<Option<usize>>,
}

impl<'p> Page<'p> {
    /// Notes which words tell of speakers alone.
    pub fn note_speech(&mut self, speech: &[Span]) {
        for span in speech {
            let first = self.lines.partition_point(|line| line.sentence.span.end <= span.start);
            let touched = self.lines[first..].iter_mut().take_while(|line| line.sentence.span.start < span.end);
            touched.for_each(|line| line.speech.push(*span));
        }
    }

    /// Makes a document ready; `headline` ends where its first line ends.
    pub fn new(
        text: &'p str,
        analysis: &'p Analysis,
        looked: Vec<Looked>,
        names: &[LocalName],
        mentions: &'p [Mention],
        connectors: &HashSet<String>,
    ) -> Self {
        let gazetteer = Gazetteer::embedded();
        let mut page = Page {
            text,
            lines: Vec::with_capacity(analysis.sentences.len()),
            mentions,
            entities: Vec::new(),
            weight: Vec::new(),
            by_key: HashMap::new(),
            of_name: Vec::new(),
        };
        let mut spans: Vec<(Span, usize)> = Vec::new();
        let mut peoples: Vec<(Span, usize)> = Vec::new();
        for name in names {
            let land = acts_as_land(name, gazetteer).then(|| LocalName { kind: NameKind::Place, ..name.clone() });
            let name = land.as_ref().unwrap_or(name);
            if let Some(key) = people_of(name, gazetteer) {
                let n = page.entity(EntityKind::Named(NameKind::Place), key, key);
                page.weight[n] += name.mentions.len() as u32;
                peoples.extend(name.mentions.iter().map(|span| (*span, n)));
                page.of_name.push(None);
                continue;
            }
            let n = page.entity(EntityKind::Named(name.kind), &name.full, &page.key_of(name));
            page.of_name.push(Some(n));
            for span in &name.mentions {
                spans.push((*span, n));
                // Headline and lead weigh as in newswriting.
                page.weight[n] += match span.start {
                    0..200 => 4,
                    200..900 => 2,
                    _ => 1,
                };
            }
        }
        spans.sort_unstable_by_key(|(s, _)| (s.start, s.end));
        let mut at = 0;
        for (sentence, Looked { words, hits }) in analysis.sentences.iter().zip(looked) {
            let breaks = words
                .iter()
                .zip(&sentence.tokens)
                .map(|(word, token)| match token.span.of(text) {
                    "," => 3,
                    "(" | ")" | "—" | "–" => 4,
                    ";" | ":" => 8,
                    _ if connectors.contains(word) => 5,
                    _ => 0,
                })
                .collect();
            let mut line = Line {
                sentence,
                words,
                breaks,
                hits,
                names: Vec::new(),
                demonyms: Vec::new(),
                speech: Vec::new(),
                mentions: 0..0,
            };
            let first = spans.partition_point(|(s, _)| s.end <= sentence.span.start);
            let last = spans.partition_point(|(s, _)| s.start < sentence.span.end);
            line.names = spans[first..last.max(first)].to_vec();
            line.demonyms.extend(peoples.iter().filter(|(s, _)| s.overlaps(&sentence.span)));
            for (n, token) in sentence.tokens.iter().enumerate() {
                let word = token.span.of(text);
                if line.words[n].len() < 4
                    || line.demonyms.iter().any(|(s, _)| s.overlaps(&token.span))
                    || line.names.iter().any(|(s, e)| s.overlaps(&token.span) && !is_body(&page.entities[*e]))
                {
                    continue;
                }
                // "North Korean" is two words of English.
                let pair = n.checked_sub(1).map(|b| sentence.tokens[b].span.cover(&token.span));
                let two = pair.and_then(|span| Some((gazetteer.demonym(span.of(text))?, span)));
                if let Some((key, span)) = two.or_else(|| Some((gazetteer.demonym(word)?, token.span))) {
                    let entity = page.entity(EntityKind::Named(NameKind::Place), key, key);
                    page.weight[entity] += 1;
                    line.demonyms.push((span, entity));
                }
            }
            let end = at + mentions[at..].partition_point(|m| m.span.start < sentence.span.end);
            line.mentions = at..end;
            at = end;
            page.lines.push(line);
        }
        page
    }

    /// Returns the entity of a kind and key, made where it is new. Keys of unlike kinds never meet.
    pub fn entity(&mut self, kind: EntityKind, name: &str, key: &str) -> usize {
        let key = format!("{}:{key}", kind.as_str());
        if let Some(n) = self.by_key.get(&key) {
            return *n;
        }
        let n = self.entities.len();
        self.by_key.insert(key.clone(), n);
        self.entities.push(LocalEntity { kind, name: name.to_owned(), key });
        self.weight.push(0);
        n
    }

    /// Returns the key of what a document names. Two whom it tells apart are two, though their names sound alike.
    fn key_of(&self, name: &LocalName) -> String {
        let key = key(&name.full, name.kind);
        if name.kind != NameKind::Person {
            return key;
        }
        let own = own_key(&key, &name.full).into_owned();
        let is_taken = name.full.contains(' ') && self.by_key.contains_key(&format!("{}:{own}", name.kind.as_str()));
        if is_taken { format!("{own}{TOLD_APART}{}", fold(&name.full)) } else { own }
    }

    /// Returns whether a span is a name of the names layer.
    pub fn is_name(&self, span: Span) -> bool {
        let n = self.lines.partition_point(|l| l.sentence.span.end <= span.start);
        self.lines.get(n).is_some_and(|l| l.names.iter().any(|(s, _)| *s == span))
    }

    /// Returns the entity of the names layer's `n`th name.
    pub fn entity_of_name(&self, n: usize) -> Option<usize> {
        self.of_name.get(n).copied().flatten()
    }
}

/// Returns whether a body's name is that of a country, which acts like one: `South Korea said`.
fn acts_as_land(name: &LocalName, gazetteer: &Gazetteer) -> bool {
    name.kind == NameKind::Organisation
        && name.full.chars().any(char::is_lowercase)
        && gazetteer.listed(&name.full).is_some_and(|place| place.kind == PlaceKind::Country)
}

/// Returns the key of the country that a name stands for: a people's word taken for a name ("North Korean"), or the
/// country's army, which acts for it ("l'armée nord-coréenne").
fn people_of<'g>(name: &LocalName, gazetteer: &'g Gazetteer) -> Option<&'g str> {
    // Persons are called English or Breton, but nobody is called North Korean.
    if name.kind == NameKind::Place || name.kind == NameKind::Person && !name.full.contains(' ') {
        return None;
    }
    if let Some(key) = gazetteer.demonym(&name.full) {
        return Some(key);
    }
    let folded = fold(&name.full);
    let words: Vec<&str> = folded.split(' ').collect();
    let classes = Classes::embedded();
    if name.kind != NameKind::Organisation || !words.iter().any(|w| classes.noun_of_form(w) == Some(ARMY)) {
        return None;
    }
    let pair = words.windows(2).find_map(|w| gazetteer.demonym(&w.join(" ")));
    pair.or_else(|| words.iter().find_map(|w| gazetteer.demonym(w)))
}

/// The class of nouns for a country's army.
const ARMY: &str = "army";

/// "L'armée nord-coréenne" is a name, and still says whose army it is.
fn is_body(entity: &LocalEntity) -> bool {
    entity.kind == EntityKind::Named(NameKind::Organisation)
}
