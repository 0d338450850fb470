//! Reports: results in, bytes out.
//!
//! In: the records and rows that `store` reads. Out: a terminal's table, JSON, CSV, Markdown, HTML, SARIF or JUnit. One format is one
//! file; all of them print the same results and leave no text of a document unescaped. Opening files and choosing what is
//! shown is left to the commands.
//!
//! JSON is documented here, since programs read it: a list is one array with one object a line; field names are column
//! names of the public views; one finding (`atodds show`) is one object, its readings under `answers`, their quotes under
//! `quotes`, their relations under `pairs`.

pub mod escape;
pub mod layout;

mod csv;
mod draw;
mod html;
mod json;
mod junit;
mod list;
mod md;
mod sarif;
mod table;
#[cfg(test)]
mod tests;
mod words;

use std::io::Write;

use anyhow::Result;
use serde::Deserialize;

use crate::store::{Cell, FindingDetail};

pub use list::{FindingList, Selection};
pub use words::{count, judged, relation_name};

/// How results are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// For people, fit to the terminal.
    #[default]
    Table,
    /// One array, one object a line.
    Json,
    /// One object a line, without the array.
    Jsonl,
    /// With a header; for spreadsheets.
    Csv,
    /// Markdown tables.
    Md,
    /// One page that needs nothing else.
    Html,
    /// SARIF 2.1.0, findings alone.
    Sarif,
    /// JUnit XML, findings alone.
    Junit,
}

impl Format {
    /// Returns the format that a file's name asks for by its ending, in any case.
    pub fn of_extension(extension: &str) -> Option<Format> {
        Some(match extension.to_ascii_lowercase().as_str() {
            "txt" => Format::Table,
            "json" => Format::Json,
            "jsonl" | "ndjson" => Format::Jsonl,
            "csv" => Format::Csv,
            "md" | "markdown" => Format::Md,
            "html" | "htm" => Format::Html,
            "sarif" => Format::Sarif,
            "xml" => Format::Junit,
            _ => return None,
        })
    }

    /// Tells whether a list of findings is written with their quotes ([`FindingList::details`]).
    pub fn has_quotes(self) -> bool {
        matches!(self, Format::Sarif | Format::Junit)
    }

    /// Tells whether programs read it, and nobody looks at it first.
    pub fn is_data(self) -> bool {
        matches!(self, Format::Json | Format::Jsonl | Format::Csv)
    }
}

/// What a table is fit to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its width in terminal columns.
    pub width: usize,
    /// Whether colours and bold may be used.
    pub styled: bool,
}

/// Rows of any query: each as many cells as there are columns.
pub type Rows<'r> = dyn Iterator<Item = Result<Vec<Cell>>> + 'r;

/// One format: writes any result. Errors are those of `out`, and of the rows as they come.
pub trait Report {
    /// Writes the findings of `atodds report`.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    fn findings(&self, list: &FindingList, out: &mut dyn Write) -> Result<()>;

    /// Writes one finding with its quotes; `all` leaves none out.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    fn finding(&self, detail: &FindingDetail, all: bool, out: &mut dyn Write) -> Result<()>;

    /// Writes rows; where there are too many for the format, the rest is counted in the result.
    ///
    /// # Errors
    /// Where `out` cannot be written, or a row does not come.
    fn rows(&self, columns: &[String], rows: &mut Rows, out: &mut dyn Write) -> Result<Written>;
}

/// What became of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Rows that stand in the output.
    pub rows: usize,
    /// Whether there were more than the format holds.
    pub is_cut: bool,
}

/// Returns what writes a format.
pub fn format(format: Format, page: Page) -> Box<dyn Report> {
    match format {
        Format::Table => Box::new(table::Table { page }),
        Format::Json => Box::new(json::Json { is_array: true }),
        Format::Jsonl => Box::new(json::Json { is_array: false }),
        Format::Csv => Box::new(csv::Csv),
        Format::Md => Box::new(md::Markdown),
        Format::Html => Box::new(html::Html),
        Format::Sarif => Box::new(sarif::Sarif),
        Format::Junit => Box::new(junit::Junit),
    }
}

/// Returns a number as people write it in a table: whole numbers without a point, others at up to twelve digits.
fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 { format!("{value:.0}") } else { format!("{value}") }
}

/// Returns bytes as `x'…'`, cut after 32.
fn bytes(blob: &[u8]) -> String {
    let mut out = String::from("x'");
    for b in blob.iter().take(32) {
        out.push_str(&format!("{b:02x}"));
    }
    out.push_str(if blob.len() > 32 { "…'" } else { "'" });
    out
}
