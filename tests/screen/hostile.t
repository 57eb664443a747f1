# variants: 80x24 80x24+ascii 132x43
# Stored escape sequences, overrides of the writing direction, very long words: nothing raw reaches the terminal (the harness looks at
# every byte after every step), and the columns stay where they are.
sql UPDATE site.users SET first_name = E'\x1b]0;owned\x07\x1b[31m', last_name = repeat('W', 200), company = E'\u202Egnp.exe\u2066', city = E'a\u0301\u0301\u0301\u200b\u009b31m', street1 = E'tab\there\nline', flag = E'\x1b[2J' WHERE id = 10009292
sql INSERT INTO site.user_notes (created_at, user_id, body) VALUES ('2026-11-23 13:30Z', 10009292, E'\x1b[5mblink\x1b[0m\n\u202Ereversed\n' || repeat('long', 500))
sql UPDATE site.custom_fields SET label = E'\x1b[31mRed\u202E' WHERE slot = 4
sql UPDATE site.organisations SET name = E'\x1b]52;c;AAAA\x07' WHERE id = 2000
include login-anna.inc
include open-hostile.inc
golden hostile
keys Tab
expect Address
keys Tab Tab Tab Tab Tab
keys g Enter
expect reversed
golden hostile-note
keys Esc Esc
golden hostile-list
keys v
keys Esc y Esc
keys Space
keys Y
keys Ctrl-F
type WWWW
keys Esc Esc
keys g G g
burst /52<Enter>
keys Esc Esc
keys l G g
keys Esc Ctrl-P
type activity
keys Enter G g PgDn PgDn v Esc
include leave.inc
