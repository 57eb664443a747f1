# The ledger outside the database: certificates are checked offline, and a restored backup erases again who was erased since, and nobody else.
# shellcheck shell=bash
. tests/lib/tap.sh
work=$(mktemp -d)
trap 'rm -rf "$work"; psql -X -q -d postgres -c "DROP DATABASE IF EXISTS \"${PGDATABASE}_back\"" >/dev/null 2>&1' EXIT
sql() { psql -X -At -q -v ON_ERROR_STOP=1 -c "$1"; }
steward() { # ARGS: as the privacy officer
  printf 'demo-cora-lumen-2026\n624039\n' | "$STEWARD" --config "$config" --login cora --secrets-fd 0 --ledger "$work/ledger" --ledger-key "$work/key" "$@" 2>&1
}
erase() { # ACCOUNT
  sql "DO \$\$ DECLARE n bigint := privacy.new_erasure(NULL, $1, NULL, 10000001); BEGIN
    PERFORM privacy.propose_erasure(n, 10000001);
    PERFORM privacy.approve_erasure(n, 10000002, (SELECT encode(plan_hash, 'hex') FROM privacy.erasures WHERE id = n));
    PERFORM privacy.run_erasure(n, 10000003); END \$\$"
}
config=$STEWARD_CONFIG_FILE

# What the two bought would stand in the way.
three='10000063, 10000084, 10000105'
sql "SET session_replication_role = replica; DELETE FROM site.invoices WHERE user_id IN ($three); DELETE FROM site.order_lines WHERE order_id IN (SELECT id FROM site.orders WHERE user_id IN ($three));
  DELETE FROM site.orders WHERE user_id IN ($three); DELETE FROM site.payments WHERE user_id IN ($three); DELETE FROM site.reminders WHERE user_id IN ($three)"
erase 10000105
said=$(steward ledger sign)
tap_is 1 "$(grep -c 'knows every erasure' <<<"$said")" 'the first certificate is signed, and the database told how far its ledger goes'
key=$(grep -oE '[0-9a-f]{64}' <<<"$said" | head -1)
pg_dump -Fc -f "$work/backup" "$PGDATABASE"
erase 10000063
erase 10000084
said=$(steward ledger sign)
tap_ok $? 'certificates are signed' "$said"
tap_is 1 "$(grep -c '2 certificates signed' <<<"$said")" 'both'
tap_is 3 "$(wc -l <"$work/ledger")" 'a line each outside the database'
tap_is 3 "$(sql "SELECT count(*) FROM privacy.ledger WHERE encode(public_key, 'hex') = '$key'")" 'and their signatures inside'
tap_is 0 "$(grep -c 'Mulder\|Badewanne\|muller-zn' "$work/ledger")" 'a certificate names nobody'
"$STEWARD" verify "$work/ledger" --public-key "$key" >"$work/said" 2>&1
tap_ok $? 'verify needs no database and finds them genuine' "$(cat "$work/said")"
sed 's/The account was erased/The account was spared/' "$work/ledger" >"$work/forged"
"$STEWARD" verify "$work/forged" >"$work/said" 2>&1
tap_is 65 $? 'a changed certificate is found'
sed 1d "$work/ledger" | sed 's/"signature":"[0-9a-f]\{8\}/"signature":"00000000/' >"$work/forged"
"$STEWARD" verify "$work/forged" >"$work/said" 2>&1
tap_is 65 $? 'a changed signature too'
"$STEWARD" verify "$work/ledger" --public-key "${key//[0-7]/8}" >"$work/said" 2>&1
tap_is 65 $? 'and another key'

# The backup from before: both are back, and one number belongs to a stranger by now.
back=${PGDATABASE}_back
psql -X -q -d postgres -c "CREATE DATABASE \"$back\""
pg_restore -d "$back" "$work/backup" 2>"$work/restore.log"
export PGDATABASE=$back
sql "DELETE FROM site.user_notes WHERE user_id = 10000084; UPDATE site.users SET created_at = now(), last_name = 'Stranger' WHERE id = 10000084"
tap_is 2 "$(sql 'SELECT count(*) FROM site.users WHERE id IN (10000063, 10000084) AND erased_at IS NULL')" 'failure: erased person returns by restore'
sed "s/^database = .*/database = $back/" "$config" >"$work/back.conf"
config=$work/back.conf
# Until the ledger was replayed there is no other work.
held() { # WORDS NAME: whatever is asked is refused with them
  said=$(steward find muller)
  tap_is 1 "$(grep -c "$1" <<<"$said")" "$2"
}
held 'not yet compared with its ledger' 'a database that was put back is not worked with before it was compared'
tap_is 77 "$(steward user show 10000063 >/dev/null; echo $?)" 'no record is shown'
tap_is ST014 "$(psql -X -At -v VERBOSITY=sqlstate -c "SELECT auth.refuse_held(auth.ledger_state())" 2>&1 | sed -n 's/.*ERROR: *//p')" 'the database itself refuses'
said=$(steward ledger check)
tap_is 1 "$(grep -c 'does not know the last erasures' <<<"$said")" 'compared, it is behind'
held 'restored from a backup that is older' 'and refuses still'
sql "INSERT INTO steward.jobs (kind, title, asked_by, rights) VALUES ('log.months', 'a job', 10000003, '{}')"
"$STEWARD" --config "$config" worker --once --ledger "$work/ledger" >"$work/said" 2>&1
tap_is queued "$(sql "SELECT state FROM steward.jobs WHERE title = 'a job'")" 'its workers get no jobs'
sed 's/"previous":"[0-9a-f]*"/"previous":"'"$(printf '0%.0s' {1..64})"'"/' "$work/ledger" >"$work/forged"
said=$(printf 'demo-cora-lumen-2026\n624039\n' | "$STEWARD" --config "$config" --login cora --secrets-fd 0 --ledger "$work/forged" ledger check 2>&1)
tap_is 1 "$(grep -c 'was changed' <<<"$said")" 'a forged ledger is none'
said=$(steward ledger replay)
tap_ok $? 'the ledger is replayed' "$said"
tap_is 0 "$(steward find muller >/dev/null; echo $?)" 'then it is worked with'
"$STEWARD" --config "$config" worker --once --ledger "$work/ledger" >"$work/said" 2>&1
tap_is "done" "$(sql "SELECT state FROM steward.jobs WHERE title = 'a job'")" 'and the jobs are done'
tap_is t "$(sql 'SELECT erased_at IS NOT NULL FROM site.users WHERE id = 10000063')" 'who was erased is erased again'
tap_is Stranger "$(sql 'SELECT last_name FROM site.users WHERE id = 10000084')" 'a reused number never erases a stranger'
tap_is 3 "$(sql 'SELECT count(*) FROM privacy.ledger')" 'the database has the whole ledger'
said=$(steward ledger replay)
tap_is 1 "$(grep -c '0 erasures replayed' <<<"$said")" 'replaying twice does nothing'
tap_done
