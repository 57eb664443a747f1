# variants: 80x24 132x43
# Filters are typed as field:value; a bad one is told and nothing happens.
include login-anna.inc
keys u f
expect Filter:
golden users-filter-line
type country:DE sta
keys Tab
expect state
golden users-filter-completed
type disabled
keys Enter
expect country:DE
expect disabled
expect-not ● active
expect-row 2 1 of
golden users-filtered
keys f
keys Ctrl-A Ctrl-K
type nonsense:1
keys Enter
expect There is no field
golden users-filter-bad
keys Ctrl-A Ctrl-K
type country
keys Enter
expect Write “country” as field:value
keys Ctrl-A Ctrl-K
type state:green
keys Enter
golden users-filter-bad-value
keys Ctrl-A Ctrl-K
type id>notanumber
keys Enter
golden users-filter-bad-number
keys Ctrl-A Ctrl-K
type city~köl email:
keys Enter
golden users-filter-contains
keys Esc
expect-row 2 1 of 1,989
include leave.inc
