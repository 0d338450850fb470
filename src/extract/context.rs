//! The words around a value that tell what it is of: what two documents are compared by, to find out whether they answer
//! the same question.

use std::cell::OnceCell;
use std::ops::Range;

use super::page::{Line, Page};
use super::{Job, subject};
use crate::model::{Context, EntityKind, Kind, Language, NameKind, Sentence, Span, Upos, Value};
use crate::names::sounds_key;
use crate::rules::concepts::{Concepts, MOST_WORDS, push_word};
use crate::rules::fold::fold;

/// How many concepts are kept.
const MOST_CONCEPTS: usize = 20;

/// How much the noun weighs that a bare figure counts.
const COUNTED: u8 = 50;

/// How many of the sentences around.
const MOST_AROUND: usize = 24;

/// Sentences around, by how far on they stand, and how much their words weigh.
const AROUND: [(isize, u8); 3] = [(-1, 40), (-2, 20), (1, 15)];

/// At so many tokens' distance a word counts by half.
const HALF: f64 = 4.0;

/// Words up to so many steps away in the parse weigh more.
const NEAR_IN_PARSE: usize = 2;

/// How a word stands to the value in the parse.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// In the value's own phrase: what is counted.
    Within,
    /// Above it.
    Above,
    /// Below it.
    Below,
    /// In another branch, or not parsed.
    Beside,
}

/// What the words of each sentence tell, worked out once: each sentence stands around several values.
#[derive(Default)]
pub(super) struct Telling {
    lines: Vec<OnceCell<Vec<Told>>>,
}

impl Telling {
    /// Makes it for so many sentences.
    pub fn new(lines: usize) -> Self {
        Telling { lines: vec![OnceCell::new(); lines] }
    }

    fn of(&self, page: &Page, n: usize, language: Language) -> &[Told] {
        let Some(cell) = self.lines.get(n) else { return &[] };
        cell.get_or_init(|| told(page, &page.lines[n], language))
    }
}

/// Returns the context of a value.
pub(super) fn of(page: &Page, telling: &Telling, n: usize, at: Span, counted: Option<Span>, job: &Job) -> Context {
    let line = &page.lines[n];
    let words = &line.sentence.words;
    let value = line.tokens(at);
    let here = line.tokens(counted.map_or(at, |c| at.cover(&c)));
    let inside = |w: usize| here.contains(&words[w].token);
    let top = (0..words.len()).find(|w| inside(*w) && words[*w].head.is_none_or(|h| !inside(h)));
    let mine = top.map(|w| chain(line.sentence, w)).unwrap_or_default();
    let mut out = Context::default();
    let mut governor: Option<usize> = None;
    let told = telling.of(page, n, job.language);
    for Told { word: n, concept } in told.iter().filter(|t| !value.contains(&words[t.word].token)) {
        let word = &words[*n];
        let (stand, steps) = stand(&chain(line.sentence, *n), &mine, inside(*n));
        let distance = line.distance(&here, &(word.token..word.token + 1));
        let mut weight = HALF / (HALF + f64::from(distance));
        if stand != Stand::Beside {
            weight *= 1.5;
        }
        if steps <= NEAR_IN_PARSE {
            weight *= 1.3;
        }
        if word.upos == Upos::Adv {
            weight *= 0.4;
        }
        let weight = (weight * 50.0).clamp(1.0, 99.0) as u8;
        let broader = Concepts::embedded().broader(concept).iter().map(|b| (*b, weight / 2));
        for (concept, weight) in std::iter::once((concept.as_str(), weight)).chain(broader) {
            match out.concepts.iter_mut().find(|(c, _)| c == concept) {
                Some((_, most)) => *most = weight.max(*most),
                None => out.concepts.push((concept.to_owned(), weight)),
            }
        }
        match stand {
            Stand::Above
                if matches!(word.upos, Upos::Verb | Upos::Noun) && governor.is_none_or(|nearest| steps < nearest) =>
            {
                governor = Some(steps);
                out.governor.clone_from(concept);
            }
            Stand::Within if word.upos != Upos::Adv && out.counted.is_empty() => out.counted.clone_from(concept),
            Stand::Within | Stand::Below if word.upos != Upos::Verb && !out.below.contains(concept) => {
                out.below.push(concept.clone());
            }
            _ => {}
        }
    }
    // The nearest first; of equals as they stand.
    out.concepts.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    out.concepts.truncate(MOST_CONCEPTS);
    out.around = around(page, telling, n, &out, job.language);
    out.preposition = preposition(line, value.start);
    out.is_listed = top.filter(|_| counted.is_some()).is_some_and(|top| is_listed(line, top, job));
    for mention in &page.mentions[line.mentions.clone()] {
        if let (Kind::Date, Value::Date(date)) = (mention.kind, &mention.value) {
            for year in [date.low, date.high].into_iter().flatten().map(|d| d.year) {
                if !out.years.contains(&year) {
                    out.years.push(year);
                }
            }
        }
    }
    let kinds = [NameKind::Person, NameKind::Organisation];
    if let Some(entity) = subject::named_subject(page, line, at, job.phrases, &kinds) {
        out.holder = sounds_key(&page.entities[entity].key).to_owned();
    }
    for (_, entity) in &line.names {
        let key = sounds_key(&page.entities[*entity].key);
        if !out.names.iter().any(|known| known == key) {
            out.names.push(key.to_owned());
        }
    }
    out
}

/// Returns whether a noun for people is joined to another: "three men and a woman", and not "three men and a dog", nor "12 dead and
/// 30 wounded", of which each is what happened.
fn is_listed(line: &Line, top: usize, job: &Job) -> bool {
    let words = &line.sentence.words;
    let is_people = |n: usize| {
        let token = words[n].token;
        let is_rule = line.hits.triggers.iter().any(|hit| (hit.start..hit.end).contains(&token));
        let class = line.words.get(token).and_then(|word| job.classes.noun_of_form(word));
        words[n].upos == Upos::Noun && !is_rule && class.is_some_and(|class| job.classes.is_person(class))
    };
    // Side by side, whatever the parse makes of them: over a conjunction, and what stands before the second noun.
    let leads = |n: &usize| matches!(words[*n].upos, Upos::Det | Upos::Num | Upos::Adj);
    let is_joint = |n: usize| words[n].upos == Upos::Cconj;
    let behind = (top + 1 < words.len() && is_joint(top + 1))
        .then(|| (top + 2..words.len()).take(LEADS + 1).find(|n| !leads(n)))
        .flatten()
        // "12 men and women" is one count.
        .filter(|n| *n > top + 2);
    let joint = (top.saturating_sub(LEADS + 1)..top).rev().find(|n| !leads(n)).filter(|n| is_joint(*n));
    let before = joint.and_then(|n| n.checked_sub(1));
    is_people(top) && behind.into_iter().chain(before).any(is_people)
}

/// So many words stand before a noun in a list, at most: "and two young women".
const LEADS: usize = 3;

/// Adds what a figure counts that its own sentence does not say.
pub(super) fn count(context: &mut Context, unit: &str, language: Language) {
    if !context.counted.is_empty() {
        return;
    }
    let folded = fold(unit);
    let concept = Concepts::embedded().of(&folded, language);
    concept.clone_into(&mut context.counted);
    if !Concepts::embedded().is_idle(concept) && !context.concepts.iter().any(|(c, _)| c == concept) {
        let at = context.concepts.partition_point(|(_, weight)| *weight >= COUNTED);
        context.concepts.insert(at, (concept.to_owned(), COUNTED));
        context.concepts.truncate(MOST_CONCEPTS);
    }
}

/// Returns the words that the first sentences of a document use most to tell what happened, names left out: those that stand in most
/// of them first.
pub(super) fn lead(
    page: &Page,
    telling: &Telling,
    left_out: &[Span],
    sentences: usize,
    language: Language,
) -> Vec<String> {
    let mut out: Vec<(String, usize)> = Vec::new();
    let is_read = |line: &Line| !left_out.iter().any(|span| span.overlaps(&line.sentence.span));
    for (n, line) in page.lines.iter().enumerate().filter(|(_, line)| is_read(line)).take(sentences) {
        let mut here: Vec<&str> = Vec::new();
        for Told { word, concept } in telling.of(page, n, language) {
            let word = &line.sentence.words[*word];
            let is_name = line.names.iter().any(|(span, _)| line.tokens(*span).contains(&word.token));
            let tells = matches!(word.upos, Upos::Noun | Upos::Verb | Upos::Adj) && !is_name;
            if tells && !concept.contains(':') && !here.contains(&concept.as_str()) {
                here.push(concept);
            }
        }
        for concept in here {
            match out.iter_mut().find(|(c, _)| c == concept) {
                Some((_, count)) => *count += 1,
                None => out.push((concept.to_owned(), 1)),
            }
        }
    }
    // Of equals the earlier one.
    out.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    out.into_iter().map(|(concept, _)| concept).collect()
}

/// A word that may tell what a value is of.
#[derive(Clone)]
struct Told {
    word: usize,
    concept: String,
}

/// Returns what a sentence's words tell: values and dates tell nothing, a place and its people are one in any language.
fn told(page: &Page, line: &Line, language: Language) -> Vec<Told> {
    let values = page.mentions[line.mentions.clone()].iter();
    let values: Vec<Range<usize>> =
        values.filter(|m| !matches!(m.value, Value::Text(_))).map(|m| line.tokens(m.span)).collect();
    let is_place = |e: usize| page.entities[e].kind == EntityKind::Named(NameKind::Place);
    let places = line.names.iter().chain(&line.demonyms).filter(|(_, e)| is_place(*e));
    let places: Vec<(Range<usize>, usize)> = places.map(|(span, e)| (line.tokens(*span), *e)).collect();
    let concepts = Concepts::embedded();
    // Each is a part of several expressions.
    let words = line.sentence.words.iter();
    let folded: Vec<(String, String)> = words.map(|word| (fold(&word.form), fold(&word.lemma))).collect();
    let mut out: Vec<Told> = Vec::new();
    let mut skip_to = 0;
    for (n, word) in line.sentence.words.iter().enumerate() {
        let is_out = values.iter().any(|v| v.contains(&word.token));
        if n < skip_to || is_out || !is_content(word.upos) {
            continue;
        }
        if let Some((_, place)) = places.iter().find(|(tokens, _)| tokens.contains(&word.token)) {
            let concept = &page.entities[*place].key;
            if out.last().is_none_or(|last| last.concept != *concept) {
                out.push(Told { word: n, concept: concept.clone() });
            }
            continue;
        }
        let (concept, length) = concept_at(&folded, n, language);
        skip_to = n + length;
        let is_number = concept.bytes().all(|b| b.is_ascii_digit() || b == b' ');
        if concept.chars().count() > 1 && !is_number && !concepts.is_idle(&concept) {
            out.push(Told { word: n, concept });
        }
    }
    out
}

/// Returns the concepts of the sentences around that the sentence itself does not have, the nearest first.
fn around(page: &Page, telling: &Telling, line: usize, own: &Context, language: Language) -> Vec<(String, u8)> {
    let mut out: Vec<(String, u8)> = Vec::new();
    for (step, weight) in AROUND {
        let Some(n) = line.checked_add_signed(step) else { continue };
        let Some(other) = page.lines.get(n) else { continue };
        let is_adverb = |t: &&Told| other.sentence.words[t.word].upos == Upos::Adv;
        for Told { concept, .. } in telling.of(page, n, language).iter().filter(|t| !is_adverb(t)) {
            if own.concepts.iter().chain(&out).any(|(c, _)| c == concept) {
                continue;
            }
            if out.len() == MOST_AROUND {
                return out;
            }
            out.push((concept.clone(), weight));
        }
    }
    out
}

/// Returns a word and all above it, itself first; a parse is a tree, so this ends.
fn chain(sentence: &Sentence, mut word: usize) -> Vec<usize> {
    let mut out = vec![word];
    while let Some(head) = sentence.words[word].head.filter(|_| out.len() <= sentence.words.len()) {
        out.push(head);
        word = head;
    }
    out
}

/// Returns how a word stands to the value, and by how many steps of the parse.
fn stand(theirs: &[usize], mine: &[usize], is_within: bool) -> (Stand, usize) {
    if is_within {
        return (Stand::Within, 0);
    }
    for (up, word) in theirs.iter().enumerate() {
        if let Some(down) = mine.iter().position(|m| m == word) {
            let stand = match (up, down) {
                (0, _) => Stand::Above,
                (_, 0) => Stand::Below,
                _ => Stand::Beside,
            };
            return (stand, up + down);
        }
    }
    (Stand::Beside, usize::MAX)
}

/// Returns the concept that begins at a word, the longest expression first, and how many words it takes. `words` are the folded
/// forms and lemmas of a sentence.
fn concept_at(words: &[(String, String)], n: usize, language: Language) -> (String, usize) {
    let concepts = Concepts::embedded();
    let Some((form, lemma)) = words.get(n) else { return (String::new(), 1) };
    let mut best = (concepts.of(lemma, language).to_owned(), 1);
    // By the words as they stand and by their lemmas: "soaring prices", "ils ont mis à l'abri".
    let (mut forms, mut lemmas) = (String::new(), String::new());
    push_word(&mut forms, form);
    push_word(&mut lemmas, lemma);
    for length in 2..=MOST_WORDS {
        let Some((form, lemma)) = words.get(n + length - 1) else { break };
        push_word(&mut forms, form);
        push_word(&mut lemmas, lemma);
        let found = concepts.get(&forms, language).or_else(|| concepts.get(&lemmas, language));
        if let Some(concept) = found.filter(|_| forms.contains(' ')) {
            best = (concept.to_owned(), length);
        }
    }
    best
}

/// Returns the preposition right before a token.
fn preposition(line: &Line, token: usize) -> String {
    let words = &line.sentence.words;
    let end = words.partition_point(|w| w.token < token);
    let found = words[..end].iter().rev().take(3).find(|w| w.upos == Upos::Adp);
    found.map(|w| fold(&w.lemma)).unwrap_or_default()
}

/// Returns whether a word may tell what a value is of.
fn is_content(upos: Upos) -> bool {
    matches!(upos, Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::Adv)
}
