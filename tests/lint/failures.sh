#!/bin/bash
# Every failure of doc/failures.md has its test: the files exist, and the words stand in one of them.
set -u
. tests/lib/tap.sh

missing='' count=0
while IFS='|' read -r _ failure files words _; do
  read -r failure <<<"$failure"
  read -r files <<<"$files"
  read -r words <<<"$words"
  [[ $failure == Failure || $failure == -* || -z $failure ]] && continue
  count=$((count + 1))
  if [ "$files" = open ]; then
    tap_skip "$failure" 'has no test yet'
    continue
  fi
  found=
  for file in ${files//,/ }; do
    [ -f "tests/$file" ] || missing+="$failure: there is no tests/$file"$'\n'
    if [ -n "$words" ] && sed "s/''/'/g" "tests/$file" 2>/dev/null | grep -qF -- "$words"; then found=1; fi
  done
  [ -n "$found" ] || missing+="$failure: \"$words\" stands in none of $files"$'\n'
done < <(sed -n '/^| Failure/,$p' doc/failures.md)
tap_empty "$missing" 'each failure names a test that is there'
tap_is 24 "$count" 'none of the 24 is left out'
tap_done
