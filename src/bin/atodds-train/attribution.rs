//! Learns who is credited with a value, from stories in the benchmark's format.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use atodds::boosted::train::{Example, Settings, train};
use atodds::boosted::{Forest, Trees};
use atodds::extract::cues::credit::{self, Asked, ENOUGH, FEATURES, Judge, Weighed};
use atodds::extract::{Extractor, Noted};
use atodds::ingest;
use atodds::model::{Document, Kind, Language};
use atodds::rules::fold::fold;
use serde::Deserialize;

/// A row of gold.jsonl, as far as it is needed.
#[derive(Deserialize)]
pub struct Gold {
    pub doc: String,
    quote: String,
    anchor: String,
    kind: String,
    claimant: Option<String>,
    pub place: Option<String>,
}

impl Gold {
    /// Finds the value that a row of gold tells of among some of its document, and takes it out.
    pub fn take<V>(&self, text: &str, values: &mut [Option<(Asked, V)>]) -> Option<V> {
        let start = text.find(&self.quote)?;
        let within = self.quote.find(&self.anchor)?;
        let (start, end) = (start + within, start + within + self.anchor.len());
        let fits = |kind: Kind| match kind {
            Kind::Date | Kind::Fact | Kind::Name | Kind::Role => kind.as_str() == self.kind,
            _ => !matches!(self.kind.as_str(), "date" | "fact" | "name" | "role"),
        };
        let is_it = |asked: &Asked| asked.span.start < end && start < asked.span.end && fits(asked.kind);
        let best = values
            .iter_mut()
            .filter(|v| v.as_ref().is_some_and(|(asked, _)| is_it(asked)))
            .max_by_key(|v| v.as_ref().map(|(a, _)| a.span.end.min(end) - a.span.start.max(start)));
        best.and_then(Option::take).map(|(_, value)| value)
    }
}

/// A value that a reader judged.
struct Judged {
    story: usize,
    language: Language,
    claimant: Option<String>,
    weighed: Vec<Weighed>,
    rules: Option<String>,
}

/// Parts that the stories are dealt into, to measure each by what is learnt on the others.
const PARTS: usize = 6;

/// How the trees are grown.
const SETTINGS: Settings =
    Settings { trees: 220, depth: 4, rate: 0.06, least: 25, ridge: 6.0, gain: 1.0, examples: 100 };

/// Learns from the stories of some folders, measures on parts of them and on those of others, and writes the model.
pub fn learn(training: &[&str], tests: &[&str], out: Option<&str>) -> Result<()> {
    let blind: &'static Judge = Box::leak(Box::new(Judge::new(&Trees::default(), 0.0)));
    let extractor = Extractor::with_judge(None, blind)?;
    let mut stories = 0;
    let judged = read(training, &extractor, &mut stories)?;
    let within = judged.iter().filter(|j| j.claimant.is_some());
    let reached = within.clone().filter(|j| j.weighed.iter().any(|w| is_right(j, &w.0.words))).count();
    println!("{} values, {} credited, the right one in reach of {reached}", judged.len(), within.count());
    tell("rules alone", &judged, &mut |j| j.rules.clone());
    let mut scores: Vec<Vec<f32>> = judged.iter().map(|_| Vec::new()).collect();
    for part in 0..PARTS {
        let rest: Vec<&Judged> = judged.iter().filter(|j| j.story % PARTS != part).collect();
        let forest = Forest::of(&train(&examples(&rest), FEATURES, &SETTINGS)?);
        for (n, j) in judged.iter().enumerate().filter(|(_, j)| j.story % PARTS == part) {
            scores[n] = j.weighed.iter().map(|w| forest.score(&w.1)).collect();
        }
    }
    for enough in [0.3, 0.4, 0.5, ENOUGH, 0.6, 0.7] {
        let mut n = 0;
        tell(&format!("stories unseen, enough {enough:.2}"), &judged, &mut |j| {
            n += 1;
            best(j, &scores[n - 1], enough)
        });
    }
    let all: Vec<&Judged> = judged.iter().collect();
    let trees = train(&examples(&all), FEATURES, &SETTINGS)?;
    if let Some(out) = out {
        fs::write(out, serde_json::to_string(&trees)? + "\n").with_context(|| format!("writing {out}"))?;
    }
    let judge = Judge::new(&trees, ENOUGH);
    for folder in tests {
        let judged = read(&[folder], &extractor, &mut stories)?;
        tell(&format!("{folder}, rules alone"), &judged, &mut |j| j.rules.clone());
        tell(folder, &judged, &mut |j| best(j, &judge.scores(&j.weighed), ENOUGH));
    }
    Ok(())
}

fn best(judged: &Judged, scores: &[f32], enough: f32) -> Option<String> {
    credit::best(scores, enough).map(|n| judged.weighed[n].0.words.clone())
}

fn examples(judged: &[&Judged]) -> Vec<Example<{ FEATURES.len() }>> {
    judged.iter().flat_map(|j| j.weighed.iter().map(|(speaker, row)| (*row, is_right(j, &speaker.words)))).collect()
}

/// The words that carry meaning, as the benchmark compares them.
pub fn words(text: &str) -> BTreeSet<String> {
    const SMALL: &[&str] = &["the", "of", "and", "les", "des", "une", "son", "its", "his", "her", "aux", "par", "sur"];
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 2 && !SMALL.contains(w));
    words.map(str::to_owned).collect()
}

fn is_right(judged: &Judged, found: &str) -> bool {
    judged.claimant.as_ref().is_some_and(|claimant| !words(claimant).is_disjoint(&words(found)))
}

fn fits(judged: &Judged, found: Option<&str>) -> bool {
    match (&judged.claimant, found) {
        (None, found) => found.is_none(),
        (Some(_), Some(found)) => is_right(judged, found),
        (Some(_), None) => false,
    }
}

fn tell(name: &str, judged: &[Judged], find: &mut dyn FnMut(&Judged) -> Option<String>) {
    let mut counts: BTreeMap<(&str, bool), (usize, usize)> = BTreeMap::new();
    for j in judged {
        let found = find(j);
        let right = usize::from(fits(j, found.as_deref()));
        for language in [j.language.code(), "all"] {
            let count = counts.entry((language, j.claimant.is_some())).or_default();
            *count = (count.0 + right, count.1 + 1);
        }
    }
    print!("{name:40}");
    for ((language, credited), (right, all)) in counts {
        let what = if credited { "credited" } else { "nobody" };
        print!("  {language} {what} {:.3} ({all})", right as f64 / all.max(1) as f64);
    }
    println!();
}

fn read(folders: &[&str], extractor: &Extractor, stories: &mut usize) -> Result<Vec<Judged>> {
    let mut out = Vec::new();
    each_document(folders, stories, &mut |story, document, gold| {
        let mut values = Vec::new();
        extractor.read_noting(document, &mut |asked, noted| {
            let Noted::Credited(cues) = noted else { return };
            values.push(Some((*asked, (cues.weigh(asked), cues.attribution(asked.span).map(|s| s.words.clone())))));
        })?;
        for row in gold {
            let Some((weighed, rules)) = row.take(&document.text, &mut values) else { continue };
            out.push(Judged { story, language: document.language, claimant: row.claimant.clone(), weighed, rules });
        }
        Ok(())
    })?;
    Ok(out)
}

/// Takes a document of a story with its rows of gold.
type Take<'t> = dyn FnMut(usize, &Document, &[&Gold]) -> Result<()> + 't;

/// Calls `take` with the number of its story, itself and its rows of gold for each document of the stories of some folders; stories
/// are numbered from `stories` on.
pub fn each_document(folders: &[&str], stories: &mut usize, take: &mut Take) -> Result<()> {
    for folder in folders {
        let mut inside: Vec<PathBuf> = fs::read_dir(folder)
            .with_context(|| (*folder).to_owned())?
            .filter_map(|e| Some(e.ok()?.path()))
            .filter(|p| p.join("gold.jsonl").exists())
            .collect();
        inside.sort();
        for story in inside {
            let gold: Vec<Gold> = fs::read_to_string(story.join("gold.jsonl"))?
                .lines()
                .filter(|l| !l.trim().is_empty())
                .map(|l| Ok(serde_json::from_str(l)?))
                .collect::<Result<_>>()
                .with_context(|| story.display().to_string())?;
            let options = ingest::Options::default();
            let listed = ingest::list(&[story.join("docs")], &options);
            for input in &listed.inputs {
                for document in ingest::read(input, &options).filter_map(Result::ok) {
                    let file = Path::new(&document.path).file_name().map(|f| f.to_string_lossy().into_owned());
                    let rows: Vec<&Gold> = gold.iter().filter(|row| Some(&row.doc) == file.as_ref()).collect();
                    take(*stories, &document, &rows)?;
                }
            }
            *stories += 1;
        }
    }
    Ok(())
}
