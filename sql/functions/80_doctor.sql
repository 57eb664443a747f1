-- What the program asks of a database before anybody is logged in, and what `steward doctor` has it look at.

CREATE OR REPLACE FUNCTION api.greeting(OUT site_name text, OUT demo boolean)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	SELECT value INTO site_name FROM site.settings WHERE name = 'site_name';
	SELECT i.demo INTO demo FROM steward.installation i;
END
$$;
COMMENT ON FUNCTION api.greeting() IS 'What the log-in screen shows: the name of the site, and whether the data are made up. Needs no session.';

-- Everything below is looked at with the eyes of the catalogue, so it holds for rights given by hand as well.

CREATE OR REPLACE FUNCTION auth.console_excess() RETURNS TABLE (what text)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	RETURN QUERY SELECT format('role attribute %s', attribute.name) FROM pg_roles r CROSS JOIN LATERAL (VALUES
			('SUPERUSER', r.rolsuper), ('CREATEDB', r.rolcreatedb), ('CREATEROLE', r.rolcreaterole), ('REPLICATION', r.rolreplication),
			('BYPASSRLS', r.rolbypassrls), ('INHERIT', r.rolinherit)) AS attribute (name, given)
		WHERE r.rolname = 'steward_console' AND attribute.given;
	RETURN QUERY SELECT format('member of %s', r.rolname) FROM pg_roles r
		WHERE r.rolname <> 'steward_console' AND pg_has_role('steward_console', r.oid, 'MEMBER');
	RETURN QUERY SELECT format('rights on %s', c.oid::regclass) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
			AND (has_table_privilege('steward_console', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
				OR has_any_column_privilege('steward_console', c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'));
	RETURN QUERY SELECT format('schema %s', n.nspname) FROM pg_namespace n
		WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'api', 'public') AND n.nspname !~ '^pg_(toast|temp)'
			AND (has_schema_privilege('steward_console', n.oid, 'USAGE') OR has_schema_privilege('steward_console', n.oid, 'CREATE'));
	RETURN QUERY SELECT 'CREATE in schema api'::text WHERE has_schema_privilege('steward_console', 'api', 'CREATE');
	-- Nobody but the administrator ends a prepared transaction: it would hold its locks when session and connection are long gone.
	RETURN QUERY SELECT 'PREPARE TRANSACTION (max_prepared_transactions is not 0)'::text WHERE current_setting('max_prepared_transactions')::integer > 0;
	RETURN QUERY SELECT 'CREATE in this database'::text WHERE has_database_privilege('steward_console', current_database(), 'CREATE');
END
$$;
COMMENT ON FUNCTION auth.console_excess() IS 'What the console''s database role has beyond executing the functions of schema api. Empty is as it must be.';

CREATE OR REPLACE FUNCTION api.doctor() RETURNS TABLE (name text, ok boolean, detail text)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	-- The administrator of the database asks without an account of his own.
	IF current_setting('is_superuser') <> 'on' THEN
		PERFORM auth.need('settings.view');
	END IF;
	-- One digest over all files: the program works out the same from those that it has.
	RETURN QUERY SELECT 'files'::text, true, encode(sha256(convert_to(coalesce(string_agg(format(E'%s %s\n', m.file, m.checksum), '' ORDER BY m.file COLLATE "C"), ''),
		'UTF8')), 'hex') FROM steward.migrations m;
	RETURN QUERY SELECT 'map'::text, count(*) = 0, coalesce(string_agg(gap.place, ', ') FILTER (WHERE gap.n <= 5), '')
		FROM (SELECT format('%s.%s.%s', g.schema_name, g.table_name, g.column_name) AS place, row_number() OVER () AS n FROM privacy.map_gaps() g) AS gap;
	RETURN QUERY SELECT 'scan'::text, count(*) = 0, coalesce(string_agg(gap.label, ', ') FILTER (WHERE gap.n <= 5), '')
		FROM (SELECT g.label, row_number() OVER () AS n FROM privacy.scan_gaps() g) AS gap;
	RETURN QUERY SELECT 'triggers'::text, count(*) = 0, coalesce(string_agg(asleep.place, ', ') FILTER (WHERE asleep.n <= 5), '')
		FROM (SELECT s.label || ' ' || s.trigger_name AS place, row_number() OVER () AS n FROM steward.sleeping_triggers() s) AS asleep;
	RETURN QUERY SELECT 'trail'::text, count(*) = 0, coalesce(string_agg(blind.label, ', ') FILTER (WHERE blind.n <= 5), '')
		FROM (SELECT b.label, row_number() OVER () AS n FROM steward.blind_triggers() b) AS blind;
	RETURN QUERY SELECT 'ledger'::text, auth.ledger_state() = 'ok', auth.ledger_state();
	RETURN QUERY SELECT 'console'::text, count(*) = 0, coalesce(string_agg(excess.what, ', ') FILTER (WHERE excess.n <= 5), '')
		FROM (SELECT e.what, row_number() OVER () AS n FROM auth.console_excess() e) AS excess;
	RETURN QUERY SELECT 'public'::text, count(*) = 0, count(*)::text FROM steward.public_grants();
	RETURN QUERY SELECT 'superadmin'::text, count(*) > 0, count(*)::text FROM auth.staff t JOIN site.users u ON u.id = t.user_id
		WHERE u.type IN ('superadmin', 'sysadmin') AND u.enabled AND u.hidden_at IS NULL AND t.password_stored IS NOT NULL AND t.pin_stored IS NOT NULL;
	RETURN QUERY SELECT 'definers'::text, count(*) = 0, coalesce(string_agg(p.oid::regprocedure::text, ', '), '') FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
		WHERE p.prosecdef AND p.pronamespace::regnamespace::text IN ('api', 'auth', 'site', 'audit', 'meta', 'privacy', 'steward')
			AND (r.rolsuper OR NOT EXISTS (SELECT FROM unnest(p.proconfig) setting WHERE setting LIKE 'search\_path=%pg\_temp'));
	RETURN QUERY SELECT 'keepers'::text, count(*) = 0, coalesce(string_agg(k.name, ', ' ORDER BY k.place), '') FROM auth.keeper_states() k
		WHERE k.state <> 'ok' AND k.name IN ('warden', 'mailer', 'worker');
	RETURN QUERY SELECT 'seals'::text, count(*) = 0, coalesce(string_agg(k.name, ', ' ORDER BY k.place), '') FROM auth.keeper_states() k
		WHERE k.state <> 'ok' AND k.name IN ('sealer', 'witness', 'verifier');
	RETURN QUERY SELECT 'mail'::text, count(*) = 0, count(*)::text FROM auth.mails m
		WHERE m.state IN ('waiting', 'claimed', 'uncertain') AND m.at < clock_timestamp() - interval '1 hour' OR m.state = 'failed' AND m.at > clock_timestamp() - interval '7 days';
END
$$;
COMMENT ON FUNCTION api.doctor() IS 'What `steward doctor` has the database look at: name of the check, whether it is as it must be, and particulars: the digest of the applied files; gaps of the data map; tables without their index of the residual scan; triggers that are switched off; tables that the trail does not record as it should; how the database stands to its ledger of erasures; what the console''s role has too much; rights of PUBLIC; superadmins who can log in; unsafe definers; programs that keep watch and are not heard of, or are behind; mail that waits. Needs the right settings.view (42501), or to be the administrator of the database.';

ALTER FUNCTION api.greeting() OWNER TO steward_auth;
ALTER FUNCTION auth.console_excess() OWNER TO steward_auth;
ALTER FUNCTION api.doctor() OWNER TO steward_auth;
REVOKE ALL ON FUNCTION api.greeting(), auth.console_excess(), api.doctor() FROM PUBLIC;
