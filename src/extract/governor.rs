//! What happens to what is counted: the word that governs a figure, from the parse.

use super::Job;
use super::page::Line;
use crate::model::{Mention, Sentence, Span, Upos, Word};

/// Returns the class of the verb, else of the noun, that a figure's noun hangs on; nothing where the sentence was not parsed.
pub(super) fn of(job: &Job, line: &Line, mention: &Mention) -> Option<String> {
    let sentence = line.sentence;
    let tokens = line.tokens(mention.counted.map_or(mention.span, |c| mention.span.cover(&c)));
    // The head of the figure's phrase: the word of it whose own head lies outside.
    let inside = |w: usize| sentence.words.get(w).is_some_and(|w| tokens.contains(&w.token));
    let head = (0..sentence.words.len())
        .find(|w| inside(*w) && sentence.words[*w].head.is_none_or(|h| !inside(h)) && is_content(sentence, *w))?;
    let mut at = sentence.words[head].head?;
    // Up to the first word that carries meaning; a parse's chain is no longer than the sentence.
    for _ in 0..sentence.words.len() {
        let word = &sentence.words[at];
        match word.upos {
            Upos::Verb => return Some(job.classes.verb(&word.lemma).to_owned()),
            Upos::Noun => return Some(job.classes.noun(&word.lemma).to_owned()),
            _ => at = word.head?,
        }
    }
    None
}

/// Returns whether a figure says how many a pronoun's are, the speaker not among them: "they were 8,000".
pub(super) fn is_of_a_pronoun(line: &Line, mention: &Mention) -> bool {
    let words = &line.sentence.words;
    let tokens = line.tokens(mention.span);
    let Some(figure) = words.iter().position(|w| tokens.contains(&w.token)) else { return false };
    let below = |relation: &str, upos: Upos| {
        words.iter().any(|w| w.head == Some(figure) && w.deprel.starts_with(relation) && w.upos == upos)
    };
    let is_own = |w: &Word| w.head == Some(figure) && w.deprel.starts_with("nsubj") && w.feats.contains("Person=1");
    below("cop", Upos::Aux) && below("nsubj", Upos::Pron) && !words.iter().any(is_own)
}

/// Returns whether an age is that of somebody whom a noun tells and no name: "a man of 27", not "the mayor, Ann Lee, 27".
pub(super) fn is_of_someone_unnamed(line: &Line, mention: &Mention) -> bool {
    let words = &line.sentence.words;
    let tokens = line.tokens(mention.counted.map_or(mention.span, |c| mention.span.cover(&c)));
    let is_named = |w: usize| {
        let at = line.span(words[w].token..words[w].token + 1);
        line.names.iter().any(|(span, _)| span.overlaps(&at))
    };
    let outside = |w: &usize| !tokens.contains(&words[*w].token);
    let Some(age) = (0..words.len()).find(|w| !outside(w) && words[*w].head.is_some_and(|h| outside(&h))) else {
        return false;
    };
    let Some(holder) = words[age].head.filter(|h| words[*h].upos == Upos::Noun && !is_named(*h)) else { return false };
    // An age behind a comma may be that of whoever was named before.
    let is_close = line.distance(&tokens, &(words[holder].token..words[holder].token + 1)) <= 2;
    let beside = |w: usize| {
        is_named(w) && matches!(words[w].deprel.split(':').next(), Some("appos" | "flat" | "nmod" | "compound"))
    };
    let has_name = (0..words.len()).any(|w| words[w].head == Some(holder) && beside(w))
        || words[holder].head.is_some_and(|h| is_named(h) && words[holder].deprel.starts_with("appos"));
    is_close && !has_name
}

/// Returns the words of the subject of the verb that a figure hangs on, where the figure is no part of it.
pub(super) fn subject(line: &Line, mention: &Mention) -> Option<Span> {
    let words = &line.sentence.words;
    let tokens = line.tokens(mention.counted.map_or(mention.span, |c| mention.span.cover(&c)));
    let mut verb = words.iter().position(|w| tokens.contains(&w.token))?;
    for _ in 0..words.len() {
        verb = words[verb].head?;
        if words[verb].upos == Upos::Verb && !tokens.contains(&words[verb].token) {
            break;
        }
    }
    subject_of(line, verb, &tokens)
}

/// Returns the words of the subject of the verb that a statement's words hold.
pub(super) fn subject_of_words(line: &Line, tokens: &std::ops::Range<usize>) -> Option<Span> {
    let words = &line.sentence.words;
    let verb = words.iter().position(|w| tokens.contains(&w.token) && w.upos == Upos::Verb)?;
    subject_of(line, verb, &(0..0))
}

/// Returns the words of the object of the verb that a statement's words hold, in the active voice.
pub(super) fn object_of_words(line: &Line, tokens: &std::ops::Range<usize>) -> Option<Span> {
    let words = &line.sentence.words;
    let of =
        |verb: usize, relation: &str| words.iter().position(|w| w.head == Some(verb) && w.deprel.starts_with(relation));
    let verb = (0..words.len()).find(|w| tokens.contains(&words[*w].token) && words[*w].upos == Upos::Verb)?;
    if of(verb, "aux:pass").is_some() || of(verb, "nsubj:pass").is_some() {
        return None;
    }
    Some(phrase_of(line, of(verb, "obj")?))
}

/// Returns the words of a verb's subject: its own, else that of the verb it is joined to ("ont été équipés et formés").
pub(super) fn subject_of(line: &Line, mut verb: usize, but: &std::ops::Range<usize>) -> Option<Span> {
    let words = &line.sentence.words;
    let of = |verb: usize| {
        words.iter().position(|w| w.head == Some(verb) && w.deprel.starts_with("nsubj") && !but.contains(&w.token))
    };
    let subject = loop {
        match of(verb) {
            Some(subject) => break subject,
            // Heads lead to the root and never in a circle: the parser builds trees.
            None if words[verb].deprel == "conj" => verb = words[verb].head?,
            None => return None,
        }
    };
    Some(phrase_of(line, subject))
}

/// Returns the words of a noun with all that hangs on it: its name's parts, its adjectives and complements.
fn phrase_of(line: &Line, noun: usize) -> Span {
    let words = &line.sentence.words;
    let below = |mut w: usize| {
        for _ in 0..words.len() {
            if w == noun {
                return true;
            }
            match words[w].head {
                Some(head) => w = head,
                None => return false,
            }
        }
        false
    };
    let inside = (0..words.len()).filter(|w| below(*w)).map(|w| words[w].token);
    let own = words[noun].token;
    let (start, end) = inside.fold((own, own), |(s, e), t| (s.min(t), e.max(t)));
    line.span(start..end + 1)
}

fn is_content(sentence: &Sentence, word: usize) -> bool {
    matches!(sentence.words[word].upos, Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj | Upos::Sym | Upos::Verb)
}
