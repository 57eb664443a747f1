# variants: 80x24 132x43
# From where an account may log in: a wrong address, a network with host bits, a right one, and off again.
include login-anna.inc
include open-anna-meier.inc
keys 5 n
type 300.1.1.1
keys F2
expect This is no address
golden address-bad
keys Ctrl-A Ctrl-K
type 192.0.2.9/24
keys F2
expect This is an address inside a network
keys Ctrl-A Ctrl-K
type 192.0.2.0/24
keys Tab
type Bonn
keys F2
expect Made: allowed address.
expect-row 2 Users
expect 192.0.2.0/24
expect Allowed addresses 2
keys n
type 192.0.2.0/24
keys F2
golden address-twice
keys Esc d
keys g d
expect Take this address off the list?
expect 192.0.2.0/24 Bonn
expect y Yes  [n No]
keys Enter
expect-sql 2 | SELECT count(*) FROM site.ip_rules WHERE user_id = 10009292
keys d y
expect The address was taken off the list.
expect-sql 203.0.113.0/24 | SELECT network FROM site.ip_rules WHERE user_id = 10009292
expect Allowed addresses 1
# Would an address get in?
keys t
expect Would this address get in?
type 203.0.113.9
keys Enter
wait-for 203.0.113.9 gets in
expect rule 1: 203.0.113.0/24
golden address-test
keys Esc
keys t
type 192.0.2.9
keys Enter
wait-for 192.0.2.9 does not get in
keys Esc
include leave.inc
