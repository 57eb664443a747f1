#!/bin/bash
# The rooms of the house keep to themselves: by what they include and by what their archives call.
set -u
. tests/lib/tap.sh
build=${BUILD:-build}

# Files below the folders that include a header matching the pattern
includers() { # pattern, folder...
  local pattern=$1
  shift
  find "$@" -name '*.[ch]' -exec grep -lE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]$pattern" {} + 2>/dev/null | sort
}
undefined() { # archive
  nm -u "$1" 2>/dev/null | awk '{ print $2 }' | sort -u
}

tap_empty "$(includers '(backend|forms)/' tui)" 'tui/ includes nothing of backend/ or forms/'
tap_empty "$(includers '(tui|forms)/' backend)" 'backend/ includes nothing of tui/ or forms/'
tap_empty "$(includers 'tests/' tui backend forms)" 'the program includes nothing of tests/'

for header in libpq-fe.h sodium.h nettle/ 'n?curses(w/curses)?.h' csv.h zip.h curl/curl.h; do
  tap_empty "$(includers "$header" tui backend forms | grep '\.h$' | grep -v '_private\.h$')" "no header includes $header"
done
for limit in 'libpq-fe.h:2' 'sodium.h:2' 'nettle/:1' 'csv.h:2' 'zip.h:2' 'curl/curl.h:1' 'n?curses(w/curses)?.h:4'; do
  files=$(includers "${limit%:*}" tui backend forms | grep '\.c$')
  [ "$(grep -c . <<<"$files")" -le "${limit#*:}" ]
  tap_ok $? "at most ${limit#*:} files include ${limit%:*}" "$files"
done

[ -f "$build/libtui.a" ] && [ -f "$build/libbackend.a" ] && [ -f "$build/libforms.a" ]
tap_ok $? 'the archives are built' "make all comes first"
tap_empty "$(undefined "$build/libtui.a" | grep -E '^(PQ|pq|lo_|sodium_|crypto_|randombytes)')" 'libtui.a calls neither libpq nor libsodium'
tap_empty "$(undefined "$build/libbackend.a" | grep -xE 'initscr|newterm|setupterm|endwin|stdscr|(mv)?w?(add|get)(ch|str|nstr|wstr|_wch)|w?(move|refresh|attrset)|doupdate|wnoutrefresh')" \
  'libbackend.a does not draw'
tap_empty "$(for a in "$build"/lib{tui,backend,forms}.a; do undefined "$a"; done | grep '^curl_')" 'the console knows no mail server: that is steward-mailer'
tap_empty "$(undefined "$build/libforms.a" | grep -E '^(PQ|sodium_|crypto_|randombytes|initscr|newterm|endwin|stdscr|wadd|waddn|wmove|doupdate)')" \
  'libforms.a calls libpq, libsodium and curses only through the rooms below'
# What no part of a console has any business with
tap_empty "$(for a in "$build"/lib{tui,backend,forms}.a; do undefined "$a"; done | grep -xE 'system|popen|exec[lv]p?e?|posix_spawnp?|strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|dlopen')" \
  'no shell, no unsafe string call, no plug-in'
tap_done
