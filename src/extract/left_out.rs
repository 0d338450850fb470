//! The parts of a text that state nothing of their own.

use crate::ingest;
use crate::model::{Document, Span};

/// Returns what a web page puts around an article, and paragraphs that the document itself repeats.
pub(super) fn of(document: &Document, passages: &[ingest::Passage]) -> Vec<Span> {
    let mut out = ingest::boilerplate(&document.text, document.language);
    let mut seen = std::collections::HashSet::new();
    out.extend(passages.iter().filter(|p| !seen.insert(p.hash)).map(|p| p.span));
    out.sort_unstable();
    out
}

/// Returns whether a span touches one of those parts.
pub(super) fn is_within(zones: &[Span], span: Span) -> bool {
    let end = zones.partition_point(|z| z.start < span.end);
    // Zones may overlap, a repeated paragraph and a teaser in it; a handful back is enough.
    zones[end.saturating_sub(4)..end].iter().any(|z| z.overlaps(&span))
}
