-- The roles of the cluster. Roles belong to the cluster and not to one database, so this file is written to be run again
-- at any time and for any number of databases: it creates what is missing and puts the attributes right.
--
-- Nobody connects as any of these but six: the website (site), the console (steward_console), sealer and witness of the trail
-- (steward_seal, steward_witness), the warden (steward_warden), the mailer (steward_mailer), and the worker (steward_jobs). None of them has a password: pg_hba.conf says who gets in. The console's role owns nothing,
-- inherits nothing and may only execute the functions of schema api.

DO $roles$
DECLARE
	wanted record;
BEGIN
	FOR wanted IN
		SELECT * FROM (VALUES
			('site_owner', 'NOLOGIN NOINHERIT', 'Owns the website''s tables'),
			('site', 'LOGIN NOINHERIT', 'The website''s own log-in: table rights in schema site and nothing else'),
			('steward_auth', 'NOLOGIN INHERIT', 'Owns log-in, gate and sessions; writes the audit trail, never changes it'),
			('steward_api', 'NOLOGIN NOINHERIT', 'Owns the ordinary functions of the API; subject to row-level security'),
			('steward_search', 'NOLOGIN NOINHERIT BYPASSRLS', 'Owns the few functions that search and list; reads granted columns only'),
			('steward_worker', 'NOLOGIN NOINHERIT', 'Owns the functions of jobs'),
			('steward_eraser', 'NOLOGIN NOINHERIT BYPASSRLS', 'Owns the functions that plan and carry out erasures, exports and purges: no policy may hide a row from them, credentials stay hidden; the only role that may empty erased values in the trail'),
			('steward_jobs', 'LOGIN NOINHERIT', 'The worker''s log-in: takes jobs and calls their steps, has no other right'),
			('steward_notary', 'NOLOGIN NOINHERIT', 'Owns the function that seals the audit trail; reads what a seal covers, adds seals'),
			('steward_seal', 'LOGIN NOINHERIT', 'The sealer''s log-in: may call audit.seal, has no other right'),
			('steward_witness', 'LOGIN NOINHERIT', 'The witness''s log-in: may read the seals, has no other right'),
			('steward_warden', 'LOGIN NOINHERIT', 'The warden''s log-in: may call auth.warden, has no other right'),
			('steward_mailer', 'LOGIN NOINHERIT', 'The mailer''s log-in: may take security mail and say what came of it, has no other right'),
			('steward_console', 'LOGIN NOINHERIT', 'The console''s log-in: executes the functions of schema api, has no other right')
		) AS list (name, attributes, purpose)
	LOOP
		IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted.name) THEN
			EXECUTE format('CREATE ROLE %I %s', wanted.name, wanted.attributes);
		END IF;
		EXECUTE format('ALTER ROLE %I %s NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION %s', wanted.name,
			CASE WHEN wanted.attributes LIKE '%BYPASSRLS%' THEN '' ELSE 'NOBYPASSRLS' END, wanted.attributes);
		EXECUTE format('COMMENT ON ROLE %I IS %L', wanted.name, wanted.purpose);
	END LOOP;
END
$roles$;

-- PostgreSQL lets every role change its own defaults, and this one is shared: whatever somebody left there goes.
ALTER ROLE steward_console CONNECTION LIMIT 300;
ALTER ROLE steward_console RESET ALL;
DO $reset$
DECLARE
	found name;
BEGIN
	FOR found IN SELECT datname FROM pg_catalog.pg_db_role_setting JOIN pg_catalog.pg_database d ON d.oid = setdatabase
		WHERE setrole = 'steward_console'::regrole
	LOOP
		EXECUTE format('ALTER ROLE steward_console IN DATABASE %I RESET ALL', found);
	END LOOP;
END
$reset$;

-- The gate must know when a backend started, and the newest log-in ends the older backend.
DO $members$
DECLARE
	wanted name;
BEGIN
	FOREACH wanted IN ARRAY ARRAY['pg_read_all_stats', 'pg_signal_backend']::name[] LOOP
		IF NOT EXISTS (SELECT FROM pg_catalog.pg_auth_members WHERE roleid = wanted::regrole AND member = 'steward_auth'::regrole) THEN
			EXECUTE format('GRANT %I TO steward_auth', wanted);
		END IF;
	END LOOP;
END
$members$;
