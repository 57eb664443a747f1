# variants: 80x24 132x43
# The site's own fields on a user, and their definition.
include login-anna.inc
include open-anna-meier.inc
keys 6
expect Press card number
keys F2
type fair
keys Tab
type y
keys Enter Tab
type KST 4711
keys F2
expect Saved.
expect-sql fair|yes|KST 4711 | SELECT custom1, custom2, custom3 FROM site.user_custom_values WHERE user_id = 10009292
golden custom-saved
keys Esc Esc Ctrl-P
type custom
keys Enter
expect-row 2 Custom fields
golden custom-fields
keys Enter
expect Registration
keys F2
expect field.define
keys Esc
include leave.inc
