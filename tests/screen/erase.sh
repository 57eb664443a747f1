# Erasures from the command line: the same rights and the same second person as in the menus, and a worker does the work.
# shellcheck shell=bash
. tests/lib/tap.sh
sql() { psql -X -At -q -v ON_ERROR_STOP=1 -c "$1" 2>&1; }
as() { # PERSON ARGS
  local who=$1 secrets
  shift
  case $who in anna) secrets=402816 ;; cora) secrets=624039 ;; dirk) secrets=735148 ;; esac
  printf 'demo-%s-lumen-2026\n%s\n' "$who" "$secrets" | "$STEWARD" --config "$STEWARD_CONFIG_FILE" --login "$who" --secrets-fd 0 "$@" 2>&1
}
worker() { "$STEWARD" --config "$STEWARD_CONFIG_FILE" worker --once --ledger /nowhere 2>&1; }
sql 'DELETE FROM privacy.blocker_rules' >/dev/null
# Somebody whom no request and no erasure of the demo names
id=$(sql "SELECT max(id) FROM site.users u WHERE type = 'client' AND NOT EXISTS (SELECT FROM privacy.requests r WHERE r.user_id = u.id) AND NOT EXISTS (SELECT FROM privacy.erasures e WHERE e.user_id = u.id)
  AND id NOT IN (SELECT user_id FROM site.suppliers WHERE user_id IS NOT NULL)")
lines=$(sql 'SELECT count(*) FROM privacy.ledger')
said=$(as anna erase plan "$id")
tap_is 1 "$(grep -c 'erase.propose' <<<"$said")" 'support plans none'
said=$(as cora erase plan "$id")
tap_ok $? 'the privacy officer plans one' "$said"
n=$(sed -n 's/^No\t//p' <<<"$said") plan=$(sed -n 's/^Plan\t//p' <<<"$said")
tap_is 1 "$(grep -c "^change.site.users.1" <<<"$said")" 'and reads what becomes of which rows'
tap_ok "$(grep -q '^keep.site.users' <<<"$said"; echo $?)" 'and what stays' "$said"
said=$(as cora erase approve "$n" --plan "$plan")
tap_is 1 "$(grep -c 'does not wait for approval' <<<"$said")" 'what was not submitted is not approved'
tap_is 1 "$(grep -c '^State.proposed' <<<"$(as cora erase submit "$n")")" 'submitted'
said=$(as cora erase approve "$n" --plan "$plan")
tap_is 1 "$(grep -c 'erase.approve\|second person' <<<"$said")" 'the same person does not approve'
said=$(as dirk erase approve "$n")
tap_is 1 "$(grep -c -- '--plan' <<<"$said")" 'who approves says what he read'
said=$(as dirk erase approve "$n" --plan "$(printf '0%.0s' {1..64})")
tap_is 1 "$(grep -c 'another than the one you saw' <<<"$said")" 'another plan is not approved'
tap_is 1 "$(grep -c '^State.approved' <<<"$(as dirk erase approve "$n" --plan "$plan")")" 'a second person approves'
said=$(as anna erase run "$n")
tap_is 1 "$(grep -c 'need the right' <<<"$said")" 'support runs none'
tap_is 1 "$(grep -c 'A worker carries it out' <<<"$(as cora erase run "$n")")" 'a job is there'
tap_is approved "$(sql "SELECT state FROM privacy.erasures WHERE id = $n")" 'and nothing is erased yet'

# The right is asked for again when the job runs.
sql "INSERT INTO auth.staff_rights (user_id, right_name, granted) VALUES (10000003, 'erase.run', false)" >/dev/null
worker >/dev/null
tap_is 'failed approved' "$(sql "SELECT j.state || ' ' || e.state FROM steward.jobs j, privacy.erasures e WHERE e.id = $n ORDER BY j.id DESC LIMIT 1")" 'who lost the right meanwhile erases nobody'
sql "DELETE FROM auth.staff_rights WHERE user_id = 10000003 AND right_name = 'erase.run'" >/dev/null
as cora erase run "$n" >/dev/null
worker >/dev/null
said=$(as cora erase status "$n")
tap_is 1 "$(grep -c '^State.done' <<<"$said")" 'a worker did it'
tap_is 't 10000003' "$(sql "SELECT u.erased_at IS NOT NULL, e.executed_by FROM site.users u, privacy.erasures e WHERE u.id = $id AND e.id = $n" | tr '|' ' ')" 'for who asked'
tap_is "$((lines + 1)) $n" "$(sql "SELECT j.result->>'certificate' || ' ' || (j.result->>'erasure') FROM steward.jobs j ORDER BY id DESC LIMIT 1")" 'and the job names the certificate'
as cora erase run "$n" >/dev/null
worker >/dev/null
tap_is "failed $((lines + 1))" "$(sql "SELECT state || ' ' || (SELECT count(*) FROM privacy.ledger) FROM steward.jobs ORDER BY id DESC LIMIT 1")" 'a second job does nothing a second time'
said=$(as cora erase plan nobody@guest.example)
tap_is 1 "$(grep -c '^Person.nobody@guest.example' <<<"$said")" 'a guest is planned by address'
tap_is 65 "$(as cora erase status 12x >/dev/null; echo $?)" 'a number is one'
tap_done
