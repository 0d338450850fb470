//! Single values of a configuration. Each is checked as it is read, so that a fault is told with its line.

use std::fmt::Display;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, de};

/// Reads a value from the text of it.
pub(super) fn parsed<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
    T::Err: Display,
{
    let text = String::deserialize(deserializer)?;
    text.parse().map(Some).map_err(de::Error::custom)
}

/// A share from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(try_from = "f64")]
pub struct Share(pub f64);

impl TryFrom<f64> for Share {
    type Error = String;

    fn try_from(share: f64) -> Result<Share, String> {
        if (0.0..=1.0).contains(&share) {
            Ok(Share(share))
        } else {
            Err("expected a share from 0 to 1, such as 0.25".into())
        }
    }
}

/// A whole number that is not 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "i64")]
pub struct Count(pub u32);

impl TryFrom<i64> for Count {
    type Error = String;

    fn try_from(count: i64) -> Result<Count, String> {
        match u32::try_from(count) {
            Ok(count) if (1..=1_000_000).contains(&count) => Ok(Count(count)),
            _ => Err("expected a whole number from 1 to 1000000".into()),
        }
    }
}

/// A text that is not empty and holds no control characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Words(pub String);

impl TryFrom<String> for Words {
    type Error = String;

    fn try_from(text: String) -> Result<Words, String> {
        if text.trim().is_empty() {
            return Err("expected a text that is not empty".into());
        }
        if text.contains(char::is_control) {
            return Err("expected a text without line ends and control characters".into());
        }
        Ok(Words(text))
    }
}

/// A relation that a finding may have, and how serious it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// They cannot both be true.
    Contradiction,
    /// The later one may replace the earlier.
    Update,
    /// Spellings or titles of one name.
    Variant,
    /// One covers a part of the other.
    Scope,
    /// Compatible: rounding, bounds, ranges.
    Precision,
    /// The same, credited to different speakers.
    Attribution,
}

impl Relation {
    /// Returns the word that is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Relation::Contradiction => "contradiction",
            Relation::Update => "update",
            Relation::Variant => "variant",
            Relation::Scope => "scope",
            Relation::Precision => "precision",
            Relation::Attribution => "attribution",
        }
    }

    /// Returns how serious it is: the severity of table `relation`, which a test holds equal.
    pub fn severity(self) -> i64 {
        match self {
            Relation::Contradiction => 7,
            Relation::Update => 6,
            Relation::Variant => 5,
            Relation::Scope => 4,
            Relation::Precision => 3,
            Relation::Attribution => 2,
        }
    }
}

/// What was said about a figure's edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edge {
    /// `8 000`
    Exact,
    /// `environ`, `about`
    About,
    /// `près de`, `nearly`
    Nearly,
    /// `jusqu'à`, `up to`
    AtMost,
    /// `au moins`, `at least`
    AtLeast,
    /// `plus de`, `more than`
    MoreThan,
    /// `moins de`, `fewer than`
    LessThan,
    /// `entre … et …`, `between`
    Range,
    /// `des milliers`, `dozens`
    Vague,
}

impl Edge {
    /// Returns the word that is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Edge::Exact => "exact",
            Edge::About => "about",
            Edge::Nearly => "nearly",
            Edge::AtMost => "at_most",
            Edge::AtLeast => "at_least",
            Edge::MoreThan => "more_than",
            Edge::LessThan => "less_than",
            Edge::Range => "range",
            Edge::Vague => "vague",
        }
    }
}

/// By how much a figure may be off.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(untagged, expecting = "expected a share from 0 to 1, such as 0.05, or { below = 0.05, above = 0.1 }")]
pub enum Margin {
    /// By this share either way.
    Both(Share),
    /// By unlike shares.
    Each(Sides),
}

/// By how much a figure may be off, each way.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sides {
    /// The true value may lie lower by this share.
    pub below: Share,
    /// Or higher by this one.
    pub above: Share,
}

impl Margin {
    /// Returns the shares below and above.
    pub fn shares(self) -> (f64, f64) {
        match self {
            Margin::Both(Share(share)) => (share, share),
            Margin::Each(Sides { below, above }) => (below.0, above.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_are_as_serious_as_the_store_has_them() {
        use Relation::*;
        let db = rusqlite::Connection::open_in_memory().unwrap();
        db.execute_batch(&crate::store::schema_sql()).unwrap();
        for relation in [Contradiction, Update, Variant, Scope, Precision, Attribution] {
            let kept: i64 = db
                .query_row("SELECT severity FROM relation WHERE relation = ?1", [relation.as_str()], |r| r.get(0))
                .unwrap();
            assert_eq!(kept, relation.severity(), "{relation:?}");
        }
    }
}
