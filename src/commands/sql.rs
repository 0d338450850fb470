//! `atodds sql`: questions of one's own, read-only.

use std::io::Read;
use std::time::Duration;

use anyhow::{Context, Result};

use atodds::report::{Format, escape, layout};
use atodds::store::{Cell, public_views, schema_sql};

use super::{DONE, chosen, note, open, output, page, print};
use crate::cli::{Common, SqlArgs};

/// Prints what a query answers; without one, the views; or the schema.
pub fn run(args: &SqlArgs, common: &Common) -> Result<u8> {
    if args.schema {
        output(|out| Ok(out.write_all(schema_sql().as_bytes())?))?;
        return Ok(DONE);
    }
    let Some(query) = &args.query else {
        return views(common);
    };
    let query = if query == "-" { standard_input()? } else { query.clone() };
    let store = open(common)?;
    let limit = Some(args.timeout).filter(|t| *t > 0).map(Duration::from_secs);
    let reader = store.read_only(limit)?;
    let mut query = reader.query(&query)?;
    let columns = query.columns();
    let written = print(common, |report, out| report.rows(&columns, &mut query.rows(), out))?;
    if let Some(written) = written.filter(|w| w.is_cut) {
        note(&format!("only the first {} rows are shown: --format csv, json or md gives all of them", written.rows));
    }
    Ok(DONE)
}

fn standard_input() -> Result<String> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).context("cannot read the query from standard input")?;
    Ok(text)
}

/// Lists the views for people, or as rows for programs.
fn views(common: &Common) -> Result<u8> {
    let views = public_views()?;
    if chosen(common)? != Format::Table {
        let columns = ["view", "question", "columns"].map(str::to_owned);
        let mut rows = views.iter().map(|v| {
            Ok(vec![Cell::Text(v.name.to_owned()), Cell::Text(v.question.clone()), Cell::Text(v.columns.join(", "))])
        });
        print(common, |report, out| report.rows(&columns, &mut rows, out))?;
        return Ok(DONE);
    }
    let page = page(common);
    let (bold, plain) = if page.styled { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
    output(|out| {
        for view in &views {
            writeln!(out, "{bold}{}{plain}", view.name)?;
            for text in [&view.question, &view.columns.join(", ")] {
                for l in layout::wrap(&escape::line(text), page.width.saturating_sub(4)) {
                    writeln!(out, "    {l}")?;
                }
            }
            writeln!(out)?;
        }
        writeln!(out, "atodds sql \"SELECT * FROM finding\"; `atodds sql --schema` prints the tables too")?;
        Ok(())
    })?;
    Ok(DONE)
}
