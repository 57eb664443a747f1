# The console itself under faults: its screen scripts console-*.t, one after the other, one plan for all.
# shellcheck shell=bash
set -eu -o pipefail
scratch=$(mktemp -d)
proxy=
trap 'if [ -n "$proxy" ]; then kill "$proxy" 2>/dev/null || true; fi; rm -rf "$scratch"' EXIT

# The console that loses answers reaches the server through tests/fault/proxy, which takes its commands from a pipe. The pipe is held open
# here: its end would be the end of the proxy.
start_proxy() {
  mkfifo "$scratch/wire"
  exec 9<>"$scratch/wire"
  "$BUILD/tests/fault/proxy" "$scratch/.s.PGSQL.$PGPORT" "$(cat "$CLUSTER/socket")/.s.PGSQL.$PGPORT" <&9 >"$scratch/said" &
  proxy=$!
  for _ in $(seq 100); do
    if grep -q ready "$scratch/said"; then break; fi
    sleep 0.05
  done
  sed "s,^host = .*,host = $scratch," "$STEWARD_CONFIG_FILE" >"$scratch/steward.conf"
  chmod 600 "$scratch/steward.conf"
  export WIRE=$scratch/wire
}

# console-lost.t calls it.
# shellcheck disable=SC2317
cut_when_saved() { # what the first name ends with
  local n
  for _ in $(seq 400); do
    n=$(psql -XAtq -h "$(cat "$CLUSTER/socket")" -c "SELECT count(*) FROM site.users WHERE first_name LIKE '%$1'")
    if [ "$n" = 1 ]; then break; fi
    sleep 0.02
  done
  printf 'cut\npass\n' >"$WIRE"
}
export -f cut_when_saved

run_script() {
  # A restart gives the socket another folder only when the server was down; the scripts read it where they need it.
  "$BUILD/tests/screen" --variant 80x24 "$1" | grep -v '^1\.\.'
}

start_proxy
status=0
{
  for name in killed restart stopped; do
    run_script "tests/fault/console-$name.t" || status=1
  done
  STEWARD_CONFIG_FILE=$scratch/steward.conf run_script tests/fault/console-lost.t || status=1
} >"$scratch/points"
awk '/^(not )?ok / { n++; sub(/ok [0-9]+/, "ok " n) } { print } END { print "1.." n + 0 }' "$scratch/points"
if grep -q '^not ok' "$scratch/points"; then exit 1; fi
exit "$status"
