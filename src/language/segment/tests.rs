use proptest::prelude::*;

use super::segment;
use crate::language::{Analyzer, Depth};
use crate::model::Language;

/// Tokens parted by `|`, sentences by `‖`.
fn cut(text: &str, lang: Language) -> String {
    let analysis = segment(text, lang);
    let sentences: Vec<String> = analysis
        .sentences
        .iter()
        .map(|s| s.tokens.iter().map(|t| t.span.of(text)).collect::<Vec<_>>().join("|"))
        .collect();
    sentences.join(" ‖ ")
}

fn fr(text: &str) -> String {
    cut(text, Language::FR)
}

fn en(text: &str) -> String {
    cut(text, Language::EN)
}

#[test]
fn french_elisions_and_clitics() {
    assert_eq!(fr("L’homme qu'il n'a pas vu aujourd'hui"), "L’|homme|qu'|il|n'|a|pas|vu|aujourd'hui");
    assert_eq!(
        fr("Jusqu'à quand ? A-t-il dit : « donnez-le-moi » ?"),
        "Jusqu'|à|quand|? ‖ A|-t-il|dit|:|«|donnez|-le|-moi|»|?"
    );
    assert_eq!(fr("Bar-le-Duc, celui-ci, États-Unis, peut-être"), "Bar-le-Duc|,|celui-ci|,|États-Unis|,|peut-être");
    assert_eq!(fr("quelqu'un et l'on du prud'homme"), "quelqu'un|et|l'on|du|prud'homme");
}

#[test]
fn numbers_with_every_kind_of_space() {
    for space in [" ", "\u{A0}", "\u{202F}", "\u{2009}"] {
        assert_eq!(fr(&format!("Les 1{space}234{space}567,8 euros")), format!("Les|1{space}234{space}567,8|euros"));
    }
    assert_eq!(en("some 10–12,000 people"), "some|10|–|12,000|people");
    assert_eq!(en("in 2012 300 people"), "in|2012|300|people");
    assert_eq!(fr("en 2012 300 personnes"), "en|2012|300|personnes");
    assert_eq!(fr("12 3456 et 5 000 000"), "12|3456|et|5 000 000");
    assert_eq!(
        fr("le 1er mai, à 20h30, 50 % et 45€, -5 °C, 15km"),
        "le|1er|mai|,|à|20|h|30|,|50|%|et|45|€|,|-5|°C|,|15|km"
    );
    assert_eq!(
        en("$3.5bn at 5pm on 11/28/2000, the 20th, 10-12 men, 1990's"),
        "$|3.5|bn|at|5|pm|on|11/28/2000|,|the|20th|,|10|-|12|men|,|1990's"
    );
    assert_eq!(en("2020-05-01 or 713-853-3989"), "2020-05-01|or|713-853-3989");
}

#[test]
fn abbreviations_do_not_end_sentences() {
    assert_eq!(
        fr("M. Dupont et Mme. Durand voient le Dr. Roux p. 12. Bien."),
        "M.|Dupont|et|Mme.|Durand|voient|le|Dr.|Roux|p.|12|. ‖ Bien|."
    );
    assert_eq!(
        en("Mr. Smith of the U.S. Army met J. K. Rowling. He left at 5 p.m. The end."),
        "Mr.|Smith|of|the|U.S.|Army|met|J.|K.|Rowling|. ‖ He|left|at|5|p.m. ‖ The|end|."
    );
    assert_eq!(fr("Le R.E.M. de J.-C. Dupont, etc. Il part."), "Le|R.E.M.|de|J.-C.|Dupont|,|etc. ‖ Il|part|.");
    assert_eq!(en("No. 5 is red. No. It is blue."), "No.|5|is|red|. ‖ No|. ‖ It|is|blue|.");
}

#[test]
fn numbers_and_sums_are_not_cut() {
    assert_eq!(segment("Volvo would pay SKr9.6bn for the unit.", Language::EN).sentences.len(), 1);
    assert_eq!(segment("La dette atteint 498 Md€ selon la Cour.", Language::FR).sentences.len(), 1);
}

#[test]
fn a_date_under_a_headline_is_no_part_of_it() {
    for (lang, text) in [
        (
            Language::FR,
            "Grève du rail : un train sur trois a circulé lundi en Belgique\nPublié le 12 février 2024\n\nLe reste suit.",
        ),
        (
            Language::EN,
            "Belgian rail strike halts most trains as unions demand 7% raise\nFeb 12, 2024\n\nThe rest follows.",
        ),
    ] {
        assert_eq!(segment(text, lang).sentences.len(), 3, "{text}");
    }
    let cut = "A witness told the court on Tuesday that \"the fire at the mill killed\nAnn Bell in January 2024 and no one else.\"";
    assert_eq!(segment(cut, Language::EN).sentences.len(), 1);
    let wrapped = "The strike halted most of the trains that run in the country on\nMonday, 12 February 2024.";
    assert_eq!(segment(wrapped, Language::EN).sentences.len(), 1);
}

#[test]
fn quotes_belong_to_their_sentence() {
    assert_eq!(fr("Il a dit « Partez !\n\n»\n\nAutre chose."), "Il|a|dit|«|Partez|!|» ‖ Autre|chose|.");
    assert_eq!(fr("« Nous partons. » Il sort."), "«|Nous|partons|.|» ‖ Il|sort|.");
    assert_eq!(en("“We go.” He left. \"No!\" she said."), "“|We|go|.|” ‖ He|left|. ‖ \"|No|!|\"|she|said|.");
    assert_eq!(fr("Il dit \"oui\". \"Non\", dit-elle."), "Il|dit|\"|oui|\"|. ‖ \"|Non|\"|,|dit|-elle|.");
}

#[test]
fn a_stray_quotation_mark_does_not_turn_those_after_it_about() {
    // One mark is missing after `5`; by count alone the next one would seem to close.
    assert_eq!(en("The 5\" gun fired. \"We go.\" He left."), "The|5|\"|gun|fired|. ‖ \"|We|go|.|\" ‖ He|left|.");
}

#[test]
fn without_a_stop_nothing_begins_after_an_article_or_a_preposition_or_within_a_name() {
    for text in ["Le quotidien a été repris par Le Monde Diplomatique hier.", "Selon Le Monde, il est parti."] {
        assert_eq!(segment(text, Language::FR).sentences.len(), 1, "{text}");
    }
    assert_eq!(segment("Il a vu Loïk Le Floch-Prigent à Paris.", Language::FR).sentences.len(), 1);
    let learnt = Analyzer::embedded(Language::FR).unwrap();
    for text in [
        "Lors de cette rencontre, Kang Son Hae a salué la Russie.",
        "Selon une Source proche du dossier, il a déclaré que non.",
    ] {
        assert_eq!(learnt.analyze(text, Depth::Tokens).sentences.len(), 1, "{text}");
    }
}

#[test]
fn a_name_that_stands_whole_elsewhere_is_not_cut() {
    let learnt = Analyzer::embedded(Language::FR).unwrap();
    let text = "Vendredi, à Bergen, le ministre russe des Affaires étrangères Anders Holm et son homologue nord-coréenne Choe Le Thi \
                ont débuté une rencontre visant à renforcer les liens militaires entre leurs pays. Il avait salué Choe Le Thi.";
    assert_eq!(learnt.analyze(text, Depth::Tokens).sentences.len(), 2);
}

#[test]
fn english_contractions_stay_one_token() {
    assert_eq!(
        en("They don't know Iran’s plans; it's the workers' fault, 'tis so."),
        "They|don't|know|Iran’s|plans|;|it's|the|workers'|fault|,|'tis|so|."
    );
    assert_eq!(en("a long-term non-profit e-mail and/or b/c"), "a|long|-|term|non-profit|e-mail|and|/|or|b/c");
    assert_eq!(en("He said 'the boys' twice"), "He|said|'|the|boys|'|twice");
}

#[test]
fn headlines_lists_and_wrapped_lines() {
    assert_eq!(
        fr("Un titre sans point\nLe texte commence ici et continue assez longtemps pour une ligne."),
        "Un|titre|sans|point ‖ Le|texte|commence|ici|et|continue|assez|longtemps|pour|une|ligne|."
    );
    assert_eq!(en("Title\n\nBody"), "Title ‖ Body");
    assert_eq!(en("- one\n- two\n1. three\n2) four"), "-|one ‖ -|two ‖ 1|.|three ‖ 2|)|four");
    let wrapped = "The committee met on Tuesday afternoon in the old town\nhall of Springfield to hear what the delegates from\nParis had to say.";
    assert_eq!(segment(wrapped, Language::EN).sentences.len(), 1);
}

#[test]
fn addresses_are_one_token() {
    assert_eq!(
        en("See https://example.com/a?b=1, www.example.org. Mail me@x.org (now)!"),
        "See|https://example.com/a?b=1|,|www.example.org|. ‖ Mail|me@x.org|(|now|)|!"
    );
    assert_eq!(fr("#climat @ministre ... fin.Suite"), "#climat|@ministre|...|fin|. ‖ Suite");
}

#[test]
fn a_long_line_takes_linear_time() {
    let text = "a-b'c.1 ".repeat(200_000);
    assert!(segment(&text, Language::FR).sentences.len() > 100);
    let text = "a'".repeat(400_000);
    assert!(!segment(&text, Language::FR).sentences.is_empty());
    let text = "a-".repeat(400_000) + "b@" + &".".repeat(400_000);
    assert!(!segment(&text, Language::EN).sentences.is_empty());
}

/// Everything but white space lies in tokens; spans are in order, on borders, inside their sentence.
fn assert_sound(text: &str, lang: Language) -> Result<(), TestCaseError> {
    let analysis = segment(text, lang);
    let mut at = 0;
    for sentence in &analysis.sentences {
        prop_assert_eq!(sentence.span.start, sentence.tokens[0].span.start);
        prop_assert_eq!(sentence.span.end, sentence.tokens[sentence.tokens.len() - 1].span.end);
        for (n, token) in sentence.tokens.iter().enumerate() {
            prop_assert!(!token.span.is_empty());
            prop_assert!(token.span.start >= at);
            prop_assert!(text[at..token.span.start].chars().all(char::is_whitespace));
            prop_assert!(!token.span.of(text).starts_with(char::is_whitespace));
            prop_assert_eq!((token.first_word, token.n_words), (n, 1));
            at = token.span.end;
        }
    }
    prop_assert!(text[at..].chars().all(char::is_whitespace));
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_covered(text in "\\PC{0,200}") {
        assert_sound(&text, Language::FR)?;
        assert_sound(&text, Language::EN)?;
        assert_sound(&text, "qq".parse().unwrap())?;
    }

    #[test]
    fn texty_text_is_covered(text in "([a-zA-Zéà’'.,;:!?()«»“”\"/@#&°$€%+−–-]|[0-9]|[ \n\u{A0}\u{202F}]|M\\.|U\\.S\\.|-t-il|1 234|l'|'s|n't|www\\.|\\.com){0,60}") {
        assert_sound(&text, Language::FR)?;
        assert_sound(&text, Language::EN)?;
    }
}
