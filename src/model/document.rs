//! Documents as they come in, and why one did not.

use sha2::{Digest, Sha256};

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

impl Document {
    /// Returns what tells that the same article comes in again: the SHA-256, in lower-case hex, of its text, title, source,
    /// date and language. Path, address and format are no part of it: a moved file is the same article.
    pub fn content_hash(&self) -> String {
        let published = self.published.map(|date| date.to_string()).unwrap_or_default();
        let parts = [
            self.text.as_str(),
            self.title.as_deref().unwrap_or(""),
            self.source.as_str(),
            published.as_str(),
            self.language.code(),
        ];
        let mut hash = Sha256::new();
        for part in parts {
            // With its length in front a part can't run over into the next.
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str, title: &str) -> Document {
        Document {
            path: "a.txt".into(),
            title: Some(title.into()),
            text: text.into(),
            source: "Gazette".into(),
            country: None,
            url: None,
            published: Some(PartialDate::month(2024, 6)),
            published_basis: Some("option"),
            language: Language::FR,
            format: "txt",
        }
    }

    #[test]
    fn the_same_content_has_the_same_hash_wherever_it_lies() {
        let one = document("Texte.", "Titre");
        let moved = Document { path: "b/c.html".into(), format: "html", ..one.clone() };
        assert_eq!(one.content_hash(), moved.content_hash());
        assert_eq!(one.content_hash().len(), 64);
        assert_ne!(document("ab", "c").content_hash(), document("a", "bc").content_hash());
        assert_ne!(one.content_hash(), Document { published: None, ..one.clone() }.content_hash());
        assert_ne!(one.content_hash(), Document { source: "Fil".into(), ..one.clone() }.content_hash());
    }
}
