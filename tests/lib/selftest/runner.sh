#!/bin/bash
# Proves that the runner counts what must be counted: a test that dies, plans wrongly or runs nothing is a failure.
set -u
cd "$(dirname "$0")/../../.." || exit 1
. tests/lib/tap.sh
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

judge() { # wanted counts, name, script
  printf '%s\n' "$3" >"$scratch/test.sh"
  LOGS=$scratch CLUSTER=/nonexistent BUILD=build ASAN=build/asan tests/lib/job "lint	test	$scratch/test.sh	" >"$scratch/said" 2>&1
  tap_is "$1" "$(cat "$scratch/lint.test.result")" "$2"
}

judge '2 0 0' 'two points' 'echo "ok 1 - a"; echo "ok 2 - b"; echo 1..2'
judge '1 1 0' 'one point failed' 'echo "ok 1 - a"; echo "not ok 2 - b"; echo 1..2; exit 1'
judge '1 1 0' 'a failure counts whatever the status' 'echo "ok 1 - a"; echo "not ok 2 - b"; echo 1..2'
judge '1 0 1' 'a skipped point' 'echo 1..2; echo "ok 1 - a"; echo "ok 2 # SKIP no such thing here"'
judge '0 0 1' 'a whole file skipped' 'echo "1..0 # SKIP nothing to do"'
judge '2 1 0' 'fewer points than planned' 'echo 1..3; echo "ok 1"; echo "ok 2"'
judge '2 1 0' 'more points than planned' 'echo 1..1; echo "ok 1"; echo "ok 2"'
judge '1 1 0' 'no plan' 'echo "ok 1"'
judge '1 1 0' 'a status without a failed point' 'echo "ok 1"; echo 1..1; exit 3'
judge '0 1 0' 'nothing at all' ':'
judge '0 1 0' 'an empty plan' 'echo 1..0'
judge '1 1 0' 'dead in the middle' 'echo 1..2; echo "ok 1"; kill -9 $$'
judge '1 1 0' 'a bail-out' 'echo "ok 1"; echo "Bail out! no server"; echo 1..1'
tap_done
