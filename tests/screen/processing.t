# variants: 80x24 132x43
# The record of processing, which is found by its article; it opens, and somebody without the right has it not.
include login-cora.inc
keys Ctrl-P
burst art. 30<Enter>
expect-row 2 Record of processing (Art. 30)
expect Purpose
expect Category
golden processing
keys f
burst tables~site.invoices<Enter>
expect Invoicing and tax
keys Home Enter
expect legal obligation
expect site.invoices
include leave.inc
include login-anna.inc
keys Ctrl-P
burst art. 30
expect Nothing matches
keys Esc
include leave.inc
