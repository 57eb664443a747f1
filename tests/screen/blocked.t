# variants: 80x24 132x43
# Blocked addresses: support reads, a superadmin blocks and lifts.
include login-anna.inc
keys Ctrl-P
type blocked
keys Enter
expect-row 2 Blocked addresses
expect Too many failed log-ins
golden blocked
keys n
expect block.edit
keys d
expect block.edit
include leave.inc
include login-dirk.inc
keys Ctrl-P
type blocked
keys Enter
keys d
expect Lift this block?
keys Enter
expect-sql 22 | SELECT count(*) FROM site.blocked_addresses WHERE lifted_at IS NULL
keys d y
expect The block was lifted.
expect-sql 21 | SELECT count(*) FROM site.blocked_addresses WHERE lifted_at IS NULL
keys n
type 198.51.100.7
keys Tab
type Scraper
keys F2
expect Made: blocked address.
expect 198.51.100.7
include leave.inc
