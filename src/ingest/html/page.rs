//! Markup → blocks of text and the elements that hold them.
//!
//! Tokens come from a WHATWG-compliant tokenizer; elements are kept on a stack of our own, in the forgiving way of
//! browsers: an end tag closes the nearest open element of its name, one without such an element is passed over, a
//! paragraph or list entry closes the one before. What a browser would not show (scripts, styles, forms' controls, hidden
//! elements) gives no text. Elements nested deeper than [`DEEPEST`] are taken as one, as browsers do, and what one tag holds
//! is bounded by [`bounded`].

use std::convert::Infallible;

use foldhash::{HashMap, HashMapExt};
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as TokenSpan, Tokenizer};

use super::super::normalize::is_collapsible;
use super::bounded;
use super::marks::Marks;
use super::tags::{ATTRIBUTES, Role, Tag, block_kind, is_block, is_void, role_of};

/// Deepest nesting that is told apart; browsers stop at 512.
const DEEPEST: usize = 256;
/// Longest attribute value that is looked at, in bytes.
const LONGEST_VALUE: usize = 64 << 10;

/// An element that lays out blocks, in the order of opening.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// Index of the element around it; the first node is its own.
    pub parent: usize,
    /// Its name, for those that the choice of the article looks at.
    pub kind: NodeKind,
    /// Whether its name or role says that it is no part of an article (`nav`, `footer`, `role=banner`).
    pub is_furniture: bool,
    /// Whether its class or id says so.
    pub is_frame: bool,
    /// Whether its class or id says that it holds an article's text.
    pub is_body: bool,
    /// Its blocks: those from the first up to, not including, the second.
    pub blocks: (usize, usize),
}

/// What kind of element a node is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum NodeKind {
    #[default]
    Other,
    Article,
    Main,
    Header,
    Aside,
    Figure,
}

/// What kind of text a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    Text,
    Heading(u8),
    Entry,
    Row,
}

/// A paragraph, heading, list entry or table row.
#[derive(Debug)]
pub(super) struct Block {
    pub kind: BlockKind,
    /// The element that holds it.
    pub node: usize,
    /// As a browser would show it: white space closed up, `\n` at line breaks.
    pub text: String,
    /// How many of its bytes are link words.
    pub link_bytes: usize,
}

/// A page taken apart.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub nodes: Vec<Node>,
    pub blocks: Vec<Block>,
    /// The words of `title`.
    pub title: Option<String>,
    /// Name (or property, or itemprop) in lower case, and content, of each `meta`, in order.
    pub metas: Vec<(String, String)>,
    /// JSON-LD texts.
    pub json_ld: Vec<String>,
    /// Dates of `time` elements, and how many blocks stood before each.
    pub times: Vec<(String, usize)>,
    /// The `lang` of the `html` element.
    pub lang: Option<String>,
    /// The address that the page calls its own.
    pub canonical: Option<String>,
}

/// Takes a page apart.
pub(super) fn read(html: &str, marks: &Marks) -> Page {
    let mut reader = Reader::new(marks);
    {
        let handle = |event: CallbackEvent<'_>, _: TokenSpan<()>| -> Option<Infallible> {
            reader.event(event);
            None
        };
        let mut emitter = CallbackEmitter::new(handle);
        emitter.naively_switch_states(true);
        // The iterator yields nothing, since no event gives a token; it runs through the page.
        let (html, emitter) = bounded::attributes(html, emitter);
        for _token in Tokenizer::new_with_emitter(html, emitter) {}
    }
    reader.finish()
}

struct Open {
    name: Vec<u8>,
    role: Role,
    /// The node around its text.
    node: usize,
    /// Whether it made that node.
    is_node: bool,
    is_unseen: bool,
    is_link: bool,
    is_pre: bool,
    /// Where a superscript began in the block, to drop footnote marks.
    note_start: Option<usize>,
}

struct Reader<'m> {
    marks: &'m Marks,
    page: Page,
    stack: Vec<Open>,
    /// How many of each name are open, so that a stray end tag costs nothing.
    open: HashMap<Vec<u8>, usize>,
    tag: Tag,
    block: String,
    block_kind: BlockKind,
    block_node: usize,
    link_bytes: usize,
    has_gap: bool,
    /// Start tags below the deepest level that still wait for their end.
    too_deep: usize,
    time_text: Option<String>,
}

impl<'m> Reader<'m> {
    fn new(marks: &'m Marks) -> Self {
        let page = Page { nodes: vec![Node::default()], ..Page::default() };
        Reader {
            marks,
            page,
            stack: Vec::new(),
            open: HashMap::new(),
            tag: Tag::default(),
            block: String::new(),
            block_kind: BlockKind::Text,
            block_node: 0,
            link_bytes: 0,
            has_gap: false,
            too_deep: 0,
            time_text: None,
        }
    }

    fn event(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag.name.clear();
                self.tag.name.extend_from_slice(name);
                self.tag.values.clear();
                self.tag.attribute.clear();
            }
            CallbackEvent::AttributeName { name } => {
                self.tag.attribute.clear();
                self.tag.attribute.extend_from_slice(&name[..name.len().min(32)]);
                self.attribute("");
            }
            CallbackEvent::AttributeValue { value } => {
                let value = String::from_utf8_lossy(&value[..value.len().min(LONGEST_VALUE)]).into_owned();
                self.attribute(&value);
            }
            CallbackEvent::CloseStartTag { .. } => self.start(),
            CallbackEvent::EndTag { name } => self.end(name),
            CallbackEvent::String { value } => self.text(&String::from_utf8_lossy(value)),
            _ => {}
        }
    }

    fn attribute(&mut self, value: &str) {
        let Some(name) = ATTRIBUTES.iter().find(|name| name.as_bytes() == self.tag.attribute) else { return };
        match self.tag.values.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) if old.is_empty() => *old = value.to_string(),
            Some(_) => {}
            None => self.tag.values.push((name, value.to_string())),
        }
    }

    fn top(&self) -> (usize, bool, bool, bool) {
        self.stack.last().map_or((0, false, false, false), |top| (top.node, top.is_unseen, top.is_link, top.is_pre))
    }

    fn start(&mut self) {
        let tag = std::mem::take(&mut self.tag);
        self.start_tag(&tag);
        // Its buffers are used again.
        self.tag = tag;
    }

    fn start_tag(&mut self, tag: &Tag) {
        let name = tag.name.as_slice();
        match name {
            b"meta" => return self.meta(tag),
            b"link" => {
                if tag.get("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) {
                    self.page.canonical = self.page.canonical.take().or_else(|| tag.get("href").map(String::from));
                }
                return;
            }
            b"html" => {
                self.page.lang = self.page.lang.take().or_else(|| tag.get("lang").map(String::from));
                return;
            }
            b"br" => return self.line_break(),
            b"hr" => return self.flush(),
            b"time" => {
                // Pages set it apart from the byline by their styles alone.
                self.has_gap = true;
                let at = self.page.blocks.len();
                match tag.get("datetime").filter(|date| !date.trim().is_empty()) {
                    Some(date) if self.page.times.len() < 64 => self.page.times.push((date.trim().to_string(), at)),
                    _ => self.time_text = Some(String::new()),
                }
            }
            b"body" | b"head" => {
                self.flush();
                return;
            }
            name if is_void(name) => return,
            _ => {}
        }
        let role = role_of(name, tag);
        if role == Role::Block {
            self.flush();
            self.close_implied(name);
        }
        if name == b"a" && self.open_count(b"a") > 0 {
            self.end(b"a");
        }
        let (node, was_unseen, was_link, was_pre) = self.top();
        let is_shown = matches!(role, Role::Inline | Role::Block);
        if self.stack.len() >= DEEPEST && (is_shown || was_unseen) {
            self.too_deep += 1;
            return;
        }
        let is_hidden = tag.get("hidden").is_some()
            || tag.get("aria-hidden") == Some("true")
            || tag.get("style").is_some_and(|style| {
                let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
                style.contains("display:none") || style.contains("visibility:hidden")
            });
        let node = self.node(tag, role, node);
        let is_node = node.1;
        if role == Role::Block {
            self.block_kind = block_kind(name).unwrap_or(BlockKind::Text);
        }
        if matches!(name, b"td" | b"th") && !self.block.is_empty() {
            self.block.push('\t');
            self.has_gap = false;
        }
        let note_start = (name == b"sup").then_some(self.block.len());
        *self.open.entry(tag.name.clone()).or_default() += 1;
        self.stack.push(Open {
            name: tag.name.clone(),
            role,
            node: node.0,
            is_node,
            is_unseen: was_unseen || is_hidden || role == Role::Unseen,
            is_link: was_link || (name == b"a" && tag.get("href").is_some()),
            is_pre: was_pre || name == b"pre",
            note_start,
        });
    }

    /// Makes a node for an element that lays out blocks, or whose names say that it is frame.
    fn node(&mut self, tag: &Tag, role: Role, parent: usize) -> (usize, bool) {
        let mut said = tag.get("class").map(|names| self.marks.read(names)).unwrap_or_default();
        let of_id = tag.get("id").map(|names| self.marks.read(names)).unwrap_or_default();
        said.is_frame |= of_id.is_frame;
        said.is_body |= of_id.is_body || tag.get("itemprop") == Some("articleBody");
        if role != Role::Block && !said.is_frame {
            return (parent, false);
        }
        if role != Role::Block {
            // Words of the frame inside a line, such as a photo's credit, are a block of their own.
            self.flush();
        }
        let name = tag.name.as_slice();
        let kind = match (name, tag.get("role")) {
            (b"article", _) | (_, Some("article")) => NodeKind::Article,
            (b"main", _) | (_, Some("main")) => NodeKind::Main,
            (b"header", _) => NodeKind::Header,
            (b"aside", _) => NodeKind::Aside,
            (b"figure", _) => NodeKind::Figure,
            _ => NodeKind::Other,
        };
        let is_furniture = matches!(name, b"nav" | b"footer" | b"form" | b"dialog" | b"menu" | b"address")
            || tag.get("role").is_some_and(|role| {
                let frame = [
                    "navigation",
                    "banner",
                    "dialog",
                    "alertdialog",
                    "complementary",
                    "contentinfo",
                    "search",
                    "menu",
                    "menubar",
                ];
                frame.contains(&role)
            });
        let at = self.page.blocks.len();
        self.page.nodes.push(Node {
            parent,
            kind,
            is_furniture,
            is_frame: said.is_frame && !matches!(kind, NodeKind::Article | NodeKind::Main),
            is_body: said.is_body,
            blocks: (at, at),
        });
        (self.page.nodes.len() - 1, true)
    }

    /// Closes the paragraph, entry, row or cell that the start of another ends.
    fn close_implied(&mut self, name: &[u8]) {
        let (same, stop): (&[&[u8]], &[&[u8]]) = match name {
            b"li" => (&[b"li"], &[b"ul", b"ol", b"menu"]),
            b"dt" | b"dd" => (&[b"dt", b"dd"], &[b"dl"]),
            b"tr" => (&[b"tr"], &[b"table"]),
            _ => (&[], &[]),
        };
        for closed in same {
            self.close_within(closed, stop);
        }
        self.close_within(
            b"p",
            &[b"table", b"td", b"th", b"button", b"figure", b"li", b"blockquote", b"div", b"section", b"article"],
        );
    }

    /// Closes the nearest open `name`, unless one of `stop` is nearer.
    fn close_within(&mut self, name: &[u8], stop: &[&[u8]]) {
        if self.open_count(name) == 0 {
            return;
        }
        for open in self.stack.iter().rev() {
            if open.name == name {
                return self.end(name);
            }
            if stop.contains(&open.name.as_slice()) {
                return;
            }
        }
    }

    fn open_count(&self, name: &[u8]) -> usize {
        self.open.get(name).copied().unwrap_or(0)
    }

    fn end(&mut self, name: &[u8]) {
        if name == b"br" {
            return self.line_break();
        }
        if name == b"p" && self.open_count(b"p") == 0 {
            return self.flush();
        }
        // Which level an end tag below the deepest belongs to is not known; they are taken to be in order.
        let is_top = self.stack.last().is_some_and(|top| top.is_unseen && top.name == name);
        if self.too_deep > 0 && !is_top && !is_void(name) {
            self.too_deep -= 1;
            if is_block(name) {
                self.flush();
            }
            return;
        }
        if self.open_count(name) == 0 {
            return;
        }
        let is_inline = !is_block(name);
        if is_inline {
            // `<b><p></b>`: a mark that a paragraph overtook does not close the paragraph.
            let nearest = self.stack.iter().rposition(|open| open.name == name || open.role == Role::Block);
            if nearest.is_some_and(|at| self.stack[at].name != name) && name != b"a" {
                return;
            }
        }
        while let Some(open) = self.stack.pop() {
            let is_found = open.name == name;
            self.closed(open);
            if is_found {
                break;
            }
        }
    }

    fn closed(&mut self, open: Open) {
        if let Some(count) = self.open.get_mut(&open.name) {
            *count = count.saturating_sub(1);
        }
        if let Some(start) = open.note_start {
            let mark = self.block.get(start..).unwrap_or("").trim();
            let is_note = mark.starts_with('[') && mark.ends_with(']') && mark.len() <= 12;
            if is_note {
                self.link_bytes = self.link_bytes.saturating_sub(self.block.len() - start);
                self.block.truncate(start);
            }
        }
        if open.name == b"time"
            && let Some(date) = self.time_text.take().filter(|date| !date.trim().is_empty())
            && self.page.times.len() < 64
        {
            let at = self.page.blocks.len();
            self.page.times.push((date.trim().to_string(), at));
        }
        if open.is_node {
            self.flush();
            let end = self.page.blocks.len();
            if let Some(node) = self.page.nodes.get_mut(open.node) {
                node.blocks.1 = end;
            }
            self.block_kind = BlockKind::Text;
        }
    }

    fn text(&mut self, text: &str) {
        let (node, is_unseen, is_link, is_pre) = self.top();
        match self.stack.last().map(|top| top.role) {
            Some(Role::Title) => {
                if self.page.title.is_none() && !text.trim().is_empty() {
                    self.page.title = Some(text.to_string());
                }
                return;
            }
            Some(Role::JsonLd) => {
                self.page.json_ld.push(text.to_string());
                return;
            }
            _ => {}
        }
        if is_unseen {
            return;
        }
        if let Some(time) = self.time_text.as_mut().filter(|time| time.len() < 200) {
            time.push_str(text);
        }
        if self.block.is_empty() {
            self.block_node = node;
        }
        let before = self.block.len();
        if is_pre {
            self.block.push_str(text);
        } else {
            for c in text.chars() {
                match c {
                    c if is_collapsible(c) => self.has_gap = true,
                    // Marks of layout that a reader does not see.
                    '\u{AD}'
                    | '\u{200B}'
                    | '\u{2060}'
                    | '\u{FEFF}'
                    | '\u{202A}'..='\u{202E}'
                    | '\u{2066}'..='\u{2069}' => {}
                    c => {
                        if self.has_gap && !self.block.is_empty() && !self.block.ends_with(['\n', '\t']) {
                            self.block.push(' ');
                        }
                        self.has_gap = false;
                        self.block.push(c);
                    }
                }
            }
        }
        if is_link {
            self.link_bytes += self.block.len() - before;
        }
    }

    fn line_break(&mut self) {
        self.has_gap = false;
        if self.block.ends_with("\n") {
            // Two breaks set paragraphs apart.
            self.flush();
        } else if !self.block.is_empty() {
            self.block.push('\n');
        }
    }

    /// Ends the block.
    fn flush(&mut self) {
        self.has_gap = false;
        let text = std::mem::take(&mut self.block);
        let link_bytes = std::mem::take(&mut self.link_bytes);
        let trimmed = text.trim_end();
        if trimmed.trim().is_empty() {
            return;
        }
        let text = if trimmed.len() == text.len() { text } else { trimmed.to_string() };
        self.page.blocks.push(Block { kind: self.block_kind, node: self.block_node, text, link_bytes });
    }

    fn meta(&mut self, tag: &Tag) {
        let Some(content) = tag.get("content").filter(|content| !content.trim().is_empty()) else { return };
        for name in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = tag.get(name)
                && self.page.metas.len() < 512
            {
                self.page.metas.push((name.trim().to_ascii_lowercase(), content.to_string()));
            }
        }
    }

    fn finish(mut self) -> Page {
        while let Some(open) = self.stack.pop() {
            self.closed(open);
        }
        self.flush();
        let end = self.page.blocks.len();
        if let Some(root) = self.page.nodes.first_mut() {
            root.blocks = (0, end);
        }
        self.page
    }
}
