//! `atodds completions`: scripts for shells.

use anyhow::Result;
use clap::CommandFactory;

use super::{DONE, output};
use crate::cli::{Cli, CompletionsArgs};

/// Prints a shell's script.
pub fn run(args: &CompletionsArgs) -> Result<u8> {
    // The generator panics where it cannot write: it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "atodds", &mut script);
    output(|out| Ok(out.write_all(&script)?))?;
    Ok(DONE)
}
