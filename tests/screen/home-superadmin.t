# variants: 80x24 132x43
# Who may see more gets more tiles.
include login-dirk.inc
expect Without a PIN
expect On the site now
mask Changes in 24 hours.{15}
golden home-superadmin
include leave.inc
