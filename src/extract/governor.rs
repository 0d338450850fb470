//! What happens to what is counted: the word that governs a figure, from the parse.

use super::Job;
use super::page::Line;
use crate::model::{Mention, Sentence, Upos};

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

fn is_content(sentence: &Sentence, word: usize) -> bool {
    matches!(sentence.words[word].upos, Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj | Upos::Sym | Upos::Verb)
}
