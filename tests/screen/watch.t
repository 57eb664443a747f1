# variants: 80x24 132x43
# The watch: console and website in one list, a block from a row, what else came from there, who is on, and the limits.
sql UPDATE auth.settings SET updated_at = '2026-11-23 13:00+00'; DELETE FROM auth.events; INSERT INTO auth.events (at, kind, login, address) VALUES ('2026-11-23 13:58+00', 'login wrong', 'root', '198.51.100.77'), ('2026-11-23 13:59+00', 'login wrong', 'admin', '198.51.100.77')
include login-dirk.inc
sql DELETE FROM auth.events WHERE at > '2026-11-24'; UPDATE auth.sessions SET started_at = '2026-11-23 13:59+00', last_active_at = now()
keys Ctrl-P
type go to watch
keys Enter
expect root
expect ! refused
golden watch
keys a
expect admin
expect-not console_
keys B
expect Block 198.51.100.77
keys Down
keys Enter
expect Why?
type guessing names
keys Enter
expect The address is blocked
expect-sql 198.51.100.77/32 guessing names t | SELECT network || ' ' || reason || ' ' || (until < now() + interval '25 hours')::text::char FROM site.blocked_addresses ORDER BY id DESC LIMIT 1
keys B
expect Block 198.51.100.77
keys Enter
expect Why?
type again
keys Enter
expect This address is blocked already.
keys Esc
keys o
expect Sessions of staff
expect dirk
# The limits
keys Ctrl-P
type security settings
keys Enter
expect Failed log-ins in a row
golden security-settings
keys p
expect 5
keys Ctrl-U
type 1000
keys Enter
expect This number is out of bounds.
keys p
keys Ctrl-U
type 7
keys Enter
expect The setting is changed
expect-sql 7 | SELECT value FROM auth.settings WHERE name = 'attempts'
signal TERM
wait-exit 0
