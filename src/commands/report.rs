//! `atodds report`: where the sources are at odds.

use anyhow::Result;

use atodds::report::{FindingList, Format, Selection, count};
use atodds::store::{Filter, Finding, Sort, Store};

use super::{DONE, FAILED, FOUND, chosen, note, on_terminal, open, print};
use crate::cli::{Common, ReportArgs, SortArg};

/// Findings that are less sure are counted and not shown to people: what two statements fit worse by is seldom one question
/// (scores/confidence.txt).
pub const MIN_CONFIDENCE: f64 = 0.25;

/// How many findings a terminal gets unless asked.
const SCREENFUL: usize = 50;

/// Prints the findings.
pub fn run(args: &ReportArgs, common: &Common) -> Result<u8> {
    let format = chosen(common)?;
    let store = open(common)?;
    let filter = filter(args);
    let sort = match args.sort {
        SortArg::Seriousness => Sort::Seriousness,
        SortArg::Recency => Sort::Recency,
        SortArg::Gap => Sort::Gap,
    };
    let limit = match args.limit {
        Some(0) => None,
        None if format == Format::Table && on_terminal() => Some(SCREENFUL),
        limit => limit,
    };
    // Programs get everything, and its confidence beside it.
    let selection = Selection {
        relations: args.relation.iter().map(|r| r.as_str().to_owned()).collect(),
        statuses: args.status.iter().map(|s| s.as_str().to_owned()).collect(),
        all: args.all,
        limit,
        min_confidence: args.min_confidence.unwrap_or(if args.all || format.is_data() { 0.0 } else { MIN_CONFIDENCE }),
        is_filtered: is_filtered(&filter),
        fail_on: args.fail_on.map(|r| r.severity()),
    };
    let list = gathered(&store, &filter, sort, &selection, format)?;
    print(common, |report, out| report.findings(&list, out))?;
    if list.totals.skipped > 0 {
        note(&format!(
            "the last run skipped {}: `atodds documents --skipped` says why",
            count(list.totals.skipped, "document")
        ));
    }
    // Who asks whether there is anything must not take a run that was broken off for a no.
    let is_unknown = args.fail_on.is_some() && !list.is_failed() && store.dirty_topics()? > 0;
    Ok(match list.is_failed() {
        true => FOUND,
        false if is_unknown => FAILED,
        false => DONE,
    })
}

/// Reads the findings of a report, with their quotes where the format shows them.
pub fn gathered(
    store: &Store,
    filter: &Filter,
    sort: Sort,
    selection: &Selection,
    format: Format,
) -> Result<FindingList> {
    let totals = store.totals()?;
    let mut list = match sort {
        // How far the answers lie apart takes a look at all of them.
        Sort::Gap => FindingList::new(store.findings(filter, sort)?, totals, selection),
        _ => FindingList::of_heads(store.heads(filter, sort)?, totals, selection, |topics| store.findings_of(topics))?,
    };
    if format.has_quotes() {
        let shown: Vec<Finding> = list.shown().cloned().collect();
        for finding in shown {
            list.details.insert(finding.finding_id.clone(), store.detail(finding)?);
        }
    }
    Ok(list)
}

fn filter(args: &ReportArgs) -> Filter {
    Filter {
        entity: args.entity.clone(),
        attribute: args.attribute.clone(),
        kind: args.kind.map(Into::into),
        source: args.source.clone(),
        since: args.since,
    }
}

pub fn is_filtered(filter: &Filter) -> bool {
    filter.entity.is_some()
        || filter.attribute.is_some()
        || filter.kind.is_some()
        || filter.source.is_some()
        || filter.since.is_some()
}
