# variants: 80x24
# What a person may not do is not in the footer; the key says which right it needs, and so does the help.
include login-anna.inc
include open-anna-meier.inc
keys R
expect user.rename
golden denied
keys X
expect user.hide
keys ?
type rename
expect needs user.rename
golden help-denied
keys Enter
expect user.rename
keys Esc Esc Esc
keys g n
expect organisation.edit
keys Ctrl-P
type sessions of staff
expect Nothing matches
keys Esc
include leave.inc
# finance may read users and change nothing
include login-ben.inc
include open-anna-meier.inc
expect-row -1 ] next tab
keys F2
expect user.edit
expect-not Allowed addresses
include leave.inc
# nobody without any role sees anything
sql DELETE FROM auth.staff_roles WHERE user_id = 10000002
include login-ben.inc
expect You have no rights here yet.
golden home-no-rights
keys u
expect user.view
keys Ctrl-F
golden find-no-rights
include leave.inc
