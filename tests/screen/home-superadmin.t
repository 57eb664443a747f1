# variants: 80x24 132x43
# Who may see more gets more tiles.
include login-dirk.inc
expect Staff without a PIN
expect On the site now
golden home-superadmin
include leave.inc
