#!/usr/bin/env bash
# Prints the quality of reading and comparing: on the fixture stories always, on the benchmarks where they lie.
# The argument is the folder that holds bench/score.py; what is printed is kept in scores/.
set -euo pipefail
cd "$(dirname "$0")/.."
shared="${1:-../shared}"
# ATODDS names a program that is built already.
[ -n "${ATODDS:-}" ] || cargo build --release --quiet --bin atodds
atodds="${ATODDS:-$PWD/target/release/atodds}"
if [ ! -f "$shared/bench/score.py" ]; then
  echo "no $shared/bench/score.py: nothing is measured"
  exit 0
fi
mkdir -p scores
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
score() { python3 "$shared/bench/score.py" "$@"; }
# Exit status 2 tells of skipped documents; the scorer shows what they cost.
read_into() { "$atodds" --db "$1" ingest "$2"/*/docs >/dev/null || [ $? -eq 2 ]; }
for set in fixtures/stories fixtures/training fixtures/unseen fixtures/fresh "$shared/bench/seeds" "$shared/bench/dev"; do
  [ -d "$set" ] || continue
  name="$(basename "$set")"
  read_into "$work/$name.db" "$set"
  {
    echo "# $name, all stories in one store"
    score "$set" "$work/$name.db" --misses "$work/$name.misses.jsonl"
    if [ "$name" != training ]; then
      echo "# $name, a store a story"
      score "$set" --per-cluster "$atodds --db {db} ingest {docs} || [ \$? -eq 2 ]"
    fi
    for lang in fr en; do
      part="$work/$name-$lang"
      scripts/one-language.py "$set" "$lang" "$part"
      [ -d "$part" ] || continue
      read_into "$part.db" "$part"
      echo "# $name, the documents in $lang alone"
      score "$part" "$part.db"
    done
    echo "# $name, the ladder alone: its gold claims imported"
    scripts/ladder.py --scorer "$shared/bench/score.py" "$atodds" "$set"
  } | tee "scores/$name.txt"
done
scripts/confidence.py "$shared/bench" fixtures/stories "$work/stories.db" "$shared/bench/dev" "$work/dev.db" | tee scores/confidence.txt
