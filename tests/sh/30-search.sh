#!/bin/bash
# A person's first session with the searcher: text and JSON, one document, filters, facets, pages, order, and what is said
# when something is wrong.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"

make_collection first <<'END'
{"id":"n1","title":"Police stations overseas","text":"Overseas police stations were found in Madrid. The minister answered.","lang":"en","country":["ES","CN"],"source_type":"article","source":"Daily Example","date":"2022-09-13","author":["Ana Pérez"],"tags":["policing"],"url":"https://news.example.org/1","license":"CC0","section":"World"}
{"id":"n2","title":"Comisarías en el extranjero","text":"La policía investiga dos comisarías chinas en Málaga.","lang":"es","country":"Spain","source_type":"ngo","source":"Informe","date":"2022-10"}
{"id":"g1","title":"De politie sluit een bureau","text":"De minister sluit het politiebureau in Rotterdam.","lang":"nl","country":"NL","source_type":"gov","source":"Rijksoverheid","date":"2022-11-02"}
{"id":"u1","title":"A note about police","text":"Police, police, police: a note without a date.","lang":"en","source_type":"other"}
{"id":"o1","title":"An older police report","text":"The police of 2019 and their stations.","lang":"en","country":"NL","source_type":"report","source":"Watch","date":"2019"}
END

# ---- text for people
text=$("$search" --collection "$collection" police overseas)
check_equal "a query: status 0" 0 $?
check_has "text says how many documents and how it understood" "1 document for police AND overseas" "$text"
check_has "text marks matches between asterisks" "*Overseas* *police* stations were found" "$text"
check_has "text shows the facts of a document" "Daily Example · News · 2022-09-13 · Spain, China · English" "$text"
check_has "text shows the id and address" "n1  https://news.example.org/1" "$text"
check_has "text counts by country unasked" "country  (2 values)" "$text"
check_lacks "no escape codes where no terminal is" $'\033' "$text"
check_has "--color always gives them" $'\033[1;33m' "$("$search" --collection "$collection" query --color always police)"
check_equal "query is meant when no command is named" "$text" "$("$search" --collection "$collection" query police overseas)"
check_equal "one argument is as good as two" "$text" "$("$search" --collection "$collection" 'police overseas')"
check_has "the word query can be searched for" "0 documents for query" "$("$search" --collection "$collection" query query)"
check_has "nothing found is said" "0 documents for zebra" "$("$search" --collection "$collection" zebra)"
check_equal "an empty query finds everything" 5 "$(total)"
check_equal "and so does *:*" 5 "$(total -- '*:*')"

# ---- JSON for programs
out=$(answer -- police overseas)
check_equal "json: total" "1 eq" "$(json 'd["total"], d["total_type"]' <<<"$out" | tr -d "(),'")"
check_equal "json: generation, limit, offset" "1 20 0" "$(json '"%d %d %d" % (d["generation"], d["limit"], d["offset"])' <<<"$out")"
check_equal "json: the query as typed and as understood" "police overseas / police AND overseas" \
    "$(json 'd["query"]["text"] + " / " + d["query"]["parsed"]' <<<"$out")"
check_equal "json: a result has the record's fields, the unknown ones too" \
    "Daily Example|news|['ES', 'CN']|2022-09-13|['Ana Pérez']|news.example.org|World|CC0" \
    "$(json '"|".join(str(d["results"][0][f]) for f in ("source","source_type","country","date","author","host","section","license"))' <<<"$out")"
check_equal "json: and not its text" False "$(json '"text" in d["results"][0]' <<<"$out")"
check_equal "json: spans count characters" "Comisarías" \
    "$(answer -- comisaria | json 'd["results"][0]["title"][slice(*d["results"][0]["title_spans"][0])]')"
check_equal "json: highlights say their field" "text" "$(json 'd["results"][0]["highlight"][0]["field"]' <<<"$out")"
check_equal "json: no facet unless asked for" "{}" "$(json 'd["facets"]' <<<"$out")"
check_equal "--highlight 0: none" "[]" "$(answer --highlight 0 -- police | json 'd["results"][0]["highlight"]')"
check_equal "the answer is one line" 1 "$(wc -l <<<"$out")"

# ---- one document
check_has "show: the whole text" "Overseas police stations were found in Madrid. The minister answered." \
    "$("$search" --collection "$collection" show n1)"
check_has "show: its fields by name" "source_type     News" "$("$search" --collection "$collection" show n1)"
check_has "show: unknown fields too" "World" "$("$search" --collection "$collection" show n1)"
check_equal "show as JSON" "Overseas police stations were found in Madrid. The minister answered." \
    "$("$search" --collection "$collection" show --format json n1 | json 'd["text"]')"
check_status "show of an unknown id: status 3" 3 "$search" --collection "$collection" show nobody
check_has "and it is named" "nobody" "$("$search" --collection "$collection" show nobody 2>&1)"
check_status "show of two ids: status 2" 2 "$search" --collection "$collection" show n1 n2
check_status "show of none: status 2" 2 "$search" --collection "$collection" show

# ---- filters
check_equal "a filter" "n1 n2" "$(ids --filter country=ES | xargs)"
check_equal "a filter by name" "n1 n2" "$(ids --filter country=Spain | xargs)"
check_equal "a filter by alias of the field" "n1 n2" "$(ids --filter countries=es | xargs)"
check_equal "a filter by alias of the value" "g1" "$(ids --filter source_type=statement | xargs)"
check_equal "two values of a field are alternatives" "g1 n1 n2 o1" "$(ids --filter country=ES --filter country=NL | xargs)"
check_equal "two fields must both hold" "n2" "$(ids --filter country=ES --filter lang=Spanish | xargs)"
check_equal "a filter by year" "g1 n1 n2" "$(ids --filter year=2022 | xargs)"
check_equal "a filter by date" "g1 n2" "$(ids --filter date=2022-10..2022-11 | xargs)"
check_equal "a filter by host" "n1" "$(ids --filter host=NEWS.example.org | xargs)"
check_equal "a filter by author, accents and case aside" "n1" "$(ids --filter 'author=ana perez' | xargs)"
check_equal "a filter by id" "o1" "$(ids --filter id=o1 | xargs)"
check_equal "a value left out" "n2 u1" "$(ids --exclude country=NL --exclude country=CN | xargs)"
check_equal "a filter and a query" "o1" "$(ids --filter country=NL -- police | xargs)"
check_equal "a value nobody knows finds nothing" 0 "$(total --filter country=Freedonia)"
check_has "and that is said" "Freedonia" "$(answer --filter country=Freedonia | json 'd["query"]["warnings"][0]')"
check_status "a field nobody knows: status 2" 2 "$search" --collection "$collection" query --filter planet=Mars
check_has "and those that exist are named" "source_type" "$("$search" --collection "$collection" query --filter planet=Mars 2>&1)"
check_status "a filter without a value: status 2" 2 "$search" --collection "$collection" query --filter country=
check_status "a filter on words: status 2" 2 "$search" --collection "$collection" query --filter title=police
check_status "a date that is none: status 2" 2 "$search" --collection "$collection" query --filter date=yesterday

# ---- facets
check_equal "a facet counts every match, not only those shown" "ES 2 Spain, NL 2 Netherlands, CN 1 China" \
    "$(answer --limit 1 --facet country | json '", ".join("%s %d %s" % (v["id"], v["count"], v["label"]) for v in d["facets"]["country"]["values"])')"
check_equal "its total and those without" "3 1" "$(answer --facet country | json '"%d %d" % (d["facets"]["country"]["total"], d["facets"]["country"]["missing"])')"
check_equal "several facets" "['lang', 'source_type']" "$(answer --facet lang --facet source_type | json 'sorted(d["facets"])')"
check_equal "a facet cut to size" 1 "$(answer --facet country:1 | json 'len(d["facets"]["country"]["values"])')"
check_status "a facet of a field without values: status 2" 2 "$search" --collection "$collection" query --facet title
check_status "a facet of no size: status 2" 2 "$search" --collection "$collection" query --facet country:many

# ---- pages and order
whole=$(answer -- police | json '" ".join(r["id"] for r in d["results"])')
pages=$(for offset in 0 1 2 3 4; do answer --limit 1 --offset $offset -- police | json '" ".join(r["id"] for r in d["results"])'; done | xargs)
check_equal "page by page gives the whole answer" "$whole" "$pages"
check_equal "a page beyond the end is empty, the total is not" "0 4" "$(answer --offset 100 -- police | json '"%d %d" % (len(d["results"]), d["total"])')"
check_equal "--limit 0 counts only" "0 4" "$(answer --limit 0 -- police | json '"%d %d" % (len(d["results"]), d["total"])')"
check_equal "newest first, undated last" "g1 n2 n1 o1 u1" "$(answer --sort date:desc | json '" ".join(r["id"] for r in d["results"])')"
check_equal "oldest first, undated last" "o1 n1 n2 g1 u1" "$(answer --sort date:asc | json '" ".join(r["id"] for r in d["results"])')"
check_equal "scores fall" True "$(answer -- police | json '[r["score"] for r in d["results"]] == sorted((r["score"] for r in d["results"]), reverse=True)')"
check_status "an order nobody knows: status 2" 2 "$search" --collection "$collection" query --sort loudness
check_status "more than 1000 at once: status 2" 2 "$search" --collection "$collection" query --limit 1001
check_status "a negative offset: status 2" 2 "$search" --collection "$collection" query --offset=-1
check_status "--highlight 101: status 2" 2 "$search" --collection "$collection" query --highlight 101
check_status "a format nobody knows: status 2" 2 "$search" --collection "$collection" query --format xml

# ---- which collection
check_equal "RASTRO_COLLECTION names the collection" "$text" "$(RASTRO_COLLECTION=$collection "$search" police overseas)"
check_equal "the option wins over it" "$text" "$(RASTRO_COLLECTION=$work/nowhere "$search" --collection "$collection" police overseas)"
check_status "no collection named: status 2" 2 "$search" police
check_has "and what to write" "RASTRO_COLLECTION" "$("$search" police 2>&1)"
check_status "a collection that is not there: status 3" 3 "$search" --collection "$work/nowhere" police
check_has "it is named" "$work/nowhere" "$("$search" --collection "$work/nowhere" police 2>&1)"
check_has "and the next step" "rastro-index" "$("$search" --collection "$work/nowhere" police 2>&1)"
check_equal "and nothing was made there" "no" "$([ -e "$work/nowhere" ] && echo yes || echo no)"
check_status "a file instead of a folder: status 3" 3 "$search" --collection "$work/first.jsonl" police
check_equal "an answer that cannot be written: status 3" 3 "$("$search" --collection "$collection" police >/dev/full 2>"$work/err"; echo $?)"
check_has "and that is said" "No space left" "$(cat "$work/err")"
mkdir "$work/empty"
collection=$work/empty
check_equal "an empty collection answers: nothing" "0 documents for police" "$("$search" --collection "$collection" police | head -1)"
check_equal "as JSON, with empty facets" "0 [] 0" "$(answer --facet country -- police | json '"%d %s %d" % (d["total"], d["facets"]["country"]["values"], d["generation"])')"

# ---- help
check_status "--help: status 0" 0 "$search" --help
check "help fits a screen" test "$("$search" --help | wc -l)" -le 45
check "and its lines fit a terminal" test "$("$search" --help | wc -L)" -le 100
check_equal "--fields lists every field of the table" "$(grep -c '^X(' schemas/fields.def)" "$("$search" --fields | wc -l)"
check_status "an option nobody knows: status 2" 2 "$search" --collection "$collection" --nonsense
finish
