#!/bin/bash
# Lengths of functions and files: none over 100 and 600 lines, 95 of 100 functions at most 60.
set -u
. tests/lib/tap.sh

sources=$(find tui backend forms -name '*.[ch]')
functions=$(find tui backend forms -name '*.c' -exec ctags -x --language-force=C --c-kinds=f --fields=+ne --_xformat='%{end} %{line} %{input} %{name}' {} + |
  awk '$1 > 0 { print $1 - $2 + 1, $3 ":" $2, $4 }' | sort -n)
files=$(xargs -d '\n' wc -l <<<"$sources" | awk '$2 != "total" { print $1, $2 }' | sort -n)

at() { # per cent: that line's number in the sorted list on standard input
  awk -v p="$1" '{ n[NR] = $1 } END { i = int(NR * p / 100 + 0.9999); if (i < 1) i = 1; print n[i] + 0 }'
}
printf '# %-10s %6s %7s %5s %5s\n' '' number median p95 most
for what in functions files; do
  printf '# %-10s %6d %7d %5d %5d\n' "$what" "$(grep -c . <<<"${!what}")" "$(at 50 <<<"${!what}")" "$(at 95 <<<"${!what}")" "$(tail -n 1 <<<"${!what}" | cut -d ' ' -f 1)"
done

[ "$(grep -c . <<<"$functions")" -gt 100 ]
tap_ok $? 'the functions are found' "$functions"
tap_empty "$(awk '$1 > 100' <<<"$functions")" 'no function has more than 100 lines'
tap_empty "$(awk '$1 > 600' <<<"$files")" 'no file has more than 600 lines'
[ "$(at 95 <<<"$functions")" -le 60 ]
tap_ok $? '95 of 100 functions have at most 60 lines' "$(tail -n 20 <<<"$functions")"
tap_empty "$(find tests -name '*.[ch]' -exec wc -l {} + | awk '$2 != "total" && $1 > 600')" 'no test file has more than 600 lines'
# Strings cannot be broken by clang-format, so that these lines may be a little longer than its 132.
long=$(find tui backend forms tests -name '*.[ch]' | while read -r file; do
  expand "$file" | LC_ALL=C.UTF-8 grep -nE '^.{161}' | sed "s,^,$file:," | cut -c 1-100
done)
tap_empty "$long" 'no line of C is longer than 160 columns'
tap_done
