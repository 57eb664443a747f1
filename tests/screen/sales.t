# variants: 80x24 132x43
# From a client's lightbox to an order that is granted, invoiced, part-paid, paid, and a line of it credited: by the keys of the footer.
include login-dirk.inc
mask 20[0-9][0-9]-[0-9][0-9]-[0-9][0-9] [0-9][0-9]:[0-9][0-9]:[0-9][0-9]
keys Ctrl-P
type go to lightboxes
keys Enter
expect-row 2 Lightboxes
keys f
type user_id:10009292 name~spring
keys Enter
expect spring catalogue
golden lightboxes
keys Enter
expect-row 2 Lightboxes
expect 30
golden lightbox

# An order of it: prices, downloads
keys o
expect Made: order
expect-row 2 Orders
golden order-new
keys Q
expect Quote a price
type 100.00
keys Enter
expect have this one now
keys A
expect Grant all downloads?
golden order-grant
keys y
expect All downloads are granted
expect granted
golden order-granted
keys 2
expect 100.00
golden order-lines
keys m
expect The mark was changed.

# The invoice: draft, issued, which takes the PIN once more
sql UPDATE auth.sessions SET proved_at = now() - interval '1 hour'
keys I
expect Made: invoice
expect-row 2 draft
golden invoice-draft
keys i
expect Issue this invoice?
keys y
expect This takes your PIN once more
expect-sql draft | SELECT status FROM site.invoices ORDER BY id DESC LIMIT 1
type 735148
keys Enter
wait-for The invoice is issued
golden invoice-issued

# Paid in two parts
keys p
type 40
golden payment-new
keys F2
expect Made: payment
expect part-paid
keys p F2
expect Made: payment
expect paid
keys 4
expect 40.00
golden invoice-payments

# A line credited; the number must be typed
keys 2
golden invoice-lines
keys d
expect Credit this line?
type 2026-00000
keys Enter
expect That is something else
golden credit-line
keys Esc
expect-not Credit this line?
sql UPDATE auth.sessions SET proved_at = now() - interval '1 hour'
keys d
type 2026-01771
keys Enter
expect This takes your PIN once more
expect-sql 0 | SELECT count(*) FROM site.invoices WHERE kind = 'credit' AND number = '2026-01772'
type 735148
keys Enter
wait-for The line was credited
expect-row 2 2026-01771
golden invoice-credited-line
keys 5
expect -100.00
golden invoice-credits
keys Enter
expect-row 2 2026-01772
golden credit-note
keys Esc
expect-sql paid|400.00|100.00|-100.00 | SELECT status, paid_total, credited_total, open_total FROM site.invoices WHERE number = '2026-01771'
expect-sql 1 | SELECT count(*) FROM site.order_lines WHERE order_id = 306001 AND NOT invoiced
# what was paid too much goes back
keys p
type -100
keys F2
expect Made: payment
expect-sql paid|300.00|0.00 | SELECT status, paid_total, open_total FROM site.invoices WHERE number = '2026-01771'
include leave.inc
