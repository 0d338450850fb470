#!/usr/bin/env bash
# Prints speed and memory; writes them to scores/bench*.txt. A store of a million statements takes some minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --quiet --bin atodds
cargo run --release --quiet --example bench_recognize
cargo run --release --quiet --example bench -- "$@"
cargo run --release --quiet --example bench_scale
