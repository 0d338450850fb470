//! HTML: one page that needs nothing else, no script and no address outside; light and dark.

use std::io::Write;

use anyhow::Result;

use super::escape::html;
use super::{FindingList, Report, Rows, Written, bytes, number, table, words};
use crate::store::{Cell, Finding, FindingDetail};

/// Writes HTML.
pub struct Html;

impl Report for Html {
    fn findings(&self, list: &FindingList, out: &mut dyn Write) -> Result<()> {
        begin("Where sources are at odds", out)?;
        writeln!(out, "<p class=\"sum\">{}</p>", html(&words::summary(list)))?;
        finding_table(&list.findings, out)?;
        if !list.explained.is_empty() {
            writeln!(out, "<h2>{}</h2>", words::count(list.n_explained, "explained difference"))?;
            finding_table(&list.explained, out)?;
        }
        for l in words::closing(list) {
            writeln!(out, "<p>{}</p>", html(&l))?;
        }
        end(out)
    }

    fn finding(&self, detail: &FindingDetail, _all: bool, out: &mut dyn Write) -> Result<()> {
        let f = &detail.finding;
        begin(&format!("{}: {}", words::about(f), words::question(f)), out)?;
        writeln!(out, "<p class=\"{}\">{}</p>", html(&f.relation), html(&words::verdict(detail)))?;
        if let Some(judgement) = &detail.judgement {
            writeln!(out, "<p>{}</p>", html(&words::judged(judgement)))?;
        }
        for reading in &detail.answers {
            let narrowed = words::narrowed(reading);
            writeln!(out, "<h2>{} — {} {}</h2>", html(&reading.letter), html(&reading.short), html(&narrowed))?;
            writeln!(out, "<p class=\"dim\">{}</p>", html(&words::givers(reading)))?;
            for quote in &reading.quotes {
                let words = words::quoted(quote, "<mark>", "</mark>", |t| html(&super::escape::line(t)));
                writeln!(
                    out,
                    "<figure><figcaption>{}</figcaption><blockquote lang=\"{}\" dir=\"auto\">{words}</blockquote><p class=\"dim\">{}</p></figure>",
                    html(&words::credit(quote)),
                    html(&quote.language),
                    html(&words::place(quote))
                )?;
            }
        }
        writeln!(out, "<h2>Between them</h2>\n<ul>")?;
        for pair in &detail.pairs {
            writeln!(out, "<li>{}</li>", html(&table::pair_line(detail, pair)))?;
        }
        writeln!(out, "</ul>")?;
        end(out)
    }

    fn rows(&self, columns: &[String], rows: &mut Rows, out: &mut dyn Write) -> Result<Written> {
        begin("atodds", out)?;
        head(columns, out)?;
        let mut written = Written::default();
        for row in rows {
            write!(out, "<tr>")?;
            for c in row? {
                match c {
                    Cell::Null => write!(out, "<td></td>")?,
                    Cell::Integer(i) => write!(out, "<td class=\"n\">{i}</td>")?,
                    Cell::Real(f) => write!(out, "<td class=\"n\">{}</td>", number(f))?,
                    Cell::Text(t) => write!(out, "<td dir=\"auto\">{}</td>", html(&t))?,
                    Cell::Blob(b) => write!(out, "<td>{}</td>", html(&bytes(&b)))?,
                }
            }
            writeln!(out, "</tr>")?;
            written.rows += 1;
        }
        writeln!(out, "</tbody></table>")?;
        end(out)?;
        Ok(written)
    }
}

fn begin(title: &str, out: &mut dyn Write) -> Result<()> {
    let title = html(title);
    write!(out, "{}", include_str!("page.html").replace("{title}", &title))?;
    Ok(())
}

fn end(out: &mut dyn Write) -> Result<()> {
    writeln!(out, "</main>\n</body>\n</html>")?;
    Ok(())
}

fn head(columns: &[impl AsRef<str>], out: &mut dyn Write) -> Result<()> {
    let cells: String = columns.iter().map(|c| format!("<th scope=\"col\">{}</th>", html(c.as_ref()))).collect();
    writeln!(out, "<table><thead><tr>{cells}</tr></thead><tbody>")?;
    Ok(())
}

fn finding_table(findings: &[Finding], out: &mut dyn Write) -> Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    head(&["about", "readings", "relation", "why", "from", "published", "id"], out)?;
    for f in findings {
        let readings: Vec<String> =
            table::short_readings(f).split(" | ").map(|r| format!("<span dir=\"auto\">{}</span>", html(r))).collect();
        writeln!(
            out,
            "<tr id=\"{id}\"><td dir=\"auto\">{}</td><td>{}</td><td class=\"{relation}\">{relation}</td><td>{}</td><td>{}</td><td>{}</td><td><code>{id}</code></td></tr>",
            html(&words::about(f)),
            readings.join("<br>"),
            html(&f.explanation),
            words::from(f.n_sources, f.n_origins).join("<br>"),
            html(&words::days(f.first_on.as_deref(), f.last_on.as_deref())),
            id = html(&f.finding_id),
            relation = html(&f.relation),
        )?;
    }
    writeln!(out, "</tbody></table>")?;
    Ok(())
}
