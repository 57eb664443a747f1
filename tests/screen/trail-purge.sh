# What has commands of its own: the trail as CSV (its changes: tests/attack/csv.sh), and a purge told and done from the command line.
# shellcheck shell=bash
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
as() { # LOGIN PIN words...: what it says in $said, status in $status
  local login=$1 pin=$2
  shift 2
  status=0
  said=$(printf 'demo-%s-lumen-2026\n%s\n' "$login" "$pin" | timeout 120 "$STEWARD" --config "$STEWARD_CONFIG_FILE" --login "$login" --replace --secrets-fd 0 "$@" 2>&1) || status=$?
}
dirk() { as dirk 735148 "$@"; }
id_of() { sql "SELECT user_id FROM auth.staff WHERE login = '$1'"; }
"$STEWARD" --config "$STEWARD_CONFIG_FILE" worker --every 1 >"$work/worker.log" 2>&1 &
worker=$!

# ---- who looked ----
other=$(sql "SELECT min(id) FROM site.users WHERE type = 'client' AND id <> 10009292")
as anna 402816 user show 10009292
as anna 402816 user show "$other"
dirk user show 10009292
dirk audit export accesses --record users/10009292 --out "$work/looks.csv"
tap_is 0 "$status" 'the looks at a record are exported' "$said"
tap_is 'anna dirk' "$(python3 -c 'import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8", newline="")))
print(*[r["WHO"] for r in rows if (r["KIND"], r["ENTITY"], r["KEY"]) == ("open", "users", "10009292")] if len(rows) == 2 else rows)' "$work/looks.csv" | tr ' ' '\n' | sort | paste -sd ' ')" \
  'who looked, and no look at anybody else' "$(cat "$work/looks.csv")"
dirk audit export accesses --person "$(id_of anna)" --out "$work/hers.csv"
tap_is "$(sql "SELECT count(*) FROM audit.access WHERE user_id = $(id_of anna)")" "$(($(wc -l <"$work/hers.csv") - 1))" 'all looks of one of the staff, as many as the trail has'
tap_is "$(sha256sum "$work/hers.csv" | cut -d ' ' -f 1)" "$(sql 'SELECT file_sha256 FROM steward.jobs ORDER BY id DESC LIMIT 1')" 'and the trail has the SHA-256 of what left'

# ---- what happened at the door ----
sql "INSERT INTO auth.events (at, kind, detail) VALUES ('2026-01-05 10:00+00', 'login refused', 'early'), ('2026-02-05 10:00+00', 'login refused', '=within'), ('2026-03-05 10:00+00', 'login refused', 'late')"
dirk audit export events --since 2026-02-01 --until '2026-02-28 12:00' --out "$work/events.csv"
tap_is 0 "$status" 'the events of a time are exported' "$said"
tap_is "1 '=within" "$(python3 -c 'import csv, sys
rows = [r for r in csv.DictReader(open(sys.argv[1], encoding="utf-8", newline="")) if r["PLACE"] == "console"]
print(len(rows), *[r["DETAIL"] for r in rows])' "$work/events.csv")" 'those within it, and none that a spreadsheet would run' "$(head -5 "$work/events.csv")"
dirk audit export events --record users/10009292 --out "$work/no.csv"
tap_ok "$([ "$status" != 0 ] && [ ! -e "$work/no.csv" ]; echo $?)" 'events are about no record, and no file is made' "$status $said"
dirk audit export everything --out "$work/no.csv"
tap_ok "$([ "$status" != 0 ] && [[ $said == *'changes, accesses and events'* ]]; echo $?)" 'of another list it says which there are' "$status $said"
as anna 402816 audit export accesses --out "$work/no.csv"
tap_ok "$([ "$status" != 0 ] && [ ! -e "$work/no.csv" ]; echo $?)" 'support takes no trail away' "$status $said"

# ---- purge ----
for words in '' 'walk' 'run --dry-run'; do
  # shellcheck disable=SC2086 # words of a command
  dirk purge $words
  tap_ok "$([ "$status" != 0 ] && [[ $said == *'steward purge --dry-run'* ]]; echo $?)" "purge $words is not enough of a command" "$status $said"
done
as anna 402816 purge run
tap_ok "$([ "$status" != 0 ]; echo $?)" 'support purges nothing' "$status $said"
sql "INSERT INTO privacy.holds (user_id, kind, reason) SELECT min(user_id), 'hold', 'a claim' FROM site.activity_log WHERE at < now() - interval '2 years' AND user_id IS NOT NULL"
before=$(sql 'SELECT count(*) FROM site.activity_log')
dirk purge --dry-run
tap_is 0 "$status" 'what is past its term is told' "$said"
due=$(awk -F '\t' '$2 == "delete" { n += $3 } END { print n + 0 }' <<<"$said")
kept=$(awk -F '\t' '$1 == "site.activity_log" { print $4 }' <<<"$said")
tap_ok "$([ "$due" -gt 100 ] && [ "$kept" -ge 1 ]; echo $?)" 'there is some, and what a hold keeps is told apart' "$due $kept"
tap_is "$before" "$(sql 'SELECT count(*) FROM site.activity_log')" 'telling removes nothing'
dirk purge run
tap_is 0 "$status" 'the purge runs as a job, and the command waits for it' "$said"
tap_is 'retention.purge done' "$(sql "SELECT kind, state FROM steward.jobs WHERE kind = 'retention.purge' ORDER BY id DESC LIMIT 1" | tr '|' ' ')" 'it is done'
dirk purge --dry-run
tap_is "0 $kept" "$(awk -F '\t' '$2 == "delete" { n += $3 } $1 == "site.activity_log" { k = $4 } END { print n + 0, k }' <<<"$said")" 'nothing that was due is left, and what was kept is there'
tap_ok "$([ "$(sql 'SELECT count(*) FROM site.activity_log')" -lt "$before" ]; echo $?)" 'the rows are gone'
tap_done
