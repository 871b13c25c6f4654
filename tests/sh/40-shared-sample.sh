#!/bin/bash
# 1,188 real documents in 37 languages: all are accounted for, and the article that the project began with is found.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"
need_data sample || finish

collection=$work/shared
mkdir "$collection"
echo 'guess = false;' >"$collection/rastro.conf" # what is counted below is what the manifest gives
rows=$(grep -c . "$RASTRO_SHARED_DATA/sample/metadata.jsonl")
"$index" --collection "$collection" add "$RASTRO_SHARED_DATA/sample" >"$work/report" 2>&1
status=$?
check "status 0 or 1" test "$status" -le 1
run=$("$index" --collection "$collection" status --format json)
check_equal "documents in = indexed + rejected" "$rows $rows" \
    "$(json '"%d %d" % (d["last_run"]["seen"], d["last_run"]["indexed"] + d["last_run"]["rejected"] + d["last_run"]["duplicate"])' <<<"$run")"
check_equal "what was indexed is served" "$(json 'd["last_run"]["indexed"]' <<<"$run")" "$(total)"
echo "# $(tail -3 "$work/report" | tr '\n' ' ')"

check "'police overseas' finds the seed article" grep -qx overseas-police-offices <(ids -- police overseas)
check_equal "among the first three" True "$(answer --limit 3 -- police overseas | json '"overseas-police-offices" in [r["id"] for r in d["results"]]')"
check "a filter by country keeps it" grep -qx overseas-police-offices <(ids --filter country=ES -- police overseas)
check "so does the other order" grep -qx overseas-police-offices <(ids --filter country=ES -- overseas police)
check_equal "a country it is not about loses it" "" "$(ids --filter country=FR -- police overseas | grep -x overseas-police-offices)"
check_equal "its whole text is shown" True "$("$search" --collection "$collection" show --format json overseas-police-offices |
    /usr/bin/python3 -c 'import json,sys; d=json.load(sys.stdin); want=open(sys.argv[1],encoding="utf-8").read(); print(len(d["text"]) > 0.9 * len(want) and d["title"] != "")' \
    "$RASTRO_SHARED_DATA/sample/docs/overseas-police-offices.txt")"
# The facets of everything are those of the manifest itself, counted by another program.
check_equal "countries as the manifest has them" "$(/usr/bin/python3 - "$RASTRO_SHARED_DATA/sample/metadata.jsonl" <<'PY'
import collections, json, sys
counts = collections.Counter(c for line in open(sys.argv[1], encoding="utf-8") for c in set(json.loads(line)["country"]))
print(sorted(counts.items()))
PY
)" "$(answer --limit 0 --facet country:0 | json 'sorted((v["id"], v["count"]) for v in d["facets"]["country"]["values"])')"
check_equal "many languages" True "$(answer --limit 0 --facet lang:0 | json 'd["facets"]["lang"]["total"] >= 35')"
check_equal "adding it again: all unchanged" "0 $(json 'd["last_run"]["indexed"]' <<<"$run")" \
    "$("$index" --quiet --collection "$collection" add "$RASTRO_SHARED_DATA/sample"; "$index" --collection "$collection" status --format json |
        json '"%d %d" % (d["last_run"]["indexed"], d["last_run"]["unchanged"])')"
finish
