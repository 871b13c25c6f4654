#!/bin/bash
# Facets: exact over all matches, each with label, count and active flag; a facet's own filter does not narrow it.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"

make_collection facets <<'END'
{"id":"1","lang":"en","title":"police","text":"a","country":["ES","CN"],"source_type":"news","source":"El Día","author":["Ana Pérez","Li Wei"],"tags":["Policing","extradition"],"date":"2020-01-01","url":"https://www.example.org/1"}
{"id":"2","lang":"es","title":"police","text":"b","country":["ES"],"source_type":"news","source":"EL DIA","author":["ana perez"],"tags":["policing"],"date":"2021","url":"https://www.example.org/2"}
{"id":"3","lang":"es","title":"police","text":"c","country":["NL","CN"],"source_type":"ngo","source":"Watch","tags":["Policing"],"date":"2021-05"}
{"id":"4","lang":"nl","title":"police","text":"d","country":["NL"],"source_type":"government","source":"Rijk","date":"2022-03-04"}
{"id":"5","lang":"fr","title":"police","text":"e","country":["FR","FR","France"],"source_type":"igo"}
{"id":"6","lang":"en","title":"police","text":"f"}
{"id":"7","lang":"en","title":"nothing","text":"g","country":["DE"],"source_type":"other"}
END
# facet FIELD[:N] OPTIONS... -- QUERY: "ES 2*, NL 2 | 4 values, 1 without"; * is active
facet() {
    answer --facet "$1" "${@:2}" | json '(lambda f: ", ".join("%s %d%s" % (v["id"], v["count"], "*" if v["active"] else "") for v in f["values"]) + " | %d values, %d without" % (f["total"], f["missing"]))(list(d["facets"].values())[0])'
}
check_equal "by count, then by code" "CN 2, ES 2, NL 2, FR 1 | 4 values, 1 without" "$(facet country -- police)"
check_equal "a value given twice counts once" "FR 1 | 1 values, 0 without" "$(facet country -- e)"
check_equal "its own filter does not narrow it" "CN 2, ES 2*, NL 2, FR 1 | 4 values, 1 without" "$(facet country --filter country=ES -- police)"
check_equal "nor do two" "CN 2, ES 2*, NL 2*, FR 1 | 4 values, 1 without" "$(facet country --filter country=ES --filter country=NL -- police)"
check_equal "nor what is left out" "CN 2, ES 2, NL 2, FR 1 | 4 values, 1 without" "$(facet country --exclude country=ES -- police)"
check_equal "another filter does" "ES 2, CN 1 | 2 values, 0 without" "$(facet country --filter source_type=news -- police)"
check_equal "both: only the other one" "ES 2*, CN 1 | 2 values, 0 without" "$(facet country --filter source_type=news --filter country=ES -- police)"
check_equal "the total is narrowed by both" 2 "$(total --filter source_type=news --filter country=ES -- police)"
check_equal "what is left out by another field narrows" "NL 2, CN 1, FR 1 | 3 values, 1 without" "$(facet country --exclude source_type=news -- police)"
check_equal "a chosen value without a match is shown at 0" "CN 2, ES 2, NL 2, FR 1, DE 0* | 4 values, 1 without" "$(facet country --filter country=DE -- police)"
check_equal "also one that nobody in the collection has" "CN 2, ES 2, NL 2, FR 1, AQ 0* | 4 values, 1 without" "$(facet country --filter country=Antarctica -- police)"
check_equal "with its label" "Antarctica" "$(answer --facet country --filter country=AQ -- police | json '[v["label"] for v in d["facets"]["country"]["values"] if v["id"] == "AQ"][0]')"
check_equal "cut to two" "CN 2, ES 2 | 4 values, 1 without" "$(facet country:2 -- police)"
check_equal "cut to one, the active one beside it" "CN 2, NL 2* | 4 values, 1 without" "$(facet country:1 --filter country=NL -- police)"
check_equal "all with size 0" "CN 2, ES 2, NL 2, DE 1, FR 1 | 5 values, 1 without" "$(facet country:0)"
check_equal "languages" "en 2, es 2, fr 1, nl 1 | 4 values, 0 without" "$(facet lang -- police)"
check_equal "source types, by code" "news 2, government 1, intergovernmental 1, ngo 1 | 4 values, 1 without" "$(facet source_type -- police)"
check_equal "years, of partial dates too" "2021 2, 2020 1, 2022 1 | 3 values, 2 without" "$(facet year -- police)"
check_equal "sources, however written" "el dia 2, rijk 1, watch 1 | 3 values, 2 without" "$(facet source -- police)"
check_equal "labelled as one of them was written" "True" "$(answer --facet source -- police | json 'd["facets"]["source"]["values"][0]["label"] in ("El Día", "EL DIA")')"
check_equal "authors, several a document" "ana perez 2, li wei 1 | 2 values, 4 without" "$(facet author -- police)"
check_equal "tags" "policing 3, extradition 1 | 2 values, 3 without" "$(facet tags -- police)"
check_equal "hosts" "www.example.org 2 | 1 values, 4 without" "$(facet host -- police)"
check_equal "a facet's value can be filtered by as it stands" 2 "$(total --filter 'author=ana perez' -- police)"
check_equal "and is active then, in whatever way it is written" "ana perez 2*, li wei 1 | 2 values, 4 without" "$(facet author --filter 'author=ANA PÉREZ' -- police)"
check_equal "labels are names" "China, Spain, Netherlands, France" "$(answer --facet country -- police | json '", ".join(v["label"] for v in d["facets"]["country"]["values"])')"
check_equal "nothing found: empty" " | 0 values, 0 without" "$(facet country -- zebra)"
check_equal "nothing found: the chosen one stays" "ES 0* | 0 values, 0 without" "$(facet country --filter country=ES -- zebra)"
check_equal "a facet asked for twice is given once" 1 "$(answer --facet country --facet countries:1 -- police | json 'len(d["facets"])')"

text=$("$search" --collection "$collection" query --facet country:2 --filter country=NL -- police)
check_has "text: a chosen value is ticked" "✓ Netherlands" "$text"
check_has "text: how many have none" "1 document without" "$text"
check_has "text: how to see the rest" "--facet country:0 shows all" "$text"
finish
