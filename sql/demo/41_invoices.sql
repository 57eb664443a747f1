-- Demo data, continued: invoices of nearly all that was granted, credit notes, payments, reminders, payment runs.

-- What is charged on which day. Documents are invoices and, after them, credit notes; numbers go by day.
CREATE TABLE demo.bills AS
	SELECT o.id AS order_id, o.g, o.user_id, o.currency, (o.decided_at + interval '1 day' * (1 + demo.pick(o.g, 531, 9)))::date AS day, demo.unit(o.g, 532) AS fate
	FROM (SELECT d.g, s.* FROM demo.ordered d JOIN site.orders s ON s.id = d.id) AS o
	WHERE o.status IN ('completed', 'granted') AND demo.pick(o.g, 533, 50) > 0 AND EXISTS (SELECT FROM site.order_lines l WHERE l.order_id = o.id AND l.download = 'granted' AND l.to_invoice);
UPDATE demo.bills SET day = demo.today()::date - 1 WHERE day >= demo.today()::date;
CREATE TABLE demo.documents AS
	SELECT b.order_id, b.g, b.user_id, b.currency, b.day, b.fate, 'invoice' AS kind, coalesce(u.settlement_days, 30) AS days FROM demo.bills b JOIN site.users u ON u.id = b.user_id
	-- Three of a hundred are credited, half of these for one line only.
	UNION ALL SELECT b.order_id, b.g, b.user_id, b.currency, least(b.day + 3 + demo.pick(b.g, 534, 40)::integer, demo.today()::date), b.fate, 'credit', 0
		FROM demo.bills b WHERE b.fate >= 0.97 AND b.day < demo.today()::date - 4;
CREATE TABLE demo.numbered AS
	SELECT d.*, 500000 + row_number() OVER (ORDER BY d.day, d.kind DESC, d.order_id) AS id, row_number() OVER (PARTITION BY extract(year FROM d.day) ORDER BY d.day, d.kind DESC, d.order_id) AS seq FROM demo.documents d;
CREATE INDEX ON demo.numbered (order_id);
ANALYZE demo.numbered;
INSERT INTO site.invoice_numbers (year, last) SELECT extract(year FROM day)::integer, max(seq) FROM demo.numbered GROUP BY 1;

-- Lines: tax is shared out as site.share_tax does it.
INSERT INTO site.invoice_lines (id, invoice_id, order_line_id, file_id, description, quantity, price, discount, tax_label, tax_rate, tax, supplier_id, royalty_percent, royalty_amount, created_at, updated_at)
	SELECT row_number() OVER (ORDER BY x.invoice_id, x.id), x.invoice_id, x.id, x.file_id, x.description, 1, x.price, x.discount, x.label, x.rate,
		site.round_money(sum(x.amount) OVER w * x.rate / 100) - site.round_money((sum(x.amount) OVER w - x.amount) * x.rate / 100),
		x.supplier_id, x.royalty_percent, site.round_money(x.amount * x.worth * x.royalty_percent / 100), x.day, x.day
	FROM (SELECT l.*, n.id AS invoice_id, n.day, t.label, t.rate, CASE n.currency WHEN 'EUR' THEN 1 ELSE r.rate END AS worth,
			concat_ws(', ', f.id || ' ' || f.title, l.licence || coalesce(' ' || nullif(l.size, ''), ''), nullif(l.use_text, '')) AS description
		FROM demo.numbered n JOIN site.order_lines l ON l.order_id = n.order_id AND l.download = 'granted' AND l.to_invoice JOIN demo.rates t ON t.user_id = n.user_id JOIN site.files f ON f.id = l.file_id
		LEFT JOIN site.exchange_rates r ON r.currency = n.currency AND r.valid_from = date_trunc('month', n.day)::date WHERE n.kind = 'invoice') AS x
	WINDOW w AS (PARTITION BY x.invoice_id, x.label, x.rate ORDER BY x.id);
CREATE INDEX demo_lines ON site.invoice_lines (invoice_id);
ANALYZE site.invoice_lines;
INSERT INTO site.invoice_lines (id, invoice_id, order_line_id, file_id, credits_line_id, description, quantity, price, discount, tax_label, tax_rate, tax, supplier_id, royalty_percent, royalty_amount, released, created_at, updated_at)
	SELECT (SELECT max(id) FROM site.invoice_lines) + row_number() OVER (ORDER BY c.id, l.id), c.id, l.order_line_id, l.file_id, l.id, l.description, -l.quantity, l.price, l.discount, l.tax_label, l.tax_rate, -l.tax,
		l.supplier_id, l.royalty_percent, -l.royalty_amount, true, c.day, c.day
	FROM demo.numbered c JOIN demo.numbered i ON i.order_id = c.order_id AND i.kind = 'invoice' JOIN site.invoice_lines l ON l.invoice_id = i.id
	WHERE c.kind = 'credit' AND (demo.pick(c.g, 535, 2) = 0 OR l.id = (SELECT min(x.id) FROM site.invoice_lines x WHERE x.invoice_id = i.id));
UPDATE site.invoice_lines l SET released = true FROM site.invoice_lines x WHERE x.credits_line_id = l.id;
CREATE TABLE demo.sums AS SELECT l.invoice_id, sum(l.amount) AS net, sum(l.tax) AS tax, sum(l.amount + l.tax) AS total FROM site.invoice_lines l GROUP BY l.invoice_id;
ALTER TABLE demo.sums ADD PRIMARY KEY (invoice_id);
ANALYZE demo.sums;

-- Payments: most pay in time, some late, some in two parts, a few not at all; who was credited after paying gets it back.
CREATE TABLE demo.settled AS
	SELECT n.*, s.net, s.tax, s.total, n.day + n.days AS due, coalesce(-(SELECT sum(c.total) FROM demo.numbered x JOIN demo.sums c ON c.invoice_id = x.id WHERE x.order_id = n.order_id AND x.kind = 'credit'), 0) AS credited,
		CASE WHEN n.fate < 0.94 THEN n.day + floor(demo.unit(n.g, 541) * (n.days + 5))::integer WHEN n.fate < 0.96 THEN n.day + n.days + 15 + demo.pick(n.g, 542, 60)::integer END AS paid_on
	FROM demo.numbered n JOIN demo.sums s ON s.invoice_id = n.id WHERE n.kind = 'invoice';
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
		UNION ALL SELECT s.id, s.user_id, s.total, s.currency, s.day + 2, 'bank', '', 3 FROM demo.settled s WHERE s.credited > 0 AND demo.pick(s.g, 546, 2) = 0 AND s.total > 0 AND s.day + 2 <= demo.today()::date
		UNION ALL SELECT s.id, s.user_id, -s.credited, s.currency, s.day + 60, 'bank', 'paid back', 4 FROM demo.settled s
			WHERE s.credited > 0 AND demo.pick(s.g, 546, 2) = 0 AND demo.pick(s.g, 547, 4) > 0 AND s.day + 60 <= demo.today()::date
	) AS p LEFT JOIN site.exchange_rates r ON r.currency = p.currency AND r.valid_from = date_trunc('month', p.day)::date ORDER BY p.day, p.id, p.part;

-- The invoices with what became of them.
CREATE TABLE demo.paid AS SELECT p.invoice_id, sum(p.amount) AS amount, max(p.paid_on) AS last FROM site.payments p GROUP BY p.invoice_id;
ALTER TABLE demo.paid ADD PRIMARY KEY (invoice_id);
INSERT INTO site.invoices (id, number, kind, credits_id, user_id, organisation_id, status, invoice_date, due_date, settlement_days, currency, base_currency, rate, buyer_name, buyer_company, buyer_address, buyer_country, buyer_vat_number,
		reference, net_total, tax_total, paid_total, credited_total, reminders, reminded_at, issued_at, issued_by, keep_until, created_by, created_at, updated_at)
	SELECT n.id, to_char(n.day, 'YYYY') || '-' || lpad(n.seq::text, greatest(5, length(n.seq::text)), '0'), n.kind, CASE n.kind WHEN 'credit' THEN (SELECT i.id FROM demo.numbered i WHERE i.order_id = n.order_id AND i.kind = 'invoice') END,
		n.user_id, u.organisation_id, CASE WHEN n.kind = 'credit' THEN 'issued' WHEN s.credited >= s.total AND s.credited <> 0 THEN 'credited' WHEN s.total - s.credited - coalesce(p.amount, 0) <= 0 THEN 'paid'
			WHEN coalesce(p.amount, 0) <> 0 THEN 'part_paid' ELSE 'issued' END,
		n.day, n.day + n.days, n.days, n.currency, 'EUR', CASE n.currency WHEN 'EUR' THEN 1 ELSE r.rate END, b.name, b.company, b.address, b.country, b.vat_number, o.reference, t.net, t.tax, coalesce(p.amount, 0), coalesce(s.credited, 0), 0, NULL,
		n.day + interval '10 hours', 10000002, make_date(extract(year FROM n.day)::integer + CASE WHEN site.in_eu(b.country::text) AND b.vat_number = '' AND b.country::text <> 'NL' THEN 10 ELSE 7 END, 12, 31),
		10000002, n.day + interval '9 hours', n.day + interval '10 hours'
	FROM demo.numbered n JOIN demo.sums t ON t.invoice_id = n.id JOIN site.users u ON u.id = n.user_id JOIN site.orders o ON o.id = n.order_id CROSS JOIN LATERAL site.buyer_of(n.user_id) AS b
	LEFT JOIN demo.settled s ON s.id = n.id LEFT JOIN demo.paid p ON p.invoice_id = n.id LEFT JOIN site.exchange_rates r ON r.currency = n.currency AND r.valid_from = CASE n.kind WHEN 'invoice' THEN date_trunc('month', n.day)::date
		ELSE (SELECT date_trunc('month', i.day)::date FROM demo.numbered i WHERE i.order_id = n.order_id AND i.kind = 'invoice') END ORDER BY n.id;
UPDATE site.order_lines o SET invoiced = true FROM site.invoice_lines l WHERE l.order_line_id = o.id AND NOT l.released;

-- Reminders of what is due for long, the first after fourteen days, one every thirty.
INSERT INTO site.reminders (invoice_id, user_id, level, open_total, note, sent_at, sent_by)
	SELECT i.id, i.user_id, n, i.open_total, (ARRAY['by e-mail', 'by e-mail', 'by post'])[n], i.due_date + 14 + (n - 1) * 30 + interval '8 hours', 10000002
	FROM site.invoices i, generate_series(1, 3) n WHERE i.kind = 'invoice' AND i.status IN ('issued', 'part_paid') AND i.due_date + 14 + (n - 1) * 30 < demo.today()::date ORDER BY 6, 1;
UPDATE site.invoices i SET reminders = r.n, reminded_at = r.at FROM (SELECT invoice_id, count(*) AS n, max(sent_at) AS at FROM site.reminders GROUP BY invoice_id) AS r WHERE r.invoice_id = i.id;

-- Settled sales can be paid to contributors; a run each quarter paid them, up to September.
UPDATE site.invoice_lines l SET payable_on = greatest(p.last, i.invoice_date)
	FROM site.invoices d JOIN site.invoices i ON i.id = coalesce(d.credits_id, d.id) LEFT JOIN demo.paid p ON p.invoice_id = i.id WHERE d.id = l.invoice_id AND i.status IN ('paid', 'credited') AND l.royalty_amount <> 0;
CREATE TABLE demo.quarters AS
	SELECT q.run_on, l.supplier_id, count(*) AS lines, sum(l.royalty_amount) AS total FROM site.invoice_lines l
	CROSS JOIN LATERAL (SELECT (date_trunc('quarter', l.payable_on) + interval '3 months')::date AS run_on) AS q WHERE l.payable_on < '2026-10-01' GROUP BY q.run_on, l.supplier_id HAVING sum(l.royalty_amount) > 0;
INSERT INTO site.payment_runs (id, run_on, status, currency, statements, lines, total, previewed_at, run_at, run_by, created_by, created_at, updated_at)
	SELECT row_number() OVER (ORDER BY run_on), run_on, 'run', 'EUR', count(*), sum(lines), sum(total), run_on + interval '9 hours', run_on + interval '10 hours', 10000002, 10000002, run_on + interval '8 hours', run_on + interval '10 hours'
	FROM demo.quarters GROUP BY run_on;
SELECT setval(pg_get_serial_sequence('site.payment_runs', 'id'), greatest(1, (SELECT max(id) FROM site.payment_runs)));
INSERT INTO site.statements (id, run_id, supplier_id, run_on, currency, lines, total, created_at)
	SELECT row_number() OVER (ORDER BY q.run_on, q.supplier_id), r.id, q.supplier_id, q.run_on, 'EUR', q.lines, q.total, q.run_on + interval '10 hours' FROM demo.quarters q JOIN site.payment_runs r ON r.run_on = q.run_on;
SELECT setval(pg_get_serial_sequence('site.statements', 'id'), greatest(1, (SELECT max(id) FROM site.statements)));
CREATE INDEX ON demo.quarters (supplier_id, run_on);
CREATE UNIQUE INDEX demo_statements ON site.statements (supplier_id, run_on);
INSERT INTO site.statement_lines (statement_id, invoice_line_id, amount)
	SELECT s.id, l.id, l.royalty_amount FROM site.invoice_lines l JOIN site.statements s ON s.supplier_id = l.supplier_id AND s.run_on = (date_trunc('quarter', l.payable_on) + interval '3 months')::date
	WHERE l.payable_on < '2026-10-01' ORDER BY s.id, l.id;
UPDATE site.invoice_lines l SET paid_out = true FROM site.statement_lines s WHERE s.invoice_line_id = l.id;
INSERT INTO site.payment_runs (group_id, run_on, note, created_by, created_at, updated_at) VALUES (2, '2026-11-30', 'End of November', 10000002, '2026-11-20 09:00+00', '2026-11-20 09:00+00');
DROP INDEX site.demo_lines, site.demo_statements;

-- Drafts, and one that was voided: free lines only.
INSERT INTO site.invoices (id, user_id, organisation_id, status, currency, reference, note, created_by, created_at, updated_at)
	SELECT (SELECT max(id) FROM site.invoices) + g, u.id, u.organisation_id, CASE WHEN g % 5 = 4 THEN 'void' ELSE 'draft' END, u.currency, '', 'Research and scans', 10000002, demo.today() - g * interval '7 hours', demo.today() - g * interval '7 hours'
	FROM generate_series(1, greatest(5, demo.users() / 200)) g JOIN demo.buyers b ON b.n = demo.pick(g, 551, (SELECT count(*) FROM demo.buyers)) JOIN site.users u ON u.id = b.id ORDER BY g;
SELECT setval(pg_get_serial_sequence('site.invoices', 'id'), (SELECT max(id) FROM site.invoices));
INSERT INTO site.invoice_lines (id, invoice_id, description, quantity, price, tax_label, tax_rate, tax, released, created_at, updated_at)
	SELECT (SELECT max(id) FROM site.invoice_lines) + row_number() OVER (ORDER BY i.id, n), i.id, (ARRAY['Picture research, hours', 'High-resolution scans'])[n], 1 + demo.pick(i.id, 552, 4), (ARRAY[65, 18.5])[n], t.label, t.rate,
		site.round_money(sum(x.amount) OVER w * t.rate / 100) - site.round_money((sum(x.amount) OVER w - x.amount) * t.rate / 100), i.status = 'void', i.created_at, i.created_at
	FROM site.invoices i CROSS JOIN LATERAL site.tax_of(i.user_id) AS t, generate_series(1, 2) n CROSS JOIN LATERAL (SELECT (1 + demo.pick(i.id, 552, 4)) * (ARRAY[65, 18.5])[n] AS amount) AS x
	WHERE i.status IN ('draft', 'void') WINDOW w AS (PARTITION BY i.id ORDER BY n);
SELECT setval(pg_get_serial_sequence('site.invoice_lines', 'id'), (SELECT max(id) FROM site.invoice_lines));
UPDATE site.invoices i SET net_total = s.net, tax_total = s.tax FROM (SELECT invoice_id, sum(amount) AS net, sum(tax) AS tax FROM site.invoice_lines GROUP BY invoice_id) AS s WHERE s.invoice_id = i.id AND i.number IS NULL;
ANALYZE site.supplier_groups; ANALYZE site.lightboxes; ANALYZE site.lightbox_files; ANALYZE site.cart_lines; ANALYZE site.orders; ANALYZE site.order_lines;
ANALYZE site.invoices; ANALYZE site.invoice_lines; ANALYZE site.payments; ANALYZE site.reminders; ANALYZE site.payment_runs; ANALYZE site.statements; ANALYZE site.statement_lines;
