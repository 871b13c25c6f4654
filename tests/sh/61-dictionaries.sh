#!/bin/bash
# Dictionaries: a pair of FreeDict's kind written here by hand, what is refused, and the real packages where they are
# installed. Looking words up is tested in tests/unit/test_dictionary.c.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"
unset RASTRO_DICTIONARIES

# make_freedict PAIR [gzip]: an index and its entries out of "head|translations" lines on standard input
make_freedict() {
    /usr/bin/python3 - "$work/share/dictd/freedict-$1" "${2:-}" 3<&0 <<'END_PYTHON'
import gzip, os, sys
alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
def number(n): return (number(n // 64) if n >= 64 else "") + alphabet[n % 64]
index, entries = "", b""
for line in os.fdopen(3, encoding="utf-8"):
    head, text = line.rstrip("\n").split("|")
    entry = f"{head} /x/ <n>\n{text}\n      \"example\"  - example\n\n".encode()
    index += f"{head.lower()}\t{number(len(entries))}\t{number(len(entry))}\n"
    entries += entry
open(sys.argv[1] + ".index", "w", encoding="utf-8").write(index)
path = sys.argv[1] + ".dict"
(gzip.open(path + ".dz", "wb") if sys.argv[2] else open(path, "wb")).write(entries)
END_PYTHON
}
make_dictionaries() { "$index" dictionaries --from "$work/share" --to "$work/made" "$@"; }

mkdir -p "$work/share/dictd"
check_status "nothing installed: status 3" 3 "$index" dictionaries --from "$work/share" --to "$work/made"
check_has "and what to install is said" "apt-get install dict-freedict-eng-spa" "$(make_dictionaries 2>&1)"
check_lacks "and no folder is made" made "$(ls "$work")"

make_freedict eng-spa gzip <<'END'
police|policía
station|estación, comisaría
the government|gobierno
police station|comisaría
END
make_freedict eng-deu <<'END'
police|die Polizei <fem>
government|1. Regierung [pol.]
END
: >"$work/share/dictd/freedict-eng-xxq.index"
out=$(make_dictionaries)
check_equal "made: status 0" 0 $?
check_equal "each pair in both directions" "deu-eng 2 words, 2 eng-deu 2 words, 2 eng-spa 3 words, 4 spa-eng 4 words, 5" \
    "$(awk '/ words/ { print $1, $5, $6, $7 }' <<<"$out" | sort | xargs)"
check_has "and where they are" "4 dictionaries in $work/made" "$out"
check_equal "one file each" "deu-eng.rdic eng-deu.rdic eng-spa.rdic spa-eng.rdic" "$(cd "$work/made" && echo *)"
check_equal "everybody may read them" "644 755" "$(stat -c %a "$work/made/eng-spa.rdic" "$work/made" | xargs)"
cp -r "$work/made" "$work/first"
check "made again, they are the same" sh -c "'$index' dictionaries --quiet --from '$work/share' --to '$work/made' &&
    diff -r '$work/first' '$work/made'"
check_equal "--quiet prints nothing" "" "$(make_dictionaries --quiet)"
check_equal "RASTRO_DICTIONARIES names the folder" 4 \
    "$(RASTRO_DICTIONARIES=$work/named "$index" dictionaries --quiet --from "$work/share"; find "$work/named" -name '*.rdic' | wc -l)"

# ---- sources that cannot be read
printf 'police\tzzzz\tz\n' >"$work/share/dictd/freedict-eng-ita.index"
cp "$work/share/dictd/freedict-eng-deu.dict" "$work/share/dictd/freedict-eng-ita.dict"
mkdir -p "$work/share/apertium/apertium-eng-cat"
echo "LTTB and no more" >"$work/share/apertium/apertium-eng-cat/eng-cat.autobil.bin"
out=$(make_dictionaries)
check_equal "damaged sources: status 1" 1 $?
check_has "named: FreeDict" "left out: $work/share/dictd/freedict-eng-ita.index points outside" "$out"
check_has "named: Apertium" "left out: $work/share/apertium/apertium-eng-cat/eng-cat.autobil.bin is" "$out"
check_has "the others are made" "4 dictionaries in" "$out"

# ---- what is not understood
check_status "not installed and no folder named: status 2" 2 "$index" dictionaries --from "$work/share"
check_status "a path is no option: status 2" 2 "$index" dictionaries "$work/share"
check_status "--across with no language: status 2" 2 "$search" --collection "$work" query --across klingonish police
check_has "and what would be right" "as es,zh (or Spanish,Chinese), or all" \
    "$("$search" --collection "$work" query --across klingonish police 2>&1)"

# ---- the real ones
if [ -e /usr/share/dictd/freedict-eng-spa.index ]; then
    out=$("$index" dictionaries --to "$work/real")
    check_equal "what is installed is made" 0 $?
    check "English to Spanish has thousands of words" test "$(awk '/^eng-spa/ { print $5 }' <<<"$out")" -gt 4000
else
    skip "the installed dictionaries" "dict-freedict-eng-spa is not installed"
fi
finish
