#!/bin/bash
# The example of README.md, as a stranger would use it: taken from the page, compiled against the installed library with
# pkg-config, linked both ways, and it prints what the page says. Prints nothing but what is wrong.
#   BUILD   the build folder      SAN=1   it is one with sanitizers
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d "${TMPDIR:-/tmp}/xapian-c-readme.XXXXXX")
trap 'rm -rf "$work"' EXIT

block() { # the first block of this kind
    awk -v kind="$1" '$0 == "```" kind { inside = 1; next } inside && /^```/ { exit } inside' xapian-c/README.md
}
block c >"$work/example.c"
block text >"$work/expected"
if ! [ -s "$work/example.c" ] || ! [ -s "$work/expected" ]; then echo "README.md has no example or no output"; exit 1; fi

build=${BUILD:-build}
make -s B="${build#"$PWD"/}" SAN="${SAN:-}" install-xapian-c DESTDIR= PREFIX="$work/installed"
export PKG_CONFIG_PATH=$work/installed/lib/pkgconfig
cd "$work"

compile=(gcc -std=c11 -Wall -Wextra -Werror ${SAN:+-fsanitize=address,undefined} example.c)
read -ra shared < <(pkg-config --cflags --libs xapian-c)
read -ra static < <(pkg-config --static --cflags --libs xapian-c | sed s/-lxapian-c/-l:libxapian-c.a/)
"${compile[@]}" "${shared[@]}" -Wl,-rpath,"$work/installed/lib" -o shared
"${compile[@]}" "${static[@]}" -o static
for program in shared static; do
    ./$program >printed || { echo "the $program example ends with status $?"; exit 1; }
    diff expected printed || { echo "the $program example prints something else"; exit 1; }
done
ldd shared | grep -q libxapian-c.so.0 || { echo "the shared example is not linked with the shared library"; exit 1; }
if ldd static | grep -q libxapian-c; then echo "the static example is linked with the shared library"; exit 1; fi
