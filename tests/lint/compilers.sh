#!/bin/bash
# Clang accepts every test, headers stand alone, and banned calls do not compile. What clang says of the program's own files, with the same flags, is part of
# what clang-tidy says of them (tidy.sh); gcc has built everything.
set -u
. tests/lib/tap.sh
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

check() { # compiler, file, more flags
  eval "$1 $(cat "$scratch/$1.flags") ${3:-} -fsyntax-only -x c '$2'" 2>&1 </dev/null
}
for compiler in gcc clang; do
  make -s CC=$compiler print-flags >"$scratch/$compiler.flags"
done

said=$(find tests -name '*.c' | while read -r file; do check clang "$file"; done)
tap_empty "$said" 'clang has nothing to say about any test'
said=$(find tui backend forms tests/lib/screen -name '*.h' | while read -r file; do
  echo "#include \"$file\"" >"$scratch/alone.c"
  check gcc "$scratch/alone.c"
done)
tap_empty "$said" 'every header of the program compiles on its own'

echo 'int main(void); int main(void) { return 0; }' >"$scratch/good.c"
tap_empty "$(check gcc "$scratch/good.c")$(check clang "$scratch/good.c")" 'a good file compiles'
calls=0
while read -r name call; do
  printf '#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <stdarg.h>\nvoid f(char *s, va_list l);\n' >"$scratch/banned.c"
  printf 'void f(char *s, va_list l) { (void)s; (void)l; %s; }\n' "$call" >>"$scratch/banned.c"
  calls=$((calls + 1))
  for compiler in gcc clang; do
    # Not fortified, as in the sanitized build: with clang the fortified sprintf is a macro for another function.
    said=$(check "$compiler" "$scratch/banned.c" -U_FORTIFY_SOURCE)
    grep -q 'banned in this project' <<<"$said"
    tap_ok $? "$name does not compile ($compiler)" "$said"
  done
done <<'CALLS'
strcpy strcpy(s, "x")
strcat strcat(s, "x")
strncpy strncpy(s, "x", 1)
strtok strtok(s, "x")
sprintf sprintf(s, "x")
vsprintf vsprintf(s, "x", l)
gets gets(s)
system (void)!system("x")
popen popen("x", "r")
atoi (void)atoi(s)
atol (void)atol(s)
atof (void)atof(s)
rand (void)rand()
CALLS
tap_is 13 "$calls" 'every banned call of the list was tried'
tap_done
