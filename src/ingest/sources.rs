//! `sources.csv`: what a person knows of the sources and the files do not tell.
//!
//! A table beside the files (in their folder, or in one above it up to the folder that was given), UTF-8, comma, semicolon or
//! tab, with a line of column names. One column says what a row is about: `file` (a path from the table's folder, or a
//! bare name), `glob` (the same with `*`, `**`, `?`), or `host` (`example.org`, which holds for `www.example.org` too). The
//! others, any of them, say what is known: `source`, `country` (ISO 3166, two letters), `language`, `published` (ISO 8601).
//! Empty cells say nothing. For each field the narrowest row counts: `file`, then `glob`, then `host`; of equals the
//! first. A table in a nearer folder goes before one farther up. A row that cannot be read is told and passed over.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use serde::Deserialize;

use crate::model::{Language, PartialDate, Skip, Stage};
use crate::rules;

use super::date::parse_date;

/// The name of a table beside the files.
pub(crate) const FILE_NAME: &str = "sources.csv";

/// A table of sources.
#[derive(Debug, Default)]
pub struct SourceTable {
    folder: PathBuf,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    about: About,
    known: Known,
}

#[derive(Debug)]
enum About {
    File(String),
    Glob(GlobMatcher),
    Host(String),
}

impl About {
    /// Narrowest first.
    fn rank(&self) -> u8 {
        match self {
            About::File(_) => 0,
            About::Glob(_) => 1,
            About::Host(_) => 2,
        }
    }
}

/// What a table tells of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    pub source: Option<String>,
    pub country: Option<String>,
    pub language: Option<Language>,
    pub published: Option<PartialDate>,
}

impl Known {
    /// Takes what is still open from another.
    fn fill(&mut self, from: &Known) {
        self.source = self.source.take().or_else(|| from.source.clone());
        self.country = self.country.take().or_else(|| from.country.clone());
        self.language = self.language.or(from.language);
        self.published = self.published.or(from.published);
    }
}

#[derive(Deserialize)]
struct RawRow {
    file: Option<String>,
    glob: Option<String>,
    host: Option<String>,
    source: Option<String>,
    country: Option<String>,
    language: Option<String>,
    published: Option<String>,
}

impl SourceTable {
    /// Reads a table. The rows that cannot be read come back as skips with their line; a table that cannot be opened, or
    /// has none of the columns `file`, `glob`, `host`, is one skip.
    pub fn open(path: &Path, shown: &str) -> (SourceTable, Vec<Skip>) {
        let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
        match std::fs::read(path) {
            Ok(bytes) => Self::parse(&bytes, folder, shown),
            Err(error) => {
                let reason = format!("cannot be read: {}", super::read::plain_words(&error));
                let skip = Skip { path: shown.to_string(), line: None, stage: Stage::Read, reason };
                (SourceTable::default(), vec![skip])
            }
        }
    }

    fn parse(bytes: &[u8], folder: PathBuf, shown: &str) -> (SourceTable, Vec<Skip>) {
        let mut skips = Vec::new();
        let mut skip = |line, reason: String| {
            skips.push(Skip { path: shown.to_string(), line, stage: Stage::Parse, reason });
        };
        let text = match super::decode::decode(bytes, false) {
            Ok(text) => super::normalize(&text).into_owned(),
            Err(fault) => {
                skip(fault.line, fault.reason);
                return (SourceTable { folder, rows: Vec::new() }, skips);
            }
        };
        let head = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')).unwrap_or("");
        let delimiter =
            *[b',', b';', b'\t'].iter().max_by_key(|d| head.bytes().filter(|b| b == *d).count()).unwrap_or(&b',');
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .trim(csv::Trim::All)
            .comment(Some(b'#'))
            .from_reader(text.as_bytes());
        let headers = reader.headers().map(|h| h.iter().map(str::to_lowercase).collect()).unwrap_or_default();
        reader.set_headers(headers);
        let names = reader.headers().cloned().unwrap_or_default();
        if !names.iter().any(|name| ["file", "glob", "host"].contains(&name)) {
            let reason =
                "has no column file, glob or host: its first line names the columns, such as file,source,country";
            skip(Some(1), reason.to_string());
            return (SourceTable { folder, rows: Vec::new() }, skips);
        }
        let mut checked = Vec::new();
        let mut record = csv::StringRecord::new();
        loop {
            let outcome = match reader.read_record(&mut record) {
                Ok(false) => break,
                Ok(true) => record.deserialize(Some(&names)).map_err(|error| fault_of(&error)).and_then(checked_row),
                Err(error) => Err(fault_of(&error)),
            };
            match outcome {
                Ok(row) => checked.extend(row),
                Err(reason) => {
                    let line = record.position().map(|p| usize::try_from(p.line()).unwrap_or(usize::MAX));
                    skip(line, format!("{reason}; nothing that this row says holds until it is mended"));
                }
            }
        }
        checked.sort_by_key(|row| row.about.rank());
        (SourceTable { folder, rows: checked }, skips)
    }

    /// Tells what is known of a document by its file and its host; either may be missing.
    pub(crate) fn look_up(&self, path: Option<&Path>, host: Option<&str>) -> Known {
        let inside = path.map(|path| path.strip_prefix(&self.folder).unwrap_or(path));
        let relative = inside.map(|path| path.to_string_lossy().replace('\\', "/"));
        let name = inside.and_then(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned());
        let host = host.map(bare_host);
        let mut known = Known::default();
        for row in &self.rows {
            let fits = match &row.about {
                About::File(file) => Some(file) == relative.as_ref() || Some(file) == name.as_ref(),
                About::Glob(glob) => {
                    relative.as_ref().is_some_and(|path| glob.is_match(path))
                        || name.as_ref().is_some_and(|name| glob.is_match(name))
                }
                About::Host(wanted) => host.as_ref().is_some_and(|host| is_within(host, wanted)),
            };
            if fits {
                known.fill(&row.known);
            }
        }
        known
    }
}

/// Asks several tables, nearest first.
pub(crate) fn look_up<'t>(
    tables: impl IntoIterator<Item = &'t SourceTable>,
    path: Option<&Path>,
    host: Option<&str>,
) -> Known {
    let mut known = Known::default();
    for table in tables {
        known.fill(&table.look_up(path, host));
    }
    known
}

/// Says what is wrong with a row without its place, which the skip tells.
fn fault_of(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => format!(
            "its cells ({len}) are not as many as the columns ({expected_len}): leave cells empty, and put words that hold the separator in quotes"
        ),
        csv::ErrorKind::Deserialize { err, .. } => format!("cannot be read: {err}"),
        _ => "cannot be read as CSV: put words that hold the separator in quotes".to_string(),
    }
}

fn checked_row(raw: RawRow) -> Result<Option<Row>, String> {
    let filled = |cell: Option<String>| cell.filter(|cell| !cell.is_empty());
    let about = if let Some(file) = filled(raw.file) {
        About::File(file.trim_start_matches("./").replace('\\', "/"))
    } else if let Some(glob) = filled(raw.glob) {
        let built = GlobBuilder::new(glob.trim_start_matches("./")).literal_separator(true).build();
        About::Glob(built.map_err(|error| error.to_string())?.compile_matcher())
    } else if let Some(host) = filled(raw.host) {
        About::Host(bare_host(&host))
    } else {
        return Ok(None);
    };
    let country = match filled(raw.country) {
        Some(country) if country.len() == 2 && country.bytes().all(|b| b.is_ascii_alphabetic()) => {
            Some(country.to_ascii_uppercase())
        }
        Some(country) => return Err(format!("{country:?} is no country: give its two letters, such as FR")),
        None => None,
    };
    let language = filled(raw.language).map(|tag| tag.parse()).transpose()?;
    let published = match filled(raw.published) {
        Some(written) => Some(
            parse_date(&written)
                .ok_or_else(|| format!("{written:?} is no date: write it like 2024, 2024-06 or 2024-06-19"))?,
        ),
        None => None,
    };
    let source = filled(raw.source).map(|source| super::normalize::one_line(&source));
    Ok(Some(Row { about, known: Known { source, country, language, published } }))
}

/// Returns the host of an address, without user, port and `www.`, in lower case; `None` where there is none.
pub(crate) fn host_of(url: &str) -> Option<String> {
    let rest = url.split_once("://").map(|(_, rest)| rest).or_else(|| url.strip_prefix("//"))?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = if host.starts_with('[') { return None } else { host.split(':').next()? };
    let host = bare_host(host);
    (host.contains('.') && !host.chars().any(|c| c.is_whitespace() || c.is_control())).then_some(host)
}

fn bare_host(host: &str) -> String {
    let host = host.trim().trim_end_matches(['.', '/']).to_lowercase();
    let host = host.split_once("://").map_or(host.as_str(), |(_, rest)| rest);
    host.strip_prefix("www.").unwrap_or(host).to_string()
}

fn is_within(host: &str, domain: &str) -> bool {
    host == domain || host.strip_suffix(domain).is_some_and(|front| front.ends_with('.'))
}

/// Returns a host's country by its last label, ISO 3166 alpha-2; `None` for generic names and for country codes that are
/// sold to the whole world (`rules/shared/hosts.toml`).
pub fn country_of_host(host: &str) -> Option<String> {
    static HOSTS: std::sync::LazyLock<Hosts> = std::sync::LazyLock::new(|| {
        // A broken embedded table is found by the test below; at run time it costs the countries only.
        rules::toml("shared/hosts.toml").unwrap_or_default()
    });
    let label = host.rsplit('.').next().filter(|label| label.len() < host.len())?.to_ascii_lowercase();
    if label.len() != 2 || !label.bytes().all(|b| b.is_ascii_lowercase()) || HOSTS.generic.contains(&label) {
        return None;
    }
    Some(HOSTS.country.get(&label).cloned().unwrap_or_else(|| label.to_ascii_uppercase()))
}

#[derive(Default, Deserialize)]
struct Hosts {
    generic: Vec<String>,
    country: BTreeMap<String, String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(csv: &str) -> (SourceTable, Vec<Skip>) {
        SourceTable::parse(csv.as_bytes(), PathBuf::from("in"), "in/sources.csv")
    }

    #[test]
    fn the_narrowest_row_counts_for_each_field() {
        let (table, skips) = table(
            "glob;file;host;source;country;language;published\n\
             *.txt;;;Wire;US;en;\n;a.txt;;Gazette;;;2024-06\n;;lemonde.example;Le Monde;FR;fr;\n",
        );
        assert_eq!(skips, []);
        let known = table.look_up(Some(Path::new("in/a.txt")), None);
        assert_eq!(known.source.as_deref(), Some("Gazette"));
        assert_eq!(known.country.as_deref(), Some("US"));
        assert_eq!(known.published, Some(PartialDate::month(2024, 6)));
        let known = table.look_up(Some(Path::new("in/sub/b.html")), Some("www.LeMonde.example"));
        assert_eq!((known.source.as_deref(), known.language), (Some("Le Monde"), Some(Language::FR)));
        assert_eq!(table.look_up(Some(Path::new("in/c.md")), Some("monde.example")), Known::default());
    }

    #[test]
    fn a_bad_row_is_told_and_the_others_hold() {
        let (table, skips) = table("file,country,published\na.txt,France,\nb.txt,be,\nc.txt,,yesterday\n");
        assert_eq!(skips.len(), 2);
        assert!(skips[0].reason.contains("France") && skips[1].reason.contains("yesterday"));
        assert_eq!(table.look_up(Some(Path::new("in/b.txt")), None).country.as_deref(), Some("BE"));
        let (table, skips) = self::table("file,source\na.txt\nb.txt,Wire\n");
        assert_eq!((skips.len(), skips[0].line), (1, Some(2)));
        // The place stands once, in front; what is left is the fault and what to do.
        assert!(
            skips[0].reason.starts_with("its cells (1) are not as many as the columns (2): leave"),
            "{}",
            skips[0].reason
        );
        assert!(!skips[0].reason.contains("line") && !skips[0].reason.contains("record"), "{}", skips[0].reason);
        assert_eq!(table.look_up(Some(Path::new("in/b.txt")), None).source.as_deref(), Some("Wire"));
        let (_, skips) = SourceTable::parse(b"name,source\nx,y\n", PathBuf::new(), "sources.csv");
        assert!(skips[0].reason.contains("no column file"));
    }

    #[test]
    fn hosts_are_read_from_addresses() {
        for (url, host) in [
            ("https://www.Example.org/a/b?c#d", Some("example.org")),
            ("http://user@news.example.co.uk:8080/x", Some("news.example.co.uk")),
            ("//cdn.example.fr/x", Some("cdn.example.fr")),
            ("/relative/path", None),
            ("mailto:a@b.fr", None),
        ] {
            assert_eq!(host_of(url).as_deref(), host, "{url}");
        }
    }

    #[test]
    fn the_last_label_tells_the_country() {
        let hosts: Hosts = rules::toml("shared/hosts.toml").unwrap();
        assert!(!hosts.generic.is_empty());
        for (host, country) in [
            ("lemonde.fr", Some("FR")),
            ("bbc.co.uk", Some("GB")),
            ("example.com", None),
            ("start.io", None),
            ("fr", None),
        ] {
            assert_eq!(country_of_host(host).as_deref(), country, "{host}");
        }
    }
}
