# variants: 80x24
# Who receives data, what they must be told of, and their answers; Dutch words too.
include login-cora.inc
keys Ctrl-P
burst go to recipients<Enter>
expect Northlight Images Inc.
golden recipients
keys n
expect-row 2 > new
type Archive of the city
keys F2
expect Made
keys t
expect Which categories does it receive?
type 1 99
keys Enter
expect Write the numbers of categories
keys t
type 1 14
keys Enter
expect Changed.
expect-sql {1,14} | SELECT categories FROM privacy.recipients WHERE name = 'Archive of the city'
keys Ctrl-P
burst go to notices to recipients<Enter>
expect restriction
golden recipient-notices
keys End Enter
expect ask you to do the same
golden recipient-notice
keys Esc a
expect What was answered?
type We restricted it too.
keys Enter
expect Noted.
expect-sql 1 | SELECT count(*) FROM privacy.recipient_notices WHERE answer = 'We restricted it too.'
include leave.inc
