//! Markdown: front matter told apart, marks rendered away, the reader's text kept as it was written.
//!
//! The body keeps its line ends, blanks and list bullets; only what a reader does not see is left out: heading marks,
//! emphasis, code marks, link targets, images' addresses, comments and tags, reference definitions.

use pulldown_cmark::{Event, Options as Dialect, Parser, Tag, TagEnd};
use serde_json::{Map, Value};

use super::normalize::one_line;

/// Longest front matter, in bytes; what is longer is text that opens with a rule.
const LONGEST_FRONT_MATTER: usize = 64 << 10;

/// A Markdown file taken apart.
pub(super) struct Markdown {
    /// What the front matter says; empty where there is none.
    pub front: Map<String, Value>,
    /// The body as a reader sees it.
    pub body: String,
    /// The first heading.
    pub heading: Option<String>,
}

/// Reads a normalised Markdown text.
///
/// # Errors
/// Where the front matter cannot be read, with its line and the reason.
pub(super) fn parse(text: &str) -> Result<Markdown, (usize, String)> {
    let (front, source) = match split_front_matter(text) {
        Some((fence, front, source)) => (read_front_matter(fence, front)?, source),
        None => (Map::new(), text),
    };
    let (body, heading) = render(source.trim_start_matches('\n'));
    Ok(Markdown { front, body, heading })
}

/// Splits off a block between two fences of `---` (YAML) or `+++` (TOML) at the very beginning.
fn split_front_matter(text: &str) -> Option<(&'static str, &str, &str)> {
    let fence = ["---", "+++"].into_iter().find(|fence| text.starts_with(fence))?;
    let head = text.get(fence.len()..)?;
    let inner = head.trim_start_matches([' ', '\t']).strip_prefix('\n')?;
    let mut at = 0;
    for line in inner.split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == fence || (fence == "---" && bare == "...") {
            return Some((fence, &inner[..at], &inner[at + line.len()..]));
        }
        at += line.len();
        if at > LONGEST_FRONT_MATTER {
            return None;
        }
    }
    None
}

fn read_front_matter(fence: &str, front: &str) -> Result<Map<String, Value>, (usize, String)> {
    if front.trim().is_empty() {
        return Ok(Map::new());
    }
    if fence == "+++" {
        let table = toml::from_str::<toml::Table>(front).map_err(|error| {
            let line = error.span().map_or(1, |span| 2 + front[..span.start.min(front.len())].matches('\n').count());
            (line, format!("front matter is no TOML: {}", one_line(error.message())))
        })?;
        // A date of TOML's own is given as it is written.
        return Ok(table.into_iter().filter_map(|(key, value)| Some((key, plain_value(value)?))).collect());
    }
    match serde_saphyr::from_str::<Value>(front) {
        Ok(Value::Object(fields)) => Ok(fields),
        // `---` as a rule above a text that happens to be valid YAML: one plain sentence.
        Ok(_) => Err((1, "front matter has no fields".to_string())),
        Err(error) => {
            let line = error.location().map_or(1, |at| usize::try_from(at.line()).unwrap_or(0) + 1);
            let message = error.to_string();
            let message = one_line(message.lines().next().unwrap_or(""));
            // Its own "line 2 column 7: " counts from the fence.
            let reason = message.split_once("column ").and_then(|(_, rest)| rest.split_once(": "));
            Err((line, format!("front matter is no YAML: {}", reason.map_or(message.as_str(), |(_, reason)| reason))))
        }
    }
}

fn plain_value(value: toml::Value) -> Option<Value> {
    match value {
        toml::Value::String(words) => Some(Value::String(words)),
        toml::Value::Integer(number) => Some(Value::from(number)),
        toml::Value::Datetime(date) => Some(Value::String(date.to_string())),
        toml::Value::Table(table) => {
            let name = table.get("name").and_then(toml::Value::as_str)?;
            Some(Value::Object(Map::from_iter([("name".to_string(), Value::from(name))])))
        }
        _ => None,
    }
}

/// Writes out of a Markdown text what a reader sees.
struct Renderer<'s> {
    source: &'s str,
    out: String,
    /// Up to where the source is written or left out.
    done: usize,
}

impl Renderer<'_> {
    /// Passes over marks up to `to`; only the white space between words, lines and paragraphs is kept.
    fn gap(&mut self, to: usize) {
        let gap = self.source.get(self.done..to).unwrap_or("");
        let mut was_quote_mark = false;
        for c in gap.chars() {
            // The blank behind a quote mark belongs to the mark.
            if c.is_whitespace() && !(was_quote_mark && c == ' ') {
                self.out.push(c);
            }
            was_quote_mark = c == '>';
        }
        self.done = self.done.max(to);
    }

    /// Passes over a stretch of which only the line ends are kept.
    fn lines(&mut self, to: usize) {
        let gap = self.source.get(self.done..to).unwrap_or("");
        self.out.extend(gap.chars().filter(|c| *c == '\n'));
        self.done = self.done.max(to);
    }

    /// Passes over a stretch and keeps nothing.
    fn skip(&mut self, to: usize) {
        self.done = self.done.max(to);
    }
}

fn render(source: &str) -> (String, Option<String>) {
    let mut page = Renderer { source, out: String::with_capacity(source.len()), done: 0 };
    let mut heading: Option<String> = None;
    let mut heading_start = None;
    let mut image_depth = 0usize;
    let mut after_heading_mark = false;
    let dialect = Dialect::ENABLE_TABLES | Dialect::ENABLE_STRIKETHROUGH | Dialect::ENABLE_FOOTNOTES;
    for (event, range) in Parser::new_ext(source, dialect).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                page.gap(range.start);
                heading_start = Some(page.out.len());
                after_heading_mark = true;
            }
            Event::End(TagEnd::Heading(_)) => {
                let words = heading_start.take().and_then(|start| page.out.get(start..)).map(one_line);
                heading = heading.or(words.filter(|words| !words.is_empty()));
                after_heading_mark = false;
                page.lines(range.end);
            }
            Event::Start(Tag::Item) => {
                page.gap(range.start);
                let mark =
                    source.get(range.start..range.end).and_then(|item| item.split_whitespace().next()).unwrap_or("");
                if mark.len() <= 10 {
                    page.out.push_str(mark);
                    page.skip(range.start + mark.len());
                }
            }
            Event::Start(Tag::TableCell) => {
                page.gap(range.start);
                if !page.out.ends_with('\n') && !page.out.is_empty() {
                    page.out.push('\t');
                }
            }
            Event::Start(Tag::Image { .. }) => {
                page.gap(range.start);
                image_depth += 1;
            }
            Event::End(TagEnd::Image) => {
                image_depth = image_depth.saturating_sub(1);
                page.skip(range.end);
            }
            Event::End(TagEnd::Link | TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {
                page.skip(range.end)
            }
            Event::Text(words) | Event::Code(words) if image_depth == 0 => {
                if after_heading_mark {
                    page.skip(range.start);
                    after_heading_mark = false;
                }
                page.gap(range.start);
                page.out.push_str(&words);
                page.skip(range.end);
            }
            Event::SoftBreak | Event::HardBreak if image_depth == 0 => {
                page.gap(range.start);
                page.out.push('\n');
                page.skip(range.end);
            }
            Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) | Event::Rule => {
                page.gap(range.start);
                page.lines(range.end);
            }
            _ => {}
        }
    }
    page.gap(source.len());
    (page.out, heading)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn body(text: &str) -> String {
        parse(text).unwrap().body
    }

    #[test]
    fn front_matter_is_told_apart() {
        let page =
            parse("---\ntitle: \"Crue : quatre morts\"\ndate: 2026-03-12\nyear: 2026\n---\n\nLe texte.\n").unwrap();
        assert_eq!(page.front["title"], "Crue : quatre morts");
        assert_eq!(page.front["date"], "2026-03-12");
        assert_eq!(page.body, "Le texte.\n");
        let page = parse("+++\ntitle = \"T\"\n+++\nx").unwrap();
        assert_eq!((page.front["title"].as_str(), page.body.as_str()), (Some("T"), "x"));
        // A rule is no front matter.
        assert_eq!(parse("---\n\nLe texte.").unwrap().front.len(), 0);
    }

    #[test]
    fn broken_front_matter_is_told_with_its_line() {
        let (line, reason) = parse("---\ntitle: x\nsource: [a\n---\ntext").err().unwrap();
        assert!(line >= 2 && reason.contains("YAML"), "{line} {reason}");
        let (line, reason) = parse("+++\na = 1\nb = \n+++\ntext").err().unwrap();
        assert!(line == 3 && reason.contains("TOML"), "{line} {reason}");
    }

    #[test]
    fn marks_go_and_words_stay() {
        assert_eq!(body("Le bilan a été **revu à la baisse** jeudi."), "Le bilan a été revu à la baisse jeudi.");
        assert_eq!(body("# Titre\n\nUn [lien ici](http://a.b/c \"d e\"), `code`.\n"), "Titre\n\nUn lien ici, code.\n");
        assert_eq!(body("- **Un** : 8 000\n- *Deux*\n\n1. a\n2. b\n"), "- Un : 8 000\n- Deux\n\n1. a\n2. b\n");
        assert_eq!(body("a\\*b &amp; c&nbsp;d  \ne"), "a*b & c\u{A0}d\ne");
        assert_eq!(body("x ![une image](i.png) y <b>z</b><!-- n -->\n"), "x  y z\n");
        assert_eq!(body("Titre\n=====\n\n> cité\n> encore\n"), "Titre\n\n\ncité\nencore\n");
        assert_eq!(
            body("| a | b |\n|---|---|\n| 1 | 2 |\n").split_whitespace().collect::<Vec<_>>(),
            ["a", "b", "1", "2"]
        );
    }

    #[test]
    fn a_text_without_marks_is_kept_as_written() {
        let text = "Cinq morts,  dit-on.\nEt 3\u{202F}400 évacués\u{A0}!\n\n\nFin : snake_case_word, 2 * 3 * 4.\n";
        assert_eq!(body(text), text);
    }

    #[test]
    fn the_first_heading_is_found() {
        assert_eq!(parse("texte\n\n## Un *deux*\n\n# Trois").unwrap().heading.as_deref(), Some("Un deux"));
        assert_eq!(parse("texte").unwrap().heading, None);
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "(---\n)?[a-z#>*_`~|<!&;:\\[\\](){}\"' \\\\\n0-9.+-]{0,300}") {
            let _ = parse(&text);
        }

        #[test]
        fn plain_words_are_all_kept(text in "[a-zé]{1,8}( [a-zé0-9]{1,8}){0,30}") {
            prop_assert_eq!(body(&text), text);
        }
    }
}
