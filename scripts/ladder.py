#!/usr/bin/env python3
"""Score the ladder of relations alone, apart from reading: gold claims go in as assertions, their group as the attribute.

    ladder.py ATODDS SET [--misses FILE]     SET: a folder of stories with docs/, docs.jsonl, gold.jsonl, relations.jsonl

Ingests the documents into a new database, imports the gold claims as rows of extractor 'gold', and holds the relation of
each pair against relations.jsonl as score.py beside the benchmarks does. Prints one JSON object.
"""
import argparse, importlib.util, json, os, subprocess, sys, tempfile


def rows(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def row(cluster, folder, g):
    out = {
        "document": f"{folder}/docs/{g['doc']}", "quote": g["quote"], "value_text": g["anchor"],
        "entity": cluster, "entity_kind": "event", "attribute": g["group"], "kind": g["kind"],
        "polarity": g["polarity"], "modality": g["modality"], "attributed_to": g["claimant"], "place": g.get("place"),
        "value_low": g["lo"], "value_high": g["hi"], "bound": g["bound"], "unit": g["unit"], "extractor": "gold",
        "rule": f"{cluster}/{g['id']}",
    }
    # as_of is free text in gold: only a date can be told to the store.
    if g.get("as_of"):
        as_of = g["as_of"][:10]
        if as_of.replace("-", "").isdigit() and len(as_of) in (4, 7, 10):
            out["as_of_low"] = out["as_of_high"] = as_of
    return {k: v for k, v in out.items() if v is not None}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("atodds")
    ap.add_argument("set")
    ap.add_argument("--scorer", default=os.path.join(os.path.dirname(__file__), "../../shared/bench/score.py"))
    ap.add_argument("--db", help="keep the database here")
    ap.add_argument("--misses")
    a = ap.parse_args()
    spec = importlib.util.spec_from_file_location("score", a.scorer)
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    clusters = sorted(d for d in os.listdir(a.set) if os.path.exists(f"{a.set}/{d}/relations.jsonl"))
    with tempfile.TemporaryDirectory() as t:
        db, given = a.db or f"{t}/a.db", f"{t}/gold.jsonl"
        with open(given, "w", encoding="utf-8") as f:
            for c in clusters:
                for g in rows(f"{a.set}/{c}/gold.jsonl"):
                    f.write(json.dumps(row(c, f"{a.set}/{c}", g), ensure_ascii=False) + "\n")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
        subprocess.run([a.atodds, "--db", db, "ingest", *(f"{a.set}/{c}/docs" for c in clusters)], **quiet)
        done = subprocess.run([a.atodds, "--db", db, "import", given], **quiet)
        refused = [line for line in done.stderr.splitlines() if "refused" in line]
        found, pairs = score.load_db(db)
        given_rows = {p["assertion_id"]: p for p in found if p["extractor"] == "gold"}
        pairs = {k: v for k, v in pairs.items() if k[0] in given_rows and k[1] in given_rows}
        s = score.Score()
        for c in clusters:
            # Each claim is its own row: nothing is matched by guess.
            where = {p["rule"].split("/", 1)[1]: p["assertion_id"] for p in given_rows.values() if p["rule"].startswith(c + "/")}
            gold = rows(f"{a.set}/{c}/gold.jsonl")
            here = [p for p in given_rows.values() if p["rule"].startswith(c + "/")]
            s.relations(c, rows(f"{a.set}/{c}/relations.jsonl"), gold, pairs, where, here)
            s.n["claims"] += len(gold)
            s.n["taken"] += len(where)
    if a.misses:
        with open(a.misses, "w", encoding="utf-8") as f:
            for m in s.misses:
                f.write(json.dumps(m, ensure_ascii=False) + "\n")
    out = s.summary()
    keep = {k: out[k] for k in ("relations", "relation_accuracy", "alarm_precision", "alarms_judged")}
    keep["claims"], keep["taken"], keep["refused"] = s.n["claims"], s.n["taken"], len(refused)
    print(json.dumps(keep))
    for line in refused[:5]:
        print(line, file=sys.stderr)


if __name__ == "__main__":
    main()
