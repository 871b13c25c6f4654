#!/bin/bash
# Bad input is a rejected row or a clear sentence with the right exit status, and its neighbours are indexed.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"

collection=$work/collection
good='{"id":"good-1","title":"First neighbour","text":"The quick minister answered."}'
good2='{"id":"good-2","title":"Second neighbour","text":"Документ о полиции."}'

# add_around NAME STATUS REASON: $work/bad.jsonl is what stands between the two neighbours
add_around() {
    local name=$1 want=$2 reason=$3 out status
    rm -rf "$collection"
    { echo "$good"; cat "$work/bad"; echo; echo "$good2"; } >"$work/in.jsonl"
    out=$("$index" --collection "$collection" add "$work/in.jsonl" 2>&1)
    status=$?
    if [ "$status" -eq "$want" ]; then pass "$name: status $want"; else fail "$name: status $want" "status $status: $out"; fi
    check_equal "$name: the neighbours are indexed" "good-1 good-2" \
        "$(ids -- '*:*' | grep good | tr '\n' ' ' | sed 's/ $//')"
    [ -z "$reason" ] || check_has "$name: the reason is said" "$reason" "$out"
    [ "$want" -eq 0 ] || check_has "$name: file and line are named" "in.jsonl:2" "$out"
    check_equal "$name: everything seen is accounted for" "True" "$("$index" --collection "$collection" status --format json |
        json 'd["last_run"]["seen"] == sum(d["last_run"][k] for k in ("indexed", "unchanged", "duplicate", "rejected"))')"
}

printf 'this is not JSON' >"$work/bad"
add_around "not JSON" 1 "JSON"
printf '{"id":"x","title":"open' >"$work/bad"
add_around "a record cut short" 1 "JSON"
printf '[1,2,3]' >"$work/bad"
add_around "not an object" 1 "object"
printf '{"id":"x","text":"a caf\xe9 in M\xe1laga"}' >"$work/bad"
add_around "invalid UTF-8" 0 ""
check_equal "invalid UTF-8: the record itself is found" "x" "$(ids -- in)"
printf '{"id":"x","text":"nul \\u0000 inside, \\u0001 too"}' >"$work/bad"
add_around "NUL in a string" 0 ""
check_equal "NUL in a string: the words around it are found" "x" "$(ids -- '"nul inside"')"
printf '{"id":"x","text":"nul \000 byte"}' >"$work/bad"
add_around "a NUL byte" 1 ""
printf '{"id":"x","text":""}' >"$work/bad"
add_around "nothing to read" 1 "nothing to read"
printf '{"id":"x","text":{"a":1}}' >"$work/bad"
add_around "a text that is an object" 1 "text"
printf '{"id":"x","title":"a","country":["Freedonia","ES"],"date":"1970-01-01","source_type":"gov"}' >"$work/bad"
add_around "a country nobody knows" 0 ""
check_equal "a country nobody knows: the other one counts" "x" "$(ids --filter country=Spain)"
check_has "a country nobody knows: it is kept and shown" "Freedonia" "$("$search" --collection "$collection" show --format json x)"
/usr/bin/python3 -c 'print("{\"id\":\"x\",\"text\":\"" + "w" * 300 + " short\"}", end="")' >"$work/bad"
add_around "a word of 300 bytes" 0 ""
check_equal "a word of 300 bytes is found" "x" "$(ids -- "$(printf 'w%.0s' $(seq 300))")"
check_equal "and is not its own beginning" "" "$(ids -- "$(printf 'w%.0s' $(seq 299))")"
/usr/bin/python3 -c 'import sys; sys.stdout.write("{\"id\":\"x\",\"text\":\"" + "police overseas " * 6_500_000 + "\"}")' >"$work/bad"
add_around "a line of 100 MB" 1 ""
/usr/bin/python3 -c 'print("[" * 100000, end="")' >"$work/bad"
add_around "100,000 brackets" 1 "JSON"
printf '{"id":"x","title":"t","file":"../../etc/passwd"}' >"$work/bad"
add_around "a file outside its folder" 1 "passwd"
printf '{"id":"x","title":"t","file":"missing.txt"}' >"$work/bad"
add_around "a file that is not there" 1 "missing.txt"
printf '{"id":"good-1","title":"First neighbour","text":"Something else."}' >"$work/bad"
add_around "an id used twice" 1 "good-1"

# Folders and files that cannot be read.
rm -rf "$collection" "$work/tree"
mkdir -p "$work/tree/open" "$work/tree/shut"
echo "$good" >"$work/tree/open/a.jsonl"
printf 'A title\n\nThe text of it.\n' >"$work/tree/open/b.txt"
mkfifo "$work/tree/open/pipe.txt"
ln -s /etc "$work/tree/open/etc"
ln -s /etc/passwd "$work/tree/open/passwd.txt"
echo "$good2" >"$work/tree/shut/c.jsonl"
out=$(timeout 60 "$index" --collection "$collection" add "$work/tree/open" "$work/nowhere.jsonl" 2>&1)
check_equal "a missing path: status 1" 1 $?
check_has "a missing path is named" "nowhere.jsonl" "$out"
check_equal "a missing path: the rest is indexed" 2 "$(total)"
check_equal "links are not followed, pipes not opened" "" "$(ids -- root)"
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
    chmod 700 "$work"; chmod 000 "$work/tree/shut"; rm -rf "$collection"
    mkdir "$work/nobody"; chown -R 65534:65534 "$work"; chmod 000 "$work/tree/shut"
    out=$(cd / && setpriv --reuid=65534 --regid=65534 --clear-groups "$index" --collection "$work/nobody/c" add "$work/tree" 2>&1)
    status=$?
    # A build in a folder that nobody else may enter cannot be run by another user.
    if [ "$status" -ge 126 ]; then
        skip "a folder without permission" "the programs lie where another user cannot run them"
    else
        check_equal "a folder without permission: status 1" 1 "$status"
        check_has "a folder without permission is named" "shut" "$out"
    fi
    chown -R "$(id -u)" "$work"
elif [ "$(id -u)" != 0 ]; then
    chmod 000 "$work/tree/shut"; rm -rf "$collection"
    out=$("$index" --collection "$collection" add "$work/tree" 2>&1)
    check_equal "a folder without permission: status 1" 1 $?
    check_has "a folder without permission is named" "shut" "$out"
    chmod 700 "$work/tree/shut"
fi

# A full disk: what was served stays served.
rm -rf "$collection"; mkdir -p "$work/small"
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=3m tmpfs "$work/small" 2>/dev/null; then
    collection=$work/small/collection
    echo "$good" >"$work/in.jsonl"
    check "a first run on a small disk" "$index" --quiet --collection "$collection" add "$work/in.jsonl"
    /usr/bin/python3 - >"$work/in.jsonl" <<'PY'
import json, random
rnd = random.Random(1)
for i in range(3000):
    print(json.dumps({"id": f"n{i}", "text": " ".join("%x" % rnd.getrandbits(40) for _ in range(100))}))
PY
    out=$("$index" --collection "$collection" add "$work/in.jsonl" 2>&1)
    check_equal "a full disk: status 3" 3 $?
    check_has "a full disk is said" "No space left" "$out"
    check_equal "a full disk: the old generation is served" "good-1" "$(ids -- '*:*')"
    echo "$good2" >"$work/in.jsonl"
    check "a full disk: the next small run completes" "$index" --quiet --collection "$collection" add "$work/in.jsonl"
    check_equal "and is served" "good-1 good-2" "$(ids -- '*:*' | tr '\n' ' ' | sed 's/ $//')"
    umount "$work/small"
else
    skip "a full disk" "mounting a small disk takes root"
fi

# Two runs at once; misuse.
collection=$work/locked
echo "$good" >"$work/in.jsonl"
check "a run" "$index" --quiet --collection "$collection" add "$work/in.jsonl"
mkfifo "$work/slow"
"$index" --quiet --collection "$collection" add - <"$work/slow" >/dev/null 2>&1 &
holder=$!
exec 7>"$work/slow"
for _ in $(seq 50); do sleep 0.1; "$index" --quiet --collection "$collection" add "$work/in.jsonl" >"$work/out" 2>&1; status=$?; [ $status -eq 4 ] && break; done
check_equal "a second run at the same time: status 4" 4 "$status"
check_has "and it says whose" "$holder" "$(cat "$work/out")"
exec 7>&-
wait "$holder"
check_status "no command: status 2" 2 "$index" --collection "$collection"
check_status "an unknown option: status 2" 2 "$index" --collection "$collection" --nonsense add x
check_status "no collection: status 2" 2 "$index" add x
mkdir "$work/mine"; echo precious >"$work/mine/letter"
check_status "a folder that is something else is left alone: status 3" 3 "$index" --collection "$work/mine" add "$work/in.jsonl"
check_equal "and nothing was put there" "letter" "$(ls "$work/mine")"
finish
