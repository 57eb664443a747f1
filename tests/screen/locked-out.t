# variants: 80x24
# A superadmin who would lock himself out is asked to type his address; anything else leaves things as they are.
include login-dirk.inc
sql UPDATE auth.sessions SET address = '192.0.2.50' WHERE ended_at IS NULL
keys Ctrl-P
type go to staff
keys Enter
expect dirk
keys f
type login:dirk
keys Enter
expect 1 of 1
keys Enter
expect Account
keys 6
keys n
expect Address or network
type 198.51.100.0/24
keys F2
wait-for Are you sure?
expect 192.0.2.50
golden locked-out
type yes
keys Enter
keys Esc
expect-sql 0 | SELECT count(*) FROM site.ip_rules r JOIN auth.staff USING (user_id) WHERE login = 'dirk'
keys F2
wait-for Are you sure?
type 192.0.2.50
keys Enter
wait-for Your account or its rights were changed
expect-sql 198.51.100.0/24 | SELECT network FROM site.ip_rules r JOIN auth.staff USING (user_id) WHERE login = 'dirk'
signal TERM
wait-exit 0
