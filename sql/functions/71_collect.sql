-- Who a person is: every value by which the person can be found, old ones too. Owned by steward_eraser, who reads all but credentials.

CREATE OR REPLACE FUNCTION privacy.is_telling(p_kind text, p_value text) RETURNS boolean
	LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
	SELECT CASE
		WHEN p_kind = 'address' THEN true
		WHEN p_kind IN ('email', 'login') THEN p_value LIKE '%_@_%' OR length(p_value) >= 8
		WHEN p_kind = 'phone' THEN length(regexp_replace(p_value, '[^0-9]', '', 'g')) >= 7 AND length(regexp_replace(p_value, '^[^1-9]+|[^0-9]', '', 'g')) >= 6
		WHEN p_kind = 'street' THEN length(p_value) >= 8 AND p_value ~ '[0-9]'
		WHEN p_kind = 'name' THEN length(p_value) >= 7 AND p_value ~ '[^ ] +[^ ]'
		WHEN p_kind = 'custom' THEN length(p_value) >= 8 AND p_value ~ '[0-9]'
		ELSE length(p_value) >= 6 END
$$;
COMMENT ON FUNCTION privacy.is_telling(text, text) IS 'Whether a value of this kind tells a person from others when it is found in a text: a first name alone does not.';

CREATE OR REPLACE FUNCTION privacy.identifier_statements(p_guests boolean) RETURNS TABLE (sql text)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	i record;
	relation regclass;
	predicate text;
BEGIN
	FOR i IN SELECT x.schema_name, x.table_name, x.column_name, x.kind, m.subject_path, guests.by_value FROM privacy.identifiers x
		JOIN privacy.data_map m USING (schema_name, table_name, column_name) CROSS JOIN (VALUES (false), (true)) AS guests (by_value) WHERE p_guests OR NOT guests.by_value ORDER BY 1, 2, 3, 6
	LOOP
		relation := format('%I.%I', i.schema_name, i.table_name)::regclass;
		-- An account's rows are found by the account; what stands in front of the others is decided before a table is opened.
		predicate := (SELECT string_agg(CASE way WHEN 'email' THEN privacy.value_sql(relation, way, i.subject_path) ELSE privacy.join_sql(relation, way) END, ' OR ')
			FROM string_to_table(i.subject_path, '; ') AS way WHERE way NOT IN ('none', 'address') AND (way = 'email') = i.by_value);
		CONTINUE WHEN predicate IS NULL;
		sql := format(CASE WHEN i.kind = 'address' THEN 'SELECT DISTINCT %4$L::text, host(t.%1$I::inet) FROM %2$s t WHERE (%3$s) AND masklen(t.%1$I::inet) IN (32, 128)'
			ELSE 'SELECT DISTINCT %4$L::text, t.%1$I::text FROM %2$s t WHERE (%3$s)' END
			|| CASE WHEN i.by_value THEN ' AND $1 IS NULL' ELSE '' END
			|| CASE WHEN i.kind = 'custom' THEN ' AND EXISTS (SELECT FROM site.custom_fields f WHERE %1$L = ''custom'' || f.slot AND f.personal)' ELSE '' END,
			i.column_name, relation, predicate, i.kind);
		RETURN NEXT;
	END LOOP;
END
$$;
COMMENT ON FUNCTION privacy.identifier_statements(boolean) IS 'The statements that read a person''s values of today: kind and value; $1 account, $2 e-mail addresses; those that find guests only if p_guests.';

CREATE OR REPLACE FUNCTION privacy.collect(p_user_id bigint, p_emails text[], p_made boolean DEFAULT false) RETURNS TABLE (kind text, value text, shared boolean)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	statement text;
	part privacy.known_value[];
	known privacy.known_value[] := ARRAY(SELECT ROW('email', e)::privacy.known_value FROM unnest(p_emails) AS e);
BEGIN
	IF p_made THEN
		known := known || ARRAY(SELECT ROW(i.kind, i.value)::privacy.known_value FROM privacy.made_identifiers(p_user_id, p_emails) AS i);
	ELSE
		FOR statement IN SELECT s.sql FROM privacy.identifier_statements(p_user_id IS NULL) s LOOP
			EXECUTE format('SELECT array_agg(ROW(x.kind, x.value)::privacy.known_value) FROM (%s) AS x (kind, value)', statement) INTO part USING p_user_id, p_emails;
			known := known || part;
		END LOOP;
	END IF;
	RETURN QUERY
		WITH every AS (
			SELECT now.kind AS k, now.value AS v FROM unnest(known) AS now
			UNION ALL
			-- What was, as the trail tells it.
			SELECT x.kind, was.v FROM audit.changes c JOIN privacy.identifiers x ON c.entity = x.schema_name || '.' || x.table_name
				CROSS JOIN LATERAL (VALUES (c.old->>x.column_name), (c.new->>x.column_name)) AS was (v)
				WHERE c.subject_user_id = p_user_id AND x.kind <> 'address'
				AND (x.kind <> 'custom' OR EXISTS (SELECT FROM site.custom_fields f WHERE x.column_name = 'custom' || f.slot AND f.personal))),
			clean AS (SELECT DISTINCT k, CASE WHEN k IN ('email', 'login') THEN lower(btrim(v)) ELSE btrim(v) END AS v FROM every)
		SELECT clean.k, clean.v, clean.k = 'address' AND p_user_id IS NOT NULL
			AND EXISTS (SELECT FROM site.login_log l WHERE l.address = CASE WHEN clean.k = 'address' THEN clean.v::inet END AND l.user_id <> p_user_id)
		FROM clean WHERE clean.v <> '' AND clean.v <> '(secret)' AND clean.v !~ '^erased-[0-9]+(@erased\.invalid)?$' ORDER BY 1, 2;
END
$$;
COMMENT ON FUNCTION privacy.collect(bigint, text[], boolean) IS 'Every value by which the person is known: names, log-ins, e-mail addresses, phones, streets, addresses of computers, VAT numbers, personal custom values; of now and, from the trail, of before. shared: somebody else came from that address of a computer too, so that rows without an account there are not surely the person''s. p_made: by the statements that were made before (privacy.fits).';

CREATE OR REPLACE FUNCTION privacy.pattern_of(p_kind text, p_value text) RETURNS text
	LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
	SELECT CASE p_kind
		WHEN 'phone' THEN (SELECT '\+?' || string_agg(digit, '[^0-9A-Za-z]{0,3}' ORDER BY n)
			FROM regexp_split_to_table(regexp_replace(regexp_replace(p_value, '[^0-9]', '', 'g'), '^0+', ''), '') WITH ORDINALITY AS d (digit, n))
		ELSE regexp_replace(regexp_replace(p_value, '([][\\^$.|?*+(){}-])', '\\\1', 'g'), '\s+', '\\s+', 'g') END
$$;
COMMENT ON FUNCTION privacy.pattern_of(text, text) IS 'The value as a regular expression: a phone number is found however it is parted, a name whatever blanks are between.';

ALTER FUNCTION privacy.identifier_statements(boolean) OWNER TO steward_eraser;
ALTER FUNCTION privacy.collect(bigint, text[], boolean) OWNER TO steward_eraser;
