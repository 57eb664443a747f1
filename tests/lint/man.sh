#!/bin/bash
# The manual pages are well formed, and say what the program's tables say.
set -u
. tests/lib/tap.sh
pages=$(find doc -name '*.[1-8]' | sort)
[ "$(grep -c . <<<"$pages")" -ge 2 ]
tap_ok $? 'steward.1 and steward.conf.5 are there' "$pages"
while read -r page; do
  said=$(mandoc -Tlint -Wwarning "$page" 2>&1)
  tap_empty "$said" "$page"
done < <(grep . <<<"$pages")
while read -r source; do
  tap_empty "$(STEWARD=${BUILD:-build}/steward tests/lib/manual "$source" | diff - "${source%.in}" | head -20)" "${source%.in} is up to date (make doc)"
done < <(find doc -name '*.[1-8].in' | sort)
tap_done
