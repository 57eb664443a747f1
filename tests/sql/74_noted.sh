# The words of the trail are noted behind it (steward.note_words): the residual scan finds who is named there before and after, nothing brings words back that an
# erasure removed, and whoever restores, kills or holds up the notes costs time and hides nobody.
# shellcheck shell=bash
. tests/lib/tap.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sql() { psql -X -At -q -v ON_ERROR_STOP=1 -c "$1" 2>&1; }
note() { sql "SET SESSION AUTHORIZATION steward_jobs; SELECT steward.note_words(${1:-20000})"; }
# Whether a row of the trail that names Zorinde Quix has its words noted, and whether it is read when they are looked for.
found() { # id of changes
  sql "SELECT concat_ws(' ', CASE WHEN EXISTS (SELECT FROM audit.words w WHERE w.id = $1 AND NOT w.of_access AND w.words @@ 'zorinde & quix') THEN 'noted' END,
    CASE WHEN EXISTS (SELECT FROM privacy.trail_suspects(false, 'zorinde & quix') AS s (id) WHERE s.id = $1) THEN 'read' END)"
}
# Rows in which the residual scan finds the name, by its words and without them
named() {
  sql "SELECT string_agg(DISTINCT CASE f.relation WHEN 'audit.access' THEN 'access' ELSE f.key END, ' ') FROM unnest(ARRAY['zorinde & quix', NULL]::tsquery[]) AS words, privacy.residual(0, '{}', '{}', '\mzorinde quix\M', words, false) f
    WHERE f.relation LIKE 'audit.%' GROUP BY words ORDER BY words" | paste -sd '|'
}
# The website changes somebody's street, one of the many columns without a meaning here; the number of the row of the trail.
change() { # person, street
  sql "SET SESSION AUTHORIZATION site; UPDATE site.users SET street1 = '$2' WHERE id = $1"
  sql "SELECT max(id) FROM audit.changes WHERE entity = 'site.users' AND entity_key = '$1'"
}
# Other tests' transactions on this server hold the horizon back: until it is behind all that was written here, but not for ever.
over() {
  for _ in {1..1200}; do
    [ "$(sql "SELECT pg_snapshot_xmin(pg_current_snapshot()) > greatest((SELECT max(c.xid) FROM audit.changes c), (SELECT max(a.xid) FROM audit.access a))")" != t ] || return 0
    sleep 0.05
  done
  return 1
}
until_waits() { # application_name: until it waits for a lock
  for _ in {1..400}; do
    [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE application_name = '$1' AND wait_event_type = 'Lock' AND datname = current_database()")" = 0 ] || return 0
    sleep 0.02
  done
  return 1
}
# A session that stays open: say NAME SQL ends when the server has answered.
open() { # name
  mkfifo "$work/$1.in"
  PGAPPNAME=$1 psql -X -At -q <"$work/$1.in" >"$work/$1.out" 2>&1 &
  eval "exec $2>\"$work/$1.in\""
}
said=0
say() { # fd, name, sql: until it is done
  said=$((said + 1))
  printf '%s;\n\\echo said %s\n' "$3" "$said" >&"$1"
  for _ in {1..400}; do
    ! grep -qx "said $said" "$work/$2.out" || break
    sleep 0.02
  done
}

tap_is f "$(sql "SET SESSION AUTHORIZATION steward_jobs; SELECT steward.note_words()")" 'all is noted at once'
row=$(change 10000042 'c/o Zorinde Quix')
tap_is 'read' "$(found "$row")" 'who is named in the trail is found before the words are noted'
tap_is "$row|$row" "$(named)" 'by the residual scan too'
other=$(change 10000042 'Ringstr. 1')
change 10000042 'Ringstr. 2' >/dev/null
over
tap_is t "$(note 1)" 'a note of one row leaves more to do'
tap_is 'noted read' "$(found "$row")" 'and after'
tap_is f "$(note)" 'then the rest'
tap_is "$row $other" "$(sql "SELECT string_agg(s.id::text, ' ' ORDER BY s.id) FROM privacy.trail_suspects(false, 'zorinde & quix') AS s (id)")" 'of what is noted only the rows with the words are read'
tap_is "$row $other $((other + 1))" "$(sql "SELECT string_agg(s.id::text, ' ' ORDER BY s.id) FROM privacy.trail_suspects(false, NULL) AS s (id) WHERE s.id >= $row")" 'without words all of it'
place=$(sql 'SELECT ctid, xmin FROM audit.words_noted')
note >/dev/null
tap_is "$place" "$(sql 'SELECT ctid, xmin FROM audit.words_noted')" 'where nothing came, nothing is written'
tap_is 1 "$(note 0 | grep -c '22023\|at least one row')" 'a note of no rows is refused'
tap_is '' "$(for role in steward_console site steward_api steward_worker steward_seal; do sql "SET ROLE $role; SELECT steward.note_words()" | grep -q 'permission denied' || echo "$role"; done)" 'nobody but a worker calls for it'
tap_is '' "$(for role in steward_console site steward_api steward_search steward_auth steward_worker steward_jobs steward_notary steward_witness; do
  sql "SET ROLE $role; SELECT words FROM audit.words LIMIT 1" | grep -q 'permission denied' || echo "$role"
done)" 'and nobody reads the words'

# What was asked for, likewise
sql "INSERT INTO audit.access (session_id, user_id, ticket, kind, entity, request, digest, salt) VALUES (0, 10000001, 1, 'find', '*', '{\"search\": \"Zorinde Quix\"}', '', 'x')"
seen() {
  sql "SELECT (SELECT count(*) FROM audit.words w WHERE w.of_access AND w.words @@ 'zorinde & quix') || ' ' || (SELECT count(*) FROM privacy.trail_suspects(true, 'zorinde & quix'))"
}
tap_is '0 1' "$(seen)" 'what was looked for is found before its words are noted'
over
note >/dev/null
tap_is '1 1' "$(seen)" 'and after'
tap_is "$row $other access|$row $other access" "$(named)" 'by the residual scan too'

# Whoever commits late
open late 5
say 5 late "BEGIN; SET LOCAL ROLE site; UPDATE site.users SET street1 = 'bei Zorinde Quix' WHERE id = 10000043"
row=$(change 10000044 'chez Zorinde Quix')
note >/dev/null
tap_is 'read' "$(found "$row")" 'what came after a transaction that still runs is not noted yet, and found'
say 5 late COMMIT
late=$(sql "SELECT max(id) FROM audit.changes WHERE entity_key = '10000043'")
tap_is 'read' "$(found "$late")" 'what it brings when it ends is found'
over
note >/dev/null
tap_is 'noted read;noted read' "$(found "$row");$(found "$late")" 'and noted, as is the other'

# Attack 77: values that are emptied, and words that come back. First one after the other, then a note that has read the values and is not over yet.
empty="SET SESSION AUTHORIZATION steward_eraser; UPDATE audit.changes SET old = NULL, new = NULL, salt = NULL WHERE id ="
sql "$empty $late"
tap_is '' "$(found "$late")" 'attack 77 with the values the words go'
row=$(change 10000044 'chez Zorinde Quix 2')
over
open noter 6
say 6 noter "BEGIN; SELECT steward.note_words()"
row2=$(change 10000045 'Zorinde Quix weg 5')
PGAPPNAME=eraser sql "$empty $row" >"$work/eraser" &
eraser=$!
until_waits eraser
tap_ok $? 'attack 77 an erasure waits for a note that is at work'
tap_is f "$(note)" 'another note does not'
say 6 noter COMMIT
wait $eraser
tap_is '' "$(cat "$work/eraser"; found "$row")" 'attack 77 what that note brought goes with the values'
tap_is 0 "$(sql "SELECT count(*) FROM audit.words w JOIN audit.changes c ON c.id = w.id AND NOT w.of_access WHERE c.salt IS NULL")" 'attack 77 no emptied row has words'
open eraser2 7
say 7 eraser2 "BEGIN; SET LOCAL ROLE steward_eraser; UPDATE audit.changes SET old = NULL, new = NULL, salt = NULL WHERE id = $row2"
tap_is f "$(note)" 'while an erasure is at work a few rows are not noted'
tap_is 'read' "$(found "$row2")" 'which hides nobody'
say 7 eraser2 ROLLBACK
for n in 1 2 3 4 5 6; do sql "SET session_replication_role = replica; UPDATE site.users SET street2 = '$n. Hof ' || id WHERE id BETWEEN 10000100 AND 10000299"; done
over
say 7 eraser2 "BEGIN; SET LOCAL ROLE steward_eraser; UPDATE audit.changes SET old = NULL, new = NULL, salt = NULL WHERE id = $row2"
PGAPPNAME=patient note >"$work/patient" &
patient=$!
until_waits patient
tap_ok $? 'then a note waits for the erasure'
say 7 eraser2 ROLLBACK
wait $patient
tap_is 'f t' "$(cat "$work/patient") $(sql "SELECT count(*) >= 1000 FROM audit.words w WHERE w.id > $row2 AND NOT w.of_access")" 'and does it then'
over
note >/dev/null
tap_is 'noted read' "$(found "$row2")" 'and is made up for after it'

# Restored from a dump: the server counts its transactions from the beginning
row=$(change 10000046 'near Zorinde Quix')
over
sql "UPDATE audit.words_noted SET upto = pg_snapshot_xmin(pg_current_snapshot())"
tap_is '' "$(found "$row")" 'what stands before the mark is not read'
sql "UPDATE audit.words_noted SET server = 1"
tap_is 'read' "$(found "$row")" 'on a server that counts anew what is not noted is found'
over
tap_is 'f t' "$(note) $(sql "SELECT server = (SELECT system_identifier FROM pg_control_system()) FROM audit.words_noted")" 'the notes go on there from the beginning'
tap_is 'noted read' "$(found "$row")" 'and have it'
sql "UPDATE audit.words_noted SET upto = '9000000000'"
row=$(change 10000046 'at Zorinde Quix')
tap_is 'read' "$(found "$row")" 'and where the notes are ahead of the server they are not believed'

# Killed in the middle
over
PGAPPNAME=doomed sql "BEGIN; SELECT steward.note_words(1000000); SELECT pg_sleep(20)" >/dev/null &
for _ in {1..400}; do
  [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'doomed' AND wait_event = 'PgSleep'")" = 0 ] || break
  sleep 0.02
done
sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'doomed'" >/dev/null
wait $!
tap_is 'read' "$(found "$row")" 'a note that was killed noted nothing'
over
note >/dev/null
tap_is 'noted read' "$(found "$row")" 'and the next does it'

# A worker does it before anything else, and goes on until all is noted
sql "INSERT INTO audit.changes (db_role, entity, op, new, salt, digest) SELECT 'site', 'site.users', 'U', jsonb_build_object('street1', 'Allee ' || n), 'x', '' FROM generate_series(1, 21000) n"
row=$(change 10000047 'opposite Zorinde Quix')
over
timeout 60 "$BUILD/steward" --config "$STEWARD_CONFIG_FILE" worker --once >"$work/worker" 2>&1
tap_is 'noted read' "$(found "$row")" 'a worker notes what came, by more than one note where it is much' || cat "$work/worker"
exec 5>&- 6>&- 7>&-
tap_done
