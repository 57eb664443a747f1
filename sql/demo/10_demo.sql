-- Demo data: the site's settings, organisations and accounts. 05_words.sql comes before.
-- Loaded as a load is loaded: triggers rest, indexes that can be rebuilt are dropped first and made again at the end.

-- What rests during the load, to be put back as it was.
CREATE TABLE demo.resting AS
	SELECT t.tgrelid::regclass AS relation, t.tgname, t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
	WHERE (c.relnamespace = 'site'::regnamespace OR c.oid IN ('auth.staff'::regclass, 'auth.staff_roles'::regclass)) AND NOT t.tgisinternal AND t.tgparentid = 0;
CREATE TABLE demo.indexes AS
	SELECT i.indexrelid::regclass AS name, i.indrelid AS relation, pg_get_indexdef(i.indexrelid) AS definition
	FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
	WHERE c.relnamespace = 'site'::regnamespace AND NOT i.indisprimary AND NOT c.relispartition AND NOT x.relispartition
		AND c.relname IN ('users', 'organisations', 'user_notes', 'sessions', 'login_log', 'activity_log', 'user_permissions')
		AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid);
DO $$
DECLARE
	resting record;
BEGIN
	FOR resting IN SELECT relation, tgname FROM demo.resting LOOP
		EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', resting.relation, resting.tgname);
	END LOOP;
	FOR resting IN SELECT name FROM demo.indexes LOOP
		EXECUTE format('DROP INDEX %s', resting.name);
	END LOOP;
END $$;
-- Foreign keys hold by construction (tests/sql/80_demo.sql looks); checking them row by row takes longer than the load.
SET LOCAL session_replication_role = replica;

INSERT INTO site.permission_groups (id, name, description, created_at, updated_at) VALUES
	(1, 'Standard', 'Everybody who registers: may order, waits for approval', '2015-01-05 09:00+00', '2015-01-05 09:00+00'),
	(2, 'Editorial', 'Newspapers and magazines on account', '2015-01-05 09:00+00', '2019-03-11 10:12+00'),
	(3, 'Agencies', 'Sub-agents who resell; some files are not shown to them', '2015-01-05 09:00+00', '2015-01-05 09:00+00'),
	(4, 'Publishers', 'Book publishers with a price agreement', '2015-02-17 14:30+00', '2021-06-01 08:00+00'),
	(5, 'Schools', 'Education at a reduced price, pays first', '2016-08-29 11:00+00', '2016-08-29 11:00+00'),
	(6, 'Contributors', 'Photographers and illustrators with a supplier''s account', '2015-01-05 09:00+00', '2015-01-05 09:00+00'),
	(7, 'Press, trusted', 'Direct download without forms', '2018-05-24 16:45+00', '2018-05-24 16:45+00'),
	(8, 'Museums & archives', 'Lends and borrows', '2020-01-20 09:00+00', '2020-01-20 09:00+00')
	ON CONFLICT DO NOTHING;
SELECT setval(pg_get_serial_sequence('site.permission_groups', 'id'), (SELECT max(id) FROM site.permission_groups));
INSERT INTO site.group_permissions (group_id, permission, value, updated_at)
	SELECT v.g, v.p, v.b, '2019-03-11 10:12+00' FROM (VALUES
		(2, 'automatic_download', true), (2, 'staff_approval', false), (2, 'price_calculator', true), (3, 'agent', true), (3, 'automatic_download', true),
		(4, 'price_calculator', true), (4, 'staff_approval', false), (4, 'automatic_download', NULL), (5, 'pay_first', true), (5, 'staff_approval', true),
		(6, 'contributor_upload', true), (6, 'contributor_queue', true), (6, 'contributor_profile', true), (6, 'contributor_sales', true),
		(7, 'automatic_download', true), (7, 'direct_download', true), (7, 'staff_approval', false), (8, 'price_calculator', false)) v(g, p, b)
	JOIN site.permissions p ON p.name = v.p
	ON CONFLICT DO NOTHING;

INSERT INTO site.custom_fields (slot, label, client_form, contributor_form, account_form, personal, special_category, created_at, updated_at) VALUES
	(1, 'How did you find us', 'optional', 'optional', 'hidden', true, false, '2015-01-05 09:00+00', '2015-01-05 09:00+00'),
	(2, 'Purchase order needed?', 'optional', 'hidden', 'optional', true, false, '2015-01-05 09:00+00', '2015-01-05 09:00+00'),
	(3, 'Cost centre', 'hidden', 'hidden', 'optional', true, false, '2016-04-02 09:00+00', '2016-04-02 09:00+00'),
	(4, 'Press card number', 'optional', 'hidden', 'optional', true, false, '2016-04-02 09:00+00', '2016-04-02 09:00+00'),
	(5, 'Accessibility needs', 'optional', 'optional', 'optional', true, true, '2021-10-01 09:00+00', '2021-10-01 09:00+00'),
	(6, 'Newsletter on paper?', 'optional', 'hidden', 'optional', true, false, '2016-04-02 09:00+00', '2016-04-02 09:00+00'),
	(7, 'Photographer since', 'hidden', 'required', 'hidden', true, false, '2017-02-03 09:00+00', '2017-02-03 09:00+00'),
	(8, '', 'hidden', 'hidden', 'hidden', true, false, '2015-01-05 09:00+00', '2015-01-05 09:00+00'),
	(9, '', 'hidden', 'hidden', 'hidden', true, false, '2015-01-05 09:00+00', '2015-01-05 09:00+00'),
	(10, '', 'hidden', 'hidden', 'hidden', true, false, '2015-01-05 09:00+00', '2015-01-05 09:00+00')
	ON CONFLICT (slot) DO UPDATE SET label = excluded.label, client_form = excluded.client_form, contributor_form = excluded.contributor_form,
		account_form = excluded.account_form, special_category = excluded.special_category,
		created_at = excluded.created_at, updated_at = excluded.updated_at;

-- Which locale row g speaks.
CREATE TABLE demo.slots AS SELECT n, l.* FROM generate_series(0, 999) n JOIN demo.locales l ON n >= l.low AND n < l.high;
CREATE UNIQUE INDEX ON demo.slots (n);
ANALYZE demo.slots;

-- A postcode as the country writes it.
CREATE FUNCTION demo.postcode(g bigint, pattern text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT CASE pattern
		WHEN '#####' THEN (10000 + demo.pick(g, 31, 89999))::text
		WHEN '####' THEN (1000 + demo.pick(g, 31, 8999))::text
		WHEN '#### @@' THEN (1000 + demo.pick(g, 31, 8999))::text || ' ' || chr(65 + demo.pick(g, 32, 26)::int) || chr(65 + demo.pick(g, 33, 26)::int)
		WHEN '##-###' THEN (10 + demo.pick(g, 31, 89))::text || '-' || (100 + demo.pick(g, 32, 899))::text
		WHEN '### ##' THEN (100 + demo.pick(g, 31, 899))::text || ' ' || (10 + demo.pick(g, 32, 89))::text
		ELSE chr(65 + demo.pick(g, 31, 26)::int) || chr(65 + demo.pick(g, 32, 26)::int) || (1 + demo.pick(g, 33, 20))::text || ' '
			|| (1 + demo.pick(g, 34, 9))::text || chr(65 + demo.pick(g, 35, 26)::int) || chr(65 + demo.pick(g, 36, 26)::int) END $$;

-- Organisations: one for twenty accounts, from 2001.
INSERT INTO site.organisations (id, name, vat_number, street1, street2, postcode, city, country, phone, email, notes, created_at, updated_at)
	SELECT 2000 + g,
		left(CASE WHEN g % 60 = 9 AND g < 2000 THEN demo.hostile(g / 60)
			ELSE CASE demo.pick(g, 101, 4)
				WHEN 0 THEN la.word || ' ' || fo.word
				WHEN 1 THEN initcap(a1.word) || ' ' || tr.word || ' ' || fo.word
				WHEN 2 THEN tr.word || ' ' || st.word || lower(ta.word)
				ELSE initcap(a1.word) || a2.word || ' ' || fo.word END END, 200),
		CASE WHEN demo.pick(g, 102, 10) < 7 THEN l.country || (100000000 + demo.pick(g, 103, 899999999))::text ELSE '' END,
		ro.word || ' ' || (1 + demo.pick(g, 104, 180))::text, '', demo.postcode(g, l.postcode), ci.word, l.country,
		'+' || l.dial || ' ' || (20 + demo.pick(g, 105, 79))::text || ' ' || (1000000 + demo.pick(g, 106, 8999999))::text,
		'info@' || a1.word || '-' || a2.word || '.example',
		CASE WHEN demo.pick(g, 107, 30) = 0 THEN E'Invoices by post.\nAsk for the order number first.' ELSE '' END,
		date_trunc('second', demo.today() - demo.unit(g, 108) * interval '4300 days'),
		date_trunc('second', demo.today() - demo.unit(g, 108) * demo.unit(g, 109) * interval '4300 days')
	FROM generate_series(1, greatest(10, demo.users() / 20)) g
	JOIN demo.slots l ON l.n = demo.pick(g, 100, 1000)
	JOIN demo.counts cla ON cla.kind = 'last' AND cla.locale = l.locale JOIN demo.words la ON la.kind = 'last' AND la.locale = l.locale AND la.n = demo.pick(g, 110, cla.n)
	JOIN demo.counts cst ON cst.kind = 'stem' AND cst.locale = l.locale JOIN demo.words st ON st.kind = 'stem' AND st.locale = l.locale AND st.n = demo.pick(g, 111, cst.n)
	JOIN demo.counts cfo ON cfo.kind = 'form' AND cfo.locale = l.locale JOIN demo.words fo ON fo.kind = 'form' AND fo.locale = l.locale AND fo.n = demo.pick(g, 112, cfo.n)
	JOIN demo.counts cro ON cro.kind = 'street' AND cro.locale = l.locale JOIN demo.words ro ON ro.kind = 'street' AND ro.locale = l.locale AND ro.n = demo.pick(g, 113, cro.n)
	JOIN demo.counts cci ON cci.kind = 'city' AND cci.locale = l.locale JOIN demo.words ci ON ci.kind = 'city' AND ci.locale = l.locale AND ci.n = demo.pick(g, 114, cci.n)
	JOIN demo.words ta ON ta.kind = 'tail' AND ta.locale = l.locale AND ta.n = demo.pick(g, 115, 12)
	JOIN demo.words tr ON tr.kind = 'trade' AND tr.locale = l.locale AND tr.n = demo.pick(g, 116, 10)
	JOIN demo.words a1 ON a1.kind = 'any' AND a1.n = demo.pick(g, 117, 50)
	JOIN demo.words a2 ON a2.kind = 'any' AND a2.n = demo.pick(g, 118, 50)
	ORDER BY g;
INSERT INTO site.organisations (id, name, vat_number, street1, postcode, city, country, phone, email, notes, created_at, updated_at) VALUES
	(2000, 'Meier & Söhne GmbH', 'DE811223344', 'Ringstr. 4', '50667', 'Köln', 'DE', '+49 221 5550100', 'info@meier.example', '', '2016-02-11 08:30+00', '2024-06-03 10:00+00');
SELECT setval(pg_get_serial_sequence('site.organisations', 'id'), (SELECT max(id) FROM site.organisations));

-- People: everything about row g but the tables that hang on it.
-- Row 9292 is Anna Meier; with fewer rows the last one takes her number. Six of a hundred are all called Jan de Vries.
INSERT INTO site.users (id, type, login, email, first_name, last_name, company, department, street1, street2, postcode, city, state, country, phone, mobile,
		vat_number, language, currency, settlement_days, marketing, enabled, hidden_at, organisation_id, permission_group_id,
		last_login_at, last_login_browser, last_login_system, last_login_address, last_login_country, search_filter, access_codes, deny_codes,
		flag, flag_reason, api_key_hash, api_key_expires_at, created_at, updated_at, version)
	SELECT 10000000 + g, p.type,
		CASE WHEN p.type = 'contact' THEN NULL WHEN demo.pick(g, 12, 4) > 0 THEN lower(p.email) ELSE left(p.first_latin, 1) || p.last_latin || g END,
		p.email, p.first_name, p.last_name, p.company,
		CASE WHEN p.company <> '' AND demo.pick(g, 13, 4) = 0 THEN (ARRAY['Bildredaktion', 'Redactie', 'Marketing', 'Rédaction', 'Art department', 'Buchhaltung', 'Diseño'])[1 + demo.pick(g, 14, 7)] ELSE '' END,
		CASE WHEN p.locale IN ('fr', 'en') THEN p.number || ' ' || p.street ELSE p.street || ' ' || p.number END,
		CASE WHEN p.spot = 3 THEN left(demo.hostile(p.hostile), 200) WHEN demo.pick(g, 16, 12) = 0 THEN (ARRAY['2. OG', 'bus 4', 'Postbus 12', 'c/o', 'Hinterhaus'])[1 + demo.pick(g, 17, 5)] ELSE '' END,
		p.postcode, CASE WHEN p.spot = 2 THEN left(demo.hostile(p.hostile), 100) ELSE p.city END, '', p.country,
		CASE demo.pick(g, 18, 10) WHEN 0 THEN '' WHEN 1 THEN '0' || p.area || ' / ' || p.line WHEN 2 THEN '00' || p.dial || p.area || p.line
			ELSE '+' || p.dial || ' ' || p.area || ' ' || p.line END,
		CASE WHEN demo.pick(g, 19, 10) < 6 THEN '+' || p.dial || ' 6' || (10000000 + demo.pick(g, 20, 89999999))::text ELSE '' END,
		CASE WHEN p.company <> '' AND demo.pick(g, 21, 3) = 0 THEN p.country || (100000000 + demo.pick(g, 22, 899999999))::text ELSE '' END,
		p.language, p.currency, CASE demo.pick(g, 23, 12) WHEN 0 THEN 14 WHEN 1 THEN 60 WHEN 2 THEN 8 END,
		demo.unit(g, 24) < 0.35, demo.unit(g, 25) > 0.03, CASE WHEN demo.unit(g, 26) < 0.015 THEN p.created + (demo.today() - p.created) * 0.8 END,
		p.organisation_id,
		CASE demo.pick(g, 28, 20) WHEN 0 THEN NULL WHEN 1 THEN 2 WHEN 2 THEN 2 WHEN 3 THEN 3 WHEN 4 THEN 4 WHEN 5 THEN 4 WHEN 6 THEN 5 WHEN 7 THEN 6 WHEN 8 THEN 7 WHEN 9 THEN 8 ELSE 1 END,
		CASE WHEN p.seen THEN p.last_seen END,
		CASE WHEN p.seen THEN (ARRAY['Firefox 132', 'Chrome 130', 'Safari 18', 'Edge 130', 'Chrome 128'])[1 + demo.pick(g, 29, 5)] ELSE '' END,
		CASE WHEN p.seen THEN (ARRAY['Windows 11', 'macOS 15', 'Windows 10', 'Android 14', 'iOS 18', 'Linux'])[1 + demo.pick(g, 30, 6)] ELSE '' END,
		CASE WHEN p.seen THEN CASE WHEN demo.pick(g, 40, 12) = 0 THEN ('2001:db8:' || to_hex(demo.pick(g, 41, 65535)) || '::' || to_hex(demo.pick(g, 42, 65535)))::inet
			ELSE '198.18.0.0'::inet + demo.pick(g, 41, 131072) END END,
		CASE WHEN p.seen THEN p.country END,
		CASE WHEN demo.pick(g, 43, 200) = 0 THEN 'NOT restricted:DE' ELSE '' END, CASE WHEN demo.pick(g, 44, 150) = 0 THEN 'ED1,ED4' ELSE '' END,
		CASE WHEN demo.pick(g, 45, 300) = 0 THEN 'NUDE' ELSE '' END,
		CASE WHEN p.spot = 4 OR demo.pick(g, 46, 100) = 0 THEN (ARRAY['pays late', 'ask for order number', 'VIP', 'duplicate?'])[1 + demo.pick(g, 47, 4)] ELSE '' END,
		CASE WHEN p.spot = 4 THEN left(demo.hostile(p.hostile), 500)
			WHEN demo.pick(g, 46, 200) = 0 THEN 'See the note of ' || to_char(p.created, 'YYYY-MM-DD') ELSE '' END,
		CASE WHEN p.type = 'api' THEN sha256(convert_to('demo api key ' || g, 'UTF8')) END, CASE WHEN p.type = 'api' THEN p.created + interval '1 year' * (1 + floor(extract(epoch FROM demo.today() - p.created) / 31557600)) END,
		p.created, p.created + (demo.today() - p.created) * demo.unit(g, 48) * 0.99, 1 + demo.pick(g, 49, 7)
	FROM (SELECT n.*, lower(n.first_latin || '.' || n.last_latin || n.g) || '@' || n.domain AS email FROM (
		SELECT w.g, w.hostile, w.spot, w.type, w.locale, w.country, w.language, w.currency, w.dial, w.street, w.city, w.number, w.area, w.line, w.postcode, w.organisation_id,
			CASE WHEN w.spot = 0 THEN left(demo.hostile(w.hostile), 200) ELSE w.first_name END AS first_name,
			CASE WHEN w.spot = 1 THEN left(demo.hostile(w.hostile), 200) ELSE w.last_name END AS last_name,
			coalesce(nullif(demo.latin(w.first_name), ''), 'user') AS first_latin, coalesce(nullif(demo.latin(w.last_name), ''), 'user') AS last_latin,
			CASE WHEN w.spot = 5 THEN left(demo.hostile(w.hostile), 200) ELSE w.company END AS company,
			CASE WHEN w.company <> '' THEN w.any1 || '-' || w.any2 || '.example'
				ELSE (ARRAY['mail.example', 'post.example', 'web.example', 'inbox.example', 'provider.example'])[1 + demo.pick(w.g, 50, 5)] END AS domain,
			w.created, demo.unit(w.g, 51) < 0.72 AND w.type IN ('client', 'staff') AS seen,
			date_trunc('second', demo.today() - (demo.today() - w.created) * power(demo.unit(w.g, 52), 3)) AS last_seen
		FROM (SELECT g, CASE WHEN g % 40 = 7 AND (g < 2000 OR g % 5000 = 7) THEN g / 40 ELSE -1 END AS hostile,
				CASE WHEN g % 40 = 7 AND (g < 2000 OR g % 5000 = 7) THEN (g / 40 + g / 960) % 6 ELSE -1 END AS spot,
				CASE WHEN g <= 12 THEN 'staff' WHEN demo.unit(g, 53) < 0.04 THEN 'contact' WHEN demo.unit(g, 53) < 0.045 THEN 'api' ELSE 'client' END AS type,
				l.locale, l.country, l.language, l.currency, l.dial, ro.word AS street, ci.word AS city,
				(1 + floor(190 * power(demo.unit(g, 54), 2)))::text || CASE WHEN demo.pick(g, 55, 11) = 0 THEN 'a' ELSE '' END AS number,
				(20 + demo.pick(g, 56, 79))::text AS area, (1000000 + demo.pick(g, 57, 8999999))::text AS line,
				demo.postcode(g, l.postcode) AS postcode,
				CASE WHEN demo.unit(g, 6) < 0.06 THEN 'Jan' ELSE fi.word END AS first_name,
				CASE WHEN demo.unit(g, 6) < 0.06 THEN 'de Vries' WHEN demo.unit(g, 58) < 0.5 THEN la.word ELSE st.word || lower(ta.word) END AS last_name,
				o.id AS organisation_id,
				CASE WHEN o.id IS NOT NULL THEN o.name WHEN demo.unit(g, 59) < 0.6 THEN ''
					ELSE CASE demo.pick(g, 60, 4) WHEN 0 THEN la.word || ' ' || fo.word WHEN 1 THEN initcap(a1.word) || ' ' || tr.word
						WHEN 2 THEN tr.word || ' ' || st.word || lower(ta.word) ELSE initcap(a1.word) || a2.word || ' ' || fo.word END END AS company,
				a1.word AS any1, a2.word AS any2,
				date_trunc('second', demo.today() - power(demo.unit(g, 61), 1.4) * interval '4380 days' - interval '90 minutes') AS created
			FROM generate_series(1::bigint, demo.users()) g
			JOIN demo.slots l ON l.n = CASE WHEN demo.unit(g, 6) < 0.06 THEN 300 ELSE demo.pick(g, 1, 1000) END
			JOIN demo.counts cfi ON cfi.kind = 'first' AND cfi.locale = l.locale
			JOIN demo.words fi ON fi.kind = 'first' AND fi.locale = l.locale AND fi.n = floor(cfi.n * power(demo.unit(g, 2), 1.3))::int
			JOIN demo.counts cla ON cla.kind = 'last' AND cla.locale = l.locale
			JOIN demo.words la ON la.kind = 'last' AND la.locale = l.locale AND la.n = floor(cla.n * power(demo.unit(g, 3), 1.5))::int
			JOIN demo.counts cst ON cst.kind = 'stem' AND cst.locale = l.locale
			JOIN demo.words st ON st.kind = 'stem' AND st.locale = l.locale AND st.n = demo.pick(g, 4, cst.n)
			JOIN demo.words ta ON ta.kind = 'tail' AND ta.locale = l.locale AND ta.n = demo.pick(g, 5, 12)
			JOIN demo.counts cro ON cro.kind = 'street' AND cro.locale = l.locale
			JOIN demo.words ro ON ro.kind = 'street' AND ro.locale = l.locale AND ro.n = demo.pick(g, 8, cro.n)
			JOIN demo.counts cci ON cci.kind = 'city' AND cci.locale = l.locale
			JOIN demo.words ci ON ci.kind = 'city' AND ci.locale = l.locale AND ci.n = floor(cci.n * power(demo.unit(g, 9), 1.5))::int
			JOIN demo.words tr ON tr.kind = 'trade' AND tr.locale = l.locale AND tr.n = demo.pick(g, 10, 10)
			JOIN demo.counts cfo ON cfo.kind = 'form' AND cfo.locale = l.locale
			JOIN demo.words fo ON fo.kind = 'form' AND fo.locale = l.locale AND fo.n = demo.pick(g, 11, cfo.n)
			JOIN demo.words a1 ON a1.kind = 'any' AND a1.n = demo.pick(g, 62, 50)
			JOIN demo.words a2 ON a2.kind = 'any' AND a2.n = demo.pick(g, 63, 50)
			LEFT JOIN site.organisations o ON o.id = 2001 + demo.pick(g, 64, greatest(10, demo.users() / 20)) AND demo.unit(g, 65) < 0.25
			WHERE g > 12 AND g <> CASE WHEN demo.users() >= 9292 THEN 9292 ELSE demo.users() END
		-- OFFSET 0 keeps the steps apart: pulled up into one, each would be worked out wherever it is named.
		OFFSET 0) w OFFSET 0) n OFFSET 0) p
	ORDER BY p.g;
