//! Languages, by code.

use std::fmt;
use std::str::FromStr;

/// A language by its ISO 639-1 code (`fr`, `en`).
///
/// A code and not an enumeration: which languages there are is decided by the folders under `rules/`, so that a
/// further one needs no new code path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 2]);

impl Language {
    /// French.
    pub const FR: Language = Language(*b"fr");
    /// English.
    pub const EN: Language = Language(*b"en");

    /// Returns the two-letter code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }
}

impl FromStr for Language {
    type Err = String;

    /// Reads a code such as `fr`, or a tag such as `fr-FR`, of which the first part counts.
    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        let code = tag.split(['-', '_']).next().unwrap_or("").as_bytes();
        match code {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Ok(Language([a.to_ascii_lowercase(), b.to_ascii_lowercase()]))
            }
            _ => Err(format!("{tag:?} is no two-letter language code")),
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
