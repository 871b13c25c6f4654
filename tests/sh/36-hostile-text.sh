#!/bin/bash
# Documents from strangers: what they hold never reaches a terminal as control codes, nor breaks the JSON.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"

collection=$work/hostile
/usr/bin/python3 - >"$work/hostile.jsonl" <<'PY'
import json
evil = ("before \x1b]0;owned\x07 \x1b[31mred\x1b[0m \x9b31m \x85 \x00\x01\x02\x7f bell\x07 back\x08space "
        "\u202egnp.exe\u202c \u2066iso\u2069 \u200emark\u200f \u061c \u2028line\u2029para \ufeffbom "
        "<script>alert('x')</script> &amp; \"quoted\" \\ back /* */ %s %n after")
def doc(**fields):
    print(json.dumps(fields))
doc(id="control", title="hostile " + evil, summary="hostile " + evil, text="hostile " + evil, author=["mallory " + evil],
    source="source " + evil, tags=["tag " + evil], url="https://example.org/" + evil, license=evil, country=["Nowhere " + evil],
    **{"extra " + evil: evil, "nested": {"a": [evil]}})
doc(id="id \x1b[31m\u202e<b>", title="hostile id", text="an id with escapes")
doc(id="noncharacters", title="hostile \ufffe\uffff\U0010ffff", text="hostile private \ue000 use \ufffc and \ufffd")
doc(id="long-word", title="hostile " + "w" * 5000, text="x" * 300000 + " hostile end")
doc(id="long-line", title="hostile line", text="police overseas " * 65536 + "hostile")
doc(id="combining", title="hostile Z" + "\u0301" * 3000, text="hostile a" + "\u0336" * 100000 + " end")
doc(id="one-script", title="hostile 警" , text="警" * 300000 + " hostile")
doc(id="newlines", title="hostile\n\n\r\nlines\ttabs", text="hostile\r\n\r\n\v\f" * 1000)
PY
"$index" --collection "$collection" add "$work/hostile.jsonl" >"$work/report" 2>&1
check_equal "hostile documents are indexed" 8 "$(total)"

# Raw C0 (but line feed), DEL, C1, line separators, bidi controls anywhere in the file named.
raw_controls() {
    /usr/bin/python3 - "$1" <<'PY'
import re, sys
text = open(sys.argv[1], encoding="utf-8", newline="").read()
found = re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]", text)
print(" ".join(sorted({f"U+{ord(c):04X}" for c in found})))
PY
}
for query in hostile author:mallory alert 'gnp OR exe OR owned' 'w*' '"police overseas"' '警警' 'title:hostile'; do
    "$search" --collection "$collection" query --facet source:0 --facet author:0 --facet tags:0 --facet host:0 -- "$query" >"$work/out" 2>&1
    check_equal "text for «$query»: status 0" 0 $?
    check_equal "text for «$query»: no control or bidi character" "" "$(raw_controls "$work/out")"
    answer --facet source:0 --facet author:0 --facet tags:0 --facet country --limit 100 -- "$query" >"$work/out.json"
    check_equal "JSON for «$query» can be read and finds something" True "$(json 'd["total"] > 0' <"$work/out.json")"
    check_equal "JSON for «$query»: controls are escaped" "" "$(raw_controls "$work/out.json" | sed 's/U+[0-9A-F]*//g; s/ //g')$(LC_ALL=C grep -c $'[\x01-\x09\x0b-\x1f\x7f]' "$work/out.json" | sed 's/^0$//')"
done
check_equal "the document was found by its words" control "$(ids -- owned alert | xargs)"
check_equal "and by the word after the override" control "$(ids -- '"gnp exe"' | xargs)"

for id in control noncharacters long-word combining newlines; do
    "$search" --collection "$collection" show "$id" >"$work/out" 2>&1
    check_equal "show $id: status 0" 0 $?
    check_equal "show $id: no control or bidi character" "" "$(raw_controls "$work/out")"
    check_equal "show $id as JSON" "$id" "$("$search" --collection "$collection" show --format json "$id" | json 'd["id"]')"
done
check_has "an override is shown for what it is" "<U+202E>" "$("$search" --collection "$collection" show control)"
check_has "HTML stays text" "<script>alert('x')</script>" "$("$search" --collection "$collection" show control)"
check_lacks "format letters are not obeyed" "(null)" "$("$search" --collection "$collection" show control)"
"$search" --collection "$collection" query --color always -- hostile >"$work/out"
check_equal "with colours, the only escapes are ours" "" "$(sed 's/\x1b\[[0-9;]*m//g' "$work/out" >"$work/plain"; raw_controls "$work/plain")"
check_lacks "and not the document's own" $'\033[31m' "$(cat "$work/out")"

# Snippets of giants stay small.
answer --limit 100 -- hostile >"$work/out.json"
check_equal "no highlight is longer than a few lines" True \
    "$(json 'all(len(h["text"]) < 8000 for r in d["results"] for h in r["highlight"] if r["id"] != "combining")' <"$work/out.json")"
check "a highlight in a line of 1 MB comes quickly" timeout 10 "$search" --collection "$collection" query --filter id=long-line -- '"police overseas"'
check_equal "the long word finds its document" long-word "$(ids -- "$(printf 'w%.0s' $(seq 4000))" | xargs)$(ids -- "$(printf 'x%.0s' $(seq 200))*" | xargs)"

# What people paste is as hostile.
for query in $'\033[31mpolice' $'police\u202e' '<script>' '%s%n%x' $'\x80\xff' "$(printf '(%.0s' $(seq 2000))" "$(printf 'a %.0s' $(seq 1500))" \
    '""""""' '*' '=' 'title:' ':::' '-' 'NOT' 'AND OR NOT' '..' 'date:..' "a \\\\ b" "'; DROP TABLE" $'\n\t\r' '𝕻𝖔𝖑𝖎𝖈𝖊' '🚓👮‍♀️'; do
    "$search" --collection "$collection" query -- "$query" >"$work/out" 2>&1
    status=$?
    name=$(printf '%q' "${query:0:30}")
    check_equal "the query $name: status 0, nothing raw" "0 " "$status $(raw_controls "$work/out")"
    answer -- "$query" 2>&1 | json 'd["query"]["parsed"]' >"$work/out" 2>&1
    check_equal "the query $name: JSON" 0 "${PIPESTATUS[1]}"
done
finish
