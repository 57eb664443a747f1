# variants: 80x24
# What is dangerous takes the PIN once more: asked for over the screen, and then it goes on by itself.
include login-dirk.inc
keys Ctrl-P
type go to staff
keys Enter
expect anna
keys Enter
expect Account
keys 4
expect See accounts of clients
# A moment after the log-in it is not asked for
keys P
expect as the roles say
keys Down
keys Enter
expect The right is set
sql UPDATE auth.sessions SET proved_at = now() - interval '1 hour'
keys P
expect as the roles say
keys Down
keys Enter
expect This takes your PIN once more
golden fresh
expect-sql t | SELECT granted FROM auth.staff_rights WHERE right_name = 'user.view' AND user_id = (SELECT user_id FROM auth.staff WHERE login = 'anna')
# Given up: nothing was done
keys Esc
expect Nothing was done.
keys P
expect as the roles say
keys Up
keys Enter
expect This takes your PIN once more
type 735148
expect-not 735148
keys Enter
wait-for The right is set.
expect-sql 0 | SELECT count(*) FROM auth.staff_rights WHERE right_name = 'user.view' AND user_id = (SELECT user_id FROM auth.staff WHERE login = 'anna')
# A wrong one locks the screen; what was begun goes on when it opens
sql UPDATE auth.sessions SET proved_at = now() - interval '1 hour'
keys P
expect as the roles say
keys Down
keys Enter
expect This takes your PIN once more
type 111213
keys Enter
wait-for The screen is locked.
wait-for That is not the PIN.
expect-sql 0 | SELECT count(*) FROM auth.staff_rights WHERE right_name = 'user.view' AND user_id = (SELECT user_id FROM auth.staff WHERE login = 'anna')
type 735148
keys Enter
wait-for The right is set.
expect-sql 1 | SELECT count(*) FROM auth.staff_rights WHERE right_name = 'user.view' AND user_id = (SELECT user_id FROM auth.staff WHERE login = 'anna')
# A new record too
sql UPDATE auth.sessions SET proved_at = now() - interval '1 hour'
keys 5
keys n
expect Fingerprint
type SHA256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
keys F2
wait-for This takes your PIN once more
type 735148
keys Enter
wait-for SHA256:aaaaaaaaaaaaa
expect-sql 1 | SELECT count(*) FROM auth.ssh_keys WHERE user_id = (SELECT user_id FROM auth.staff WHERE login = 'anna')
signal TERM
wait-exit 0
