-- Reading. Owned by steward_search, which row-level security does not bind (LIKE and trigrams are not leakproof: under a policy the index
-- is not used, 530 ms against 0.3 ms) and which can read granted columns only. So each function starts with the gate, and the query
-- builder (35_meta.sql, 36_query.sql) leaves out what the person may not see.

CREATE OR REPLACE FUNCTION api.ask(p_ticket integer, p_request jsonb) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	who record := auth.need(NULL, p_held => p_request->>'entity' = 'ledger');
	entity text := p_request->>'entity';
BEGIN
	IF entity IS NULL OR jsonb_typeof(p_request) <> 'object' OR octet_length(p_request::text) > 20000 THEN
		RAISE EXCEPTION 'This question is not well formed.' USING ERRCODE = '22023';
	END IF;
	IF entity <> '*' THEN
		PERFORM FROM meta.entities e WHERE e.name = entity AND (e.right_view = ANY (who.rights) OR e.right_parent = ANY (who.rights));
		IF NOT FOUND THEN
			PERFORM meta.refuse(coalesce(x.right_view, x.right_parent)) FROM meta.find_entity(entity) AS x;
		END IF;
	END IF;
	PERFORM auth.record_access(who.session_id, who.user_id, p_ticket, CASE entity WHEN '*' THEN 'find' ELSE 'list' END, entity, NULL, p_request, NULL,
		meta.limit_of(p_request));
END
$$;
COMMENT ON FUNCTION api.ask(integer, jsonb) IS 'Records what will be read under this ticket, a number that grows within the session: {"entity", "columns", "filter": [{"column", "op", "value"}], "search", "sort", "descending", "after", "backwards", "limit"}; entity * finds anything. Returns nothing: api.rows and api.count answer, in a later transaction. ST001 without a session, 42501 without the right, 22023 for a question that is not well formed or a ticket that does not grow, ST003 when the hour''s rows are used up.';

-- api.rows, which reads the page, is made in 37_compile.sql.

CREATE OR REPLACE FUNCTION api.count(p_ticket integer, p_request jsonb, p_exact boolean, OUT total bigint, OUT exact boolean, OUT capped boolean)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO' SET jit = off AS
$$
DECLARE
	who record := auth.need(NULL);
	asked record := auth.read_ticket(who.session_id, p_ticket);
BEGIN
	-- A number tells something too: what is counted is what was recorded.
	IF p_request IS NOT NULL AND (p_request->'entity', coalesce(p_request->'filter', '[]'), coalesce(p_request->>'search', ''))
		IS DISTINCT FROM (asked.request->'entity', coalesce(asked.request->'filter', '[]'), coalesce(asked.request->>'search', '')) THEN
		RAISE EXCEPTION 'What you ask for was not recorded before.' USING ERRCODE = 'ST002';
	END IF;
	SELECT n.total, n.exact, n.capped INTO total, exact, capped FROM meta.count_rows(asked.request, who.rights, coalesce(p_exact, false)) AS n;
END
$$;
COMMENT ON FUNCTION api.count(integer, jsonb, boolean) IS 'How many rows the question under this ticket has (p_request is NULL or the same question): an estimate for a big unfiltered list, counted up to 10,000 for a filter and 1,000 for a search, all of them when p_exact. exact tells whether the number is, capped whether there are that many or more. ST002 when it was not recorded before.';

CREATE OR REPLACE FUNCTION api.open(p_ticket integer, p_entity text, p_key text, p_reason text) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	who record := auth.need(NULL);
	e meta.entities := meta.find_entity(p_entity);
BEGIN
	IF NOT (coalesce(e.right_view = ANY (who.rights), false) OR coalesce(e.right_parent = ANY (who.rights), false)) THEN
		PERFORM meta.refuse(coalesce(e.right_view, e.right_parent));
	END IF;
	PERFORM auth.record_access(who.session_id, who.user_id, p_ticket, 'open', p_entity, left(p_key, 300), NULL, left(nullif(p_reason, ''), 500), 1);
END
$$;
COMMENT ON FUNCTION api.open(integer, text, text, text) IS 'Records that this record will be looked at, and why where a reason is asked. It tells nothing, not even whether the record exists: api.get does, in a later transaction. 42501 without the right, 22023 for an unknown entity.';

CREATE OR REPLACE FUNCTION meta.may_see(e meta.entities, p_key text, p_rights text[]) RETURNS boolean
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	seen boolean;
BEGIN
	EXECUTE format('SELECT %s FROM %s WHERE %s', CASE WHEN e.hidden_sql IS NULL OR e.right_hidden = ANY (p_rights) THEN 'true' ELSE format('NOT (%s)', e.hidden_sql) END,
		e.from_sql, e.match_sql) INTO seen USING p_key;
	RETURN coalesce(seen, false);
EXCEPTION WHEN data_exception THEN
	RETURN false;
END
$$;
COMMENT ON FUNCTION meta.may_see(meta.entities, text, text[]) IS 'Whether there is such a record and this person may know it.';

CREATE OR REPLACE FUNCTION meta.no_record() RETURNS void
	LANGUAGE plpgsql STABLE AS
$$
BEGIN
	RAISE EXCEPTION 'There is no such record.' USING ERRCODE = 'P0002', HINT = 'It may have been removed; search again.';
END
$$;
COMMENT ON FUNCTION meta.no_record() IS 'Ends the call because there is no such record, or none that this person may know (P0002).';

CREATE OR REPLACE FUNCTION meta.record_otherwise(p_entity text, p_key text, p_columns text[], p_rights text[], OUT version bigint, OUT cells text[])
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	e meta.entities;
	list record;
	reading meta.reading;
BEGIN
	-- The general way is for what the generated one leaves, and for saying what is wrong.
	reading := meta.compiled_record(p_entity, p_key, p_columns, p_rights);
	IF reading.cells IS NOT NULL THEN
		version := reading.version;
		cells := reading.cells;
		RETURN;
	END IF;
	e := meta.find_entity(p_entity);
	PERFORM meta.check_view(e, true, p_rights);
	list := meta.cells(e, to_jsonb(p_columns), p_rights);
	-- The key as we write it: a record opened as 0007 would stand in the trail under another name than its own.
	EXECUTE format('SELECT (%s)::bigint, %s FROM %s WHERE %s AND (%s) = $1%s', e.version_sql, list.cells, list.source, e.match_sql, e.key_sql,
		(meta.conditions(e, NULL, p_rights, '{}')).conditions
			-- Who may see only what belongs to one account sees no record that belongs to none.
			|| CASE WHEN e.right_view = ANY (p_rights) OR e.subject_sql IS NULL THEN '' ELSE format(' AND %s IS NOT NULL', e.subject_sql) END)
		INTO version, cells USING p_key;
	IF cells IS NULL THEN
		PERFORM meta.no_record();
	END IF;
EXCEPTION WHEN invalid_text_representation OR numeric_value_out_of_range OR invalid_datetime_format OR datetime_field_overflow
	OR invalid_time_zone_displacement_value THEN
	PERFORM meta.no_record();
END
$$;
COMMENT ON FUNCTION meta.record_otherwise(text, text, text[], text[]) IS 'Any record, for api.get: what is generated for it, else the general way, which makes the refusals.';

-- api.get, which reads the record, is made in 37_compile.sql.

CREATE OR REPLACE FUNCTION meta.was_opened(p_session_id bigint, p_entity text, p_key text) RETURNS boolean
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	SELECT EXISTS (SELECT FROM audit.access a WHERE a.session_id = p_session_id AND a.entity = p_entity AND a.entity_key = p_key AND a.kind = 'open'
		AND a.xid IS DISTINCT FROM pg_current_xact_id_if_assigned())
$$;
COMMENT ON FUNCTION meta.was_opened(bigint, text, text) IS 'Whether this session opened this record in an earlier, committed transaction, however long ago. Definer: the writing functions cannot read the trail.';

CREATE OR REPLACE FUNCTION meta.parent_entity(p_column text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN p_column LIKE '%user_id' THEN 'users' WHEN p_column = 'thread' THEN 'messages' WHEN p_column LIKE '%\_id' THEN left(p_column, -3) || CASE WHEN p_column LIKE '%x\_id' THEN 'es' ELSE 's' END END $$;
COMMENT ON FUNCTION meta.parent_entity(text) IS 'The entity that a column of parents leads to, by its name: order_id to orders, lightbox_id to lightboxes, user_id and subject_user_id to users; NULL when it leads nowhere.';

CREATE OR REPLACE FUNCTION api.counts(p_entity text, p_key text) RETURNS TABLE (name text, n bigint)
	LANGUAGE plpgsql SECURITY DEFINER ROWS 20 SET search_path = pg_catalog, pg_temp SET jit = off AS
$$
DECLARE
	who record := auth.need(NULL);
	e meta.entities := meta.find_entity(p_entity);
	child record;
	counted bigint;
BEGIN
	PERFORM auth.require_open(who.session_id, p_entity, p_key);
	PERFORM meta.check_view(e, true, who.rights);
	IF NOT meta.may_see(e, p_key, who.rights) THEN
		PERFORM meta.no_record();
	END IF;
	-- What hangs on the record: entities that name it in a column of parents. A tab shows 1,000 as "many".
	FOR child IN SELECT DISTINCT ON (c.name) c AS entity, k.expression, k.data_type
		FROM meta.entities c, unnest(c.parents) WITH ORDINALITY AS parent (name, place) JOIN meta.columns k ON k.name = parent.name
		WHERE k.entity = c.name AND meta.parent_entity(parent.name) = p_entity AND c.name NOT IN ('user_custom_values', 'user_permissions')
			AND (c.right_view = ANY (who.rights) OR c.right_parent = ANY (who.rights))
		ORDER BY c.name, parent.place
	LOOP
		EXECUTE format('SELECT count(*) FROM (SELECT FROM %s WHERE %s = $1::%s%s LIMIT 1000) AS few', (child.entity).from_sql, child.expression, child.data_type,
			(meta.conditions(child.entity, NULL, who.rights, '{}')).conditions) INTO counted USING p_key;
		name := (child.entity).name;
		n := counted;
		RETURN NEXT;
	END LOOP;
END
$$;
COMMENT ON FUNCTION api.counts(text, text) IS 'How many rows of each kind hang on an opened record, up to 1,000: of every entity that names it in a column of its parents. ST002 when it was not opened, P0002 when there is none.';

-- It took no ticket once; two functions of the name would leave it open which is meant.
DROP FUNCTION IF EXISTS api.choices(text, text, integer);
CREATE OR REPLACE FUNCTION api.choices(p_name text, p_typed text, p_limit integer, p_ticket integer DEFAULT NULL) RETURNS TABLE (value text, label text)
	LANGUAGE plpgsql SECURITY DEFINER ROWS 50 SET search_path = pg_catalog, pg_temp SET jit = off AS
$$
DECLARE
	who record := auth.need(NULL, p_ticket);
	choice meta.choices;
	wanted CONSTANT integer := least(greatest(coalesce(p_limit, 50), 0), 500);
	typed CONSTANT text := coalesce(site.fold(left(p_typed, 100)), '');
	-- Three words at most; the lists that take them ($3) want all of them, in any order.
	words CONSTANT text[] := (SELECT array_agg('%' || meta.like_pattern(coalesce(w.word, '')) || '%' ORDER BY n)
		FROM generate_series(1, 3) AS n LEFT JOIN string_to_table(btrim(regexp_replace(typed, '[[:space:]]+', ' ', 'g')), ' ') WITH ORDINALITY AS w (word, place) ON w.place = n);
BEGIN
	SELECT * INTO choice FROM meta.choices c WHERE c.name = p_name;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'There is no such list.' USING ERRCODE = '22023';
	END IF;
	IF NOT choice.right_name = ANY (who.rights) THEN
		PERFORM meta.refuse(choice.right_name);
	END IF;
	-- What tells of people is a list like any other: asked for before, counted and kept. By itself it would be a way to all their names.
	IF EXISTS (SELECT FROM meta.entities e WHERE e.name = p_name AND e.hidden_sql IS NOT NULL)
		AND (who.request->>'entity' IS DISTINCT FROM p_name OR coalesce(who.request->>'search', '') <> coalesce(p_typed, '')
			OR meta.limit_of(who.request) < wanted) THEN
		RAISE EXCEPTION 'What you ask for was not recorded before.' USING ERRCODE = 'ST002';
	END IF;
	RETURN QUERY EXECUTE choice.query USING '%' || meta.like_pattern(typed) || '%', wanted, words;
END
$$;
COMMENT ON FUNCTION api.choices(text, text, integer, integer) IS 'Values to choose from, with labels, that hold what was typed: countries, languages, currencies, organisations, permission_groups, user_types and so on; at most 500. A list of records that are about people (users, orders and so on) was asked for before, under this ticket, with that search and as many rows; else ST002. 22023 for an unknown list, 42501 without the right.';

ALTER FUNCTION api.ask(integer, jsonb) OWNER TO steward_search;
ALTER FUNCTION api.count(integer, jsonb, boolean) OWNER TO steward_search;
ALTER FUNCTION api.open(integer, text, text, text) OWNER TO steward_search;
ALTER FUNCTION api.counts(text, text) OWNER TO steward_search;
ALTER FUNCTION meta.was_opened(bigint, text, text) OWNER TO steward_search;
ALTER FUNCTION api.choices(text, text, integer, integer) OWNER TO steward_search;
