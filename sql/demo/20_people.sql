-- Demo data: the people whom README, tests and tours know by name, and what hangs on accounts.

SET LOCAL session_replication_role = replica;
-- The staff. They get their secrets when the demo is set up; without secrets nobody logs in as them.
INSERT INTO site.users (id, type, login, email, first_name, last_name, department, street1, postcode, city, country, phone, language, currency,
		marketing, enabled, permission_group_id, created_at, updated_at)
	SELECT 10000000 + n, type, login, login || '@lumen.example', first_name, last_name, department, 'Lichtgasse 7', '50667', 'Köln', 'DE',
		'+49 221 555 02' || (10 + n), language, 'EUR', false, enabled, 1, '2015-01-05 09:00+00', '2026-03-02 08:15+00'
	FROM (VALUES (1, 'staff', 'anna', 'Anna', 'Lindqvist', 'Support', 'en', true), (2, 'staff', 'ben', 'Ben', 'Achterberg', 'Finance', 'nl', true),
		(3, 'staff', 'cora', 'Cora', 'Günther', 'Privacy', 'de', true), (4, 'superadmin', 'dirk', 'Dirk', 'Vandenbroucke', 'Owner', 'nl', true),
		(5, 'staff', 'eva', 'Eva', 'Šimková', 'Support', 'cs', true), (6, 'staff', 'frank', 'Frank', 'O''Leary', 'Sales', 'en', false),
		(7, 'staff', 'gitte', 'Gitte', 'Sørensen', 'Sales', 'da', true), (8, 'sysadmin', 'henk', 'Henk', 'Müller', 'Systems', 'nl', true),
		(9, 'staff', 'ines', 'Inês', 'Conceição', 'Editorial', 'pt', true), (10, 'staff', 'joris', 'Joris', 'van ''t Hoff', 'Editorial', 'nl', true),
		(11, 'staff', 'klara', 'Klára', 'Dvořáková', 'Support', 'cs', true), (12, 'api', 'shop-feed', 'Shop', 'feed', 'Systems', 'en', true))
		v(n, type, login, first_name, last_name, department, language, enabled);
INSERT INTO auth.staff (user_id, login, pin_required, created_at, changed_at)
	SELECT id, login, type <> 'staff' OR login NOT IN ('ines', 'joris'), '2015-01-05 09:00+00', '2026-03-02 08:15+00' FROM site.users WHERE id BETWEEN 10000001 AND 10000011 ORDER BY id;
INSERT INTO auth.staff_roles (user_id, role, granted_at)
	SELECT 10000000 + n, role, '2015-01-05 09:00+00' FROM (VALUES (1, 'support'), (2, 'finance'), (3, 'privacy'), (4, 'superadmin'), (5, 'support'), (6, 'desk'), (7, 'desk'), (8, 'sysadmin'),
		(9, 'desk'), (10, 'desk'), (11, 'support')) v(n, role);
DO $$ BEGIN PERFORM auth.refresh_rights(user_id) FROM auth.staff; END $$;
UPDATE site.users SET api_key_hash = sha256('demo api key 12'), api_key_expires_at = '2027-03-01 00:00+00' WHERE id = 10000012;
-- Anna Meier of Meier & Söhne.
INSERT INTO site.users (id, type, login, email, first_name, last_name, company, department, street1, postcode, city, country, phone, mobile, vat_number,
		language, currency, settlement_days, marketing, enabled, organisation_id, permission_group_id, last_login_at, last_login_browser,
		last_login_system, last_login_address, last_login_country, flag, flag_reason, created_at, updated_at, version) VALUES
	(10009292, 'client', 'anna@meier.example', 'anna@meier.example', 'Anna', 'Meier', 'Meier & Söhne GmbH', 'Bildredaktion', 'Ringstr. 4', '50667', 'Köln', 'DE',
		'+49 221 5550101', '+49 171 5550102', 'DE811223344', 'de', 'EUR', 30, false, true, 2000, 4, '2026-11-23 09:14:07+00', 'Firefox 132',
		'Windows 11', '203.0.113.9', 'DE', 'pays late', 'Third reminder in a year (ben, 2026-02-11)', '2016-02-11 08:41:19+00', '2026-02-11 15:20:44+00', 5);
UPDATE site.organisations SET invoice_user_id = 10009292 WHERE id = 2000;
-- Müllers whom every demo has, whatever the draw: among the numbers of the first hundred.
UPDATE site.users u SET first_name = v.first_name, last_name = v.last_name, company = v.company, street1 = v.street1, postcode = v.postcode, city = v.city, country = 'DE',
		email = v.email, login = v.email, type = 'client', enabled = true, hidden_at = NULL, language = 'de', currency = 'EUR', phone = v.phone
	FROM (VALUES (10000021, 'Jörg', 'Müller', 'Müller Bildagentur', 'Hauptstr. 12', '80331', 'München', 'joerg@mueller-bild.example', '+49 89 5550111'),
		(10000042, 'Sabine', 'Müller', '', 'Lindenweg 3', '50667', 'Köln', 'sabine.mueller@post.example', '0221 / 555 0112'),
		(10000063, 'Chloë', 'Mulder-Müller', 'Müller & Zn.', 'Ringstraße 44', '47803', 'Krefeld', 'chloe@muller-zn.example', '+49 2151 5550113'),
		(10000084, 'Hans-Peter', 'Müller-Lüdenscheidt', 'Badewanne Film GmbH', 'Am Markt 1', '20095', 'Hamburg', 'hp@badewanne.example', '+49 40 5550114'))
		v(id, first_name, last_name, company, street1, postcode, city, email, phone)
	WHERE u.id = v.id;
SELECT setval(pg_get_serial_sequence('site.users', 'id'), (SELECT max(id) FROM site.users));

-- One account of most organisations receives the invoices: its oldest.
UPDATE site.organisations o SET invoice_user_id = f.id
	FROM (SELECT organisation_id, min(id) AS id FROM site.users WHERE organisation_id IS NOT NULL AND type = 'client' GROUP BY organisation_id) f
	WHERE f.organisation_id = o.id AND o.invoice_user_id IS NULL AND demo.pick(o.id, 201, 10) < 7;

INSERT INTO site.credentials (user_id, password_hash, changed_at)
	SELECT id, '$demo$nobody-logs-in-with-this$' || encode(sha256(convert_to('demo ' || id, 'UTF8')), 'hex'), created_at FROM site.users WHERE type = 'client' ORDER BY id;

INSERT INTO site.user_custom_values (user_id, custom1, custom2, custom3, custom4, custom5, custom6, custom7, updated_at)
	SELECT id, CASE WHEN demo.pick(id, 210, 5) < 2 THEN (ARRAY['trade fair', 'colleague', 'search engine', 'Zeitung', 'always knew you'])[1 + demo.pick(id, 211, 5)] ELSE '' END,
		CASE demo.pick(id, 212, 6) WHEN 0 THEN 'yes' WHEN 1 THEN 'no' ELSE '' END, CASE WHEN demo.pick(id, 213, 9) = 0 THEN 'KST ' || (1000 + demo.pick(id, 214, 9000)) ELSE '' END,
		CASE WHEN demo.pick(id, 215, 15) = 0 THEN 'NVJ ' || (10000 + demo.pick(id, 216, 89999)) ELSE '' END,
		CASE WHEN demo.pick(id, 217, 120) = 0 THEN 'screen reader, please no pictures of text' ELSE '' END,
		CASE demo.pick(id, 218, 8) WHEN 0 THEN 'yes' WHEN 1 THEN 'no' ELSE '' END,
		CASE WHEN permission_group_id = 6 THEN (1960 + demo.pick(id, 219, 60))::text WHEN id % 5000 = 77 THEN left(demo.hostile(id / 5000), 2000) ELSE '' END, updated_at
	FROM site.users ORDER BY id;

INSERT INTO site.user_notes (user_id, body, author_id, created_at, updated_at)
	SELECT 10000012 + g,
		CASE WHEN g % 300 = 5 THEN demo.hostile(g / 300) ELSE (ARRAY['Called about an invoice; sent a copy.', 'Prefers e-mail, never by phone.',
			E'Wants a price agreement for 2027.\nSend the draft to the department, not to her.', 'Duplicate of an older account? Ask when calling.',
			'Nachname hat sich geändert, siehe Brief.', 'Heeft korting volgens afspraak van maart.', 'Ask for the order number before sending an invoice.',
			E'Moved office.\n\nOld address stays valid for invoices until the end of the year.'])[1 + demo.pick(g, 221, 8)] END,
		CASE WHEN demo.pick(g, 222, 10) = 0 THEN NULL ELSE 10000001 + demo.pick(g, 223, 3) END,
		demo.today() - demo.unit(g, 224) * interval '1500 days', demo.today() - demo.unit(g, 224) * interval '1400 days'
	FROM generate_series(1, demo.users() - 13) g WHERE demo.pick(g, 220, 100) < 15 AND g + 10000012 <> 10009292 ORDER BY g;
INSERT INTO site.user_notes (user_id, body, author_id, created_at, updated_at) VALUES
	(10009292, E'Asked for invoice 2026-00412 on the phone; sent by mail.', 10000001, '2026-11-20 10:05+00', '2026-11-20 10:05+00'),
	(10009292, E'Third reminder in a year. Talk to her before granting rights again.\nShe promised to pay within the week.', 10000002, '2026-02-11 15:20+00', '2026-02-11 15:20+00');

INSERT INTO site.ip_rules (user_id, network, note, created_by, created_at, updated_at)
	SELECT id, CASE WHEN demo.pick(id, 231, 4) = 0 THEN set_masklen(('2001:db8:' || to_hex(demo.pick(id, 232, 65535)) || '::')::inet, 48)::cidr
			ELSE set_masklen('198.18.0.0'::inet + demo.pick(id, 233, 512) * 256, CASE WHEN demo.pick(id, 234, 2) = 0 THEN 24 ELSE 32 END)::cidr END,
		(ARRAY['office', 'VPN', 'home', ''])[1 + demo.pick(id, 235, 4)], 10000001, created_at, created_at
	FROM site.users WHERE type = 'client' AND demo.pick(id, 230, 50) = 0 ORDER BY id;
INSERT INTO site.ip_rules (user_id, network, note, created_by, created_at, updated_at) VALUES
	(10009292, '203.0.113.0/24', 'office Köln', 10000001, '2019-05-06 09:00+00', '2019-05-06 09:00+00');

INSERT INTO site.user_permissions (user_id, permission, value, updated_at)
	SELECT u.id, p.name, demo.pick(u.id, 242 + p.position, 3) > 0, u.updated_at FROM site.users u JOIN site.permissions p ON demo.pick(u.id, 241 + p.position, 5) = 0
	WHERE u.type = 'client' AND demo.pick(u.id, 240, 20) = 0 AND u.id <> 10009292 ORDER BY u.id, p.name;
INSERT INTO site.user_permissions (user_id, permission, value, updated_at)
	SELECT 10009292, name, name = 'staff_approval', '2026-02-11 15:21+00' FROM site.permissions WHERE name IN ('staff_approval', 'direct_download');

-- The website's sessions: one in twenty accounts ended some, a few are on now.
INSERT INTO site.sessions (id, user_id, started_at, last_seen_at, address, browser, system, ended_at, end_reason)
	SELECT md5('demo session ' || u.id || ' ' || n)::uuid, u.id, x.started, x.started + demo.unit(u.id, 254 + n) * interval '50 minutes', u.last_login_address, u.last_login_browser,
		u.last_login_system, x.started + interval '55 minutes', (ARRAY['left', 'idle', 'logged in elsewhere', 'left'])[1 + demo.pick(u.id, 255 + n, 4)]
	FROM site.users u, generate_series(1, 2) n, LATERAL (SELECT u.last_login_at - n * interval '1 day' - demo.unit(u.id, 253 + n) * interval '9 hours') x(started)
	WHERE u.last_login_at IS NOT NULL AND demo.pick(u.id, 251, 20) = 0 AND x.started > u.created_at ORDER BY u.id, n;
INSERT INTO site.sessions (id, user_id, started_at, last_seen_at, address, browser, system)
	SELECT md5('demo live session ' || id)::uuid, id, last_login_at, greatest(last_login_at, demo.today() - demo.unit(id, 261) * interval '20 minutes'), last_login_address,
		last_login_browser, last_login_system
	FROM site.users WHERE last_login_at > demo.today() - interval '5 hours' AND enabled AND hidden_at IS NULL AND (id = 10009292 OR demo.pick(id, 260, 10) = 0) ORDER BY id;

INSERT INTO site.blocked_addresses (network, reason, blocked_at, until, blocked_by, lifted_at, updated_at)
	SELECT CASE WHEN g % 7 = 0 THEN set_masklen('192.0.2.0'::inet + g * 8, 29)::cidr ELSE ('192.0.2.' || (g * 9 % 250))::inet::cidr END,
		(ARRAY['Too many failed log-ins', 'Too many failed log-ins', 'Scraping previews', 'Reported by the provider'])[1 + demo.pick(g, 271, 4)],
		x.at, CASE WHEN g % 6 = 0 THEN NULL ELSE x.at + interval '1 hour' * (1 + demo.pick(g, 272, 400)) END, CASE WHEN g % 3 = 0 THEN 10000008 END,
		CASE WHEN g % 5 = 4 THEN x.at + interval '40 minutes' END, x.at
	FROM generate_series(1, 27) g, LATERAL (SELECT date_trunc('minute', demo.today() - power(demo.unit(g, 273), 3) * interval '200 days')) x(at) ORDER BY x.at, g;
