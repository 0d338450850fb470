//! Measures the recognising of values: `bench_recognize FILE LANG` reads a text file and prints megabytes a second, for
//! quantities alone and with dates.

use std::time::Instant;

use anyhow::{Context as _, Result};
use atodds::model::Language;
use atodds::recognize::{Context, quantities, recognize};

#[allow(clippy::print_stdout, reason = "a bench prints")]
fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().context("usage: bench_recognize FILE LANG")?;
    let language: Language = arguments.next().as_deref().unwrap_or("fr").parse().map_err(anyhow::Error::msg)?;
    let text = std::fs::read_to_string(&path).with_context(|| path.clone())?;
    let context = Context::default();
    quantities("12", language, &context);
    let megabytes = text.len() as f64 / 1e6;
    let start = Instant::now();
    let found = quantities(&text, language, &context).len();
    let seconds = start.elapsed().as_secs_f64();
    println!("quantities: {found} in {megabytes:.1} MB, {:.1} MB/s", megabytes / seconds);
    let start = Instant::now();
    let found = recognize(&text, language, &context, None).len();
    let seconds = start.elapsed().as_secs_f64();
    println!("all: {found}, {:.1} MB/s", megabytes / seconds);
    Ok(())
}
