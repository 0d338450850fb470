//! The embedded models, from a text to its analysis.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use atodds::language::{Analyzer, Depth, conllu, names, segment};
use atodds::model::{Analysis, Language, NameKind, Upos};
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

/// The features of the first word with this form.
fn features(text: &str, form: &str, lang: Language) -> String {
    let analysis = analyze(text, lang);
    let word = analysis.sentences.iter().flat_map(|s| &s.words).find(|w| w.form == form);
    word.unwrap_or_else(|| panic!("{form} is no word of {text:?}")).feats.to_string()
}

#[test]
fn mood_tense_number_and_polarity_are_told() {
    let text = "L'usine pourrait fermer et des emplois seraient perdus, mais le maire n'a jamais signé.";
    for (form, feature) in [
        ("pourrait", "Mood=Cnd"),
        ("pourrait", "Number=Sing"),
        ("seraient", "Mood=Cnd"),
        ("seraient", "Number=Plur"),
        ("emplois", "Number=Plur"),
        ("a", "Tense=Pres"),
        ("n'", "Polarity=Neg"),
    ] {
        assert!(features(text, form, Language::FR).contains(feature), "{form} {feature}");
    }
    let text = "The plants closed last year, and the mayor does not know how many workers will lose their jobs.";
    for (form, feature) in
        [("plants", "Number=Plur"), ("closed", "Tense=Past"), ("mayor", "Number=Sing"), ("not", "Polarity=Neg")]
    {
        assert!(features(text, form, Language::EN).contains(feature), "{form} {feature}");
    }
}

#[test]
fn contractions_are_their_words_and_ordinals_are_one() {
    let forms = |text: &str, lang| {
        let analysis = analyze(text, lang);
        let words = analysis.sentences.iter().flat_map(|s| &s.words).map(|w| w.form.clone());
        words.collect::<Vec<_>>().join("|")
    };
    assert_eq!(
        forms("Le 1er mai, les élus des deux villes vont au port.", Language::FR),
        "Le|1er|mai|,|les|élus|de|les|deux|villes|vont|à|le|port|."
    );
    assert_eq!(
        forms("Aujourd’hui, l’usine n’emploie qu’une équipe.", Language::FR),
        "Aujourd’hui|,|l’|usine|n’|emploie|qu’|une|équipe|."
    );
    assert_eq!(forms("They don’t know if it's Paul's boat.", Language::EN), "They|do|n’t|know|if|it|'s|Paul|'s|boat|.");
}

#[test]
fn closing_quotes_stay_with_what_they_close() {
    let starts = |text: &str, lang| {
        let analysis = segment(text, lang);
        analysis.sentences.iter().map(|s| s.span.of(text).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        starts("La maire a dit\u{A0}: « C’est une victoire. » Puis elle est partie.", Language::FR),
        ["La maire a dit\u{A0}: « C’est une victoire. »", "Puis elle est partie."]
    );
    assert_eq!(
        starts("“We lost 12 people,” he said. “We will not stop.” The talks go on.", Language::EN),
        ["“We lost 12 people,” he said.", "“We will not stop.”", "The talks go on."]
    );
}

#[test]
fn depth_is_obeyed() {
    let analyzer = Analyzer::embedded(Language::FR).unwrap();
    let text = "Il pleut encore. Il y a 12 morts.";
    assert!(analyzer.analyze(text, Depth::Tokens).sentences[0].words.is_empty());
    let tagged = analyzer.analyze(text, Depth::Tags);
    assert!(tagged.sentences.iter().all(|s| s.words.iter().all(|w| w.deprel.is_empty() && !w.lemma.is_empty())));
    let chosen = analyzer.analyze(text, Depth::ParseIf(&mut |text, sentence| sentence.span.of(text).contains("12")));
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

#[test]
fn names_stand_in_the_column_for_the_rest() {
    let given = "# c\n1\tSophie\t_\t_\t_\t_\t_\t_\t_\t_\n2\tMartin\t_\t_\t_\t_\t_\t_\t_\t_\n3\tvit\t_\t_\t_\t_\t_\t_\t_\t_\n3.1\tici\t_\t_\t_\t_\t_\t_\t_\t_\n4-5\tau\t_\t_\t_\t_\t_\t_\t_\t_\n4\tà\t_\t_\t_\t_\t_\t_\t_\t_\n5\tle\t_\t_\t_\t_\t_\t_\t_\t_\n6\tCanada\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
    let mut read = conllu::read(given).unwrap();
    Analyzer::embedded(Language::FR).unwrap().fill(&read.text, &mut read.analysis, Depth::Parse);
    names::annotate(&read.text, &mut read.analysis, Language::FR);
    let kinds: Vec<NameKind> = read.analysis.sentences[0].names.iter().map(|n| n.kind).collect();
    assert_eq!(kinds, [NameKind::Person, NameKind::Place]);
    let written = conllu::write(&read.text, &read.analysis, Some(&read.comments));
    let misc = |id: &str| {
        let line = written.lines().find(|l| l.split('\t').next() == Some(id));
        line.and_then(|l| l.split('\t').next_back()).unwrap_or_default().to_owned()
    };
    assert!(written.starts_with("# c\n1\tSophie\t"), "{written}");
    assert!(misc("1").starts_with("NE=B-person") && misc("2").starts_with("NE=I-person"), "{written}");
    assert!(misc("6").starts_with("NE=B-place") && misc("4-5").starts_with("TokenRange="), "{written}");
}

/// Every sentence is a tree over its words; spans lie in the text, those of names too.
fn assert_sound(text: &str, lang: Language) -> Result<(), TestCaseError> {
    let mut analysis = analyze(text, lang);
    names::annotate(text, &mut analysis, lang);
    let mut named = 0;
    for name in analysis.sentences.iter().flat_map(|s| &s.names) {
        prop_assert!(name.span.start >= named && !name.span.is_empty());
        prop_assert!(text.get(name.span.start..name.span.end).is_some());
        named = name.span.end;
    }
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
