#!/bin/bash
# `make install` puts everything in its place, and what is installed works: programs, man pages, library, pkg-config file.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"

to=$work/root
check "make install" make -s B="${BUILD#"$root"/}" SAN="${SAN:-}" install DESTDIR="$to" PREFIX=/opt/rastro
for file in bin/rastro-index bin/rastro-search lib/libxapian-c.a lib/libxapian-c.so lib/pkgconfig/xapian-c.pc \
    include/xapian_c.h share/man/man1/rastro-index.1 share/man/man1/rastro-search.1 share/man/man3/xapian-c.3 \
    share/rastro/record.schema.json share/rastro/result.schema.json; do
    check "installed $file" test -e "$to/opt/rastro/$file"
done
check_has "the program knows its version" "rastro-search " "$("$to/opt/rastro/bin/rastro-search" --version)"
check_has "pkg-config finds the library" "-lxapian-c" \
    "$(PKG_CONFIG_PATH=$to/opt/rastro/lib/pkgconfig pkg-config --libs xapian-c)"
static=$(PKG_CONFIG_PATH=$to/opt/rastro/lib/pkgconfig pkg-config --static --libs xapian-c)
check_has "pkg-config knows what a static link needs: libxapian" "-lxapian " "$static "
check_has "pkg-config knows what a static link needs: C++" "-lstdc++" "$static"
check_lacks "the pkg-config file is filled in" "@" "$(cat "$to/opt/rastro/lib/pkgconfig/xapian-c.pc")"

declared=$(grep -oE '\bxc_[a-z_]+\(' xapian-c/xapian_c.h | tr -d '(' | sort -u)
check_equal "the shared library gives out what the header declares and nothing else" "$declared" \
    "$(nm -D --defined-only "$to/opt/rastro/lib/libxapian-c.so" | cut -d' ' -f3 | sort)"
check_equal "xapian-c.3 names every function" "" \
    "$(comm -23 <(printf '%s\n' "$declared") <(grep -oE '\bxc_[a-z_]+' xapian-c/xapian-c.3 | sort -u))"
for program in "$index" "$search"; do
    name=$(basename "$program")
    help=$("$program" --help)
    check "$name --help fits a screen" test "$(wc -l <<<"$help")" -le 50
    check_has "$name --help names the collection" "--collection" "$help"
done
for page in docs/rastro-index.1 docs/rastro-search.1 xapian-c/xapian-c.3; do
    check_equal "$page is clean" "" "$(mandoc -T lint -W warning "$page" 2>&1)"
done
check "xapian-c's README example compiles and prints what it says" env BUILD="$BUILD" SAN="${SAN:-}" bash xapian-c/readme_example_test.sh
finish
