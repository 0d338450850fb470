//! Measures the recognising of values on one core, in megabytes a second of processor time: quantities alone, and all.
//!
//! `bench_recognize` reads the fixture stories, repeated to ten megabytes a language, as they are and as one line;
//! `bench_recognize FILE LANG` reads a file. Figures are printed and never tested: machines differ.
#![allow(clippy::print_stdout, reason = "a bench prints")]

use std::fmt::Write as _;
use std::time::Instant;

use anyhow::{Context as _, Result};
use atodds::model::Language;
use atodds::recognize::{Context, quantities, recognize};

/// Bytes that are read at least.
const LEAST: usize = 10_000_000;

/// As the program itself has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    if let Some(path) = arguments.next() {
        let language: Language = arguments.next().as_deref().unwrap_or("fr").parse().map_err(anyhow::Error::msg)?;
        let text = std::fs::read_to_string(&path).with_context(|| path.clone())?;
        print!("{}", measured(&path, &text, language));
        return Ok(());
    }
    let mut out = String::from("MB/s of processor time on one core\n");
    for language in [Language::FR, Language::EN] {
        let text = stories(language)?;
        out += &measured(&format!("{language}, stories"), &text, language);
        out += &measured(&format!("{language}, one line"), &text.replace('\n', " "), language);
    }
    print!("{out}");
    std::fs::create_dir_all("scores")?;
    std::fs::write("scores/bench-recognize.txt", out).context("scores/bench-recognize.txt")
}

/// Returns the plain texts of the fixture stories in a language, over and over.
fn stories(language: Language) -> Result<String> {
    let mut once = String::new();
    let mut folders: Vec<_> = std::fs::read_dir("fixtures/stories")
        .context("fixtures/stories: run this from the project's folder")?
        .collect::<std::io::Result<_>>()?;
    folders.sort_by_key(std::fs::DirEntry::path);
    for folder in folders {
        let Ok(docs) = std::fs::read_dir(folder.path().join("docs")) else { continue };
        let mut paths: Vec<_> = docs.filter_map(|d| Some(d.ok()?.path())).collect();
        paths.sort();
        for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "txt" || e == "md")) {
            let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
            // The small words tell the language well enough for a bench.
            let french = text.matches(" de ").count() + text.matches(" le ").count();
            if (french > text.matches(" the ").count() + text.matches(" of ").count()) == (language == Language::FR) {
                once += &text;
                once += "\n\n";
            }
        }
    }
    anyhow::ensure!(!once.is_empty(), "fixtures/stories holds no plain text in {language}");
    Ok(once.repeat(LEAST.div_ceil(once.len())))
}

fn measured(name: &str, text: &str, language: Language) -> String {
    let context = Context::default();
    // The rules are loaded once a process.
    recognize("12 on 3 May", language, &context, None);
    let megabytes = text.len() as f64 / 1e6;
    let mut out = String::new();
    let start = Clock::now();
    let found = quantities(text, language, &context).len();
    let seconds = start.seconds();
    let _ = write!(out, "{name:<16} {megabytes:5.1} MB  quantities {:5.1} ({found})", megabytes / seconds);
    let start = Clock::now();
    let found = recognize(text, language, &context, None).len();
    let seconds = start.seconds();
    let _ = writeln!(out, "  all {:5.1} ({found})", megabytes / seconds);
    out
}

/// This process's own processor time where the system tells it (Linux), else the time of day: other work on the machine
/// does not count.
struct Clock {
    processor: Option<f64>,
    wall: Instant,
}

impl Clock {
    fn now() -> Clock {
        Clock { processor: processor_seconds(), wall: Instant::now() }
    }

    fn seconds(&self) -> f64 {
        match (self.processor, processor_seconds()) {
            (Some(before), Some(after)) => (after - before).max(0.01),
            _ => self.wall.elapsed().as_secs_f64(),
        }
    }
}

/// Returns user and system time from /proc/self/stat (proc(5), fields 14 and 15, a hundredth of a second each).
fn processor_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<f64>().ok();
    Some((ticks()? + ticks()?) / 100.0)
}
