# variants: 80x24 132x43
# The compliance check, and Enter on a check opens the screen that mends it, or shows it whole where no screen does.
sql ALTER TABLE site.orders DISABLE TRIGGER audit_row; ALTER TABLE audit.changes DISABLE TRIGGER guard
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
keys End
expect Triggers are switched off
keys Enter
expect Which: audit.changes guard, site.orders audit_row
expect (ALTER TABLE)
keys Esc
expect-row 2 Compliance check
include leave.inc
