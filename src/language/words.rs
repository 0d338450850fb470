//! From tokens to syntactic words: `du` is *de* and *le*, `don't` is *do* and *n't*.

use super::lexeme::{Lexeme, Lexicon};
use super::linear::{Key, KeyHasher, Weights, best, mix};
use super::segment::{Contraction, LanguageRules, folded, is_apostrophe};
use crate::model::{Sentence, Upos, Word};

/// Longer tokens are never contractions.
const LONGEST: usize = 64;

/// Decides on the tokens that may stand for one word or for several.
#[derive(Clone, Debug, Default)]
pub struct Splitter {
    /// Class 1 speaks for several words.
    pub weights: Weights,
}

impl Splitter {
    /// Fills a sentence's words from its tokens: forms only, and each token's place among them.
    pub fn split(
        &self,
        text: &str,
        sentence: &mut Sentence,
        rules: &LanguageRules,
        lexicon: &Lexicon,
        buffer: &mut String,
    ) {
        sentence.words.clear();
        for at in 0..sentence.tokens.len() {
            let form = sentence.tokens[at].span.of(text);
            let first = sentence.words.len();
            match contraction(form, rules) {
                Some(contraction) if contraction.always || self.is_several(text, sentence, at, lexicon, buffer) => {
                    let parts = cased(form, &contraction.words);
                    sentence.words.extend(parts.iter().map(|part| blank(at, part)));
                }
                Some(_) => sentence.words.push(blank(at, form)),
                None => {
                    let mut rest = form;
                    let mut tail = Vec::new();
                    while let Some(cut) = enclitic_start(rest, rules) {
                        tail.push(&rest[cut..]);
                        rest = &rest[..cut];
                    }
                    sentence.words.push(blank(at, rest));
                    sentence.words.extend(tail.into_iter().rev().map(|part| blank(at, part)));
                }
            }
            let token = &mut sentence.tokens[at];
            token.first_word = first;
            token.n_words = sentence.words.len() - first;
        }
    }

    fn is_several(&self, text: &str, sentence: &Sentence, at: usize, lexicon: &Lexicon, buffer: &mut String) -> bool {
        let mut keys = Vec::new();
        let mut scores = [0; 2];
        split_keys(text, sentence, at, lexicon, buffer, &mut keys);
        self.weights.score(&keys, if self.weights.classes() == 2 { &mut scores } else { return true });
        best(&scores, |_| true) == Some(1)
    }
}

/// A word of which only the form is known.
fn blank(token: usize, form: &str) -> Word {
    let form = form.into();
    Word { token, form, lemma: "".into(), upos: Upos::X, feats: "".into(), head: None, deprel: "" }
}

/// Returns what a token may stand for.
pub fn contraction<'r>(form: &str, rules: &'r LanguageRules) -> Option<&'r Contraction> {
    if form.len() > LONGEST || form.starts_with(|c: char| !c.is_alphabetic()) {
        return None;
    }
    if form.bytes().all(|b| b.is_ascii_lowercase()) {
        rules.contraction(form)
    } else {
        rules.contraction(&folded(form))
    }
}

/// Fills `keys` with what speaks for or against several words: the token and its neighbours.
pub fn split_keys(
    text: &str,
    sentence: &Sentence,
    at: usize,
    lexicon: &Lexicon,
    buffer: &mut String,
    keys: &mut Vec<Key>,
) {
    keys.clear();
    let mut seen = |by: isize| {
        let token = at.checked_add_signed(by).and_then(|i| sentence.tokens.get(i));
        token.map(|t| Lexeme::new(t.span.of(text), lexicon, buffer)).unwrap_or_default()
    };
    let (w, p1, p2, n1, n2) = (seen(0), seen(-1), seen(-2), seen(1), seen(2));
    let mut add =
        |template: u64, a: u64, b: u64| keys.push(KeyHasher::new(700 + template).with(w.form).with(a).with(b).key());
    add(0, 0, 0);
    add(1, p1.form, 0);
    add(2, n1.form, 0);
    add(3, p1.form, n1.form);
    add(4, p2.form, p1.form);
    add(5, p1.suffix[2], 0);
    add(6, n1.suffix[2], 0);
    add(7, p1.suffix[1], u64::from(p1.tags));
    add(8, u64::from(p1.tags), u64::from(n1.tags));
    add(9, mix(u64::from(p2.tags), u64::from(p1.tags)), 0);
    add(10, n1.form, n2.form);
    add(11, p1.suffix[3], 0);
    add(12, n1.shape, p1.shape);
    add(13, u64::from(n1.tags), u64::from(n2.tags));
    add(14, w.shape, 0);
}

/// Gives the words the capitals of the token: `Du` is `De` and `le`, `DES` is `DE` and `LES`.
fn cased(form: &str, words: &[String]) -> Vec<String> {
    // Where the words, put together, are the token, they are its own letters.
    if words.iter().map(|w| w.len()).sum::<usize>() == form.len() && folded(form) == words.concat() {
        let mut at = 0;
        let parts = words.iter().map(|w| {
            at += w.len();
            form.get(at - w.len()..at).unwrap_or(w).to_owned()
        });
        return parts.collect();
    }
    let capitals = form.chars().filter(|c| c.is_uppercase()).count();
    if capitals > 1 {
        return words.iter().map(|w| w.to_uppercase()).collect();
    }
    let mut parts = words.to_vec();
    if let (1, Some(first)) = (capitals, parts.first_mut()) {
        let mut chars = first.chars();
        *first = chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default();
    }
    parts
}

/// Returns where a token's last word starts, if it ends in a word of its own.
fn enclitic_start(form: &str, rules: &LanguageRules) -> Option<usize> {
    if !form.contains(is_apostrophe) || form.len() > LONGEST || !form.contains(char::is_alphabetic) {
        return None;
    }
    let small = folded(form);
    for enclitic in &rules.enclitics {
        let Some(stem) = small.strip_suffix(enclitic.as_str()) else { continue };
        if !stem.contains(|c: char| c.is_alphabetic()) {
            continue;
        }
        // Small letters may be longer or shorter than capitals: count characters from the end.
        let at = form.char_indices().rev().nth(enclitic.chars().count() - 1)?.0;
        return (at > 0).then_some(at);
    }
    let plural = rules.possessive_apostrophe && small.ends_with("s'") && small.len() > 2;
    plural.then(|| form.char_indices().next_back().map(|(at, _)| at)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::segment;
    use crate::model::Language;
    use proptest::prelude::*;

    fn words(text: &str, lang: Language) -> String {
        let mut analysis = segment(text, lang);
        let mut all = Vec::new();
        for sentence in &mut analysis.sentences {
            Splitter::default().split(text, sentence, LanguageRules::of(lang), &Lexicon::default(), &mut String::new());
            all.extend(sentence.words.iter().map(|w| w.form.clone()));
        }
        all.join(" ")
    }

    #[test]
    fn contractions_have_their_words() {
        assert_eq!(words("Du haut aux bas AUX auquel", Language::FR), "De le haut à les bas À LES à lequel");
        assert_eq!(
            words("I don't think Iran’s workers' WOULDN'T've cannot", Language::EN),
            "I do n't think Iran ’s workers ' WOULD N'T 've can not"
        );
        assert_eq!(words("the 1990's O'Neill", Language::EN), "the 1990's O'Neill");
    }

    proptest! {
        #[test]
        fn every_token_has_its_words(text in "([a-zA-Zéİß’']|n't|'s|du|DES|cannot| ){0,40}") {
            for lang in [Language::FR, Language::EN] {
                let mut analysis = segment(&text, lang);
                for sentence in &mut analysis.sentences {
                    Splitter::default().split(&text, sentence, LanguageRules::of(lang), &Lexicon::default(), &mut String::new());
                    let mut next = 0;
                    for (n, token) in sentence.tokens.iter().enumerate() {
                        prop_assert_eq!(token.first_word, next);
                        prop_assert!(token.n_words > 0);
                        next += token.n_words;
                        prop_assert!(sentence.words[token.first_word..next].iter().all(|w| w.token == n && !w.form.is_empty()));
                    }
                    prop_assert_eq!(next, sentence.words.len());
                }
            }
        }
    }
}
