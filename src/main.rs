//! The command line program: parse, run, exit status.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod cli;
mod commands;

use std::process::ExitCode;

/// Many small strings on several threads at once: the system's allocator takes an eighth of a run for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = cli::Cli::read();
    match commands::run(&cli) {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            commands::complain(&error);
            ExitCode::from(commands::FAILED)
        }
    }
}
