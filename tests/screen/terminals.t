# Terminals that cannot show the console get a sentence and a status; those that can look right.
term nonsense
run
expect The terminal type “nonsense” is unknown here
wait-exit 64
# one that can only print gets the console line by line
term dumb
run
expect Log-in:
expect-not Steward
keys Ctrl-D
wait-exit 0
env TERM
term linux
include login-anna.inc
golden home-linux
include leave.inc
term vt100
include login-anna.inc
expect-mono
include leave.inc
term tmux-256color
include login-anna.inc
keys u
expect 10000012
include leave.inc
term screen-256color
include login-anna.inc
keys u
expect 10000012
include leave.inc
# what the environment asks for
term xterm-256color
env NO_COLOR=1
include login-anna.inc
expect-mono
include leave.inc
env NO_COLOR
env LANG=C
include login-anna.inc
expect-ascii
keys u
expect-ascii
include leave.inc
