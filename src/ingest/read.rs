//! One input → its documents.
//!
//! A JSONL file is read line by line and never held whole; anything else is one document, held whole up to
//! [`Options::max_bytes`].

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::model::{Document, Language, PartialDate, Skip, Stage};

use super::boilerplate::Pages;
use super::date::parse_date;
use super::jsonl::Lines;
use super::list::{Input, Place};
use super::normalize::one_line;
use super::{Format, Options, decode, html, language, markdown, normalize, plain, sources};

/// Bytes by which a nameless format is judged.
const SNIFFED: usize = 8192;

/// The documents of one input, in its order.
pub struct Documents<'a>(Inner<'a>);

enum Inner<'a> {
    One(Option<Result<Document, Skip>>),
    Lines(Lines<'a>),
}

impl Iterator for Documents<'_> {
    type Item = Result<Document, Skip>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Inner::One(one) => one.take(),
            Inner::Lines(lines) => lines.next(),
        }
    }
}

/// Reads one input of [`list`](super::list). Each item is a document, or the file or line that is none and why; inputs may
/// be read from several threads at once.
pub fn read<'a>(input: &'a Input, options: &'a Options) -> Documents<'a> {
    let one = |outcome| Documents(Inner::One(Some(outcome)));
    let stream = match open(input) {
        Ok(stream) => stream,
        Err(reason) => return one(Err(skip(input, None, Stage::Read, reason))),
    };
    let (format, stream) = match options.format.or(input.format) {
        Some(format) => (format, stream),
        None => match sniff(stream) {
            Ok(found) => found,
            Err(error) => return one(Err(skip(input, None, Stage::Read, read_fault(&error)))),
        },
    };
    if format == Format::Jsonl {
        return Documents(Inner::Lines(Lines::new(input, options, stream)));
    }
    one(read_whole(input, stream, options).and_then(|bytes| document(input, options, format, &bytes)))
}

/// A skip of an input or of one of its lines.
pub(super) fn skip(input: &Input, line: Option<usize>, stage: Stage, reason: impl Into<String>) -> Skip {
    Skip { path: input.shown.clone(), line, stage, reason: reason.into() }
}

fn read_fault(error: &io::Error) -> String {
    format!("cannot be read: {}", plain_words(error))
}

/// Says an error of the system in lower case and without its number.
pub(super) fn plain_words(error: &io::Error) -> String {
    let words = error.to_string();
    let words = words.split(" (os error").next().unwrap_or("").to_string();
    let mut chars = words.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

type Stream = Box<dyn BufRead + Send>;

fn open(input: &Input) -> Result<Stream, String> {
    let path = match &input.place {
        Place::File(path) => path,
        Place::Stdin => return Ok(Box::new(BufReader::new(io::stdin()))),
        Place::Memory(bytes) => return Ok(Box::new(Cursor::new(Arc::clone(bytes)))),
    };
    // Opening a pipe would wait for its writer: what it is is asked first, and again of the open file.
    let is_file = |meta: io::Result<std::fs::Metadata>| match meta {
        Ok(meta) if meta.is_file() => Ok(()),
        Ok(meta) => Err(format!("is {}", what_else(&meta.file_type()))),
        Err(error) => Err(read_fault(&error)),
    };
    is_file(std::fs::metadata(path))?;
    let file = File::open(path).map_err(|error| read_fault(&error))?;
    is_file(file.metadata())?;
    Ok(Box::new(BufReader::new(file)))
}

/// Says what a file is that is no regular one.
pub(super) fn what_else(kind: &std::fs::FileType) -> &'static str {
    if kind.is_dir() {
        return "a folder";
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a pipe, not a file: read it from standard input with -";
        }
        if kind.is_socket() {
            return "a socket, not a file";
        }
    }
    "a device, not a file"
}

/// Judges the format by the first bytes, and gives them back in front of the rest.
fn sniff(mut stream: Stream) -> io::Result<(Format, Stream)> {
    let mut head = Vec::new();
    stream.by_ref().take(SNIFFED as u64).read_to_end(&mut head)?;
    Ok((look_of(&head), Box::new(Cursor::new(head).chain(stream))))
}

fn look_of(head: &[u8]) -> Format {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{FEFF}');
    let start = text.trim_start();
    if start.starts_with('{') {
        let line = start.lines().next().unwrap_or("");
        let is_cut = line.len() == start.len() && head.len() >= SNIFFED;
        if is_cut || serde_json::from_str::<Map<String, Value>>(line).is_ok() {
            return Format::Jsonl;
        }
    }
    if start.starts_with('<') {
        let lower = start.to_ascii_lowercase();
        if ["<!doctype html", "<html", "<head", "<body", "<meta", "<article", "<main", "<div", "<p>", "<p ", "<h1"]
            .iter()
            .any(|tag| lower.contains(tag))
        {
            return Format::Html;
        }
    }
    if text.starts_with("---\n") || text.starts_with("---\r\n") || start.starts_with("# ") {
        return Format::Md;
    }
    Format::Txt
}

fn read_whole(input: &Input, stream: Stream, options: &Options) -> Result<Vec<u8>, Skip> {
    let mut bytes = Vec::new();
    let limit = options.max_bytes as u64;
    match stream.take(limit.saturating_add(1)).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() > options.max_bytes => {
            let reason = format!("is larger than {} MB, which no article is", options.max_bytes >> 20);
            Err(skip(input, None, Stage::Read, reason))
        }
        Ok(_) => Ok(bytes),
        Err(error) => Err(skip(input, None, Stage::Read, read_fault(&error))),
    }
}

fn document(input: &Input, options: &Options, format: Format, bytes: &[u8]) -> Result<Document, Skip> {
    let raw = decode::decode(bytes, format == Format::Html)
        .map_err(|fault| skip(input, fault.line, Stage::Read, fault.reason))?;
    let pages = Pages::get().map_err(|reason| skip(input, None, Stage::Parse, reason))?;
    let draft = match format {
        Format::Html => html::parse(&raw, pages).map_err(|reason| skip(input, None, Stage::Parse, reason))?,
        Format::Md => {
            let page = markdown::parse(&normalize(&raw))
                .map_err(|(line, reason)| skip(input, Some(line), Stage::Parse, reason))?;
            let mut draft = Draft::of_fields(&page.front);
            draft.text = normalize(&page.body).into_owned();
            draft.title = draft.title.or(page.heading);
            draft
        }
        Format::Txt | Format::Jsonl => {
            let text = normalize(&raw).into_owned();
            Draft { title: plain::title(&text, pages), text, ..Draft::default() }
        }
    };
    let format = if matches!(input.place, Place::Stdin) { "stdin" } else { format.as_str() };
    draft.finish(input, options, input.shown.clone(), format).map_err(|reason| skip(input, None, Stage::Parse, reason))
}

/// What a format makes of a document, before sources, language and date are settled.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// Headline.
    pub title: Option<String>,
    /// The normalised text.
    pub text: String,
    /// Who publishes, as the document says.
    pub source: Option<String>,
    /// When, as the document writes it.
    pub published: Option<String>,
    /// Address on the web.
    pub url: Option<String>,
    /// The language that the document declares.
    pub language: Option<Language>,
    /// Whether a person or a program wrote that language for this very document; a page's template did not.
    pub is_language_stated: bool,
}

impl Draft {
    /// Reads the fields that front matter and JSONL rows share; those unknown are passed over.
    pub fn of_fields(fields: &Map<String, Value>) -> Draft {
        let field = |names: &[&str]| {
            let value = names.iter().find_map(|name| fields.get(*name).filter(|value| !value.is_null()))?;
            let words = match value {
                Value::String(words) => one_line(words),
                Value::Number(number) => number.to_string(),
                // `source: {name: …}`, as feeds and search APIs write it.
                Value::Object(inner) => inner.get("name").and_then(Value::as_str).map(one_line)?,
                _ => return None,
            };
            Some(words).filter(|words| !words.is_empty())
        };
        let language = field(&["language", "lang"]).and_then(|tag| tag.parse().ok());
        Draft {
            title: field(&["title", "headline"]),
            text: String::new(),
            source: field(&["source", "publisher", "outlet"]),
            published: field(&["published", "date", "published_at", "publishedAt", "datePublished"]),
            url: field(&["url", "link"]),
            language,
            is_language_stated: language.is_some(),
        }
    }

    /// Settles what is known and makes the document.
    ///
    /// # Errors
    /// Where there is no text, with the reason.
    pub fn finish(
        self,
        input: &Input,
        options: &Options,
        path: String,
        format: &'static str,
    ) -> Result<Document, String> {
        if self.text.trim().is_empty() {
            return Err("has no text".to_string());
        }
        let file = input.path();
        let host = self.url.as_deref().and_then(sources::host_of);
        let known = sources::look_up(input.tables.iter().map(AsRef::as_ref), file, host.as_deref());
        let language = options.language.or(known.language).unwrap_or_else(|| match self.language {
            Some(language) if self.is_language_stated => language,
            declared => language::settle(declared, &self.text, options.fallback_language),
        });
        let (published, published_basis) = self.date(options, known.published, language, &path).unzip();
        let country = known.country.or_else(|| host.as_deref().and_then(sources::country_of_host));
        let source = options.source.clone().or(known.source).or(self.source).or(host).unwrap_or_else(|| input.stem());
        Ok(Document {
            path,
            title: self.title,
            text: self.text,
            source,
            country,
            url: self.url,
            published,
            published_basis,
            language,
            format,
        })
    }

    fn date(
        &self,
        options: &Options,
        known: Option<PartialDate>,
        language: Language,
        path: &str,
    ) -> Option<(PartialDate, &'static str)> {
        let of_text = |text: &str| options.text_date.as_ref().and_then(|read| read(text, language));
        if let Some(date) = options.published {
            return Some((date, "option"));
        }
        if let Some(date) = known {
            return Some((date, "sources"));
        }
        let written = self.published.as_deref().and_then(|written| {
            let read = parse_date(written).or_else(|| of_text(written));
            if read.is_none() {
                options.unread_dates.note(path, written);
            }
            read
        });
        written.map(|date| (date, "metadata")).or_else(|| of_text(&self.text).map(|date| (date, "text")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_their_look() {
        for (head, format) in [
            ("{\"text\": \"a\"}\n{\"text\"", Format::Jsonl),
            ("\u{FEFF}  <!DOCTYPE html><html>", Format::Html),
            ("<p>Le pont</p>", Format::Html),
            ("---\ntitle: x\n---\n", Format::Md),
            ("# Titre\n\ntexte", Format::Md),
            ("Le pont est fermé.", Format::Txt),
            ("{accolade", Format::Txt),
            ("<3 le pont", Format::Txt),
            ("", Format::Txt),
        ] {
            assert_eq!(look_of(head.as_bytes()), format, "{head}");
        }
    }

    #[test]
    fn errors_are_said_in_plain_words() {
        let error = io::Error::from_raw_os_error(13);
        assert_eq!(plain_words(&error), "permission denied");
    }

    #[test]
    fn fields_are_read_by_any_of_their_names() {
        let fields =
            serde_json::json!({"headline": "T", "lang": "fr-BE", "date": 2024, "publisher": {"name": "G"}, "x": []});
        let draft = Draft::of_fields(fields.as_object().unwrap());
        assert_eq!((draft.title.as_deref(), draft.published.as_deref()), (Some("T"), Some("2024")));
        assert_eq!((draft.source.as_deref(), draft.language), (Some("G"), Some(Language::FR)));
    }
}
