# Attack 59 without a screen: what the database, the command line and the configuration hold never reaches a terminal or a log raw, neither
# on standard output nor on standard error. The screens are in tests/screen/hostile.t.
# shellcheck shell=bash
set -eu -o pipefail
. tests/lib/tap.sh
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Names the first character of the file that a terminal would act on, or that nobody can see.
cat >"$scratch/scan.py" <<'PY'
import sys, unicodedata
bytes_read = open(sys.argv[1], 'rb').read()
try:
    text = bytes_read.decode('utf-8')
except UnicodeDecodeError as e:
    sys.exit(f'not UTF-8 at byte {e.start}')
for at, c in enumerate(text):
    if c in '\n\t':
        continue
    if unicodedata.category(c) in ('Cc', 'Cf', 'Co', 'Cs', 'Cn', 'Zl', 'Zp') or c in '\ufffe\uffff':
        sys.exit(f'U+{ord(c):04X} at character {at}: {text[max(0, at - 30):at]!r}')
PY
clean() { # file name
  local said='' status=0
  said=$(python3 "$scratch/scan.py" "$1" 2>&1) || status=$?
  tap_ok $status "attack 59 $2" "$said"
}
for bait in '\033[31m' '\302\233' '\342\200\256' '\342\200\213' '\r' '\377'; do
  # shellcheck disable=SC2059 # the escapes are the point
  printf "$bait" >"$scratch/bait"
  tap_ok "$(! python3 "$scratch/scan.py" "$scratch/bait" 2>/dev/null; echo $?)" "the search finds $bait"
done

psql() { tests/lib/cluster psql "$CLUSTER" -Atq -v ON_ERROR_STOP=1 -d "$PGDATABASE" "$@"; }
id=$(psql -c "SELECT min(id) FROM site.users WHERE type = 'client' AND hidden_at IS NULL")
psql -c "UPDATE site.users SET first_name = E'\x1b]0;owned\x07\x1b[31mHostileperson\r', last_name = E'\u202Egnp\u2066\u200b\ufeff\u009b31m',
  company = E'Hostilecompany\x08\x08\x7f\u2028\U000E0041\uE000', city = E'a\u0301\u0301\u0301\u0301\u0301', street1 = E'tab\there\nline',
  flag = E'\x1b[2J', flag_reason = E'\x1b]52;c;AAAA\x07' WHERE id = $id;
  INSERT INTO site.organisations (name) VALUES (E'Hostilecompany \x1bP+q\x1b\x5c\u2067')"

as_anna() { # words...
  status=0
  printf '%s\n%s\n' demo-anna-lumen-2026 402816 |
    "$STEWARD" --config "$STEWARD_CONFIG_FILE" --login anna --secrets-fd 0 "$@" >"$scratch/out" 2>"$scratch/err" || status=$?
}
as_anna find hostile
tap_ok "$([ "$status" = 0 ] && [ "$(grep -ci hostile "$scratch/out")" -ge 2 ]; echo $?)" 'find finds them' "$(cat "$scratch/out" "$scratch/err")"
clean "$scratch/out" 'find'
as_anna user show "$id"
tap_ok "$([ "$status" = 0 ] && grep -q Hostileperson "$scratch/out"; echo $?)" 'user show shows him' "$(cat "$scratch/err")"
clean "$scratch/out" 'user show'
as_anna user show "$id" --json
tap_ok "$([ "$status" = 0 ]; echo $?)" 'and as JSON' "$(cat "$scratch/err")"
clean "$scratch/out" 'user show as JSON'
psql -c "SELECT to_json(first_name || last_name || company) FROM site.users WHERE id = $id" >"$scratch/wanted"
said=$(python3 -c 'import json, sys; a = json.load(open(sys.argv[1])); print(a["first_name"] + a["last_name"] + a["company"] == json.load(open(sys.argv[2])))' "$scratch/out" "$scratch/wanted" 2>&1)
tap_is True "$said" 'JSON loses nothing of it'

# What somebody was led to type or paste.
n=0
complains() { # name, words...
  local name=$1
  shift
  n=$((n + 1))
  "$STEWARD" "$@" >"$scratch/out" 2>"$scratch/err" </dev/null || true
  tap_ok "$([ -s "$scratch/err" ]; echo $?)" "a sentence about $name"
  clean "$scratch/err" "a sentence about $name"
}
evil=$(printf 'x\033]0;owned\007\033[31m\342\200\256\302\233\r\377')
complains 'a command' "$evil"
complains 'an option' "--$evil"
complains 'a value' --theme "$evil" keys
complains 'a file' --config "/tmp/$evil" keys
complains 'a clock' --clock "$evil" keys
complains 'a part of the manual' manual "$evil"
printf 'host = /tmp\ntheme = %s\n' "$evil" >"$scratch/steward.conf"
complains 'a line of the configuration' --config "$scratch/steward.conf" keys
printf '%s = x\n' "$evil" >"$scratch/steward.conf"
complains 'a name in the configuration' --config "$scratch/steward.conf" keys
complains 'a host' --config "$STEWARD_CONFIG_FILE" --host "/tmp/$evil" --login anna --secrets-fd 0 find x
complains 'a database' --config "$STEWARD_CONFIG_FILE" --database "$evil" --login anna --secrets-fd 0 find x
as_anna user show "$evil"
clean "$scratch/err" 'a sentence about an account'
SSH_ORIGINAL_COMMAND=$evil "$STEWARD" --config "$STEWARD_CONFIG_FILE" >"$scratch/out" 2>"$scratch/err" </dev/null || true
clean "$scratch/err" 'a sentence about what came over ssh'
"$STEWARD" --config "$STEWARD_CONFIG_FILE" --database "$evil" doctor >"$scratch/out" 2>"$scratch/err" </dev/null || true
clean "$scratch/out" 'doctor'
tap_done
