# A superadmin who is logged in elsewhere is asked before that session goes; No leaves both as they were.
run
expect Log-in
# Another process of the server stands for the other connection.
sql INSERT INTO auth.sessions (user_id, pid, backend_start, address, idle_limit, expires_at) SELECT (SELECT user_id FROM auth.staff WHERE login = 'dirk'), pid, backend_start, '198.51.100.4', '15 minutes', now() + interval '1 hour' FROM pg_stat_activity WHERE backend_type = 'checkpointer'
burst dirk<Tab>demo-dirk-lumen-2026<Tab>735148<Enter>
wait-for Logged in elsewhere
expect 198.51.100.4
keys Esc
wait-for that session goes on
expect Log-in
expect-sql 198.51.100.4 | SELECT host(address) FROM auth.sessions WHERE ended_at IS NULL
keys Backtab
keys Ctrl-U
type dirk
keys Tab
type demo-dirk-lumen-2026
keys Tab
type 735148
keys Enter
wait-for Logged in elsewhere
keys y
expect Home
expect-sql replaced | SELECT end_reason FROM auth.sessions WHERE address = '198.51.100.4'
signal TERM
wait-exit 0
