# kill -9 of the console with unsaved text: nothing of it is saved, nothing is in the way of the next start.
include ../screen/login-anna.inc
expect Home
keys u
expect Users
keys Enter
expect Shop feed
keys F2
type Killed
expect ShopKilled
signal KILL
wait-exit SIGNAL 9
expect-sql 0 | SELECT count(*) FROM site.users WHERE first_name LIKE '%Killed%'
include ../screen/login-anna.inc
expect Home
expect-sql 1 | SELECT count(*) FROM auth.sessions WHERE ended_at IS NULL
expect-sql replaced | SELECT end_reason FROM auth.sessions ORDER BY id LIMIT 1
keys u
keys Enter
keys F2
type Saved
keys Ctrl-S
expect-sql ShopSaved | SELECT first_name FROM site.users WHERE last_name = 'feed'
signal KILL
wait-exit SIGNAL 9
# What was saved before the end stays, and was done once.
expect-sql ShopSaved | SELECT first_name FROM site.users WHERE last_name = 'feed'
expect-sql 1 | SELECT count(*) FROM audit.changes WHERE new ->> 'first_name' = 'ShopSaved'
