# A console that is stopped, with a draft, while the same person logs in elsewhere: it wakes up, says why it is out, and keeps the draft.
include ../screen/login-anna.inc
expect Home
keys u
keys Enter
expect feed
keys F2
type Woken
expect Woken
signal STOP
do printf '%s\n%s\n' demo-anna-lumen-2026 402816 | "$STEWARD" --config "$STEWARD_CONFIG_FILE" find shop --login anna --secrets-fd 0 >/dev/null
expect-sql replaced | SELECT end_reason FROM auth.sessions ORDER BY id DESC OFFSET 1 LIMIT 1
signal CONT
wait-for Log in again
expect-not Woken
expect-sql 0 | SELECT count(*) FROM site.users WHERE first_name LIKE '%Woken%'
type anna
keys Tab
type demo-anna-lumen-2026
keys Tab
type 402816
keys Enter
expect Woken
signal TERM
wait-exit 0
expect-sql 0 | SELECT count(*) FROM auth.sessions WHERE ended_at IS NULL
