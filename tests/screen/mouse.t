# The mouse, when it is on: a click goes to a row, a second one opens it, the wheel scrolls, tabs and hints can be clicked.
include login-anna.inc
keys F9 u
mouse left 8 10
expect-row 2 5 of
mouse wheel-down 10 10
expect-not 10000012
mouse wheel-up 10 10
expect 10000012
burst /10009292<Enter><Enter>
mouse left 4 12
expect [Address]
mouse left 24 3
expect-row -1 F2 save
keys Esc
include leave.inc
