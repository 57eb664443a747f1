# variants: 80x24 132x43
# What is past its term, the first rows, and the purge with its number typed; it runs as a job.
include login-cora.inc
keys Ctrl-P
burst go to retention<Enter>
expect-row 2 Retention
# How many, depends on the day.
mask  +[0-9][0-9,-]*
golden retention
keys Home Down Down Enter
expect [General]
keys ]
expect [First rows
keys Esc P
expect Purge all that is past its term?
golden retention-purge
keys Esc
include leave.inc
