# TAP for shell tests: `. tests/lib/tap.sh`, then tap_ok and tap_is, and tap_done at the end. The shell runs in the project's root.
# shellcheck shell=bash
tap_count=0 tap_failed=0

# tap_ok STATUS NAME [WHAT WAS SEEN]: the third is printed below a failure only
tap_ok() {
  tap_count=$((tap_count + 1))
  if [ "$1" = 0 ]; then
    printf 'ok %d - %s\n' "$tap_count" "$2"
  else
    tap_failed=$((tap_failed + 1))
    printf 'not ok %d - %s\n' "$tap_count" "$2"
    printf '%s\n' "${3:-}" | sed 's/^/# /'
  fi
}

# tap_is WANTED GOT NAME
tap_is() {
  local status=0
  [ "$1" = "$2" ] || status=1
  tap_ok $status "$3" "wanted: $1
got:    $2"
}

# tap_empty TEXT NAME: for searches that must find nothing
tap_empty() {
  local status=0
  [ -z "$1" ] || status=1
  tap_ok $status "$2" "$1"
}

tap_skip() { # NAME WHY
  tap_count=$((tap_count + 1))
  printf 'ok %d - %s # SKIP %s\n' "$tap_count" "$1" "$2"
}

tap_done() {
  echo "1..$tap_count"
  [ "$tap_failed" = 0 ]
}
