-- Demo data: orders with their lines, invoices, payments, statements. Three orders for each account, about ten lines of invoices. All sums are
-- those that the site's own functions would make (tests/sql/80_sales.sql works them out again). What becomes of a row is worked out before it is
-- written: rows that are changed again afterwards would be half of the work, and of the database.
SET LOCAL session_replication_role = replica;
SET LOCAL jit = off;
SET LOCAL work_mem = '256MB';

-- Orders ---------------------------------------------------------------------------------------------------------------------
-- Which order g is, and what became of it: old ones are over, young ones are at every stage.
-- lines_before numbers the lines. An order of one line that was granted is not granted in part.
CREATE UNLOGGED TABLE demo.ordered AS
	SELECT o.*, (sum(o.lines) OVER (ORDER BY o.id ROWS UNBOUNDED PRECEDING) - o.lines)::bigint AS lines_before,
		CASE WHEN o.status IN ('granted', 'partly_granted', 'declined', 'completed') THEN o.at + o.wait END AS decided_at
	FROM (SELECT d.g, 300000 + row_number() OVER (ORDER BY d.at, d.g) AS id, d.user_id, d.at, d.currency, d.lines, CASE WHEN d.status = 'partly_granted' AND d.lines = 1 THEN 'granted' ELSE d.status END AS status,
			least(demo.unit(d.g, 505) * interval '30 hours', demo.today() - d.at) AS wait
		FROM (SELECT g, b.id AS user_id, x.at, u.currency, CASE WHEN g = 1 THEN 4 ELSE 1 + demo.pick(g, 485, 6) END AS lines,
			CASE WHEN b.id = 10009292 AND g = 1 THEN 'awaiting_staff'
				WHEN x.at < demo.today() - interval '60 days' THEN CASE WHEN w.roll < 0.80 THEN 'completed' WHEN w.roll < 0.86 THEN 'cancelled' WHEN w.roll < 0.92 THEN 'declined' WHEN w.roll < 0.97 THEN 'granted' ELSE 'partly_granted' END
				ELSE CASE WHEN w.roll < 0.15 THEN 'awaiting_staff' WHEN w.roll < 0.22 THEN 'submitted' WHEN w.roll < 0.32 THEN 'awaiting_payment' WHEN w.roll < 0.42 THEN 'cart' WHEN w.roll < 0.65 THEN 'granted'
					WHEN w.roll < 0.72 THEN 'partly_granted' WHEN w.roll < 0.76 THEN 'declined' WHEN w.roll < 0.79 THEN 'cancelled' ELSE 'completed' END END AS status
		FROM (SELECT g, CASE WHEN g <= 6 THEN -1 ELSE floor((SELECT count(*) FROM demo.buyers) * power(demo.unit(g, 481), 2))::bigint END AS n FROM generate_series(1, demo.users() * 3) g) AS o
		JOIN (SELECT n, id, created_at FROM demo.buyers UNION ALL SELECT -1, id, created_at FROM site.users WHERE id = 10009292) AS b ON b.n = o.n JOIN site.users u ON u.id = b.id
		CROSS JOIN LATERAL (SELECT CASE WHEN g = 1 THEN timestamptz '2026-11-23 09:18:40+00' ELSE date_trunc('second', b.created_at + (demo.today() - b.created_at) * (1 - power(demo.unit(g, 482), 1.5))) END) AS x (at)
		CROSS JOIN LATERAL (SELECT demo.unit(g, 483) AS roll) AS w) AS d) AS o
	ORDER BY o.id;
ANALYZE demo.ordered;
INSERT INTO site.orders (id, user_id, status, title, reference, currency, prices_shown, totals_only, pay_online, paid_online_at, terms_accepted_at, client_note, reason, lightbox_id, created_by, submitted_at, decided_at, decided_by,
		completed_at, created_at, updated_at, version)
	SELECT o.id, o.user_id, o.status, CASE WHEN g = 1 THEN 'Spring catalogue' ELSE initcap(a.word) || ' ' || (ARRAY['cover', 'article', 'brochure', 'website', 'annual report', 'poster'])[1 + demo.pick(g, 491, 6)] END,
		CASE demo.pick(g, 492, 3) WHEN 0 THEN 'PO-' || (1000 + demo.pick(g, 493, 89999)) ELSE '' END, o.currency, demo.pick(g, 494, 12) > 0, demo.pick(g, 495, 25) = 0,
		o.status = 'awaiting_payment' OR demo.pick(g, 496, 10) = 0, CASE WHEN demo.pick(g, 496, 10) = 0 AND o.status NOT IN ('cart', 'awaiting_payment', 'cancelled', 'declined') THEN o.at + interval '4 minutes' END,
		CASE WHEN o.status <> 'cart' THEN o.at END, CASE WHEN g = 1 THEN 'Please hurry: we go to print on 4 December.' WHEN demo.pick(g, 497, 8) = 0 THEN 'Please invoice the head office.' ELSE '' END,
		CASE o.status WHEN 'declined' THEN (ARRAY['The use is not allowed by the photographer.', 'The file is reserved.'])[1 + demo.pick(g, 498, 2)] WHEN 'cancelled' THEN 'At the client''s wish.' ELSE '' END,
		CASE WHEN g = 1 THEN 3 END, CASE WHEN demo.pick(g, 499, 14) = 0 AND g <> 1 THEN 10000001 + demo.pick(g, 500, 6) END, CASE WHEN o.status <> 'cart' THEN o.at END,
		o.decided_at,
		CASE WHEN o.status IN ('granted', 'partly_granted', 'declined', 'completed') AND demo.pick(g, 501, 4) > 0 THEN 10000001 + demo.pick(g, 502, 6) END,
		CASE WHEN o.status = 'completed' THEN o.at + o.wait * 1.5 END, o.at, o.at + o.wait * 1.5, 1 + demo.pick(g, 503, 4)
	FROM demo.ordered o JOIN demo.words a ON a.kind = 'any' AND a.n = demo.pick(g, 504, 50);
SELECT setval(pg_get_serial_sequence('site.orders', 'id'), (SELECT max(id) FROM site.orders));

-- Who buys: the tax of an account is that of its country and whether it has a VAT number; the site's function is asked once for each kind.
CREATE UNLOGGED TABLE demo.clients AS
	WITH buyers AS MATERIALIZED (SELECT u.id, u.organisation_id, u.settlement_days, coalesce(u.country::text, '') AS country, coalesce(nullif(u.vat_number, ''), x.vat_number, '') <> '' AS has_vat
		FROM site.users u LEFT JOIN site.organisations x ON x.id = u.organisation_id AND x.invoice_user_id = u.id WHERE u.id IN (SELECT o.user_id FROM demo.ordered o)),
	kinds AS MATERIALIZED (SELECT k.country, k.has_vat, t.label, t.rate FROM (SELECT b.country, b.has_vat, min(b.id) AS id FROM buyers b GROUP BY 1, 2) AS k CROSS JOIN LATERAL site.tax_of(k.id) AS t)
	SELECT b.id AS user_id, b.organisation_id, b.settlement_days, k.label, k.rate FROM buyers b JOIN kinds k USING (country, has_vat);
-- What is charged on which day: two in a hundred of the orders that were granted are not invoiced yet. Three of a hundred are credited, half of these
-- for their first line only.
CREATE UNLOGGED TABLE demo.bills AS
	SELECT b.*, b.fate >= 0.97 AND b.day < demo.today()::date - 4 AS credited, demo.pick(b.g, 535, 2) = 0 AS whole
	FROM (SELECT o.id AS order_id, o.g, o.user_id, o.currency, o.lines_before, least((o.decided_at + interval '1 day' * (1 + demo.pick(o.g, 531, 9)))::date, demo.today()::date - 1) AS day, demo.unit(o.g, 532) AS fate
		FROM demo.ordered o WHERE (o.status = 'completed' OR o.status = 'granted' AND demo.pick(o.g, 517, 3) > 0) AND demo.pick(o.g, 533, 50) > 0) AS b;
ANALYZE demo.clients; ANALYZE demo.bills;

-- Lines: the share of the contributor as it is.
INSERT INTO site.order_lines (id, order_id, file_id, download, download_at, licence, size, use_text, territory, price, discount, supplier_id, royalty_percent, to_invoice, invoiced, usage_state, usage_needed_by, created_at, updated_at)
	SELECT o.lines_before + n, o.id, 30000000 + f.g, l.download, CASE WHEN l.download <> 'undecided' THEN o.decided_at END, f.licence,
		CASE f.licence WHEN 'RF' THEN (ARRAY['S', 'M', 'L', 'XL'])[1 + demo.pick(l.k, 511, 4)] ELSE '' END,
		CASE f.licence WHEN 'RM' THEN (ARRAY['magazine, inside, half page', 'magazine, cover', 'website, one year', 'book, inside', 'brochure', 'newspaper, one use', 'exhibition'])[1 + demo.pick(l.k, 512, 7)] ELSE '' END,
		CASE f.licence WHEN 'RM' THEN (ARRAY['Germany', 'Netherlands', 'Europe', 'World', 'Benelux', 'German-speaking countries'])[1 + demo.pick(l.k, 513, 6)] ELSE '' END,
		CASE WHEN o.status IN ('cart', 'submitted', 'awaiting_staff') AND (o.g = 1 OR demo.pick(l.k, 514, 3) = 0) THEN NULL
			ELSE round((ARRAY[29, 45, 59.5, 60, 79, 95, 120, 149.95, 180, 240, 350, 480])[1 + demo.pick(l.k, 515, 12)] * CASE o.currency WHEN 'PLN' THEN 4 WHEN 'CZK' THEN 25 WHEN 'SEK' THEN 11 WHEN 'DKK' THEN 7.5 ELSE 1 END, 2) END,
		CASE demo.pick(l.k, 516, 7) WHEN 0 THEN 10 WHEN 1 THEN 12.5 ELSE 0 END, f.supplier_id, coalesce(p.royalty_percent, g.royalty_percent, 0),
		l.download = 'granted' AND (o.status = 'completed' OR demo.pick(o.g, 517, 3) > 0),
		l.download = 'granted' AND b.order_id IS NOT NULL AND NOT (b.credited AND (b.whole OR n = 1)),
		CASE WHEN f.licence = 'RM' AND l.download = 'granted' AND demo.pick(l.k, 518, 12) = 0 THEN (ARRAY['wanted', 'used', 'used', 'not_used'])[1 + demo.pick(l.k, 519, 4)] ELSE 'none' END,
		CASE WHEN f.licence = 'RM' AND l.download = 'granted' AND demo.pick(l.k, 518, 12) = 0 THEN (o.at + interval '90 days')::date END, o.at, o.at
	FROM demo.ordered o LEFT JOIN demo.bills b ON b.order_id = o.id CROSS JOIN LATERAL generate_series(1, o.lines) n
	CROSS JOIN LATERAL (SELECT o.g * 8 + n AS k, CASE WHEN o.status IN ('cart', 'submitted', 'awaiting_staff', 'awaiting_payment', 'cancelled') THEN 'undecided' WHEN o.status = 'declined' THEN 'revoked'
		WHEN o.status = 'partly_granted' AND n > 1 THEN CASE WHEN n = 2 THEN 'revoked' ELSE (ARRAY['granted', 'undecided'])[1 + demo.pick(o.g * 8 + n, 520, 2)] END
		WHEN o.status = 'completed' AND n = 4 AND demo.pick(o.g, 521, 10) = 0 THEN 'revoked' ELSE 'granted' END AS download) AS l
	CROSS JOIN LATERAL (SELECT d.g, demo.licence(d.g) AS licence, demo.supplier(d.g, greatest(5, demo.users() / 40)) AS supplier_id FROM (SELECT 1 + demo.pick(l.k, 522, demo.users() * 5) AS g) AS d) AS f
	LEFT JOIN site.suppliers p ON p.id = f.supplier_id LEFT JOIN site.supplier_groups g ON g.id = p.group_id;
SELECT setval(pg_get_serial_sequence('site.order_lines', 'id'), (SELECT max(id) FROM site.order_lines));
ANALYZE site.orders; ANALYZE site.order_lines;
