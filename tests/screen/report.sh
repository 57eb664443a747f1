# report.html of a package, opened in a real browser with scripting on: what is in the tables is on the page, nothing of hostile data runs, nothing is fetched, and the page
# speaks the person's language. Every request of the browser, to whatever host, goes to a proxy of the test's own, which counts it.
# shellcheck shell=bash
. tests/lib/tap.sh
work=$(mktemp -d)
proxy=
trap '[ -z "$proxy" ] || kill "$proxy" 2>/dev/null; rm -rf "$work"' EXIT
sql() { psql -X -At -q -v ON_ERROR_STOP=1 -c "$1"; }

python3 - "$work/port" "$work/requests" <<'PY' &
import socket, sys
s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(16)
open(sys.argv[1] + '.new', 'w').write(str(s.getsockname()[1]))
import os; os.rename(sys.argv[1] + '.new', sys.argv[1])
while True:
    c, _ = s.accept()
    c.settimeout(5)
    try:
        line = c.recv(4096).split(b'\r\n')[0]
        open(sys.argv[2], 'ab').write(line + b'\n')
        c.sendall(b'HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n')
    except OSError:
        pass
    c.close()
PY
proxy=$!
for ((i = 0; i < 200; i++)); do [ -s "$work/port" ] && break; sleep 0.05; done
flags=(--disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run --user-data-dir="$work/profile"
  --proxy-server="http://127.0.0.1:$(cat "$work/port")" --proxy-bypass-list='<-loopback>' --enable-logging=stderr --virtual-time-budget=2000)
[ "$(id -u)" != 0 ] || flags+=(--no-sandbox)
# browse PAGE NAME: the page as the browser has it in NAME.dom, what its console said in NAME.console, requests in NAME.requests
browse() {
  : >"$work/requests"
  HOME=$work timeout 120 chromium-headless-shell "${flags[@]}" --dump-dom "file://$1" >"$work/$2.dom" 2>"$work/$2.log" </dev/null
  local status=$?
  grep ':CONSOLE' "$work/$2.log" >"$work/$2.console"
  cp "$work/requests" "$work/$2.requests"
  return $status
}

# That the test would see it: a page that does what ours must not.
cat >"$work/bad.html" <<'HTML'
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>harmless</title></head><body><script>document.title = 'a script ran'; console.error('said')</script><img src="http://tracker.example/pixel.png"></body></html>
HTML
browse "$work/bad.html" bad
tap_ok $? 'the browser opens a page' "$(tail -5 "$work/bad.log")"
tap_is 1 "$(grep -c '<title>a script ran</title>' "$work/bad.dom")" 'a script that is let runs'
tap_is 1 "$(grep -c 'tracker.example/pixel' "$work/bad.requests")" 'a request is seen, to whatever host'
tap_is 1 "$(grep -c 'said' "$work/bad.console")" 'and so is what the console says'

# A person whose data try everything, and one who reads Dutch
hostile=("<script>document.title = 'a script ran'</script>" "<img src=http://tracker.example/a.png onerror=\"document.title='a script ran'\">" "</td></table><svg onload=\"document.title='a script ran'\">"
  "\"><iframe src=http://tracker.example/frame></iframe>" "<style>@import url(http://tracker.example/style.css);</style>" "<meta http-equiv=refresh content=\"0; url=http://tracker.example/\">"
  "&lt;script&gt;document.title='a script ran'&lt;/script&gt;" "<link rel=stylesheet href=//tracker.example/x.css>" "<base href=http://tracker.example/>" "</title><script>alert(1)</script>"
  "<a href=\"javascript:document.title='a script ran'\">here</a>" "<!--" "<![CDATA[" "<plaintext>" "</body></html><script>document.title='a script ran'</script>" "<template><p>gone" "<form action=http://tracker.example/><button autofocus onfocus=\"document.title='a script ran'\">")
for text in "${hostile[@]}"; do
  sql "INSERT INTO site.activity_log (user_id, kind, detail, at) VALUES (10009292, 'search', $(sql "SELECT quote_literal(\$hostile\$$text\$hostile\$)"), now());
    INSERT INTO site.messages (user_id, subject, body) VALUES (10009292, left($(sql "SELECT quote_literal(\$hostile\$$text\$hostile\$)"), 100), $(sql "SELECT quote_literal(\$hostile\$$text\$hostile\$)"))"
done
sql "UPDATE site.users SET company = '<script>document.title=1</script>', department = '<img src=//tracker.example/b.png>', language = 'en' WHERE id = 10009292"
dutch=$(sql "SELECT min(id) FROM site.users WHERE id > 10009292 - 100000000 AND language = 'nl' AND type = 'client' AND erased_at IS NULL AND hidden_at IS NULL")
[ -n "$dutch" ] || { dutch=10000100 && sql "UPDATE site.users SET language = 'nl' WHERE id = $dutch"; }
guest=someone.unknown@guest.example

export_as() { # PERSON NAME
  local said pass
  said=$(printf 'demo-cora-lumen-2026\n624039\n' | "$STEWARD" --config "$STEWARD_CONFIG_FILE" --login cora --secrets-fd 0 export "$1" --out "$work/$2.zip" 2>&1)
  pass=$(grep -oE '[a-zA-Z0-9]{5}(-[a-zA-Z0-9]{5}){4}' <<<"$said")
  7z x -y -p"$pass" -o"$work/$2" "$work/$2.zip" </dev/null >/dev/null 2>&1
  tap_ok $? "a package for $2" "$said"
}
export_as 10009292 hostile
export_as "$dutch" dutch
export_as $guest guest

for who in hostile dutch guest; do
  browse "$work/$who/report.html" $who
  tap_ok $? "the browser opens the report for $who" "$(tail -5 "$work/$who.log")"
  tap_empty "$(cat "$work/$who.requests")" "no request leaves the report for $who"
  tap_empty "$(cat "$work/$who.console")" "the console of the browser has nothing to say on the report for $who"
done
sql "COPY (SELECT english, dutch FROM site.text_words) TO STDOUT (FORMAT csv)" >"$work/words.csv"
sql "COPY (SELECT no, name FROM privacy.categories) TO STDOUT (FORMAT csv)" >"$work/categories.csv"
python3 - "$work" >"$work/look" 2>&1 <<'PY'
import csv, html.parser, json, re, sys
work = sys.argv[1]
dutch = dict(csv.reader(open(work + '/words.csv', encoding='utf-8', newline='')))
categories = {int(no): name for no, name in csv.reader(open(work + '/categories.csv', encoding='utf-8', newline=''))}
say = lambda bad, name: print('ok' if not bad else 'not', name, '|', str(bad)[:300].replace('\n', ' '))
flat = lambda s: re.sub(r'[\x00-\x20]+', ' ', s).strip()
class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__(); self.tags, self.titles, self.heads, self.cells, self.lang, self.at = {}, [], [], [], None, None
        self.feed(text)
    def handle_starttag(self, tag, attrs):
        self.tags[tag] = self.tags.get(tag, 0) + 1
        if tag == 'html': self.lang = dict(attrs).get('lang')
        self.at = {'title': self.titles, 'h2': self.heads, 'td': self.cells}.get(tag)
        if self.at is not None: self.at.append('')
        if any(name.startswith('on') or name in ('src', 'href', 'action') for name, _ in attrs): self.tags['(attribute)'] = 1
    def handle_endtag(self, tag): self.at = None
    def handle_data(self, data):
        if self.at is not None: self.at[-1] += data
for who, lang, title in (('hostile', 'en', 'Your data'), ('dutch', 'nl', 'Uw gegevens'), ('guest', 'en', 'Your data')):
    page = Page(open(work + '/' + who + '.dom', encoding='utf-8').read())
    data = json.load(open(work + '/' + who + '/data.json', encoding='utf-8'))
    names = json.load(open(work + '/' + who + '/manifest.json', encoding='utf-8'))['files']
    say(page.lang != lang and page.lang, 'the report for %s says that its language is %s' % (who, lang))
    say(page.titles != [title] and page.titles, 'its title is ours, and no script has changed it')
    say(set(page.tags) - {'html', 'head', 'meta', 'title', 'style', 'body', 'h1', 'h2', 'p', 'section', 'dl', 'dt', 'dd', 'table', 'thead', 'tbody', 'tr', 'th', 'td'}, 'it has no element or attribute but those of the report')
    say(len(page.heads) != len(data['parts']) and (len(page.heads), len(data['parts'])), 'every table has its heading')
    say(lang == 'nl' and [h for h in page.heads if h not in dutch.values()], 'which names its category in the language of the person')
    shown = set(map(flat, page.cells))
    wanted = {flat(cell) for f in names if f['name'].endswith('.csv') for row in list(csv.reader(open(work + '/' + who + '/' + f['name'], encoding='utf-8', newline='')))[1:] for cell in row}
    say({c for c in wanted if c not in shown and c.lstrip("'") not in shown}, 'every cell of every CSV stands on the page, as text')
    mine = {categories[p['category']] for p in data['parts']}
    say(len(mine) < 19 or {dutch[n] if lang == 'nl' else n for n in mine} ^ set(page.heads), 'of each category that has tables of its own')
hostile = json.load(open(work + '/hostile/data.json', encoding='utf-8'))
say(sum(1 for p in hostile['parts'] if p['table'] == 'site.messages' for r in p['rows'] if '<' in r['body'] or '&' in r['body']) < 17, 'what was hostile is in data.json as it was')
PY
while IFS='|' read -r verdict bad; do
  [ "${verdict%% *}" = ok ]
  tap_ok $? "${verdict#* }" "$bad"
done <"$work/look"
HOME=$work timeout 120 chromium-headless-shell "${flags[@]}" --no-pdf-header-footer --print-to-pdf="$work/report.pdf" "file://$work/hostile/report.html" >/dev/null 2>&1
tap_is '%PDF' "$(head -c 4 "$work/report.pdf" 2>/dev/null)" 'and it can be printed'
tap_done
