-- A list as CSV. The worker reads it through a cursor that export_open leaves behind: the rows come out of the query itself, so that memory
-- stays flat, and the worker has no right on any table, since a cursor reads with the rights of who opened it.

CREATE OR REPLACE FUNCTION meta.export_columns(e meta.entities, p_wanted jsonb, p_rights text[]) RETURNS jsonb
	LANGUAGE sql STABLE AS
$$
	SELECT CASE WHEN p_wanted IS DISTINCT FROM '["*"]' THEN p_wanted ELSE (SELECT jsonb_agg(c.name ORDER BY c.position) FROM meta.columns c
		WHERE c.entity = e.name AND c.name <> 'version' AND (c.right_view IS NULL OR c.right_view = ANY (p_rights))) END
$$;
COMMENT ON FUNCTION meta.export_columns(meta.entities, jsonb, text[]) IS 'The columns of an export: those named; for * all that the person may see.';

CREATE OR REPLACE FUNCTION meta.export_where(e meta.entities, p_arguments jsonb, p_rights text[], OUT conditions text, OUT binds text[], OUT ids bigint[], OUT keys text[])
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	c record := meta.conditions(e, coalesce(p_arguments->'filter', '[]'), p_rights, '{}');
	words text[];
BEGIN
	PERFORM meta.check_view(e, c.tied, p_rights);
	binds := c.p_binds;
	conditions := c.conditions;
	IF coalesce(btrim(p_arguments->>'search'), '') <> '' THEN
		words := meta.search_words(p_arguments->>'search');
		IF meta.can_search(e, words) THEN
			SELECT g.ids INTO ids FROM meta.gather(e, words, c.conditions, binds || meta.search_binds(words), cardinality(binds) + 1, 'NULL::text', '', 'i', 1000) AS g;
		END IF;
		IF cardinality(ids) >= 1000 THEN
			RAISE EXCEPTION 'The search finds 1,000 or more: filter the list instead.' USING ERRCODE = '22023';
		END IF;
		ids := coalesce(ids, '{}');
		conditions := conditions || format(' AND %s = ANY ($2)', e.tie_sql);
	END IF;
	IF jsonb_typeof(p_arguments->'keys') = 'array' THEN
		keys := ARRAY(SELECT jsonb_array_elements_text(p_arguments->'keys'));
		conditions := conditions || format(' AND %s = ANY ($3)', e.key_sql);
	END IF;
END
$$;
COMMENT ON FUNCTION meta.export_where(meta.entities, jsonb, text[]) IS
	'Which records {"filter", "search", "keys"} mean, as SQL beginning with AND, and what it binds: $1, $2 the records that a search found, $3 those that were marked. 22023 and 42501 as for a list.';

CREATE OR REPLACE FUNCTION meta.export_query(p_arguments jsonb, p_rights text[], OUT query text, OUT binds text[], OUT names text[], OUT numbers boolean[], OUT ids bigint[],
	OUT keys text[])
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	e meta.entities := meta.find_entity(p_arguments->>'entity');
	w record := meta.export_where(e, p_arguments, p_rights);
	wanted jsonb := meta.export_columns(e, p_arguments->'columns', p_rights);
	list record := meta.cells(e, wanted, p_rights);
	s meta.columns;
BEGIN
	binds := w.binds;
	ids := w.ids;
	keys := w.keys;
	SELECT array_agg(x.name ORDER BY n.place), array_agg(x.data_type IN ('bigint', 'integer', 'numeric') ORDER BY n.place),
			format('SELECT %s FROM %s WHERE true%s', string_agg(x.cell, ', ' ORDER BY n.place), list.source, w.conditions)
		INTO names, numbers, query
		FROM jsonb_array_elements_text(wanted) WITH ORDINALITY AS n (name, place)
		JOIN meta.columns x ON x.entity = e.name AND x.name = n.name;
	IF names IS NULL THEN
		RAISE EXCEPTION 'Name the columns.' USING ERRCODE = '22023';
	END IF;
	IF coalesce(p_arguments->>'sort', '') <> '' THEN
		s := meta.sort_column(e, p_arguments->>'sort', p_rights);
		query := query || format(' ORDER BY %s', meta.order_sql(ARRAY[s.sort_expression, e.tie_sql], meta.flag_of(p_arguments, 'descending')));
	END IF;
END
$$;
COMMENT ON FUNCTION meta.export_query(jsonb, text[]) IS
	'The query of an export, {"entity", "columns" (or "*"), "filter", "search", "keys", "sort", "descending"}: each column as text, what it binds ($1; $2 the records that a search '
	'found, $3 those that were marked), the names of the columns and whether they are numbers. 22023 and 42501 as for a list.';

CREATE OR REPLACE FUNCTION meta.export_title(p_arguments jsonb, p_rights text[]) RETURNS text
	LANGUAGE plpgsql STABLE AS
$$
BEGIN
	PERFORM meta.export_query(p_arguments, p_rights);
	RETURN left(concat_ws(', ', p_arguments->>'entity', nullif(meta.readable_filter(p_arguments), ''), nullif(btrim(p_arguments->>'search'), '')), 200);
END
$$;
COMMENT ON FUNCTION meta.export_title(jsonb, text[]) IS 'What an export is called. Refuses one that this person may not have (42501) or that cannot be (22023).';

CREATE OR REPLACE FUNCTION steward.export_open(p_job bigint, p_claim uuid, OUT headings text[], OUT numbers boolean[], OUT guard boolean, OUT mark boolean, OUT total bigint, OUT row_source refcursor)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO' SET jit = off SET cursor_tuple_fraction = 1.0 AS
$$
DECLARE
	j steward.jobs := steward.job_hold(p_job, p_claim);
	made record := meta.export_query(j.arguments, auth.rights_of(j.asked_by));
	allowed CONSTANT bigint := auth.setting('export_rows_per_hour')::bigint;
	taken bigint := (SELECT coalesce(sum(x.file_rows), 0) FROM steward.jobs x
		WHERE x.asked_by = j.asked_by AND x.kind = j.kind AND x.ended_at > clock_timestamp() - interval '1 hour');
BEGIN
	headings := ARRAY(SELECT steward.heading(j.arguments->>'entity', name) FROM unnest(made.names) WITH ORDINALITY AS n (name, place) ORDER BY place);
	numbers := made.numbers;
	guard := coalesce((j.arguments->>'guard')::boolean, true);
	mark := coalesce((j.arguments->>'mark')::boolean, false);
	IF made.keys IS NOT NULL THEN
		total := cardinality(made.keys);
	ELSIF made.ids IS NULL THEN
		SELECT n.total INTO total FROM meta.count_rows(j.arguments, auth.rights_of(j.asked_by), false) AS n WHERE NOT n.capped;
	END IF;
	IF taken + coalesce(total, 0) > allowed THEN
		RAISE EXCEPTION 'These are more rows than one person may take away within an hour.' USING ERRCODE = '22023',
			HINT = 'Narrow the filter, or wait; the setting export_rows_per_hour says how many.';
	END IF;
	row_source := 'export'::refcursor;
	OPEN row_source NO SCROLL FOR EXECUTE made.query USING made.binds, made.ids, made.keys;
END
$$;
COMMENT ON FUNCTION steward.export_open(bigint, uuid) IS
	'Opens the cursor "export" over the rows of the export that this worker holds, with the rights of who asked for it as they are now: headings, which columns are numbers, '
	'whether formulas are guarded against, whether a byte order mark is wished, about how many rows there are. 22023 when the person would take away more rows than the setting export_rows_per_hour lets within an hour. For steward_jobs only.';
ALTER FUNCTION steward.export_open(bigint, uuid) OWNER TO steward_search;
REVOKE ALL ON FUNCTION steward.export_open(bigint, uuid) FROM PUBLIC;

