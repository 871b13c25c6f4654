#!/bin/bash
# How good are the stemmers? For each language, what "no stemmer", its own and its relatives' miss and find wrongly, as a
# table for docs/languages.md. Run by `make eval-stems`; what the figures mean: tests/tools/stems_measure.c.
#
# Gold are the hunspell dictionaries that are installed (packages hunspell-pl, hunspell-uk, myspell-et ...; another folder:
# RASTRO_HUNSPELL), asked for the words of the shared data's sentences, and, where RASTRO_TREEBANKS names a folder of
# Universal Dependencies files (uk_iu-ud-test.conllu ...), the forms that stand in them. BUILD names the build folder.
#
#   tests/eval/stems.sh [CODE...]     only these languages
set -euo pipefail
cd "$(dirname "$0")/../.."
BUILD=${BUILD:-build}
dictionaries=${RASTRO_HUNSPELL:-/usr/share/hunspell}
treebanks=${RASTRO_TREEBANKS:-}
texts=${RASTRO_SHARED_DATA:-../shared/data}/langid
gold=$(mktemp "${TMPDIR:-/tmp}/rastro-stems.XXXXXX")
trap 'rm -f "$gold"' EXIT

declare -A relatives=(
    [uk]=russian [be]=russian [sl]=serbian [hr]=serbian [bg]=russian [mk]='light-bg serbian' [gl]='portuguese spanish'
    [lv]=lithuanian [et]=finnish [fa]=arabic [ur]='hindi arabic' [az]=turkish [uz]=turkish [af]='dutch german'
    [oc]='catalan spanish' [is]='norwegian swedish' [cy]=irish [hsb]=serbian [nn]='danish swedish' [bn]=hindi
)
light() { sed -n 's/^X("\([a-z]*\)",.*"light-.*/\1/p' schemas/languages.def; }

# measure CODE KIND: the rows of one language from $gold
measure() {
    local own more
    own=$(sed -n "s/^X(\"$1\", *\"[a-z]*\", *\"[^\"]*\", *\"\([^\"]*\)\".*/\1/p" schemas/languages.def)
    read -ra more <<<"${relatives[$1]:-}"
    "$BUILD/tests/tools/stems_measure" "$1" ${own:+"$own"} "${more[@]}" <"$gold" |
        awk -v code="$1" -v kind="$2" '{ printf "| %s | %s | %s | %s | %s | %s |\n", code, kind, $1, $2, $3, $4 }'
}

printf '| language | gold | stemmer | misses %% | wrong %% | F |\n|---|---|---|--:|--:|--:|\n'
measured=0
codes=("$@")
[ $# -gt 0 ] || mapfile -t codes < <(light && printf '%s\n' es nn ru)
for code in "${codes[@]}"; do
    if files=$(compgen -G "$treebanks/${code}_*.conllu"); then
        # shellcheck disable=SC2086 # the names that UD gives its files have no spaces
        /usr/bin/python3 tests/eval/stems_gold.py treebank $files >"$gold"
        measure "$code" treebank
        measured=$((measured + 1))
    fi
    if aff=$(compgen -G "$dictionaries/$code.aff" || compgen -G "$dictionaries/${code}_*.aff"); then
        aff=$(head -1 <<<"$aff")
        text=$texts/$code.txt
        [ -e "$text" ] || text=
        /usr/bin/python3 tests/eval/stems_gold.py dictionary "$aff" "${aff%.aff}.dic" ${text:+"$text"} >"$gold"
        [ -s "$gold" ] || continue
        measure "$code" dictionary
        measured=$((measured + 1))
    fi
done
[ "$measured" -gt 0 ] || echo "eval-stems: skipped, no hunspell dictionary is installed and RASTRO_TREEBANKS names no treebanks."
