#!/bin/bash
# Totals, ids and facets of 200 queries are those of a count made the slow way over every stored record.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"
set -o pipefail
# count_slowly WHAT COUNT SEED: over the present collection
count_slowly() { "$BUILD/tests/tools/slow_count" "$collection" "$2" "$3" | sed "s/ok - /ok - $1: /" || failures=1; }

sample_collection
count_slowly "the sample" 200 1
if need_data sample; then
    collection=$work/shared
    "$index" --quiet --collection "$collection" add "$RASTRO_SHARED_DATA/sample"
    count_slowly "the shared sample" 200 2
fi
# Several segments, of which the later ones hide documents of the earlier ones.
collection=$work/segments
lines=$(cat corpus/sample/*.jsonl | wc -l)
cat corpus/sample/*.jsonl >"$work/all.jsonl"
"$index" --quiet --collection "$collection" add "$work/all.jsonl"
head -n $((lines / 3)) "$work/all.jsonl" | /usr/bin/python3 -c '
import json, sys
for line in sys.stdin:
    d = json.loads(line)
    d["title"] = d["title"] + " corrected"
    print(json.dumps(d))' >"$work/changed.jsonl"
"$index" --quiet --collection "$collection" add "$work/changed.jsonl"
check_equal "changed documents are served once" "$lines" "$(total)"
check_equal "and as they are now" "$((lines / 3))" "$(total -- title:corrected)"
count_slowly "two segments" 200 3
finish
