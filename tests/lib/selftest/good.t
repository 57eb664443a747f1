# What must succeed: the harness in step with a well-behaved program.
exec build/tests/lib/selftest/echo
expect Grüße, 世界
expect-row 3 size 80x24
expect-look bold Grüße
expect-look fg=2 世界
expect-look plain size
expect-cursor 5 3
expect-cursor count
golden selftest
look selftest
keys F2
expect key F2
bytes-max 60
writes-max 5
type äm
burst xv<F3>
expect count 7
keys Up
expect key 259
keys r
expect-row 7 --------------------------------------------------------------------------------
keys y
resize 30 100
expect size 100x30
resize 1 1
resize 24 80
expect size 80x24
mask [0-9]+x[0-9]+
expect size ~~~~~
do test 1 = 1
keys q
wait-exit 0
