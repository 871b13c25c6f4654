#!/usr/bin/python3
"""Holds what is concluded from texts against what people wrote down.

    facts.py sample FOLDER          prints the records of FOLDER/metadata.jsonl with the texts of FOLDER/docs in them
    facts.py table WORK [README]    prints the table, in Markdown; also puts it between the marks in README

WORK holds NAME.jsonl and NAME.facts, the output of facts_dump for it, for reuters, amnesty and sample.
"""
import json
import os
import sys
from collections import Counter

BEGIN, END = "<!-- facts: begin -->\n", "<!-- facts: end -->\n"
TYPES = {"gov": "government", "igo": "intergovernmental"}
COLUMNS = ("countries", "why", "type", "type_from", "source_country", "source_country_from", "text_alone", "date")


def print_sample(folder):
    for line in open(os.path.join(folder, "metadata.jsonl"), encoding="utf-8"):
        record = json.loads(line)
        path = os.path.join(folder, "docs", os.path.basename(record.pop("file")))
        title, _, text = open(path, encoding="utf-8", errors="replace").read().partition("\n\n")
        record["text"] = text or title
        print(json.dumps(record, ensure_ascii=False))


def read(work, name):
    records = [json.loads(line) for line in open(f"{work}/{name}.jsonl", encoding="utf-8")]
    facts = [dict(zip(COLUMNS, line.rstrip("\n").split("\t")))
             for line in open(f"{work}/{name}.facts", encoding="utf-8")]
    assert len(records) == len(facts), name
    return list(zip(records, facts))


def codes(facts):
    return [] if facts["countries"] == "-" else facts["countries"].split(" ")


def micro(pairs):
    """(precision, recall, F1) over pairs of sets: told, wanted"""
    hit = sum(len(a & b) for a, b in pairs)
    told, wanted = sum(len(a) for a, _ in pairs), sum(len(b) for _, b in pairs)
    return hit / max(1, told), hit / max(1, wanted), 2 * hit / max(1, told + wanted)


def reuters_rows(work):
    rows = []
    docs = [(set(codes(f)), set(r["country"])) for r, f in read(work, "reuters")]
    marked = [(a, b) for a, b in docs if b]
    for what, some in (("articles that editors marked", marked), ("all articles", docs)):
        for which, skip in (("all labels but US", {"US"}), ("all labels", set())):
            p, r, f = micro([(a - skip, b - skip) for a, b in some])
            rows.append((f"reuters21578, country, {which}, {what}", f"precision {p:.3f}, recall {r:.3f}", f"{f:.3f}"))
    return rows


def share(pairs):
    return sum(pairs) / max(1, len(pairs))


def amnesty_rows(work):
    docs = [(codes(f), r["country"]) for r, f in read(work, "amnesty") if len(r["country"]) == 1]
    first = share([told[:1] == wanted for told, wanted in docs])
    among = share([wanted[0] in told for told, wanted in docs])
    return [("amnesty, the country of the entry is the first one told", f"among those told {among:.3f}", f"{first:.3f}")]


def sample_rows(work):
    docs = read(work, "sample")
    known = [(r, f) for r, f in docs if r["source"] or r["url"]]
    right = Counter(f["type_from"].split(":")[0] for r, f in known
                    if f["type"] == TYPES.get(r["source_type"], r["source_type"]))
    told = Counter(f["type_from"].split(":")[0] for r, f in known if f["type"] != "-")
    by = ", ".join(f"{kind} {right[kind]} of {told[kind]}" for kind in sorted(told))
    rows = [("sample, source type, where an address or source is given",
             f"{len(known)} documents; unknown {share([f['type'] == '-' for _, f in known]):.3f}; {by}",
             f"{sum(right.values()) / len(known):.3f}")]
    for kind in ("news", "ngo", "gov", "igo"):
        some = [f["text_alone"] for r, f in known if r["source_type"] == kind]
        seen = Counter(some).most_common(3)
        rows.append((f"sample, by the text alone, what is {kind}", ", ".join(f"{t} {n}" for t, n in seen),
                     f"{share([t == TYPES.get(kind, kind) for t in some]):.3f}"))
    hosts = [(f["source_country"], r["country"][0]) for r, f in docs
             if r["url"].startswith("http") and r["source_type"] == "news" and len(r["country"]) == 1]
    rows.append(("sample, source country of news with an address", f"{len(hosts)} documents",
                 f"{share([a == b for a, b in hosts]):.3f}"))
    dated = [(f["date"], r["date"]) for r, f in docs if r["date"] and not r["date"].startswith("1970")]
    found = [(a, b) for a, b in dated if a != "-"]
    rows.append(("sample, date in the text, of those told", f"{len(found)} of {len(dated)} have one",
                 f"{share([b.startswith(a) or a.startswith(b) for a, b in found]):.3f}"))
    return rows


def table(work):
    lines = ["| what | | |", "|---|---|---:|"]
    lines += ["| %s | %s | %s |" % row for row in reuters_rows(work) + amnesty_rows(work) + sample_rows(work)]
    return "\n".join(lines) + "\n"


def main():
    if sys.argv[1] == "sample":
        print_sample(sys.argv[2])
        return
    text = table(sys.argv[2])
    print(text)
    if len(sys.argv) > 3:
        readme = open(sys.argv[3], encoding="utf-8").read()
        before, rest = readme.split(BEGIN)
        after = rest.split(END)[1]
        open(sys.argv[3], "w", encoding="utf-8").write(before + BEGIN + text + END + after)


if __name__ == "__main__":
    main()
