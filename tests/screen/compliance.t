# variants: 80x24 132x43
# The compliance check, and Enter on a check opens the screen that mends it.
include login-cora.inc
keys Ctrl-P
burst compliance check<Enter>
expect-row 2 Compliance check
expect PIN of the staff
expect Second person for grants
expect ! warning
keys Home Down Down Down Down
keys Enter
expect-row 2 Settings
keys Esc
expect-row 2 Compliance check
include leave.inc
