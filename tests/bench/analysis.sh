#!/bin/bash
# How many megabytes of text a second become tokens on one core, by writing, beside ICU's bare word-break pass over the same
# text: run by `make bench-analysis`. Needs the folder with real documents (RASTRO_SHARED_DATA); BUILD names the build folder.
set -euo pipefail
cd "$(dirname "$0")/../.."
BUILD=${BUILD:-build}
data=${RASTRO_SHARED_DATA:-../shared/data}
bar=25 # MB/s, for news in Latin script

[ -d "$data/load" ] || { echo "bench-analysis: skipped, the folder with real documents (RASTRO_SHARED_DATA) is not there."; exit 0; }
scratch=$(mktemp -d "${TMPDIR:-/tmp}/rastro-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

/usr/bin/python3 tests/bench/texts.py "$data" "$scratch" >"$scratch/list"
mapfile -t threes < <(tr '\t' '\n' <"$scratch/list")
printf '%-32s %8s %10s %8s %8s %8s\n' "text" "MB" "tokens" "MB/s" "ICU MB/s" "ratio"
"$BUILD/tests/bench/analysis" "${threes[@]}" | awk -F'\t' -v bar="$bar" '
    /^Latin, news/ { verdict = $5 >= bar ? "ok" : sprintf("short of %d", bar) }
    !/^Latin, news/ { verdict = "" }
    { printf "%-32s %8.2f %10d %8.1f %8.1f %8.2f  %s\n", $1, $3, $4, $5, $6, $7, verdict; fflush() }'
