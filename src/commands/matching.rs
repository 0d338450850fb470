//! `atodds entities match`: whether two spellings name the same person or place.

use anyhow::{Result, bail};

use atodds::names::jsonl::Answers;
use atodds::report::escape;

use super::lines::Lines;
use super::output;
use crate::cli::{Common, FormatArg, MatchArgs};

/// Answers each line; one at fault is told, and the rest goes on.
pub fn run(args: &MatchArgs, common: &Common) -> Result<u8> {
    if !matches!(common.format, None | Some(FormatArg::Jsonl)) {
        bail!("entities match answers in JSON lines: leave --format out");
    }
    let mut lines = Lines::open(args.file.as_deref())?;
    let mut answers = Answers::default();
    output(|out| {
        while let Some(answer) = lines.next(|line| answers.to(line))? {
            writeln!(out, "{}", escape::json(&answer))?;
        }
        Ok(())
    })?;
    Ok(lines.status())
}
