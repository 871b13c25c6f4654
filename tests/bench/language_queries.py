#!/usr/bin/python3
"""Gathers what bench-languages searches in, and what it asks.

    language_queries.py DATA FOLDER     writes FOLDER/records.jsonl and FOLDER/queries.tsv

Records: the sample in all its languages, a part of each load file, and the paragraphs of the six XQuAD collections.
Queries: words from documents of each language (one to three that stand in one sentence; of a writing without spaces a
run of characters), and XQuAD's questions, as kind, language, query. The same every time.
"""
import gzip
import json
import os
import random
import re
import sys
import unicodedata

OF_LOAD = 300  # of each file
WORDS = 200  # queries of each number of words
QUESTIONS = 60
WITHOUT_SPACES = {"zh", "ja", "th", "km", "lo", "my"}
XQUAD = ("en", "es", "de", "ru", "ar", "zh")


def sample(folder):
    with open(os.path.join(folder, "metadata.jsonl"), encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            path = os.path.join(folder, "docs", os.path.basename(row["file"]))
            if row.get("lang") and os.path.exists(path):
                with open(path, encoding="utf-8", errors="replace") as text:
                    yield {"lang": row["lang"], "title": row.get("title") or "", "text": text.read()}


def load(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows[:: max(1, len(rows) // OF_LOAD)]:
        yield {"lang": row["lang"], "title": row.get("title") or "", "text": row["text"]}


def xquad(folder, language):
    with open(os.path.join(folder, "docs.jsonl"), encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield {"lang": language, "title": row["title"], "text": row["text"]}


def is_letters(text):
    return all(unicodedata.category(c)[0] in "LM" for c in text)


def words_of(record, chance, n):
    """n words of one sentence, in their order; None when the one chosen has too few."""
    sentence = chance.choice(re.split(r"[.!?。！？\n]+", record["text"]))
    if record["lang"] in WITHOUT_SPACES:
        letters = "".join(c if is_letters(c) and ord(c) > 0xE00 else " " for c in sentence)
        runs = [run for run in letters.split() if len(run) >= 2 * n]
        run = chance.choice(runs) if runs else ""
        return run[: 2 * n] or None
    words = [word for word in sentence.split() if len(word) >= 4 and is_letters(word)]
    chosen = sorted(chance.sample(range(len(words)), n)) if len(words) >= n else []
    return " ".join(words[i] for i in chosen) or None


def queries(records, chance):
    by_language = {}
    for record in records:
        by_language.setdefault(record["lang"], []).append(record)
    languages = sorted(language for language, rows in by_language.items() if len(rows) >= 5)
    for n in (1, 2, 3):
        made = 0
        while made < WORDS:
            language = languages[made % len(languages)]
            text = words_of(chance.choice(by_language[language]), chance, n)
            if text:
                yield f"{n} word{'s' if n > 1 else ''}", language, text
                made += 1


def questions(data, chance, kind):
    for language in XQUAD:
        with open(os.path.join(data, "eval", "xquad-" + language, "queries.tsv"), encoding="utf-8") as lines:
            rows = [line.rstrip("\n").split("\t", 1)[1] for line in lines]
        for text in chance.sample(rows, QUESTIONS // len(XQUAD)):
            yield kind, language, text


def main(data, folder):
    chance = random.Random(63)
    records = list(sample(os.path.join(data, "sample")))
    for name in sorted(os.listdir(os.path.join(data, "load"))):
        if name.endswith(".jsonl.gz"):
            records.extend(load(os.path.join(data, "load", name)))
    for language in XQUAD:
        records.extend(xquad(os.path.join(data, "eval", "xquad-" + language), language))
    with open(os.path.join(folder, "records.jsonl"), "w", encoding="utf-8") as out:
        for number, record in enumerate(records):
            out.write(json.dumps({"id": str(number), **record}, ensure_ascii=False) + "\n")
    with open(os.path.join(folder, "queries.tsv"), "w", encoding="utf-8") as out:
        for row in queries(records, chance):
            out.write("\t".join(row) + "\n")
        for kind in ("questions, all", "questions, any"):
            for row in questions(data, chance, kind):
                out.write("\t".join(row) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
