//! What must hold of the cues for every text.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::sync::LazyLock;

use atodds::extract::cues::{Cues, Negation};
use atodds::model::{Analysis, Language, Modality, Name, NameKind, Sentence, Span, Token, Upos, Word};
use proptest::prelude::*;

static FRENCH: LazyLock<Cues> = LazyLock::new(|| Cues::embedded(Language::FR).unwrap());
static ENGLISH: LazyLock<Cues> = LazyLock::new(|| Cues::embedded(Language::EN).unwrap());

/// Words that the rules turn on, and others, and signs in bad order.
const SOUP: &[&str] = &[
    "selon",
    "la",
    "préfecture",
    "a",
    "déclaré",
    "que",
    "qu'",
    "12",
    "8 000",
    "personnes",
    ",",
    ".",
    ";",
    ":",
    "«",
    "»",
    "“",
    "”",
    "\"",
    "(",
    ")",
    "–",
    "-",
    "—",
    "il",
    "dit-il",
    "a-t-on",
    "appris",
    "auprès",
    "de",
    "du",
    "le",
    "maire",
    "Paul",
    "Dupont",
    "qui",
    "dont",
    "et",
    "mais",
    "ne",
    "n'",
    "pas",
    "plus",
    "aurait",
    "devrait",
    "comme",
    "l'",
    "par",
    "annoncé",
    "précisant",
    "citant",
    "Reuters",
    "non",
    "aucun",
    "said",
    "the",
    "police",
    "that",
    "told",
    "reporters",
    "put",
    "at",
    "who",
    "not",
    "did",
    "n't",
    "'s",
    "claim",
    "claimed",
    "by",
    "according",
    "to",
    "will",
    "would",
    "He",
    "they",
    "\n",
    "\n\n",
    "é",
    "\u{a0}",
    "’",
    "…",
    "ß",
    "İ",
    "𝟘",
    "A.",
    "U.S.",
    "en",
    "garde",
    "fait",
    "état",
    "%",
    "€",
];

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec((0..SOUP.len(), any::<bool>()), 0..80).prop_map(|words| {
        let mut text = String::new();
        for (word, space) in words {
            text.push_str(SOUP[word]);
            if space || text.len().is_multiple_of(3) {
                text.push(' ');
            }
        }
        text
    })
}

/// Cuts a text at some of its stops, or anywhere, as a segmenter might.
fn cut(text: &str, borders: &[usize]) -> Analysis {
    let mut ends: Vec<usize> =
        borders.iter().map(|b| b % (text.len() + 1)).filter(|b| text.is_char_boundary(*b)).collect();
    ends.push(text.len());
    ends.sort_unstable();
    let mut sentences = Vec::new();
    let mut start = 0;
    for end in ends {
        if start < end {
            sentences.push(Sentence { span: Span::new(start, end), ..Sentence::default() });
        }
        start = end;
    }
    Analysis { sentences, language: None }
}

fn spans(text: &str) -> Vec<Span> {
    let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut spans: Vec<Span> = borders.windows(2).map(|w| Span::new(w[0], w[1])).collect();
    spans.extend(borders.iter().map(|b| Span::new(*b, text.len())));
    spans
}

proptest! {
    #[test]
    fn every_answer_points_into_the_text(text in soup(), borders in prop::collection::vec(0usize..400, 0..6)) {
        let analysis = cut(&text, &borders);
        for cues in [&*FRENCH, &*ENGLISH] {
            let document = cues.document(&text, &analysis, &[]);
            for span in spans(&text) {
                if let Some(speaker) = document.attribution(span) {
                    prop_assert!(!speaker.words.trim().is_empty());
                    prop_assert!(!speaker.span.of(&text).is_empty(), "{:?}", speaker);
                }
                if let (_, Some(cue)) = document.modality(span) {
                    prop_assert!(!cue.of(&text).is_empty());
                }
                if let Some(cue) = document.polarity(span).cue {
                    prop_assert!(!cue.of(&text).is_empty());
                }
            }
        }
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}", borders in prop::collection::vec(0usize..400, 0..4)) {
        let analysis = cut(&text, &borders);
        for cues in [&*FRENCH, &*ENGLISH] {
            let document = cues.document(&text, &analysis, &[]);
            for span in spans(&text) {
                let _ = (document.attribution(span), document.modality(span), document.polarity(span));
            }
        }
    }

    #[test]
    fn words_that_no_rule_knows_say_nothing(words in prop::collection::vec("[bdgkpz]{3,7}|[0-9]{1,4}", 1..40)) {
        let text = words.join(" ");
        let analysis = cut(&text, &[]);
        for cues in [&*FRENCH, &*ENGLISH] {
            let document = cues.document(&text, &analysis, &[]);
            for span in spans(&text) {
                prop_assert_eq!(document.attribution(span), None);
                prop_assert_eq!(document.modality(span), (Modality::Asserted, None));
                prop_assert_eq!(document.polarity(span), Negation::NONE);
            }
        }
    }

    #[test]
    fn what_stands_before_a_paragraph_does_not_change_a_credited_sentence(text in soup()) {
        // A sentence whose speaker it names itself is read alike wherever it stands.
        let own = "Selon la mairie, 14 maisons ont brûlé.";
        let whole = format!("{}\n\n{own}", text.replace(['«', '“', '"'], ""));
        let at = whole.len() - own.len();
        let analysis = cut(&whole, &[at]);
        let document = FRENCH.document(&whole, &analysis, &[]);
        let figure = Span::new(whole.rfind("14").unwrap(), whole.rfind("14").unwrap() + 2);
        prop_assert_eq!(document.attribution(figure).map(|s| s.words.as_str()), Some("mairie"));
    }
}

fn one_sentence(text: &str) -> Analysis {
    cut(text, &[])
}

fn figure(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap();
    Span::new(start, start + words.len())
}

#[test]
fn a_quotation_over_paragraphs_keeps_its_speaker() {
    let text = "“We lost 40 boats.\n\n“The sea took 12 houses,” the mayor said.";
    let analysis = cut(text, &[text.find("\n\n").unwrap()]);
    let document = ENGLISH.document(text, &analysis, &[]);
    for words in ["40", "12"] {
        assert_eq!(document.attribution(figure(text, words)).map(|s| s.words.as_str()), Some("mayor"), "{words}");
    }
}

#[test]
fn a_tagged_mood_outdoes_the_form() {
    let text = "Le coût blorbe 3 millions.";
    let mut analysis = one_sentence(text);
    let forms = ["Le", "coût", "blorbe", "3", "millions", "."];
    let mut from = 0;
    for (at, form) in forms.iter().enumerate() {
        let start = from + text[from..].find(form).unwrap();
        from = start + form.len();
        analysis.sentences[0].tokens.push(Token { span: Span::new(start, from), first_word: at, n_words: 1 });
        let (upos, feats) = if at == 2 { (Upos::Verb, "Mood=Cnd|VerbForm=Fin") } else { (Upos::Noun, "") };
        analysis.sentences[0].words.push(Word {
            token: at,
            form: (*form).into(),
            lemma: (*form).into(),
            upos,
            feats: feats.to_owned().into(),
            head: None,
            deprel: "",
        });
    }
    assert_eq!(FRENCH.document(text, &one_sentence(text), &[]).modality(figure(text, "3")).0, Modality::Asserted);
    assert_eq!(FRENCH.document(text, &analysis, &[]).modality(figure(text, "3")).0, Modality::Hedged);
}

#[test]
fn a_name_given_makes_a_lone_first_word_a_speaker() {
    let text = "Norvia expects savings of 3 million.";
    let analysis = one_sentence(text);
    let name = Name { span: Span::new(0, 6), kind: NameKind::Organisation };
    let names = [name];
    assert_eq!(ENGLISH.document(text, &analysis, &[]).attribution(figure(text, "3")), None);
    let document = ENGLISH.document(text, &analysis, &names);
    assert_eq!(document.attribution(figure(text, "3")).map(|s| s.words.as_str()), Some("Norvia"));
}

#[test]
fn a_language_without_rules_is_told() {
    let error = Cues::embedded("xx".parse().unwrap()).unwrap_err().to_string();
    assert!(error.contains("xx/attribution.toml"), "{error}");
}
