# variants: 80x24 132x43 80x24+ascii 80x24+mono 80x24+16 80x24+256 132x43+ascii
# The list of users: moving, marking, order and columns.
include login-anna.inc
keys u
expect-row 2 1 of 1,989
expect 10000012
expect-cursor 4 2
only ascii expect-ascii
only mono expect-mono
golden users
look users
keys Down
bytes-max 100
writes-max 1
expect-row 2 2 of 1,989
keys Up PgDn
expect-not 10000012
keys PgUp
expect 10000012
keys G
expect-row 2 1,989 of 1,989
expect 10009292
keys Up
expect-row 2 1,988 of 1,989
keys g
expect-row 2 1 of 1,989
keys End Home Ctrl-D Ctrl-U
expect-row 2 1 of 1,989
keys j j k
expect-row 2 2 of 1,989
# marks
keys g Space Space
expect-row 2 2 marked
golden users-marked
look users-marked
keys *
expect marked
keys Esc
expect All marks are off. Esc again leaves.
expect-not marked
# order
keys s
expect Sort by
golden users-sort
type comp
keys Enter
expect Company
expect-row 2 1 of 1,989
golden users-by-company
keys s
type comp
keys Enter
golden users-by-company-down
# columns
keys c
expect [x] Company
golden users-columns
keys Down Down Space Esc
expect-not Company
expect-row 3 City
keys Right Left
# all of a row, and copying a value to the terminal's clipboard
keys g v
expect All values of this row
keys Esc
include leave.inc
