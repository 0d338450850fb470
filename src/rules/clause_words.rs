//! The small words of each language by which extraction takes statements apart (`rules/<lang>/extract.toml`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use foldhash::HashSet;
use serde::Deserialize;

use crate::model::Language;

/// One language's small words, folded.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClauseWords {
    /// Words that open another clause.
    pub connectors: HashSet<String>,
    /// Prepositions of place.
    pub locatives: HashSet<String>,
    /// Of these: the ones that also tie a place to a noun.
    pub weak_locatives: HashSet<String>,
    /// Nouns for a stretch of land.
    pub place_nouns: HashSet<String>,
    /// Words behind which a figure is a part of the one before.
    pub part_words: HashSet<String>,
    /// Words behind a figure that is a part of those who were counted before: "two of them".
    pub of_them: HashSet<String>,
    /// Determiners of what was told already.
    pub definites: HashSet<String>,
    /// Determiners and pronouns of nobody and of everybody: no one in particular.
    pub no_one: HashSet<String>,
    /// Of these: those of nobody.
    #[serde(default)]
    pub nobody: HashSet<String>,
    /// Pronouns for one of several: "one died".
    pub ones: HashSet<String>,
    /// Words for one more than those told of before: "a guard was also hurt".
    pub further: HashSet<String>,
    /// Conjunctions behind which something is asked or supposed.
    pub doubts: HashSet<String>,
    /// The unit of a temperature in mere degrees, where all who write the language mean one.
    #[serde(default)]
    pub degree: Option<String>,
    /// Words that a bare figure only sums up: "toutes deux".
    pub collectives: HashSet<String>,
    /// Verbs and nouns by which a bare figure only says again how many: what they are of was told before.
    pub retellers: HashSet<String>,
    /// Words behind which a deed in the infinitive is asked of someone, and not done.
    #[serde(default)]
    pub requests: HashSet<String>,
    /// Before a bare figure right behind what another one counts: of so many in all.
    pub out_of: HashSet<String>,
    /// Before one who did it, behind a participle: "hurt by a driver".
    pub agents: HashSet<String>,
    /// Nouns for somebody's kin, as lemmas: "her mother" is another than she.
    pub kin: HashSet<String>,
    /// Between two answers of a question: "12,000 or 45,000?".
    pub alternatives: HashSet<String>,
    /// Words between the members of a list.
    pub list_separators: HashSet<String>,
    /// Words without meaning in a list's member.
    pub stop_words: HashSet<String>,
    /// Endings of a participle that opens a clause behind a comma.
    pub participle_endings: Vec<String>,
    /// What says that something holds on the day of the article, each word by word.
    #[serde(deserialize_with = "phrases")]
    pub so_far: Vec<Vec<String>>,
    /// What says of a count behind it that another one took its place: "an earlier toll".
    #[serde(deserialize_with = "phrases")]
    pub replaced: Vec<Vec<String>>,
    /// Auxiliaries, negations and adverbs before the verb of a statement.
    pub verb_leads: HashSet<String>,
}

/// Reads phrases as their words.
fn phrases<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Vec<String>>, D::Error> {
    let all = Vec::<String>::deserialize(from)?;
    Ok(all.iter().map(|phrase| phrase.split(' ').map(str::to_owned).collect()).collect())
}

static ALL: LazyLock<BTreeMap<Language, ClauseWords>> = LazyLock::new(|| {
    super::languages()
        .into_iter()
        // A language without the file has none of these words; a broken file fails the test below.
        .filter_map(|language| Some((language, super::toml(&format!("{language}/extract.toml")).ok()?)))
        .collect()
});

static NONE: LazyLock<ClauseWords> = LazyLock::new(ClauseWords::default);

impl ClauseWords {
    /// Returns whether a sentence's folded words say that it holds on the day of the article: "not yet", "so far".
    pub fn is_so_far(&self, words: &[impl AsRef<str>]) -> bool {
        says_any(&self.so_far, words)
    }

    /// Returns whether the words right before a count say that another one took its place: "an earlier toll of".
    pub fn is_replaced(&self, words: &[impl AsRef<str>]) -> bool {
        says_any(&self.replaced, words)
    }

    /// Returns a language's words; empty ones where no file has any.
    pub fn of(language: Language) -> &'static ClauseWords {
        ALL.get(&language).unwrap_or(&NONE)
    }
}

fn says_any(phrases: &[Vec<String>], words: &[impl AsRef<str>]) -> bool {
    let says = |phrase: &Vec<String>| {
        words.windows(phrase.len()).any(|at| at.iter().zip(phrase).all(|(word, wanted)| word.as_ref() == wanted))
    };
    phrases.iter().filter(|phrase| !phrase.is_empty()).any(says)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_words() {
        for language in crate::rules::languages() {
            let path = format!("{language}/extract.toml");
            let phrases: ClauseWords = crate::rules::toml(&path).unwrap();
            assert!(phrases.weak_locatives.is_subset(&phrases.locatives), "{path}");
            assert!(phrases.so_far.iter().all(|phrase| phrases.is_so_far(phrase)), "{path}");
            assert!(!phrases.is_so_far(&["far", "so"]), "{path}");
            assert!(phrases.replaced.iter().all(|phrase| phrases.is_replaced(phrase)), "{path}");
        }
    }
}
