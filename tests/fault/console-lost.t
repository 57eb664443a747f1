# The answer to a save is lost after the server committed it: the console must find out what happened and neither repeat it nor call it failed.
include ../screen/login-anna.inc
expect Home
keys u
keys Enter
expect feed
keys F2
type Lost
expect Lost
# From here the server hears the console and the console hears nothing; as soon as the server has committed, the line is cut.
do echo swallow >"$WIRE"
do cut_when_saved Lost </dev/null >/dev/null 2>&1 &
keys Ctrl-S
wait-for Log in again
expect-sql 1 | SELECT count(*) FROM audit.changes WHERE new ->> 'first_name' LIKE '%Lost%'
type anna
keys Tab
type demo-anna-lumen-2026
keys Tab
type 402816
keys Enter
wait-for Lost
expect The last save did arrive
expect-sql 1 | SELECT count(*) FROM audit.changes WHERE new ->> 'first_name' LIKE '%Lost%'
signal TERM
wait-exit 0
