//! JSON lines: a document a line.
//!
//! Fields: `text`, and any of `title`, `source`, `published` (also `date`), `url`, `language` (also `lang`); others are
//! passed over. A line that is no document is told with its number, and the next ones are read.

use std::io::BufRead;

use serde_json::{Map, Value};

use crate::model::{Document, Skip, Stage};

use super::decode::{Fault, decode, is_other_file};
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
                    if self.line == 1
                        && let Some(reason) = foreign(&self.buffer)
                    {
                        return self.give_up(Fault::new(reason));
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

/// Tells by its first line that a stream holds no JSON at all, which would be a fault on each of its lines.
fn foreign(first_line: &[u8]) -> Option<String> {
    if first_line.starts_with(b"\xFF\xFE") || first_line.starts_with(b"\xFE\xFF") {
        return Some("is UTF-16: JSON lines are UTF-8".to_string());
    }
    let head = &first_line[..first_line.len().min(4096)];
    // Text of another kind, an empty first line among it, is left to the parser, which names the line.
    let is_binary = head.contains(&0) || is_other_file(head);
    if is_binary { decode(head, false).err().map(|fault| fault.reason) } else { None }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, read};
    use super::*;

    fn rows(bytes: &[u8], options: &Options) -> Vec<Result<String, (Option<usize>, String)>> {
        let input = Input::of_bytes("rows.jsonl", bytes, Some(Format::Jsonl));
        read(&input, options)
            .map(|row| row.map(|document| document.path).map_err(|skip| (skip.line, skip.reason)))
            .collect()
    }

    #[test]
    fn rows_are_numbered_by_their_lines_empty_ones_counted() {
        let found = rows(b"\n{\"text\": \"a b\"}\r\n\n{\"text\": \"c\"}", &Options::default());
        assert_eq!(found, [Ok("rows.jsonl#L2".to_string()), Ok("rows.jsonl#L4".to_string())]);
    }

    #[test]
    fn a_mark_in_front_and_an_old_encoding_are_read() {
        assert_eq!(rows("\u{FEFF}{\"text\": \"é\"}".as_bytes(), &Options::default()).len(), 1);
        let old = b"{\"text\": \"Le pont est ferm\xE9 \xE0 No\xEBl, dit la pr\xE9fecture\"}";
        assert_eq!(rows(old, &Options::default()), [Ok("rows.jsonl#L1".to_string())]);
    }

    #[test]
    fn what_is_no_jsonl_is_told_once() {
        for bytes in
            [b"%PDF-1.7\n1 0 obj\nendobj\n".as_slice(), b"\x89PNG\r\n\x1a\n\n\n", b"a\0b\nc\n", b"\xFF\xFE{\0\n\0"]
        {
            let found = rows(bytes, &Options::default());
            assert!(found.len() == 1 && found[0].is_err(), "{found:?}");
        }
        assert_eq!(rows(b"", &Options::default()), [Err((None, "is empty".to_string()))]);
        assert_eq!(rows(b"\n\n", &Options::default()), [Err((None, "is empty".to_string()))]);
    }

    #[test]
    fn a_row_that_is_too_long_is_told_and_not_held() {
        let options = Options { max_bytes: 40, ..Options::default() };
        let long = format!("{{\"text\": \"{}\"}}\n{{\"text\": \"fine\"}}\n", "x".repeat(100_000));
        let found = rows(long.as_bytes(), &options);
        assert!(matches!(&found[0], Err((Some(1), reason)) if reason.contains("longer")), "{found:?}");
        assert_eq!(found[1], Ok("rows.jsonl#L2".to_string()));
    }
}
