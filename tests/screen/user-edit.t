# variants: 80x24 132x43 80x24+ascii 80x24+mono
# The street of a user is corrected; a colleague sees who did it.
include login-anna.inc
include open-anna-meier.inc
keys 2 F2
expect-row -1 F2 save
keys Ctrl-A Ctrl-K
type Ringstr. 44
keys Backspace
type 44
bytes-max 100
expect-row 2 not saved
expect Address*
golden user-edit
look user-edit
keys Tab
type Hof
# the line is taken back, field after field
keys Ctrl-Z
expect-not Hof
keys F2
expect Saved.
expect Ringstr. 444
expect-sql Ringstr. 444 | SELECT street1 FROM site.users WHERE id = 10009292
expect-sql 10000001 | SELECT user_id FROM audit.changes WHERE subject_user_id = 10009292 ORDER BY id DESC LIMIT 1
keys F2 F2
expect Nothing was changed, so nothing was saved.
# a choice, a reference
keys 1 F2 Tab Tab Tab Tab Tab
type wiesen
expect Bildagentur Wiesenbach
golden user-edit-choice
keys Enter F2
expect Saved.
expect-sql 2019 | SELECT organisation_id FROM site.users WHERE id = 10009292
# back in the list, the row is the new one
keys Esc
expect-row 2 Users
include leave.inc
include login-dirk.inc
include open-anna-meier.inc
keys [ [
expect Changes 2
expect anna
keys Down Down
expect street1
expect Ringstr. 4
keys Enter
expect-row 2 Changes >
expect Ringstr. 4
include leave.inc
