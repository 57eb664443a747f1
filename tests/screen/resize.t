# valgrind
# Any size at any moment, on every kind of screen: nothing is lost, nothing dies.
run
include resize-storm.inc
burst anna<Tab>demo-anna-lumen-2026<Tab>402816<Enter>
expect-row 2 Home
include resize-storm.inc
keys u
include resize-storm.inc
expect 10000012
burst /10009292<Enter><Enter>
include resize-storm.inc
keys 2 F2
type Hof
include resize-storm.inc
expect Ringstr. 4Hof
keys Esc
include resize-storm.inc
expect Not saved yet
keys d
keys Ctrl-P
include resize-storm.inc
expect Screens and actions
keys Esc f
include resize-storm.inc
expect Filter:
keys Esc c
include resize-storm.inc
expect Columns
keys Esc
# too small: a sentence, and back to where one was
resize 5 20
expect too
expect F10
golden too-small
resize 9 100
expect The terminal is too small (100x9)
resize 100 39
expect too small
resize 10 40
expect Users
golden smallest
keys Esc
resize 24 80
expect-row 2 Users
resize 5 20
keys q
wait-exit 0
