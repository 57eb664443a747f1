# Worker and server are killed in the middle of an erasure, at each of its stages: all of the person is gone, or nothing; and it ends well afterwards.
# long
# shellcheck shell=bash
set -u -o pipefail
. tests/lib/tap.sh
work=$(mktemp -d)
worker=
# shellcheck disable=SC2317
leave() {
  if [ -n "$worker" ]; then kill -9 "$worker" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap leave EXIT
sql() { psql -XAtq -v ON_ERROR_STOP=1 -h "$(cat "$CLUSTER/socket")" -c "$1" 2>&1; }
start_worker() {
  sed "s,^host = .*,host = $(cat "$CLUSTER/socket")," "$STEWARD_CONFIG_FILE" >"$work/steward.conf"
  chmod 600 "$work/steward.conf"
  "$STEWARD" --config "$work/steward.conf" worker --every 1 --ledger /nowhere >>"$work/said" 2>&1 &
  worker=$!
}
sql "DELETE FROM privacy.blocker_rules; UPDATE auth.settings SET value = '1 second' WHERE name IN ('job_lease', 'job_retry'); UPDATE steward.job_kinds SET attempts = 20 WHERE name = 'erase.run';
  UPDATE steward.schedules SET enabled = false" >/dev/null
id=$(sql "SELECT max(id) FROM site.users u WHERE type = 'client' AND NOT EXISTS (SELECT FROM privacy.requests r WHERE r.user_id = u.id) AND NOT EXISTS (SELECT FROM privacy.erasures e WHERE e.user_id = u.id)
  AND id NOT IN (SELECT user_id FROM site.suppliers WHERE user_id IS NOT NULL)")
sql "INSERT INTO site.user_notes (user_id, body) VALUES ($id, 'A note.'); INSERT INTO site.user_notes (user_id, body) SELECT 10000042, 'Asks for ' || email FROM site.users WHERE id = $id" >/dev/null
n=$(sql "SELECT privacy.new_erasure(NULL, $id, NULL, 10000001)")
sql "SELECT privacy.propose_erasure($n, 10000001); SELECT privacy.approve_erasure($n, 10000002, encode(plan_hash, 'hex')) FROM privacy.erasures WHERE id = $n" >/dev/null
sql "INSERT INTO steward.jobs (kind, title, arguments, asked_by, rights) VALUES ('erase.run', '', '{\"erasure\": $n}', 10000003, '{erase.run}')" >/dev/null
picture() { # all that there is of the person, and what the register says
  sql "SELECT md5(concat((SELECT u::text FROM site.users u WHERE id = $id), (SELECT string_agg(t::text, '|' ORDER BY t.id) FROM site.user_notes t WHERE user_id IN ($id, 10000042)),
    (SELECT count(*) FROM site.login_log WHERE user_id = $id), (SELECT count(*) FROM site.credentials WHERE user_id = $id),
    (SELECT string_agg(concat(c.id, c.old, c.new), '|' ORDER BY c.id) FROM audit.changes c WHERE c.subject_user_id = $id))) || ' ' || (SELECT state FROM privacy.erasures WHERE id = $n) || ' ' || (SELECT count(*) FROM privacy.ledger)"
}
before=$(picture)
# A stage is a table whose rows the erasure writes: there it stands still, and is killed.
sql "CREATE FUNCTION public.stand_still() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS \$\$ BEGIN IF session_user = 'steward_jobs' THEN PERFORM pg_sleep(60); END IF; RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END; END \$\$;
  GRANT EXECUTE ON FUNCTION public.stand_still() TO PUBLIC" >/dev/null
stage() { # TABLE OPERATION worker|server
  sql "CREATE TRIGGER aa_stand_still BEFORE $2 ON $1 FOR EACH ROW EXECUTE FUNCTION public.stand_still(); ALTER TABLE $1 ENABLE ALWAYS TRIGGER aa_stand_still" >/dev/null
  sql "UPDATE steward.jobs SET run_after = now() WHERE kind = 'erase.run'; NOTIFY steward_jobs" >/dev/null
  start_worker
  local there=0
  for _ in $(seq 100); do
    there=$(sql "SELECT count(*) FROM pg_stat_activity WHERE usename = 'steward_jobs' AND wait_event = 'PgSleep'")
    if [ "$there" = 1 ]; then break; fi
    sleep 0.2
  done
  if [ "$3" = server ]; then tests/lib/cluster kill "$CLUSTER"; fi
  kill -9 "$worker"
  wait "$worker" 2>/dev/null
  worker=
  if [ "$3" = server ]; then
    for _ in $(seq 40); do tests/lib/cluster start "$CLUSTER" durable --for $$ >/dev/null 2>&1 && break; sleep 0.2; done
  fi
  # A killed worker's backend finds out when it next wants to say something.
  sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'steward_jobs'" >/dev/null
  for _ in $(seq 50); do
    if [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE usename = 'steward_jobs'")" = 0 ]; then break; fi
    sleep 0.1
  done
  tap_is "1 $before" "$there $(picture)" "$3 killed at $2 on $1: nothing happened"
  sql "DROP TRIGGER aa_stand_still ON $1" >/dev/null
}
stage site.credentials DELETE worker
stage site.users UPDATE server
stage audit.changes UPDATE worker
stage privacy.ledger INSERT server
stage privacy.erasures UPDATE worker
start_worker
for _ in $(seq 200); do
  if [ "$(sql "SELECT state FROM steward.jobs WHERE kind = 'erase.run'")" = "done" ]; then break; fi
  sleep 0.2
done
tap_is "done done t" "$(sql "SELECT j.state || ' ' || e.state || ' ' || (u.erased_at IS NOT NULL) FROM steward.jobs j, privacy.erasures e, site.users u WHERE j.kind = 'erase.run' AND e.id = $n AND u.id = $id" | sed 's/true$/t/')" 'the next worker carries it out'
kill -9 "$worker" 2>/dev/null
wait "$worker" 2>/dev/null
worker=
tests/lib/cluster kill "$CLUSTER"
for _ in $(seq 40); do tests/lib/cluster start "$CLUSTER" durable --for $$ >/dev/null 2>&1 && break; sleep 0.2; done
tap_is "done 1" "$(sql "SELECT e.state || ' ' || (SELECT count(*) FROM privacy.ledger l WHERE l.erasure_id = $n) FROM privacy.erasures e WHERE e.id = $n")" 'killed after it was done it stays done, once'
tap_is 0 "$(sql "SELECT count(*) FROM site.user_notes WHERE user_id = $id")" 'and no note of the person is left'
tap_done
