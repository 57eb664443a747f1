# variants: 80x24
# What cannot be taken back: the question repeats what it is about, and Enter alone does nothing. user-states and privacy-erasure have accounts and erasures.
include login-dirk.inc
keys i
keys f
burst overdue:yes<Enter>
keys Home Enter
expect-row 2 overdue
keys C
expect Credit this invoice?
expect To go on, type: 20
keys Enter
expect Credit this invoice?
type 2
keys Enter
expect Credit this invoice?
keys Esc
expect-row 2 overdue
expect-sql 0 | SELECT count(*) FROM site.invoices c JOIN auth.staff s ON s.user_id = c.issued_by WHERE c.kind = 'credit' AND s.login = 'dirk' AND c.issued_at > now() - interval '1 day'
include leave.inc
