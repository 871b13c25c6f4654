#!/bin/bash
# Real answers and real records hold to result.schema.json and record.schema.json, and what breaks a schema is refused by it.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"

# valid SCHEMA: each line of standard input holds to it
valid() {
    /usr/bin/python3 - "schemas/$1.schema.json" 3<&0 <<'PY'
import json, os, sys
from jsonschema import Draft7Validator
schema = json.load(open(sys.argv[1]))
Draft7Validator.check_schema(schema)
validator, seen = Draft7Validator(schema), 0
for number, line in enumerate(os.fdopen(3, encoding="utf-8"), 1):
    seen += 1
    for error in validator.iter_errors(json.loads(line)):
        sys.exit(f"line {number}, {'/'.join(map(str, error.absolute_path))}: {error.message[:300]}")
sys.exit(0 if seen else "nothing to validate")
PY
}
# answers NAME OPTIONS... -- QUERY: the answer holds to the schema
answers() {
    local name=$1
    shift
    answer "$@" >"$work/answer.json" || fail "$name: an answer" "status $?"
    if out=$(valid result <"$work/answer.json" 2>&1); then pass "$name"; else fail "$name" "$out"; fi
}

sample_collection
answers "every document of the sample, with every facet" --limit 1000 --facet country:0 --facet source_type --facet lang:0 \
    --facet source:0 --facet source_country --facet author:0 --facet year --facet host --facet tags:0
check "which are many" test "$(json 'len(d["results"])' <"$work/answer.json")" -ge 55
answers "an answer with highlights" -- 'police OR policía OR 警务 OR полиция OR شرطة'
check "which has them" test "$(json 'sum(len(h["spans"]) for r in d["results"] for h in r["highlight"])' <"$work/answer.json")" -ge 20
answers "nothing found" -- zzzqqqxxx
check_equal "which is so" 0 "$(json 'd["total"]' <"$work/answer.json")"
answers "an empty query" --limit 3
answers "a broken query, with warnings" -- '((police AND "overseas nosuch:x date:13-13 OR'
check "which has them" test "$(json 'len(d["query"]["warnings"])' <"$work/answer.json")" -ge 2
answers "filters, with values nobody has" --filter country=ES --filter country=AQ --filter tags=none --facet country --facet tags
answers "not all of the words" -- police overseas zzzqqqxxx
answers "a page" --limit 2 --offset 3 --sort date:desc -- police

"$search" --collection "$collection" query --format json --limit 1000 | json '"\n".join(r["id"] for r in d["results"])' |
    while read -r id; do "$search" --collection "$collection" show --format json -- "$id"; done >"$work/records.jsonl"
check "every document is shown as a record" valid record <"$work/records.jsonl"
check_equal "which are all" "$(total)" "$(wc -l <"$work/records.jsonl")"
cat corpus/sample/*.jsonl >"$work/given.jsonl"
check "the records of the sample hold to the schema as they are given" valid record <"$work/given.jsonl"
# What comes out can go in again, and is the same.
collection=$work/again
check "records that were shown are indexed again" "$index" --quiet --collection "$collection" add "$work/records.jsonl"
"$search" --collection "$collection" query --format json --limit 1000 | json '"\n".join(r["id"] for r in d["results"])' |
    while read -r id; do "$search" --collection "$collection" show --format json -- "$id"; done >"$work/again.jsonl"
check_equal "and come out the same" "$(sort "$work/records.jsonl" | md5sum)" "$(sort "$work/again.jsonl" | md5sum)"

make_collection odd <<'END'
{"id":"odd","title":"<b>Title</b> \u2028 & \"quotes\"","text":"police","country":["ES","Freedonia"],"date":"sometime","source_type":"blog post","tags":[],"rating":4.5,"nested":{"a":[1,null,true]},"score":"not ours","highlight":"nor this","total":7}
{"text":"Nothing but a text about the police."}
{"id":"ftm","schema":"Article","properties":{"title":["Police abroad"],"bodyText":["A body about police."],"language":["eng"],"country":["es"],"publishedAt":["2021-05"]}}
{"id":"part","title":"A partial date","text":"police","date":"2021-05","lang":"zh-Hant"}
END
answers "odd records" --facet country --facet source_type -- police
check_equal "all four" 4 "$(json 'd["total"]' <"$work/answer.json")"
check_equal "unknown fields keep their kinds" "4.5 {'a': [1, None, True]} 7" \
    "$(json '[(r["rating"], r["nested"], r["total"]) for r in d["results"] if r["id"] == "odd"][0]' <"$work/answer.json" | tr -d '()' | sed 's/, {/ {/; s/, 7/ 7/')"
check_equal "an unknown field never takes the place of ours" "float list" \
    "$(json '[type(r["score"]).__name__ + " " + type(r["highlight"]).__name__ for r in d["results"] if r["id"] == "odd"][0]' <"$work/answer.json")"
for id in $(ids -- police); do "$search" --collection "$collection" show --format json "$id"; done >"$work/records.jsonl"
check "odd records, shown" valid record <"$work/records.jsonl"

# The schemas can say no.
refused() { # NAME SCHEMA STATEMENT FILE: what the file holds, changed by a Python statement, is refused
    /usr/bin/python3 -c 'import json,sys; d=json.load(sys.stdin); exec(sys.argv[1]); print(json.dumps(d))' "$3" <"$4" >"$work/bad.json"
    if valid "$2" <"$work/bad.json" >/dev/null 2>&1; then fail "refused: $1" "it was accepted"; else pass "refused: $1"; fi
}
refused "a total that is a string" result 'd["total"] = "3"' "$work/answer.json"
refused "an estimate" result 'd["total_type"] = "gte"' "$work/answer.json"
refused "a result without an id" result 'del d["results"][0]["id"]' "$work/answer.json"
refused "a result with its whole text" result 'd["results"][0]["text"] = "x"' "$work/answer.json"
refused "a facet value without a count" result 'del d["facets"]["source_type"]["values"][0]["count"]' "$work/answer.json"
refused "a field of the answer that the contract does not know" result 'd["extra"] = 1' "$work/answer.json"
head -1 "$work/records.jsonl" >"$work/record.json"
refused "a record whose text is an object" record 'd["text"] = {"body": "x"}' "$work/record.json"
finish
