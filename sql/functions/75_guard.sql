-- What the database itself honours, whoever writes: an erased person gets no new rows, a restricted one's rows are not changed, a held one's rows
-- are not removed. Triggers on every table with a column that names the account; which ones the data map says.

CREATE OR REPLACE FUNCTION privacy.check_person(p_person bigint, p_op text, p_is_log boolean, p_erased timestamptz) RETURNS boolean
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF p_erased IS NOT NULL AND p_op <> 'DELETE' THEN
		IF p_is_log THEN
			-- A late line of a log is no reason to fail the page that was shown; it is not written.
			RETURN false;
		END IF;
		RAISE EXCEPTION 'This account was erased.' USING ERRCODE = 'ST020';
	END IF;
	IF NOT p_is_log AND EXISTS (SELECT FROM privacy.holds h WHERE h.user_id = p_person AND h.kind = 'restriction' AND h.lifted_at IS NULL) THEN
		RAISE EXCEPTION 'The processing of this account is restricted.' USING ERRCODE = 'ST021', HINT = 'The privacy officer can lift the restriction.';
	END IF;
	IF p_op = 'DELETE' AND EXISTS (SELECT FROM privacy.holds h WHERE h.user_id = p_person AND h.kind = 'hold' AND h.lifted_at IS NULL) THEN
		RAISE EXCEPTION 'A legal hold lies on this account.' USING ERRCODE = 'ST022', HINT = 'The privacy officer can lift the hold.';
	END IF;
	RETURN true;
END
$$;
COMMENT ON FUNCTION privacy.check_person(bigint, text, boolean, timestamptz) IS 'Refuses to write a record of an erased account (ST020) or a restricted one (ST021), and to remove one of a held account (ST022). False when a line of a log is to be left out.';
ALTER FUNCTION privacy.check_person(bigint, text, boolean, timestamptz) OWNER TO steward_eraser;

-- The account itself is known; nobody can hold or erase one that is only made now.
CREATE OR REPLACE FUNCTION privacy.guard_account() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	PERFORM privacy.check_person(OLD.id, TG_OP, false, OLD.erased_at);
	RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
COMMENT ON FUNCTION privacy.guard_account() IS 'Trigger: an erased or restricted account is not changed (ST020, ST021), a held one not removed (ST022).';
ALTER FUNCTION privacy.guard_account() OWNER TO steward_eraser;

-- One function a column that names an account, since taking a value by its name costs more than all the rest.
CREATE OR REPLACE FUNCTION privacy.guard_source(p_column name) RETURNS text
	LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
	SELECT format($body$
DECLARE
	person bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.%1$I ELSE NEW.%1$I END;
	erased timestamptz;
	held boolean;
BEGIN
	IF person IS NOT NULL THEN
		IF TG_OP = 'INSERT' THEN
			-- An erasure holds this lock to its end: whoever waits here sees what it left.
			PERFORM pg_advisory_xact_lock_shared(7203, (person %% 512)::integer);
		END IF;
		SELECT u.erased_at, EXISTS (SELECT FROM privacy.holds h WHERE h.user_id = u.id AND h.lifted_at IS NULL) INTO erased, held FROM site.users u WHERE u.id = person;
		-- What to refuse is asked for the few of whom there is something to refuse: the rest of the website's writes pay for one look.
		IF (held OR erased IS NOT NULL) AND NOT privacy.check_person(person, TG_OP, TG_ARGV[0] = 'log', erased) THEN
			RETURN NULL;
		END IF;
	END IF;
	RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$body$, p_column)
$$;
COMMENT ON FUNCTION privacy.guard_source(name) IS 'Source of the trigger that guards the rows of tables in which this column names the account.';
REVOKE ALL ON FUNCTION privacy.guard_source(name), privacy.check_person(bigint, text, boolean, timestamptz), privacy.guard_account() FROM PUBLIC;

CREATE OR REPLACE FUNCTION privacy.attach_guards() RETURNS integer
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	target record;
	made integer := 0;
	routine text;
BEGIN
	FOR target IN
		SELECT DISTINCT c.oid::regclass AS relation, split_part(way, ' > ', 1) AS link, c.relkind = 'p' AS is_log,
			(SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
				AND a.attgenerated = '' AND a.attname NOT LIKE 'last\_%') AS columns
		FROM privacy.data_map m JOIN pg_class c ON c.oid = to_regclass(format('%I.%I', m.schema_name, m.table_name)) AND c.relkind IN ('r', 'p')
		CROSS JOIN LATERAL string_to_table(m.subject_path, '; ') AS way
		WHERE m.schema_name = 'site' AND m.category IS NOT NULL AND m.export_rule <> 'mask' AND (way LIKE '%\_id > site.users.id' OR (m.table_name = 'users' AND way = 'id'))
			AND way !~ '> .* > '
	LOOP
		routine := CASE WHEN target.link = 'id' THEN 'privacy.guard_account' ELSE format('privacy.%I', 'guard_person_' || target.link) END;
		IF target.link <> 'id' THEN
			EXECUTE format('CREATE OR REPLACE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS %L', routine, privacy.guard_source(target.link));
			EXECUTE format('ALTER FUNCTION %s() OWNER TO steward_eraser', routine);
			EXECUTE format('REVOKE ALL ON FUNCTION %s() FROM PUBLIC', routine);
			EXECUTE format('COMMENT ON FUNCTION %s() IS %L', routine, format('Trigger: argument is log or record. An erased account (%s) gets no new row (ST020; a line of a log is left out), a restricted one''s rows are not written '
				'(ST021), a held one''s are not removed (ST022). Generated by privacy.attach_guards.', target.link));
		END IF;
		-- Months of a log are made in the owner's name.
		EXECUTE format('GRANT EXECUTE ON FUNCTION %s() TO site_owner', routine);
		EXECUTE format('CREATE OR REPLACE TRIGGER guard_person_%s BEFORE %s DELETE OR UPDATE OF %s ON %s FOR EACH ROW WHEN (current_user <> ''steward_eraser'') EXECUTE FUNCTION %s(%s)',
			target.link, CASE WHEN target.link <> 'id' THEN 'INSERT OR' END, target.columns, target.relation, routine,
			CASE WHEN target.link <> 'id' THEN quote_literal(CASE WHEN target.is_log THEN 'log' ELSE 'record' END) END);
		made := made + 1;
	END LOOP;
	-- That of earlier versions, which nothing calls any more.
	DROP FUNCTION IF EXISTS privacy.guard_person();
	RETURN made;
END
$$;
COMMENT ON FUNCTION privacy.attach_guards() IS 'Puts the guard on every table of the site in which a column names the person''s account, and returns how many. grants.sql calls it.';
