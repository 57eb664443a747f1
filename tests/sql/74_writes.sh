# The website goes on writing while people are erased, and the server dies in the middle: all of a person is gone, or nothing.
# shellcheck shell=bash
. tests/lib/tap.sh
sql() { psql -X -At -q -v ON_ERROR_STOP=1 -c "$1" 2>&1; }
work=$(mktemp -d)
people=$(sql "SELECT string_agg(id::text, ' ') FROM (SELECT id FROM site.users WHERE type = 'client' AND id > 10001000 AND id NOT IN (SELECT user_id FROM site.orders UNION SELECT user_id FROM site.invoices) AND id NOT IN (SELECT user_id FROM site.suppliers WHERE user_id IS NOT NULL) ORDER BY id LIMIT ${ERASE_PEOPLE:-3}) AS chosen")

# The website: rows of everybody, those who are being erased too, as fast as it can
writer() {
  while [ ! -e "$work/stop" ]; do
    for id in $people; do
      printf "SET SESSION AUTHORIZATION site; INSERT INTO site.activity_log (user_id, kind, detail) VALUES (%s, 'search', 'late %s'); INSERT INTO site.login_log (user_id, login, ok) VALUES (%s, 'late', true); UPDATE site.users SET phone = '+49 221 999%s' WHERE id = %s;\n" "$id" "$id" "$id" "$id" "$id"
    done | psql -X -q >/dev/null 2>&1
  done
}
writer &
writing=$!

erase() { # ACCOUNT: what was approved and is no longer what is there is planned again
  local said=again
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12; do
    said=$(sql "DO \$\$ DECLARE n bigint := coalesce((SELECT id FROM privacy.erasures WHERE user_id = $1 AND state IN ('planned', 'proposed', 'approved')), privacy.new_erasure(NULL, $1, NULL, 10000001)); BEGIN
      PERFORM privacy.lock_person($1);
      PERFORM privacy.plan_erasure(n);
      PERFORM privacy.propose_erasure(n, 10000001);
      PERFORM privacy.approve_erasure(n, 10000002, (SELECT encode(plan_hash, 'hex') FROM privacy.erasures WHERE id = n));
      PERFORM privacy.run_erasure(n, 10000003); END \$\$") && break
  done
  printf '%s' "$said"
}
for id in $people; do
  tap_is '' "$(erase "$id")" "$id is erased while the website writes"
done
sleep 0.5
touch "$work/stop"
wait $writing
for id in $people; do
  tap_is 0 "$(sql "SELECT (SELECT count(*) FROM site.activity_log WHERE user_id = $id) + (SELECT count(*) FROM site.login_log WHERE user_id = $id) + (SELECT count(*) FROM site.users WHERE id = $id AND (phone <> '' OR erased_at IS NULL))")" "$id: no row survived, none was written back"
done
tap_is 0 "$(sql "SELECT count(*) FROM audit.changes WHERE concat(old, new) ~ '\+49 221 999($(tr ' ' '|' <<<"$people"))'")" 'nor in the trail'

# The backend is killed in the middle of a run
id=$(sql "SELECT max(id) FROM site.users WHERE type = 'client' AND erased_at IS NULL AND id NOT IN (SELECT user_id FROM site.orders UNION SELECT user_id FROM site.invoices)
	AND id NOT IN (SELECT user_id FROM site.suppliers WHERE user_id IS NOT NULL)")
n=$(sql "SELECT privacy.new_erasure(NULL, $id, NULL, 10000001)")
sql "SELECT privacy.propose_erasure($n, 10000001)" >/dev/null
sql "SELECT privacy.approve_erasure($n, 10000002, encode(plan_hash, 'hex')) FROM privacy.erasures WHERE id = $n" >/dev/null
before=$(sql "SELECT md5(string_agg(u::text, '')) FROM site.users u WHERE id = $id")
for pause in 0.05 0.3 0.8; do
  psql -X -q -c "SET application_name = 'doomed'; SELECT privacy.run_erasure($n, 10000003), pg_sleep(20)" >/dev/null 2>&1 &
  doomed=$!
  for _ in {1..200}; do
    [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'doomed' AND datname = current_database()")" = 0 ] || break
    sleep 0.02
  done
  sleep $pause
  sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'doomed' AND datname = current_database()" >/dev/null
  wait $doomed 2>/dev/null
  tap_is "approved $before" "$(sql "SELECT state FROM privacy.erasures WHERE id = $n") $(sql "SELECT md5(string_agg(u::text, '')) FROM site.users u WHERE id = $id")" "killed after $pause s: nothing happened"
done
tap_is '' "$(sql "DO \$\$ BEGIN PERFORM privacy.run_erasure($n, 10000003); END \$\$")" 'and it can be run again'
tap_is t "$(sql "SELECT erased_at IS NOT NULL FROM site.users WHERE id = $id")" 'to its end'
rm -rf "$work"
tap_done
