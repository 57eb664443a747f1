# variants: 120x40
# What goes over a slow line: few bytes for a step, a page in one write, nothing for nothing.
include login-anna.inc
keys u
bytes-max 4200
writes-max 3
keys Down
bytes-max 100
writes-max 1
keys Down Down Down Up
bytes-max 100
keys Space
bytes-max 120
keys PgDn
bytes-max 4200
writes-max 1
keys G
bytes-max 4200
keys Up
bytes-max 100
keys g PgDn Down
bytes-max 200
# a key that does nothing sends nothing
keys g
keys Up
bytes-max 40
keys F7
bytes-max 0
keys PgDn PgUp Down
bytes-max 100
# scrolled by a line
keys PgDn
keys End Home
burst jjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjj
keys j j
bytes-max 200
writes-max 1
keys Enter
bytes-max 4200
keys F2
type x
keys Ctrl-Z
keys Esc
# and nothing at all while nobody does anything
do sleep 2
keys F7
bytes-max 0
writes-max 0
include leave.inc
