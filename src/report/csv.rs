//! CSV (RFC 4180, UTF-8, with a header): rows for spreadsheets. Text that a spreadsheet would run as a formula gets an
//! apostrophe before it.

use std::io::Write;

use anyhow::Result;
use serde_json::Value;

use super::{FindingList, Report, Rows, Written, escape};
use crate::store::{Cell, FindingDetail};

/// The columns of findings, in the order of the view.
const FINDING: &[&str] = &[
    "finding_id",
    "entity",
    "attribute",
    "kind",
    "relation",
    "readings",
    "n_readings",
    "n_documents",
    "n_sources",
    "n_origins",
    "first_on",
    "last_on",
    "status",
    "is_new",
    "is_changed",
    "reason",
    "severity",
    "weight",
    "is_at_odds",
    "entity_kind",
    "label",
    "explanation",
    "confidence",
    "gap",
];

/// The columns of one finding: a row is a quote.
const QUOTE: &[&str] = &[
    "finding_id",
    "entity",
    "attribute",
    "relation",
    "letter",
    "short",
    "document",
    "source",
    "published_on",
    "language",
    "attributed_to",
    "place",
    "as_of_low",
    "as_of_high",
    "value_text",
    "value_low",
    "value_high",
    "bound",
    "unit",
    "polarity",
    "modality",
    "quote",
    "char_start",
    "char_end",
    "origin_id",
    "confidence",
    "rule",
    "title",
    "url",
    "assertion_id",
];

/// Writes CSV.
pub struct Csv;

impl Report for Csv {
    fn findings(&self, list: &FindingList, out: &mut dyn Write) -> Result<()> {
        let mut csv = ::csv::Writer::from_writer(out);
        csv.write_record(FINDING)?;
        for finding in list.shown() {
            let value = serde_json::to_value(finding)?;
            csv.write_record(FINDING.iter().map(|c| field(&value[*c])))?;
        }
        csv.flush()?;
        Ok(())
    }

    fn finding(&self, detail: &FindingDetail, _all: bool, out: &mut dyn Write) -> Result<()> {
        let mut csv = ::csv::Writer::from_writer(out);
        csv.write_record(QUOTE)?;
        let finding = serde_json::to_value(&detail.finding)?;
        for reading in &detail.answers {
            for quote in &reading.quotes {
                let value = serde_json::to_value(quote)?;
                csv.write_record(QUOTE.iter().map(|c| match *c {
                    "finding_id" | "entity" | "attribute" | "relation" => field(&finding[*c]),
                    "letter" => reading.letter.clone(),
                    "short" => escape::csv(&reading.short).into_owned(),
                    c => field(&value[c]),
                }))?;
            }
        }
        csv.flush()?;
        Ok(())
    }

    fn rows(&self, columns: &[String], rows: &mut Rows, out: &mut dyn Write) -> Result<Written> {
        let mut csv = ::csv::Writer::from_writer(out);
        csv.write_record(columns.iter().map(|c| escape::csv(c).into_owned()))?;
        let mut written = Written::default();
        for row in rows {
            csv.write_record(row?.iter().map(cell))?;
            written.rows += 1;
        }
        csv.flush()?;
        Ok(written)
    }
}

fn field(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(s) => escape::csv(s).into_owned(),
        Value::Bool(b) => u8::from(*b).to_string(),
        other => other.to_string(),
    }
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Integer(i) => i.to_string(),
        Cell::Real(f) => super::number(*f),
        Cell::Text(t) => escape::csv(t).into_owned(),
        Cell::Blob(b) => b.iter().map(|b| format!("{b:02x}")).collect(),
    }
}
