-- Demo data: contributors, files, lightboxes and carts, orders, invoices, payments, statements. Three orders for each account, about ten lines of
-- invoices. All sums are those that the site's own functions would make (tests/sql/80_sales.sql works them out again).

SET LOCAL jit = off;
-- The indexes of these tables rest too.
INSERT INTO demo.indexes SELECT i.indexrelid::regclass, pg_get_indexdef(i.indexrelid), obj_description(i.indexrelid, 'pg_class')
	FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
	WHERE c.relnamespace = 'site'::regnamespace AND NOT i.indisprimary AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
		AND c.relname IN ('suppliers', 'files', 'lightboxes', 'lightbox_files', 'cart_lines', 'orders', 'order_lines', 'invoices', 'invoice_lines', 'payments', 'reminders', 'statements', 'statement_lines');
DO $$
DECLARE
	resting record;
BEGIN
	FOR resting IN SELECT d.name FROM demo.indexes d WHERE EXISTS (SELECT FROM pg_index i WHERE i.indexrelid = d.name) LOOP
		EXECUTE format('DROP INDEX %s', resting.name);
	END LOOP;
END $$;

-- Contributors: one for forty accounts, the first ones with an account of the group Contributors.
INSERT INTO site.supplier_groups (id, name, description, royalty_percent, created_at, updated_at) VALUES
	(1, 'House photographers', 'On the staff: no share', 0, '2015-01-05 09:00+00', '2015-01-05 09:00+00'),
	(2, 'Photographers', 'Who deliver to us first', 50, '2015-01-05 09:00+00', '2015-01-05 09:00+00'),
	(3, 'Illustrators', '', 45, '2015-01-05 09:00+00', '2018-01-02 09:00+00'),
	(4, 'Agency Borealis', 'Represented here since 2016', 40, '2016-03-01 09:00+00', '2016-03-01 09:00+00'),
	(5, 'Agency Meridiaan', 'Represented here since 2019', 42.5, '2019-09-16 09:00+00', '2019-09-16 09:00+00'),
	(6, 'Museums', 'Reproduction rights', 60, '2020-01-20 09:00+00', '2020-01-20 09:00+00');
SELECT setval(pg_get_serial_sequence('site.supplier_groups', 'id'), 6);
CREATE TABLE demo.contributors AS SELECT row_number() OVER (ORDER BY id) AS n, id, full_name, email, created_at FROM site.users WHERE permission_group_id = 6 AND type = 'client' AND id <> 10009292;
INSERT INTO site.suppliers (id, name, group_id, user_id, email, royalty_percent, lower_limit, months_between, active, notes, created_at, updated_at)
	SELECT 4000 + g, left(coalesce(nullif(c.full_name, ''), initcap(a1.word) || ' ' || initcap(a2.word)), 200), 2 + demo.pick(g, 402, 5), CASE WHEN demo.pick(g, 403, 3) > 0 THEN c.id END,
		coalesce(c.email, ''), CASE demo.pick(g, 404, 6) WHEN 0 THEN 55 WHEN 1 THEN 37.5 END, (ARRAY[0, 0, 25, 50, 100])[1 + demo.pick(g, 405, 5)], (ARRAY[0, 3, 3, 6])[1 + demo.pick(g, 406, 4)],
		demo.pick(g, 407, 15) > 0, CASE demo.pick(g, 408, 9) WHEN 0 THEN 'Wants statements in French.' ELSE '' END, coalesce(c.created_at, '2016-01-01'), coalesce(c.created_at, '2016-01-01')
	FROM generate_series(1, greatest(5, demo.users() / 40)) g LEFT JOIN demo.contributors c ON c.n = g
	JOIN demo.words a1 ON a1.kind = 'any' AND a1.n = demo.pick(g, 409, 50) JOIN demo.words a2 ON a2.kind = 'any' AND a2.n = demo.pick(g, 410, 50) ORDER BY g;
SELECT setval(pg_get_serial_sequence('site.suppliers', 'id'), (SELECT max(id) FROM site.suppliers));

-- Files: five for each account; one in eight is the library's own.
INSERT INTO site.files (id, title, supplier_id, licence, object_name, original_name, custom_number, online, created_at, updated_at)
	SELECT 30000000 + g, initcap(a1.word) || ' ' || (ARRAY['at dawn', 'in the rain', 'and harbour', 'market', 'bridge', 'portrait', 'from above', 'in winter', 'detail', 'workshop'])[1 + demo.pick(g, 421, 10)] || ', ' || a2.word,
		CASE WHEN demo.pick(g, 422, 8) > 0 THEN 4001 + demo.pick(g, 423, (SELECT count(*) FROM site.suppliers)) END, CASE WHEN demo.pick(g, 424, 10) < 7 THEN 'RM' ELSE 'RF' END,
		CASE WHEN demo.pick(g, 425, 3) = 0 THEN upper(left(a1.word, 3)) || g ELSE '' END, 'DSC_' || lpad((g % 10000)::text, 4, '0') || '.jpg',
		CASE WHEN demo.pick(g, 426, 9) = 0 THEN 'BO-' || g ELSE '' END, demo.pick(g, 427, 50) > 0, x.at, x.at
	FROM generate_series(1, demo.users() * 5) g JOIN demo.words a1 ON a1.kind = 'any' AND a1.n = demo.pick(g, 428, 50) JOIN demo.words a2 ON a2.kind = 'any' AND a2.n = demo.pick(g, 429, 50)
	CROSS JOIN LATERAL (SELECT date_trunc('second', timestamptz '2015-01-10' + (demo.today() - timestamptz '2015-01-10') * ((g - demo.unit(g, 430)) / (demo.users() * 5)))) AS x (at) ORDER BY g;
SELECT setval(pg_get_serial_sequence('site.files', 'id'), (SELECT max(id) FROM site.files));

-- Rates: one a month and currency.
INSERT INTO site.exchange_rates (currency, valid_from, rate, created_at, updated_at)
	SELECT c.code, m::date, round((c.rate * (0.97 + 0.06 * demo.unit(extract(epoch FROM m)::bigint, 440 + c.n)))::numeric, 6), m, m
	FROM (VALUES (1, 'GBP', 1.16), (2, 'CHF', 1.05), (3, 'PLN', 0.23), (4, 'CZK', 0.04), (5, 'SEK', 0.09), (6, 'DKK', 0.134), (7, 'BGN', 0.51129), (8, 'USD', 0.92), (9, 'NOK', 0.088), (10, 'HUF', 0.0025)) AS c (n, code, rate),
		generate_series(timestamptz '2014-12-01', timestamptz '2026-11-01', interval '1 month') AS m ORDER BY 2, c.n;

ANALYZE site.exchange_rates; ANALYZE site.suppliers; ANALYZE site.files;

-- Who buys, so that some buy much.
CREATE TABLE demo.buyers AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, id, created_at FROM site.users WHERE type = 'client' AND login IS NOT NULL AND id <> 10009292;
CREATE UNIQUE INDEX ON demo.buyers (n);
ANALYZE demo.buyers;

-- Lightboxes and carts
INSERT INTO site.lightboxes (id, user_id, name, note, created_at, updated_at)
	SELECT 3 + row_number() OVER (ORDER BY x.at, g), b.id, initcap(a.word) || ' ' || (ARRAY['cover', 'spread', 'ideas', 'for the editor', 'campaign', 'calendar'])[1 + demo.pick(g, 451, 6)],
		CASE demo.pick(g, 452, 7) WHEN 0 THEN 'Deadline next week.' ELSE '' END, x.at, x.at
	FROM generate_series(1, demo.users() / 2) g JOIN demo.buyers b ON b.n = floor((SELECT count(*) FROM demo.buyers) * power(demo.unit(g, 453), 2))::bigint
	JOIN demo.words a ON a.kind = 'any' AND a.n = demo.pick(g, 454, 50) CROSS JOIN LATERAL (SELECT date_trunc('second', b.created_at + (demo.today() - b.created_at) * demo.unit(g, 455))) AS x (at);
INSERT INTO site.lightboxes (id, user_id, name, note, created_at, updated_at) VALUES
	(1, 10009292, 'Cathedrals', '', '2024-03-11 10:20+00', '2024-03-11 10:20+00'),
	(2, 10009292, 'Rhine in winter', 'For the calendar', '2025-10-02 08:12+00', '2025-10-02 08:12+00'),
	(3, 10009292, 'Köln, spring catalogue', 'Cover and three spreads; we need them by 4 December.', '2026-11-20 09:41+00', '2026-11-21 16:02+00');
SELECT setval(pg_get_serial_sequence('site.lightboxes', 'id'), (SELECT max(id) FROM site.lightboxes));
INSERT INTO site.lightbox_files (lightbox_id, file_id, note, added_at)
	SELECT DISTINCT ON (l.id, f.id) l.id, f.id, CASE demo.pick(l.id * 20 + n, 461, 15) WHEN 0 THEN 'cover?' ELSE '' END, l.created_at + n * interval '1 minute'
	FROM site.lightboxes l, generate_series(1, CASE WHEN l.user_id = 10009292 THEN 4 ELSE 1 + demo.pick(l.id, 462, 9) END) n
	CROSS JOIN LATERAL (SELECT 30000001 + demo.pick(l.id * 20 + n, 463, demo.users() * 5) AS id) AS f ORDER BY l.id, f.id;
INSERT INTO site.cart_lines (user_id, file_id, licence, size, use_text, territory, price, added_at, updated_at)
	SELECT b.id, f.id, f.licence, CASE f.licence WHEN 'RF' THEN 'M' ELSE '' END, CASE f.licence WHEN 'RM' THEN 'website' ELSE '' END, CASE f.licence WHEN 'RM' THEN 'Europe' ELSE '' END,
		CASE demo.pick(g, 471, 3) WHEN 0 THEN NULL ELSE 45 + 15 * demo.pick(g, 472, 10) END, x.at, x.at
	FROM generate_series(1, demo.users() / 4) g JOIN demo.buyers b ON b.n = demo.pick(g, 473, (SELECT count(*) FROM demo.buyers))
	JOIN site.files f ON f.id = 30000001 + demo.pick(g, 474, demo.users() * 5) CROSS JOIN LATERAL (SELECT date_trunc('second', demo.today() - demo.unit(g, 475) * interval '60 days')) AS x (at) ORDER BY x.at, g;
INSERT INTO site.cart_lines (user_id, file_id, licence, size, use_text, territory, price, added_at, updated_at)
	SELECT 10009292, f.id, f.licence, CASE f.licence WHEN 'RF' THEN 'L' ELSE '' END, 'spring catalogue', 'Germany', 120, '2026-11-21 16:10+00', '2026-11-21 16:10+00'
	FROM site.files f WHERE f.id IN (30000012, 30000345);

-- Orders ---------------------------------------------------------------------------------------------------------------------
-- Which order g is, and what became of it: old ones are over, young ones are at every stage.
CREATE TABLE demo.ordered AS
	SELECT g, 300000 + row_number() OVER (ORDER BY x.at, g) AS id, b.id AS user_id, x.at, u.currency, 1 + demo.pick(g, 485, 6) AS lines,
		CASE WHEN b.id = 10009292 AND g = 1 THEN 'awaiting_staff'
			WHEN x.at < demo.today() - interval '60 days' THEN CASE WHEN w.roll < 0.80 THEN 'completed' WHEN w.roll < 0.86 THEN 'cancelled' WHEN w.roll < 0.92 THEN 'declined' WHEN w.roll < 0.97 THEN 'granted' ELSE 'partly_granted' END
			ELSE CASE WHEN w.roll < 0.15 THEN 'awaiting_staff' WHEN w.roll < 0.22 THEN 'submitted' WHEN w.roll < 0.32 THEN 'awaiting_payment' WHEN w.roll < 0.42 THEN 'cart' WHEN w.roll < 0.65 THEN 'granted'
				WHEN w.roll < 0.72 THEN 'partly_granted' WHEN w.roll < 0.76 THEN 'declined' WHEN w.roll < 0.79 THEN 'cancelled' ELSE 'completed' END END AS status
	FROM (SELECT g, CASE WHEN g <= 6 THEN -1 ELSE floor((SELECT count(*) FROM demo.buyers) * power(demo.unit(g, 481), 2))::bigint END AS n FROM generate_series(1, demo.users() * 3) g) AS o
	JOIN (SELECT n, id, created_at FROM demo.buyers UNION ALL SELECT -1, id, created_at FROM site.users WHERE id = 10009292) AS b ON b.n = o.n JOIN site.users u ON u.id = b.id
	CROSS JOIN LATERAL (SELECT CASE WHEN g = 1 THEN timestamptz '2026-11-23 09:18:40+00' ELSE date_trunc('second', b.created_at + (demo.today() - b.created_at) * (1 - power(demo.unit(g, 482), 1.5))) END) AS x (at)
	CROSS JOIN LATERAL (SELECT demo.unit(g, 483) AS roll) AS w;
UPDATE demo.ordered SET status = 'granted' WHERE status = 'partly_granted' AND lines = 1;
UPDATE demo.ordered SET lines = 4 WHERE g = 1;
INSERT INTO site.orders (id, user_id, status, title, reference, currency, prices_shown, totals_only, pay_online, paid_online_at, terms_accepted_at, client_note, reason, lightbox_id, created_by, submitted_at, decided_at, decided_by,
		completed_at, created_at, updated_at, version)
	SELECT o.id, o.user_id, o.status, CASE WHEN g = 1 THEN 'Spring catalogue' ELSE initcap(a.word) || ' ' || (ARRAY['cover', 'article', 'brochure', 'website', 'annual report', 'poster'])[1 + demo.pick(g, 491, 6)] END,
		CASE demo.pick(g, 492, 3) WHEN 0 THEN 'PO-' || (1000 + demo.pick(g, 493, 89999)) ELSE '' END, o.currency, demo.pick(g, 494, 12) > 0, demo.pick(g, 495, 25) = 0,
		o.status = 'awaiting_payment' OR demo.pick(g, 496, 10) = 0, CASE WHEN demo.pick(g, 496, 10) = 0 AND o.status NOT IN ('cart', 'awaiting_payment', 'cancelled', 'declined') THEN o.at + interval '4 minutes' END,
		CASE WHEN o.status <> 'cart' THEN o.at END, CASE WHEN g = 1 THEN 'Please hurry: we go to print on 4 December.' WHEN demo.pick(g, 497, 8) = 0 THEN 'Please invoice the head office.' ELSE '' END,
		CASE o.status WHEN 'declined' THEN (ARRAY['The use is not allowed by the photographer.', 'The file is reserved.'])[1 + demo.pick(g, 498, 2)] WHEN 'cancelled' THEN 'At the client''s wish.' ELSE '' END,
		CASE WHEN g = 1 THEN 3 END, CASE WHEN demo.pick(g, 499, 14) = 0 AND g <> 1 THEN 10000001 + demo.pick(g, 500, 6) END, CASE WHEN o.status <> 'cart' THEN o.at END,
		CASE WHEN o.status IN ('granted', 'partly_granted', 'declined', 'completed') THEN o.at + d.wait END,
		CASE WHEN o.status IN ('granted', 'partly_granted', 'declined', 'completed') AND demo.pick(g, 501, 4) > 0 THEN 10000001 + demo.pick(g, 502, 6) END,
		CASE WHEN o.status = 'completed' THEN o.at + d.wait * 1.5 END, o.at, o.at + d.wait * 1.5, 1 + demo.pick(g, 503, 4)
	FROM demo.ordered o JOIN demo.words a ON a.kind = 'any' AND a.n = demo.pick(g, 504, 50) CROSS JOIN LATERAL (SELECT least(demo.unit(g, 505) * interval '30 hours', demo.today() - o.at) AS wait) AS d ORDER BY o.id;
SELECT setval(pg_get_serial_sequence('site.orders', 'id'), (SELECT max(id) FROM site.orders));

-- Lines: the share of the contributor as it is; two in a hundred of the orders that were granted are not invoiced yet.
CREATE TABLE demo.rates AS SELECT u.id AS user_id, t.label, t.rate FROM site.users u CROSS JOIN LATERAL site.tax_of(u.id) AS t
	WHERE u.id IN (SELECT user_id FROM demo.ordered);
INSERT INTO site.order_lines (id, order_id, file_id, download, download_at, licence, size, use_text, territory, price, discount, supplier_id, royalty_percent, to_invoice, invoiced, usage_state, usage_needed_by, created_at, updated_at)
	SELECT row_number() OVER (ORDER BY o.id, n), o.id, f.id, l.download, CASE WHEN l.download <> 'undecided' THEN s.decided_at END, f.licence,
		CASE f.licence WHEN 'RF' THEN (ARRAY['S', 'M', 'L', 'XL'])[1 + demo.pick(l.k, 511, 4)] ELSE '' END,
		CASE f.licence WHEN 'RM' THEN (ARRAY['magazine, inside, half page', 'magazine, cover', 'website, one year', 'book, inside', 'brochure', 'newspaper, one use', 'exhibition'])[1 + demo.pick(l.k, 512, 7)] ELSE '' END,
		CASE f.licence WHEN 'RM' THEN (ARRAY['Germany', 'Netherlands', 'Europe', 'World', 'Benelux', 'German-speaking countries'])[1 + demo.pick(l.k, 513, 6)] ELSE '' END,
		CASE WHEN o.status IN ('cart', 'submitted', 'awaiting_staff') AND (o.g = 1 OR demo.pick(l.k, 514, 3) = 0) THEN NULL
			ELSE round((ARRAY[29, 45, 59.5, 60, 79, 95, 120, 149.95, 180, 240, 350, 480])[1 + demo.pick(l.k, 515, 12)] * CASE o.currency WHEN 'PLN' THEN 4 WHEN 'CZK' THEN 25 WHEN 'SEK' THEN 11 WHEN 'DKK' THEN 7.5 ELSE 1 END, 2) END,
		CASE demo.pick(l.k, 516, 7) WHEN 0 THEN 10 WHEN 1 THEN 12.5 ELSE 0 END, f.supplier_id, coalesce(p.royalty_percent, g.royalty_percent, 0),
		l.download = 'granted' AND (o.status = 'completed' OR demo.pick(o.g, 517, 3) > 0), false,
		CASE WHEN f.licence = 'RM' AND l.download = 'granted' AND demo.pick(l.k, 518, 12) = 0 THEN (ARRAY['wanted', 'used', 'used', 'not_used'])[1 + demo.pick(l.k, 519, 4)] ELSE 'none' END,
		CASE WHEN f.licence = 'RM' AND l.download = 'granted' AND demo.pick(l.k, 518, 12) = 0 THEN (o.at + interval '90 days')::date END, o.at, o.at
	FROM demo.ordered o JOIN site.orders s ON s.id = o.id CROSS JOIN LATERAL generate_series(1, o.lines) n
	CROSS JOIN LATERAL (SELECT o.g * 8 + n AS k, CASE WHEN o.status IN ('cart', 'submitted', 'awaiting_staff', 'awaiting_payment', 'cancelled') THEN 'undecided' WHEN o.status = 'declined' THEN 'revoked'
		WHEN o.status = 'partly_granted' AND n > 1 THEN CASE WHEN n = 2 THEN 'revoked' ELSE (ARRAY['granted', 'undecided'])[1 + demo.pick(o.g * 8 + n, 520, 2)] END
		WHEN o.status = 'completed' AND n = 4 AND demo.pick(o.g, 521, 10) = 0 THEN 'revoked' ELSE 'granted' END AS download) AS l
	JOIN site.files f ON f.id = 30000001 + demo.pick(l.k, 522, demo.users() * 5) LEFT JOIN site.suppliers p ON p.id = f.supplier_id LEFT JOIN site.supplier_groups g ON g.id = p.group_id
	ORDER BY o.id, n;
SELECT setval(pg_get_serial_sequence('site.order_lines', 'id'), (SELECT max(id) FROM site.order_lines));
ANALYZE site.orders; ANALYZE site.order_lines;
