#!/usr/bin/env bash
# Measures the language models on annotated texts and prints a table, which is kept in scores/nlp.txt.
# The argument is the folder of the texts; docs/add-a-language.md says what lies in it. Takes some minutes: names are
# measured by training on nine parts of ten and reading the tenth.
set -euo pipefail
cd "$(dirname "$0")/.."
data="${1:-../shared/nlp}"
if [ ! -d "$data" ]; then
  echo "no folder $data: the language models are not measured"
  exit 0
fi
mkdir -p scores
cargo build --release --quiet --features train --bin atodds-train
target="${CARGO_TARGET_DIR:-target}"
"$target/release/atodds-train" table models/manifest.toml "$data" | tee scores/nlp.new
mv scores/nlp.new scores/nlp.txt
