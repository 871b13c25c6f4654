#!/bin/bash
# Each word and two-word phrase of each document finds it, and what is highlighted is a token of the query.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"
set -o pipefail
# every_word WHAT [COUNT]: over the present collection
every_word() { "$BUILD/tests/tools/find_every_word" "$collection" "${@:2}" | sed "s/ok - /ok - $1: /" || failures=1; }

sample_collection
every_word "the sample"
if need_data sample; then
    collection=$work/shared
    "$index" --quiet --collection "$collection" add "$RASTRO_SHARED_DATA/sample"
    every_word "200 of the shared sample" 200
fi
finish
