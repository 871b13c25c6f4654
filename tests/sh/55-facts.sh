#!/bin/bash
# What texts say of themselves reaches the index: marked as a guess with the words that gave it, never beside what was given,
# and not at all where the collection wants none.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"

collection=$work/collection
cat >"$work/in.jsonl" <<'END'
{"id":"bare","title":"Se cierra una oficina","text":"Madrid, 12 de marzo de 2021\n\nLa policía española cerró una oficina en Madrid. España guarda silencio.","url":"https://www.interior.gob.es/1.html","lang":"es"}
{"id":"given","title":"Se cierra una oficina","text":"Madrid, 12 de marzo de 2021\n\nLa policía española cerró una oficina en Madrid. España guarda silencio.","url":"https://www.interior.gob.es/2.html","lang":"es","country":["PT"],"date":"2020","source_type":"news","source_country":"FR"}
{"id":"nothing","title":"A shop","text":"We keep our shop open on Mondays. Come and see.","url":"https://shop.example.org/","lang":"en"}
END
show() { "$search" --collection "$collection" show --format json "$1" | json "$2"; }

check "documents with and without metadata" "$index" --quiet --collection "$collection" add "$work/in.jsonl"
check_equal "the country is told from the text" "['ES']" "$(show bare 'd["country"]')"
check_equal "the date too" 2021-03-12 "$(show bare 'd["date"]')"
check_equal "the type of source by its address" government "$(show bare 'd["source_type"]')"
check_equal "and its country" ES "$(show bare 'd["source_country"]')"
check_has "with the words that gave it" "text: España" "$(show bare 'd["country_from"]')"
check_has "the date with its words" "text: 12 de marzo de 2021" "$(show bare 'd["date_from"]')"
check_equal "what was given wins: country" "['PT']" "$(show given 'd["country"]')"
check_equal "what was given wins: date" 2020 "$(show given 'd["date"]')"
check_equal "what was given wins: type" news "$(show given 'd["source_type"]')"
check_equal "what was given wins: its country" FR "$(show given 'd["source_country"]')"
check_equal "nothing is made up" "None None None" \
    "$(show nothing 'str(d.get("country")) + " " + str(d.get("date")) + " " + str(d.get("source_type"))')"
check_equal "guesses are found by filters" bare "$(ids --filter country=ES -- oficina)"
check_equal "and years by the date" bare "$(ids --filter year=2021 -- oficina)"
again=$("$index" --collection "$collection" add "$work/in.jsonl")
check_has "a guess changes no document" "3 unchanged" "$again"

rm -rf "$collection"; mkdir "$collection"
cat >"$collection/rastro.conf" <<'END'
source_rules = ( { host = "shop.example.org"; type = "other"; country = "Portugal"; } );
END
check "a collection with a rule of its own" "$index" --quiet --collection "$collection" add "$work/in.jsonl"
check_equal "its type" other "$(show nothing 'd["source_type"]')"
check_equal "its country" PT "$(show nothing 'd["source_country"]')"

rm -rf "$collection"; mkdir "$collection"
echo 'guess = false;' >"$collection/rastro.conf"
check "a collection without guesses" "$index" --quiet --collection "$collection" add "$work/in.jsonl"
check_equal "nothing is told from texts" "None None None" \
    "$(show bare 'str(d.get("country")) + " " + str(d.get("date")) + " " + str(d.get("source_type"))')"
check_equal "what was given is there" "['PT']" "$(show given 'd["country"]')"
finish
