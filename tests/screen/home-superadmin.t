# variants: 80x24 132x43
# Who may see more gets more tiles.
include login-dirk.inc
expect On the site now
mask Changes in 24 hours.{20}
golden home-superadmin
include leave.inc
