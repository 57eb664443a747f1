# The record of processing (Art. 30), from the data map: as text, CSV and HTML.
# shellcheck shell=bash
. tests/lib/tap.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
as() { # LOGIN PASSWORD PIN FORMAT
  printf '%s\n%s\n' "$2" "$3" | "$STEWARD" --config "$STEWARD_CONFIG_FILE" --login "$1" --secrets-fd 0 record --format "$4"
}
wanted=$(psql -XAtqc "SELECT count(*) FROM (SELECT DISTINCT purpose, ground, category, retention, coalesce(own_special_category, special_category) FROM privacy.data_map WHERE category IS NOT NULL) AS x")
for format in text csv html; do
  as cora demo-cora-lumen-2026 624039 "$format" >"$work/$format" 2>"$work/error"
  tap_ok $? "the record as $format" "$(cat "$work/error")"
done
python3 - "$work" "$wanted" >"$work/look" 2>&1 <<'PY'
import csv, html.parser, sys
work, wanted = sys.argv[1], int(sys.argv[2])
say = lambda ok, name: print('ok' if ok else 'not', name)
rows = list(csv.reader(open(work + '/csv', encoding='utf-8', newline='')))
say(len({len(r) for r in rows}) == 1, 'every line of the CSV has the same columns')
say(len(rows) - 1 == wanted, 'a line for each purpose, category and term of the map')
say(any('Art. 6(1)(c)' in cell for r in rows for cell in r), 'with the lawful grounds')
class Look(html.parser.HTMLParser):
    tags, rows = set(), 0
    def handle_starttag(self, tag, attrs):
        self.tags.add(tag); Look.rows += tag == 'tr'
look = Look(); look.feed(open(work + '/html', encoding='utf-8').read())
say('script' not in look.tags and look.rows == wanted + 1, 'the HTML has the same lines, and nothing that runs')
text = open(work + '/text', encoding='utf-8').read()
say(all(r[0] in text for r in rows[1:]), 'the text names every purpose')
PY
while read -r verdict name; do
  [ "$verdict" = ok ]
  tap_ok $? "$name" "$(head -3 "$work/csv")"
done <"$work/look"
as anna demo-anna-lumen-2026 402816 csv >"$work/anna" 2>&1
tap_is '77 0' "$? $(grep -c 'Art. 6' "$work/anna")" 'not without the right to see the map'
tap_done
