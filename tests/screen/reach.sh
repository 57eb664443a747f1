# The reach of the export, through the program: an account, a guest and a bystander with a token in every column, exported by `steward export`; what the map includes is found
# in data.json, in the CSV files and in report.html of the opened package, what it leaves out or masks is not. The erasure of the same people is tests/sql/73_reach.sql.
# shellcheck shell=bash
. tests/lib/tap.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/plant.sql" <<SQL
BEGIN;
SET search_path = public, pg_temp;
\i tests/sql/reach.psql
UPDATE site.custom_fields SET label = rtrim(label, '?');
SELECT pg_temp.plant('account', 99000001, '') \g /dev/null
SELECT pg_temp.plant('trace', NULL, NULL) \g /dev/null
SELECT pg_temp.plant('guest', NULL, 'zq0123456789ab@reach.example') \g /dev/null
SELECT pg_temp.plant('bystander', 99000002, '', (SELECT concat_ws(', ', u.full_name, u.email, u.phone, 'zq0123456789ab@reach.example') FROM site.users u WHERE u.id = 99000001)) \g /dev/null
SELECT count(*) FROM unplanted;
UPDATE privacy.requests SET identity_how = 'eid', identity_at = now() WHERE user_id IN (99000001, 99000002) AND identity_at IS NULL;
\copy (SELECT k.who, k.relation, k.column_name, k.token, e.rule, e.by_address OR e.subject_path = 'address' FROM tokens k JOIN expected e USING (relation, column_name)) TO '$work/tokens.csv' CSV
COMMIT;
SQL
tap_is 0 "$(psql -XAtq -v ON_ERROR_STOP=1 -f "$work/plant.sql" 2>&1 | grep -v '^$')" 'people are planted'
who=(account guest bystander)
person=(99000001 zq0123456789ab@reach.example 99000002)
for i in 0 1 2; do
  said=$(printf 'demo-cora-lumen-2026\n624039\n' | "$STEWARD" --config "$STEWARD_CONFIG_FILE" --login cora --secrets-fd 0 export "${person[$i]}" --out "$work/${who[$i]}.zip" 2>&1)
  pass=$(grep -oE '[a-zA-Z0-9]{5}(-[a-zA-Z0-9]{5}){4}' <<<"$said")
  7z x -y -p"$pass" -o"$work/${who[$i]}" "$work/${who[$i]}.zip" </dev/null >/dev/null 2>&1
  tap_ok $? "the package of the ${who[$i]} opens" "$said"
done
python3 - "$work" >"$work/look" 2>&1 <<'PY'
import csv, glob, html.parser, json, re, sys
work = sys.argv[1]
tokens = [r for r in csv.reader(open(work + '/tokens.csv', encoding='utf-8'))]
say = lambda bad, name: print('ok' if not bad else 'not', name, '|', sorted(bad)[:8])
class Text(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(); self.text = []
    def handle_data(self, data): self.text.append(data)
for who in ('account', 'guest', 'bystander'):
    folder = work + '/' + who
    page = Text(); page.feed(open(folder + '/report.html', encoding='utf-8').read())
    kinds = {'data.json': open(folder + '/data.json', encoding='utf-8').read(), 'report.html': ' '.join(page.text),
             'the CSV files': ' '.join(cell for f in glob.glob(folder + '/*.csv') for row in csv.reader(open(f, encoding='utf-8', newline='')) for cell in row)}
    own = [t for t in tokens if t[0] == who]
    for name, text in kinds.items():
        say({t[1] + '.' + t[2] for t in own if t[4] == 'include' and t[5] == 'f' and t[3] not in text}, 'every token of the ' + who + ' is in ' + name)
    left_out = {(o['table'], c) for o in json.load(open(folder + '/manifest.json', encoding='utf-8'))['left_out'] for c in o['columns']}
    everything = ' '.join(kinds.values())
    say({t[1] + '.' + t[2] for t in own if t[4] != 'include' and (t[1], t[2]) not in left_out}, 'what is masked or left out of the package of the ' + who + ' is named in the manifest')
    others = [t for t in tokens if t[0] not in (who, 'trace') and t[3] not in {o[3] for o in own}]
    masked = {t[3] for t in others if re.search(r'@', t[3])} if who != 'bystander' else set()
    say({m for m in masked if m in everything}, 'nobody else\'s address is in the package of the ' + who)
    say({t[1] + '.' + t[2] for t in tokens if t[0] == 'trace' and '::' not in t[3] and t[3] in everything}, 'nor what only came from the same computer')
PY
while IFS='|' read -r verdict bad; do
  [ "${verdict%% *}" = ok ]
  tap_ok $? "${verdict#* }" "$bad"
done <"$work/look"
tap_done
