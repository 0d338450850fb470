#!/usr/bin/env python3
"""Hold `atodds entities match` against labelled pairs of names: score-names.py PROGRAM PAIRS.jsonl[.gz]

Prints precision, recall and F1 by kind, once on the pairs that the model may have learnt from and once on the tenth of them that it has
never seen; of pairs of different persons that are one or two letters apart, how many are called the same; how fast; and how well
names are gathered when each is held against each that shares a word's bones with it: B-cubed against the clusters that the true pairs
make, and the clusters that join three persons or more. They are gathered twice: by the mean of what all pairs across two clusters score (so that no odd name
draws two clusters together), and chained, where any two that are called the same are one.
"""
import collections
import gzip
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
import unicodedata


def rows(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
    with opened as lines:
        return [json.loads(line) for line in lines]


def is_unseen(row):
    """The tenth that training leaves out: src/bin/atodds-train/pairs.rs has the same."""
    names = "\n".join(sorted([row["a"], row["b"]], key=lambda n: n.encode()))
    return int(hashlib.sha256(names.encode()).hexdigest()[:8], 16) % 10 == 0


def answers(program, pairs):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as given:
        for row in pairs:
            given.write(json.dumps({k: row[k] for k in ("a", "b", "kind", "lang_a", "lang_b") if row.get(k)}) + "\n")
        given.flush()
        started = time.time()
        out = subprocess.run([program, "entities", "match", given.name], capture_output=True, check=True, text=True)
        seconds = time.time() - started
    found = [json.loads(line) for line in out.stdout.splitlines()]
    assert len(found) == len(pairs), f"{len(pairs)} pairs, {len(found)} answers"
    return found, seconds


def folded(text):
    plain = unicodedata.normalize("NFKD", text.lower())
    return " ".join("".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split())


def edits(a, b):
    """Damerau and Levenshtein, each letter once; more than two are as good as three."""
    if abs(len(a) - len(b)) > 2:
        return 3
    before, last = None, list(range(len(b) + 1))
    for i, x in enumerate(a):
        row = [i + 1]
        for j, y in enumerate(b):
            best = min(last[j] + (x != y), last[j + 1] + 1, row[j] + 1)
            if i and j and x == b[j - 1] and a[i - 1] == y:
                best = min(best, before[j - 1] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]


def print_pairs(what, pairs, found):
    for kind in ("person", "place"):
        of = [(row, answer["same"]) for row, answer in zip(pairs, found) if row["kind"] == kind]
        right = sum(row["same"] and same for row, same in of)
        said, wanted = sum(same for _, same in of), sum(row["same"] for row, _ in of)
        if not right:
            continue
        p, r = right / said, right / wanted
        line = f"{what:<8}{kind:<8}{len(of):>6} pairs  P {p:.3f}  R {r:.3f}  F1 {2 * p * r / (p + r):.3f}"
        near = [same for row, same in of if not row["same"] and edits(folded(row["a"]), folded(row["b"])) in (1, 2)]
        print(f"{line}  one or two letters apart and called one: {sum(near)} of {len(near)}")


def root(above, n):
    while above[n] != n:
        above[n] = above[above[n]]
        n = above[n]
    return n


def joined(names, pairs):
    above = {name: name for name in names}
    for a, b in pairs:
        above[root(above, a)] = root(above, b)
    return {name: root(above, name) for name in names}


def candidates(names):
    """Pairs of names that share the first three letters of a word."""
    blocks = collections.defaultdict(set)
    for name in names:
        for word in folded(name).split():
            blocks[word[:3]].add(name)
    return sorted({(a, b) for block in blocks.values() for a in block for b in block if a < b})


ENOUGH = 0.35


def gathered(group, score):
    """Clusters of a chain's names: two that score most on the mean of their pairs are joined first, down to ENOUGH."""
    clusters = [[name] for name in sorted(group)]
    mean = lambda one, other: sum(score[min(a, b), max(a, b)] for a in one for b in other) / len(one) / len(other)
    while len(clusters) > 1:
        pairs = ((mean(x, clusters[j]), -i, -j) for i, x in enumerate(clusters) for j in range(i + 1, len(clusters)))
        best, i, j = max(pairs)
        if best < ENOUGH:
            break
        clusters[-i] += clusters.pop(-j)
    return clusters


def print_clusters(program, kind, pairs, found):
    language = {row[n]: row.get(f"lang_{n}") for row in pairs for n in "ab"}
    names = sorted(language)
    gold = joined(names, [(row["a"], row["b"]) for row in pairs if row["same"]])
    ask = lambda pairs: answers(program, [{"a": a, "b": b, "kind": kind, "lang_a": language[a], "lang_b": language[b]} for a, b in pairs])[0]
    score, same = {}, []

    def hold(pairs, answers):
        for pair, answer in zip(pairs, answers):
            score[pair] = answer["score"]
            same.extend([pair] if answer["same"] else [])

    hold([tuple(sorted((row["a"], row["b"]))) for row in pairs], found)
    print_cubed(f"chained  {kind:<8}listed ", names, joined(names, same), gold)
    rest = [pair for pair in candidates(names) if pair not in score]
    hold(rest, ask(rest))
    chains = joined(names, same)
    members = collections.defaultdict(list)
    for name in names:
        members[chains[name]].append(name)
    print_cubed(f"chained  {kind:<8}all    ", names, chains, gold)
    within = sorted({(a, b) for group in members.values() for a in group for b in group if a < b} - score.keys())
    hold(within, ask(within))
    own = {name: cluster[0] for group in members.values() for cluster in gathered(group, score) for name in cluster}
    print_cubed(f"gathered {kind:<8}all    ", names, own, gold)


def print_cubed(what, names, own, gold):
    inside, of_gold, both = collections.defaultdict(list), collections.Counter(gold.values()), collections.Counter()
    for name in names:
        inside[own[name]].append(name)
        both[own[name], gold[name]] += 1
    p = sum(both[own[n], gold[n]] / len(inside[own[n]]) for n in names) / len(names)
    r = sum(both[own[n], gold[n]] / of_gold[gold[n]] for n in names) / len(names)
    three = sum(len({gold[n] for n in group}) > 2 for group in inside.values())
    print(
        f"{what} {len(names)} names  B-cubed P {p:.3f}  R {r:.3f}  F1 {2 * p * r / (p + r):.3f}"
        f"  clusters that join three or more: {three}"
    )


def main():
    program, path = sys.argv[1:3]
    if not os.path.exists(path):
        print(f"no {path}: nothing is measured")
        return
    pairs = rows(path)
    found, seconds = answers(program, pairs)
    for what, unseen in (("learnt", False), ("unseen", True)):
        part = [(row, answer) for row, answer in zip(pairs, found) if is_unseen(row) == unseen]
        print_pairs(what, [row for row, _ in part], [answer for _, answer in part])
    print(f"{len(pairs) / seconds:,.0f} pairs a second, start included")
    for kind in ("person", "place"):
        part = [(row, answer) for row, answer in zip(pairs, found) if row["kind"] == kind]
        print_clusters(program, kind, [row for row, _ in part], [answer for _, answer in part])


main()
