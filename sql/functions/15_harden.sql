-- What every database gives to everybody and Steward's own takes back.

CREATE OR REPLACE FUNCTION steward.public_grants() RETURNS TABLE (object text, revoke_command text, grant_command text)
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	website CONSTANT text := 'site, site_owner';
BEGIN
	-- Temporary tables shadow names; nobody but the administrator needs the database otherwise.
	RETURN QUERY SELECT format('database %I: CONNECT and TEMPORARY', current_database()),
		format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()),
		format('GRANT CONNECT ON DATABASE %1$I TO site, steward_console; GRANT TEMPORARY ON DATABASE %1$I TO site', current_database())
	FROM pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba))) acl
	WHERE datname = current_database() AND acl.grantee = 0 GROUP BY datname;
	RETURN QUERY SELECT 'schema public'::text, 'REVOKE ALL ON SCHEMA public FROM PUBLIC'::text,
		format('GRANT USAGE ON SCHEMA public TO %s', website)
	FROM pg_namespace, aclexplode(coalesce(nspacl, acldefault('n', nspowner))) acl
	WHERE nspname = 'public' AND acl.grantee = 0 GROUP BY nspname;
	-- Without a language there is no DO block.
	RETURN QUERY SELECT format('language %I', lanname::text), format('REVOKE USAGE ON LANGUAGE %I FROM PUBLIC', lanname),
		format('GRANT USAGE ON LANGUAGE %I TO %s, steward_auth, steward_api, steward_search', lanname, website)
	FROM pg_language, aclexplode(coalesce(lanacl, acldefault('l', lanowner))) acl
	WHERE lanpltrusted AND acl.grantee = 0 GROUP BY lanname ORDER BY lanname;
	-- Functions that fill the disk, wait, hold locks, talk to others, look at others or read tables by name.
	RETURN QUERY SELECT 'function ' || routine.oid::regprocedure,
		format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', routine.oid::regprocedure),
		CASE
			WHEN routine.proname IN ('pg_stat_get_activity', 'pg_stat_clear_snapshot', 'pg_terminate_backend', 'pg_lock_status') THEN
				format('GRANT EXECUTE ON FUNCTION %s TO steward_auth', routine.oid::regprocedure)
			WHEN routine.proname ~ '^(pg_current_xact|pg_xact_status|pg_advisory_xact_lock$)' THEN
				format('GRANT EXECUTE ON FUNCTION %s TO steward_auth, steward_api, steward_search, %s', routine.oid::regprocedure,
					website)
			WHEN routine.proname ~ '^(pg_advisory_|pg_try_advisory_|pg_sleep|pg_notify$|pg_listening|set_config$|txid_)'
				OR routine.proname = 'pg_show_all_settings' THEN
				format('GRANT EXECUTE ON FUNCTION %s TO %s', routine.oid::regprocedure, website)
			ELSE ''
		END
	FROM pg_proc routine, aclexplode(coalesce(routine.proacl, acldefault('f', routine.proowner))) acl
	WHERE routine.pronamespace = 'pg_catalog'::regnamespace AND acl.grantee = 0 AND (
		routine.proname ~ '^(lo_|lowrite$|loread$|pg_advisory_|pg_try_advisory_|pg_sleep|pg_logical_emit|pg_export_snapshot)'
		OR routine.proname ~ '^(pg_notify$|pg_listening|pg_notification_queue|pg_get_backend_memory)'
		OR routine.proname ~ '^(pg_stat_get_|pg_stat_clear|pg_stat_reset|pg_stat_have|pg_stat_force)'
		OR routine.proname ~ '^(pg_lock_status|pg_blocking|pg_safe_snapshot|pg_isolation|pg_cursor|pg_prepared|txid_|pg_current_xact|pg_xact_)'
		OR routine.proname ~ '^((query|table|cursor|schema|database)_to_xml|ts_stat|ts_rewrite|set_config$|pg_show_all_settings$|pg_get_shmem)'
		OR routine.proname ~ '^pg_(relation|total_relation|table|indexes|database|tablespace|column)_size$'
		OR routine.proname IN ('pg_terminate_backend', 'pg_cancel_backend', 'pg_current_logfile', 'pg_last_committed_xact',
			'pg_log_backend_memory_contexts', 'pg_get_replication_slots', 'pg_get_wal_resource_managers', 'pg_show_replication_origin_status', 'pg_get_publication_tables'))
	GROUP BY routine.oid, routine.proname ORDER BY routine.oid::regprocedure::text;
	RETURN QUERY SELECT 'function ' || routine.oid::regprocedure,
		format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', routine.oid::regprocedure),
		format('GRANT EXECUTE ON FUNCTION %s TO %s', routine.oid::regprocedure, website)
	FROM pg_proc routine, aclexplode(coalesce(routine.proacl, acldefault('f', routine.proowner))) acl
	WHERE routine.pronamespace = 'public'::regnamespace AND acl.grantee = 0 AND routine.prokind <> 'a'
	GROUP BY routine.oid ORDER BY routine.oid::regprocedure::text;
	RETURN QUERY SELECT 'view ' || class.relname, format('REVOKE SELECT ON pg_catalog.%I FROM PUBLIC', class.relname),
		CASE WHEN class.relname IN ('pg_settings', 'pg_roles', 'pg_user')
			THEN format('GRANT SELECT ON pg_catalog.%I TO %s', class.relname, website) ELSE '' END
	FROM pg_class class, aclexplode(class.relacl) acl
	WHERE class.relnamespace = 'pg_catalog'::regnamespace AND acl.grantee = 0 AND acl.privilege_type = 'SELECT' AND (
		(class.relkind = 'v' AND class.relname ~ '^(pg_stat|pg_locks$|pg_cursors$|pg_prepared|pg_backend|pg_shmem|pg_user$|pg_roles$)')
		OR class.relname IN ('pg_group', 'pg_settings', 'pg_sequences', 'pg_replication_origin_status', 'pg_publication_tables')
		OR class.relname IN ('pg_largeobject_metadata', 'pg_db_role_setting', 'pg_auth_members', 'pg_statistic_ext'))
	GROUP BY class.relname ORDER BY class.relname;
	RETURN QUERY SELECT 'view pg_settings: UPDATE'::text, 'REVOKE UPDATE ON pg_catalog.pg_settings FROM PUBLIC'::text, ''::text
	FROM pg_class, aclexplode(relacl) acl WHERE oid = 'pg_catalog.pg_settings'::regclass AND acl.grantee = 0 AND acl.privilege_type = 'UPDATE';
END
$$;
COMMENT ON FUNCTION steward.public_grants() IS
	'What PUBLIC may do in this database that the console''s log-in must not, with the command that takes it away and '
	'the one that gives it to those of our roles that need it. Empty when it was done.';

CREATE OR REPLACE FUNCTION steward.harden(p_dry boolean) RETURNS TABLE (object text, command text)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	step record;
BEGIN
	FOR step IN SELECT * FROM steward.public_grants() LOOP
		IF NOT p_dry THEN
			EXECUTE step.revoke_command;
			IF step.grant_command <> '' THEN
				EXECUTE step.grant_command;
			END IF;
		END IF;
		object := step.object;
		command := step.revoke_command;
		RETURN NEXT;
	END LOOP;
END
$$;
COMMENT ON FUNCTION steward.harden(boolean) IS
	'Takes from PUBLIC what the console''s log-in must not have, and returns what was taken. With true it changes '
	'nothing and returns what it would take: other programs in the same database may live on it. Can be run any number '
	'of times.';

REVOKE ALL ON FUNCTION steward.public_grants(), steward.harden(boolean) FROM PUBLIC;
