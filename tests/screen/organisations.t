# variants: 80x24 132x43 80x24+ascii
# Organisations: list, search, record, its accounts; finance edits, support reads.
include login-ben.inc
keys g
expect-row 2 1 of 101
golden organisations
burst /meier<Enter>
expect Meier &
keys Enter
expect-row 2 Organisations >
golden organisation
keys Tab
expect Anna Meier
golden organisation-accounts
keys Enter
expect-row 2 Anna Meier
keys Esc Backtab F2
keys Tab Tab Ctrl-A Ctrl-K
type Domstr. 1
keys F2
expect Saved.
keys Esc
keys Esc n
type Neue Bilder GmbH
keys F2
expect Made: organisation
expect Neue Bilder GmbH
include leave.inc
