# variants: 80x24 132x43
# Columns, their order and width, the order of the rows, and filters under a name: each person finds his own again.
include login-anna.inc
keys u
expect Company
keys c
keys Down Down Space
keys Up Right Right Right
keys Esc
keys s
type city
keys Enter
golden preferences-arranged
include leave.inc
expect-sql 1 | SELECT count(*) FROM auth.preferences WHERE list = 'users' AND name = '' AND value LIKE '%;city' AND value NOT LIKE '%company%'
include login-anna.inc
keys u
golden preferences-arranged
# the screen's own again: nothing is kept
keys c r Esc
expect Company
expect-sql 0 | SELECT count(*) FROM auth.preferences
# filters
keys F
expect No filter is kept for this list.
keys f
type country:DE state:active
keys Enter F
expect Keep the filter that is on
keys Enter
expect Keep this filter
type Germans, active
keys Enter
expect The filter is kept as
keys Esc f Ctrl-A Ctrl-K Enter
expect-not country:DE
keys F
golden preferences-filters
keys Enter
expect country:DE  state_name:active
expect-row 2 1 of
include leave.inc
include login-anna.inc
keys u F Enter
expect country:DE  state_name:active
keys Ctrl-P
type forget a saved
keys Enter
expect Forget a saved filter
keys Enter
expect is forgotten
expect-sql 0 | SELECT count(*) FROM auth.preferences
keys F
expect Keep the filter that is on
keys Esc
# a column that takes a right of its own: lost with the right from what is kept, and as it was by default when the right comes back
sql UPDATE meta.columns SET right_view = 'contact.view' WHERE entity = 'users' AND name = 'company'
include leave.inc
include login-anna.inc
keys u
expect Company
keys c
keys Down Down Right Right
keys Esc
include leave.inc
expect-sql 1 | SELECT count(*) FROM auth.preferences WHERE list = 'users' AND name = '' AND value LIKE '%company:%'
sql INSERT INTO auth.staff_rights (user_id, right_name, granted) SELECT user_id, 'contact.view', false FROM auth.staff WHERE login = 'anna'
expect-sql 0 | SELECT count(*) FROM auth.preferences WHERE value LIKE '%company%'
include login-anna.inc
keys u
expect City
expect-row 2 of
expect-not Company
keys c
expect Organisation
expect-not Company
keys Esc
include leave.inc
expect-sql 0 | SELECT count(*) FROM auth.preferences
sql DELETE FROM auth.staff_rights WHERE right_name = 'contact.view'
include login-anna.inc
keys u
expect Company
sql UPDATE meta.columns SET right_view = NULL WHERE entity = 'users' AND name = 'company'
# nobody finds another's
sql INSERT INTO auth.preferences (user_id, list, name, value) SELECT user_id, 'users', 'Mine alone', 'city:Wien' FROM auth.staff WHERE login = 'ben'
include leave.inc
include login-anna.inc
keys u F
expect No filter is kept for this list.
include leave.inc
