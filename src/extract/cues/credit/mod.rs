//! Who is credited with a value, learnt from stories read by hand, with the rules as witnesses.
//!
//! In: a document's pieces, its parse, what the rules found. Out: for a value the phrase that names whom the document
//! credits, or none: boosted trees weigh everyone near (`models/attribution.json`). No word is looked at but through the
//! classes in `rules/<lang>/attribution.toml`, so that what is learnt of one story holds in the next.

mod crowd;
mod features;
mod scene;
mod telling;
mod tree;

use std::sync::LazyLock;

use anyhow::Result;

use self::crowd::Crowd;
pub use self::features::FEATURES;
use self::scene::Scene;
use super::attribution::{Owners, Speaker};
use super::reader::Reader;
use crate::boosted::{Forest, Trees};
use crate::model::{Kind, Modality, Span};

/// One who may be credited, and how that looks.
pub type Weighed = (Speaker, [f32; FEATURES.len()]);

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Where the value stands.
    pub span: Span,
    /// What sort of value it is.
    pub kind: Kind,
    /// How surely it is stated.
    pub modality: Modality,
}

/// The learnt trees, with the bar that the best one must reach.
#[derive(Debug)]
pub struct Judge {
    forest: Forest,
    enough: f32,
}

static EMBEDDED: LazyLock<Result<Judge>> = LazyLock::new(|| {
    let trees = Trees::from_json(include_str!("../../../../models/attribution.json"), FEATURES)?;
    Ok(Judge::new(&trees, ENOUGH))
});

/// How likely it must be that anyone is credited: set so that few are whom the outlet does not name.
pub const ENOUGH: f32 = 0.6;

impl Judge {
    /// Returns the embedded one.
    ///
    /// # Errors
    /// Where the model does not fit its form.
    pub fn embedded() -> Result<&'static Judge> {
        EMBEDDED.as_ref().map_err(|e| anyhow::anyhow!("{e:#}"))
    }

    /// Makes one of a model just learnt.
    pub fn new(trees: &Trees, enough: f32) -> Judge {
        Judge { forest: Forest::of(trees), enough }
    }

    /// Returns the one that is credited.
    pub fn choose(&self, weighed: Vec<Weighed>) -> Option<Speaker> {
        let best = best(&self.scores(&weighed), self.enough)?;
        weighed.into_iter().nth(best).map(|(speaker, _)| speaker)
    }

    /// Returns how surely each is credited, as log-odds.
    pub fn scores(&self, weighed: &[Weighed]) -> Vec<f32> {
        let rows: Vec<&[f32; FEATURES.len()]> = weighed.iter().map(|w| &w.1).collect();
        self.forest.scores(&rows)
    }
}

/// Returns the likeliest, where it is likely enough that one of all is credited; of equals the first.
pub fn best(scores: &[f32], enough: f32) -> Option<usize> {
    let nobody: f32 = scores.iter().map(|s| 1.0 / (1.0 + s.exp())).product();
    let mut best: Option<usize> = None;
    for (n, score) in scores.iter().enumerate() {
        if best.is_none_or(|b| *score > scores[b]) {
            best = Some(n);
        }
    }
    best.filter(|_| 1.0 - nobody > enough)
}

/// Everyone in a document who may be credited.
pub(super) struct Credits {
    crowd: Crowd,
}

impl Credits {
    /// Reads a document once.
    pub fn of(reader: &Reader, owners: &Owners) -> Credits {
        Credits { crowd: Crowd::gather(reader, owners) }
    }

    /// Returns all who may be credited with a value, the nearest first.
    pub fn weigh(&self, reader: &Reader, owners: &Owners, asked: &Asked) -> Vec<Weighed> {
        Scene::of(reader, owners, &self.crowd, asked).map(|scene| scene.weigh()).unwrap_or_default()
    }

    /// Returns the one who is.
    pub fn credited(&self, reader: &Reader, owners: &Owners, asked: &Asked, judge: &Judge) -> Option<Speaker> {
        judge.choose(self.weigh(reader, owners, asked))
    }
}
