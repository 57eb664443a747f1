# variants: 80x24 132x43 80x24+ascii 80x24+mono 80x24+256
# valgrind
# The door: the screen before it, a wrong PIN, the right one, and out again.
mask [0-9]{2}:[0-9]{2}
run
expect Log-in
expect Password
expect anna / support
only ascii expect-ascii
only mono expect-mono
golden login
type anna
keys Tab
type demo-anna-lumen-2026
expect-not demo-anna
keys Tab
type 999999
keys Enter
expect-not Home
expect Log-in
expect-sql 0 | SELECT count(*) FROM auth.sessions
keys Ctrl-Q
