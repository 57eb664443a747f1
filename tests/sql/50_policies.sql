-- Row-level security, the second wall: what the API's owner reaches when a function forgets to ask for the right.
BEGIN;
SELECT * FROM no_plan();
\ir helpers.psql
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('ben', 'staff', 'finance'), pg_temp.enrol('cora', 'staff', 'privacy'),
	pg_temp.enrol('dirk', 'superadmin', 'superadmin') \g /dev/null
INSERT INTO site.users (id, type, login, last_name) VALUES (99000001, 'client', 'policy@x.example', 'Policy'), (99000002, 'staff', 'policy-staff', 'Staff');
INSERT INTO site.user_notes (user_id, body) VALUES (99000001, 'a'), (99000002, 'b');
INSERT INTO site.ip_rules (user_id, network) VALUES (99000001, '10.0.0.0/8'), (99000002, '10.0.0.0/8');
INSERT INTO site.sessions (user_id) VALUES (99000001), (99000002);
INSERT INTO site.login_log (ok, user_id) VALUES (true, 99000001);
INSERT INTO site.activity_log (kind, user_id) VALUES ('search', 99000001);
INSERT INTO site.organisations (name) VALUES ('Policy BV');
INSERT INTO site.blocked_addresses (network) VALUES ('198.51.100.0/24');
SELECT id AS org FROM site.organisations WHERE name = 'Policy BV' \gset

-- Each line: a person (or nobody), a statement, what comes back.
CREATE FUNCTION pg_temp.sees(p_login text, p_statement text, p_wanted text) RETURNS text LANGUAGE plpgsql AS
$$
BEGIN
	UPDATE auth.sessions SET ended_at = clock_timestamp(), end_reason = 'ended' WHERE ended_at IS NULL AND pid = pg_backend_pid();
	IF p_login IS NOT NULL THEN
		PERFORM pg_temp.log_in(p_login);
	END IF;
	RETURN is(pg_temp.as_role('steward_api', p_statement), p_wanted, coalesce(p_login, 'nobody') || ': ' || p_statement);
END
$$;

-- Nobody logged in: nothing that is about anybody
SELECT pg_temp.sees(NULL, format('SELECT count(*) FROM %s', name), '0') FROM unnest(ARRAY['site.users', 'site.user_notes', 'site.user_custom_values', 'site.user_permissions',
	'site.ip_rules', 'site.sessions', 'site.login_log', 'site.activity_log', 'site.organisations', 'site.blocked_addresses', 'site.permission_groups',
	'site.group_permissions', 'site.custom_fields', 'site.settings', 'site.effective_permissions', 'auth.sessions', 'audit.access', 'audit.changes']) AS name;
SELECT pg_temp.sees(NULL, 'UPDATE site.users SET city = ''x'' WHERE id = 99000001 RETURNING ''changed''', NULL);
SELECT pg_temp.sees(NULL, 'INSERT INTO site.users (type, login) VALUES (''client'', ''new'') RETURNING ''made''', '42501');
SELECT pg_temp.sees('anna', 'SELECT count(*) FROM site.credentials', '42501');

-- Accounts
SELECT pg_temp.sees('anna', 'SELECT count(*) FROM site.users WHERE id = 99000001', '1');
SELECT pg_temp.sees('anna', 'SELECT count(*) FROM site.users WHERE type IN (''staff'', ''superadmin'', ''sysadmin'')', '0');
SELECT pg_temp.sees('cora', 'SELECT count(*) FROM site.users WHERE id = 99000002', '1');
SELECT pg_temp.sees('anna', 'UPDATE site.users SET city = ''x'' WHERE id = 99000001 RETURNING city', 'x');
SELECT pg_temp.sees('anna', 'UPDATE site.users SET city = ''x'' WHERE id = 99000002 RETURNING city', NULL);
SELECT pg_temp.sees('anna', 'UPDATE site.users SET type = ''superadmin'' WHERE id = 99000001 RETURNING type', '42501');
SELECT pg_temp.sees('anna', 'UPDATE site.users SET id = 1 WHERE id = 99000001 RETURNING id', '42501');
SELECT pg_temp.sees('anna', 'UPDATE site.users SET version = 1 WHERE id = 99000001 RETURNING id', '42501');
SELECT pg_temp.sees('anna', 'UPDATE site.users SET api_key_hash = NULL WHERE id = 99000001 RETURNING id', '42501');
SELECT pg_temp.sees('anna', 'DELETE FROM site.users WHERE id = 99000001 RETURNING id', '42501');
SELECT pg_temp.sees('anna', 'INSERT INTO site.users (type, login) VALUES (''client'', ''policy-new'') RETURNING type', 'client');
SELECT pg_temp.sees('anna', 'INSERT INTO site.users (type, login) VALUES (''staff'', ''policy-new2'') RETURNING type', '42501');
SELECT pg_temp.sees('cora', 'UPDATE site.users SET city = ''y'' WHERE id = 99000001 RETURNING city', NULL);
SELECT pg_temp.sees('cora', 'INSERT INTO site.users (type, login) VALUES (''client'', ''policy-new3'') RETURNING type', '42501');
SELECT pg_temp.sees('dirk', 'UPDATE site.users SET city = ''z'' WHERE id = 99000002 RETURNING city', 'z');

-- What hangs on them
SELECT pg_temp.sees('anna', format('SELECT string_agg(DISTINCT user_id::text, '' '') FROM site.%s WHERE user_id IN (99000001, 99000002)', name), '99000001')
	FROM unnest(ARRAY['user_notes', 'ip_rules', 'sessions', 'user_custom_values', 'effective_permissions']) AS name;
SELECT pg_temp.sees('anna', 'INSERT INTO site.user_notes (user_id, body) VALUES (99000001, ''c'') RETURNING body', 'c');
SELECT pg_temp.sees('anna', 'INSERT INTO site.user_notes (user_id, body) VALUES (99000002, ''c'') RETURNING body', '42501');
SELECT pg_temp.sees('anna', 'INSERT INTO site.ip_rules (user_id, network) VALUES (99000001, ''192.0.2.0/24'') RETURNING network', '192.0.2.0/24');
SELECT pg_temp.sees('ben', 'INSERT INTO site.ip_rules (user_id, network) VALUES (99000001, ''192.0.3.0/24'') RETURNING network', '42501');
SELECT pg_temp.sees('anna', 'UPDATE site.user_custom_values SET custom1 = ''v'' WHERE user_id = 99000001 RETURNING custom1', 'v');
SELECT pg_temp.sees('ben', 'UPDATE site.user_custom_values SET custom1 = ''w'' WHERE user_id = 99000001 RETURNING custom1', NULL);
SELECT pg_temp.sees('anna', 'INSERT INTO site.user_permissions (user_id, permission, value) VALUES (99000001, ''agent'', true) RETURNING value', 'true');
SELECT pg_temp.sees('cora', 'DELETE FROM site.user_permissions WHERE user_id = 99000001 RETURNING value', NULL);
SELECT pg_temp.sees('anna', 'DELETE FROM site.user_permissions WHERE user_id = 99000001 RETURNING value', 'true');
INSERT INTO auth.staff_rights (user_id, right_name, granted) SELECT pg_temp.account('cora'), 'user.access', true
	WHERE NOT EXISTS (SELECT FROM auth.latest_session() l WHERE l.user_id = pg_temp.account('cora'));
SELECT pg_temp.sees('cora', 'DELETE FROM site.ip_rules WHERE user_id = 99000002 RETURNING network', NULL);
SELECT pg_temp.sees('dirk', 'DELETE FROM site.ip_rules WHERE user_id = 99000002 RETURNING network', '10.0.0.0/8');

-- Logs, organisations, the site
SELECT pg_temp.sees('anna', 'SELECT count(*) FROM site.login_log WHERE user_id = 99000001', '1');
SELECT pg_temp.sees('ben', 'SELECT count(*) FROM site.login_log', '0');
SELECT pg_temp.sees('ben', 'SELECT count(*) FROM site.activity_log', '0');
SELECT pg_temp.sees('anna', 'DELETE FROM site.login_log RETURNING 1', '42501');
SELECT pg_temp.sees('anna', 'SELECT count(*) FROM site.login_log_other', '42501');
SELECT pg_temp.sees('ben', format('UPDATE site.organisations SET city = ''x'' WHERE id = %s RETURNING city', :org), 'x');
SELECT pg_temp.sees('anna', format('UPDATE site.organisations SET city = ''y'' WHERE id = %s RETURNING city', :org), NULL);
SELECT pg_temp.sees('anna', 'SELECT count(*) FROM site.blocked_addresses WHERE network = ''198.51.100.0/24''', '1');
SELECT pg_temp.sees('ben', 'SELECT count(*) FROM site.blocked_addresses', '0');
SELECT pg_temp.sees('anna', 'INSERT INTO site.blocked_addresses (network) VALUES (''0.0.0.0/0'') RETURNING network', '42501');
SELECT pg_temp.sees('anna', 'UPDATE site.settings SET value = ''x'' WHERE name = ''site_name'' RETURNING value', NULL);
SELECT pg_temp.sees('dirk', 'UPDATE site.settings SET value = ''x'' WHERE name = ''site_name'' RETURNING value', 'x');
SELECT pg_temp.sees('anna', 'UPDATE site.permissions SET default_value = true RETURNING 1', '42501');
SELECT pg_temp.sees('anna', 'UPDATE site.custom_fields SET label = ''x'' WHERE slot = 9 RETURNING label', NULL);
SELECT pg_temp.sees('dirk', 'UPDATE site.custom_fields SET label = ''x'' WHERE slot = 9 RETURNING label', 'x');
SELECT pg_temp.sees('anna', 'SELECT count(*) FROM audit.changes', '0');
SELECT pg_temp.sees('anna', 'SELECT count(*) FROM auth.sessions', '0');
SELECT pg_temp.sees('cora', 'SELECT count(*) > 0 FROM audit.changes', 'true');
SELECT pg_temp.sees('cora', 'SELECT count(*) > 0 FROM auth.sessions', 'true');
SELECT pg_temp.sees('cora', 'INSERT INTO audit.changes (db_role, entity, op, digest) VALUES (''x'', ''x'', ''U'', '''') RETURNING 1', '42501');
SELECT pg_temp.sees('dirk', 'SELECT count(*) FROM auth.staff', '42501');
SELECT pg_temp.sees('dirk', 'INSERT INTO auth.staff_rights (user_id, right_name, granted) VALUES (1, ''job.sql'', true) RETURNING 1', '42501');

-- The website
SELECT is(pg_temp.as_role('site', statement), wanted, 'website: ' || statement) FROM (VALUES
	('SELECT count(*) FROM site.users WHERE id IN (99000001, 99000002)', '2'),
	('UPDATE site.users SET city = ''site'' WHERE id = 99000001 RETURNING city', 'site'),
	('UPDATE site.users SET last_login_at = now() WHERE id = 99000002 RETURNING id', '99000002'),
	('UPDATE site.users SET enabled = false WHERE id = 99000002 RETURNING id', '42501'),
	('UPDATE site.users SET login = ''mine'' WHERE id = 99000002 RETURNING id', '42501'),
	('UPDATE site.users SET type = ''superadmin'' WHERE id = 99000001 RETURNING id', '42501'),
	('INSERT INTO site.users (type, login) VALUES (''sysadmin'', ''policy-evil'') RETURNING id', '42501'),
	('DELETE FROM site.users WHERE id = 99000002 RETURNING id', '42501'),
	('INSERT INTO site.users (type, login) VALUES (''client'', ''policy-site'') RETURNING type', 'client'),
	('INSERT INTO site.credentials VALUES (99000001, ''scrypt$a-hash-of-some-password'') RETURNING user_id', '99000001'),
	('INSERT INTO site.activity_log (kind, detail) VALUES (''search'', ''x'') RETURNING kind', 'search'),
	('UPDATE site.permissions SET default_value = true RETURNING 1', '42501'),
	('UPDATE site.settings SET value = ''x'' RETURNING 1', '42501'),
	('INSERT INTO site.ip_rules (user_id, network) VALUES (99000001, ''1.0.0.0/8'') RETURNING 1', '42501'),
	('SELECT count(*) FROM auth.staff', '42501'), ('SELECT count(*) FROM audit.changes', '42501')) AS tries (statement, wanted);

-- Permissions of clients: own word, group, default, and what needs what
INSERT INTO site.permission_groups (id, name) VALUES (99001, 'Policy group');
INSERT INTO site.group_permissions VALUES (99001, 'direct_download', true), (99001, 'agent', NULL);
UPDATE site.users SET permission_group_id = 99001 WHERE id = 99000001;
SELECT is(effective || ' ' || why, 'false needs', 'direct download without automatic download') FROM site.effective_permissions WHERE user_id = 99000001 AND permission = 'direct_download';
INSERT INTO site.user_permissions VALUES (99000001, 'automatic_download', true), (99000001, 'pay_first', false);
SELECT is(effective || ' ' || why, wanted, permission) FROM site.effective_permissions JOIN (VALUES ('direct_download', 'true group'), ('automatic_download', 'true own'),
	('pay_first', 'false own'), ('staff_approval', 'true default'), ('agent', 'false default')) AS list (permission, wanted) USING (permission) WHERE user_id = 99000001;

-- Accounts keep their shape whoever writes
SELECT throws_ok(statement, code, NULL, statement) FROM (VALUES
	('INSERT INTO site.users (type, login) VALUES (''client'', NULL)', '23514'), ('INSERT INTO site.users (type, login) VALUES (''contact'', ''x'')', '23514'),
	('INSERT INTO site.users (type, login) VALUES (''client'', ''POLICY@X.example'')', '23505'), ('UPDATE site.users SET email = ''nobody'' WHERE id = 99000001', '23514'),
	('UPDATE site.users SET city = repeat(''x'', 101) WHERE id = 99000001', '23514'), ('UPDATE site.users SET type = ''king'' WHERE id = 99000001', '23514'),
	('INSERT INTO site.sessions (user_id) VALUES (99000001)', '23505'), ('INSERT INTO site.ip_rules (user_id, network) VALUES (99000001, ''10.0.0.1/8'')', '22P02'),
	('UPDATE site.users SET flag_reason = ''why'' WHERE id = 99000001', '23514')) AS tries (statement, code);
UPDATE site.users SET version = 77, updated_at = 'epoch', city = 'v' WHERE id = 99000001;
SELECT ok(version < 70 AND updated_at = now(), 'version and time of change are the database''s') FROM site.users WHERE id = 99000001;
SELECT ok(search_text LIKE '%mueller%' AND search_text LIKE '%muller%' AND search_text LIKE '%' || id || '%' AND search_text LIKE '%31612%', 'found both ways, by number and phone')
	FROM (SELECT id, site.search_text(id, '+31 6-12', 'Jörg', 'Müller') AS search_text FROM site.users WHERE id = 99000001) AS u;

-- Months
INSERT INTO site.login_log (at, ok, login) VALUES ('2031-05-07 12:00+00', true, 'may'), ('2031-06-01 00:00+00', true, 'june');
SELECT is(tableoid::regclass::text, 'site.login_log_other', 'a row of a month without a partition is kept') FROM site.login_log WHERE login = 'may';
SELECT max(id) AS before FROM audit.changes \gset
SELECT cmp_ok(site.ensure_partitions('2031-05-20', '2031-06-01'), '>=', 4, 'months are made for every log');
SELECT is(tableoid::regclass::text, 'site.login_log_2031_' || to_char(at AT TIME ZONE 'UTC', 'MM'), 'and the row moves to its own') FROM site.login_log WHERE at >= '2031-05-01';
SELECT is((SELECT max(id) FROM audit.changes), :before::bigint, 'which is no deletion');
SELECT is(site.ensure_partitions('2031-05-20', '2031-06-01'), 0, 'they are made once');
SELECT ok(relrowsecurity AND relowner = 'site_owner'::regrole AND relacl IS NULL, 'a partition is nobody''s but the owner''s') FROM pg_class WHERE oid = 'site.login_log_2031_05'::regclass;
SELECT throws_ok('SELECT site.ensure_partitions(''2031-05-20'', ''2031-04-01'')', '22023', NULL, 'months in order');
SELECT throws_ok('SELECT site.ensure_partitions(NULL, ''2031-04-01'')', '22023', NULL, 'both');
SELECT * FROM finish();
ROLLBACK;
