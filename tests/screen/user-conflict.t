# variants: 80x24 132x43 80x24+ascii 80x24+mono
# The website saves the record while it is being edited: was, theirs and yours are shown, and the person decides.
include login-anna.inc
include open-anna-meier.inc
keys 2 F2 Ctrl-A Ctrl-K
type Ringstr. 44
keys PgDn Ctrl-A Ctrl-K
type +49 171 111
sql SET ROLE site; UPDATE site.users SET street1 = 'Ringstraße 4', phone = '+49 221 55501' WHERE id = 10009292
keys F2
expect Changed meanwhile
golden user-conflict
look user-conflict
# nothing is lost by going back
keys Esc
expect Ringstr. 44
keys F2
expect Changed meanwhile
keys Enter
expect Choose theirs or yours
keys Right Enter
expect Saved.
expect Ringstr. 44
expect-sql Ringstr. 44|+49 221 55501|+49 171 111 | SELECT street1, phone, mobile FROM site.users WHERE id = 10009292
# theirs
keys F2 Ctrl-A Ctrl-K
type Domplatz 1
sql SET ROLE site; UPDATE site.users SET street1 = 'Neumarkt 8' WHERE id = 10009292
keys F2
expect Changed meanwhile
keys Left Enter
expect Neumarkt 8
expect-sql Neumarkt 8 | SELECT street1 FROM site.users WHERE id = 10009292
include leave.inc
