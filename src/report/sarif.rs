//! SARIF 2.1.0 (Static Analysis Results Interchange Format, OASIS), for the pages on which build services show findings.
//!
//! One rule a relation and reason, one result a finding, one location a quote. A location's region is the value's words
//! and its context region the quote, both counted in code points of the document's text as it was read. What tells a
//! result from those of other runs is the finding's id; a second fingerprint tells that its readings changed.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::json::escape_pretty;
use super::{FindingList, Report, Rows, Written, escape};
use crate::store::{Finding, FindingDetail, Quote};

/// Where the schema stands that the output is to be held against.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Writes SARIF.
pub struct Sarif;

impl Report for Sarif {
    fn findings(&self, list: &FindingList, out: &mut dyn Write) -> Result<()> {
        let findings = list.shown().map(|f| (f, list.details.get(&f.finding_id)));
        write(&findings.collect::<Vec<_>>(), out)
    }

    fn finding(&self, detail: &FindingDetail, _all: bool, out: &mut dyn Write) -> Result<()> {
        write(&[(&detail.finding, Some(detail))], out)
    }

    fn rows(&self, _columns: &[String], _rows: &mut Rows, _out: &mut dyn Write) -> Result<Written> {
        bail!(
            "--format sarif is for findings (`atodds report`, `show`, `run`): use table, json, jsonl, csv, md or html here"
        )
    }
}

fn write(findings: &[(&Finding, Option<&FindingDetail>)], out: &mut dyn Write) -> Result<()> {
    let mut rules: BTreeMap<String, Value> = BTreeMap::new();
    for (finding, detail) in findings {
        rules.entry(rule_id(finding)).or_insert_with(|| rule(finding, *detail));
    }
    let ids: Vec<&String> = rules.keys().collect();
    let results: Vec<Value> = findings
        .iter()
        .map(|(finding, detail)| {
            let index = ids.iter().position(|id| **id == rule_id(finding));
            result(finding, *detail, index)
        })
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "atodds",
                    "version": env!("CARGO_PKG_VERSION"),
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules.values().collect::<Vec<_>>(),
                }
            },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }]
    });
    writeln!(out, "{}", escape_pretty(&serde_json::to_string_pretty(&log)?))?;
    Ok(())
}

fn rule_id(finding: &Finding) -> String {
    format!("{}/{}", finding.relation, finding.reason)
}

fn rule(finding: &Finding, detail: Option<&FindingDetail>) -> Value {
    let mut rule = json!({
        "id": rule_id(finding),
        "shortDescription": { "text": message(&finding.explanation) },
        "defaultConfiguration": { "level": level(finding) },
    });
    if let Some(detail) = detail {
        rule["fullDescription"] =
            json!({ "text": message(&format!("{}: {}.", detail.relation_explanation, finding.explanation)) });
    }
    rule
}

fn level(finding: &Finding) -> &'static str {
    match finding.severity {
        7.. => "error",
        _ if finding.is_at_odds => "warning",
        _ => "note",
    }
}

fn result(finding: &Finding, detail: Option<&FindingDetail>, rule: Option<usize>) -> Value {
    let text = format!(
        "{}, {}: {} ({}; sources: {}, origins: {}).",
        finding.entity, finding.label, finding.readings, finding.explanation, finding.n_sources, finding.n_origins
    );
    let baseline = match (finding.is_new, finding.is_changed) {
        (true, _) => "new",
        (_, true) => "updated",
        _ => "unchanged",
    };
    let quotes = detail.iter().flat_map(|d| &d.answers).flat_map(|reading| &reading.quotes);
    json!({
        "ruleId": rule_id(finding),
        "ruleIndex": rule,
        "level": level(finding),
        "message": { "text": message(&text) },
        "locations": quotes.map(location).collect::<Vec<_>>(),
        "partialFingerprints": { "findingId/v1": finding.finding_id, "readings/v1": finding.fingerprint },
        "baselineState": baseline,
        "properties": {
            "entity": finding.entity,
            "attribute": finding.attribute,
            "kind": finding.kind,
            "status": finding.status,
            "confidence": finding.confidence,
        },
    })
}

fn location(quote: &Quote) -> Value {
    let length = quote.quote.chars().count();
    let credit = quote.attributed_to.as_deref().map(|who| format!(", crediting {who}")).unwrap_or_default();
    let day = quote.published_on.as_deref().map(|day| format!(", {day}")).unwrap_or_default();
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&quote.document) },
            "region": {
                "charOffset": quote.char_start,
                "charLength": quote.char_end.saturating_sub(quote.char_start),
                "snippet": { "text": quote.value_text },
            },
            "contextRegion": {
                "charOffset": quote.quote_start,
                "charLength": length,
                "snippet": { "text": quote.quote },
            },
        },
        "message": { "text": message(&format!("{}{day}{credit}", quote.source)) },
    })
}

/// Makes a text a SARIF message: nothing in it is a link or a placeholder, or steers a terminal.
fn message(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in escape::line(text).chars() {
        match c {
            '\\' | '[' | ']' => out.extend(['\\', c]),
            '{' | '}' => out.extend([c, c]),
            c => out.push(c),
        }
    }
    out
}

/// Writes a document's path as a URI reference (RFC 3986); an address stays one, and so does the line of a row behind `#`.
fn uri(path: &str) -> String {
    let is_address = path.starts_with("http://") || path.starts_with("https://");
    let (file, row) = match path.rsplit_once("#L") {
        Some((file, line)) if !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit()) => (file, Some(line)),
        _ => (path, None),
    };
    let mut out = String::from(if file.starts_with('/') { "file://" } else { "" });
    for byte in file.bytes() {
        let is_kept = byte.is_ascii_alphanumeric()
            || b"-._~/".contains(&byte)
            || is_address && b":?#[]@!$&'()*+,;=%".contains(&byte);
        if is_kept {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    if let Some(line) = row {
        out.push_str(&format!("#L{line}"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_uris() {
        for (path, expected) in [
            ("docs/a.txt", "docs/a.txt"),
            ("docs/été 100%.txt", "docs/%C3%A9t%C3%A9%20100%25.txt"),
            ("/srv/a:b#c.txt", "file:///srv/a%3Ab%23c.txt"),
            ("feeds/x.jsonl#L7", "feeds/x.jsonl#L7"),
            ("https://x.test/a?b=1&c=é", "https://x.test/a?b=1&c=%C3%A9"),
        ] {
            assert_eq!(uri(path), expected);
        }
    }

    #[test]
    fn messages_hold_no_links_and_no_placeholders() {
        assert_eq!(message("a [b](c) {0}\x1b[2J\\"), r"a \[b\](c) {{0}}\\x1b\[2J\\");
    }
}
