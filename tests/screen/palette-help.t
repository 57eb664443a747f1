# variants: 80x24 132x43 80x24+ascii 80x24+mono
# The palette and the help: every screen and key by name; Enter does it.
include login-anna.inc
keys Ctrl-P
expect Screens and actions
golden palette
type orga
expect go to organisations
golden palette-filtered
keys Enter
expect-row 2 Organisations
keys :
type zzzz
expect Nothing matches. Take away a letter.
keys Esc
expect-row 2 Organisations
keys ?
expect Keys here
golden help
look help
type choose the order
expect choose the order
keys Enter
expect Sort by
keys Esc
# help comes with F1 where letters are text
keys Esc Ctrl-F F1
expect Keys here
keys Esc Esc
expect-row 2 Home
keys Ctrl-P
type log out
keys Enter
expect You are logged out.
expect-sql 0 | SELECT count(*) FROM auth.sessions WHERE ended_at IS NULL
expect-row 2 Log-in
include leave.inc
