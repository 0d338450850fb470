#!/usr/bin/env bash
# Prints how well spellings of persons and places are matched, and keeps it in scores/names.txt.
# The argument is the folder that holds names/pairs-dev.jsonl.gz.
set -euo pipefail
cd "$(dirname "$0")/.."
pairs="${1:-../shared}/names/pairs-dev.jsonl.gz"
if [ ! -f "$pairs" ]; then
  echo "no $pairs: nothing is measured"
  exit 0
fi
cargo build --release --quiet --bin atodds
mkdir -p scores
python3 scripts/score-names.py target/release/atodds "$pairs" | tee scores/names.txt
