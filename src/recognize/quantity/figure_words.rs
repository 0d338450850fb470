//! What is peculiar to a language around figures: `rules/<language>/figures.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::model::Language;

/// What a language's `figures.toml` holds.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureWords {
    /// Before the word for one, which is a pronoun then: `no one`, `the one`.
    pub(super) determiners: Vec<String>,
    /// Between `in` and the tens of an age: `in his 40s`.
    pub(super) possessives: Vec<String>,
    /// Before the two figures of a vote, or by how much something changed: `by 289 to 181`.
    pub(super) margins: Vec<String>,
    /// What one did at an age, and what stands between: `died at 51`.
    pub(super) died: Vec<String>,
    /// See `died`.
    pub(super) died_at: Vec<String>,
    /// Short small-letter words that stand for `number`: `p 12`.
    pub(super) numbered: Vec<String>,
    /// Those that deny right before a figure: `no 5 soldiers`.
    pub(super) denials: Vec<String>,
    /// Words of streets that end in s in the singular; another in s is a plural, which a figure counts.
    pub(super) streets_in_s: Vec<String>,
    /// Words of streets that are written small.
    pub(super) small_streets: Vec<String>,
    /// Words before a number of a house: "at 3500 Elm".
    #[serde(default)]
    pub(super) address_leads: Vec<String>,
    /// Telephone numbers of emergency services.
    #[serde(default)]
    pub(super) services: Vec<String>,
    /// Words beside them.
    #[serde(default)]
    pub(super) service_words: Vec<String>,
    /// What looks like a figure with a magnitude and is a name: `4K`.
    #[serde(default)]
    pub(super) names: Vec<String>,
    /// Endings of participles in the plural, which are no nouns.
    pub(super) participles: Vec<String>,
    /// Endings of the names of peoples in the plural.
    pub(super) peoples: Vec<String>,
    /// How a plural noun becomes singular; the first that fits.
    pub(super) singular: Vec<Ending>,
    /// Units that make one measure.
    pub(super) compound: Vec<Compound>,
    /// Texts with what is read in them.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests"))]
    examples: Vec<Vec<String>>,
    /// Texts with near misses.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests"))]
    counter_examples: Vec<Vec<String>>,
}

/// An ending of plural nouns.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ending {
    /// The ending.
    many: String,
    /// What stands in its place in the singular.
    one: String,
    /// How many bytes must stand before it.
    #[serde(default)]
    least: usize,
}

/// Two units that make one measure.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Compound {
    /// The greater unit's symbol.
    pub(super) big: String,
    /// The smaller unit's symbol; empty where the smaller figure is the greater one's hundredths.
    #[serde(default)]
    pub(super) small: String,
    /// The unit that both are told in.
    pub(super) total: String,
    /// How many digits a smaller figure without its unit has.
    #[serde(default)]
    pub(super) bare: Vec<u8>,
    /// The greater unit and a bare smaller figure may touch: `1m80`.
    #[serde(default)]
    pub(super) glued: bool,
    /// Marks for both: `5'10"`.
    #[serde(default)]
    pub(super) marks: Vec<String>,
    /// A short form that the smaller unit has here alone: `2h 4m`.
    #[serde(default)]
    pub(super) short: String,
}

static ALL: LazyLock<BTreeMap<Language, FigureWords>> = LazyLock::new(|| {
    crate::rules::languages()
        .into_iter()
        .filter_map(|language| Some((language, crate::rules::toml(&format!("{language}/figures.toml")).ok()?)))
        .collect()
});

static NONE: LazyLock<FigureWords> = LazyLock::new(FigureWords::default);

impl FigureWords {
    /// Returns what a language has, nothing for one without a file; a test loads every file.
    pub fn of(language: Language) -> &'static FigureWords {
        ALL.get(&language).unwrap_or(&NONE)
    }

    /// Returns a plural noun's singular, by its ending.
    pub(in crate::recognize) fn singular_of(&self, word: String) -> String {
        let found = self.singular.iter().find_map(|ending| {
            let stem = word.strip_suffix(ending.many.as_str()).filter(|stem| stem.len() >= ending.least)?;
            Some(format!("{stem}{}", ending.one))
        });
        found.unwrap_or(word)
    }
}

/// Returns whether a list holds a word, whatever its capitals.
pub(super) fn holds(list: &[String], word: &str) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognize::{Context, quantities};
    use rust_decimal::Decimal;

    #[test]
    fn rules_hold_their_examples() {
        let mut wrong = Vec::new();
        for language in [Language::EN, Language::FR] {
            let path = format!("{language}/figures.toml");
            let words: FigureWords = crate::rules::toml(&path).unwrap();
            for example in words.examples.iter().chain(&words.counter_examples) {
                let found: Vec<String> = quantities(&example[0], language, &Context::default())
                    .iter()
                    .map(|q| {
                        let side =
                            |v: Option<Decimal>| v.map_or_else(String::new, |v| v.round_dp(3).normalize().to_string());
                        let (low, high) = (side(q.value.low), side(q.value.high));
                        let value = if low == high { low } else { format!("{low}..{high}") };
                        format!("{} = {value} {}", q.span.of(&example[0]), q.unit.as_deref().unwrap_or("-"))
                    })
                    .collect();
                if found != example[1..] {
                    wrong.push(format!("{path}: {:?} gave {found:?}", example[0]));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
