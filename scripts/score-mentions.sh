#!/usr/bin/env bash
# Prints how well figures and dates are recognised on the peers' suites, and keeps it in scores/mentions.txt.
# The argument is the folder that holds suites/score_mentions.py.
set -euo pipefail
cd "$(dirname "$0")/.."
shared="${1:-../shared}"
if [ ! -f "$shared/suites/score_mentions.py" ]; then
  echo "no $shared/suites/score_mentions.py: nothing is measured"
  exit 0
fi
cargo build --release --quiet --bin atodds
mkdir -p scores
python3 "$shared/suites/score_mentions.py" --run "$PWD/target/release/atodds mentions --input jsonl" | tee scores/mentions.txt
