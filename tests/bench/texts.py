#!/usr/bin/python3
"""Gathers the texts of bench-analysis: for each kind of writing one file in FOLDER, documents ended by a NUL byte.

    texts.py DATA FOLDER     prints name, language and file of each, tab-separated

The names say writing and material; "Latin, news" is what the bar is for. At most MOST bytes of each are taken.
"""
import gzip
import json
import os
import sys

MOST = 8_000_000

# name, language, file below the data, whose rows are texts; languages with little material take sample or sentences
SOURCES = (
    ("Latin, news: English", "en", "load/reuters21578.jsonl.gz"),
    ("Latin, news: German", "de", "load/gnad.jsonl.gz"),
    ("Latin, news: Portuguese", "pt", "load/fakebr.jsonl.gz"),
    ("Latin, news: Polish", "pl", "load/bsnlp.jsonl.gz"),
    ("Latin, news: Czech", "cs", "load/bsnlp.jsonl.gz"),
    ("Latin, speeches: English", "en", "load/ungdc.jsonl.gz"),
    ("Latin, speeches: Spanish", "es", "load/parlamint_es.jsonl.gz"),
    ("Latin, sample: French", "fr", "sample"),
    ("Cyrillic, news: Russian", "ru", "load/bsnlp.jsonl.gz"),
    ("Cyrillic, news: Ukrainian", "uk", "load/bsnlp.jsonl.gz"),
    ("Arabic, news", "ar", "load/saudinewsnet.jsonl.gz"),
    ("Chinese, news", "zh", "load/xwlb.jsonl.gz"),
    ("Japanese, sample", "ja", "sample"),
    ("Thai, sample", "th", "sample"),
    ("Bengali, sample", "bn", "sample"),
    ("Ethiopic, sample: Amharic", "am", "sample"),
    ("Greek, sentences", "el", "langid"),
    ("Devanagari, sentences: Hindi", "hi", "langid"),
    ("Hangul, sentences: Korean", "ko", "langid"),
)


def load_rows(path, language):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record.get("lang") == language:
                yield record["text"]


def sample_rows(folder, language):
    with open(os.path.join(folder, "metadata.jsonl"), encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if record.get("lang") == language:
                path = os.path.join(folder, "docs", os.path.basename(record["file"]))
                if os.path.exists(path):
                    with open(path, encoding="utf-8", errors="replace") as text:
                        yield text.read()


def sentences(folder, language):
    with open(os.path.join(folder, language + ".txt"), encoding="utf-8") as text:
        yield text.read()


def rows(data, source, language):
    path = os.path.join(data, source)
    if source == "sample":
        return sample_rows(path, language)
    return sentences(path, language) if source == "langid" else load_rows(path, language)


def main(data, folder):
    for number, (name, language, source) in enumerate(SOURCES):
        path = os.path.join(folder, f"{number}.txt")
        room = MOST
        with open(path, "wb") as out:
            for text in rows(data, source, language):
                coded = text.replace("\0", " ").encode()
                if len(coded) > room:
                    break
                room -= len(coded)
                out.write(coded + b"\0")
        print(f"{name}\t{language}\t{path}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
