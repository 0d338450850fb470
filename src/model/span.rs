//! Places in a text.

/// A half-open run of bytes `[start, end)` in a document's text, on character borders.
///
/// Stages work in bytes; what is stored or shown is counted in Unicode code points, by [`CharIndex`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// Makes a span; `start` must not lie after `end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "span {start}..{end}");
        Span { start, end }
    }

    /// Returns the words it covers; empty where it does not fit the text.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Returns its length in bytes.
    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Returns whether it covers nothing.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Returns whether the two share a byte.
    pub fn overlaps(&self, other: &Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns whether `other` lies wholly inside.
    pub fn contains(&self, other: &Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Returns the smallest span that covers both.
    pub fn cover(&self, other: &Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// Counts code points up to a byte offset of one text, in constant time a look-up.
pub struct CharIndex<'t> {
    text: &'t str,
    /// Code points before each block of [`BLOCK`] bytes.
    blocks: Vec<usize>,
}

const BLOCK: usize = 256;

impl<'t> CharIndex<'t> {
    /// Reads the text once.
    pub fn new(text: &'t str) -> Self {
        let mut blocks = Vec::with_capacity(text.len() / BLOCK + 1);
        let mut chars = 0;
        for block in text.as_bytes().chunks(BLOCK) {
            blocks.push(chars);
            chars += block.iter().filter(|b| is_char_start(**b)).count();
        }
        blocks.push(chars);
        CharIndex { text, blocks }
    }

    /// Returns how many code points lie before byte `at`; an offset past the end counts as the end.
    pub fn chars_before(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        let block = at / BLOCK;
        let tail = &self.text.as_bytes()[block * BLOCK..at];
        self.blocks[block] + tail.iter().filter(|b| is_char_start(**b)).count()
    }

    /// Returns a span's first code point and the one past its last.
    pub fn chars(&self, span: Span) -> (usize, usize) {
        (self.chars_before(span.start), self.chars_before(span.end))
    }
}

fn is_char_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn char_index_counts_like_chars(text in "\\PC{0,600}") {
            let index = CharIndex::new(&text);
            for (n, (at, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(index.chars_before(at), n);
            }
            prop_assert_eq!(index.chars_before(text.len()), text.chars().count());
        }
    }
}
