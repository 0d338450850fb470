//! Which language a text is written in.
//!
//! Function words decide where they are frequent enough, headlines included, for they are what a language cannot do
//! without (`rules/<lang>/detection.toml`); letter statistics decide else. A text in a language that has no rules keeps
//! that language's code, so that extraction can say so: it is no reason to lose the document. A text that tells
//! nothing (figures, names) takes the caller's fallback, else English.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;
use whatlang::{Detector, Lang};

use crate::model::Language;
use crate::rules;

/// Bytes of a text that are looked at; an article tells its language well before.
const LOOKED_AT: usize = 8192;
/// Words from which on a text outweighs what its page declares.
const DECISIVE_WORDS: usize = 60;

#[derive(Deserialize)]
struct Words {
    function_words: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Codes {
    iso_639_1: BTreeMap<String, String>,
}

struct Tables {
    known: Vec<(Language, BTreeSet<String>)>,
    codes: BTreeMap<String, String>,
}

/// Broken embedded tables are found by the test below; at run time they cost the detection only.
static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables {
    known: rules::languages()
        .into_iter()
        .filter_map(|language| {
            let words: Words = rules::toml(&format!("{language}/detection.toml")).ok()?;
            Some((language, words.function_words))
        })
        .collect(),
    codes: rules::toml::<Codes>("shared/languages.toml").map(|codes| codes.iso_639_1).unwrap_or_default(),
});

/// What function words say of a text.
struct Tally {
    words: usize,
    best: Option<(Language, f64)>,
    /// The one language that has any of them.
    only: Option<Language>,
}

/// Detects the language of a text, of those that have rules or of any other that is known to the letter statistics;
/// `None` where the text does not tell.
pub fn detect(text: &str) -> Option<Language> {
    let text = head(text);
    let tally = tally(text);
    if let Some((language, share)) = tally.best
        && (share >= 0.2 || tally.words < DECISIVE_WORDS)
    {
        return Some(language);
    }
    let any = Detector::new().detect(text).filter(|info| info.is_reliable() && text.len() >= 120);
    let any = any.and_then(|info| code_of(info.lang()));
    let known = |language: &Language| TABLES.known.iter().any(|(known, _)| known == language);
    match tally.best {
        // Few function words and letters of a third language: a foreign text with quotes or names.
        Some((language, _)) => Some(any.filter(|any| !known(any)).unwrap_or(language)),
        // One word alone tells a short text, where no other language has any.
        None if tally.only.is_some() && tally.words < DECISIVE_WORDS => any.filter(|any| !known(any)).or(tally.only),
        None => any.or_else(|| {
            let allowed = TABLES.known.iter().filter_map(|(language, _)| lang_of(*language)).collect();
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            let info = Detector::with_allowlist(allowed).detect(text).filter(|_| letters >= 20)?;
            code_of(info.lang())
        }),
    }
}

/// Decides between what a page declares of itself and what its text says: templates are often left in another language,
/// so a long text that speaks clearly wins.
pub(super) fn settle(declared: Option<Language>, text: &str, fallback: Option<Language>) -> Language {
    let Some(declared) = declared else {
        return detect(text).or(fallback).unwrap_or(Language::EN);
    };
    let tally = tally(head(text));
    match tally.best {
        Some((language, _)) if tally.words >= DECISIVE_WORDS => language,
        _ => declared,
    }
}

/// Finds the language whose function words are frequent, and at least twice as frequent as any other's.
fn tally(text: &str) -> Tally {
    let mut counts = vec![0usize; TABLES.known.len()];
    let mut words = 0;
    let mut lower = String::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        words += 1;
        lower.clear();
        if word.is_ascii() {
            lower.push_str(word);
            lower.make_ascii_lowercase();
        } else {
            lower.push_str(&word.to_lowercase());
        }
        for (count, (_, known)) in counts.iter_mut().zip(&TABLES.known) {
            *count += usize::from(known.contains(&lower));
        }
    }
    let mut ranked: Vec<(usize, Language)> =
        counts.iter().zip(&TABLES.known).map(|(count, (language, _))| (*count, *language)).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let best = ranked.first().copied().filter(|(count, _)| {
        let second = ranked.get(1).map_or(0, |(count, _)| *count);
        *count >= 2 && *count * 10 >= words && *count >= 2 * second
    });
    let told: Vec<Language> = ranked.iter().filter(|(count, _)| *count > 0).map(|(_, language)| *language).collect();
    let only = if let [language] = told[..] { Some(language) } else { None };
    // Word counts of a text are far below 2^52.
    Tally { words, only, best: best.map(|(count, language)| (language, count as f64 / words as f64)) }
}

fn head(text: &str) -> &str {
    let mut end = text.len().min(LOOKED_AT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn code_of(lang: Lang) -> Option<Language> {
    TABLES.codes.get(lang.code())?.parse().ok()
}

fn lang_of(language: Language) -> Option<Lang> {
    let code = TABLES.codes.iter().find(|(_, short)| *short == language.code())?.0;
    Lang::from_code(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<String> {
        detect(text).map(|language| language.to_string())
    }

    #[test]
    fn every_language_with_rules_can_be_detected() {
        for language in rules::languages() {
            let words: Words = rules::toml(&format!("{language}/detection.toml")).unwrap();
            assert!(words.function_words.len() >= 20, "{language}");
            assert!(lang_of(language).is_some(), "{language}");
        }
        for lang in Lang::all() {
            assert!(code_of(*lang).is_some(), "{lang:?} has no two-letter code");
        }
    }

    #[test]
    fn headlines_tell_their_language() {
        for (text, language) in [
            ("Six morts dans une avalanche sur le versant nord", "fr"),
            ("Six dead after an avalanche on the northern slope", "en"),
            ("Le maire annonce la fermeture du pont pour trois mois", "fr"),
            ("Mayor to close the bridge for three months", "en"),
        ] {
            assert_eq!(code(text).as_deref(), Some(language), "{text}");
        }
        assert_eq!(detect("12 345 / 2024"), None);
        assert_eq!(detect(""), None);
    }

    #[test]
    fn a_language_without_rules_keeps_its_code() {
        let spanish = "El presidente anunció el lunes que la nueva línea de tren entre las dos ciudades costará más de lo \
                       previsto, y que los trabajos no empezarán hasta el otoño porque faltan los permisos.";
        assert_eq!(code(spanish).as_deref(), Some("es"));
        let german = "Der Präsident kündigte am Montag an, dass die neue Bahnstrecke zwischen den beiden Städten teurer wird \
                      als geplant und dass die Arbeiten erst im Herbst beginnen werden, weil die Genehmigungen fehlen.";
        assert_eq!(code(german).as_deref(), Some("de"));
    }

    #[test]
    fn a_long_text_outweighs_a_template() {
        let french = "Le conseil municipal a voté mardi soir la fermeture du pont, qui n’est plus sûr depuis les crues. Les \
                      habitants devront faire un détour par la route du nord pendant les travaux, qui dureront trois mois \
                      selon la mairie. Une navette est prévue pour les élèves, et les commerçants demandent une aide. La \
                      préfecture dit que le pont sera rouvert avant l’hiver si les entreprises tiennent les délais.";
        assert_eq!(settle(Some(Language::EN), french, None), Language::FR);
        assert_eq!(settle(Some(Language::EN), "Le pont est fermé", None), Language::EN);
        assert_eq!(settle(None, "2024", Some(Language::FR)), Language::FR);
    }
}
