# variants: 80x24 132x43 80x24+ascii
# A new user; a log-in name that somebody has is refused beside the field.
include login-anna.inc
keys u n
golden user-new
keys F2
expect must be filled in
golden user-new-empty
keys PgUp Tab
type ines@newpaper.example
keys Tab
type anna@meier.example
keys Tab
type Ines
keys Tab
type Nova
keys F2
golden user-new-duplicate
expect-sql 0 | SELECT count(*) FROM site.users WHERE email = 'ines@newpaper.example'
keys Ctrl-A Ctrl-K
type ines@newpaper.example
keys F2
expect Made: user
expect-row 2 Ines Nova
expect ines@newpaper.example
expect-sql client|t | SELECT type, enabled FROM site.users WHERE login = 'ines@newpaper.example'
expect-sql 10000001 | SELECT user_id FROM audit.changes WHERE entity = 'site.users' AND op = 'I' ORDER BY id DESC LIMIT 1
keys Esc
expect-row 2 Users
include leave.inc
