-- Demo data: contributors, rates of exchange, and who buys. The indexes of the tables of sales rest from here on.
INSERT INTO demo.indexes SELECT i.indexrelid::regclass, i.indrelid, pg_get_indexdef(i.indexrelid)
	FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
	WHERE c.relnamespace = 'site'::regnamespace AND NOT i.indisprimary AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
		AND c.relname IN ('suppliers', 'files', 'lightboxes', 'lightbox_files', 'cart_lines', 'orders', 'order_lines', 'invoices', 'invoice_lines', 'payments', 'reminders', 'statements', 'statement_lines');
DO $$
DECLARE
	resting record;
BEGIN
	FOR resting IN SELECT d.name FROM demo.indexes d JOIN pg_index i ON i.indexrelid = d.name LOOP
		EXECUTE format('DROP INDEX %s', resting.name);
	END LOOP;
END $$;

-- What orders need to know of file g without looking it up.
CREATE FUNCTION demo.licence(g bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT CASE WHEN demo.pick(g, 424, 10) < 7 THEN 'RM' ELSE 'RF' END $$;
CREATE FUNCTION demo.supplier(g bigint, suppliers bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
	AS $$ SELECT CASE WHEN demo.pick(g, 422, 8) > 0 THEN 4001 + demo.pick(g, 423, suppliers) END $$;

-- Contributors: one for forty accounts, the first ones with an account of the group Contributors.
INSERT INTO site.supplier_groups (id, name, description, royalty_percent, created_at, updated_at) VALUES
	(1, 'House photographers', 'On the staff: no share', 0, '2015-01-05 09:00+00', '2015-01-05 09:00+00'),
	(2, 'Photographers', 'Who deliver to us first', 50, '2015-01-05 09:00+00', '2015-01-05 09:00+00'),
	(3, 'Illustrators', '', 45, '2015-01-05 09:00+00', '2018-01-02 09:00+00'),
	(4, 'Agency Borealis', 'Represented here since 2016', 40, '2016-03-01 09:00+00', '2016-03-01 09:00+00'),
	(5, 'Agency Meridiaan', 'Represented here since 2019', 42.5, '2019-09-16 09:00+00', '2019-09-16 09:00+00'),
	(6, 'Museums', 'Reproduction rights', 60, '2020-01-20 09:00+00', '2020-01-20 09:00+00');
SELECT setval(pg_get_serial_sequence('site.supplier_groups', 'id'), 6);
SET LOCAL session_replication_role = replica;
CREATE TABLE demo.contributors AS SELECT row_number() OVER (ORDER BY id) AS n, id, full_name, email, created_at FROM site.users WHERE permission_group_id = 6 AND type = 'client' AND id <> 10009292;
INSERT INTO site.suppliers (id, name, group_id, user_id, email, royalty_percent, lower_limit, months_between, active, notes, created_at, updated_at)
	SELECT 4000 + g, left(coalesce(nullif(c.full_name, ''), initcap(a1.word) || ' ' || initcap(a2.word)), 200), 2 + demo.pick(g, 402, 5), CASE WHEN demo.pick(g, 403, 3) > 0 THEN c.id END,
		coalesce(c.email, ''), CASE demo.pick(g, 404, 6) WHEN 0 THEN 55 WHEN 1 THEN 37.5 END, (ARRAY[0, 0, 25, 50, 100])[1 + demo.pick(g, 405, 5)], (ARRAY[0, 3, 3, 6])[1 + demo.pick(g, 406, 4)],
		demo.pick(g, 407, 15) > 0, CASE demo.pick(g, 408, 9) WHEN 0 THEN 'Wants statements in French.' ELSE '' END, coalesce(c.created_at, '2016-01-01'), coalesce(c.created_at, '2016-01-01')
	FROM generate_series(1, greatest(5, demo.users() / 40)) g LEFT JOIN demo.contributors c ON c.n = g
	JOIN demo.words a1 ON a1.kind = 'any' AND a1.n = demo.pick(g, 409, 50) JOIN demo.words a2 ON a2.kind = 'any' AND a2.n = demo.pick(g, 410, 50) ORDER BY g;
SELECT setval(pg_get_serial_sequence('site.suppliers', 'id'), (SELECT max(id) FROM site.suppliers));

-- Rates: one a month and currency.
INSERT INTO site.exchange_rates (currency, valid_from, rate, created_at, updated_at)
	SELECT c.code, m::date, round((c.rate * (0.97 + 0.06 * demo.unit(extract(epoch FROM m)::bigint, 440 + c.n)))::numeric, 6), m, m
	FROM (VALUES (1, 'GBP', 1.16), (2, 'CHF', 1.05), (3, 'PLN', 0.23), (4, 'CZK', 0.04), (5, 'SEK', 0.09), (6, 'DKK', 0.134), (7, 'BGN', 0.51129), (8, 'USD', 0.92), (9, 'NOK', 0.088), (10, 'HUF', 0.0025)) AS c (n, code, rate),
		generate_series(timestamptz '2014-12-01', timestamptz '2026-11-01', interval '1 month') AS m ORDER BY 2, c.n;

ANALYZE site.exchange_rates; ANALYZE site.suppliers;

-- Who buys, so that some buy much.
CREATE TABLE demo.buyers AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, id, created_at FROM site.users WHERE type = 'client' AND login IS NOT NULL AND id <> 10009292;
CREATE UNIQUE INDEX ON demo.buyers (n);
ANALYZE demo.buyers;
