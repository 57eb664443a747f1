# variants: 80x24 132x43
# A breach: looked up, judged, reported, closed.
include login-cora.inc
keys Ctrl-P
burst go to breaches<Enter>
expect Log-ins with guessed passwords
golden breaches
keys Enter
expect Report by
golden breach
keys ] F2 Tab Tab
type 198.18.0.0/16
keys F2
expect Saved.
keys S
expect Looked up
keys ]
expect [People
expect 10000060
keys 4 F2
expect Why not reported
type risk:
keys Ctrl-U
type some
keys Enter F2
expect Saved.
keys 6
expect [Lists
expect None were asked for in the window
keys 4 C
expect Close this breach?
keys y
expect Judge
keys Esc
include leave.inc
