//! Markdown: tables of GitHub's flavour, for reports that are read in a browser or a chat.

use std::io::Write;

use anyhow::Result;

use super::escape::markdown;
use super::{FindingList, Report, Rows, Written, bytes, number, table, words};
use crate::store::{Cell, Finding, FindingDetail};

/// Writes Markdown.
pub struct Markdown;

impl Report for Markdown {
    fn findings(&self, list: &FindingList, out: &mut dyn Write) -> Result<()> {
        writeln!(out, "{}", words::summary(list))?;
        finding_table(&list.findings, out)?;
        if !list.explained.is_empty() {
            writeln!(out, "\n## {}", words::count(list.n_explained, "explained difference"))?;
            finding_table(&list.explained, out)?;
        }
        for l in words::closing(list) {
            writeln!(out, "\n{l}")?;
        }
        Ok(())
    }

    fn finding(&self, detail: &FindingDetail, _all: bool, out: &mut dyn Write) -> Result<()> {
        let f = &detail.finding;
        writeln!(out, "# {}: {}\n", markdown(&words::about(f)), words::question(f))?;
        writeln!(out, "**{}**\n", markdown(&words::verdict(detail)))?;
        let days = words::days(f.first_on.as_deref(), f.last_on.as_deref());
        let mut facts = vec![words::count(f.n_documents, "document"), words::count(f.n_sources, "source")];
        facts.extend([words::count(f.n_origins, "origin"), days, format!("`{}`", f.finding_id)]);
        facts.retain(|s| !s.is_empty());
        writeln!(out, "{}", facts.join(", "))?;
        if let Some(judgement) = &detail.judgement {
            writeln!(out, "\n**{}**", markdown(&words::judged(judgement)))?;
        }
        for reading in &detail.answers {
            let title = format!("{} {}", reading.short, words::narrowed(reading));
            writeln!(out, "\n## {} — {}\n\n{}\n", reading.letter, markdown(&title), words::givers(reading))?;
            for quote in &reading.quotes {
                writeln!(out, "- {}", markdown(&words::credit(quote)))?;
                writeln!(out, "  “{}”", words::quoted(quote, "**", "**", markdown))?;
                writeln!(out, "  {}", markdown(&words::place(quote)))?;
            }
        }
        if !detail.pairs.is_empty() {
            writeln!(out, "\n## Between them\n")?;
        }
        for pair in &detail.pairs {
            writeln!(out, "- {}", markdown(&table::pair_line(detail, pair)))?;
        }
        Ok(())
    }

    fn rows(&self, columns: &[String], rows: &mut Rows, out: &mut dyn Write) -> Result<Written> {
        head(&columns.iter().map(|c| markdown(c)).collect::<Vec<_>>(), out)?;
        let mut written = Written::default();
        for row in rows {
            let cells: Vec<String> = row?
                .iter()
                .map(|c| match c {
                    Cell::Null => String::new(),
                    Cell::Integer(i) => i.to_string(),
                    Cell::Real(f) => number(*f),
                    Cell::Text(t) => markdown(t),
                    Cell::Blob(b) => bytes(b),
                })
                .collect();
            writeln!(out, "| {} |", cells.join(" | "))?;
            written.rows += 1;
        }
        Ok(written)
    }
}

fn head(columns: &[String], out: &mut dyn Write) -> Result<()> {
    writeln!(out, "| {} |", columns.join(" | "))?;
    writeln!(out, "|{}", " --- |".repeat(columns.len()))?;
    Ok(())
}

fn finding_table(findings: &[Finding], out: &mut dyn Write) -> Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    head(&["id", "about", "readings", "relation", "why", "from", "published"].map(str::to_owned), out)?;
    for f in findings {
        let cells = [
            format!("`{}`", f.finding_id),
            markdown(&words::about(f)),
            markdown(&table::short_readings(f)),
            f.relation.clone(),
            markdown(&f.explanation),
            words::from(f.n_sources, f.n_origins).join(", "),
            words::days(f.first_on.as_deref(), f.last_on.as_deref()),
        ];
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}
