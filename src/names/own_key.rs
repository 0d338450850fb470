//! Keys of people, told apart by more than their sounds.

use std::borrow::Cow;

use super::{Kind, Prepared};
use crate::names::words::Words;
use crate::rules::fold::fold;

/// What stands in a key before that by which it is told apart.
pub const TOLD_APART: &str = " #";

/// Returns the key of a name, told apart by what tells two people apart and keys leave out: a suffix (`Jr`, `Sr`, `III`), and
/// a woman's form of a man's name. What stands in a key behind [`TOLD_APART`] was added so. Names with and without a suffix are
/// linked by what else is known.
///
/// ```
/// use atodds::names::own_key;
/// assert_ne!(own_key("dlrm, pol", "Paul Delorme Jr."), own_key("dlrm, pol", "Paul Delorme Sr."));
/// assert_ne!(own_key("dlrm, jn", "Jean Delorme"), own_key("dlrm, jn", "Jeanne Delorme"));
/// assert_eq!(own_key("dlrm, pol", "Paul Delorme"), "dlrm, pol");
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
    match (suffix, words.is_womans_form(&first)) {
        (0, false) => Cow::Borrowed(key),
        (0, true) => Cow::Owned(format!("{key} #f")),
        (suffix, false) => Cow::Owned(format!("{key} #{suffix}")),
        (suffix, true) => Cow::Owned(format!("{key} #f #{suffix}")),
    }
}
