//! Prints every figure that the language layer is held to, beside what is asked of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use atodds::language::names::train::{self as names, Count, HoldOut};
use atodds::language::names::{NameModel, find};
use atodds::language::train::data::{Manifest, text_of};
use atodds::language::train::evaluate::{Count as Relation, Scores};
use atodds::language::{Analyzer, Depth, conllu};
use atodds::model::{Language, NameKind};

/// A treebank measured on, and what is asked there.
struct Treebank {
    name: &'static str,
    file: &'static str,
    lang: Language,
    las: f64,
    nsubj: f64,
    sentences: Option<f64>,
}

const fn treebank(
    name: &'static str,
    file: &'static str,
    lang: Language,
    [las, nsubj]: [f64; 2],
    sentences: Option<f64>,
) -> Treebank {
    Treebank { name, file, lang, las, nsubj, sentences }
}

const TREEBANKS: [Treebank; 4] = [
    treebank("French GSD", "fr/gsd-test.conllu.gz", Language::FR, [81.0, 81.0], Some(96.0)),
    treebank("French Sequoia", "fr/sequoia-test.conllu.gz", Language::FR, [86.0, 81.0], Some(88.0)),
    treebank("English EWT", "en/ewt-test.conllu.gz", Language::EN, [82.0, 87.0], Some(90.0)),
    treebank("English GUM", "en/gum-test.conllu.gz", Language::EN, [79.0, 87.0], None),
];

/// Prints the table.
pub fn print(manifest: &Path, folder: &Path) -> Result<()> {
    let models = speed_of_loading()?;
    println!("{:<52} {:>8} {:>8}", "", "got", "asked");
    let mut both: BTreeMap<(Language, &str), Relation> = BTreeMap::new();
    for Treebank { name, file, lang, las, nsubj, sentences } in TREEBANKS {
        let (given, raw) = super::measure(Analyzer::embedded(lang)?, &folder.join(file))?;
        let relation = |scores: &Scores, name: &str| scores.relations.get(name).map_or(0.0, |count| count.f1());
        line(&format!("{name}, given tokens: UPOS"), given.upos.f1(), Some(95.5));
        line(&format!("{name}, given tokens: lemmas"), given.lemmas.f1(), Some(96.0));
        line(&format!("{name}, given tokens: UAS"), given.heads.f1(), None);
        line(&format!("{name}, given tokens: LAS"), given.labelled.f1(), Some(las));
        line(&format!("{name}, given tokens: nsubj F1"), relation(&given, "nsubj"), Some(nsubj));
        line(&format!("{name}, given tokens: nummod F1"), relation(&given, "nummod"), Some(86.0));
        line(&format!("{name}, text alone: sentences F1"), raw.sentences.f1(), sentences);
        line(&format!("{name}, text alone: words F1"), raw.words.f1(), None);
        line(&format!("{name}, text alone: LAS"), raw.labelled.f1(), None);
        for relation in ["nsubj", "nummod"] {
            let (all, one) = (both.entry((lang, relation)).or_default(), given.relations.get(relation));
            let one = one.copied().unwrap_or_default();
            *all =
                Relation { right: all.right + one.right, system: all.system + one.system, gold: all.gold + one.gold };
        }
    }
    // What others publish is one figure a language.
    for (lang, name, nsubj) in [(Language::FR, "French", 81.0), (Language::EN, "English", 87.0)] {
        for (relation, asked) in [("nsubj", nsubj), ("nummod", 86.0)] {
            let count = both.get(&(lang, relation)).copied().unwrap_or_default();
            line(&format!("{name}, both tests: {relation} F1"), count.f1(), Some(asked));
        }
    }
    name_lines(&Manifest::read(manifest)?, folder)?;
    speed_lines(models, folder)
}

/// Prints how fast the models are and how fast they load.
pub fn print_speed(folder: &Path) -> Result<()> {
    speed_lines(speed_of_loading()?, folder)
}

fn speed_lines(models: f64, folder: &Path) -> Result<()> {
    for (lang, file) in [(Language::FR, TREEBANKS[0].file), (Language::EN, TREEBANKS[2].file)] {
        let speed = speed(lang, &conllu::read(&text_of(&folder.join(file))?)?.text)?;
        line(&format!("tokens a second, all of it, {lang}"), speed, Some(100_000.0));
    }
    line("milliseconds of loading, both languages", models, Some(150.0));
    if let Some(memory) = most_memory() {
        line("megabytes, both languages and all this", memory, None);
    }
    Ok(())
}

fn line(what: &str, got: f64, asked: Option<f64>) {
    let digits = usize::from(got < 1000.0);
    let asked = asked.map_or(String::new(), |asked| format!("{asked:.digits$}"));
    println!("{what:<52} {got:>8.digits$} {asked:>8}");
}

/// Measures the names: in French on documents kept from training, in English with the model in this program.
fn name_lines(manifest: &Manifest, folder: &Path) -> Result<()> {
    let documents = names::documents(manifest, folder, Language::FR)?;
    let held_out = |hold_out: HoldOut| -> Result<BTreeMap<NameKind, Count>> {
        let (train, test) = names::split(documents.clone(), hold_out);
        let weights = names::train(&train, &names::Settings::default(), &mut |_| {})?;
        Ok(names::score(&test, Some(&NameModel::new(weights))))
    };
    let mut all: BTreeMap<NameKind, Count> = BTreeMap::new();
    let mut each = Vec::new();
    for part in 0..names::TENTHS {
        let counts = held_out(HoldOut::Tenth(part))?;
        each.push(format!("{:.1}", Count::of_all(&counts).scores()[2]));
        for (kind, count) in counts {
            all.entry(kind).or_default().add(count);
        }
    }
    line("names, random tenths of WiNER-fr, all ten: F1", Count::of_all(&all).scores()[2], Some(87.0));
    println!("  (each: {})", each.join(" "));
    for (kind, count) in &all {
        line(&format!("  {}", kind.as_str()), count.scores()[2], None);
    }
    let newest = Count::of_all(&held_out(HoldOut::NewestTenth)?);
    line("names, newest tenth of WiNER-fr: F1", newest.scores()[2], Some(78.0));
    let file = "ner/en-en_ewt-ud-test.iob2.gz";
    let test = names::read(file, &text_of(&folder.join(file))?, Language::EN)?;
    let model = NameModel::of(Language::EN).context("no English name model in this program")?;
    line("names, UNER English-EWT: F1", Count::of_all(&names::score(&test, Some(model))).scores()[2], Some(62.0));
    Ok(())
}

/// Loads the models of both languages; returns the milliseconds it took.
fn speed_of_loading() -> Result<f64> {
    let started = cpu_seconds();
    for lang in [Language::FR, Language::EN] {
        Analyzer::embedded(lang)?;
        NameModel::of(lang).context("no name model in this program")?;
    }
    Ok((cpu_seconds() - started) * 1e3)
}

/// Returns how many tokens a second are cut, tagged, parsed and named, at best: what else the machine does only slows it.
fn speed(lang: Language, text: &str) -> Result<f64> {
    let analyzer = Analyzer::embedded(lang)?;
    let once = || {
        let started = cpu_seconds();
        let analysis = analyzer.analyze(text, Depth::Parse);
        find(text, &analysis, lang);
        let tokens: usize = analysis.sentences.iter().map(|s| s.tokens.len()).sum();
        tokens as f64 / (cpu_seconds() - started)
    };
    Ok((0..15).map(|_| once()).fold(0.0, f64::max))
}

/// Seconds that this thread has run, where the system tells; else those of the clock.
fn cpu_seconds() -> f64 {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let ran = told.and_then(|t| t.split(' ').next()?.parse::<f64>().ok());
    ran.map_or_else(|| std::time::UNIX_EPOCH.elapsed().map_or(0.0, |d| d.as_secs_f64()), |n| n / 1e9)
}

/// The most memory this program has held, in MB, where the system tells.
fn most_memory() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse::<f64>().ok().map(|kb| kb / 1024.0)
}
