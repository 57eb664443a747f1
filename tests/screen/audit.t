# variants: 80x24 132x43
# The trail: who looked at this record, from the record itself; a change field by field, long values whole, erased ones named.
include login-dirk.inc
sql UPDATE site.users SET city = 'Bonn', company = E'Meier & S\u00f6hne', street1 = '' WHERE id = 10009292
include open-anna-meier.inc
keys L
expect Who looked
expect users
expect 10009292
expect dirk
keys Esc
keys Ctrl-P
type go to changes
keys Enter
expect city
keys Enter
expect site.users
expect Was
expect Bonn
mask Changes > [0-9]+|When [0-9: -]+
golden change
# Erased: that it was changed stays, the values do not
sql BEGIN; SET LOCAL ROLE steward_eraser; UPDATE audit.changes SET old = NULL, new = NULL, salt = NULL WHERE id = (SELECT max(id) FROM audit.changes WHERE entity = 'site.users'); COMMIT
keys F5
expect city
expect-not Bonn
expect yes
signal TERM
wait-exit 0
