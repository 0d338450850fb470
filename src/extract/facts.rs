//! Statements that are no number: affirmed or denied, and lists of named members.

use super::page::{Hit, Line, Page};
use super::{Draft, Job, subject};
use crate::model::{EntityKind, Kind, Modality, NameKind, Polarity, Span, Upos};
use crate::rules::attributes::{Attribute, Form};

/// A statement found in a sentence.
pub(super) struct Found {
    /// What it is about, and where.
    pub draft: Draft,
    /// The words that state it, with the auxiliary and the negation before them.
    pub span: Span,
    /// The verb and what stands before it: what is hedged or negated.
    pub verb: Span,
    /// Of a list: the members' words.
    pub members: Option<Vec<Span>>,
    /// Of a time of day: `14:30`.
    pub clock: Option<String>,
    /// The sign that the words themselves give it ("loin des combats"); else the clause tells.
    pub polarity: Option<Polarity>,
    /// How surely it is stated, where the words themselves tell and the clause does not.
    pub modality: Option<Modality>,
}

/// The entity that was last spoken of by each class of nouns, for "ces troupes".
#[derive(Default)]
pub(super) struct LastOf(Vec<(String, usize)>);

impl LastOf {
    /// Takes note of whom a sentence's nouns are said to belong to.
    pub fn note(&mut self, job: &Job, line: &Line) {
        for (class, _, demonym) in spoken_of(job, line) {
            if let Some(entity) = demonym {
                self.set(&class, entity);
            }
        }
    }

    /// Returns the one whom all nouns belong to, where it is one alone.
    pub fn only(&self) -> Option<usize> {
        let (_, first) = self.0.first()?;
        self.0.iter().all(|(_, e)| e == first).then_some(*first)
    }

    /// Returns whom the nouns of a class were last said to belong to.
    pub fn of(&self, class: &str) -> Option<usize> {
        self.0.iter().find(|(c, _)| c == class).map(|(_, e)| *e)
    }

    fn set(&mut self, class: &str, entity: usize) {
        match self.0.iter_mut().find(|(c, _)| c == class) {
            Some(slot) => slot.1 = entity,
            None => self.0.push((class.to_owned(), entity)),
        }
    }
}

/// Finds the statements of a sentence, each attribute once.
pub(super) fn find(job: &Job, page: &Page, at: usize, last: &LastOf, story: usize) -> Vec<Found> {
    let line = &page.lines[at];
    // Who is spoken of: nouns with a people's adjective beside them, first and last.
    let nouns = spoken_of(job, line);
    let mut found: Vec<Found> = Vec::new();
    let mut done: Vec<usize> = Vec::new();
    // What denies goes first: in "refused to sign" the signing is no statement of its own.
    let hits = line.hits.negatives.iter().map(|h| (h, true)).chain(line.hits.facts.iter().map(|h| (h, false)));
    for (hit, denies) in hits {
        let rule = &job.attributes.all[hit.owner];
        if done.contains(&hit.owner)
            || line.hits.absent.contains(&hit.owner)
            || rule.needs_context.contains(&job.language) && !line.hits.context.contains(&hit.owner)
        {
            continue;
        }
        if is_asked_for(job, line, hit) {
            continue;
        }
        let Some(entity) = about(job, page, line, hit, rule, &nouns, last, story) else { continue };
        if rule.uncounted && is_counted(page, line, hit) {
            continue;
        }
        // A list is compared by what it holds: one that is denied holds nothing.
        if denies && rule.form == Some(Form::List) {
            continue;
        }
        let members = match rule.form {
            Some(Form::List) => {
                let members = members(job, line, hit);
                // One thing alone is no list: "has sent a letter".
                if members.len() < 2 {
                    continue;
                }
                Some(members)
            }
            _ => None,
        };
        let start = verb_start(job, line, hit);
        let verb = line.span(start..hit.end);
        let mut span = verb;
        if let Some(last) = members.as_ref().and_then(|m| m.last()) {
            span = span.cover(last);
        }
        done.push(hit.owner);
        found.push(Found {
            draft: Draft {
                entity,
                attribute: hit.owner.into(),
                subgroup: None,
                unit: None,
                place: subject::place_of(page, line, line.span(hit.start..hit.end), Some(entity), job.phrases),
                confidence: 0.7,
                rule: format!("facts/{}", rule.file),
            },
            span,
            verb,
            members,
            clock: None,
            polarity: (denies || is_of_nobody(job, line, hit)).then_some(Polarity::Negated),
            modality: None,
        });
    }
    // Of two statements in the same words the one that says more of whom it is about stands.
    let is_narrow = |f: &Found| match f.draft.attribute {
        super::AttributeRef::Known(n) => !job.attributes.all[n].about.is_empty(),
        super::AttributeRef::Open { .. } => false,
    };
    let narrow: Vec<Span> = found.iter().filter(|f| is_narrow(f)).map(|f| f.verb).collect();
    found.retain(|f| is_narrow(f) || !narrow.iter().any(|s| s.overlaps(&f.verb)));
    found
}

type Noun = (String, std::ops::Range<usize>, Option<usize>);

/// Returns the nouns of a sentence that some fact may be about, each with the people's adjective beside it.
fn spoken_of(job: &Job, line: &Line) -> Vec<Noun> {
    line.words
        .iter()
        .enumerate()
        // "des opérations militaires" speaks of no soldiers.
        .filter(|(n, word)| word.len() > 2 && !is_adjective(line, *n))
        .filter_map(|(n, word)| {
            let class = job.classes.noun_of_form(word)?;
            Some((class.to_owned(), n..n + 1, subject::demonym_of(line, line.sentence.tokens[n].span)))
        })
        .collect()
}

/// Returns whether the number of those is told of whom something is stated: "six men were killed".
fn is_counted(page: &Page, line: &Line, hit: &Hit) -> bool {
    let at = line.span(hit.start..hit.end);
    let subject = super::governor::subject_of_words(line, &(hit.start..hit.end)).unwrap_or(at);
    let figures = page.mentions[line.mentions.clone()].iter().filter(|m| m.kind == Kind::Quantity);
    let mut counted = figures.map(|m| m.counted.map_or(m.span, |c| m.span.cover(&c)));
    counted.any(|c| c.overlaps(&subject) || c.overlaps(&at))
}

/// So many words before an infinitive somebody may be said to ask for it.
const ASKED_WITHIN: usize = 12;

/// Returns whether a fact's words are what somebody asks of another: "called on the minister to resign".
fn is_asked_for(job: &Job, line: &Line, hit: &Hit) -> bool {
    // "À démissionner": the first verb of the words.
    let verb = line.sentence.words.iter().find(|w| (hit.start..hit.end).contains(&w.token) && w.upos == Upos::Verb);
    let is_infinitive = verb.is_some_and(|w| w.feats.contains("VerbForm=Inf"));
    // Back to the nearest other verb: "called for calm, then forced him to resign".
    let is_verb = |n: usize| line.sentence.words.iter().any(|w| w.token == n && w.upos == Upos::Verb);
    let mut before = (hit.start.saturating_sub(ASKED_WITHIN)..hit.start).rev();
    let nearest = before.find(|n| is_verb(*n) || job.phrases.requests.contains(&line.words[*n]));
    is_infinitive && nearest.is_some_and(|n| job.phrases.requests.contains(&line.words[n]))
}

/// Returns whether a fact is told of nobody: "no suspect has been arrested".
fn is_of_nobody(job: &Job, line: &Line, hit: &Hit) -> bool {
    let subject = super::governor::subject_of_words(line, &(hit.start..hit.end));
    let first = subject.map(|phrase| line.tokens(phrase)).filter(|tokens| tokens.end <= hit.start);
    first.is_some_and(|tokens| line.words.get(tokens.start).is_some_and(|w| job.phrases.nobody.contains(w)))
}

fn is_adjective(line: &Line, token: usize) -> bool {
    let at = line.sentence.tokens[token].first_word;
    line.sentence.words.get(at).is_some_and(|w| w.upos == Upos::Adj)
}

/// Returns whom a statement is about: the nearest noun of the rule's classes, else a name; nothing where neither fits.
#[allow(clippy::too_many_arguments, reason = "one call, each argument a word of its own")]
fn about(
    job: &Job,
    page: &Page,
    line: &Line,
    hit: &Hit,
    rule: &Attribute,
    nouns: &[Noun],
    last: &LastOf,
    story: usize,
) -> Option<usize> {
    let here = hit.start..hit.end;
    let at = line.span(here.clone());
    let noun = nouns
        .iter()
        .filter(|(class, tokens, _)| {
            rule.about.iter().any(|a| a == class) && (tokens.end <= hit.start || tokens.start >= hit.start)
        })
        .map(|(class, tokens, demonym)| {
            // Who does something stands before it more often than behind.
            let cost = line.distance(&here, tokens) + if tokens.start >= hit.end { 4 } else { 0 };
            (cost, class, *demonym)
        })
        .filter(|(cost, ..)| *cost <= 24)
        .min_by_key(|(cost, class, demonym)| (*cost, demonym.is_none(), class.as_str()));
    if let Some((_, class, demonym)) = noun {
        return demonym
            .or_else(|| nouns.iter().find_map(|(c, _, d)| if c == class { *d } else { None }))
            .or_else(|| last.of(class))
            .or_else(|| rule.about.iter().find_map(|c| last.of(c)))
            .or(Some(story));
    }
    if rule.about.is_empty() {
        let kinds = [NameKind::Person, NameKind::Organisation, NameKind::Place];
        // "The court acquitted Claire Morin": of whom the verb is said, and not who says it.
        let object = if rule.of_object { super::governor::object_of_words(line, &here) } else { None };
        if let Some(entity) = object.and_then(|phrase| subject::entity_in(page, line, phrase, &[NameKind::Person])) {
            return Some(entity);
        }
        if let Some(phrase) = super::governor::subject_of_words(line, &here) {
            let noun = line.tokens(phrase).find_map(|n| job.classes.noun_of_form(&line.words[n]));
            // "La ministre de la Culture, Sophie Lambert": the person, and not the office.
            let person = subject::entity_in(page, line, phrase, &[NameKind::Person]);
            let named = person.or_else(|| subject::entity_in(page, line, phrase, &kinds));
            if let Some(entity) = named.or_else(|| noun.and_then(|class| last.of(class))) {
                return Some(entity);
            }
        }
        // "The driver, Ian Prosser, was drunk", where the words of the rule begin with the driver.
        if let Some(within) = apposed(page, line, hit) {
            return Some(within);
        }
        return Some(subject::named_subject(page, line, at, job.phrases, &kinds).unwrap_or(story));
    }
    // "Elles n'ont pas encore livré bataille": those whom the text last spoke of by a noun of the rule's.
    let phrase = super::governor::subject_of_words(line, &here)?;
    if is_they(line, phrase) { rule.about.iter().find_map(|c| last.of(c)) } else { None }
}

/// Returns the person whose name stands right behind a comma within a rule's words, before any verb.
fn apposed(page: &Page, line: &Line, hit: &Hit) -> Option<usize> {
    let verb = line.sentence.words.iter().find(|w| w.token >= hit.start && matches!(w.upos, Upos::Verb | Upos::Aux))?;
    let names = line.names.iter().filter(|(_, e)| page.entities[*e].kind == EntityKind::Named(NameKind::Person));
    let start = |span: &Span| line.tokens(*span).start;
    let is_apposed = |n: usize| (hit.start + 1..verb.token).contains(&n) && line.breaks[n - 1] > 0;
    names.filter(|(span, _)| is_apposed(start(span))).map(|(_, entity)| *entity).next()
}

/// Returns whether a phrase is a pronoun of the third person.
fn is_they(line: &Line, phrase: Span) -> bool {
    let tokens = line.tokens(phrase);
    let mut words = line.sentence.words.iter().filter(|w| tokens.contains(&w.token));
    let first = words.next();
    words.next().is_none() && first.is_some_and(|w| w.upos == Upos::Pron && w.feats.contains("Person=3"))
}

/// Goes back from the matched words over the auxiliaries, negations and adverbs before them.
fn verb_start(job: &Job, line: &Line, hit: &Hit) -> usize {
    let mut start = hit.start;
    while start > 0 && hit.start - start < 6 && job.phrases.verb_leads.contains(&line.words[start - 1]) {
        start -= 1;
    }
    start
}

/// Returns the members of the list behind a match: parted at commas and at the words that join.
fn members(job: &Job, line: &Line, hit: &Hit) -> Vec<Span> {
    let mut members = Vec::new();
    let mut start = None;
    let close = |start: &mut Option<usize>, end: usize, members: &mut Vec<Span>| {
        if let Some(from) = start.take() {
            // A member of small words alone ("ainsi qu'à") is none.
            let carries =
                (from..end).any(|n| !line.words[n].is_empty() && !job.phrases.stop_words.contains(&line.words[n]));
            if carries {
                members.push(line.span(from..end));
            }
        }
    };
    let mut n = hit.end;
    let mut words_since_separator = 0;
    while n < line.words.len() {
        let token = line.sentence.tokens[n].span.of(job.text);
        let word = &line.words[n];
        if matches!(token, "." | ";" | ":" | "!" | "?" | "»" | "”")
            || line.breaks[n] == 5 && !job.phrases.list_separators.contains(word)
        {
            break;
        }
        // A finite clause behind a comma is no member: the list ends where nothing has joined it for long.
        if words_since_separator > 9 {
            break;
        }
        if token == "," && opens_clause(job, line, n + 1, &members) {
            break;
        }
        if token == "," || job.phrases.list_separators.contains(word) {
            close(&mut start, n, &mut members);
            words_since_separator = 0;
        } else {
            start.get_or_insert(n);
            words_since_separator += 1;
        }
        n += 1;
    }
    close(&mut start, n, &mut members);
    members.truncate(8);
    members
}

/// Returns whether a participle stands at a token, such as none of the list's members opens with.
fn opens_clause(job: &Job, line: &Line, at: usize, members: &[Span]) -> bool {
    let ends = |word: &str| word.len() > 5 && job.phrases.participle_endings.iter().any(|e| word.ends_with(e.as_str()));
    let first_word = |m: &Span| line.words.get(line.tokens(*m).start).is_some_and(|w| ends(w));
    line.words.get(at).is_some_and(|w| ends(w)) && !members.iter().any(first_word)
}
