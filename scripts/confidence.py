#!/usr/bin/env python3
"""Hold the confidence of statements and findings against gold: confidence.py SCORER SET DB...

SCORER is the folder that holds score.py; then pairs of a set of stories and the store that its documents were read into.
Prints, by the family of rule and the kind of value, how many statements there were and which share of them gold has alike;
then, by the confidence of the less sure side, how many contradictions gold judges and which share of them it calls so.
"""
import collections
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import score  # noqa: E402


def clusters(base):
    return [f"{base}/{c}" for c in sorted(os.listdir(base)) if os.path.exists(f"{base}/{c}/gold.jsonl")]


def within(found, folder):
    name = os.path.basename(folder)
    return [p for p in found if f"/{name}/" in "/" + p["document"]]


def statements(folder, found, tally):
    gold = score.rows(f"{folder}/gold.jsonl")
    for row in score.rows(f"{folder}/docs.jsonl"):
        here = [p for p in found if os.path.basename(p["document"]) == row["doc"]]
        wanted = [g for g in gold if g["doc"] == row["doc"]]
        path = f"{folder}/docs/{row['doc']}"
        text = open(path, encoding="utf-8", newline="").read() if path.endswith(".txt") else ""
        for g in wanted:
            g["start"] = g["end"] = None
            if g["quote"] in text:
                g["start"] = text.index(g["quote"]) + g["quote"].index(g["anchor"])
                g["end"] = g["start"] + len(g["anchor"])
        matched, _ = score.match_document(wanted, here, [], folder)
        right = {found_at for found_at, ok in matched.values() if ok}
        for n, p in enumerate(here):
            entry = tally[(p["rule"].split("/")[0], p["kind"], int(p["confidence"] * 5) / 5)]
            entry[0] += n in right
            entry[1] += 1


def alarms(folder, found, pairs, tally):
    sure = {p["assertion_id"]: p["confidence"] for p in within(found, folder)}
    for pair, relation in pairs.items():
        if relation == "contradiction" and pair[0] in sure and pair[1] in sure:
            alone = score.Score()
            alone.cluster(folder, found, {pair: relation})
            entry = tally[int(min(sure[pair[0]], sure[pair[1]]) * 10) / 10]
            entry[0] += alone.n["alarm.right"]
            entry[1] += alone.n["alarm.judged"]


def main():
    by_rule = collections.defaultdict(lambda: [0, 0])
    by_pair = collections.defaultdict(lambda: [0, 0])
    for base, db in zip(sys.argv[2::2], sys.argv[3::2]):
        found, pairs = score.load_db(db)
        for folder in clusters(base):
            statements(folder, within(found, folder), by_rule)
            alarms(folder, found, pairs, by_pair)
    print("# statements: family, kind, confidence from; read, share that gold has alike")
    for (family, kind, low), (right, all_of) in sorted(by_rule.items()):
        print(f"{family:<12}{kind:<10}{low:.1f}  {all_of:>5}  {right / all_of:.2f}")
    print("# contradictions: confidence from; judged, share that gold calls so")
    for low, (right, judged) in sorted(by_pair.items()):
        if judged:
            print(f"{low:.1f}  {judged:>4}  {right / judged:.2f}")


main()
