#!/usr/bin/env python3
"""How well are web pages read? Content, title, author and date of the pages in the shared data, beside the peers.

    extract.py EXTRACT_PAGES DATA [--save README] [--wrong N] [--bench]

Content: words F1 as the Web Content Extraction Benchmark defines it (words are runs of \\w in lower case, precision and recall
over the bags of them, mean over the pages), and F over segments as trafilatura's evaluation does (a string that must stand in
the text and does is a true positive, one that must not and does a false one; white space folded, one count over all pages).
Title, author and date: exact after folding white space, over the pages for which the truth has one; several authors are one
set of names. Each figure also for two halves of the pages, even and odd in the order of their names.
"""
import argparse
import collections
import json
import os
import re
import subprocess
import sys
import tempfile

PEERS = {"words": "rs-trafilatura .932, Trafilatura .928, Readability .825",
         "segments": "trafilatura 2.2 .924, justext .862, readability .826"}
BARS = {"words": .935, "segments": .925, "title": .90, "author": .75, "date": .85}


def read_lines(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def run(program, data, rows, *options):
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listing:
        for row in rows:
            listing.write(f"{data}/pages/{row['page']}\t{row['url']}\n")
        listing.flush()
        return subprocess.run([program, *options, listing.name], check=True, stdout=subprocess.PIPE).stdout


def extract(program, data, rows):
    out = run(program, data, rows)
    found = {}
    for line in out.decode().splitlines():
        document = json.loads(line)
        found[os.path.basename(document["file"])] = document
    return found


def fold(text):
    return re.sub(r"\s+", " ", text or "").strip()


def words(text):
    return re.findall(r"\w+", (text or "").lower())


def words_f1(found, truth):
    found, truth = words(found), words(truth)
    if not truth:
        return 1.0 if not found else 0.0
    both = sum((collections.Counter(found) & collections.Counter(truth)).values())
    if not both:
        return 0.0
    precision, recall = both / len(found), both / len(truth)
    return 2 * precision * recall / (precision + recall)


def values(document, field):
    return [fold(v["value"]) for v in document["values"] if v["field"] == field]


def names(text):
    return {fold(part) for part in re.split(r",? and |, (?=\S+ \S+)|;|&", text) if fold(part)}


def straight(text):
    return text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'})


def is_right(field, found, truth):
    if field == "author":
        return fold(", ".join(found)) == fold(truth) or {n for f in found for n in names(f)} == names(truth)
    return bool(found) and found[0] == fold(truth)


class Score:
    """One figure over all pages and over each half."""

    def __init__(self, mean):
        self.mean, self.parts = mean, ([], [], [])

    def add(self, half, value):
        self.parts[0].append(value)
        self.parts[1 + half].append(value)

    def figures(self):
        return [self.mean(part) if part else 0.0 for part in self.parts]


def mean(part):
    return sum(part) / len(part)


def segment_f(part):
    right, wrong, missed = (sum(row[i] for row in part) for i in range(3))
    return 2 * right / (2 * right + wrong + missed)


def measure(program, data):
    scores = {"words": Score(mean), "segments": Score(segment_f)}
    scores.update({field: Score(mean) for field in ("title", "straight title", "author", "date")})
    invented = {field: [] for field in ("author", "date")}
    wrong = []
    truth = sorted(read_lines(f"{data}/truth.jsonl"), key=lambda row: row["page"])
    found = extract(program, data, truth)
    for i, row in enumerate(truth):
        document = found.get(row["page"], {"text": "", "values": []})
        f1 = words_f1(document["text"], row["text"])
        scores["words"].add(i % 2, f1)
        wrong.append((1 - f1, f"{f1:.3f} {row['page']}"))
        for field in ("title", "author", "date"):
            given = values(document, field)
            if row[field]:
                right = is_right(field, given, row[field])
                scores[field].add(i % 2, float(right))
                if field == "title":
                    scores["straight title"].add(i % 2, float(straight("".join(given[:1])) == straight(fold(row[field]))))
                if not right:
                    wrong.append((0.5, f"{field} {row['page']}: {row[field]!r}, found {given}"))
            elif field in invented:
                invented[field].append(bool(given))
    segments = sorted(read_lines(f"{data}/segments.jsonl"), key=lambda row: row["page"])
    found = extract(program, data, segments)
    for i, row in enumerate(segments):
        text = fold(found.get(row["page"], {"text": ""})["text"])
        right = sum(fold(s) in text for s in row["with"])
        false = [s for s in row["without"] if fold(s) in text]
        scores["segments"].add(i % 2, (right, len(false), len(row["with"]) - right))
        if right < len(row["with"]) or false:
            wrong.append((0.1, f"segments {row['page']}: {len(row['with']) - right} missing, kept {false}"))
    return scores, invented, wrong


def table(scores, invented):
    labels = {"words": "main text, words F1", "segments": "main text, segments F", "title": "title, exact",
              "straight title": "title, quotation marks of either shape",
              "author": "author, exact", "date": "date, exact"}
    lines = ["| what | pages | Rastro | even, odd pages | must reach | peers on the same pages |", "|---|---:|---:|---|---:|---|"]
    for key, score in scores.items():
        whole, even, odd = score.figures()
        lines.append(f"| {labels[key]} | {len(score.parts[0])} | {whole:.3f} | {even:.3f}, {odd:.3f} | {BARS.get(key, '')} | "
                     f"{PEERS.get(key, '')} |")
    for field, given in invented.items():
        lines.append(f"| {field} given where the truth has none | {len(given)} | {sum(given)} | | | |")
    return "\n".join(lines)


def save_between(path, name, text):
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    with open(path, encoding="utf-8") as old:
        before, rest = old.read().split(begin)
    with open(path, "w", encoding="utf-8") as new:
        new.write(before + begin + "\n" + text + "\n" + end + rest.split(end)[1])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("data")
    parser.add_argument("--save")
    parser.add_argument("--wrong", type=int, default=0)
    parser.add_argument("--bench", action="store_true")
    options = parser.parse_args()
    if not os.path.isdir(options.data):
        sys.exit(f"The folder with real pages is not there: {options.data}. RASTRO_SHARED_DATA names it.")
    if options.bench:
        rows = read_lines(f"{options.data}/truth.jsonl") + read_lines(f"{options.data}/segments.jsonl")
        print(run(options.program, options.data, rows, "--repeat", "3").decode(), end="")
        return
    scores, invented, wrong = measure(options.program, options.data)
    text = table(scores, invented)
    print(text)
    for _, line in sorted(wrong, key=lambda pair: -pair[0])[:options.wrong]:
        print(line)
    if options.save:
        save_between(options.save, "extraction", text)


if __name__ == "__main__":
    main()
