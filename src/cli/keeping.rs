//! `atodds extract` and `atodds forget`: what is done with documents that the store holds.

use std::path::PathBuf;

use clap::Args;

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  atodds forget articles/withdrawn.html
  atodds forget articles/2019/ https://example.org/gone

What they say no longer counts, and findings are gathered anew. Their rows stay, as those of older versions do; ingesting an article again
brings it back. A person's judgements are not touched.")]
pub struct ForgetArgs {
    /// Files, folders, addresses, as `atodds documents` lists them; the files themselves may be gone
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<String>,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  atodds extract --all
  atodds extract --all --rules our-rules/
  atodds extract articles/2024/

For a newer atodds, or changed rules. The stored texts are read, not the files. Everything happens in one transaction: whoever looks, and
whatever breaks off, finds the old until the new is whole. Documents keep their versions, findings their ids, judgements stand, and
statements that a person or another program made stay. Rules of your own count only where --rules names them again.")]
pub struct ExtractArgs {
    /// Files, folders, addresses, as `atodds documents` lists them
    #[arg(value_name = "PATH", required_unless_present = "all")]
    pub paths: Vec<String>,
    /// All documents that count
    #[arg(long, conflicts_with = "paths")]
    pub all: bool,
    /// A folder of further rules: attributes/*.toml, facts/*.toml
    #[arg(long, value_name = "DIR")]
    pub rules: Option<PathBuf>,
    /// How many are read at a time [default: one a processor]
    #[arg(long, short = 'j', value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
}
