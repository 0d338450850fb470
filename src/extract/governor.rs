//! What happens to what is counted: the word that governs a figure, from the parse.

use super::Job;
use super::page::Line;
use crate::model::{Mention, Sentence, Span, Upos};

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

/// Returns the words of the subject of the verb that a figure hangs on, where the figure is no part of it.
pub(super) fn subject(line: &Line, mention: &Mention) -> Option<Span> {
    let sentence = line.sentence;
    let tokens = line.tokens(mention.counted.map_or(mention.span, |c| mention.span.cover(&c)));
    let first = sentence.words.iter().position(|w| tokens.contains(&w.token))?;
    let mut verb = first;
    for _ in 0..sentence.words.len() {
        verb = sentence.words[verb].head?;
        if sentence.words[verb].upos == Upos::Verb && !tokens.contains(&sentence.words[verb].token) {
            break;
        }
    }
    let subject = sentence
        .words
        .iter()
        .position(|w| w.head == Some(verb) && w.deprel.starts_with("nsubj") && !tokens.contains(&w.token))?;
    // The subject's own words: its name's parts, its adjectives and complements.
    let below = |mut w: usize| {
        for _ in 0..sentence.words.len() {
            if w == subject {
                return true;
            }
            match sentence.words[w].head {
                Some(head) => w = head,
                None => return false,
            }
        }
        false
    };
    let mut inside = (0..sentence.words.len()).filter(|w| below(*w)).map(|w| sentence.words[w].token);
    let start = inside.next()?;
    let (start, end) = inside.fold((start, start), |(s, e), t| (s.min(t), e.max(t)));
    Some(line.span(start..end + 1))
}

fn is_content(sentence: &Sentence, word: usize) -> bool {
    matches!(sentence.words[word].upos, Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj | Upos::Sym | Upos::Verb)
}
