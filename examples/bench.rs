//! Measures speed and memory of the whole way, on documents made from the fixture stories.
//!
//! `cargo run --release --example bench -- [--documents N] [--folder DIR]`: writes N varied documents, ingests them with
//! the release build beside it, reports, and prints documents a second, the largest memory, and the report's time.
//! Figures are printed and never tested: machines differ.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a measuring program may stop at any fault"
)]

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use atodds::ingest::detect;
use atodds::language::{Analyzer, Depth, names};
use atodds::model::Language;
use common::{name, run};

mod common;

/// As the program itself has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let mut args = std::env::args().skip(1);
    let (mut documents, mut folder) = (20_000, std::env::temp_dir().join("atodds-bench"));
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--documents" => documents = args.next().unwrap().parse().unwrap(),
            "--folder" => folder = PathBuf::from(args.next().unwrap()),
            other => panic!("unknown argument {other}"),
        }
    }
    let atodds = common::program();
    let docs = folder.join("docs");
    let db = folder.join("bench.db");
    let _ = fs::remove_dir_all(&folder);
    let bytes = generate(&docs, documents);
    let mut out = String::new();
    let _ = writeln!(out, "documents            {documents}");
    let _ = writeln!(out, "bytes a document     {}", bytes / documents);
    let (time, memory) = run(Command::new(&atodds).arg("--db").arg(&db).arg("ingest").arg(&docs));
    let _ = writeln!(out, "ingest               {:.1} s", time.as_secs_f64());
    let _ = writeln!(out, "documents a second   {:.0}", documents as f64 / time.as_secs_f64());
    let _ = writeln!(out, "megabytes a second   {:.2}", bytes as f64 / 1e6 / time.as_secs_f64());
    let _ = writeln!(out, "memory               {} MB", memory / 1024);
    let (time, memory) = run(Command::new(&atodds).arg("--db").arg(&db).arg("report"));
    let _ = writeln!(out, "report               {:.3} s, {} MB", time.as_secs_f64(), memory / 1024);
    let (time, _) = run(Command::new(&atodds).arg("--db").arg(&db).arg("ingest").arg(&docs));
    let _ = writeln!(out, "ingest again         {:.1} s", time.as_secs_f64());
    let _ = writeln!(out, "database             {} MB", fs::metadata(&db).unwrap().len() / 1_000_000);
    language_layer(&mut out);
    print!("{out}");
    fs::create_dir_all("scores").unwrap();
    fs::write("scores/bench.txt", out).unwrap();
}

/// Loads the language models, then cuts, tags, parses and names the fixture stories, on one thread; counts the seconds that the
/// thread ran, and of several rounds the best, for what else the machine does only slows it.
fn language_layer(out: &mut String) {
    let began = thread_seconds();
    let languages = [Language::FR, Language::EN].map(|lang| (lang, Analyzer::embedded(lang).unwrap()));
    for (lang, analyzer) in languages {
        names::annotate("", &mut analyzer.analyze("", Depth::Parse), lang);
    }
    let _ = writeln!(out, "models, both         {:.0} ms to load", (thread_seconds() - began) * 1e3);
    let mut texts: HashMap<Language, String> = HashMap::new();
    for story in fs::read_dir("fixtures/stories").unwrap().map(|e| e.unwrap().path().join("docs")) {
        for file in fs::read_dir(story).into_iter().flatten().map(|e| e.unwrap().path()) {
            let text = fs::read_to_string(file).unwrap_or_default();
            if let Some(lang) = detect(&text) {
                let all = texts.entry(lang).or_default();
                all.push_str(&text);
                all.push_str("\n\n");
            }
        }
    }
    for (lang, analyzer) in languages {
        let text = texts.get(&lang).map_or("", String::as_str);
        let rates = (0..12).map(|_| {
            let began = thread_seconds();
            let mut analysis = analyzer.analyze(text, Depth::Parse);
            names::annotate(text, &mut analysis, lang);
            let tokens: usize = analysis.sentences.iter().map(|s| s.tokens.len()).sum();
            tokens as f64 / (thread_seconds() - began)
        });
        let _ = writeln!(out, "language layer, {lang}   {:.0} tokens a second", rates.fold(0.0, f64::max));
    }
}

/// Seconds that this thread has run, where the system tells; else those of the clock.
fn thread_seconds() -> f64 {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let ran = told.and_then(|t| t.split(' ').next()?.parse::<f64>().ok());
    ran.map_or_else(|| std::time::UNIX_EPOCH.elapsed().map_or(0.0, |d| d.as_secs_f64()), |n| n / 1e9)
}

/// Writes varied copies of the fixture stories: other names, other figures, so that each copy is a story of its own.
fn generate(folder: &Path, documents: usize) -> usize {
    let mut stories: Vec<Vec<String>> = Vec::new();
    let mut folders: Vec<PathBuf> =
        fs::read_dir("fixtures/stories").unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
    folders.sort();
    for story in folders {
        let mut files: Vec<PathBuf> = fs::read_dir(story.join("docs")).unwrap().map(|e| e.unwrap().path()).collect();
        files.sort();
        let texts = files.iter().filter(|f| f.extension().is_some_and(|e| e == "txt"));
        stories.push(texts.map(|f| fs::read_to_string(f).unwrap()).collect());
    }
    stories.retain(|s| !s.is_empty());
    let (mut written, mut bytes, mut copy) = (0, 0, 0);
    while written < documents {
        let story = &stories[copy % stories.len()];
        let known: HashSet<&str> = story.iter().flat_map(|text| names_in(text)).collect();
        let into = folder.join(format!("{:03}", copy % 500)).join(format!("{copy:06}"));
        fs::create_dir_all(&into).unwrap();
        let mut names = HashMap::new();
        for (n, text) in story.iter().enumerate() {
            if written == documents {
                break;
            }
            let text = vary(text, copy as u64, n as u64, &known, &mut names);
            bytes += text.len();
            fs::write(into.join(format!("outlet{n}.txt")), text).unwrap();
            written += 1;
        }
        copy += 1;
    }
    bytes
}

/// Capitals that are no names.
const DAYS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "This",
    "That",
    "They",
    "There",
    "With",
    "When",
    "Four",
    "Five",
];

/// What stands behind the number of a day.
const MOIS: &[&str] = &[
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
    "May",
];

/// Returns the words of a text that are written with a capital inside sentences.
fn names_in(text: &str) -> impl Iterator<Item = &str> {
    let mut after_stop = true;
    text.split_inclusive(|c: char| !c.is_alphanumeric()).filter_map(move |word| {
        let core = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let is_inside = !after_stop;
        let tail = &word[core.len()..];
        after_stop = tail.contains(['.', '\n', '!', '?', '«', '"']) || (after_stop && core.is_empty());
        let capital = core.chars().next().is_some_and(char::is_uppercase) && core.chars().count() > 3;
        (capital && is_inside && !DAYS.contains(&core)).then_some(core)
    })
}

/// Gives the names of a story other ones, the same all over the story, and so its figures, but for some that are shifted.
fn vary(text: &str, copy: u64, n: u64, known: &HashSet<&str>, names: &mut HashMap<String, String>) -> String {
    let mut seed = copy.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ n;
    let mut random = move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        seed >> 33
    };
    let mut out = String::with_capacity(text.len() + 3000);
    let mut words = text.split_inclusive(|c: char| !c.is_alphanumeric()).peekable();
    while let Some(word) = words.next() {
        let core = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let tail = &word[core.len()..];
        let is_day = words.peek().is_some_and(|next| {
            let next = next.trim_end_matches(|c: char| !c.is_alphanumeric());
            next == "h" || DAYS.contains(&next) || MOIS.contains(&next)
        });
        // "£340m", "12bn"
        let digits = core.bytes().take_while(u8::is_ascii_digit).count();
        let is_figure = (1..4).contains(&digits) && core.len() <= digits + 2 && !core.starts_with('0');
        if known.contains(core) {
            let fresh = names.len() as u64;
            out.push_str(names.entry(core.to_owned()).or_insert_with(|| name(copy, fresh)));
        } else if is_figure && !is_day && tail != ":" {
            // Another story has other figures; of one story's articles some disagree.
            let value: u64 = core[..digits].parse().unwrap();
            let least = 10_u64.pow(digits as u32 - 1);
            let mine = least + (value - least + common::mixed(copy, value) % (9 * least)) % (9 * least);
            let off = if digits > 1 && random() % 3 == 0 { random() % 7 } else { 0 };
            let _ = write!(out, "{}{}", mine + off, &core[digits..]);
        } else {
            out.push_str(core);
        }
        out.push_str(tail);
    }
    // Up to the size of a usual article.
    while out.len() < 2_800 {
        let half: String = out.chars().skip(out.chars().count() / 3).take(700).collect();
        out.push_str("\n\n");
        out.push_str(&half);
    }
    out
}
