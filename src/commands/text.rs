//! `atodds mentions`, `atodds parse`: what is recognised in a text, and how it is parsed.

use anyhow::{Result, bail};

use crate::cli::{Common, TextArgs};

/// Prints what is recognised.
pub fn mentions(_args: &TextArgs, _common: &Common) -> Result<u8> {
    bail!("this build recognises nothing")
}

/// Prints how a text is parsed.
pub fn parse(_args: &TextArgs, _common: &Common) -> Result<u8> {
    bail!("this build parses nothing")
}
