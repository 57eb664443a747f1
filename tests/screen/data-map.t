# variants: 80x24
# The data map: read, and what staff decide beside it; with the PIN once more when that was long ago, and a row in the trail.
include login-cora.inc
keys Ctrl-P
burst go to data map<Enter>
expect-row 2 Data map
keys f
type relation:site.users column_name:flag_reason\n
expect flag_reason
keys Enter
expect Way to the person
expect Free text of the staff
sql UPDATE auth.sessions SET proved_at = now() - interval '1 hour' WHERE ended_at IS NULL
keys F2 Tab Tab
type asked the chamber
keys F2
expect This takes your PIN once more
expect-sql 0 | SELECT count(*) FROM privacy.data_map WHERE own_note IS NOT NULL
type 624039
keys Enter
expect Saved.
expect-sql asked the chamber | SELECT own_note FROM privacy.data_map WHERE (table_name, column_name) = ('users', 'flag_reason')
expect-sql 10000003 | SELECT user_id FROM audit.changes WHERE entity = 'privacy.data_map' ORDER BY id DESC LIMIT 1
# Nobody decides to export a credential.
keys Esc f
keys Ctrl-A Ctrl-K
type relation:site.credentials column_name:password_hash\n
expect password_hash
keys Enter
expect Credential
keys F2
type incl
keys Enter F2
expect credential
expect-sql 0 | SELECT count(*) FROM privacy.data_map WHERE own_export_rule IS NOT NULL
