//! The bytes of a model file: numbers of variable length, texts, blocks.

use anyhow::{Context, Result, ensure};

/// Writes numbers and texts, one after another.
#[derive(Debug, Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// Begins empty.
    pub fn new() -> Writer {
        Writer::default()
    }

    /// Writes one byte.
    pub fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// Writes a number, in as few bytes as it needs.
    pub fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// Writes a number that may be negative.
    pub fn signed(&mut self, number: i64) {
        self.number((number << 1 ^ number >> 63) as u64);
    }

    /// Writes bytes with their length before them.
    pub fn block(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    /// Writes a text with its length before it.
    pub fn text(&mut self, text: &str) {
        self.block(text.as_bytes());
    }

    /// Returns what was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Reads what a [`Writer`] wrote; each call is an error where the bytes end too soon.
#[derive(Clone, Debug)]
pub struct Reader<'b> {
    rest: &'b [u8],
}

#[cold]
fn cut_short() -> anyhow::Error {
    anyhow::anyhow!("model data cut short")
}

#[allow(clippy::missing_errors_doc, reason = "said once, on the type")]
impl<'b> Reader<'b> {
    /// Begins at the first byte.
    pub fn new(bytes: &'b [u8]) -> Reader<'b> {
        Reader { rest: bytes }
    }

    /// Returns whether all is read.
    pub fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// Reads one byte.
    #[inline]
    pub fn byte(&mut self) -> Result<u8> {
        // Not by `context`: this is called for every weight, and nothing of it should stand in the way.
        match self.rest.split_first() {
            Some((first, rest)) => {
                self.rest = rest;
                Ok(*first)
            }
            None => Err(cut_short()),
        }
    }

    /// Reads a number.
    #[inline]
    pub fn number(&mut self) -> Result<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        anyhow::bail!("a number in the model data is too long")
    }

    /// Reads a number that may be negative.
    #[inline]
    pub fn signed(&mut self) -> Result<i64> {
        let number = self.number()?;
        Ok((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    /// Reads a block.
    pub fn block(&mut self) -> Result<&'b [u8]> {
        let length = self.number()?;
        ensure!(length <= self.rest.len() as u64, "model data cut short");
        let (block, rest) = self.rest.split_at(length as usize);
        self.rest = rest;
        Ok(block)
    }

    /// Reads a text.
    pub fn text(&mut self) -> Result<&'b str> {
        std::str::from_utf8(self.block()?).context("a text in the model data is not UTF-8")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_and_texts_read_back(a in any::<u64>(), b in any::<i64>(), t in "\\PC{0,20}") {
            let mut out = Writer::new();
            out.number(a);
            out.signed(b);
            out.text(&t);
            let bytes = out.into_bytes();
            let mut reader = Reader::new(&bytes);
            prop_assert_eq!(reader.number().unwrap(), a);
            prop_assert_eq!(reader.signed().unwrap(), b);
            prop_assert_eq!(reader.text().unwrap(), t.as_str());
            prop_assert!(reader.is_at_end());
        }
    }
}
