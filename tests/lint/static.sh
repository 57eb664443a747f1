#!/bin/bash
# cppcheck and clang-format over the program; clang-tidy, which takes longest, has tidy.sh.
set -u
. tests/lib/tap.sh

said=$(cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 -I. -D_GNU_SOURCE \
  --suppress=missingIncludeSystem --suppress=unknownMacro --suppress=checkersReport -j 2 tui backend forms 2>&1)
tap_ok $? 'cppcheck' "$said"

said=$(xargs -d '\n' clang-format --dry-run -Werror <<<"$(find tui backend forms tests -name '*.[ch]')" 2>&1)
tap_ok $? 'clang-format (make format mends it)' "$(grep -E 'error:' <<<"$said" | cut -d : -f 1 | sort | uniq -c)"

tap_done
