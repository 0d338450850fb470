#!/usr/bin/env python3
"""Copy a set of stories with the documents of one language alone: one-language.py SET LANG INTO.

Gold and relations of the other documents are left out, so that the scorer tells the languages apart.
"""
import json
import os
import shutil
import sys


def rows(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def write(path, found):
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in found)


def main():
    base, lang, into = sys.argv[1:4]
    for name in sorted(os.listdir(base)):
        story = f"{base}/{name}"
        if not os.path.exists(f"{story}/gold.jsonl"):
            continue
        docs = [d for d in rows(f"{story}/docs.jsonl") if d["lang"] == lang]
        kept = {d["doc"] for d in docs}
        gold = [g for g in rows(f"{story}/gold.jsonl") if g["doc"] in kept]
        if not gold:
            continue
        os.makedirs(f"{into}/{name}/docs")
        for doc in kept | {"sources.csv"}:
            if os.path.exists(f"{story}/docs/{doc}"):
                shutil.copy(f"{story}/docs/{doc}", f"{into}/{name}/docs/{doc}")
        ids = {g["id"] for g in gold}
        write(f"{into}/{name}/docs.jsonl", docs)
        write(f"{into}/{name}/gold.jsonl", gold)
        if os.path.exists(f"{story}/relations.jsonl"):
            judged = ({**r, "claims": [c for c in r["claims"] if c in ids]} for r in rows(f"{story}/relations.jsonl"))
            write(f"{into}/{name}/relations.jsonl", [r for r in judged if len(r["claims"]) > 1])


main()
