# valgrind
# Ten million characters pasted into a field, keys that are no UTF-8, sequences cut short: the field takes what fits, and says so.
include login-anna.inc
include open-anna-meier.inc
keys 2 F2 Ctrl-A Ctrl-K
paste-times 1000000 0123456789
wait-for Only 200 characters fit here
golden paste-long
keys Ctrl-Z Ctrl-Z
expect Ringstr. 4
keys End
paste a\tb\nc\e[31md\x07
golden paste-controls
keys Ctrl-Z
burst \xff\xfe\xc3X\xe2\x82Y
burst \e[99999999999~Z
burst \e]0;title\x07\xc2\x9b31m
burst \e[200~never ended
burst \e[201~
keys Ctrl-A Ctrl-K
type Ringstr. 4
expect-row 2 active
keys Esc Esc
paste x
paste-times 100000 /
keys Esc Esc
include leave.inc
