-- How a question to the API becomes a query: names are looked up in the catalogue (schema meta), values are bound.
-- Nothing a client sends ever becomes SQL text. The functions of schema meta belong to the administrator, can be called by the API's
-- functions only, and run with the rights and the pinned search_path of the one that calls: a SET of their own would cost more than they do.

-- Values -------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION meta.check_value(p_type text, p_value text, p_column text) RETURNS void
	LANGUAGE plpgsql STABLE AS
$$
BEGIN
	IF p_value IS NULL OR p_type IN ('text', 'bpchar') THEN
		RETURN;
	END IF;
	IF (p_type = 'date' AND p_value !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$') OR (p_type = 'timestamptz' AND p_value !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}')
		OR (p_type = 'numeric' AND p_value !~ '[0-9]') THEN
		RAISE EXCEPTION USING ERRCODE = '22007';
	END IF;
	CASE p_type
		WHEN 'bigint' THEN PERFORM p_value::bigint;
		WHEN 'integer' THEN PERFORM p_value::integer;
		WHEN 'numeric' THEN PERFORM p_value::numeric;
		WHEN 'boolean' THEN PERFORM p_value::boolean;
		WHEN 'date' THEN PERFORM p_value::date;
		WHEN 'timestamptz' THEN PERFORM p_value::timestamptz;
		WHEN 'inet' THEN PERFORM p_value::inet;
		WHEN 'cidr' THEN PERFORM p_value::cidr;
		WHEN 'uuid' THEN PERFORM p_value::uuid;
	END CASE;
EXCEPTION
	WHEN numeric_value_out_of_range THEN
		RAISE EXCEPTION 'This number is too large.' USING ERRCODE = '22023', COLUMN = p_column;
	WHEN data_exception THEN
		RAISE EXCEPTION USING ERRCODE = '22023', COLUMN = p_column,
			MESSAGE = CASE p_type
				WHEN 'bigint' THEN 'This is not a whole number.'
				WHEN 'integer' THEN 'This is not a whole number.'
				WHEN 'numeric' THEN 'This is not a number.'
				WHEN 'boolean' THEN 'This is neither yes nor no.'
				WHEN 'date' THEN 'This is not a date.'
				WHEN 'timestamptz' THEN 'This is not a date and time.'
				WHEN 'inet' THEN 'This is not an address.'
				WHEN 'cidr' THEN 'This is not a network.'
				ELSE 'This is not an identifier.' END,
			HINT = CASE p_type
				WHEN 'date' THEN 'Write it as year-month-day, like 2026-11-23, and look whether the day exists.'
				WHEN 'timestamptz' THEN 'Write it like 2026-11-23 14:30.'
				WHEN 'inet' THEN 'Write it like 192.0.2.7 or 2001:db8::7.'
				WHEN 'cidr' THEN 'Write it like 192.0.2.7 or 192.0.2.0/24; what lies behind the network must be zero.'
				ELSE '' END;
END
$$;
COMMENT ON FUNCTION meta.check_value(text, text, text) IS 'Refuses a text that is no value of the type (22023 with the column and a constant sentence).';

CREATE OR REPLACE FUNCTION meta.like_pattern(p_text text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT replace(replace(replace(p_text, '\', '\\'), '%', '\%'), '_', '\_') $$;
COMMENT ON FUNCTION meta.like_pattern(text) IS 'The text with what LIKE treats specially made plain.';

-- Rights -------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION meta.refuse(p_right text) RETURNS void
	LANGUAGE plpgsql STABLE AS
$$
BEGIN
	PERFORM auth.count_refusal(p_right);
	RAISE EXCEPTION 'You need the right %.', p_right USING ERRCODE = '42501', HINT = 'A superadmin can give it to you.';
END
$$;
COMMENT ON FUNCTION meta.refuse(text) IS 'Ends the call because a right is missing (42501).';

CREATE OR REPLACE FUNCTION meta.find_entity(p_name text) RETURNS meta.entities
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	e meta.entities;
BEGIN
	SELECT * INTO e FROM meta.entities WHERE name = p_name;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'There is no such list.' USING ERRCODE = '22023';
	END IF;
	RETURN e;
END
$$;
COMMENT ON FUNCTION meta.find_entity(text) IS 'The entity of that name (22023 if there is none).';

-- Conditions ---------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION meta.condition(c meta.columns, p_op text, INOUT p_value text, p_place integer, OUT condition text)
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	is_text boolean := c.data_type = 'text' AND c.kind IN ('text', 'lines');
	side text := CASE WHEN NOT is_text THEN c.expression WHEN c.sort_type = 'text' THEN c.sort_expression ELSE format('site.fold(%s)', c.expression) END;
	bound text := format('($1)[%s]::%s', p_place, c.data_type);
BEGIN
	IF p_op IN ('empty', 'filled') OR p_value IS NULL THEN
		p_value := '';
		condition := format(CASE WHEN p_op IN ('filled', '!=') THEN 'NOT ' ELSE '' END
			|| CASE WHEN c.data_type IN ('text', 'bpchar') THEN '(coalesce(%s, '''') = '''')' ELSE '(%s IS NULL)' END, c.expression);
		RETURN;
	END IF;
	IF c.data_type = 'timestamptz' AND p_op = '=' AND p_value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN
		PERFORM meta.check_value('date', p_value, c.name);
		condition := format('(%1$s >= %2$s AND %1$s < %2$s + interval ''1 day'')', c.expression, bound);
		RETURN;
	END IF;
	IF p_op <> '~' OR c.data_type IN ('inet', 'cidr') THEN
		PERFORM meta.check_value(CASE WHEN p_op = '~' THEN 'inet' ELSE c.data_type END, p_value, c.name);
	END IF;
	p_value := CASE WHEN is_text OR p_op = '~' AND c.data_type = 'text' THEN site.fold(p_value) ELSE p_value END;
	CASE p_op
		WHEN '=', '<', '>' THEN condition := format('%s %s %s', side, p_op, bound);
		WHEN '!=' THEN condition := format('%s IS DISTINCT FROM %s', side, bound);
		WHEN '~' THEN
			IF c.data_type IN ('inet', 'cidr') THEN
				condition := format('%s <<= ($1)[%s]::inet', c.expression, p_place);
			ELSE
				p_value := '%' || meta.like_pattern(p_value) || '%';
				condition := format('%s LIKE ($1)[%s]',
					CASE WHEN is_text THEN side ELSE format('site.fold((%s)::text)', c.expression) END, p_place);
			END IF;
	END CASE;
END
$$;
COMMENT ON FUNCTION meta.condition(meta.columns, text, text, integer) IS 'One filter as SQL, and its value as it is to be bound at that place; text is compared folded. 22023 for a value that is none.';

CREATE OR REPLACE FUNCTION meta.conditions(e meta.entities, p_filter jsonb, p_rights text[], INOUT p_binds text[], OUT conditions text, OUT tied boolean)
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	f record;
	one record;
BEGIN
	conditions := CASE WHEN e.hidden_sql IS NOT NULL AND NOT e.right_hidden = ANY (p_rights) THEN format(' AND NOT (%s)', e.hidden_sql) ELSE '' END;
	tied := false;
	IF p_filter IS NULL OR p_filter = 'null' THEN
		RETURN;
	END IF;
	IF jsonb_typeof(p_filter) <> 'array' OR jsonb_array_length(p_filter) > 50 THEN
		RAISE EXCEPTION 'This question is not well formed.' USING ERRCODE = '22023';
	END IF;
	FOR f IN SELECT item->>'column' AS name, item->>'op' AS op, item->>'value' AS value, c
		FROM jsonb_array_elements(p_filter) AS item LEFT JOIN meta.columns c ON c.entity = e.name AND c.name = item->>'column'
	LOOP
		IF (f.c).name IS NULL OR NOT (f.c).filterable THEN
			RAISE EXCEPTION 'This list cannot be filtered by that column.' USING ERRCODE = '22023', COLUMN = coalesce(left(f.name, 63), '');
		END IF;
		IF f.op IS NULL OR f.op NOT IN ('=', '!=', '<', '>', '~', 'empty', 'filled') OR (f.op = '~' AND (f.c).data_type NOT IN ('text', 'inet', 'cidr')) THEN
			RAISE EXCEPTION 'This column cannot be filtered like that.' USING ERRCODE = '22023', COLUMN = f.name;
		END IF;
		IF (f.c).right_view IS NOT NULL AND NOT (f.c).right_view = ANY (p_rights) THEN
			PERFORM meta.refuse((f.c).right_view);
		END IF;
		one := meta.condition(f.c, f.op, f.value, cardinality(p_binds) + 1);
		p_binds := p_binds || one.p_value;
		conditions := conditions || ' AND ' || one.condition;
		tied := tied OR (f.op = '=' AND f.value IS NOT NULL AND f.name = ANY (e.parents));
	END LOOP;
END
$$;
COMMENT ON FUNCTION meta.conditions(meta.entities, jsonb, text[], text[]) IS 'All filters as SQL beginning with AND, what they bind, and whether they tie the list to one record. Refuses unknown columns and operators (22023) and missing rights (42501).';

CREATE OR REPLACE FUNCTION meta.check_view(e meta.entities, p_tied boolean, p_rights text[]) RETURNS void
	LANGUAGE plpgsql STABLE AS
$$
BEGIN
	IF e.right_view = ANY (p_rights) OR (p_tied AND e.right_parent = ANY (p_rights)) THEN
		RETURN;
	END IF;
	IF e.right_view IS NULL AND NOT p_tied THEN
		RAISE EXCEPTION 'This list belongs to one record; name it in the filter.' USING ERRCODE = '22023';
	END IF;
	PERFORM meta.refuse(CASE WHEN p_tied THEN coalesce(e.right_parent, e.right_view) ELSE e.right_view END);
END
$$;
COMMENT ON FUNCTION meta.check_view(meta.entities, boolean, text[]) IS 'Refuses whoever may not see the list (42501), or a list that needs a record and has none (22023).';

CREATE OR REPLACE FUNCTION meta.cells(e meta.entities, p_columns jsonb, p_rights text[], OUT cells text, OUT source text)
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	found record;
BEGIN
	IF p_columns IS NULL OR jsonb_typeof(p_columns) <> 'array' OR jsonb_array_length(p_columns) > 100 THEN
		RAISE EXCEPTION 'This question is not well formed.' USING ERRCODE = '22023';
	END IF;
	SELECT string_agg(c.cell, ', ' ORDER BY wanted.place) AS list,
		min(coalesce(wanted.name, '')) FILTER (WHERE c.name IS NULL) AS unknown,
		min(c.right_view) FILTER (WHERE NOT c.right_view = ANY (p_rights)) AS missing, bool_or(c.joined) AS joined
		INTO found
		FROM jsonb_array_elements_text(p_columns) WITH ORDINALITY AS wanted (name, place)
		LEFT JOIN meta.columns c ON c.entity = e.name AND c.name = wanted.name;
	IF found.unknown IS NOT NULL THEN
		RAISE EXCEPTION 'There is no such column.' USING ERRCODE = '22023', COLUMN = left(found.unknown, 63);
	END IF;
	IF found.missing IS NOT NULL THEN
		PERFORM meta.refuse(found.missing);
	END IF;
	cells := format('ARRAY[%s]::text[]', coalesce(found.list, ''));
	source := CASE WHEN found.joined THEN e.from_sql ELSE split_part(e.from_sql, ' LEFT JOIN ', 1) END;
END
$$;
COMMENT ON FUNCTION meta.cells(meta.entities, jsonb, text[]) IS 'The named columns as one array expression, and the tables that they need. Refuses unknown columns (22023) and columns for which a right is missing (42501).';

CREATE OR REPLACE FUNCTION meta.sort_column(e meta.entities, p_sort text, p_rights text[]) RETURNS meta.columns
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	c meta.columns;
BEGIN
	SELECT * INTO c FROM meta.columns s WHERE s.entity = e.name AND s.name = coalesce(nullif(p_sort, ''), e.default_sort);
	IF NOT FOUND OR NOT c.sortable THEN
		RAISE EXCEPTION 'This list cannot be sorted by that column.' USING ERRCODE = '22023', COLUMN = left(p_sort, 63),
			HINT = 'Sort by a column that has an index.';
	END IF;
	IF NOT c.right_view = ANY (p_rights) THEN
		PERFORM meta.refuse(c.right_view);
	END IF;
	RETURN c;
END
$$;
COMMENT ON FUNCTION meta.sort_column(meta.entities, text, text[]) IS 'The column to sort by, the entity''s own when none is named (22023 if it cannot be sorted by, 42501 if it may not be seen).';

CREATE OR REPLACE FUNCTION meta.page_mark(p_after text, p_types text[]) RETURNS text[]
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	mark text[];
BEGIN
	SELECT array_agg(item ORDER BY place) INTO mark FROM jsonb_array_elements_text(p_after::jsonb) WITH ORDINALITY AS m (item, place);
	IF cardinality(mark) IS DISTINCT FROM cardinality(p_types) OR array_position(mark, NULL) IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = '22007';
	END IF;
	FOR i IN 1..cardinality(mark) LOOP
		CASE p_types[i]
			WHEN 'text' THEN NULL;
			WHEN 'bigint' THEN PERFORM mark[i]::bigint;
			WHEN 'integer' THEN PERFORM mark[i]::integer;
			WHEN 'numeric' THEN PERFORM mark[i]::numeric;
			WHEN 'boolean' THEN PERFORM mark[i]::boolean;
			WHEN 'date' THEN PERFORM mark[i]::date;
			WHEN 'timestamptz' THEN PERFORM mark[i]::timestamptz;
			WHEN 'uuid' THEN PERFORM mark[i]::uuid;
			WHEN 'inet' THEN PERFORM mark[i]::inet;
			ELSE RAISE EXCEPTION USING ERRCODE = '22007';
		END CASE;
	END LOOP;
	RETURN mark;
EXCEPTION WHEN data_exception OR syntax_error_or_access_rule_violation THEN
	RAISE EXCEPTION 'This place in the list is not valid.' USING ERRCODE = '22023', HINT = 'Begin at the top of the list.';
END
$$;
COMMENT ON FUNCTION meta.page_mark(text, text[]) IS 'The parts of a page mark, each checked to be of its type (22023 if the mark is none).';

-- Installing ---------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION steward.take_rows(p_wanted text, p_table regclass, p_scope text) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	-- What staff decided, and the counting of it, is no matter of the files.
	columns text := (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = p_table AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
		AND attname NOT LIKE 'own\_%' AND attname NOT IN ('version', 'updated_at'));
	key text := (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute, pg_index
		WHERE indrelid = p_table AND indisprimary AND attrelid = p_table AND attnum = ANY (indkey));
BEGIN
	EXECUTE format('INSERT INTO %1$s AS t (%2$s) SELECT %2$s FROM pg_temp.%3$I ON CONFLICT (%4$s) DO UPDATE SET (%2$s) = ROW (%5$s) WHERE ROW (%6$s) IS DISTINCT FROM ROW (%5$s)',
		p_table, columns, p_wanted, key, 'excluded.' || replace(columns, ', ', ', excluded.'), 't.' || replace(columns, ', ', ', t.'));
	IF p_scope <> '' THEN
		EXECUTE format('DELETE FROM %1$s AS t WHERE (%2$s) IN (SELECT %2$s FROM pg_temp.%3$I) AND (%4$s) NOT IN (SELECT %4$s FROM pg_temp.%3$I)',
			p_table, p_scope, p_wanted, key);
	END IF;
	EXECUTE format('DROP TABLE pg_temp.%I', p_wanted);
END
$$;
COMMENT ON FUNCTION steward.take_rows(text, regclass, text) IS 'Makes a table like the wanted rows of a temporary one, which it drops: adds, changes what differs, and removes what is not wanted within the scope (columns; empty removes nothing). Rows that are right are not touched, so that the trail shows real changes only. Columns own_…, version and updated_at are left as they are.';
REVOKE ALL ON FUNCTION steward.take_rows(text, regclass, text) FROM PUBLIC;
