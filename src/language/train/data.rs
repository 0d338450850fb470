//! The manifest, and the data it names.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use flate2::read::GzDecoder;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::language::conllu;
use crate::language::linear::train::Random;
use crate::model::{Language, Sentence};

/// What is trained on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The files.
    pub data: Vec<DataFile>,
}

/// One file of annotated text.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataFile {
    /// Path in the folder of data.
    pub path: String,
    /// Its language, as a code.
    pub language: String,
    /// What it is for: `syntax` or `names`.
    pub role: String,
    /// Where it comes from.
    pub source: String,
    /// The commit it was taken from.
    pub commit: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its licence.
    pub licence: String,
    /// How many times it is shown in each round.
    #[serde(default = "once")]
    pub weight: usize,
}

fn once() -> usize {
    1
}

impl Manifest {
    /// Reads a manifest and refuses what must not be trained on.
    ///
    /// # Errors
    /// Where it cannot be read, names a test file, or one whose licence is missing or forbids commercial use.
    pub fn read(path: &Path) -> Result<Manifest> {
        let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        Manifest::parse(&text).with_context(|| format!("manifest {}", path.display()))
    }

    fn parse(text: &str) -> Result<Manifest> {
        let manifest: Manifest = toml::from_str(text)?;
        for file in &manifest.data {
            file.check()?;
        }
        Ok(manifest)
    }
}

impl DataFile {
    fn check(&self) -> Result<()> {
        let parts = |text: &str| {
            text.to_lowercase().split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>()
        };
        let path = &self.path;
        ensure!(
            !parts(path).iter().any(|p| p.starts_with("test")),
            "{path}: test files are for measuring, not for training"
        );
        ensure!(
            matches!(self.role.as_str(), "syntax" | "names"),
            "{path}: role {:?} is neither syntax nor names",
            self.role
        );
        let licence = parts(&self.licence);
        let closed = licence.iter().any(|p| matches!(p.as_str(), "nc" | "noncommercial" | "nd"))
            || self.licence.to_lowercase().contains("non-commercial");
        ensure!(!closed, "{path}: licence {:?} forbids commercial use or change", self.licence);
        ensure!(
            !licence.concat().is_empty() && !self.commit.is_empty() && !self.source.is_empty(),
            "{path}: licence, source and commit must be given"
        );
        ensure!(!path.contains("..") && !path.starts_with('/'), "{path}: leads out of the folder of data");
        Ok(())
    }

    /// Reads the file's text, unpacked.
    ///
    /// # Errors
    /// Where it cannot be read, or its bytes are not those of the checksum.
    pub fn text(&self, folder: &Path) -> Result<String> {
        let path = folder.join(&self.path);
        let bytes = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        let sum: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
        if sum != self.sha256 {
            bail!("{}: SHA-256 is {sum}, the manifest says {}", path.display(), self.sha256);
        }
        unpack(&self.path, bytes)
    }
}

fn unpack(name: &str, bytes: Vec<u8>) -> Result<String> {
    if !name.ends_with(".gz") {
        return Ok(String::from_utf8(bytes)?);
    }
    let mut text = String::new();
    GzDecoder::new(&bytes[..]).read_to_string(&mut text).with_context(|| format!("unpacking {name}"))?;
    Ok(text)
}

/// Reads any file for measuring, unpacked where its name ends in `.gz`.
///
/// # Errors
/// Where it cannot be read.
pub fn text_of(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    unpack(&path.to_string_lossy(), bytes)
}

/// An annotated sentence with the text that its spans point at.
#[derive(Clone, Debug)]
pub struct Example {
    /// The text; the sentence's spans count from its start.
    pub text: String,
    /// The sentence.
    pub sentence: Sentence,
}

/// Reads the sentences of all files of a language and a role, each as often as its weight says.
///
/// # Errors
/// Where a file cannot be read or is not CoNLL-U.
pub fn examples(manifest: &Manifest, folder: &Path, lang: Language, role: &str) -> Result<Vec<Example>> {
    let mut out = Vec::new();
    for file in manifest.data.iter().filter(|f| f.role == role && f.language == lang.code()) {
        let read = conllu::read(&file.text(folder)?).with_context(|| file.path.clone())?;
        for sentence in &read.analysis.sentences {
            let mut sentence = sentence.clone();
            let text = sentence.span.of(&read.text).to_owned();
            let start = sentence.span.start;
            for token in &mut sentence.tokens {
                token.span.start -= start;
                token.span.end -= start;
            }
            sentence.span = crate::model::Span::new(0, text.len());
            for _ in 0..file.weight {
                out.push(Example { text: text.clone(), sentence: sentence.clone() });
            }
        }
    }
    ensure!(!out.is_empty(), "the manifest names no {role} data of language {lang}");
    Ok(out)
}

/// So many more times a file without paragraphs is read, its sentences in another order each time.
const OTHER_ORDERS: usize = 2;

/// Reads whole texts with the bytes at which their sentences start, file by file.
///
/// # Errors
/// Where a file cannot be read or is not CoNLL-U.
pub fn texts(manifest: &Manifest, folder: &Path, lang: Language, role: &str) -> Result<Vec<(String, BTreeSet<usize>)>> {
    let files = manifest.data.iter().filter(|f| f.role == role && f.language == lang.code());
    let mut out = Vec::new();
    for file in files {
        let read = conllu::read(&file.text(folder)?).with_context(|| file.path.clone())?;
        let sentences = &read.analysis.sentences;
        let mut order: Vec<usize> = (0..sentences.len()).collect();
        let join = |order: &[usize]| {
            let (mut joined, mut starts) = (String::new(), BTreeSet::new());
            for n in order {
                if !joined.is_empty() {
                    joined.push(' ');
                }
                starts.insert(joined.len());
                joined.push_str(sentences[*n].span.of(&read.text));
            }
            (joined, starts)
        };
        if read.text.contains("\n\n") {
            // Once more without its paragraphs: their ends, headlines above all, are what a text out of a page runs together.
            out.push(join(&order));
        } else {
            // Once more in other orders: what ends without a stop is rare here, and so it is seen before other beginnings.
            let mut random = Random::new(17);
            for _ in 0..OTHER_ORDERS {
                random.shuffle(&mut order);
                out.push(join(&order));
            }
        }
        let starts = sentences.iter().map(|s| s.span.start).collect();
        out.push((read.text, starts));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(path: &str, licence: &str) -> Result<Manifest> {
        Manifest::parse(&format!(
            "[[data]]\npath = \"{path}\"\nlanguage = \"fr\"\nrole = \"syntax\"\nsource = \"s\"\ncommit = \"c\"\nsha256 = \"\"\nlicence = \"{licence}\"\n"
        ))
    }

    #[test]
    fn refuses_test_files_and_closed_licences() {
        assert!(manifest("fr/a-train.conllu.gz", "CC BY-SA 4.0").is_ok());
        for path in ["fr/a-test.conllu.gz", "test/a.conllu", "fr/a_TEST.conllu", "../a.conllu", "/a.conllu"] {
            assert!(manifest(path, "CC BY-SA 4.0").is_err(), "{path}");
        }
        for licence in ["CC BY-NC-SA 4.0", "CC BY-NC", "non-commercial use", "CC BY-ND", ""] {
            assert!(manifest("fr/a.conllu", licence).is_err(), "{licence}");
        }
    }
}
