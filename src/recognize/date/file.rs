//! What `rules/<lang>/dates.toml` holds, as it is written there.

use std::collections::BTreeMap;

/// A word list: either words alone, or a number for each list of words.
#[derive(Debug, serde::Deserialize)]
#[serde(untagged)]
pub(super) enum Words {
    Plain(Vec<String>),
    Numbered(BTreeMap<String, Vec<String>>),
}

/// What else must hold around a date, where its words alone say little.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Guard {
    /// A year in digits: no count and no part of a name may follow.
    Year,
    /// A number that ends what was found: likewise, whatever it is.
    Count,
    /// A weekday or month alone: not within a name.
    Name,
    /// A number alone: the clause ends after it.
    End,
    /// Hours that may be a duration: not after a word that says so (`en 2 h 40`).
    Clock,
    /// What a following `of` would tie to something else (`the eve of the vote`).
    Whole,
    /// What may also tell how long something takes: only where the sentence looks ahead.
    Future,
}

/// A rule as its file holds it.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleFile {
    pub name: String,
    pub group: String,
    pub write: Vec<String>,
    pub make: String,
    #[serde(default)]
    pub guard: Option<Guard>,
    #[serde(default)]
    pub examples: Vec<String>,
    #[serde(default)]
    pub counter_examples: Vec<String>,
}

/// What decides tense, and what tells a date word from a name or a count.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Cues {
    /// Words that put a date after the document's.
    pub future: Vec<String>,
    /// Endings of small-letter words that do so.
    pub future_endings: Vec<String>,
    /// Words that put a date before the document's.
    pub past: Vec<String>,
    /// Endings of small-letter words that do so.
    pub past_endings: Vec<String>,
    /// Words whose ending tells nothing (`opéra`, `need`).
    pub no_tense: Vec<String>,
    /// Words that tell nothing as they are written, accents and all, whatever the bare letters would (`à`, and not `a`).
    pub no_tense_written: Vec<String>,
    /// Words before a date word that make it part of a name (`Black` Friday, `Journal du` Dimanche).
    pub name_before: Vec<String>,
    /// Words after a date word that make it part of a name (Sunday `Times`).
    pub name_after: Vec<String>,
    /// Articles before a date word with a capital that make it part of a name (`the` Sunday Observer).
    pub name_article: Vec<String>,
    /// Small words that may follow a year; any other small-letter word makes it a count.
    pub after_year: Vec<String>,
    /// Words after which a number is no date (`article`, `page`, `no`).
    pub numbered: Vec<String>,
    /// Words after hours and an `of` that make them a length (`à 2 h de` route).
    pub lasting_after: Vec<String>,
    /// Words that make a weekday a habit (`every Monday`).
    pub habit: Vec<String>,
    /// Words before a month after which a number is its day, whatever follows (`on` March 20 soldiers).
    pub day_before: Vec<String>,
    /// Words before a month after which no day is told (`in` March 20 soldiers).
    pub count_before: Vec<String>,
    /// Words before hours that are a duration.
    pub lasting: Vec<String>,
    /// Writings that look like a date and never are one (`24/7`).
    pub never: Vec<String>,
    /// What ties a word to the one after it (`la veille du scrutin`).
    pub of: Vec<String>,
    /// Verbs of saying: a day beside one is when it was said, not when it happened.
    pub saying: Vec<String>,
    /// What follows a place's name to make it a time zone (`Kyiv time`).
    pub zone_after: Vec<String>,
    /// Small words that stand for a place there (`local time`).
    pub zone_names: Vec<String>,
    /// What stands before it (`heure de Kiev`).
    pub zone_before: Vec<String>,
    /// Words that negate; `not before May` is May at the earliest.
    pub negation: Vec<String>,
    /// Articles and prepositions that a date's words may begin with and that say nothing of it.
    pub leading: Vec<String>,
}

/// How a document tells its own date.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Publication {
    /// What stands before the date of publication.
    pub published: Vec<String>,
    /// What stands before the date of the last change.
    pub updated: Vec<String>,
    /// What stands before a lead sentence's date of today (`ce`, `this`).
    pub this: Vec<String>,
    /// What a line that names the date may hold beside it (`by`, `at`).
    pub beside: Vec<String>,
    /// Words of which one makes of it a line about who wrote from where (`par`, `correspondent`).
    pub byline: Vec<String>,
    /// What such a line may hold besides (`and`, `from`).
    pub joins: Vec<String>,
    /// What a line that names the date never holds (`photo`).
    pub never: Vec<String>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub numeric_order: String,
    pub capital_months: bool,
    pub triggers: Vec<String>,
    pub words: BTreeMap<String, Words>,
    pub cues: Cues,
    pub publication: Publication,
    pub rule: Vec<RuleFile>,
}

/// What `rules/<lang>/spoken.toml` adds, for other programs' calls only.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Spoken {
    /// More classes of words, or more words of a class.
    pub words: BTreeMap<String, Words>,
    /// More classes that make an island worth reading.
    pub triggers: Vec<String>,
    /// More rules; where one reads the same words as a rule of `dates.toml`, it goes first.
    pub rule: Vec<RuleFile>,
}

impl File {
    /// Takes in what is read in speech; its rules come first. Returns how many they are.
    pub(super) fn take_in(&mut self, spoken: Spoken) -> usize {
        let count = spoken.rule.len();
        self.triggers.extend(spoken.triggers);
        for (class, words) in spoken.words {
            match (self.words.get_mut(&class), words) {
                (Some(Words::Numbered(old)), Words::Numbered(new)) => {
                    for (number, words) in new {
                        old.entry(number).or_default().extend(words);
                    }
                }
                (Some(Words::Plain(old)), Words::Plain(new)) => old.extend(new),
                (_, words) => {
                    self.words.insert(class, words);
                }
            }
        }
        self.rule.splice(0..0, spoken.rule);
        count
    }
}
