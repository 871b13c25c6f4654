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

# A writing without spaces: a run that no document has is its words; one that some document has stays a phrase.
make_collection runs <<'END'
{"id":"zh","lang":"zh","title":"报告","text":"马德里设立了警察机构，大使馆没有回答。"}
{"id":"zh-other","lang":"zh","title":"新闻","text":"马德里的天气很好。"}
{"id":"zh-name","lang":"zh","title":"人物","text":"记者采访了陈日君枢机。"}
{"id":"ja","lang":"ja","title":"報告","text":"東京の警察は昨日、事務所を調査した。"}
{"id":"th","lang":"th","title":"ข่าว","text":"ตำรวจไทยปิดสำนักงานในกรุงเทพ"}
{"id":"en","lang":"en","title":"Note","text":"A state of the art office in Madrid, with COVID and vaccines."}
END
fallback "a run that stands nowhere: its words" '马德里警察机构' 'zh' 3 3
fallback "in traditional characters" '馬德里警察機構' 'zh' 3 3
fallback "little words are passed over" '马德里的警察' 'zh' 2 2
fallback "most of its words where none has all" '马德里警察昨日' 'ja zh' 3 2
fallback "beside other words" '马德里警察 大使馆' 'zh' 3 3
fallback "Japanese" '東京警察事務所' 'ja' 3 3
fallback "Thai" 'ตำรวจกรุงเทพ' 'th' 2 2
fallback "a run that some document has is a phrase" '警察机构' 'zh' 0 0
fallback "a name that no dictionary has" '陈日君' 'zh-name' 0 0
fallback "in quotation marks it stays a phrase" '"马德里警察机构"' '' 0 0
fallback "left out, it stays a phrase" '马德里 -马德里警察机构' 'zh zh-other' 0 0
fallback "writing with spaces: written together stays together" 'state-of-art' '' 0 0
fallback "any of its words" '马德里警察机构' 'ja zh zh-other' 0 0 --match any
check_equal "it is said" "['\"马德里的警察\" (column 1): no document has this as it is written; its words are searched: 马德里 警察.']" \
    "$(answer -- 马德里的警察 | json 'd["query"]["warnings"]')"
check_equal "nothing is said of a phrase" "[]" "$(answer -- 警察机构 | json 'd["query"]["warnings"]')"
check_equal "the words are highlighted" "['警察机构', '马德里']" \
    "$(answer --filter id=zh -- 马德里警察机构 | json 'sorted(h["text"][a:b] for h in d["results"][0]["highlight"] for a, b in h["spans"])')"
finish
