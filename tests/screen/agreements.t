# variants: 80x24 132x43
# Ben makes an agreement and says for whom it holds.
run
expect Log-in
burst ben<Tab>demo-ben-lumen-2026<Tab>513927<Enter>
expect Home
keys Ctrl-P
burst go to agreements<Enter>
expect Book covers
golden agreements
keys n
expect-row 2 Agreements > new
type Calendars 2027
keys Tab Tab Tab
type 2020-01-01
keys F2
expect ends after it begins
keys Ctrl-A Ctrl-K
keys F2
expect Calendars 2027
golden agreements-record
keys ] n
expect-row 2 > new
keys Space
type anna meier
type \x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f
type meier
expect Meier
golden agreements-account
keys Esc Esc Esc Esc
include leave.inc
