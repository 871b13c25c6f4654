#!/usr/bin/python3
"""Writes what an evaluation run feeds to the programs, from the files of one collection.

    variants.py docs DOCS [PREFIX]      records with id, title, text and author only: the language is not given
    variants.py qrels QRELS PREFIX      judgements of documents whose ids got the prefix
    variants.py bare QUERIES            queries without any diacritics: canonical decomposition, marks dropped
"""
import json
import sys
import unicodedata

KEPT = ("id", "title", "text", "author")


def write_docs(lines, prefix=""):
    for line in lines:
        record = json.loads(line)
        record = {key: record[key] for key in KEPT if record.get(key)}
        record["id"] = prefix + record["id"]
        print(json.dumps(record, ensure_ascii=False))


def write_qrels(lines, prefix):
    for line in lines:
        query, iteration, document, gain = line.split()
        print(query, iteration, prefix + document, gain)


def write_bare(lines):
    for line in lines:
        decomposed = unicodedata.normalize("NFD", line.rstrip("\n"))
        print("".join(c for c in decomposed if unicodedata.category(c) != "Mn"))


def main(arguments):
    writers = {"docs": write_docs, "qrels": write_qrels, "bare": write_bare}
    if len(arguments) < 2 or arguments[0] not in writers:
        sys.exit(__doc__)
    sys.stdout.reconfigure(encoding="utf-8")
    with open(arguments[1], encoding="utf-8", newline="\n") as lines:
        writers[arguments[0]](lines, *arguments[2:])


if __name__ == "__main__":
    main(sys.argv[1:])
