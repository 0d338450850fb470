//! Bounds what one tag may hold, so that no page can exhaust the stack.
//!
//! The tokenizer calls itself once for each attribute in double quotes, so a tag with some ten thousand of them would end
//! the whole program. [`attributes`] gives a reader and an emitter for it that know of each other: the emitter sees where an
//! attribute begins, and from the one after the [`MOST_ATTRIBUTES`]th on the reader passes over the rest of the tag. Since the
//! tokenizer itself tells what is a tag, scripts and comments are left as they are; each byte is passed over once.

use std::cell::Cell;
use std::convert::Infallible;
use std::rc::Rc;

use html5gum::{Emitter, ForwardingEmitter, Readable, Reader, StringReader};

/// Most attributes of one tag that are looked at; pages as people write them have some dozens.
const MOST_ATTRIBUTES: usize = 128;

/// Returns what reads `html` and what takes its tokens on to `emitter`, both for one tokenizer.
pub(super) fn attributes<E: Emitter>(html: &str, emitter: E) -> (BoundedReader<'_>, BoundedEmitter<E>) {
    let is_full = Rc::new(Cell::new(false));
    let reader = BoundedReader { rest: html.as_bytes(), inner: html.to_reader(), is_full: Rc::clone(&is_full) };
    (reader, BoundedEmitter { inner: emitter, seen: 0, is_full })
}

/// Takes tokens on, and tells the reader when a tag has attributes enough.
pub(super) struct BoundedEmitter<E> {
    inner: E,
    /// How many attributes the tag has so far.
    seen: usize,
    is_full: Rc<Cell<bool>>,
}

impl<E: Emitter> ForwardingEmitter for BoundedEmitter<E> {
    type Token = E::Token;

    fn inner(&mut self) -> &mut impl Emitter<Token = E::Token> {
        &mut self.inner
    }

    fn init_start_tag(&mut self) {
        self.seen = 0;
        self.inner.init_start_tag();
    }

    fn init_end_tag(&mut self) {
        self.seen = 0;
        self.inner.init_end_tag();
    }

    fn init_attribute(&mut self) {
        self.seen += 1;
        // What the tokenizer asks of the reader next is the rest of this attribute's name.
        self.is_full.set(self.seen > MOST_ATTRIBUTES);
        self.inner.init_attribute();
    }
}

/// Reads a page, without the attributes that are too many.
pub(super) struct BoundedReader<'h> {
    /// What is not read yet.
    rest: &'h [u8],
    /// Reads the same.
    inner: StringReader<'h>,
    is_full: Rc<Cell<bool>>,
}

impl BoundedReader<'_> {
    fn pass_over(&mut self) {
        if self.is_full.replace(false) {
            let end = tag_end(self.rest);
            self.rest = self.rest.get(end..).unwrap_or_default();
            self.inner = self.rest.to_reader();
        }
    }

    fn took(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }
}

impl Reader for BoundedReader<'_> {
    type Error = Infallible;

    #[inline]
    fn read_byte(&mut self) -> Result<Option<u8>, Infallible> {
        self.pass_over();
        let byte = self.inner.read_byte()?;
        self.took(1);
        Ok(byte)
    }

    fn try_read_string(&mut self, wanted: &[u8], case_sensitive: bool) -> Result<bool, Infallible> {
        let is_there = self.inner.try_read_string(wanted, case_sensitive)?;
        if is_there {
            self.took(wanted.len());
        }
        Ok(is_there)
    }

    #[inline]
    fn read_until<'b>(&'b mut self, needle: &[u8], buffer: &'b mut [u8; 4]) -> Result<Option<&'b [u8]>, Infallible> {
        self.pass_over();
        let chunk = self.inner.read_until(needle, buffer)?;
        self.rest = self.rest.get(chunk.map_or(0, <[u8]>::len)..).unwrap_or_default();
        Ok(chunk)
    }
}

/// Returns where the `>` stands that closes the tag, from within an attribute's name; the length where none does.
///
/// The states are those of the HTML standard (section 13.2.5.33 and on), which a `>` within quotes does not end.
fn tag_end(bytes: &[u8]) -> usize {
    enum Place {
        Name,
        AfterName,
        BeforeName,
        BeforeValue,
        Quoted(u8),
        Unquoted,
    }
    let mut place = Place::Name;
    for (at, byte) in bytes.iter().enumerate() {
        let is_space = matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | b' ');
        place = match (place, byte) {
            (Place::Quoted(quote), _) => {
                if *byte == quote {
                    Place::BeforeName
                } else {
                    Place::Quoted(quote)
                }
            }
            (_, b'>') => return at,
            (Place::BeforeValue, b'"' | b'\'') => Place::Quoted(*byte),
            (Place::Unquoted, _) if is_space => Place::BeforeName,
            (Place::BeforeValue, _) if is_space => Place::BeforeValue,
            (Place::BeforeValue | Place::Unquoted, _) => Place::Unquoted,
            (Place::Name | Place::AfterName, b'=') => Place::BeforeValue,
            (Place::Name | Place::AfterName, _) if is_space => Place::AfterName,
            (_, b'/') => Place::BeforeName,
            (Place::BeforeName, _) if is_space => Place::BeforeName,
            _ => Place::Name,
        };
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest(bytes: &str) -> &str {
        &bytes[tag_end(bytes.as_bytes())..]
    }

    #[test]
    fn a_tag_ends_where_the_standard_says() {
        assert_eq!(rest("b c>text"), ">text");
        assert_eq!(rest("b=\"1>2\" c='>'>text"), ">text");
        assert_eq!(rest("b = \">\" c=d\"e>text"), ">text");
        assert_eq!(rest("b=\">\"c='>'/>text"), ">text");
        assert_eq!(rest("b \"c>text"), ">text", "a quote opens nothing but a value");
        assert_eq!(rest("b=>text"), ">text");
        assert_eq!(rest("b / = '>x' >text"), ">x' >text", "an equals sign after a slash is a name");
        assert_eq!(rest("b=\"never closed>text"), "");
    }
}
