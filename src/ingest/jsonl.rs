//! JSON lines: a document a line.
//!
//! Fields: `text`, and any of `title`, `source`, `published` (also `date`), `url`, `language` (also `lang`); others are
//! passed over. A line that is no document is told with its number, and the next ones are read.

use std::io::BufRead;

use serde_json::{Map, Value};

use crate::model::{Document, Skip, Stage};

use super::decode::{Fault, decode};
use super::list::{Input, Place};
use super::read::{Draft, plain_words, skip};
use super::{Options, normalize};

/// The documents of a JSONL stream. Holds one line at a time.
pub(super) struct Lines<'a> {
    input: &'a Input,
    options: &'a Options,
    stream: Box<dyn BufRead + Send>,
    line: usize,
    buffer: Vec<u8>,
    is_done: bool,
    has_rows: bool,
}

/// What came of reading one line into the buffer.
enum Taken {
    End,
    Whole,
    TooLong,
}

impl<'a> Lines<'a> {
    pub fn new(input: &'a Input, options: &'a Options, stream: Box<dyn BufRead + Send>) -> Self {
        Lines { input, options, stream, line: 0, buffer: Vec::new(), is_done: false, has_rows: false }
    }

    fn take_line(&mut self) -> std::io::Result<Taken> {
        self.buffer.clear();
        let mut is_long = false;
        loop {
            let chunk = match self.stream.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if chunk.is_empty() {
                let is_end = self.buffer.is_empty() && !is_long;
                return Ok(if is_end {
                    Taken::End
                } else if is_long {
                    Taken::TooLong
                } else {
                    Taken::Whole
                });
            }
            let (part, used, is_ended) = match chunk.iter().position(|b| *b == b'\n') {
                Some(at) => (&chunk[..at], at + 1, true),
                None => (chunk, chunk.len(), false),
            };
            if self.buffer.len() + part.len() > self.options.max_bytes {
                is_long = true;
                self.buffer.clear();
            }
            if !is_long {
                self.buffer.extend_from_slice(part);
            }
            self.stream.consume(used);
            if is_ended {
                return Ok(if is_long { Taken::TooLong } else { Taken::Whole });
            }
        }
    }

    fn give_up(&mut self, fault: Fault) -> Option<Result<Document, Skip>> {
        self.is_done = true;
        Some(Err(skip(self.input, fault.line, Stage::Read, fault.reason)))
    }

    fn document(&self) -> Result<Document, Skip> {
        let fail = |reason: String| skip(self.input, Some(self.line), Stage::Parse, reason);
        let text = decode(&self.buffer, false).map_err(|fault| fail(fault.reason))?;
        let text = text.trim_start_matches('\u{FEFF}');
        let value: Value = serde_json::from_str(text).map_err(|error| {
            // The line within the line is always 1: only the column helps.
            let reason = error.to_string();
            let reason = reason.split(" at line ").next().unwrap_or("").to_string();
            fail(format!("is no JSON: {reason} at column {}", error.column()))
        })?;
        let Value::Object(fields) = value else {
            return Err(fail(format!("is {}, not an object with a text", kind_of(&value))));
        };
        let mut draft = Draft::of_fields(&fields);
        draft.text = text_of(&fields).map_err(fail)?;
        let path = format!("{}#L{}", self.input.shown, self.line);
        let format = if matches!(self.input.place, Place::Stdin) { "stdin" } else { "jsonl" };
        draft.finish(self.input, self.options, path, format).map_err(fail)
    }
}

fn text_of(fields: &Map<String, Value>) -> Result<String, String> {
    match fields.get("text") {
        Some(Value::String(text)) => Ok(normalize(text).into_owned()),
        Some(other) => Err(format!("its field text is {}, not a string", kind_of(other))),
        None => Err("has no field text".to_string()),
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

impl Iterator for Lines<'_> {
    type Item = Result<Document, Skip>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_done {
            self.line += 1;
            match self.take_line() {
                Err(error) => {
                    return self.give_up(Fault {
                        line: Some(self.line),
                        reason: format!("cannot be read: {}", plain_words(&error)),
                    });
                }
                Ok(Taken::End) => {
                    self.is_done = true;
                    if !self.has_rows {
                        return self.give_up(Fault::new("is empty"));
                    }
                }
                Ok(Taken::TooLong) => {
                    self.has_rows = true;
                    let reason = format!("is longer than {} MB, which no article is", self.options.max_bytes >> 20);
                    return Some(Err(skip(self.input, Some(self.line), Stage::Read, reason)));
                }
                Ok(Taken::Whole) => {
                    // A file of another kind would give a fault on each of its lines.
                    if self.line == 1 {
                        if let Some(reason) = foreign(&self.buffer) {
                            return self.give_up(Fault::new(reason));
                        }
                    }
                    if self.buffer.iter().all(u8::is_ascii_whitespace) {
                        continue;
                    }
                    self.has_rows = true;
                    return Some(self.document());
                }
            }
        }
        None
    }
}

fn foreign(first_line: &[u8]) -> Option<String> {
    if first_line.starts_with(b"\xFF\xFE") || first_line.starts_with(b"\xFE\xFF") {
        return Some("is UTF-16: JSON lines are UTF-8".to_string());
    }
    let head = &first_line[..first_line.len().min(4096)];
    if head.contains(&0) {
        return Some("is no text: it holds NUL bytes".to_string());
    }
    if head.starts_with(b"{\\rtf") || !head.first().is_some_and(|b| matches!(b, 0x80..|b'%'| b'\x1F')) {
        return None;
    }
    decode(head, false).err().map(|fault| fault.reason)
}
