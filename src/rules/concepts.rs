//! Concepts: words of both languages that tell the same in two accounts of one event.

use std::sync::LazyLock;

use anyhow::{Context, Result};
use foldhash::{HashMap, HashSet};

use super::classes::Classes;
use super::fold::fold;
use crate::model::Language;

/// Words in an expression, at most.
pub const MOST_WORDS: usize = 5;

/// Adds a word to an expression as it is looked up: without the endings of its forms, articles and elided words alike, so that
/// "négociations salariales" and "négociation salarial", "chiffre d'affaires" and "chiffre de affaire" are one.
pub fn push_word(expression: &mut String, folded: &str) {
    for word in folded.split(' ').filter(|word| !word.is_empty()) {
        let whole = match word {
            "d" | "du" | "des" => "de",
            "l" | "la" | "les" => "le",
            "au" | "aux" => "a",
            "s" => "se",
            "qu" => "que",
            "n" => "ne",
            word => word,
        };
        // A contraction hides an article: "du" is "de" and "le".
        if whole == "le" || whole == "the" {
            continue;
        }
        if !expression.is_empty() {
            expression.push(' ');
        }
        let stem = whole.trim_end_matches(['s', 'x']).trim_end_matches('e');
        expression.push_str(if stem.len() < SHORTEST_STEM { whole } else { stem });
    }
}

/// Shorter words have no endings.
const SHORTEST_STEM: usize = 3;

/// The concept of each folded word or expression, by language.
#[derive(Debug, Default)]
pub struct Concepts {
    of: HashMap<Language, HashMap<String, &'static str>>,
    broader: HashMap<&'static str, Vec<&'static str>>,
    idle: HashSet<&'static str>,
}

static EMBEDDED: LazyLock<Concepts> = LazyLock::new(|| Concepts::load().unwrap_or_default());

impl Concepts {
    /// Returns the embedded ones.
    pub fn embedded() -> &'static Concepts {
        &EMBEDDED
    }

    /// Loads `rules/shared/concepts.txt`: a line a concept, its name, its English and French words, with `|` between.
    ///
    /// # Errors
    /// Where a line has another form; the message names it.
    pub fn load() -> Result<Self> {
        let idle = super::text("shared/idle.txt")?.lines().map(str::trim);
        let idle = idle.filter(|line| !line.is_empty() && !line.starts_with('#')).flat_map(str::split_whitespace);
        let mut out = Concepts { idle: idle.collect(), ..Concepts::default() };
        for (n, line) in super::text("shared/concepts.txt")?.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut parts = line.split('|').map(str::trim);
            let (name, words) = parts
                .next()
                .zip(parts.next().zip(parts.next()))
                .with_context(|| format!("rules/shared/concepts.txt:{}: no `name | words | words`", n + 1))?;
            let broader = parts.next().unwrap_or("").split(',').map(str::trim).filter(|b| !b.is_empty()).collect();
            out.broader.insert(name, broader);
            // Words that both languages write alike may mean unlike things.
            for (language, words) in [(Language::EN, words.0), (Language::FR, words.1)] {
                let table = out.of.entry(language).or_default();
                for word in words.split(',').map(fold).filter(|w| !w.is_empty()) {
                    if word.contains(' ') {
                        let mut expression = String::new();
                        push_word(&mut expression, &word);
                        table.entry(expression).or_insert(name);
                    }
                    table.entry(word).or_insert(name);
                }
            }
        }
        Ok(out)
    }

    /// Returns the concept of a folded word or expression.
    pub fn get(&self, folded: &str, language: Language) -> Option<&'static str> {
        self.of.get(&language)?.get(folded).copied()
    }

    /// Returns the concepts that hold a concept: a murder is a death.
    pub fn broader(&self, concept: &str) -> &[&'static str] {
        self.broader.get(concept).map_or(&[], Vec::as_slice)
    }

    /// Returns whether a concept, or a word without one, tells nothing of what a statement is of.
    pub fn is_idle(&self, concept: &str) -> bool {
        self.idle.contains(concept)
    }

    /// Returns the concept of a folded word; where it has none its class for counting, else the word itself.
    pub fn of<'a>(&self, folded: &'a str, language: Language) -> &'a str
    where
        'static: 'a,
    {
        let classes = Classes::embedded();
        self.get(folded, language)
            .or_else(|| classes.known_noun(folded))
            .or_else(|| classes.known_verb(folded))
            .unwrap_or(folded)
    }
}

#[cfg(test)]
mod tests {
    use foldhash::HashMapExt;

    use super::*;

    #[test]
    fn idle_words_are_concepts_or_have_none() {
        let concepts = Concepts::load().unwrap();
        let is_one = |idle: &str| concepts.broader.contains_key(idle);
        let has_one = |idle: &str| concepts.of.values().any(|table| table.contains_key(idle));
        let dead: Vec<&&str> = concepts.idle.iter().filter(|idle| !is_one(idle) && has_one(idle)).collect();
        assert!(dead.is_empty(), "their concept is what stands in contexts: {dead:?}");
    }

    #[test]
    fn every_line_is_a_concept_and_no_word_stands_in_two() {
        let concepts = Concepts::load().unwrap();
        assert_eq!(concepts.of("interpeller", Language::FR), concepts.of("arrest", Language::EN));
        assert_eq!(concepts.of("zzz", Language::EN), "zzz");
        let mut words: HashMap<(usize, String), &str> = HashMap::new();
        let mut twice = Vec::new();
        for line in super::super::text("shared/concepts.txt").unwrap().lines() {
            let parts: Vec<&str> = line.split('|').map(str::trim).collect();
            if line.starts_with('#') || parts.len() < 3 {
                continue;
            }
            for language in [1, 2] {
                for word in parts[language].split(',').map(fold).filter(|w| !w.is_empty()) {
                    if let Some(other) = words.insert((language, word.clone()), parts[0]).filter(|o| *o != parts[0]) {
                        twice.push(format!("{word}: {other}, {}", parts[0]));
                    }
                }
            }
        }
        assert!(twice.is_empty(), "{twice:#?}");
    }
}
