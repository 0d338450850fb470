//! JSON lines that a command answers one by one: a line at fault is told, and the rest goes on.

use std::borrow::Cow;
use std::io::BufRead;
use std::path::Path;

use anyhow::{Context, Result};

use atodds::ingest;

use super::text::{name_of, reader_of};
use super::{DONE, FAILED, complain};

/// The lines of a file or of standard input. Holds one line at a time.
pub struct Lines {
    reader: Box<dyn BufRead>,
    name: String,
    line: Vec<u8>,
    number: usize,
    status: u8,
}

impl Lines {
    /// Opens a file, or standard input where none is named.
    pub fn open(file: Option<&Path>) -> Result<Lines> {
        let reader = reader_of(file)?;
        Ok(Lines { reader, name: name_of(file), line: Vec::new(), number: 0, status: DONE })
    }

    /// Returns the answer to the next line that `answer` can answer, `None` after the last. Those before it are told on
    /// standard error with file, line and reason, empty ones are passed over.
    ///
    /// # Errors
    /// Where the file cannot be read on.
    pub fn next<T>(&mut self, mut answer: impl FnMut(&str) -> Result<T>) -> Result<Option<T>> {
        loop {
            self.line.clear();
            self.number += 1;
            let read = self.reader.read_until(b'\n', &mut self.line);
            if read.with_context(|| format!("{}, line {}", self.name, self.number))? == 0 {
                return Ok(None);
            }
            if self.line.trim_ascii().is_empty() {
                continue;
            }
            match text_of(&self.line).and_then(|line| answer(&line)) {
                Ok(answer) => return Ok(Some(answer)),
                Err(error) => {
                    self.status = FAILED;
                    complain(&error.context(format!("{}, line {}", self.name, self.number)));
                }
            }
        }
    }

    /// Returns the exit status: whether any line was at fault.
    pub fn status(&self) -> u8 {
        self.status
    }
}

/// Reads bytes as text, in the encodings that documents may be in, without a mark in front.
///
/// # Errors
/// Where they are no text.
pub fn text_of(bytes: &[u8]) -> Result<Cow<'_, str>> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => Cow::Borrowed(text),
        _ => ingest::decoded(bytes).map_err(anyhow::Error::msg)?,
    };
    Ok(match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.strip_prefix('\u{FEFF}').unwrap_or(text)),
        Cow::Owned(mut text) => {
            if text.starts_with('\u{FEFF}') {
                text.remove(0);
            }
            Cow::Owned(text)
        }
    })
}
