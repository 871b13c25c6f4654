#!/usr/bin/env python3
"""Learns the weights of indexer/extract/html_features.def from pages whose text is known. Needs Debian's python3-numpy.

    extract_learn.py EXTRACT_PAGES DATA            cross-validation: learned from one half of the pages, measured on the other
    extract_learn.py EXTRACT_PAGES DATA --write    learns from all pages and writes the weights into the table

A block of a page is content when its words stand in the known text (three in a row for longer ones), each text as often as it
stands there. Of the pages for which only strings are known, the blocks that hold them count. Logistic regression with a quadratic
penalty, by Newton's method; a block counts by its words, a page as much as any other.
"""
import argparse
import collections
import json
import os
import random
import re
import sys

try:
    import numpy
except ImportError:
    sys.exit("Learning needs numpy: apt-get install python3-numpy.")

sys.path.insert(0, os.path.dirname(__file__))
from extract import fold, read_lines, run, save_between, segment_f, words, words_f1  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
TABLE = os.path.join(HERE, "../../indexer/extract/html_features.def")
PENALTY = 2.0           # of the squared weights, for each two pages
STRINGS = 1.0           # how much a page of which only strings are known counts beside one whose text is
WORDS_OF_A_BLOCK = 2.0  # that a block counts beyond those it has
CHANGE_WITHIN, CHANGE_ACROSS = 1.5, 0.5  # as in html_choose.c
LONG, NEAR, SHARE = 9, 4, 0.6            # words of a block that is known by three in a row; blocks around it; share of them known


class Page:
    def __init__(self, row, blocks):
        self.row = row
        self.texts = [block["text"] for block in blocks]
        self.parents = [block["parent"] for block in blocks]
        self.links = [block["links"] / max(block["words"], 1e-9) for block in blocks]
        self.values = numpy.array([block["f"] for block in blocks], float)
        self.words = [words(text) for text in self.texts]


def read_pages(program, data, name):
    rows = read_lines(f"{data}/{name}.jsonl")
    blocks = collections.defaultdict(list)
    for line in run(program, data, rows, "--features").decode().splitlines():
        block = json.loads(line)
        blocks[os.path.basename(block["file"])].append(block)
    return [Page(row, blocks[row["page"]]) for row in rows if blocks[row["page"]] and row.get("text") != ""]


# ---- which blocks are content ----

def label_by_text(page):
    known = words(page.row["text"])
    threes = set(zip(known, known[1:], known[2:]))
    run_of_words = " " + " ".join(known) + " "
    lines = collections.Counter(" ".join(words(line)) for line in page.row["text"].split("\n"))
    candidates, long = collections.defaultdict(list), numpy.zeros(len(page.texts))
    for i, block in enumerate(page.words):
        if len(block) >= LONG:
            inside = [three in threes for three in zip(block, block[1:], block[2:])]
            if sum(inside) < SHARE * len(inside):
                continue
            long[i] = 1
        elif not block or f" {' '.join(block)} " not in run_of_words:
            continue
        candidates[" ".join(block)].append(i)

    def company(i):
        return sum(long[max(0, i - NEAR):i + NEAR + 1]) - long[i]

    labels = numpy.zeros(len(page.texts))
    for text, places in candidates.items():
        tiny = len(text.split()) < 4
        times = lines[text] if tiny and lines[text] else max(1, run_of_words.count(f" {text} "))
        for i in sorted(places, key=lambda i: (-min(company(i), 3), page.links[i]))[:times]:
            if not tiny or lines[text] or company(i) >= 2:
                labels[i] = 1
    weight = numpy.array([len(block) for block in page.words]) + WORDS_OF_A_BLOCK
    return labels, weight / (sum(len(block) for block, label in zip(page.words, labels) if label) + 50)


def label_by_strings(page):
    labels, weight = numpy.zeros(len(page.texts)), numpy.zeros(len(page.texts))
    texts = [fold(text) for text in page.texts]
    for key, label in (("with", 1), ("without", 0)):
        for string in page.row[key]:
            places = [i for i, text in enumerate(texts) if fold(string) in text and (label or not labels[i])]
            for i in places:
                labels[i], weight[i] = label, weight[i] + 1 / len(places)
    return labels, weight


def learn(texts, strings):
    rows = [label_by_text(page) for page in texts]
    mean = numpy.concatenate([weight for _, weight in rows]).mean()
    rows = [(labels, weight / mean) for labels, weight in rows]
    of_a_page = sum(weight.sum() for _, weight in rows) / len(rows)
    rows += [(labels, weight * STRINGS * of_a_page / 6) for labels, weight in map(label_by_strings, strings)]
    x = numpy.vstack([page.values for page in texts + strings])
    y, w = (numpy.concatenate([row[i] for row in rows]) for i in (0, 1))
    x, y, w = x[w > 0], y[w > 0], w[w > 0]
    penalty = numpy.eye(x.shape[1]) * PENALTY * len(texts) / 2
    penalty[0, 0] = 1e-3
    weights = numpy.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + numpy.exp(-(x @ weights)))
        step = numpy.linalg.solve((x * (w * p * (1 - p))[:, None]).T @ x + penalty, x.T @ (w * (y - p)) - penalty @ weights)
        weights += step
        if abs(step).max() < 1e-4:
            break
    return weights


# ---- what they choose ----

def choose(page, weights):
    no, yes, came, chosen = 0.0, 0.0, [], []
    for i, gain in enumerate(page.values @ weights):
        change = 0 if i == 0 else CHANGE_WITHIN if page.parents[i] == page.parents[i - 1] else CHANGE_ACROSS
        came.append((bool(yes - change > no), bool(yes >= no - change)))
        no, yes = max(no, yes - change), max(yes, no - change) + gain
    state = bool(yes > no)
    for step in reversed(came):
        chosen.append(state)
        state = step[state]
    chosen.reverse()
    return " ".join(text for text, keep in zip(page.texts, chosen) if keep or not any(chosen))


def count_strings(page, weights):
    text = fold(choose(page, weights))
    right = sum(fold(string) in text for string in page.row["with"])
    return right, sum(fold(string) in text for string in page.row["without"]), len(page.row["with"]) - right


def validate(texts, strings):
    figures = []
    for seed in range(3):
        shuffled = [list(pages) for pages in (texts, strings)]
        for pages in shuffled:
            random.Random(seed).shuffle(pages)
        halves = [[pages[half::2] for pages in shuffled] for half in (0, 1)]
        for half in (0, 1):
            weights = learn(*halves[1 - half])
            figures.append((numpy.mean([words_f1(choose(page, weights), page.row["text"]) for page in halves[half][0]]),
                            segment_f([count_strings(page, weights) for page in halves[half][1]])))
    lines = ["| learned from one half, measured on the other | mean of six | each |", "|---|---:|---|"]
    for i, label in enumerate(("main text, words F1", "main text, segments F")):
        lines.append(f"| {label} | {numpy.mean([f[i] for f in figures]):.3f} | {', '.join(f'{f[i]:.3f}' for f in figures)} |")
    return "\n".join(lines)


def write(weights):
    with open(TABLE, encoding="utf-8") as old:
        table = old.read()
    for name, weight in zip(re.findall(r"^X\((\w+),", table, re.M), weights):
        table = re.sub(rf"^X\({name}, *-?[\d.]+f,", f"X({name + ',':<18} {weight:7.3f}f,", table, flags=re.M)
    with open(TABLE, "w", encoding="utf-8") as new:
        new.write(table)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("data")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--save")
    options = parser.parse_args()
    texts = [page for page in read_pages(options.program, options.data, "truth") if page.row["text"]]
    strings = read_pages(options.program, options.data, "segments")
    if options.write:
        write(learn(texts, strings))
        return
    text = validate(texts, strings)
    print(text)
    if options.save:
        save_between(options.save, "halves", text)


if __name__ == "__main__":
    main()
