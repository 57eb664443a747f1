-- Demo data, continued.
SET LOCAL session_replication_role = replica;
SET LOCAL jit = off;

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
UPDATE site.invoices i SET net_total = s.net, tax_total = s.tax FROM (SELECT invoice_id, sum(amount) AS net, sum(tax) AS tax FROM site.invoice_lines WHERE id > (SELECT max(id) FROM demo.lines) GROUP BY invoice_id) AS s WHERE s.invoice_id = i.id AND i.number IS NULL;
ANALYZE site.supplier_groups; ANALYZE site.payment_runs;
