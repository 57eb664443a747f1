-- After the rows were erased: who else's rows name the person? Every text, json, array and address column of the database is looked at, in the
-- same transaction. A mention in a free text is written over; a column that is somebody else's own (the same phone, the same street) stays.

CREATE OR REPLACE FUNCTION privacy.scan_columns() RETURNS TABLE (relation regclass, label text, key_sql text, name name, shape text, own_of_others boolean, clears boolean, kept_sql text, own_sql text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	SELECT c.oid::regclass, m.schema_name || '.' || m.table_name,
		(SELECT string_agg(format('t.%I::text', k.attname), $sql$ || ':' || $sql$ ORDER BY place) FROM pg_index x, unnest(x.indkey::smallint[]) WITH ORDINALITY AS keys (attnum, place)
			JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = keys.attnum WHERE x.indrelid = c.oid AND x.indisprimary),
		a.attname, CASE WHEN a.atttypid IN ('inet'::regtype, 'cidr'::regtype) THEN 'address' WHEN a.atttypid IN ('inet[]'::regtype, 'cidr[]'::regtype) THEN 'addresses'
			WHEN a.atttypid IN ('json'::regtype, 'jsonb'::regtype) THEN 'json' WHEN a.attndims > 0 OR a.atttypid IN ('text[]'::regtype, 'varchar[]'::regtype) THEN 'array' ELSE 'text' END,
		i.kind IS NOT NULL AND i.kind <> 'custom' OR kept.is,
		NOT kept.is AND a.attgenerated = '' AND a.atttypid <> 'bpchar'::regtype AND (i.kind IS NULL OR i.kind = 'custom') AND NOT EXISTS (SELECT FROM pg_constraint k
			WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'f') AND a.attnum = ANY (k.conkey)),
		CASE WHEN kept.is THEN way.sql END, CASE WHEN m.category IS NOT NULL AND (i.kind IS NOT NULL OR kept.is) THEN way.sql END
	FROM privacy.data_map m
	JOIN pg_class c ON c.oid = to_regclass(format('%I.%I', m.schema_name, m.table_name)) AND c.relkind IN ('r', 'p')
	JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = m.column_name
	LEFT JOIN privacy.identifiers i USING (schema_name, table_name, column_name)
	-- What the map keeps is a record of its own, of the person or of somebody else; free texts are marked mask.
	CROSS JOIN LATERAL (SELECT m.category IS NOT NULL AND m.erase_rule = 'keep' AND m.export_rule <> 'mask') AS kept ("is")
	LEFT JOIN LATERAL (SELECT privacy.path_sql(c.oid, m.subject_path) AS sql WHERE m.category IS NOT NULL AND (i.kind IS NOT NULL OR kept.is)) AS way ON true
	WHERE m.export_rule <> 'never' AND m.schema_name IN ('site', 'auth', 'privacy', 'steward')
		AND m.schema_name || '.' || m.table_name NOT IN ('privacy.ledger', 'privacy.data_map', 'privacy.erasures', 'privacy.erasure_items', 'privacy.erasure_keys',
			'privacy.erasure_blockers', 'privacy.erasure_accepts', 'privacy.blocker_rules', 'privacy.letter_texts')
		AND a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype, 'json'::regtype, 'jsonb'::regtype, 'text[]'::regtype, 'varchar[]'::regtype,
			'inet'::regtype, 'cidr'::regtype, 'inet[]'::regtype, 'cidr[]'::regtype)
		-- What is worked out from other columns has what they have.
		AND a.attgenerated = '' AND (a.atttypmod < 0 OR a.atttypmod > 9)
	ORDER BY 2, a.attnum
$$;
COMMENT ON FUNCTION privacy.scan_columns() IS 'Every column in which a person can be mentioned, from the data map: its shape, whether it is an identifier that somebody else can share, whether a mention in it is written over, and which rows keep it with a ground.';

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

CREATE OR REPLACE FUNCTION privacy.residual(p_user_id bigint, p_emails text[], p_addresses inet[], p_pattern text) RETURNS TABLE (relation text, key text, column_name text, somebody_elses boolean)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	target record;
BEGIN
	-- Each table is read once, for all its columns.
	FOR target IN SELECT c.relation, c.label, c.key_sql, string_agg(privacy.hit_sql(c.shape, c.name), ' OR ') AS any_hit,
			string_agg(format('(%L, (%s)%s, %L::boolean AND (%s) IS NOT TRUE)', c.name, privacy.hit_sql(c.shape, c.name), coalesce(' AND (' || c.kept_sql || ') IS NOT TRUE', ''),
				c.own_of_others, coalesce(c.own_sql, 'false')), ', ') AS hits
		FROM privacy.scan_columns() c GROUP BY c.relation, c.label, c.key_sql
	LOOP
		RETURN QUERY EXECUTE format('SELECT %L::text, %s, h.name, h.elses FROM %s AS t CROSS JOIN LATERAL (VALUES %s) AS h (name, hit, elses) WHERE (%s) AND h.hit',
				target.label, target.key_sql, target.relation, target.hits, target.any_hit)
			USING p_user_id, p_emails, p_addresses, p_pattern;
	END LOOP;
	RETURN QUERY SELECT 'audit.changes'::text, c.id::text, 'old'::text, false FROM audit.changes c WHERE c.salt IS NOT NULL AND (c.old::text ~* p_pattern OR c.new::text ~* p_pattern);
	RETURN QUERY SELECT 'audit.access'::text, a.id::text, 'request'::text, false FROM audit.access a WHERE a.salt IS NOT NULL AND (a.request::text ~* p_pattern OR a.reason ~* p_pattern);
END
$$;
COMMENT ON FUNCTION privacy.residual(bigint, text[], inet[], text) IS 'Where the person is still to be found, outside rows that a ground keeps. somebody_elses: the value is also another one''s own, in a row that is not the person''s.';

CREATE OR REPLACE FUNCTION privacy.clear_mentions(p_user_id bigint, p_emails text[], p_addresses inet[], p_pattern text) RETURNS SETOF privacy.erasure_step
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	target record;
	step privacy.erasure_step;
BEGIN
	FOR target IN SELECT c.relation, c.label, c.key_sql, c.shape, c.name, array_agg(f.key ORDER BY f.key) AS keys
		FROM privacy.residual(p_user_id, p_emails, p_addresses, p_pattern) f
		JOIN privacy.scan_columns() c ON c.label = f.relation AND c.name = f.column_name AND c.clears
		WHERE NOT f.somebody_elses GROUP BY c.relation, c.label, c.key_sql, c.shape, c.name ORDER BY c.label, c.name
	LOOP
		EXECUTE format('WITH done AS (UPDATE %s AS t SET %s WHERE %s AND %s = ANY ($5) RETURNING %s AS k) SELECT count(*), array_agg(k ORDER BY k) FROM done',
				target.relation, privacy.clear_sql(target.shape, target.name), privacy.hit_sql(target.shape, target.name), target.key_sql, target.key_sql)
			INTO step.rows, step.keys USING p_user_id, p_emails, p_addresses, p_pattern, target.keys;
		step.relation := target.label;
		step.action := 'mention';
		step.columns := ARRAY[target.name::text];
		step.rule := 'written over';
		step.reason := 'found by name scan';
		RETURN NEXT step;
	END LOOP;
END
$$;
COMMENT ON FUNCTION privacy.clear_mentions(bigint, text[], inet[], text) IS 'Writes over every mention of the person in rows that stay, and tells where.';

ALTER FUNCTION privacy.scan_columns() OWNER TO steward_eraser;
ALTER FUNCTION privacy.clear_mentions(bigint, text[], inet[], text) OWNER TO steward_eraser;
ALTER FUNCTION privacy.residual(bigint, text[], inet[], text) OWNER TO steward_eraser;
