//! What a figure counts, from the parse, where the words around it did not tell.

use super::quantity::Found;
use crate::model::{Analysis, Kind, Sentence, Span, Upos, Word};
use crate::rules::quantity::QuantityRules;

/// Fills in the counted noun of bare figures whose head in the parse is one; what is filled in already stays.
pub(super) fn fill_counted(found: &mut [Found], analysis: &Analysis, rules: &QuantityRules) {
    let mut buffer = String::new();
    for quantity in found {
        if quantity.kind != Kind::Quantity || quantity.unit.is_some() || quantity.figure.is_none() {
            continue;
        }
        let at = analysis.sentences.partition_point(|s| s.span.end <= quantity.core.start);
        let Some(sentence) = analysis.sentences.get(at).filter(|s| s.span.contains(&quantity.core)) else { continue };
        let Some((span, lemma)) = head_noun(sentence, quantity.core) else { continue };
        if span.overlaps(&quantity.span) {
            continue;
        }
        let word = rules.lexicon.word(lemma, &mut buffer);
        let known = rules.counted.longest(|n| if n == 0 { Some(word) } else { None });
        let noun = known.and_then(|(_, rule)| rules.nouns.get(usize::from(rule.noun)));
        quantity.unit = Some(noun.cloned().unwrap_or_else(|| lemma.to_owned()));
        quantity.counted = Some(span);
    }
}

/// Returns the noun that the number at `core` modifies, with its place and lemma.
fn head_noun(sentence: &Sentence, core: Span) -> Option<(Span, &str)> {
    let inside = |token: usize| sentence.tokens.get(token).is_some_and(|t| core.overlaps(&t.span));
    let number = sentence.words.iter().find(|w| w.deprel.starts_with("nummod") && inside(w.token))?;
    let noun = number.head?;
    let head = sentence.words.get(noun)?;
    // "45 000 selon les syndicats": a noun behind a preposition of its own is not what is counted.
    let parts = |w: &Word| {
        w.head == Some(noun) && w.deprel.starts_with("case") && (number.token + 1..head.token).contains(&w.token)
    };
    if sentence.words.iter().any(parts) {
        return None;
    }
    if head.upos != Upos::Noun || head.lemma.is_empty() {
        return None;
    }
    let token = sentence.tokens.get(head.token)?;
    Some((token.span, &head.lemma))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Language, Token};
    use crate::recognize::{Context, recognize};

    fn word(token: usize, form: &str, lemma: &str, upos: Upos, head: Option<usize>, deprel: &'static str) -> Word {
        Word { token, form: form.into(), lemma: lemma.into(), upos, feats: "".into(), head, deprel }
    }

    #[test]
    fn the_parse_tells_what_a_distant_noun_counts() {
        let text = "Soldats : 3 000";
        let tokens = [(0, 7), (8, 9), (10, 15)];
        let sentence = Sentence {
            span: Span::new(0, text.len()),
            tokens: tokens
                .iter()
                .enumerate()
                .map(|(n, (a, b))| Token { span: Span::new(*a, *b), first_word: n, n_words: 1 })
                .collect(),
            words: vec![
                word(0, "Soldats", "soldat", Upos::Noun, None, "root"),
                word(1, ":", ":", Upos::Punct, Some(0), "punct"),
                word(2, "3 000", "3 000", Upos::Num, Some(0), "nummod"),
            ],
            names: Vec::new(),
        };
        let analysis = Analysis { sentences: vec![sentence], language: Some(Language::FR) };
        let bare = recognize(text, Language::FR, &Context::default(), None);
        assert_eq!(bare[0].unit, None);
        let found = recognize(text, Language::FR, &Context::default(), Some(&analysis));
        assert_eq!(found[0].unit.as_deref(), Some("soldier"));
        assert_eq!(found[0].counted.map(|c| c.of(text)), Some("Soldats"));
    }
}
