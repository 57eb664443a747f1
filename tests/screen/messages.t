# variants: 80x24 132x43
# A message stays for one key, an error for two; all of them can be read again.
include login-anna.inc
keys !
expect There are no messages yet.
keys Esc F9
expect The mouse is on.
keys F9
expect The mouse is off.
keys !
expect Last messages
golden messages
keys Esc
include open-anna-meier.inc
keys R Down
expect-not user.rename
keys !
expect user.rename
keys Esc
include leave.inc
