#!/bin/bash
# The first session of README.md is a real one: its commands are run again, and print what stands there. Seconds differ from
# run to run and are left out of the comparison.
#
#   UPDATE=1 tests/sh/12-readme.sh    writes what the commands print today into README.md
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"

# The session is the block that begins with a prompt, between the lines "```console" and "```".
session=$(sed -n '/^```console$/,/^```$/p' README.md | sed '1d;$d')
without_seconds() { sed -E 's/[0-9]+\.[0-9] s\./N s./'; }

# Commands are run as a person would run them: the programs on the PATH, the checkout as the working folder.
replay() {
    local line
    while IFS= read -r line; do
        case $line in
        '$ '*)
            printf '%s\n' "$line"
            (PATH=$BUILD:$PATH HOME=$work bash -c "${line#'$ '}") 2>&1
            ;;
        esac
    done <<<"$session"
}

printed=$(replay)
if [ -n "${UPDATE:-}" ]; then
    printf '%s\n' "$printed" >"$work/session"
    /usr/bin/python3 - "$work/session" <<'PY'
import re, sys
text, session = open("README.md", encoding="utf-8").read(), open(sys.argv[1], encoding="utf-8").read()
text = re.sub(r"(?s)(```console\n).*?(```\n)", lambda m: m[1] + session + m[2], text, count=1)
open("README.md", "w", encoding="utf-8").write(text)
PY
    exit
fi
check "README.md has a session" test "$(grep -c '^\$ ' <<<"$session")" -ge 3
check_equal "and it is what the programs print" "$(without_seconds <<<"$session")" "$(without_seconds <<<"$printed")"
finish
