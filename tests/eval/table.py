#!/usr/bin/python3
"""Lays the figures of an evaluation beside what they must reach.

    table.py BARS RESULTS               prints the table, in Markdown
    table.py BARS RESULTS README NOTE   also puts it, with the note, between the marks in README

RESULTS has one row a run: its name, qrels, run file. BARS is bars.tsv. Runs without a bar are shown without a verdict.
"""
import sys

import score

NAMES = {"map": "MAP", "ndcg_cut_10": "nDCG@10", "P_30": "P@30", "recall_100": "Recall@100"}
BEGIN, END = "<!-- figures: begin -->\n", "<!-- figures: end -->\n"
HEADS = ("run", *NAMES.values(), "published", "judged by", "must reach", "difference", "")


def read_tsv(path):
    with open(path, encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t") for line in lines if line.strip() and not line.startswith("#")]


def measure_runs(path):
    """{run: {measure as people name it: value}}, in the order of the file"""
    figures = {}
    for run, qrels, found in read_tsv(path):
        means = score.means(score.score(score.read_qrels(qrels), score.read_run(found)))
        figures[run] = {NAMES[measure]: value for measure, value in means.items()}
    return figures


def bar_of(text, measure, figures):
    base, less, difference = text.partition(" - ")
    if not less:
        return float(text)
    return figures[base][measure] - float(difference) if base in figures else None


def plain(value):
    return f"{value:.4f}".replace("0.", ".", 1)


def row_of(run, figures, bars):
    cells = {name: plain(value) for name, value in figures[run].items()}
    if run not in bars:
        return [run, *cells.values(), "", "", "", "", ""]
    measure, published, text = bars[run]
    bar = bar_of(text, measure, figures)
    if bar is None:
        return [run, *cells.values(), published, measure, "", "", ""]
    difference = figures[run][measure] - bar
    # Judged as printed: four digits.
    verdict = "ok" if round(difference, 4) >= 0 else "short"
    return [run, *cells.values(), published, measure, plain(bar), f"{difference:+.4f}", verdict]


def lay_out(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEADS))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines) + "\n"


def save(path, note, text):
    with open(path, encoding="utf-8") as page:
        before, begin, rest = page.read().partition(BEGIN)
        _, end, after = rest.partition(END)
    if not (begin and end):
        sys.exit(f"{path}: the marks between which the table belongs are not there.")
    with open(path, "w", encoding="utf-8") as page:
        page.write(f"{before}{BEGIN}{note}\n\n{text}{END}{after}")


def main(arguments):
    if len(arguments) not in (2, 4):
        sys.exit(__doc__)
    bars = {run: rest for run, *rest in read_tsv(arguments[0])}
    figures = measure_runs(arguments[1])
    rows = [row_of(run, figures, bars) for run in figures]
    verdicts = [row[-1] for row in rows if row[-1]]
    text = lay_out([list(HEADS), *rows]) + f"\n{verdicts.count('ok')} of {len(verdicts)} bars reached.\n"
    print(text, end="")
    if len(arguments) == 4:
        save(arguments[2], arguments[3], text)


if __name__ == "__main__":
    main(sys.argv[1:])
