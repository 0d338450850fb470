//! Learns where a statement holds whose own words do not say, from stories in the benchmark's format.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use atodds::boosted::train::{Example, Settings, train};
use atodds::extract::whereabouts::{FEATURES, Judge, Weighed};
use atodds::extract::{Extractor, Noted};
use atodds::model::Language;

use super::attribution::{each_document, words};

/// A value of which a reader told where it holds.
struct Judged {
    story: usize,
    language: Language,
    place: String,
    weighed: Vec<(String, Weighed)>,
    rules: Option<String>,
}

impl Judged {
    fn is_right(&self, found: &str) -> bool {
        !words(&self.place).is_disjoint(&words(found))
    }

    fn chosen(&self, judge: &Judge) -> Option<&str> {
        let rows: Vec<Weighed> = self.weighed.iter().enumerate().map(|(n, (_, (_, row)))| (n, *row)).collect();
        judge.choose(&rows).map(|n| self.weighed[n].0.as_str())
    }
}

/// Parts that the stories are dealt into, to measure each by what is learnt on the others.
const PARTS: usize = 6;

/// How the trees are grown.
const SETTINGS: Settings =
    Settings { trees: 120, depth: 4, rate: 0.08, least: 30, ridge: 8.0, gain: 1.0, examples: 60 };

/// Learns from the stories of some folders, measures on parts of them and on those of others, and writes the model.
pub fn learn(training: &[&str], tests: &[&str], out: Option<&str>) -> Result<()> {
    let extractor = Extractor::new(None)?;
    let mut stories = 0;
    let judged = read(training, &extractor, &mut stories)?;
    let reached = judged.iter().filter(|j| j.weighed.iter().any(|(name, _)| j.is_right(name))).count();
    println!("{} values with a place, the right one in reach of {reached}", judged.len());
    tell("rules alone", &judged, &|j| j.rules.as_deref());
    let judges = (0..PARTS)
        .map(|part| {
            let rest = judged.iter().filter(|j| j.story % PARTS != part);
            Ok(Judge::new(&train(&examples(rest), FEATURES, &SETTINGS)?))
        })
        .collect::<Result<Vec<_>>>()?;
    tell("stories unseen", &judged, &|j| j.chosen(&judges[j.story % PARTS]));
    let trees = train(&examples(judged.iter()), FEATURES, &SETTINGS)?;
    if let Some(out) = out {
        fs::write(out, serde_json::to_string(&trees)? + "\n").with_context(|| format!("writing {out}"))?;
    }
    let judge = Judge::new(&trees);
    for folder in tests {
        let judged = read(&[folder], &extractor, &mut stories)?;
        tell(&format!("{folder}, rules alone"), &judged, &|j| j.rules.as_deref());
        tell(folder, &judged, &|j| j.chosen(&judge));
    }
    Ok(())
}

fn examples<'j>(judged: impl Iterator<Item = &'j Judged>) -> Vec<Example<{ FEATURES.len() }>> {
    judged.flat_map(|j| j.weighed.iter().map(|(name, (_, row))| (*row, j.is_right(name)))).collect()
}

fn tell(name: &str, judged: &[Judged], find: &dyn Fn(&Judged) -> Option<&str>) {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for j in judged {
        let right = usize::from(find(j).is_some_and(|found| j.is_right(found)));
        for language in [j.language.code(), "all"] {
            let count = counts.entry(language).or_default();
            *count = (count.0 + right, count.1 + 1);
        }
    }
    print!("{name:40}");
    for (language, (right, all)) in counts {
        print!("  {language} {:.3} ({all})", right as f64 / all.max(1) as f64);
    }
    println!();
}

fn read(folders: &[&str], extractor: &Extractor, stories: &mut usize) -> Result<Vec<Judged>> {
    let mut out = Vec::new();
    each_document(folders, stories, &mut |story, document, gold| {
        let mut values = Vec::new();
        extractor.read_noting(document, &mut |asked, noted| {
            let Noted::Placed { weighed, near, name } = noted else { return };
            let named = weighed.iter().map(|w| (name(w.0), *w)).collect::<Vec<_>>();
            values.push(Some((*asked, (named, near.map(name)))));
        })?;
        for row in gold {
            let Some(place) = row.place.clone() else { continue };
            let Some((weighed, rules)) = row.take(&document.text, &mut values) else { continue };
            out.push(Judged { story, language: document.language, place, weighed, rules });
        }
        Ok(())
    })?;
    Ok(out)
}
