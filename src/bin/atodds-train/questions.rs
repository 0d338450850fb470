//! Learns which statements answer one question, from stories in the benchmark's format.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use atodds::boosted::Trees;
use atodds::extract::Extractor;
use atodds::ingest;
use atodds::model::Kind;
use atodds::resolve::questions::claims;
use atodds::resolve::questions::features::FEATURES;
use atodds::resolve::questions::train::{Grouping, Settings, Story, examples, measure, train};
use atodds::resolve::{Claim, Matcher, Questions};
use serde::Deserialize;

/// A row of gold.jsonl, as far as it is needed.
#[derive(Deserialize)]
struct Gold {
    doc: String,
    quote: String,
    anchor: String,
    kind: String,
    group: String,
}

/// Learns from the stories of some folders, measures on those of others, and writes the model.
///
/// Each folder holds stories: `<story>/docs/*` and `<story>/gold.jsonl`. First their stories are measured by models learnt on
/// the others.
pub fn learn(training: &[&str], tests: &[&str], out: Option<&str>) -> Result<()> {
    let extractor = Extractor::new(None)?;
    let read = |folders: &[&str]| -> Result<Vec<(String, Vec<Story>)>> {
        folders.iter().map(|f| Ok(((*f).to_owned(), stories(Path::new(f), &extractor)?))).collect()
    };
    let (sets, others) = (read(training)?, read(tests)?);
    let settings = Settings { least: 20, examples: 40, ..Settings::default() };
    tell_crossed(&sets.iter().flat_map(|(_, s)| s.clone()).collect::<Vec<Story>>(), &settings)?;
    let all: Vec<Story> = sets.iter().flat_map(|(_, s)| s.clone()).collect();
    let pairs = examples(&all)?;
    let trees = train(&pairs, &settings)?;
    println!("{} pairs, {} of one question", pairs.len(), pairs.iter().filter(|p| p.1).count());
    let text = serde_json::to_string(&trees)?;
    let matcher = Matcher::new(&trees)?;
    for (name, stories) in &others {
        tell(name, stories, &matcher)?;
    }
    if let Some(out) = out {
        fs::write(out, text + "\n").with_context(|| format!("writing {out}"))?;
    }
    Ok(())
}

/// In so many parts the stories are cut, to measure each by a model learnt on the others.
const PARTS: usize = 5;

/// Measures all stories, each by a model that was not learnt on it.
fn tell_crossed(stories: &[Story], settings: &Settings) -> Result<()> {
    let mut sums = [Grouping::default(); BARS.len()];
    for part in 0..PARTS {
        let is_out = |n: &usize| n % PARTS == part;
        let pick = |out: bool| -> Vec<Story> {
            (0..stories.len()).filter(|n| is_out(n) == out).map(|n| stories[n].clone()).collect()
        };
        let matcher = Matcher::new(&train(&examples(&pick(false))?, settings)?)?;
        for (sum, enough) in sums.iter_mut().zip(BARS) {
            sum.add(&measure(&pick(true), &matcher.with_enough(enough))?);
        }
    }
    for (sum, enough) in sums.iter().zip(BARS) {
        tell_figures("each story by the others", enough, sum);
    }
    Ok(())
}

/// Bars that are measured.
const BARS: [f32; 5] = [-1.6, -1.2, -0.8, -0.4, 0.0];

fn tell_figures(name: &str, enough: f32, grouping: &Grouping) {
    let (p, r, f) = grouping.figures();
    println!("{name:40} enough {enough:5.1}: p {p:.3} r {r:.3} f1 {f:.3}");
}

fn tell(name: &str, stories: &[Story], matcher: &Matcher) -> Result<()> {
    for enough in BARS {
        tell_figures(name, enough, &measure(stories, &matcher.with_enough(enough))?);
    }
    Ok(())
}

fn stories(folder: &Path, extractor: &Extractor) -> Result<Vec<Story>> {
    let mut out = Vec::new();
    let mut folders: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| format!("{}", folder.display()))?
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| p.join("gold.jsonl").exists())
        .collect();
    folders.sort();
    for folder in folders {
        out.push(story(&folder, extractor).with_context(|| format!("{}", folder.display()))?);
    }
    Ok(out)
}

fn story(folder: &Path, extractor: &Extractor) -> Result<Story> {
    let gold: Vec<Gold> = fs::read_to_string(folder.join("gold.jsonl"))?
        .lines()
        .filter(|l| !l.trim().is_empty())
        .map(|l| Ok(serde_json::from_str(l)?))
        .collect::<Result<_>>()?;
    let options = ingest::Options::default();
    let listed = ingest::list(&[folder.join("docs")], &options);
    let mut documents = Vec::new();
    for input in &listed.inputs {
        documents.extend(ingest::read(input, &options).filter_map(Result::ok));
    }
    documents.sort_by_key(|d| (d.published.is_none(), d.published, d.content_hash()));
    let mut out = Story::new();
    for (number, document) in documents.iter().enumerate() {
        let read = extractor.read(document)?;
        let file = Path::new(&document.path).file_name().map(|f| f.to_string_lossy().into_owned()).unwrap_or_default();
        let mut claims: Vec<_> = claims::of(number, document, &read)
            .into_iter()
            .map(|(n, claim)| (read.assertions[n].span, read.assertions[n].kind, claim, None))
            .collect();
        for row in gold.iter().filter(|row| row.doc == file) {
            let Some(start) = document.text.find(&row.quote) else { continue };
            let Some(within) = row.quote.find(&row.anchor) else { continue };
            let (start, end) = (start + within, start + within + row.anchor.len());
            let measure =
                |k: Kind| matches!(k, Kind::Quantity | Kind::Money | Kind::Percent | Kind::Age | Kind::Duration);
            let fits = |k: Kind| {
                if measure(k) {
                    !matches!(row.kind.as_str(), "date" | "fact" | "name" | "role")
                } else {
                    k.as_str() == row.kind
                }
            };
            let best = claims
                .iter_mut()
                .filter(|(span, kind, _, group)| span.start < end && start < span.end && fits(*kind) && group.is_none())
                .max_by_key(|(span, ..)| span.end.min(end) - span.start.max(start));
            if let Some((.., group)) = best {
                *group = Some(row.group.clone());
            }
        }
        out.push(claims.into_iter().map(|(_, _, claim, group)| (claim, group)).collect());
    }
    Ok(out)
}

/// Prints what a model takes for one question and is not, and what it parts and is one: to see why.
pub fn explain(folder: &str, model: &str) -> Result<()> {
    let extractor = Extractor::new(None)?;
    let matcher = Matcher::new(&Trees::from_json(&fs::read_to_string(model)?, FEATURES)?)?;
    for story in stories(Path::new(folder), &extractor)? {
        let mut questions = Questions::merging(&matcher, story.len());
        let mut placed = Vec::new();
        for document in &story {
            placed.extend(questions.place_by_fit(document.iter().map(|(claim, _)| claim.clone()).collect()));
        }
        let judged = story.iter().flatten().zip(questions.merge(&placed));
        let all: Vec<(usize, String, Claim)> =
            judged.filter_map(|((claim, group), p)| Some((p.question, group.clone()?, claim.clone()))).collect();
        let mut numbers: Vec<usize> = all.iter().map(|row| row.0).collect();
        numbers.sort_unstable();
        numbers.dedup();
        for q in numbers {
            tell_unlike("merged", &all, |row| row.0 == q, |row| row.1.clone());
        }
        let mut groups: Vec<String> = all.iter().map(|row| row.1.clone()).collect();
        groups.sort();
        groups.dedup();
        for group in groups {
            tell_unlike("parted", &all, |row| row.1 == group, |row| row.0.to_string());
        }
    }
    Ok(())
}

fn tell_unlike(
    word: &str,
    all: &[(usize, String, Claim)],
    is_of: impl Fn(&(usize, String, Claim)) -> bool,
    by: impl Fn(&(usize, String, Claim)) -> String,
) {
    let here: Vec<_> = all.iter().filter(|row| is_of(row)).collect();
    if here.iter().all(|row| by(row) == by(here[0])) {
        return;
    }
    println!("{word}");
    for (q, group, c) in here {
        let near: Vec<&str> = c.context.concepts.iter().take(10).map(|c| c.0.as_str()).collect();
        println!(
            "  {q} {group} | {} {} | {:?}..{:?} {} | {} | {} | {} | {near:?}",
            c.document,
            c.language.code(),
            c.low,
            c.high,
            c.unit,
            c.attribute,
            c.subgroup,
            c.place
        );
    }
}
