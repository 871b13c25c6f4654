#!/bin/bash
# rastro.conf: the collection's own settings reach the run, and what is wrong in them stops it before it begins.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"

collection=$work/collection
mkdir "$collection"
# Nothing in it is Croatian and not Bosnian, or the other way round.
echo '{"id":"near","text":"Policija nije znala da je on bio na ulici i da su ga svi tražili cijelu noć."}' >"$work/in.jsonl"
language_of() { "$search" --collection "$collection" show --format json "$1" | json 'd["lang"]'; }

for code in hr bs; do
    rm -rf "$collection"; mkdir "$collection"
    printf '# what we collect\nlanguages = ["%s", "English"];\n' "$code" >"$collection/rastro.conf"
    check "a new collection with settings: $code" "$index" --quiet --collection "$collection" add "$work/in.jsonl"
    check_equal "the expected language is told: $code" "$code" "$(language_of near)"
done

printf 'languages = ["hr", "Klingon"];\n' >"$collection/rastro.conf"
echo '{"id":"more","text":"The minister did not answer the question about the police station."}' >"$work/in.jsonl"
out=$("$index" --collection "$collection" add "$work/in.jsonl" 2>&1)
check_equal "an unknown language: status 2" 2 $?
check_has "an unknown language: file and line" "$collection/rastro.conf, line 1: \"Klingon\"" "$out"
check_equal "an unknown language: what was served is as it was" "near" "$(ids -- '*:*')"
rm "$collection/rastro.conf"
check "without the file it goes on" "$index" --quiet --collection "$collection" add "$work/in.jsonl"
check_equal "and the document is there" "more near" "$(ids -- '*:*' | tr '\n' ' ' | sed 's/ $//')"
finish
