//! `atodds demo`: an example to try, with its articles inside the program.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::{ingest, note, report};
use crate::cli::{Cli, Command, Common, DemoArgs};
use clap::Parser;

/// Five invented articles on one event, two in English and three in French, and who published them.
const ARTICLES: &[(&str, &str)] = &[
    ("a.txt", include_str!("../../fixtures/stories/troops-card/docs/a.txt")),
    ("b.html", include_str!("../../fixtures/stories/troops-card/docs/b.html")),
    ("c.md", include_str!("../../fixtures/stories/troops-card/docs/c.md")),
    ("d.html", include_str!("../../fixtures/stories/troops-card/docs/d.html")),
    ("e.txt", include_str!("../../fixtures/stories/troops-card/docs/e.txt")),
    ("sources.csv", include_str!("../../fixtures/stories/troops-card/docs/sources.csv")),
];

/// Writes the example's articles, ingests them into a database beside them, and prints the report.
pub fn run(args: &DemoArgs, common: &Common) -> Result<u8> {
    let folder = args.into.clone().unwrap_or_else(|| PathBuf::from("atodds-demo"));
    let articles = folder.join("articles");
    fs::create_dir_all(&articles).with_context(|| format!("cannot make the folder {}", articles.display()))?;
    for (name, text) in ARTICLES {
        let path = articles.join(name);
        // A file of the user's own is never written over.
        match fs::read_to_string(&path) {
            Ok(there) if there == *text => continue,
            Ok(_) => bail!("{} is there already and is another: name another folder with --into", path.display()),
            Err(_) => fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?,
        }
    }
    let db = folder.join("demo.db");
    let common = Common { db: db.clone(), db_source: None, format: common.format, width: common.width };
    let line = ["atodds".as_ref(), "ingest".as_ref(), articles.as_os_str()];
    let Command::Ingest(ingest_args) = Cli::try_parse_from(line)?.command else { bail!("the example cannot be read") };
    let ingested = ingest::run(&ingest_args, &common)?;
    let Command::Report(report_args) = Cli::try_parse_from(["atodds", "report"])?.command else {
        bail!("the example cannot be shown")
    };
    report::run(&report_args, &common)?;
    note(&format!("the example is in {}; try: atodds --db {} show ID", folder.display(), db.display()));
    Ok(ingested)
}
