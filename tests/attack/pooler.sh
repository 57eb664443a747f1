# Attack 28: PgBouncer between the console and the server, in both modes. Strangers would share sessions, so log-in refuses it.
# shellcheck shell=bash
set -eu -o pipefail
. tests/lib/tap.sh
pgbouncer=$(command -v pgbouncer || echo /usr/sbin/pgbouncer)
scratch=$(mktemp -d)
chmod 755 "$scratch"
running=
finish() {
  if [ -n "$running" ]; then kill "$running" 2>/dev/null || true; fi
  rm -rf "$scratch"
}
trap finish EXIT

# PgBouncer refuses to run as root, and the server's socket belongs to the account of the server.
as_server=()
if [ "$(id -u)" = 0 ]; then as_server=(setpriv --reuid=postgres --regid=postgres --init-groups --); fi

try_mode() { # transaction|session, address, server connections
  local ini=$scratch/$1.ini
  cat >"$ini" <<INI
[databases]
* = host=$PGHOST port=$PGPORT user=steward_console
[pgbouncer]
listen_addr = $2
listen_port = 6432
unix_socket_dir =
auth_type = any
pool_mode = $1
default_pool_size = $3
logfile = /dev/null
INI
  chmod 644 "$ini"
  "${as_server[@]}" "$pgbouncer" -q "$ini" >"$scratch/log" 2>&1 &
  running=$!
  for _ in $(seq 100); do
    if (exec 3<>"/dev/tcp/$2/6432") 2>/dev/null; then break; fi
    sleep 0.05
  done
  status=0
  STEWARD_TCP_HOST=$2 STEWARD_TCP_PORT=6432 STEWARD_POOLER=$1 "$BUILD/tests/attack/peer" >"$scratch/out" || status=$?
  grep -v '^1\.\.' "$scratch/out" | while read -r line; do echo "# $line"; done
  tap_ok "$status" "attack 28 a pooler in $1 mode lets nobody in and nobody become somebody" "$(grep '^not ok' "$scratch/out" || true)"
  kill "$running"
  wait "$running" 2>/dev/null || true
  running=
}

if [ ! -x "$pgbouncer" ]; then
  echo '1..0 # SKIP PgBouncer is not installed'
  exit 0
fi
try_mode transaction "127.73.$((RANDOM % 250)).$((1 + RANDOM % 250))" 1
try_mode session "127.73.$((RANDOM % 250)).$((1 + RANDOM % 250))" 2
tap_done
