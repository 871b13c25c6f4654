#!/bin/bash
# 47,784 real documents in one run: every one is accounted for, and the answers hold together.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"
need_data load || finish

collection=$work/load
files=("$RASTRO_SHARED_DATA"/load/*.jsonl.gz)
rows=$(zcat "${files[@]}" | grep -c .)
started=$(date +%s)
"$index" --collection "$collection" add "${files[@]}" >"$work/report" 2>&1
status=$?
took=$(($(date +%s) - started))
run=$("$index" --collection "$collection" status --format json)
echo "# $(json 'd["last_run"]' <<<"$run"); $took s, $(du -sm "$collection" | cut -f1) MB"
check "status 0 or 1" test "$status" -le 1
check_equal "documents in = indexed + rejected + duplicate" "$rows $rows" \
    "$(json '"%d %d" % (d["last_run"]["seen"], d["last_run"]["indexed"] + d["last_run"]["rejected"] + d["last_run"]["duplicate"])' <<<"$run")"
check_equal "what was indexed is served" "$(json 'd["last_run"]["indexed"]' <<<"$run")" "$(total)"
check_equal "the facets of everything add up to it" True \
    "$(answer --limit 0 --facet source_type:0 --facet lang:0 --facet year:0 | json 'all(sum(v["count"] for v in f["values"]) + f["missing"] == d["total"] for f in d["facets"].values())')"
# Counted by another program, from the files themselves.
check_equal "source types as the files have them" "$(zcat "${files[@]}" | /usr/bin/python3 -c '
import collections, json, sys
names = {"gov": "government", "igo": "intergovernmental"}
kinds = {}
for line in sys.stdin:
    d = json.loads(line)
    kinds[d["id"]] = names.get(d["source_type"], d["source_type"])
print(sorted(collections.Counter(kinds.values()).items()))')" \
    "$(answer --limit 0 --facet source_type:0 | json 'sorted((v["id"], v["count"]) for v in d["facets"]["source_type"]["values"])')"
for query in 'police' 'derechos humanos' '"human rights"' '经济' 'полиция' 'الحكومة' 'w*' 'the AND of'; do
    started=$(date +%s%N)
    found=$(total --facet country:0 --facet source_type -- "$query")
    echo "# «$query»: $found in $((($(date +%s%N) - started) / 1000000)) ms with facets, the start of two programs included"
    check "«$query» finds some" test "$found" -gt 0
done
finish
