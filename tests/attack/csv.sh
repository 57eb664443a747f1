# Attacks 60 and 61 through the program itself: formulas in every CSV that leaves, and what can be handed to an import or an export instead
# of a file. The reader's own limits, byte by byte, are in tests/unit/test_csv.c and tests/fuzz/fuzz_csv.c.
# shellcheck shell=bash
set -u -o pipefail
. tests/lib/tap.sh
work=$(mktemp -d)
worker=
# shellcheck disable=SC2317 # called by the trap
tidy() {
  [ -z "$worker" ] || kill "$worker" 2>/dev/null
  rm -rf "$work"
}
trap tidy EXIT
sql() { psql -X -At -q -v ON_ERROR_STOP=1 -c "$1"; }
spool=$(sed -n 's/^spool = //p' "$STEWARD_CONFIG_FILE")
dirk() { # words...: as a superadmin; what it says in $said, status in $status
  status=0
  said=$(printf 'demo-dirk-lumen-2026\n735148\n' | timeout 60 "$STEWARD" --config "$STEWARD_CONFIG_FILE" --login dirk --replace --secrets-fd 0 "$@" 2>&1) || status=$?
}
refused() { # PIECE NAME
  tap_ok "$([ "$status" != 0 ] && [[ $said == *"$1"* ]]; echo $?)" "$2" "status $status: $said"
}

# ---- 61: what is no file, before any worker looks at it ----
mkfifo "$work/fifo"
ln -s /etc/passwd "$work/link"
truncate -s 1025M "$work/huge"
mkdir "$work/folder"
for odd in fifo link folder missing; do
  dirk import users "$work/$odd"
  refused "$odd" "attack 61 import: $odd"
done
dirk import users /dev/zero
refused 'not a regular file' 'attack 61 import: a device without an end'
dirk import users "$work/huge"
refused 'too large' 'attack 61 import: more than a gigabyte'
tap_is 0 "$(find "$spool" -type f 2>/dev/null | wc -l)" 'attack 61 none of it came into the spool folder'

echo old >"$work/old"
ln -s "$work/elsewhere" "$work/dangling"
for place in old dangling fifo folder nowhere/x.csv folder/; do
  dirk export-list countries --out "$work/$place"
  refused 'cannot be made' "attack 61 export: onto $place"
done
tap_is "old no" "$(cat "$work/old") $([ -e "$work/elsewhere" ] && echo yes || echo no)" 'attack 61 nothing was written over, and no link was followed'
dirk export-list countries --filter nonsense:x --out "$work/failed.csv"
tap_ok "$([ "$status" != 0 ] && [ ! -e "$work/failed.csv" ]; echo $?)" 'attack 61 an export that fails leaves no file' "$said"
dirk invoice pdf 2099-99999 "$work/failed.pdf"
tap_ok "$([ "$status" != 0 ] && [ ! -e "$work/failed.pdf" ]; echo $?)" 'attack 61 nor does an invoice that is not there' "$said"
dirk export nobody@nowhere.invalid --kind nonsense --out "$work/failed.zip"
tap_ok "$([ "$status" != 0 ] && [ ! -e "$work/failed.zip" ]; echo $?)" 'attack 61 nor a package' "$said"

# ---- 61: what a job says its file is ----
person=$(sql "SELECT user_id FROM auth.staff WHERE login = 'dirk'")
mkdir -p "$spool" && chmod 700 "$spool"
ln -s /etc/passwd "$spool/upload-link.csv"
mkfifo "$spool/upload-fifo.csv"
for name in ../../../../etc/passwd /etc/passwd upload-link.csv upload-fifo.csv . ''; do
  sql "SELECT steward.job_add('import.users', 'odd', jsonb_build_object('file', '$name'), $person)" >"$work/job"
done
timeout 60 "$STEWARD" --config "$STEWARD_CONFIG_FILE" worker --once >"$work/worker.log" 2>&1
tap_is 0 $? 'attack 61 the worker does not wait for a pipe' "$(tail -3 "$work/worker.log")"
tap_is 6 "$(sql "SELECT count(*) FROM steward.jobs WHERE title = 'odd' AND state IN ('failed', 'queued') AND error <> ''")" 'attack 61 paths, links and pipes are no file of a job' \
  "$(sql 'SELECT state, error FROM steward.jobs')"
tap_is 0 "$(sql 'SELECT count(*) FROM steward.import_rows')" 'attack 61 and nothing was read of them'
rm "$spool/upload-link.csv" "$spool/upload-fifo.csv"
sql "UPDATE steward.jobs SET state = 'cancelled', ended_at = now() WHERE state = 'queued'"

"$STEWARD" --config "$STEWARD_CONFIG_FILE" worker --every 1 >>"$work/worker.log" 2>&1 &
worker=$!

# ---- 61: bombs ----
python3 - "$work" <<'PY'
import sys
folder = sys.argv[1] + '/'
def write(name, data): open(folder + name, 'wb').write(data)
write('nul.csv', b'EMAIL\na\0b@example.org\n')
write('quote.csv', b'EMAIL\n"never closed@example.org\n' + b'x' * 1000)
write('wide.csv', b'EMAIL' + b',x' * 5000 + b'\n')
write('long.csv', b'EMAIL\n' + b'x' * 3_000_000 + b'@example.org\n')
write('bytes.csv', b'EMAIL,COMPANY\nbytes@example.org,\xc3\x28\n')
write('shut.csv', b'EMAIL,COMPANY\nfine@example.org,good\nfine@example.org,twice\nbad\x1b@example.org,=cmd\n')
PY
before=$(sql 'SELECT count(*) FROM site.users')
for bomb in nul quote wide long bytes; do
  dirk import users "$work/$bomb.csv"
  tap_ok "$([ "$status" != 0 ] && [ "$status" -lt 124 ]; echo $?)" "attack 61 bomb: $bomb" "status $status: $said"
done
dirk import users "$work/shut.csv"
refused 'nothing is written' 'attack 61 one bad row and none is written'
tap_is "$before" "$(sql 'SELECT count(*) FROM site.users')" 'attack 61 no bomb made an account'
rejects=$(sql "SELECT max(id) FROM steward.jobs WHERE kind = 'import.users'")
dirk fetch "$rejects" --out "$work/rejects.csv"
tap_is 0 "$status" 'attack 61 the rejects are fetched' "$said"

# ---- 60: formulas ----
sql "INSERT INTO site.users (type, login, email, company, department, city)
	SELECT 'client', 'formula' || n || '@example.org', 'formula' || n || '@example.org', c, c, 'Formula' FROM (VALUES (1, '=1+1'), (2, '+1+1'), (3, '-1+1'), (4, '@SUM(A1)'), (5, U&'\\FF1D1+1'),
		(6, U&'\\FF0B1'), (7, U&'\\FF0D1'), (8, U&'\\FF20x'), (9, '''=1'), (10, '''''=1'), (11, '=cmd|'' /C calc''!A0'), (12, '=\"a\",\"b\"'), (13, '-5.00'), (14, '''tis')) AS v (n, c)"
dirk export-list users --filter 'city:Formula' --out "$work/users.csv"
tap_is 0 "$status" 'attack 60 the list is exported' "$said"
dirk audit export changes --record "users/$(sql "SELECT id FROM site.users WHERE login = 'formula1@example.org'")" --out "$work/audit.csv"
tap_is 0 "$status" 'attack 60 the trail is exported' "$said"
tap_is 'op=insert' "op=$(grep -q 'formula1@example.org' "$work/audit.csv" && echo insert)" 'attack 60 with the values of the change' "$(head -c 600 "$work/audit.csv")"
sql "UPDATE privacy.data_map SET own_note = '=1+1'"
dirk record --format csv
printf '%s' "$said" >"$work/record.csv"
python3 - "$work" "$(sql "SELECT json_agg(json_build_array(login, company)) FROM site.users WHERE city = 'Formula'")" >"$work/looked" 2>&1 <<'PY'
import csv, json, sys
folder = sys.argv[1] + '/'
say = lambda ok, name: print('ok' if ok else 'not', name)
# As a spreadsheet does, which knows no numbers of ours: a cell that begins so is run.
dangerous = ('=', '+', '-', '@', '\t', '\r', '\n', '\uff1d', '\uff0b', '\uff0d', '\uff20')
def number(cell):
    try: return float(cell) is not None
    except ValueError: return False
for name in ('users', 'audit', 'record', 'rejects'):
    rows = list(csv.reader(open(folder + name + '.csv', encoding='utf-8', newline=''), strict=True))
    say(len(rows) > 1 and len({len(r) for r in rows}) == 1, f'attack 60 {name}: rows as wide as their heading')
    bad = [c for r in rows for c in r if c.startswith(dangerous) and not number(c)]
    say(not bad, f'attack 60 {name}: no cell is run {bad[:3]}')
rows = list(csv.DictReader(open(folder + 'users.csv', encoding='utf-8', newline='')))
wanted = dict(json.loads(sys.argv[2]))
plain = lambda c: c[1:] if c.startswith("'") and c.lstrip("'").startswith(dangerous) else c
say({r['EMAIL']: plain(r['COMPANY']) for r in rows} == wanted, 'attack 60 and every value comes back whole')
PY
looked=$(cat "$work/looked")
while read -r verdict name; do
  tap_ok "$([ "$verdict" = ok ]; echo $?)" "$name" "$looked"
done <<<"$looked"
dirk import users "$work/users.csv"
tap_ok "$([ "$status" = 0 ] && [[ $said == *14* ]]; echo $?)" 'attack 60 an import takes the export back' "$status $said"
tap_is 14 "$(sql "SELECT count(*) FROM site.users WHERE city = 'Formula' AND company = department AND version = 1")" 'attack 60 and nothing is changed by that'

# ---- 61: the disk is full, the program is killed ----
printf 'demo-dirk-lumen-2026\n735148\n' | "$STEWARD" --config "$STEWARD_CONFIG_FILE" --login dirk --replace --secrets-fd 0 export-list countries >/dev/full 2>"$work/full"
status=$? said=$(cat "$work/full")
refused 'No space left' 'attack 61 a full disk is told, and is a failure'
kill "$worker"
wait "$worker" 2>/dev/null
worker=
printf 'demo-dirk-lumen-2026\n735148\n' | "$STEWARD" --config "$STEWARD_CONFIG_FILE" --login dirk --replace --secrets-fd 0 export-list countries --out "$work/killed.csv" >/dev/null 2>&1 &
console=$!
for _ in $(seq 100); do
  [ "$(sql "SELECT count(*) FROM steward.jobs WHERE state = 'queued'")" = 0 ] || break
  sleep 0.1
done
kill -9 "$console"
wait "$console" 2>/dev/null
tap_ok "$([ ! -e "$work/killed.csv" ]; echo $?)" 'attack 61 a killed export leaves no file'
tap_is "$(sql "SELECT count(*) FROM steward.jobs WHERE fetched > 0")" "$(sql "SELECT count(*) FROM audit.changes WHERE entity = 'steward.jobs' AND new ? 'fetched' AND old->>'fetched' = '0'")" \
  'what was handed over is in the trail'
tap_done
