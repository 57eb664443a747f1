# The website goes on writing while people are erased, and the server dies in the middle: all of a person is gone, or nothing.
# shellcheck shell=bash
. tests/lib/tap.sh
sql() { psql -X -At -q -v ON_ERROR_STOP=1 -c "$1" 2>&1; }
work=$(mktemp -d)
# Half of them bought something: their invoices stay. Each has a name, an address and a number that nobody else has, in the own rows and in those of others.
people=$(sql "SELECT string_agg(id::text, ' ') FROM (SELECT id FROM site.users u WHERE type = 'client' AND id > 10001000 AND NOT EXISTS (SELECT FROM privacy.erasures e WHERE e.user_id = u.id)
  AND NOT EXISTS (SELECT FROM site.suppliers s WHERE s.user_id = u.id) AND NOT EXISTS (SELECT FROM privacy.holds h WHERE h.user_id = u.id) AND NOT EXISTS (SELECT FROM privacy.requests r WHERE r.user_id = u.id)
  ORDER BY row_number() OVER (PARTITION BY EXISTS (SELECT FROM site.invoices i WHERE i.user_id = u.id) ORDER BY u.id), id LIMIT ${ERASE_PEOPLE:-100}) AS chosen")
sql "DELETE FROM privacy.blocker_rules;
  UPDATE site.users SET email = 'zqlate' || id || '@late.example', login = 'zqlate' || id || '@late.example', first_name = 'Zqlate', last_name = 'Zqlate' || id, phone = '+49 221 999' || id WHERE id IN (${people// /,});
  INSERT INTO site.user_notes (user_id, body) SELECT 10000042, concat('Knows ', full_name, ', ', email, ', ', phone) FROM site.users WHERE id IN (${people// /,})" >/dev/null
sums() { # all money that there is, to the cent
  sql "SELECT md5(concat_ws('|', (SELECT string_agg(concat_ws(' ', i.id, i.number, i.net_total, i.tax_total, i.total, i.paid_total, i.open_total), ',' ORDER BY i.id) FROM site.invoices i),
    (SELECT string_agg(concat_ws(' ', l.id, l.amount, l.royalty_amount), ',' ORDER BY l.id) FROM site.invoice_lines l), (SELECT string_agg(concat_ws(' ', p.id, p.invoice_id, p.amount), ',' ORDER BY p.id) FROM site.payments p),
    (SELECT string_agg(concat_ws(' ', o.id, o.status), ',' ORDER BY o.id) FROM site.orders o), (SELECT string_agg(concat_ws(' ', o.id, o.order_id, o.price, o.amount), ',' ORDER BY o.id) FROM site.order_lines o),
    (SELECT string_agg(s::text, ',' ORDER BY s.id) FROM site.statements s)))"
}
before=$(sums)

# The website: rows of everybody, those who are being erased too, as fast as it can. From the last on: in the order of the erasures it would wait at
# each, and write for nobody who is not erased already.
writer() {
  while [ ! -e "$work/stop" ]; do
    for id in $(tac -s ' ' <<<"$people "); do
      printf "SET SESSION AUTHORIZATION site; INSERT INTO site.activity_log (user_id, kind, detail) VALUES (%s, 'search', 'late zqlate%s'); INSERT INTO site.login_log (user_id, login, ok) VALUES (%s, 'zqlate%s', true); INSERT INTO site.lightboxes (user_id, name) VALUES (%s, 'zqlate%s'); UPDATE site.users SET phone = '+49 221 999%s' WHERE id = %s;\n" "$id" "$id" "$id" "$id" "$id" "$id" "$id" "$id"
    done | psql -X -q >/dev/null 2>&1
    echo >>"$work/rounds"
  done
}
writer &
writing=$!
# And a worker notes the words of what it wrote.
noter() {
  while [ ! -e "$work/stop" ]; do
    printf 'SET SESSION AUTHORIZATION steward_jobs; SELECT steward.note_words();\n\\watch 0.02\n' | timeout 2 psql -X -At -q >>"$work/notes" 2>&1
  done
}
noter &
noting=$!

# Nobody writes rows of the person from the plan to the end of the run.
for id in $people; do
  printf "DO \$\$ DECLARE n bigint; BEGIN
    PERFORM privacy.lock_person(%s);
    n := privacy.new_erasure(NULL, %s, NULL, 10000001);
    PERFORM privacy.propose_erasure(n, 10000001);
    PERFORM privacy.approve_erasure(n, 10000002, (SELECT encode(plan_hash, 'hex') FROM privacy.erasures WHERE id = n));
    PERFORM privacy.run_erasure(n, 10000003); END \$\$;\n" "$id" "$id"
done | psql -X -q >"$work/said" 2>&1
tap_empty "$(grep -v '^CONTEXT\|^PL/pgSQL\|^SQL' "$work/said" | head -n 5)" "$(wc -w <<<"$people") people are erased while the website writes"
touch "$work/stop"
wait $writing $noting
sql 'SET SESSION AUTHORIZATION steward_jobs; SELECT steward.note_words(1000000)' >/dev/null
tap_is 't ' "$([ "$(grep -c '^f$' "$work/notes")" -ge 10 ] && echo t) $(grep -i error "$work/notes" | head -n 1)" 'and its words were noted'
tap_is 0 "$(sql 'SELECT count(*) FROM audit.words w JOIN audit.changes c ON c.id = w.id AND NOT w.of_access WHERE c.salt IS NULL')" 'none of a row that was emptied'
tap_is t "$([ "$(wc -l <"$work/rounds")" -ge 2 ] && echo t)" 'which wrote for each of them again and again'
tap_is 0 "$(sql "SELECT count(*) FROM site.users u WHERE id IN (${people// /,}) AND (erased_at IS NULL OR phone <> '' OR EXISTS (SELECT FROM site.activity_log l WHERE l.user_id = u.id) OR EXISTS (SELECT FROM site.login_log l WHERE l.user_id = u.id)
  OR EXISTS (SELECT FROM site.lightboxes l WHERE l.user_id = u.id))")" 'no row survived, none was written back'
tap_is "$before" "$(sums)" 'all money is what it was, to the cent'
tokens() { # rows in which one of them is still to be found; all numbers begin with that of an account, which a digest written in hexadecimal digits hardly does
  sql "SELECT format('SELECT %L, left(t::text, 2000) FROM %s t WHERE t::text ~* ''zqlate|221 ?999 ?1000'' LIMIT 3', c.oid::regclass, c.oid::regclass) FROM pg_class c
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace::regnamespace::text IN ('site', 'auth', 'audit', 'privacy', 'steward', 'meta')" | sed 's/$/;/' | psql -X -At -q
}
tap_empty "$(tokens)" 'and no token of any of them is left in any column of the database'

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
