-- The trail: everything that changes is written, secrets are not, and nobody writes over it.
BEGIN;
SELECT * FROM no_plan();
\ir helpers.psql
SELECT pg_temp.enrol('anna', 'staff', 'support') \g /dev/null

CREATE FUNCTION pg_temp.last(OUT c audit.changes) LANGUAGE sql AS $$ SELECT * FROM audit.changes ORDER BY id DESC LIMIT 1 $$;
CREATE FUNCTION pg_temp.rows() RETURNS bigint LANGUAGE sql AS $$ SELECT coalesce(max(id), 0) FROM audit.changes $$;

-- What a change leaves
INSERT INTO site.users (id, type, login, first_name, last_name) VALUES (99000001, 'client', 'trail@x.example', 'Anna', 'Müller');
SELECT is((SELECT count(*)::int FROM audit.changes WHERE entity = 'site.users' AND entity_key = '99000001' AND op = 'I' AND subject_user_id = 99000001
	AND new->>'last_name' = 'Müller' AND old IS NULL AND columns IS NULL AND xid = pg_current_xact_id()), 1, 'an insert');
SELECT is((SELECT count(*)::int FROM audit.changes WHERE entity = 'site.user_custom_values' AND entity_key = '99000001' AND op = 'I'), 1, 'and what it brings with it');
UPDATE site.users SET street1 = 'Ringstraße 4', city = 'Köln' WHERE id = 99000001;
SELECT is((c).columns, ARRAY['street1', 'city'], 'an update: the changed columns') FROM pg_temp.last() AS c;
SELECT is((c).old, '{"street1": "", "city": ""}', 'as they were') FROM pg_temp.last() AS c;
SELECT is((c).new, '{"street1": "Ringstraße 4", "city": "Köln"}', 'as they are') FROM pg_temp.last() AS c;
SELECT is((c).db_role || coalesce((c).session_id::text, ' nobody'), session_user || ' nobody', 'by the administrator') FROM pg_temp.last() AS c;
SELECT is(length((c).salt), 16, 'a salt') FROM pg_temp.last() AS c;
SELECT is((c).digest, sha256((c).salt || convert_to(coalesce((c).old::text, '') || chr(10) || coalesce((c).new::text, ''), 'UTF8')), 'and the digest of it all') FROM pg_temp.last() AS c;
SELECT pg_temp.rows() AS before \gset
UPDATE site.users SET city = 'Köln' WHERE id = 99000001;
UPDATE site.users SET last_login_at = now(), last_login_browser = 'x' WHERE id = 99000001;
SELECT is(pg_temp.rows(), :before::bigint, 'what changes nothing, or is a stamp of the log-in, leaves nothing');
SELECT is((SELECT version FROM site.users WHERE id = 99000001), 3::bigint, 'a stamp is no new version either');
UPDATE site.user_custom_values SET custom3 = 'x' WHERE user_id = 99000001;
SELECT is((c).subject_user_id || ' ' || (c).new::text, '99000001 {"custom3": "x"}', 'a row about somebody names him') FROM pg_temp.last() AS c;
INSERT INTO site.user_permissions VALUES (99000001, 'agent', true);
SELECT is((c).entity_key, '99000001:agent', 'a key of two parts') FROM pg_temp.last() AS c;
DELETE FROM site.user_permissions WHERE user_id = 99000001;
SELECT is((c).op::text || ((c).old->>'value') || ((c).new IS NULL), 'Dtruetrue', 'a delete') FROM pg_temp.last() AS c;
INSERT INTO site.login_log (ok, user_id, login) VALUES (false, 99000001, 'trail');
SELECT is((c).op::text, 'D', 'a row of a log leaves nothing') FROM pg_temp.last() AS c;
UPDATE site.login_log SET ok = true WHERE login = 'trail' AND user_id = 99000001;
SELECT is((c).entity || (c).new::text, 'site.login_log{"ok": true}', 'a change of one does') FROM pg_temp.last() AS c;
DELETE FROM site.login_log WHERE login = 'trail' AND user_id = 99000001;
SELECT is((c).op::text, 'D', 'and its removal') FROM pg_temp.last() AS c;

-- What a statement adds to accounts is written by one
SELECT pg_temp.rows() AS before \gset
WITH other AS (UPDATE site.users SET city = 'Trier' WHERE id = 99000001)
INSERT INTO site.users (id, type, login, api_key_hash) SELECT 99000010 + n, 'client', 'many' || n || '@x.example', CASE n WHEN 2 THEN sha256('key') END FROM generate_series(1, 3) AS n ORDER BY n;
SELECT results_eq('SELECT entity, entity_key, subject_user_id, op::text FROM audit.changes WHERE op = ''I'' AND id > ' || :before || ' ORDER BY id',
	$$ SELECT e, k::text, k, 'I' FROM (VALUES (1, 'site.users'), (2, 'site.user_custom_values')) AS v (n, e), generate_series(99000011::bigint, 99000013) AS g (k) ORDER BY n, g.k $$, 'a row for each, the accounts first');
SELECT is((SELECT count(*)::int FROM audit.changes WHERE op = 'U' AND id > :before), 1, 'and for what the same statement changes');
SELECT is_empty('SELECT id FROM audit.changes WHERE id > ' || :before || $$ AND digest <> sha256(salt || convert_to(coalesce(old::text, '') || chr(10) || coalesce(new::text, ''), 'UTF8')) $$, 'each with its digest');
SELECT is((SELECT count(DISTINCT salt) FROM audit.changes WHERE id > :before), 7::bigint, 'and a salt of its own');
SELECT is((SELECT string_agg(coalesce(new->>'api_key_hash', '-'), ' ' ORDER BY id) FROM audit.changes WHERE id > :before AND op = 'I' AND entity = 'site.users'), '- (secret) -', 'without the secret');
SELECT is(ARRAY(SELECT jsonb_object_keys(new) COLLATE "C" FROM audit.changes WHERE id > :before AND entity_key = '99000011' AND entity = 'site.users' ORDER BY 1),
	ARRAY(SELECT attname::text COLLATE "C" FROM pg_attribute WHERE attrelid = 'site.users'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname NOT LIKE 'last\_login\_%' AND attname NOT IN ('version', 'updated_at') ORDER BY 1),
	'and every column that is not derived');
SELECT pg_temp.rows() AS before \gset
INSERT INTO site.user_custom_values (user_id, custom1) VALUES (99000011, 'again') ON CONFLICT (user_id) DO UPDATE SET custom1 = excluded.custom1;
SELECT is((SELECT string_agg(op || (new::text), ' ') FROM audit.changes WHERE id > :before), 'U{"custom1": "again"}', 'what is there already is changed, not added');
DELETE FROM site.users WHERE id BETWEEN 99000011 AND 99000013;

-- Secrets
INSERT INTO site.credentials VALUES (99000001, 'scrypt$a-secret-hash-of-a-password');
SELECT is((c).new->>'password_hash', '(secret)', 'a secret is named, not shown') FROM pg_temp.last() AS c;
UPDATE site.credentials SET password_hash = 'scrypt$another-secret-hash-of-it' WHERE user_id = 99000001;
SELECT is((c).columns::text || (c).old::text || (c).new::text, '{password_hash}{"password_hash": "(secret)"}{"password_hash": "(secret)"}', 'not even when it changes') FROM pg_temp.last() AS c;
UPDATE site.users SET api_key_hash = sha256('key') WHERE id = 99000001;
SELECT is((c).old::text || (c).new::text, '{"api_key_hash": null}{"api_key_hash": "(secret)"}', 'whether there was one is told') FROM pg_temp.last() AS c;
DELETE FROM site.credentials WHERE user_id = 99000001;
SELECT is((c).old->>'password_hash', '(secret)', 'nor when it goes') FROM pg_temp.last() AS c;
SELECT auth.set_credentials('anna', 1, sha256('p'), sha256('q')) \g /dev/null
UPDATE auth.secrets SET value = sha256('other') WHERE name = 'salt';
SELECT is((c).new, '{"value": "(secret)"}', 'the server''s key') FROM pg_temp.last() AS c;
-- The hash of a plan of erasure is no secret: two people compare it.
SELECT is_empty($$ SELECT id, entity FROM audit.changes WHERE concat(old - 'plan_hash' - 'approved_hash', new - 'plan_hash' - 'approved_hash') ~ '\\\\x[0-9a-f]{64}|scrypt' $$, 'no secret is in the trail');

-- Who
SELECT pg_temp.log_in('anna') AS anna \gset
SELECT is(pg_temp.as_role('site', 'UPDATE site.users SET city = ''Bonn'' WHERE id = 99000001 RETURNING city'), 'Bonn', 'the website writes');
SELECT is((c).db_role || coalesce((c).user_id::text, ' nobody'), 'site nobody', 'and is named') FROM pg_temp.last() AS c;
CREATE FUNCTION api.test_write() RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
	AS $$ UPDATE site.users SET city = 'Ulm' WHERE id = 99000001 RETURNING city $$;
ALTER FUNCTION api.test_write() OWNER TO steward_api;
GRANT EXECUTE ON FUNCTION api.test_write() TO steward_console;
SELECT is(pg_temp.as_role('steward_console', 'SELECT api.test_write()'), 'Ulm', 'the console writes');
SELECT is((c).db_role || (c).user_id, 'steward_console' || :anna, 'with the person''s name') FROM pg_temp.last() AS c;
SELECT isnt((c).session_id, NULL, 'and session') FROM pg_temp.last() AS c;
CREATE FUNCTION api.test_add() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
	AS $$ INSERT INTO site.users (type, login) VALUES ('client', 'added@x.example') RETURNING id $$;
ALTER FUNCTION api.test_add() OWNER TO site_owner;
GRANT EXECUTE ON FUNCTION api.test_add() TO steward_console;
SELECT pg_temp.as_role('steward_console', 'SELECT api.test_add()') AS added \gset
SELECT is((SELECT string_agg(concat_ws(' ', entity, db_role, user_id, session_id IS NOT NULL), ', ' ORDER BY id) FROM audit.changes WHERE op = 'I' AND entity_key = :'added'),
	format('site.users steward_console %s t, site.user_custom_values steward_console %1$s t', :anna), 'also when it adds accounts');

-- 52
SELECT pg_temp.rows() AS before \gset
SET LOCAL session_replication_role = replica;
UPDATE site.users SET city = 'Jena' WHERE id = 99000001;
SET LOCAL session_replication_role = origin;
SELECT cmp_ok(pg_temp.rows(), '>', :before::bigint, '52 also when triggers sleep for a replica');
CREATE TABLE pg_temp.kept AS SELECT * FROM site.activity_log;
TRUNCATE site.activity_log;
SELECT cmp_ok((SELECT count(*)::int FROM audit.changes WHERE op = 'T' AND xid = pg_current_xact_id() AND entity LIKE 'site.activity_log%'), '>', 1, '52 emptying a table, and each of its parts');
SELECT auth.record_access(session_id, user_id, 1, 'open', 'users', '99000001', NULL, NULL, 1) FROM auth.here \g /dev/null
SELECT throws_ok(change, '42501', 'The trail is never changed.', '52 ' || change) FROM unnest(ARRAY['UPDATE audit.changes SET db_role = ''x''',
	'DELETE FROM audit.changes', 'TRUNCATE audit.changes', 'UPDATE audit.access SET user_id = 1', 'DELETE FROM audit.access', 'TRUNCATE audit.access']) AS change;
SET LOCAL session_replication_role = replica;
SELECT throws_ok('DELETE FROM audit.changes', '42501', 'The trail is never changed.', '52 nor as a replica');
SET LOCAL session_replication_role = origin;
SELECT is(pg_temp.as_role('site', 'DELETE FROM audit.changes'), '42501', 'the website does not reach it');
SELECT is(pg_temp.as_role('steward_auth', 'DELETE FROM audit.changes'), '42501', 'who writes it cannot delete');
SELECT is(pg_temp.as_role('steward_auth', 'UPDATE audit.changes SET new = NULL'), '42501', 'or change');
SELECT is(pg_temp.as_role('steward_auth', 'SELECT count(*) FROM audit.changes'), '42501', 'or read it');

-- Erasure empties values and salts and keeps the digest
SELECT max(id) AS row FROM audit.changes WHERE entity = 'site.users' AND entity_key = '99000001' AND op = 'U' \gset
SELECT encode(digest, 'hex') AS digest FROM audit.changes WHERE id = :row \gset
SELECT is(pg_temp.as_role('steward_eraser', format('UPDATE audit.changes SET old = NULL, new = NULL, salt = NULL WHERE id = %s RETURNING encode(digest, ''hex'')', :row)), :'digest', '58 an erasure empties a row');
SELECT is(pg_temp.as_role('steward_eraser', format('UPDATE audit.changes SET old = NULL, new = ''{}'', salt = NULL WHERE id = %s RETURNING 1', :row - 1)), '42501', '58 it writes nothing else into it');
SELECT is(pg_temp.as_role('steward_eraser', format('UPDATE audit.changes SET old = NULL, new = NULL, salt = NULL, digest = ''x'' WHERE id = %s RETURNING 1', :row - 1)), '42501', '58 not the digest');
SELECT is(pg_temp.as_role('steward_eraser', format('DELETE FROM audit.changes WHERE id = %s RETURNING 1', :row)), '42501', '58 and removes no row');

-- If the trail cannot be written, nothing is
ALTER TABLE audit.changes ADD CONSTRAINT changes_full_check CHECK (false) NOT VALID;
SELECT throws_ok('UPDATE site.users SET city = ''Gera'' WHERE id = 99000001', '23514', NULL, '55 the trail is full: no change');
ALTER TABLE audit.changes DROP CONSTRAINT changes_full_check;
ALTER TABLE audit.access ADD CONSTRAINT access_full_check CHECK (false) NOT VALID;
SELECT throws_ok('SELECT auth.record_access(1, 1, 1, ''open'', ''users'', ''1'', NULL, NULL, 1)', '23514', NULL, '55 and no look');
ALTER TABLE audit.access DROP CONSTRAINT access_full_check;

-- Everywhere
SELECT is_empty($$ SELECT relation FROM steward.audited_tables t WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = t.relation AND tgname = 'audit_row' AND tgenabled = 'A') $$,
	'every table has the trigger, always on');
SELECT is_empty($$ SELECT class.oid::regclass FROM pg_class class WHERE class.relnamespace IN ('site'::regnamespace, 'meta'::regnamespace, 'privacy'::regnamespace) AND class.relkind IN ('r', 'p')
	AND (SELECT count(*) FROM pg_trigger WHERE tgrelid = class.oid AND tgenabled = 'A' AND tgname IN ('audit_row', 'audit_truncate')) <> 2 $$, 'partitions too, and for TRUNCATE');
SELECT is(prosrc, steward.audit_source(t.relation, tgname = 'audit_added'), concat(t.relation, ', ', tgname, ': the trigger knows every column'))
	FROM steward.audited_tables t JOIN pg_trigger ON tgrelid = t.relation AND tgname IN ('audit_row', 'audit_added') JOIN pg_proc p ON p.oid = tgfoid;
SELECT is_empty($$ SELECT t.relation FROM steward.audited_tables t WHERE NOT t.is_log
	AND (SELECT count(*) FROM pg_trigger WHERE tgrelid = t.relation AND tgname LIKE 'audit\_%' AND tgtype & 4 <> 0 AND tgenabled = 'A') <> 1 $$, 'what is added is written once everywhere');
SELECT is_empty($$ SELECT t.relation, tgname FROM steward.audited_tables t JOIN pg_trigger ON tgrelid = t.relation WHERE t.comes_in_bulk AND NOT tgisinternal AND tgtype & 7 = 5 $$,
	'where that is done for a whole statement, no trigger writes for each row before');
-- Whoever switches them off is seen
SELECT is_empty('SELECT * FROM steward.sleeping_triggers()', 'no trigger sleeps');
CREATE FUNCTION pg_temp.asleep(p_do text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text;
BEGIN
	BEGIN
		EXECUTE p_do;
		SELECT string_agg(s.label || ' ' || CASE WHEN s.trigger_name LIKE 'RI\_%' THEN 'RI' ELSE s.trigger_name END, ', ') INTO result FROM steward.sleeping_triggers() s;
		RAISE EXCEPTION 'as before' USING ERRCODE = 'ST999';
	EXCEPTION WHEN SQLSTATE 'ST999' THEN
		RETURN result;
	END;
END $$;
SELECT is(pg_temp.asleep(t.spoil), t.seen, t.spoil) FROM (VALUES
	('ALTER TABLE site.orders DISABLE TRIGGER audit_row', 'site.orders audit_row'),
	('ALTER TABLE site.orders ENABLE TRIGGER audit_row', 'site.orders audit_row'),
	('ALTER TABLE site.users ENABLE REPLICA TRIGGER audit_added', 'site.users audit_added'),
	('ALTER TABLE site.login_log_other ENABLE TRIGGER audit_row', 'site.login_log_other audit_row'),
	('DROP TRIGGER audit_truncate ON privacy.data_map', 'privacy.data_map audit_truncate'),
	('CREATE OR REPLACE TRIGGER audit_row AFTER UPDATE ON site.orders FOR EACH ROW EXECUTE FUNCTION site.touch(); ALTER TABLE site.orders ENABLE ALWAYS TRIGGER audit_row', 'site.orders audit_row'),
	('ALTER TABLE audit.changes DISABLE TRIGGER guard', 'audit.changes guard'),
	('ALTER TABLE audit.access DISABLE TRIGGER guard_truncate', 'audit.access guard_truncate'),
	('ALTER TABLE site.users DISABLE TRIGGER end_sessions', 'site.users end_sessions')) AS t (spoil, seen);
SELECT matches(pg_temp.asleep('ALTER TABLE site.ip_rules DISABLE TRIGGER ALL'), '^site.ip_rules RI.*site.ip_rules audit_row', 'ALTER TABLE site.ip_rules DISABLE TRIGGER ALL, which takes foreign keys along');
SELECT results_eq($$ SELECT ok, detail FROM api.doctor() WHERE name = 'triggers' $$, $$ VALUES (true, '') $$, 'doctor is content');
ALTER TABLE site.orders DISABLE TRIGGER audit_row;
SELECT results_eq($$ SELECT ok, detail FROM api.doctor() WHERE name = 'triggers' $$, $$ VALUES (false, 'site.orders audit_row') $$, 'until one sleeps');
ALTER TABLE site.orders ENABLE ALWAYS TRIGGER audit_row;
-- And whoever rewrites what they call, or adds a column behind their back
SELECT is_empty('SELECT * FROM steward.blind_triggers()', 'the trail records every table as it should');
SELECT results_eq($$ SELECT ok, detail FROM api.doctor() WHERE name = 'trail' $$, $$ VALUES (true, '') $$, 'doctor says so');
CREATE OR REPLACE FUNCTION auth.audit_site_orders() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ BEGIN RETURN NULL; END $$;
ALTER TABLE site.user_notes ADD COLUMN later text;
DROP FUNCTION auth.audit_site_users_added() CASCADE;
SELECT results_eq($$ SELECT ok, detail FROM api.doctor() WHERE name = 'trail' $$, $$ VALUES (false, 'site.orders, site.user_notes, site.users') $$, 'attack 76 a function that was rewritten, a column that was added, a function that is gone');
SELECT steward.attach_audit() \g /dev/null
SELECT is_empty('SELECT * FROM steward.blind_triggers()', 'attaching the trail mends all three');
SELECT * FROM finish();
ROLLBACK;
