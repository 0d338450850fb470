#!/usr/bin/env bash
# Prints speed and memory; writes them to scores/bench.txt and scores/bench-recognize.txt.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --quiet --bin atodds
cargo run --release --quiet --example bench_recognize
cargo run --release --quiet --example bench -- "$@"
