#!/bin/bash
# What a query over all languages costs beside the same query with its language given, in one collection of more than
# twenty languages: run by `make bench-languages`. Needs the folder with real documents (RASTRO_SHARED_DATA); BUILD names the
# build folder.
set -euo pipefail
cd "$(dirname "$0")/../.."
BUILD=${BUILD:-build}
data=${RASTRO_SHARED_DATA:-../shared/data}
bar=1.5

[ -d "$data/load" ] || { echo "bench-languages: skipped, the folder with real documents (RASTRO_SHARED_DATA) is not there."; exit 0; }
scratch=$(mktemp -d "${TMPDIR:-/tmp}/rastro-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

/usr/bin/python3 tests/bench/language_queries.py "$data" "$scratch"
status=0
"$BUILD/rastro-index" --quiet --collection "$scratch/mixed" add "$scratch/records.jsonl" >"$scratch/log" 2>&1 || status=$?
[ "$status" -le 1 ] || { cat "$scratch/log"; exit 1; }
"$BUILD/rastro-search" --collection "$scratch/mixed" query --format json --limit 0 --facet lang:0 | /usr/bin/python3 -c '
import json, sys
d = json.load(sys.stdin)
print(d["total"], "documents in", d["facets"]["lang"]["total"], "languages")'
printf '%-16s %8s %10s %10s %8s %8s\n' "queries" "number" "all, ms" "given, ms" "ratio" "of sums"
"$BUILD/tests/bench/languages" "$scratch/mixed" "$scratch/queries.tsv" | awk -F'\t' -v bar="$bar" '
    { printf "%-16s %8d %10.3f %10.3f %8.2f %8.2f  %s\n", $1, $2, $3, $4, $5, $6, $5 <= bar ? "ok" : "over " bar; fflush() }'
