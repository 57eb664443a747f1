# variants: 80x24 80x24+nl
# Amounts in a currency without decimals: a form says so before anything is sent, also when the currency is changed in it.
sql INSERT INTO site.exchange_rates (currency, valid_from, rate) VALUES ('JPY', '2020-01-01', 0.0061) ON CONFLICT DO NOTHING
sql INSERT INTO site.orders (id, user_id, status, currency) VALUES (990010, 10009292, 'submitted', 'JPY')
sql INSERT INTO site.order_lines (id, order_id, file_id) VALUES (9900100, 990010, 30000001)
sql INSERT INTO site.quote_requests (id, user_id, subject, body, price, currency) OVERRIDING SYSTEM VALUE VALUES (990020, 10009292, 'Kabuki', 'Two pages', 10.50, 'EUR')
sql INSERT INTO site.quote_requests (id, user_id, subject, body, currency) OVERRIDING SYSTEM VALUE VALUES (990021, 10009292, 'Noh', 'One page', 'EUR')
run
burst dirk<Tab>demo-dirk-lumen-2026<Tab>735148<Enter>
expect ? al
keys Ctrl-F
type 990010
keys Enter Enter
expect-row 2 990010
# asked for alone: what was typed stays
keys Q
type 10.50
keys Enter
only !nl expect JPY has no decimals: write
only nl expect JPY heeft geen decimalen:
keys Backspace Backspace Backspace 5 Enter
expect-sql 105 | SELECT trim_scale(price) FROM site.order_lines WHERE id = 9900100
# in the record of the line
keys 2 Enter
keys F2 Down Down Down Down Ctrl-U
type 10.50
keys F2
only !nl expect JPY has no decimals: write it as 1,234 or 1234.
only nl expect JPY heeft geen decimalen: schrijf het als 1.234 of 1234.
keys Ctrl-U
type 1050
keys F2
expect-sql 1050 | SELECT trim_scale(price) FROM site.order_lines WHERE id = 9900100
only !nl expect 1,050
only nl expect 1.050
keys Esc Esc
# a price whose currency is changed beside it
only !nl keys Ctrl-P
only !nl burst go to quote requests<Enter>
only !nl keys f
only !nl type subject~Kabuki
only !nl keys Enter Home Enter
only !nl keys F2 Down Down
only !nl type yen
only !nl keys Enter
only !nl expect JPY has no decimals
only !nl keys F2
only !nl expect A field is not right yet
only !nl expect-sql EUR | SELECT currency FROM site.quote_requests WHERE id = 990020
only !nl keys Ctrl-U
only !nl type 1050
only !nl keys F2
only !nl expect Saved.
only !nl expect-sql JPY 1050 | SELECT currency || ' ' || trim_scale(price) FROM site.quote_requests WHERE id = 990020
include leave.inc
# line by line it is the same
only !nl run --plain --login dirk
only !nl expect Password:
only !nl burst demo-dirk-lumen-2026<Enter>
only !nl burst 735148<Enter>
only !nl wait-for You are Dirk
only !nl burst list quote_requests subject~Noh<Enter>
only !nl wait-for That is all.
only !nl burst open 1<Enter>
only !nl wait-for One page
only !nl burst set currency JPY<Enter>
only !nl wait-for it becomes JPY
only !nl burst set price 10.50<Enter>
only !nl wait-for JPY has no decimals
only !nl burst set price 1050<Enter>
only !nl wait-for it becomes 1,050
only !nl burst save<Enter>
only !nl wait-for Saved.
only !nl burst quit<Enter>
only !nl wait-exit 0
