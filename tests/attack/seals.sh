# Attacks 56 to 58 by an administrator of the database, against the program: sealer, witness and verifier.
# shellcheck shell=bash
set -u
. tests/lib/tap.sh
scratch=$(mktemp -d)
finish() {
  # shellcheck disable=SC2046 # numbers
  kill $(jobs -p) 2>/dev/null
  rm -rf "$scratch"
}
trap finish EXIT
log=$scratch/witness.log key=$scratch/witness.key public=

sql() {
  psql -XAtq -v ON_ERROR_STOP=1 -c "$1" 2>&1
}
# The administrator's way around the guards.
forge() {
  sql "ALTER TABLE audit.changes DISABLE TRIGGER USER; ALTER TABLE audit.access DISABLE TRIGGER USER; ALTER TABLE audit.seals DISABLE TRIGGER USER"
  sql "$1"
  sql "ALTER TABLE audit.changes ENABLE ALWAYS TRIGGER guard; ALTER TABLE audit.access ENABLE ALWAYS TRIGGER guard; ALTER TABLE audit.seals ENABLE ALWAYS TRIGGER guard"
}
steward() {
  "$STEWARD" --config "$STEWARD_CONFIG_FILE" "$@" 2>&1
}
witness() {
  steward --witness "$log" --witness-key "$key" witness
}
verify() {
  said=$(steward --user postgres "$@" audit verify)
  status=$?
}
with_witness() {
  verify --witness "$log" --public-key "$public"
}
# Other tests' transactions on this server hold the horizon back: until everything is sealed, but not for ever.
unsealed="WITH last AS (SELECT coalesce(max(upto), '0') AS upto FROM audit.seals)
  SELECT (SELECT count(*) FROM audit.changes, last WHERE xid >= upto) + (SELECT count(*) FROM audit.access, last WHERE xid >= upto)"
seal_all() {
  for _ in $(seq 600); do
    steward seal >>"$scratch/sealed"
    [ "$(sql "$unsealed")" != 0 ] || return 0
    sleep 0.1
  done
  return 1
}
# A point: the verifier ended with 1 and said this.
finds() { # pattern, name
  local ok=1
  if [ "$status" = 1 ] && grep -q '^WRONG' <<<"$said" && grep -qE "$1" <<<"$said"; then ok=0; fi
  tap_ok $ok "$2" "status $status, said: $said"
}
agrees() { # name
  local ok=1
  if [ "$status" = 0 ] && grep -q '^All agree' <<<"$said"; then ok=0; fi
  tap_ok $ok "$1" "status $status, said: $said"
}

# What a check found is an event, and stands on the screen of who keeps watch.
verified() { # kind of event, findings, name
  tap_is "$1 $2" "$(sql "SELECT (SELECT kind FROM auth.events ORDER BY id DESC LIMIT 1) || ' ' || findings FROM auth.keepers WHERE name = 'verifier'")" "$3"
}

# ---- seals, a witness, and all agree ---------------------------------------------------------------------------------------
change() { # number: that many changes, a transaction each
  for n in $(seq "$1"); do echo "UPDATE site.users SET city = 'City $RANDOM $n' WHERE id = (SELECT id FROM site.users ORDER BY id OFFSET $n LIMIT 1);"; done | psql -Xq
}
seal_all
tap_ok $? 'everything is sealed'
first=$(witness)
public=${first#*: }
public=${public%%[!0-9a-f]*}
tap_is 64 ${#public} 'the witness tells its key at the first start'
tap_is 32:600 "$(stat -c %s:%a "$key")" 'the key is a closed file'
tap_is 600 "$(stat -c %a "$log")" 'so is the log'
for _ in 1 2 3; do
  change 20
  seal_all
  witness >/dev/null
done
before=$(cat "$log")
tap_is '' "$(witness)" 'nothing new, nothing said'
tap_is "$before" "$(cat "$log")" 'and nothing written'
tap_is "$(sql 'SELECT count(*) FROM audit.seals')" "$(($(wc -l <"$log") - 1))" 'a line for each seal'
with_witness
agrees 'database and witness agree'
verified 'trail verified' 0 'which is an event'
tap_is 1 "$(sql "SELECT count(*) FROM auth.keepers WHERE name = 'witness' AND seal = (SELECT max(n) FROM audit.seals)")" 'the database knows how far the witness is'
seals=$(sql 'SELECT max(n) FROM audit.seals')
rows=$(sql 'SELECT (SELECT count(*) FROM audit.changes) + (SELECT count(*) FROM audit.access)')
grep -q "^$seals seals cover $rows rows, 0 rows are not sealed" <<<"$said"
tap_ok $? 'and every row is covered' "$said"
tap_is "t $seals $rows" "$(sql "SELECT concat_ws(' ', ok, seals, sealed) FROM audit.verify()")" 'audit.verify says the same'
verify
agrees 'without a witness too'
grep -q '^look.*rebuilt whole' <<<"$said"
tap_ok $? 'with a word about what cannot be found then' "$said"
verify --witness "$log" --public-key "${public//[0-9]/0}"
finds 'signed with the key .* another' 'a log that is signed with another key'

# ---- 56 edit, delete, slip in, rebuild ---------------------------------------------------------------------------------------
# Everything is put back afterwards by a copy of the tables, so that each forgery stands alone.
sql 'CREATE TABLE public.kept_changes AS TABLE audit.changes; CREATE TABLE public.kept_access AS TABLE audit.access; CREATE TABLE public.kept_seals AS TABLE audit.seals'
restore() {
  forge 'TRUNCATE audit.changes, audit.access, audit.seals;
    INSERT INTO audit.changes OVERRIDING SYSTEM VALUE TABLE public.kept_changes;
    INSERT INTO audit.access OVERRIDING SYSTEM VALUE TABLE public.kept_access;
    INSERT INTO audit.seals TABLE public.kept_seals' >/dev/null
}
# The last one that is not alone in its seal, as it is when another test's transaction held up those before it: a seal over nothing cannot be made.
one="(SELECT max(c.id) FROM audit.changes c JOIN audit.seals s ON s.changes_rows > 1 AND c.id BETWEEN s.changes_first AND s.changes_last WHERE c.op = 'U' AND c.entity = 'site.users')"
fresh_digest="sha256(salt || convert_to(coalesce(old::text, '') || chr(10) || coalesce(new::text, ''), 'UTF8'))"
# Rebuilds the chain over whatever stands there, with the functions of the database, as long seals as before.
rebuild="CREATE TEMPORARY TABLE old_seals AS TABLE audit.seals;
  DELETE FROM audit.seals;
  DO \$\$ DECLARE s audit.seals; since xid8 := '0'; previous bytea := audit.first_previous(); BEGIN
    FOR s IN SELECT * FROM old_seals ORDER BY n LOOP
      SELECT * INTO s.changes_rows, s.changes_first, s.changes_last, s.changes_hash, s.access_rows, s.access_first, s.access_last, s.access_hash FROM audit.chain(since, s.upto);
      s.previous := previous;
      s.hash := audit.seal_hash(s);
      INSERT INTO audit.seals VALUES (s.*);
      since := s.upto; previous := s.hash;
    END LOOP; END \$\$"

attack() { # name, pattern, statements
  local trouble
  trouble=$(forge "$3" | grep -E '^(ERROR|psql)')
  tap_empty "$trouble" "attack 56 $1 (done)"
  with_witness
  finds "$2" "attack 56 $1"
}
attack 'a value is edited' 'Row [0-9]+ of audit.changes has values that do not fit' "UPDATE audit.changes SET new = '{\"city\": \"forged\"}' WHERE id = $one"
tap_is f "$(sql 'SELECT ok FROM audit.verify()')" 'audit.verify finds it as well'
tap_is 'trail broken t' "$(sql "SELECT (SELECT kind FROM auth.events ORDER BY id DESC LIMIT 1) || ' ' || (findings > 0)::text::char FROM auth.keepers WHERE name = 'verifier'")" 'and it is an event'
tap_is t "$(sql "SELECT count(*) > 0 FROM auth.mails WHERE kind = 'trail' AND line LIKE '%steward audit verify%'")" 'that is mailed'
restore
with_witness
agrees 'put back, all agree: the test itself leaves no trace'
attack 'a value is edited together with its digest' 'Rows of audit.changes that seal [0-9]+ covers, .* were changed' \
  "UPDATE audit.changes SET new = '{\"city\": \"forged\"}' WHERE id = $one; UPDATE audit.changes SET digest = $fresh_digest WHERE id = $one"
attack 'and the chain is rebuilt' 'another one than the witness signed' "$rebuild"
verify
agrees 'which nobody finds without the witness'
said=$(witness)
tap_is 65 "$?" 'attack 56 the witness refuses to go on'
grep -q 'is not the one that was signed' <<<"$said"
tap_ok $? 'and says why' "$said"
tap_is "$before" "$(cat "$log")" 'and signs nothing'
restore
attack 'a row is removed' 'covers [0-9]+ rows of audit.changes, and there are [0-9]+' "DELETE FROM audit.changes WHERE id = $one"
attack 'a row is removed and the chain rebuilt' 'another one than the witness signed' "$rebuild"
restore
attack 'a row is slipped in' 'covers [0-9]+ rows of audit.changes, and there are' \
  "INSERT INTO audit.changes (xid, db_role, entity, op, salt, digest) SELECT xid, 'site', 'site.users', 'D', '\\x01', sha256('\\x010a') FROM audit.changes WHERE id = $one"
restore
attack 'who did it is edited' 'were changed' "UPDATE audit.changes SET user_id = 10000001 WHERE id = $one"
restore
attack 'two rows change places' 'were changed' \
  "CREATE TEMPORARY TABLE two AS SELECT row_number() OVER () AS n, * FROM (SELECT id, at FROM audit.changes ORDER BY id DESC LIMIT 2) AS x;
   UPDATE audit.changes c SET at = o.at FROM two t, two o WHERE t.id = c.id AND o.n = 3 - t.n"
restore
attack 'the newest seal and its rows are removed' "Seal $seals, signed on .* is gone from the database" \
  "DELETE FROM audit.changes WHERE xid >= (SELECT upto FROM audit.seals WHERE n = $seals - 1); DELETE FROM audit.seals WHERE n = $seals"
said=$(witness)
tap_is 65 "$?" 'attack 56 the witness does not sign over the gap'
restore
attack 'all seals are removed' 'is gone from the database' 'DELETE FROM audit.seals'
restore
attack 'the first seal is removed' 'lacks one' 'DELETE FROM audit.seals WHERE n = 1'
restore
attack 'a row from the future' 'has not begun' "INSERT INTO audit.changes (xid, db_role, entity, op, salt, digest) VALUES ('99999999999', 'site', 'x', 'D', '\\x01', sha256('\\x010a'))"
restore
attack 'the checking functions are replaced by liars' 'were changed' \
  "UPDATE audit.changes SET user_id = 10000001 WHERE id = $one;
   ALTER FUNCTION audit.verify() RENAME TO true_verify;
   CREATE FUNCTION audit.verify(OUT ok boolean, OUT unsealed bigint) LANGUAGE sql AS 'SELECT true, 0::bigint';
   CREATE FUNCTION public.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT pg_catalog.sha256(''lie'')';
   CREATE FUNCTION public.encode(bytea, text) RETURNS text LANGUAGE sql AS 'SELECT repeat(''0'', 64)';
   ALTER ROLE postgres IN DATABASE \"$PGDATABASE\" SET search_path = public, pg_catalog"
sql "ALTER ROLE postgres IN DATABASE \"$PGDATABASE\" RESET search_path" >/dev/null
sql 'DROP FUNCTION audit.verify(); DROP FUNCTION public.sha256(bytea); DROP FUNCTION public.encode(bytea, text); ALTER FUNCTION audit.true_verify() RENAME TO verify' >/dev/null
restore
tap_empty "$(sql 'ALTER TABLE audit.access RENAME TO access_hidden; CREATE VIEW audit.access AS TABLE audit.access_hidden')" 'attack 56 a table is replaced by a view (done)'
with_witness
finds 'only looks like it' 'attack 56 a table is replaced by a view'
sql 'DROP VIEW audit.access; ALTER TABLE audit.access_hidden RENAME TO access' >/dev/null
with_witness
agrees 'put back, all agree'

# ---- the witness's log ---------------------------------------------------------------------------------------------------------
cp "$log" "$scratch/true.log"
bend() { # name, pattern, sed script
  sed -E "$3" "$scratch/true.log" >"$log"
  with_witness
  finds "$2" "the witness's log: $1"
  said=$(witness)
  tap_is 65 "$?" "the witness goes on behind no such log: $1"
}
bend 'a count is edited' 'signature in line 3 .* false' '3s/^([0-9]+ [0-9]+ [0-9]+) [0-9]+/\1 7/'
bend 'a line is removed' 'lacks seal 2' '3d'
bend 'a line stands there twice' 'a second time' '3p'
bend 'a line is no entry' 'Line 3 .* none that a witness writes' '3s/ /  /'
printf '%s' "$(sed -n '2p' "$scratch/true.log" | cut -c 1-40)" | cat "$scratch/true.log" - >"$log"
with_witness
agrees 'a last line torn by a power cut does no harm'
grep -q '^look.*torn' <<<"$said"
tap_ok $? 'and is told' "$said"
change 3
seal_all
witness >/dev/null
with_witness
agrees 'the witness takes it off and goes on'
grep -q "the witness signed $(sql 'SELECT count(*) FROM audit.seals') seals" <<<"$said"
tap_ok $? 'with every seal signed' "$said"
chmod 640 "$key"
said=$(witness)
tap_is 71 "$?" 'a key that others can read is refused'
chmod 600 "$key"
mv "$key" "$key.away"
said=$(witness)
tap_is 71 "$?" 'a log that has begun gets no new key'
[ ! -e "$key" ]
tap_ok $? 'none is made'
mv "$key.away" "$key"
exec 5<"$log"
flock -x 5
said=$(witness)
grep -q 'Another witness writes' <<<"$said"
tap_ok $? 'one witness a log' "$said"
exec 5<&-

# ---- 57 somebody commits late ----------------------------------------------------------------------------------------------
# He writes, others write and commit after him, the sealer seals, and only then he commits.
late_commit() { # name
  coproc LATE { psql -XAtq 2>&1; }
  holder=$LATE_PID # bash forgets it when the process has ended
  echo "BEGIN; UPDATE site.users SET company = 'Late $1' WHERE id = (SELECT min(id) FROM site.users); SELECT 'open', max(id), pg_current_xact_id() FROM audit.changes;" >&"${LATE[1]}"
  IFS='|' read -r -t 20 _ late_id late_xid <&"${LATE[0]}"
  change 5
  for _ in 1 2 3; do steward seal >/dev/null; done
  sealed_early=$(sql "SELECT count(*) FROM audit.seals WHERE upto > '$late_xid'")
  echo "COMMIT; SELECT 'over';" >&"${LATE[1]}"
  read -r -t 20 _ <&"${LATE[0]}"
  echo '\q' >&"${LATE[1]}"
  wait "$holder" 2>/dev/null
  seal_all
  witness >/dev/null
  with_witness
}
late_commit one
tap_is 0 "$sealed_early" 'attack 57 no seal goes past a transaction that still runs'
agrees 'attack 57 a late committer is sealed after all, and all agree'
tap_is 1 "$(sql "SELECT count(*) FROM audit.changes c JOIN audit.seals s ON c.xid < s.upto AND c.xid >= coalesce((SELECT max(upto) FROM audit.seals p WHERE p.n < s.n), '0') WHERE c.id = $late_id")" \
  'attack 57 by one seal'

# ---- 58 erasure -----------------------------------------------------------------------------------------------------------------
sql "SET SESSION AUTHORIZATION steward_eraser; UPDATE audit.changes SET old = NULL, new = NULL, salt = NULL WHERE subject_user_id = (SELECT subject_user_id FROM audit.changes WHERE id = $late_id)" >/dev/null
emptied=$(sql 'SELECT count(*) FROM audit.changes WHERE salt IS NULL')
with_witness
agrees 'attack 58 an erasure leaves the chain valid'
grep -q ", $emptied were emptied by erasure" <<<"$said" && [ "$emptied" -gt 0 ]
tap_ok $? 'attack 58 and is counted' "$said"

# And one as it is really done: planned, approved by a second person, carried out by a worker.
as() { # person PIN words...
  printf 'demo-%s-lumen-2026\n%s\n' "$1" "$2" | steward --login "$1" --secrets-fd 0 "${@:3}"
}
sql 'DROP TABLE public.kept_changes, public.kept_access, public.kept_seals; DELETE FROM privacy.blocker_rules' >/dev/null
person=$(sql "SELECT max(id) FROM site.users u WHERE type = 'client' AND NOT EXISTS (SELECT FROM privacy.requests r WHERE r.user_id = u.id)
  AND NOT EXISTS (SELECT FROM privacy.erasures e WHERE e.user_id = u.id) AND NOT EXISTS (SELECT FROM site.suppliers s WHERE s.user_id = u.id)")
sql "UPDATE site.users SET city = 'Erasedtown' WHERE id = $person" >/dev/null
seal_all
witness >/dev/null
told="SELECT count(*) FROM audit.changes WHERE subject_user_id = $person AND new::text LIKE '%Erasedtown%'"
tap_is 1 "$(sql "$told")" 'attack 58 the trail knows where somebody lives'
said=$(as cora 624039 erase plan "$person")
number=$(sed -n 's/^No\t//p' <<<"$said") plan=$(sed -n 's/^Plan\t//p' <<<"$said")
as cora 624039 erase submit "$number" >/dev/null
as dirk 735148 erase approve "$number" --plan "$plan" >/dev/null
as cora 624039 erase run "$number" >/dev/null
steward worker --once --ledger /nowhere >"$scratch/worker"
tap_is 't' "$(sql "SELECT erased_at IS NOT NULL FROM site.users WHERE id = $person")" 'attack 58 the person is erased' "$said $(cat "$scratch/worker")"
tap_is 0 "$(sql "$told")" 'attack 58 and the trail does not know it any more'
with_witness
agrees 'attack 58 an erasure as it is really done leaves the chain valid'
seal_all
witness >/dev/null
with_witness
agrees 'attack 58 and so it stays when what it wrote is sealed'

# ---- sealers and writers -----------------------------------------------------------------------------------------------------------
change 5
coproc HOLD { psql -XAtq 2>&1; }
holder=$HOLD_PID
echo "BEGIN; SELECT 'sealed', n FROM audit.seal();" >&"${HOLD[1]}"
read -r -t 20 held <&"${HOLD[0]}"
grep -q '^sealed' <<<"$held"
tap_ok $? 'a sealer in the middle of its work' "$held"
tap_is 'done' "$(sql "SET lock_timeout = '2s'; UPDATE site.users SET city = 'Free' WHERE id = (SELECT id FROM site.users ORDER BY id OFFSET 1 LIMIT 1); INSERT INTO site.user_notes (user_id, body) SELECT min(id), 'x' FROM site.users; SELECT 'done'")" 'writers do not wait for it'
said=$(steward seal)
grep -q 'Another sealer is at work' <<<"$said"
tap_ok $? 'a second sealer does not wait either' "$said"
echo 'ROLLBACK; \q' >&"${HOLD[1]}"
wait "$holder" 2>/dev/null

echo "UPDATE site.users SET city = 'c' || (random() * 1e9)::int WHERE id = (SELECT u.id FROM site.users u WHERE NOT EXISTS (SELECT FROM privacy.holds h WHERE h.user_id = u.id) ORDER BY u.id OFFSET floor(random() * 1000) LIMIT 1);" >"$scratch/write.sql"
count=$(sql 'SELECT count(*) FROM audit.changes')
"$STEWARD" --config "$STEWARD_CONFIG_FILE" --every 1 seal >"$scratch/every" 2>&1 &
sealer=$!
"$STEWARD" --config "$STEWARD_CONFIG_FILE" --witness "$log" --witness-key "$key" --every 1 witness >"$scratch/every.witness" 2>&1 &
signer=$!
(for _ in $(seq 30); do steward seal; done) >"$scratch/more" 2>&1 &
pgbench -n -c 6 -j 1 -T 5 -f "$scratch/write.sql" >"$scratch/bench" 2>&1
tap_ok $? 'six writers beside two sealers and a witness' "$(cat "$scratch/bench")"
wait $!
kill -0 "$sealer" && kill -0 "$signer"
tap_ok $? 'sealer and witness still run' "$(cat "$scratch/every" "$scratch/every.witness")"
kill "$sealer" "$signer"
wait "$sealer" "$signer" 2>/dev/null
grep -q 'made over' "$scratch/every" && grep -q 'signed' "$scratch/every.witness"
tap_ok $? 'and did their work' "$(cat "$scratch/every" "$scratch/every.witness")"
written=$(sed -n 's/^number of transactions actually processed: \([0-9]*\).*/\1/p' "$scratch/bench")
[ "$(sql 'SELECT count(*) FROM audit.changes')" -ge $((count + written)) ] && [ "$written" -gt 100 ]
tap_ok $? 'every change is in the trail' "written $written"
echo "# $written changes beside the sealers"
seal_all
tap_ok $? 'and sealed'
witness >/dev/null
with_witness
agrees 'and verified'
tap_is 0 "$(sql 'SELECT count(*) FROM (SELECT n, upto, lag(upto) OVER (ORDER BY n) AS before FROM audit.seals) AS s WHERE before >= upto')" 'the seals follow each other'

# ---- many rows ----------------------------------------------------------------------------------------------------------------------
# Late, for whoever looks at the trail from here on looks at these too.
sql "INSERT INTO audit.changes (db_role, entity, entity_key, subject_user_id, op, columns, old, new, salt, digest)
  SELECT 'site', 'site.users', g, g, 'U', '{street1,city}', o, n, salt, sha256(salt || convert_to(o::text || chr(10) || n::text, 'UTF8'))
  FROM generate_series(1, 4) AS part, generate_series(1, 50000) AS g, LATERAL (SELECT jsonb_build_object('street1', 'Old ' || g) AS o,
    jsonb_build_object('street1', 'New ' || g) AS n, uuid_send(gen_random_uuid()) AS salt) AS x" >/dev/null
began=$(date +%s%N)
seal_all
tap_is 0 "$(sql 'SELECT unsealed FROM audit.verify() WHERE ok')" '200,000 rows more are sealed'
took=$((($(date +%s%N) - began) / 1000000))
[ "$took" -lt 20000 ]
tap_ok $? 'sealing and checking 200,000 rows takes seconds' "$took ms"
echo "# 200,000 rows sealed and checked in $took ms"
witness >/dev/null
began=$(date +%s%N)
with_witness
took=$((($(date +%s%N) - began) / 1000000))
agrees 'and they are verified from outside'
echo "# 200,000 rows verified from outside in $took ms"

# ---- the test can fail ------------------------------------------------------------------------------------------------------------
sql "DO \$\$ BEGIN EXECUTE replace(pg_get_functiondef('audit.seal'::regproc), 'pg_snapshot_xmin(', 'pg_snapshot_xmax('); END \$\$" >/dev/null
late_commit two
finds 'covers [0-9]+ rows of audit.changes, and there are' 'a sealer that looks at what has begun instead of what is over loses the late committer, and it shows'
tap_done
