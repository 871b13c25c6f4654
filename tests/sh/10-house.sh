#!/bin/bash
# The floors, the banned functions and the other rules of the house hold.
# shellcheck source=tests/sh/lib.sh
. "$(dirname "$0")/lib.sh"
if out=$(tests/house); then pass "house rules"; else fail "house rules" "$out"; fi
finish
