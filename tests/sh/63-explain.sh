#!/bin/bash
# rastro-search explain: its parts add up to the scores of the answer that it explains, its numbers of documents are those
# that queries count, and where nothing is found it names a query that finds something.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"
sample_collection
explain() { "$search" --collection "$collection" explain --format json "$@"; }

cat >"$work/queries" <<'END_OF_QUERIES'
police
police overseas
police overseas station
comisarias
comisaria extranjero
investigacion
"police station"
"service station" police
=Málaga
=police
comisar*
comisar* china
title:police
title:police overseas
title:"police station"
country:ES investigacion
police -overseas
NOT police
police OR policía OR 警务 OR полиция OR شرطة
(police OR policía) (china OR chine)
保護衛士
警务
保护卫士 报告
海外警务服务站
полиция
полицейский участок
شرطة
what is a police station
what do the police say about the stations
qué dice el gobierno de las comisarías
was sagt die Regierung
date:2022..2023 police
date:2022-10
*:*
the
l'élection
enquête police
police police police
police zzzqqqxxx
source:herald
author:pérez
police NEAR/5 overseas
police^2 overseas
"overseas police"~3
statio?s police~1
country:* police
--match any police overseas zzzqqqxxx
--match any what is a police station
--match any 保护卫士 报告
--expand police overseas
--expand --match any chinese police stations abroad
--expand 保護衛士
--translit Safeguard
--translit Interpol
--filter country=ES investigacion
--filter country=ES --filter lang=es --exclude source_type=ngo comisarias
--limit 3 --offset 2 police
--limit 100 --offset 1 --match any police stations in the world
--sort date:desc police
--limit 0 police
END_OF_QUERIES
while read -r line; do
    options=() words=()
    for word in $line; do
        if [ ${#words[@]} -eq 0 ] && [[ $word == --* || (${#options[@]} -gt 0 && ${options[-1]} =~ ^--(match|filter|exclude|limit|offset|sort)$) ]]; then
            options+=("$word")
        else
            words+=("$word")
        fi
    done
    printf '%s\n' "$line"
    answer --limit 20 "${options[@]}" -- "${words[*]}"
    explain --limit 20 "${options[@]}" -- "${words[*]}"
done <"$work/queries" >"$work/answers"
check "they are many" test "$(wc -l <"$work/answers")" -ge 150

cat >"$work/check.py" <<'PY'
import json, sys
from jsonschema import Draft7Validator

validator = Draft7Validator(json.load(open("schemas/result.schema.json")))
seen = {"hits": 0, "words": 0, "terms": 0, "language": 0, "closeness": 0, "letters": 0, "added": 0, "pair": 0, "more": 0}

def near(a, b):
    return abs(a - b) <= 1e-6

def look(query, explain, by_date):
    for error in validator.iter_errors(explain):
        return f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
    if query["total"] != explain["total"] or query["query"] != explain["query"]:
        return "another answer"
    if [(r["id"], r["score"]) for r in query["results"]] != [(r["id"], r["score"]) for r in explain["results"]]:
        return "another order or other scores"
    words = explain["explanation"]["words"]
    fell_back = explain["query"]["words_matched"] < explain["query"]["words_asked"]
    if not fell_back and explain["explanation"]["tree"][0]["documents"] != explain["total"]:
        return "the root of the tree counts otherwise than the answer"
    for hit in explain["results"]:
        if by_date:
            if "explanation" in hit or hit["score"] != 0:
                return "a score where nothing is scored"
            continue
        parts = hit["explanation"]
        seen["hits"] += 1
        for key in "language", "closeness", "letters":
            seen[key] += parts[key] > 0
        total = parts["closeness"] + parts["letters"] + parts["language"] + sum(p["worth"] for p in parts["words"])
        if not near(total, hit["score"]):
            return f"{hit['id']}: {total} is not {hit['score']}"
        for part in parts["words"]:
            word = words[part["word"]]
            seen["words"] += 1
            seen["added"] += word["kind"] == "added"
            seen["pair"] += word["kind"] == "pair"
            if not near(part["worth"], word["weight"] * word["rarity"] * part["saturation"]):
                return f"{hit['id']}: {word['shown']} is worth something else"
            if word["kind"] != "pair" and not near(part["worth"], sum(t["worth"] for t in part["terms"])):
                return f"{hit['id']}: the terms of {word['shown']} do not add up"
            for term in part["terms"]:
                seen["terms"] += 1
                seen["more"] += word["terms"][term["term"]]["way"] == "more" and term["worth"] > 0
                lang = word["terms"][term["term"]]["lang"]
                if lang and lang != hit.get("lang"):
                    return f"{hit['id']}: a stem of another language"
    return None

lines = open(sys.argv[1], encoding="utf-8").read().split("\n")
for asked, query, explain in zip(lines[0::3], lines[1::3], lines[2::3]):
    wrong = look(json.loads(query), json.loads(explain), "--sort" in asked)
    print(f"{'not ok' if wrong else 'ok'} - explained: {asked}" + (f"\n# {wrong}" if wrong else ""))
for key, n in seen.items():
    print(f"{'ok' if n else 'not ok'} - something was seen of: {key} ({n})")
PY
/usr/bin/python3 "$work/check.py" "$work/answers" >"$work/checked" || fail "the answers are looked at" "status $?"
grep -q '^not ok' "$work/checked" && failures=1
cat "$work/checked"

# ---- what the words reach ----

comisaria=$(explain --limit 0 -- comisaria)
check_has "a word without its accent reaches the accented one's stem" "written" \
    "$(json '[t["way"] for w in d["explanation"]["words"] for t in w["terms"] if t["lang"] == "es"]' <<<"$comisaria")"
check_equal "a function word weighs a tenth" "[('the', True, 0.1), ('police', False, 1.0)]" \
    "$(explain --limit 0 -- the police | json '[(w["shown"], w["function_word"], w["weight"]) for w in d["explanation"]["words"]]')"
check_equal "the query's language is told" "en None" \
    "$(explain --limit 0 -- what is the police of the | json 'd["explanation"]["lang"]') $(explain --limit 0 -- police | json 'd["explanation"]["lang"]')"
check_equal "words stand there once each, in the order of the query" "['police', 'overseas']" \
    "$(explain --limit 0 -- police overseas police | json '[w["shown"] for w in d["explanation"]["words"]]')"
for leaf in police '"police station"' =Málaga 'comisar*' title:police country:ES date:2022 'police NEAR overseas' 'polic?' 'country:*'; do
    check_equal "$leaf: the tree counts as a query does" "$(total -- "$leaf")" \
        "$(explain --limit 0 -- "$leaf" overseas | json '[n["documents"] for n in d["explanation"]["tree"] if n["depth"] == 1][0]')"
done
check_equal "a NOT counts what it leaves" "$(total -- NOT police)" \
    "$(explain --limit 0 -- overseas -police | json '[n["documents"] for n in d["explanation"]["tree"] if n["text"] == "NOT"][0]')"
check_equal "filters count in the tree, and do not without" "$(total --filter country=ES -- police) $(total -- police)" \
    "$(explain --limit 0 --filter country=ES -- police | json '"%(documents)d %(in_all)d" % d["explanation"]["tree"][0]')"

# A language that is given spares the word the stems of the others, and nothing else.
langs() { json '" ".join(sorted({t["lang"] for w in d["explanation"]["words"] for t in w["terms"] if t["lang"]}))'; }
for lang in en es fr; do
    given=$(explain --limit 100 --filter lang=$lang -- police)
    check_equal "police, $lang by a filter: no other stems" "$lang" "$(langs <<<"$given")"
    check_equal "police, $lang: what is found" "$(answer --limit 100 -- police | json '" ".join(sorted(r["id"] for r in d["results"] if r.get("lang") == "'$lang'"))')" \
        "$(json '" ".join(sorted(r["id"] for r in d["results"]))' <<<"$given")"
    check_equal "police, $lang: without filters there are all" "$(total -- police)" "$(json 'd["explanation"]["tree"][0]["in_all"]' <<<"$given")"
    check_equal "police, $lang in the query: no other stems" "$lang" "$(explain --limit 0 -- lang:$lang police | langs)"
    check_equal "police, $lang: a facet of languages counts them all" "$(answer --limit 0 --facet lang:0 -- police | json '[(v["id"], v["count"]) for v in d["facets"]["lang"]["values"]]')" \
        "$(answer --limit 0 --facet lang:0 --filter lang=$lang -- police | json '[(v["id"], v["count"]) for v in d["facets"]["lang"]["values"]]')"
done
check_lacks "an excluded language has no stems" en "$(explain --limit 0 --exclude lang=en -- police | langs)"
check_lacks "nor has one that is left out" en "$(explain --limit 0 -- police -lang:en | langs)"
check_has "an alternative has its stems" en "$(explain --limit 0 -- police '(lang:es OR lang:en)' | langs)"
check_equal "a name does as well as a code" es "$(explain --limit 0 --filter lang=Spanish -- police | langs)"

# ---- when nothing is found ----

# help KIND OPTIONS... -- QUERY: "query documents" of the help of that kind, one a line
help() {
    local kind=$1
    shift
    explain --limit 0 "$@" | json '"\n".join(h["query"] + " " + str(h["documents"]) for h in d["explanation"]["help"] if h["kind"] == "'"$kind"'")'
}
check_equal "nothing to help with" "" "$(explain --limit 0 -- police | json '"".join(h["query"] for h in d["explanation"]["help"])')"
check_equal "a slip" "police $(total -- police)" "$(help spelling -- polcie | sed -n 1p)"
check_equal "two slips in two words" "police AND overseas $(total -- police overseas)" "$(help spelling -- polcie overseass)"
check_equal "a slip in the title" "title:police $(total -- title:police)" "$(help spelling -- title:poliec | sed -n 1p)"
check_equal "a slip in Russian" "" "$(help spelling -- абвгдежз)"
check_equal "no phrase, but its words" "reading AND station $(total -- reading station)" "$(help form -- '"reading station"')"
check_equal "not just so" "pOLICE $(total -- police)" "$(help form -- =pOLICE | sed -n 1p)"
check_equal "a beginning" "police* $(total -- 'police*')" "$(help form -- policexyz)"
check_equal "one word less" "police $(total -- police)" "$(help leave_out -- police zzzqqqxxx)"
check_equal "two words less" "police $(total -- police)" "$(help leave_out -- zzzqqqxxx police xxxqqqzzz)"
check_equal "nothing is left to ask for" "" "$(help leave_out -- zzzqqqxxx -police)"
check_equal "any of the words" "$(total --match any -- police zzzqqqxxx)" "$(help any -- police zzzqqqxxx | awk '{ print $NF }')"
check_equal "no filters" "police $(total -- police)" "$(help filters --filter country=AQ -- police)"
check_equal "the word that no document has" "['zzzqqqxxx']" \
    "$(explain --limit 0 -- police zzzqqqxxx | json '[n["text"] for n in d["explanation"]["tree"] if n["depth"] == 1 and n["documents"] == 0]')"
# Every query that is offered finds what is said.
for query in 'polcie overseass' 'police zzzqqqxxx "reading station" title:=oversEas' 'zzz OR qqq polcie' '=pOLICE -overseas'; do
    wrong=$(explain --limit 0 -- "$query" | json '"\n".join(f"{h['"'documents'"']}\t{h['"'query'"']}" for h in d["explanation"]["help"] if h["kind"] in ("spelling", "form", "leave_out"))' |
        while IFS=$'\t' read -r n offered; do [ -z "$offered" ] || [ "$(total -- "$offered")" = "$n" ] || echo "$offered: $n is said"; done)
    check_equal "what is offered for $query" "" "$wrong"
done

# ---- for people ----

text=$("$search" --collection "$collection" explain --limit 2 -- police overseas)
check_has "the tree" $'Understood\n    AND         5 documents\n      police' "$text"
check_has "the stems, by language" "polic   stem: English" "$text"
check_has "the sum" "the sum of" "$text"
check_has "what stands near" "words that stand near each other" "$text"
check_has "sorted by date there are no scores" "have no scores" "$("$search" --collection "$collection" explain --sort date:desc -- police)"
check_has "facets when they are asked for" "country  (" "$("$search" --collection "$collection" explain --facet country -- police)"
check_lacks "none by themselves" "country  (" "$text"
check_has "what would help" "police: 20 documents" "$("$search" --collection "$collection" explain -- police zzzqqqxxx)"
check_status "explain alone explains every document" 0 "$search" --collection "$collection" explain
check_status "a batch has no explain" 2 "$search" --collection "$collection" explain --format trec -- police

# ---- what was replaced is not counted ----

make_collection replaced <<'END'
{"id":"a","lang":"en","title":"One","text":"The police came."}
{"id":"b","lang":"en","title":"Two","text":"The police went."}
END
echo '{"id":"b","lang":"en","title":"Two","text":"The constables went."}' >"$work/second.jsonl"
"$index" --quiet --collection "$collection" add "$work/second.jsonl" || fail "a document is replaced"
check_equal "documents with a word and its stem, one of them replaced" "1 [1, 1] 1" \
    "$(explain -- police | json '"%d %s %d" % (d["explanation"]["words"][0]["documents"], [t["documents"] for t in d["explanation"]["words"][0]["terms"]], d["explanation"]["tree"][0]["documents"])')"
finish
