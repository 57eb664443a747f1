# variants: 80x24 132x43 80x24+ascii
# Searching in the list of users as one types: without umlauts, by e-mail, number, company; nothing found; one letter.
include login-anna.inc
keys u /
expect-row -2 Search:
expect-row -1 Enter keep
type muller
only !ascii expect Jörg Müller
expect-row 2 Users - search: muller
expect 10000021
golden users-search
look users-search
keys Enter
expect-row -1 Enter open
keys Esc
expect-row 2 1 of 1,989
burst /anna@meier.example
expect 10009292
expect-row 2 1 of 1
keys Esc Esc /
burst 10009292
expect Anna Meier
expect-row 2 1 of 1
keys Esc Esc /
burst badewanne
expect Hans-Peter
keys Esc Esc /
burst zzzzqqqq
expect Nothing matches. Esc clears the search.
golden users-search-nothing
keys Esc Esc /
type m
expect-row 2 Users - search: m
golden users-search-letter
keys Backspace
expect-row 2 1 of 1,989
# typed ahead: Enter Enter opens the first person of the last word
keys Esc
burst /meier<Enter><Enter>
expect-row 2 Anna Meier
include leave.inc
