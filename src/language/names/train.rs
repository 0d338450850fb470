//! Trains the name model, and measures it. Behind the cargo feature `train`.
//!
//! In: WiNER's JSON lines or IOB2 files, named by the manifest. Out: weights, the same for the same data. Names are
//! scored by their exact place and kind in the text, through the same cutting into tokens as in use.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::features::{CLASSES, LABELS, Label, OUTSIDE, Window, label, transition};
use super::lexicon::Lexicon;
use super::scan::{Run, scan};
use super::tagger::{Room, SECTION, best_path};
use super::{NameModel, Sight, find_by};
use crate::language::linear::train::{Perceptron, Random, freeze};
use crate::language::linear::{Key, Weights, Writer, hash_str};
use crate::language::model_file::ModelFile;
use crate::language::segment;
use crate::language::train::data::Manifest;
use crate::model::{Language, Name, NameKind, Span};

/// A text with its names.
#[derive(Clone, Debug)]
pub struct Document {
    /// What tells it from others; the parts for training and measuring are drawn by it.
    pub id: String,
    /// The language that it is written in.
    pub language: Language,
    /// Its words.
    pub text: String,
    /// Its names in order, without overlap; of names within names the outer one.
    pub names: Vec<Name>,
}

/// Which documents are kept from training, to be measured on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldOut {
    /// None: the model that is shipped.
    Nothing,
    /// One of ten parts that documents fall into by the hash of their ids.
    Tenth(u64),
    /// The last tenth in the order of their ids, which begin with the date.
    NewestTenth,
}

/// How many random parts documents fall into.
pub const TENTHS: u64 = 10;

/// Splits documents into those to train on and those to measure on.
pub fn split(mut documents: Vec<Document>, hold_out: HoldOut) -> (Vec<Document>, Vec<Document>) {
    documents.sort_by(|a, b| a.id.cmp(&b.id));
    let from = documents.len() - documents.len() / 10;
    let mut n = 0;
    documents.into_iter().partition(|document| {
        n += 1;
        match hold_out {
            HoldOut::Nothing => true,
            HoldOut::Tenth(part) => (hash_str(&document.id) >> 20) % TENTHS != part,
            HoldOut::NewestTenth => n <= from,
        }
    })
}

/// Reads the documents that the manifest names for a language.
///
/// # Errors
/// Where a file is missing, changed or does not read.
pub fn documents(manifest: &Manifest, folder: &Path, lang: Language) -> Result<Vec<Document>> {
    let mut out = Vec::new();
    for file in manifest.data.iter().filter(|f| f.role == "names" && f.language == lang.code()) {
        let text = file.text(folder)?;
        let language = language_of(&file.path).unwrap_or(lang);
        let read = read(&file.path, &text, language).with_context(|| file.path.clone())?;
        for _ in 0..file.weight {
            out.extend(read.iter().cloned());
        }
    }
    Ok(out)
}

/// Returns the language that a file's name begins with (`fr-winer.jsonl.gz`): a language may learn from names in another.
fn language_of(path: &str) -> Option<Language> {
    let (code, _) = path.rsplit('/').next()?.split_once('-')?;
    code.parse().ok().filter(|_| code.len() == 2)
}

/// Reads a file by what its name says it is; its text is in the language given.
///
/// # Errors
/// Where it does not read, or is neither JSON lines nor IOB2.
pub fn read(path: &str, text: &str, language: Language) -> Result<Vec<Document>> {
    let path = path.trim_end_matches(".gz");
    match path.rsplit('.').next() {
        Some("jsonl") => read_jsonl(text, language),
        Some("iob2") => Ok(read_iob2(text, language)),
        _ => bail!("{path} is neither .jsonl nor .iob2"),
    }
}

fn kind(name: &str) -> Option<NameKind> {
    match name {
        "Person" | "PER" => Some(NameKind::Person),
        "Location" | "LOC" => Some(NameKind::Place),
        "Organization" | "ORG" => Some(NameKind::Organisation),
        "Event" => Some(NameKind::Event),
        "Product" => Some(NameKind::Product),
        _ => None,
    }
}

#[derive(Deserialize)]
struct Line {
    doc: String,
    text: String,
    entities: Vec<(usize, usize, String)>,
}

fn read_jsonl(text: &str, language: Language) -> Result<Vec<Document>> {
    let lines = text.lines().map(|line| {
        let Line { doc: id, text, mut entities } = serde_json::from_str(line)?;
        // The longer of two that begin together first; then those that begin inside another are dropped.
        entities.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut names: Vec<Name> = Vec::new();
        for (start, end, name) in &entities {
            let (Some(kind), Some(start), Some(end)) = (kind(name), bytes.get(*start), bytes.get(*end)) else {
                continue;
            };
            if names.last().is_none_or(|last| last.span.end <= *start) {
                names.push(Name { span: Span::new(*start, *end), kind });
            }
        }
        Ok(Document { id, language, text, names })
    });
    lines.collect()
}

/// Reads tokens with tags. Where a sentence's own text stands above it, tokens are found in it; else they are set with
/// spaces as one writes.
fn read_iob2(file: &str, language: Language) -> Vec<Document> {
    let mut out: Vec<Document> = Vec::new();
    let mut written: Option<&str> = None;
    let mut rest = "";
    let mut last = String::new();
    let mut fresh = true;
    for line in file.lines() {
        if let Some(id) = line.strip_prefix("# newdoc id = ") {
            out.push(Document { id: id.to_owned(), language, text: String::new(), names: Vec::new() });
            continue;
        }
        if let Some(text) = line.strip_prefix("# text = ") {
            written = Some(text);
            rest = text;
            continue;
        }
        let Some(document) = out.last_mut() else { continue };
        if line.is_empty() {
            document.text.push_str("\n\n");
            (written, fresh) = (None, true);
            last.clear();
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, token, tag, ..] = fields[..] else { continue };
        match written {
            Some(_) => {
                if let Some(at) = rest.find(token) {
                    document.text.push_str(&rest[..at]);
                    rest = &rest[at + token.len()..];
                }
            }
            None if !fresh && spaced(&last, token) => document.text.push(' '),
            None => {}
        }
        fresh = false;
        let start = document.text.len();
        document.text.push_str(token);
        let span = Span::new(start, document.text.len());
        match (tag.split_once('-'), document.names.last_mut()) {
            (Some(("I", _)), Some(name)) => name.span.end = span.end,
            (Some((_, name)), _) => document.names.extend(kind(name).map(|kind| Name { span, kind })),
            _ => {}
        }
        last = token.to_owned();
    }
    out
}

fn spaced(last: &str, token: &str) -> bool {
    let closes =
        matches!(token, "." | "," | ";" | ":" | "!" | "?" | ")" | "]" | "%" | "n't" | "”" | "’" | "-" | "–" | "/");
    let clitic = token.starts_with(['\'', '’']) && token.len() < 6;
    let opens = matches!(last, "(" | "[" | "$" | "“" | "‘" | "-" | "–" | "/" | "#" | "£" | "€");
    !(closes || clitic || opens)
}

/// How the model is trained.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How many times all documents are seen.
    pub epochs: usize,
    /// Features changed less often than this are dropped.
    pub least_updates: u32,
    /// Weights are counted in one part of this.
    pub scale: f64,
    /// By how much the right label of each token must win in training, in steps of the raw weights.
    pub cost: i32,
    /// Features none of whose weights has so many steps are dropped.
    pub least_weight: i16,
    /// How many learn, each in an order of its own, and are averaged.
    pub parts: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { epochs: 8, least_updates: 2, scale: 64.0, cost: 30, least_weight: 12, parts: 3 }
    }
}

/// A sentence as features and right labels.
struct Lesson {
    keys: Vec<Vec<Key>>,
    active: Vec<bool>,
    classes: Vec<usize>,
    gold: Vec<Label>,
}

/// Trains on documents; `told` hears how it goes.
///
/// # Errors
/// Where the weights become too many for one table.
pub fn train(documents: &[Document], settings: &Settings, told: &mut dyn FnMut(&str)) -> Result<Weights> {
    let mut lessons: Vec<Lesson> = documents.iter().flat_map(lessons).collect();
    told(&format!("{} documents, {} sentences", documents.len(), lessons.len()));
    let mut learners = Vec::new();
    for part in 0..settings.parts {
        let mut told = |line: &str| told(&format!("model {}, {line}", part + 1));
        learners.push(learn(&mut lessons, settings, part, &mut told));
    }
    freeze(&learners.iter().collect::<Vec<_>>(), settings.least_updates, settings.scale, settings.least_weight)
}

/// Learns from the lessons in an order of its own.
fn learn(lessons: &mut [Lesson], settings: &Settings, seed: u64, told: &mut dyn FnMut(&str)) -> Perceptron {
    let mut perceptron = Perceptron::new(LABELS);
    let mut random = Random::new(seed + 1);
    let mut transitions = vec![[[0; LABELS]; LABELS]; CLASSES];
    let mut lattice = Vec::new();
    let mut guess = Vec::new();
    for epoch in 1..=settings.epochs {
        random.shuffle(lessons);
        let mut wrong = 0;
        for lesson in lessons.iter() {
            lattice.clear();
            for (at, keys) in lesson.keys.iter().enumerate() {
                let mut scores = [0; LABELS];
                if lesson.active[at] {
                    perceptron.score(keys, &mut scores);
                    scores[usize::from(lesson.gold[at])] -= settings.cost;
                }
                lattice.push(scores);
            }
            best_path(&lattice, &lesson.active, &lesson.classes, &transitions, &mut guess);
            perceptron.tick();
            if guess == lesson.gold {
                continue;
            }
            wrong += 1;
            let (mut last_gold, mut last_guess) = (OUTSIDE, OUTSIDE);
            for (at, (gold, guess)) in lesson.gold.iter().zip(&guess).enumerate() {
                if gold != guess {
                    perceptron.change(&lesson.keys[at], usize::from(*gold), 1);
                    perceptron.change(&lesson.keys[at], usize::from(*guess), -1);
                }
                if lesson.active[at] && (gold, last_gold) != (guess, last_guess) {
                    let class = lesson.classes[at];
                    perceptron.change(&transition(last_gold, class), usize::from(*gold), 1);
                    perceptron.change(&transition(last_guess, class), usize::from(*guess), -1);
                    // What holds in all classes changes in all tables.
                    for table in &mut transitions {
                        table[usize::from(last_gold)][usize::from(*gold)] += 1;
                        table[usize::from(last_guess)][usize::from(*guess)] -= 1;
                    }
                    transitions[class][usize::from(last_gold)][usize::from(*gold)] += 1;
                    transitions[class][usize::from(last_guess)][usize::from(*guess)] -= 1;
                }
                (last_gold, last_guess) = (*gold, *guess);
            }
        }
        told(&format!("epoch {epoch}: {wrong} sentences wrong"));
    }
    perceptron
}

fn lessons(document: &Document) -> Vec<Lesson> {
    let lang = document.language;
    let text = &document.text;
    let analysis = segment(text, lang);
    let mut out = Vec::new();
    let mut room = Room::default();
    let mut names = document.names.iter().peekable();
    let sight = Sight::of(text, &analysis, Lexicon::of(lang));
    for seen in sight.sentences() {
        let runs = scan(seen, &sight.memory);
        room.look(seen, &runs);
        let mut gold = vec![OUTSIDE; seen.len()];
        let end = seen.last().map_or(0, |token| token.span.end);
        while let Some(name) = names.next_if(|name| name.span.start < end) {
            let mut covered = (0..seen.len()).filter(|at| seen[*at].span.overlaps(&name.span));
            let Some(start) = covered.next() else { continue };
            let run = Run { start, end: covered.next_back().unwrap_or(start) + 1, kind: name.kind, sure: true };
            // What is out of the model's reach is not taught, nor what shares a token with the name before.
            if (run.start..run.end).all(|at| room.active[at] && gold[at] == OUTSIDE) {
                (run.start..run.end).for_each(|at| gold[at] = label(run, at));
            }
        }
        // Some data lacks names that have an article (`the United States`): a sentence that shows it teaches nothing.
        let lacking = runs.iter().any(|run| {
            let article = run.start.checked_sub(1).is_some_and(|at| seen[at].span.of(text).eq_ignore_ascii_case("the"));
            article && run.sure && gold[run.start..run.end].iter().all(|label| *label == OUTSIDE)
        });
        if !room.active.contains(&true) || lacking && document.id.starts_with("GUM_") {
            continue;
        }
        let window = Window::new(text, seen, &room.rules, &sight.memory);
        let keys = room.active.iter().enumerate().map(|(at, active)| {
            let mut keys = Vec::new();
            if *active {
                window.keys(at, &mut keys);
            }
            keys
        });
        out.push(Lesson { keys: keys.collect(), active: room.active.clone(), classes: room.classes.clone(), gold });
    }
    out
}

/// Returns the bytes of a model file.
///
/// # Errors
/// Where compressing fails.
pub fn to_bytes(weights: &Weights) -> Result<Vec<u8>> {
    let mut section = Writer::new();
    weights.write(&mut section);
    let mut file = ModelFile::new();
    file.add(SECTION, section);
    file.to_bytes()
}

/// How many names are right, found and in the gold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Right in place and kind.
    pub right: usize,
    /// Found.
    pub found: usize,
    /// In the gold.
    pub gold: usize,
}

impl Count {
    /// Adds another's.
    pub fn add(&mut self, other: Count) {
        self.right += other.right;
        self.found += other.found;
        self.gold += other.gold;
    }

    /// Returns those of all kinds together.
    pub fn of_all(counts: &BTreeMap<NameKind, Count>) -> Count {
        let mut all = Count::default();
        counts.values().for_each(|count| all.add(*count));
        all
    }

    /// Returns precision, recall and F1 in percent.
    pub fn scores(&self) -> [f64; 3] {
        let share = |a: usize, b: usize| if b == 0 { 0.0 } else { 100.0 * a as f64 / b as f64 };
        [share(self.right, self.found), share(self.right, self.gold), share(2 * self.right, self.found + self.gold)]
    }
}

/// Measures a model, or the rules alone, by kind of name; kinds that the gold lacks are left out.
pub fn score(documents: &[Document], model: Option<&NameModel>) -> BTreeMap<NameKind, Count> {
    let mut counts: BTreeMap<NameKind, Count> = BTreeMap::new();
    for name in documents.iter().flat_map(|document| &document.names) {
        counts.entry(name.kind).or_default().gold += 1;
    }
    for document in documents {
        let found = find_by(&document.text, &segment(&document.text, document.language), document.language, model);
        for name in &found {
            if let Some(count) = counts.get_mut(&name.kind) {
                count.found += 1;
                count.right += usize::from(document.names.contains(name));
            }
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outer_names_win() {
        let line =
            r#"{"doc":"a","text":"Élu à la mairie de Lyon","entities":[[19,23,"Location"],[9,23,"Organization"]]}"#;
        let read = read_jsonl(line, Language::FR).unwrap();
        assert_eq!(read[0].names.len(), 1);
        assert_eq!(read[0].names[0].span.of(&read[0].text), "mairie de Lyon");
    }

    #[test]
    fn iob2_reads_with_and_without_its_text() {
        let file = "# newdoc id = d\n# text = In New York, yes\n1\tIn\tO\n2\tNew\tB-LOC\n3\tYork\tI-LOC\n4\t,\tO\n5\tyes\tO\n\n0\tMr\tO\n1\tPoe\tB-PER\n2\t's\tO\n";
        let read = read_iob2(file, Language::EN);
        assert_eq!(read[0].text, "In New York, yes\n\nMr Poe's");
        let names: Vec<&str> = read[0].names.iter().map(|name| name.span.of(&read[0].text)).collect();
        assert_eq!(names, ["New York", "Poe"]);
    }

    #[test]
    fn a_lesson_is_learnt() {
        let text = "Hier Zorglub parlait. Hier Zorglub riait. Hier Zorglub dormait.";
        let names = text
            .match_indices("Zorglub")
            .map(|(at, word)| Name { span: Span::new(at, at + word.len()), kind: NameKind::Product });
        let document = Document { id: "a".into(), language: Language::FR, text: text.into(), names: names.collect() };
        let documents = [document];
        let settings = Settings { epochs: 5, least_updates: 1, scale: 64.0, cost: 5, least_weight: 1, parts: 1 };
        let weights = train(&documents, &settings, &mut |_| {}).unwrap();
        let counts = score(&documents, Some(&NameModel::new(weights)));
        assert_eq!(counts[&NameKind::Product], Count { right: 3, found: 3, gold: 3 });
    }
}
