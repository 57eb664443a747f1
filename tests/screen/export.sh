# The package of a person: opened by two other programs, complete, without credentials and other people, harmless in a spreadsheet and a browser.
# shellcheck shell=bash
. tests/lib/tap.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sql() { psql -X -At -q -v ON_ERROR_STOP=1 -c "$1"; }
as_cora() { printf 'demo-cora-lumen-2026\n624039\n' | "$STEWARD" --config "$STEWARD_CONFIG_FILE" --login cora --secrets-fd 0 "$@" 2>&1; }
sorted_json() { python3 -c 'import json, sys; print(json.dumps(json.load(open(sys.argv[1])), sort_keys=True))' "$1"; }

sql "UPDATE site.users SET company = '=cmd|calc', department = '<script>alert(1)</script>' WHERE id = 10009292;
	INSERT INTO site.user_notes (user_id, body) VALUES (10009292, 'Her colleague third.party@other.example called.');
	UPDATE site.users SET api_key_hash = sha256('key') WHERE id = 10009292;
	INSERT INTO site.activity_log (user_id, kind, detail, at) SELECT 10009292, 'search', 'word ' || n, timestamptz '2026-06-01 00:00+00' + n * interval '1 minute' FROM generate_series(1, 12000) n"

export_as() { # PERSON FILE KIND
  printf 'demo-cora-lumen-2026\n624039\n' |
    "$STEWARD" --config "$STEWARD_CONFIG_FILE" --login cora --secrets-fd 0 export "$1" --out "$2" --kind "$3" 2>&1
}
said=$(export_as 10009292 "$work/a.zip" access)
tap_ok $? 'an export runs' "$said"
pass=$(grep -oE '[a-zA-Z0-9]{5}(-[a-zA-Z0-9]{5}){4}' <<<"$said")
tap_is "$(sha256sum "$work/a.zip" | cut -d' ' -f1)" "$(sql 'SELECT sha256 FROM privacy.exports ORDER BY id DESC LIMIT 1')" 'the database knows the package by its SHA-256'
tap_is 600 "$(stat -c %a "$work/a.zip")" 'nobody else reads the file'

mkdir "$work/7z" "$work/tar"
7z x -y -p"$pass" -o"$work/7z" "$work/a.zip" </dev/null >"$work/7z.log" 2>&1
tap_ok $? 'failure: ZIP that does not open: 7-Zip opens it' "$(tail -5 "$work/7z.log")"
bsdtar --passphrase "$pass" -xf "$work/a.zip" -C "$work/tar" 2>"$work/tar.log"
tap_ok $? 'failure: ZIP that does not open: bsdtar opens it' "$(cat "$work/tar.log")"
tap_is '' "$(diff -r "$work/7z" "$work/tar")" 'both see the same'
7z x -y -pwrong -o"$work/no" "$work/a.zip" </dev/null >/dev/null 2>&1
tap_is 2 $? 'nobody opens it without the passphrase'
tap_is 'AES-256 Deflate' "$(7z l -slt -p"$pass" "$work/a.zip" </dev/null | sed -n 's/^Method = //p' | sort -u | head -1)" 'the cipher is AES-256'

python3 - "$work/7z" >"$work/look" 2>&1 <<'PY'
import csv, hashlib, html.parser, json, os, sys
folder = sys.argv[1]
data = json.load(open(folder + '/data.json', encoding='utf-8'))
manifest = json.load(open(folder + '/manifest.json', encoding='utf-8'))
parts = {p['table']: p for p in data['parts']}
say = lambda ok, name: print('ok' if ok else 'not', name)
manifest_rows = lambda m, name: next(f['rows'] for f in m['files'] if f['name'] == name)
say(data['format'] == 'steward export 1' and data['kind'] == 'access', 'data.json says what it is')
say(all(hashlib.sha256(open(folder + '/' + f['name'], 'rb').read()).hexdigest() == f['sha256'] for f in manifest['files']), 'the manifest has the hash of every file')
say({f['name'] for f in manifest['files']} | {'manifest.json'} == set(os.listdir(folder)), 'and names every file once')
say(len(parts['site.activity_log']['rows']) >= 12000, 'rows beyond the first pages come too')
say(len({r['id'] for r in parts['site.activity_log']['rows']}) == len(parts['site.activity_log']['rows']), 'each once')
everything = open(folder + '/data.json', encoding='utf-8').read() + open(folder + '/report.html', encoding='utf-8').read()
say('third.party@other.example' not in everything and '(somebody else)' in everything, 'failure: export leaks other people')
say('password_hash' not in json.dumps(parts['site.credentials']['rows']) and 'demo$nobody' not in everything and 'api_key_hash' not in json.dumps(parts['site.users']['rows']), 'failure: export leaks credentials')
say(any(x['column'] == 'password_hash' for x in parts['site.credentials']['facts']['left_out']), 'what is left out is said, with the reason')
users = list(csv.DictReader(open(folder + '/01-users.csv', encoding='utf-8', newline='')))
say(users[0]['company'] == "'=cmd|calc" and parts['site.users']['rows'][0]['company'] == '=cmd|calc', 'failure: CSV injection; exact in JSON')
class Look(html.parser.HTMLParser):
    tags = set()
    def handle_starttag(self, tag, attrs): self.tags.add(tag)
report = open(folder + '/report.html', encoding='utf-8').read()
say('the first 10000 of %d rows' % manifest_rows(manifest, '04-activity_log.csv') in report if manifest_rows(manifest, '04-activity_log.csv') > 10000 else '04-activity_log.csv' not in report, 'the report says when it shows less than there is')
look = Look(); look.feed(open(folder + '/report.html', encoding='utf-8').read())
say('script' not in look.tags and 'table' in look.tags and 'a' not in look.tags, 'failure: HTML injection')
say(all(p['facts']['purposes'] for p in data['parts']), 'every part tells purpose, ground and term')
say(any(x['why'] == 'a credential' and 'password_hash' in x['columns'] for x in manifest['left_out']) and any('computer' in x['why'] for x in manifest['left_out']), 'the manifest says what is left out, and why')
schema = json.load(open(folder + '/schema.json', encoding='utf-8'))
import jsonschema
checker = jsonschema.Draft202012Validator(schema)
# Every alternative is tried with every row: so with a few rows of each table as a whole, and each tenth row by its own table.
few = dict(data, parts=[dict(p, rows=p['rows'][:5]) for p in data['parts']])
say(checker.is_valid(few), 'data.json is as its schema says')
rows_of = {a['properties']['table']['const']: jsonschema.Draft202012Validator(a['properties']['rows']['items']) for a in schema['properties']['parts']['items']['anyOf']}
say(all(rows_of[p['table']].is_valid(r) for p in data['parts'] for r in p['rows'][::10]), 'and its rows are')
next(p for p in few['parts'] if p['table'] == 'site.users')['rows'][0]['shoe_size'] = 43
say(not checker.is_valid(few), 'which notices a column that it does not know')
PY
while read -r verdict name; do
  [ "$verdict" = ok ]
  tap_ok $? "$name"
done <"$work/look"

# The schema by itself, for who writes a program that reads packages.
as_cora export --schema >"$work/schema.json" 2>"$work/schema.log"
tap_ok $? 'the schema is printed without a person' "$(cat "$work/schema.log")"
tap_is "$(sorted_json "$work/7z/schema.json" | sha256sum)" "$(sorted_json "$work/schema.json" | sha256sum)" 'and is that of the packages'
said=$(printf 'demo-anna-lumen-2026\n402816\n' | "$STEWARD" --config "$STEWARD_CONFIG_FILE" --login anna --secrets-fd 0 export --schema 2>&1)
tap_is 1 "$(grep -c 'export.person' <<<"$said")" 'not for who makes no packages'
said=$(as_cora export --schema 10009292)
tap_is 1 "$(grep -c 'names nobody' <<<"$said")" 'a person and the schema are not asked for at once'

said=$(export_as 10009292 "$work/p.zip" portability)
tap_ok $? 'a portability export runs' "$said"
pass=$(grep -oE '[a-zA-Z0-9]{5}(-[a-zA-Z0-9]{5}){4}' <<<"$said")
names=$(7z l -slt -p"$pass" "$work/p.zip" </dev/null | sed -n 's/^Path = //p')
tap_is 1 "$(grep -c '^04-activity_log.csv$' <<<"$names")" 'with what was observed'
tap_empty "$(grep -E 'user_notes|audit|changes|staff' <<<"$names")" 'without what we think'
said=$(export_as 10009292 "$work/a.zip" access)
tap_is 1 "$(grep -c 'cannot be made' <<<"$said")" 'a package is never written over another'

# By a worker: the passphrase is in the database only encrypted, and gone when the package is made
work_once() { timeout 60 "$STEWARD" --config "$STEWARD_CONFIG_FILE" worker --once; }
said=$(as_cora export 10009292)
job=$(sed -n 's/^Job \([0-9]*\) makes.*/\1/p' <<<"$said")
pass=$(grep -oE '[a-zA-Z0-9]{5}(-[a-zA-Z0-9]{5}){4}' <<<"$said")
tap_is "f t" "$(sql "SELECT t::text LIKE '%$pass%', wrapped_passphrase IS NOT NULL FROM privacy.exports t WHERE job_id = $job" | tr '|' ' ')" 'the passphrase goes to the worker, and not in clear'
tap_is 0 "$(sql "SELECT count(*) FROM audit.changes WHERE coalesce(new::text, '') LIKE '%' || (SELECT wrapped_passphrase FROM privacy.exports WHERE job_id = $job) || '%'")" 'nor encrypted in the trail'
# A worker that is at the package, and waits there for a table that somebody else holds.
hold() {
  psql -X -q -c 'BEGIN; LOCK TABLE site.user_notes IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(60)' >/dev/null 2>&1 &
  holder=$!
  "$STEWARD" --config "$STEWARD_CONFIG_FILE" worker --once >/dev/null 2>&1 &
  worker=$!
  for ((i = 0; i < 600; i++)); do
    [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'steward_jobs' AND wait_event_type = 'Lock'")" = 0 ] || return 0
    sleep 0.05
  done
  return 1
}
let_go() {
  sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'BEGIN; LOCK TABLE site.user_notes%'" >/dev/null
  wait "$holder" "$worker" 2>/dev/null
}
wish() { sql "SELECT steward.job_wish($job, '$1', (SELECT user_id FROM auth.staff WHERE login = 'cora'))" >/dev/null; }
spool=$(sed -n 's/^spool = //p' "$STEWARD_CONFIG_FILE")
left() { sql "SELECT state, EXISTS (SELECT FROM privacy.exports x WHERE x.job_id = j.id AND x.finished_at IS NULL AND x.wrapped_passphrase IS NOT NULL) FROM steward.jobs j WHERE id = $job" | tr '|' ' '; }
for how in pause cancel; do
  hold
  tap_ok $? "a package that is being made waits for a table ($how)"
  wish $how
  for ((i = 0; i < 600; i++)); do
    [ "$(sql "SELECT state FROM steward.jobs WHERE id = $job")" = running ] || break
    sleep 0.05
  done
  tap_is "${how%e}$([ $how = pause ] && echo ed || echo led) t" "$(left)" "the wish to $how it is obeyed within its statement, and the passphrase waits"
  let_go
  tap_empty "$(find "$spool" -type f 2>/dev/null)" "nothing of it is left in the spool ($how)"
  wish "$([ $how = pause ] && echo resume || echo retry)"
done
# A worker that is killed leaves nothing; the next one makes one package.
hold
kill -9 "$worker"
let_go
tap_empty "$(find "$spool" -type f 2>/dev/null)" 'a worker that is killed leaves nothing'
sql "UPDATE steward.jobs SET lease_until = now() - interval '1 second' WHERE id = $job AND state = 'running'"
work_once >/dev/null
said=$(as_cora fetch "$job" --out "$work/j.zip")
tap_ok $? 'a package that a worker made is fetched' "$said"
tap_is "1 1 t" "$(sql "SELECT count(*), max(handovers), bool_and(wrapped_passphrase IS NULL) FROM privacy.exports WHERE job_id = $job" | tr '|' ' ')" 'after a killed worker there is one package, and one hand-over'
tap_is "$(sha256sum "$work/j.zip" | cut -d' ' -f1)" "$(sql "SELECT sha256 FROM privacy.exports WHERE job_id = $job")" 'whose SHA-256 the database knows'
mkdir "$work/j"
7z x -y -p"$pass" -o"$work/j" "$work/j.zip" </dev/null >/dev/null 2>&1
tap_ok $? 'it opens with the passphrase that was shown'
# A second export and the new job stand in the person's own data.
tap_is '' "$(diff -r "$work/7z" "$work/j" | grep -oE '[0-9]{2}-[a-z_-]+\.csv' | grep -vE 'exports|requests|request_notes|changes|access|events|attempts|sessions|preferences|jobs|job_log' | sort -u)" 'and says the same as that of the command'
tap_is 1 "$(sql "SELECT count(*) FROM audit.changes WHERE entity = 'privacy.exports' AND columns @> '{handovers}' AND subject_user_id = 10009292 AND user_id = 10000003")" 'each hand-over has its row in the trail'
sql "UPDATE privacy.exports SET expires_at = now() - interval '1 second' WHERE job_id = $job"
said=$(as_cora fetch "$job" --out "$work/late.zip")
tap_is 1 "$(grep -c 'term of this package is over' <<<"$said")" 'failure: package reachable past its term, as a job'
tap_ok "$([ ! -s "$work/late.zip" ] && echo 0 || echo 1)" 'and not a byte of it is given'
said=$(printf 'demo-ben-lumen-2026\n513927\n' | "$STEWARD" --config "$STEWARD_CONFIG_FILE" --login ben --secrets-fd 0 fetch "$job" --out "$work/ben.zip" 2>&1)
tap_is 1 "$(grep -c 'export.person\|There is no such' <<<"$said")" 'nobody else fetches it'
# Somebody with many rows
sql "INSERT INTO site.activity_log (user_id, kind, detail, at) SELECT 10009292, 'search', 'word ' || n, timestamptz '2026-06-01 00:00+00' + n * interval '1 minute' FROM generate_series(1, 40000) n"
as_cora export 10009292 >/dev/null
peak=$(python3 -c 'import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' "$STEWARD" --config "$STEWARD_CONFIG_FILE" worker --once)
tap_is "done t t" "$(sql "SELECT j.state, e.rows > 40000, j.done = e.rows FROM steward.jobs j JOIN privacy.exports e ON e.job_id = j.id ORDER BY j.id DESC LIMIT 1" | tr '|' ' ')" 'a heavy person is exported, and the job counted its rows'
tap_ok "$([ "$peak" -lt 32768 ] && echo 0 || echo 1)" 'failure: memory or time-out on a heavy person: at most 32 MiB' "$peak KiB"
# Another machine's pepper
said=$(as_cora export 10009292)
job=$(sed -n 's/^Job \([0-9]*\) makes.*/\1/p' <<<"$said")
sql "UPDATE privacy.exports SET wrapped_passphrase = reverse(wrapped_passphrase) WHERE job_id = $job"
work_once >/dev/null
tap_is "failed t" "$(sql "SELECT state, error LIKE '%another pepper%' FROM steward.jobs WHERE id = $job" | tr '|' ' ')" 'a passphrase that was bent on the way makes no package'

# Past its term, and without a right
sql "UPDATE privacy.exports SET expires_at = now() - interval '1 second'"
tap_is ST002-22023 "$(psql -X -At -v VERBOSITY=sqlstate -c "SELECT privacy.hand_over(max(id), 1, 'mail') FROM privacy.exports" 2>&1 | sed -n 's/.*ERROR: *//p' | sed 's/^/ST002-/')" 'failure: package reachable past its term'
said=$(printf 'demo-anna-lumen-2026\n402816\n' | "$STEWARD" --config "$STEWARD_CONFIG_FILE" --login anna --secrets-fd 0 export 10009292 --out "$work/no.zip" 2>&1)
tap_is 1 "$(grep -c 'export.person' <<<"$said")" 'support makes no package'
tap_is 1 "$(grep -c '' < <(sql "SELECT id FROM audit.changes WHERE entity = 'privacy.exports' AND op = 'I' AND subject_user_id = 10009292 AND user_id IS NOT NULL LIMIT 1"))" 'each export is in the trail'
tap_done
