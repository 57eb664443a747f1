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

CREATE OR REPLACE FUNCTION privacy.residual_sql(p_by_words boolean) RETURNS TABLE (relation regclass, sql text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	-- A table is looked at once for all its texts, and once for each column of addresses, by the index of that: the list of addresses can be long, and is
	-- not gone through again for each row.
	SELECT c.relation, format('SELECT %L::text, %s, h.name, h.elses FROM %s AS t CROSS JOIN LATERAL (VALUES %s) AS h (name, hit, elses) WHERE %s AND h.hit', c.label, c.key_sql, c.relation,
		string_agg(format('(%L, (%s)%s, %L::boolean AND (%s) IS NOT TRUE)', c.name, CASE WHEN own.address IS NULL THEN hit.sql ELSE 'true' END, coalesce(' AND (' || c.kept_sql || ') IS NOT TRUE', ''),
			c.own_of_others, coalesce(c.own_sql, 'false')), ', '),
		concat(CASE WHEN p_by_words AND own.address IS NULL THEN '(' || s.words_sql || ') @@ $5 AND ' END, '(', string_agg(hit.sql, ' OR '), ')'))
	FROM privacy.scan_columns() c LEFT JOIN privacy.scan_tables() s ON s.relation = c.relation AND s.words_sql IS NOT NULL
	CROSS JOIN LATERAL (SELECT CASE WHEN c.shape IN ('address', 'addresses') THEN c.name END) AS own (address) CROSS JOIN LATERAL privacy.hit_sql(c.shape, c.name) AS hit (sql)
	GROUP BY c.relation, c.label, c.key_sql, s.words_sql, own.address
$$;
COMMENT ON FUNCTION privacy.residual_sql(boolean) IS 'The statements that look through each table, by its index or whole; $1 account, $2 e-mail addresses, $3 addresses of computers, $4 pattern, $5 words (privacy.word_query).';

CREATE OR REPLACE FUNCTION privacy.residual(p_user_id bigint, p_emails text[], p_addresses inet[], p_pattern text, p_words tsquery, p_made boolean)
	RETURNS TABLE (relation text, key text, column_name text, somebody_elses boolean)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS
$$
DECLARE
	target record;
BEGIN
	-- For a value without words everything is read: then the tables are asked otherwise.
	IF p_made AND p_words IS NOT NULL THEN
		RETURN QUERY SELECT * FROM privacy.made_residual(p_user_id, p_emails, p_addresses, p_pattern, p_words);
	ELSE
		FOR target IN SELECT r.sql FROM privacy.residual_sql(p_words IS NOT NULL) r LOOP
			RETURN QUERY EXECUTE target.sql USING p_user_id, p_emails, p_addresses, p_pattern, p_words;
		END LOOP;
	END IF;
	RETURN QUERY SELECT 'audit.changes'::text, c.id::text, 'old'::text, false FROM audit.changes c WHERE c.salt IS NOT NULL
		AND c.id = ANY (ARRAY(SELECT privacy.trail_suspects(false, p_words))) AND (c.old::text ~* p_pattern OR c.new::text ~* p_pattern);
	RETURN QUERY SELECT 'audit.access'::text, a.id::text, 'request'::text, false FROM audit.access a WHERE a.salt IS NOT NULL
		AND a.id = ANY (ARRAY(SELECT privacy.trail_suspects(true, p_words))) AND (a.request::text ~* p_pattern OR a.reason ~* p_pattern);
END
$$;
COMMENT ON FUNCTION privacy.residual(bigint, text[], inet[], text, tsquery, boolean) IS 'Where the person is still to be found, outside rows that a ground keeps. somebody_elses: the value is also another one''s own, in a row that is not the person''s. Looks where the words are (privacy.word_query), so that the size of a table does not matter. p_made: by the statements that were made before (privacy.fits).';

CREATE OR REPLACE FUNCTION privacy.mention_columns(p_made boolean) RETURNS TABLE (label text, key_sql text, name name, shape text, clears boolean, words_sql text)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF p_made THEN
		RETURN QUERY SELECT * FROM privacy.made_columns();
	ELSE
		RETURN QUERY SELECT c.label, c.key_sql, c.name, c.shape, c.clears, s.words_sql FROM privacy.scan_columns() c LEFT JOIN privacy.scan_tables() s ON s.relation = c.relation AND s.words_sql IS NOT NULL;
	END IF;
END
$$;
COMMENT ON FUNCTION privacy.mention_columns(boolean) IS 'The columns of privacy.scan_columns, with the expression of their table''s index. p_made: as they were found before (privacy.fits).';

CREATE OR REPLACE FUNCTION privacy.clear_mentions(p_user_id bigint, p_emails text[], p_addresses inet[], p_pattern text, p_words tsquery, p_made boolean) RETURNS SETOF privacy.erasure_step
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS
$$
DECLARE
	target record;
	step privacy.erasure_step;
BEGIN
	FOR target IN SELECT c.label, c.key_sql, c.shape, c.name, array_agg(f.key ORDER BY f.key) AS keys,
			CASE WHEN p_words IS NOT NULL AND c.shape NOT IN ('address', 'addresses') THEN c.words_sql END AS words_sql
		FROM privacy.residual(p_user_id, p_emails, p_addresses, p_pattern, p_words, p_made) f
		JOIN privacy.mention_columns(p_made) c ON c.label = f.relation AND c.name = f.column_name AND c.clears
		WHERE NOT f.somebody_elses GROUP BY c.label, c.key_sql, c.shape, c.name, c.words_sql ORDER BY c.label, c.name
	LOOP
		EXECUTE format('WITH done AS (UPDATE %s AS t SET %s WHERE %s AND %s = ANY ($5)%s RETURNING %s AS k) SELECT count(*), array_agg(k ORDER BY k COLLATE "C") FROM done',
				target.label::regclass, privacy.clear_sql(target.shape, target.name), privacy.hit_sql(target.shape, target.name), target.key_sql,
				' AND (' || target.words_sql || ') @@ $6', target.key_sql)
			INTO step.rows, step.keys USING p_user_id, p_emails, p_addresses, p_pattern, target.keys, p_words;
		step.relation := target.label;
		step.action := 'mention';
		step.columns := ARRAY[target.name::text];
		step.rule := 'written over';
		step.reason := 'found by name scan';
		RETURN NEXT step;
	END LOOP;
END
$$;
COMMENT ON FUNCTION privacy.clear_mentions(bigint, text[], inet[], text, tsquery, boolean) IS 'Writes over every mention of the person in rows that stay, and tells where.';
