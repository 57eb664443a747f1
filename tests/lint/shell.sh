#!/bin/bash
# Every shell script through shellcheck, also those without an ending.
set -u
. tests/lib/tap.sh

scripts=$(find tests .ci scripts doc -type f 2>/dev/null | while read -r file; do
  if head -n 1 "$file" | grep -qE '^#!.*\b(ba)?sh\b' || [[ $file == *.sh ]]; then echo "$file"; fi
done | sort)
[ "$(grep -c . <<<"$scripts")" -gt 5 ]
tap_ok $? 'the scripts are found' "$scripts"
said=$(xargs -d '\n' shellcheck -x -P SCRIPTDIR -P . <<<"$scripts" 2>&1)
tap_ok $? 'shellcheck' "$said"
tap_done
