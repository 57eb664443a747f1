# What must fail: tests/lib/selftest/screen.sh counts one failure for each line with a number.
exec build/tests/lib/selftest/echo
# 1 to 8: looking in vain
expect nothing of this
expect-not count
expect-row 1 count
expect-look bold count
expect-cursor 1 1
expect-ascii
expect-mono
golden no-such-golden
# 9 to 14: forbidden output
keys b
keys c
keys t
keys z
keys l
keys i
keys w
# 15, 16
writes-max 1
bytes-max 1
# 17: a command outside that fails
do false
# 18, 19: the wrong status, and the terminal left as it was
keys d
wait-exit 0
