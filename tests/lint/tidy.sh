#!/bin/bash
# clang-tidy over each file of the program; .clang-tidy says what is looked for, and why some things are not. Clang's own warnings are among it.
#
# Nearly all of the time goes into the analyzer's search for paths through the longest functions, which it gives up after so many steps: a third of
# its usual 225,000, clang's own number for a shallow search, takes a third of the time. `make lint` searches as deep as usual.
# long
set -u
nodes=${TIDY_NODES:-75000}
. tests/lib/tap.sh
flags=$(make -s CC=clang print-flags)
sources=$(find tui backend forms -name '*.c' | sort)
[ "$(grep -c . <<<"$sources")" -gt 20 ]
tap_ok $? 'the files are found' "$sources"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
deep="--extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang --extra-arg=max-nodes=$nodes"
export flags folder deep
# shellcheck disable=SC2016 # the inner shell is the one to expand them
grep . <<<"$sources" | xargs -d '\n' -P "$(nproc)" -I '{}' bash -c 'eval "clang-tidy --quiet $deep \"$1\" -- $flags" >"$folder/${1//\//_}" 2>/dev/null </dev/null' _ '{}'
printf 'int f(int a);\nint f(int a)\n{\n\tint unused = 3;\n\treturn a;\n}\n' >"$folder/warned.c"
said=$(eval "clang-tidy --config-file=.clang-tidy --quiet $deep '$folder/warned.c' -- $flags" 2>/dev/null </dev/null)
grep -q 'error: unused variable' <<<"$said"
tap_ok $? 'a warning of the compiler is an error' "$said"
while read -r file; do
  tap_empty "$(cat "$folder/${file//\//_}" 2>&1)" "clang-tidy $file"
done < <(grep . <<<"$sources")
tap_done
