# variants: 80x24 132x43 80x24+ascii 80x24+mono 80x24+16 80x24+256 80x24+true 80x24+light 132x43+ascii
# The first screen of support: what it shows, and where its keys lead.
include login-anna.inc
only ascii expect-ascii
only mono expect-mono
golden home
look home
expect-not Without a PIN
keys u
expect-row 2 Users
keys Esc
expect-row 2 Home
keys g
expect-row 2 Organisations
keys Esc l
expect-row 2 Log-ins
keys Esc /
expect-row 2 Find anything
keys Esc
expect-row 2 Home
keys Esc
expect This is the first screen. F10 or q leaves.
keys F5
expect-row 2 Home
# a box has the focus, and Enter opens what it tells about
keys Tab
bytes-max 100
writes-max 1
keys Backtab Backtab
keys Enter
expect-row 2 Log-ins
expect ok:f
keys Esc Tab Right Left Left
expect-row 2 Home
keys q
wait-exit 0
expect-sql 0 | SELECT count(*) FROM auth.sessions WHERE ended_at IS NULL
