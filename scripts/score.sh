#!/usr/bin/env bash
# Prints the quality of reading and comparing: on the fixture stories always, on the benchmarks where they lie.
# The argument is the folder that holds bench/score.py; what is printed is kept in scores/.
set -euo pipefail
cd "$(dirname "$0")/.."
shared="${1:-../shared}"
cargo build --release --quiet --bin atodds
atodds="$PWD/target/release/atodds"
if [ ! -f "$shared/bench/score.py" ]; then
  echo "no $shared/bench/score.py: nothing is measured"
  exit 0
fi
mkdir -p scores
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
for set in fixtures/stories "$shared/bench/seeds" "$shared/bench/dev"; do
  [ -d "$set" ] || continue
  name="$(basename "$set")"
  # Exit status 2 tells of skipped documents; the scorer shows what they cost.
  "$atodds" --db "$work/$name.db" ingest "$set"/*/docs >/dev/null || [ $? -eq 2 ]
  {
    echo "# $name, all stories in one store"
    python3 "$shared/bench/score.py" "$set" "$work/$name.db" --misses "$work/$name.misses.jsonl"
    echo "# $name, a store a story"
    python3 "$shared/bench/score.py" "$set" --per-cluster "$atodds --db {db} ingest {docs} || [ \$? -eq 2 ]"
  } | tee "scores/$name.txt"
done
