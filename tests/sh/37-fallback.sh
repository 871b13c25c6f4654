#!/bin/bash
# No document has all the words: that is said, and those with most of them are shown, under every filter.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"

make_collection fallback <<'END'
{"id":"abc","lang":"en","title":"One","text":"alpha beta gamma","country":"ES","date":"2020"}
{"id":"ab1","lang":"en","title":"Two","text":"alpha beta","country":"ES","date":"2021"}
{"id":"ab2","lang":"en","title":"Three","text":"beta with alpha","country":"NL","date":"2021"}
{"id":"cd","lang":"en","title":"Four","text":"gamma delta","country":"NL","date":"2022"}
{"id":"d","lang":"en","title":"Five","text":"delta delta delta","country":"FR","date":"2022"}
END
# fallback NAME QUERY IDS ASKED MATCHED OPTIONS...
fallback() {
    check_equal "$1" "$3 | asked $4, matched $5" "$(answer "${@:6}" -- "$2" |
        json '" ".join(sorted(r["id"] for r in d["results"])) + " | asked %d, matched %d" % (d["query"]["words_asked"], d["query"]["words_matched"])')"
}
fallback "all words are there: no fallback" 'alpha beta gamma' 'abc' 3 3
fallback "three of four" 'alpha beta gamma delta' 'abc' 4 3
fallback "two of three" 'alpha beta delta' 'ab1 ab2 abc' 3 2
fallback "one of two" 'beta delta' 'ab1 ab2 abc cd d' 2 1
fallback "one word nobody has" 'alpha gamma nowhere' 'abc' 3 2
fallback "nobody has any" 'nowhere never' '' 2 2
fallback "one word alone" 'nowhere' '' 0 0
fallback "under a filter, most of those that pass" 'alpha beta gamma' 'ab2' 3 2 --filter country=NL --filter year=2021
fallback "under a filter that leaves none with any" 'alpha beta gamma' '' 3 3 --filter country=FR
fallback "a date must hold in any case" 'alpha beta gamma date:2021' 'ab1 ab2' 3 2
fallback "what is left out stays out" 'alpha beta delta -gamma' 'ab1 ab2' 3 2
fallback "a value must hold in any case" 'alpha beta gamma country:NL' 'ab2' 3 2
fallback "a phrase is one word" '"alpha beta" delta' 'ab1 abc cd d' 2 1
fallback "an OR is one word" '(alpha OR nowhere) beta delta' 'ab1 ab2 abc' 3 2
fallback "no AND, no fallback" 'nowhere OR never' '' 0 0

text=$("$search" --collection "$collection" query -- alpha beta delta)
check_has "people are told" "No document has all 3 words; these have 2 of them." "$text"
check_has "and the count is of those" "3 documents for alpha AND beta AND delta" "$text"
check_lacks "nothing is said when all are there" "No document has all" "$("$search" --collection "$collection" query -- alpha beta)"
check_equal "facets count those shown" "{'ES': 2, 'NL': 1} 3" \
    "$(answer --facet country -- alpha beta delta | json 'str({v["id"]: v["count"] for v in d["facets"]["country"]["values"]}) + " %d" % d["total"]')"
check_equal "the words that are there are highlighted" "['alpha', 'beta']" \
    "$(answer --filter id=abc -- alpha beta nowhere | json 'sorted(h["text"][a:b] for h in d["results"][0]["highlight"] for a, b in h["spans"])')"
check_equal "pages of it" "1 3" "$(answer --limit 1 --offset 2 -- alpha beta delta | json '"%d %d" % (len(d["results"]), d["total"])')"
finish
