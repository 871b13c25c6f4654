#!/bin/bash
# How well does Rastro rank? Indexes the retrieval collections of the folder with real documents (RASTRO_SHARED_DATA), asks
# their questions with `rastro-search batch --match any`, with and without --expand, and prints the figures beside what must
# be reached (bars.tsv). Run by `make eval`; with --save (`make eval-save`) the table is also written to README.md here.
#
# Records have no language: it is found by the program, and how often it is found is printed. As many collections are done
# at once as the machine has processors. BUILD names the build folder.
set -euo pipefail
cd "$(dirname "$0")/../.."
BUILD=${BUILD:-build}
data=${RASTRO_SHARED_DATA:-../shared/data}/eval
index=$BUILD/rastro-index search=$BUILD/rastro-search
english=(cranfield cacm npl cisi)
languages=(en es de ru ar zh)

[ -d "$data" ] || { echo "eval: skipped, the folder with real documents (RASTRO_SHARED_DATA) is not there."; exit 0; }
scratch=$(mktemp -d "${TMPDIR:-/tmp}/rastro-eval.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
results=$scratch/results.tsv
mkdir "$scratch/runs" "$scratch/rows" "$scratch/said"

variant() { /usr/bin/python3 tests/eval/variants.py "$@"; }

# make_index NAME: indexes $scratch/NAME.jsonl as $scratch/NAME; documents that are left out would spoil the figures
make_index() {
    local added status=0
    "$index" --quiet --collection "$scratch/$1" add "$scratch/$1.jsonl" >"$scratch/$1.log" 2>&1 || status=$?
    added=$("$index" --collection "$scratch/$1" status --format json |
        /usr/bin/python3 -c 'import json, sys; print(json.load(sys.stdin)["last_run"]["indexed"])')
    [ "$status" -eq 0 ] && [ "$added" -eq "$(wc -l <"$scratch/$1.jsonl")" ] ||
        echo "$1: only $added of $(wc -l <"$scratch/$1.jsonl") documents were indexed (status $status):" \
            "$(sed -n 's/^.*jsonl:/record /p' "$scratch/$1.log" | head -1)"
}

# ask RUN INDEX QUERIES QRELS [OPTION...]: one run, its row of the results, and how many notes there were on its queries
ask() {
    local run=$1 indexed=$2 queries=$3 qrels=$4 file status=0
    shift 4
    file=$scratch/runs/$run
    "$search" --collection "$scratch/$indexed" batch --format trec --match any "$@" "$queries" >"$file" 2>"$file.notes" || status=$?
    [ "$status" -eq 0 ] || { cat "$file.notes" && exit 1; }
    [ ! -s "$file.notes" ] || echo "$run: $(wc -l <"$file.notes") notes on its queries, such as $(sed 's/.*, line /line /;q' "$file.notes")"
    printf '%s\t%s\t%s\n' "$run" "$qrels" "$file" >"$scratch/rows/$run"
}

ask_both() { # RUN INDEX QUERIES QRELS
    ask "$@"
    ask "$1 --expand" "$2" "$3" "$4" --expand
}

# languages_found NAME: ids and languages of the documents of an index, a line each
languages_found() {
    local offset=0 page
    while page=$("$search" --collection "$scratch/$1" query --format json --highlight 0 --limit 1000 --offset "$offset") &&
        page=$(/usr/bin/python3 -c 'import json, sys
for r in json.load(sys.stdin)["results"]: print(r["id"], r.get("lang", "und"))' <<<"$page") && [ -n "$page" ]; do
        printf '%s\n' "$page"
        offset=$((offset + 1000))
    done
}

# detection NAME LANGUAGE: how many of its documents are taken for this language
detection() {
    languages_found "$1" | awk -v name="$1" -v want="$2" '{ n++; found += $2 == want }
        END { printf "%s: %d of %d documents found to be %s\n", name, found, n, want }'
}

# ---- what is done ----

do_english() { # NAME
    variant docs "$data/$1/docs.jsonl" >"$scratch/$1.jsonl"
    make_index "$1"
    detection "$1" en
    ask_both "$1" "$1" "$data/$1/queries.tsv" "$data/$1/qrels.txt"
}

do_language() { # LANGUAGE
    local name=xquad-$1
    variant docs "$data/$name/docs.jsonl" >"$scratch/$name.jsonl"
    make_index "$name"
    detection "$name" "$1"
    ask "$name" "$name" "$data/$name/queries.tsv" "$data/$name/qrels.txt"
    case $1 in
    es | de | ru | ar)
        variant bare "$data/$name/queries.tsv" >"$scratch/$name.bare.tsv"
        ask "$name without diacritics" "$name" "$scratch/$name.bare.tsv" "$data/$name/qrels.txt"
        ;;
    zh)
        if command -v uconv >/dev/null; then
            uconv -f UTF-8 -t UTF-8 -x Hans-Hant "$data/$name/queries.tsv" >"$scratch/traditional.tsv"
            ask "$name in traditional characters" "$name" "$scratch/traditional.tsv" "$data/$name/qrels.txt"
        else
            echo "$name in traditional characters: skipped, uconv (package icu-devtools) is not installed"
        fi
        ;;
    esac
}

# All six in one index; ids say which is which.
index_together() {
    local language
    for language in "${languages[@]}"; do
        variant docs "$data/xquad-$language/docs.jsonl" "$language-" >>"$scratch/together.jsonl"
        variant qrels "$data/xquad-$language/qrels.txt" "$language-" >"$scratch/together-$language.qrels"
    done
    make_index together
    languages_found together | awk '{ n++; split($1, id, "-"); found += $2 == id[1] }
        END { printf "one index of six languages: the language of %d of %d documents found\n", found, n }'
}

ask_together() { # LANGUAGE
    ask "xquad-$1 in one index of six languages" together "$data/xquad-$1/queries.tsv" "$scratch/together-$1.qrels"
}

# ---- at once ----

running=0 jobs=0
# start COMMAND...: in the background, when a processor is free; what it says is kept for later
start() {
    [ "$running" -lt "$(nproc)" ] || finish_one
    jobs=$((jobs + 1)) running=$((running + 1))
    "$@" >"$scratch/said/$(printf %03d "$jobs")" &
}

finish_one() {
    running=$((running - 1))
    wait -n || { cat "$scratch"/said/* && exit 1; }
}

finish_all() {
    while [ "$running" -gt 0 ]; do finish_one; done
}

started=$(date +%s)
start index_together
for name in "${english[@]}"; do start do_english "$name"; done
for language in "${languages[@]}"; do start do_language "$language"; done
finish_all
for language in "${languages[@]}"; do start ask_together "$language"; done
finish_all
cat "$scratch"/said/*
# In the order of bars.tsv.
grep -v '^#' tests/eval/bars.tsv | cut -f 1 | while read -r run; do
    [ ! -e "$scratch/rows/$run" ] || cat "$scratch/rows/$run"
done >"$results"
echo "Indexed and asked in $(($(date +%s) - started)) s."
echo

save=()
if [ "${1:-}" = --save ]; then
    commit=$(git rev-parse --short HEAD)$(git diff --quiet HEAD -- corpus schemas indexer searcher xapian-c || echo " with changes not yet committed")
    save=(tests/eval/README.md "Measured on $(date -u +%F) at commit $commit.")
fi
/usr/bin/python3 tests/eval/table.py tests/eval/bars.tsv "$results" "${save[@]}"
