#!/bin/bash
# Every attack of doc/attacks.md has its test: the files exist, and the words stand in one of them.
set -u
. tests/lib/tap.sh

missing='' numbers=()
while IFS='|' read -r _ number _ files words _; do
  read -r number <<<"$number"
  read -r words <<<"$words"
  [[ $number =~ ^[0-9]+$ ]] || continue
  numbers+=("$number")
  found=
  for file in ${files//,/ }; do
    [ -f "tests/$file" ] || missing+="$number: there is no tests/$file"$'\n'
    # Long names go over several lines of C: their first words are enough.
    if tr -d '\n\t' <"tests/$file" 2>/dev/null | sed 's/" *"//g' | grep -qF -- "$words"; then found=1; fi
  done
  [ -n "$found" ] || missing+="$number: \"$words\" stands in none of $files"$'\n'
done <doc/attacks.md
tap_empty "$missing" 'each attack names a test that is there'
for n in $(seq 64); do
  [[ " ${numbers[*]} " == *" $n "* ]] || grep -qE "^\*\*.*\b$n\b.*\*\*" doc/attacks.md || missing+="$n "
done
tap_empty "$missing" 'none of the 64 is left out without a word'
few=''
for target in tests/fuzz/fuzz_*.c; do
  name=$(basename "$target" .c)
  [ -n "$(find "tests/fuzz/corpus/$name" -type f 2>/dev/null | head -1)" ] || few+="$name "
done
[ "$(find tests/fuzz -name 'fuzz_*.c' | wc -l)" -ge 8 ]
tap_ok $? 'there are eight fuzz targets at least'
tap_empty "$few" 'each has seeds'
tap_done
