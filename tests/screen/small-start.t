# A terminal that is too small from the start.
size 5 20
run
expect too
resize 24 80
expect Log-in
burst anna<Tab>demo-anna-lumen-2026<Tab>402816<Enter>
expect-row 2 Home
resize 10 40
golden home-smallest
keys u
golden users-smallest
include leave.inc
