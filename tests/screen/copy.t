# Values go to the terminal's own clipboard only where the site allows it.
include login-anna.inc
keys u Y
expect Copied: 10000012 Shop feed
keys Enter y
expect Copy which value?
type e-mail
keys Enter
expect Copied:
expect-row 2 Shop feed
include leave.inc
do echo 'clipboard = no' >> "$STEWARD_CONFIG_FILE"
include login-anna.inc
keys u Y
expect Copying is switched off here
keys y Enter
expect Copying is switched off here
keys Enter y Enter
expect Copying is switched off here
include leave.inc
