//! Documents as they come in, and why one did not.

use super::{Language, PartialDate};

/// An article as published: its text as a reader sees it, and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The path or URL as given; with `#L<line>` behind it for a row of a JSONL file.
    pub path: String,
    /// The headline, where one is known.
    pub title: Option<String>,
    /// The text, normalised once (NFC, `\n` line ends, paragraphs set apart by an empty line where the input had them);
    /// all offsets refer to it.
    pub text: String,
    /// Who publishes.
    pub source: String,
    /// The source's country, ISO 3166 alpha-2, where `sources.csv` or the host tells it.
    pub country: Option<String>,
    /// Where it stands on the web.
    pub url: Option<String>,
    /// When it was published, at the precision known.
    pub published: Option<PartialDate>,
    /// What tells the date: `metadata`, `option`, `sources`, `text`.
    pub published_basis: Option<&'static str>,
    /// The language it is written in.
    pub language: Language,
    /// `txt`, `md`, `html`, `jsonl`, `stdin`.
    pub format: &'static str,
}

/// Where a document was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Opening or decoding the file.
    Read,
    /// Making a document of its bytes.
    Parse,
    /// Recognising or extracting.
    Extract,
    /// Writing it to the store.
    Store,
}

impl Stage {
    /// Returns the word that is stored and shown.
    pub fn as_str(&self) -> &'static str {
        match self {
            Stage::Read => "read",
            Stage::Parse => "parse",
            Stage::Extract => "extract",
            Stage::Store => "store",
        }
    }
}

/// A document, or a line of one, that was passed over, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    /// The path as given.
    pub path: String,
    /// The line at fault, from 1, where a line can be named.
    pub line: Option<usize>,
    /// Where it was given up.
    pub stage: Stage,
    /// Why, for a person, lower case, no full stop.
    pub reason: String,
}
