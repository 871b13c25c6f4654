#!/bin/bash
# What reads strangers' bytes can do nothing else, and when it goes wrong it takes nothing with it.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"
escape=$BUILD/tests/tools/escape

# refused NAME LEAST MODE...: every try is refused, and there are at least so many
refused() {
    local name=$1 least=$2 out
    shift 2
    out=$("$escape" "$@" 2>&1)
    check_equal "$name: nothing gets through" "" "$(grep -v '^refused' <<<"$out")"
    check "$name: $least ways were tried" test "$(grep -c '^refused' <<<"$out")" -ge "$least"
}
check "outside the cage most of them work" test "$("$escape" control 2>/dev/null | grep -c '^ALLOWED')" -ge 15
refused "a reader" 26 pure
refused "a reader where the kernel has no Landlock" 26 pure no-landlock
refused "a reader with tools where it has none" 21 tool no-landlock
if [ "$("$escape" landlock)" -ge 1 ]; then
    refused "a reader with tools" 24 tool
else
    skip "a reader with tools" "this kernel has no Landlock"
fi

"$BUILD/tests/tools/hostile_readers" 100 8
finish
