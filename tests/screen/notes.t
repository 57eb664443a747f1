# variants: 80x24 132x43 80x24+ascii
# Notes: written in several lines, read whole, changed.
include login-anna.inc
include open-anna-meier.inc
keys 7 n
golden note-new
type Wants a call on Friday.
keys Enter
type Second line, with Größe and 世界.
golden note-typed
keys F2
expect Made: note.
expect Notes 3
expect-row 2 Users
sql UPDATE site.user_notes SET created_at = '2026-11-23 13:30Z' WHERE body ~ '^Wants'
keys F5 g Enter
expect Second line
golden note
keys F2 Up Home
type Urgent.
keys F2
expect Saved.
expect-sql 1 | SELECT count(*) FROM site.user_notes WHERE user_id = 10009292 AND body ~ '^Urgent'
keys Esc
expect-row 2 Anna Meier
# an empty note is none
keys n F2
expect must be filled in
keys Esc
expect-row 2 Anna Meier
include leave.inc
