//! `atodds forget`: what is done with documents that the store holds.

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
