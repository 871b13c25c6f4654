#!/usr/bin/env python3
"""Fits indexer/facts/country_weights.def to articles whose countries editors have marked.

    fit_countries.py RECORDS FEATURES [--write FILE]

RECORDS is JSONL with "country" and "date"; FEATURES what facts_countries --features printed for it. Logistic regression
with a small penalty, by Newton's method. Fitted on every other day and tested on the rest, and the other way round; the
weights printed (and written with --write) are those of all days. Micro-F1 over all labels but US, and over all.
"""
import argparse
import json
import math
import re

PENALTY = 3.0


def solve(a, b):
    """Gauss with pivots: a x = b."""
    n = len(b)
    m = [row[:] + [b[i]] for i, row in enumerate(a)]
    for i in range(n):
        p = max(range(i, n), key=lambda r: abs(m[r][i]))
        m[i], m[p] = m[p], m[i]
        for r in range(i + 1, n):
            f = m[r][i] / m[i][i]
            if f:
                m[r] = [x - f * y for x, y in zip(m[r], m[i])]
    x = [0.0] * n
    for i in reversed(range(n)):
        x[i] = (m[i][n] - sum(m[i][j] * x[j] for j in range(i + 1, n))) / m[i][i]
    return x


def fit(rows):
    n = len(rows[0][1])
    w = [0.0] * n
    for _ in range(12):
        g = [-PENALTY * x if i else 0.0 for i, x in enumerate(w)]
        h = [[(PENALTY if i == j and i else 1e-9 if i == j else 0.0) for j in range(n)] for i in range(n)]
        for y, nonzero in ((y, s) for y, _, s in rows):
            z = sum(w[i] * v for i, v in nonzero)
            p = 1 / (1 + math.exp(-max(-30, min(30, z))))
            d = p * (1 - p)
            for i, v in nonzero:
                g[i] += (y - p) * v
                hi = h[i]
                dv = d * v
                for j, u in nonzero:
                    hi[j] += dv * u
        step = solve(h, g)
        w = [a + b for a, b in zip(w, step)]
        if max(map(abs, step)) < 1e-4:
            break
    return w


class Counts:
    def __init__(self):
        self.hit = self.got = self.want = 0

    def add(self, got, want):
        self.hit += len(got & want)
        self.got += len(got)
        self.want += len(want)

    def __str__(self):
        p, r = self.hit / max(1, self.got), self.hit / max(1, self.want)
        return "P %.3f R %.3f F1 %.4f" % (p, r, 2 * p * r / max(1e-9, p + r))


def judge(docs, w, bias=0.0):
    rest, all_ = Counts(), Counts()
    for gold, candidates in docs:
        got = {c for c, f in candidates if sum(w[i] * v for i, v in f) + bias > 0}
        all_.add(got, gold)
        rest.add(got - {"US"}, gold - {"US"})
    return rest, all_


def f1(c):
    return 2 * c.hit / max(1, c.got + c.want)


def best_bias(docs, w):
    return max((b / 20 for b in range(-20, 21)), key=lambda b: f1(judge([d for d in docs if d[0]], w, b)[0]))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("records")
    parser.add_argument("features")
    parser.add_argument("--write")
    args = parser.parse_args()
    docs = []
    for line in open(args.records, encoding="utf-8"):
        record = json.loads(line)
        docs.append((record["date"][:10], set(record["country"]), []))
    for line in open(args.features, encoding="utf-8"):
        row, code, *values = line.rstrip("\n").split("\t")
        values = [float(v) for v in values]
        docs[int(row)][2].append((code, values, [(i, v) for i, v in enumerate(values) if v]))
    days = sorted({d for d, _, _ in docs})
    half = {d: i % 2 for i, d in enumerate(days)}

    def rows(part):
        return [(1.0 if c in gold else 0.0, v, s) for d, gold, cs in docs for c, v, s in cs
                if half[d] in part and c != "US" and gold]

    def side(part):
        return [(gold, [(c, s) for c, _, s in cs]) for d, gold, cs in docs if half[d] in part]

    for train, test in ((0, 1), (1, 0)):
        w = fit(rows({train}))
        b = best_bias(side({train}), w)
        for name, part in (("fitted on", train), ("tested on", test)):
            rest, all_ = judge([d for d in side({part}) if d[0]], w, b)
            print("%s half %d: but US %s | all %s" % (name, part, rest, all_))
    w = fit(rows({0, 1}))
    w[0] += best_bias(side({0, 1}), w)
    print("with unmarked articles: but US %s | all %s" % judge(side({0, 1}), w))
    rest, all_ = judge([d for d in side({0, 1}) if d[0]], w)
    print("whole: but US %s | all %s" % (rest, all_))
    table = open("indexer/facts/country_weights.def", encoding="utf-8").read().split("clang-format off")[1]
    names = re.findall(r"X\((\w+),", table) + re.findall(r"Y\((\w+, \w+),", table)
    for name, value in zip(names, w):
        print("%-22s %.3f" % (name, value))
    if args.write:
        text = open(args.write).read()
        for name, value in zip(names, w):
            text = re.sub(r"\(%s, *[-0-9.]+\)" % name, "(%s, %.3f)" % (name, value), text)
        open(args.write, "w").write(text)


if __name__ == "__main__":
    main()
