//! What a caller may ask of reading.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::UnreadDates;
use crate::model::{Language, PartialDate};

/// Reads the date of publication out of running text in a language; `None` where the text does not tell it.
pub type TextDate = dyn Fn(&str, Language) -> Option<PartialDate> + Send + Sync;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Plain text.
    Txt,
    /// Markdown, with or without front matter.
    Md,
    /// A web page.
    Html,
    /// A JSON object a line, each a document.
    Jsonl,
}

impl Format {
    /// Returns the word that is stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Txt => "txt",
            Format::Md => "md",
            Format::Html => "html",
            Format::Jsonl => "jsonl",
        }
    }

    /// Reads a file name's extension, without its dot, in any case; `None` for an unknown one.
    pub fn of_extension(extension: &str) -> Option<Format> {
        match extension.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Format::Txt),
            "md" | "markdown" => Some(Format::Md),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            _ => None,
        }
    }
}

/// What a person states of the documents at hand, and the limits of reading.
///
/// What stands here holds for every document, whatever the document itself says.
#[derive(Clone)]
pub struct Options {
    /// How the files are written; `None` goes by extension, and for standard input by the look of it.
    pub format: Option<Format>,
    /// Who publishes.
    pub source: Option<String>,
    /// When they were published.
    pub published: Option<PartialDate>,
    /// The language they are written in.
    pub language: Option<Language>,
    /// The language of a text too short to tell.
    pub fallback_language: Option<Language>,
    /// A table of sources for all documents, before any `sources.csv` beside them.
    pub sources: Option<PathBuf>,
    /// Reads a date out of the text, where nothing else tells one.
    pub text_date: Option<Arc<TextDate>>,
    /// Takes the dates that cannot be read.
    pub unread_dates: UnreadDates,
    /// The largest document, in bytes as stored in the file.
    pub max_bytes: usize,
}

impl Options {
    /// The usual [`max_bytes`](Options::max_bytes): far above any article, below what a mistake would feed in.
    pub const MAX_BYTES: usize = 16 << 20;
}

impl Default for Options {
    fn default() -> Self {
        Options {
            format: None,
            source: None,
            published: None,
            language: None,
            fallback_language: None,
            sources: None,
            text_date: None,
            unread_dates: UnreadDates::default(),
            max_bytes: Self::MAX_BYTES,
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("format", &self.format)
            .field("source", &self.source)
            .field("published", &self.published)
            .field("language", &self.language)
            .field("fallback_language", &self.fallback_language)
            .field("sources", &self.sources)
            .field("text_date", &self.text_date.is_some())
            .field("max_bytes", &self.max_bytes)
            .finish()
    }
}
