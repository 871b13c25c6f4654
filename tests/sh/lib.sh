# Shared by the shell tests: source it first. Each test is `check NAME COMMAND...` or one of the helpers below; results are
# TAP lines. $work is a scratch folder, removed at the end; programs are the built ones.
# shellcheck shell=bash
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 2
root=$PWD
BUILD=${BUILD:-build}
case $BUILD in /*) ;; *) BUILD=$root/$BUILD ;; esac
export RASTRO_SHARED_DATA=${RASTRO_SHARED_DATA:-$root/../shared/data}
export index=$BUILD/rastro-index search=$BUILD/rastro-search
collection= # each test names its own
work=$(mktemp -d "${TMPDIR:-/tmp}/rastro-test.XXXXXX")
trap 'chmod -R u+rwX "$work" 2>/dev/null; rm -rf "$work"' EXIT
unset RASTRO_COLLECTION
failures=0

pass() { echo "ok - $1"; }
fail() { # NAME, what was seen
    failures=1
    echo "not ok - $1"
    [ $# -lt 2 ] || printf '%s\n' "$2" | head -40 | sed 's/^/# /'
}
skip() { echo "ok - $1 # SKIP $2"; }

# check NAME COMMAND...: the command succeeds
check() {
    local name=$1 out
    shift
    if out=$("$@" 2>&1); then pass "$name"; else fail "$name" "$out"; fi
}
# check_status NAME STATUS COMMAND...: it ends with just this status
check_status() {
    local name=$1 want=$2 out status
    shift 2
    out=$("$@" 2>&1)
    status=$?
    if [ "$status" -eq "$want" ]; then pass "$name"; else fail "$name" "status $status, not $want: $out"; fi
}
# check_equal NAME WANT GOT
check_equal() {
    if [ "$2" = "$3" ]; then pass "$1"; else fail "$1" "$(diff <(printf '%s\n' "$2") <(printf '%s\n' "$3"))"; fi
}
# check_has NAME PART TEXT: the text has this part
check_has() {
    case $3 in *"$2"*) pass "$1" ;; *) fail "$1" "no «$2» in: $3" ;; esac
}
# check_lacks NAME PART TEXT
check_lacks() {
    case $3 in *"$2"*) fail "$1" "«$2» in: $3" ;; *) pass "$1" ;; esac
}
# json EXPRESSION: a Python expression over the JSON document `d` on standard input
json() { /usr/bin/python3 -c 'import json,sys; d=json.load(sys.stdin); print(eval(sys.argv[1]))' "$1"; }
# ids OPTIONS... -- QUERY: the ids of the first 100 results, one a line, sorted
ids() { "$search" --collection "$collection" query --format json --limit 100 "$@" | json '"\n".join(sorted(r["id"] for r in d["results"]))'; }
total() { "$search" --collection "$collection" query --format json --limit 0 "$@" | json 'd["total"]'; }
# answer OPTIONS... -- QUERY: the whole answer as JSON
answer() { "$search" --collection "$collection" query --format json "$@"; }
# make_collection NAME: indexes the records on standard input as $work/NAME and makes it the collection of what follows
make_collection() {
    collection=$work/$1
    cat >"$work/$1.jsonl"
    "$index" --quiet --collection "$collection" add "$work/$1.jsonl" || fail "the collection $1 is made" "status $?"
}
# sample_collection: the same with the project's own sample
sample_collection() {
    collection=$work/sample
    "$index" --quiet --collection "$collection" add corpus/sample || fail "the sample is indexed" "status $?"
}
# need_data FOLDER: false, after a skipped test, when the shared data are not there
need_data() {
    [ -e "$RASTRO_SHARED_DATA/$1" ] && return 0
    skip "tests with $1" "the folder with real documents (RASTRO_SHARED_DATA) is not there"
    return 1
}
finish() { exit "$failures"; }
