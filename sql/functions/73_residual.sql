-- After the rows were erased: who else's rows name the person? Every text, json, array and address column of the database is looked at, in the
-- same transaction. A mention in a free text is written over; a column that is somebody else's own (the same phone, the same street) stays.

CREATE OR REPLACE FUNCTION privacy.hit_sql(p_shape text, p_column name) RETURNS text
	LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
	SELECT format(CASE p_shape WHEN 'text' THEN 't.%I ~* $4' WHEN 'address' THEN 't.%I::inet = ANY ($3)' WHEN 'addresses' THEN 't.%I::inet[] && $3' ELSE 't.%I::text ~* $4' END, p_column)
$$;
COMMENT ON FUNCTION privacy.hit_sql(text, name) IS 'Whether a column of t mentions the person: $3 addresses of computers, $4 pattern.';

CREATE OR REPLACE FUNCTION privacy.clear_sql(p_shape text, p_column name) RETURNS text
	LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
	SELECT format(CASE p_shape
		WHEN 'text' THEN '%1$I = regexp_replace(t.%1$I, $4, ''(erased)'', ''gi'')'
		WHEN 'json' THEN '%1$I = regexp_replace(t.%1$I::text, $4, ''(erased)'', ''gi'')::jsonb'
		WHEN 'array' THEN '%1$I = regexp_replace(t.%1$I::text, $4, ''(erased)'', ''gi'')::text[]'
		WHEN 'address' THEN '%1$I = network(set_masklen(t.%1$I::inet, CASE family(t.%1$I::inet) WHEN 4 THEN 24 ELSE 48 END))'
		ELSE '%1$I = (SELECT array_agg(network(set_masklen(one, CASE family(one) WHEN 4 THEN 24 ELSE 48 END))) FROM unnest(t.%1$I::inet[]) AS one)' END, p_column)
$$;
COMMENT ON FUNCTION privacy.clear_sql(text, name) IS 'How a mention in a column of t is written over.';

CREATE OR REPLACE FUNCTION privacy.residual_sql(p_query tsquery) RETURNS TABLE (relation regclass, sql text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	-- A table is looked at once, for all its columns.
	SELECT c.relation, format('SELECT %L::text, %s, h.name, h.elses FROM %s AS t CROSS JOIN LATERAL (VALUES %s) AS h (name, hit, elses) WHERE %s(%s) AND h.hit', c.label, c.key_sql, c.relation,
		string_agg(format('(%L, (%s)%s, %L::boolean AND (%s) IS NOT TRUE)', c.name, privacy.hit_sql(c.shape, c.name), coalesce(' AND (' || c.kept_sql || ') IS NOT TRUE', ''),
			c.own_of_others, coalesce(c.own_sql, 'false')), ', '),
		CASE WHEN p_query IS NOT NULL AND s.words_sql IS NOT NULL THEN format('(%s) @@ $5 AND ', s.words_sql) END, string_agg(privacy.hit_sql(c.shape, c.name), ' OR '))
	FROM privacy.scan_columns() c LEFT JOIN privacy.scan_tables() s ON s.relation = c.relation GROUP BY c.relation, c.label, c.key_sql, s.words_sql
$$;
COMMENT ON FUNCTION privacy.residual_sql(tsquery) IS 'The statement that looks through each table; $1 account, $2 e-mail addresses, $3 addresses of computers, $4 pattern, $5 words.';

CREATE OR REPLACE FUNCTION privacy.residual(p_user_id bigint, p_emails text[], p_addresses inet[], p_pattern text, p_query tsquery)
	RETURNS TABLE (relation text, key text, column_name text, somebody_elses boolean)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS
$$
DECLARE
	target record;
BEGIN
	FOR target IN SELECT r.sql FROM privacy.residual_sql(p_query) r LOOP
		RETURN QUERY EXECUTE target.sql USING p_user_id, p_emails, p_addresses, p_pattern, p_query;
	END LOOP;
	RETURN QUERY SELECT 'audit.changes'::text, c.id::text, 'old'::text, false FROM audit.changes c WHERE c.salt IS NOT NULL
		AND (p_query IS NULL OR privacy.words(VARIADIC ARRAY[c.old::text, c.new::text]) @@ p_query) AND (c.old::text ~* p_pattern OR c.new::text ~* p_pattern);
	RETURN QUERY SELECT 'audit.access'::text, a.id::text, 'request'::text, false FROM audit.access a WHERE a.salt IS NOT NULL
		AND (p_query IS NULL OR privacy.words(VARIADIC ARRAY[a.entity_key, a.request::text, a.reason]) @@ p_query) AND (a.request::text ~* p_pattern OR a.reason ~* p_pattern);
END
$$;
COMMENT ON FUNCTION privacy.residual(bigint, text[], inet[], text, tsquery) IS 'Where the person is still to be found, outside rows that a ground keeps. somebody_elses: the value is also another one''s own, in a row that is not the person''s. Looks where the words are (privacy.word_query), so that the size of a table does not matter.';

CREATE OR REPLACE FUNCTION privacy.clear_mentions(p_user_id bigint, p_emails text[], p_addresses inet[], p_pattern text, p_query tsquery) RETURNS SETOF privacy.erasure_step
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS
$$
DECLARE
	target record;
	step privacy.erasure_step;
BEGIN
	FOR target IN SELECT c.relation, c.label, c.key_sql, c.shape, c.name, array_agg(f.key ORDER BY f.key) AS keys,
			CASE WHEN p_query IS NOT NULL AND s.words_sql IS NOT NULL THEN format(' AND (%s) @@ $6', s.words_sql) END AS found_sql
		FROM privacy.residual(p_user_id, p_emails, p_addresses, p_pattern, p_query) f
		JOIN privacy.scan_columns() c ON c.label = f.relation AND c.name = f.column_name AND c.clears
		LEFT JOIN privacy.scan_tables() s ON s.relation = c.relation
		WHERE NOT f.somebody_elses GROUP BY c.relation, c.label, c.key_sql, c.shape, c.name, s.words_sql ORDER BY c.label, c.name
	LOOP
		EXECUTE format('WITH done AS (UPDATE %s AS t SET %s WHERE %s AND %s = ANY ($5)%s RETURNING %s AS k) SELECT count(*), array_agg(k ORDER BY k) FROM done',
				target.relation, privacy.clear_sql(target.shape, target.name), privacy.hit_sql(target.shape, target.name), target.key_sql, target.found_sql, target.key_sql)
			INTO step.rows, step.keys USING p_user_id, p_emails, p_addresses, p_pattern, target.keys, p_query;
		step.relation := target.label;
		step.action := 'mention';
		step.columns := ARRAY[target.name::text];
		step.rule := 'written over';
		step.reason := 'found by name scan';
		RETURN NEXT step;
	END LOOP;
END
$$;
COMMENT ON FUNCTION privacy.clear_mentions(bigint, text[], inet[], text, tsquery) IS 'Writes over every mention of the person in rows that stay, and tells where.';
