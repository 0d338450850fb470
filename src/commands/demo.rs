//! `atodds demo`.

use anyhow::{Result, bail};

use crate::cli::Common;
use crate::cli::DemoArgs;

/// Runs the example.
pub fn run(_args: &DemoArgs, _common: &Common) -> Result<u8> {
    bail!("not yet")
}
