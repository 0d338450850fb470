//! Trains the language models and measures them. A developer's tool, behind the cargo feature `train`.
//!
//! ```text
//! atodds-train syntax LANG MANIFEST DATA-FOLDER OUT.model
//! atodds-train names LANG MANIFEST DATA-FOLDER OUT.model
//! atodds-train score MODEL LANG NAME=GOLD.conllu[.gz]…
//! atodds-train score-names MODEL|rules LANG FILE.jsonl|FILE.iob2[.gz]…
//! atodds-train speed DATA-FOLDER
//! atodds-train table MANIFEST DATA-FOLDER
//! atodds-train questions STORIES-FOLDER… -- TEST-FOLDER… [-- OUT.json]
//! atodds-train attribution STORIES-FOLDER… -- TEST-FOLDER… [-- OUT.json]
//! atodds-train places STORIES-FOLDER… -- TEST-FOLDER… [-- OUT.json]
//! atodds-train pairs PAIRS.jsonl[.gz] [OUT.json]
//! atodds-train unlike STORIES-FOLDER MODEL.json
//! ```
//!
//! `table` measures the models inside this program beside what is asked of them; for names in French it trains anew on
//! parts of the data, to measure on the rest.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool")]

mod attribution;
mod pairs;
mod places;
mod questions;
mod table;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;
use std::{env, fs};

use anyhow::{Context, Result, bail};
use atodds::language::model_file::ModelFile;
use atodds::language::names::NameModel;
use atodds::language::names::train as names;
use atodds::language::train::data::{Manifest, examples, text_of, texts};
use atodds::language::train::evaluate::{Scores, compare};
use atodds::language::train::{Settings, train_syntax};
use atodds::language::{Analyzer, Depth, Syntax, conllu};
use atodds::model::{Language, NameKind};

fn main() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["syntax", lang, manifest, folder, out] => train(lang, manifest, folder, out),
        ["names", lang, manifest, folder, out] => train_names(lang, manifest, folder, out),
        ["score", model, lang, ref files @ ..] => score(model, lang, files),
        ["score-names", model, lang, ref files @ ..] => score_names(model, lang, files),
        ["speed", folder] => table::print_speed(Path::new(folder)),
        ["table", manifest, folder] => table::print(Path::new(manifest), Path::new(folder)),
        ["pairs", file] => pairs::learn(file, None),
        ["pairs", file, out] => pairs::learn(file, Some(out)),
        ["unlike", folder, model] => questions::explain(folder, model),
        [what @ ("questions" | "attribution" | "places"), ref folders @ ..] => {
            let mut parts = folders.split(|f| *f == "--");
            let (training, tests, out) = (parts.next(), parts.next(), parts.next());
            let learn = match what {
                "questions" => questions::learn,
                "places" => places::learn,
                _ => attribution::learn,
            };
            learn(training.unwrap_or(&[]), tests.unwrap_or(&[]), out.and_then(|o| o.first().copied()))
        }
        _ => bail!(
            "usage: atodds-train syntax|names LANG MANIFEST FOLDER OUT | score MODEL LANG NAME=FILE… | \
             score-names MODEL|rules LANG FILE… | speed FOLDER | table MANIFEST FOLDER"
        ),
    }
}

fn language(code: &str) -> Result<Language> {
    code.parse().map_err(anyhow::Error::msg)
}

/// Tells of progress, with the seconds since it was made.
fn teller() -> impl FnMut(&str) {
    let started = Instant::now();
    move |line: &str| eprintln!("{:6.1} s  {line}", started.elapsed().as_secs_f64())
}

fn train(lang: &str, manifest: &str, folder: &str, out: &str) -> Result<()> {
    let lang = language(lang)?;
    let manifest = Manifest::read(Path::new(manifest))?;
    let examples = examples(&manifest, Path::new(folder), lang, "syntax")?;
    let texts = texts(&manifest, Path::new(folder), lang, "syntax")?;
    let settings = Settings::for_so_many(examples.len());
    let syntax = train_syntax(&examples, &texts, lang, &settings, &mut teller())?;
    let bytes = syntax.write().to_bytes()?;
    fs::write(out, &bytes).with_context(|| format!("writing {out}"))?;
    println!("{out}: {} bytes", bytes.len());
    Ok(())
}

fn train_names(lang: &str, manifest: &str, folder: &str, out: &str) -> Result<()> {
    let lang = language(lang)?;
    let documents = names::documents(&Manifest::read(Path::new(manifest))?, Path::new(folder), lang)?;
    let weights = names::train(&documents, &names::Settings::default(), &mut teller())?;
    let bytes = names::to_bytes(&weights)?;
    fs::write(out, &bytes).with_context(|| format!("writing {out}"))?;
    println!("{out}: {} bytes, {:?} features and weights", bytes.len(), weights.size());
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
        print_names(&names::score(&names::read(file, &text_of(Path::new(file))?, lang)?, model.as_ref()));
    }
    Ok(())
}

fn print_names(counts: &BTreeMap<NameKind, names::Count>) {
    let line = |name: &str, count: &names::Count| {
        let [precision, recall, f1] = count.scores();
        println!("  {name:<13} P {precision:5.1}  R {recall:5.1}  F1 {f1:5.1}  ({})", count.gold);
    };
    for (kind, count) in counts {
        line(kind.as_str(), count);
    }
    line("all", &names::Count::of_all(counts));
}

/// Measures on a file of CoNLL-U: with its tokens and sentences, and from its text alone.
fn measure(analyzer: &Analyzer, file: &Path) -> Result<(Scores, Scores)> {
    let gold = conllu::read(&text_of(file)?)?;
    let mut given = gold.analysis.clone();
    analyzer.fill(&gold.text, &mut given, Depth::Parse);
    let raw = analyzer.analyze(&gold.text, Depth::Parse);
    let against = |answer| compare(&gold.text, answer, &gold.text, &gold.analysis);
    Ok((against(&given), against(&raw)))
}

fn score(model: &str, lang: &str, files: &[&str]) -> Result<()> {
    let bytes = fs::read(model).with_context(|| format!("reading {model}"))?;
    let analyzer = Analyzer::new(language(lang)?, Syntax::read(&bytes)?);
    for file in files {
        let (name, path) = file.split_once('=').context("NAME=FILE")?;
        let (given, raw) = measure(&analyzer, Path::new(path))?;
        println!(
            "{name}: UPOS {:.2}, lemmas {:.2}, UAS {:.2}, LAS {:.2}; from the text alone: sentences {:.2}, words {:.2}, LAS {:.2}",
            given.upos.f1(),
            given.lemmas.f1(),
            given.heads.f1(),
            given.labelled.f1(),
            raw.sentences.f1(),
            raw.words.f1(),
            raw.labelled.f1(),
        );
        let list = |counts: &BTreeMap<String, _>| {
            let each = counts.iter().map(|(n, c): (_, &atodds::language::train::evaluate::Count)| {
                format!("{n} {:.1} ({})", c.f1(), c.gold)
            });
            each.collect::<Vec<_>>().join(", ")
        };
        println!("  relations: {}\n  features: {}", list(&given.relations), list(&given.features));
    }
    Ok(())
}
