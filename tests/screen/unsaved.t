# variants: 80x24 132x43 80x24+ascii
# Typed text is never lost without a question: on going back, on leaving, and in a form of a new record.
include login-anna.inc
include open-anna-meier.inc
keys 2 F2
type Hinterhaus
keys Esc
expect Not saved yet
golden unsaved
look unsaved
keys Esc
expect Hinterhaus
keys F10
expect Not saved yet
keys b
expect Hinterhaus
# another tab keeps it too, and shows it
keys Esc Esc
keys Ctrl-S
expect Saved.
keys F2
type X
keys Esc d
expect-row 2 Users
expect-sql Ringstr. 4Hinterhaus | SELECT street1 FROM site.users WHERE id = 10009292
keys n
type client
keys Esc
keys Tab
type someone@example.org
keys Esc
expect Not saved yet
keys d
expect-row 2 Users
keys q
wait-exit 0
expect-sql 0 | SELECT count(*) FROM site.users WHERE email = 'someone@example.org'
