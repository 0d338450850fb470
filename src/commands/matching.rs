//! `atodds entities match`: whether two spellings name the same person or place.

use std::io::BufRead;

use anyhow::{Context, Result, bail};

use atodds::names::jsonl;
use atodds::report::escape;

use super::text::reader_of;
use super::{DONE, FAILED, complain, output};
use crate::cli::{Common, FormatArg, MatchArgs};

/// Answers each line; one at fault is told, and the rest goes on.
pub fn run(args: &MatchArgs, common: &Common) -> Result<u8> {
    if !matches!(common.format, None | Some(FormatArg::Jsonl)) {
        bail!("entities match answers in JSON lines: leave --format out");
    }
    let mut reader = reader_of(args.file.as_deref())?;
    let file = args.file.as_ref().filter(|path| path.as_os_str() != "-");
    let name = file.map_or_else(|| "standard input".to_owned(), |path| path.display().to_string());
    let mut status = DONE;
    output(|out| {
        let (mut line, mut number) = (Vec::new(), 0);
        loop {
            line.clear();
            number += 1;
            if reader.read_until(b'\n', &mut line).with_context(|| format!("{name}, line {number}"))? == 0 {
                return Ok(());
            }
            if line.trim_ascii().is_empty() {
                continue;
            }
            match std::str::from_utf8(&line).context("not UTF-8").and_then(jsonl::answer) {
                Ok(answer) => writeln!(out, "{}", escape::json(&answer))?,
                Err(error) => {
                    status = FAILED;
                    complain(&error.context(format!("{name}, line {number}")));
                }
            }
        }
    })?;
    Ok(status)
}
