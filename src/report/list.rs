//! What a report shows of the findings that were read: which stand in the first table, which in the second, which in a
//! closing line.

use std::collections::BTreeMap;

use crate::store::{Finding, FindingDetail, FindingHead, Totals};

/// What of the findings is to be shown.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// These relations alone, in one table; empty: what is at odds, the others being explained.
    pub relations: Vec<String>,
    /// Findings of these states alone; empty: all but the dismissed ones, which are counted.
    pub statuses: Vec<String>,
    /// Whether the explained ones are shown too, and the dismissed ones.
    pub all: bool,
    /// How many in each table.
    pub limit: Option<usize>,
    /// Findings below this confidence are left out, and counted.
    pub min_confidence: f64,
    /// Whether the findings are already a part, by a filter.
    pub is_filtered: bool,
    /// The severity from which on a finding fails a pipeline, where one was named.
    pub fail_on: Option<i64>,
}

/// The findings of one report.
#[derive(Clone, Debug, Default)]
pub struct FindingList {
    /// Counts of the whole store.
    pub totals: Totals,
    /// The first table.
    pub findings: Vec<Finding>,
    /// The second one: explained differences, where they are shown.
    pub explained: Vec<Finding>,
    /// How many of each relation belong to the first table, whatever the limit; the most serious first.
    pub counts: Vec<(String, usize)>,
    /// How many explained differences there are, shown or not.
    pub n_explained: usize,
    /// How many of them may be contradictions, if their statements are of one thing.
    pub n_perhaps: usize,
    /// How many were left out since a person dismissed them.
    pub n_dismissed: usize,
    /// How many were left out since they rest on statements that are not sure enough.
    pub n_unsure: usize,
    /// How many the limit left out of both tables.
    pub n_cut: usize,
    /// Whether a filter chose them.
    pub is_filtered: bool,
    /// The severity of the most serious finding, explained ones and those beyond the limit included.
    pub worst: Option<i64>,
    /// The severity from which on a finding fails a pipeline, where one was named.
    pub fail_on: Option<i64>,
    /// Findings with their quotes, by id, for formats that show them in a list ([`super::Format::has_quotes`]).
    pub details: BTreeMap<String, FindingDetail>,
}

/// The reason that leaves open whether two unlike figures are of one thing.
const PERHAPS: &str = "perhaps_another";

impl FindingList {
    /// Sorts findings into what is shown where; their order stays.
    pub fn new(found: Vec<Finding>, totals: Totals, selection: &Selection) -> FindingList {
        let mut list = FindingList::empty(totals, selection);
        let heads = found.into_iter().map(|finding| (FindingHead::from(&finding), finding));
        (list.findings, list.explained) = list.sort(heads, selection);
        list
    }

    /// The same of findings of which only the heads were read: `read` returns those of the topics that are shown.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn of_heads<E>(
        heads: Vec<FindingHead>,
        totals: Totals,
        selection: &Selection,
        read: impl Fn(&[i64]) -> Result<Vec<Finding>, E>,
    ) -> Result<FindingList, E> {
        let with_topic = |head: FindingHead| {
            let topic = head.topic_id;
            (head, topic)
        };
        let mut list = FindingList::empty(totals, selection);
        let (first, explained) = list.sort(heads.into_iter().map(with_topic), selection);
        (list.findings, list.explained) = (read(&first)?, read(&explained)?);
        Ok(list)
    }

    fn empty(totals: Totals, selection: &Selection) -> FindingList {
        FindingList {
            totals,
            is_filtered: selection.is_filtered || !selection.relations.is_empty() || !selection.statuses.is_empty(),
            fail_on: selection.fail_on,
            ..FindingList::default()
        }
    }

    /// Counts what is shown and what is not; returns the first table and the second.
    fn sort<T>(&mut self, found: impl Iterator<Item = (FindingHead, T)>, selection: &Selection) -> (Vec<T>, Vec<T>) {
        let asked = !selection.relations.is_empty();
        let by_status = !selection.statuses.is_empty();
        let (mut first, mut explained) = (Vec::new(), Vec::new());
        let mut counts = BTreeMap::new();
        for (head, finding) in found {
            if by_status && !selection.statuses.contains(&head.status) {
                continue;
            }
            let is_first = match asked {
                true if !selection.relations.contains(&head.relation) => continue,
                true => true,
                false => head.is_at_odds,
            };
            if head.confidence < selection.min_confidence {
                self.n_unsure += 1;
                continue;
            }
            if head.status == "dismissed" && !by_status && !selection.all {
                self.n_dismissed += 1;
                continue;
            }
            self.worst = self.worst.max(Some(head.severity));
            if is_first {
                *counts.entry((std::cmp::Reverse(head.severity), head.relation)).or_default() += 1;
                first.push(finding);
            } else {
                self.n_explained += 1;
                self.n_perhaps += usize::from(head.reason == PERHAPS);
                if selection.all {
                    explained.push(finding);
                }
            }
        }
        self.counts = counts.into_iter().map(|((_, relation), n)| (relation, n)).collect();
        if let Some(limit) = selection.limit {
            self.n_cut = first.len().saturating_sub(limit) + explained.len().saturating_sub(limit);
            first.truncate(limit);
            explained.truncate(limit);
        }
        (first, explained)
    }

    /// Tells whether a finding is as serious as was asked to fail on.
    pub fn is_failed(&self) -> bool {
        self.fail_on.is_some_and(|least| self.worst.is_some_and(|worst| worst >= least))
    }

    /// Returns all that is shown, the first table first.
    pub fn shown(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().chain(&self.explained)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::finding;

    fn found() -> Vec<Finding> {
        ["contradiction", "scope", "update", "precision", "variant"].map(|r| finding(r, "North Korea", "3 | 4")).into()
    }

    #[test]
    fn explained_ones_are_counted_and_not_shown() {
        let list = FindingList::new(found(), Totals::default(), &Selection::default());
        assert_eq!((list.findings.len(), list.explained.len(), list.n_explained), (3, 0, 2));
        assert_eq!(list.worst, Some(7));
        let list = FindingList::new(found(), Totals::default(), &Selection { all: true, ..Selection::default() });
        assert_eq!((list.findings.len(), list.explained.len()), (3, 2));
    }

    #[test]
    fn a_named_relation_shows_that_alone() {
        let only = Selection { relations: vec!["scope".into()], ..Selection::default() };
        let list = FindingList::new(found(), Totals::default(), &only);
        assert_eq!((list.findings.len(), list.n_explained, list.worst), (1, 0, Some(4)));
    }

    #[test]
    fn unsure_ones_are_counted_and_fail_nothing() {
        let mut all = found();
        all[0].confidence = 0.2;
        let list = FindingList::new(all, Totals::default(), &Selection { min_confidence: 0.3, ..Selection::default() });
        assert_eq!((list.findings.len(), list.n_unsure), (2, 1));
        assert!(list.worst < Some(7));
    }

    #[test]
    fn dismissed_ones_are_counted_and_fail_nothing_unless_they_are_asked_for() {
        let mut all = found();
        all[0].status = "dismissed".into();
        all[1].status = "pending".into();
        let list = |selection: &Selection| FindingList::new(all.clone(), Totals::default(), selection);
        let usual = list(&Selection::default());
        assert_eq!((usual.findings.len(), usual.n_dismissed, usual.worst), (2, 1, Some(6)));
        let asked = list(&Selection { statuses: vec!["dismissed".into()], ..Selection::default() });
        assert_eq!((asked.findings.len(), asked.n_dismissed, asked.worst), (1, 0, Some(7)));
        assert!(asked.is_filtered);
        let every = list(&Selection { all: true, ..Selection::default() });
        assert_eq!((every.findings.len(), every.n_dismissed), (3, 0));
    }

    #[test]
    fn a_limit_hides_nothing_silently() {
        let list = FindingList::new(
            found(),
            Totals::default(),
            &Selection { limit: Some(1), all: true, ..Selection::default() },
        );
        assert_eq!((list.findings.len(), list.explained.len(), list.n_cut), (1, 1, 3));
        assert_eq!(list.counts.iter().map(|(_, n)| n).sum::<usize>(), 3);
    }
}
