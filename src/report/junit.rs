//! JUnit XML, for pipelines that show it as tests: one test case a finding. What is as serious as was asked for fails,
//! what else is at odds is skipped, what has an explanation passes.
//!
//! There is no standard of it; this is the form that build services agree on. Control characters are shown as escapes,
//! since XML 1.0 cannot hold them.

use std::io::Write;

use anyhow::{Context, Result, bail};
use quick_junit::{NonSuccessKind, Report as Suites, TestCase, TestCaseStatus, TestSuite};

use super::{FindingList, Report, Rows, Written, escape};
use crate::store::{Finding, FindingDetail};

/// Findings of this severity fail where nothing else was asked for: contradictions.
const FAILING: i64 = 7;

/// Writes JUnit XML.
pub struct Junit;

impl Report for Junit {
    fn findings(&self, list: &FindingList, out: &mut dyn Write) -> Result<()> {
        let fail_on = list.fail_on.unwrap_or(FAILING);
        write(list.shown().map(|f| case(f, list.details.get(&f.finding_id), fail_on)), out)
    }

    fn finding(&self, detail: &FindingDetail, _all: bool, out: &mut dyn Write) -> Result<()> {
        write([case(&detail.finding, Some(detail), FAILING)], out)
    }

    fn rows(&self, _columns: &[String], _rows: &mut Rows, _out: &mut dyn Write) -> Result<Written> {
        bail!(
            "--format junit is for findings (`atodds report`, `show`, `run`): use table, json, jsonl, csv, md or html here"
        )
    }
}

fn write(cases: impl IntoIterator<Item = TestCase>, out: &mut dyn Write) -> Result<()> {
    let mut suite = TestSuite::new("findings");
    suite.add_test_cases(cases);
    let mut suites = Suites::new("atodds");
    suites.add_test_suite(suite);
    // Written by way of a string: an error of `out` is then one of `out`, as a reader that went away.
    let text = suites.to_string().context("cannot write JUnit XML")?;
    out.write_all(text.as_bytes())?;
    Ok(())
}

fn case(finding: &Finding, detail: Option<&FindingDetail>, fail_on: i64) -> TestCase {
    let said = format!("{} ({})", finding.readings, finding.explanation);
    let mut status = if finding.severity >= fail_on {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_type(finding.reason.as_str());
        status
    } else if finding.is_at_odds {
        TestCaseStatus::skipped()
    } else {
        TestCaseStatus::success()
    };
    if finding.severity >= fail_on || finding.is_at_odds {
        status.set_message(escape::line(&said));
        status.set_description(quotes(detail).join("\n"));
    }
    let name = format!("{}: {} [{}]", finding.entity, finding.label, finding.finding_id);
    let mut case = TestCase::new(escape::line(&name), status);
    case.set_classname(format!("atodds.{}", finding.relation));
    case
}

/// Returns who says what, a line a quote.
fn quotes(detail: Option<&FindingDetail>) -> Vec<String> {
    let Some(detail) = detail else { return Vec::new() };
    let mut lines = Vec::new();
    for reading in &detail.answers {
        for quote in &reading.quotes {
            let day = quote.published_on.as_deref().unwrap_or("no date");
            lines.push(escape::line(&format!(
                "{}: {}, {day}, {}: {}",
                reading.short, quote.source, quote.document, quote.quote
            )));
        }
    }
    lines
}
