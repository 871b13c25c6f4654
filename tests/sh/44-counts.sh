#!/bin/bash
# Dates counted by year, quarter, month, week and day, shares, tables of two fields, values by name: each against a slow
# count over the documents themselves.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"

sample_collection
"$search" --collection "$collection" query --format json --limit 1000 --highlight 0 >"$work/all.json"
cat >"$work/count.py" <<'END'
import calendar, collections, datetime, json, subprocess, sys
search, collection, everything = sys.argv[1:4]
docs = {d["id"]: d for d in json.load(open(everything))["results"]}

def answer(*options):
    return json.loads(subprocess.run([search, "--collection", collection, "query", "--format", "json", "--highlight", "0",
                                      "--limit", "1000", *options], capture_output=True, check=True).stdout)
def days(date):
    parts = [int(p) for p in date.split("-")]
    if len(parts) == 1: return datetime.date(parts[0], 1, 1), datetime.date(parts[0], 12, 31)
    if len(parts) == 2: return datetime.date(*parts, 1), datetime.date(*parts, calendar.monthrange(*parts)[1])
    return datetime.date(*parts), datetime.date(*parts)
names = {"year": lambda d: "%d" % d.year, "quarter": lambda d: "%d-Q%d" % (d.year, (d.month + 2) // 3),
         "month": lambda d: "%d-%02d" % (d.year, d.month), "week": lambda d: "%d-W%02d" % d.isocalendar()[:2],
         "day": lambda d: d.isoformat()}
def histogram(found, interval):
    counts, missing, coarse = collections.Counter(), 0, 0
    for d in found:
        if "date" not in d: missing += 1; continue
        first, last = map(names[interval], days(d["date"]))
        if first == last: counts[first] += 1
        else: coarse += 1
    return counts, missing, coarse
def values(d, field):
    v = d["date"][:4] if field == "year" and "date" in d else d.get(field, [])
    return v if isinstance(v, list) else [v]

def tell(name, good, seen=""):
    print(("ok - " if good else "not ok - ") + name)
    if not good: print("# " + str(seen)[:2000])

def request(filters, text, without=""):
    return [o for f in filters if not (without and f.startswith(without)) for o in ("--filter", f)] + ["--", text]
queries = [([], ""), ([], "police"), (["country=ES"], "police"), ([], "警察 OR полиция OR policía"), ([], "date:2022"),
           ([], "nowhere"), (["source_type=ngo"], ""), (["date=2022..2023"], "station OR bureau")]

# A filter on dates does not narrow the facet of dates.
for interval in names:
    wrong = []
    for filters, text in queries:
        facet = answer("--facet", "date:" + interval, "--shares", *request(filters, text))["facets"]["date"]
        found, filtered = ([docs[r["id"]] for r in answer(*request(filters, t, "date="))["results"]] for t in (text, ""))
        counts, missing, coarse = histogram(found, interval)
        of, missing_of, coarse_of = histogram(filtered, interval)
        got = {v["label"]: v["count"] for v in facet["values"] if v["count"]}
        if got != dict(counts) or any(v["of"] != of[v["label"]] for v in facet["values"]) or \
                [facet[k] for k in ("missing", "coarse", "missing_of", "coarse_of")] != [missing, coarse, missing_of, coarse_of]:
            wrong.append((filters, text, got, counts))
        ids = [v["id"] for v in facet["values"]]
        if ids != sorted(ids): wrong.append((filters, text, ids))
    tell("dates by %s" % interval, not wrong, wrong)
a = answer("--facet", "date:month")
months = [v["label"] for v in a["facets"]["date"]["values"]]
first, last = months[0], months[-1]
tell("no month is left out", len(months) == (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1, months)
wrong = []
for interval in names:
    for v in answer("--facet", "date:" + interval)["facets"]["date"]["values"]:
        if v["count"] and answer("--filter", "date=" + v["id"])["total"] != v["count"]: wrong.append(v)
tell("the id of a span of time is a filter that finds just its documents", not wrong, wrong)

for fields in [("country", "year"), ("source_type", "lang"), ("lang", "country"), ("source_country", "source_type"), ("year", "media_type")]:
    wrong = []
    for query in queries:
        a = answer("--cross", ",".join(fields), *request(*query))
        want, rows, columns = collections.Counter(), collections.Counter(), collections.Counter()
        for r in a["results"]:
            d = docs[r["id"]]
            left, right = ([v or None for v in values(d, f)] or [None] for f in fields)
            for x in left:
                rows[x] += 1
                for y in right: want[x, y] += 1
            for y in right: columns[y] += 1
        cross = a["cross"]
        ids = [[v["id"] for v in cross[k]["values"]] + [None] for k in ("rows", "columns")]
        got = {(x, y): n for x, row in zip(ids[0], cross["counts"]) for y, n in zip(ids[1], row) if n}
        if dict(want) != got: wrong.append((query, dict(want), got))
        if any(v["count"] != rows[v["id"]] for v in cross["rows"]["values"]): wrong.append((query, rows))
        if cross["columns"]["missing"] != columns[None]: wrong.append((query, "missing"))
    tell("%s and %s" % fields, not wrong, wrong)
END
/usr/bin/python3 "$work/count.py" "$search" "$collection" "$work/all.json" || fail "the slow count ran" "status $?"

shares() { answer --limit 0 --facet country:0 --shares "$@" | json 'all(v["count"] <= v["of"] for v in d["facets"]["country"]["values"]) and sum(v["of"] for v in d["facets"]["country"]["values"])'; }
check_equal "without a query a share is the whole" "$(answer --limit 0 --facet country:0 | json 'sum(v["count"] for v in d["facets"]["country"]["values"])')" "$(shares)"
called() { answer --limit 0 --facet-search "$1" | json '" ".join(v["id"] for v in d["facets"]["'"${1%%=*}"'"]["values"])'; }
check_equal "a country by a name in Spanish" "ES" "$(called country=Espa)"
check_equal "in Russian" "ES" "$(called country=Испан)"
check_equal "in Arabic" "ES" "$(called country=إسبان)"
check_equal "in Chinese" "ES" "$(called country=西班牙)"
check_equal "by a word within it" "GB" "$(called country=kingdom)"
check_equal "without its accents" "ES" "$(called country=espana)"
check_equal "a language" "de" "$(called lang=allem)"
check_equal "nothing is called so" "" "$(called country=zzz)"
check_equal "a chosen value is shown all the same" "ES" "$(answer --limit 0 --filter country=ES --facet-search country=zzz | json '" ".join(v["id"] for v in d["facets"]["country"]["values"])')"
check_equal "by name" "True" "$(answer --limit 0 --facet-sort lang=name --facet lang:0 | json '[v["label"] for v in d["facets"]["lang"]["values"]] == sorted(v["label"] for v in d["facets"]["lang"]["values"])')"
check_status "no interval" 2 "$search" --collection "$collection" query --facet date:fortnight
check_status "a table of one field" 2 "$search" --collection "$collection" query --cross country
check_status "a table of the same twice" 2 "$search" --collection "$collection" query --cross country,country
check_has "a table for people" "country and year" "$("$search" --collection "$collection" query --limit 0 --cross country,year -- police)"
spain=$(answer --limit 0 --facet country:0 --shares -- police | json 'next("%d of %d" % (v["count"], v["of"]) for v in d["facets"]["country"]["values"] if v["id"] == "ES")')
check_equal "a share for people" "$spain" \
    "$("$search" --collection "$collection" query --limit 0 --facet country:0 --shares -- police | awk '$1 == "Spain" { sub(",", "", $4); print $2, $3, $4 }')"
finish
