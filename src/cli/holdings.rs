//! `atodds documents` and `sql`: what the store holds.

use clap::Args;

#[derive(Args, Debug)]
pub struct DocumentsArgs {
    /// Show older versions too
    #[arg(long)]
    pub all: bool,
    /// Show what the last run skipped, and why
    #[arg(long, conflicts_with = "all")]
    pub skipped: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  atodds sql                                 the views, their columns, and what they answer
  atodds sql \"SELECT entity, attribute, readings FROM finding WHERE n_origins > 2\"
  atodds sql --format csv - < query.sql
  atodds sql --schema | sqlite3 empty.db

Documents that hold a word, accents folded:
  atodds sql \"SELECT path FROM document WHERE document_id IN (SELECT rowid FROM document_text WHERE document_text MATCH 'coree')\"")]
pub struct SqlArgs {
    /// One statement that reads; - takes it from standard input
    #[arg(value_name = "QUERY")]
    pub query: Option<String>,
    /// Stop the query after this many seconds, 0 for never
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    pub timeout: u64,
    /// Print the whole schema
    #[arg(long, conflicts_with = "query")]
    pub schema: bool,
}
