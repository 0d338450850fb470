//! `atodds ingest`: documents into the store.

use anyhow::{Result, bail};

use crate::cli::{Common, IngestArgs};

/// Reads documents.
pub fn run(_args: &IngestArgs, _common: &Common) -> Result<u8> {
    bail!("this build reads no documents")
}
