# variants: 160x40
# A list that lives reads itself again: what changed comes by itself, the cursor stays, and only the difference is written.
include login-dirk.inc
sql INSERT INTO auth.sessions (user_id, pid, backend_start, address, started_at, idle_limit, expires_at) SELECT user_id, 1, now(), '192.0.2.44', now() - interval '2 hours', '30 minutes', now() + interval '2 hours' FROM auth.staff WHERE login = 'ben'
keys Ctrl-P
type sessions of staff
keys Enter
expect-row 2 Sessions of staff
expect 192.0.2.44
keys Down
sql UPDATE auth.sessions SET last_active_at = now() - interval '5 minutes' WHERE ended_at IS NULL AND address IS DISTINCT FROM '192.0.2.44'
sql UPDATE auth.sessions SET ended_at = now(), end_reason = 'by the test' WHERE address = '192.0.2.44'
wait-for by the test
bytes-max 300
writes-max 2
# it is not taken for what a person does
expect-sql t | SELECT bool_and(last_active_at < now() - interval '4 minutes') FROM auth.sessions WHERE ended_at IS NULL
keys F5
expect-sql f | SELECT bool_and(last_active_at < now() - interval '4 minutes') FROM auth.sessions WHERE ended_at IS NULL
include leave.inc
