# The warden against connections that hang: steward warden, a process of its own, ends what raised or dropped its own time-outs, and says
# so in the journal; it outlives the server, and goes at SIGTERM.
# shellcheck shell=bash
set -u -o pipefail
. tests/lib/tap.sh
work=$(mktemp -d)
helpers=()
warden=
# shellcheck disable=SC2317
leave() {
  local one
  for one in "${helpers[@]}" $warden; do kill -CONT "$one" 2>/dev/null && kill "$one" 2>/dev/null; done || true
  rm -rf "$work"
}
trap leave EXIT

admin() { # statement
  psql -XAtq -h "$(cat "$CLUSTER/socket")" -c "$1"
}
# The console's role behind psql: statements come from a pipe, so that it hangs where it is left.
hang() { # name, statement...
  local name=$1 statement
  shift
  mkfifo "$work/$name"
  PGAPPNAME=$name psql -XAtq -h "$(cat "$CLUSTER/socket")" -U steward_console <"$work/$name" >"$work/$name.out" 2>&1 &
  helpers+=($!)
  exec {line}>"$work/$name"
  for statement in "$@"; do echo "$statement;" >&"$line"; done
  wait_for 1 "SELECT count(*) FROM pg_stat_activity WHERE application_name = '$name'"
}
wait_for() { # value, statement
  local _
  for _ in $(seq 200); do
    if [ "$(admin "$2" 2>/dev/null)" = "$1" ]; then return 0; fi
    sleep 0.1
  done
  return 1
}
alive() { # name
  admin "SELECT count(*) FROM pg_stat_activity WHERE application_name = '$1'"
}
setting() { # name, value
  admin "UPDATE auth.settings SET value = '$2' WHERE name = '$1'"
}
turn() {
  "$STEWARD" --config "$STEWARD_CONFIG_FILE" warden --once 2>&1
}

setting warden_transaction '1 second'
hang idler 'SET idle_in_transaction_session_timeout = 0' 'BEGIN' 'SELECT api.alive()'
sleep 1.5
setting warden_login '1 hour'
hang young 'SELECT api.alive()'
tap_is 1 "$(turn | grep -c '^connection of nobody, backend [0-9]*, ended: idle in transaction$')" 'a transaction that idles is ended, whatever time-out it set itself'
tap_is 0 "$(alive idler)" 'and its connection is gone'
tap_is 1 "$(alive young)" 'a connection that waits for a log-in is let wait'
tap_is '' "$(turn)" 'nothing is ended twice'
setting warden_login '1 second'
sleep 1.2
tap_is 1 "$(turn | grep -c 'ended: not logged in$')" 'but not for ever'
tap_is 0 "$(alive young)" 'and then goes'
tap_is 2 "$(admin "SELECT count(*) FROM auth.events WHERE kind = 'connection ended'")" 'each is an event'
setting warden_login '1 hour'

# Locks on tables of the site, taken as somebody with rights on them would.
admin 'GRANT USAGE ON SCHEMA site TO steward_console; GRANT UPDATE, SELECT ON site.users TO steward_console'
setting warden_transaction '1 hour'
setting warden_locks '1 second'
hang locker 'SET idle_in_transaction_session_timeout = 0' 'BEGIN' 'LOCK TABLE site.users IN ROW EXCLUSIVE MODE'
hang looker 'SET idle_in_transaction_session_timeout = 0' 'BEGIN' 'LOCK TABLE site.users IN ACCESS SHARE MODE'
sleep 1.5
tap_is 1 "$(turn | grep -c 'ended: holds locks$')" 'one that holds locks on tables of the site goes sooner'
tap_is 1 "$(alive looker)" 'one that only looked has the longer limit'
setting warden_active '1 second'
hang worker 'SET statement_timeout = 0' 'SELECT count(*) FROM generate_series(1, 1e12)'
sleep 1.5
tap_is 1 "$(turn | grep -c 'ended: active$')" 'one that works for too long is ended'
setting warden_active '60 seconds'
admin 'REVOKE ALL ON site.users FROM steward_console; REVOKE USAGE ON SCHEMA site FROM steward_console'

# A console that is frozen: its session ends by the clock, and its connection after the time that it has to ask why.
setting idle '2 seconds'
setting warden_ended '2 seconds'
"$STEWARD" --config "$STEWARD_CONFIG_FILE" warden --every 1 >"$work/journal" 2>&1 </dev/null &
warden=$!
cp tests/screen/login-anna.inc "$work"
cat >"$work/frozen.t" <<SCRIPT
include login-anna.inc
expect Home
signal STOP
do for i in \$(seq 200); do [ "\$(psql -XAtq -h "\$(cat "\$CLUSTER/socket")" -c "SELECT count(*) FROM auth.sessions WHERE end_reason = 'idle'")" = 1 ] && break; sleep 0.1; done
expect-sql 1 | SELECT count(*) FROM auth.sessions WHERE end_reason = 'idle'
do for i in \$(seq 200); do [ "\$(psql -XAtq -h "\$(cat "\$CLUSTER/socket")" -c "SELECT count(*) FROM pg_stat_activity a JOIN auth.sessions s ON s.pid = a.pid AND s.backend_start = a.backend_start")" = 0 ] && break; sleep 0.1; done
expect-sql 0 | SELECT count(*) FROM pg_stat_activity a JOIN auth.sessions s ON s.pid = a.pid AND s.backend_start = a.backend_start
signal CONT
wait-for Log in again
signal TERM
wait-exit 0
SCRIPT
"$BUILD/tests/screen" --variant 80x24 "$work/frozen.t" >"$work/frozen.tap" 2>&1
tap_ok $? 'the session of a frozen console ends, then its connection; woken up, it asks for the log-in' "$(grep -A8 '^not ok' "$work/frozen.tap")"
tap_is 1 "$(grep -c '^session of anna, backend [0-9]*, ended: idle$' "$work/journal")" 'the journal tells of the session'
tap_is 1 "$(grep -c '^connection of anna, backend [0-9]*, ended: session idle$' "$work/journal")" 'and of its connection'
setting idle '15 minutes'

# It outlives its server.
tests/lib/cluster restart "$CLUSTER" >/dev/null 2>&1
wait_for 1 "SELECT count(*) FROM pg_stat_activity WHERE usename = 'steward_warden'"
tap_ok $? 'the warden is back after a restart of the server'
# The connection is in the view before its owner has written a line.
for _ in $(seq 100); do grep -q 'at work again' "$work/journal" && break; sleep 0.1; done
tap_ok "$(grep -q 'at work again' "$work/journal" && echo 0 || echo 1)" 'and says so' "$(cat "$work/journal")"
kill "$warden"
status=0
wait "$warden" || status=$?
warden=
tap_is 0 "$status" 'SIGTERM ends it in good order'
tap_done
