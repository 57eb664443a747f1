# Jobs under faults: workers, consoles and the server are killed in the middle of jobs of each kind. Every step and every row is done once, no half
# file is left, and whoever lost a job writes nothing more.
# long
# shellcheck shell=bash
set -u -o pipefail
. tests/lib/tap.sh
work=$(mktemp -d)
spool=$CLUSTER/spool
conf=$work/steward.conf
psql=/usr/lib/postgresql/15/bin/psql
declare -A workers=()
# shellcheck disable=SC2317
leave() {
  local one
  exec 8>&-
  for one in "${workers[@]}"; do kill -CONT "$one" && kill -KILL "$one"; done 2>/dev/null
  rm -rf "$work"
}
trap leave EXIT

# A server that was killed comes back with another folder; those who were connected find it by the same name.
link_host() { ln -sfn "$(cat "$CLUSTER/socket")" "$work/host"; }
link_host
sed "s,^host = .*,host = $work/host," "$STEWARD_CONFIG_FILE" >"$conf"
chmod 600 "$conf"
mkdir -p "$spool" && chmod 700 "$spool"

admin() { "$psql" -XAtq -v ON_ERROR_STOP=1 -h "$work/host" -c "$1" 8>&-; } # statement
wait_for() {                                                               # value, statement
  local until=$((SECONDS + 20))
  while [ $SECONDS -lt $until ]; do
    if [ "$(admin "$2" 2>/dev/null)" = "$1" ]; then return 0; fi
    sleep 0.05
  done
  echo "# waited in vain for: $2: $(admin "$2" 2>&1)"
  return 1
}
state() { admin "SELECT state || coalesce(': ' || error, '') FROM steward.jobs WHERE id = $1"; } # job
ends() { # job, state, name
  wait_for "$2" "SELECT state || coalesce(': ' || error, '') FROM steward.jobs WHERE id = $1"
  tap_is "$2" "$(state "$1")" "$3"
}
employ() { # name...
  local name
  for name; do
    "$STEWARD" --config "$conf" worker --every 1 >"$work/$name.out" 2>&1 </dev/null 8>&- &
    workers[$name]=$!
  done
}
dismiss() { # name...: in good order
  local name
  for name; do
    kill "${workers[$name]}"
    wait "${workers[$name]}"
    unset "workers[$name]"
  done
}
add() { # kind, arguments
  admin "SELECT steward.job_add('$1', 'test', '$2', (SELECT user_id FROM auth.staff WHERE login = 'dirk'))"
}

# Each kind stops in its middle while the gate is closed: a session that holds a lock.
mkfifo "$work/gate"
close_gate() {
  "$psql" -XAtq -h "$work/host" -f - <"$work/gate" >/dev/null 2>&1 &
  exec 8>"$work/gate"
  echo 'SELECT pg_advisory_lock(7);' >&8
  wait_for 1 "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
}
open_gate() { exec 8>&-; }
at_gate() { # how many
  wait_for "$1" "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
}
count() { add test.count "{\"gate\": $1}"; } # step that stops at the gate, of 6
export_slowly() { add list.csv '{"entity": "countries", "columns": ["code", "name_en"]}'; }
import_slowly() { # prefix, rows
  local file
  file=upload-$(cat /proc/sys/kernel/random/uuid).csv
  { echo EMAIL,LASTNAME && seq -f "$1-%g@import.example,Slow" "$2"; } >"$spool/$file"
  chmod 600 "$spool/$file"
  add import.users "{\"file\": \"$file\", \"dry_run\": false}"
}
counted_once() { # job, name
  tap_is '6|6' "$(admin "SELECT count(*) || '|' || count(DISTINCT n) FROM steward.test_steps WHERE job = $1")" "$2"
}
imported_once() { # prefix, rows, name
  tap_is "$2|$2" "$(admin "SELECT (SELECT count(*) FROM site.users WHERE email LIKE '$1-%') || '|' || (SELECT count(*) FROM audit.changes
    WHERE entity = 'site.users' AND op = 'I' AND new->>'email' LIKE '$1-%')")" "$3"
}
exported_once() { # job, name
  local file
  file=$(admin "SELECT file_name FROM steward.jobs WHERE id = $1")
  tap_is "$(admin "SELECT file_sha256 || '|' || (SELECT count(*) FROM site.countries) || '|1' FROM steward.jobs WHERE id = $1")" \
    "$(sha256sum <"$spool/$file" | cut -d ' ' -f 1)|$(($(wc -l <"$spool/$file") - 1))|$(find "$spool" -name "job-$1-*.csv" | wc -l)" "$2"
}

# A kind of steps, each of which leaves a row.
admin "
  CREATE TABLE steward.test_steps (job bigint, n integer);
  CREATE FUNCTION steward.job_count(INOUT s steward.step) LANGUAGE plpgsql AS
  \$\$ BEGIN
    s.done := coalesce((s.cursor)::integer, 0) + 1;
    s.cursor := to_jsonb(s.done);
    INSERT INTO steward.test_steps VALUES (s.job_id, s.done);
    IF s.done = (s.arguments->>'gate')::integer THEN PERFORM pg_advisory_xact_lock_shared(7); END IF;
    s.total := 6;
    s.finished := s.done = 6;
  END \$\$;
  GRANT SELECT, INSERT ON steward.test_steps TO steward_worker;
  GRANT EXECUTE ON FUNCTION steward.job_count(steward.step) TO steward_worker;
  GRANT EXECUTE ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(bigint) TO PUBLIC;
  INSERT INTO steward.job_kinds (name, label, rights, function_name) VALUES ('test.count', 'Count', ARRAY['job.run'], 'steward.job_count');
  UPDATE steward.job_kinds SET attempts = 20;
  CREATE FUNCTION public.slow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS \$\$ BEGIN PERFORM pg_advisory_xact_lock_shared(7); RETURN NEW; END \$\$;
  CREATE TRIGGER slow BEFORE INSERT ON site.users FOR EACH ROW WHEN (NEW.last_name = 'Slow' AND NEW.email ~ '-30@') EXECUTE FUNCTION public.slow();
  UPDATE meta.columns SET expression = '(t.name_en || CASE WHEN t.code = ''NL'' THEN (SELECT '''' FROM pg_advisory_xact_lock_shared(7)) ELSE '''' END)'
    WHERE entity = 'countries' AND name = 'name_en';
  UPDATE auth.settings SET value = '2 seconds' WHERE name = 'job_lease';
  UPDATE steward.schedules SET enabled = false"
dirk="(SELECT user_id FROM auth.staff WHERE login = 'dirk')"

# Workers are killed, all at once, each at a job of another kind.
close_gate
employ a b c
counts=$(count 3) exports=$(export_slowly) imports=$(import_slowly first 60)
at_gate 3
tap_is 1 "$(find "$spool" -name '*.part' | wc -l)" 'three workers are in the middle of their jobs, one has begun a file'
kill -KILL "${workers[a]}" "${workers[b]}" "${workers[c]}"
wait "${workers[a]}" "${workers[b]}" "${workers[c]}" 2>/dev/null
workers=()
employ a b
wait_for 2 "SELECT count(DISTINCT job_id) FROM steward.job_log WHERE line LIKE '%taken over from%'"
tap_ok $? 'they are killed, and others take over when their leases end'
open_gate
ends "$counts" 'done' 'the steps are done'
ends "$exports" 'done' 'and the export'
ends "$imports" 'done' 'and the import'
counted_once "$counts" 'worker killed: each step was done once'
imported_once first 60 'worker killed: each account was made once, with one line in the trail'
exported_once "$exports" 'worker killed: one whole file, the one that the database knows'
find "$spool" -name '*.part' -exec touch -d '2 days ago' {} +
ends "$(add spool.clean '{}')" 'done' 'the half file of the dead worker'
tap_is '' "$(find "$spool" -name '*.part')" 'is cleared away a day later'

# The server is killed; the workers outlive it.
close_gate
counts=$(count 4) imports=$(import_slowly second 60)
at_gate 2
tests/lib/cluster kill "$CLUSTER"
open_gate
for _ in $(seq 40); do tests/lib/cluster start "$CLUSTER" durable --for $$ >/dev/null 2>&1 && break; sleep 0.2; done
link_host
ends "$counts" 'done' 'the server is killed and comes back: the steps go on'
ends "$imports" 'done' 'and the import'
counted_once "$counts" 'server killed: each step was done once'
imported_once second 60 'server killed: each account was made once, with one line in the trail'

# A worker that was only stopped finds, when it wakes up, that others went on without it.
close_gate
jobs=("$(count 2)" "$(export_slowly)")
at_gate 2
kill -STOP "${workers[a]}" "${workers[b]}"
employ c d
wait_for 2 "SELECT count(DISTINCT job_id) FROM steward.job_log WHERE job_id IN (${jobs[0]}, ${jobs[1]}) AND line LIKE '%taken over from%'"
tap_ok $? 'two workers hang, others take over'
open_gate
for job in "${jobs[@]}"; do ends "$job" 'done' 'and do their jobs'; done
kill -CONT "${workers[a]}" "${workers[b]}"
for name in a b; do
  for _ in $(seq 200); do grep -q ': lost' "$work/$name.out" && break; sleep 0.05; done
  tap_is 1 "$(grep -c ': lost' "$work/$name.out")" 'who wakes up says that it lost its job'
done
counted_once "${jobs[0]}" 'two workers at once: each step was done once'
exported_once "${jobs[1]}" 'two workers at once: one file'
dismiss c d

# Cancelled, paused, and begun again, while another job waits.
close_gate
jobs=("$(count 3)" "$(count 5)" "$(count 0)")
at_gate 2
admin "SELECT steward.job_wish(${jobs[0]}, 'cancel', $dirk), steward.job_wish(${jobs[1]}, 'pause', $dirk)" >/dev/null
ends "${jobs[0]}" 'cancelled' 'a job that runs is cancelled, in the middle of its step'
ends "${jobs[1]}" 'paused' 'and another paused'
ends "${jobs[2]}" 'done' 'the one that waited has its turn'
open_gate
admin "SELECT steward.job_wish(${jobs[0]}, 'retry', $dirk), steward.job_wish(${jobs[1]}, 'resume', $dirk)" >/dev/null
for job in "${jobs[@]:0:2}"; do
  ends "$job" 'done' 'both go on to their end'
  counted_once "$job" 'from where they stopped: each step was done once'
done
dismiss b

# In good order
close_gate
job=$(count 1)
at_gate 1
status=0
kill "${workers[a]}"
wait "${workers[a]}" || status=$?
tap_is "0|queued|0|0" "$status|$(admin "SELECT state || '|' || attempts || '|' || (SELECT count(*) FROM steward.workers WHERE name LIKE '%-${workers[a]}') FROM steward.jobs WHERE id = $job")" \
  'SIGTERM: the worker gives its job back, which counts for nothing, and ends'
unset 'workers[a]'
open_gate
admin "SELECT steward.queue_switch(true, $dirk)" >/dev/null
tap_is '' "$("$STEWARD" --config "$conf" worker --once 2>&1)" 'suspended: nothing is taken'
admin "SELECT steward.queue_switch(false, $dirk); SELECT steward.job_wish($job, 'cancel', $dirk)" >/dev/null

# The right is gone: before it begins, and while it runs.
revoke="INSERT INTO auth.staff_rights (user_id, right_name, granted) VALUES ($dirk, 'list.export', false)"
job=$(export_slowly)
admin "$revoke"
"$STEWARD" --config "$conf" worker --once >/dev/null 2>&1
tap_is 'failed: Who asked for it may not do it any more.' "$(state "$job")" 'a right that was taken away meanwhile: not begun'
admin "DELETE FROM auth.staff_rights WHERE user_id = $dirk"
close_gate
job=$(export_slowly)
employ a
at_gate 1
admin "$revoke"
open_gate
ends "$job" 'failed: Who asked for it may not do it any more.' 'taken away while it runs: not ended'
tap_is '' "$(find "$spool" -name "job-$job-*")" 'and no file of it is left'
admin "DELETE FROM auth.staff_rights WHERE user_id = $dirk"

# The console goes, the job stays.
close_gate
printf 'demo-ben-lumen-2026\n513927\n' | "$STEWARD" --config "$conf" --login ben --secrets-fd 0 export-list countries --out "$work/file" >/dev/null 2>&1 8>&- &
console=$!
at_gate 1
job=$(admin 'SELECT max(id) FROM steward.jobs')
kill -KILL "$console"
wait "$console" 2>/dev/null
open_gate
ends "$job" 'done' 'the console that asked is killed: its job is done all the same'
exported_once "$job" 'with its file'
printf 'demo-ben-lumen-2026\n513927\n' | "$STEWARD" --config "$conf" --login ben --secrets-fd 0 fetch "$job" >"$work/fetched" 2>/dev/null
tap_is "$(sha256sum <"$spool/$(admin "SELECT file_name FROM steward.jobs WHERE id = $job")")" "$(sha256sum <"$work/fetched")" 'which can be fetched later'

# Written and committed, and killed before it could say so
close_gate
admin "CREATE TRIGGER dawdle BEFORE UPDATE ON steward.jobs FOR EACH ROW WHEN (NEW.state = 'done' AND NEW.kind = 'import.users') EXECUTE FUNCTION public.slow()"
job=$(import_slowly third 5)
at_gate 1
kill -KILL "${workers[a]}"
wait "${workers[a]}" 2>/dev/null
unset 'workers[a]'
admin "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'steward_jobs'" >/dev/null
open_gate
imported_once third 5 'killed between the writing and the telling'
employ a
ends "$job" 'done' 'it is told by the next worker'
imported_once third 5 'and was written once'
tap_is 5 "$(admin "SELECT result->>'added' FROM steward.jobs WHERE id = $job")" 'with its result'
dismiss a
tap_done
