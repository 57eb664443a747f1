# variants: 80x24 132x43
# The lock of the screen: by key and by the clock. It hides lists, questions and drafts, takes every key, and only the PIN opens it.
include login-anna.inc
expect Home
keys u
keys Enter
expect feed
keys F2
type Draft
keys F12
expect The screen is locked.
expect-not Draft
expect-not feed
golden lock
expect-sql 1 | SELECT count(*) FROM auth.sessions WHERE locked_at IS NOT NULL AND ended_at IS NULL
# No other key does anything.
keys Esc
keys F1
keys F10
keys Ctrl-P
keys Ctrl-F
keys F2
expect The screen is locked.
expect-not Draft
expect-sql 0 | SELECT count(*) FROM site.users WHERE first_name LIKE '%Draft%'
type 999999
keys Enter
wait-for That is not the PIN.
expect-not 999999
type 402816
keys Enter
wait-for Draft
expect-sql 1 | SELECT count(*) FROM auth.sessions WHERE locked_at IS NULL AND ended_at IS NULL
# A question that stands open is hidden too, and not answered by the keys that come.
keys Esc
expect Not saved yet
keys F12
expect Not saved yet
keys Esc
keys Ctrl-S
expect Saved.
# By the clock: the setting says how long.
sql UPDATE auth.settings SET value = '1 second' WHERE name = 'lock'
keys q
wait-exit 0
run
expect Log-in
burst anna<Tab>demo-anna-lumen-2026<Tab>402816<Enter>
wait-for The screen is locked.
# A session that ended meanwhile is told as ever, by the log-in.
sql UPDATE auth.settings SET value = '10 minutes' WHERE name = 'lock'
sql UPDATE auth.sessions SET ended_at = now(), end_reason = 'idle' WHERE ended_at IS NULL
type 402816
keys Enter
wait-for Nothing was done for a while
expect Log-in
signal TERM
wait-exit 0
