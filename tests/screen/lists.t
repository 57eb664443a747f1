# variants: 80x24 132x43 80x24+ascii
# Every list that the palette leads to opens without a complaint of the database, and so does every tab of a user.
include login-dirk.inc
keys Ctrl-P
burst permission gr<Enter>
expect Editorial
golden list-permission-groups
keys Ctrl-P
burst go to log-ins<Enter>
expect-row 2 Log-ins
expect 198.18.101.136
golden list-logins
keys Ctrl-P
burst go to activity<Enter>
expect-row 2 Activity
golden list-activity
keys Ctrl-P
burst sessions on<Enter>
expect-row 2 Sessions on the website
golden list-sessions
keys Ctrl-P
burst sessions of staff<Enter>
expect-row 2 Sessions of staff
expect dirk
keys Ctrl-P
burst go to changes<Enter>
expect-row 2 Changes
keys Ctrl-P
burst who looked<Enter>
expect-row 2 Who looked
expect dirk
expect-not cannot
keys Ctrl-P
burst countries<Enter>
expect Andorra
golden list-countries
# His log-in is that of a moment ago.
sql UPDATE auth.staff SET last_login_at = '2026-11-23 13:00+00' WHERE login = 'dirk'
keys Ctrl-P
burst go to staff<Enter>
expect cora
golden list-staff
keys Ctrl-P
burst go to settings<Enter>
expect-row 2 Settings
# Since when: the day of the installation.
mask 20[0-9]{2}-[0-9]{2}-[0-9]{2}
golden list-settings
keys Ctrl-P
burst proposed<Enter>
golden list-proposals
keys Ctrl-P
burst go home<Enter>
expect-row 2 Home
include open-anna-meier.inc
keys [
expect [Looked at
expect dirk
expect opened
keys [
expect [Changes
expect-not cannot
keys [ [ [
expect [Sessions
golden user-sessions
only ascii expect-ascii
keys Enter
expect All values of this row
include leave.inc
