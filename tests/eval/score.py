#!/usr/bin/python3
"""Scores a TREC run against judgements, as trec_eval does, with nothing but Python's own library.

    score.py QRELS RUN        four lines: measure, "all", value
    score.py -q QRELS RUN     the same for each query before them

Where every judged query has a relevant document, what is printed equals
`trec_eval -c -m map -m ndcg_cut.10 -m P.30 -m recall.100 -m num_q QRELS RUN`:

  map            precision at each relevant document found, summed, over the number of relevant documents
  ndcg_cut_10    gains as judged (linear), discounted by log2(rank + 1), over the best possible order's
  P_30           relevant documents among the first 30, over 30
  recall_100     relevant documents among the first 100, over the number of relevant documents

Means are over every query with a relevant document, also those that the run does not answer (trec_eval's -c); queries
without one are left out. The order is that of the scores, in single precision, and of equal scores the greater id first:
the rank column is not read.
"""
import math
import struct
import sys

MEASURES = ("map", "ndcg_cut_10", "P_30", "recall_100")


def read_rows(path, columns):
    with open(path, encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            fields = line.split()
            if len(fields) != columns:
                sys.exit(f"{path}, line {number}: {len(fields)} columns, not {columns}.")
            yield number, fields


def read_qrels(path):
    """{query: {document: gain}}"""
    qrels = {}
    for _, (query, _, document, gain) in read_rows(path, 4):
        qrels.setdefault(query, {})[document] = int(gain)
    return qrels


def single_precision(score):
    return struct.unpack("f", struct.pack("f", float(score)))[0]


def read_run(path):
    """{query: [document, best first]}"""
    scores = {}
    for number, (query, _, document, _, score, _) in read_rows(path, 6):
        found = scores.setdefault(query, {})
        if document in found:
            sys.exit(f"{path}, line {number}: {document} comes twice for query {query}.")
        found[document] = single_precision(score)
    # trec_eval compares ids as bytes.
    return {query: sorted(found, key=lambda d, found=found: (found[d], d.encode()), reverse=True)
            for query, found in scores.items()}


def discounted(gains):
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1) if gain > 0)


def score_query(judged, ranking):
    relevant = sum(gain > 0 for gain in judged.values())
    gains = [judged.get(document, 0) for document in ranking]
    found, precisions = 0, 0.0
    for rank, gain in enumerate(gains, 1):
        if gain > 0:
            found += 1
            precisions += found / rank
    ideal = sorted(judged.values(), reverse=True)
    return {"map": precisions / relevant,
            "ndcg_cut_10": discounted(gains[:10]) / discounted(ideal[:10]),
            "P_30": sum(gain > 0 for gain in gains[:30]) / 30,
            "recall_100": sum(gain > 0 for gain in gains[:100]) / relevant}


def score(qrels, run):
    """{query: {measure: value}} for each query with a relevant document."""
    return {query: score_query(judged, run.get(query, []))
            for query, judged in qrels.items() if any(gain > 0 for gain in judged.values())}


def means(scores):
    return {measure: sum(s[measure] for s in scores.values()) / max(len(scores), 1) for measure in MEASURES}


def main(arguments):
    each = arguments[:1] == ["-q"]
    if len(arguments) != 2 + each:
        sys.exit(__doc__)
    scores = score(read_qrels(arguments[-2]), read_run(arguments[-1]))
    if each:
        for query in sorted(scores):
            for measure in MEASURES:
                print(f"{measure}\t{query}\t{scores[query][measure]:.4f}")
    for measure, value in means(scores).items():
        print(f"{measure}\tall\t{value:.4f}")
    print(f"num_q\tall\t{len(scores)}")


if __name__ == "__main__":
    main(sys.argv[1:])
