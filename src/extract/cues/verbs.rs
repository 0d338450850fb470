//! The forms of a verb, made from its infinitive by the endings in the rules.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

/// Where in the conjugation a form stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Forms {
    Finite,
    Conditional,
    Participle,
    Gerund,
    Infinitive,
}

/// A verb group: what replaces the end of the infinitive.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Conjugation {
    cut: String,
    finite: String,
    #[serde(default)]
    conditional: String,
    participle: String,
    #[serde(default)]
    gerund: String,
}

/// A verb whose forms are written out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Irregular {
    finite: String,
    #[serde(default)]
    conditional: String,
    #[serde(default)]
    participle: String,
    #[serde(default)]
    gerund: String,
}

/// Returns every form of a verb; each appears once for each part that it may be.
///
/// # Errors
/// Where neither a group nor the list of irregular verbs knows the infinitive.
pub(super) fn forms(
    lemma: &str,
    groups: &[Conjugation],
    irregular: &BTreeMap<String, Irregular>,
) -> Result<Vec<(String, Forms)>> {
    let mut out = vec![(lemma.to_owned(), Forms::Infinitive)];
    let mut add = |stem: &str, endings: &str, part: Forms| {
        // A leading space in the list stands for the bare stem.
        if endings.starts_with(' ') {
            out.push((stem.to_owned(), part));
        }
        out.extend(endings.split_whitespace().map(|ending| (format!("{stem}{ending}"), part)));
    };
    if let Some(verb) = irregular.get(lemma) {
        add("", &verb.finite, Forms::Finite);
        add("", &verb.conditional, Forms::Conditional);
        add("", &verb.participle, Forms::Participle);
        add("", &verb.gerund, Forms::Gerund);
        return Ok(out);
    }
    let group = groups.iter().filter(|g| lemma.ends_with(&g.cut)).max_by_key(|g| g.cut.len());
    let group = group.with_context(|| format!("no conjugation fits {lemma:?}"))?;
    let stem = &lemma[..lemma.len() - group.cut.len()];
    add(stem, &group.finite, Forms::Finite);
    add(stem, &group.conditional, Forms::Conditional);
    add(stem, &group.participle, Forms::Participle);
    add(stem, &group.gerund, Forms::Gerund);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(cut: &str, finite: &str) -> Conjugation {
        Conjugation {
            cut: cut.into(),
            finite: finite.into(),
            conditional: String::new(),
            participle: String::new(),
            gerund: String::new(),
        }
    }

    #[test]
    fn the_longest_ending_makes_the_forms() {
        let groups = [group("er", "e ent"), group("cer", "ce çait"), group("", " s")];
        let forms = |lemma: &str| -> Vec<String> {
            let forms = forms(lemma, &groups, &BTreeMap::new()).unwrap();
            forms.into_iter().filter(|(_, part)| *part == Forms::Finite).map(|(form, _)| form).collect()
        };
        assert_eq!(forms("annoncer"), ["annonce", "annonçait"]);
        assert_eq!(forms("parler"), ["parle", "parlent"]);
        assert_eq!(forms("claim"), ["claim", "claims"]);
    }

    #[test]
    fn an_unknown_verb_is_told() {
        assert!(forms("dire", &[], &BTreeMap::new()).unwrap_err().to_string().contains("dire"));
    }
}
