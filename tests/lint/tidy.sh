#!/bin/bash
# clang-tidy over each file of the program; .clang-tidy says what is looked for, and why some things are not.
set -u
. tests/lib/tap.sh
flags=$(make -s CC=clang print-flags)
sources=$(find tui backend forms -name '*.c' | sort)
[ "$(grep -c . <<<"$sources")" -gt 20 ]
tap_ok $? 'the files are found' "$sources"

while read -r file; do
  said=$(eval "clang-tidy --quiet '$file' -- $flags" 2>/dev/null </dev/null)
  tap_ok $? "clang-tidy $file" "$said"
done < <(grep . <<<"$sources")
tap_done
