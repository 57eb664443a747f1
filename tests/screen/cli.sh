#!/bin/bash
# The commands without a screen: what they print, where, and with which status.
# shellcheck source=tests/lib/tap.sh
. tests/lib/tap.sh

# run WORDS...: output in $out, complaints in $err, status in $status; anna's secrets lie on descriptor 3.
run() {
  local files
  files=$(mktemp -d)
  "${program:-$STEWARD}" --config "$STEWARD_CONFIG_FILE" "$@" >"$files/out" 2>"$files/err" 3<<<$'demo-anna-lumen-2026\n402816' </dev/null
  status=$?
  out=$(cat "$files/out") err=$(cat "$files/err")
  rm -r "$files"
}
has() { # text, piece, name
  local ok=1
  if [[ $1 == *"$2"* ]]; then ok=0; fi
  tap_ok "$ok" "$3" "$1"
}
anna=(--login anna --secrets-fd 3)

run --help
tap_is 0 "$status" "--help: status"
has "$out" "steward" "--help tells the name"
has "$out" "--secrets-fd N" "--help lists the options"
tap_is '' "$err" "--help says nothing on the error stream"
longest=$(wc -L <<<"$out")
tap_ok $((longest > 132)) "--help has no line beyond 132 columns" "$longest"
run --version
tap_is 0 "$status" "--version: status"
tap_ok "$([[ $out =~ ^steward\ [0-9]+\.[0-9]+\.[0-9]+$ ]] && echo 0 || echo 1)" "--version is name and number" "$out"
run --nonsense
tap_is 65 "$status" "an unknown option: status"
has "$err" "--nonsense" "an unknown option is named"
run dance
tap_is 64 "$status" "an unknown command: status"
has "$err" 'no command "dance"' "an unknown command is named"
run find
tap_is 64 "$status" "a missing word: status"
has "$err" "steward find TEXT" "a missing word: how it is used"
alone=$(mktemp -d)
cp "$STEWARD" "$alone/steward"
for words in "worker --once" "--user steward_jobs worker" "export 10009292" "--out=- invoice pdf 2026-00001 -"; do
  # shellcheck disable=SC2086
  program=$alone/steward run $words
  tap_is 71 "$status" "$words without steward-papers: status"
  has "$err" "steward-papers is missing" "$words without steward-papers: the sentence"
done
rm -r "$alone"
run --config /nonexistent/steward.conf find meier
tap_ok "$((status == 0))" "a configuration that is not there" "$status"
has "$err" "/nonexistent/steward.conf" "and its name"

run find meier
tap_is 65 "$status" "find without a log-in: status"
has "$err" "--login" "find without a log-in: what is missing"
run "${anna[@]}" find meier
tap_is 0 "$status" "find: status"
has "$out" $'users:10009292\tAnna Meier\t' "find: the person, columns parted by tabs"
has "$out" $'\tMeier & Söhne GmbH' "find: her organisation"
tap_is '' "$err" "find says nothing on the error stream"
run "${anna[@]}" find 'qqq zzz qzq'
tap_is 1 "$status" "find without a result: status"
has "$err" "Nothing was found." "find without a result says so"
run --login anna --secrets-fd 0 find meier
tap_is 77 "$status" "a wrong password: status"
has "$err" "refused" "a wrong password: the sentence"
run --host /nonexistent "${anna[@]}" find meier
tap_is 75 "$status" "no server: status"
has "$err" "cannot be reached" "no server: the sentence"

run "${anna[@]}" user show 10009292
tap_is 0 "$status" "user show: status"
has "$out" $'E-mail\tanna@meier.example' "user show: a field"
run "${anna[@]}" --json user show 10009292
tap_is 0 "$status" "user show --json: status"
tap_is 'anna@meier.example Ringstr. 4 10009292' "$(python3 -c 'import json,sys; u=json.load(sys.stdin); print(u["email"], u["street1"], u["id"])' <<<"$out" 2>&1)" \
  "user show --json is JSON"
run "${anna[@]}" user show 99999999
tap_is 66 "$status" "nobody of that number: status"
has "$err" "no such record" "nobody of that number: the sentence"
psql -XAtq -c "UPDATE site.users SET company = E'\x1b[31mred\u202E' WHERE id = 10009292"
run "${anna[@]}" user show 10009292
tap_ok "$(grep -q $'\x1b' <<<"$out" && echo 1 || echo 0)" "no escape sequence comes through"
run "${anna[@]}" --json user show 10009292
tap_ok "$(grep -q $'\x1b' <<<"$out" && echo 1 || echo 0)" "nor in JSON"
tap_is 'open users 10009292' "$(psql -XAtq -F ' ' -c "SELECT kind, entity, entity_key FROM audit.access ORDER BY id DESC LIMIT 1")" "that anna looked is recorded"

run keys
tap_is 0 "$status" "keys: status"
has "$out" $'record\tF2\t' "keys: a row"
has "$out" $'\tuser.rename\t' "keys: rights"
tap_is '' "$(grep -vP '^[^\t]+\t[^\t]*\t[^\t]+\t[^\t]*\t[^\t]+$' <<<"$out")" "keys: every row has screen, key, name, right, words"
run doctor
tap_is 0 "$status" "doctor: status"
tap_is '' "$(grep -P '^WRONG' <<<"$out")" "doctor finds nothing wrong"
run --host /nonexistent doctor
tap_is 78 "$status" "doctor without a server: status"
has "$out" "WRONG" "doctor without a server says what is wrong"
run </dev/null
tap_is 64 "$status" "the console without a terminal: status"
has "$err" "There is no terminal here" "the console without a terminal: the sentence"
tap_done
