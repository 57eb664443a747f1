# The server is restarted under an open draft: the console says so, asks for the log-in and keeps what was typed; then it is saved once.
include ../screen/login-anna.inc
expect Home
keys u
keys Enter
expect feed
keys F2
type Kept
expect Kept
do tests/lib/cluster restart "$CLUSTER"
wait-for Log in again
expect what you typed is
expect-not Kept
expect-sql 0 | SELECT count(*) FROM site.users WHERE first_name LIKE '%Kept%'
type anna
keys Tab
type demo-anna-lumen-2026
keys Tab
type 402816
keys Enter
expect Kept
expect-sql 0 | SELECT count(*) FROM site.users WHERE first_name LIKE '%Kept%'
keys Ctrl-S
expect-sql 1 | SELECT count(*) FROM site.users WHERE first_name LIKE '%Kept%'
expect-sql 1 | SELECT count(*) FROM audit.changes WHERE new ->> 'first_name' LIKE '%Kept%'
signal TERM
wait-exit 0
