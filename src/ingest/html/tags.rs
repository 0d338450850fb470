//! What the elements of HTML do to the text in them.

use super::page::BlockKind;

/// What an element does to the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Inline,
    Block,
    /// No text of it is shown.
    Unseen,
    /// Its text goes to `title`.
    Title,
    /// Its text goes to the JSON-LD.
    JsonLd,
}

/// A start tag in the making.
#[derive(Default)]
pub(super) struct Tag {
    pub name: Vec<u8>,
    /// The attribute that was named last.
    pub attribute: Vec<u8>,
    /// Those of [`ATTRIBUTES`] that it has.
    pub values: Vec<(&'static str, String)>,
}

impl Tag {
    /// Returns an attribute's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

/// The attributes that are looked at.
pub(super) const ATTRIBUTES: [&str; 16] = [
    "class",
    "id",
    "role",
    "lang",
    "hidden",
    "style",
    "aria-hidden",
    "name",
    "property",
    "itemprop",
    "content",
    "datetime",
    "href",
    "rel",
    "type",
    "http-equiv",
];

pub(super) fn role_of(name: &[u8], tag: &Tag) -> Role {
    match name {
        b"title" => Role::Title,
        b"script" if tag.get("type").is_some_and(|t| t.trim().eq_ignore_ascii_case("application/ld+json")) => {
            Role::JsonLd
        }
        b"script" | b"style" | b"noscript" | b"template" | b"iframe" | b"object" | b"svg" | b"math" | b"select"
        | b"textarea" | b"button" | b"audio" | b"video" | b"canvas" | b"datalist" | b"noframes" | b"noembed"
        | b"xmp" | b"plaintext" => Role::Unseen,
        name if is_block(name) => Role::Block,
        _ => Role::Inline,
    }
}

pub(super) fn is_block(name: &[u8]) -> bool {
    matches!(
        name,
        b"address"
            | b"article"
            | b"aside"
            | b"blockquote"
            | b"caption"
            | b"center"
            | b"dd"
            | b"details"
            | b"dialog"
            | b"dir"
            | b"div"
            | b"dl"
            | b"dt"
            | b"fieldset"
            | b"figcaption"
            | b"figure"
            | b"footer"
            | b"form"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"header"
            | b"hgroup"
            | b"legend"
            | b"li"
            | b"main"
            | b"menu"
            | b"nav"
            | b"ol"
            | b"p"
            | b"pre"
            | b"section"
            | b"summary"
            | b"table"
            | b"tbody"
            | b"tfoot"
            | b"thead"
            | b"tr"
            | b"ul"
    )
}

pub(super) fn block_kind(name: &[u8]) -> Option<BlockKind> {
    match name {
        [b'h', level @ b'1'..=b'6'] => Some(BlockKind::Heading(level - b'0')),
        b"li" | b"dd" | b"dt" => Some(BlockKind::Entry),
        b"tr" => Some(BlockKind::Row),
        _ => None,
    }
}

pub(super) fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"area"
            | b"base"
            | b"basefont"
            | b"bgsound"
            | b"br"
            | b"col"
            | b"embed"
            | b"frame"
            | b"hr"
            | b"img"
            | b"input"
            | b"keygen"
            | b"link"
            | b"meta"
            | b"param"
            | b"source"
            | b"track"
            | b"wbr"
    )
}
