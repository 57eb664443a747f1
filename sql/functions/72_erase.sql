-- The rows of an erasure. Everything is put together from the data map: no table is named here but the account and the trail.
--
-- privacy.erase_rows does it and tells, line by line, what it did. A plan is the same function, run and rolled back; so the plan cannot
-- promise what the run does not do.

-- Which tables, in which order ------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION privacy.person_tables() RETURNS TABLE (relation regclass, label text, door boolean, depth integer, key_sql text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	WITH RECURSIVE mapped AS (
		SELECT format('%I.%I', m.schema_name, m.table_name)::regclass AS relation, m.schema_name || '.' || m.table_name AS label,
			m.schema_name = 'auth' OR bool_or(m.export_rule = 'never' AND m.erase_rule = 'delete') OR m.table_name = 'sessions' AS door
		FROM privacy.data_map m WHERE m.schema_name IN ('site', 'auth', 'privacy', 'steward') AND m.category IS NOT NULL
			AND to_regclass(format('%I.%I', m.schema_name, m.table_name)) IS NOT NULL GROUP BY m.schema_name, m.table_name),
	-- Rows that refer to others go before them.
	below AS (
		SELECT relation, 0 AS depth, ARRAY[relation::oid] AS path FROM mapped
		UNION ALL
		SELECT k.conrelid::regclass, below.depth + 1, below.path || k.conrelid FROM below
			JOIN pg_constraint k ON k.confrelid = below.relation AND k.contype = 'f' AND NOT k.conrelid = ANY (below.path)
			JOIN mapped ON mapped.relation = k.conrelid WHERE below.depth < 12)
	SELECT mapped.relation, mapped.label, mapped.door, (SELECT max(below.depth) FROM below WHERE below.relation = mapped.relation),
		(SELECT string_agg(format('t.%I::text', a.attname), $sql$ || ':' || $sql$ ORDER BY place)
			FROM pg_index x, unnest(x.indkey::smallint[]) WITH ORDINALITY AS keys (attnum, place)
			JOIN pg_attribute a ON a.attrelid = mapped.relation AND a.attnum = keys.attnum WHERE x.indrelid = mapped.relation AND x.indisprimary)
	FROM mapped ORDER BY mapped.door DESC, 4 DESC, mapped.label
$$;
COMMENT ON FUNCTION privacy.person_tables() IS 'Tables with rows of people, in the order in which an erasure goes: what lets in (door) first, then rows before those they refer to; with the expression of the key.';

CREATE OR REPLACE FUNCTION privacy.waits_for_money(p_purpose text) RETURNS boolean
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT coalesce((SELECT bool_or(p.keeps OR p.name IN ('account', 'billing')) FROM privacy.purposes p WHERE p.purpose = p_purpose), true) $$;
COMMENT ON FUNCTION privacy.waits_for_money(text) IS 'Whether data of this purpose are needed as long as an invoice is open: a partial erasure leaves them.';

CREATE OR REPLACE FUNCTION privacy.delete_sql(p_relation regclass, p_scope text) RETURNS text
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	WITH ruled AS (
		SELECT m.subject_path, m.export_rule, m.purpose FROM pg_class c JOIN privacy.data_map m ON m.schema_name = c.relnamespace::regnamespace::text AND m.table_name = c.relname
		WHERE c.oid = p_relation AND m.category IS NOT NULL AND m.erase_rule = 'delete'),
	-- A colleague's name in a row is no way to it, unless the row has no other.
	own AS MATERIALIZED (SELECT DISTINCT * FROM ruled WHERE export_rule <> 'mask' OR NOT EXISTS (SELECT FROM ruled WHERE export_rule <> 'mask'))
	SELECT string_agg(DISTINCT '(' || privacy.path_sql(p_relation, own.subject_path) || ')', ' OR ')
	FROM own WHERE p_scope = 'all' OR NOT EXISTS (SELECT FROM own AS o WHERE privacy.waits_for_money(o.purpose))
$$;
COMMENT ON FUNCTION privacy.delete_sql(regclass, text) IS 'Predicate of the rows that go whole; NULL when none do in this scope.';

-- What a rule makes of a value ------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION privacy.rule_sql(p_rule text, p_value text, p_column name, p_type oid, p_not_null boolean, p_kind text, OUT value_sql text, OUT when_sql text)
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	type_name text := format_type(p_type, NULL);
	-- Where the row goes for its owner and stays for this person, the column alone is cleared.
	rule text := CASE WHEN p_rule <> 'delete' THEN p_rule WHEN NOT p_not_null THEN 'null' WHEN p_type = 'text'::regtype THEN 'constant' END;
BEGIN
	CASE rule
		WHEN 'null' THEN
			value_sql := 'NULL';
			when_sql := format('t.%I IS NOT NULL', p_column);
		WHEN 'constant' THEN
			value_sql := format('%L::%s', coalesce(p_value, ''), type_name);
			when_sql := format('t.%I IS DISTINCT FROM %s', p_column, value_sql);
		WHEN 'placeholder' THEN
			value_sql := format('CASE WHEN t.%I IS NOT NULL THEN ''erased-'' || nextval(''privacy.placeholder_seq'')%s END', p_column,
				CASE WHEN p_kind IN ('email', 'login') THEN ' || ''@erased.invalid''' ELSE '' END);
			when_sql := format('t.%I !~ ''^erased-[0-9]+(@erased\.invalid)?$''', p_column);
		WHEN 'truncate_address' THEN
			value_sql := format('network(set_masklen(t.%1$I::inet, least(masklen(t.%1$I::inet), CASE family(t.%1$I::inet) WHEN 4 THEN 24 ELSE 48 END)))::%2$s', p_column, type_name);
			when_sql := format('masklen(t.%1$I::inet) > CASE family(t.%1$I::inet) WHEN 4 THEN 24 ELSE 48 END', p_column);
		ELSE
			NULL;
	END CASE;
END
$$;
COMMENT ON FUNCTION privacy.rule_sql(text, text, name, oid, boolean, text) IS 'What a rule writes into a column, and for which rows that changes anything; NULL when the rule changes nothing. Placeholders come from a sequence, never from the person.';

CREATE OR REPLACE FUNCTION privacy.changes_sql(p_relation regclass, p_scope text) RETURNS TABLE (subject_path text, columns text[], rules text, set_sql text, when_sql text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	SELECT m.subject_path, array_agg(m.column_name ORDER BY a.attnum), string_agg(m.column_name || ' ' || m.erase_rule, ', ' ORDER BY a.attnum),
		string_agg(format('%I = %s', m.column_name, r.value_sql), ', ' ORDER BY a.attnum),
		-- A credential is written over without having been read.
		coalesce(string_agg('(' || r.when_sql || ')', ' OR ' ORDER BY a.attnum) FILTER (WHERE m.export_rule <> 'never'), 'true')
	FROM pg_class c JOIN privacy.data_map m ON m.schema_name = c.relnamespace::regnamespace::text AND m.table_name = c.relname
	JOIN pg_attribute a ON a.attrelid = p_relation AND a.attname = m.column_name AND a.attgenerated = ''
	LEFT JOIN privacy.identifiers i USING (schema_name, table_name, column_name)
	CROSS JOIN LATERAL privacy.rule_sql(m.erase_rule, m.erase_value, a.attname, a.atttypid, a.attnotnull, i.kind) AS r
	WHERE c.oid = p_relation AND m.category IS NOT NULL AND r.value_sql IS NOT NULL
		AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = p_relation AND k.contype = 'p' AND a.attnum = ANY (k.conkey))
		AND (p_scope = 'all' OR NOT privacy.waits_for_money(m.purpose))
		-- What goes with its whole row needs no word of its own.
		AND (m.erase_rule <> 'delete' OR m.export_rule = 'mask' AND m.subject_path NOT IN (SELECT o.subject_path FROM privacy.data_map o
			WHERE (o.schema_name, o.table_name) = (m.schema_name, m.table_name) AND o.erase_rule = 'delete' AND o.export_rule <> 'mask'))
	GROUP BY m.subject_path ORDER BY m.subject_path
$$;
COMMENT ON FUNCTION privacy.changes_sql(regclass, text) IS 'Columns that an erasure changes, together where the same way leads to the person: what is set, and in which rows it makes a difference.';

-- The work --------------------------------------------------------------------------------------------------------------
-- $1 is the account, $2 e-mail addresses, $3 addresses of computers. Each statement answers with how many rows, and with their keys: in the order of
-- their bytes, so that the same rows have the same hash everywhere. Where a row has a number, that is its key: writing out the times of a million lines
-- of a log and sorting them would take longer than removing the lines.

CREATE OR REPLACE FUNCTION privacy.erase_statements(p_relation regclass, p_key_sql text, p_scope text) RETURNS TABLE (action text, columns text[], rule text, reason text, sql text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	WITH key AS (SELECT CASE WHEN numbered THEN 't.id' ELSE p_key_sql END AS of_row, CASE WHEN numbered THEN 'NULL::text[], array_agg(k ORDER BY k)' ELSE 'array_agg(k ORDER BY k COLLATE "C"), NULL::bigint[]' END AS all_rows
		FROM (SELECT p_key_sql LIKE '%t.id::text' AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = p_relation AND a.attname = 'id' AND a.attidentity <> '')) AS n (numbered))
	SELECT 'delete', '{}'::text[], 'delete', 'the person''s own',
		format('WITH gone AS (DELETE FROM %s AS t WHERE %s RETURNING %s AS k) SELECT count(*), %s FROM gone', p_relation, d.predicate, key.of_row, key.all_rows)
		FROM key, privacy.delete_sql(p_relation, p_scope) AS d (predicate) WHERE d.predicate IS NOT NULL
	UNION ALL
	(SELECT 'change', c.columns, c.rules, c.subject_path,
		format('WITH done AS (UPDATE %s AS t SET %s WHERE (%s) AND (%s) RETURNING %s AS k) SELECT count(*), %s FROM done',
			p_relation, c.set_sql, privacy.path_sql(p_relation, c.subject_path), c.when_sql, key.of_row, key.all_rows)
		FROM key, privacy.changes_sql(p_relation, p_scope) c ORDER BY c.subject_path)
$$;
COMMENT ON FUNCTION privacy.erase_statements(regclass, text, text) IS 'The statements that erase a person''s rows of one table by the rules of the map, in their order, and what each is called in a plan.';

CREATE OR REPLACE FUNCTION privacy.erase_table(p_relation regclass, p_label text, p_key_sql text, p_user_id bigint, p_emails text[], p_addresses inet[], p_scope text)
	RETURNS SETOF privacy.erasure_step
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	step privacy.erasure_step;
	statement record;
BEGIN
	FOR statement IN SELECT * FROM privacy.erase_statements(p_relation, p_key_sql, p_scope) LOOP
		EXECUTE statement.sql INTO step.rows, step.keys, step.numbers USING p_user_id, p_emails, p_addresses;
		IF step.rows > 0 THEN
			step.relation := p_label;
			step.action := statement.action;
			step.columns := statement.columns;
			step.rule := statement.rule;
			step.reason := statement.reason;
			RETURN NEXT step;
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION privacy.erase_table(regclass, text, text, bigint, text[], inet[], text) IS 'Erases the person''s rows of one table by the rules of the map and tells what it did.';

CREATE OR REPLACE FUNCTION privacy.erase_rows(p_user_id bigint, p_emails text[], p_addresses inet[], p_scope text, p_made boolean) RETURNS SETOF privacy.erasure_step
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	t record;
BEGIN
	IF p_made THEN
		RETURN QUERY SELECT * FROM privacy.made_rows(p_user_id, p_emails, p_addresses, p_scope);
		RETURN;
	END IF;
	FOR t IN SELECT * FROM privacy.person_tables() LOOP
		RETURN QUERY SELECT * FROM privacy.erase_table(t.relation, t.label, t.key_sql, p_user_id, p_emails, p_addresses, p_scope);
	END LOOP;
END
$$;
COMMENT ON FUNCTION privacy.erase_rows(bigint, text[], inet[], text, boolean) IS 'Erases the person''s rows of all tables and tells, line by line, what it did. p_made: by the statements that were made before (privacy.fits).';

CREATE OR REPLACE FUNCTION privacy.kept_statements() RETURNS TABLE (label text, columns text[], reason text, sql text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	SELECT k.label, k.columns, k.keep_ground, format('SELECT count(*), %s FROM %s AS t WHERE %s',
		CASE WHEN k.counted_from = 'keep_until' THEN 'max(t.keep_until)' WHEN k.counted_from IS NULL OR k.term IS NULL THEN 'NULL::date'
			WHEN k.whole_years THEN format('(date_trunc(''year'', max(t.%I)::timestamptz) + interval ''1 year'' + %L::interval - interval ''1 day'')::date', k.counted_from, k.term)
			ELSE format('(max(t.%I)::timestamptz + %L::interval)::date', k.counted_from, k.term) END, k.relation, k.predicate)
	FROM (SELECT t.relation, t.label, m.keep_ground, (SELECT string_agg('(' || privacy.path_sql(t.relation, way) || ')', ' OR ') FROM unnest(array_agg(DISTINCT m.subject_path)) AS way) AS predicate,
			array_agg(DISTINCT m.column_name) AS columns, max(p.term) AS term, bool_or(p.whole_years) AS whole_years,
			(SELECT d.column_name FROM privacy.dates d WHERE d.schema_name || '.' || d.table_name = t.label) AS counted_from
		FROM privacy.person_tables() t
		JOIN privacy.data_map m ON m.schema_name || '.' || m.table_name = t.label AND m.erase_rule = 'keep' AND m.category IS NOT NULL
		LEFT JOIN privacy.purposes p ON (p.purpose, p.ground, p.retention) = (m.purpose, m.ground, m.retention) AND p.keeps
		JOIN pg_attribute a ON a.attrelid = t.relation AND a.attname = m.column_name AND a.attgenerated = ''
		GROUP BY t.relation, t.label, m.keep_ground) AS k WHERE k.predicate IS NOT NULL ORDER BY k.label, k.keep_ground
$$;
COMMENT ON FUNCTION privacy.kept_statements() IS 'The statements that count the person''s rows which stay, and tell until when; with table, columns and ground.';

CREATE OR REPLACE FUNCTION privacy.kept_rows(p_user_id bigint, p_emails text[], p_addresses inet[], p_made boolean) RETURNS SETOF privacy.erasure_step
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	kept record;
	step privacy.erasure_step;
BEGIN
	IF p_made THEN
		RETURN QUERY SELECT * FROM privacy.made_kept(p_user_id, p_emails, p_addresses);
		RETURN;
	END IF;
	FOR kept IN SELECT * FROM privacy.kept_statements() LOOP
		EXECUTE kept.sql INTO step.rows, step.keep_until USING p_user_id, p_emails, p_addresses;
		IF step.rows > 0 THEN
			step.relation := kept.label;
			step.action := 'keep';
			step.columns := kept.columns;
			step.rule := 'keep';
			step.reason := kept.reason;
			RETURN NEXT step;
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION privacy.kept_rows(bigint, text[], inet[], boolean) IS 'Rows of the person that stay, on which ground and until when. p_made: by the statements that were made before (privacy.fits).';

CREATE OR REPLACE FUNCTION privacy.empty_trail(p_user_id bigint, p_pattern text, p_query tsquery, p_steps privacy.erasure_step[]) RETURNS SETOF privacy.erasure_step
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS
$$
DECLARE
	step privacy.erasure_step;
BEGIN
	step.action := 'empty';
	step.rule := 'values and salt emptied; the digest stays, so that the seals hold';
	step.reason := 'the person''s values in the trail';
	UPDATE audit.changes c SET old = NULL, new = NULL, salt = NULL WHERE c.subject_user_id = p_user_id AND c.salt IS NOT NULL;
	GET DIAGNOSTICS step.rows = ROW_COUNT;
	step.relation := 'audit.changes';
	step.columns := '{old,new,salt}';
	RETURN NEXT step;
	-- Rows that name no account are the person's by what hangs on them: lines of a list, notes of a request.
	UPDATE audit.changes c SET old = NULL, new = NULL, salt = NULL FROM (SELECT s.relation, coalesce(s.keys, s.numbers::text[]) AS keys FROM unnest(p_steps) AS s
			WHERE s.action IN ('delete', 'change', 'mention') AND (SELECT k.relkind FROM pg_class k WHERE k.oid = to_regclass(s.relation)) = 'r' OFFSET 0) AS s
		WHERE c.entity = s.relation AND c.entity_key = ANY (s.keys) AND c.subject_user_id IS NULL AND c.salt IS NOT NULL;
	GET DIAGNOSTICS step.rows = ROW_COUNT;
	RETURN NEXT step;
	UPDATE audit.access a SET entity_key = NULL, request = NULL, reason = NULL, salt = NULL WHERE a.kind = 'open' AND a.entity = 'users' AND a.entity_key = p_user_id::text;
	GET DIAGNOSTICS step.rows = ROW_COUNT;
	step.relation := 'audit.access';
	step.columns := '{entity_key,request,reason,salt}';
	RETURN NEXT step;
	-- Who searched for the person typed the name, and rows about others can hold it.
	IF p_pattern <> '' THEN
		step.reason := 'the person is named';
		UPDATE audit.changes c SET old = NULL, new = NULL, salt = NULL WHERE c.salt IS NOT NULL
			AND c.id = ANY (ARRAY(SELECT privacy.trail_suspects(false, p_query))) AND (c.old::text ~* p_pattern OR c.new::text ~* p_pattern);
		GET DIAGNOSTICS step.rows = ROW_COUNT;
		step.relation := 'audit.changes';
		step.columns := '{old,new,salt}';
		RETURN NEXT step;
		UPDATE audit.access a SET entity_key = NULL, request = NULL, reason = NULL, salt = NULL WHERE a.salt IS NOT NULL
			AND a.id = ANY (ARRAY(SELECT privacy.trail_suspects(true, p_query))) AND (a.request::text ~* p_pattern OR a.reason ~* p_pattern OR a.entity_key ~* p_pattern);
		GET DIAGNOSTICS step.rows = ROW_COUNT;
		step.relation := 'audit.access';
		step.columns := '{entity_key,request,reason,salt}';
		RETURN NEXT step;
	END IF;
END
$$;
COMMENT ON FUNCTION privacy.empty_trail(bigint, text, tsquery, privacy.erasure_step[]) IS 'Empties the values of the trail that are the person''s, are about a row that the steps name, or name the person; what this erasure wrote itself included.';
