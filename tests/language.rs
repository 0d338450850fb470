//! The embedded models, from a text to its analysis.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use atodds::language::{Analyzer, Depth, conllu, holds_a_figure_or_name, segment};
use atodds::model::{Analysis, Language, Upos};
use proptest::prelude::*;

fn analyze(text: &str, lang: Language) -> Analysis {
    Analyzer::embedded(lang).unwrap().analyze(text, Depth::Parse)
}

/// `word/lemma/TAG/relation` of each word.
fn words(text: &str, lang: Language) -> Vec<String> {
    let analysis = analyze(text, lang);
    let words = analysis.sentences.iter().flat_map(|s| &s.words);
    words.map(|w| format!("{}/{}/{}/{}", w.form, w.lemma, w.upos.as_str(), w.deprel)).collect()
}

#[test]
fn a_french_sentence_is_taken_apart() {
    let words = words("Le ministre a annoncé l'envoi de 8 000 soldats.", Language::FR);
    assert_eq!(words[1], "ministre/ministre/NOUN/nsubj");
    assert_eq!(words[3], "annoncé/annoncer/VERB/root");
    assert!(words[7].ends_with("/NUM/nummod"), "{words:?}");
    assert!(words[8].starts_with("soldats/soldat/NOUN"), "{words:?}");
}

#[test]
fn an_english_sentence_is_taken_apart() {
    let words = words("The minister didn't send 8,000 soldiers to Springfield.", Language::EN);
    assert_eq!(words[1], "minister/minister/NOUN/nsubj");
    assert_eq!(words[2], "did/do/AUX/aux");
    assert_eq!(words[4], "send/send/VERB/root");
    assert_eq!(words[6], "soldiers/soldier/NOUN/obj");
}

#[test]
fn the_french_conditional_is_seen() {
    let analysis =
        analyze("Près de 300 personnes auraient été tuées et trois seraient portées disparues.", Language::FR);
    let conditional = |form: &str| {
        analysis.sentences[0]
            .words
            .iter()
            .any(|w| w.form == form && w.feats.contains("Mood=Cnd") && w.upos == Upos::Aux)
    };
    assert!(conditional("auraient") && conditional("seraient"), "{analysis:?}");
}

#[test]
fn depth_is_obeyed() {
    let analyzer = Analyzer::embedded(Language::FR).unwrap();
    let text = "Il pleut encore. Il y a 12 morts.";
    assert!(analyzer.analyze(text, Depth::Tokens).sentences[0].words.is_empty());
    let tagged = analyzer.analyze(text, Depth::Tags);
    assert!(tagged.sentences.iter().all(|s| s.words.iter().all(|w| w.deprel.is_empty() && !w.lemma.is_empty())));
    let chosen = analyzer.analyze(text, Depth::ParseIf(holds_a_figure_or_name));
    assert!(chosen.sentences[0].words.iter().all(|w| w.deprel.is_empty()));
    assert!(chosen.sentences[1].words.iter().all(|w| !w.deprel.is_empty()));
}

#[test]
fn given_tokens_are_kept() {
    let given =
        "1\tLe\t_\t_\t_\t_\t_\t_\t_\t_\n2\tchat-dort\t_\t_\t_\t_\t_\t_\t_\t_\n\n1\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
    let mut read = conllu::read(given).unwrap();
    Analyzer::embedded(Language::FR).unwrap().fill(&read.text, &mut read.analysis, Depth::Parse);
    let forms: Vec<Vec<&str>> =
        read.analysis.sentences.iter().map(|s| s.words.iter().map(|w| w.form.as_str()).collect()).collect();
    assert_eq!(forms, [vec!["Le", "chat-dort"], vec!["du"]]);
    assert!(read.analysis.sentences[1].words[0].deprel == "root");
}

#[test]
fn a_language_without_a_model_is_an_error_and_still_cut() {
    let lang: Language = "qq".parse().unwrap();
    assert!(Analyzer::embedded(lang).unwrap_err().to_string().contains("qq"));
    assert_eq!(segment("Ab cd. Ef.", lang).sentences.len(), 2);
}

/// Every sentence is a tree over its words; spans lie in the text.
fn assert_sound(text: &str, lang: Language) -> Result<(), TestCaseError> {
    let analysis = analyze(text, lang);
    for sentence in &analysis.sentences {
        prop_assert!(text.get(sentence.span.start..sentence.span.end).is_some());
        prop_assert_eq!(sentence.words.iter().filter(|w| w.head.is_none()).count(), 1);
        for (n, token) in sentence.tokens.iter().enumerate() {
            prop_assert!(text.get(token.span.start..token.span.end).is_some_and(|t| !t.is_empty()));
            let words = &sentence.words[token.first_word..token.first_word + token.n_words];
            prop_assert!(words.iter().all(|w| w.token == n && !w.form.is_empty()));
        }
        for start in 0..sentence.words.len() {
            let (mut at, mut hops) = (start, 0);
            while let Some(head) = sentence.words[at].head {
                at = head;
                hops += 1;
                prop_assert!(hops <= sentence.words.len());
            }
            prop_assert_eq!(sentence.words[at].deprel, "root");
        }
    }
    let written = conllu::write(text, &analysis, None);
    let read = conllu::read(&written);
    prop_assert!(read.is_ok(), "{:?}\n{}", read.err(), written);
    prop_assert_eq!(read.map(|r| r.analysis.sentences.len()).ok(), Some(analysis.sentences.len()));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_becomes_trees(text in "\\PC{0,120}") {
        assert_sound(&text, Language::FR)?;
        assert_sound(&text, Language::EN)?;
    }

    #[test]
    fn texty_text_becomes_trees(text in "((le|des|du|chats|don't|12 000|M\\.|Paris|dort|\\.|,|«|»|\"|l'|-t-il|été|\n)( |)){0,30}") {
        assert_sound(&text, Language::FR)?;
        assert_sound(&text, Language::EN)?;
    }
}
