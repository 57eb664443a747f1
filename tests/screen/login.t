# variants: 80x24 132x43 80x24+ascii 80x24+mono 80x24+16 80x24+256
# valgrind
# The door: the screen before it, a wrong PIN, the right one, and out again.
run
expect Log-in
expect Password
expect demo-anna-lumen-2026
only ascii expect-ascii
only mono expect-mono
golden login
look login
type anna
keys Tab
type demo-anna-lumen-2027
expect-not demo-anna-lumen-2027
keys Tab
type 402816
only 80x24 expect-row 9 PIN
bytes-max 100
writes-max 1
keys Enter
expect The log-in was refused
expect anna
expect-sql 0 | SELECT count(*) FROM auth.sessions
keys Tab
keys Backtab
type demo-anna-lumen-2026
keys Tab
type 402816
keys Enter
expect Home
expect anna
only ascii expect-ascii
only mono expect-mono
expect-sql 1 | SELECT count(*) FROM auth.sessions WHERE ended_at IS NULL
resize 5 20
resize 24 80
expect Home
signal TERM
wait-exit 0
expect-sql 0 | SELECT count(*) FROM auth.sessions WHERE ended_at IS NULL
