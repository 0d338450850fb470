//! What a page says of itself: JSON-LD, Open Graph, `meta`, `title`.

use serde_json::{Map, Value};

use super::super::normalize::{fold, one_line};
use super::page::Page;

/// What a page says of itself.
#[derive(Debug, Default)]
pub(super) struct Meta {
    /// Headlines, the most trusted first, without that of `title`.
    headlines: Vec<String>,
    /// The words of `title`, the outlet's name behind them included.
    title: Option<String>,
    /// The outlet.
    pub source: Option<String>,
    /// The date of publication, as written.
    pub published: Option<String>,
    /// The date of the last change, as written.
    pub modified: Option<String>,
    /// The page's own address.
    pub url: Option<String>,
    /// A language tag.
    pub language: Option<String>,
}

/// `meta` names that hold the date of publication, the most trusted first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.issued",
    "dc.date.created",
    "dcterms.date",
    "dc.date",
    "citation_publication_date",
    "publication_date",
    "publication-date",
    "publish-date",
    "publish_date",
    "publishdate",
    "pubdate",
    "article.published",
    "date",
];
const MODIFIED: &[&str] =
    &["article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified"];
const SOURCE: &[&str] =
    &["og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "citation_journal_title", "publisher"];
const HEADLINE: &[&str] = &["og:title", "twitter:title", "dc.title", "headline", "parsely-title", "sailthru.title"];
const LANGUAGE: &[&str] = &["og:locale", "content-language", "inlanguage", "dc.language", "language"];

/// What parts a headline from the outlet's name in `title`.
const SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » "];

impl Meta {
    /// Reads what the page says.
    pub fn of(page: &Page) -> Meta {
        let metas = |names: &[&str]| {
            let find =
                |name: &&str| page.metas.iter().find(|(known, _)| known == *name).map(|(_, content)| one_line(content));
            names.iter().filter_map(find).find(|content| !content.is_empty())
        };
        let linked = Linked::of(page);
        let canonical = page.canonical.clone().or_else(|| metas(&["og:url"]));
        Meta {
            headlines: linked.headline.into_iter().chain(metas(HEADLINE)).collect(),
            title: page.title.as_deref().map(one_line).filter(|title| !title.is_empty()),
            source: linked.source.or_else(|| metas(SOURCE)).or(linked.site),
            published: linked.published.or_else(|| metas(PUBLISHED)),
            modified: linked.modified.or_else(|| metas(MODIFIED)),
            url: canonical.or(linked.url).filter(|url| url.starts_with("http")),
            language: page
                .lang
                .clone()
                .filter(|lang| !lang.trim().is_empty())
                .or_else(|| metas(LANGUAGE))
                .or(linked.language),
        }
    }

    /// Returns the headlines that the page names, that of `title` included, folded for comparing.
    pub fn folded_headlines(&self) -> Vec<String> {
        self.headlines.iter().chain(&self.title).map(|title| fold(title)).collect()
    }

    /// Returns the title, and the outlet's name where it stands behind the headline in `title`.
    pub fn title(&self, heading: Option<&str>) -> (Option<String>, Option<String>) {
        let headline = heading.map(one_line).or_else(|| self.headlines.first().cloned());
        let Some(title) = &self.title else { return (headline, None) };
        let parts = SEPARATORS
            .iter()
            .filter_map(|separator| {
                let at = title.rfind(separator)?;
                Some((at, &title[..at], &title[at + separator.len()..], *separator))
            })
            .max_by_key(|(at, ..)| *at);
        let Some((_, front, name, separator)) = parts else { return (headline.or_else(|| Some(title.clone())), None) };
        let is_headline = headline.as_ref().is_some_and(|headline| fold(headline) == fold(front));
        let is_site = self.source.as_ref().is_some_and(|source| fold(source) == fold(name));
        let suffix = (is_headline && !name.trim().is_empty()).then(|| name.trim().to_string());
        let stripped = if is_site || separator == " | " { front.trim() } else { title.as_str() };
        (headline.or_else(|| Some(stripped.to_string())), suffix)
    }
}

/// What JSON-LD says.
#[derive(Default)]
struct Linked {
    headline: Option<String>,
    published: Option<String>,
    modified: Option<String>,
    source: Option<String>,
    site: Option<String>,
    url: Option<String>,
    language: Option<String>,
}

impl Linked {
    fn of(page: &Page) -> Linked {
        let values: Vec<Value> = page.json_ld.iter().filter_map(|text| parse_json(text)).collect();
        let mut objects: Vec<&Map<String, Value>> = Vec::new();
        for value in &values {
            gather(value, &mut objects);
        }
        let mut found = Linked::default();
        for object in &objects {
            if is_of_type(object, |name| name == "WebSite" || name.ends_with("Organization")) {
                found.site = found.site.take().or_else(|| words(object, "name"));
            }
            let is_article =
                is_of_type(object, |name| name.ends_with("Article") || name.ends_with("Posting") || name == "Report");
            let is_page = is_of_type(object, |name| name == "WebPage");
            if !is_article && !is_page {
                continue;
            }
            // A page's own node often stands before the article's: only what a page node may say is taken from it.
            if is_article {
                found.headline = found.headline.take().or_else(|| words(object, "headline"));
                found.source = found.source.take().or_else(|| name_of(object.get("publisher"), &objects));
            }
            found.published = found.published.take().or_else(|| words(object, "datePublished"));
            found.modified = found.modified.take().or_else(|| words(object, "dateModified"));
            found.language = found.language.take().or_else(|| words(object, "inLanguage"));
            found.url = found.url.take().or_else(|| words(object, "url"));
        }
        found
    }
}

/// Gathers a value's objects, outer ones first, without recursion.
fn gather<'v>(value: &'v Value, objects: &mut Vec<&'v Map<String, Value>>) {
    let mut waiting = std::collections::VecDeque::from([value]);
    while let Some(value) = waiting.pop_front() {
        match value {
            Value::Array(values) => waiting.extend(values),
            Value::Object(object) if objects.len() < 4096 => {
                objects.push(object);
                waiting.extend(object.values().filter(|value| value.is_array() || value.is_object()));
            }
            _ => {}
        }
    }
}

/// Reads JSON as pages hold it: within comment or CDATA marks, with line ends inside of strings.
fn parse_json(text: &str) -> Option<Value> {
    let text = text.trim();
    let text = text.strip_prefix("<!--").map_or(text, |rest| rest.trim_end_matches("-->"));
    let text = text.trim().trim_start_matches("//").trim_start_matches("<![CDATA[");
    let text = text.trim_end().trim_end_matches("]]>").trim_end_matches("//").trim().trim_end_matches(';');
    serde_json::from_str(text).ok().or_else(|| {
        let one_line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&one_line).ok()
    })
}

fn is_of_type(object: &Map<String, Value>, wanted: impl Fn(&str) -> bool) -> bool {
    let bare = |name: &str| wanted(name.rsplit(['/', ':']).next().unwrap_or(name));
    match object.get("@type") {
        Some(Value::String(name)) => bare(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(bare),
        _ => false,
    }
}

fn words(object: &Map<String, Value>, key: &str) -> Option<String> {
    let words = match object.get(key)? {
        Value::String(words) => words,
        Value::Array(values) => values.iter().find_map(Value::as_str)?,
        _ => return None,
    };
    Some(one_line(&unescape(words))).filter(|words| !words.is_empty())
}

/// Returns the name of a publisher: a string, an object with a name, a list of such, or a reference to another object.
fn name_of(value: Option<&Value>, objects: &[&Map<String, Value>]) -> Option<String> {
    match value? {
        Value::String(name) => Some(one_line(&unescape(name))).filter(|name| !name.is_empty()),
        Value::Array(values) => name_of(values.first().filter(|value| !value.is_array()), objects),
        Value::Object(object) => words(object, "name").or_else(|| {
            let id = object.get("@id")?.as_str()?;
            let is_it = |o: &&&Map<String, Value>| o.get("@id").and_then(Value::as_str) == Some(id);
            objects.iter().filter(is_it).find_map(|object| words(object, "name"))
        }),
        _ => None,
    }
}

/// JSON-LD of some content managers holds character references.
fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_string();
    }
    let pairs = [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#039;", "'"),
        ("&apos;", "'"),
        ("&rsquo;", "’"),
        ("&#8217;", "’"),
        ("&nbsp;", "\u{A0}"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ];
    pairs.iter().fold(text.to_string(), |text, (from, to)| text.replace(from, to))
}
