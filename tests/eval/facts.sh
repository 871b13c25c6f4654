#!/bin/bash
# Measures what indexer/facts/ concludes from texts against what people wrote down, and prints a table.
#
#   tests/eval/facts.sh [--save] [--fit]
#
# --save  writes the table to tests/eval/README.md, between its markers
# --fit   fits the weights of countries anew, on half of the days and on the other, and prints how each does on the other
#         half; changes nothing
#
# Needs the folder with real documents: RASTRO_SHARED_DATA, else ../shared/data.
set -eu
cd "$(dirname "$0")/../.."
build=${BUILD:-build} data=${RASTRO_SHARED_DATA:-../shared/data}
save="" fit=""
for option in "$@"; do case $option in
    --save) save=--save ;;
    --fit) fit=yes ;;
    *) echo "facts.sh [--save] [--fit]" >&2; exit 2 ;;
esac done
if [ ! -e "$data/load/reuters21578.jsonl.gz" ]; then
    echo "facts: $data is not there; nothing measured"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
zcat "$data/load/reuters21578.jsonl.gz" >"$work/reuters.jsonl"
zcat "$data/load/amnesty.jsonl.gz" >"$work/amnesty.jsonl"
tests/eval/facts.py sample "$data/sample" >"$work/sample.jsonl"
if [ -n "$fit" ]; then
    "$build/tests/tools/facts_dump" --features <"$work/reuters.jsonl" >"$work/features"
    python3 tests/eval/fit_countries.py "$work/reuters.jsonl" "$work/features"
    exit
fi
for name in reuters amnesty sample; do
    echo "$name: $("$build/tests/tools/facts_dump" <"$work/$name.jsonl" 2>&1 >"$work/$name.facts")"
done
tests/eval/facts.py table "$work" ${save:+tests/eval/README.md}
