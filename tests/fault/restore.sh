# A base backup from before an erasure is started: it is the same server to all appearances, and yet nobody works with it before the ledger was
# replayed into it. A reused number erases nobody.
# long
# shellcheck shell=bash
set -u -o pipefail
. tests/lib/tap.sh
work=$(mktemp -d)
bin=/usr/lib/postgresql/15/bin
data=$(readlink -f "$CLUSTER/server")/data
account=$(stat -c %U "$data")
# Not below the folder of the tests, which the server's account may not enter.
back=$(mktemp -d /tmp/steward-back.XXXXXX)
as_server() { (cd / && if [ "$(id -u)" = 0 ]; then exec setpriv --reuid="$account" --regid="$(id -g "$account")" --init-groups -- "$@"; else exec "$@"; fi); }
# shellcheck disable=SC2317
leave() {
  as_server "$bin/pg_ctl" -D "$back/data" -s -m immediate stop >/dev/null 2>&1
  rm -rf "$work" "$back"
}
trap leave EXIT
PGHOST=$(cat "$CLUSTER/socket")
export PGHOST
config=$STEWARD_CONFIG_FILE
sql() { psql -XAtq -v ON_ERROR_STOP=1 -c "$1" 2>&1; }
steward() {
  printf 'demo-cora-lumen-2026\n624039\n' | "$STEWARD" --config "$config" --login cora --secrets-fd 0 --ledger "$work/ledger" --ledger-key "$work/key" "$@" 2>&1
}
erase() {
  sql "DO \$\$ DECLARE n bigint := privacy.new_erasure(NULL, $1, NULL, 10000001); BEGIN
    PERFORM privacy.propose_erasure(n, 10000001);
    PERFORM privacy.approve_erasure(n, 10000002, (SELECT encode(plan_hash, 'hex') FROM privacy.erasures WHERE id = n));
    PERFORM privacy.run_erasure(n, 10000003); END \$\$"
}
sql 'DELETE FROM privacy.blocker_rules' >/dev/null
read -r one two stranger <<<"$(sql "SELECT string_agg(id::text, ' ') FROM (SELECT id FROM site.users WHERE type = 'client' AND id NOT IN (SELECT user_id FROM site.suppliers WHERE user_id IS NOT NULL) ORDER BY id DESC LIMIT 3) AS last")"
tap_is '' "$(erase "$one")" 'somebody is erased'
tap_is 1 "$(grep -c 'knows every erasure' <<<"$(steward ledger sign)")" 'and the ledger outside has it'

echo 'local replication all trust' | as_server tee -a "$data/pg_hba.conf" >/dev/null
sql 'SELECT pg_reload_conf()' >/dev/null
if [ "$(id -u)" = 0 ]; then chown "$account" "$back"; fi
said=$(as_server "$bin/pg_basebackup" -h "$PGHOST" -p "$PGPORT" -U postgres -D "$back/data" -X stream -c fast 2>&1)
tap_ok $? 'a base backup' "$said"
tap_is '' "$(erase "$two")$(erase "$stranger")" 'two more are erased'
tap_is 1 "$(grep -c '2 certificates signed' <<<"$(steward ledger sign)")" 'and signed'
tap_is 0 "$(steward find muller >/dev/null; echo $?)" 'the house works'

# The server is put back: the same files, another start
as_server sed -i "s,^unix_socket_directories.*,unix_socket_directories = '$back'," "$back/data/steward.conf"
said=$(as_server "$bin/pg_ctl" -D "$back/data" -s -w -l "$back/log" start 2>&1)
tap_ok $? 'the backup is started' "$said$(as_server cat "$back/log" 2>/dev/null | tail -5)"
before=$(sql "SELECT system_identifier FROM pg_control_system()") mark=$(sql 'SELECT auth.server_mark()')
export PGHOST=$back
sed "s,^host = .*,host = $back," "$STEWARD_CONFIG_FILE" >"$work/steward.conf"
chmod 600 "$work/steward.conf"
config=$work/steward.conf
tap_is "$before" "$(sql "SELECT system_identifier FROM pg_control_system()")" 'by name it is the same server'
tap_ok "$([ "$mark" != "$(sql 'SELECT auth.server_mark()')" ]; echo $?)" 'but another start of it'
tap_is 2 "$(sql "SELECT count(*) FROM site.users WHERE id IN ($two, $stranger) AND erased_at IS NULL")" 'two erased people are back'
said=$(steward find muller)
tap_is 1 "$(grep -c 'not yet compared with its ledger' <<<"$said")" 'it is not worked with before it was compared'
sql "UPDATE site.users SET created_at = now(), last_name = 'Stranger' WHERE id = $stranger"
tap_is ST014 "$(psql -XAtq -v VERBOSITY=sqlstate -c "DO \$\$ DECLARE n bigint := privacy.new_erasure(NULL, (SELECT min(id) FROM site.users WHERE type = 'client'), NULL, 10000001); BEGIN PERFORM privacy.propose_erasure(n, 10000001);
  PERFORM privacy.approve_erasure(n, 10000002, (SELECT encode(plan_hash, 'hex') FROM privacy.erasures WHERE id = n)); PERFORM privacy.run_erasure(n, 10000003); END \$\$" 2>&1 | sed -n 's/.*ERROR: *//p')" 'no erasure forks the ledger'
# A worker that comes to it compares by itself.
"$STEWARD" --config "$config" worker --once --ledger "$work/ledger" >"$work/said" 2>&1
said=$(steward find muller)
tap_is 1 "$(grep -c 'restored from a backup that is older' <<<"$said")" 'a worker told it that it is behind'
said=$(steward ledger replay)
tap_is 1 "$(grep -c '2 erasures replayed' <<<"$said")" 'the ledger is replayed'
tap_is 0 "$(steward find muller >/dev/null; echo $?)" 'and it is worked with'
tap_is t "$(sql "SELECT erased_at IS NOT NULL FROM site.users WHERE id = $two")" 'who was erased is erased again'
tap_is Stranger "$(sql "SELECT last_name FROM site.users WHERE id = $stranger")" 'a reused number erases nobody'

# A start without a backup is noticed too, and a worker makes it good within its turn.
as_server "$bin/pg_ctl" -D "$back/data" -s -w -m fast -l "$back/log" restart >/dev/null 2>&1
tap_is unchecked "$(sql 'SELECT auth.ledger_state()')" 'after an ordinary restart it is compared again'
"$STEWARD" --config "$config" worker --once --ledger "$work/ledger" >"$work/said" 2>&1
tap_is ok "$(sql 'SELECT auth.ledger_state()')" 'which a worker does'
tap_done
