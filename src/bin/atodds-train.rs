//! Trains the language models and measures them. A developer's tool, behind the cargo feature `train`.
//!
//! ```text
//! atodds-train syntax LANG MANIFEST DATA-FOLDER OUT.model
//! atodds-train score MODEL LANG NAME=GOLD.conllu[.gz]…
//! atodds-train speed MODEL LANG FILE.conllu[.gz]
//! atodds-train names LANG MANIFEST DATA-FOLDER OUT.model [random|newest]
//! atodds-train score-names MODEL|rules LANG FILE.jsonl|FILE.iob2[.gz]…
//! ```
//!
//! `random` and `newest` keep a tenth of the documents from training, measure on it, and are for measuring only.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool")]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;
use std::{env, fs};

use anyhow::{Context, Result, bail};
use atodds::language::model_file::ModelFile;
use atodds::language::names::NameModel;
use atodds::language::names::train::{self as names, HoldOut};
use atodds::language::train::data::{Manifest, examples, text_of, texts};
use atodds::language::train::evaluate::{Scores, compare};
use atodds::language::train::{Settings, train_syntax};
use atodds::language::{Analyzer, Depth, Syntax, conllu};
use atodds::model::{Language, NameKind};

fn main() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["syntax", lang, manifest, folder, out] => train(lang, manifest, folder, out),
        ["score", model, lang, ref files @ ..] => score(model, lang, files),
        ["names", lang, manifest, folder, out] => train_names(lang, manifest, folder, out, HoldOut::Nothing),
        ["names", lang, manifest, folder, out, "random"] => {
            train_names(lang, manifest, folder, out, HoldOut::RandomTenth)
        }
        ["names", lang, manifest, folder, out, "newest"] => {
            train_names(lang, manifest, folder, out, HoldOut::NewestTenth)
        }
        ["score-names", model, lang, ref files @ ..] => score_names(model, lang, files),
        ["speed", model, lang, file] => speed(model, lang, file),
        _ => bail!(
            "usage: atodds-train syntax LANG MANIFEST FOLDER OUT | score MODEL LANG NAME=FILE… | speed MODEL LANG FILE | \
             names LANG MANIFEST FOLDER OUT [random|newest] | score-names MODEL|rules LANG FILE…"
        ),
    }
}

fn language(code: &str) -> Result<Language> {
    code.parse().map_err(anyhow::Error::msg)
}

fn train(lang: &str, manifest: &str, folder: &str, out: &str) -> Result<()> {
    let lang = language(lang)?;
    let manifest = Manifest::read(Path::new(manifest))?;
    let examples = examples(&manifest, Path::new(folder), lang, "syntax")?;
    let texts = texts(&manifest, Path::new(folder), lang, "syntax")?;
    let started = Instant::now();
    let mut told = |line: &str| eprintln!("{:6.1} s  {line}", started.elapsed().as_secs_f64());
    let mut settings = Settings::default();
    let from_env = |name: &str| env::var(name).ok().and_then(|v| v.parse::<f64>().ok());
    if let Some(n) = from_env("EPOCHS") {
        settings.parser.epochs = n as usize
    }
    if let Some(n) = from_env("FOLDS") {
        settings.folds = n as usize
    }
    if let Some(n) = from_env("LEAST") {
        settings.parser.least_updates = n as u32
    }
    if let Some(n) = from_env("LEASTW") {
        settings.parser.least_weight = n as i16
    }
    if let Some(n) = from_env("SCALE") {
        settings.parser.scale = n
    }
    if let Some(n) = from_env("PARTS") {
        settings.parser.parts = n as u64
    }
    if let Some(n) = from_env("CLEAR") {
        settings.parser.clear = n as i32
    }
    let syntax = train_syntax(&examples, &texts, lang, &settings, &mut told)?;
    let bytes = syntax.write().to_bytes()?;
    fs::write(out, &bytes).with_context(|| format!("writing {out}"))?;
    println!("{out}: {} bytes", bytes.len());
    Ok(())
}

fn train_names(lang: &str, manifest: &str, folder: &str, out: &str, hold_out: HoldOut) -> Result<()> {
    let lang = language(lang)?;
    let documents = names::documents(&Manifest::read(Path::new(manifest))?, Path::new(folder), lang)?;
    let (train, held_out) = names::split(documents, hold_out);
    let started = Instant::now();
    let mut told = |line: &str| eprintln!("{:6.1} s  {line}", started.elapsed().as_secs_f64());
    let mut settings = names::Settings::default();
    let from_env = |name: &str| env::var(name).ok().and_then(|v| v.parse::<f64>().ok());
    if let Some(n) = from_env("EPOCHS") {
        settings.epochs = n as usize
    }
    if let Some(n) = from_env("LEAST") {
        settings.least_updates = n as u32
    }
    if let Some(n) = from_env("MARGIN") {
        settings.margin = n as i32
    }
    let weights = names::train(&train, &settings, &mut told)?;
    let bytes = names::to_bytes(&weights)?;
    fs::write(out, &bytes).with_context(|| format!("writing {out}"))?;
    println!("{out}: {} bytes, {:?} features and weights", bytes.len(), weights.size());
    if !held_out.is_empty() {
        print_names(&names::score(&held_out, Some(&NameModel::new(weights))));
    }
    Ok(())
}

fn score_names(model: &str, lang: &str, files: &[&str]) -> Result<()> {
    let lang = language(lang)?;
    let model = match model {
        "rules" => None,
        path => {
            let bytes = fs::read(path).with_context(|| format!("reading {path}"))?;
            Some(NameModel::read(&ModelFile::from_bytes(&bytes)?)?)
        }
    };
    for file in files {
        println!("{file}");
        let documents = names::read(file, &text_of(Path::new(file))?, lang)?;
        let started = Instant::now();
        print_names(&names::score(&documents, model.as_ref()));
        eprintln!("  cut and named in {:.2} s", started.elapsed().as_secs_f64());
    }
    Ok(())
}

fn print_names(counts: &BTreeMap<NameKind, names::Count>) {
    let mut all = names::Count::default();
    let line = |name: &str, count: &names::Count| {
        let [precision, recall, f1] = count.scores();
        println!("  {name:<13} P {precision:5.1}  R {recall:5.1}  F1 {f1:5.1}  ({})", count.gold);
    };
    for (kind, count) in counts {
        line(kind.as_str(), count);
        all.right += count.right;
        all.found += count.found;
        all.gold += count.gold;
    }
    line("all", &all);
}

fn analyzer(model: &str, lang: &str) -> Result<Analyzer> {
    let bytes = fs::read(model).with_context(|| format!("reading {model}"))?;
    Ok(Analyzer::new(language(lang)?, Syntax::read(&ModelFile::from_bytes(&bytes)?)?))
}

fn score(model: &str, lang: &str, files: &[&str]) -> Result<()> {
    let analyzer = analyzer(model, lang)?;
    println!(
        "{:<14} {:>6} {:>6} {:>6} {:>6} | {:>6} {:>6} {:>6} {:>6} {:>6} | {:>6} {:>6} {:>6}",
        "test", "UPOS", "lemma", "UAS", "LAS", "nsubj", "obj", "obl", "nummod", "appos", "raw: S", "words", "LAS"
    );
    for file in files {
        let (name, path) = file.split_once('=').context("NAME=FILE")?;
        let gold = conllu::read(&text_of(Path::new(path))?)?;
        let mut given = gold.analysis.clone();
        analyzer.fill(&gold.text, &mut given, Depth::Parse);
        let on_gold = compare(&gold.text, &given, &gold.text, &gold.analysis);
        let raw = analyzer.analyze(&gold.text, Depth::Parse);
        let on_raw = compare(&gold.text, &raw, &gold.text, &gold.analysis);
        let of = |scores: &Scores, relation: &str| scores.relations.get(relation).map_or(0.0, |c| c.f1());
        println!(
            "{name:<14} {:6.2} {:6.2} {:6.2} {:6.2} | {:6.2} {:6.2} {:6.2} {:6.2} {:6.2} | {:6.2} {:6.2} {:6.2}",
            on_gold.upos.f1(),
            on_gold.lemmas.f1(),
            on_gold.heads.f1(),
            on_gold.labelled.f1(),
            of(&on_gold, "nsubj"),
            of(&on_gold, "obj"),
            of(&on_gold, "obl"),
            of(&on_gold, "nummod"),
            of(&on_gold, "appos"),
            on_raw.sentences.f1(),
            on_raw.words.f1(),
            on_raw.labelled.f1(),
        );
        if env::var("DETAIL").is_ok() {
            println!(
                "  features: {}",
                on_gold.features.iter().map(|(n, c)| format!("{n} {:.1}", c.f1())).collect::<Vec<_>>().join(", ")
            );
            println!(
                "  relations: {}",
                on_gold
                    .relations
                    .iter()
                    .map(|(n, c)| format!("{n} {:.1} ({})", c.f1(), c.gold))
                    .collect::<Vec<_>>()
                    .join(", ")
            );
            println!("  tokens {:.2}", on_raw.tokens.f1());
        }
    }
    Ok(())
}

fn speed(model: &str, lang: &str, file: &str) -> Result<()> {
    let started = cpu_seconds();
    let analyzer = analyzer(model, lang)?;
    println!("loaded in {:.0} ms", (cpu_seconds() - started) * 1e3);
    let text = conllu::read(&text_of(Path::new(file))?)?.text;
    for (name, depth) in [("tokens", Depth::Tokens), ("tags", Depth::Tags), ("parse", Depth::Parse)] {
        let started = cpu_seconds();
        let mut tokens = 0;
        while tokens < 100_000 {
            let analysis = analyzer.analyze(&text, depth);
            tokens += analysis.sentences.iter().map(|s| s.tokens.len()).sum::<usize>();
        }
        println!("{name}: {:.0} tokens/s", tokens as f64 / (cpu_seconds() - started));
    }
    Ok(())
}

/// Seconds that this thread has run, where the system tells; else those of the clock.
fn cpu_seconds() -> f64 {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let ran = told.and_then(|t| t.split(' ').next()?.parse::<f64>().ok());
    ran.map_or_else(|| std::time::UNIX_EPOCH.elapsed().map_or(0.0, |d| d.as_secs_f64()), |n| n / 1e9)
}
