//! Names of relations as static texts, since [`crate::model::Word`] holds them so.

use std::collections::BTreeSet;
use std::sync::{OnceLock, PoisonError, RwLock};

/// The relations of Universal Dependencies, with the subtypes that French and English use.
const KNOWN: &[&str] = &[
    "acl",
    "acl:relcl",
    "advcl",
    "advcl:cleft",
    "advcl:relcl",
    "advmod",
    "amod",
    "appos",
    "aux",
    "aux:caus",
    "aux:pass",
    "aux:tense",
    "case",
    "cc",
    "cc:preconj",
    "ccomp",
    "clf",
    "compound",
    "compound:prt",
    "conj",
    "cop",
    "csubj",
    "csubj:outer",
    "csubj:pass",
    "dep",
    "dep:comp",
    "det",
    "det:predet",
    "discourse",
    "dislocated",
    "expl",
    "expl:comp",
    "expl:pass",
    "expl:pv",
    "expl:subj",
    "fixed",
    "flat",
    "flat:foreign",
    "flat:name",
    "goeswith",
    "iobj",
    "iobj:agent",
    "list",
    "mark",
    "nmod",
    "nmod:desc",
    "nmod:poss",
    "nmod:unmarked",
    "nsubj",
    "nsubj:caus",
    "nsubj:outer",
    "nsubj:pass",
    "nummod",
    "obj",
    "obj:agent",
    "obj:lvc",
    "obl",
    "obl:agent",
    "obl:arg",
    "obl:mod",
    "obl:unmarked",
    "orphan",
    "parataxis",
    "parataxis:insert",
    "punct",
    "reparandum",
    "root",
    "vocative",
    "xcomp",
];

/// Of further relations, from models of further languages or read from files, at most so many are kept.
const MOST: usize = 512;

/// Returns a relation's name as a static text. A name never seen before is kept for the program's life; past 512 such,
/// it becomes `dep`.
pub fn relation(name: &str) -> &'static str {
    if let Ok(at) = KNOWN.binary_search(&name) {
        return KNOWN[at];
    }
    static FURTHER: OnceLock<RwLock<BTreeSet<&'static str>>> = OnceLock::new();
    let further = FURTHER.get_or_init(RwLock::default);
    if let Some(known) = further.read().unwrap_or_else(PoisonError::into_inner).get(name) {
        return known;
    }
    let mut further = further.write().unwrap_or_else(PoisonError::into_inner);
    if further.len() >= MOST || name.len() > 64 {
        return "dep";
    }
    let kept: &'static str = Box::leak(name.to_owned().into_boxed_str());
    further.insert(kept);
    // Another thread may have been first: hand out the one that is kept.
    further.get(name).copied().unwrap_or("dep")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names_are_sorted_and_new_ones_kept() {
        assert!(KNOWN.is_sorted());
        assert_eq!(relation("nsubj:pass"), "nsubj:pass");
        assert_eq!(relation("obl:neu"), "obl:neu");
    }
}
