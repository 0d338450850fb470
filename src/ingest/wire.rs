//! Which news agency an article comes from, where it says so: `PARIS (AFP) –`, `avec Reuters`.
//!
//! The marks are data (`rules/shared/wires.toml`). They are looked for where a text begins and ends alone, since the middle
//! of an article cites agencies that it does not come from.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use foldhash::{HashSet, HashSetExt};
use regex::Regex;
use serde::Deserialize;

use crate::rules;

/// How much of a text's beginning is looked at, in bytes.
const HEAD: usize = 700;
/// How much of its end.
const TAIL: usize = 300;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    patterns: Vec<String>,
    pictures: Vec<String>,
    agencies: BTreeMap<String, Vec<String>>,
    #[cfg_attr(not(test), allow(dead_code, reason = "run by the tests"))]
    examples: Vec<Example>,
    #[cfg_attr(not(test), allow(dead_code, reason = "run by the tests"))]
    counter_examples: Vec<Example>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), allow(dead_code, reason = "run by the tests"))]
struct Example {
    text: String,
    agency: Option<String>,
}

struct Wires {
    agencies: Vec<Agency>,
    /// All forms of all agencies: a part that holds none needs no pattern.
    any: Option<Regex>,
    pictures: Vec<String>,
    /// Every form of every agency's name.
    names: HashSet<String>,
}

struct Agency {
    name: String,
    /// As it is written; every pattern has one of these.
    forms: Vec<String>,
    patterns: Vec<Regex>,
}

static WIRES: LazyLock<Wires> = LazyLock::new(|| {
    // A broken file fails the test below.
    let Ok(file) = rules::toml::<File>("shared/wires.toml") else {
        return Wires { agencies: Vec::new(), any: None, pictures: Vec::new(), names: HashSet::new() };
    };
    let compiled = |forms: &[String]| -> Vec<Regex> {
        let forms: Vec<String> = forms.iter().map(|form| regex::escape(form)).collect();
        let agency = format!("(?:{})", forms.join("|"));
        file.patterns.iter().filter_map(|pattern| Regex::new(&pattern.replace("{agency}", &agency)).ok()).collect()
    };
    let agencies = file
        .agencies
        .iter()
        .map(|(name, forms)| Agency { name: name.clone(), forms: forms.clone(), patterns: compiled(forms) })
        .collect();
    let forms: Vec<String> = file.agencies.values().flatten().map(|form| regex::escape(form)).collect();
    let any = Regex::new(&forms.join("|")).ok();
    let names = file.agencies.into_iter().flat_map(|(name, forms)| forms.into_iter().chain([name])).collect();
    Wires { agencies, any, pictures: file.pictures, names }
});

/// Returns whether a name is a news agency's, in any of its forms.
///
/// ```
/// assert!(atodds::ingest::is_agency("Reuters"));
/// assert!(!atodds::ingest::is_agency("Space Agency"));
/// ```
pub fn is_agency(name: &str) -> bool {
    WIRES.names.contains(name)
}

/// Returns the agency that an article says it comes from; nothing where it names none, or several.
///
/// ```
/// assert_eq!(atodds::ingest::wire("LYON (AFP) - Le pont est fermé."), Some("AFP"));
/// ```
pub fn wire(text: &str) -> Option<&'static str> {
    let border = |at: usize| (0..=at.min(text.len())).rev().find(|n| text.is_char_boundary(*n)).unwrap_or(0);
    let head = &text[..border(HEAD)];
    let tail = &text[border(text.len().saturating_sub(TAIL)).max(head.len())..];
    let may_say = |part: &str| WIRES.any.as_ref().is_none_or(|any| any.is_match(part));
    if !may_say(head) && !may_say(tail) {
        return None;
    }
    let says = |part: &str, pattern: &Regex| {
        pattern.find_iter(part).any(|found| {
            let start = part[..found.start()].rfind('\n').map_or(0, |n| n + 1);
            let end = part[found.end()..].find('\n').map_or(part.len(), |n| found.end() + n);
            !WIRES.pictures.iter().any(|word| part[start..end].contains(word.as_str()))
        })
    };
    let mut named = WIRES.agencies.iter().filter(|agency| {
        let is_in = |part: &str| agency.forms.iter().any(|form| part.contains(form.as_str()));
        let mut parts = [head, tail].into_iter().filter(|part| is_in(part));
        parts.any(|part| agency.patterns.iter().any(|pattern| says(part, pattern)))
    });
    let first = named.next()?;
    named.next().is_none().then_some(first.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_give_their_agency_and_counter_examples_none() {
        let file: File = rules::toml("shared/wires.toml").unwrap();
        assert!(!file.examples.is_empty() && !file.counter_examples.is_empty());
        for example in file.examples.iter().chain(&file.counter_examples) {
            assert_eq!(wire(&example.text), example.agency.as_deref(), "{}", example.text);
        }
        assert!(WIRES.agencies.iter().all(|agency| agency.patterns.len() == file.patterns.len()));
        assert!(file.patterns.iter().all(|pattern| pattern.contains("{agency}") && !pattern.contains("{agency})?")));
    }

    #[test]
    fn any_text_has_one_agency_or_none() {
        assert_eq!(wire(""), None);
        assert_eq!(wire(&"é".repeat(1_000)), None);
        let long = format!("{}\n\n(AFP)", "Le pont est fermé. ".repeat(100));
        assert_eq!(wire(&long), Some("AFP"));
    }
}
