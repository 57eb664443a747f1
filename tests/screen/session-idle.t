# Nobody touched the console for too long: it asks for the log-in, and keeps what was typed.
include login-anna.inc
include open-anna-meier.inc
keys 2 F2
type Hof
sql UPDATE auth.sessions SET last_active_at = last_active_at - interval '1 hour' WHERE ended_at IS NULL
keys F2
expect-row 2 Log-in
golden session-idle
burst anna<Tab>demo-anna-lumen-2026<Tab>402816<Enter>
expect Ringstr. 4Hof
# and a session that is ended by a colleague
sql UPDATE auth.sessions SET ended_at = now(), end_reason = 'ended' WHERE ended_at IS NULL
keys F2
expect-row 2 Log-in
golden session-ended
include leave.inc
