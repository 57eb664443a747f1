#!/bin/bash
# Proves that the screen harness fails when it should. TAP.
set -u
cd "$(dirname "$0")/../../.." || exit 1
build=${BUILD:-build}
# Without it (under sanitizers) writes-max is skipped, and one failure less is wanted.
bad=18
if [ -f "$build/tests/count_writes.so" ]; then
  export COUNT_WRITES_LIBRARY=$build/tests/count_writes.so
  bad=19
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
n=0

test_is() {
  n=$((n + 1))
  if [ "$1" = "$2" ]; then echo "ok $n - $3"; else printf 'not ok %d - %s\n# wanted %s, got %s\n' "$n" "$3" "$1" "$2"; fi
}

run() { # script
  sed "s,build/tests,$build/tests," "tests/lib/selftest/$1.t" >"$scratch/$1.t"
  SCREEN_PATIENCE=${PATIENCE:-20} "$build/tests/screen" --golden "$scratch" "$scratch/$1.t" >"$scratch/$1.out" 2>&1
  echo $? >"$scratch/$1.status"
}

GENERATE=1 run good
run good
test_is 0 "$(cat "$scratch/good.status")" 'a good program passes'
grep '^not ok' -A 40 "$scratch/good.out" | sed 's/^not ok/# not ok/; s/^[^#]/# &/'
sed -i 's/size 80x24/size 80x25/' "$scratch/selftest.80x24.txt"
run good
test_is 1 "$(grep -c '^not ok' "$scratch/good.out")" 'another golden screen is one failure'
run bad
test_is 1 "$(cat "$scratch/bad.status")" 'a bad program fails'
test_is $bad "$(grep -c '^not ok' "$scratch/bad.out")" 'each bad behaviour is one failure'
PATIENCE=1 run hang
test_is 1 "$(cat "$scratch/hang.status")" 'a program that never gets idle fails'
test_is 0 "$(grep -c '^ok' "$scratch/hang.out")" 'and the rest of its script is not tried'
"$build/tests/screen" "$scratch/missing.t" >"$scratch/missing.out"
test_is 1 $? 'a missing script fails'
echo 'keys a' >"$scratch/early.t"
"$build/tests/screen" "$scratch/early.t" >"$scratch/early.out"
test_is 1 $? 'a key without a program fails'
: >"$scratch/empty.t"
"$build/tests/screen" "$scratch/empty.t" >"$scratch/empty.out"
test_is 1 $? 'a script without a test fails'
echo "1..$n"
