-- The data map at work: how its files are read, and how a row leads to its person.

CREATE OR REPLACE FUNCTION steward.take_map() RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	lines CONSTANT name := 'wanted_lines';
	unknown text;
BEGIN
	-- The lines stand in a temporary table, which is there only while a file of the map is read.
	EXECUTE format('SELECT string_agg(DISTINCT l.use, '', '') FROM pg_temp.%I l WHERE coalesce(l.use, '''') NOT IN (SELECT p.name FROM privacy.purposes p)', lines) INTO unknown;
	IF unknown IS NOT NULL THEN
		RAISE EXCEPTION 'The map names purposes that 00_purposes.sql does not know: %.', unknown;
	END IF;
	CREATE TEMPORARY TABLE wanted_map (LIKE privacy.data_map INCLUDING DEFAULTS) ON COMMIT DROP;
	EXECUTE format($sql$ INSERT INTO pg_temp.wanted_map (schema_name, table_name, column_name, category, subject_path, purpose, ground, retention, export_rule, erase_rule, erase_value,
			keep_ground, keep_until, special_category, note)
		SELECT split_part(l.relation, '.', 1), split_part(l.relation, '.', 2), c.name, l.category, coalesce(l.path, 'none'), p.purpose, p.ground, p.retention, l.export,
			l.erase, l.value, l.keep_ground, l.keep_until, coalesce(l.special, false), coalesce(l.note, '')
		FROM pg_temp.%I l JOIN privacy.purposes p ON p.name = coalesce(l.use, ''), LATERAL regexp_split_to_table(btrim(l.columns), ' +') AS c (name) $sql$, lines);
	PERFORM steward.take_rows('wanted_map', 'privacy.data_map', 'schema_name, table_name');
	EXECUTE format('DROP TABLE pg_temp.%I', lines);
END
$$;
COMMENT ON FUNCTION steward.take_map() IS 'Takes the lines of the temporary table wanted_lines (of the form steward.map_lines) into the data map: a row for each column named, with the texts of the purpose. Tables that the lines name are theirs alone: what they no longer name of these is removed.';
REVOKE ALL ON FUNCTION steward.take_map() FROM PUBLIC;

CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON privacy.data_map FOR EACH ROW EXECUTE FUNCTION site.touch();

CREATE OR REPLACE FUNCTION privacy.guard_map() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	PERFORM auth.need_fresh();
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION privacy.guard_map() IS 'Trigger: what staff decide about the data map takes the PIN once more (ST005).';
CREATE OR REPLACE TRIGGER guard_map BEFORE UPDATE ON privacy.data_map FOR EACH ROW WHEN (current_user = 'steward_api') EXECUTE FUNCTION privacy.guard_map();

-- The way from a row to its person ---------------------------------------------------------------------------------
-- $1 is the account (bigint, may be NULL), $2 e-mail addresses in small letters (text[]), $3 addresses of computers (inet[]).

CREATE OR REPLACE FUNCTION privacy.column_of(p_table regclass, p_column text) RETURNS pg_attribute
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	result pg_attribute;
BEGIN
	SELECT * INTO result FROM pg_attribute a WHERE a.attrelid = p_table AND a.attname = p_column AND a.attnum > 0 AND NOT a.attisdropped;
	RETURN result;
END
$$;
COMMENT ON FUNCTION privacy.column_of(regclass, text) IS 'The column of that name, NULL when the table has none.';

CREATE OR REPLACE FUNCTION privacy.same_sql(p_left text, p_left_type oid, p_right text, p_right_type oid) RETURNS text
	LANGUAGE plpgsql IMMUTABLE AS
$$
BEGIN
	RETURN CASE WHEN p_left_type = p_right_type OR (p_left_type IN (20, 21, 23) AND p_right_type IN (20, 21, 23)) THEN p_left || ' = ' || p_right
		ELSE p_left || '::text = ' || p_right || '::text' END;
END
$$;
COMMENT ON FUNCTION privacy.same_sql(text, oid, text, oid) IS 'Comparison of two columns, as text when their types differ.';

-- A way may also end at a column of addresses of another table, for guests: "request_id > privacy.requests.id > privacy.requests.email".
-- "user_id > site.users.id", "order_id > site.orders.id > site.orders.user_id > site.users.id": from the second step on a table may be left out when it
-- is the one where we are.
CREATE OR REPLACE FUNCTION privacy.join_sql(p_table regclass, p_way text) RETURNS text
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	steps text[] := string_to_array(p_way, ' > ');
	here regclass := p_table;
	alias text := 't';
	at pg_attribute := privacy.column_of(p_table, steps[1]);
	next_table regclass;
	next_column pg_attribute;
	opened integer := 0;
	result text := '';
BEGIN
	FOR i IN 2..cardinality(steps) LOOP
		next_table := CASE WHEN steps[i] ~ '\..*\.' THEN to_regclass(regexp_replace(steps[i], '\.[^.]+$', '')) ELSE here END;
		next_column := privacy.column_of(next_table, regexp_replace(steps[i], '^.*\.', ''));
		IF at.attname IS NULL OR next_column.attname IS NULL THEN
			RAISE EXCEPTION 'The way "%" of % does not lead anywhere: there is no %.', p_way, p_table, CASE WHEN at.attname IS NULL THEN steps[i - 1] ELSE steps[i] END
				USING ERRCODE = '22023';
		END IF;
		IF next_table <> here THEN
			IF next_table = 'site.users'::regclass AND next_column.attname = 'id' AND i = cardinality(steps) THEN
				RETURN result || privacy.same_sql(format('%s.%I', alias, at.attname), at.atttypid, '$1', 20) || repeat(')', opened);
			END IF;
			opened := opened + 1;
			result := result || format('%s.%I IN (SELECT %s FROM %s a%s WHERE ', alias, at.attname,
				CASE WHEN at.atttypid = next_column.atttypid THEN format('a%s.%I', opened, next_column.attname)
					ELSE format('a%s.%I::%s', opened, next_column.attname, format_type(at.atttypid, NULL)) END, next_table, opened);
			here := next_table;
			alias := 'a' || opened;
		END IF;
		at := next_column;
	END LOOP;
	IF here <> 'site.users'::regclass AND EXISTS (SELECT FROM privacy.identifiers i WHERE format('%I.%I', i.schema_name, i.table_name)::regclass = here
			AND i.column_name = at.attname AND i.kind = 'email') THEN
		-- A guest is named by an address only, and only where no account is named.
		RETURN result || format('lower(%1$s.%2$I) = ANY ($2)%3$s', alias, at.attname,
			CASE WHEN (privacy.column_of(here, 'user_id')).attname IS NOT NULL THEN format(' AND %s.user_id IS NULL', alias) ELSE '' END) || repeat(')', opened);
	END IF;
	IF here <> 'site.users'::regclass THEN
		RAISE EXCEPTION 'The way "%" of % does not lead to site.users.', p_way, p_table USING ERRCODE = '22023';
	END IF;
	RETURN result || format('%s.id = $1', alias) || repeat(')', opened);
END
$$;
COMMENT ON FUNCTION privacy.join_sql(regclass, text) IS 'Predicate on t that holds for the rows which lead to the account $1 by this way. 22023 when a step is no column, or the way ends elsewhere than at site.users.';

CREATE OR REPLACE FUNCTION privacy.value_columns(p_table regclass, p_kind text) RETURNS SETOF name
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	k pg_class;
BEGIN
	SELECT * INTO k FROM pg_class c WHERE c.oid = p_table;
	RETURN QUERY SELECT a.attname FROM privacy.data_map m
		JOIN pg_attribute a ON a.attrelid = p_table AND a.attname = m.column_name AND a.attnum > 0 AND NOT a.attisdropped
		LEFT JOIN privacy.identifiers i ON (i.schema_name, i.table_name, i.column_name) = (m.schema_name, m.table_name, m.column_name)
		WHERE m.schema_name = k.relnamespace::regnamespace::text AND m.table_name = k.relname AND p_kind = ANY (string_to_array(m.subject_path, '; '))
			AND CASE p_kind WHEN 'address' THEN a.atttypid IN ('inet'::regtype, 'cidr'::regtype) ELSE i.kind IN ('email', 'login') END
		ORDER BY a.attnum;
END
$$;
COMMENT ON FUNCTION privacy.value_columns(regclass, text) IS 'Columns in which a row names its person by value: addresses of computers, or e-mail addresses and log-in names.';

CREATE OR REPLACE FUNCTION privacy.value_sql(p_table regclass, p_kind text, p_path text) RETURNS text
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	link pg_attribute := privacy.column_of(p_table, (SELECT split_part(way, ' > ', 1) FROM string_to_table(p_path, '; ') AS way WHERE way NOT IN ('email', 'address') LIMIT 1));
	matches text := (SELECT string_agg(CASE p_kind WHEN 'address' THEN format('t.%I::inet = ANY ($3)', name) ELSE format('lower(t.%I) = ANY ($2)', name) END, ' OR ')
		FROM privacy.value_columns(p_table, p_kind) AS name);
BEGIN
	IF matches IS NULL THEN
		RAISE EXCEPTION 'No column of % holds what the way "%" compares.', p_table, p_kind USING ERRCODE = '22023';
	END IF;
	-- A row that names an account is that account's, whatever address it came from.
	RETURN CASE WHEN link.attname IS NULL THEN format('(%s)', matches) WHEN link.attnotnull THEN 'false' ELSE format('(t.%I IS NULL AND (%s))', link.attname, matches) END;
END
$$;
COMMENT ON FUNCTION privacy.value_sql(regclass, text, text) IS 'Predicate on t for rows that name their person by value (email: $2, address: $3). Where the path also has a way to an account, only rows that name none count.';

CREATE OR REPLACE FUNCTION privacy.path_sql(p_table regclass, p_path text) RETURNS text
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	RETURN (SELECT string_agg(CASE WHEN way IN ('email', 'address') THEN privacy.value_sql(p_table, way, p_path) ELSE format('(%s)', privacy.join_sql(p_table, way)) END, ' OR ')
		FROM string_to_table(p_path, '; ') AS way WHERE way <> 'none');
END
$$;
COMMENT ON FUNCTION privacy.path_sql(regclass, text) IS 'Predicate on t for all ways of a path together; NULL for none.';

CREATE OR REPLACE FUNCTION privacy.way_faults() RETURNS TABLE (schema_name text, table_name text, subject_path text, fault text)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	m record;
BEGIN
	FOR m IN SELECT d.schema_name, d.table_name, d.subject_path FROM privacy.data_map d WHERE d.subject_path <> 'none'
			AND to_regclass(format('%I.%I', d.schema_name, d.table_name)) IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 LOOP
		BEGIN
			PERFORM privacy.path_sql(format('%I.%I', m.schema_name, m.table_name)::regclass, m.subject_path);
		EXCEPTION WHEN OTHERS THEN
			RETURN QUERY SELECT m.schema_name, m.table_name, m.subject_path, SQLERRM;
		END;
	END LOOP;
END
$$;
COMMENT ON FUNCTION privacy.way_faults() IS 'Ways of the data map that lead nowhere, with the reason. Empty, or nothing is erased.';
CREATE OR REPLACE FUNCTION privacy.rule_faults() RETURNS TABLE (schema_name text, table_name text, column_name text, fault text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	-- A row that goes takes all of its columns with it.
	SELECT m.schema_name, m.table_name, m.column_name, format('The row is deleted by the rule of %s, and the rule of this column is %s.', min(d.column_name), m.erase_rule)
	FROM privacy.data_map m JOIN privacy.data_map d USING (schema_name, table_name)
	WHERE m.category IS NOT NULL AND m.erase_rule <> 'delete' AND d.category IS NOT NULL AND d.erase_rule = 'delete'
		AND (d.export_rule <> 'mask' OR NOT EXISTS (SELECT FROM privacy.data_map o WHERE (o.schema_name, o.table_name) = (m.schema_name, m.table_name) AND o.category IS NOT NULL AND o.erase_rule = 'delete' AND o.export_rule <> 'mask'))
		AND string_to_array(m.subject_path, '; ') && string_to_array(d.subject_path, '; ')
	GROUP BY m.schema_name, m.table_name, m.column_name, m.erase_rule
	UNION ALL
	SELECT m.schema_name, m.table_name, m.column_name, 'It is kept without a ground.' FROM privacy.data_map m
	WHERE m.category IS NOT NULL AND m.erase_rule = 'keep' AND coalesce(btrim(m.keep_ground), '') = ''
	ORDER BY 1, 2, 3
$$;
COMMENT ON FUNCTION privacy.rule_faults() IS 'Rules of the data map that contradict each other, with the reason. Empty, or nothing is erased.';
ALTER FUNCTION privacy.rule_faults() OWNER TO steward_eraser;
ALTER FUNCTION privacy.value_columns(regclass, text) OWNER TO steward_eraser;
ALTER FUNCTION privacy.way_faults() OWNER TO steward_eraser;
