# variants: 80x24 132x43 80x24+ascii
# A client's own value wins over the group's, and the list says why.
include login-anna.inc
include open-anna-meier.inc
keys 3 p
expect Automatic download: this user's own value
golden permission-choose
type yes
keys Enter
expect Set. It holds from the user's next page.
expect-row 7 yes      yes       set on the account
expect-sql t | SELECT value FROM site.user_permissions WHERE user_id = 10009292 AND permission = 'automatic_download'
# one that has an own value already: changed, then taken away
keys Down p
type yes
keys Enter
expect Set. It holds
expect-sql t | SELECT value FROM site.user_permissions WHERE user_id = 10009292 AND permission = 'direct_download'
keys p
type inherit
keys Enter
expect Set. It holds
expect-sql 0 | SELECT count(*) FROM site.user_permissions WHERE user_id = 10009292 AND permission = 'direct_download'
keys p Esc
keys Enter
expect All values of this row
expect Direct download
include leave.inc
