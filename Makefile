# The verbs of this project. `make demo` and `make test` are all the set-up there is.

CARGO ?= cargo
DB    ?= dev.db
# Where the benchmarks lie, if they do: what is measured there is no part of the tests.
BENCH ?= ../shared

.PHONY: demo test check fmt lint doc schema schema-check db bench score score-nlp score-mentions score-names train-questions train-attribution train-places train-names fuzz review clean

## demo: build, read the fixture stories into a fresh database, print the report
demo:
	$(CARGO) build --quiet --bin atodds
	rm -f demo.db demo.db-journal demo.db-wal demo.db-shm
	target/debug/atodds --db demo.db ingest fixtures/stories/*/docs
	target/debug/atodds --db demo.db report

## test: the tests
test:
	$(CARGO) test

## check: what CI runs; ends in the tests
check: fmt lint doc schema-check test

fmt:
	$(CARGO) fmt --check

lint:
	$(CARGO) clippy --all-targets --features train -- -D warnings

doc:
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --no-deps --quiet

## schema: write schema.sql from migrations/ and views/
schema:
	$(CARGO) run --quiet --bin atodds -- sql --schema > schema.sql.new
	mv schema.sql.new schema.sql

schema-check:
	$(CARGO) run --quiet --bin atodds -- sql --schema | diff -u schema.sql - || { echo "schema.sql is not what migrations/ and views/ make: run 'make schema'"; exit 1; }

## db: a development database by sqlx-cli (installed where it is missing), views by sqlite3
db:
	@command -v sqlx >/dev/null || $(CARGO) install sqlx-cli --locked --no-default-features --features sqlite,rustls
	DATABASE_URL=sqlite:$(DB) sqlx database create
	DATABASE_URL=sqlite:$(DB) sqlx migrate run
	@echo "$(DB): made by sqlx-cli; atodds adds its views when it opens it"

## bench: speed and memory, printed
bench:
	scripts/bench.sh

## score: quality on the fixture stories, and on the benchmarks where they are
score:
	scripts/score.sh $(BENCH)

## score-nlp: the language models' figures beside what is asked of them, on the annotated texts where they are
score-nlp:
	scripts/score-nlp.sh $(BENCH)/nlp

## score-mentions: recognised figures and dates, on the peers' suites where they are
score-mentions:
	scripts/score-mentions.sh $(BENCH)

## score-names: how well spellings of persons and places are matched, on labelled pairs where they are
score-names:
	scripts/score-names.sh $(BENCH)

## train-questions: learn anew which statements answer one question, and tell how well
train-questions:
	$(CARGO) run --quiet --features train --bin atodds-train -- questions fixtures/stories fixtures/training -- $(wildcard $(BENCH)/bench/dev) -- models/questions.json

## train-attribution: learn anew who is credited with a value, and tell how well
train-attribution:
	$(CARGO) run --quiet --features train --bin atodds-train -- attribution fixtures/stories fixtures/training -- $(wildcard $(BENCH)/bench/dev) -- models/attribution.json

## train-places: learn anew where a statement holds whose own words do not say, and tell how well
train-places:
	$(CARGO) run --quiet --features train --bin atodds-train -- places fixtures/stories fixtures/training -- fixtures/unseen $(wildcard $(BENCH)/bench/dev) -- models/places.json

## train-names: learn anew which spellings name one person or place, and tell how well
train-names:
	$(CARGO) run --quiet --features train --bin atodds-train -- pairs $(BENCH)/names/pairs-dev.jsonl.gz models/names.json

## fuzz: a minute on each fuzz target (needs cargo-fuzz; a stable toolchain will do)
fuzz:
	for target in $$(sed -n 's/^name = "\(.*\)"/\1/p' fuzz/Cargo.toml | tail -n +2); do RUSTC_BOOTSTRAP=1 $(CARGO) fuzz run --sanitizer none $$target -- -max_total_time=60 || exit 1; done

## review: look at the snapshots that changed
review:
	$(CARGO) insta review

clean:
	$(CARGO) clean
	rm -f demo.db dev.db
