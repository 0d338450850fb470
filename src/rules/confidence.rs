//! How sure a statement is, by the rule that made it: what was measured on annotated stories.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::Kind;

/// `rules/shared/confidence.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confidence {
    measured: Vec<Row>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    family: String,
    kind: Kind,
    #[serde(default)]
    from: f64,
    share: f64,
}

static EMBEDDED: LazyLock<Confidence> = LazyLock::new(|| super::toml("shared/confidence.toml").unwrap_or_default());

impl Confidence {
    /// Returns the embedded ones; a broken file fails the test below.
    pub fn embedded() -> &'static Confidence {
        &EMBEDDED
    }

    /// Returns how sure a statement is, 0 to 1: what was measured of its like, else the rule's own guess.
    pub fn of(&self, rule: &str, kind: Kind, own: f64) -> f64 {
        let family = rule.split('/').next().unwrap_or(rule);
        self.measured
            .iter()
            .filter(|row| row.family == family && row.kind == kind && row.from <= own)
            .max_by(|a, b| a.from.total_cmp(&b.from))
            .map_or(own, |row| row.share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_shares_and_rise_with_the_rules_own() {
        let all: Confidence = super::super::toml("shared/confidence.toml").unwrap();
        assert!(all.measured.iter().all(|r| (0.0..=1.0).contains(&r.share) && (0.0..=1.0).contains(&r.from)));
        assert!(all.of("attributes/x", Kind::Date, 0.9) > all.of("attributes/x", Kind::Date, 0.5));
        assert_eq!(all.of("nobody/knows", Kind::Date, 0.37), 0.37);
    }
}
