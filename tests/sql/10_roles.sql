-- Roles: who they are, what they can reach, and what the console's log-in cannot do before anybody logged in.
-- Attacks 35, 36, 38, 39, 41 to 48, 52 of the list in doc/architecture.md.
BEGIN;
SELECT * FROM no_plan();
\ir helpers.psql
SELECT count(*) * 0 FROM steward.harden(false) \g /dev/null

SELECT is(rolcanlogin, name IN ('site', 'steward_console', 'steward_seal', 'steward_witness', 'steward_warden', 'steward_mailer', 'steward_jobs'), name || ': log-in') FROM pg_roles
	JOIN unnest(ARRAY['site_owner', 'site', 'steward_auth', 'steward_api', 'steward_search', 'steward_worker', 'steward_eraser', 'steward_notary',
		'steward_seal', 'steward_witness', 'steward_warden', 'steward_mailer', 'steward_jobs', 'steward_console']) AS name ON rolname = name;
SELECT is(rolbypassrls, rolname IN ('steward_search', 'steward_eraser'), rolname || ': row-level security') FROM pg_roles WHERE rolname ~ '^(steward_|site)';
SELECT ok(NOT (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication), rolname || ' has no power over the cluster')
	FROM pg_roles WHERE rolname ~ '^(steward_|site)';
SELECT is((SELECT rolconnlimit FROM pg_roles WHERE rolname = 'steward_console'), 300, 'the console has a limit of connections');
SELECT is((SELECT rolinherit FROM pg_roles WHERE rolname = 'steward_console'), false, 'the console inherits nothing');
SELECT is_empty($$ SELECT roleid::regrole FROM pg_auth_members WHERE member IN ('steward_console'::regrole, 'site'::regrole, 'steward_seal'::regrole, 'steward_witness'::regrole, 'steward_warden'::regrole, 'steward_mailer'::regrole, 'steward_jobs'::regrole, 'steward_api'::regrole, 'steward_search'::regrole) $$,
	'no role that is reached from outside is a member of another');
SELECT set_eq($$ SELECT roleid::regrole::text FROM pg_auth_members WHERE member = 'steward_auth'::regrole $$,
	ARRAY['pg_read_all_stats', 'pg_signal_backend'], 'the gate sees and ends backends');

SELECT is_empty($$
	SELECT class.oid::regclass, class.relname FROM pg_class class
	WHERE class.relnamespace::regnamespace::text IN ('site', 'auth', 'audit', 'privacy', 'meta', 'steward', 'api', 'public')
		AND class.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
		AND CASE class.relkind WHEN 'S' THEN has_sequence_privilege('steward_console', class.oid, 'SELECT, UPDATE, USAGE')
			ELSE has_table_privilege('steward_console', class.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
				OR has_any_column_privilege('steward_console', class.oid, 'SELECT, INSERT, UPDATE, REFERENCES') END
	$$, 'the console has no right on any table, view, column or sequence');
SELECT set_eq($$ SELECT nspname::text FROM pg_namespace WHERE has_schema_privilege('steward_console', oid, 'USAGE') AND nspname <> 'tap' AND nspname !~ '^pg_(toast_)?temp' $$,
	ARRAY['pg_catalog', 'information_schema', 'api'], 'the console enters one schema');
SELECT is_empty($$ SELECT nspname FROM pg_namespace, unnest(ARRAY['steward_console', 'site', 'steward_api', 'steward_search']) AS role
	WHERE has_schema_privilege(role, oid, 'CREATE') AND nspname !~ '^pg_(toast_)?temp' $$, 'and makes nothing in any');
SELECT ok(NOT has_database_privilege('steward_console', current_database(), 'TEMPORARY, CREATE'), 'no temporary tables (36)');
SELECT is_empty($$ SELECT lanname FROM pg_language WHERE lanpltrusted AND has_language_privilege('steward_console', oid, 'USAGE') $$, 'no language, so no DO (36)');
SELECT is_empty($$ SELECT oid::regclass FROM pg_class WHERE relnamespace = 'auth'::regnamespace AND relkind IN ('r', 'v') AND has_table_privilege('site', oid, 'SELECT') $$,
	'the website sees nothing of the log-in');
SELECT is_empty($$ SELECT role FROM unnest(ARRAY['steward_api', 'steward_search', 'steward_auth', 'steward_worker', 'steward_console']) AS role
	WHERE has_table_privilege(role, 'site.credentials', 'SELECT') OR has_any_column_privilege(role, 'site.credentials', 'SELECT') $$,
	'nobody at the console reads the passwords of the website');
SELECT is_empty($$ SELECT role FROM unnest(ARRAY['steward_api', 'steward_search']) AS role WHERE has_column_privilege(role, 'site.users', 'api_key_hash', 'SELECT, UPDATE')
	OR has_any_column_privilege(role, 'auth.secrets', 'SELECT') OR has_column_privilege(role, 'auth.staff', 'password_stored', 'SELECT') $$,
	'nor keys and secrets');
SELECT is_empty($$ SELECT m.schema_name, m.table_name, m.column_name FROM privacy.data_map m WHERE m.export_rule = 'never'
	AND has_column_privilege('steward_eraser', format('%I.%I', m.schema_name, m.table_name), m.column_name, 'SELECT') $$, 'nor does who exports and erases read what is never exported');
SELECT is_empty($$ SELECT class.oid::regclass, role FROM pg_class class, unnest(ARRAY['site', 'site_owner', 'steward_api', 'steward_search', 'steward_auth', 'steward_worker', 'steward_notary', 'steward_seal', 'steward_witness', 'steward_warden', 'steward_mailer', 'steward_jobs', 'steward_console']) AS role
	WHERE relnamespace IN ('audit'::regnamespace, 'meta'::regnamespace) AND relkind IN ('r', 'p')
		AND (has_table_privilege(role, class.oid, 'DELETE, TRUNCATE') OR (relnamespace = 'meta'::regnamespace AND has_table_privilege(role, class.oid, 'INSERT, UPDATE'))) $$,
	'nobody deletes from the trail, nobody writes the catalogue of the API');

-- What anybody can try with psql and the console's log-in. Each must be refused for want of a right.
CREATE TEMPORARY TABLE tries (no int, statement text);
INSERT INTO tries VALUES
	(35, 'SET ROLE steward_auth'), (35, 'SET ROLE site_owner'), (35, 'SET session_replication_role = replica'),
	(35, 'SET log_min_messages = panic'), (35, 'SET track_activities = off'), (35, 'SET lc_messages = ''C'''), (35, 'GRANT steward_auth TO steward_console'),
	(35, 'ALTER ROLE steward_console CONNECTION LIMIT 1'), (35, 'CREATE ROLE x'),
	(36, 'CREATE TEMPORARY TABLE t (x int)'), (36, 'CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS ''SELECT 1'''), (36, 'DO $do$ BEGIN END $do$'),
	(36, 'CREATE TABLE public.t (x int)'), (36, 'CREATE SCHEMA s'), (36, 'CREATE TABLE api.t (x int)'), (36, 'CREATE EXTENSION hstore SCHEMA api'),
	(37, 'CREATE OPERATOR api.= (FUNCTION = texteq, LEFTARG = text, RIGHTARG = text)'),
	(38, 'SELECT auth.need(NULL)'), (38, 'SELECT auth.may(''user.view'')'), (38, 'SELECT auth.set_credentials(''dirk'', 1, NULL, NULL)'),
	(38, 'SELECT auth.record_access(1, 1, 1, ''open'', ''users'', ''1'', NULL, NULL, 1)'), (38, 'SELECT auth.end_sessions(1, ''x'')'),
	(38, 'SELECT steward.harden(false)'), (38, 'SELECT site.fold(''x'')'), (38, 'SELECT site.ensure_partitions(''2030-01-01'', ''2030-01-01'')'),
	(40, 'SELECT * FROM site.users'), (40, 'SELECT * FROM auth.staff'), (40, 'SELECT * FROM audit.changes'), (40, 'TABLE meta.entities'), (40, 'TABLE privacy.data_map'),
	(40, 'SELECT nextval(''site.users_id_seq'')'), (41, 'LOCK TABLE site.users'), (41, 'LOCK TABLE pg_catalog.pg_class IN EXCLUSIVE MODE'),
	(42, 'EXPLAIN SELECT * FROM site.users'), (43, 'SELECT count(*) FROM pg_stat_activity'), (43, 'SELECT * FROM pg_stat_get_activity(NULL)'),
	(43, 'SELECT count(*) FROM pg_locks'), (43, 'SELECT count(*) FROM pg_stats'), (43, 'SELECT count(*) FROM pg_stat_user_tables'),
	(43, 'SELECT pg_relation_size(''pg_class'')'), (43, 'SELECT pg_database_size(current_database())'), (43, 'SELECT count(*) FROM pg_settings'),
	(43, 'SELECT count(*) FROM pg_roles'), (43, 'SELECT count(*) FROM pg_authid'), (43, 'SELECT pg_current_logfile()'), (43, 'SELECT count(*) FROM pg_statistic'),
	(44, 'SELECT pg_terminate_backend(1)'), (44, 'SELECT pg_cancel_backend(1)'),
	(46, 'COPY (SELECT 1) TO PROGRAM ''id'''), (46, 'COPY (SELECT 1) TO ''/tmp/steward-test'''), (46, 'SELECT pg_read_file(''PG_VERSION'')'),
	(46, 'SELECT pg_ls_dir(''.'')'), (47, 'SELECT lo_creat(-1)'), (47, 'SELECT lo_from_bytea(0, ''x'')'), (47, 'SELECT pg_advisory_lock(1)'),
	(47, 'SELECT pg_try_advisory_xact_lock(1)'), (47, 'SELECT pg_sleep(1)'), (47, 'SELECT pg_notify(''a'', ''b'')'), (47, 'SELECT pg_logical_emit_message(false, ''a'', ''b'')'),
	(47, 'SELECT set_config(''search_path'', ''x'', false)'), (47, 'SELECT query_to_xml(''SELECT 1'', true, true, '''')'), (47, 'SELECT database_to_xml(true, true, '''')'),
	(48, 'SELECT pg_export_snapshot()'), (48, 'SELECT pg_current_xact_id()'), (48, 'SELECT txid_current()'), (52, 'TRUNCATE site.users'),
	(52, 'ALTER TABLE site.users DISABLE TRIGGER ALL'), (52, 'ALTER TABLE audit.changes DISABLE TRIGGER ALL'), (52, 'DROP TABLE audit.changes');
SELECT is(pg_temp.as_role('steward_console', statement), '42501', format('%s %s', no, statement)) FROM tries ORDER BY no, statement;

SELECT is(pg_temp.as_role('steward_console', 'SELECT api.' || call), 'ST001', '38 not logged in: ' || call)
	FROM unnest(ARRAY['me()', 'rights()']) AS call;
SELECT is(pg_temp.as_role('steward_console', 'SELECT api.alive()'), 'none', 'there is no session yet');
SELECT is(pg_temp.as_role('site', 'SELECT api.me()'), '42501', 'the website cannot call the console''s functions');
SELECT is(pg_temp.as_role('site', 'SELECT count(*) >= 0 FROM site.users'), 'true', 'the website reads its tables');
SELECT is(pg_temp.as_role('site', 'TRUNCATE site.activity_log'), '42501', '52 the website cannot empty a log');
SELECT is(pg_temp.as_role('site', 'DELETE FROM site.login_log'), '42501', 'or thin it out');
SELECT is_empty('SELECT * FROM steward.harden(true)', 'taking rights from PUBLIC twice takes nothing more');
SELECT lives_ok('SELECT steward.attach_audit()', 'the administrator still works in a hardened database');
SELECT * FROM finish();
ROLLBACK;
