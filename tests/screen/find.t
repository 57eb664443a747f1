# variants: 80x24 132x43 80x24+ascii
# One box over users and organisations, from anywhere.
include login-anna.inc
keys Ctrl-F
expect Find anything
golden find-empty
type meier
expect Anna Meier
golden find
keys Down Enter Enter
expect-row 2 >
keys Esc
expect-row 2 Find anything
keys / Ctrl-A Ctrl-K
type +49 221 5550101
expect Anna Meier
keys Ctrl-A Ctrl-K
type 2000
golden find-number
keys Ctrl-A Ctrl-K
type qqqqzzzz
expect Nothing matches
include leave.inc
