#!/bin/bash
# How well does Rastro rank? Indexes the retrieval collections of the folder with real documents (RASTRO_SHARED_DATA), asks
# their questions with `rastro-search batch --match any`, with and without --expand, and prints the figures beside what must
# be reached (bars.tsv). Run by `make eval`; with --save (`make eval-save`) the table is also written to README.md here.
#
# Records have no language: it is found by the program, and how often it is found is printed. BUILD names the build folder.
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

# ask RUN INDEX QUERIES QRELS [OPTION...]: one run, its row in the results, and how many notes there were on its queries
ask() {
    local run=$1 indexed=$2 queries=$3 qrels=$4 file status=0
    shift 4
    file=$scratch/$(wc -l <"$results").run
    "$search" --collection "$scratch/$indexed" batch --format trec --match any "$@" "$queries" >"$file" 2>"$file.notes" || status=$?
    [ "$status" -eq 0 ] || { cat "$file.notes" && exit 1; }
    [ ! -s "$file.notes" ] || echo "$run: $(wc -l <"$file.notes") notes on its queries, such as $(sed 's/.*, line /line /;q' "$file.notes")"
    printf '%s\t%s\t%s\n' "$run" "$qrels" "$file" >>"$results"
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

: >"$results"
started=$(date +%s)
for name in "${english[@]}"; do
    variant docs "$data/$name/docs.jsonl" >"$scratch/$name.jsonl"
    make_index "$name"
    detection "$name" en
    ask_both "$name" "$name" "$data/$name/queries.tsv" "$data/$name/qrels.txt"
done

for language in "${languages[@]}"; do
    name=xquad-$language
    variant docs "$data/$name/docs.jsonl" >"$scratch/$name.jsonl"
    make_index "$name"
    detection "$name" "$language"
    ask_both "$name" "$name" "$data/$name/queries.tsv" "$data/$name/qrels.txt"
done

for language in es de ru ar; do
    name=xquad-$language
    variant bare "$data/$name/queries.tsv" >"$scratch/bare.tsv"
    ask "$name without diacritics" "$name" "$scratch/bare.tsv" "$data/$name/qrels.txt"
done
if command -v uconv >/dev/null; then
    uconv -f UTF-8 -t UTF-8 -x Hans-Hant "$data/xquad-zh/queries.tsv" >"$scratch/traditional.tsv"
    ask "xquad-zh in traditional characters" xquad-zh "$scratch/traditional.tsv" "$data/xquad-zh/qrels.txt"
else
    echo "xquad-zh in traditional characters: skipped, uconv (package icu-devtools) is not installed"
fi

# All six in one index; ids say which is which.
for language in "${languages[@]}"; do
    variant docs "$data/xquad-$language/docs.jsonl" "$language-" >>"$scratch/together.jsonl"
    variant qrels "$data/xquad-$language/qrels.txt" "$language-" >"$scratch/together-$language.qrels"
done
make_index together
languages_found together | awk '{ n++; split($1, id, "-"); found += $2 == id[1] }
    END { printf "one index of six languages: the language of %d of %d documents found\n", found, n }'
for language in "${languages[@]}"; do
    ask "xquad-$language in one index of six languages" together "$data/xquad-$language/queries.tsv" "$scratch/together-$language.qrels"
done
echo "Indexed and asked in $(($(date +%s) - started)) s."
echo

save=()
if [ "${1:-}" = --save ]; then
    commit=$(git rev-parse --short HEAD)$(git diff --quiet HEAD -- corpus schemas indexer searcher xapian-c || echo " with changes not yet committed")
    save=(tests/eval/README.md "Measured on $(date -u +%F) at commit $commit.")
fi
/usr/bin/python3 tests/eval/table.py tests/eval/bars.tsv "$results" "${save[@]}"
