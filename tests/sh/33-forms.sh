#!/bin/bash
# An inflected form finds documents with another form of the word, each in the document's own language; the table is
# tests/tables/forms.txt. The documents never have the form that is typed, so nothing but the stem can find them.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"
table=tests/tables/forms.txt

# The sentences of the table become documents beside the sample.
/usr/bin/python3 - $table >"$work/sentences.jsonl" <<'PY'
import json, sys
for number, line in enumerate(open(sys.argv[1], encoding="utf-8"), 1):
    if line.startswith("#"):
        continue
    lang, typed, written, where = line.rstrip("\n").split("\t")
    if not where.startswith("@"):
        print(json.dumps({"id": f"row-{number}", "lang": lang, "text": where}, ensure_ascii=False))
PY
collection=$work/forms
check "sample and sentences are indexed" "$index" --quiet --collection "$collection" add corpus/sample "$work/sentences.jsonl"

number=0
declare -A good=()
while IFS=$'\t' read -r lang typed written where; do
    number=$((number + 1))
    case $lang in '#'*) continue ;; esac
    id=row-$number
    [ "${where:0:1}" = @ ] && id=${where:1}
    found=$(answer --limit 1 --filter "id=$id" --filter "lang=$lang" -- "$typed" | /usr/bin/python3 -c '
import json, sys
d, typed, written = json.load(sys.stdin), *sys.argv[1:]
if d["total"] != 1:
    sys.exit(print("not found"))
hit = d["results"][0]
pieces = [(hit["title"], hit["title_spans"])] + [(h["text"], h["spans"]) for h in hit["highlight"]]
marked = {text[a:b].lower() for text, spans in pieces for a, b in spans}
print("found" if written.lower() in marked else f"marked {sorted(marked)}")' "$typed" "$written")
    # What is exact must not find it: the document does not have the form itself.
    exact=$(total --filter "id=$id" -- "\"$typed\"")
    if [ "$found $exact" = "found 0" ]; then
        pass "$lang: $typed finds $written"
        good[$lang]=$((${good[$lang]:-0} + 1))
    else
        fail "$lang: $typed finds $written" "in $id: $found; as a phrase it is found $exact times"
    fi
done <$table
languages=0
for lang in "${!good[@]}"; do [ "${good[$lang]}" -ge 5 ] && languages=$((languages + 1)); done
check "5 words in each of at least 12 languages ($languages)" test "$languages" -ge 12

# Without accents, and in capitals, a form reaches what the accented one reaches.
ids_of() { ids "${@:2}" -- "$1" | xargs; }
check_equal "investigaciones, typed without accents in capitals" "$(ids_of investigaciones)" "$(ids_of INVESTIGACIONES)"
check_equal "comisarias without its accent" "$(ids_of comisarías)" "$(ids_of comisarias)"
check_equal "enquetes without its accent" "$(ids_of enquêtes)" "$(ids_of enquetes)"
# Languages never mix: the Spanish stem of casa is no English word of a document.
make_collection mixed <<'END'
{"id":"es","lang":"es","text":"Las casas blancas."}
{"id":"en","lang":"en","text":"The cas file was sent."}
END
check_equal "casa finds the Spanish plural only" "es" "$(ids_of casa)"
# Nor do their spellings: ue is ü in German only.
make_collection spellings <<'END'
{"id":"de","lang":"de","text":"Frau Mueller schweigt."}
{"id":"en","lang":"en","text":"Mr Mueller is silent."}
{"id":"da","lang":"da","text":"Aarhus ligger i Jylland."}
{"id":"fi","lang":"fi","text":"Maa on kaunis."}
END
check_equal "Müller is Mueller in German only" "de" "$(ids_of Müller)"
check_equal "Mueller as typed, anywhere" "de en" "$(ids_of Mueller)"
check_equal "Århus is Aarhus in Danish" "da" "$(ids_of Århus)"
check_equal "aa is no å in Finnish" "" "$(ids_of Må)"
finish
