-- What the database itself honours, whoever writes: an erased person gets no new rows, a restricted one's rows are not changed, a held one's rows
-- are not removed. Triggers on every table with a column that names the account; which ones the data map says.

CREATE OR REPLACE FUNCTION privacy.guard_person() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	person bigint := (CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END->>TG_ARGV[0])::bigint;
	erased timestamptz;
BEGIN
	IF person IS NOT NULL AND TG_OP = 'INSERT' AND TG_ARGV[0] <> 'id' THEN
		-- An erasure holds this lock to its end: whoever waits here sees what it left.
		PERFORM pg_advisory_xact_lock_shared(7203, (person % 512)::integer);
	END IF;
	SELECT u.erased_at INTO erased FROM site.users u WHERE u.id = person;
	IF erased IS NOT NULL AND TG_OP <> 'DELETE' THEN
		IF TG_ARGV[1] = 'log' THEN
			-- A late line of a log is no reason to fail the page that was shown; it is not written.
			RETURN NULL;
		END IF;
		RAISE EXCEPTION 'This account was erased.' USING ERRCODE = 'ST020';
	END IF;
	IF TG_ARGV[1] <> 'log' AND EXISTS (SELECT FROM privacy.holds h WHERE h.user_id = person AND h.kind = 'restriction' AND h.lifted_at IS NULL) THEN
		RAISE EXCEPTION 'The processing of this account is restricted.' USING ERRCODE = 'ST021', HINT = 'The privacy officer can lift the restriction.';
	END IF;
	IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM privacy.holds h WHERE h.user_id = person AND h.kind = 'hold' AND h.lifted_at IS NULL) THEN
		RAISE EXCEPTION 'A legal hold lies on this account.' USING ERRCODE = 'ST022', HINT = 'The privacy officer can lift the hold.';
	END IF;
	RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
COMMENT ON FUNCTION privacy.guard_person() IS 'Trigger: arguments are the column that names the account, and log or record. An erased account gets no new row (ST020; a line of a log is left out), a restricted one''s rows are not written (ST021), a held one''s are not removed (ST022).';

CREATE OR REPLACE FUNCTION privacy.attach_guards() RETURNS integer
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	target record;
	made integer := 0;
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
		EXECUTE format('CREATE OR REPLACE TRIGGER guard_person_%3$s BEFORE INSERT OR DELETE OR UPDATE OF %4$s ON %1$s FOR EACH ROW WHEN (current_user <> ''steward_eraser'') EXECUTE FUNCTION privacy.guard_person(%2$L, %5$L)',
			target.relation, target.link, target.link, target.columns, CASE WHEN target.is_log THEN 'log' ELSE 'record' END);
		made := made + 1;
	END LOOP;
	RETURN made;
END
$$;
COMMENT ON FUNCTION privacy.attach_guards() IS 'Puts the guard on every table of the site in which a column names the person''s account, and returns how many. grants.sql calls it.';
ALTER FUNCTION privacy.guard_person() OWNER TO steward_eraser;
