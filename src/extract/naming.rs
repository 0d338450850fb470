//! Names and roles as assertions: how a document spells a name, and what office it gives a person.

use std::collections::BTreeMap;

use super::page::Page;
use crate::language::names::LocalName;
use crate::model::{NameKind, Span};

/// One spelling of an entity in a document.
pub(super) struct Spelling {
    /// The entity.
    pub entity: usize,
    /// Where it is first spelt so.
    pub span: Span,
    /// How often.
    pub count: usize,
}

/// Returns every full spelling of every name, at its first place in each paragraph. Short forms of a name that the document gives in full
/// are counted with nothing: a surname alone is no other spelling.
pub(super) fn spellings(page: &Page, names: &[LocalName]) -> Vec<Spelling> {
    let breaks: Vec<usize> = page.text.match_indices('\n').map(|(at, _)| at).collect();
    let paragraph = |at: usize| breaks.partition_point(|b| *b < at);
    let mut out = Vec::new();
    for (n, name) in names.iter().enumerate() {
        let mut by_text: BTreeMap<(usize, &str), (Span, usize)> = BTreeMap::new();
        // A surname alone, in a document that gives the whole name, is no other spelling of it.
        let is_whole = |span: &Span| span.of(page.text).contains(char::is_whitespace);
        let has_full = name.kind == NameKind::Person && name.full.contains(' ') && name.mentions.iter().any(is_whole);
        for span in &name.mentions {
            let text = span.of(page.text);
            if !has_full || is_whole(span) {
                by_text.entry((paragraph(span.start), text)).or_insert((*span, 0)).1 += 1;
            }
        }
        let Some(entity) = page.entity_of_name(n) else { continue };
        out.extend(by_text.into_values().map(|(span, count)| Spelling { entity, span, count }));
    }
    out.sort_by_key(|s| (s.span.start, s.span.end));
    out
}
