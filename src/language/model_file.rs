//! Model files: named sections, each compressed, found among those embedded in the program.
//!
//! `models/<lang>/<part>.model` is embedded where the cargo feature `lang-<lang>` is on; a new file there needs no code.

use std::io::{Read, Write};

use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::linear::{Reader, Writer};
use crate::model::Language;

/// The embedded files: path under `models/`, and bytes.
static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/models.rs"));

/// First bytes of a model file; the last is the version of the format.
const MAGIC: &[u8] = b"atodds model 1\n";
/// A section larger than this is taken for damage.
const LARGEST_SECTION: u64 = 256 << 20;

/// Returns the embedded model file of a part (`syntax`, `names`) of a language, or `None`.
pub fn embedded(lang: Language, part: &str) -> Option<&'static [u8]> {
    let path = format!("{lang}/{part}.model");
    FILES.iter().find(|(name, _)| *name == path).map(|(_, bytes)| *bytes)
}

/// The sections of a model file, by name, in the order written.
#[derive(Debug, Default)]
pub struct ModelFile {
    sections: Vec<(String, Vec<u8>)>,
}

impl ModelFile {
    /// Begins empty.
    pub fn new() -> ModelFile {
        ModelFile::default()
    }

    /// Adds a section.
    pub fn add(&mut self, name: &str, section: Writer) {
        self.sections.push((name.to_owned(), section.into_bytes()));
    }

    /// Returns a reader of a section.
    ///
    /// # Errors
    /// Where there is none of that name.
    pub fn section(&self, name: &str) -> Result<Reader<'_>> {
        let found = self.sections.iter().find(|(n, _)| n == name);
        found.map(|(_, bytes)| Reader::new(bytes)).with_context(|| format!("no section {name:?} in the model"))
    }

    /// Returns the file's bytes.
    ///
    /// # Errors
    /// Where compressing fails.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut out = Writer::new();
        out.number(self.sections.len() as u64);
        for (name, bytes) in &self.sections {
            out.text(name);
            out.number(bytes.len() as u64);
            let mut packer = DeflateEncoder::new(Vec::new(), Compression::best());
            packer.write_all(bytes)?;
            out.block(&packer.finish()?);
        }
        Ok([MAGIC, &out.into_bytes()].concat())
    }

    /// Reads a file's bytes.
    ///
    /// # Errors
    /// Where they are no model file, of another version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<ModelFile> {
        let mut sections = Vec::new();
        for packed in packed_sections(bytes)? {
            sections.push((packed.name.to_owned(), packed.unpack()?));
        }
        Ok(ModelFile { sections })
    }
}

/// Unpacks one section of a file's bytes and leaves the others alone.
///
/// # Errors
/// As [`ModelFile::from_bytes`], and where there is no section of that name.
pub fn section_of(bytes: &[u8], name: &str) -> Result<Vec<u8>> {
    let sections = packed_sections(bytes)?;
    sections.iter().find(|s| s.name == name).with_context(|| format!("no section {name:?} in the model"))?.unpack()
}

struct Packed<'b> {
    name: &'b str,
    length: u64,
    bytes: &'b [u8],
}

fn packed_sections(bytes: &[u8]) -> Result<Vec<Packed<'_>>> {
    let mut from = Reader::new(bytes.strip_prefix(MAGIC).context("no model file of this version")?);
    let count = from.number()?;
    let mut sections = Vec::new();
    for _ in 0..count {
        sections.push(Packed { name: from.text()?, length: from.number()?, bytes: from.block()? });
    }
    Ok(sections)
}

impl Packed<'_> {
    fn unpack(&self) -> Result<Vec<u8>> {
        let Packed { name, length, bytes } = self;
        ensure!(*length <= LARGEST_SECTION, "section {name:?} of the model claims {length} bytes");
        let mut section = Vec::with_capacity(usize::try_from((*length).min(bytes.len() as u64 * 64))?);
        DeflateDecoder::new(*bytes).take(length + 1).read_to_end(&mut section)?;
        ensure!(section.len() as u64 == *length, "section {name:?} of the model is damaged");
        Ok(section)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sections_read_back() {
        let mut file = ModelFile::new();
        let mut section = Writer::new();
        section.text("héros");
        file.add("a", section);
        let read = ModelFile::from_bytes(&file.to_bytes().unwrap()).unwrap();
        assert_eq!(read.section("a").unwrap().text().unwrap(), "héros");
        assert!(read.section("b").is_err());
    }

    proptest! {
        #[test]
        fn damage_is_an_error_not_a_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let _ = ModelFile::from_bytes(&bytes);
            bytes.splice(0..0, MAGIC.iter().copied());
            let _ = ModelFile::from_bytes(&bytes);
        }
    }
}
