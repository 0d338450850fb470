//! Keys of people, told apart by more than their sounds.

use std::borrow::Cow;

use super::{Kind, Prepared};
use crate::names::words::Words;
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
/// given name as it is written, or else a woman's form of a man's name. What stands in a key behind [`TOLD_APART`] was added so. Names
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
/// assert_eq!(own_key("dlrm, ivnk", "Ivonka Delorme"), "dlrm, ivnk");
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
    let given = match () {
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
    match suffix {
        0 if given.is_empty() => Cow::Borrowed(key),
        0 => Cow::Owned(format!("{key}{given}")),
        suffix => Cow::Owned(format!("{key}{given} #{suffix}")),
    }
}

/// Of fewer letters it may be initials.
const SHORTEST_GIVEN: usize = 3;
