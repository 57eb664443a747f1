-- Demo data, continued: invoices of nearly all that was granted, credit notes, payments, reminders, payment runs. The lines of invoices are worked out
-- here and written by 42_lines.sql.
SET LOCAL session_replication_role = replica;
SET LOCAL jit = off;
SET LOCAL work_mem = '256MB';

-- Documents are invoices and, after them, credit notes; numbers go by day.
CREATE UNLOGGED TABLE demo.numbered AS
	SELECT d.*, 500000 + row_number() OVER (ORDER BY d.day, d.kind DESC, d.order_id) AS id, row_number() OVER (PARTITION BY extract(year FROM d.day) ORDER BY d.day, d.kind DESC, d.order_id) AS seq
	FROM (SELECT b.*, date_trunc('month', b.day)::date AS month, 'invoice' AS kind, coalesce(c.settlement_days, 30) AS days FROM demo.bills b JOIN demo.clients c ON c.user_id = b.user_id
		UNION ALL SELECT b.order_id, b.g, b.user_id, b.currency, b.lines_before, least(b.day + 3 + demo.pick(b.g, 534, 40)::integer, demo.today()::date), b.fate, b.credited, b.whole,
			date_trunc('month', b.day)::date, 'credit', 0 FROM demo.bills b WHERE b.credited) AS d;
ANALYZE demo.numbered;
INSERT INTO site.invoice_numbers (year, last) SELECT extract(year FROM day)::integer, max(seq) FROM demo.numbered GROUP BY 1;

-- Lines: tax is shared out as site.share_tax does it. times is -1 where a credit note takes a line back.
CREATE UNLOGGED TABLE demo.lines AS
	SELECT row_number() OVER (ORDER BY x.invoice_id, x.id) AS id, x.invoice_id, x.id AS order_line_id, x.file_id, NULL::bigint AS credits_line_id, x.price, x.discount, x.amount, x.label, x.rate,
		site.round_money(sum(x.amount) OVER w * x.rate / 100) - site.round_money((sum(x.amount) OVER w - x.amount) * x.rate / 100) AS tax,
		x.supplier_id, x.royalty_percent, site.round_money(x.amount * x.worth * x.royalty_percent / 100) AS royalty_amount, x.credited AND (x.whole OR x.id = x.lines_before + 1) AS released, x.day, x.use, x.order_id, 1 AS times
	FROM (SELECT l.id, l.order_id, l.file_id, l.price, l.discount, l.amount, l.supplier_id, l.royalty_percent, n.id AS invoice_id, n.day, n.credited, n.whole, n.lines_before, c.label, c.rate,
			CASE n.currency WHEN 'EUR' THEN 1 ELSE r.rate END AS worth, concat_ws(', ', l.licence || coalesce(' ' || nullif(l.size, ''), ''), nullif(l.use_text, '')) AS use
		FROM demo.numbered n JOIN site.order_lines l ON l.order_id = n.order_id AND l.download = 'granted' AND l.to_invoice JOIN demo.clients c ON c.user_id = n.user_id
		LEFT JOIN site.exchange_rates r ON r.currency = n.currency AND r.valid_from = n.month WHERE n.kind = 'invoice') AS x
	WINDOW w AS (PARTITION BY x.invoice_id ORDER BY x.id);
INSERT INTO demo.lines
	SELECT (SELECT max(id) FROM demo.lines) + row_number() OVER (ORDER BY c.id, l.id), c.id, l.order_line_id, l.file_id, l.id, l.price, l.discount, -l.amount, l.label, l.rate, -l.tax,
		l.supplier_id, l.royalty_percent, -l.royalty_amount, true, c.day, l.use, l.order_id, -1
	FROM demo.numbered c JOIN demo.lines l ON l.order_id = c.order_id AND l.released WHERE c.kind = 'credit' ORDER BY c.id, l.id;
ANALYZE demo.lines;
CREATE UNLOGGED TABLE demo.sums AS SELECT l.invoice_id, sum(l.amount) AS net, sum(l.tax) AS tax, sum(l.amount + l.tax) AS total FROM demo.lines l GROUP BY l.invoice_id;
ANALYZE demo.sums;

-- Payments: most pay in time, some late, some in two parts, a few not at all; who was credited after paying gets it back.
CREATE UNLOGGED TABLE demo.settled AS
	SELECT n.*, s.net, s.tax, s.total, n.day + n.days AS due, coalesce(c.total, 0) AS given_back,
		CASE WHEN n.fate < 0.94 THEN n.day + floor(demo.unit(n.g, 541) * (n.days + 5))::integer WHEN n.fate < 0.96 THEN n.day + n.days + 15 + demo.pick(n.g, 542, 60)::integer END AS paid_on
	FROM demo.numbered n JOIN demo.sums s ON s.invoice_id = n.id
	LEFT JOIN (SELECT x.order_id, -sum(t.total) AS total FROM demo.numbered x JOIN demo.sums t ON t.invoice_id = x.id WHERE x.kind = 'credit' GROUP BY x.order_id) AS c ON c.order_id = n.order_id
	WHERE n.kind = 'invoice';
ANALYZE demo.settled;
INSERT INTO site.payments (invoice_id, user_id, amount, currency, rate, paid_on, method, description, created_by, created_at)
	SELECT p.id, p.user_id, p.amount, p.currency, CASE p.currency WHEN 'EUR' THEN 1 ELSE r.rate END, p.day, p.method, p.description, CASE WHEN p.method = 'bank' THEN 10000002 END, p.day + interval '9 hours'
	FROM (
		-- Whole, or the first of two parts
		SELECT s.id, s.user_id, CASE WHEN demo.pick(s.g, 543, 25) = 0 THEN site.round_money(s.total / 2) ELSE s.total END AS amount, s.currency, s.paid_on AS day,
			(ARRAY['bank', 'bank', 'bank', 'card', 'online'])[1 + demo.pick(s.g, 544, 5)] AS method, '2026 invoice ' || s.id AS description, 1 AS part
			FROM demo.settled s WHERE s.paid_on <= demo.today()::date AND s.total > 0
		-- The second part, of four in five
		UNION ALL SELECT s.id, s.user_id, s.total - site.round_money(s.total / 2), s.currency, s.paid_on + 14, 'bank', 'second part', 2
			FROM demo.settled s WHERE s.paid_on + 14 <= demo.today()::date AND s.total > 0 AND demo.pick(s.g, 543, 25) = 0 AND demo.pick(s.g, 545, 5) > 0
		-- Half of those who were credited had not paid; some of the others get it back later
		UNION ALL SELECT s.id, s.user_id, s.total, s.currency, s.day + 2, 'bank', '', 3 FROM demo.settled s WHERE s.given_back > 0 AND demo.pick(s.g, 546, 2) = 0 AND s.total > 0 AND s.day + 2 <= demo.today()::date
		UNION ALL SELECT s.id, s.user_id, -s.given_back, s.currency, s.day + 60, 'bank', 'paid back', 4 FROM demo.settled s
			WHERE s.given_back > 0 AND demo.pick(s.g, 546, 2) = 0 AND demo.pick(s.g, 547, 4) > 0 AND s.day + 60 <= demo.today()::date
	) AS p LEFT JOIN site.exchange_rates r ON r.currency = p.currency AND r.valid_from = date_trunc('month', p.day)::date ORDER BY p.day, p.id, p.part;

CREATE UNLOGGED TABLE demo.paid AS SELECT p.invoice_id, sum(p.amount) AS amount, max(p.paid_on) AS last FROM site.payments p GROUP BY p.invoice_id;

-- The invoices with what became of them. Reminders go out for what is due for long, the first after fourteen days, one every thirty.
CREATE UNLOGGED TABLE demo.stated AS
	SELECT s.id, s.order_id, s.day, s.due, s.given_back, p.amount AS paid, p.last, v.status,
		CASE WHEN v.status IN ('issued', 'part_paid') AND s.due + 14 < demo.today()::date THEN least(3, (demo.today()::date - s.due - 14 + 29) / 30) ELSE 0 END AS reminders
	FROM demo.settled s LEFT JOIN demo.paid p ON p.invoice_id = s.id
	CROSS JOIN LATERAL (SELECT CASE WHEN s.given_back >= s.total AND s.given_back <> 0 THEN 'credited' WHEN s.total - s.given_back - coalesce(p.amount, 0) <= 0 THEN 'paid'
		WHEN coalesce(p.amount, 0) <> 0 THEN 'part_paid' ELSE 'issued' END AS status) AS v;
ANALYZE demo.stated;
INSERT INTO site.invoices (id, number, kind, credits_id, user_id, organisation_id, status, invoice_date, due_date, settlement_days, currency, base_currency, rate, buyer_name, buyer_company, buyer_address, buyer_country, buyer_vat_number,
		reference, net_total, tax_total, paid_total, credited_total, reminders, reminded_at, issued_at, issued_by, keep_until, created_by, created_at, updated_at)
	SELECT n.id, to_char(n.day, 'YYYY') || '-' || lpad(n.seq::text, greatest(5, length(n.seq::text)), '0'), n.kind, CASE n.kind WHEN 'credit' THEN s.id END,
		n.user_id, b.organisation_id, CASE n.kind WHEN 'credit' THEN 'issued' ELSE s.status END, n.day, n.day + n.days, n.days, n.currency, 'EUR', CASE n.currency WHEN 'EUR' THEN 1 ELSE r.rate END,
		b.name, b.company, b.address, b.country, b.vat_number, o.reference, t.net, t.tax, CASE n.kind WHEN 'credit' THEN 0 ELSE coalesce(s.paid, 0) END, CASE n.kind WHEN 'credit' THEN 0 ELSE s.given_back END,
		CASE n.kind WHEN 'credit' THEN 0 ELSE s.reminders END, CASE WHEN n.kind = 'invoice' AND s.reminders > 0 THEN s.due + 14 + (s.reminders - 1) * 30 + interval '8 hours' END,
		n.day + interval '10 hours', 10000002, make_date(extract(year FROM n.day)::integer + CASE WHEN site.in_eu(b.country::text) AND b.vat_number = '' AND b.country::text <> 'NL' THEN 10 ELSE 7 END, 12, 31),
		10000002, n.day + interval '9 hours', n.day + interval '10 hours'
	FROM demo.numbered n JOIN demo.sums t ON t.invoice_id = n.id JOIN demo.stated s ON s.order_id = n.order_id JOIN site.orders o ON o.id = n.order_id
	JOIN (SELECT c.user_id, c.organisation_id, a.* FROM demo.clients c CROSS JOIN LATERAL site.buyer_of(c.user_id) AS a OFFSET 0) AS b ON b.user_id = n.user_id
	LEFT JOIN site.exchange_rates r ON r.currency = n.currency AND r.valid_from = n.month ORDER BY n.id;
INSERT INTO site.reminders (invoice_id, user_id, level, open_total, note, sent_at, sent_by)
	SELECT i.id, i.user_id, n, i.open_total, (ARRAY['by e-mail', 'by e-mail', 'by post'])[n], i.due_date + 14 + (n - 1) * 30 + interval '8 hours', 10000002
	FROM site.invoices i, generate_series(1, i.reminders) n WHERE i.reminders > 0 ORDER BY 6, 1;

-- Settled sales can be paid to contributors; a run each quarter paid them, up to September.
CREATE UNLOGGED TABLE demo.payable AS SELECT n.id, greatest(s.last, s.day) AS day FROM demo.numbered n JOIN demo.stated s ON s.order_id = n.order_id WHERE s.status IN ('paid', 'credited');
CREATE UNLOGGED TABLE demo.shares AS
	SELECT l.id, l.supplier_id, l.royalty_amount, (date_trunc('quarter', p.day) + interval '3 months')::date AS run_on
	FROM demo.lines l JOIN demo.payable p ON p.id = l.invoice_id WHERE l.royalty_amount <> 0 AND p.day < '2026-10-01';
ANALYZE demo.payable; ANALYZE demo.shares;
CREATE UNLOGGED TABLE demo.quarters AS
	SELECT s.run_on, s.supplier_id, count(*) AS lines, sum(s.royalty_amount) AS total FROM demo.shares s GROUP BY s.run_on, s.supplier_id HAVING sum(s.royalty_amount) > 0;
INSERT INTO site.payment_runs (id, run_on, status, currency, statements, lines, total, previewed_at, run_at, run_by, created_by, created_at, updated_at)
	SELECT row_number() OVER (ORDER BY run_on), run_on, 'run', 'EUR', count(*), sum(lines), sum(total), run_on + interval '9 hours', run_on + interval '10 hours', 10000002, 10000002, run_on + interval '8 hours', run_on + interval '10 hours'
	FROM demo.quarters GROUP BY run_on;
SELECT setval(pg_get_serial_sequence('site.payment_runs', 'id'), greatest(1, (SELECT max(id) FROM site.payment_runs)));
INSERT INTO site.statements (id, run_id, supplier_id, run_on, currency, lines, total, created_at)
	SELECT row_number() OVER (ORDER BY q.run_on, q.supplier_id), r.id, q.supplier_id, q.run_on, 'EUR', q.lines, q.total, q.run_on + interval '10 hours' FROM demo.quarters q JOIN site.payment_runs r ON r.run_on = q.run_on;
SELECT setval(pg_get_serial_sequence('site.statements', 'id'), greatest(1, (SELECT max(id) FROM site.statements)));
ANALYZE site.statements;
INSERT INTO site.statement_lines (statement_id, invoice_line_id, amount)
	SELECT s.id, l.id, l.royalty_amount FROM demo.shares l JOIN site.statements s ON s.supplier_id = l.supplier_id AND s.run_on = l.run_on ORDER BY s.id, l.id;
INSERT INTO site.payment_runs (group_id, run_on, note, created_by, created_at, updated_at) VALUES (2, '2026-11-30', 'End of November', 10000002, '2026-11-20 09:00+00', '2026-11-20 09:00+00');
CREATE UNLOGGED TABLE demo.paid_out AS SELECT s.invoice_line_id AS id FROM site.statement_lines s;
ANALYZE demo.paid_out;
