# variants: 80x24 132x43
# What the log-in says when it does not let in, and how one gets out of it.
run
expect-row -1 F10 leave
keys Tab Tab
type 12
keys Enter
expect Log-in must be filled in
golden login-empty
type nobody
keys Tab
type demo-anna-lumen-2026
keys Enter Enter
expect The log-in was refused
golden login-refused
# somebody who exists and a wrong PIN: the same sentence
keys Tab Tab Ctrl-A Ctrl-K
type anna
keys Tab
type demo-anna-lumen-2026
keys Tab
type 999999
keys Enter
expect The log-in was refused
expect-sql 2 | SELECT count(*) FROM auth.attempts
keys Esc
expect-row 2 Log-in
keys F1
expect Keys here
keys Esc
keys ?
expect-row 2 Log-in
keys F10
wait-exit 0
