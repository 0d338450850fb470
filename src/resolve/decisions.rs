//! Decisions: what a person said about which names are one, weighed together.
//!
//! In: decisions in the order in which they were given. Out: groups of keys that are one entity, each with the key that
//! stands for it; pairs that are never one; spellings that have a key of their own. A later decision wins over an earlier.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashSet};

use crate::rules::fold::fold;

/// One decision, by keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The second key's entity is the first's.
    Merge(String, String),
    /// They are two, whatever was said before.
    Apart(String, String),
    /// Of a key, names that fold to a spelling have another key, and are another entity.
    Split {
        /// The key that their letters make.
        key: String,
        /// The spelling, folded.
        spelling: String,
        /// The key that they have instead.
        own: String,
        /// Of which documents, by their slots; nothing: of all.
        leaves: BTreeSet<String>,
        /// The documents that were seen to mean the one that stays.
        stays: BTreeSet<String>,
    },
}

/// All that was decided about which documents mean one of several of a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByDocument {
    /// The key that their letters make.
    pub key: String,
    /// The keys that those have which were split off.
    pub owns: BTreeSet<String>,
    /// The documents that were seen to mean the one that stays, by their slots.
    pub stays: BTreeSet<String>,
    /// The key that documents give which were split off.
    leaves: BTreeMap<String, String>,
}

impl ByDocument {
    /// Returns the key that a document gives which was split off, by its slot.
    pub fn left_for(&self, slot: &str) -> Option<&str> {
        self.leaves.get(slot).map(String::as_str)
    }
}

/// All decisions that hold, ready to be asked.
#[derive(Clone, Debug, Default)]
pub struct Decisions {
    groups: Vec<Vec<String>>,
    of: HashMap<String, usize>,
    apart: HashSet<(usize, usize)>,
    respelt: HashMap<String, BTreeMap<String, String>>,
    by_document: BTreeMap<String, ByDocument>,
}

/// A key is split from one that was split from another, and so on, so often at most.
const MOST_SPLITS: usize = 16;

impl Decisions {
    /// Weighs decisions in order.
    ///
    /// ```
    /// use atodds::resolve::decisions::{Decision, Decisions};
    /// let merge = Decision::Merge("a".into(), "b".into());
    /// let apart = Decision::Apart("a".into(), "b".into());
    /// assert_eq!(Decisions::of(&[merge.clone()]).standing_for("b"), Some("a"));
    /// assert_eq!(Decisions::of(&[merge, apart]).standing_for("b"), Some("b"));
    /// ```
    pub fn of(list: &[Decision]) -> Decisions {
        let mut out = Decisions::default();
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        for (n, decision) in list.iter().enumerate() {
            match decision {
                Decision::Merge(keep, other) => {
                    let (a, b) = (out.group(keep), out.group(other));
                    pairs.retain(|(x, y)| (*x, *y) != (keep, other) && (*x, *y) != (other, keep));
                    if a != b {
                        let moved = std::mem::take(&mut out.groups[b]);
                        moved.iter().for_each(|key| _ = out.of.insert(key.clone(), a));
                        out.groups[a].extend(moved);
                    }
                }
                Decision::Apart(key, other) => out.part(key, other, &mut pairs),
                Decision::Split { key, spelling, own, leaves, stays } => {
                    out.part(key, own, &mut pairs);
                    if leaves.is_empty() {
                        out.respelt.entry(key.clone()).or_default().insert(spelling.clone(), own.clone());
                        continue;
                    }
                    // Who was split off from one is not who was split off from him before.
                    for earlier in &list[..n] {
                        if let Decision::Split { key: of, own: other, leaves, .. } = earlier
                            && of == key
                            && other != own
                            && !leaves.is_empty()
                        {
                            out.part(other, own, &mut pairs);
                        }
                    }
                    let split = out.by_document.entry(key.clone()).or_default();
                    split.key.clone_from(key);
                    split.owns.insert(own.clone());
                    split.stays.extend(stays.iter().cloned());
                    split.stays.retain(|slot| !leaves.contains(slot));
                    split.leaves.extend(leaves.iter().map(|slot| (slot.clone(), own.clone())));
                }
            }
        }
        for (a, b) in pairs {
            let (a, b) = (out.group(a), out.group(b));
            out.apart.insert((a.min(b), a.max(b)));
        }
        out
    }

    /// Has the second key leave the first's group.
    fn part<'d>(&mut self, key: &'d str, other: &'d str, pairs: &mut Vec<(&'d str, &'d str)>) {
        let (a, b) = (self.group(key), self.group(other));
        if a == b {
            self.groups[a].retain(|k| k != other);
            self.of.remove(other);
            self.group(other);
        }
        pairs.push((key, other));
    }

    /// Returns the number of a key's group, made where there is none.
    fn group(&mut self, key: &str) -> usize {
        if let Some(group) = self.of.get(key) {
            return *group;
        }
        self.groups.push(vec![key.to_owned()]);
        self.of.insert(key.to_owned(), self.groups.len() - 1);
        self.groups.len() - 1
    }

    /// Returns the groups of keys that are one: the first of each stands for it.
    pub fn groups(&self) -> impl Iterator<Item = &[String]> {
        self.groups.iter().filter(|group| !group.is_empty()).map(Vec::as_slice)
    }

    /// Returns the key that stands for a key's group; nothing where no decision names it.
    pub fn standing_for(&self, key: &str) -> Option<&str> {
        self.groups.get(*self.of.get(key)?)?.first().map(String::as_str)
    }

    /// Returns whether two keys were held apart.
    pub fn are_apart(&self, a: &str, b: &str) -> bool {
        if self.apart.is_empty() {
            return false;
        }
        match (self.of.get(a), self.of.get(b)) {
            (Some(a), Some(b)) => self.apart.contains(&(*a.min(b), *a.max(b))),
            _ => false,
        }
    }

    /// Returns the key that a name has in a document: its own, or the one that a split gave it there, or its spelling.
    pub fn key<'k>(&'k self, own: &'k str, name: &str, slot: &str) -> &'k str {
        let mut key = own;
        // What was split off may have been split once more.
        for _ in 0..MOST_SPLITS {
            let spelt = || self.respelt.get(key).and_then(|spellings| spellings.get(&fold(name)));
            match self.by_document.get(key).and_then(|split| split.leaves.get(slot)).or_else(spelt) {
                Some(other) => key = other,
                None => break,
            }
        }
        key
    }

    /// Returns the spellings that were split from a key, folded, each with the key that it has instead.
    pub fn spellings(&self, key: &str) -> impl Iterator<Item = (&str, &str)> {
        let split = self.respelt.get(key).into_iter().flatten();
        split.map(|(spelling, own)| (spelling.as_str(), own.as_str()))
    }

    /// Returns what was decided about documents, by keys.
    pub fn splits_by_document(&self) -> impl Iterator<Item = &ByDocument> {
        self.by_document.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merge(a: &str, b: &str) -> Decision {
        Decision::Merge(a.into(), b.into())
    }

    fn apart(a: &str, b: &str) -> Decision {
        Decision::Apart(a.into(), b.into())
    }

    #[test]
    fn merges_add_up_and_the_kept_key_stands() {
        let all = Decisions::of(&[merge("a", "b"), merge("c", "a")]);
        assert_eq!(["a", "b", "c"].map(|k| all.standing_for(k)), [Some("c"); 3]);
        assert_eq!(all.standing_for("d"), None);
        assert_eq!(all.groups().count(), 1);
    }

    #[test]
    fn one_that_leaves_a_group_leaves_the_others_together() {
        let all = Decisions::of(&[merge("b", "c"), merge("a", "b"), apart("a", "b")]);
        assert_eq!(["a", "b", "c"].map(|k| all.standing_for(k)), [Some("a"), Some("b"), Some("a")]);
        assert!(all.are_apart("a", "b") && all.are_apart("b", "c") && !all.are_apart("a", "c"));
    }

    #[test]
    fn what_is_apart_from_a_key_is_apart_from_all_that_it_was_merged_with() {
        let all = Decisions::of(&[apart("a", "x"), merge("a", "b")]);
        assert!(all.are_apart("x", "b") && !all.are_apart("a", "b") && !all.are_apart("x", "y"));
    }

    #[test]
    fn the_later_decision_wins() {
        let all = Decisions::of(&[apart("a", "b"), merge("a", "b")]);
        assert!(!all.are_apart("a", "b"));
        assert_eq!(all.standing_for("b"), Some("a"));
    }

    #[test]
    fn a_split_spelling_has_a_key_of_its_own() {
        let split = Decision::Split {
            key: "a".into(),
            spelling: "jon doe".into(),
            own: "a≠jon doe".into(),
            leaves: BTreeSet::new(),
            stays: BTreeSet::new(),
        };
        let all = Decisions::of(&[split]);
        assert_eq!(all.key("a", "Jon Doë", "x"), "a≠jon doe");
        assert_eq!((all.key("a", "John Doe", "x"), all.key("b", "Jon Doe", "x")), ("a", "b"));
        assert!(all.are_apart("a", "a≠jon doe"));
    }

    #[test]
    fn documents_that_mean_another_of_one_spelling_have_a_key_of_their_own() {
        let slots = |all: &[&str]| all.iter().map(|slot| (*slot).to_owned()).collect::<BTreeSet<_>>();
        let split = |key: &str, own: &str, leaves: &[&str], stays: &[&str]| Decision::Split {
            key: key.into(),
            spelling: "jon doe".into(),
            own: own.into(),
            leaves: slots(leaves),
            stays: slots(stays),
        };
        let all = Decisions::of(&[split("a", "a2", &["x", "y"], &["z"]), split("a2", "a3", &["y"], &["x"])]);
        let keys = ["x", "y", "z", "new"].map(|slot| all.key("a", "Jon Doe", slot));
        assert_eq!(keys, ["a2", "a3", "a", "a"]);
        assert!(all.are_apart("a", "a2") && all.are_apart("a2", "a3"));
        let third = Decisions::of(&[split("a", "a2", &["x"], &["z"]), split("a", "a3", &["y"], &["z"])]);
        assert!(third.are_apart("a2", "a3"));
        let stays: Vec<_> = all.splits_by_document().map(|split| (split.key.as_str(), split.stays.clone())).collect();
        assert_eq!(stays, [("a", slots(&["z"])), ("a2", slots(&["x"]))]);
    }
}
