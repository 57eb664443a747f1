# variants: 80x24 132x43
# Every list of what is sold, and a record of each; who has no right to it is told which one.
include login-dirk.inc
mask 20[0-9][0-9]-[0-9][0-9]-[0-9][0-9] [0-9][0-9]:[0-9][0-9]:[0-9][0-9]
keys Ctrl-P
type go to orders
keys Enter
expect-row 2 Orders
golden sales-orders
keys Esc
keys Ctrl-P
type go to lines of orders
keys Enter
expect-row 2 Lines of orders
golden sales-order-lines
keys Esc
keys Ctrl-P
type go to carts
keys Enter
expect-row 2 Carts
golden sales-carts
keys Esc
keys Ctrl-P
type go to files
keys Enter
expect-row 2 Files
golden sales-files
keys Enter
expect-row 2 Files >
golden sales-file
keys Esc
keys Esc
keys Ctrl-P
type go to invoices
keys Enter
expect-row 2 Invoices
golden sales-invoices
keys f
type overdue:yes total>500
keys Enter
expect overdue
golden sales-overdue
keys Esc
keys Esc
keys Ctrl-P
type go to lines of invoices
keys Enter
expect-row 2 Lines of invoices
golden sales-invoice-lines
keys Esc
keys Ctrl-P
type go to payments
keys Enter
expect-row 2 Payments
golden sales-payments
keys Esc
keys Ctrl-P
type go to reminders
keys Enter
expect-row 2 Reminders
golden sales-reminders
keys Esc
keys Ctrl-P
type collection report
keys Enter
expect-row 2 Collection report
golden sales-collection
keys Esc
keys Ctrl-P
type go to contributors
keys Enter
expect-row 2 Contributors
golden sales-contributors
keys Enter
expect-row 2 Contributors >
golden sales-contributor
keys Tab
golden sales-contributor-statements
keys Esc
keys Esc
keys Ctrl-P
type go to groups of contributors
keys Enter
expect-row 2 Groups of contributors
golden sales-groups
keys Enter
expect-row 2 Groups of contributors >
golden sales-group
keys Esc
keys Esc
keys Ctrl-P
type go to statements
keys Enter
expect-row 2 Statements
golden sales-statements
keys Enter
expect-row 2 Statements >
golden sales-statement
keys Esc
keys Esc
keys Ctrl-P
type go to exchange rates
keys Enter
expect-row 2 Exchange rates
golden sales-rates
keys Esc
keys Ctrl-P
type go to payment runs
keys Enter
expect-row 2 Payment runs
golden sales-runs
keys Enter
expect-row 2 Payment runs >
keys w
expect This is what it would come to
golden sales-run-previewed
keys Esc
keys Esc
include leave.inc
