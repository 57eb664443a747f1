# variants: 80x24 132x43
# Disable and enable, rename, hide and bring back: each says what it does, No is what Enter takes.
include login-dirk.inc
include open-anna-meier.inc
keys D
expect Disable this account?
expect 10009292 Anna Meier
golden user-disable
keys Enter
expect-not Disable this account?
expect-sql t | SELECT enabled FROM site.users WHERE id = 10009292
# the key that asked does not answer
keys D D
expect Disable this account?
keys y
expect The account is disabled. E enables it again.
expect-row 2 disabled
expect-sql f | SELECT enabled FROM site.users WHERE id = 10009292
keys D
expect Not possible now: disable the account.
keys E
expect The account is enabled
expect-row 2 active
# rename
keys R
expect anna@meier.example
golden user-rename
keys Ctrl-A Ctrl-K
type hp@badewanne.example
keys Enter
# what was refused stays to be mended, with the reason beside it
expect Rename the log-in
expect hp@badewanne.example
expect already in use
keys Backspace Esc
expect Esc once more throws away what was typed.
keys e
expect-not Esc once more
keys Ctrl-A Ctrl-K
type anna @meier
keys Enter
golden user-rename-refused
keys Ctrl-A Ctrl-K
type anna.meier
keys Enter
expect The log-in was renamed
expect-sql anna.meier | SELECT login FROM site.users WHERE id = 10009292
# hide
keys X
golden user-hide
keys Enter
expect-sql t | SELECT hidden_at IS NULL FROM site.users WHERE id = 10009292
keys X Esc X y
expect The account is hidden. H brings it back.
expect-row 2 hidden
keys H
expect The account is back.
expect-row 2 active
include leave.inc
