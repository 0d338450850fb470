//! `atodds doctor`.

use anyhow::{Result, bail};

use crate::cli::Common;

/// Checks.
pub fn run(_common: &Common) -> Result<u8> {
    bail!("not yet")
}
