#!/bin/bash
# The program as built has the protection that the Makefile asks for.
set -u
. tests/lib/tap.sh
build=${BUILD:-build}
program=$build/steward

has() { # name, command...
  local name=$1
  shift
  "$@" >/dev/null
  tap_ok $? "$name"
}
header=$(readelf -hW "$program" 2>&1) segments=$(readelf -lW "$program" 2>&1) dynamic=$(readelf -dW "$program" 2>&1)
symbols=$(nm -D "$program" 2>&1)

has 'position independent' grep -qE 'Type: *DYN' <<<"$header"
has 'stack not executable' grep -qE 'GNU_STACK.* RW ' <<<"$segments"
tap_empty "$(grep -E 'LOAD.* RWE ' <<<"$segments")" 'no segment is both writable and executable'
has 'relocations read-only' grep -q GNU_RELRO <<<"$segments"
has 'all symbols bound at start' grep -qE 'BIND_NOW|FLAGS.*NOW' <<<"$dynamic"
has 'stack protector' grep -q __stack_chk_fail <<<"$symbols"
has 'fortified calls' grep -qE '__[a-z]+_chk' <<<"$symbols"
tap_empty "$(grep -E 'RPATH|RUNPATH|TEXTREL' <<<"$dynamic")" 'no RPATH, no text relocation'
# execv is for steward-papers alone, before anything is read (forms/papers.c); the sandbox refuses it from then on.
tap_empty "$(grep -E ' (strcpy|strcat|sprintf|vsprintf|gets|system|popen|exec[lv]p?e|execlp?|execvp|fexecve|fork|vfork|posix_spawnp?)(@|$)' <<<"$symbols")" \
  'no unsafe call is imported'
tap_empty "$(grep -E 'NEEDED.*lib(archive|hpdf|xml2|curl)' <<<"$dynamic")" 'what makes ZIP and PDF, or sends mail, is not loaded by the console'
if [ "$(uname -m)" = x86_64 ]; then
  # The note of the whole program depends on the C library's start files; our own functions are looked at.
  has 'control flow protection' grep -q endbr64 <<<"$(objdump -d --disassemble=main "$program" 2>&1)"
fi
tap_done
