# Backend, worker and server are killed in the middle of an erasure, at every step that it has: all of the person is gone, or nothing; and it ends well afterwards.
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
# Of everything something, and a request that is answered with it
sql "INSERT INTO site.user_notes (user_id, body) VALUES ($id, 'A note.'); INSERT INTO site.user_notes (user_id, body) SELECT 10000042, 'Asks for ' || email FROM site.users WHERE id = $id;
  INSERT INTO site.activity_log (user_id, kind, detail, address) VALUES ($id, 'search', 'harbour', '203.0.113.5'); INSERT INTO site.login_log (user_id, login, ok, address) VALUES ($id, 'somebody', true, '203.0.113.5');
  INSERT INTO site.contact_moments (user_id, subject, body) VALUES ($id, 'Call', 'About pictures'); INSERT INTO site.messages (user_id, subject, body) VALUES ($id, 'Message', 'Text');
  INSERT INTO site.sessions (user_id) VALUES ($id); INSERT INTO site.ip_rules (user_id, network) VALUES ($id, '10.0.1.0/24'); INSERT INTO site.lightboxes (user_id, name) VALUES ($id, 'Box');
  INSERT INTO site.cart_lines (user_id, file_id) SELECT $id, min(f.id) FROM site.files f;
  INSERT INTO site.lightbox_files (lightbox_id, file_id) SELECT (SELECT max(l.id) FROM site.lightboxes l WHERE l.user_id = $id), min(f.id) FROM site.files f" >/dev/null
request=$(sql "SELECT (privacy.receive_request('erasure', $id, NULL, NULL, 'email', now(), 'Please remove everything.', 10000001)).id")
sql "SELECT privacy.identity_checked($request, 10000001, 'answered_mail', 'invoice number and amount')" >/dev/null
n=$(sql "SELECT privacy.start_erasure($request, 10000001)")
sql "SELECT privacy.propose_erasure($n, 10000001); SELECT privacy.approve_erasure($n, 10000002, encode(plan_hash, 'hex')) FROM privacy.erasures WHERE id = $n" >/dev/null
sql "INSERT INTO steward.jobs (kind, title, arguments, asked_by, rights) VALUES ('erase.run', '', '{\"erasure\": $n}', 10000003, '{erase.run}')" >/dev/null
# Every row of every table, but for what jobs say of themselves
everything=$(sql "SELECT 'SELECT md5(concat_ws(''|'', ' || string_agg(format('(SELECT sum(hashtextextended(t::text, 0)) FROM %s t%s)', c.oid::regclass, CASE WHEN c.oid = 'audit.changes'::regclass THEN ' WHERE t.entity NOT LIKE ''steward.%'''
    WHEN c.oid = 'audit.words'::regclass THEN ' WHERE t.of_access OR EXISTS (SELECT FROM audit.changes c WHERE c.id = t.id AND c.entity NOT LIKE ''steward.%'')' ELSE '' END), ', ') || '))' FROM pg_class c WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace::regnamespace::text IN ('site', 'audit', 'privacy')
    -- A worker goes on noting words, as far as it comes.
    AND c.oid <> 'audit.words_noted'::regclass")
sql 'SELECT steward.note_words()' >/dev/null
picture() { sql "$everything || ' ' || (SELECT state FROM privacy.erasures WHERE id = $n)"; }
before=$(picture)
# What the demo wrote need not be read again after each kill.
sql CHECKPOINT >/dev/null
# A stage is a table whose rows the erasure writes: there it stands still, and is killed.
sql "CREATE FUNCTION public.stand_still() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS \$\$ BEGIN IF session_user = 'steward_jobs' THEN PERFORM pg_sleep(60); END IF; RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END; END \$\$;
  GRANT EXECUTE ON FUNCTION public.stand_still() TO PUBLIC" >/dev/null
stands() { sql "SELECT count(*) FROM pg_stat_activity WHERE usename = 'steward_jobs' AND wait_event = 'PgSleep'"; }
wait_for() { # SECONDS WANTED COMMAND...
  local i seconds=$1 wanted=$2
  shift 2
  for ((i = 0; i < seconds * 10; i++)); do
    [ "$("$@" 2>&1)" != "$wanted" ] || return 0
    sleep 0.1
  done
  return 1
}
nobody() { sql "SELECT count(*) FROM pg_stat_activity WHERE usename = 'steward_jobs'"; }
# A backend: what a worker would have it do, asked for by psql. SIGKILL of one makes the server start anew by itself.
backend() {
  psql -XAtq -h "$(cat "$CLUSTER/socket")" -U steward_jobs -c "SELECT s.* FROM steward.job_claim('by hand', '{erase.run}') c, steward.job_step(c.job, c.token) s" >>"$work/said" 2>&1
}
stage() { # TABLE OPERATION backend|worker|server [CONDITION]
  local there=0 hand=
  sql "CREATE TRIGGER aa_stand_still BEFORE $2 ON $1 FOR EACH ROW ${4:+WHEN ($4)} EXECUTE FUNCTION public.stand_still(); ALTER TABLE $1 ENABLE ALWAYS TRIGGER aa_stand_still;
    UPDATE steward.jobs SET attempts = 0, run_after = now(), lease_until = CASE WHEN lease_until IS NOT NULL THEN now() END WHERE kind = 'erase.run'; NOTIFY steward_jobs" >/dev/null
  if [ "$3" = backend ]; then
    (for _ in $(seq 50); do if [ ! -e "$work/stop" ] && [ "$(stands)" = 0 ]; then backend; sleep 0.2; fi; done) &
    hand=$!
  else
    start_worker
  fi
  if wait_for 30 1 stands; then there=1; fi
  case $3 in
  backend)
    touch "$work/stop"
    kill -9 "$(sql "SELECT pid FROM pg_stat_activity WHERE usename = 'steward_jobs' AND wait_event = 'PgSleep'")"
    wait "$hand" 2>/dev/null
    rm -f "$work/stop"
    ;;
  server) tests/lib/cluster kill "$CLUSTER" && kill -9 "$worker" ;;
  worker) kill -9 "$worker" ;;
  esac
  if [ -n "$worker" ]; then
    wait "$worker" 2>/dev/null
    worker=
  fi
  if [ "$3" = server ]; then
    for _ in $(seq 40); do tests/lib/cluster start "$CLUSTER" durable --for $$ >/dev/null 2>&1 && break; sleep 0.2; done
  fi
  wait_for 60 1 sql 'SELECT 1'
  # A killed worker's backend finds out when it next wants to say something.
  if [ "$3" != backend ]; then
    sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'steward_jobs'" >/dev/null
    wait_for 5 0 nobody
  fi
  tap_is "1 $before" "$there $(picture)" "$3 killed at $2 on $1${4:+ ($4)}: nothing happened"
  sql "DROP TRIGGER aa_stand_still ON $1" >/dev/null
}
# Every step of the plan, in its order; then what is written beside the rows: trail, register, proof, and the job itself.
steps=$(sql "SELECT i.relation || ' ' || CASE i.action WHEN 'delete' THEN 'DELETE' ELSE 'UPDATE' END FROM privacy.erasure_items i WHERE i.erasure_id = $n AND i.action <> 'keep' AND i.rows > 0 GROUP BY 1 ORDER BY min(i.no)")
tap_is t "$([ "$(wc -l <<<"$steps")" -ge 14 ] && echo t)" 'the erasure has many steps' "$steps"
while read -r -u 3 table operation; do
  stage "$table" "$operation" backend
done 3< <(
  echo "$steps"
  printf '%s\n' 'privacy.suppressions INSERT' 'privacy.ledger INSERT' 'privacy.erasure_keys DELETE' 'privacy.erasures UPDATE'
)
stage audit.changes INSERT backend "NEW.entity NOT LIKE 'steward.%'"
stage steward.jobs UPDATE backend "NEW.result IS NOT NULL"
stage steward.jobs UPDATE worker "NEW.claim IS DISTINCT FROM OLD.claim"
stage site.users UPDATE worker
stage steward.jobs UPDATE worker "NEW.state = 'done'"
stage site.login_log DELETE server
stage privacy.ledger INSERT server
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
