-- Which columns can mention a person, and the indexes by which an erasure looks for mentions, made from the data map at the end of each installation:
-- one over the words of every such table, and one over each column of addresses of computers. A row that mentions somebody has all words of the mention,
-- so that the index leads to it; the pattern decides.

CREATE OR REPLACE FUNCTION privacy.scan_shapes() RETURNS TABLE (relation regclass, label text, name name, no integer, shape text, is_text boolean, indexed boolean)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	SELECT c.oid::regclass, m.schema_name || '.' || m.table_name, a.attname, a.attnum::integer,
		CASE WHEN a.atttypid IN ('inet'::regtype, 'cidr'::regtype) THEN 'address' WHEN a.atttypid IN ('inet[]'::regtype, 'cidr[]'::regtype) THEN 'addresses'
			WHEN a.atttypid IN ('json'::regtype, 'jsonb'::regtype) THEN 'json' WHEN a.attndims > 0 OR a.atttypid IN ('text[]'::regtype, 'varchar[]'::regtype) THEN 'array' ELSE 'text' END,
		a.atttypid = 'text'::regtype,
		-- What an import brings stays a day or a week and is read whole: an index would slow the import.
		m.table_name NOT LIKE 'import\_%'
	FROM privacy.data_map m
	JOIN pg_class c ON c.oid = to_regclass(format('%I.%I', m.schema_name, m.table_name)) AND c.relkind IN ('r', 'p')
	JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = m.column_name
	WHERE m.export_rule <> 'never' AND m.schema_name IN ('site', 'auth', 'privacy', 'steward')
		AND m.schema_name || '.' || m.table_name NOT IN ('privacy.ledger', 'privacy.data_map', 'privacy.erasures', 'privacy.erasure_items', 'privacy.erasure_keys',
			'privacy.erasure_blockers', 'privacy.erasure_accepts', 'privacy.blocker_rules', 'privacy.letter_texts', 'privacy.scan_indexes')
		AND a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype, 'json'::regtype, 'jsonb'::regtype, 'text[]'::regtype, 'varchar[]'::regtype,
			'inet'::regtype, 'cidr'::regtype, 'inet[]'::regtype, 'cidr[]'::regtype)
		-- What is worked out from other columns has what they have.
		AND a.attgenerated = '' AND (a.atttypmod < 0 OR a.atttypmod > 9)
$$;
COMMENT ON FUNCTION privacy.scan_shapes() IS 'Every column in which a person can be mentioned, from the data map: its shape, and whether an index leads to it.';

CREATE OR REPLACE FUNCTION privacy.scan_columns() RETURNS TABLE (relation regclass, label text, key_sql text, name name, shape text, own_of_others boolean, clears boolean, kept_sql text, own_sql text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	SELECT s.relation, s.label,
		(SELECT string_agg(format('t.%I::text', k.attname), $sql$ || ':' || $sql$ ORDER BY place) FROM pg_index x, unnest(x.indkey::smallint[]) WITH ORDINALITY AS keys (attnum, place)
			JOIN pg_attribute k ON k.attrelid = s.relation AND k.attnum = keys.attnum WHERE x.indrelid = s.relation AND x.indisprimary),
		s.name, s.shape, i.kind IS NOT NULL AND i.kind <> 'custom' OR kept.is,
		NOT kept.is AND a.atttypid <> 'bpchar'::regtype AND (i.kind IS NULL OR i.kind = 'custom') AND NOT EXISTS (SELECT FROM pg_constraint k
			WHERE k.conrelid = s.relation AND k.contype IN ('p', 'u', 'f') AND a.attnum = ANY (k.conkey)),
		CASE WHEN kept.is THEN way.sql END, CASE WHEN m.category IS NOT NULL AND (i.kind IS NOT NULL OR kept.is) THEN way.sql END
	FROM privacy.scan_shapes() s
	JOIN privacy.data_map m ON m.schema_name = split_part(s.label, '.', 1) AND m.table_name = split_part(s.label, '.', 2) AND m.column_name = s.name
	JOIN pg_attribute a ON a.attrelid = s.relation AND a.attname = s.name
	LEFT JOIN privacy.identifiers i USING (schema_name, table_name, column_name)
	-- What the map keeps is a record of its own, of the person or of somebody else; free texts are marked mask.
	CROSS JOIN LATERAL (SELECT m.category IS NOT NULL AND m.erase_rule = 'keep' AND m.export_rule <> 'mask') AS kept ("is")
	LEFT JOIN LATERAL (SELECT privacy.path_sql(s.relation, m.subject_path) AS sql WHERE m.category IS NOT NULL AND (i.kind IS NOT NULL OR kept.is)) AS way ON true
	ORDER BY 2, s.no
$$;
COMMENT ON FUNCTION privacy.scan_columns() IS 'Every column in which a person can be mentioned: its shape, whether it is an identifier that somebody else can share, whether a mention in it is written over, and which rows keep it with a ground.';

CREATE OR REPLACE FUNCTION privacy.word_sql(p_prefix text, p_name name, p_shape text, p_is_text boolean) RETURNS text
	LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
	SELECT format(CASE WHEN p_shape = 'array' THEN 'privacy.flat(%s%I)' WHEN p_is_text THEN '%s%I' ELSE '%s%I::text' END, p_prefix, p_name)
$$;
COMMENT ON FUNCTION privacy.word_sql(text, name, text, boolean) IS 'A column of texts as the index of the residual scan takes it, behind this prefix.';

CREATE OR REPLACE FUNCTION privacy.scan_tables() RETURNS TABLE (relation regclass, label text, words_sql text, index_sql text, index_name text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	WITH pieces AS (
		SELECT s.relation, s.label, p.prefix, 'privacy.words(VARIADIC ARRAY[' || string_agg(w.sql, ', ' ORDER BY s.no) || '])' AS sql
		FROM privacy.scan_shapes() s CROSS JOIN (VALUES ('t.'), ('')) AS p (prefix) CROSS JOIN LATERAL privacy.word_sql(p.prefix, s.name, s.shape, s.is_text) AS w (sql)
		WHERE s.indexed AND s.shape IN ('text', 'json', 'array') GROUP BY s.relation, s.label, p.prefix),
	words AS (
		SELECT p.relation, p.label, max(p.sql) FILTER (WHERE p.prefix <> '') AS words_sql, max(p.sql) FILTER (WHERE p.prefix = '') AS sql FROM pieces p GROUP BY p.relation, p.label
		UNION ALL SELECT 'audit.words'::regclass, 'audit.words', NULL, 'words')
	SELECT w.relation, w.label, w.words_sql, format('gin ((%s)) WITH (gin_pending_list_limit = 1024)', w.sql), split_part(w.label, '.', 2) || '_scan_idx' FROM words w
	UNION ALL
	SELECT s.relation, s.label, NULL, format(CASE s.shape WHEN 'address' THEN 'btree ((%I::inet))' ELSE 'gin ((%I::inet[]))' END, s.name), format('%s_%s_scan_idx', split_part(s.label, '.', 2), s.name)
	FROM privacy.scan_shapes() s WHERE s.indexed AND s.shape IN ('address', 'addresses')
$$;
COMMENT ON FUNCTION privacy.scan_tables() IS 'The indexes of the residual scan: one over the words of each table, with their expression behind t. for queries, and one over each column of addresses of computers; what makes it, and its name.';

CREATE OR REPLACE FUNCTION privacy.scan_gaps() RETURNS TABLE (label text, index_name text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	SELECT s.label, s.index_name FROM privacy.scan_tables() s LEFT JOIN privacy.scan_indexes made ON made.name = s.index_name AND made.relation = s.label AND made.expression = s.index_sql
	LEFT JOIN pg_index x ON x.indrelid = s.relation AND x.indexrelid = to_regclass(format('%I.%I', split_part(s.label, '.', 1), s.index_name))
	WHERE (x.indisvalid AND x.indisready AND pg_get_indexdef(x.indexrelid) = made.definition) IS NOT TRUE ORDER BY 1, 2
$$;
COMMENT ON FUNCTION privacy.scan_gaps() IS 'Tables whose index for the residual scan is gone, broken, or without a column that came later. Empty, or nothing is erased.';

CREATE OR REPLACE FUNCTION privacy.index_scan() RETURNS integer
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	gap record;
	made integer := 0;
BEGIN
	FOR gap IN SELECT s.* FROM privacy.scan_tables() s JOIN privacy.scan_gaps() g ON g.label = s.label AND g.index_name = s.index_name ORDER BY s.label, s.index_name LOOP
		EXECUTE format('DROP INDEX IF EXISTS %I.%I', split_part(gap.label, '.', 1), gap.index_name);
		EXECUTE format('CREATE INDEX %I ON %s USING %s', gap.index_name, gap.relation, gap.index_sql);
		INSERT INTO privacy.scan_indexes AS made (relation, name, expression, definition)
			VALUES (gap.label, gap.index_name, gap.index_sql, pg_get_indexdef(format('%I.%I', split_part(gap.label, '.', 1), gap.index_name)::regclass))
			ON CONFLICT ON CONSTRAINT scan_indexes_pkey DO UPDATE SET expression = excluded.expression, definition = excluded.definition;
		made := made + 1;
	END LOOP;
	PERFORM site.skip_word_statistics(part.relid) FROM privacy.scan_tables() s, LATERAL (SELECT s.relation AS relid UNION SELECT p.relid FROM pg_partition_tree(s.relation) p) AS part;
	DELETE FROM privacy.scan_indexes old WHERE NOT EXISTS (SELECT FROM privacy.scan_tables() s WHERE s.label = old.relation AND s.index_name = old.name);
	RETURN made;
END
$$;
COMMENT ON FUNCTION privacy.index_scan() IS 'Makes the indexes of the residual scan that are missing or no longer fit the data map, and returns how many; has ANALYZE leave out the words of all of them. map/zz_scan.sql calls it.';
REVOKE ALL ON FUNCTION privacy.index_scan() FROM PUBLIC;

CREATE OR REPLACE FUNCTION privacy.word_query(p_kinds text[], p_values text[]) RETURNS tsquery
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	wanted record;
	lexemes text[];
	parts tsquery[] := ARRAY['''#long''']::tsquery[];
BEGIN
	FOR wanted IN SELECT DISTINCT i.kind, i.value FROM unnest(p_kinds, p_values) AS i (kind, value) WHERE privacy.is_telling(i.kind, i.value) LOOP
		-- Blanks may be more of them in a text, so that what stands behind # is only known where there are none.
		lexemes := CASE wanted.kind WHEN 'phone' THEN ARRAY['#' || right(regexp_replace(wanted.value, '[^0-9]', '', 'g'), 6)]
			ELSE ARRAY(SELECT l FROM unnest(tsvector_to_array(privacy.words(wanted.value))) AS l WHERE l !~ '^#' OR wanted.value !~ '\s') END;
		IF cardinality(lexemes) = 0 THEN
			RETURN NULL;
		END IF;
		parts := parts || (SELECT string_agg('''' || replace(replace(l, '\', '\\'), '''', '''''') || '''', ' & ') FROM unnest(lexemes) AS l)::tsquery;
	END LOOP;
	-- In pairs, so that a person with many names makes a flat tree.
	WHILE cardinality(parts) > 1 LOOP
		parts := ARRAY(SELECT CASE WHEN 2 * n > cardinality(parts) THEN parts[2 * n - 1] ELSE parts[2 * n - 1] || parts[2 * n] END FROM generate_series(1, (cardinality(parts) + 1) / 2) AS n);
	END LOOP;
	RETURN parts[1];
END
$$;
COMMENT ON FUNCTION privacy.word_query(text[], text[]) IS 'The words of every telling value, for the indexes of the residual scan: each row in which privacy.pattern_for finds one fits it. NULL when a value has no words: then everything is read.';
