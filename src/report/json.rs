//! JSON: lists as one array with one object a line, or as these lines alone; one finding as one object. Always ends with a
//! line end.

use std::io::Write;

use anyhow::Result;
use serde_json::{Map, Value};

use super::{FindingList, Report, Rows, Written, escape};
use crate::store::{Cell, FindingDetail};

/// Writes JSON.
pub struct Json {
    /// Whether the objects of a list stand in an array; else each is a line (JSONL).
    pub is_array: bool,
}

impl Report for Json {
    fn findings(&self, list: &FindingList, out: &mut dyn Write) -> Result<()> {
        let mut array = Array::new(out, self.is_array);
        for finding in list.shown() {
            array.push(&serde_json::to_string(finding)?)?;
        }
        array.end()?;
        Ok(())
    }

    fn finding(&self, detail: &FindingDetail, _all: bool, out: &mut dyn Write) -> Result<()> {
        let text = if self.is_array { serde_json::to_string_pretty(detail)? } else { serde_json::to_string(detail)? };
        writeln!(out, "{}", escape_pretty(&text))?;
        Ok(())
    }

    fn rows(&self, columns: &[String], rows: &mut Rows, out: &mut dyn Write) -> Result<Written> {
        let names = distinct(columns);
        let mut array = Array::new(out, self.is_array);
        for row in rows {
            let object: Map<String, Value> = names.iter().cloned().zip(row?.into_iter().map(value)).collect();
            array.push(&Value::Object(object).to_string())?;
        }
        let rows = array.end()?;
        Ok(Written { rows, is_cut: false })
    }
}

/// Pretty JSON holds line ends of its own between values; inside strings they are escaped already.
pub(super) fn escape_pretty(text: &str) -> String {
    text.split('\n').map(escape::json).collect::<Vec<_>>().join("\n")
}

/// Gives columns of one name names of their own (`n`, `n_2`), since an object holds each once.
fn distinct(columns: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(columns.len());
    for name in columns {
        let mut own = name.clone();
        let mut n = 2;
        while out.contains(&own) {
            own = format!("{name}_{n}");
            n += 1;
        }
        out.push(own);
    }
    out
}

fn value(cell: Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Integer(i) => i.into(),
        Cell::Real(f) => f.into(),
        Cell::Text(t) => t.into(),
        Cell::Blob(b) => b.iter().map(|b| format!("{b:02x}")).collect::<String>().into(),
    }
}

/// Objects that are written as they come.
struct Array<'o> {
    out: &'o mut dyn Write,
    is_array: bool,
    n: usize,
}

impl<'o> Array<'o> {
    fn new(out: &'o mut dyn Write, is_array: bool) -> Self {
        Array { out, is_array, n: 0 }
    }

    fn push(&mut self, object: &str) -> std::io::Result<()> {
        match (self.n, self.is_array) {
            (0, true) => self.out.write_all(b"[\n")?,
            (0, false) => {}
            (_, true) => self.out.write_all(b",\n")?,
            (_, false) => self.out.write_all(b"\n")?,
        }
        self.n += 1;
        self.out.write_all(escape::json(object).as_bytes())
    }

    fn end(self) -> std::io::Result<usize> {
        self.out.write_all(match (self.n, self.is_array) {
            (0, true) => b"[]\n",
            (0, false) => b"",
            (_, true) => b"\n]\n",
            (_, false) => b"\n",
        })?;
        Ok(self.n)
    }
}
