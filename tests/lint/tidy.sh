#!/bin/bash
# clang-tidy over each file of the program; .clang-tidy says what is looked for, and why some things are not.
set -u
. tests/lib/tap.sh
flags=$(make -s CC=clang print-flags)
sources=$(find tui backend forms -name '*.c' | sort)
[ "$(grep -c . <<<"$sources")" -gt 20 ]
tap_ok $? 'the files are found' "$sources"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export flags folder
# shellcheck disable=SC2016 # the inner shell is the one to expand them
grep . <<<"$sources" | xargs -d '\n' -P "$(nproc)" -I '{}' bash -c 'eval "clang-tidy --quiet \"$1\" -- $flags" >"$folder/${1//\//_}" 2>/dev/null </dev/null' _ '{}'
while read -r file; do
  tap_empty "$(cat "$folder/${file//\//_}" 2>&1)" "clang-tidy $file"
done < <(grep . <<<"$sources")
tap_done
