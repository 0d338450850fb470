//! Reads JSON lines of texts on standard input and writes their mentions: `recognize::jsonl` as a program.

use std::io::{self, BufWriter};

fn main() -> anyhow::Result<()> {
    atodds::recognize::jsonl(io::stdin().lock(), BufWriter::new(io::stdout().lock()))
}
