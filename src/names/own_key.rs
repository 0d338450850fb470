//! Keys of people, told apart by more than their sounds.

use std::borrow::Cow;

use super::{Kind, Prepared};
use crate::names::words::{Gender, Words};
use crate::rules::fold::fold;

/// What stands in a key before that by which it is told apart.
pub const TOLD_APART: &str = " #";

/// Returns a key without what was added to tell people apart: what names that sound alike have in common.
///
/// ```
/// use atodds::names::{own_key, sounds_key};
/// assert_eq!(sounds_key(&own_key("person:mrtn, n", "Anna Martin")), "person:mrtn, n");
/// ```
pub fn sounds_key(key: &str) -> &str {
    key.split(TOLD_APART).next().unwrap_or(key)
}

/// Returns the key of a name, told apart by what tells two people apart and keys leave out: a suffix (`Jr`, `Sr`, `III`), a known
/// given name as it is written, or else a woman's form of a man's name, the letters of the family name and the initials before it. What stands in a key behind [`TOLD_APART`] was added so. Names
/// told apart that are one after all (`Sara`, `Sarah`; with and without a suffix) are linked by what else is known.
///
/// ```
/// use atodds::names::own_key;
/// assert_ne!(own_key("dlrm, pol", "Paul Delorme Jr."), own_key("dlrm, pol", "Paul Delorme Sr."));
/// assert_ne!(own_key("dlrm, jn", "Jean Delorme"), own_key("dlrm, jn", "Jeanne Delorme"));
/// assert_ne!(own_key("mrtn, n", "Anna Martin"), own_key("mrtn, n", "Anne Martin"));
/// assert_eq!(own_key("dlrm, n", "Hélène Delorme"), own_key("dlrm, n", "Helene Delorme"));
/// assert_ne!(own_key("prk, mn", "Park Min-ji"), own_key("prk, mn", "Park Min-jae"));
/// assert_eq!(own_key("prk, mn", "Park Min-ji"), own_key("prk, mn", "Park Min Ji"));
/// assert_eq!(own_key("dlrm, ivnk", "Ivonka Delorme"), "dlrm, ivnk #delorme");
/// assert_ne!(own_key("ptrsn, rk", "Erik Petersen"), own_key("ptrsn, rk", "Erik Peterson"));
/// assert_ne!(own_key("mrl", "Mme Morel"), own_key("mrl", "M. Morel"));
/// assert_ne!(own_key("pr, jn", "John W. Perry"), own_key("pr, jn", "John M. Perry"));
/// ```
pub fn own_key<'k>(key: &'k str, name: &str) -> Cow<'k, str> {
    // What is told apart already stays so.
    if key.contains(TOLD_APART) || !name.contains(' ') {
        return Cow::Borrowed(key);
    }
    let words = Words::embedded();
    let first = name.split(' ').map(fold).find(|word| !words.known(word).is_title).unwrap_or_default();
    let last = fold(name.rsplit(' ').next().unwrap_or_default());
    let suffix = match words.known(&last).suffix {
        0 => 0,
        _ => Prepared::of(name, Kind::Person).name.suffix,
    };
    let known = words.known(&first);
    // `Mme Morel`, `M. Morel`: all that tells one of a couple from the other.
    let title = name.split(' ').next().map(|word| words.known(&fold(word)));
    let title = title.filter(|title| title.is_title && first == last).and_then(|title| title.gender);
    let given = match () {
        () if title.is_some() => if title == Some(Gender::Female) { " #f" } else { " #m" }.to_owned(),
        // Behind a family that stands first: `Park Min-ji`, however its syllables are joined.
        () if known.stands_first => {
            let rest = fold(name).split(' ').skip_while(|word| *word != first).skip(1).collect::<String>();
            let letters: String = rest.chars().filter(|c| c.is_alphanumeric()).collect();
            if letters.len() < SHORTEST_GIVEN { String::new() } else { format!(" #{letters}") }
        }
        () if known.is_given && first.len() >= SHORTEST_GIVEN => format!(" #{first}"),
        () if words.is_womans_form(&first) => " #f".to_owned(),
        () => String::new(),
    };
    let family = if known.stands_first { first } else { family(name, suffix > 0) };
    let suffix = if suffix > 0 { format!(" #{suffix}") } else { String::new() };
    Cow::Owned(format!("{key}{given} #{family}{suffix}"))
}

/// Returns a family name as it is written, with the initials between it and the given name: `petersen`, `wperry`.
fn family(name: &str, has_suffix: bool) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let end = if has_suffix { words.len().saturating_sub(1) } else { words.len() };
    let Some((last, before)) = words.get(..end).and_then(<[&str]>::split_last) else { return String::new() };
    let letters = |word: &str| fold(word).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let initials = before.iter().skip(1).map(|word| letters(word)).filter(|word| word.chars().count() == 1);
    initials.chain([letters(last)]).collect()
}

/// Of fewer letters it may be initials.
const SHORTEST_GIVEN: usize = 3;
