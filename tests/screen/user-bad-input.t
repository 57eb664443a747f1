# variants: 80x24 132x43 80x24+ascii
# What cannot be is told beside the field, in words that say how to put it right; nothing is sent, nothing typed is lost.
include login-anna.inc
include open-anna-meier.inc
keys F2 Tab Tab Ctrl-A Ctrl-K
type anna.meier.example
keys F2
golden user-bad-email
expect-sql anna@meier.example | SELECT email FROM site.users WHERE id = 10009292
keys Ctrl-Z
keys PgUp Tab Tab Tab Tab Tab Tab Tab Tab
keys Ctrl-A Ctrl-K
type abc
keys Tab
golden user-bad-days
expect no number
keys Backtab Ctrl-A Ctrl-K
type 99999
keys F2
golden user-many-days
keys Ctrl-A Ctrl-K
type 30
keys Tab Ctrl-A Ctrl-K
paste-times 4 NL123456789B01
golden user-bad-vat
keys Ctrl-Z PgUp
paste-times 30 1234567890
golden user-long-name
keys Esc
expect Not saved yet
keys d
expect-row 2 Users
expect-sql 2 | SELECT count(*) FROM site.user_notes WHERE user_id = 10009292
include leave.inc
