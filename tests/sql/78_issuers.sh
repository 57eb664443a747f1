#!/bin/bash
# Twenty at once: invoices get numbers without gaps, whoever rolls back; an order that two people and the website work on loses and doubles nothing.
. tests/lib/tap.sh

quiet() { psql -XAtq "$@"; }

# ---- twenty issuers, a third of whom change their minds ------------------------------------------------------------------------
quiet -c "INSERT INTO site.invoices (id, user_id) SELECT 980000 + n, 10009292 FROM generate_series(1, 100) n;
  INSERT INTO site.invoice_lines (invoice_id, description, price) SELECT 980000 + n, 'one', n FROM generate_series(1, 100) n"
before=$(quiet -c "SELECT last FROM site.invoice_numbers WHERE year = extract(year FROM current_date)" || echo 0)
issuer() { # number of the issuer: five invoices each, every third transaction is rolled back and tried again
  local n
  for n in 1 2 3 4 5; do
    local id=$((980000 + ($1 - 1) * 5 + n))
    [ $((id % 3)) != 0 ] || echo "BEGIN; UPDATE site.invoices SET status = 'issued' WHERE id = $id; ROLLBACK;"
    echo "UPDATE site.invoices SET status = 'issued' WHERE id = $id;"
  done | PGOPTIONS='-c role=site' psql -XAtq -v ON_ERROR_STOP=1 2>&1
}
said=$(for n in $(seq 20); do issuer "$n" & done; wait)
tap_empty "$said" "twenty issue a hundred invoices at once"
tap_is "100 100 ${before:-0}" "$(quiet -c "SELECT count(DISTINCT number), max(substr(number, 6)::int) - min(substr(number, 6)::int) + 1, min(substr(number, 6)::int) - 1 FROM site.invoices WHERE id BETWEEN 980001 AND 980100" | tr '|' ' ')" \
  "their numbers follow each other without a gap"
tap_is "$(quiet -c "SELECT last FROM site.invoice_numbers WHERE year = extract(year FROM current_date)")" "$((${before:-0} + 100))" "and the next is the next"

# ---- an invoice that several pay and credit at once --------------------------------------------------------------------------------
payer() { for _ in 1 2 3 4 5; do echo "INSERT INTO site.payments (invoice_id, amount) VALUES (980100, 7.01);"; done | PGOPTIONS='-c role=site' psql -XAtq 2>&1; }
said=$(for _ in 1 2 3 4 5 6; do payer & done; quiet -c "SELECT meta.credit_lines(980100, NULL, NULL, '')" >/dev/null & wait)
tap_empty "$said" "six pay at once, and it is credited meanwhile"
tap_is "210.30|t" "$(quiet -c "SELECT paid_total, open_total = -210.30 AND status = 'credited' FROM site.invoices WHERE id = 980100")" "no payment is lost"

# ---- an order: two people grant and revoke, the website reads mail and prices ---------------------------------------------------------
quiet -c "INSERT INTO site.orders (id, user_id, status) VALUES (980001, 10009292, 'submitted');
  INSERT INTO site.order_lines (order_id, file_id) SELECT 980001, 30000001 + n FROM generate_series(1, 12) n"
decide() { # which download, pause: every line in an order of its own; who meets the other is told, and tries again
  local id
  for id in $(quiet -c "SELECT id FROM site.order_lines WHERE order_id = 980001 ORDER BY md5(id || '$1')"); do
    echo "UPDATE site.order_lines SET download = '$1' WHERE id = $id;"
  done | PGOPTIONS='-c role=site -c lock_timeout=10s' psql -XAtq 2>&1
}
price() { for n in $(seq 1 30); do echo "UPDATE site.order_lines SET price = $n WHERE order_id = 980001 AND id % 3 = $((n % 3)); UPDATE site.orders SET client_note = '$n' WHERE id = 980001;"; done | PGOPTIONS='-c role=site' psql -XAtq 2>&1; }
said=$(for _ in 1 2 3; do
  decide granted &
  decide revoked &
  price &
  wait
done)
tap_empty "$(grep -v deadlock <<<"$said" | grep -E 'ERROR|FATAL')" "granting, revoking and pricing at once is never refused for another reason than meeting each other"
tap_empty "$(quiet -c "SELECT o.status FROM site.orders o JOIN site.order_lines l ON l.order_id = o.id WHERE o.id = 980001 GROUP BY o.status
  HAVING o.status <> CASE WHEN count(*) FILTER (WHERE l.download = 'granted') = count(*) THEN 'granted' WHEN count(*) FILTER (WHERE l.download = 'granted') > 0 THEN 'partly_granted' ELSE 'declined' END")" "the order says what its lines say"
tap_is "30" "$(quiet -c "SELECT client_note FROM site.orders WHERE id = 980001")" "the website's own writing is there"

# ---- two invoices of the same lines at once ---------------------------------------------------------------------------------------------
quiet -c "UPDATE site.order_lines SET download = 'granted', price = coalesce(price, 5) WHERE order_id = 980001; UPDATE site.order_lines SET to_invoice = true WHERE order_id = 980001;
  INSERT INTO site.invoices (id, user_id) SELECT 981000 + n, 10009292 FROM generate_series(1, 6) n"
bill() { PGOPTIONS='-c role=site' psql -XAtq -c "INSERT INTO site.invoice_lines (invoice_id, order_line_id, description) SELECT $1, l.id, '' FROM site.order_lines l WHERE l.order_id = 980001 AND NOT l.invoiced ORDER BY l.id" 2>&1; }
said=$(for n in 981001 981002 981003 981004 981005 981006; do bill $n & done; wait)
tap_is "12|12|1" "$(quiet -c "SELECT count(*), count(DISTINCT order_line_id), count(DISTINCT invoice_id) FROM site.invoice_lines WHERE order_line_id IN (SELECT id FROM site.order_lines WHERE order_id = 980001)")" "six draw up the same invoice: one has the lines"
tap_empty "$(grep -E 'ERROR' <<<"$said" | grep -v invoice_lines_one_invoice_key)" "and the others are told why not"
tap_done
